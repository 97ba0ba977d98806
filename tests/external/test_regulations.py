"""Regulations: parts, the table of contents, the note below the title, as trace, PDF and ODT have them."""
import io
import re
import zipfile

import fitz
import lxml.etree as xml

from support import CELL, LEFT, MM, WIDTH, export

ROOM = "doc"

RECORD = """格式: 公文
发文机关标志: 云岫市人民政府文件
发文字号: 云政发〔2026〕8号
标题: 关于印发办法的通知
成文日期: 2026-03-09
主送机关: 各区
正文: 现印发给你们。
所附文件:
  标题: 云岫市公共停车场管理办法
  题注: （2026年3月6日云岫市人民政府第12次常务会议审议通过　2026年3月9日云岫市人民政府令第12号公布　自2026年5月1日起施行）
  正文: |
    目录
    第一章 总则
    第二章 规划与建设
    第一节 一般规定
    第三章 附则
    第一章 总则
    第一条 为了加强公共停车场管理，根据有关法律、法规，结合本市实际，规范公共停车场的规划与建设，制定本办法。
    第二条　本办法所称公共停车场，包括2类场所：
    （一）独立建设的；
    （二）配建的。
    第二章　规划与建设
    第一节　一般规定
    第三条   规划应当符合下列要求：各单位要提高政治站位，强化责任担当，结合实际细化任务分工，明确12项要求。
    第三章 附 则
    第四条本办法自2026年5月1日起施行。
"""


def lines():
    """(x0, x1, text, fonts) of each line of the PDF, in mm."""
    pdf = fitz.open(stream=export(RECORD), filetype="pdf")
    found = []
    for page in pdf:
        rows = {}
        for block in page.get_text("rawdict")["blocks"]:
            for span in (s for l in block.get("lines", []) for s in l["spans"]):
                for char in span["chars"]:
                    rows.setdefault(round(char["origin"][1]), []).append((char["origin"][0] / MM, char["c"], span["font"]))
        for _, row in sorted(rows.items()):
            row = sorted(row)
            ink = [c for c in row if c[1].strip("　 ")]
            if ink:
                found.append((ink[0][0], ink[-1][0] + CELL, row))
    return found


def line(text):
    wanted = text.replace("　", "")
    for x0, x1, row in lines():
        if "".join(c[1] for c in row if c[1].strip("　 ")).startswith(wanted):
            yield x0, x1, row


def test_parts_are_centred_and_spread():
    for text in ("目录", "第一章总则", "第二章规划与建设", "第一节一般规定", "第三章附则"):
        x0, x1, row = list(line(text))[-1]
        assert abs((x0 + x1) / 2 - LEFT - WIDTH / 2) < 0.3, (text, x0, x1)
        font = "FandolKai" if "节" in text else "FandolHei"
        assert all(c[2].startswith(font) for c in row if c[1].strip("　 ")) or "Fandol" not in row[0][2], row
    row = list(line("第一章总则"))[-1][2]
    places = [c[0] for c in row if c[1].strip("　 ")]
    assert [round((b - a) / CELL) for a, b in zip(places, places[1:])] == [1, 1, 2, 2], places


def test_articles_have_one_blank():
    for text, n in (("第一条为了", 3), ("第二条本办法", 3), ("第三条规划", 3), ("第四条本办法", 3)):
        (_, _, row), = line(text)
        ink = [c for c in row if c[1].strip("　 ")]
        assert abs(ink[n][0] - ink[n - 1][0] - 2 * CELL) < 0.02, (text, ink[n][0] - ink[n - 1][0])
        assert ink[0][2] != ink[n][2], ink[:4]


def test_contents():
    entries = [(round((x0 - LEFT) / CELL), "".join(c[1] for c in row if c[1].strip("　 "))) for x0, _, row in lines()]
    first = entries.index((13, "目录"))
    assert entries[first + 1:first + 5] == [(2, "第一章总则"), (2, "第二章规划与建设"), (4, "第一节一般规定"),
                                            (2, "第三章附则")], entries


def test_note_below_the_title_breaks_at_pauses():
    texts = ["".join(c[1] for c in row if c[1].strip("　 ")) for _, _, row in lines()]
    assert "2026年3月9日云岫市人民政府令第12号公布" in texts and "自2026年5月1日起施行）" in texts, texts[:20]


def test_odt_has_named_styles_and_headings():
    archive = zipfile.ZipFile(io.BytesIO(export(RECORD, to="odt")))
    content = xml.fromstring(archive.read("content.xml"))
    text = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    headings = {"".join(h.itertext()): h.get(text + "outline-level") for h in content.iter(text + "h")}
    assert headings.get("第一章　总　则") == "2" and headings.get("第一节　一般规定") == "3", headings
    names = re.findall(r'style:display-name="(.*?)"', archive.read("styles.xml").decode())
    assert {"章", "节", "目录", "目录章", "目录节"} <= set(names), names
    note = next(p for p in content.iter(text + "p") if "审议通过" in "".join(p.itertext()))
    assert len(note.findall(f".//{text}line-break")) == 2


def test_blanks_after_numbers():
    """However it is typed, no blank is between a number and the text, but one before a figure."""
    record = RECORD.split("所附文件")[0].replace("正文: 现印发给你们。", "正文: |\n  1. 甲乙\n  2.丙丁\n  （1） 戊\n  一、　己庚\n"
                                             "  1.2026年\n  2. 5G应用\n附件: [2026年任务, 名单]")
    text = "".join(page.get_text() for page in fitz.open(stream=export(record), filetype="pdf"))
    for wanted in ("1.甲乙", "2.丙丁", "（1）戊", "一、己庚", "1. 2026", "2. 5G", "2. 名单"):
        assert wanted in text, (wanted, text)
