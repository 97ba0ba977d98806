"""What became of each record, and what commands show, as JSON on standard output; standard input as a stream of records."""
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


def shown(*arguments):
    """Objects that a command shows, which no locale changes."""
    given = [hongtou(*arguments, "--results", "json", env=environment(LC_ALL=locale)) for locale in ("C.UTF-8", "zh_CN.UTF-8")]
    assert given[0].returncode == 0 and given[0].stdout == given[1].stdout, given[0].err
    return [json.loads(text) for text in given[0].stdout.decode().splitlines()], hongtou(*arguments, env=environment(LC_ALL="C.UTF-8")).stdout.decode()


def test_fonts():
    """Every typeface and font of the text is there, with the numbers of characters."""
    rows, text = shown("fonts")
    assert [row["typeface"] for row in rows] == [line for line in text.splitlines() if not line.startswith(" ")]
    for row in rows:
        for font in row["fonts"]:
            assert f"{font['family']} ({font['path']})" in text and Path(font["path"]).is_file(), font
    chinese = [row for row in rows if "characters" in row]
    assert len(chinese) >= 4 and all(row["covered"] <= row["with_fallbacks"] <= row["characters"] == 8105 for row in chinese)


def test_styles():
    """Each sheet with its form, whether it is in use, and its kinds; the values of one, and what differs from the standard."""
    with workdir() as folder:
        own = Path(folder, "own.yaml")
        own.write_text("extends: gb9704\nform: document\nname: 公文\nenglish_name: Official document\nstyles:\n  body: {size: 15pt}\n", encoding="utf-8")
        rows, text = shown("styles", "--style-dir", folder)
        assert len(rows) == len(text.splitlines())
        first = rows[0]
        assert (first["sheet"], first["form"], first["name"], first["in_use"], first["file"]) == ("own", "document", "公文", True, str(own))
        assert "通知" in first["kinds"]
        assert [row["in_use"] for row in rows if row["sheet"] == "gb9704"] == [False]
        values, text = shown("styles", "--style-dir", folder, "own")
        mine = [row for row in values if row["key"] == "styles.body.size"]
        assert mine == [{"key": "styles.body.size", "value": "15pt", "file": str(own), "line": 6}]
        differs = [row for row in values if "standard" in row]
        assert differs and differs[0]["value"] == "15pt" and differs[0]["clause"] and differs[0]["standard"] in text, differs


def test_office():
    """Files, fields with their values as they are, and numbers."""
    with workdir() as folder:
        Path(folder, "office.yaml").write_text("发文机关: 甲局\n人员:\n  - 张三 局长\n发文字号:\n  - 代字: 甲发\n", encoding="utf-8")
        rows, _ = shown("office", "-d", folder)
        files, fields = [r for r in rows if "settings" in r], {r["field"]: r for r in rows if "field" in r}
        assert files[0] == {"settings": f"{folder}/office.yaml", "there": True} and len(files) == 3
        assert fields["issuers"]["value"] == ["甲局"] and fields["issuers"]["line"] == 1 and fields["issuers"]["name"] == "发文机关"
        assert fields["people"]["value"] == [{"name": "张三", "office": "局长"}]
        (number,), text = shown("office", "-d", folder, "number", "甲发")
        assert number["text"] == text.strip() and (number["series"], number["issues"], number["number"]) == ("甲发", False, 1)


def test_other_formats():
    """A format that is not known is a usage error."""
    for command in ("export", "fonts", "styles", "office", "doctor"):
        done = hongtou(command, "--results", "xml")
        assert done.returncode == 2 and '"xml"' in done.err, done.err
