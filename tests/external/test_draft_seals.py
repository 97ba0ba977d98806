#!/usr/bin/python3
"""Seals in documents for editing: pictures only where they are asked for, else outlines; and they stay when a line of the
signature is deleted."""
import shutil
import zipfile
from pathlib import Path

import fitz

from office import change, convert
from support import ROOT, cases, hongtou, page_lines, text_of, workdir

ROOM = "draft"
SEALED = ["11-order", "13-joint", "14-sealed", "19-joint-8"]
MM = 72 / 25.4


def export(name, folder, to, *options):
    target = Path(folder, f"{name}.{to}")
    done = hongtou("export", ROOT / "samples" / f"{name}.yaml", "-o", target, *options)
    assert done.returncode == 0, done.err
    return target, done


def pictures(file):
    with zipfile.ZipFile(file) as package:
        return [name for name in package.namelist() if name.endswith((".png", ".jpg"))]


def body(file):
    with zipfile.ZipFile(file) as package:
        return package.read("content.xml" if file.suffix == ".odt" else "word/document.xml").decode()


@cases([(name, to) for name in SEALED for to in ("odt", "docx")])
def test_default(case):
    """No picture of a seal is in the file, its outline is; a note says so, once. Nothing else is missed."""
    name, to = case
    with workdir() as folder:
        file, done = export(name, folder, to, "-v")
        assert not pictures(file)
        shape = {"odt": ("<draw:ellipse ", "<draw:rect "), "docx": ('prst="ellipse"', "<v:rect ")}[to][name == "11-order"]
        assert shape in body(file)
        assert done.err.count("W162") == 1 and "D10" not in done.err, done.err
        assert "W162" not in export(name, folder, to, "-v", "--seals", "placeholder")[1].err


@cases(["odt", "docx"])
def test_choice(to):
    with workdir() as folder:
        none, done = export("13-joint", folder, to, "-v", "--seals", "none")
        assert not pictures(none) and "ellipse" not in body(none) and "印章" not in body(none), done.err
        assert "W162" not in done.err and "D10" not in done.err, done.err
        image, done = export("13-joint", folder, to, "-v", "--seals", "image")
        assert len(pictures(image)) == 3 and "ellipse" not in body(image) and "W162" not in done.err


def test_wrong_choice():
    with workdir() as folder:
        done = hongtou("export", ROOT / "samples" / "14-sealed.yaml", "-o", Path(folder, "a.odt"), "--seals", "picture")
        assert done.returncode == 2 and "placeholder" in done.err, done.err


def shown(pdf):
    """(page, the seals' boxes, the lines of text and where they are) of the last page, in mm."""
    document = fitz.open(pdf)
    page = document[len(document) - 1]
    boxes = sorted(tuple(v / MM for v in info["bbox"]) for info in page.get_image_info())
    return boxes, {text_of(line): line[0].y for line in page_lines(page)}


@cases(["odt", "docx"])
def test_deleted_lines(to):
    """The date or an organ's name deleted: the seal is where it was, and not on the text above."""
    with workdir() as folder:
        file, _ = export("14-sealed", folder, to, "--seals", "image")
        for line in ("2026年6月8日", "清溪区人民政府"):
            change(file, Path(folder, "before.pdf"))
            change(file, Path(folder, "after.pdf"), ["delete", line])
            before, text = shown(Path(folder, "before.pdf"))
            after, left = shown(Path(folder, "after.pdf"))
            assert len(before) == len(after) == 1
            assert all(abs(a - b) < 0.5 for a, b in zip(before[0], after[0])), (line, before, after)
            assert len(left) == len(text) - 1 and line not in left


@cases(["odt", "docx"])
def test_even_page(to):
    """Printed on both sides, the imprint is on an even page in documents for editing, too, and a note says what to see to
    (7.4.1)."""
    with workdir() as folder:
        file, done = export("12-upward", folder, to, "-v", "-s", "gb9704-duplex")
        assert done.err.count("W163") == 1, done.err
        pdf, _ = export("12-upward", folder, "pdf", "-s", "gb9704-duplex")
        Path(folder, "shown").mkdir()
        convert([file], Path(folder, "shown"))
        ours, theirs = fitz.open(pdf), fitz.open(Path(folder, "shown", "12-upward.pdf"))
        assert len(ours) == len(theirs) == 4
        assert "印发" in theirs[3].get_text() and "印发" not in theirs[2].get_text()


@cases(["odt", "docx"])
def test_typed_before(to):
    """Text typed above the signature moves the seal with it."""
    with workdir() as folder:
        file, _ = export("14-sealed", folder, to, "--seals", "image")
        change(file, Path(folder, "before.pdf"))
        change(file, Path(folder, "after.pdf"), ["before", "各级各部门要贯彻", "新的一段。", "又是一段。"])
        (before,), text = shown(Path(folder, "before.pdf"))
        (after,), left = shown(Path(folder, "after.pdf"))
        moved = left["2026年6月8日"] - text["2026年6月8日"]
        assert moved > 15 and abs(after[1] - before[1] - moved) < 0.5, (moved, before, after)


SHORT = """格式: 公文
发文机关: 清溪区水务局
发文机关标志: 清溪区水务局文件
发文字号: 清水发〔2026〕12号
标题: 清溪区水务局关于重点工程进度的通报
主送机关: [各街道办事处]
正文: |
  现将进度通报如下：
  一、总体情况
  截至9月30日，列入年度计划的12项重点工程全部开工，累计完成投资3.86亿元，占年度计划的71.4%%，各工程进度见下表。

%s

  二、下一步要求
  各地要倒排工期，确保12月底前完成全部投资。
成文日期: 2026-10-10
印章: %s
"""
TABLE = "  | 工程 | 投资 |\n  |:---|---:|\n" + "  | 堤防加固 | 6,200 |\n" * 9
PICTURE = "  ![图1　河道位置示意图](river.svg)"


@cases([(between, to) for between in ("table", "picture") for to in ("odt", "docx")])
def test_page_begun_without_text(case):
    """A page that a table or a picture begins, and that ends with a seal: the text in between begins no other page."""
    between, to = case
    seal = ROOT / "samples" / "seals" / "qingxi-water.svg"
    with workdir() as folder:
        folder = Path(folder)
        shutil.copy(ROOT / "samples" / "attachments" / "river.svg", folder)
        record = folder / "r.yaml"
        record.write_text(SHORT % ({"table": TABLE, "picture": PICTURE}[between], seal))
        for target in ("pdf", to):
            done = hongtou("export", record, "-o", folder / f"r.{target}", "--seals", "image")
            assert done.returncode == 0, done.err
        lines = [[text_of(line) for line in page_lines(page)] for page in fitz.open(folder / "r.pdf")]
        assert len(lines) == 2 and not any("二、" in line for line in lines[0]), lines
        assert any("二、" in line for line in lines[1][1:]), lines
        assert "break-before=\"page\"" not in body(folder / f"r.{to}") and "pageBreakBefore" not in body(folder / f"r.{to}")
