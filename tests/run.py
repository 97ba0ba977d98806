#!/usr/bin/python3
"""Run the tests and count them; the last line is `N passed, N failed, N skipped`.

run.py [--update] [--no-unit] [--list] [--slowest N] [-k TEXT]… [NAME …]

Unit tests: every cmocka case of every program that meson knows in build/ and
build-asan/. Checks of finished documents: every function test_* of
tests/external/test_*.py, once for each of its @cases. Tests have names:

  build/ROOM/PROGRAM/CASE           build/record/node/depth_has_a_limit
  external/ROOM/FILE/FUNCTION/CASE  external/layout/tables/merged_cells

NAME keeps the tests of a room (record), of a program or file (geometry), or
of a build (build-asan). Further parts narrow it: each is sought after the one
before (record/node, tables/merged*, build-asan/record). A part may be a
pattern with * ? [ ]. Where a room and a file share a name, the room is meant
(import, odt). -k keeps the tests whose whole name contains TEXT. Of several
NAMEs and TEXTs any one will do.
"""
import argparse
import concurrent.futures
import fnmatch
import importlib
import json
import os
import re
import resource
import subprocess
import sys
import time
import traceback
from concurrent.futures.process import BrokenProcessPool
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
            seen.setdefault(name, "FAILED")  # started and did not end: a crash
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


BUILDS = ["build", "build-asan", "external"]
WORKERS = 2


def matches(name, pattern, rooms):
    """Is this the name of a test that the pattern keeps? rooms: the names that mean a room and nothing else."""
    build, *rest = name.split("/")
    asked = pattern.strip("/").split("/")
    if asked[0] in BUILDS:
        if asked.pop(0) != build:
            return False
    elif asked[0] not in rooms and not any(fnmatch.fnmatchcase(part, asked[0]) for part in rest[:2]):
        return False
    if asked and asked[0] in rooms:
        if asked.pop(0) != rest.pop(0):
            return False
    parts = iter(rest)  # each pattern must match a part after the one that the pattern before it matched
    return all(any(fnmatch.fnmatchcase(part, one) for part in parts) for one in asked)


def unit_programs(build):
    """The test programs of a build folder, as meson knows them: {program: "build/ROOM/PROGRAM"}."""
    listing = build / "meson-info" / "intro-tests.json"
    if not listing.exists():
        return {}
    found = {}
    for test in json.loads(listing.read_text()):
        room = test["suite"][0].split(":")[-1]
        short = test["name"].removeprefix("test_").removeprefix(room + "_")
        found[test["name"]] = f"{build.name}/{room}/{short}"
    return found


def run_unit(build, keep):
    """The unit tests of one build folder that are kept: yields (name, outcome, detail)."""
    programs = {program: name for program, name in unit_programs(build).items() if keep.program(name)}
    if not programs:
        return
    log = build / "meson-logs" / "testlog.json"
    log.unlink(missing_ok=True)
    subprocess.run(["meson", "test", "-C", str(build), "--no-rebuild", "--num-processes", "2", *programs],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not log.exists():
        yield f"{build.name}/meson", "FAILED", "meson test left no log"
        return
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        entry = json.loads(line)
        program = programs[entry["name"].split()[-1]]
        for case, outcome, detail in cmocka_cases(entry):
            if keep.test(f"{program}/{case}"):
                yield f"{program}/{case}", outcome, detail


class Selection:
    """The tests that the command line asks for."""

    def __init__(self, names=(), texts=(), rooms=None):
        self.names, self.texts = list(names), list(texts)
        self.all = not names and not texts
        self.rooms = rooms or re.search(r"foreach room : \[(.+?)\]", (ROOT / "meson.build").read_text()).group(1) \
            .replace("'", "").split(", ")

    def test(self, name):
        return self.all or any(text in name for text in self.texts) or any(matches(name, p, self.rooms) for p in self.names)

    def program(self, name):
        """May a case of this program be kept? The last part of a name, and a text, may be those of a case."""
        split = [pattern.strip("/").rpartition("/") for pattern in self.names]
        heads = [head for head, _, last in split if head and not (head in BUILDS and last in self.rooms)]
        return self.all or bool(self.texts) or any(matches(name, pattern, self.rooms) for pattern in self.names + heads)


def external_tests(keep):
    """(module, function, case) of every check that is kept."""
    for path in sorted(EXTERNAL.glob("test_*.py")):
        module = importlib.import_module(path.stem)
        for name, function in vars(module).items():
            if not name.startswith("test_") or not callable(function):
                continue
            for case in getattr(function, "cases", [None]):
                if keep.test(test_name(module, name, case)):
                    yield path.stem, name, case


def test_name(module, function, case):
    """A check's name. Its room is the ROOM that its file names, else the file itself."""
    file = module.__name__[5:]
    label = f"external/{getattr(module, 'ROOM', file)}/{file}/{function[5:]}"
    return label if case is None else f"{label}/{case if isinstance(case, str) else case[0]}"


def processor_seconds():
    """What this process and the children that it waited for have used so far."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def run_external(test):
    """One check, in a worker process: (name, outcome, detail, seconds of processor time)."""
    before = processor_seconds()
    return *judge_external(test), processor_seconds() - before


def judge_external(test):
    """What one check says: (name, outcome, detail)."""
    module, function, case = test
    from support import Skip
    loaded = importlib.import_module(module)
    name = test_name(loaded, function, case)
    call = getattr(loaded, function)
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


def run_alone(test):
    """One check, in a worker process of its own, which may die of it: a library that reads documents may crash."""
    with concurrent.futures.ProcessPoolExecutor(max_workers=1) as pool:
        try:
            return pool.submit(run_external, test).result()
        except BrokenProcessPool:
            module, function, case = test
            return test_name(importlib.import_module(module), function, case), "FAILED", "the process that ran it died", 0


def run_all(tests):
    """The results of the checks. When a worker process dies, those that ran, or were about to, are run again, each alone."""
    left = list(tests)
    while left:
        with concurrent.futures.ProcessPoolExecutor(max_workers=WORKERS) as pool:
            runs = [(test, pool.submit(run_external, test)) for test in left]
            left = []
            for test, run in runs:
                try:
                    yield run.result()
                except BrokenProcessPool:
                    left.append(test)
        for test in left[:2 * WORKERS]:
            yield run_alone(test)
        left = left[2 * WORKERS:]


def main():
    parser = argparse.ArgumentParser(description=__doc__, usage=argparse.SUPPRESS,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="write the golden files again instead of comparing them: "
                        "read the difference before you commit it")
    parser.add_argument("--no-unit", action="store_true", help="only the checks of finished documents")
    parser.add_argument("--list", action="store_true", help="print what would run: unit programs and checks")
    parser.add_argument("-k", action="append", default=[], metavar="TEXT", help="tests whose whole name contains TEXT")
    parser.add_argument("--slowest", type=int, default=0, metavar="N", help="at the end, the N checks that used the most "
                        "processor time, in seconds")
    parser.add_argument("names", nargs="*", metavar="NAME", help="a room, program, file or build, and parts within it")
    options = parser.parse_args()
    keep = Selection(options.names, options.k)
    builds = [] if options.no_unit else [ROOT / "build", ROOT / "build-asan"]
    external = list(external_tests(keep))
    if options.list:
        listed = [name for build in builds for name in sorted(unit_programs(build).values()) if keep.program(name)]
        listed += [test_name(importlib.import_module(module), function, case) for module, function, case in external]
        for name in listed:
            print(name)
        return 0
    if options.update:
        os.environ["HT_UPDATE_GOLDEN"] = "1"
    began = time.monotonic()
    counts = {"PASSED": 0, "FAILED": 0, "SKIPPED": 0}

    def note(result):
        name, outcome, detail = result
        counts[outcome] += 1
        lines = detail.splitlines()[:12]
        print(f"{outcome:8}{name}" + (": " + "\n        ".join(lines) if lines else ""), flush=True)

    for build in builds:
        for result in run_unit(build, keep):
            note(result)
    spent = []
    for *result, seconds in run_all(external):
        note(result)
        spent.append((seconds, result[0]))
    if not any(counts.values()):
        print("no test has such a name; --list shows the names", file=sys.stderr)
    for seconds, name in sorted(spent, reverse=True)[:options.slowest]:
        print(f"{seconds:8.1f}  {name}")
    print(f"took {time.monotonic() - began:.0f} s")
    print("{PASSED} passed, {FAILED} failed, {SKIPPED} skipped".format(**counts))
    return 1 if counts["FAILED"] or not counts["PASSED"] else 0


if __name__ == "__main__":
    sys.exit(main())
