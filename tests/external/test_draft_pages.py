#!/usr/bin/python3
"""Pages of documents for editing: their margins as an editor's dialogue shows them, and what fits between them."""
import json
import re
import zipfile
from pathlib import Path

import fitz
from lxml import etree

from office import convert
from support import ROOT, cases, hongtou, need, notice, page_lines, text_of, workdir

ROOM = "draft"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARGINS_MM = {"top": 37, "right": 26, "bottom": 35, "left": 28}  # GB/T 9704-2012 5.2.1
TWIPS_MM = 1440 / 25.4


def written(folder, name, to, *options):
    target = Path(folder, f"{Path(name).stem}.{to}")
    done = hongtou("export", ROOT / "samples" / name, "-o", target, "-t", to, *options)
    assert done.returncode == 0, done.err
    return target


def part(file, name):
    with zipfile.ZipFile(file) as package:
        return etree.fromstring(package.read(name))


def layout_mm(file):
    """Margins of the page that is on all pages but the first, the footer counted to the lower one."""
    styles = file.read_text()
    layout = re.search('<style:page-layout style:name="Sheet".*?</style:page-layout>', styles, re.S)[0]
    found = {side: float(re.search(f'fo:margin-{side}="([0-9.]+)mm"', layout)[1]) for side in MARGINS_MM}
    footer = re.search('fo:min-height="([0-9.]+)mm"', layout)
    found["bottom"] += float(footer[1])
    return found


@cases(["01-notice.yaml", "14-sealed.yaml", "17-letter.yaml"])
def test_natural_margins(name):
    """With natural lines they are the standard's, and lines 28.95 pt."""
    with workdir() as folder:
        found = layout_mm(written(folder, name, "fodt", "--odt-lines", "natural"))
        assert all(abs(found[side] - mm) < 0.01 for side, mm in MARGINS_MM.items()), found
        file = written(folder, name, "docx", "--odt-lines", "natural")
        sections = part(file, "word/document.xml").iter(f"{W}pgMar")
        for section in sections:
            assert all(abs(int(section.get(W + side)) - mm * TWIPS_MM) < 1 for side, mm in MARGINS_MM.items()), section.attrib
        pitches = {int(e.get(f"{W}line")) for e in part(file, "word/styles.xml").iter(f"{W}spacing") if e.get(f"{W}line")}
        assert 579 in pitches and 592 not in pitches, pitches


def test_templates():
    """A template is for typing."""
    with workdir() as folder:
        file = written(folder, "14-sealed.yaml", "dotx")
        assert [int(e.get(f"{W}top")) for e in part(file, "word/document.xml").iter(f"{W}pgMar")] == [2098]


def test_lines_as_pages():
    """Else the first line's characters are 37 mm from the edge, in whatever margin that takes."""
    with workdir() as folder:
        found = layout_mm(written(folder, "14-sealed.yaml", "fodt"))
        assert 33 < found["top"] < 33.5 and found["left"] == 28, found


def test_natural_page_is_full():
    """A page of text has 22 lines of 28 characters (5.2.3) between these margins."""
    need("soffice")
    with workdir() as folder:
        folder = Path(folder)
        record = folder / "r.md"
        record.write_text("---\n标题: 一则通知\n发文机关: 清溪区人民政府\n成文日期: 2026-03-05\n---\n" +
                          "\n\n".join(["文" * 200] * 20) + "\n")
        files = []
        for to in ("odt", "docx"):
            files.append(folder / f"{to}.{to}")
            done = hongtou("export", record, "-o", files[-1], "--odt-lines", "natural")
            assert done.returncode == 0, done.err
        convert(files, folder)
        for file in files:
            with fitz.open(file.with_suffix(".pdf")) as shown:
                lines = [text_of(line) for line in page_lines(shown[1])]
            text = [line for line in lines if "文" in line]
            assert len(text) == 22 and max(map(len, text)) == 28, (file.name, len(text), lines)


def test_high_rows():
    """Cells of a row with a least height add nothing to it: programs differ in whether it has their distances in it."""
    need("soffice")
    with workdir() as folder:
        file = written(folder, "10-meeting.yaml", "docx", "-s", "signin")
        high = [row for row in part(file, "word/document.xml").iter(f"{W}tr") if row.find(f"{W}trPr/{W}trHeight") is not None]
        margins = [e for row in high for e in row.iterfind(f"{W}tc/{W}tcPr/{W}tcMar/{W}bottom")]
        assert len(high) > 10 and margins and {e.get(f"{W}w") for e in margins} == {"0"}
        convert([file], Path(folder))
        with fitz.open(file.with_suffix(".pdf")) as shown:
            assert len(shown) == 1


BULLETIN = "格式: 简报\n发文机关: 清溪区水务局\n发文机关标志: 清溪水务简报\n期号: 3\n成文日期: 2026-10-20\n条目:\n" + "".join(
    f"  - 标题: 第{n}处堤防修复完工\n    正文: 第{n}处堤防已经修复，比计划早了十天。\n" + "    来源: 局办公室供稿\n" * (n in "一三五七")
    for n in "一二三四五六七八")


@cases(["fodt", "docx"])
def test_body_of_a_bulletin(to):
    """正文 looks like the text, though more paragraphs with its style are items of the list 本期要目."""
    with workdir() as folder:
        record = Path(folder, "r.yaml")
        record.write_text(BULLETIN)
        file = Path(folder, f"r.{to}")
        done = hongtou("export", record, "-o", file)
        assert done.returncode == 0, done.err
        if to == "fodt":
            found = re.search('<style:style style:name="body" .*?</style:style>', file.read_text(), re.S)[0]
            assert 'fo:text-indent="11.143mm"' in found and not re.search('fo:margin-left="[^0]', found), found
            return
        style, = (e for e in part(file, "word/styles.xml").iter(f"{W}style") if e.get(f"{W}styleId") == "body")
        indent = style.find(f"{W}pPr/{W}ind")
        assert indent.get(f"{W}firstLine") and indent.get(f"{W}left") in (None, "0"), etree.tostring(style)


@cases(["07-rare-names", "20-merged-table", "25-forward"])
def test_docx_of_an_odt(name):
    """A paragraph with one line on the next page has that in the DOCX that LibreOffice saves of the ODT, too, also if the
    page ends early (25)."""
    need("soffice")
    with workdir() as folder:
        folder = Path(folder)
        done = hongtou("export", ROOT / "samples" / f"{name}.yaml", "-d", folder, "-t", "odt,pdf")
        assert done.returncode == 0, done.err
        convert([folder / f"{name}.odt"], folder, to="docx")
        convert([folder / f"{name}.docx"], folder / "shown")
        with fitz.open(folder / f"{name}.pdf") as ours, fitz.open(folder / "shown" / f"{name}.pdf") as theirs:
            heads = [[text_of(page_lines(page)[0]) for page in document] for document in (ours, theirs)]
    assert heads[0] == heads[1]


def below_a_high_head(n):
    """A record with n paragraphs and, below them, a table whose head has three rows."""
    heads = [[{"文字": "项目", "跨行": 3}, {"文字": "一般预算", "跨列": 5}, {"文字": "基金预算", "跨列": 3}],
             [{"文字": "预算数", "跨列": 2}, {"文字": "执行数", "跨列": 2}, *({"文字": text, "跨行": 2} for text in
              ("执行率（%）", "预算数（万元）", "执行数（万元）", "增减额（万元）"))],
             [f"{year}年（万元）" for year in (2025, 2026, 2025, 2026)]]
    labels = ["教育", "科学技术方面", "文化旅游体育和传媒方面", "社会保障和就业", "卫生健康方面", "节能环保方面", "城乡社区方面", "农林水", "交通运输方面", "灾害防治和应急管理方面", "合计"]
    rows = [[label, f"第{row}行", "13661.34", "58619.01", "6612.02", "40.4%", "335.46", "61.62", "-50.73"]
            for row, label in enumerate(labels)]
    table = {"表格": {"标题": "表1　预算执行情况", "单位": "万元", "表头": heads, "行": rows}}
    return notice("").partition("body:")[0] + "body: " + json.dumps(["执行情况见表1。"] + ["另起一段。"] * n + [table, "特此通报。"], ensure_ascii=False) + "\n"


@cases(["odt", "docx"])
def test_rows_below_a_high_head(to):
    """LibreOffice loses no row where only one has room below a repeated head of three rows."""
    need("soffice")
    with workdir() as name:
        folder = Path(name)
        files = [folder / f"{n}.yaml" for n in range(4)]
        for n, file in enumerate(files):
            file.write_text(below_a_high_head(n), encoding="utf-8")
        done = hongtou("export", "-q", *files, "-t", to, "-d", folder)
        assert done.returncode == 0, done.err
        convert([file.with_suffix("." + to) for file in files], folder)
        for file in files:
            with fitz.open(file.with_suffix(".pdf")) as document:
                text = "".join("".join(page.get_text().split()) for page in document)
            assert [row for row in range(11) if f"第{row}行" not in text] == [], (file.name, text)


@cases(["odt", "docx"])
def test_figures_are_whole(to):
    """A figure that has just room in its column is on one line in LibreOffice, too."""
    need("soffice")
    heads = ["序号", "姓名", "性别", "民族", "出生年月", "政治面貌", "学历", "毕业院校", "专业", "参加工作时间", "笔试成绩", "面试成绩", "考察成绩", "总成绩", "名次", "身份证号", "联系电话", "备注"]
    figures = [[f"{60 + row}.{11 * column:02}" for column in range(1, 5)] for row in range(8)]
    rows = [["1", "周修明", "女", "汉族", "1990-01", "中共党员", "硕士研究生", "清溪师范大学", "汉语言文学", "2013-07", *line, "1", "53010319900101002X", "13800001111", ""]
            for line in figures]
    table = {"表格": {"表头": [heads], "行": rows}}
    with workdir() as name:
        folder = Path(name)
        file = folder / "a.yaml"
        file.write_text(notice("").partition("body:")[0] + "body: " + json.dumps(["文。", table, "文。"], ensure_ascii=False) + "\n", encoding="utf-8")
        done = hongtou("export", "-q", file, "-t", f"pdf,{to}", "-d", folder)
        assert done.returncode == 0, done.err

        def whole():
            with fitz.open(folder / "a.pdf") as document:
                words = {word[4] for page in document for word in page.get_text("words")}
            return [figure for line in figures for figure in line if figure in words]
        on_pages = whole()
        convert([file.with_suffix("." + to)], folder)
        assert len(on_pages) > 20 and whole() == on_pages, (len(on_pages), whole())
