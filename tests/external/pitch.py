#!/usr/bin/python3
"""Lines of finished PDFs, measured from outside: how wide their characters are set, which stops are narrow, what is
alone on a last line.

For each line with a crushed stop it is asked whether the paragraph could have been broken otherwise (has_other_way):
with rules of its own, which know less than the program's, so what they find possible is.

As a program: pitch.py FILE.pdf … prints the counts over all files and the worst lines; --generate N SEED FOLDER
instead writes records of N paragraphs of mixed text, 100 a file, for long campaigns."""
import json
import random
import re
import statistics
import sys
from dataclasses import dataclass, field
from pathlib import Path

import fitz

from support import CELL, LEFT, NOT_AT_END, NOT_AT_START, RIGHT, in_type_area, notice, page_lines, text_of

STOPS = set("，。、；：！？")
BRACKETS = set("“”‘’（）《》〈〉【】〔〕「」『』")
OPENING = set("“‘（《〈【〔「『")
MARKS = STOPS | BRACKETS | set("…—·,.;:!?)]}%")
EM = 5.64  # of 3号, in mm


def is_han(c):
    return "\u3400" <= c <= "\u9fff"


@dataclass
class Counts:
    full: int = 0
    wide: list = field(default_factory=list)  # above 1.04: (pitch, text)
    torn: list = field(default_factory=list)  # above 1.06
    tight: list = field(default_factory=list)  # below 0.93
    short: list = field(default_factory=list)  # neither full nor a paragraph's last
    crushed: list = field(default_factory=list)  # a stop narrower than 3/4 em before a character
    avoidable: list = field(default_factory=list)  # of the crushed, those whose paragraph has another way
    forbidden: list = field(default_factory=list)
    paragraphs: int = 0
    lonely: list = field(default_factory=list)


def pitch_of(line):
    """The middle distance of adjacent Han characters, in cells; None where there are too few."""
    apart = [(b.x - a.x) / CELL for a, b in zip(line, line[1:]) if is_han(a.c) and is_han(b.c)]
    return statistics.median(apart) if len(apart) >= 5 else None


def is_body(line):
    return sum(abs(c.size - 16) < 0.3 for c in line) >= 0.8 * len(line)


def reach(line):
    end = line[-1]
    return end.x + (end.w if end.c not in STOPS | BRACKETS else CELL / 2)


def end_of(line):
    """Where a line ends, with the blank half of its last mark if that fits: a full line may keep it."""
    whole = line[-1].x + CELL
    return whole if line[-1].c in STOPS | BRACKETS and whole < RIGHT + 0.1 * CELL else reach(line)


def measure_line(line, counts):
    """Add what a line shows to the counts; is a stop of it crushed?"""
    text = text_of(line)
    pitch = pitch_of(line)
    if pitch is not None and end_of(line) > RIGHT - 0.1 * CELL:
        counts.full += 1
        if pitch > 1.0605:
            counts.torn.append((round(pitch, 3), text))
        if pitch > 1.0405:
            counts.wide.append((round(pitch, 3), text))
        if pitch < 0.9295:
            counts.tight.append((round(pitch, 3), text))
    for a, b in zip(line, line[1:]):
        if a.c in STOPS and is_han(b.c) and b.x - a.x < 0.745 * EM:
            counts.crushed.append((round((b.x - a.x) / EM, 2), text))
            return True
    return False


SIGNS = set("第±＋－≥≤＞＜≈≠＝×∶↑↓→＃№￥¥$①②③—…·")
SCALES = set("百千万亿余多")
TIME = set("年月日号时分秒")
TELEPHONE = r"[0-9]+(-[0-9]+)+"


def is_latin(c):
    return "!" <= c <= "~" or c == "‰"


def token_breaks(text, spaced):
    """Where long tokens may be divided: after a mark, or in a code of letters and digits, not near their ends."""
    found = set()
    for token in re.finditer(r"[!-~]{12,}", text):
        begin, end = token.span()
        if any(spaced[begin + 1:end]):
            continue  # several words
        found |= {i for i in range(begin + 3, end - 2) if text[i - 1] in "@-_/" and text[i].isalnum()}
        for code in re.finditer(r"[0-9A-Za-z]{12,}", text[begin:end]):
            if re.search("[0-9]", code[0]) and re.search("[A-Za-z]", code[0]):
                found |= set(range(begin + code.start() + 4, begin + code.end() - 3))
        for phone in re.finditer(TELEPHONE, text[begin:end]):
            found -= set(range(begin + phone.start() + 1, begin + phone.end()))
    return found


def may_break(text, spaced, i):
    a, b = text[i - 1], text[i]
    if b in NOT_AT_START or a in NOT_AT_END or a in SIGNS or b in SIGNS or "·" in text[max(i - 7, 0):i + 7]:
        return False
    if is_latin(a) and is_latin(b):
        return spaced[i] and a.isalpha() and b.isalpha()
    if is_latin(a):
        return not (a.isdigit() and b in SCALES | TIME)
    return not (is_latin(b) and a in SCALES)


def advances(line):
    """The width of each character; of a Latin one before another, with their kerning."""
    kerned = [is_latin(a.c) and is_latin(b.c) and b.x - a.x < a.w for a, b in zip(line, line[1:])] + [False]
    return [b.x - a.x if k else a.w for a, b, k in zip(line, line[1:] + line[-1:], kerned)]


def is_spaced(a, b):
    """Is there a space between two Latin characters, if only at a line's end?"""
    turned = b.x < a.x and a.c not in "@-_/"
    return is_latin(a.c) and is_latin(b.c) and (turned or b.x > a.x + a.w + 0.15 * EM)


def span(chars, spaced, widths, i, j):
    """The least and the greatest width in mm of a line of characters i to j: the distance of ideographs from 0.932 to
    1.04 of a cell, no stop below 3/4 em but at the line's end or before another mark, gaps from 1/8 to 1/4 em, spaces
    to 1/2 em."""
    least = most = 0
    for k in range(i, j):
        c = chars[k].c
        following = chars[k + 1].c if k + 1 < j else None
        before = chars[k - 1].c if k > i else None
        small = great = widths[k] if is_latin(c) else CELL / (1 + (c == "·"))
        if before and not is_latin(c) and not is_latin(before) and not (c == before and c in "—…"):
            great += 0.04 * CELL
            if is_han(c) and is_han(before):
                small = 0.932 * CELL
        if c in OPENING and (k == 0 or before and before in STOPS | BRACKETS - OPENING):
            small = CELL  # the indent is exact; of two marks one gives its blank
        elif c in STOPS | BRACKETS:
            small = 0.5 * EM if c in BRACKETS or following is None or following in STOPS | BRACKETS else 0.75 * EM
        least += small
        most += great
        if k > i and spaced[k]:
            least += EM / 4
            most += EM / (4 if before.isdigit() and c.isdigit() else 2)
        elif before and (is_latin(c) and is_han(before) or is_han(c) and is_latin(before)):
            least += EM / 8
            most += EM / 4
    return least, most


def has_other_way(lines):
    """Can a paragraph of these lines be broken without a stop below 3/4 em, a line above 1.04, one below 0.93 and a
    single character at its end?"""
    chars = [char for line in lines for char in line]
    text = "".join(char.c for char in chars)
    spaced = [False] + [is_spaced(a, b) for a, b in zip(chars, chars[1:])]
    widths = [width for line in lines for width in advances(line)]
    inner = token_breaks(text, spaced)
    ends = [i for i in range(1, len(text)) if i in inner or may_break(text, spaced, i)] + [len(text)]
    reached = {0}
    for i in [0, *ends[:-1]]:
        if i not in reached:
            continue
        avail = RIGHT - (LEFT if i else lines[0][0].x) + 0.01
        for j in (j for j in ends if j > i):
            least, most = span(chars, spaced, widths, i, j)
            if least > avail:
                break
            if j == len(text):
                if sum(c not in MARKS for c in text[i:]) > 1:
                    return True
            elif most >= avail - 0.03:
                reached.add(j)
    return False


def goes_on(line):
    """Is it a line of a paragraph after the first, which is indented?"""
    return line[0].x < LEFT + 0.2 * CELL


def paragraph_around(lines, i):
    begin, end = i, i + 1
    while begin > 0 and goes_on(lines[begin]):
        begin -= 1
    while end < len(lines) and goes_on(lines[end]):
        end += 1
    return lines[begin:end]


def measure(document, counts):
    """Add what the document's type area shows to the counts."""
    lines = [line for page in document for line in page_lines(page) if in_type_area(line) and is_body(line)]
    for i, line in enumerate(lines):
        crushed = measure_line(line, counts)
        text = text_of(line)
        if crushed and has_other_way(paragraph_around(lines, i)):
            counts.avoidable.append(counts.crushed[-1])
        begins = goes_on(line)
        if begins and (text[0] in NOT_AT_START and not text[1:2].isdigit() or lines[i - 1] and text_of(lines[i - 1])[-1] in NOT_AT_END):
            counts.forbidden.append(text)
        if i + 1 < len(lines) and goes_on(lines[i + 1]):
            if reach(line) < RIGHT - 0.6 * CELL and line[0].x < LEFT + 2.5 * CELL:  # a document's number is centred
                counts.short.append(text)
            continue
        if begins:
            counts.paragraphs += 1
            if sum(c not in MARKS for c in text) <= 1:
                counts.lonely.append(text)


# Words for paragraphs of mixed text; each list is of one kind, and a sentence takes from all of them.
PLAIN = ("会议 认真 听取 各单位 关于 安全生产 工作 情况 的 汇报 研究 部署 下一阶段 重点任务 要求 有关部门 切实 加强 组织领导 压实 责任 "
         "按照 职责分工 抓好 落实 建立健全 长效机制 及时 报送 进展 全县 各乡镇 街道 企业 群众 项目 资金 管理 监督检查 防汛 抗旱 "
         "道路 桥梁 改造 提升 完成 投资 同比 增长 下降 新建 续建 竣工 验收 问题 整改 到位").split()
FIGURES = ("2026年3月5日 2025年 12月31日 第3季度 14.9平方公里 123.456平方公里 1,860万元 3.5亿元 12个百分点 5.6% 86.3% 120000余人 "
           "38名 15人次 2小时 24小时 100公里 7.5公顷 320立方米 10:30 -0.8℃ 1∶500 No.5 ＋2.3个百分点 〔2026〕12号 第12条 "
           "1 000吨 100 kg 12.5km 3.2‰ ￥1,200.50 ①② 0000-6000123 GB/T 9704—2012 GB 18030 PM2.5 5G A4纸 COVID-19").split(" ")
FIGURES = " ".join(FIGURES).replace("1 000吨", "1\x00000吨").replace("100 kg", "100\x00kg").replace("GB/T 9704", "GB/T\x009704")
FIGURES = [f.replace("\x00", " ") for f in FIGURES.replace("GB 18030", "GB\x0018030").split(" ")]
LONG = ["91000000MA0000000X", "office_water@example.gov.cn", "https://www.example.gov.cn/zwgk/xxgk/2026/notice.html",
        "com.example.water.management", "d41d8cd98f00b204e9800998ecf8427e", "ABC-DEFGH-IJKLMN-1234567890"]
QUOTED = ["《安全生产管理办法》", "“四不两直”", "（试行）", "《条例》第12条", "“十五五”", "扎西·次仁多吉", "——这是关键", "……"]


def paragraph(rng, figures, length):
    """Mixed text of about length characters; figures: the share of words that are one."""
    words, size, clause = [], 0, 0
    while size < length:
        roll = rng.random()
        if roll < figures:
            word = rng.choice(FIGURES)
        elif roll < figures + 0.05:
            word = rng.choice(QUOTED)
        elif roll < figures + 0.053:
            word = rng.choice(LONG)
        else:
            word = rng.choice(PLAIN)
        words.append(word)
        size += len(word)
        clause += len(word)
        if clause > rng.randint(8, 22):
            words.append(rng.choice("，，，，、；。"))
            clause = 0
    while words and words[-1] in "，、；。":
        words.pop()
    return "".join(words) + "。"


def generated(number, seed, figures=None):
    """Paragraphs of mixed text: of a third each no word in 50 is a figure, one in 8, one in 3 (dense with figures)."""
    rng = random.Random(seed)
    shares = [figures] if figures is not None else [0.02, 0.12, 0.33]
    return [paragraph(rng, shares[i % len(shares)], rng.randint(30, 260)) for i in range(number)]


def main():
    if sys.argv[1:2] == ["--generate"]:
        number, seed, folder = int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
        dense = float(sys.argv[5]) if len(sys.argv) > 5 else None
        folder.mkdir(parents=True, exist_ok=True)
        for part in range(0, number, 100):
            text = generated(min(100, number - part), seed * 1000003 + part, dense)
            (folder / f"mixed-{seed}-{part:05}.yaml").write_text(notice("\n".join(text)), encoding="utf-8")
        return
    counts = Counts()
    for name in sys.argv[1:]:
        with fitz.open(name) as document:
            measure(document, counts)
    print(f"{counts.full} full lines; {counts.paragraphs} paragraphs of two lines and more")
    for what in ("wide", "torn", "tight", "short", "crushed", "avoidable", "forbidden", "lonely"):
        found = getattr(counts, what)
        print(f"{what:10}{len(found):6}  {json.dumps(sorted(found, key=str)[-3:], ensure_ascii=False)}")


if __name__ == "__main__":
    main()
