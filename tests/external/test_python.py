"""The Python package: its wheel in an environment of its own, its tests and types."""
import os
import re
import subprocess
from pathlib import Path

from support import ROOT, Skip, workdir

ROOM = "export"
KEPT = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "hongtou/python")


def test_package():
    """Every call, in threads too; mypy finds nothing."""
    if not (KEPT / "bin/mypy").exists():
        raise Skip("run tools/python-test once: it fetches what it needs")
    done = subprocess.run([ROOT / "tools/python-test"], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0 and " passed" in done.stdout and "no issues found" in done.stdout, done.stdout + done.stderr


def test_every_function_of_the_library():
    """The package calls each function of the header."""
    functions = set(re.findall(r"^(?!typedef)[\w *]*?\b(hongtou_\w+)\(", (ROOT / "src/export/include/hongtou.h").read_text(), re.M))
    calls = (ROOT / "python/src/hongtou/_calls.py").read_text()
    # what there is of these comes with the outputs and diagnostics, or is an exception
    others = {"hongtou_result_data", "hongtou_result_pages", "hongtou_result_failed"}
    assert {name for name in functions if f"lib.{name}" not in calls} <= others


def test_example_of_the_readme():
    """What python/README.md makes is what the program makes of the same record."""
    if not (KEPT / "bin/python").exists():
        raise Skip("run tools/python-test once: it fetches what it needs")
    (code,) = re.findall(r"```python\n(.*?\.save\(.*?\)\n)", (ROOT / "python/README.md").read_text(), re.S)
    with workdir() as folder:
        done = subprocess.run([KEPT / "bin/python", "-c", code], cwd=folder, capture_output=True, text=True)
        if "No module named" in done.stderr:
            raise Skip("the package is not installed: tools/python-test")
        assert done.returncode == 0, done.stderr
        assert Path(folder, "notice.pdf").read_bytes().startswith(b"%PDF-")
