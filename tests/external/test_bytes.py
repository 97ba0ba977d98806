"""The same record gives the same bytes, whatever the run, locale, folder, clock or neighbours."""
import os
import shutil
import time
from pathlib import Path

from support import ROOT, SAMPLES, Skip, cases, environment, hongtou, sample_pdf, workdir

ROOM = "export"

SOME = [p for p in SAMPLES if p.stem[:2] in ("01", "03", "05", "07")]


def pdf_of(source, cwd=None, **env):
    with workdir() as folder:
        target = Path(folder, "x.pdf")
        done = hongtou("export", source, "-o", target, env=environment(**env), cwd=cwd)
        assert done.returncode == 0, done.err
        return target.read_bytes()


@cases([p.name for p in SOME])
def test_twice(name):
    path = ROOT / "samples" / name
    assert pdf_of(path) == sample_pdf(path)[0]


@cases([p.name for p in SOME])
def test_locale(name):
    path = ROOT / "samples" / name
    for locale in ("de_DE.UTF-8", "zh_CN.UTF-8", "C"):
        assert pdf_of(path, LC_ALL=locale) == sample_pdf(path)[0], locale


def test_folder():
    path = SOME[0]
    with workdir() as folder:
        copy = Path(folder, "另一个 目录")
        copy.mkdir()
        shutil.copy(path, copy / path.name)
        assert pdf_of(path.name, cwd=copy) == sample_pdf(path)[0]


def test_clock():
    """Without SOURCE_DATE_EPOCH: neither the time of day nor the file's date shows."""
    path = SOME[0]
    with workdir() as folder:
        copy = Path(folder, path.name)
        shutil.copy(path, copy)
        first = pdf_of(copy, SOURCE_DATE_EPOCH=None)
        time.sleep(1.1)
        os.utime(copy, (1, 1))
        assert pdf_of(copy, SOURCE_DATE_EPOCH=None, TZ="Asia/Shanghai") == first


def test_time_zone():
    path = SOME[0]
    assert pdf_of(path, TZ="America/St_Johns") == sample_pdf(path)[0]


def test_neighbours():
    """A document is the same alone and among others in one run."""
    with workdir() as folder:
        done = hongtou("export", *reversed(SOME), "-d", folder)
        assert done.returncode == 0, done.err
        for path in SOME:
            assert Path(folder, path.stem + ".pdf").read_bytes() == sample_pdf(path)[0], path.name


def test_standard_streams():
    path = SOME[0]
    done = hongtou("export", "-", "-o", "-", stdin=path.read_bytes())
    assert done.returncode == 0, done.err
    assert done.stdout == sample_pdf(path)[0]


def test_both_builds():
    """The sanitized build gives the same bytes as the release."""
    from support import ASAN_PROGRAM
    if not ASAN_PROGRAM.exists():
        raise Skip("there is no build-asan")
    with workdir() as folder:
        target = Path(folder, "x.pdf")
        done = hongtou("export", SOME[0], "-o", target, program=ASAN_PROGRAM)
        assert done.returncode == 0, done.err
        assert target.read_bytes() == sample_pdf(SOME[0])[0]
