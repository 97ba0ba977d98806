"""Records with a security grade (密级): only their owner may read what is made of them."""
import json
import os
import resource
import subprocess
from pathlib import Path

from support import PROGRAM, hongtou, workdir

ROOM = "batch"
RECORD = {"title": "关于事项的通知", "mark": "甲局文件", "number": "甲发〔2026〕1号", "issuers": "甲局", "recipients": "乙局",
          "date": "2026-01-05", "body": "文。"}
SECRET = RECORD | {"secrecy": "机密★1年", "copy_number": "000001"}
# 密级 is known, though the record has a fault
FAULTY = SECRET | {"date": "no day"}
REPORTS = ["report.json", "report.jsonl", "report.csv", "SHA256SUMS"]


def mode(path):
    return oct(os.stat(path).st_mode & 0o777)[2:]


def run(*args, **more):
    return hongtou(*args, umask=0o022, **more)


def write(folder, *records):
    path = Path(folder, "records.jsonl")
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


def one(folder, record):
    path = Path(folder, "record.json")
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return path


def test_single():
    """Also where a file that all may read was there before."""
    with workdir() as folder:
        for to in ("pdf", "odt", "ofd"):
            for record, wanted in ((RECORD, "644"), (SECRET, "600")):
                out = Path(folder, f"o.{to}")
                done = run("export", one(folder, record), "-o", out)
                assert done.returncode == 0 and mode(out) == wanted, (to, wanted, mode(out), done.err)


def test_batch():
    """With its report, if one record is secret; the journal always."""
    with workdir() as folder:
        for records, wanted in (([RECORD, RECORD], "644"), ([RECORD, SECRET, RECORD], "600"), ([RECORD, FAULTY], "600")):
            out = Path(folder, "out")
            run("export", write(folder, *records), "-d", out, "--report", "json", "--name", "{index}")
            assert [mode(out / name) for name in REPORTS] == [wanted] * len(REPORTS)
            assert mode(out / ".hongtou") == "700" and mode(out / ".hongtou" / "journal.jsonl") == "600"
            for index, record in enumerate(records, 1):
                if record is not FAULTY:
                    assert mode(out / f"{index}.pdf") == ("600" if record is SECRET else "644"), index


def test_report_of_a_resumed_batch():
    """That a record made before was secret is in the journal."""
    with workdir() as folder:
        out, batch = Path(folder, "out"), write(folder, SECRET, RECORD)
        run("export", batch, "-d", out)
        run("export", batch, "-d", out, "--report", "json", "--incremental")
        assert [mode(out / name) for name in REPORTS] == ["600"] * len(REPORTS)


def test_attached_record():
    """The text of a secret record in the file is warned of, once."""
    with workdir() as folder:
        out = Path(folder, "o.pdf")
        for record, times in ((RECORD, 0), (SECRET, 1)):
            done = run("export", one(folder, record), "-o", out, "--attach-record")
            assert done.returncode == 0 and done.err.count("B540") == times, done.err


def test_import():
    """The record of a secret text, its pictures, and what it replaces."""
    text = "机密★1年\n甲局文件\n甲发〔2026〕1号\n关于事项的通知\n乙局：\n现将有关事项通知如下。\n甲局\n2026年1月5日\n"
    with workdir() as folder:
        source, out = Path(folder, "t.txt"), Path(folder, "r.yaml")
        for secret, wanted in ((False, "644"), (True, "600")):
            source.write_text(text if secret else text.split("\n", 1)[1], encoding="utf-8")
            done = run("import", source, "-o", out)
            assert done.returncode == 0 and mode(out) == wanted, done.err
        out.write_text(out.read_text(encoding="utf-8") + "# 改\n", encoding="utf-8")
        run("import", source, "-o", out)
        kept = sorted(Path(folder).glob("r.yaml.orig*"))
        assert [mode(path) for path in kept] == ["644", "600"], kept


def test_fixed():
    """check --fix leaves the mode as it is, and keeps the original with it."""
    with workdir() as folder:
        for given in ("600", "644"):
            path = one(folder, SECRET | {"body": "会议要落实,要检查。"})
            os.chmod(path, int(given, 8))
            done = run("check", "--fix", path)
            assert "problem fixed" in done.err and mode(path) == given, done.err
        assert [mode(kept) for kept in sorted(Path(folder).glob("*.orig*"))] == ["600", "644"]


def test_no_core():
    """A crash leaves no file with what a record says."""
    def allow():
        hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    with workdir() as folder:
        running = subprocess.Popen([PROGRAM, "export", "-", "-o", f"{folder}/o.pdf"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, preexec_fn=allow)
        try:
            running.stdin.write(b"{")
            running.stdin.flush()
            for _ in range(100):
                limits = Path(f"/proc/{running.pid}/limits").read_text()
                core = next(line for line in limits.splitlines() if line.startswith("Max core")).split()[4:6]
                if core == ["0", "0"]:
                    break
                running.stdin.flush()
                subprocess.run(["sleep", "0.05"], check=True)
            assert core == ["0", "0"], limits
        finally:
            running.kill()
            running.communicate()
