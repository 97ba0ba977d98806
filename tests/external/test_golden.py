"""Golden cases: tests/cases/export/NAME.{yaml,md,json} give NAME.trace (the display list) and NAME.diag (the messages,
from notes up, but those about fonts that are not installed). `tests/run.py --update golden` writes them again."""
import difflib
import os
import re
from pathlib import Path

from support import ROOT, cases, hongtou, workdir

ROOM = "layout"

FOLDER = ROOT / "tests" / "cases" / "export"
INPUTS = sorted(p for p in FOLDER.glob("*") if p.suffix in (".yaml", ".md", ".json", ".jsonl"))


def compare(path, got):
    """got against the golden file; an empty text has no file."""
    if os.environ.get("HT_UPDATE_GOLDEN"):
        if got:
            path.write_text(got, encoding="utf-8")
        else:
            path.unlink(missing_ok=True)
        return
    wanted = path.read_text(encoding="utf-8") if path.exists() else ""
    if got != wanted:
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
