"""However the program is started, and wherever a library breaks down: it ends with 0, 1 or 2, and says why."""
import resource
import signal
from pathlib import Path

from hostile import shim
from shortages import build
from support import ROOT, cases, environment, hongtou, notice, workdir

ROOM = "cli"


def block_all():
    """As a program may be started by one that waits for signals itself."""
    signal.pthread_sigmask(signal.SIG_SETMASK, signal.valid_signals())
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_IGN)


@cases([("endless", "B204"), ("crash", "B502")])
def test_blocked_signals(case):
    """The limit of time holds, and a crash is told, whatever signals are blocked or ignored at the start."""
    kind, code = case
    with workdir() as folder:
        Path(folder, f"{kind}.yaml").write_text(notice("请按时参加。"))
        done = hongtou("export", f"{kind}.yaml", "-o", "out.pdf", "--timeout", "1", cwd=folder, env=shim(folder), preexec_fn=block_all)
        assert done.returncode == 1 and f"[{code}]" in done.err and done.err.count("\n") == 1, (done.returncode, done.err)


def test_blocked_signals_harm_nothing():
    """Documents, alone and together, and pictures by their own processes are made as ever."""
    with workdir() as folder:
        for args in (("-o", "a.pdf"), ("-o", "a.png"), ("-d", ".", "-j2", ROOT / "samples/02-notice-zh.yaml")):
            done = hongtou("export", "-q", ROOT / "samples/01-notice.yaml", *args, cwd=folder, preexec_fn=block_all)
            assert done.returncode == 0 and ": error: " not in done.err, done.err


def test_processor_time():
    """The machine's own limit (ulimit -t) is told, and is no fault of the record."""
    with workdir() as folder:
        Path(folder, "endless.yaml").write_text(notice("请按时参加。"))
        limit = lambda: resource.setrlimit(resource.RLIMIT_CPU, (1, 3))
        done = hongtou("export", "endless.yaml", "-o", "out.pdf", cwd=folder, env=shim(folder), preexec_fn=limit)
        assert done.returncode == 1 and "[B510]" in done.err, (done.returncode, done.err)


@cases(["export", "check", "import", "fonts", "styles"])
def test_start(command):
    """Each of the first allocations fails, before and after main() begins, and there are words for it."""
    arguments = {"export": ("-o", "out.pdf", ROOT / "samples/01-notice.yaml"), "check": (ROOT / "samples/01-notice.yaml",),
                 "import": (ROOT / "samples/01-notice.yaml",)}.get(command, ())
    failed = 0
    with workdir() as folder:
        env = build(Path(folder))
        for call in range(1, 460, 7):
            done = hongtou(command, *arguments, cwd=folder,
                           env=environment(**env, FAILING_CALL=str(call)))
            assert done.returncode in (0, 1, 2), done.returncode
            assert done.returncode == 0 or done.err or (command == "check" and done.stdout), call
            failed += done.returncode == 1
    assert failed > 1, failed


def test_nothing_is_forgotten():
    """fontconfig goes on when it gets no memory for a folder of fonts, and other failures hide that from errno."""
    with workdir() as folder:
        env = build(Path(folder))
        right = hongtou("export", "-q", "-t", "trace", "-o", "-", ROOT / "samples/14-sealed.yaml").stdout
        for call in range(1400, 1900, 9):
            done = hongtou("export", "-q", "--confine=off", "-t", "trace", "-o", "-", ROOT / "samples/14-sealed.yaml",
                           env=environment(**env, FAILING_CALL=str(call)))
            assert done.returncode == 1 and not done.stdout or done.stdout == right, call
