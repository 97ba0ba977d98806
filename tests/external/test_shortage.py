"""Want of memory and of descriptors: the document is right, or it is not made. Never a third."""
import resource
import shutil
import subprocess
from pathlib import Path

from shortages import Series, build, check, made
from support import PROGRAM, ROOT, cases, environment, workdir

ROOM = "export"


@cases(["alone", "batch", "forked", "natural"])
def test_failing_malloc(case):
    """One of the calls of malloc(), of whatever library, fails; tests/external/shortages.py has the long series."""
    with workdir() as folder:
        series = Series(Path(folder), 7)
        for n in range({"alone": 200, "batch": 20, "forked": 24, "natural": 24}[case]):
            series.batch() if case == "batch" else getattr(series, case)(n + 1)
        assert not series.wrong, series.wrong[0]
        refused = sum(n for (_, ends), n in series.outcomes.items() if ends != "right")
        assert refused > 3, f"the calls do not fail: {series.outcomes}"


def test_little_memory():
    """With ever less memory the document is the same until there is none; no other typeface takes a name's place."""
    with workdir() as name:
        folder = Path(name)
        code, right, said = made(folder, "07-rare-names.yaml", "pdf")
        assert code == 0, said
        refused = 0
        for kib in range(100_000, 220_000, 3_000):
            limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (kib << 10, kib << 10))
            outcome = made(folder, "07-rare-names.yaml", "pdf", limit=limit)
            check(outcome, right, f"{kib} KiB")
            refused += outcome[0] != 0
        assert 3 < refused < 40, refused


def test_scan_of_fonts():
    """A call fails while fonts are scanned for the first time: neither this run nor a later one, which reads the cache, has
    other typefaces."""
    with workdir() as name:
        folder = Path(name)
        cache, failing = folder / "cache", build(folder)
        code, right, said = made(folder, "07-rare-names.yaml", "trace")
        assert code == 0, said
        refused = 0
        for call in range(3000, 9000, 250):
            cache.mkdir()
            env = {"XDG_CACHE_HOME": str(cache)}
            outcome = made(folder, "07-rare-names.yaml", "trace", env=env | failing | {"FAILING_CALL": str(call)})
            check(outcome, right, f"call {call}")
            check(made(folder, "07-rare-names.yaml", "trace", env=env), right, f"after call {call}")
            refused += outcome[0] != 0
            shutil.rmtree(cache)
        assert refused, "the calls do not fail"


def test_few_descriptors():
    """A batch that may open too few files says that, not that memory is short; with two more it is made."""
    with workdir() as folder:
        for most, code in ((7, 1), (16, 0)):
            limit = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
            done = subprocess.run([PROGRAM, "export", "-d", f"{folder}/{most}", *sorted((ROOT / "samples").glob("0[12]-*.yaml"))],
                                  capture_output=True, env=environment(), preexec_fn=limit)
            said = done.stderr.decode()
            assert done.returncode == code and ("Too many open files" in said and "[B506]" in said) == bool(code), said
            assert "memory" not in said, said
