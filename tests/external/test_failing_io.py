"""Calls to the system that fail, each once: what is there is right, or the program says that it failed. No file is
partial, and none is left that nobody asked for."""
import errno
import fcntl
import shutil
import signal
import struct
import subprocess
from pathlib import Path

from support import PROGRAM, ROOT, cases, environment, need, workdir

ROOM = "batch"
SAMPLES = ROOT / "samples"
# The error of each, and how many of its calls fail in a test
FAILURES = {"create": (errno.EACCES, 6), "open": (errno.EMFILE, 10), "write": (errno.ENOSPC, 8), "pwrite": (errno.EIO, 6),
            "fsync": (errno.EIO, 4), "fdatasync": (errno.EIO, 4), "syncfs": (errno.EIO, 3), "rename": (errno.EIO, 5),
            "linkat": (errno.EPERM, 3), "close": (errno.EIO, 8), "mkdir": (errno.EACCES, 2), "mmap": (errno.ENOMEM, 10),
            "fchmod": (errno.EPERM, 3), "ftruncate": (errno.EIO, 3), "fork": (errno.EAGAIN, 4),
            "socketpair": (errno.EMFILE, 3)}
COUNT = "calls.count"


class Command:
    """A command in a folder of its own. given: its files before; made: those after, if it succeeds."""

    def __init__(self, args, given):
        self.args, self.given, self.made = args, given, {}

    def run(self, shim=None, function="none", call=0, error=0, args=None):
        """(exit code, all files after, what was said, number of calls)"""
        with workdir() as name:
            folder = Path(name)
            work = folder / "work"
            work.mkdir()
            for file, data in self.given.items():
                (work / file).parent.mkdir(parents=True, exist_ok=True)
                (work / file).write_bytes(data)
            (folder / COUNT).write_bytes(bytes(8))
            more = {"LD_PRELOAD": str(shim), "FAILING_FUNCTION": function, "FAILING_CALL": str(call),
                    "FAILING_ERRNO": str(error), "FAILING_COUNT": str(folder / COUNT)} if shim else {}
            done = subprocess.run([PROGRAM, *self.args], cwd=work, env=environment(**more), capture_output=True, timeout=120)
            files = self.files(work)
            calls = struct.unpack("l", (folder / COUNT).read_bytes())[0]
            again = None
            if "-d" in self.args and done.returncode:
                again = subprocess.run([PROGRAM, *self.args, "--resume"], cwd=work, env=environment(), capture_output=True,
                                       timeout=120)
                if again.returncode:  # nothing was begun
                    shutil.rmtree(work / "out" / ".hongtou", ignore_errors=True)
                    again = subprocess.run([PROGRAM, *self.args], cwd=work, env=environment(), capture_output=True, timeout=120)
                again = again.returncode, self.files(work), again.stderr.decode(errors="replace")
            return done.returncode, files, done.stderr.decode(errors="replace"), calls, again

    @staticmethod
    def files(work):
        return {str(path.relative_to(work)): path.read_bytes() for path in sorted(work.rglob("*")) if path.is_file()
                and "/.hongtou/lock" not in str(path) and not str(path).endswith("journal.jsonl")}


def sample(name):
    return (SAMPLES / name).read_bytes()


TEXT = "关于事项的通知\n乙局：\n现将有关事项通知如下,请落实。\n甲局\n2026年1月5日\n".encode()
FAULTY = '{"标题": "关于事项的通知", "发文机关": "甲局", "成文日期": "2026-01-05", "正文": "会议要落实,要检查。"}\n'.encode()
COMMANDS = {
    "pdf": lambda: Command(["export", "-q", "-o", "o.pdf", "r.yaml"], {"r.yaml": sample("01-notice.yaml"), "o.pdf": b"old"}),
    "odt": lambda: Command(["export", "-q", "-o", "o.odt", "r.yaml"], {"r.yaml": sample("01-notice.yaml")}),
    "ofd": lambda: Command(["export", "-q", "-o", "o.ofd", "r.yaml"], {"r.yaml": sample("01-notice.yaml")}),
    "import": lambda: Command(["import", "-q", "-o", "r.yaml", "t.txt"], {"t.txt": TEXT, "r.yaml": b"old: 1\n"}),
    "fix": lambda: Command(["check", "-q", "--fix", "r.json"], {"r.json": FAULTY}),
    "batch": lambda: Command(["export", "-q", "-d", "out", "-j", "2", *(f"{k}.yaml" for k in range(6))],
                             {f"{k}.yaml": sample("01-notice.yaml") for k in range(6)}),
}


def chosen(calls, most):
    """Numbers of calls, spread over all."""
    return sorted({1 + k * calls // most for k in range(min(calls, most))})


def judge(command, outcome, when):
    code, files, said, _, again = outcome
    assert code in (0, 1, 2), f"{when}: exit {code}: {said[-300:]}"
    for name, data in files.items():
        right = [command.made.get(name), command.given.get(name)]
        if code == 0:
            right = [command.made.get(name)]
        assert data in right, f"{when}: exit {code}, {name} is neither as it was nor as it should be ({len(data)} bytes)"
    if code == 0:
        assert set(files) == set(command.made), f"{when}: exit 0, but {set(files) ^ set(command.made)}"
    else:
        assert said.strip(), f"{when}: exit {code}, and nothing is said"
        assert set(command.given) <= set(files), f"{when}: lost {set(command.given) - set(files)}"
    if again:
        assert again[0] == 0 and again[1] == command.made, f"{when}, then resumed: exit {again[0]}, {again[2][-300:]}"


@cases(sorted(COMMANDS))
def test_failing_calls(name):
    need("cc")
    with workdir() as folder:
        shim = Path(folder, "failing.so")
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", shim, ROOT / "tests/failing_io.c"], check=True)
        command = COMMANDS[name]()
        code, command.made, said, _, _ = command.run()
        assert code in (0, 1), said
        fixes_leave_findings = code
        refused, tried = 0, 0
        for function, (error, most) in FAILURES.items():
            calls = command.run(shim, function, 0, error)[3]
            for call in chosen(calls, most):
                when = f"{function} {call} of {calls}"
                outcome = command.run(shim, function, call, error)
                if fixes_leave_findings and outcome[1] == command.made:
                    continue
                judge(command, outcome, when)
                tried += 1
                refused += outcome[0] != 0
        assert tried > 5 and refused > 3, f"{refused} of {tried}: the calls do not fail"


def test_killed_with_two_names():
    """A program that ends between giving a new file a name and putting it in the old one's place leaves it: whoever writes
    that document next removes it. What a living program has under such a name stays."""
    need("cc")
    with workdir() as root:
        shim, document = Path(root, "failing.so"), Path(root, "o.pdf")
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", shim, ROOT / "tests/failing_io.c"], check=True)
        export = [PROGRAM, "export", "-q", "-o", document, SAMPLES / "01-notice.yaml"]
        subprocess.run(export, env=environment(), check=True)  # what is kept of the fonts is written only once
        count = Path(root, COUNT)
        count.write_bytes(bytes(8))
        for _ in range(2):
            document.write_bytes(b"old")
            env = environment(LD_PRELOAD=str(shim), FAILING_FUNCTION="rename", FAILING_CALL="1", FAILING_ERRNO="0",
                              FAILING_COUNT=str(count))
            count.write_bytes(bytes(8))
            assert subprocess.run(export, env=env, capture_output=True).returncode == -signal.SIGKILL
            left = list(Path(root).glob(".hongtou-*.tmp"))
            assert len(left) == 1 and document.read_bytes() == b"old", left
        with left[0].open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            assert subprocess.run(export, env=environment()).returncode == 0
            assert list(Path(root).glob(".hongtou-*.tmp")) == left and document.read_bytes() == left[0].read_bytes()
        assert subprocess.run(export, env=environment()).returncode == 0
        assert not list(Path(root).glob(".hongtou-*.tmp"))
