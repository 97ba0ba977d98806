#!/usr/bin/python3
"""A long batch in which one record in a hundred is hostile: exactly those are reported; time and memory beside a clean one.

usage: besieged.py [RECORDS]"""
import collections
import json
import sys
import tempfile
import time
from pathlib import Path
import subprocess

from hostile import shim
from support import PROGRAM, environment

# of each kind: the state, cause (None: any; on a busy machine a record that never ends is given up for want of a
# processor) and code that the report must say
BODY = {"form": "document", "issuers": ["某局"], "date": "2026-01-05", "body": "请按时办理。"}
KINDS = {
    "broken": ("failed", "record", None), "nothing but NUL": ("failed", "record", None), "blank office": ("failed", "record", None),
    "outside": ("failed", "record", None), "link": ("done", None, None), "crash": ("failed", "record", "B201"),
    "endless": ("failed", None, "B204"), "eater": ("failed", "record", "B205"), "killed-once": ("done", None, None),
    "crashed-once": ("done", None, None), "killed-always": ("failed", "machine", "B203"),
}


def line(n, kind):
    record = {**BODY, "title": f"关于第{n}项工作的通知"}
    if kind == "broken":
        return "{" + json.dumps(record, ensure_ascii=False)
    if kind == "nothing but NUL":
        return "\0" * 400
    if kind == "blank office":
        record |= {"form": "minutes", "present": [{" ": ["方知行"]}]}
    elif kind == "link":
        record["body"] = "请点[此处](javascript:alert(1))。"
    elif kind == "outside":
        record["attachments"] = [{"title": "办法", "file": "outside.md"}]
    elif kind:
        name = f"{n}-{kind}.md"
        record["attachments"] = [{"title": "办法", "file": name}]
    return json.dumps(record, ensure_ascii=False)


def run(root, out, env=None):
    began, peak = time.monotonic(), 0
    with open(root / "said", "wb") as said:
        batch = subprocess.Popen([PROGRAM, "export", f"{out}.jsonl", "-d", out, "--report", "-j2", "-q", "--timeout", "3", "--memory", "200"],
                                 cwd=root, env=env or environment(), stdout=subprocess.DEVNULL, stderr=said)
        while batch.poll() is None:
            try:
                status = Path(f"/proc/{batch.pid}/status").read_text()
            except OSError:
                continue
            peak = max([peak, *(int(row.split()[1]) for row in status.splitlines() if row.startswith("VmHWM"))])
            time.sleep(0.02)
    return batch.returncode, time.monotonic() - began, peak / 1024


def siege(count):
    """What was reported wrongly, and a line of figures."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        kinds = {n: list(KINDS)[n // 100 % len(KINDS)] for n in range(50, count + 1, 100)}
        (root / "clean.jsonl").write_text("".join(line(n, None) + "\n" for n in range(1, count + 1)))
        (root / "hostile.jsonl").write_text("".join(line(n, kinds.get(n)) + "\n" for n in range(1, count + 1)))
        (root / "outside.md").symlink_to("/etc/passwd")
        for n, kind in kinds.items():
            (root / f"{n}-{kind}.md").write_text("办法。\n")
        (root / "marks").mkdir()
        env = shim(name) | {"HOSTILE_MARKS": str(root / "marks")}
        clean, hostile = run(root, "clean"), run(root, "hostile", env)
        report = json.loads((root / "hostile/report.json").read_text())
        wrong = []
        for r in report["records"]:
            want = KINDS.get(kinds.get(r["index"]), ("done", None, None))
            code = r["errors"][0].split("[")[-1][:4] if r["errors"] else None
            if r["state"] != want[0] or (want[1] and r.get("cause") != want[1]) or (want[2] and code != want[2]):
                wrong.append((r["index"], kinds.get(r["index"]), r["state"], r.get("cause"), r["errors"][:1]))
        if clean[0] or len(report["records"]) != count:
            wrong.append(("the whole", clean[0], len(report["records"])))
        of = collections.Counter(kinds.values())
        return wrong, (f"{count} records, hostile {len(kinds)} ({', '.join(f'{kind} {n}' for kind, n in of.items())}); clean "
                       f"{clean[1]:.1f} s, {clean[2]:.0f} MiB; besieged {hostile[1]:.1f} s, {hostile[2]:.0f} MiB")


if __name__ == "__main__":
    faults, figures = siege(int(sys.argv[1]) if len(sys.argv) > 1 else 100000)
    print(figures)
    print(f"wrong: {len(faults)}", *faults[:10], sep="\n")
    sys.exit(bool(faults))
