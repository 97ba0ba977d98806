"""The house: what CONTRIBUTING.md asks of the source, as far as a machine can see it."""
import re
import subprocess

from support import ROOT

ROOMS = re.search(r"foreach room : \[(.+?)\]", (ROOT / "meson.build").read_text()).group(1).replace("'", "").split(", ")
SOURCES = sorted((ROOT / "src").rglob("*.[ch]"))

# libraries whose headers only these rooms may include
OWNERS = {"yaml.h": ["record"], "yajl/": ["record", "batch"], "md4c": ["record"], "nettle/": ["batch"],
          "zip.h": ["import", "office"], "libxml/HTMLparser": ["import"], "libxml/xmlwriter": ["office", "render"],
          "png.h": ["image"], "jpeglib.h": ["image"], "librsvg/": ["image"], "cairo": ["image", "render"],
          "pango/": ["text"], "hb": ["text"], "fontconfig/": ["text"], "unicode/": ["text"],
          "hpdf": ["render"], "lcms2.h": ["render"], "libdeflate": ["render", "office"]}


def includes(path):
    return re.findall(r'^#\s*include\s*[<"]([^">]+)[">]', path.read_text(encoding="utf-8"), re.M)


def room_of(path):
    return path.relative_to(ROOT / "src").parts[0]


def test_no_upward_includes():
    wrong = [f"{path.relative_to(ROOT)} includes {name}" for path in SOURCES if room_of(path) in ROOMS
             for name in includes(path) if name.split("/")[0] in ROOMS
             and ROOMS.index(name.split("/")[0]) > ROOMS.index(room_of(path))]
    assert not wrong, "\n".join(wrong)


def test_libraries_have_owners():
    wrong = [f"{path.relative_to(ROOT)} includes {name}" for path in SOURCES for name in includes(path)
             for head, owners in OWNERS.items() if name.startswith(head) and room_of(path) not in owners]
    assert not wrong, "\n".join(wrong)


def test_contracts():
    """Every function in a public header has a comment above it, or follows one that has in the same block, or has one on
    its own line; ht_…_free needs none."""
    wrong = []
    for path in sorted((ROOT / "src").glob("*/include/**/*.h")):
        text = path.read_text(encoding="utf-8")
        for match in re.finditer(r"^(?!typedef|static|#|struct|enum)\w[\w \*]*?\b(ht_\w+)\([^;{]*\)[^;{]*;", text, re.M):
            block = text[:match.start()].rsplit("\n\n", 1)[-1]
            rest = text[match.end():].split("\n", 1)[0]
            if "*/" not in block and "/*" not in rest and not match.group(1).endswith("_free"):
                wrong.append(f"{path.relative_to(ROOT)}: {match.group(1)}")
    assert not wrong, "\n".join(wrong)


def test_function_length():
    """No function is longer than 90 lines, no file than 700."""
    wrong = []
    for path in SOURCES:
        lines = path.read_text(encoding="utf-8").splitlines()
        if len(lines) > 700:
            wrong.append(f"{path.relative_to(ROOT)}: {len(lines)} lines")
        begin = None
        for number, line in enumerate(lines, 1):
            if line == "{":
                begin = number
            elif line == "}" and begin:
                if number - begin > 90:
                    wrong.append(f"{path.relative_to(ROOT)}:{begin}: a function of {number - begin} lines")
                begin = None
    assert not wrong, "\n".join(wrong)


def test_nothing_left_open():
    pattern = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
    wrong = [str(path.relative_to(ROOT)) for path in SOURCES if pattern.search(path.read_text(encoding="utf-8"))]
    assert not wrong, wrong


def test_exported_names():
    """The library shows no name but those that begin with hongtou_."""
    found = sorted((ROOT / "build").glob("**/libhongtou.so"))
    assert found, "there is no libhongtou.so"
    names = subprocess.run(["nm", "--dynamic", "--defined-only", "--format=posix", found[0]], capture_output=True,
                           check=True).stdout.decode().splitlines()
    wrong = [line for line in names if not line.startswith(("hongtou_", "_"))]
    assert names and not wrong, wrong


def test_packages():
    """Every library that the build asks for comes with a package of tools/packages.txt."""
    listed = set(re.findall(r"(?m)^([a-z0-9][^ ]*)", (ROOT / "tools" / "packages.txt").read_text()))
    names = {name for path in [ROOT / "meson.build", *(ROOT / "src").rglob("meson.build")]
             for name in re.findall(r"\bdependency\(\s*'([^']+)'", path.read_text())}
    names -= {"dl", "threads"}  # meson's own: the C library
    assert len(names) > 8
    wrong = []
    for name in sorted(names):
        folder = subprocess.run(["pkg-config", "--variable=pcfiledir", name], capture_output=True, text=True).stdout.strip()
        owner = subprocess.run(["dpkg", "-S", f"{folder}/{name}.pc"], capture_output=True, text=True).stdout.split(":")[0]
        if owner not in listed:
            wrong.append(f"{name} is in the package {owner or '?'}")
    assert not wrong, "\n".join(wrong)
