"""tests/run.py: which tests a name keeps, and that one which takes its process with it takes no other."""
import subprocess
import sys
from pathlib import Path

from support import ROOT, cases, workdir

sys.path.insert(0, str(ROOT / "tests"))
from run import Selection, run_all

ROOMS = {"record", "import", "odt", "layout"}
NAMES = ["build/record/node/depth_has_a_limit", "build/record/body/lists", "build-asan/record/node/depth_has_a_limit",
         "build/import/cases/record", "external/record/input/broken/cut short",
         "external/odt/odt/record_block", "external/odt/odt/import", "external/layout/tables/merged_cells/3",
         "external/layout/golden/export/tables.yaml"]


def kept(*names, texts=()):
    keep = Selection(names, texts, ROOMS)
    return [number for number, name in enumerate(NAMES) if keep.test(name)]


@cases([
    ("all", [], [0, 1, 2, 3, 4, 5, 6, 7, 8]),
    ("a room, whatever else has its name in it", ["record"], [0, 1, 2, 4]),
    ("a room before a file of that name", ["odt"], [5, 6]),
    ("a room, not a test of that name", ["import"], [3]),
    ("a part of a room", ["record/node"], [0, 2]),
    ("a case of a room", ["record/lists"], [1]),
    ("a case by its file", ["tables/merged_cells"], [7]),
    ("a file", ["golden"], [8]),
    ("a build", ["build-asan"], [2]),
    ("a room in a build", ["build/record"], [0, 1]),
    ("a pattern", ["rec*/n?de"], [0, 2]),
    ("a pattern for the last part", ["tables/merged*"], [7]),
    ("no part of a word", ["recor", "merged", "tabl"], []),
    ("parts in their order", ["node/record"], []),
    ("a case alone is no name", ["lists"], []),
    ("either of two", ["golden", "record/body"], [1, 8]),
    ("the whole name", ["external/record/input/broken/cut short"], [4]),
])
def test_names(case):
    _, names, want = case
    assert kept(*names) == want, kept(*names)


def test_texts():
    assert kept(texts=["record"]) == [0, 1, 2, 3, 4, 5]
    assert kept("golden", texts=["_block"]) == [5, 8]


def test_programs():
    """A unit program runs when one of its cases may be asked for."""
    keep = Selection(["record/node/depth*", "import/record"])
    assert keep.program("build/record/node") and keep.program("build/import/cases")
    assert not keep.program("build/layout/layout")
    assert not Selection(["build/record"]).program("build/import/cases")
    assert not Selection(["lists"]).program("build/record/body")
    assert Selection(texts=["depth"]).program("build/layout/layout")


def test_room_alone():
    """`run.py record` runs tests of the room record, all of its unit programs among them, and no others."""
    done = subprocess.run(["/usr/bin/python3", ROOT / "tests" / "run.py", "--list", "record"], capture_output=True, check=True)
    names = done.stdout.decode().split("\n")[:-1]
    assert len(names) > 20 and all(name.split("/")[1] == "record" for name in names), names
    programs = {name for name in names if name.startswith("build/")}
    assert len(programs) == len(list((ROOT / "tests" / "unit").glob("test_record_*.c"))), programs


def test_dying():
    """A test whose process dies has failed; all others have their results, once."""
    with workdir() as folder:
        Path(folder, "test_planted_death.py").write_text(
            "import os\n\n\ndef test_it(case):\n    if case in ('7', '30'):\n        os.kill(os.getpid(), 9)\n    assert case != '12'\n")
        sys.path.insert(0, str(folder))
        try:
            results = list(run_all([("test_planted_death", "test_it", str(n)) for n in range(40)]))
        finally:
            sys.path.remove(str(folder))
            sys.modules.pop("test_planted_death", None)
    outcomes = {int(name.rpartition("/")[2]): (outcome, detail) for name, outcome, detail, _ in results}
    assert len(results) == len(outcomes) == 40
    failed = {n: detail for n, (outcome, detail) in outcomes.items() if outcome == "FAILED"}
    assert sorted(failed) == [7, 12, 30], failed
    assert failed[7] == failed[30] == "the process that ran it died" and "test_planted_death.py:7" in failed[12], failed
