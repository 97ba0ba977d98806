"""The library's binary interface: programs that were built against the last release go on working."""
import re
import subprocess

from support import ROOT, load_tool, need, workdir

ROOM = "export"
HEADER = ROOT / "src/export/include/hongtou.h"


def load():
    need("abidw", "abidiff", "cc")
    return load_tool("abi")


def test_interface():
    """It is the one that is written down; an addition is written down by tools/abi --update."""
    abi = load()
    with workdir() as folder:
        code, said = abi.compare(abi.KEPT, abi.describe(folder))
        assert code == 0, said


def test_breaks_are_seen():
    """A member before others, another type, a function that is gone: each is a break."""
    abi = load()
    header = HEADER.read_text()
    breaks = [
        ("const char *code; ", "int added; const char *code; "),
        ("\tint line, column;\n\tconst char *old_text", "\tlong line, column;\n\tconst char *old_text"),
        ("size_t hongtou_result_pages(const hongtou_result *result);",
         "size_t hongtou_result_pages(const hongtou_result *result) __attribute__((visibility(\"hidden\")));"),
    ]
    for before, after in breaks:
        assert before in header, before
        with workdir() as folder:
            code, said = abi.compare(abi.KEPT, abi.describe(folder, header.replace(before, after, 1)))
            assert code & 8 or "changed" in said and code & 4, (after, code, said)


def test_symbols():
    """What is exported is what the header declares, with the version's name; nothing else."""
    library = ROOT / "build/src/export/libhongtou.so"
    lines = subprocess.run(["nm", "-D", "--defined-only", library], capture_output=True, text=True, check=True).stdout.split("\n")
    names = {line.split()[-1] for line in lines if line.split()[1:2] in (["T"], ["D"], ["R"], ["B"])}
    declared = set(re.findall(r"^(?!typedef)[a-z_ ]+[ *](hongtou_\w+)\(", HEADER.read_text(), re.M))
    assert names == {f"{name}@@HONGTOU_1" for name in declared}, names ^ {f"{name}@@HONGTOU_1" for name in declared}
    assert len(declared) > 20
