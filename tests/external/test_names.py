"""Names and dates from outside: what a terminal or a spreadsheet would obey, pipes among records, a wrong date."""
import json
import os
from pathlib import Path

import fitz

from support import cases, environment, hongtou, workdir

ROOM = "batch"
RECORD = {"title": "关于事项的通知", "mark": "甲局文件", "number": "甲发〔2026〕1号", "issuers": "甲局", "recipients": "乙局",
          "date": "2026-01-05", "body": "文。"}


def write(path, **changes):
    Path(path).write_text(json.dumps(RECORD | changes, ensure_ascii=False), encoding="utf-8")


def test_control_characters():
    """A file's name with an escape and a line end: neither in the output's name, in messages nor in the report."""
    with workdir() as folder:
        write(f"{folder}/a\x1b[31m\nb.json")
        write(f"{folder}/c\x7f\x07.json", date="no day")
        done = hongtou("export", "-d", f"{folder}/out", "--report", "json", f"{folder}/a\x1b[31m\nb.json", f"{folder}/c\x7f\x07.json")
        names = sorted(path.name for path in Path(folder, "out").glob("*.pdf"))
        assert names == ["a[31mb.pdf"], names
        report = Path(folder, "out", "report.csv").read_bytes()
        for where, text in (("messages", done.stderr), ("report", report)):
            assert not any(byte < 32 and byte not in b"\r\n" or byte == 127 for byte in text), (where, text)


@cases(["=1+1", "+1", "@SUM(1)", "\uff1d1", "\t=1", "-2"])
def test_cells(name):
    """No cell of report.csv begins as a formula does."""
    with workdir() as folder:
        write(f"{folder}/r.json", number=name)
        write(f"{folder}/s.json")
        hongtou("export", "-d", f"{folder}/out", "--report", "json", "--name", "{number}", f"{folder}/r.json", f"{folder}/s.json")
        report = Path(folder, "out", "report.csv").read_text(encoding="utf-8-sig")
        cells = [cell.strip('"') for line in report.splitlines() for cell in line.split(",")]
        assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\uff1d", "\t")], report


def test_pipes_in_folders():
    """They are told of, not waited for."""
    with workdir() as folder:
        write(f"{folder}/r.json")
        os.mkfifo(f"{folder}/pipe.json")
        os.symlink("/dev/null", f"{folder}/device.yaml")
        os.mkfifo(f"{folder}/other")
        done = hongtou("export", "-v", "-d", f"{folder}/out", folder, timeout=20)
        assert done.returncode == 0 and done.err.count("B541") == 2, done.err


@cases([("abc", True), ("-1", True), ("1e9", True), ("253402300800", True), ("99999999999999999999", True),
        ("253402300799", False), ("0", False), ("", False)])
def test_source_date(case):
    """A wrong SOURCE_DATE_EPOCH is told, and the record's own date is taken."""
    value, wrong = case
    with workdir() as folder:
        write(f"{folder}/r.json")
        env = environment(SOURCE_DATE_EPOCH=value)
        done = hongtou("export", "-o", f"{folder}/o.pdf", f"{folder}/r.json", env=env)
        assert done.returncode == 0 and ("I111" in done.err) == wrong, done.err
        made = fitz.open(f"{folder}/o.pdf").metadata["creationDate"]
        assert made[2:6] == {"253402300799": "9999", "0": "1970"}.get(value, "2026"), made
        done = hongtou("new", "通知", env=env)
        assert done.returncode == 0 and ("I111" in done.err) == wrong, done.err
