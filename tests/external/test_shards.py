"""A batch shared by several machines: the shards, joined, are what one run makes."""
import json
import os
import random
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from support import PROGRAM, Skip, cases, environment, hongtou, workdir
from test_batch import archived, files_of, record, write_records

ROOM = "batch"


def export(folder, *args, rc=0, **run):
    done = hongtou("export", *args, cwd=folder, **run)
    assert done.returncode == rc, (args, done.returncode, done.err[-2000:])
    return done


def merge(folder, *args, rc=0, **run):
    done = hongtou("merge", *args, cwd=folder, **run)
    assert done.returncode == rc, (args, done.returncode, done.err[-2000:])
    return done


def shard(folder, name, number, of, *args, rc=None, inputs=("in",)):
    done = hongtou("export", *inputs, "-d", name, "--shard", f"{number}/{of}", *args, cwd=folder)
    assert done.returncode in ((0, 1) if rc is None else (rc,)), done.err[-2000:]
    return name


def report_of(folder):
    """The texts of reports and journal, without the times."""
    texts = {}
    for path in (*folder.glob("report.*"), folder / ".hongtou" / "journal.jsonl"):
        text = re.sub(r'"(milliseconds|ms)": ?\d+', "", path.read_text("utf-8"))
        text = re.sub(r'"(started|finished)": ?"[^"]*"', "", text)
        texts[path.name] = re.sub(r",\d+,(record|machine|)$", r",\1", text, flags=re.M)
    return texts


def documents(folder):
    return {name: value for name, value in files_of(folder).items() if not name.startswith("report.")}


def same(one, other):
    assert documents(one) == documents(other)
    mine, theirs = report_of(one), report_of(other)
    assert mine.keys() == theirs.keys()
    for name, text in mine.items():
        assert text == theirs[name], name


def mixed_inputs(root, count=40):
    """Files that are right, wrong, and no records; JSON lines, the same one twice; names that are wanted often."""
    write_records(root / "in", count)
    for number in range(1, count + 1, 2):
        (root / "in" / f"{number:04}.yaml").write_text(record(number, title=f"关于第{number % 3}项工作的通知"), encoding="utf-8")
    (root / "in" / "0005.yaml").write_text("titel: x\n")
    (root / "in" / "readme.md").write_text("no record\n")
    line = json.dumps({"标题": "关于第1项工作的通知", "发文机关": "甲局", "正文": "请试用。", "成文日期": "2026-08-20"}, ensure_ascii=False)
    (root / "in" / "more.jsonl").write_text((line + "\n") * 2 + "{\n" + line.replace("甲局", "乙局") + "\n", encoding="utf-8")


OPTIONS = ("--report", "--name", "{标题}", "-t", "pdf,trace")


def test_as_one_run():
    """By any number of shards, in any order, some of them twice: outputs, names, reports, checksums, journal."""
    with workdir() as folder:
        root = Path(folder)
        mixed_inputs(root)
        inputs = ("in", "in/0001.yaml", "nothing.yaml", "in/0001.yaml")
        export(root, *inputs, "-d", "one", *OPTIONS, rc=1)
        assert any(name.startswith("关于第1项工作的通知-7") for name in files_of(root / "one")), files_of(root / "one")
        for of in (1, 3, 12):
            numbers = list(range(1, of + 1)) + random.Random(of).choices(range(1, of + 1), k=3)
            names = [shard(root, f"{of}-{i}", number, of, *OPTIONS, "-j", str(1 + i % 2), inputs=inputs)
                     for i, number in enumerate(numbers)]
            random.Random(of).shuffle(names)
            done = merge(root, "-o", f"all-{of}", *names, rc=1)
            assert done.err.count("[B301]") == report_of(root / "one")["report.csv"].count("[B301]") // 2 > 10
            same(root / "one", root / f"all-{of}")
            for name in names:
                shutil.rmtree(root / name)


def test_rule():
    """A record's shard is decided by itself: others may come and go, and be given in any order."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "in", 30)
        shard(root, "a", 2, 3)
        first = files_of(root / "a")
        assert 3 <= len(first) <= 20
        for name in ("0001.yaml", "0017.yaml"):
            (root / "in" / name).unlink()
        shard(root, "b", 2, 3)
        assert files_of(root / "b") == {name: v for name, v in first.items() if name not in ("0001.pdf", "0017.pdf")}
        # lines of JSON count by their text, wherever they are
        lines = [json.dumps({"标题": f"关于{i}的通知", "发文机关": "甲局", "正文": "请。", "成文日期": "2026-08-20"}, ensure_ascii=False)
                 for i in range(40)]
        titles = []
        for text in (lines, lines[::-1]):
            (root / "l.jsonl").write_text("\n".join(text) + "\n", encoding="utf-8")
            shard(root, "c", 1, 2, "--name", "{标题}", inputs=("l.jsonl",))
            titles.append(set(files_of(root / "c")))
            shutil.rmtree(root / "c")
        assert titles[0] == titles[1] and 10 < len(titles[0]) < 30


def test_interrupted():
    """A shard that was killed is no part; --resume makes it one, also when the input has changed before its records."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "in", 40, first=2)
        export(root, "in", "-d", "one", "--report")
        for number in (1, 2):
            shard(root, f"p{number}", number, 2, "--report")
        (root / "p2" / ".hongtou" / "shard.json").unlink()
        lines = (root / "p2" / ".hongtou" / "journal.jsonl").read_text().splitlines(keepends=True)
        (root / "p2" / ".hongtou" / "journal.jsonl").write_text("".join(lines[:6]))
        assert "[B550]" in merge(root, "-o", "all", "p1", "p2", rc=1).err
        assert not (root / "all" / "0002.pdf").exists()
        wrong = hongtou("export", "in", "-d", "p2", "--resume", "--report", "--shard", "1/2", cwd=root)
        assert wrong.returncode == 1 and "[B403]" in wrong.err and "--shard" in wrong.err
        shard(root, "p2", 2, 2, "--report", "--resume", rc=0)
        merge(root, "-o", "all", "p1", "p2")
        same(root / "one", root / "all")
        # a record that comes first moves all others on
        (root / "in" / "0001.yaml").write_text(record(1), encoding="utf-8")
        assert "[B552]" in merge_after(root, "p1", 1, rc=1).err
        for number in (1, 2):
            shard(root, f"p{number}", number, 2, "--report", "--incremental", rc=0)
        export(root, "in", "-d", "two", "--report", "--incremental")
        merge(root, "-o", "all", "p1", "p2")
        same(root / "two", root / "all")


def merge_after(root, name, number, rc):
    """The merge, after one shard of two was made again."""
    shard(root, name, number, 2, "--report", "--incremental", rc=0)
    return merge(root, "-o", "all", "p1", "p2", rc=rc)


def test_refused():
    """What does not fit together is said, and nothing is written."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "in", 12)
        for number in (1, 2, 3):
            shard(root, f"p{number}", number, 3)

        def refused(code, *parts, into="all", text=""):
            done = merge(root, "-o", into, *parts, rc=1)
            assert f"[{code}]" in done.err and text in done.err, done.err
            assert not files_of(root / "all"), files_of(root / "all")

        refused("B553", "p1", "p3", text=" 2 of 3")
        refused("B553", "p2", text="1, 3 of 3")
        refused("B550", "p1", "p2", "p3", "in")
        refused("B558", "p1", "p2", "p3", into="p1/../p1")
        shard(root, "other", 2, 4)
        refused("B551", "p1", "p2", "p3", "other", text="--shard")
        shard(root, "odt", 2, 3, "-t", "odt")
        refused("B551", "p1", "odt", "p3", text="--to")
        shard(root, "named", 2, 3, inputs=("in/",))
        refused("B551", "p1", "named", "p3", text="INPUT")
        # the same shard, of a record that was changed between
        changed = next(root.glob("p2/*.pdf")).stem
        shutil.copytree(root / "in", root / "kept")
        (root / "in" / f"{changed}.yaml").write_text(record(99), encoding="utf-8")
        shard(root, "again", 2, 3)
        refused("B554", "p1", "p2", "again", "p3", text=changed)
        # outputs
        lost = next(root.glob("p3/*.pdf"))
        kept = lost.read_bytes()
        lost.unlink()
        refused("B557", "p1", "p2", "p3", text=lost.name)
        lost.write_bytes(kept[:-1])
        refused("B557", "p1", "p2", "p3", text=lost.name)
        lost.write_bytes(kept)
        # the shard's own files
        journal = root / "p3" / ".hongtou" / "journal.jsonl"
        lines = journal.read_text().splitlines(keepends=True)
        for damaged in (lines[:-1], lines[:-2] + ["{\n"], lines[:2] + [lines[1]] + lines[2:], []):
            journal.write_text("".join(damaged))
            refused("B555", "p1", "p2", "p3")
        journal.write_text("".join(lines[:1] + lines[2:]))
        refused("B556", "p1", "p2", "p3")
        journal.write_text("".join(lines))
        merge(root, "-o", "all", "p1", "p2", "p3")
        assert len(files_of(root / "all")) == 12


def rename_outputs(part, stem, tail):
    """The part's first document wants another name in the merged folder."""
    journal = part / ".hongtou" / "journal.jsonl"
    lines = [json.loads(text) for text in journal.read_text().splitlines()]
    lines[1]["shard"]["names"] = [stem, tail]
    journal.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines[:-1]) + '{"end":true}\n')


LEAVING = {"above": ("../escaped", ".pdf"), "root": ("/tmp/escaped", ".pdf"), "round about": ("a/../../escaped", ".pdf"),
           "across parts": ("a/.", "./../escaped.pdf"), "folder": ("a/..", ""), "by the tail": ("", "../escaped.pdf"),
           "journal": (".hongtou/journal", ".jsonl"), "lock": ("./.HONGTOU/lock", ""), "between": ("a/..", "/x.pdf")}


@cases(sorted(LEAVING))
def test_names_that_leave(name):
    """A part made by someone else names a document out of the folder, or as one of the batch's own files."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "in", 3)
        shard(root, "p1", 1, 1)
        rename_outputs(root / "p1", *LEAVING[name])
        assert "[B555]" in merge(root, "-o", "all", "p1", rc=1).err
        assert not files_of(root / "all") and not list(root.glob("*.pdf")) and not Path("/tmp/escaped.pdf").exists()


def test_links_in_a_part():
    """What a link leads to is not in the part, however right it is; nor does a merge wait for a pipe."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "in", 3)
        shard(root, "p1", 1, 1, "--name", "甲/{input}")
        good = root / "p1" / "甲" / "0002.pdf"

        def refused(code):
            assert f"[{code}]" in merge(root, "-o", "all", "p1", rc=1, timeout=60).err
            assert not files_of(root / "all")

        good.rename(root / "kept.pdf")
        good.symlink_to(root / "kept.pdf")
        refused("B557")
        good.unlink()
        os.mkfifo(good)
        refused("B557")
        good.unlink()
        (root / "kept.pdf").rename(good)
        good.parent.rename(root / "乙")
        (root / "p1" / "甲").symlink_to(root / "乙")
        refused("B557")
        (root / "p1" / "甲").unlink()
        (root / "乙").rename(root / "p1" / "甲")
        for name, code in (("journal.jsonl", "B555"), ("shard.json", "B550")):
            own = root / "p1" / ".hongtou" / name
            own.rename(root / name)
            os.mkfifo(own)
            refused(code)
            own.unlink()
            (root / name).rename(own)
        merge(root, "-o", "all", "p1")
        assert len(files_of(root / "all")) == 3


def test_machine_at_fault():
    """Of one shard twice, the result counts for which no machine was to blame."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "in", 8)
        export(root, "in", "-d", "one")
        for number in (1, 2):
            shard(root, f"p{number}", number, 2)
        shutil.copytree(root / "p1", root / "failed")
        journal = root / "failed" / ".hongtou" / "journal.jsonl"
        lines = [json.loads(text) for text in journal.read_text().splitlines()]
        lines[2] |= {"state": "failed", "cause": "machine", "outputs": []}
        lines[2]["shard"]["names"] = []
        journal.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines[:-1]) + '{"end":true}\n')
        for order in (("failed", "p1", "p2"), ("p1", "p2", "failed")):
            merge(root, "-o", "all", *order)
            assert files_of(root / "all") == files_of(root / "one")
        assert "1 failed" in merge(root, "-o", "other", "failed", "p2", rc=1).err


def test_again_and_over():
    """A merge is made again over its own result, and over other files; the parts are never changed."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "in", 10)
        secret = record(3, secrecy="机密★5年")
        (root / "in" / "0003.yaml").write_text(secret, encoding="utf-8")
        export(root, "in", "-d", "one", "--report")
        for number in (1, 2):
            shard(root, f"p{number}", number, 2, "--report")
        before = {name: files_of(root / name) for name in ("p1", "p2")}
        (root / "all").mkdir()
        (root / "all" / "0001.pdf").write_text("old")
        for _ in range(2):
            merge(root, "-o", "all", "p2", "p1")
            same(root / "one", root / "all")
        assert before == {name: files_of(root / name) for name in ("p1", "p2")}
        assert not [p for p in (root / "all" / ".hongtou").iterdir() if p.name not in ("journal.jsonl", "lock")]
        for name in ("0003.pdf", "report.json", "SHA256SUMS"):
            assert (root / "all" / name).stat().st_mode & 0o77 == 0, name
        # the journal is that of a batch: nothing needs to be made again
        done = export(root, "in", "-d", "all", "--incremental", "--report")
        assert "10 unchanged" in done.err, done.err


def test_inputs_of_another_folder():
    """The same names in another folder are other inputs; the merged journal has the folder of its parts."""
    with workdir() as folder:
        root = Path(folder)
        for place in ("here", "there"):
            (root / place).mkdir()
            write_records(root / place / "in", 4)
            shard(root / place, "p", 1, 1, inputs=("in",))
        merge(root / "here", "-o", "../all", "p")
        before = files_of(root / "all")
        assert "[B560]" in merge(root / "there", "-o", "../all", "p", rc=1).err
        assert files_of(root / "all") == before
        merge(root, "-o", "all", "here/p")
        head = json.loads((root / "all/.hongtou/journal.jsonl").read_text().splitlines()[0])
        assert head["folder"] == str((root / "here").resolve()), head


def test_standard_input_again():
    """Parts of what was piped in are merged again over their own result, as others are."""
    with workdir() as folder:
        root = Path(folder)
        text = "".join(json.dumps({"标题": f"关于{i}的通知", "发文机关": "甲局", "正文": "请。", "成文日期": "2026-08-20"}) + "\n" for i in range(6))
        for number in (1, 2):
            export(root, "-", "-d", f"p{number}", "--shard", f"{number}/2", stdin=text.encode())
        for _ in range(2):
            merge(root, "-o", "all", "p1", "p2")
        assert len(files_of(root / "all")) == 6


def test_copied():
    """Where no file can be linked, they are copied and compared."""
    with workdir() as folder, tempfile.TemporaryDirectory(dir="/dev/shm", prefix="hongtou-test-") as elsewhere:
        root, other = Path(folder), Path(elsewhere)
        if root.stat().st_dev == other.stat().st_dev:
            raise Skip("one file system")
        write_records(root / "in", 8)
        export(root, "in", "-d", "one", "--report")
        for number in (1, 2):
            shard(root, f"p{number}", number, 2, "--report")
        merge(root, "-o", other / "all", "p1", "p2")
        same(root / "one", other / "all")
        assert all(p.stat().st_nlink == 1 for p in other.glob("all/*.pdf"))
        damage(next(root.glob("p1/*.pdf")))
        assert "[B559]" in merge(root, "-o", other / "all", "p1", "p2", rc=1).err


def damage(path):
    """Another byte in a file, which stays as long as it was."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_other_bytes():
    """An output that was changed, and is as long as before, is seen where files are linked; what the message advises helps."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "in", 6)
        export(root, "in", "-d", "one", "--report")
        for number in (1, 2):
            shard(root, f"p{number}", number, 2, "--report")
        victim = sorted(root.glob("p2/*.pdf"))[-1]
        damage(victim)
        done = merge(root, "-o", "all", "p1", "p2", rc=1)
        assert "[B559]" in done.err and victim.name in done.err, done.err
        assert not (root / "all" / "SHA256SUMS").exists() and not (root / "all" / victim.name).exists()
        victim.unlink()
        shard(root, "p2", 2, 2, "--report", "--resume", rc=0)
        merge(root, "-o", "all", "p1", "p2")
        same(root / "one", root / "all")


def test_over_another_batch():
    """A folder that holds a shard, or a batch of other inputs, stays as it is; that of the same inputs is made again."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "in", 4)
        write_records(root / "in2", 5, first=3)
        for number in (1, 2):
            shard(root, f"p{number}", number, 2)
        shard(root, "q1", 1, 2, inputs=("in2",))
        export(root, "in2", "-d", "other")
        for into, code in (("q1", "B558"), ("other", "B560")):
            before = {path: path.read_bytes() for path in (root / into).rglob("*") if path.is_file()}
            assert f"[{code}]" in merge(root, "-o", into, "p1", "p2", rc=1).err
            assert before == {path: path.read_bytes() for path in (root / into).rglob("*") if path.is_file()}
        export(root, "in", "-d", "same")
        merge(root, "-o", "same", "p1", "p2")
        (root / "same" / ".hongtou" / "journal.jsonl").write_text("{\n")
        merge(root, "-o", "same", "p1", "p2")
        assert len(files_of(root / "same")) == 4


def test_package():
    """A transfer package of shards, whose inventory is made when they are joined."""
    with workdir() as folder:
        root = Path(folder)
        archived(root / "in", 7)
        env = environment(SOURCE_DATE_EPOCH="1780000000")
        export(root, "in", "--package", "one", env=env)
        names = []
        for number in (1, 2, 3):
            names.append(f"p{number}")
            export(root, "in", "--package", names[-1], "--shard", f"{number}/3", env=env)
            assert not (root / names[-1] / "bagit.txt").exists()
        done = merge(root, "-o", "all", *reversed(names))
        assert "export --package 'all' --resume" in done.err, done.err
        export(root, "--package", "all", "--resume", env=env)
        assert files_of(root / "one") == files_of(root / "all")
        assert hongtou("verify", "all", cwd=root).returncode == 0


def test_wrong_use():
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "in", 1)
        for text in ("0/3", "4/3", "1", "1/", "/3", "1/3x", "-1/3", "1/100001", "1.5/3", " 1/3", "1/0"):
            done = hongtou("export", "in", "-d", "out", f"--shard={text}", cwd=root)
            assert done.returncode == 2 and text.strip() in done.err, (text, done.err)
        assert hongtou("export", "in", "--shard", "1/2", cwd=root).returncode == 2
        assert hongtou("merge", "in", cwd=root).returncode == 2
        assert hongtou("merge", "-o", "x", cwd=root).returncode == 2
        assert not (root / "out").exists() and not (root / "x").exists()


def test_many_parts_at_once():
    """More parts than files may be open at first."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "in", 4)
        names = [shard(root, f"p{i}", i, 16, "-q", "-j1") for i in range(1, 17)]
        limited = ["sh", "-c", 'ulimit -Sn 14; exec "$@"', "sh", str(PROGRAM), "merge", "-o", "all", *names]
        done = subprocess.run(limited, cwd=root, env=environment(), capture_output=True)
        assert done.returncode == 0 and len(files_of(root / "all")) == 4, done.stderr
