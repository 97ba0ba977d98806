#!/usr/bin/python3
"""Run the tests and count them; the last line is `N passed, N failed, N skipped`.

run.py [--update] [--no-unit] [WORD …]

Unit tests: every cmocka case of every program that meson knows in build/ and
build-asan/. Checks of finished documents: every function test_* of
tests/external/test_*.py, once for each of its @cases. A WORD keeps only the
tests whose name holds it. --update writes the golden files anew instead of
comparing them: read the difference before you commit it.
"""
import argparse
import concurrent.futures
import importlib
import json
import os
import re
import subprocess
import sys
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTERNAL = ROOT / "tests" / "external"
sys.path.insert(0, str(EXTERNAL))
sys.dont_write_bytecode = True

CMOCKA_LINE = re.compile(r"^\[ *(RUN|OK|FAILED|SKIPPED) *\] (\w+)(?:$|[ :])", re.M)


def cmocka_cases(entry):
    """The cases of one cmocka program, from one entry of meson's log: (name, outcome, detail)."""
    output = entry.get("stdout", "") + "\n" + entry.get("stderr", "")
    seen = {}
    for word, name in CMOCKA_LINE.findall(output):
        if word == "RUN":
            seen.setdefault(name, "FAILED")  # began and never ended: a crash
        elif word == "OK" and seen.get(name) == "FAILED":
            seen[name] = "PASSED"
        elif word == "SKIPPED" and name in seen:
            seen[name] = "SKIPPED"
    for word, name in CMOCKA_LINE.findall(output):
        if word == "FAILED" and name in seen:
            seen[name] = "FAILED"
    cases = [(name, outcome, "") for name, outcome in seen.items()]
    if entry["result"] not in ("OK", "SKIP") and "FAILED" not in seen.values():
        cases.append(("program", "FAILED", entry["result"]))  # sanitizer, time limit
    if not cases:
        cases.append(("program", "SKIPPED" if entry["result"] == "SKIP" else "PASSED", ""))
    if any(outcome == "FAILED" for _, outcome, _ in cases):
        told = [line for line in output.splitlines() if not re.match(r"\[( +OK|=+| RUN) ", line)]
        cases[-1] = cases[-1][:2] + ("\n".join([cases[-1][2]] + told[-11:]),)
    return cases


def run_unit(build, words):
    """All unit tests of one build folder: yields (name, outcome, detail)."""
    log = build / "meson-logs" / "testlog.json"
    log.unlink(missing_ok=True)
    subprocess.run(["meson", "test", "-C", str(build), "--no-rebuild", "--num-processes", "2"],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not log.exists():
        yield f"unit/{build.name}", "FAILED", "meson test left no log"
        return
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        entry = json.loads(line)
        program = entry["name"].split()[-1]
        for case, outcome, detail in cmocka_cases(entry):
            name = f"{build.name}/{program}/{case}"
            if not words or any(w in name for w in words):
                yield name, outcome, detail


def external_tests(words):
    """(module, function, case) of every check that the words keep."""
    for path in sorted(EXTERNAL.glob("test_*.py")):
        module = importlib.import_module(path.stem)
        for name, function in vars(module).items():
            if not name.startswith("test_") or not callable(function):
                continue
            for case in getattr(function, "cases", [None]):
                full = test_name(path.stem, name, case)
                if not words or any(w in full for w in words):
                    yield path.stem, name, case


def test_name(module, function, case):
    label = f"{module[5:]}/{function[5:]}"
    return label if case is None else f"{label}/{case if isinstance(case, str) else case[0]}"


def run_external(test):
    """One check, in a worker process: (name, outcome, detail)."""
    module, function, case = test
    from support import Skip
    name = test_name(module, function, case)
    call = getattr(importlib.import_module(module), function)
    try:
        call() if case is None else call(case)
        return name, "PASSED", ""
    except Skip as why:
        return name, "SKIPPED", str(why)
    except AssertionError as why:
        where = traceback.extract_tb(why.__traceback__)[-1]
        return name, "FAILED", f"{Path(where.filename).name}:{where.lineno}: {why or where.line}"
    except Exception:
        return name, "FAILED", "\n".join(traceback.format_exc().splitlines()[-6:])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="write golden files anew")
    parser.add_argument("--no-unit", action="store_true", help="only the checks of finished documents")
    parser.add_argument("words", nargs="*", metavar="WORD")
    options = parser.parse_args()
    if options.update:
        os.environ["HT_UPDATE_GOLDEN"] = "1"
    began = time.monotonic()
    counts = {"PASSED": 0, "FAILED": 0, "SKIPPED": 0}

    def note(result):
        name, outcome, detail = result
        counts[outcome] += 1
        lines = detail.splitlines()[:12]
        print(f"{outcome:8}{name}" + (": " + "\n        ".join(lines) if lines else ""), flush=True)

    if not options.no_unit:
        for build in ("build", "build-asan"):
            for result in run_unit(ROOT / build, options.words):
                note(result)
    with concurrent.futures.ProcessPoolExecutor(max_workers=2) as pool:
        for result in pool.map(run_external, list(external_tests(options.words))):
            note(result)
    print(f"took {time.monotonic() - began:.0f} s")
    print("{PASSED} passed, {FAILED} failed, {SKIPPED} skipped".format(**counts))
    return 1 if counts["FAILED"] or not counts["PASSED"] else 0


if __name__ == "__main__":
    sys.exit(main())
