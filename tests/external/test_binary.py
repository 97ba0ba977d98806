"""What the finished program and library are protected by."""
import platform
import subprocess
from pathlib import Path

from support import ROOT, cases, need, workdir

ROOM = "cli"
FILES = {"program": ROOT / "build/hongtou", "library": ROOT / "build/src/export/libhongtou.so.1.0.0"}


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


@cases([("x86_64", "0xc000003e"), ("aarch64", "0xc00000b7"), ("riscv64", "0xc00000f3")])
def test_calls_of_the_processor(case):
    """The filters of system calls are for the processor that the program is built for, not for that which builds it: a
    filter for another would end the program at its first call."""
    name, audit = case
    with workdir() as folder:
        made = Path(folder, "calls.h")
        subprocess.run([ROOT / "build/src/base/calls-make", made, name], check=True)
        text = made.read_text()
        assert audit in text and not [other for other in ("0xc000003e", "0xc00000b7", "0xc00000f3") if other in text and other != audit]
        assert subprocess.run([ROOT / "build/src/base/calls-make", made, "vax"], capture_output=True).returncode == 1
