"""Want of memory: the document is right, or it is not made. Never a third."""
import resource
import subprocess

from support import PROGRAM, ROOT, need, cases, environment, workdir

ROOM = "export"
SAMPLES = {"pdf": "14-sealed.yaml", "odt": "01-notice.yaml", "ofd": "07-rare-names.yaml"}


def made(folder, sample, to, env=None, limit=None):
    """(exit code, the document or None, what was said) of a run that may lack memory."""
    target = folder / f"o.{to}"
    target.unlink(missing_ok=True)
    done = subprocess.run([PROGRAM, "export", "-q", "-o", target, ROOT / "samples" / sample], capture_output=True,
                          env=environment(**(env or {})), preexec_fn=limit, timeout=60)
    return done.returncode, target.read_bytes() if target.exists() else None, done.stderr.decode(errors="replace")


def check(outcome, right, when):
    code, document, said = outcome
    assert (code == 0 and document == right) or (code != 0 and document is None), f"{when}: exit {code}, {said[:200]}"


@cases(SAMPLES.items())
def test_failing_malloc(case):
    """One of the calls of malloc(), of whatever library, fails once the fonts are found."""
    to, sample = case
    with workdir() as name:
        folder = ROOT / name
        shim, count = folder / "failing.so", folder / "count"
        need("cc")
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", shim, ROOT / "tests/failing_malloc.c"], check=True)
        preloaded = {"LD_PRELOAD": str(shim)}
        code, right, said = made(folder, sample, to, preloaded | {"FAILING_COUNT": str(count)})
        assert code == 0, said
        calls = int(count.read_text())
        assert calls > 5000, "the calls are not counted"
        refused = 0
        for k in range(60):
            call = calls * (30 + 70 * k // 60) // 100 + k
            outcome = made(folder, sample, to, preloaded | {"FAILING_CALL": str(call)})
            check(outcome, right, f"call {call} of {calls}")
            refused += outcome[0] != 0
        assert refused > 10, "the calls do not fail"


def test_little_memory():
    """With ever less memory the document is the same until there is none; no other typeface takes a name's place."""
    with workdir() as name:
        folder = ROOT / name
        code, right, said = made(folder, "07-rare-names.yaml", "pdf")
        assert code == 0, said
        refused = 0
        for kib in range(100_000, 220_000, 3_000):
            limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (kib << 10, kib << 10))
            outcome = made(folder, "07-rare-names.yaml", "pdf", limit=limit)
            check(outcome, right, f"{kib} KiB")
            refused += outcome[0] != 0
        assert 3 < refused < 40, refused
