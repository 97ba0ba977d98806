"""What `ninja install` installs is all that the program needs: neither the clone it was built in nor the prefix's place matter."""
import shlex
import subprocess
from pathlib import Path

from support import ROOT, environment, hongtou, need, sample_pdf, workdir

ROOM = "export"
SAMPLE = ROOT / "samples" / "01-notice.yaml"


def install(folder):
    """Install the build, then move it elsewhere: the prefix as it is now."""
    need("meson")
    subprocess.run(["meson", "install", "-C", ROOT / "build", "--no-rebuild", "--destdir", Path(folder, "root")],
                   capture_output=True, check=True)
    prefix = next(Path(folder, "root").rglob("bin")).parent
    return prefix.rename(Path(folder, "moved prefix"))


def apart(folder, *command, **changes):
    """Run a command that sees neither the clone's sheets, fonts and build nor the place of the installation; where that may
    not be hidden, as it is."""
    env = environment(XDG_CACHE_HOME=folder, HOME="/nonexistent", **changes)
    hide = " && ".join(f"mount -t tmpfs none {ROOT / name}" for name in ("build", "styles", "fonts", "po"))
    hidden = ["unshare", "--mount", "sh", "-c", f'{hide} && exec "$@"', "sh"]
    if subprocess.run([*hidden, "true"], capture_output=True).returncode != 0:
        hidden = []
    return subprocess.run([*hidden, *map(str, command)], capture_output=True, text=True, env=env, timeout=120)


def test_files():
    """The program, manuals, completion, messages, the library, the sheets; and no path of the clone in what is read."""
    with workdir() as folder:
        prefix = install(folder)
        names = {str(path.relative_to(prefix)) for path in prefix.rglob("*") if path.is_file() or path.is_symlink()}
        wanted = ["bin/hongtou", "include/hongtou.h", "share/bash-completion/completions/hongtou", "share/zsh/site-functions/_hongtou",
                  "share/fish/vendor_completions.d/hongtou.fish", "share/hongtou/fonts.conf", "share/hongtou/fonts/tongyong-8105.txt",
                  "share/locale/zh_CN/LC_MESSAGES/hongtou.mo", "share/man/man1/hongtou.1", "share/man/man3/libhongtou.3",
                  "share/man/man5/hongtou-record.5",
                  "share/man/man7/hongtou-messages.7", "share/man/zh_CN/man5/hongtou-record.5", "share/man/zh_CN/man1/hongtou.1", "share/man/zh_CN/man7/hongtou-messages.7",
                  *(f"share/hongtou/styles/{path.name}" for path in (ROOT / "styles").glob("*.yaml"))]
        assert not set(wanted) - names, set(wanted) - names
        assert {"libhongtou.so.1.0.0", "libhongtou.so.1", "hongtou.pc"} <= {Path(name).name for name in names}
        texts = [path for path in (prefix / "share").rglob("*") if path.is_file() and path.suffix not in (".otf", ".mo", ".gz")]
        assert texts and not [path for path in texts if str(ROOT).encode() in path.read_bytes()]


def test_moved():
    """The program makes the document of the build tree, with its fonts, and speaks Chinese."""
    with workdir() as folder:
        program = install(folder) / "bin" / "hongtou"
        made = Path(folder, "x.pdf")
        done = apart(folder, program, "export", SAMPLE, "-o", made)
        assert done.returncode == 0 and not done.stderr, done.stderr
        assert made.read_bytes() == sample_pdf(SAMPLE)[0]
        done = apart(folder, program, "export", folder + "/none.yaml", LC_ALL="zh_CN.UTF-8", LOCPATH="/none")
        assert done.returncode and "错误" in done.stderr, done.stderr


LIBRARY = """
import ctypes, sys
lib = ctypes.CDLL(sys.argv[1])
lib.hongtou_open.restype = lib.hongtou_export.restype = lib.hongtou_result_data.restype = ctypes.c_void_p
lib.hongtou_result_messages.restype = ctypes.c_char_p
handle = ctypes.c_void_p(lib.hongtou_open(None, None))
def export(data):
    result = ctypes.c_void_p(lib.hongtou_export(handle, data, ctypes.c_size_t(len(data)), b"x.yaml", None, None))
    size = ctypes.c_size_t()
    at = lib.hongtou_result_data(result, ctypes.c_size_t(0), ctypes.byref(size)) if lib.hongtou_result_count(result) else None
    return ctypes.string_at(at, size.value) if at else b"", lib.hongtou_result_messages(result).decode()
open(sys.argv[3], "wb").write(export(open(sys.argv[2], "rb").read())[0])
print(export(b"title: 1")[1])
"""


def test_moved_library():
    """The library, in a program that is elsewhere, finds what was installed with it."""
    with workdir() as folder:
        library = next(install(folder).rglob("libhongtou.so.1"))
        made = Path(folder, "x.pdf")
        done = apart(folder, "/usr/bin/python3", "-c", "import locale; locale.setlocale(locale.LC_ALL, '')\n" + LIBRARY, library,
                     SAMPLE, made, LC_ALL="zh_CN.UTF-8")
        assert done.returncode == 0, done.stderr
        # the library does not ask the environment for a date
        made_by_program = hongtou("export", SAMPLE, "-o", "-", env=environment(SOURCE_DATE_EPOCH=None))
        assert made.read_bytes() == made_by_program.stdout
        assert "错误" in done.stdout, done.stdout


def build_examples(prefix, folder):
    """The programs of examples/, as a user builds them; and the folder of the library."""
    pc = next(prefix.rglob("hongtou.pc"))
    place = "--define-variable=prefix=" + str(prefix).replace(" ", "\\ ")
    done = subprocess.run(["pkg-config", place, "--cflags", "--libs", "hongtou"], capture_output=True, text=True,
                          env=environment(PKG_CONFIG_PATH=str(pc.parent)))
    assert done.returncode == 0, done.stderr
    flags = done.stdout
    for source in sorted((ROOT / "examples").glob("*.c")):
        subprocess.run(["cc", "-Wall", "-Wextra", "-Werror", "-O1", source, "-o", Path(folder, source.stem), *shlex.split(flags)],
                       check=True)
    return str(pc.parent.parent)


def test_examples():
    """The programs of examples/ compile against what is installed, by pkg-config, and do what they say."""
    need("cc", "pkg-config")
    with workdir() as folder:
        prefix = install(folder)
        env = {"LD_LIBRARY_PATH": build_examples(prefix, folder), "LC_ALL": "zh_CN.UTF-8"}
        for ending, begin in (("pdf", b"%PDF-"), ("docx", b"PK"), ("ofd", b"PK")):
            done = apart(folder, Path(folder, "one"), SAMPLE, Path(folder, "x." + ending), **env)
            assert done.returncode == 0 and not done.stdout, done.stderr
            assert Path(folder, "x." + ending).read_bytes().startswith(begin)
        assert Path(folder, "x.pdf").read_bytes() == hongtou("export", SAMPLE, "-o", "-", env=environment(SOURCE_DATE_EPOCH=None)).stdout
        done = apart(folder, Path(folder, "one"), SAMPLE, Path(folder, "x.xyz"), **env)
        assert done.returncode == 1 and "错误" in done.stderr and "xyz" in done.stderr, done.stderr
        record = "form: document\nnumber: 甲[2026]1号\nissuers: 甲局\ntitle: 关于甲的通知\nrecipients: 乙局\nbody: 请落实。\ndate: 2026-01-05\n"
        Path(folder, "slip").write_text(record)
        done = apart(folder, "sh", "-c", f"'{folder}/lint' <'{folder}/slip'", **env)
        assert done.returncode == 0 and "甲〔2026〕1号" in done.stdout and "number" in done.stderr, done.stderr
        done = apart(folder, Path(folder, "archive"), **env)
        made = [line.split(": ")[1].split(".")[1].split(",")[0] for line in done.stdout.splitlines()]
        assert done.returncode == 0 and made == ["pdf", "docx"] and "3 of 3" in done.stderr, done.stdout + done.stderr
