"""tests/run.py: which tests a name keeps."""
import subprocess
import sys

from support import ROOT, cases

sys.path.insert(0, str(ROOT / "tests"))
from run import Selection

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
