#!/usr/bin/python3
"""Write the manual page of all messages, hongtou-messages(7), from the tables that the program is compiled from.

usage: make-messages.py LANGUAGE HEAD OUTPUT TABLE… [PO]

LANGUAGE is en or zh_CN; HEAD, the page above its lists; TABLE, a room's messages.h; PO, the translation that the page
takes the texts from, if it is not English. What a message puts in is shown as …."""

import re
import sys
from pathlib import Path

ROOMS = {  # in the order of the page
    "record": ("RECORDS", "记录"), "style": ("STYLE SHEETS", "样式表"), "doc": ("RECORD AND FORM", "记录与格式"),
    "check": ("FINDINGS OF CHECK", "检查结果"), "import": ("MESSAGES OF IMPORT", "导入"), "image": ("PICTURES", "图片和印章"),
    "text": ("FONTS AND CHARACTERS", "字体和字符"), "layout": ("PAGES", "页面"), "office": ("PACKAGES", "文件包"), "draft": ("DOCUMENTS FOR EDITING", "供编辑的文件"),
    "odt": ("ODT", "ODT"), "docx": ("DOCX", "DOCX"), "render": ("OUTPUTS", "输出"), "export": ("EXPORT", "生成"),
    "settings": ("OFFICE SETTINGS", "单位设置"), "batch": ("BATCHES", "批处理"), "serve": ("SERVER", "服务"), "cli": ("COMMANDS", "命令"), "base": ("FILES", "文件"),
}
LEVELS = {"NOTE": ("note", "提示"), "WARNING": ("warning", "警告"), "ERROR": ("error", "错误")}
ROW = re.compile(r'^X\((\w+), (NOTE|WARNING|ERROR), "(\w+)",\s*N_\("(.*?)"\),\s*(?:NULL|"([^"]+)")\)$', re.M | re.S)


def unquote(text):
    """The value of C's or gettext's adjacent string literals, without the outer quotes."""
    return re.sub(r"\\(.)", lambda m: " " if m[1] == "n" else m[1], re.sub(r'(?<!\\)"\s*"', "", text))


def rows(table):
    source = table.read_text(encoding="utf-8")
    found = ROW.findall(source)
    if len(found) != len(re.findall(r"^X\(", source, re.M)):
        sys.exit(f"{table}: a row that this program does not read")
    return [(level, code, unquote(text), clause) for _, level, code, text, clause in found]


def translations(po):
    source = po.read_text(encoding="utf-8")
    found = re.findall(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n)+)', source, re.M)
    return {unquote(text.strip()[1:-1]): unquote(said.strip()[1:-1]) for text, said in found}


def line(text):
    """A line of mdoc that is this text."""
    text = text.replace("\\", "\\e")
    return f"\\&{text}" if text[:1] in (".", "'") else text


def entry(row, chinese, texts):
    level, code, said, clause = row
    said = re.sub(r"\{\d\}", "…", texts.get(said) or said if chinese else said)
    about = [LEVELS[level][chinese], *([clause] if clause else [])]
    if chinese:
        return f".It {code}\n{line(said)}（{'；'.join(about)}）\n"
    return f".It {code}\n{line(said[0].upper() + said[1:])} ({'; '.join(about)}).\n"


def main():
    language, head, output, *tables = sys.argv[1:]
    chinese = language != "en"
    texts = translations(Path(tables.pop())) if chinese else {}
    tables = {Path(table).parent.name: Path(table) for table in tables}
    if set(tables) - set(ROOMS):
        sys.exit(f"{sys.argv[0]}: no heading for {sorted(set(tables) - set(ROOMS))}")
    page = Path(head).read_text(encoding="utf-8")
    for room in (room for room in ROOMS if room in tables):
        page += f".Sh {ROOMS[room][chinese]}\n.Bl -tag -width M100 -compact\n"
        page += "".join(entry(row, chinese, texts) for row in sorted(rows(tables[room]), key=lambda row: row[1])) + ".El\n"
    Path(output).write_text(page, encoding="utf-8")


main()
