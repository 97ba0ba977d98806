#!/usr/bin/env python3
"""How much of the samples comes back when they are exported without their record and imported again: header fields, by ODT
and by the PDF's text layer. A measure, run by hand.

    tests/external/circle.py"""
import json
import sys
from pathlib import Path

from support import SAMPLES, hongtou, workdir

NOT_SHOWN = {"form", "body", "archive", "items", "attachments", "enclosed", "editor_note", "committee", "seal", "run_in_headings"}


def flat(record, path=""):
    """The header's fields as path: text without blanks and punctuation marks."""
    for key, value in record.items():
        if path or key not in NOT_SHOWN:
            if isinstance(value, dict) and key == "meeting":
                yield from flat(value, "meeting.")
            elif path + key not in ("meeting.agenda", "meeting.bulletin", "meeting.bulletin_issue", "meeting.bulletin_title"):
                text = json.dumps(value, ensure_ascii=False)
                yield path + key, "".join(sorted(c for c in text if c.isalnum() and not c.isascii() or c.isdigit()))


def main():
    right, there, missing = {"odt": 0, "pdf": 0}, 0, []
    with workdir() as folder:
        for path in SAMPLES:
            if path.suffix == ".jsonl":
                continue
            carried = Path(folder, "carried.odt")
            hongtou("export", path, "--attach-record", "-t", "odt", "-o", carried)
            fields = dict(flat(json.loads(hongtou("import", carried, "-t", "json").stdout)))
            there += len(fields)
            for to in right:
                out = Path(folder, "a." + to)
                hongtou("export", path, "-t", to, "-o", out)
                found = dict(flat(json.loads(hongtou("import", out, "-t", "json").stdout or b"{}")))
                for name, text in fields.items():
                    right[to] += found.get(name) == text
                    if found.get(name) != text:
                        missing.append(f"{path.name} {to}: {name}")
    print("\n".join(missing))
    print(f"of {there} header fields: " + ", ".join(f"{n} by {to}" for to, n in right.items()))


if __name__ == "__main__":
    sys.exit(main())
