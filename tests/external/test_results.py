"""What became of each record, as JSON on standard output; and standard input as a stream of records."""
import json
import select
import subprocess
import time
from pathlib import Path

from support import ROOT, environment, hongtou, workdir

ROOM = "cli"
PROGRAM = ROOT / "build/hongtou"
RECORD = {"标题": "关于试用的通知", "发文机关": "甲局", "正文": "请试用。", "成文日期": "2026-08-20"}


def line(**changes):
    return json.dumps({**RECORD, **changes}, ensure_ascii=False) + "\n"


def results(*arguments, **options):
    done = hongtou("export", *arguments, "--results", "json", **options)
    return [json.loads(text) for text in done.stdout.decode().splitlines()], done


def test_each_record_and_the_sum():
    """A line for each record in the order of the input, and one with the numbers."""
    with workdir() as folder:
        Path(folder, "a.jsonl").write_text(line() + line(成文日期="2026-02-31") + line(正文="请试用 1 次。"), encoding="utf-8")
        lines, done = results(Path(folder, "a.jsonl"), "-d", folder, "-t", "pdf,docx")
        assert done.returncode == 1
        first, second, third, end = lines
        assert [(r["index"], r["line"], r["state"]) for r in (first, second, third)] == [(1, 1, "done"), (2, 2, "failed"), (3, 3, "done")]
        assert [Path(out["file"]).name for out in first["outputs"]] == ["a-0001.pdf", "a-0001.docx"]
        assert all(Path(out["file"]).exists() and out["pages"] == 1 for out in first["outputs"] + third["outputs"])
        assert second["cause"] == "record" and not second["outputs"]
        (fault,) = [m for m in second["messages"] if m["level"] == "error"]
        assert fault["line"] == 2 and fault["code"].startswith("R")
        assert end == {"done": 2, "failed": 1, "unchanged": 0, "earlier": 0, "skipped": 0, "interrupted": False}


def test_one_record():
    """A file alone, made in the program's own process, is told the same way."""
    with workdir() as folder:
        Path(folder, "a.json").write_text(line(), encoding="utf-8")
        (record, end), done = results(Path(folder, "a.json"), "-o", Path(folder, "x.pdf"))
        assert done.returncode == 0 and record["state"] == "done" and record["outputs"] == [{"file": f"{folder}/x.pdf", "pages": 1}]
        assert end["done"] == 1


def test_a_file_by_its_name():
    """One record of standard input is written as the file that was asked for, with results as without; two get numbers."""
    with workdir() as folder:
        (record, _), _ = results("-", "-o", Path(folder, "x.pdf"), stdin=line().encode())
        assert record["outputs"] == [{"file": f"{folder}/x.pdf", "pages": 1}] and Path(folder, "x.pdf").exists()
        lines, _ = results("-", "-o", Path(folder, "y.pdf"), stdin=(line() + line()).encode())
        assert [Path(r["outputs"][0]["file"]).name for r in lines[:2]] == ["y-0001.pdf", "y-0002.pdf"]


def test_unchanged():
    with workdir() as folder:
        Path(folder, "a.jsonl").write_text(line() + line(标题="关于再试用的通知"), encoding="utf-8")
        for state in ("done", "unchanged"):
            lines, _ = results(Path(folder, "a.jsonl"), "-d", Path(folder, "out"), "--incremental")
            assert [r["state"] for r in lines[:2]] == [state, state] and lines[-1][state] == 2


def test_not_where_the_document_is():
    """Standard output takes the document or the results."""
    for arguments in (("-",), ("-", "-o", "-")):
        done = hongtou("export", *arguments, "--results", "json", stdin=line().encode())
        assert done.returncode == 2 and not done.stdout


def read_line(process, seconds):
    ready, _, _ = select.select([process.stdout], [], [], seconds)
    assert ready, "no answer while the input is open"
    return json.loads(process.stdout.readline())


def test_stream():
    """Each record is answered before the next one comes: the first, too."""
    with workdir() as folder:
        process = subprocess.Popen([PROGRAM, "export", "-", "-d", Path(folder, "out"), "--results", "json", "-j", "1"],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment())
        for i in range(1, 6):
            process.stdin.write(line(标题=f"关于第{i}次试用的通知").encode())
            process.stdin.flush()
            answer = read_line(process, 60)
            assert (answer["index"], answer["line"], answer["state"]) == (i, i, "done")
            assert Path(answer["outputs"][0]["file"]).exists()
            time.sleep(0.02)
        process.stdin.close()
        assert read_line(process, 60)["done"] == 5 and process.wait() == 0


def test_one_line_is_a_stream():
    """A stream of one record has the names of a stream, however its end comes."""
    for pause in (0, 0.5):
        with workdir() as folder:
            process = subprocess.Popen([PROGRAM, "export", "-", "-d", folder, "--results", "json"], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment())
            process.stdin.write(line().encode())
            process.stdin.flush()
            time.sleep(pause)
            process.stdin.close()
            assert Path(read_line(process, 60)["outputs"][0]["file"]).name == "record-0001.pdf"
            process.wait()


def test_other_records_on_standard_input():
    """YAML, and JSON over several lines, are one record, as without results."""
    texts = ["标题: 关于试用的通知\n发文机关: 甲局\n正文: 请试用。\n成文日期: 2026-08-20\n", json.dumps(RECORD, ensure_ascii=False, indent=1),
             '{"标题": {"a": 1}\n}\n']
    for text in texts:
        with workdir() as folder:
            lines, _ = results("-", "-d", folder, stdin=text.encode())
            assert len(lines) == 2 and "line" not in lines[0], lines
