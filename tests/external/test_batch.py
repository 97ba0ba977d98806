"""Batches: the same bytes for any number of workers, nothing lost whatever happens, reports and progress."""
import csv
import fcntl
import hashlib
import io
import json
import os
import pty
import random
import re
import resource
import shutil
import signal
import struct
import subprocess
import termios
import time
from pathlib import Path

from PIL import Image, ImageDraw

from hostile import shim
from support import PROGRAM, ROOT, Skip, cases, environment, hongtou, notice, workdir

WORDS = "各街道办事处 区发展改革局 要逐项落实 须按时完成 老旧小区改造任务 政务服务事项清单 年度预算绩效目标 应急物资储备计划 确保各项目标如期实现".split()


def record(number, /, **fields):
    rng = random.Random(number)
    lines = ["一、总体要求"] + ["".join(rng.choices(WORDS, k=12)) + "。" for _ in range(5)]
    fields = {"title": f"清溪区人民政府关于第{number}项工作的通知", "number": f"清政发〔2026〕{number}号"} | fields
    return notice("\n".join(lines), **fields)


def write_records(folder, count, first=1):
    folder.mkdir(exist_ok=True)
    for number in range(first, first + count):
        Path(folder, f"{number:04}.yaml").write_text(record(number), encoding="utf-8")


def files_of(folder):
    """The outputs by name, with their hashes."""
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in Path(folder).rglob("*")
            if p.is_file() and ".hongtou" not in p.parts}


def inside(folder):
    return sorted(p.name for p in Path(folder, ".hongtou").iterdir())


def journal(folder):
    return [json.loads(line) for line in Path(folder, ".hongtou", "journal.jsonl").read_text().splitlines()]


def good(*args, **run):
    done = hongtou("export", *args, **run)
    assert done.returncode == 0, f"exit {done.returncode}: {done.err[-3000:]}"
    return done


class Records:
    """A folder with records, and the outputs they must give."""

    def __init__(self, count):
        self.held = workdir()
        self.root = Path(self.held.name)
        self.records, self.count = self.root / "records", count
        write_records(self.records, count)
        good(self.records, "-d", self.root / "want", "-q", "-j2")
        self.want = files_of(self.root / "want")
        assert len(self.want) == count

    def check(self, folder):
        """All outputs are there, whole, and the journal tells of each once."""
        assert files_of(folder) == self.want
        assert inside(folder) == ["journal.jsonl", "lock"], inside(folder)
        lines = journal(folder)
        named = [line["input"] for line in lines if "record" in line]
        assert lines[-1] == {"end": True} and "batch" in lines[0], (lines[0], lines[-1])
        assert len(named) == self.count and named == sorted(set(named))

    def start(self, *args, **popen):
        return subprocess.Popen([PROGRAM, "export", *map(str, args)], env=environment(), stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE, start_new_session=True, **popen)


def wait_for(condition, what, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.01)


# --- the number of workers ---

def test_workers_give_the_same():
    """Bytes, messages, report: the same with 1, 2 and 3 workers."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "records", 12)
        Path(root, "records", "0003.yaml").write_text("titel: x\n")
        Path(root, "records", "0007.yaml").write_text(record(7, number=None))
        seen = []
        for workers in (1, 2, 3):
            out = root / f"out{workers}"
            done = hongtou("export", "records", "-d", out.name, "-t", "pdf,odt,png", "-r", "40", "-v", "--report",
                           f"-j{workers}", "--name", "{number} {title}", cwd=root)
            assert done.returncode == 1
            report = json.loads((out / "report.json").read_text())
            for entry in report["records"]:
                entry.pop("milliseconds")
            names = {name: data for name, data in files_of(out).items() if not name.startswith("report.")}
            seen.append((names, done.err.replace(out.name, "out"), report["records"]))
        assert seen[0] == seen[1] == seen[2]
        assert len(seen[0][0]) >= 1 + 11 * 3 and "B302" in seen[0][1]


def test_single_as_in_a_batch():
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "records", 3)
        good("records", "-d", "batch", cwd=root)
        good("records/0002.yaml", "-d", "alone", cwd=root)
        assert (root / "alone" / "0002.pdf").read_bytes() == (root / "batch" / "0002.pdf").read_bytes()
        assert [p.name for p in (root / "alone").iterdir()] == ["0002.pdf"]  # no journal for one


# --- nothing lost ---

def kill_all(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
    process.stderr.close()
    if process.stdin:
        process.stdin.close()


def test_killed_and_resumed():
    """kill -9 of all processes, at random moments and with a part of the records committed, in the first run and in
    resumed ones; then --resume."""
    batch, rng = Records(60), random.Random(9)
    for moment in range(12):
        out = batch.root / "out"
        shutil.rmtree(out, ignore_errors=True)
        if moment % 3 == 0:
            kill_all(fed_batch(batch, out, rng.randint(1, 59)))
        for options in ([], ["--resume"])[moment % 3 == 0:moment % 2 + 1]:
            process = batch.start(batch.records, "-d", out, "-q", "-j2", *options)
            time.sleep(rng.uniform(0.02, 0.5))
            kill_all(process)
            there = files_of(out) if out.exists() else {}
            assert there.items() <= batch.want.items(), "a file that is not whole"
            if not begun(out):
                break
        if begun(out):
            wait_for(lambda: lock_is_free(out), "the end of killed workers")
        good(*(["--resume"] if begun(out) else []), batch.records, "-d", out, "-q", "-j2")
        batch.check(out)


def begun(out):
    path = Path(out, ".hongtou", "journal.jsonl")
    return path.exists() and b"\n" in path.read_bytes()


def lock_is_free(folder):
    with open(Path(folder, ".hongtou", "lock"), "r") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def fed_batch(batch, out, count, **popen):
    """A batch that reads its list from a pipe, so that it waits where the test wants it to: after count records."""
    process = batch.start("@-", "-d", out, "-j2", stdin=subprocess.PIPE, **popen)
    for path in sorted(batch.records.iterdir())[:count]:
        process.stdin.write(os.fsencode(path) + b"\n")
    process.stdin.flush()
    wait_for(lambda: out.exists() and sum(p.suffix == ".pdf" for p in out.iterdir()) == count, "the first records")
    return process


def test_interrupted_and_resumed():
    """Ctrl-C: current records are finished, the command to continue is printed, and --resume makes nothing twice."""
    batch = Records(30)
    out = batch.root / "out"
    process = fed_batch(batch, out, 11)
    made = {p.name: p.stat().st_mtime_ns for p in out.glob("*.pdf")}
    process.send_signal(signal.SIGINT)
    said = process.stderr.read().decode()
    assert process.wait() == 1
    assert "--resume" in said and "11 done, 0 failed" in said and "interrupted" in said, said
    process.stdin.close()
    refused = hongtou("export", "--resume", "-d", out)
    assert refused.returncode == 1 and "standard input" in refused.err
    done = good("--resume", batch.records, "-d", out)
    assert "11 done before" in done.err and "19 done, 0 failed" in done.err, done.err
    assert made == {name: (out / name).stat().st_mtime_ns for name in made}
    batch.check(out)


def test_resume_with_other_options():
    batch = Records(4)
    out = batch.root / "want"
    before = journal(out)
    for options, word in ((["-t", "odt"], "--to"), (["--name", "{title}"], "--name"), (["-s", "letter"], "--style")):
        done = hongtou("export", "--resume", "-d", out, *options)
        assert done.returncode == 1 and f"different {word} " in done.err, done.err
    assert journal(out) == before and files_of(out) == batch.want
    done = hongtou("export", "--resume", "-d", batch.root / "nothing")
    assert done.returncode == 1 and "no batch to continue here" in done.err


def test_torn_journal():
    """What a power cut can leave at the journal's end is cut off; its records are made again."""
    batch = Records(6)
    out = batch.root / "want"
    lines = (out / ".hongtou" / "journal.jsonl").read_bytes().splitlines(keepends=True)
    for tail in (lines[4][:40], b"\0" * 500, lines[4][:-1]):
        (out / ".hongtou" / "journal.jsonl").write_bytes(b"".join(lines[:4]) + tail)
        (out / ".hongtou" / ".hongtou-1-5-0.tmp").write_text("left over")
        (out / "0002.pdf").unlink()  # journalled, yet not there
        done = good("--resume", "-d", out)
        assert "2 done before" in done.err and "4 done, 0 failed" in done.err, done.err
        batch.check(out)


def test_two_batches_at_once():
    batch = Records(4)
    out = batch.root / "out"
    process = fed_batch(batch, out, 3)
    done = hongtou("export", batch.records, "-d", out)
    assert done.returncode == 1 and f"process {process.pid}" in done.err, done.err
    process.stdin.write(os.fsencode(batch.records / "0004.yaml") + b"\n")
    process.stdin.close()
    assert process.wait() == 0, process.stderr.read()
    process.stderr.close()
    batch.check(out)


def test_full_disk():
    """A file system that has no room for all: a message, whole files only; with room, --resume makes the rest."""
    batch = Records(24)
    size = sum(p.stat().st_size for p in (batch.root / "want").glob("*.pdf"))
    script = ('mount -t tmpfs -o size=%dk tmpfs out || exit 99; "$0" export records -d out -j2; echo "code $?"; '
              'cd out; sha256sum *.pdf; ls -A .hongtou; cd ..; mount -o remount,size=%dk out || exit 99; '
              '"$0" export --resume -d out; echo "code $?"; cd out; sha256sum *.pdf; ls -A .hongtou'
              % (size // 3000 + 64, size // 1000 + 2000))
    unshare = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root-user"]
    (batch.root / "out").mkdir()
    done = subprocess.run([*unshare, "sh", "-c", script, PROGRAM], capture_output=True, env=environment(), cwd=batch.root)
    if done.returncode == 99 or b"unshare" in done.stderr:
        raise Skip("no right to mount a file system here")
    first, second = done.stdout.decode().split("code ")[1:]
    made = dict(line.split("  ")[::-1] for line in first.splitlines()[1:] if "  " in line)
    assert first[0] == "1" and b"No space left" in done.stderr and b"--resume" in done.stderr, done.stderr
    assert 0 <= len(made) < 24 and made.items() <= batch.want.items()
    assert first.splitlines()[-2:] == ["journal.jsonl", "lock"]
    made = dict(line.split("  ")[::-1] for line in second.splitlines()[1:] if "  " in line)
    assert second[0] == "0" and made == batch.want, done.stderr


# --- the room ---

def test_folder_of_samples():
    """Files that records name, style sheets and Markdown without front matter are skipped, each with a note."""
    with workdir() as folder:
        done = hongtou("export", ROOT / "samples", "-d", Path(folder, "out"), "-v")
        assert done.returncode == 0 and "0 failed" in done.err, done.err
        notes = dict(re.findall(r"samples/(\S+): note: skipped: .*\[(B\d+)\]", done.err))
        assert notes == {"attachments/duty.md": "B108", "attachments/rules.md": "B108", "house-style/qingxi.yaml": "B106",
                         "seals/README.md": "B107"}
        quiet = hongtou("export", ROOT / "samples", "-d", Path(folder, "out"), "--report")
        totals = json.loads(Path(folder, "out", "report.json").read_text("utf-8"))["totals"]
        assert totals["skipped"] == 4 and totals["failed"] == 0 and totals["records"] == totals["done"]
        assert "not records: 4;" in quiet.err and "B106" not in quiet.err


def test_folder_with_other_files():
    """What is a record by its ending alone: told apart by what is in it and by what records name."""
    record = "发文机关: 甲局\n标题: 关于甲的通知\n发文字号: 甲〔2026〕1号\n主送机关: 乙局\n正文: 文。\n成文日期: 2026-01-05\n"
    files = {"a.yaml": record + "附件:\n  - {标题: 甲, 文件: ./附/甲.md}\n  - 标题: 乙\n    文件: 附/乙.md # 见下\n",
             "b.json": json.dumps({"title": "关于乙的通知", "body": "文。", "date": "2026-01-05", "issuers": ["甲局"],
                                   "number": "甲〔2026〕2号", "recipients": ["乙局"],
                                   "enclosed": [{"title": "丙", "file": "附/丙.md"}]}, ensure_ascii=False),
             "c.md": "---\n" + record.replace("正文: 文。\n", "") + "---\n文。\n",
             "附/甲.md": "---\n标题: 甲\n---\n甲的文。\n", "附/乙.md": "乙的文。\n", "附/丙.md": "\ufeff\n丙的文。\n",
             "样式.yaml": "# 我局\n继承: gb9704\n名称: 我局公文\n", "old.yml": "name: x\nelements:\n  title: {size: 1}\n"}
    with workdir() as folder:
        for name, text in files.items():
            Path(folder, "in", name).parent.mkdir(parents=True, exist_ok=True)
            Path(folder, "in", name).write_text(text, encoding="utf-8")
        done = hongtou("export", "in", "-d", "out", "-v", cwd=folder)
        notes = dict(re.findall(r"in/(\S+): note: skipped: .*\[(B\d+)\]", done.err))
        assert notes == {"附/甲.md": "B108", "附/乙.md": "B108", "附/丙.md": "B108", "样式.yaml": "B106", "old.yml": "B106"}
        assert done.returncode == 0 and sorted(p.name for p in Path(folder, "out").glob("*.pdf")) == [
            "a.pdf", "b.pdf", "c.pdf"], done.err
        # what is named by itself is taken for a record
        assert hongtou("export", "in/附/乙.md", "-d", "out", cwd=folder).returncode == 1
        # a folder of such files alone has no records
        done = hongtou("export", "in/附", "-d", "out", cwd=folder)
        assert done.returncode == 1


def test_files_in_order():
    """Each file of the room calls only those that the list in bt.h has before it."""
    room = ROOT / "src" / "batch"
    order = re.findall(r"^ \*   (\w+\.c) ", (room / "bt.h").read_text(), re.M)
    assert sorted(order) == sorted(path.name for path in room.glob("*.c"))
    text = {name: (room / name).read_text(encoding="utf-8") for name in order}
    home = {function: name for name in order
            for function in re.findall(r"^(?!static|typedef)\w[\w \*]*?\b(bt_\w+)\([^;{]*\)\n\{", text[name], re.M)}
    assert len(home) > 100
    wrong = [f"{name} calls {function} of {home[function]}" for name in order
             for function in set(re.findall(r"\b(bt_\w+)\(", text[name]))
             if function in home and order.index(home[function]) > order.index(name)]
    assert not wrong, "\n".join(wrong)


# --- hostile records ---

def hostile(folder, names):
    for name in names:
        Path(folder, f"{name}.yaml").write_text(record(999))


def test_hostile_records():
    """A record that crashes, ends the process, never ends, or eats all memory costs itself and no other one."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "records", 40)
        good("records", "-d", "want", "-q", cwd=root)
        bad = [("0005-crash", "B201"), ("0013-endless", "B204"), ("0017-eater", "B205"), ("0018-aborts", "B205"), ("0019-assertion", "B201"), ("0023-exit", "B202"),
               ("0024-exit", "B202"), ("0031-broken", "R130"), ("0039-crash", "B201")]
        hostile(root / "records", [name for name, _ in bad])
        (root / "records" / "0031-broken.yaml").write_text("title: [\n")
        for workers in (1, 2):
            out = root / f"out{workers}"
            done = hongtou("export", "records", "-d", out.name, "--timeout", "3", "--memory", "200", f"-j{workers}",
                           "--report", cwd=root, env=shim(folder))
            assert done.returncode == 1
            report = json.loads((out / "report.json").read_text())
            errors = {Path(r["input"]).stem: r["errors"][0] for r in report["records"] if r["state"] == "failed"}
            codes = [(name, error.split("[")[-1][:4]) for name, error in errors.items()]
            assert codes == bad, codes
            said = [line for line in done.err.splitlines() if ": error: " in line]
            assert [line.split("/")[1].split(".")[0] for line in said] == [name for name, _ in bad], said
            made = {name: data for name, data in files_of(out).items() if name.endswith(".pdf")}
            assert made == files_of(root / "want")
            assert inside(out) == ["journal.jsonl", "lock"]


def states(out):
    """Of each record in the report: its state, with the cause if it failed, and the code of its first error."""
    report = json.loads((out / "report.json").read_text())
    return {Path(r["input"]).stem[5:]: (r["state"], r.get("cause"), *(e.split("[")[-1][:4] for e in r["errors"][:1]))
            for r in report["records"]}


def test_folder_of_the_batch_is_no_link():
    """What lies where a symbolic link .hongtou leads is not deleted."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "records", 2)
        (root / "other").mkdir()
        (root / "other" / "mine.tmp").write_text("x")
        (root / "out").mkdir()
        (root / "out" / ".hongtou").symlink_to("../other")
        for option in ((), ("--resume",)):
            done = hongtou("export", "records", "-d", "out", *option, cwd=root)
            assert done.returncode == 1 and "[B531]" in done.err, done.err
        assert [p.name for p in (root / "other").iterdir()] == ["mine.tmp"]
        assert [p.name for p in (root / "out").iterdir()] == [".hongtou"]


def test_confined_as_free():
    """Confinement changes no byte, wherever records are: in a folder, in a list, by a symbolic link, beside their outputs."""
    with workdir() as folder:
        root = Path(folder)
        for name in ("a", "b", "c"):
            write_records(root / name, 1)
            (root / name / "0001.yaml").rename(root / name / f"{name}.yaml")
        (root / "b" / "link.yaml").symlink_to("../c/c.yaml")
        (root / "list").write_text("a/a.yaml\nb/link.yaml\nc/c.yaml\n")
        for inputs in (["a/a.yaml"], ["a", "b"], ["@list"], ["b/link.yaml"], ["*/*.yaml"]):
            found = []
            for mode in ("auto", "off"):
                done = hongtou("export", *inputs, "-d", f"out-{mode}", "-t", "pdf,odt", f"--confine={mode}", cwd=root)
                assert done.returncode == 0, done.err
                found.append({name: data for name, data in files_of(root / f"out-{mode}").items() if ".hongtou" not in name})
            assert found[0] and found[0] == found[1], inputs
        done = hongtou("export", "a/a.yaml", "b/link.yaml", "--confine=auto", cwd=root)
        assert done.returncode == 0 and (root / "a" / "a.pdf").exists() and (root / "b" / "link.pdf").exists(), done.err


@cases(["1", "2"])
def test_machine_at_fault(workers):
    """What fails for a reason of the machine is made once more; if it fails again, --resume makes it."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "records", 30)
        passing = ["killed-once", "crashed-once", "no-files-once", "locked-once", "slept-once"]
        lasting = {"killed-always": "B203", "no-files-always": "I101", "locked-always": "I202"}
        own = {"crash": "B201", "broken": "R130"}
        names = {name: f"{3 * i + 1:04}-{name}" for i, name in enumerate([*passing, *lasting, *own])}
        hostile(root / "records", names.values())
        (root / "records" / f"{names['broken']}.yaml").write_text("title: [\n")
        (root / "marks").mkdir()
        env = shim(folder) | {"HOSTILE_MARKS": str(root / "marks")}
        # the shim kills, and writes its marks: what is confined can do neither
        args = ("export", "records", "-d", "out", f"-j{workers}", "--report", "--timeout", "1", "--confine=off")
        done = hongtou(*args, "-v", cwd=root, env=env)
        assert done.returncode == 1 and done.err.count("[B505]") == len(passing) - 1, done.err  # a rename is tried again
        assert "continue with: " in done.err and f"failed because of the machine, not of the record: {len(lasting)};" in done.err
        got = states(root / "out")
        assert {got[name] for name in passing} == {("done", None)}, got
        assert {name: got[name] for name in lasting} == {name: ("failed", "machine", code) for name, code in lasting.items()}
        assert {name: got[name] for name in own} == {name: ("failed", "record", code) for name, code in own.items()}
        done = hongtou(*args, "--resume", cwd=root)  # the crash was the shim's, and is not tried again
        got = states(root / "out")
        assert {name: got[name][:2] for name in own} == {name: ("failed", "record") for name in own}, got
        assert {got[name] for name in [*passing, *lasting]} == {("done", None)}
        assert done.returncode == 1 and "because of the machine" not in done.err
        for name in own:
            (root / "records" / f"{names[name]}.yaml").unlink()
        good("records", "-d", "want", "-q", cwd=root)
        made = {name: data for name, data in files_of(root / "out").items() if name.endswith(".pdf")}
        assert made == files_of(root / "want") and inside(root / "out") == ["journal.jsonl", "lock"]


def test_journal_of_an_earlier_version():
    """It does not say whose fault a failure was: a worker that was killed is the machine's."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "records", 4)
        hostile(root / "records", ["0002-killed-always", "0003-crash"])
        hongtou("export", "records", "-d", "out", "-q", cwd=root, env=shim(folder))
        path = root / "out/.hongtou/journal.jsonl"
        path.write_text(re.sub(r'"cause":"\w+",', "", path.read_text()))
        assert '"cause"' not in path.read_text() and "B203" in path.read_text()
        done = hongtou("export", "records", "-d", "out", "--resume", cwd=root)
        assert "4 done before the interruption" in done.err and "1 done, 1 failed" in done.err, done.err
        assert (root / "out/0002-killed-always.pdf").exists() and not (root / "out/0003-crash.pdf").exists()


def test_resume_of_many_takes_little_memory():
    """Records that were made before the interruption are dealt with a few at a time."""
    with workdir() as folder:
        root = Path(folder)
        (root / "r.jsonl").write_text(lines_of(6000))
        peaks = []
        for more in ((), ("--resume",)):
            run = subprocess.Popen([PROGRAM, "export", "r.jsonl", "-d", "out", "-q", "-t", "trace", *more], cwd=root, env=environment(),
                                   stderr=subprocess.DEVNULL)
            peak = 0
            while run.poll() is None:
                status = Path(f"/proc/{run.pid}/status").read_text()
                peak = max([peak, *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))])
                time.sleep(0.01)
            peaks.append(peak)
        assert run.returncode == 0 and peaks[1] < peaks[0] + (8 << 10), peaks


def test_second_signal_stops_at_once():
    """One signal waits for the current record; the next one does not, and what was committed stays complete."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "records", 6)
        good("records", "-d", "want", "-q", cwd=root)
        hostile(root / "records", ["9999-endless"])
        process = subprocess.Popen([PROGRAM, "export", "records", "-d", "out", "--timeout", "300", "-j1"], cwd=root,
                                   env=shim(folder), stderr=subprocess.PIPE, start_new_session=True)
        wait_for(lambda: len(list((root / "out").glob("*.pdf"))) == 6, "the good records")
        process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 1
        said = process.stderr.read().decode()
        process.stderr.close()
        assert "--resume" in said, said
        assert files_of(root / "out") == files_of(root / "want") and inside(root / "out") == ["journal.jsonl", "lock"]


def test_nobody_reads_the_messages():
    """Where the messages go has been closed: the records are made all the same."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "records", 6)
        (root / "records" / "0000-broken.yaml").write_text("title: [\n")
        process = subprocess.Popen([PROGRAM, "export", "records", "-d", "out"], cwd=root, stderr=subprocess.PIPE)
        process.stderr.close()
        assert process.wait(60) == 1
        assert len(list((root / "out").glob("*.pdf"))) == 6


# --- unchanged records ---

def write_seal(path, radius):
    picture = Image.new("RGBA", (100, 100))
    ImageDraw.Draw(picture).ellipse((50 - radius, 50 - radius, 50 + radius, 50 + radius), outline=(220, 0, 0, 255), width=4)
    picture.save(path, dpi=(60, 60))


def test_incremental():
    """Made again: what has another text, picture, style, or output. Left alone: the rest."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "records", 8)
        write_seal(root / "records" / "seal.png", 40)
        (root / "records" / "0009.yaml").write_text(record(9, seal="seal.png"))

        def run(*options):
            done = good("records", "-d", "out", "--incremental", "-j2", *options, cwd=root)
            times = {p.stem: p.stat().st_mtime_ns for p in (root / "out").glob("*.pdf")}
            made = sorted(name for name in times if times[name] != run.times.get(name))
            run.times = times
            return made, done

        run.times = {}
        assert len(run()[0]) == 9
        made, done = run()
        assert made == [] and "9 unchanged" in done.err
        os.utime(root / "records" / "0001.yaml")
        (root / "records" / "0002.yaml").write_text(record(102))
        write_seal(root / "records" / "seal.png", 30)
        (root / "out" / "0004.pdf").unlink()
        (root / "out" / "0005.pdf").write_bytes((root / "out" / "0006.pdf").read_bytes())
        assert run()[0] == ["0002", "0004", "0005", "0009"]
        assert (root / "out" / "0005.pdf").read_bytes() != (root / "out" / "0006.pdf").read_bytes()
        assert run("--report")[0] == []
        states = [r["state"] for r in json.loads((root / "out" / "report.json").read_text())["records"]]
        assert states == ["unchanged"] * 9
        sheet = root / "sheet.yaml"
        sheet.write_text("extends: gb9704\nname: 试\n")
        assert len(run("-s", sheet)[0]) == 9 and run("-s", sheet)[0] == []
        sheet.write_text("extends: gb9704\nname: 试二\n")
        assert len(run("-s", sheet)[0]) == 9
        shutil.rmtree(root / "again", ignore_errors=True)
        good("records", "-d", "again", "-s", sheet, cwd=root)
        assert {n: d for n, d in files_of(root / "out").items() if n.endswith(".pdf")} == files_of(root / "again")


def test_incremental_names():
    """A new record that takes the name of one that has not changed does not write over it."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "records", 3)
        same = {"title": "同一标题"}
        (root / "records" / "0005.yaml").write_text(notice("甲。", **same))
        good("records", "-d", "out", "--incremental", "--name", "{title}", cwd=root)
        old = (root / "out" / "同一标题.pdf").read_bytes()
        (root / "records" / "0004.yaml").write_text(notice("乙。", **same))
        done = good("records", "-d", "out", "--incremental", "--name", "{title}", cwd=root)
        assert "3 unchanged" in done.err and "B301" in done.err, done.err
        assert (root / "out" / "同一标题-2.pdf").read_bytes() == old
        assert (root / "out" / "同一标题.pdf").read_bytes() != old


def test_a_document_of_other_inputs_is_replaced():
    """A folder may hold documents of several batches; one that is lost by that is named, and no other is."""
    with workdir() as folder:
        root = Path(folder)
        for name, first, count in (("a", 1, 3), ("b", 3, 2), ("c", 8, 2)):
            write_records(root / name, count, first)
        (root / "b/0003.yaml").write_text(record(33), encoding="utf-8")
        good("a", "-d", "out", "--report", cwd=root)
        for again in ((), ("--incremental",)):
            assert "B303" not in good("a", "-d", "out", "--report", *again, cwd=root).err
        assert "B303" not in good("c", "-d", "out", cwd=root).err  # nothing of a has such a name
        assert "B303" not in good("a", "-d", "out", "--report", cwd=root).err  # nor of c
        done = good("b", "-d", "out", "--report", cwd=root)  # b/0003 is not a/0003
        assert done.err.count("[B303]") == 1 and "0003.pdf" in done.err, done.err
        assert (root / "out/report.csv").read_text().count("B303") == 1
        assert "B303" not in good("b", "-d", "out", "--report", cwd=root).err
        (root / "out/0003.pdf").unlink()
        (root / "out/0004.pdf").unlink()
        assert "B303" not in good("a", "-d", "out", cwd=root).err  # nothing is there to be replaced
        assert hongtou("export", "b", "-d", "out", "--strict", cwd=root).returncode == 1


def test_what_earlier_batches_made_is_known():
    """However many batches came between, however inputs are typed and wherever the program is started."""
    with workdir() as folder:
        root = Path(folder)
        for name, count in (("a", 3), ("b", 4), ("elsewhere/a", 5)):
            (root / name).parent.mkdir(exist_ok=True)
            write_records(root / name, 2)
            for number in (1, 2):
                (root / name / f"000{number}.yaml").write_text(record(number + 10 * count), encoding="utf-8")
        write_records(root / "c", 2, 8)

        def replaced(*inputs, into="out", cwd=root, **run):
            return good(*inputs, "-d", root / into, cwd=cwd, **run).err.count("[B303]")

        assert [replaced(name) for name in ("a", "c", "b")] == [0, 0, 2]
        assert [replaced(name) for name in ("c", "b", "./b", "b/", root / "b", "b/0001.yaml")] == [0] * 6
        assert [replaced(name) for name in ("c", "a", "c")] == [0, 2, 0]
        assert replaced("a", cwd=root / "elsewhere") == 2  # the same words, another folder
        # a part of other inputs: only what another record made
        (root / "b/0003.yaml").write_text(record(3), encoding="utf-8")
        assert replaced("elsewhere/a/0001.yaml", "b/0003.yaml") == 0
        # what an interrupted batch goes on to replace
        shutil.rmtree(root / "out")
        assert replaced("a") == 0 and replaced("b") == 2
        journal = root / "out/.hongtou/journal.jsonl"
        journal.write_text("".join(journal.read_text().splitlines(keepends=True)[:2]))
        (root / "out/0002.pdf").write_bytes(b"that of a")
        assert replaced("b", "--resume") == 2  # the first one by its line in the journal
        assert (root / "out/.hongtou/earlier").stat().st_mode & 0o77 == 0


def test_a_record_alone_replaces_one_of_a_batch():
    """It is told of a document that a batch made of another record, and of no other; what it loses is known without its own journal."""
    with workdir() as folder:
        root = Path(folder)
        for name, number in (("a", 1), ("b", 1)):
            write_records(root / name, 2)
        (root / "b/0001.yaml").write_text(record(31), encoding="utf-8")
        (root / "b/0007.yaml").write_text(record(7), encoding="utf-8")
        good("a", "-d", "out", cwd=root)
        journal = (root / "out/.hongtou/journal.jsonl").read_bytes()

        def told(name, into="out", **more):
            return [line for line in good(name, "-d", into, cwd=more.get("cwd", root)).err.splitlines() if "[B303]" in line]

        assert told("b/0007.yaml") == [] and told("a/0001.yaml") == [] and told("../a/0001.yaml", "../out", cwd=root / "b") == []
        (root / "a/0001.yaml").write_text(record(11), encoding="utf-8")
        assert told("a/0001.yaml") == []  # its own document
        (line,) = told("b/0001.yaml")
        assert "0001.pdf" in line and "b/0001.yaml" in line
        assert told("b/0001.yaml", "out/") == [] and told("b/0002.yaml") == []  # the same bytes
        assert (root / "out/.hongtou/journal.jsonl").read_bytes() == journal
        (root / "out/0001.pdf").unlink()
        assert told("b/0001.yaml") == []  # nothing is there
        assert hongtou("export", "b/0001.yaml", "-d", "fresh", cwd=root).returncode == 0 and not (root / "fresh/.hongtou").exists()


def test_standard_input_is_never_the_same():
    """What is piped in may be anything; with the same bytes nothing is lost."""
    with workdir() as folder:
        def replaced(title):
            text = lines_of(2, title)
            return good("-", "-d", "out", "--name", "{index}", stdin=text.encode(), cwd=folder).err.count("[B303]")

        assert [replaced(title) for title in ("第{}号", "第{}号", "另{}号", "另{}号", "第{}号")] == [0, 0, 2, 0, 2]


# --- inputs and names ---

def lines_of(count, title="第{}号"):
    return "".join(json.dumps({"title": title.format(n), "body": f"第{n}段。", "date": "2026-01-05"}, ensure_ascii=False)
                   + "\n" for n in range(1, count + 1))


def test_inputs():
    """Folders, patterns, lists, JSON lines and standard input, all at once, in their order."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "records", 3)
        (root / "records" / "sub").mkdir()
        write_records(root / "records" / "sub", 1, first=9)
        (root / "records" / ".hidden.yaml").write_text("no record")
        (root / "records" / "sub" / "loop").symlink_to("..")
        (root / "lines.jsonl").write_text(lines_of(2))
        (root / "list").write_bytes(os.fsencode(root / "records" / "0001.yaml") + b"\0lines.jsonl\0")
        done = good("records", "records/000[12].yaml", "lines.jsonl", "@list", "-", "-d", "out", "--name",
                    "{index} {title}", "-v", cwd=root, stdin=lines_of(2, "输入{}").encode())
        made = [line.split(": out/")[1].split(", ")[0] for line in done.err.splitlines() if ": out/" in line]
        titles = [f"清溪区人民政府关于第{n}项工作的通知" for n in (1, 2, 3, 9, 1, 2)] + ["第1号", "第2号"]
        titles += ["清溪区人民政府关于第1项工作的通知", "第1号", "第2号", "输入1", "输入2"]
        assert made == [f"{n} {title}.pdf" for n, title in enumerate(titles, 1)], made


def test_faults_of_inputs():
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "records", 2)
        (root / "empty").mkdir()
        done = hongtou("export", "records", "empty", "nowhere.md", "none*.md", "@nolist", "-d", "out", cwd=root)
        assert done.returncode == 1
        places = [line.split(": error:")[0] for line in done.err.splitlines() if ": error:" in line]
        assert places == ["empty/", "nowhere.md", "none*.md", "nolist"], done.err
        assert "2 done, 4 failed" in done.err and len(files_of(root / "out")) == 2


def test_lines_of_nul():
    """What a crash leaves in a file of lines is told, not taken for blank lines."""
    with workdir() as folder:
        Path(folder, "a.jsonl").write_bytes(lines_of(1).encode() + b"\0" * 40 + b"\n \t\n" + lines_of(1, "又{}").encode())
        done = hongtou("export", "a.jsonl", "-d", "out", cwd=folder)
        assert done.returncode == 1 and "2 done, 1 failed" in done.err, done.err
        assert [line for line in done.err.splitlines() if line.startswith("a.jsonl:2:") and ": error:" in line], done.err


@cases([("one", 1), ("several", 3)])
def test_limited_files(case):
    """A file that may not grow further: a message, nothing partial, no word of a crash."""
    with workdir() as folder:
        write_records(Path(folder, "records"), case[1])
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
        done = hongtou("export", "records", "-d", "out", cwd=folder, preexec_fn=limit)
        assert done.returncode == 1 and "File too large" in done.err and "report" not in done.err, done.err
        assert not files_of(Path(folder, "out"))


def test_standard_output_takes_one():
    with workdir() as folder:
        one = good("-", "-o", "-", stdin=lines_of(1).encode(), cwd=folder)
        assert one.stdout.startswith(b"%PDF-")
        done = hongtou("export", "-", "-o", "-", stdin=lines_of(2).encode(), cwd=folder)
        assert done.returncode == 1 and "[B105]" in done.err and not done.stdout
        assert not list(Path(folder).iterdir())
        good("-", stdin=lines_of(2).encode(), cwd=folder)
        assert sorted(p.name for p in Path(folder).iterdir()) == ["record-0001.pdf", "record-0002.pdf"]


def test_folder_to_one_name():
    """-o names the first record of a folder; the others get numbers before the extension."""
    with workdir() as folder:
        write_records(Path(folder, "records"), 3)
        done = good("records", "-o", "all.tar.pdf", cwd=folder)
        assert sorted(p.name for p in Path(folder).glob("*.pdf")) == ["all.tar-2.pdf", "all.tar-3.pdf", "all.tar.pdf"]
        assert done.err.count("[B301]") == 2


def test_names():
    """Colliding names are numbered in the order of the input; what cannot be a name becomes one."""
    with workdir() as folder:
        root = Path(folder)
        rows = [("甲/乙: 丙?", "注"), ("甲/乙: 丙?", "注"), ("a", "注"), ("A", "注"), ("题" * 120, "注"), ("con", None)]
        (root / "x.jsonl").write_text("".join(
            json.dumps({"title": title, "body": "文。", "date": "2026-01-05", "note": note}) + "\n" for title, note in rows))
        done = good("x.jsonl", "-d", "out", "--name", "{title}", "-t", "pdf,trace", cwd=root)
        long = "题" * 83
        assert sorted(p for p in files_of(root / "out") if p.endswith(".pdf")) == sorted(
            ["甲／乙： 丙？.pdf", "甲／乙： 丙？-2.pdf", "a.pdf", "A-2.pdf", f"{long}.pdf", "con_.pdf"])
        assert done.err.count("[B301]") == 2
        done = good("x.jsonl", "-d", "dated", "--name", "{附注} {index}", cwd=root)
        assert done.err.count("[B302]") == 1 and "x.jsonl:6: warning: --name uses 附注" in done.err, done.err


@cases([("unknown-field", "--name", "{titel}"), ("no-text", "--name", "{body}"), ("jobs", "-j", "many"),
        ("other-format", "-o", "all.doc"), ("no-extension", "-o", "all"), ("timeout", "--timeout", "-1"), ("resume-without-folder", "--resume"), ("report-without-folder", "--report")])
def test_wrong_use(case):
    with workdir() as folder:
        write_records(Path(folder), 2)
        done = hongtou("export", *case[1:], ".", cwd=folder)
        assert done.returncode == 2 and done.err, (done.returncode, done.err)
        assert sorted(p.name for p in Path(folder).iterdir()) == ["0001.yaml", "0002.yaml"]


def peak(lines):
    """The most memory, in MB, that a batch of a number of JSON lines takes in any of its processes."""
    with workdir() as folder:
        path = Path(folder, "x.jsonl")
        with open(path, "w") as out:
            for number in range(lines):
                out.write('{"title": "%s %d"\n' % ("x" * 2000, number))  # fails, with one message
        process = subprocess.Popen([PROGRAM, "export", path, "-d", Path(folder, "out"), "-q", "-j2"],
                                   env=environment(), stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 1
        assert sum("record" in line for line in journal(Path(folder, "out"))) == lines
        return usage.ru_maxrss / 1024


def test_lines_are_streamed():
    """Twenty times the lines, the same memory."""
    small, large = peak(500), peak(10000)
    assert large < small * 1.15 + 4, (small, large)


# --- reports and progress ---

def test_report():
    """report.json, report.jsonl, report.csv and SHA256SUMS agree with each other and with the files."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "records", 4)
        (root / "records" / "0002.yaml").write_text("titel: \"a,b\"\n")
        (root / "records" / "0003.yaml").write_text(record(3, note="注"))
        done = hongtou("export", "records", "-d", "out", "--report", "-t", "pdf,odt", "--name", "{input}{note}", cwd=root)
        assert done.returncode == 1
        report = json.loads((root / "out" / "report.json").read_text())
        totals = report["totals"]
        assert (totals["records"], totals["done"], totals["failed"]) == (4, 3, 1)
        assert report["program"].startswith("hongtou ")
        for what in report["fonts"] + report["style_sheets"]:
            assert hashlib.sha256(Path(what["file"]).read_bytes()).hexdigest() == what["sha256"], what
        with open(root / "out" / "report.csv", encoding="utf-8", newline="") as text:
            assert text.read(1) == "\ufeff"
            rows = list(csv.DictReader(text))
        assert (root / "out" / "report.csv").read_bytes().count(b"\r\n") == 8
        lines = [json.loads(line) for line in (root / "out" / "report.jsonl").read_text("utf-8").splitlines()]
        assert lines[1:] == report["records"] and lines[0] == {k: v for k, v in report.items() if k != "records"}
        assert report["host"] and report["started"] <= report["finished"]
        assert report["options"]["--pdf-standard"] == "a-2a,ua-1" and report["options"]["--seals"] == "default"
        files = files_of(root / "out")
        for entry in report["records"]:
            names = [o["file"] for o in entry["outputs"]]
            of_entry = [row for row in rows if row["index"] == str(entry["index"])]
            assert [row["output"] for row in of_entry] == (names or [""])
            assert [row["sha256"] for row in of_entry] == ([files[name] for name in names] or [""])
            assert [o["sha256"] for o in entry["outputs"]] == [files[name] for name in names]
            for row in of_entry:
                assert row["errors"] == "\n".join(entry["errors"]) and row["warnings"] == "\n".join(entry["warnings"])
                assert (row["state"], row["input"]) == (entry["state"], entry["input"])
        assert [len(entry["warnings"]) for entry in report["records"]] == [1, 3, 0, 1], report["records"]
        assert [r["state"] for r in rows] == ["done", "done", "failed", "done", "done", "done", "done"]
        checked = subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=root / "out", capture_output=True)
        assert checked.returncode == 0 and checked.stdout.count(b": OK") == 6, checked


ARCHIVED = """格式: 公文
发文机关: 清溪区人民政府
发文机关标志: 清溪区人民政府文件
发文字号: 清政发〔2026〕%d号
标题: 关于第%d件/事的通知
主送: 各单位
正文: 正文。
成文日期: 2026-03-05
归档: {全宗号: "0087", 门类代码: WS, 年度: 2026, 保管期限: 30年, 机构或问题: 办公室, 机构或问题代码: BGS, 件号: %d}
"""


def archived(folder, n):
    folder.mkdir()
    for i in range(1, n + 1):
        (folder / f"{i:04}.yaml").write_text(ARCHIVED % (i, i, i), encoding="utf-8")


def test_report_of_the_archive():
    """What an output is: title, number, date, archival code, in each form of the report; of an earlier run, too."""
    with workdir() as folder:
        root = Path(folder)
        archived(root / "in", 2)
        for options in ((), ("--incremental",)):
            done = hongtou("export", "in", "-d", "out", "--report", "-t", "pdf,ofd", *options, cwd=root)
            assert done.returncode == 0, done.err
            rows = list(csv.DictReader(io.StringIO((root / "out/report.csv").read_text("utf-8-sig"), newline="")))
            assert [tuple(row[k] for k in ("output", "pages", "title", "number", "date", "archival_code")) for row in rows[2:]] == \
                [(f"0002.{kind}", "1", "关于第2件/事的通知", "清政发〔2026〕2号", "2026-03-05", "0087-WS·2026-D30-BGS-0002")
                 for kind in ("pdf", "ofd")]
            first = json.loads((root / "out/report.jsonl").read_text("utf-8").splitlines()[1])["outputs"][0]
            assert first["title"] == "关于第1件/事的通知"
            assert first["archive"]["保管期限"] == "30年" and first["archive"]["页数"] == "1", first


def test_folders_by_name():
    """A slash in --name makes folders, one in a value does not; days and numbers are written as asked for."""
    with workdir() as folder:
        root = Path(folder)
        archived(root / "in", 3)
        name = "{archive.fonds}/{归档.年度}/{archive.retention}/{date:%Y/%m月}/{index:06}-{归档.件号:04}-{title}"
        wanted = [f"0087/2026/30年/2026/03月/{i:06}-{i:04}-关于第{i}件／事的通知.pdf" for i in (1, 2, 3)]
        for options in ((), ("--incremental",), ("--resume",)):
            done = hongtou("export", "in", "-d", "out", "--report", "--name", name, *options, cwd=root)
            assert done.returncode == 0, done.err
            assert sorted(p for p in files_of(root / "out") if p.endswith(".pdf")) == wanted
        assert subprocess.run(["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"], cwd=root / "out").returncode == 0
        assert hongtou("export", "in/0001.yaml", "-d", "alone", "--name", "{date:%y}/甲/{title}", cwd=root).returncode == 0
        assert list(files_of(root / "alone")) == ["26/甲/关于第1件／事的通知.pdf"]


@cases(["../{title}", "甲/../../{title}", "..", "{title:%Y}", "{date:%Q}", "{date:}", "{index:x}", "{index:%Y}", "{date:%}"])
def test_wrong_names(name):
    """Nothing is made above -d, and a format must be one of the field's."""
    with workdir() as folder:
        archived(Path(folder, "in"), 1)
        done = hongtou("export", "in", "-d", "out", "--name", name, cwd=folder)
        assert done.returncode == 2 and not Path(folder, "out").exists(), done


def in_terminal(args, columns, **env):
    """What the program shows on a terminal of a given width, and its exit code."""
    try:
        master, slave = pty.openpty()
    except OSError as why:
        raise Skip(f"this machine gives no terminals: {why}") from why
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen([PROGRAM, "export", *map(str, args)], stderr=slave, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, env=environment(TERM="xterm", NO_COLOR="1", **env))
    os.close(slave)
    shown = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            part = b""
        if not part:
            break
        shown += part
    os.close(master)
    return shown.decode(), process.wait()


def width(text):
    import unicodedata
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@cases([("english", "C.UTF-8", "records"), ("chinese", "zh_CN.UTF-8", "份")])
def test_progress(case):
    """One line that is redrawn, never wider than the terminal, gone before messages and at the end; no line without a
    terminal or with -q."""
    _, locale, word = case
    batch = Records(3)
    (batch.records / "0002.yaml").write_text("titel: x\n")
    (batch.records / "0003-endless.yaml").write_text(record(4))
    env = shim(batch.root)
    args = [batch.records, "-d", batch.root / "out", "--timeout", "1", "-j2"]
    for columns in (30, 100):
        shown, code = in_terminal(args, columns, LC_ALL=locale, LD_PRELOAD=env["LD_PRELOAD"])
        assert code == 1
        drawn = [part.split("\r")[0] for part in shown.split("\r")[1:] if part.endswith("\033[K") and part != "\033[K"]
        assert any(word in part for part in drawn), shown
        assert all(width(part[:-3]) < columns for part in drawn), drawn
        lines = shown.split("\r\n")
        assert all(line.count("\033") == line.count("\033[K") for line in lines)
        assert all(line.rsplit("\033[K", 1)[-1].strip() for line in lines[:-1]), lines
    shown, code = in_terminal([*args, "-q"], 80, LC_ALL=locale, LD_PRELOAD=env["LD_PRELOAD"])
    assert "\033" not in shown
    done = hongtou("export", *args, env=environment(LC_ALL=locale, LD_PRELOAD=env["LD_PRELOAD"]))
    assert "\033" not in done.err and "\r" not in done.err


def test_quiet():
    """-q says nothing of what was done and passed over, and all of what failed."""
    with workdir() as folder:
        for name in ("a.yaml", "b.yaml"):
            Path(folder, name).write_text(notice("正文。"), encoding="utf-8")
        Path(folder, "c.bin").write_bytes(b"x")
        assert hongtou("export", "-q", "-d", f"{folder}/out", folder).err == ""
        Path(folder, "b.yaml").write_text("标题: [", encoding="utf-8")
        done = hongtou("export", "-q", "-d", f"{folder}/out", folder)
        assert done.returncode == 1 and "1 done, 1 failed" in done.err, done.err


def test_confined_told():
    """With -v, what holds the process that makes the document is told; without, nothing."""
    with workdir() as folder:
        record = Path(folder, "a.yaml")
        record.write_text(notice("正文。"), encoding="utf-8")
        for options, told in (((), False), (("-v",), True), (("-v", "--confine=off"), True)):
            done = hongtou("export", *options, "-o", f"{folder}/a.pdf", record)
            assert ("[B513]" in done.err) == told and ("confined: nothing" in done.err) == ("--confine=off" in options), done.err
        assert hongtou("preview", folder).returncode == 2
