#!/usr/bin/python3
"""Want of memory and of descriptors: the document is right, or it is not made. Never a third.

usage: shortages.py [FAILURES] [--seed N]

Of FAILURES runs each lets one call of malloc() fail, of whatever library, at a place that is drawn: two thirds of them make
one record into each output in turn, read texts, check records, or show something; a third are batches. A sixth more have
natural limits (ulimit -v, -n)."""
import argparse
import collections
import hashlib
import json
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from support import PROGRAM, ROOT, environment, need, notice

# outputs, and a sample for each that needs much: seals, tables, rare names
SAMPLES = {"pdf": "14-sealed.yaml", "odt": "01-notice.yaml", "ofd": "07-rare-names.yaml", "png": "01-notice.yaml", "trace": "14-sealed.yaml",
           "docx": "14-sealed.yaml", "dotx": "11-order.yaml", "fodt": "20-merged-table.yaml"}
# What a refusal may say: out of memory or descriptors, or that a picture or a page took too much of it; nothing of a font,
# a library or a record.
SAID = {"I301", "I202", "G105", "O201", "B502", "B506"}
DESCRIPTORS = "Too many open files"
BATCH = ["01-notice.yaml", "14-sealed.yaml", "07-rare-names.yaml"]
# texts of each kind that is read, and records that are checked
TEXTS = {"import txt": "219-chat-after-signature.txt", "import html": "57-open-government-page.html", "import docx": "58-word-report.docx",
         "import odt": "59-writer-letter.odt"}
STDOUT = "standard output"
CHECKED = {"check": "found.yaml", "check --fix": "found.yaml"}
SHOWN = dict.fromkeys(("new 通知", "styles", "fonts", "schema", "office schema"))
WORK = SAMPLES | TEXTS | CHECKED | SHOWN
FOUND = notice("他说,好.\n\n" * 20)


def build(folder):
    """The library that lets a call fail."""
    need("cc")
    library = folder / "failing.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, ROOT / "tests/failing_malloc.c"], check=True)
    return {"LD_PRELOAD": str(library)}


def run(args, env, limit):
    """A run that hangs, which the program's own limits should not let it, ends with exit code -9."""
    try:
        # what makes calls fail writes a count where a confined program may not
        limits = ["--timeout", "20", "--confine=off"] if args[0] in ("export", "import", "check") else []
        return subprocess.run([PROGRAM, *args, *limits], capture_output=True, env=environment(**(env or {})),
                              preexec_fn=limit, timeout=150)
    except subprocess.TimeoutExpired as late:
        return subprocess.CompletedProcess(late.cmd, -9, b"", b"it hangs")


def made(folder, sample, to, env=None, limit=None):
    """(exit code, the documents or None, what was said) of a run that may lack something."""
    target = folder / "made"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    if to.startswith("import"):
        args = ["import", "-q", "-o", target / "o.md", ROOT / "tests/import" / sample]
    elif to in SHOWN:
        args = to.split()
    elif to in CHECKED:
        (target / sample).write_text(FOUND, encoding="utf-8")
        args = [*to.split(), target / sample]
    else:
        args = ["export", "-q", "-t", to, "-o", target / f"o.{to}", ROOT / "samples" / sample]
    done = run(args, env, limit)
    files = {str(path.relative_to(target)): path.read_bytes() for path in target.rglob("*") if path.is_file()}
    files = {name: data for name, data in files.items() if to not in CHECKED or data != FOUND.encode()}
    if done.stdout:
        files[STDOUT] = done.stdout
    return done.returncode, files or None, done.stderr.decode(errors="replace")


def check(outcome, right, when, usual=0):
    """usual: the exit code when nothing is wanting; that of `check` is 1 after a finding."""
    code, documents, said = outcome
    whole = code == usual and documents == right and not (usual and "error: " in said)
    # what was written before memory ran out, pages or the whole, is right and stays; a report is said to be incomplete
    # the C library's loader ends a process by itself, with 127 and its own words, where it may load a library but gets no
    # memory for a symbol of it
    loader = code == 127 and said.strip() == "out of memory"
    refused = (code in (1, 2) or loader) and said and all(name == STDOUT or right.get(name) == data for name, data in (documents or {}).items())
    assert whole or refused, f"{when}: exit {code}, {said[:200]}"
    codes = ((line, re.search(r"error: .*\[([A-Z]\d{3})", line)) for line in said.splitlines())
    other = [line for line, code in codes if code and code[1] not in SAID and DESCRIPTORS not in line]
    assert not other, f"other words: {when}: {other}"


def made_together(folder, env=None, limit=None):
    """(exit code, documents, those that SHA256SUMS vouches for, states) of a batch."""
    target = folder / "batch"
    shutil.rmtree(target, ignore_errors=True)
    done = run(["export", "-q", "-j2", "-d", target, "--report", *(ROOT / "samples" / name for name in BATCH)], env, limit)
    files = {path.name: path.read_bytes() for path in target.glob("*.pdf")} if target.exists() else {}
    sums = target / "SHA256SUMS"
    vouched = dict(reversed(line.split("  ", 1)) for line in sums.read_text().splitlines()) if sums.exists() else {}
    report = target / "report.json"
    states = {Path(r["input"]).stem + ".pdf": (r["state"], r.get("cause")) for r in json.loads(report.read_text())["records"]} \
        if report.exists() else {}
    return done.returncode, files, vouched, states, done.stderr.decode(errors="replace")


def check_together(outcome, right, when):
    code, files, vouched, states, said = outcome
    where = f"{when}: exit {code}, {said[:300]}"
    assert all(right[name] == data for name, data in files.items()), f"wrong bytes: {where}"
    assert all(hashlib.sha256(right[name]).hexdigest() == digest for name, digest in vouched.items()), f"wrong sums: {where}"
    assert code != 0 or files == right, f"lost: {where}"
    # of the workers' faults none is the record's; the parent itself may fail wholly
    assert not {state for state in states.values()} & {("failed", "record")}, f"blamed on the record: {states} {where}"
    assert code in (0, 1, 2), where


def count_calls(folder, env, run):
    path = folder / "count"
    path.unlink(missing_ok=True)
    outcome = run(env | {"FAILING_COUNT": str(path)})
    assert outcome[0] == 0 or "error: " not in outcome[-1], outcome
    return outcome, int(path.read_text())


class Series:
    """Failures of malloc(), drawn."""

    def __init__(self, folder, seed):
        self.folder, self.random, self.env = folder, random.Random(seed), build(folder)
        self.outcomes, self.wrong = collections.Counter(), []
        self.kinds = []
        made(folder, SAMPLES["pdf"], "pdf")  # the fonts are looked for once: later runs make far fewer calls
        for to, sample in WORK.items():
            self.kinds.append((to, *count_calls(folder, self.env, lambda env, t=to, s=sample: made(folder, s, t, env))))
        self.together = count_calls(folder, self.env, lambda env: made_together(folder, env))

    def note(self, what, judge, outcome, right, when):
        try:
            judge(outcome, right, when)
        except AssertionError as error:
            self.wrong.append(str(error))
            print(f"WRONG {error}", flush=True)
            return
        ends = "right" if outcome[0] == 0 else "refused"
        if outcome[0] < 0:
            ends = "ended by a signal"
        elif any(code in outcome[-1] for code in ("B502", "B201")):
            ends = "told as a crash"
        self.outcomes[what, ends] += 1

    def alone(self, n):
        to, outcome, calls = self.kinds[n % len(self.kinds)]
        call = self.random.randint(1, calls)
        env = self.env | {"FAILING_CALL": str(call)}
        self.note(to, partial(check, usual=outcome[0]), made(self.folder, WORK[to], to, env), outcome[1], f"{to}, call {call} of {calls}")

    def batch(self):
        outcome, calls = self.together
        call = self.random.randint(1, calls * 2)  # the workers count on from where their parent was
        env = self.env | {"FAILING_CALL": str(call)}
        self.note("batch", check_together, made_together(self.folder, env), outcome[1], f"batch, call {call} of {calls}")

    def forked(self, call):
        """Calls count once the first worker is there, in the parent and in each worker."""
        env = self.env | {"FAILING_CALL": str(call), "FAILING_FORKS": "2"}
        self.note("forked", check_together, made_together(self.folder, env), self.together[0][1], f"batch, call {call} after its forks")

    def natural(self, n):
        if n % 2:
            number = self.random.randint(4, 40)
            limit, what = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (number, number))), f"ulimit -n {number}"
        else:
            kib = self.random.randint(60_000, 260_000)
            limit, what = (lambda: resource.setrlimit(resource.RLIMIT_AS, (kib << 10, kib << 10))), f"ulimit -v {kib}"
        if n % 3 == 0:
            self.note(what[:9] + " batch", check_together, made_together(self.folder, limit=limit), self.together[0][1], what)
        else:
            to, outcome, _ = self.kinds[n % len(self.kinds)]
            self.note(what[:9], partial(check, usual=outcome[0]), made(self.folder, WORK[to], to, limit=limit), outcome[1], f"{to}, {what}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("failures", type=int, nargs="?", default=5000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as root:
        series = Series(Path(root), args.seed)
        for n in range(args.failures):
            if n % 6 == 2:
                series.batch()
            elif n % 6 == 5:
                series.forked(series.random.randint(1, 700))
            else:
                series.alone(n)
            if n % 6 == 0:
                series.natural(n // 6)
    for (what, ends), n in sorted(series.outcomes.items()):
        print(f"{what:16} {ends:16} {n}")
    print(f"wrong: {len(series.wrong)}; {time.monotonic() - began:.0f} s")
    return bool(series.wrong)


if __name__ == "__main__":
    sys.exit(main())
