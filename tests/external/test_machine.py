"""Machines that refuse a call which others allow: the work is done in another way, or the machine is blamed."""
import os
import re
import subprocess
from pathlib import Path

from PIL import Image
from served import Server
from support import PROGRAM, ROOT, cases, environment, hongtou, need, notice, workdir

ROOM = "base"

# each call fails with the error that REFUSES names: "fchmod=1 linkat=1"
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int error_of(const char *call)
{
	const char *all = getenv("REFUSES"), *at = all ? strstr(all, call) : NULL;
	return at ? atoi(at + strlen(call)) : 0;
}

#define REFUSE(result, name, parameters, arguments) \
	result name parameters \
	{ \
		result (*real) parameters = (result (*) parameters)dlsym(RTLD_NEXT, #name); \
		int error = error_of(#name "="); \
		if (!error) \
			return real arguments; \
		errno = error; \
		return (result)-1; \
	}

REFUSE(int, fchmod, (int fd, mode_t mode), (fd, mode))
REFUSE(int, linkat, (int a, const char *b, int c, const char *d, int e), (a, b, c, d, e))
REFUSE(int, memfd_create, (const char *name, unsigned flags), (name, flags))
REFUSE(int, flock, (int fd, int what), (fd, what))
REFUSE(pid_t, fork, (void), ())

void *dlopen(const char *file, int flags)
{
	void *(*real)(const char *, int) = (void *(*)(const char *, int))dlsym(RTLD_NEXT, "dlopen");
	if (file && error_of("dlopen=") && strstr(file, "rsvg"))
		file = "/proc/self/mem"; /* it is there, and cannot be mapped */
	const char *instead = getenv("INSTEAD"); /* of one, a file of this name in this folder */
	static char path[4096];
	if (file && instead && strncmp(file, strrchr(instead, '/') + 1, strlen(file)) == 0)
		file = strcpy(path, instead);
	return real(file, flags);
}

int posix_spawnp(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes,
                 char *const argv[], char *const envp[])
{
	int (*real)(pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *, char *const[], char *const[]) =
	    (int (*)(pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *, char *const[], char *const[]))
	        dlsym(RTLD_NEXT, "posix_spawnp");
	int error = error_of("posix_spawnp=");
	return error ? error : real(pid, file, actions, attributes, argv, envp);
}
"""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10mm" height="10mm"><circle cx="9" cy="9" r="9"/></svg>'


def refusing(folder, calls):
    need("cc")
    library = Path(folder, "refuses.so")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, "-x", "c", "-"], input=SHIM.encode(), check=True)
    return environment(LD_PRELOAD=str(library), REFUSES=calls)


def export(folder, to, calls=None, record="a.yaml"):
    env = refusing(folder, calls) if calls else environment()
    return hongtou("export", "-q", record, "-o", to, cwd=folder, env=env)


@cases([("fchmod", "fchmod=1"), ("linkat", "linkat=1 "), ("linkat_unknown", "linkat=95"), ("both", "fchmod=95 linkat=18")])
def test_outputs(case):
    """Shares keep no modes, some sandboxes allow no links: the document is written all the same, and nothing else."""
    with workdir() as folder:
        root = Path(folder)
        (root / "a.yaml").write_text(notice("请按时参加。"))
        assert export(folder, "right.pdf").returncode == 0
        (root / "old.pdf").write_text("old")
        for name in ("new.pdf", "old.pdf"):
            done = export(folder, name, case[1])
            assert done.returncode == 0 and not done.err, done.err
            assert (root / name).read_bytes() == (root / "right.pdf").read_bytes()
        assert sorted(os.listdir(folder)) == ["a.yaml", "new.pdf", "old.pdf", "refuses.so", "right.pdf"]
        assert (root / "old.pdf").stat().st_mode & 0o777 in (0o600, 0o644)


def test_secret_without_modes():
    """The mode of a temporary file is 0600 anyway; only where others may read it, that is warned of."""
    with workdir() as folder:
        Path(folder, "a.yaml").write_text(notice("请按时参加。", secrecy="机密"))
        done = export(folder, "a.pdf", "fchmod=1")
        assert done.returncode == 0 and Path(folder, "a.pdf").stat().st_mode & 0o077 == 0, done.err


def test_records_without_modes():
    """A record is saved on such a share by the server, too."""
    with workdir() as folder, Server(env=refusing(folder, "fchmod=1")) as s:
        assert s.ask("PUT", "/v1/records/a.yaml", b"x: 1", If_None_Match="*")[0] == 201
        assert s.ask("PUT", "/v1/records/a.yaml", b"x: 2", If_Match="*")[0] == 200
        assert (s.folder / "a.yaml").read_bytes() == b"x: 2"


def test_no_locks():
    """Some network file systems have no locks: a batch is made, and it is said what is not noticed."""
    with workdir() as folder:
        for name in "ab":
            Path(folder, f"{name}.yaml").write_text(notice("请按时参加。"))
        done = hongtou("export", "a.yaml", "b.yaml", "-d", "out", cwd=folder, env=refusing(folder, "flock=37"))
        assert done.returncode == 0 and "[B512]" in done.err and len(list(Path(folder, "out").glob("*.pdf"))) == 2, done.err


def test_no_process():
    """A picture and a PDF that need another process are not called damaged when the machine starts none."""
    with workdir() as folder:
        root = Path(folder)
        (root / "t.svg").write_text(SVG)
        (root / "a.yaml").write_text(notice("![图](t.svg)"))
        done = export(folder, "a.pdf", "fork=11")
        assert done.returncode == 1 and "[I305]" in done.err and "G105" not in done.err, done.err
        assert export(folder, "a.pdf").returncode == 0
        for calls, code in (("posix_spawnp=11", 1), ("memfd_create=24", 1), ("memfd_create=38", 0)):
            done = hongtou("import", "a.pdf", "-o", "a.md", cwd=folder, env=refusing(folder, calls))
            assert done.returncode == code and ("[I305]" in done.err) == bool(code), (calls, done.err)
            assert done.err.count(": error: ") == code, done.err


def test_library_without_memory():
    """A library that is there, and cannot be loaded now, is not called missing, and the record is not to blame."""
    with workdir() as folder:
        Path(folder, "t.svg").write_text(SVG)
        Path(folder, "a.yaml").write_text(notice("![图](t.svg)"))
        done = export(folder, "a.pdf", "dlopen=1")
        assert done.returncode == 1 and "[I301]" in done.err and "G107" not in done.err, done.err


def library_name(name):
    """What the library is called here: "libicuuc.so.72"."""
    return re.search(rf'#define HT_{name}_LIBRARY "(.*)"', (ROOT / "build/config.h").read_text())[1]


@cases([("PANGO", "export", "-q", "a.yaml", "-o", "new", "-t", "pdf"), ("ICU", "export", "-q", "a.yaml", "-o", "new", "-t", "pdf"),
        ("CAIRO", "export", "-q", "plain.yaml", "-o", "new", "-t", "png"), ("ZIP", "export", "-q", "plain.yaml", "-o", "new", "-t", "odt"),
        ("ZIP", "import", "a.docx", "-o", "new"), ("XML", "import", "a.html", "-o", "new"), ("XML", "import", "a.docx", "-o", "new"),
        ("FONTCONFIG", "export", "-q", "plain.yaml", "-o", "new", "-t", "pdf"), ("FONTCONFIG", "fonts"), ("SUBSET", "export", "-q", "latin.yaml", "-o", "new", "-t", "pdf"),
        ("HARFBUZZ", "export", "-q", "latin.yaml", "-o", "new", "-t", "pdf"), ("HARFBUZZ", "export", "-q", "latin.yaml", "-o", "new", "-t", "odt"),
        ("HARFBUZZ", "export", "-q", "latin.yaml", "-o", "new", "-t", "docx"), ("HARFBUZZ", "export", "-q", "plain.yaml", "-o", "new", "-t", "ofd"),
        ("HARFBUZZ", "export", "-q", "plain.yaml", "-o", "new", "-t", "png"),
        ("HARFBUZZ unmeasured", "export", "-q", "plain.yaml", "-o", "new", "-t", "pdf"), ("HARFBUZZ unmeasured", "fonts"), ("HARU", "export", "-q", "plain.yaml", "-o", "new", "-t", "pdf"),
        ("PNG", "export", "-q", "png.yaml", "-o", "new", "-t", "pdf"), ("PNG", "export", "-q", "png.yaml", "-o", "new", "-t", "odt"),
        ("JPEG", "export", "-q", "picture.yaml", "-o", "new", "-t", "pdf"), ("JPEG", "export", "-q", "picture.yaml", "-o", "new", "-t", "odt")])
def test_library_missing(case):
    """A library that is not there, or is no library, is named with its package; nothing is written, and no memory was wanting."""
    name, *args = case
    name, _, first = name.partition(" ")
    with workdir() as folder:
        root = Path(folder)
        (root / "plain.yaml").write_text(notice("请按时参加。"))
        (root / "a.yaml").write_text(notice("请按时参加。สวัสดีครับ" if name == "PANGO" else "正文。", title="关于进一步加强Ａ．Ｂ：专项整治和平安建设若干具体工作的通知"))
        (root / "latin.yaml").write_text(notice("请到 Café 领取。"))  # é is made of two glyphs
        (root / "picture.yaml").write_text(notice("![图](p.jpg)"))
        (root / "png.yaml").write_text(notice("![图](p.png)"))
        Image.new("RGB", (40, 30), "red").save(root / "p.jpg")
        Image.new("RGB", (40, 30), "red").save(root / "p.png")
        (root / "a.html").write_text("<html><body><p>关于开展检查的通知</p><p>请各单位自查。</p></body></html>")
        assert hongtou("export", "-q", "plain.yaml", "-o", "a.docx", cwd=folder).returncode == 0
        file = library_name(name)
        for spoiled in ("missing", "damaged"):
            (root / spoiled).mkdir()
            if spoiled == "damaged":
                (root / spoiled / file).write_text("no library\n" * 100)
            env = refusing(folder, "")
            env["INSTEAD"] = str(root / spoiled / file)
            if name == "FONTCONFIG" or first:
                env["XDG_CACHE_HOME"] = str(root / spoiled / "cache")  # no earlier run found the fonts
            done = hongtou(*args, cwd=folder, env=env)
            assert done.returncode == 1 and done.err.count("[I304]") == 1 and file in done.err and "I301" not in done.err, done.err
            assert not (root / "new").exists(), spoiled


def test_harfbuzz_missing():
    """A document in which nothing is shaped is the same without it."""
    with workdir() as folder:
        root = Path(folder)
        (root / "a.yaml").write_text(notice("2024年6.8%的单位于9:00按时参加。"))
        for kind in ("pdf", "odt", "docx"):
            assert hongtou("export", "-q", "a.yaml", "-o", f"right.{kind}", cwd=folder).returncode == 0
            env = refusing(folder, "")
            env["INSTEAD"] = str(root / "missing" / library_name("HARFBUZZ"))
            done = hongtou("export", "-q", "a.yaml", "-o", f"new.{kind}", cwd=folder, env=env)
            assert done.returncode == 0 and not done.err, (kind, done.err)
            assert (root / f"new.{kind}").read_bytes() == (root / f"right.{kind}").read_bytes(), kind


def test_dictionary_missing():
    """Without the library of ICU's data, or with another in its place, ICU is asked, and the document is the same."""
    with workdir() as folder:
        root = Path(folder)
        (root / "a.yaml").write_text(notice("请按时参加。", title="关于进一步加强老旧小区改造和平安建设若干具体工作的通知"))
        assert export(folder, "right.pdf").returncode == 0
        file = library_name("ICUDATA")
        env = refusing(folder, "")
        for kind, source in (("missing", None), ("empty", "int other;"), ("other", f'const char icudt{file.split(".")[-1]}_dat[64] = "other";')):
            (root / kind).mkdir()
            if source:
                subprocess.run(["cc", "-shared", "-fPIC", "-o", root / kind / file, "-x", "c", "-"], input=source.encode(), check=True)
            env["INSTEAD"] = str(root / kind / file)
            done = hongtou("export", "-q", "a.yaml", "-o", "new.pdf", cwd=folder, env=env)
            assert done.returncode == 0 and not done.err, (kind, done.err)
            assert (root / "new.pdf").read_bytes() == (root / "right.pdf").read_bytes(), kind


def test_standard_output():
    """It is called by its name, and no file is spoken of."""
    with workdir() as folder, open("/dev/full", "w") as full:
        Path(folder, "a.yaml").write_text(notice("请按时参加。"))
        done = subprocess.run([str(ROOT / "build/hongtou"), "export", "-q", "a.yaml", "-o", "-"], stdout=full, stderr=subprocess.PIPE,
                              cwd=folder, env=environment())
        said = done.stderr.decode()
        assert done.returncode == 1 and "[I203]" in said and "existing" not in said and "standard input" not in said, said


def test_home_of_another():
    """$HOME that may not be entered holds no style sheets, and is not told of; a folder that was named is."""
    need("setpriv")
    with workdir() as folder:
        home = Path(folder, "home")
        home.mkdir()
        record = Path(folder, "a.yaml")
        record.write_text(notice("正文。"), encoding="utf-8")
        home.chmod(0)
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", str(PROGRAM), "check"]
        env = environment(HOME=str(home))
        env.pop("XDG_CONFIG_HOME", None)
        told = [subprocess.run([*command, *options, str(record)], env=env, capture_output=True).stderr.decode()
                for options in ((), ("--style-dir", str(home)))]
        home.chmod(0o700)
    assert "S152" not in told[0] and "S152" in told[1], told
