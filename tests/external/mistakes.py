#!/usr/bin/python3
"""Records with random mistakes of the kinds that clerks make: is there a document, made without an error, whose text lacks
what the record holds, and no message that names it?

    tests/external/mistakes.py [--seed N] [--keep FOLDER] [COUNT]

Each record is valid before one to four mistakes are put into it. What it holds is known from how it was made, never from
reading it: each word of each value must be found in the PDF and in the ODT, as MuPDF and a ZIP reader read them, or in a
message that is shown without -v (or that says for which reason a form leaves the field out). Seeded: the same number gives
the same records."""
import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import unicodedata
import urllib.parse
import zipfile
from pathlib import Path

import fitz

sys.path.insert(0, str(Path(__file__).resolve().parent))
from support import hongtou  # noqa: E402
from whole import CHARS, is_in, odt_text, pdf_text, squeezed  # noqa: E402

SURNAMES = "林方白何苏高顾程罗沈叶杜郝温欧周谭卫纪陶"
WORD = re.compile(r"[^\W_]+")


class Leaf:
    """A value as it is typed, and what must be found of it: of each of `wants` one of several texts."""

    def __init__(self, typed, wants=None, how="plain"):
        self.typed, self.how, self.fixed = typed, how, wants

    @property
    def wants(self):
        return self.fixed if self.fixed is not None else [[word] for word in WORD.findall(self.typed)]

    def retype(self, typed, wants=None, how=None):
        self.typed, self.fixed, self.how = typed, wants, how or self.how


class Maker:
    """Valid records of all forms. Each value holds a word that is nowhere else."""

    def __init__(self, rng):
        self.rng, self.used = rng, set()

    def word(self, n=3):
        while True:
            word = "".join(self.rng.sample(CHARS, n))
            if word not in self.used:
                self.used.add(word)
                return word

    def organ(self):
        return self.word() + self.rng.choice(["区教育局", "县人民政府", "市财政局", "镇人民政府", "区水务局"])

    def name(self):
        return self.rng.choice(SURNAMES) + self.word(2)

    def day(self):
        return self.rng.randint(2001, 2035), self.rng.randint(1, 12), self.rng.randint(1, 28)

    def date(self):
        y, m, d = self.day()
        typed = self.rng.choice([f"{y}-{m:02}-{d:02}", f"{y}年{m}月{d}日"])
        leaf = Leaf(typed, [[f"{y}年{m}月{d}日", f"{m}月{d}日", typed]])
        leaf.day = y, m, d
        return leaf

    def paragraph(self):
        rng, w = self.rng, self.word
        return rng.choice([
            lambda: f"现就{w()}有关事项通知如下：",
            lambda: f"一、{w()}工作",
            lambda: f"（一）{w()}要求。各单位要做好{w()}，防止“{w()}”等问题。",
            lambda: f"1.{w()}工程。对全市{rng.randint(11, 99)}座{w()}逐一落实。",
            lambda: f"{w()}全长{rng.randint(11, 99)}.{rng.randint(1, 9)}公里，按《{w()}办法》执行，{w()}由{w()}负责，" + "，".join(w() for _ in range(rng.randint(0, 20))) + "。",
        ])()

    def lines(self, n=4):
        return Leaf("\n".join(self.paragraph() for _ in range(self.rng.randint(2, n))), how="block")

    def organs(self, n=3):
        return [Leaf(self.organ()) for _ in range(self.rng.randint(1, n))]

    def table(self):
        cols = self.rng.randint(2, 4)
        rows = [[self.word(2) for _ in range(cols)] for _ in range(self.rng.randint(2, 4))]
        return rows

    def people(self, n=4):
        people = []
        for _ in range(self.rng.randint(1, n)):
            office = self.rng.choice(["局长", "副主任", "处长", "科长"])
            unit = self.rng.choice(["", self.word() + "局"])
            people.append(Leaf(self.rng.choice([f"{self.name()} {unit}{office}", f"{unit}{office} {self.name()}", self.name()])))
        return people

    def head(self, form, title):
        organ = self.organ()
        return [["格式", Leaf(form, [])], ["发文机关", Leaf(organ)], ["发文机关标志", Leaf(organ + {"纪要": "会议纪要", "简报": "工作简报", "命令": "令"}.get(form, "文件"))],
                ["标题", Leaf(title)]]

    def foot(self):
        rng, fields = self.rng, []
        if rng.random() < .5:
            fields += [["抄送", self.organs()]]
        if rng.random() < .5:
            fields += [["印发机关", Leaf(self.organ())], ["印发日期", self.date()], ["印数", Leaf(str(rng.randint(11, 99)))]]
        if rng.random() < .3:
            fields += [["附注", Leaf(f"联系人：{self.name()}；联系电话：{rng.randint(1000, 9999)}-{rng.randint(1000, 9999)}")]]
        return fields

    def document(self, form="公文"):
        rng = self.rng
        fields = self.head(form, f"关于{self.word()}{self.word()}的通知")
        fields += [["发文字号", Leaf(f"{self.word(2)}发〔{rng.randint(2001, 2035)}〕{rng.randint(1, 99)}号")], ["主送机关", self.organs()],
                   ["正文", self.lines(6)], ["成文日期", self.date()]]
        if rng.random() < .3:
            fields += [["份号", Leaf(f"{rng.randint(1, 999):06}", how="double")], ["紧急程度", Leaf("特急")]]
        if rng.random() < .3:
            fields += [["签发人", self.people(2)]]
        if rng.random() < .4:
            fields += [["附件", [Leaf(self.word() + "名单") for _ in range(rng.randint(1, 3))]]]
        elif rng.random() < .4:
            fields += [["附件", [[["标题", Leaf(self.word() + "办法")], ["正文", self.lines()]] for _ in range(rng.randint(1, 2))]]]
        if rng.random() < .3:
            fields += [["署名", Leaf(self.organ())]]
        return fields + self.foot()

    def letter(self):
        return [f for f in self.document("信函") if f[0] not in ("印发机关", "印发日期", "印数", "签发人")]

    def order(self):
        return [f for f in self.document("命令") if f[0] not in ("签发人", "署名", "附件", "主送机关", "标题", "发文字号")] + \
            [["签发人", [Leaf(self.name() + " 县长")]], ["发文字号", Leaf(f"第{self.rng.randint(2, 99)}号")]]

    def meeting(self, papers):
        rng = self.rng
        y, m, d = self.day()
        time = Leaf(f"{y}-{m:02}-{d:02} {rng.randint(8, 17):02}:30", [[f"{y}年{m}月{d}日"]])
        fields = [["名称", Leaf(self.word() + "常务会议")], ["时间", time], ["地点", Leaf(self.word() + "会议室")], ["主持", Leaf(self.name() + " 县长")],
                  ["出席", self.people(6)]]
        if rng.random() < .5:
            fields += [["请假", self.people(3)]]
        if rng.random() < .5:
            fields += [["列席", self.people(5)]]
        if rng.random() < .4:
            fields += [["记录", Leaf(self.name())]]
        if papers or rng.random() < .3:
            fields += [["议题", [[["题目", Leaf(f"审议{self.word()}方案")], ["汇报人", Leaf(self.name() + " 局长")], ["讨论", self.lines(3)],
                               ["决定", [[["内容", Leaf(f"同意{self.word()}工程。")], ["责任单位", self.organs(2)], ["时限", self.date()]]]]]
                              for _ in range(rng.randint(1, 3))]]]
        if papers:
            fields += [["简报名称", Leaf(self.word() + "简报")], ["简报期号", Leaf(str(rng.randint(11, 99)))], ["简报标题", Leaf(self.word() + "召开会议")],
                       ["通知日期", self.date()]]
        return fields

    def minutes(self, papers=False):
        fields = self.head("纪要", self.word() + "会议纪要")
        fields += [["期号", Leaf(str(self.rng.randint(11, 99)))], ["会议", self.meeting(papers)]]
        if not papers or self.rng.random() < .5:
            fields += [["正文", self.lines(5)]]
        return fields + [["成文日期", self.date()]] + self.foot()

    def bulletin(self):
        fields = [f for f in self.head("简报", "") if f[0] != "标题"]
        fields += [["期号", Leaf(str(self.rng.randint(11, 99)))], ["成文日期", self.date()], ["编辑单位", Leaf(self.organ())]]
        if self.rng.random() < .5:
            fields += [["按语", self.lines(2)]]
        fields += [["条目", [[["标题", Leaf(self.word() + "做法")], ["正文", self.lines()], ["来源", Leaf(self.word() + "供稿")]] for _ in range(self.rng.randint(1, 3))]]]
        return fields + [["报", self.organs()], ["送", self.organs()], ["发", self.organs()]]


# --- where things are in a record ---

def leaves(node, path=()):
    """All (path, leaf) of a record."""
    if isinstance(node, Leaf):
        yield path, node
    else:
        for item in node:
            if is_field(item):
                yield from leaves(item[1], path + (item[0],))
            else:
                yield from leaves(item, path)


def is_field(item):
    return isinstance(item, list) and len(item) == 2 and isinstance(item[0], str)


def is_map(node):
    return isinstance(node, list) and bool(node) and all(is_field(item) for item in node)


def maps(node):
    if is_map(node):
        yield node
    if isinstance(node, list):
        for item in node:
            yield from maps(item[1] if is_field(item) else item)


# --- mistakes ---

MISTAKES = {}


def mistake(function):
    MISTAKES[function.__name__] = function
    return function


TEXTS = {"标题", "主送机关", "附注", "抄送", "附件", "正文", "题目", "讨论", "内容", "责任单位", "来源", "地点", "名称", "署名", "印发机关", "按语", "编辑单位",
         "报", "送", "发", "发文机关标志", "简报标题", "责任单位", "发文机关"}
PEOPLE = {"出席", "列席", "请假", "主持", "记录", "汇报人", "签发人"}


def pick(m, record, names):
    found = [(path, leaf) for path, leaf in leaves(record) if path and path[-1] in names and leaf.fixed is None]
    return m.rng.choice(found) if found else (None, None)


def into(m, leaf, text, wants):
    """Put text into the midst of a leaf's line. wants: what of it must be found (None: its words)."""
    lines = leaf.typed.split("\n")
    i = m.rng.randrange(len(lines))
    spots = [n for n in range(1, len(lines[i])) if n == 1 or WORD.match(lines[i][n - 1:n]) and WORD.match(lines[i][n:n + 1])]
    at = m.rng.choice(spots or [len(lines[i])])
    at = m.rng.choice([at, len(lines[i])])
    more = [[w] for w in WORD.findall(text)] if wants is None else wants
    before = [[w] for line in lines[:i] + [lines[i][:at], lines[i][at:]] + lines[i + 1:] for w in WORD.findall(line)]
    lines[i] = lines[i][:at] + text + lines[i][at:]
    leaf.retype("\n".join(lines), before + more)


@mistake
def comment(m, record):
    _, leaf = pick(m, record, TEXTS)
    word = m.word()
    into(m, leaf, m.rng.choice([f" #{word}", f" # {word}", f" #1{word}号", f"#{word}", f"　#{word}"]), [[word]])


@mistake
def markdown(m, record):
    _, leaf = pick(m, record, TEXTS)
    a, b = m.word(), m.word()
    into(m, leaf, *m.rng.choice([
        (f"**{a}**", [[a]]), (f"~~{a}~~", [[a]]), (f"`{a}`", [[a]]), (f"*{a}*", [[a]]), (f"__{a}__", [[a]]), (f"<br>{a}", [[a]]), (f"<br/>{a}", [[a]]),
        (f"<!-- {a} -->", [[a]]), (f"<!-- {a}", [[a]]), (f"[^{a}]", [[a]]), (f"[{a}](http://{b}.cn)", [[a], [b]]), (f"[{a}](http://x.cn \"{b}\")", [[a], [b]]), (f"[{a}](#{b})", [[a], [b]]), (f"[{a}]({b}.docx)", [[a], [b]]), (f"![{a}]({b}.png)", [[a], [b]]),
        (f"[ ] {a}", [[a]]), (f"[x] {a}", [[a]]), (f"{a}^2^{b}", [[a], [b]]), (f"H~2~O{a}", [[a]]), (f"<u>{a}</u>", [[a]]), (f"<font color=red>{a}</font>", [[a]]),
        (f"&nbsp;{a}&lt;{b}", [[a], [b]]), (f"\\*{a}\\*", [[a]]), (f"=={a}==", [[a]]), (f"{{{{{a}}}}}", [[a]]), (f"${a}_1$", [[a]]), (f"***{a}", [[a]]),
        (f"<{a}>", [[a]]), (f"</{a}>{b}", [[a], [b]]), (f"[[{a}]]", [[a]]), (f"[{a}][{b}]", [[a], [b]]), (f":::{a}", [[a]]), (f"^[{a}]", [[a]]), (f"<{a} {b}", [[a], [b]]),
        (f"<span class=\"x\">{a}</span>", [[a]]), (f"<sup>{a}</sup>", [[a]]), (f"<http://{a}.cn>", [[a]]), (f"&#{ord(a[0])};{b}", [[a[0]], [b]])]))


@mistake
def rich(m, record):
    """Parts that few records have, with what may be wrong in them."""
    w, rng = m.word, m.rng
    cells = [[Leaf(w(2)) for _ in range(3)] for _ in range(3)]
    for _ in range(rng.randint(0, 2)):
        row = rng.choice(cells)
        rng.choice([lambda: row.append(Leaf(w(2))), lambda: row.pop(), lambda: row.append([["文字", Leaf(w(2))], ["跨列", Leaf(str(rng.randint(1, 4)), [])]]),
                    lambda: row.append([["文字", Leaf(w(2))], ["跨行", Leaf(str(rng.randint(2, 4)), [])]]), lambda: row.append(Leaf("", [])), lambda: row.append([Leaf(w(2)), Leaf(w(2))]),
                    lambda: row.insert(0, Leaf("0012")), lambda: row.insert(0, Leaf("是", [["是"]])), lambda: row.insert(0, Leaf("1.50", [["1.50"]]))])()
    heads = [Leaf(w(2)) for _ in range(rng.choice([3, 3, 2, 4]))]
    table = [["标题", Leaf("表1 " + w())], ["单位", Leaf(w(2))], ["表头", rng.choice([heads, [heads]])], ["行", cells], ["注", rng.choice([Leaf(w()), [Leaf(w()), Leaf(w())]])]]
    rng.choice([lambda: None, lambda: table.pop(rng.randrange(5)), lambda: table.append(["列", rng.choice([Leaf("3", []), [Leaf(w(2)), Leaf(w(2))]])])])()
    committee = [[["职责", Leaf(rng.choice(["组长", "成员"]) + w(1))], ["人员", m.people()]] for _ in range(2)]
    members = "\n".join(f"{role}：{m.name()}{gap}{w()}局局长" for role, gap in (("组长", "  "), ("副组长", rng.choice(["  ", " ", "　", ""])), (w(2), "  ")))
    what = rng.choice([
        ["所附文件", [["标题", Leaf(w() + "办法")], ["题注", Leaf(f"（{w()}通过）")], ["正文", m.lines()]]], ["所附文件", Leaf(w() + "办法")], ["组成人员", committee], ["组成人员", m.people()],
        ["归档", [["全宗号", Leaf(w(2))], ["主题词", [Leaf(w(2)), Leaf(w(2))]], ["保管期限", Leaf("30年" + w(1))]]], ["归档", Leaf(w())], ["正文", [Leaf(m.paragraph()), [["表格", table]], m.lines()]],
        ["正文", [[["表格", table]]]], ["正文", Leaf(members, how="block")], ["正文", [Leaf(m.paragraph()), [Leaf(w()), Leaf(w())]]],
        ["附件", [[["标题", Leaf(w())], ["组成人员", committee]]]], ["附件", [[["标题", Leaf(w())], ["正文", [Leaf(m.paragraph()), [["表格", table]]]]]]], ["附件", Leaf(f"1.{w()}\n2.{w()}", how="block")],
        ["附件", Leaf(f"{w()}、{w()}")], ["附件", [Leaf(f"《{w()}》"), Leaf("附件2：" + w()), Leaf(f"3．{w()}。")]], ["附件", [[["标题", Leaf(w())], ["文件", Leaf(w() + ".md")]]]], ["附件", [[["文件", Leaf(w() + ".md")]]]],
        ["印章", Leaf(w() + ".png")], ["署名", [Leaf(m.organ()), Leaf(m.organ())]], ["发文机关", m.organs(4)], ["总期号", Leaf(str(rng.randint(11, 99)))], ["密级", Leaf(f"秘密★{w(1)}年")], ["紧急程度", Leaf(rng.choice(["特急 ", "紧急", "急件", w()]))],
        ["按语", m.lines(2)], ["报", Leaf(m.organ() + "，" + m.organ())], ["标题", [Leaf(w() + "关于" + w()), Leaf(w() + "的通知")]], ["标题", Leaf(f"{w()}\n关于{w()}的通知", how="block")], ["抄送", Leaf(f"{m.organ()}，{m.organ()}、{m.organ()}；{m.organ()}。")],
        ["主送机关", Leaf(f"{m.organ()}、{m.organ()}，{m.organ()}：")], ["抄送", Leaf(f"抄送：{m.organ()}，{m.organ()}。")], ["附注", Leaf(f"（{w()}）")], ["附注", Leaf(f"{w()}\n{w()}", how="block")], ["印发机关", Leaf(f"{m.organ()}　{w()}")],
        ["附件", []], ["签发人", Leaf(f"{m.name()}、{m.name()} {m.name()}")], ["成文日期", Leaf("", [])], ["发文字号", Leaf(f"{w(2)}[2026]第5号")], ["发文字号", Leaf(f"{w(2)}发（2026）5号", [[x] for x in (w(2),)][:0])],
        ["附件", [Leaf(w()), [["标题", Leaf(w())], ["正文", m.lines()]], [["标题", Leaf("", [])], ["正文", m.lines()]]]], ["附件", [[["标题", [Leaf(w()), Leaf(w())]], ["正文", m.lines()]], [["正文", m.lines()]]]]])
    for field in record:
        if field[0] == what[0]:
            field[1] = what[1]
            return
    record.insert(rng.randint(1, len(record)), what)


@mistake
def front_matter_in_value(m, record):
    """A line of the text that looks like a field."""
    _, leaf = pick(m, record, {"正文", "讨论", "按语"})
    w = m.word()
    lines = leaf.typed.split("\n")
    wants = leaf.wants + [[w]]
    lines.insert(m.rng.randint(0, len(lines)), m.rng.choice(["附件：", "联系人：", "标题: ", "附注: ", "抄送：", "成文日期：", "主送机关：", "出席：", "时间：", "发文机关："]) + w)
    leaf.retype("\n".join(lines), wants)


@mistake
def markdown_lines(m, record):
    path, leaf = pick(m, record, {"正文", "讨论", "按语"})
    if not leaf:
        return
    a, b, c, d = m.word(), m.word(), m.word(), m.word()
    more, wants = m.rng.choice([
        (f"## {a}", [[a]]), (f"#{a}", [[a]]), (f"> {a}\n> {b}", [[a], [b]]), (f"- {a}\n- {b}", [[a], [b]]), (f"* {a}", [[a]]), (f"1) {a}", [[a]]), (f"---\n{a}", [[a]]),
        (f"```\n{a}\n```\n{b}", [[a], [b]]), (f"[^1]: {a}", [[a]]), (f"{a}[^1]\n\n[^1]: {b}", [[a], [b]]), (f"{a}\n====", [[a]]), (f"{a}\n----\n{b}", [[a], [b]]),
        (f"- [ ] {a}\n- [x] {b}", [[a], [b]]), (f"    {a}\n        {b}", [[a], [b]]), (f"\t{a}", [[a]]), (f"<table><tr><td>{a}</td></tr></table>", [[a]]),
        (f"[{a}]: http://{b}.cn \"{c}\"", [[a], [b], [c]]), (f"![{a}]({b}.png)", [[a], [b]]), (f"图1 {a}\n![]({b}.png)", [[a], [b]]), (f"<!--\n{a}\n-->\n{b}", [[a], [b]]),
        (f"***\n{a}\n***", [[a]]), (f"{a}  \n{b}\\\n{c}", [[a], [b], [c]]), (f"+ {a}\n  + {b}\n    + {c}", [[a], [b], [c]]), (f": {a}", [[a]]), (f"{a}\n: {b}", [[a], [b]]),
        (f"[{a}]", [[a]]), (f"|{a}", [[a]]), (f"{a}|{b}|{c}", [[a], [b], [c]]), (f"*[{a}]: {b}", [[a], [b]]), (f"#### {a} ####", [[a]]), (f"$$\n{a}\n$$", [[a]]),
        (f"<div>\n{a}\n</div>", [[a]]), (f"~~~\n{a}", [[a]]), (f"```{a}\n{b}", [[a], [b]]), (f"^^ {a}", [[a]]), (f"表1 {a}\n单位：{b}\n注：{c}", [[a], [b], [c]]), (f"注：{a}", [[a]]),
        (f"组长：{a}  {b}局长\n成员：{c}  {d}处长", [[a], [b], [c], [d]]), (f"{a}    {b}", [[a], [b]]), (f"{{#{a}}}", [[a]]), (f"\\newpage\n{a}", [[a]]), (f"[toc]\n{a}", [[a]])])
    lines = leaf.typed.split("\n")
    at = m.rng.randint(0, len(lines))
    wants = leaf.wants + wants
    leaf.retype("\n".join(lines[:at] + [more] + lines[at:]), wants)


@mistake
def table(m, record):
    path, leaf = pick(m, record, {"正文", "讨论"})
    if not leaf:
        return
    rows = m.table()
    rng = m.rng
    for _ in range(rng.randint(0, 2)):
        row, w = rng.choice(rows), m.word(2)
        kind = rng.randrange(9)
        if kind == 0:
            row.append(w)
        elif kind == 1:
            row.pop()
        elif kind == 2:
            row[-1] += f"\\|{w}"
        elif kind == 3:
            row[0] += f"|{w}"
        elif kind == 4:
            row[0] = ""
        elif kind == 5:
            row[-1] += f"<br>{w}"
        elif kind == 6:
            row[0] = rng.choice(["^^", "<<", "^^" + w, "<<" + w])
        elif kind == 7:
            row[-1] = rng.choice([f"**{w}**", f"`{w}`", f"`{w}|{w}`", f"![{w}]({w}.png)", f"# {w}", "-" + w, "---", ":--:", "00123", "1,234.50", "-5", "=SUM(A1)"])
        else:
            row.append("")
    wants = [[w] for row in rows for cell in row for w in WORD.findall(cell) if w not in ("br", "png")]
    text = [rng.choice(["|{}|", "| {} |", "{} |", "| {}", "|{}|\t"]).format(" | ".join(row)) for row in rows]
    if rng.random() < .8:
        text.insert(1, "|" + "---|" * max(1, len(rows[0]) + rng.choice([0, 0, 0, 0, -1, 1])))
    if rng.random() < .5:
        text = [""] + text + [""]
    if rng.random() < .3:
        w = m.word(), m.word(), m.word()
        text = [f"表1 {w[0]}", f"单位：{w[1]}"] + text + [f"注：{w[2]}"]
        wants += [[x] for x in w]
    lines = leaf.typed.split("\n")
    at = rng.randint(0, len(lines))
    wants = leaf.wants + wants
    leaf.retype("\n".join(lines[:at] + text + lines[at:]), wants)


ODD = ["\ue863", "\ue5e5", "\uf8ff", "\U000f0001", "😀", "👨‍👩‍👧", "🇨🇳", "☑", "\u00a0", "\u00ad", "\u202e", "\u200f", "\u2066", "e\u0301", "a\u0310", "\t", "\u3000", "\u200b", "\ufeff",
       "\x85", "\u2028", "\u2029", "\ufffd", "\ufffe", "\U000e0041", "禮\ufe00", "葛\U000e0101", "བོད་ཡིག", "ئۇيغۇر", "שלום", "ภาษาไทย", "한국어", "カタカナ", "ｶﾀｶﾅ", "ＡＢ１２", "㎡", "①", "⑳", "㉑", "Ⅷ", "ⅷ",
       "〇", "𠮷", "𬭎", "⺟", "\uf900", "\ufa11", "⿰氵龙", "㍿", "㏑", "№", "‰", "½", "x²", "\u0301", "·", "•", "‧", "・", "．", "–", "—", "―", "−", "～", "~", "…", "...", "\u0600", "ﬁ", "Ǆ", "ǹ", "ế", "Ж", "α",
       "䶮", "㭎", "鿍", "𫖮", "𤩽", "〾", "ㄅ", "ㆍ", "\u2062", "\u034f", "\u115f", "\u3164", "\u1680", "\u2003", "\u202f", "\u205f", "\u180e", "\U0001f3fb", "❤️", "1️⃣", "℃", "㎜", "々", "〆", "ヶ", "〒", "※", "★", "←", "♂",
       "\ud83d", "\x07", "\x0b", "\x0c", "\x1b[31m", "\x7f", "\x00", "\r", "\U0010ffff", "\U0001f409", "꧁", "ᠮᠣᠩᠭᠣᠯ", "ꆈꌠ", "हिन्दी", "বাংলা", "∑", "√", "≥", "㎎", "µ", "Å", "Ω", "K"]


@mistake
def odd_character(m, record):
    """Any of its characters but those without a sign must be found, or named, or its code point."""
    _, leaf = pick(m, record, TEXTS | PEOPLE)
    odd = m.rng.choice(ODD)
    wants = []
    for c in odd:
        kind = unicodedata.category(c)
        if kind[0] == "Z" or kind in ("Cf", "Cc") or c in "\u115f\u3164\u034f\ufe0f\ufe00\U000e0101\ufffe":
            continue
        ours = [c, f"U+{ord(c):04X}", f"U+{ord(c):05X}", unicodedata.normalize("NFC", c), unicodedata.normalize("NFKC", c)]
        wants.append([x for x in ours if x])
    if odd in ("e\u0301",):
        wants = [["é", "e\u0301"]]
    if odd == "\ue863":
        wants = [["䶮"]]
    into(m, leaf, odd, wants)


@mistake
def long_value(m, record):
    _, leaf = pick(m, record, TEXTS)
    wants = []
    words = [m.word() for _ in range(m.rng.choice([30, 200]))]
    more = m.rng.choice(["，", "", "、", " "]).join(words) if m.rng.random() < .7 else "http://" + "/".join("%x" % m.rng.randrange(1 << 64) for _ in range(20))
    if "http" in more:
        wants = [[x] for x in more.split("/")[2:]]
    else:
        wants = [[w] for w in words]
    into(m, leaf, more, wants)


@mistake
def date_shape(m, record):
    dates = [(p, leaf) for p, leaf in leaves(record) if hasattr(leaf, "day")]
    if not dates:
        return
    _, leaf = m.rng.choice(dates)
    y, m_, d = leaf.day
    digits = "〇一二三四五六七八九"
    cn = "".join(digits[int(c)] for c in str(y))

    def small(n):
        return (["", "十", "二十", "三十"][n // 10] if n > 19 or n < 10 else "十") + ("" if n % 10 == 0 else digits[n % 10])
    open_day = m.rng.random() < .1
    if open_day:
        leaf.retype(m.rng.choice([f"{y}年{m_}月　日", f"{y}年{m_}月 日", f"{y}年{m_}月  日", f"{y}年{m_}月日"]), [[f"{y}年{m_}月"]])
        return
    shape = m.rng.choice([f"{y}{m_:02}{d:02}", f"{cn}年{small(m_)}月{small(d)}日", f"{cn.replace('〇', '○')}年{small(m_)}月{small(d)}日", f"{y} 年 {m_} 月 {d} 日", f"{y}.{m_}.{d}", f"{y}/{m_}/{d}",
                          f"{y}/{m_:02}/{d:02}", f"{y}-{m_}-{d}", f"{y}-{m_:02}-{d:02} 00:00:00", f"{y}-{m_:02}-{d:02}T00:00:00+08:00", f"{y}-{m_:02}-{d:02}T09:30:00Z", f"{y}年{m_:02}月{d:02}日",
                          f"{y}年{m_}月{d}日（星期三）", f"{y}年{m_}月{d}号", f"{m_}/{d}/{y}", f"{d}.{m_}.{y}", f"{y}年{m_}月{d}", f"{m_}月{d}日", f"{str(y)[2:]}年{m_}月{d}日", f"{y}年{m_}月", f"{y}年", f"{y}——{m_}——{d}",
                          f"{y}－{m_:02}－{d:02}", f"{str(y).translate(FULL)}年{str(m_).translate(FULL)}月{str(d).translate(FULL)}日", f"{y}年{m_}月{d}日前", f"公元{y}年{m_}月{d}日", f"{y}年{m_}月{d}日印发", f"{y}-{m_:02}-{d:02} # 定稿",
                          str(44000 + d), f"{y}年13月{d}日", f"{y}年2月30日", f"{y}, {m_}, {d}", f"{y}年{m_}月{d}日至{min(d + 3, 31)}日", "今天", f"{y}-W{m_:02}", f"{y}年{m_}月{small(d)}日", f"{y}年{m_}月{d}日 ", f"{m_:02}-{d:02}-{y}",
                          f"{y}年{m_}月{d}日下午", f"{y}-{m_:02}-{d:02} 15:30"])
    rest = [[w] for w in re.findall(r"前|公元|印发|今天|至|下午|15|09", shape)]
    leaf.retype(shape, [[f"{y}年{m_}月{d}日", shape]] + rest)
    if shape.startswith("44") or len(WORD.findall(shape)) == 1 and str(y) not in shape:
        leaf.fixed = [[shape, f"{y}年{m_}月{d}日"]] + rest


FULL = str.maketrans("0123456789", "０１２３４５６７８９")


@mistake
def number_shape(m, record):
    found = [(p, leaf) for p, leaf in leaves(record) if p[-1] in ("期号", "印数", "份号", "简报期号")]
    if not found:
        return
    path, leaf = m.rng.choice(found)
    n = m.rng.randint(11, 99)
    shape = m.rng.choice([f"第{n}期", f"（{n}）", f"总第{n}期", f"{n}份", f"第{n}号", f"{n}号", f"00{n}", f'"00{n}"', f"{n}.0", f"0x{n}", f"{n}e2", str(n).translate(FULL), f"第{n}期（总第{n + 100}期）", f"{n}期 总{n + 100}期", f"约{n}份", f"{n} 份",
                          f"共印{n}份", f"{n}-{n + 1}", f"第{n}、{n + 1}期", f"2026年第{n}期", f"增刊{n}", f"[{n}]", f"{n}%", f"-{n}", f"{n}，{n + 100}", f"{n},000", "是", "null", "true", f"第{n}期增刊", f"{n}_000", f"1{n}/2"])
    wants = [[w, w.lstrip("0"), f"{n}000", f"{n},000"] for w in WORD.findall(shape) if w not in ("第", "期", "份", "号") and w not in ("null",)]
    wants = [[x for w in words for x in {w, w.strip("第期总份号共印"), w.translate(str.maketrans("０１２３４５６７８９", "0123456789"))}] for words in wants]
    leaf.retype(shape, [[v for v in variants if v] for variants in wants])


@mistake
def person(m, record):
    found = [f for each in maps(record) for f in each if f[0] in PEOPLE]
    if not found:
        return
    field = m.rng.choice(found)
    rng, n, n2, u, u2 = m.rng, m.name(), m.name(), m.word() + "局", m.word() + "办公室"
    o, o2 = rng.choice(["局长", "副主任", "四级调研员", "书记"]), rng.choice(["党组书记", "县委常委", "一级主任科员"])
    rare = rng.choice(["阿依古丽·买买提", "扎西顿珠", "次仁卓玛", "欧阳" + m.word(1), "买买提江", "乜" + m.word(1), "仉" + m.word(1), "单于" + m.word(1), "ཚེ་རིང", "John Smith", "诸葛" + m.word(2), "令" + m.word(1), "局" + m.word(1), "长孙" + m.word(1)])
    typed = rng.choice([f"{u} {n}", f"{n}（{u}）", f"{n}，{u}", f"{n}({u})", f"{n},{u}{o}", f"{u}{o}{n}", f"{n}{o}", f"{o}{n}", f"{o}：{n}", f"{u}：{n}、{n2}", f"{n}、{n2}", f"{n} {n2}", f"{n}，{n2}", f"{n};{n2}", f"{o2}、{o} {n}", f"{u}{o}、{u2}{o} {n}",
                        f"{n} {u}{o} {u2}{o2}", f"{n}（女）", f"{n}（请假）", f"{n}（女，{u}）", f"各{u}（街道）、县直各单位主要负责同志", f"{u}{u2}负责人", f"{rare}", f"{rare} {o}", f"{o} {rare}", f"{u} {rare}", f"{u}{o}{rare}", f"{n}同志", f"{n}等3人",
                        f"{u}（{n}）", f"{n}/{u}", f"{n}-{u}-{o}", f"{n}　{u}　{o}", f"{n}\t{u}", f"{n}代", f"{u} {o}", f"{n} 13800{rng.randint(100000, 999999)}", f"{n}：{o}", f"{n}: {o}", f"{u}: [{n}, {n2}]", f"{u}: {n}、{n2}",
                        f"{n[0]} {n[1:]}", f"{n[0]}　{n[1]}", f"{n}、{n2} {u}", f"{u} {n}、{n2}", f"{u}、{u2}", f"{n}（{u}、{u2}）", f"{n} {o} {n2} {o2}", f"{u}{n} {u2}{n2}", f"{n}；{n2}。", f"1.{n}", f"{n}（{o}）、{n2}（{o2}）", f"{u}全体同志", f"{n}*", f"@{n}",
                        f"{n}{u}{o}", f"{n} {o}（{u}）", f"{n} （{o}）", f"{o}({n})", f"{n}院士", f"{n}博士 {u}", f"{n}老师", f"张{n}", f"{u}局长（空缺）", f"{n}[{u}]", f"{n}【{u}】", f"{n}+{n2}", f"{n}\\{n2}", f"{n}|{u}|{o}"])
    words = set(re.findall(rf"{n}|{n2}|{u}|{u2}|{o}|{o2}|{re.escape(rare)}", typed))
    wants = [[w] for part in WORD.findall(typed) for w in ([x for x in words if x in part] or [part])]
    if re.search(r"^.[ 　]", typed):
        wants = [[re.sub(r"\s", "", typed)]]
    leaf = Leaf(typed, wants)
    if isinstance(field[1], list) and rng.random() < .7:
        field[1].insert(rng.randint(0, len(field[1])), leaf)
    else:
        field[1] = leaf
    if rng.random() < .15:
        field[1] = Leaf("\n".join([typed, u2 + " " + n2 + "二"]), wants + [[u2], [n2 + "二"]], how="block")


@mistake
def joined_list(m, record):
    found = [f for each in maps(record) for f in each if isinstance(f[1], list) and f[1] and all(isinstance(x, Leaf) for x in f[1])]
    if not found:
        return
    field = m.rng.choice(found)
    sep = m.rng.choice(["、", "，", ",", ", ", "；", ";", " ", "　", "\n", "/", "、 ", "和", "\n\n", "\n- ", "\n1. "])
    wants = [w for leaf in field[1] for w in leaf.wants]
    field[1] = Leaf(sep.join(leaf.typed for leaf in field[1]) + m.rng.choice(["", "", "。", "：", "、"]), wants, how="block" if "\n" in sep else "plain")


@mistake
def wrong_type(m, record):
    each = m.rng.choice(list(maps(record)))
    field = m.rng.choice(each)
    if field[0] == "格式":
        return
    w, w2 = m.word(), m.word()
    field[1] = m.rng.choice([
        lambda: [field[1], Leaf(w)], lambda: [[w, Leaf(w2)]], lambda: [["内容", field[1]]], lambda: [["文字", Leaf(w)]], lambda: [["标题", Leaf(w)], ["正文", Leaf(w2)]], lambda: [[["标题", Leaf(w)]]],
        lambda: Leaf(str(m.rng.randint(10000, 99999))), lambda: Leaf("3.140"), lambda: Leaf("是", []), lambda: Leaf("true", [["true"]]), lambda: Leaf("~", []), lambda: Leaf("null", []), lambda: [[[Leaf(w)]]],
        lambda: [[Leaf(w), Leaf(w2)]], lambda: Leaf("010"), lambda: Leaf("1e5"), lambda: Leaf("12345678901234567890"), lambda: Leaf("0b11"), lambda: Leaf(".5", [["5"]]), lambda: Leaf("1:30"), lambda: [["姓名", Leaf(w)], ["单位", Leaf(w2 + "局")]],
        lambda: [["表格", [["行", [[Leaf(w), Leaf(w2)]]]]]], lambda: Leaf("no", [["no"]]), lambda: Leaf("2026-01-01", [["2026-01-01", "2026年1月1日"]]), lambda: [Leaf(w + "：" + w2)], lambda: Leaf(w + "\n" + w2, how="block"), lambda: [], lambda: Leaf(w),
        lambda: [[["姓名", Leaf(w)], ["职务", Leaf(w2)]]], lambda: Leaf("NaN"), lambda: Leaf(".inf", [["inf"]])])()


@mistake
def duplicate(m, record):
    each = m.rng.choice(list(maps(record)))
    field = m.rng.choice(each)
    if field[0] == "格式":
        return
    name = m.rng.choice([field[0], ENGLISH.get(field[0], field[0])])
    w = m.word()
    each.insert(m.rng.randint(0, len(each)), [name, m.rng.choice([Leaf(w), Leaf(w), [Leaf(w)], Leaf("", [])])])


ENGLISH = {"标题": "title", "正文": "body", "主送机关": "recipients", "成文日期": "date", "抄送": "copies_to", "出席": "present", "题目": "topic", "附注": "note", "期号": "issue", "印数": "copies", "会议": "meeting", "主持": "chair", "决定": "decisions"}


CHINESE = {**{english: chinese for chinese, english in ENGLISH.items()}, "抄送机关": "抄送", "主送": "主送机关"}


@mistake
def unknown(m, record):
    each = m.rng.choice(list(maps(record)))
    w = m.word()
    name = m.rng.choice([w, "備註", "标提", "備註", "Title", "TITLE", "标 题", "標題", "發文機關", "备注", "附注2", "x-note", "正文1", "联系人", "抄送机关", "签发", "主送", "拟稿人", "核稿", "日期", "摘要", "tags", "作者", "'标题'", '"附注"', "附注*", "- 附注", "附　注", "1", "＃附注",
                         "时间", "地点", "文件", "来源", "姓名", "附注（内部）", "会议.名称", "正文.1", "title ", "style", "output", "印章", "版式", "**附注**", "归档", "组成人员", "所附文件", "总期号", "届次", "结束时间", "按语", "报"])
    each.insert(m.rng.randint(1, len(each)), [name, m.rng.choice([lambda: Leaf(m.word() + m.word()), lambda: Leaf(m.word() + m.word()), lambda: [Leaf(m.word()), Leaf(m.word())], lambda: [["说明", Leaf(m.word())]]])()])


@mistake
def rename(m, record):
    each = m.rng.choice(list(maps(record)))
    field = m.rng.choice(each)
    name = field[0]
    field[0] = m.rng.choice([name[:-1] or name, name + "：", " " + name, name + " ", name[0] + "　" + name[1:], name + "s", f'"{name}"', ENGLISH.get(name, name), name[::-1], name.replace("题", "題").replace("发", "發"), f"*{name}*", f"【{name}】", f"{name}（必填）", f"1.{name}", f"?{name}"])


@mistake
def form_name(m, record):
    for field in record:
        if field[0] == "格式":
            shape = m.rng.choice(["通知", "请示", "报告", "批复", "通报", "会议纪要", "会议通知", "议程", "签到表", "函", "公函", "令", "决议", "意见", "公告", "工作简报", "督办表", "红头文件", "平行文", "通知 ", "letter", "Letter", "LETTER", "纪要（初稿）", "公文 # 初稿", ""])
            field[1] = Leaf(shape, [["初稿"]] if "（初稿" in shape else [])


@mistake
def deep(m, record):
    each = m.rng.choice(list(maps(record)))
    field = m.rng.choice(each)
    node = Leaf(m.word())
    for _ in range(m.rng.choice([2, 5, 40, 120])):
        node = [node] if m.rng.random() < .6 else [[m.word(), node]]
    field[1] = node if m.rng.random() < .5 or not isinstance(field[1], list) or is_map(field[1]) else field[1] + [node]


@mistake
def empty(m, record):
    each = m.rng.choice(list(maps(record)))
    field = m.rng.choice(each)
    if isinstance(field[1], list) and not is_map(field[1]) and m.rng.random() < .5:
        field[1].insert(m.rng.randint(0, len(field[1])), m.rng.choice([Leaf("", []), Leaf('""', []), Leaf("　", []), []]))
    else:
        field[1] = Leaf(m.rng.choice(["", '""', "~", "无", "　", "''", "/", "-", "[]", "{}", "[ ]", "暂无", "—", "|", ">", "XX"]), [])
        if field[1].typed in ("无", "暂无", "XX"):
            field[1].fixed = [[field[1].typed]]


@mistake
def yaml_sign(m, record):
    """A value that begins with, ends with or holds a sign that means something to YAML."""
    _, leaf = pick(m, record, TEXTS | PEOPLE)
    w, text = m.word(), leaf.typed.split("\n")[0]
    wants = [[x] for x in WORD.findall(text)] + [[w]]
    typed = m.rng.choice([f'"{w}"{text}', f"'{w}'{text}", f"[{w}]{text}", f"{{{w}}}{text}", f"*{w}*{text}", f"&{w} {text}", f"!{w} {text}", f"!!str {w}{text}", f"%{w}{text}", f"@{w}{text}", f"`{w}`{text}", f"- {w}{text}", f"? {w}{text}", f"{text}: {w}", f"{text}:{w}",
                          f"{text}：{w}", f"| {w}{text}", f"> {w}{text}", f">\n  {w}\n  {text}", f'"{w}\\n{text}"', f'"{w}\\u0000{text}"', f"'{w}''{text}'", f'"{w}\\{text}"', f"{w}\n  {text}", f"{w}\n\n  {text}", f"|2\n   {w}\n  {text}", f"|-\n  {w}\n  {text}", f">-\n  {w}\n\n  {text}",
                          f"[{w}, {text}]", f"[{w}，{text}]", f"[{w}、{text}]", f"[{w}, {text}", f"{{{w}: {text}}}", f"<<{w}>>{text}", f"#{w}{text}", f"# {w}{text}", f"{w}{text} #", f'"{w}" {text}', f"“{w}”{text}", f"「{w}」{text}", f"--- {w}{text}", f"... {w}{text}", f"~{w}{text}", f"{w}, {text}", f"{w}{text},", f"{w}{text}]",
                          f"{w}{text}}}", f"={w}{text}", f"<{w}>{text}", f"\\{w}{text}", f"|\n {w}\n {text}", f"|+\n    {w}\n    {text}\n\n", f"!!binary {w}{text}", f"&a {w}{text}", f"{text}\t#{w}", f"'{w}{text}", f'"{w}{text}', f"：{w}{text}", f": {w}{text}", f":{w}{text}", f"-{w}{text}", f"?{w}{text}", f"|#{w}{text}", f"|\n  # {w}\n  {text}",
                          f"[[{w}, {text}]]", f'["{w}" {text}]', f"[{w}，， {text},,]", f"[{w}: {text}]", f"[{w}\n  {text}]", f"{w}{text}\\"])
    leaf.retype(typed, wants, how="plain")


# --- mistakes of the whole text, after the record is written ---

TEXT_MISTAKES = {}


def text_mistake(function):
    TEXT_MISTAKES[function.__name__] = function
    return function


@text_mistake
def full_width_colons(m, text, kind):
    share = m.rng.choice([1, .5, .2])
    return re.sub(r"^(\s*(?:- )?[^\s:：|]+): ?", lambda f: m.rng.choice([f"{f[1]}：", f"{f[1]}:", f"{f[1]} ：", f"{f[1]}： "]) if m.rng.random() < share else f[0], text, flags=re.M)


@text_mistake
def line_ends(m, text, kind):
    return text.replace("\n", m.rng.choice(["\r\n", "\r", "\n\r", "\r\n"])) if m.rng.random() < .8 else text.rstrip("\n")


@text_mistake
def indents(m, text, kind):
    lines = text.split("\n")
    for i in m.rng.sample(range(len(lines)), min(len(lines), m.rng.choice([1, 1, 3, 8]))):
        lines[i] = m.rng.choice(["\t", " ", "　", "　　", "    ", "\u00a0"]) + m.rng.choice([lines[i], lines[i].lstrip()])
    return "\n".join(lines)


@text_mistake
def lost_indents(m, text, kind):
    lines = text.split("\n")
    for i in m.rng.sample(range(len(lines)), min(len(lines), m.rng.choice([1, 2, 8]))):
        lines[i] = lines[i].lstrip() if m.rng.random() < .7 else lines[i][1:] if lines[i].startswith(" ") else lines[i]
    return "\n".join(lines)


@text_mistake
def no_bar(m, text, kind):
    return text.replace(": |\n", m.rng.choice([":\n", "：\n", ": >\n", ": |-\n", ": | \n", ":|\n", ": ｜\n", "： |\n", ": |2\n", ": |# x\n"]))


@text_mistake
def blank_lines(m, text, kind):
    lines = text.split("\n")
    for _ in range(m.rng.choice([1, 3])):
        lines.insert(m.rng.randrange(len(lines)), m.rng.choice(["", "   ", "\t", "　", "...", "---", "-", "# x", "%YAML 1.2", "======", "，", "}", "]", "|"]))
    return "\n".join(lines)


@text_mistake
def blank_fences(m, text, kind):
    if kind != "md":
        return text
    return m.rng.choice([lambda: text.replace("---\n", "", 1), lambda: "\n" + text, lambda: "标注\n" + text, lambda: text.replace("\n---\n", "\n", 1), lambda: text.replace("\n---\n", "\n...\n", 1), lambda: text.replace("---\n", "----\n", 1), lambda: text.replace("---\n", "--- \n"),
                         lambda: text.replace("---\n", "———\n"), lambda: text.replace("\n---\n", "\n---", 1), lambda: text.replace("---\n", "+++\n"), lambda: text.replace("\n---\n", "\n-----\n", 1), lambda: "```yaml\n" + text + "```\n", lambda: text.replace("---\n", "```\n")])()


@text_mistake
def json_slips(m, text, kind):
    if kind not in ("json", "jsonl"):
        return text
    return m.rng.choice([lambda: text.replace("}", ",}", 1), lambda: text.replace(",", "，", 1), lambda: text.replace('"', "“", 2), lambda: text.replace("{", "{ // x\n", 1), lambda: text.rstrip()[:-1], lambda: text + "x", lambda: text.replace('"', "'"),
                         lambda: text + text, lambda: text.replace(": ", "：", 1), lambda: text.replace("{", "{/* y */", 1), lambda: "[" + text + "]", lambda: "// x\n" + text, lambda: text.replace('": "', '": u"', 1), lambda: "\n\n" + text + "\n\n", lambda: text.replace("\n", " ")])()


@text_mistake
def merge_keys(m, text, kind):
    w = m.word()
    return m.rng.choice([f"模板: &t\n  附注: {w}\n<<: *t\n", f"<<: {{附注: {w}}}\n", f"&a 附注: {w}\n", f"? 附注\n: {w}\n", f"!!str 附注: {w}\n", "%YAML 1.1\n---\n", f"--- # {w}\n", f"附注: &n {w}\n署名: *n\n"]) + text if kind == "yaml" else text


ENCODINGS = ["utf-8"] * 100 + ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-8-twice", "utf-8-sig"]


# --- writing ---

def yaml(node, depth=0, rng=None):
    pad = "  " * depth
    if isinstance(node, Leaf):
        if node.how == "double":
            return " " + json.dumps(node.typed, ensure_ascii=False) + "\n"
        if node.how == "block" or "\n" in node.typed and not node.typed.startswith((">", "|", "[", '"')) and node.how != "plain":
            return " |\n" + "".join(f"{pad}{line}\n" for line in node.typed.split("\n"))
        return (" " if node.typed else "") + node.typed.replace("\n  ", "\n  " + pad) + "\n"
    if not node:
        return " []\n"
    if is_map(node):
        return ("\n" if depth else "") + "".join(f"{pad}{key}:{yaml(value, depth + 1, rng)}" for key, value in node)
    if rng.random() < .4 and all(isinstance(x, Leaf) and x.how == "plain" and "\n" not in x.typed for x in node):
        return " [" + ", ".join(x.typed for x in node) + "]\n"
    out = "\n"
    for item in node:
        text = yaml(item, depth + 1, rng)
        out += f"{pad}-" + (" " + text.lstrip("\n")[len(pad) + 2:] if is_map(item) else text)
    return out


def plain(node):
    if isinstance(node, Leaf):
        text = node.typed
        return int(text) if re.fullmatch(r"-?[1-9]\d{0,18}", text) else {"true": True, "null": None, "~": None}.get(text, text)
    return Pairs((key, plain(value)) for key, value in node) if is_map(node) else [plain(item) for item in node]


class Pairs(list):
    pass


def to_json(value, rng):
    if isinstance(value, Pairs):
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {to_json(v, rng)}" for k, v in value) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(to_json(v, rng) for v in value) + "]"
    if isinstance(value, str) and "\udfff" >= max(value, default="") >= "\ud800":
        return json.dumps(value)
    return json.dumps(value, ensure_ascii=rng.random() < .1)


def write(m, record, kind):
    if kind in ("json", "jsonl"):
        return to_json(plain(record), m.rng) + "\n"
    if kind == "md":
        body = next((f for f in record if f[0] == "正文" and isinstance(f[1], Leaf)), None)
        head = [f for f in record if f is not body]
        gap = m.rng.choice(["\n", "\n\n"])
        return "---\n" + yaml(head, 0, m.rng) + "---\n" + (body[1].typed.replace("\n", gap) + "\n" if body else "")
    return yaml(record, 0, m.rng)


# --- one record ---

class Case:
    pass


FORMS = ["document", "document", "document", "letter", "order", "minutes", "minutes", "bulletin", "papers", "papers"]
PAPERS = ["minutes", "bulletin", "notice", "agenda", "signin", "actions", "resolution"]


def make(seed):
    """The case of a seed: bytes, ending, sheet, what must be found."""
    rng = random.Random(f"mistakes {seed}")
    m, case = Maker(rng), Case()
    form = rng.choice(FORMS)
    record = m.minutes(True) if form == "papers" else getattr(m, form)()
    case.seed, case.form, case.style = seed, form, rng.choice(PAPERS) if form == "papers" else None
    case.kind = rng.choice(["yaml", "yaml", "yaml", "md", "json", "jsonl"])
    case.mistakes = []
    texts = []
    for _ in range(rng.choice([1, 1, 1, 2, 2, 3, 4])):
        name = rng.choice([*MISTAKES, *MISTAKES, *TEXT_MISTAKES, "rich", "rich"])
        case.mistakes.append(name)
        if name in MISTAKES:
            try:
                MISTAKES[name](m, record)
            except (AttributeError, IndexError):
                continue  # nothing in this record to make it in
        else:
            texts.append(name)
    text = write(m, record, case.kind)
    for name in texts:
        text = TEXT_MISTAKES[name](m, text, case.kind)
    case.encoding = rng.choice(ENCODINGS)
    encoding = "utf-8-sig" if case.encoding == "utf-8-twice" else case.encoding
    text = "\ufeff" + text if case.encoding == "utf-8-twice" else text
    try:
        case.data = text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "strict")
    except UnicodeEncodeError:
        case.data = text.encode("utf-8", "surrogatepass")
    case.leaves = [(path, leaf.typed, leaf.wants) for path, leaf in leaves(record)]
    return case


# --- what came of it ---

TOLD = ("warning", "error")


def told(messages):
    """What messages say, those shown without -v, and those that give a form's reason."""
    return squeezed("".join(m["message"] + "".join(map(str, m["arguments"])) for m in messages if m["level"] in TOLD or m["code"] == "D103"))


def names_of(path):
    return [path[-1], ENGLISH.get(path[-1], path[-1])]


def missing(case, lines, metadata, messages):
    """The (path, typed, text) that are neither in the file nor named."""
    page = "".join(lines)
    text, said = page + metadata, told(messages)
    both = text + said
    for path, typed, wants in case.leaves:
        for texts in wants:
            texts = [squeezed(t) for t in texts]
            if not any(t in both or is_in(t, lines, text) for t in texts if t):
                if any(texts) and not unused(path, messages):
                    yield path, typed, texts[0]


def unused(path, messages):
    """Is the field, or one that holds it, named as not printed?"""
    for m in messages:
        if m["code"] in ("D102", "D103", "D140"):
            named = re.sub(r"第\d+[^的]*|等\d+处$", "", str(m["arguments"][1])).split("的")
            plain = [re.sub(r"[\s\"']", "", CHINESE.get(name, name)) for name in path]
            if named[-1] in plain or plain[-1] in named or any(len(n) > 1 and named[-1].startswith(n) or named[-1].endswith(n) for n in plain):
                return True
    return False


def links(file):
    """Where the links of a file lead to."""
    if file.suffix == ".odt":
        with zipfile.ZipFile(file) as odt:
            return "".join(re.findall(r'xlink:href="([^"]*)"', odt.read("content.xml").decode()))
    with fitz.open(file) as pdf:
        return "".join(urllib.parse.unquote(str(link)) for page in pdf for link in page.get_links())


def second_reader(file):
    """What another program reads in a PDF, for what MuPDF does not give: flags of regional letters, tags."""
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
    return [squeezed(line) for line in done.stdout.decode("utf-8", "replace").splitlines()]


def run(cases, folder, flags=()):
    """Export the cases; yields (case, file ending, [missing]) for each file made, and None for cases without one."""
    folder = Path(folder)
    for style in sorted({case.style for case in cases}, key=str):
        group = [case for case in cases if case.style == style]
        place = folder / str(style)
        place.mkdir(parents=True)
        for case in group:
            case.name = f"{case.seed}.{case.kind}"
            (place / case.name).write_bytes(case.data)
        (place / "list").write_text("".join(case.name + "\n" for case in group))
        done = hongtou("export", "-v", "--messages", "json", "-t", "pdf,odt", "-d", "out", *(["-s", style] if style else []), *flags, "@list", cwd=place, timeout=3600)
        messages = {}
        for line in done.err.splitlines():
            if line.startswith("{"):
                message = json.loads(line)
                messages.setdefault(message["file"], []).append(message)
            else:
                print("not a message:", line)
        for case in group:
            case.messages = messages.get(case.name, [])
            case.files = sorted((place / "out").glob(f"{case.seed}[.-]*"))
            case.gone, case.moved = [], []
            for file in case.files:
                if file.suffix not in (".pdf", ".odt"):
                    continue
                reader = pdf_text if file.suffix == ".pdf" else odt_text
                lines, metadata = reader(file.read_bytes())
                metadata += links(file)
                gone = list(missing(case, lines, metadata, case.messages))
                if gone and file.suffix == ".pdf":
                    gone = [each for each in missing(case, second_reader(file), metadata, case.messages) if each in gone]
                case.moved += [(file.suffix, *each) for each in out_of_order(case, lines)] if file.suffix == ".odt" else []
                case.gone += [(file.suffix, *each) for each in gone]


def out_of_order(case, lines):
    """Lines of prose whose words are all there, but neither next to each other nor named in a message."""
    text = "".join(WORD.findall("".join(lines)))
    for path, typed, wants in case.leaves:
        if path[-1] not in PROSE:
            continue
        for line in typed.split("\n"):
            words = WORD.findall(line)
            if "".join(words) not in text and not re.search(r"[|<>#*_~`^$\\{}\[\]!&]", line) and all(w in text for w in words):
                yield path, typed, line


PROSE = {"标题", "正文", "讨论", "按语", "附注", "题目", "内容", "简报标题"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="a new folder for records and documents")
    parser.add_argument("--moved", action="store_true", help="list lines of prose whose words are not together, too")
    args = parser.parse_args()
    cases = [make(seed) for seed in range(args.seed, args.seed + args.count)]
    with tempfile.TemporaryDirectory(prefix="hongtou-mistakes-") as scratch:
        run(cases, args.keep or scratch)
    bad = [case for case in cases if case.gone]
    for case in bad:
        print(f"{case.style or '-'}/{case.name} ({', '.join(case.mistakes)}; {case.encoding})")
        for suffix, path, typed, text in case.gone[:4]:
            print(f"    {suffix} {'.'.join(path)}: {text!r} of {typed[:90]!r}")
    for case in cases:
        for suffix, path, typed, text in case.moved[:2] if args.moved else []:
            print(f"{case.style or '-'}/{case.name} ({', '.join(case.mistakes)}; {case.encoding}) moved: {'.'.join(path)}: {text[:90]!r}")
    made = sum(bool(case.files) for case in cases)
    print(f"{len(cases)} records, {made} documents made, {len(bad)} of them lack something that no message names")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
