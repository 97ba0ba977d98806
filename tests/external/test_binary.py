"""What the finished program and library are protected by."""
import platform
import subprocess

from support import ROOT, cases, need

ROOM = "cli"
FILES = {"program": ROOT / "build/hongtou", "library": ROOT / "build/src/export/libhongtou.so.0.1.0"}


def tool(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@cases(FILES.items())
def test_protected(case):
    """Tables of addresses are read-only once loaded, no stack is executable, returns and copies are checked."""
    need("readelf", "objdump")
    name, path = case
    segments, dynamic = tool("readelf", "-Wl", str(path)), tool("readelf", "-Wd", str(path))
    assert "GNU_RELRO" in segments and "NOW" in dynamic, dynamic
    stack = next(line for line in segments.splitlines() if "GNU_STACK" in line)
    assert " RW " in stack and "RWE" not in stack, stack
    symbols = tool("readelf", "-Ws", "--dyn-syms", str(path))
    assert "__stack_chk_fail" in symbols
    assert symbols.count("_chk@") > 5, "copies of known size are not checked"
    if platform.machine() == "x86_64":
        assert tool("objdump", "-d", str(path)).count("endbr64") > 500, "targets of calls are not marked"
    if name == "program":
        assert "PIE" in dynamic
