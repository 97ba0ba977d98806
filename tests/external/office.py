"""LibreOffice, without a screen, with a profile of its own, one at a time: how it shows an ODT file, and what becomes of
one that is edited in it."""
import fcntl
import functools
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from support import PROGRAM, ROOT, SAMPLES, Skip, environment, hongtou, squeeze, workdir

EDITOR = Path(__file__).with_name("office_edit.py")
CHANGER = EDITOR.with_name("office_change.py")


def fonts_conf():
    """The faces the PDF is set in, for LibreOffice too: it asks fontconfig for what it does not have."""
    return str(PROGRAM.parent / "fonts" / "fonts.conf")


def installed():
    """The program."""
    program = shutil.which("soffice")
    if not program:
        raise Skip("LibreOffice is not installed (Debian: libreoffice-writer-nogui)")
    return program


@functools.lru_cache(maxsize=None)
def version():
    """"25.2.3.2"."""
    with office() as (program, profile):
        said = subprocess.run([program, profile, "--version"], capture_output=True, env=environment(), timeout=60).stdout.decode()
    return said.split()[1]


@contextmanager
def alone():
    """While no other check uses it."""
    with open(Path(tempfile.gettempdir(), f"hongtou-office-{os.getuid()}.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def office():
    """(the program, its profile's option), while no other check uses it."""
    program = installed()
    with alone(), workdir() as profile:
        yield program, f"-env:UserInstallation=file://{profile}"


def late_office(folder):
    """The environment where LibreOffice takes a minute; what is left in its temporary folder, folder/temp, is `began` alone."""
    program, temp = Path(folder, "soffice"), Path(folder, "temp")
    program.write_text("#!/bin/sh\nmkdir -p \"${1#-env:UserInstallation=file://}\" && echo x > \"$TMPDIR/began\"\nsleep 60\n")
    program.chmod(0o755)
    temp.mkdir()
    return {"TMPDIR": str(temp), "PATH": f"{folder}:{os.environ['PATH']}"}


def convert(files, folder, to="pdf", fonts=True):
    """Have LibreOffice write each file again into folder; fonts False: as a machine that knows nothing of ours."""
    conf = fonts_conf() if fonts else None
    with office() as (program, profile):
        done = subprocess.run([program, profile, "--headless", "--convert-to", to, "--outdir", str(folder),
                               *map(str, files)], capture_output=True, env=environment(FONTCONFIG_FILE=conf), timeout=300)
    missing = [f.stem for f in files if not Path(folder, f"{f.stem}.{to}").exists()]
    assert not missing, f"LibreOffice did not convert {missing}: {done.stderr.decode()[-500:]}"


def edit(source, target, *lines):
    """Insert paragraphs before the one that begins with lines[0], and write PDF."""
    with office() as (program, profile):
        done = subprocess.run(["/usr/bin/python3", str(EDITOR), program, profile, str(source), str(target), *lines],
                              capture_output=True, env=environment(FONTCONFIG_FILE=fonts_conf()), timeout=120)
    if done.returncode == 77:
        raise Skip(done.stdout.decode().strip())
    assert done.returncode == 0, done.stderr.decode()[-1000:]


def change(source, target, *changes):
    """Change a document as office_change.py says, and write PDF; what it says of the document as it was opened."""
    steps = [["open", str(source)], *changes, ["save", str(target)]]
    with office() as (program, profile):
        done = subprocess.run(["/usr/bin/python3", str(CHANGER), program, profile, *map(json.dumps, steps)],
                              capture_output=True, env=environment(FONTCONFIG_FILE=fonts_conf()), timeout=600)
    if done.returncode == 77:
        raise Skip(done.stdout.decode().strip())
    assert done.returncode == 0, done.stderr.decode()[-1000:]
    return json.loads(done.stdout.splitlines()[0])


def key():
    """Names what this program makes of these samples: they are converted once for all checks."""
    files = [PROGRAM, Path(fonts_conf())]
    files += sorted(path for folder in ("samples", "styles") for path in (ROOT / folder).rglob("*") if path.is_file())
    hash = hashlib.sha256()
    for path in files:
        hash.update(path.read_bytes())
    return hash.hexdigest()[:16]


def once(name, make):
    """The folder of this name beside the program, with what make(folder) put into one of its own for this key()."""
    folder = PROGRAM.parent / name
    folder.mkdir(exist_ok=True)
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ready = folder / key()
        if not ready.exists():
            for old in folder.iterdir():
                if old.is_dir():
                    shutil.rmtree(old)
            new = folder / "new"
            new.mkdir()
            make(new)
            new.rename(ready)
    return ready


@functools.lru_cache(maxsize=None)
def shown():
    """A folder with NAME.odt and NAME.pdf of each record in the samples, ours, and shown/NAME.pdf by LibreOffice."""
    if not shutil.which("soffice"):
        raise Skip("LibreOffice is not installed (Debian: libreoffice-writer-nogui)")

    def make(new):
        (new / "shown").mkdir()
        done = hongtou("export", *SAMPLES, "-d", new, "--to", "pdf,odt", "--seals", "image", timeout=300)
        assert done.returncode == 0, done.err
        convert(sorted(new.glob("*.odt")), new / "shown")
    return once("odt-checks", make)


def sums_are_with_what_they_sum(document):
    """The row 合计 (and, in general, one that the pages keep with the next) goes to a page with the row before it."""
    pages = [squeeze(page.get_text()) for page in document]
    assert [("34" in page, "高标准农田建设项目" in page) for page in pages if "合计" in page] == [(True, True)]
