#!/usr/bin/env python3
"""Make the folder of a bundle: the program, its libraries with their loader, its data, fonts, licences.

usage: gather.py BUILD TRIPLET COMPILER FOLDER

BUILD is a build folder of meson for the architecture TRIPLET (x86_64-linux-gnu), whose libraries are those of this Debian;
COMPILER makes programs for it. tools/bundle calls this."""
import fnmatch
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# The fonts that the open families of fonts/faces.txt are in: package, and which of its files.
FONTS = {
    "fonts-noto-cjk": "Noto*CJK-*.ttc",
    "fonts-babelstone-han": "*.ttf",
    "fonts-arphic-ukai": "*.ttc",
    "fonts-liberation": "Liberation[!MN]*-*.ttf",
    "fonts-dejavu-core": "DejaVuS*.ttf",
}

# Of ICU's data: the tables by which words are found (a title is divided between them), and what all readers of data need.
# The rest is for what the program never asks ICU: calendars, currencies, sorting, names of characters, encodings (those
# of files of other programs are read with the C library's tables, which libxml2 asks first).
ICU_DATA = ["brkitr/*", "root.res", "pool.res", "res_index.res", "icuver.res", "uemoji.icu", "ulayout.icu", "nfkc.nrm",
            "nfkc_cf.nrm", "uts46.nrm", "cnvalias.icu"]

# Encodings of texts and web pages: China's, Taiwan's, Hong Kong's, Unicode's, and those of Western and old Windows files.
ENCODINGS = ["GB18030", "GBK", "EUC-CN", "ISO-2022-CN", "ISO-2022-CN-EXT", "GBBIG5", "BIG5", "BIG5HKSCS", "EUC-TW", "UTF-16", "UTF-32", "UTF-7",
             "UNICODE", "ISO8859-1", "ISO8859-15", "CP1252", "EUC-JP", "SJIS", "EUC-KR", "UHC"]


def run(*command, **options):
    return subprocess.run([*map(str, command)], check=True, capture_output=True, text=True, **options).stdout


def die(what):
    sys.exit(f"bundle: {what}")


# Parts of the C library that the program does not need, but the system's modules that know names of users and machines may
# (nsswitch.conf), which the C library loads: these parts must not come from another C library.
C_LIBRARY = ["libpthread.so.0", "libdl.so.2", "librt.so.1", "libresolv.so.2", "libnss_files.so.2", "libnss_dns.so.2"]


class Bundle:
    def __init__(self, build, triplet, compiler, folder):
        self.build, self.triplet, self.compiler, self.folder = Path(build), triplet, compiler.split(), Path(folder)
        self.lib = self.folder / "lib"
        self.places = [Path("/usr/lib") / triplet, Path("/lib") / triplet]
        self.taken = set()  # files of this Debian that are in the bundle, for the licences

    def take(self, source, target):
        """Copy a file of this Debian."""
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        shutil.copymode(source, target)
        self.taken.add(Path(source))

    def find(self, name):
        for place in self.places:
            if (place / name).exists():
                return place / name
        return die(f"the library {name} is not here")

    # ---- the program ----

    def install(self):
        """What `ninja install` installs, but for what other programs are built with."""
        root = self.folder / "root"
        run("meson", "install", "-C", self.build, "--no-rebuild", "--strip", "--destdir", root.resolve())
        prefix = next(root.rglob("bin")).parent
        for part in ("bin", "share"):
            shutil.move(prefix / part, self.folder / part)
        shutil.rmtree(root)
        shutil.rmtree(self.folder / "share" / "man" / "man3")

    def start(self):
        """The launcher, which knows the loader's name."""
        shown = run("readelf", "-lW", self.folder / "bin" / "hongtou")
        loader = Path(re.search(r"interpreter: (.*)\]", shown)[1])
        self.take(self.find(loader.name), self.lib / loader.name)
        (self.lib / loader.name).chmod(0o755)
        run(*self.compiler, "-std=gnu11", "-Os", "-Wall", "-Wextra", "-Werror", "-static", "-s", f'-DLOADER="{loader.name}"', "-o",
            self.folder / "hongtou", ROOT / "tools" / "bundle.d" / "launcher.c")

    # ---- libraries ----

    def late(self):
        """Those that the program loads when a run needs them."""
        config = (self.build / "config.h").read_text(encoding="utf-8")
        return re.findall(r'#define HT_\w+_LIBRARY "(.*)"', config)

    @staticmethod
    def needed(path):
        return re.findall(r"\(NEEDED\).*\[(.*)\]", run("readelf", "-dW", path))

    def libraries(self, wanted):
        """The libraries of these names, and all that they need."""
        wanted = list(wanted)
        while wanted:
            name = wanted.pop()
            if (self.lib / name).exists():
                continue
            self.take(self.find(name), self.lib / name)
            wanted += self.needed(self.lib / name)

    # ---- what libraries read ----

    def thin_icu(self):
        """In place of ICU's data, a library with what is used of it."""
        [library] = self.lib.glob("libicudata.so.*")
        version = library.name.rsplit(".", 1)[1]
        if not shutil.which("icupkg"):
            die("install the package icu-devtools")
        work = self.folder / "icu"
        work.mkdir()
        data, thin = work / f"icudt{version}l.dat", work / f"thin/icudt{version}l.dat"
        data.write_bytes(symbol(library, f"icudt{version}_dat"))
        names = [name for name in run("icupkg", "-l", data).split() if any(fnmatch.fnmatch(name, one) for one in ICU_DATA)]
        (work / "names.txt").write_text("\n".join(names), encoding="utf-8")
        thin.parent.mkdir()
        (work / "items").mkdir()
        run("icupkg", "-d", work / "items", "-x", work / "names.txt", data)
        run("icupkg", "-s", work / "items", "-a", work / "names.txt", "new", thin)
        source = work / "data.S"
        source.write_text(f""".section .note.GNU-stack,"",%progbits
.section .rodata
.balign 16
.globl icudt{version}_dat
.type icudt{version}_dat, %object
icudt{version}_dat:
.incbin "{thin.resolve()}"
.size icudt{version}_dat, . - icudt{version}_dat
""", encoding="utf-8")
        run(*self.compiler, "-shared", "-nostdlib", "-s", f"-Wl,-soname,{library.name}", "-o", library, source)
        shutil.rmtree(work)

    def encodings(self):
        """The C library's converters, and the index of them."""
        source, target = Path("/usr/lib") / self.triplet / "gconv", self.lib / "gconv"
        lines = []
        for path in [source / "gconv-modules", *sorted((source / "gconv-modules.d").glob("*.conf"))]:
            lines += path.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if line.startswith("module") and line.split()[3] in ENCODINGS]
        charsets = {name for line in kept for name in line.split()[1:3]}
        kept += [line for line in lines if line.startswith("alias") and line.split()[2] in charsets]
        target.mkdir()
        (target / "gconv-modules").write_text("\n".join(kept) + "\n", encoding="utf-8")
        wanted = [f"{line.split()[3]}.so" for line in kept if line.startswith("module")]
        while wanted:
            name = wanted.pop()
            if (target / name).exists() or (self.lib / name).exists():
                continue
            if (source / name).exists():
                self.take(source / name, target / name)
                wanted += self.needed(target / name)
            else:
                self.libraries([name])

    def locale(self):
        """The one locale that the program needs, and what the C library says in Chinese."""
        source = Path("/usr/lib/locale/C.utf8")
        for path in sorted(path for path in source.rglob("*") if path.is_file()):
            self.take(path, self.lib / "locale" / "C.UTF-8" / path.relative_to(source))
        words = Path("share/locale/zh_CN/LC_MESSAGES/libc.mo")
        if not (Path("/usr") / words).exists():
            die("install the package libc-l10n")
        self.take(Path("/usr") / words, self.folder / words)

    # ---- data ----

    def editor(self):
        """Debian's CodeMirror: the files that the page of `serve` names."""
        web = self.folder / "share" / "hongtou" / "web"
        source = Path("/usr/share/javascript")
        page = (web / "index.html").read_text(encoding="utf-8")
        for name in re.findall(r'"/(codemirror/[^"]+)"', page):
            if not (source / name).exists():
                die("install the package libjs-codemirror")
            self.take((source / name).resolve(), web / name)

    def fonts(self):
        data = self.folder / "share" / "hongtou"
        if not any((data / "fandol").glob("*.otf")):
            die("run tools/setup first: the fonts of Fandol are not here")
        for package, which in FONTS.items():
            files = [Path(name) for name in run("dpkg-query", "-L", package).split("\n") if fnmatch.fnmatch(os.path.basename(name), which)]
            if not files:
                die(f"install the package {package}")
            for path in files:
                self.take(path, data / "open" / path.name)
        shutil.copytree(ROOT / "fonts" / "fandol", self.folder / "LICENSES" / "fandol", ignore=shutil.ignore_patterns("*.otf"))
        run(sys.executable, ROOT / "fonts" / "make-conf.py", ROOT / "fonts" / "fonts.conf.in", ROOT / "fonts" / "faces.txt",
            data / "fonts.conf", "fandol", "open")

    # ---- words ----

    def owners(self):
        """The packages that something was taken from. Debian has moved /lib into /usr, but its packages do not all say so."""
        real = {str(path.resolve()) for path in self.taken}
        asked = [name for path in real for name in (path, re.sub("^/usr", "", path))]
        said = subprocess.run(["dpkg-query", "-S", *asked], capture_output=True, text=True).stdout
        packages = {}
        for line in said.splitlines():
            names, _, path = line.rpartition(": ")
            packages[re.sub("^(?!/usr)", "/usr", path)] = names.split(",")[0]
        nobodys = [path for path in real if re.sub("^(?!/usr)", "/usr", path) not in packages]
        if nobodys:
            die(f"no package has {nobodys[0]}")
        return sorted(set(packages.values()))

    def licences(self):
        """The licence of each package that something was taken from, and where its source is."""
        folder = self.folder / "LICENSES"
        folder.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / "LICENSE", folder / "hongtou")
        rows = []
        for package in self.owners():
            name = package.split(":")[0]
            shutil.copyfile(Path("/usr/share/doc") / name / "copyright", folder / name)
            rows.append(run("dpkg-query", "-W", "-f", "${Package} ${Version}, source ${source:Package} ${source:Version}\n", package))
        (folder / "packages.txt").write_text("".join(rows), encoding="utf-8")

    def readme(self, with_fonts):
        version = re.search(r'HT_VERSION "(.*)"', (self.build / "config.h").read_text(encoding="utf-8"))[1]
        text = (ROOT / "tools" / "bundle.d" / "README.txt").read_text(encoding="utf-8")
        for name, value in {"VERSION": version, "ARCH": self.triplet.split("-")[0], "FONTS": "开源字体" if with_fonts else "Fandol字体"}.items():
            text = text.replace(f"@{name}@", value)
        (self.folder / "README.txt").write_text(text, encoding="utf-8")
        shutil.copy(ROOT / "tools" / "bundle.d" / "menu", self.folder / "menu")


def symbol(path, name):
    """The bytes of a symbol of a library."""
    value, size = re.search(rf" ([0-9a-f]+) +(\w+) OBJECT .* {name}(@|$)", run("readelf", "-Ws", path), re.M).groups()[:2]
    value, size = int(value, 16), int(size, 0)
    for offset, address, length in re.findall(r"LOAD +(0x\w+) (0x\w+) 0x\w+ (0x\w+)", run("readelf", "-lW", path)):
        if int(address, 16) <= value < int(address, 16) + int(length, 16):
            begin = int(offset, 16) + value - int(address, 16)
            return path.read_bytes()[begin:begin + size]
    return die(f"{path} does not hold {name}")


def main():
    bundle = Bundle(*sys.argv[1:])
    bundle.install()
    bundle.start()
    bundle.libraries([*bundle.needed(bundle.folder / "bin" / "hongtou"), *bundle.late(), *C_LIBRARY])
    bundle.thin_icu()
    bundle.encodings()
    bundle.locale()
    bundle.editor()
    bundle.fonts()
    bundle.licences()
    bundle.readme(True)


main()
