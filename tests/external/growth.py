"""How the time of a command grows with its input: series of inputs, each of one thing repeated.

    growth.py [--most BYTES] [--seconds S] [--list] [PATTERN …]

For each series and command, its input is made four times as long until it has BYTES (4 MB) or takes S seconds of
processor time. Printed is the exponent of the last step: 1 is linear, 2 quadratic. A PATTERN (`check/*quotes*`) keeps
some of them. The series are: every text and every list of the schema, each text with several things in it; texts, HTML,
DOCX and ODT for import. test_growth.py runs a few of them.
"""
import argparse
import fnmatch
import io
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from support import PROGRAM, environment, hongtou

# What is repeated within one text: a word to name it, and the text.
UNITS = {
    "words": "落实工作要求，",
    "quotes": '会议"强调"要落实工作,',
    "days": "2026年08月05日和",
    "full days": "二〇二六年八月五日、",
    "numbers": "１２３，４５６万元、",
    "brackets": "（见《办法",
    "closing": "》）",
    "latin": "word and ",
    "one word": "a",
    "blanks": " 　",
    "stars": "*a **b ",
    "links": "[甲](https://a.example/b) " * 500 + "\n",
    "opening": "[",
    "backticks": "`a``b ",
    "formulas": "$x^2$ ",
    "notes": "甲[^1]",
    "tags": "<b>",
    "less": "<",
    "breaks": "甲<br>",
    "raised": "¹",
    "sources": "【1†",
    "people": "张三（局长）、",
    "names": "方知行　",
    "offices": "局长：李四 ",
    "tabs": "甲\t乙\t",
    "rare": "𠮷",
    "marks": "e\u0301",
    "dashes": "——…",
    "repeated": "的的了了，，",
    "labels": "时间：",
    "ordinals": "一是落实；二是检查；",
}
# What is repeated as lines of a text.
LINES = {
    "paragraphs": "各单位要认真落实工作要求。\n",
    "headings": "一、工作要求\n（一）要求。认真落实。\n",
    "levels": "（一）要求\n1.落实\n（1）检查\n",
    "short lines": "甲\n",
    "empty lines": "\n",
    "quoted lines": '会议"强调"要落实,好\n',
    "days in lines": "2026年8月5日\n",
    "rows": "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n",
    "one table": "| 甲 | 乙 |\n",
    "rows to fill in": "|  |  |\n",
    "people in lines": "组长：张三  局长\n副组长：李四  副局长\n",
    "attachments": "附件1\n办法\n第一条　落实。\n",
    "note of attachments": "附件：1.办法\n2.规定\n",
    "items": "- 甲\n- 乙\n",
    "numbered": "1. 甲\n2. 乙\n",
    "articles": "第一章　总则\n第一条　为了落实。\n",
    "definitions": "文[^1]\n\n[^1]: 注\n",
    "signatures": "某某局\n2026年8月5日\n",
    "page numbers": "认真落实。\n- 1 -\n",
    "imprint": "抄送：某某局。\n某某局办公室　2026年8月5日印发\n",
    "label lines": "时间：2026年8月5日\n地点：会议室\n",
    "attendance": "出席：张三、李四\n列席：王五\n",
    "pictures": "![图1](a.png)\n",
    "rules": "---\n",
    "quotations": "> 甲\n",
    "code": "```\n甲\n```\n",
    "centred": "        关于工作的通知\n",
    "mixed blanks": "甲 \n 乙\n",
}
BASE = {"title": "关于事项的通知", "mark": "甲局文件", "issuers": ["甲局"], "date": "2026-01-05", "body": "文。",
        "recipients": ["乙局"]}
EXPORTS = ["pdf", "odt", "ofd"]


def times(unit, size):
    """The unit, as often as it takes to have this many bytes."""
    return unit * max(1, size // len(unit.encode()))


def counted(size, each, make):
    """size / each things, made of their numbers."""
    return [make(number) for number in range(max(1, size // each))]


# --- records ---

def schema():
    return json.loads(hongtou("schema").stdout)


def fields(schema_):
    """(path, kind of value) of each field, in lists only of the first entry's."""
    def walk(properties, path):
        for name, value in properties.items():
            if not name.isascii():
                continue
            refs = [value.get("$ref", "")] + [part.get("$ref", "") for part in value.get("anyOf", [])]
            kinds = {ref.split("/")[-1] for ref in refs if ref}
            yield path + (name,), kinds
            for kind in kinds:
                inner = schema_["$defs"][kind].get("properties")
                if inner and len(path) < 4:
                    yield from walk(inner, path + (name,))
    return walk(schema_["properties"], ())


def with_field(path, value):
    """A record with this value in the field of that path."""
    record = dict(BASE)
    if path[0] in ("meeting", "decisions"):
        record |= {"form": "minutes"}
    if path[0] in ("items", "editor_note", "editor", "report_to", "send_to", "issue_to", "issue", "total_issue"):
        record |= {"form": "bulletin"}
    for name in reversed(path):
        value = {name: value}
    def merge(into, new):
        for key, item in new.items():
            if isinstance(item, dict):
                fresh = {"title": "办法"} if key in ("attachments", "enclosed", "items") else {}
                if key in ("agenda",):
                    fresh = {"topic": "审议"}
                if key in ("decisions",):
                    fresh = {"text": "落实"}
                if key == "table":
                    fresh = {"columns": ["甲"], "rows": [["1"]]}
                merge(into.setdefault(key, fresh) if isinstance(into.get(key), dict) or key not in into else fresh, item)
                into[key] = into[key] if isinstance(into[key], dict) else {**fresh, **item}
            else:
                into[key] = item
    merge(record, value)
    return record


def entries(kind, size):
    """A list of this kind with about size bytes, or None: no list."""
    number = lambda k: f"第{k}"
    if kind in ("texts", "text_list"):
        return counted(size, 30, lambda k: f"{number(k)}单位")
    if kind == "people":
        return counted(size, 60, lambda k: {"name": f"张{chr(0x4e00 + k % 5000)}", "office": f"{number(k)}局局长"})
    if kind == "agenda":
        return counted(size, 90, lambda k: {"topic": f"审议{number(k)}", "decisions": [{"text": "落实", "owner": ["甲"]}]})
    if kind == "decisions":
        return counted(size, 60, lambda k: {"text": f"落实{number(k)}", "owner": ["甲"]})
    if kind in ("enclosed", "attachments"):
        return counted(size, 60, lambda k: {"title": f"{number(k)}办法", "body": "文。"})
    if kind == "items":
        return counted(size, 60, lambda k: {"title": f"{number(k)}", "body": "文。"})
    if kind == "committee":
        return counted(size, 60, lambda k: {"role": f"{number(k)}组长", "people": ["张三"]})
    if kind == "columns":
        return counted(size, 20, lambda k: {"head": f"{k}"})
    if kind == "rows":
        return counted(size, 20, lambda k: [f"{k}"])
    if kind == "body":
        return counted(size, 80, lambda k: {"table": {"columns": ["甲"], "rows": [[f"{k}"]]}})
    return None


def record_series(all_units):
    """name → function of a size that gives (file name, bytes)."""
    found = {}

    def add(name, record_of):
        found[name] = lambda size: ("r.json", json.dumps(record_of(size), ensure_ascii=False).encode())
    for path, kinds in fields(schema()):
        where = ".".join(path)
        for kind in sorted(kinds):
            if entries(kind, 10) is not None:
                add(f"{where}/list", lambda size, p=path, k=kind: with_field(p, entries(k, size)))
            if kind in ("text", "texts", "body", "people", "body_part"):
                units = UNITS if all_units or path in (("body",), ("title",)) else {k: UNITS[k] for k in ("words", "quotes")}
                for unit, text in units.items():
                    add(f"{where}/{unit}", lambda size, p=path, t=text: with_field(p, times(t, size)))
            if kind == "body" and (all_units or len(path) == 1):
                for unit, text in LINES.items():
                    add(f"{where}/{unit}", lambda size, p=path, t=text: with_field(p, times(t, size)))
    add("body/cited notes", lambda size: with_field(("body",), times("甲[^1]", size) + "\n\n[^1]: 注\n"))
    add("body/many notes", lambda size: with_field(("body",), "".join(f"甲[^{k}]" for k in range(size // 20)) + "\n\n" +
                                                  "".join(f"[^{k}]: 注\n" for k in range(size // 20))))
    add("body/nested", lambda size: with_field(("body",), "".join("  " * min(k, 200) + "- 甲\n" for k in range(size // 200))))
    add("columns wide", lambda size: with_field(("body",), [{"table": {"columns": [f"{k}" for k in range(12)], "rows": [
        [f"{k}"] * 12 for k in range(size // 100)]}}]))
    add("body/merged rows", lambda size: with_field(("body",), ["文。", {"table": {"columns": ["甲", "乙"], "rows": [
        row for k in range(size // 80) for row in ([{"text": f"{k}", "rows": 2}, "甲"], ["乙"])]}}]))
    add("unknown fields", lambda size: BASE | {f"甲{k}": "乙" for k in range(size // 20)})
    found["yaml/quotes"] = lambda size: ("r.yaml", ("标题: 关于事项的通知\n发文机关标志: 甲局文件\n发文机关: 甲局\n成文日期: "
                                         "2026-01-05\n正文: |\n  " + times(UNITS["quotes"], size) + "\n").encode())
    found["md/quotes"] = lambda size: ("r.md", ("---\n标题: 关于事项的通知\n发文机关标志: 甲局文件\n发文机关: 甲局\n成文日期: "
                                       "2026-01-05\n---\n" + times(UNITS["quotes"], size) + "\n").encode())
    found["md/lines"] = lambda size: ("r.md", ("---\n标题: 关于事项的通知\n发文机关标志: 甲局文件\n发文机关: 甲局\n成文日期: "
                                      "2026-01-05\n---\n" + times('会议"强调"要,好\n\n', size)).encode())
    found["md/one mark"] = lambda size: ("r.md", ("---\n标题: 关于事项的通知\n发文机关标志: 甲局文件\n发文机关: 甲局\n成文日期: "
                                         "2026-01-05\n---\n甲" + times(",", size) + "\n").encode())
    found["yaml/comments"] = lambda size: ("r.yaml", ("标题: 甲\n" + times("# 甲\n", size)).encode())
    found["jsonl/records"] = lambda size: ("r.jsonl", times(json.dumps(BASE, ensure_ascii=False) + "\n", size).encode())
    return found


# --- for import ---

HEAD = "甲局关于做好工作的通知\n\n各单位：\n\n为做好工作，现通知如下。\n"
TAIL = "\n甲局\n2026年8月5日\n"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def package(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx(body, **parts):
    files = {"[Content_Types].xml": "<Types/>",
             "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'}
    files |= {f"word/{name}.xml": f'<w:{name} xmlns:w="{W}">{text}</w:{name}>' for name, text in parts.items()}
    return package(files)


def odt(body, styles=""):
    return package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml":
                    f'<office:document-content xmlns:office="{ODF}office:1.0" xmlns:text="{ODF}text:1.0" '
                    f'xmlns:table="{ODF}table:1.0" xmlns:style="{ODF}style:1.0" xmlns:draw="{ODF}drawing:1.0">'
                    f'<office:automatic-styles>{styles}</office:automatic-styles>'
                    f'<office:body><office:text>{body}</office:text></office:body></office:document-content>'})


def html(body):
    return f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


HTML = {
    "attributes": lambda size: f"<p {' '.join(f'a{k}=1' for k in range(size // 10))}>关于</p><p>文。</p>",
    "attributes alike": lambda size: f"<p {times('a=1 ', size)}>关于</p>",
    "paragraphs": lambda size: times("<p>认真落实。</p>", size),
    "nested": lambda size: "<div>" * (size // 5) + "文",
    "nested inline": lambda size: times("<b><i>", size) + "文",
    "nested tables": lambda size: times("<table><tr><td>", size) + "文",
    "nested lists": lambda size: times("<ul><li>甲", size),
    "list": lambda size: "<ol>" + times("<li>甲</li>", size) + "</ol>",
    "rows": lambda size: "<table>" + times("<tr><td>甲</td><td>乙</td></tr>", size) + "</table>",
    "cells": lambda size: "<table><tr>" + times("<td>甲</td>", size) + "</tr></table>",
    "spans": lambda size: "<table><tr>" + times("<td rowspan=1000 colspan=9>甲</td>", size) + "</tr><tr><td>乙</table>",
    "tables": lambda size: times("<table><tr><td>甲</td><td>乙</td></tr><tr><td>1</td><td>2</td></tr></table>", size),
    "unclosed": lambda size: times("<p><span>甲", size),
    "closing": lambda size: times("</p>", size),
    "styles": lambda size: "<style>" + times(".a{display:none}", size) + "</style><p class=b>甲</p>",
    "styles used": lambda size: "<style>" + "".join(f".a{k}{{display:none}}" for k in range(size // 60)) + "</style>" +
                                "".join(f"<p class=a{k}>甲</p>" for k in range(size // 60)),
    "aria": lambda size: times("<div aria-hidden=true>", size) + "文",
    "classes": lambda size: f"<p class='{times('a ', size)}'>甲</p>",
    "style attribute": lambda size: f"<p style='{times('color:red;', size)}'>甲</p>",
    "entities": lambda size: "<p>" + times("&amp;&#x7532;", size),
    "comments": lambda size: times("<!-- 甲 -->", size) + "<p>文</p>",
    "links": lambda size: times("<a href='https://a.example/'>甲</a>", size),
    "notes": lambda size: "".join(f"<p>甲<sup><a href='#n{k}' id='r{k}'>[{k}]</a></sup></p>" for k in range(size // 100)) +
                          "".join(f"<p id='n{k}'><a href='#r{k}'>[{k}]</a>注</p>" for k in range(size // 100)),
    "pictures": lambda size: times("<img src='a.png' alt='图'>", size),
    "breaks": lambda size: times("甲<br>", size),
    "scripts": lambda size: times("<script>a</script>", size) + "<p>文",
    "one text": lambda size: "<p>" + times("认真落实，", size) + "</p>",
}
RUN = "<w:r><w:t>文</w:t></w:r>"
CELL = f"<w:tc><w:p>{RUN}</w:p></w:tc>"
DOCX = {
    "runs": lambda size: docx(f"<w:p>{times(RUN, size)}</w:p>"),
    "quoted runs": lambda size: docx(f"<w:p>{times('<w:r><w:t>会议&quot;要&quot;落实,</w:t></w:r>', size)}</w:p>"),
    "paragraphs": lambda size: docx(times(f"<w:p>{RUN}</w:p>", size)),
    "rows": lambda size: docx("<w:tbl>" + times(f"<w:tr>{CELL}{CELL}</w:tr>", size) + "</w:tbl>"),
    "cells": lambda size: docx(f"<w:tbl><w:tr>{times(CELL, size)}</w:tr></w:tbl>"),
    "tables": lambda size: docx(times(f"<w:tbl><w:tr>{CELL}{CELL}</w:tr></w:tbl><w:p/>", size)),
    "nested tables": lambda size: docx(times("<w:tbl><w:tr><w:tc>", size // 2) + times("</w:tc></w:tr></w:tbl>", size // 2)
                                       if size < 400 else
                                       "<w:tbl><w:tr><w:tc>" * (size // 40) + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * (size // 40)),
    "footnotes": lambda size: docx("".join(f'<w:p>{RUN}<w:r><w:footnoteReference w:id="{k}"/></w:r></w:p>'
                                           for k in range(2, size // 150)),
                                   footnotes="".join(f'<w:footnote w:id="{k}"><w:p>{RUN}</w:p></w:footnote>'
                                                     for k in range(2, size // 150))),
    "one footnote": lambda size: docx(times('<w:p><w:r><w:t>文</w:t><w:footnoteReference w:id="2"/></w:r></w:p>', size // 2),
                                      footnotes='<w:footnote w:id="2"><w:p><w:r><w:t>' + times("注", size // 2) +
                                      "</w:t></w:r></w:p></w:footnote>"),
    "comments": lambda size: docx("".join(f'<w:p>{RUN}<w:r><w:commentReference w:id="{k}"/></w:r></w:p>'
                                          for k in range(2, size // 150)),
                                  comments="".join(f'<w:comment w:id="{k}"><w:p>{RUN}</w:p></w:comment>'
                                                   for k in range(2, size // 150))),
    "styles": lambda size: docx("".join(f'<w:p><w:pPr><w:pStyle w:val="s{k}"/></w:pPr>{RUN}</w:p>'
                                        for k in range(size // 150)),
                                styles="".join(f'<w:style w:styleId="s{k}"><w:name w:val="甲{k}"/></w:style>'
                                               for k in range(size // 150))),
    "styles based": lambda size: docx(times(f'<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr>{RUN}</w:p>', size // 2),
                                      styles="".join(f'<w:style w:styleId="s{k}"><w:basedOn w:val="s{k + 1}"/></w:style>'
                                                     for k in range(size // 150))),
    "numbering": lambda size: docx("".join(f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{k}"/></w:numPr></w:pPr>'
                                           f'{RUN}</w:p>' for k in range(1, size // 300)),
                                   numbering="".join(f'<w:abstractNum w:abstractNumId="{k}"><w:lvl w:ilvl="0"><w:numFmt '
                                                     f'w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
                                                     for k in range(1, size // 300)) +
                                   "".join(f'<w:num w:numId="{k}"><w:abstractNumId w:val="{k}"/></w:num>'
                                           for k in range(1, size // 300))),
    "fields": lambda size: docx(times('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText>'
                                      '</w:r>' + RUN + "</w:p>", size)),
    "insertions": lambda size: docx(times(f'<w:p><w:ins>{RUN}</w:ins><w:del><w:r><w:delText>甲</w:delText></w:r></w:del></w:p>', size)),
    "bookmarks": lambda size: docx("<w:p>" + "".join(f'<w:bookmarkStart w:id="{k}" w:name="b{k}"/>' for k in range(size // 40)) + RUN + "</w:p>"),
    "nested controls": lambda size: docx("<w:sdt><w:sdtContent>" * (size // 45) + f"<w:p>{RUN}</w:p>" + "</w:sdtContent></w:sdt>" * (size // 45)),
    "attributes": lambda size: docx("<w:p " + " ".join(f'w:a{k}="1"' for k in range(size // 12)) + f">{RUN}</w:p>"),
}
ODT = {
    "paragraphs": lambda size: odt(times("<text:p>认真落实。</text:p>", size)),
    "spans": lambda size: odt("<text:p>" + times("<text:span>甲</text:span>", size) + "</text:p>"),
    "blanks": lambda size: odt(times('<text:p>甲<text:s text:c="3"/><text:tab/></text:p>', size)),
    "counted blanks": lambda size: odt(times('<text:p>甲<text:s text:c="99999"/>乙</text:p>', size)),
    "rows": lambda size: odt("<table:table>" + times("<table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell>"
                             "<table:table-cell><text:p>乙</text:p></table:table-cell></table:table-row>", size) + "</table:table>"),
    "repeated rows": lambda size: odt('<table:table>' + times('<table:table-row table:number-rows-repeated="9999"><table:table-cell '
                                      'table:number-columns-repeated="999"><text:p>甲</text:p></table:table-cell></table:table-row>', size)
                                      + "</table:table>"),
    "notes": lambda size: odt(times('<text:p>甲<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
                                    '<text:note-body><text:p>注</text:p></text:note-body></text:note></text:p>', size)),
    "nested lists": lambda size: odt("<text:list><text:list-item>" * (size // 60) + "<text:p>甲</text:p>" +
                                     "</text:list-item></text:list>" * (size // 60)),
    "list": lambda size: odt("<text:list>" + times("<text:list-item><text:p>甲</text:p></text:list-item>", size) + "</text:list>"),
    "styles": lambda size: odt("".join(f'<text:p text:style-name="s{k}">甲</text:p>' for k in range(size // 150)),
                               "".join(f'<style:style style:name="s{k}" style:family="paragraph"/>' for k in range(size // 150))),
    "styles based": lambda size: odt(times('<text:p text:style-name="s0">甲</text:p>', size // 2),
                                     "".join(f'<style:style style:name="s{k}" style:parent-style-name="s{k + 1}" '
                                             'style:family="paragraph"/>' for k in range(size // 150))),
    "frames": lambda size: odt(times("<text:p><draw:frame><draw:text-box><text:p>甲</text:p></draw:text-box></draw:frame></text:p>", size)),
    "sections": lambda size: odt("<text:section>" * (size // 40) + "<text:p>甲</text:p>" + "</text:section>" * (size // 40)),
}


def import_series():
    found = {}
    for name, text in UNITS.items():
        found[f"text/{name}"] = lambda size, t=text: ("t.txt", times(t, size).encode())
        found[f"text after a title/{name}"] = lambda size, t=text: ("t.txt", (HEAD + times(t, size) + TAIL).encode())
    for name, text in LINES.items():
        found[f"lines/{name}"] = lambda size, t=text: ("t.txt", times(t, size).encode())
        found[f"lines after a title/{name}"] = lambda size, t=text: ("t.txt", (HEAD + times(t, size) + TAIL).encode())
    found["text/documents"] = lambda size: ("t.txt", times(HEAD + TAIL, size).encode())
    found["text/nul"] = lambda size: ("t.txt", b"a\0" * (size // 2))
    found["text/wrong bytes"] = lambda size: ("t.txt", b"\xff\xe4\xb8" * (size // 3))
    found["text/gb18030"] = lambda size: ("t.txt", times("认真落实。\n", size).encode("gb18030"))
    for name, make in HTML.items():
        found[f"html/{name}"] = lambda size, m=make: ("t.html", html(m(size)))
    for name, make in DOCX.items():
        found[f"docx/{name}"] = lambda size, m=make: ("t.docx", m(size))
    for name, make in ODT.items():
        found[f"odt/{name}"] = lambda size, m=make: ("t.odt", m(size))
    return found


def series(all_units=False):
    """name → (function of a size that gives file name and bytes, arguments of the command)."""
    found = {}
    for name, make in record_series(all_units).items():
        found[f"check/{name}"] = make, ["check", "-q"]
        found[f"fix/{name}"] = make, ["check", "-q", "--fix"]
        for to in EXPORTS:
            if not name.startswith("jsonl"):
                found[f"{to}/{name}"] = make, ["export", "-q", "-o", f"o.{to}"]
    for name, make in import_series().items():
        found[f"import/{name}"] = make, ["import", "-q", "-o", "o.yaml"]
    return found


# --- measuring ---

class Run:
    """Seconds of processor time, MiB of memory, exit code."""

    def __init__(self, make, args, size, limit):
        with tempfile.TemporaryDirectory(prefix="hongtou-growth-") as folder:
            name, data = make(size)
            Path(folder, name).write_bytes(data)
            self.bytes = len(data)
            null = os.open(os.devnull, os.O_RDWR)
            pid = os.fork()
            if pid == 0:
                try:
                    os.chdir(folder)
                    for fd in (0, 1, 2):
                        os.dup2(null, fd)
                    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(limit), math.ceil(limit) + 1))
                    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
                    os.execve(PROGRAM, [str(PROGRAM), *args, name], environment())
                finally:
                    os._exit(127)
            os.close(null)
            _, status, used = os.wait4(pid, 0)
        self.seconds = used.ru_utime + used.ru_stime
        self.mib = used.ru_maxrss / 1024
        self.code = os.waitstatus_to_exitcode(status)


def growth(make, args, first=16_384, most=4 << 20, seconds=8.0):
    """(exponent, the last run): that of the last two steps together, each four times as long as the one before."""
    runs = []
    size = first
    while size <= most:
        runs.append((size, Run(make, args, size, 4 * seconds)))
        if runs[-1][1].seconds > seconds or runs[-1][1].code < 0:
            break
        size *= 4
    (last, end), (before, start) = runs[-1], runs[max(0, len(runs) - 2)]
    least = 0.004  # to start the program
    if last == before or end.seconds < 0.1:
        return 0.0, last, end
    return math.log(max(end.seconds - least, least) / max(start.seconds - least, least)) / math.log(last / before), last, end


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--first", type=int, default=16_384)
    parser.add_argument("--most", type=int, default=4 << 20)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--over", type=float, default=0, help="print those with a greater exponent only")
    parser.add_argument("--all-units", action="store_true", help="every text with everything that is repeated")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("pattern", nargs="*")
    args = parser.parse_args()
    for name, (make, command) in series(args.all_units).items():
        if args.pattern and not any(fnmatch.fnmatchcase(name, pattern) for pattern in args.pattern):
            continue
        if args.list:
            print(name)
            continue
        exponent, size, run = growth(make, command, first=args.first, most=args.most, seconds=args.seconds)
        if exponent >= args.over or run.code < 0 or run.mib > 1024:
            print(f"{exponent:5.2f} {run.seconds:7.2f} s {run.mib:6.0f} MiB  {size:8} exit {run.code:3}  {name}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
