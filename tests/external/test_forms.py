"""Each element and form of GB/T 9704-2012 in the finished PDF: its place in mm, lines and 字. docs/gbt9704.md
says which clause is tested where. Seals and signatures: test_seals. The page, its grid and its number: test_geometry."""
import re
from pathlib import Path

from measure import *
from support import cases, hongtou, squeeze, workdir

ROOM = "style"


# --- header block (7.2) ---

def test_header_lines():
    """7.2.1–7.2.3: copy number, secrecy and urgency flush left on lines 1, 2, 3."""
    page = pages("01-notice.yaml")[0]
    for k, text in enumerate(["000018", "机密★1年", "特急"]):
        line = find(page, text)
        near(line[0].x, LEFT, text)
        assert grid_line(line) == k and abs(line[0].size - 16) < 0.1, text
    heads = {find(page, text)[0].font for text in ("机密", "特急")}
    headings = {line[0].font for sheet in pages("01-notice.yaml") for line in body_lines(sheet)
                if text_of(line).startswith("二、")}
    assert heads == headings and find(page, "000018")[0].font not in heads, heads


def test_header_closes_up():
    """7.2.3: without a grade of secrecy, the urgency is on line 2."""
    page = pages("12-upward.yaml")[0]
    assert grid_line(find(page, "000003")) == 0 and grid_line(find(page, "加急")) == 1


@cases(["01-notice.yaml", "14-sealed.yaml", "13-joint.yaml", "19-joint-8.yaml", "joint-2.yaml", "joint-5.yaml"])
def test_number(name):
    """7.2.5: two empty lines below the masthead, centred, in six-cornered brackets."""
    page = pages(name)[0]
    number = next(line for line in page_lines(page) if "〔2026〕" in text_of(line))
    masthead = red_ink(page, (0, 60, 210, em_box(number[0])[0]))
    assert grid_line(number, "number") == first_clear(masthead[3]) + 2
    near(centre(number), MIDDLE, "middle of the number")


@cases(["13-joint.yaml", "19-joint-8.yaml", "joint-2.yaml", "joint-5.yaml"])
def test_joint_masthead(name):
    """7.2.4: the issuers' names above each other, spread to one width, 文件 beside them, level with their middle; all
    within the type area and centred; ink from 35 mm below its top."""
    page = pages(name)[0]
    chars = red_chars(page)
    suffix = [ch for ch in chars if ch.size > 1.2 * min(c.size for c in chars) and ch.c in "文件"
              and ch.x > max(c.x for c in chars if c.c == "局")]
    assert text_of(suffix) == "文件"
    rows = {}
    for ch in chars:
        if ch not in suffix:
            rows.setdefault(round(ch.y, 1), []).append(ch)
    rows = [sorted(row, key=lambda ch: ch.x) for _, row in sorted(rows.items())]
    source = (SAMPLES / name if (SAMPLES / name).exists() else CASES / name).read_text(encoding="utf-8")
    wanted = re.findall(r"清溪区\w+?局", re.search(r"发文机关:.*?发文字号", source, re.S).group())
    assert [text_of(row) for row in rows] == wanted
    for row in rows:
        near(row[0].x, rows[0][0].x, f"left end of {text_of(row)}")
        near(right_end(row), right_end(rows[0]), f"right end of {text_of(row)}")
    below = em_box(find(page, "〔2026〕")[0])[0]
    names = red_ink(page, (0, 40, right_end(rows[0]) + 0.5, below))
    beside = red_ink(page, (suffix[0].x - 0.5, 40, 210, below))
    near((beside[1] + beside[3]) / 2, (names[1] + names[3]) / 2, "middle of 文件")
    assert beside[0] > names[2] + 1, "文件 touches the names"
    near(min(names[1], beside[1]), TOP + 35, "top of the masthead")
    between(names[0], LEFT, RIGHT, "left edge of the masthead")
    between(beside[2], LEFT, RIGHT, "right edge of the masthead")
    near((rows[0][0].x + right_end(suffix)) / 2, MIDDLE, "middle of the masthead", 1)


def test_upward():
    """7.2.5, 7.2.6: signers at the right, one 字 in, two a line, aligned, their names in Kai; the number at the left,
    one 字 in, on the line of the last of them; two empty lines below the masthead; the red line 4 mm below."""
    page = pages("12-upward.yaml")[0]
    first, last = find(page, "签发人："), find(page, "司马青云")
    assert text_of(first) == "签发人：江望欧阳静宜"
    near(right_end(first), RIGHT - CELL, "right end of the signers")
    near(last[0].x, first[4].x, "first name of the second line")
    assert first[4].font == last[0].font != first[0].font, "faces of label and names"
    near(first[5].x - first[4].x, 2 * CELL, "a name of two characters, set to three")
    number = find(page, "清水发")
    near(number[0].x, LEFT + CELL, "left end of the number")
    near(number[0].y, last[0].y, "baseline of number and last signer", 0.1)
    masthead = red_ink(page, (0, 60, 210, em_box(first[0])[0]))
    assert grid_line(first) == first_clear(masthead[3]) + 2
    near(red_rules(page)[0][1], em_box(last[0])[1] + 4, "red line")
    near(red_rules(page)[0][0], LEFT, "red line's left end", 0.05)
    near(red_rules(page)[0][2], RIGHT, "red line's right end", 0.05)


# --- body (7.3) ---

@cases(["01-notice.yaml", "09-reply.md", "13-joint.yaml", "14-sealed.yaml", "18-recipients.yaml"])
def test_title(name):
    """7.3.1: 2号, centred, two empty lines below the red line."""
    page = pages(name)[0]
    title = [line for line in page_lines(page) if abs(line[0].size - 22) < 0.1]
    assert 1 <= len(title) <= 3
    assert grid_line(title[0], "title") == first_clear(red_rules(page)[-1][3]) + 2
    for line, following in zip(title, title[1:]):
        assert grid_line(following) == grid_line(line) + 1
    for line in title:
        near(centre(line), MIDDLE, f"middle of “{text_of(line)}”")


@cases(["01-notice.yaml", "12-upward.yaml", "14-sealed.yaml"])
def test_recipients(name):
    """7.3.2, 7.3.3: recipients one empty line below the title, flush left, a full-width colon after them; the body on
    the line after, its first line two 字 in, its turnover flush."""
    page = pages(name)[0]
    lines = body_lines(page)
    last_title = max(i for i, line in enumerate(lines) if abs(line[0].size - 22) < 0.1)
    recipients, first, turnover = lines[last_title + 1:last_title + 4]
    assert grid_line(recipients) == grid_line(lines[last_title]) + 2
    assert text_of(recipients).endswith("：")
    near(recipients[0].x, LEFT, "recipients")
    assert grid_line(first) == grid_line(recipients) + 1
    near(first[0].x, LEFT + 2 * CELL, "first line of the body")
    near(turnover[0].x, LEFT, "turnover of the body")


def test_recipients_moved():
    """7.3.2, 7.4.2: too many recipients for body text on page 1 are in the imprint, above 抄送, no line between."""
    document = pages("18-recipients.yaml")
    first = "".join(text_of(line) for line in page_lines(document[0]))
    assert "市气象局" not in first and "为做好第七届全省运动会" in first
    page = document[-1]
    label, copies = find(page, "主送："), find(page, "抄送：")
    assert not [rule for rule in black_rules(page) if label[0].y < rule[1] < copies[0].y], "a line below 主送"
    near(label[0].x, LEFT + CELL, "主送")
    block = [line for line in page_lines(page) if label[0].y < line[0].y < copies[0].y]
    assert len(block) > 5 and text_of(block[-1]).endswith("。")
    for line in block:
        near(line[0].x, label[3].x, f"turnover “{text_of(line)[:8]}”")
    with workdir() as folder:
        done = hongtou("export", SAMPLES / "18-recipients.yaml", "-v", "-d", folder)
        assert "[L115;" in done.err


def test_levels():
    """7.3.3: 一、 black, （一） Kai, 1. and （1） as the text; each two 字 in."""
    lines = [line for page in pages("01-notice.yaml") for line in body_lines(page)]

    def starting(text):
        return next(line for line in lines if text_of(line).startswith(text))
    level = [starting(text) for text in ("一、", "（一）", "1.水利", "（1）")]
    for line in level:
        near(line[0].x, LEFT + 2 * CELL, text_of(line)[:4], CELL / 2)  # an opening punctuation may lose its blank half
    body = next(ch for ch in starting("据气象") if is_han(ch.c)).font
    fonts = [next(ch for ch in line if is_han(ch.c)).font for line in level]
    assert fonts[2] == fonts[3] == body and len({fonts[0], fonts[1], body}) == 3, fonts


def test_attachment_note():
    """7.3.4: one empty line below the body, two 字 in, entries and their turnover aligned, no punctuation at the end."""
    page = pages("12-upward.yaml")[2]
    lines = body_lines(page)
    at = next(i for i, line in enumerate(lines) if text_of(line).startswith("附件："))
    note, second, turnover = lines[at:at + 3]
    assert grid_line(note) == grid_line(lines[at - 1]) + 2
    near(note[0].x, LEFT + 2 * CELL, "附件：")
    near(second[0].x, note[3].x, "number of the second attachment")
    assert text_of(note[3:5]) == "1." and text_of(second[:2]) == "2."
    near(turnover[0].x, second[2].x, "turnover")
    near(second[2].x, note[5].x, "names")
    assert is_han(note[-1].c) and is_han(turnover[-1].c)


def test_note():
    """7.3.6: on the line after the date, two 字 in, in full-width parentheses."""
    page = pages("15-attachments.yaml")[1]
    note = find(page, "（此件公开发布）")
    assert grid_line(note) == grid_line(find(page, "2026年7月1日")) + 1
    near(note[0].x, LEFT + 2 * CELL, "note")


@cases([("titles in Han", "经费预算表"), ("one begins with a figure", "2026年工作要点")])
def test_attachment_column(case):
    """Ten attachments or more: titles begin in one column, and their further lines, too, whatever their numbers."""
    long = "关于进一步规范公共资源交易活动中招标投标代理机构从业行为和信用评价结果应用工作的实施细则"
    titles = ["回执", case[1], long, *["各区任务分配表"] * 7, long, "承诺书"]
    document = open_pdf(export(notice("请遵照执行。", attachments=titles)))
    lines = [line for page in document for line in page_lines(page) if in_type_area(line)]
    begins, seen = [], 0
    for at, line in enumerate(lines):
        number = re.match(r"(附件：)?(\d+)\.", text_of(line))
        if not number or int(number[2]) != seen + 1:
            continue
        seen += 1
        title = [ch for ch in line if ch.c.strip()][number.end():]
        begins.append(title[0].x)
        if titles[seen - 1] == long:
            begins.append(lines[at + 1][0].x)
    assert seen == 12
    for x in begins:
        near(x, begins[0], "a title's line", 0.3)


def test_attachments():
    """7.3.7: each on a new page: its label flush left on line 1, black, its title centred on line 3; numbers as in the
    note; the imprint after them; page numbers go on."""
    document = pages("15-attachments.yaml")
    noted = [find(document[1], f"{n}.") for n in (1, 2, 3)]
    starts = [(i, page) for i, page in enumerate(document) if text_of(body_lines(page)[0]).startswith("附件")]
    assert [i for i, _ in starts] == [2, 3, 4]
    for n, (i, page) in enumerate(starts, 1):
        label, title = body_lines(page)[:2]
        assert text_of(label) == f"附件{n}"
        near(label[0].x, LEFT, "label")
        assert grid_line(label) == 0 and grid_line(title) == 2 and abs(title[0].size - 22) < 0.1
        near(centre(title), MIDDLE, f"title of attachment {n}")
        assert text_of(noted[n - 1]) == f"{n}.{text_of(title)}"
        number = [line for line in page_lines(page) if line[0].y > BOTTOM + 1]
        assert [text_of(line).strip("—") for line in number] == [str(i + 1)]
    assert starts[0][1] and find(starts[2][1], "附件3")[0].font == find(starts[2][1], "一、管理制度")[0].font
    assert len(black_rules(document[4])) >= 3 and not black_rules(document[1])


# --- enclosed documents (practice) ---

def test_enclosed():
    """What is issued begins a page after the signature, its title centred on line 3, no label above it and in no note;
    its 题注 in Kai below; attachments follow it, then the imprint; page numbers go on."""
    document = pages("24-enclosed.yaml")
    title = "临澜市社区食堂管理办法"
    starts = [i for i, page in enumerate(document) if text_of(body_lines(page)[0]) == title]
    assert len(starts) == 1
    page, before = document[starts[0]], document[starts[0] - 1]
    assert "2026年7月6日" in [text_of(line) for line in body_lines(before)], "not after the signature"
    first, note, chapter = body_lines(page)[:3]
    assert grid_line(first) == 2 and abs(first[0].size - 22) < 0.1
    near(centre(first), MIDDLE, "title")
    near(centre(note), MIDDLE, "题注")
    assert text_of(note) == "（2026年7月1日临澜市人民政府第42次常务会议通过）" and "Kai" in note[5].font
    assert text_of(chapter).startswith("第一章") and grid_line(chapter) == 6
    labels = [(i, text_of(line)) for i, each in enumerate(document) for line in body_lines(each)
              if text_of(line).startswith("附件")]
    assert labels == [(starts[0] - 1, "附件：社区食堂登记要求"), (len(document) - 1, "附件")]
    for i, each in enumerate(document):
        number = [line for line in page_lines(each) if line[0].y > BOTTOM + 1]
        assert [text_of(line).strip("—") for line in number] == [str(i + 1)]
        assert (len(black_rules(each)) >= 3) == (i == len(document) - 1)


def test_enclosed_in_order():
    """A joint order without stamps: the issuers in the masthead below each other and 令 beside them, each signer on a line
    of their own; what it promulgates after it, each title on a new page, no attachment."""
    document = pages("order-enclosed.yaml")
    names = ["澄海市农业农村局", "澄海市公安局", "澄海市市场监督管理局"]
    rows = {}
    for ch in red_chars(document[0]):
        rows.setdefault(round(ch.y, 1), []).append(ch)
    suffix = next(row for row in rows.values() if text_of(row) == "令")
    stacked = [sorted(row, key=lambda ch: ch.x) for _, row in sorted(rows.items()) if row is not suffix]
    assert [text_of(row) for row in stacked] == names
    assert suffix[0].x > max(right_end(row) for row in stacked)
    signers = [line for line in body_lines(document[0]) if text_of(line).startswith(tuple(n + "局长" for n in names))]
    assert [text_of(line)[-3:] for line in signers] == ["慕容白", "令狐进", "长司马"]
    assert len({grid_line(line) for line in signers}) == 3
    for line in signers:
        near(right_end(line), RIGHT - 4 * CELL, text_of(line))
    assert [text_of(body_lines(page)[0]) for page in list(document)[1:]] == ["澄海市禁渔期管理规定", "澄海市渔船管理规定"]
    assert not any("附件" in page.get_text() for page in document)


# --- imprint block (7.4) ---

@cases(["14-sealed.yaml", "13-joint.yaml", "12-upward.yaml", "11-order.yaml", "03-minutes.md"])
def test_imprint_lines(name):
    """7.4.1: first and last line 0.35 mm, those between 0.25 mm; the last one on the type area's bottom edge."""
    lines = black_rules(pages(name)[-1])
    assert len(lines) >= 3
    for i, rule in enumerate(lines):
        wanted = 0.25 if 0 < i < len(lines) - 1 else 0.35
        near(rule[3] - rule[1], wanted, f"thickness of line {i + 1}", 0.03)
        near(rule[0], LEFT, "left end", 0.1)
        near(rule[2], RIGHT, "right end", 0.1)
    near((lines[-1][1] + lines[-1][3]) / 2, BOTTOM, "last line")


@cases(["14-sealed.yaml", "01-notice.yaml", "03-minutes.md"])
def test_imprint_text(name):
    """7.4.2, 7.4.3: 4号, one 字 in on both sides, turnover after the colon, a full stop; office left, date right."""
    page = pages(name)[-1]
    top, bottom = black_rules(page)[0][1], black_rules(page)[-1][3]
    rows = [line for line in page_lines(page) if top < line[0].y < bottom]
    assert text_of(rows[0]).startswith("抄送：") and {round(ch.size) for row in rows for ch in row} == {14}
    near(rows[0][0].x, LEFT + CELL, "抄送")
    office = next(i for i, row in enumerate(rows) if text_of(row).endswith("印发"))
    for row in rows[1:office]:
        near(row[0].x, rows[0][3].x, "turnover of 抄送")
        assert right_end(row) < RIGHT - CELL + 0.5
    assert text_of(rows[office - 1]).endswith("。")
    near(rows[office][0].x, LEFT + CELL, "printing office")
    near(right_end(rows[office]), RIGHT - CELL, "date of printing")
    near(right_end(rows[-1]), RIGHT - CELL, "right end of the last row")


# --- letter (10.1) ---

def letter_header(page):
    """(masthead's ink, upper pair of lines, lower pair)."""
    lines = red_rules(page)
    assert len(lines) == 4, f"{len(lines)} red lines"
    return red_ink(page, (0, 0, 210, lines[0][1] - 0.3)), lines[:2], lines[2:]


@cases(["17-letter.yaml", "letter-joint.yaml", "letter-county.yaml"])
def test_letter_lines(name):
    """masthead's ink from 30 mm of the sheet; double lines of 170 mm, centred: 4 mm below the masthead, thick above thin, and
    20 mm above the paper's lower edge, thin above thick."""
    page = pages(name)[0]
    masthead, upper, lower = letter_header(page)
    near(masthead[1], 30, "top of the masthead")
    near((masthead[0] + masthead[2]) / 2, SHEET_MIDDLE, "middle of the masthead", 1.5)
    near(upper[0][1], masthead[3] + 4, "upper double line")
    near(lower[1][3], 297 - 20, "lower double line")
    for rule in upper + lower:
        near(rule[2] - rule[0], 170, "width")
        near((rule[0] + rule[2]) / 2, SHEET_MIDDLE, "middle")
    thick = [rule[3] - rule[1] for rule in upper + lower]
    assert thick[0] > 1.5 * thick[1] and thick[3] > 1.5 * thick[2], f"thicknesses {thick}"
    ink = red_ink(page, (0, 265, 210, 297))
    near(ink[2] - ink[0], 170, "ink of the lower double line")
    near(ink[3], 277, "lower edge of its ink")


def test_letter_joint_masthead():
    page = pages("letter-joint.yaml")[0]
    assert "".join(ch.c for ch in red_chars(page)) == "清溪区水务局"


def test_letter_header():
    """Copy number, secrecy and urgency below each other, flush left, number flush right, 7/8 of a 3号 character below the
    upper double line; the title two empty lines below the last of them; no page number on page 1."""
    document = pages("17-letter.yaml")
    page = document[0]
    _, upper, _ = letter_header(page)
    secrecy, number, urgency = find(page, "秘密★"), find(page, "清教函"), find(page, "加急")
    copy_number = find(page, "000009")
    near(em_box(copy_number[0])[0], upper[1][3] + 7 / 8 * EM, "copy number")
    assert em_box(copy_number[0])[1] < em_box(secrecy[0])[0] < em_box(secrecy[0])[1] < em_box(urgency[0])[0]
    near(copy_number[0].x, LEFT, "copy number")
    near(em_box(number[0])[0], upper[1][3] + 7 / 8 * EM, "number")
    near(secrecy[0].x, LEFT, "secrecy")
    near(urgency[0].x, LEFT, "urgency")
    near(right_end(number), RIGHT, "right end of the number")
    title = next(line for line in page_lines(page) if abs(line[0].size - 22) < 0.1)
    assert grid_line(title) == first_clear(em_box(urgency[0])[1]) + 2
    assert not [line for line in page_lines(page) if line[0].y > BOTTOM + 1]
    assert text_of(page_lines(document[1])[-1]) == "—2—"


def test_letter_imprint():
    """No printing office, no date, no lines; lowest in the last page's type area."""
    page = pages("17-letter.yaml")[-1]
    assert not rules(page)
    copies = body_lines(page)[-1]
    assert text_of(copies).startswith("抄送：")
    between(em_box(copies[0])[1], BOTTOM - 3, BOTTOM + 0.5, "lower edge of 抄送")


# --- order (10.2) ---

@cases([("11-order.yaml", "第2号"), ("order-joint.yaml", "第1号")])
def test_order(case):
    """masthead's ink from 20 mm below the type area's top, centred; two empty lines, the number, centred; two empty lines,
    the body; no red line, no recipients."""
    page = pages(case[0])[0]
    masthead = red_ink(page, (0, 0, 210, 90))
    near(masthead[1], 57, "top of the masthead")
    near((masthead[0] + masthead[2]) / 2, MIDDLE, "middle of the masthead", 1)
    assert not red_rules(page)
    number = find(page, case[1])
    near(centre(number), MIDDLE, "middle of the number")
    assert grid_line(number) == first_clear(masthead[3]) + 2
    following = next(line for line in body_lines(page) if line[0].y > number[0].y + 1)
    assert grid_line(following) == grid_line(number) + 3
    near(following[0].x, LEFT + 2 * CELL, "body")


# --- minutes (10.3) ---

def test_minutes_people():
    """One empty line below the body, two 字 in: 出席 in black, turnover after the colon; then 请假, 列席. No seal."""
    for document in (pages("10-meeting.yaml", "-s", "minutes"), pages("03-minutes.md")):
        page = next(page for page in document if any(text_of(l).startswith("出席：") for l in page_lines(page)))
        lines = body_lines(page)
        at = next(i for i, line in enumerate(lines) if text_of(line).startswith("出席："))
        # at a page's beginning nothing is above it
        assert grid_line(lines[at]) == (grid_line(lines[at - 1]) + 2 if at else 0)
    labels = [line for line in lines if text_of(line)[:3] in ("出席：", "请假：", "列席：")]
    assert [text_of(line)[:2] for line in labels] == ["出席", "请假", "列席"]
    black = {line[0].font for line in labels}
    assert len(black) == 1 and labels[0][3].font not in black
    for line in lines[at:at + 4]:
        near(line[0].x, LEFT + (2 if line in labels else 5) * CELL, f"“{text_of(line)[:6]}”")
    assert not any(pictures(page) for page in document)


# --- bulletin ---

def test_bulletin():
    """The issue centred below the masthead; office left and date right, one 字 in, and a red line below them; 报 送 发 in
    the imprint block."""
    document = pages("05-bulletin.yaml")
    page = document[0]
    issue, office = find(page, "第12期"), find(page, "清溪区优化营商环境领导小组办公室")
    near(centre(issue), MIDDLE, "issue")
    near(office[0].x, LEFT + CELL, "office")
    near(right_end(office), RIGHT - CELL, "date")
    (line,) = red_rules(page)
    near(line[1], em_box(office[0])[1] + 4, "red line")
    labels = [text_of(line)[:2] for line in body_lines(document[-1]) if line[1].c == "："]
    assert labels == ["报：", "送：", "发："], labels
    near((black_rules(document[-1])[-1][1] + black_rules(document[-1])[-1][3]) / 2, BOTTOM, "last line")


# --- a meeting's papers, tables, house styles ---

@cases([("notice", "关于召开", ["会议时间", "会议地点", "会议议题", "（一）审议《", "（二）研究", "参会人员"]),
        ("agenda", "议程", ["序号", "议题", "汇报人", "顾青", "温若谷"]),
        ("signin", "签到表", ["出席人员", "列席人员", "签名", "商陆", "郝立冬", "司徒文远"]),
        ("minutes", "常务会议纪要", ["出席：", "请假：", "列席："]),
        ("resolution", "决议", ["会议决定以下事项：", "一、审议《", "二、研究", "原则同意实施方案"]),
        ("bulletin", "政务简报", ["第9期", "梧岭县人民政府召开第三十六次常务会议", "在县政府第一会议室召开，县长商陆主持会议。"]),
        ("actions", "议定事项督办表", ["责任单位", "时限", "县发展改革局", "2026年"])])
def test_meeting_papers(case):
    style, title, wanted = case
    document = pages("10-meeting.yaml", "-s", style)
    text = squeeze("".join(page.get_text() for page in document))
    for word in [title, *wanted]:
        assert word in text, f"{word} is missing"


LARGE = "22-meeting-12-items.yaml"


@cases(["minutes", "bulletin"])
def test_decisions_charged(style):
    """A record without a text: each of the 15 decisions with who carries it out and until when."""
    text = "".join(text_of(line) for page in pages(LARGE, "-s", style) for line in body_lines(page))
    assert text.count("（责任单位：") == text.count("；完成时限：") == 15
    assert "压减10%。（责任单位：县财政局、县审计局；完成时限：2026年12月31日）" in text
    assert "领导带班制度。（责任单位：县应急管理局；完成时限：长期坚持）" in text
    assert text.count("本期要目") == 0 and text.count("第三十七次常务会议纪要") == (style == "minutes")


def test_names_in_columns():
    """The names of a list are aligned below each other, those of two characters over three; further holders of an
    office go below the first."""
    lines = [line for page in pages(LARGE, "-s", "minutes") for line in body_lines(page)]
    columns = {"县长": 16, "县委常委、常务副县长": 16, "县政府办公室主任": 16, "县公安局局长": 12, "县教育局局长": 21,
               "县人大常委会财经工作委员会主任": 21, "白石乡乡长": 21}
    for office, cell in columns.items():
        line = next(line for line in lines if re.match(rf"(..：)?{office}..", text_of(line)))
        begin = text_of(line).index(office) + len(office)
        near(line[begin].x, LEFT + cell * CELL, office)
        near(right_end(line), LEFT + (cell + 3) * CELL, f"end of {text_of(line)}")
    turned = next(line for line in lines if text_of(line) == "杜衡白芷")
    near(turned[0].x, LEFT + 16 * CELL, "further names")


def test_people_in_text():
    """Holders of one office are separated by 、, offices by ，; a list of topics ends with a full stop."""
    document = pages(LARGE, "-s", "notice")
    text = squeeze("".join(page.get_text() for page in document))
    assert "出席：县长商陆，县委常委、常务副县长沈怀瑾，副县长阿依古丽·买买提、叶知秋、杜衡、白芷，县政府办公室主任" in text
    assert "（十一）研究国有建设用地使用权出让方案；（十二）听取上半年信访工作情况汇报。" in text
    assert text_of(body_lines(document[-1])[-1]) == "2026年7月6日"


def test_bulletin_contents():
    """本期要目 where there are several items, the numbers below each other."""
    lines = body_lines(pages("05-bulletin.yaml")[0])
    at = next(i for i, line in enumerate(lines) if text_of(line).startswith("本期要目："))
    assert [text_of(line)[0] for line in lines[at + 1:at + 3]] == ["2", "3"]
    near(lines[at][0].x, LEFT + 2 * CELL, "本期要目")
    for line in lines[at + 1:at + 3]:
        near(line[0].x, lines[at][5].x, text_of(line))


COMMITTEE = "23-committee.yaml"


def test_committee_columns():
    """Lines of the text like “组长：某某　区长”: roles spread to one width, names of two characters to three, offices
    below each other, turned over where they begin; a long name keeps its own width."""
    lines = {text_of(line): line for page in list(pages(COMMITTEE))[:2] for line in body_lines(page)}
    for text, name in (("总指挥：商陆区长", 4), ("副总指挥：沈怀瑾常务副区长", 5), ("成员：杜衡区水利局局长", 3)):
        near(lines[text][0].x, LEFT + 2 * CELL, text)
        near(lines[text][name - 1].x, LEFT + 6 * CELL, f"colon of {text}")
        near(lines[text][name].x, LEFT + 7 * CELL, f"name of {text}")
    for name, office in (("叶知秋", "副区长"), ("买买提·艾力", "区民族宗教事务局局长"), ("白露", "区卫生健康局局长"),
                         ("欧阳静宜", "区住房和城乡建设局局长、区")):
        line = lines[name + office]
        near(line[0].x, LEFT + 7 * CELL, name)
        near(line[len(name)].x, LEFT + 15 * CELL, office)
    near(right_end(lines["白露区卫生健康局局长"][:2]), LEFT + 10 * CELL, "白露")
    near(lines["城市管理综合行政执法局局长"][0].x, LEFT + 15 * CELL, "turnover")
    long = lines["亚历山大·彼得罗维奇区水文站外籍专家"]
    steps = [b.x - a.x for a, b in zip(long[:3], long[1:4])]
    assert max(steps) - min(steps) < 0.1 and abs(steps[0] - CELL) < 0.1, steps


def test_attachment_files():
    """7.3.7: attachments whose text is a file: each on a new page with its label and its title on line 3, once; with a
    table, with a picture; the pages counted on."""
    document = list(pages(COMMITTEE))
    titles = ["清溪区防汛抗旱指挥部工作规则", "清溪区防汛值班安排表", "清溪区防汛抗旱指挥部办公室人员名单"]
    for number, (page, title) in enumerate(zip(document[2:], titles, strict=True), 1):
        lines = body_lines(page)
        assert [text_of(line) for line in lines[:2]] == [f"附件{number}", title]
        assert grid_line(lines[0]) == 0 and grid_line(lines[1]) == 2
        near(lines[0][0].x, LEFT, "label")
        near(centre(lines[1]), MIDDLE, title)
        assert squeeze(page.get_text()).count(title) == 1
        assert text_of(page_lines(page)[-1]) == f"—{number + 2}—"
    assert pictures(document[2]) and len(rules(document[3])) > 8


def test_attachment_files_faults():
    """A file that is missing or lies outside the record's folder is named, with what to do."""
    with workdir() as folder:
        Path(folder, "link.md").symlink_to("/etc/passwd")
        for name, code in (("none.md", "R240"), ("../x.md", "I120"), ("/etc/hosts.md", "I120"), ("link.md", "I121"), (".", "R242")):
            Path(folder, "x.yaml").write_text(f"标题: 通知\n正文: 文\n成文日期: 2026-03-01\n附件:\n  - 标题: 表\n    文件: {name}\n",
                                              encoding="utf-8")
            done = hongtou("export", Path(folder, "x.yaml"), "-o", Path(folder, "x.pdf"))
            assert code in done.err and (done.returncode != 0) == (code != "R242"), done.err


def test_enclosed_file():
    """An enclosed document from a file: its title once; a label 附件 at its top is left out, which is said."""
    with workdir() as folder:
        Path(folder, "rules.md").write_text("附件\n\n# 甲区值班办法\n\n第一条 值班二十四小时。\n", encoding="utf-8")
        Path(folder, "x.yaml").write_text("标题: 关于印发《甲区值班办法》的通知\n正文: 现印发。\n成文日期: 2026-03-01\n"
                                          "印发文件: {文件: rules.md}\n", encoding="utf-8")
        done = hongtou("export", Path(folder, "x.yaml"), "-o", Path(folder, "x.pdf"))
        assert done.returncode == 0 and "R247" in done.err and "C157" not in done.err, done.err
        lines = [text_of(line) for line in body_lines(open_pdf(Path(folder, "x.pdf").read_bytes())[1])]
        assert lines == ["甲区值班办法", "第一条值班二十四小时。"], lines


def test_table_over_pages():
    """300 rows: all there and in order, the head again on every page, 续表 above it, nothing below the type area."""
    document = pages("16-table-300.yaml")
    seen, heads = [], 0
    for page in document:
        lines = body_lines(page)
        head = [i for i, line in enumerate(lines) if text_of(line).startswith("序号小区名称")]
        if not head:
            continue
        heads += 1
        if heads > 1:
            assert head == [1] and text_of(lines[0]) == "续表", text_of(lines[0])
            near(right_end(lines[0]), RIGHT, "续表", CELL)
        rows = [text_of(line) for line in lines[head[0] + 1:]]
        seen += [int(m.group(1)) for row in rows if (m := re.match(r"(\d+)\D.*类$", row))]
        assert max(rule[3] for rule in rules(page)) < BOTTOM + 0.5
        between(min(rule[0] for rule in rules(page)), LEFT - 0.3, LEFT + 0.3, "left edge of the table")
        between(max(rule[2] for rule in rules(page)), RIGHT - 0.3, RIGHT + 0.3, "right edge of the table")
    assert seen == list(range(1, 301)), len(seen)
    assert heads > 8


def test_table_points():
    """The numbers of a column are aligned by their decimal points."""
    lines = [line for line in body_lines(pages("15-attachments.yaml")[3]) if abs(line[0].size - 12) < 0.1]
    points = [[ch.x for ch in line if ch.c == "."] for line in lines]
    points = [found for found in points if found]
    assert len(points) == 10 and all(len(found) == 2 for found in points)
    for column in (0, 1):
        for found in points:
            near(found[column], points[0][column], "decimal point", 0.1)


def test_house_style():
    """A sheet of one's own: another colour, face, page-number place, an element more; no code."""
    folder = SAMPLES / "house-style"
    document = pages("house-style/notice.yaml", "-s", folder / "qingxi.yaml")
    page = document[0]
    masthead = [ch for ch in page_chars(page) if ch.size > 40 and ch.colour >> 16 < 16 and ch.colour >> 8 & 255 > 96]
    assert text_of(masthead) == "清溪区文化馆" and not red_chars(page) and not red_rules(page)
    address = find(page, "清溪区望桥街道书院路18号")
    ink = ink_box(page, (0, 60, 210, em_box(address[0])[0] - 0.2), dpi=600)
    near(ink[1], TOP + 35, "top of the masthead")
    near(em_box(address[0])[0], ink[3] + 3, "address")
    near(centre(address), MIDDLE, "address")
    upper, lower = [rule for rule in rules(page) if rule[1] < 150]
    near(upper[3] - upper[1], 0.8, "upper line", 0.05)
    near(lower[3] - lower[1], 0.3, "lower line", 0.05)
    for i, sheet in enumerate(document):
        number = page_lines(sheet)[-1]
        assert text_of(number) == f"·{i + 1}·"
        near(centre(number), MIDDLE, "page number")


# --- printed on both sides, bound separately ---

@cases([("12-upward.yaml", [1, 2, 3, 4]), ("18-recipients.yaml", [1, 2]), ("14-sealed.yaml", [1, 2])])
def test_even_page(case):
    """7.4.1, 7.5: the imprint is on an even page where a style sheet asks for that; after a blank page, both go
    without a number."""
    name, numbered = case
    document = pages(name, "-s", "gb9704-duplex")
    assert len(document) % 2 == 0 and len(black_rules(document[-1])) >= 3
    found = [i for i, page in enumerate(document, 1) if any(line[0].y > BOTTOM + 1 for line in page_lines(page))]
    assert found == numbered, f"numbers on the pages {found}"


def test_attachments_apart():
    """7.3.7: bound separately, an attachment's first line carries the document number, 附件 and its number."""
    apart = pages("15-attachments.yaml", "-s", "attachments")
    starts = [body_lines(page) for page in apart if "附件" in text_of(body_lines(page)[0])]
    assert [text_of(lines[0]) for lines in starts] == [f"临政办发〔2026〕29号附件{n}" for n in (1, 2, 3)]
    for lines in starts:
        near(lines[0][0].x, LEFT, "label")
        assert grid_line(lines[0]) == 0 and grid_line(lines[1]) == 2
    document = pages("15-attachments.yaml", "-s", "gb9704-apart")
    assert len(document) == 2 and len(black_rules(document[1])) >= 3
    assert text_of(find(document[1], "附件：")) == "附件：1.临澜市公共机构节约用水管理办法"


# --- what finds no room ---

LONG = "清溪区人民政府办公室和清溪区发展和改革委员会以及清溪区自然资源和规划局联席会议办公室"


def told(record, *options):
    """The pages of a record given as text, and what was said of them."""
    with workdir() as folder:
        source, target = Path(folder, "record.yaml"), Path(folder, "out.pdf")
        source.write_text(record, encoding="utf-8")
        done = hongtou("export", source, "-v", "-o", target, *options)
        assert done.returncode == 0, done.err
        return open_pdf(target.read_bytes()), done.err


def no_overlap(document):
    for page in document:
        for line in page_lines(page):
            between(line[0].x, LEFT, RIGHT, "begin of " + text_of(line))
            between(right_end(line), LEFT, RIGHT + 0.1, "end of " + text_of(line))
            for a, b in zip(line, line[1:]):
                assert b.x - a.x > 1 or a.c == b.c == "—", f"{a} and {b} of {text_of(line)}"


@cases(["minutes", "document"])
def test_two_sides(form):
    """An office too long for the line of its date is turned over short of it; the date is on its last line."""
    record = notice("正文。", form=form, issuers=LONG if form == "minutes" else "清溪区人民政府", recipients=None,
                    signature=None, number=None, copies_to=None, printed_by=LONG, print_date="2026-01-06")
    document, err = told(record)
    assert err.count("[L133]") == 1 and ("(and in 1 other place)" in err) == (form == "minutes"), err
    no_overlap(document)
    ends = ["2026年1月5日", "2026年1月6日印发"] if form == "minutes" else ["2026年1月6日印发"]
    for date in ends:
        page, last = next((page, line) for page in document for line in page_lines(page) if text_of(line).endswith(date))
        near(right_end(last), RIGHT - CELL, date)
        near(last[0].x, LEFT + CELL, "last line of the office")
        em = last[0].size / MM
        assert all(right_end(line) < last[text_of(last).index("2026")].x - 0.9 * em for line in page_lines(page)
                   if text_of(line)[:6] in LONG and line[0].y < last[0].y and last[0].y - line[0].y < 3 * PITCH)
    if form == "document":
        assert black_rules(document[-1])[0][1] < find(document[-1], LONG[:8])[0].y, "first line of the block"


def test_number_finds_no_room():
    """7.2.5: a number too long for the last signer's line is placed below it, and a message says so."""
    signers = ["江望", "欧阳静宜", "迪丽热巴·迪力木拉提·买买提"]
    (page,), err = told(notice("正文。", number="清溪区水务局发展和改革委员会联合发〔2026〕1234号", signers=signers,
                               copies_to=None, printed_by=None, print_date=None))
    assert "[L132;" in err, err
    no_overlap([page])
    number = find(page, "清溪区水务局发展")
    assert grid_line(number) == grid_line(find(page, "迪丽热巴")) + 1
    near(red_rules(page)[0][1], em_box(number[0])[1] + 4, "red line")


def test_signature_without_breaks():
    """A name that cannot be broken between words is broken all the same, and that is said."""
    _, err = told(notice("正文。", signature="W" * 60))
    assert "[T123]" in err and "[L104]" not in err, err


def test_house_style_deviations():
    """Colours of one's own are listed as what deviates, with the clause; so is another red."""
    done = hongtou("styles", SAMPLES / "house-style" / "qingxi.yaml")
    found = done.stdout.decode().split("Differences from the standard:")[1]
    for clause in ("7.2.4", "7.2.7"):
        assert f"colour: teal, but red in GB/T 9704-2012 {clause}" in found, found
    with workdir() as folder:
        sheet = Path(folder, "own.yaml")
        sheet.write_text("extends: gb9704\nname: 试\ncolours: {red: '#C00000'}\n", encoding="utf-8")
        found = hongtou("styles", sheet).stdout.decode()
        assert "red: #C00000, but #FF0000 in GB/T 9704-2012 7.2.4" in found, found[-300:]
        (page,), _ = told(notice("正文。"), "-s", sheet)
        assert {ch.colour >> 16 for ch in page_chars(page) if ch.size > 40} <= {0xBF, 0xC0}


def test_offices_of_people():
    """、 after a name with its office separates offices, too; an office before a name is read as one, and that is said."""
    record = notice("正文。", form="minutes", recipients=None, signature=None, number=None) + (
        "meeting:\n  present:\n    - 商陆 区长、区委副书记\n    - 白露 副区长、方知行\n    - 区委常委 叶知秋\n")
    document, err = told(record)
    text = "".join(text_of(line) for page in document for line in page_lines(page))
    assert "区长、区委副书记商陆" in text and "副区长白露" in text and "方知行" in text, text
    assert "区委常委叶知秋" in text
    assert err.count("[R248]") == 1 and err.count("[R280]") == 1, err


def test_clause_table():
    """docs/gbt9704.md names tests, samples and style elements that there are."""
    table = (ROOT / "docs" / "gbt9704.md").read_text(encoding="utf-8")
    sources = {path.stem[5:]: path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "external").glob("test_*.py")}
    named = [(module, name) for module, name in re.findall(r"`(\w+)/(\w+)`", table) if module in sources]
    assert len(named) > 50
    missing = {f"{module}/{name}" for module, name in named if f"def test_{name}(" not in sources[module]}
    stems = {path.stem for path in SAMPLES.iterdir()}
    rows = [row.split("|") for row in table.splitlines() if row.count("|") == 7]
    missing |= {name for row in rows for name in re.findall(r"\d\d-[a-z0-9-]+", row[5]) if name not in stems}
    sheets = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "styles").glob("*.yaml"))
    keys = {key.split(".")[0] for row in rows for key in re.findall(r"`([a-z][a-z_.0-9]*)`", row[4]) if ".yaml" not in key}
    missing |= {key for key in keys if not re.search(rf"(?m)^ *{key}:", sheets)}
    assert len(rows) > 40 and len(keys) > 30 and not missing, missing
