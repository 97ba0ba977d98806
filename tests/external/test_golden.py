"""Golden cases: tests/cases/export/NAME.{yaml,md,json} give NAME.trace (the display list) and NAME.diag (the messages,
from notes up, but those about fonts that are not installed). `tests/run.py --update golden` writes them again."""
import difflib
import os
import re
from pathlib import Path

from fontTools.ttLib import TTFont

from support import ROOT, cases, hongtou, workdir

ROOM = "layout"

FOLDER = ROOT / "tests" / "cases" / "export"
INPUTS = sorted(p for p in FOLDER.glob("*") if p.suffix in (".yaml", ".md", ".json", ".jsonl"))


def letters_are_newer():
    """Liberation 2.1 draws its letters up to 0.001 mm narrower than 1.07, with which the golden files were made."""
    file = next(Path("/usr/share/fonts").rglob("LiberationSerif-Regular.ttf"))
    return TTFont(file)["head"].fontRevision > 2


def are_near(got, wanted):
    """Are they the same but for a thousandth of a millimetre or two?"""
    number = r"(\d+\.\d\d\d\b)"
    ours, theirs = re.split(number, got), re.split(number, wanted)
    return ours[::2] == theirs[::2] and all(abs(float(a) - float(b)) < .0025 for a, b in zip(ours[1::2], theirs[1::2]))


def compare(path, got):
    """got against the golden file; an empty text has no file."""
    if os.environ.get("HT_UPDATE_GOLDEN"):
        if got:
            path.write_text(got, encoding="utf-8")
        else:
            path.unlink(missing_ok=True)
        return
    wanted = path.read_text(encoding="utf-8") if path.exists() else ""
    if got != wanted and not (letters_are_newer() and are_near(got, wanted)):
        diff = difflib.unified_diff(wanted.splitlines(), got.splitlines(), path.name, "now", lineterm="", n=1)
        raise AssertionError("\n".join(list(diff)[:40]))


@cases([p.name for p in INPUTS])
def test_export(name):
    with workdir() as folder:
        target = Path(folder, "trace")
        done = hongtou("export", name, "-o", target, "--to", "trace", "-v", cwd=FOLDER)
        stem = Path(name).stem
        said = re.sub(r"(?m)^(.*\[T103\]|hongtou: .*|.*: /.* pages?)\n", "", done.err)
        compare(FOLDER / f"{stem}.diag", said)
        compare(FOLDER / f"{stem}.trace", target.read_text(encoding="utf-8") if target.exists() else "")
        assert done.returncode == (0 if target.exists() else 1), done.err
