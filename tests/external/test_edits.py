#!/usr/bin/python3
"""What holds when somebody types in a document for editing: the short form of tools/verify-edits."""
import os
import signal
import subprocess
import time
from pathlib import Path

import edits
from office import late_office
from support import PROGRAM, ROOT, cases, environment, need, workdir

ROOM = "draft"
TRIED = {
    "01-notice": ("20 typed at the middle", "recipients deleted"),  # the PDF divides its last paragraph, of two lines
    "14-sealed": ("3 typed at the beginning", "3 typed at the end", "200 typed at the middle", "a heading", edits.MARGIN, "date deleted",
                  "signature deleted", "recipients deleted"),
    "15-attachments": ("20 typed at the middle", "recipients deleted"),  # the same, for the signature
    "20-merged-table": ("date deleted", "a row"),  # the date is the last line above the imprint
    "22-meeting-12-items": ("3 typed at the end", "20 typed at the middle", "a person"),
}


@cases([(f"{name}/{to}", name, to) for name in TRIED for to in ("odt", "docx")])
def test_edits(case):
    """Nothing that a reader would curse at: see tools/verify-edits."""
    need("soffice")
    _, name, to = case
    with workdir() as folder:
        found = list(edits.tried(ROOT / "samples" / f"{name}.yaml", to, Path(folder), TRIED[name]))
    assert [edit for edit, _ in found] and {edit for edit, _ in found} == set(TRIED[name]), found
    assert not [one for one in found if one[1]], found


@cases(["odt", "docx"])
def test_natural(to):
    """The paragraph before the signature, which goes on over a page's end in the PDF, is kept with it where pages end as the
    editor ends them, wherever else somebody types."""
    need("soffice")
    names = ("3 typed at the beginning", "20 typed at the beginning", "20 typed at the middle", "recipients deleted")
    with workdir() as folder:
        found = dict(edits.tried(ROOT / "samples" / "02-notice-zh.yaml", to, Path(folder), names, natural=True))
    assert found == {name: [] for name in names}, found


def test_batch():
    """Of a batch, each record is edited."""
    need("soffice")
    with workdir() as folder:
        found = dict(edits.tried(ROOT / "samples" / "08-batch.jsonl", "odt", Path(folder), ("3 typed at the beginning",)))
    records = len((ROOT / "samples" / "08-batch.jsonl").read_text(encoding="utf-8").splitlines())
    assert found == {f"08-batch-{n:04}: 3 typed at the beginning": [] for n in range(1, records + 1)}, found


def test_finds_faults():
    """It sees a document in which all is elsewhere: one whose page is another."""
    need("soffice")
    with workdir() as folder:
        found = dict(edits.tried(ROOT / "samples" / "14-sealed.yaml", "odt", Path(folder), ("3 typed at the end",)))
        opened = edits.Record(edits.fitz.open(Path(folder, "14-sealed opened.pdf")))
        assert found == {"3 typed at the end": []}, found
        faults = list(edits.faults(Path(folder, "14-sealed opened.pdf"), opened, "3 typed at the end", 3))
        assert faults and "3 of 3" in faults[0], faults


def test_ended():
    """Ended while LibreOffice begins, the tool ends that, too, and leaves nothing of its own."""
    need("soffice")
    with workdir() as folder:
        env = environment(**late_office(folder), HT_PROGRAM=str(PROGRAM))
        tool = subprocess.Popen([ROOT / "tools" / "verify-edits", "--to", "odt", ROOT / "samples" / "14-sealed.yaml"], env=env,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        temp, until = Path(folder, "temp"), time.monotonic() + 60
        while not (temp / "began").exists() and tool.poll() is None and time.monotonic() < until:
            time.sleep(0.1)
        tool.send_signal(signal.SIGTERM)
        assert tool.wait(30) == 128 + signal.SIGTERM
        left = [path for path in Path("/proc").glob("[0-9]*/environ") if runs_in(path, folder)]
        assert not left and [path.name for path in temp.iterdir() if path.suffix != ".lock"] == ["began"], (left, list(temp.iterdir()))


def runs_in(path, folder):
    """Is it the environment of a process that runs there?"""
    try:
        return f"TMPDIR={folder}/".encode() in path.read_bytes() and path.parent.name != str(os.getpid())
    except OSError:
        return False
