"""Line composition over all samples and real texts: what may begin and end a line, and that lines are full."""
import functools

from support import (BOTTOM, CELL, NOT_AT_END, NOT_AT_START, RIGHT, SAMPLES, bodies, cases, export,
                     hongtou, in_type_area, is_han, notice, open_pdf, page_lines, real_texts, sample_pdf, squeeze, text_of)

ROOM = "text"

HALF_MARKS = set("、，。；：！？」』）》〉】〕〗”’")


@functools.lru_cache(maxsize=None)
def real_pdf(name):
    return export(notice("\n".join(dict(real_texts())[name])))


REAL = ["seed-meeting-report", "gov-21-转发请示-表格", "gov-24-联合发文通知", "gov-26-决定", "gov-28-节假日通知-短",
        "gov-29-组成人员通知-名单", "gov-32-复函-附件", "gov-34-表扬通报-附件", "gov-35-批复-极短"]
EVERYTHING = [p.name for p in SAMPLES] + REAL


def documents(name):
    """The PDF files of a sample or real text, each with its paragraphs."""
    if name in REAL:
        return [(real_pdf(name), dict(real_texts())[name])]
    path = next(p for p in SAMPLES if p.name == name)
    texts = bodies(path)
    return list(zip(sample_pdf(path), texts)) if len(texts) > 1 else [(sample_pdf(path)[0], texts[0])]


def area_lines(data):
    return [line for page in open_pdf(data) for line in page_lines(page) if in_type_area(line)]


@cases(EVERYTHING)
def test_forbidden(name):
    """No line begins or ends with a character that may not be there."""
    wrong = []
    for data, paragraphs in documents(name):
        begins = {squeeze(p)[0] for p in paragraphs}  # what the text itself puts there
        for line in area_lines(data):
            text = text_of(line)
            if text[0] in NOT_AT_START and text[0] not in begins:
                wrong.append(f"begins: {text}")
            if len(text) > 1 and text[-1] in NOT_AT_END:
                wrong.append(f"ends: {text}")
    assert not wrong, "\n".join(wrong[:10])


def paragraph_of(lines, paragraphs):
    """Find each paragraph in the lines: yields (line, is it the paragraph's last), for the lines of paragraphs."""
    wanted = [same(squeeze(p)) for p in paragraphs]
    at = 0
    for text in wanted:
        start = at
        # headings that the program numbers carry more than the source: match at the end of a line's text
        while start < len(lines) and not is_start(lines, start, text):
            start += 1
        assert start < len(lines), f"not found: {text[:40]}"
        rest = text[len(common(same(text_of(lines[start])), text)):]
        at = start + 1
        yield lines[start], not rest
        while rest:
            line = same(text_of(lines[at]))
            assert rest.startswith(line), f"{line} does not go on with {rest[:40]}"
            rest = rest[len(line):]
            yield lines[at], not rest
            at += 1


NUMBERS = "一二三四五六七八九十、（）0123456789."


def common(line, text):
    """The part of text that is on its first line, which may begin with an automatic number."""
    for skip in range(min(len(line), 6)):
        if skip and not set(line[:skip]) <= set(NUMBERS):
            break
        if text.startswith(line[skip:]) and len(line) > skip:
            return line[skip:]
    return ""


def is_start(lines, index, text):
    """A title's line may begin as a paragraph does: the next line goes on with the text, too."""
    rest = text[len(common(same(text_of(lines[index])), text)):]
    return len(rest) < len(text) and (not rest or rest.startswith(same(text_of(lines[index + 1]))))


# marks that a text may carry in ASCII and the program sets in full width
SAME = str.maketrans(",:;?!()", "，：；？！（）")


def same(text):
    return text.translate(SAME).replace('"', "“").replace("”", "“").replace("'", "‘").replace("’", "‘")


@cases(EVERYTHING)
def test_full_lines(name):
    """Every line of a paragraph but its last reaches the right edge, by a mark of half width at the least."""
    wrong = []
    for data, paragraphs in documents(name):
        if name == "05-bulletin.yaml":
            paragraphs = paragraphs[1:]  # the editor's note may be set narrower
        for line, last in paragraph_of(area_lines(data), paragraphs):
            if last:
                continue
            end = line[-1]
            reach = end.x + (CELL if is_han(end.c) or end.c in HALF_MARKS or ord(end.c) > 0x2000 else end.w)
            # a mark at the line's end may be squeezed, down to half its cell
            if not -0.1 <= reach - RIGHT <= (CELL / 2 if end.c in HALF_MARKS else 0) + 0.1:
                wrong.append(f"{reach - RIGHT:+.2f} mm: {text_of(line)}")
    assert not wrong, f"{len(wrong)} lines\n" + "\n".join(wrong[:10])


@cases(EVERYTHING)
def test_body_on_first_page(name):
    """The first page shows body text (7.3.3)."""
    for data, paragraphs in documents(name):
        if not paragraphs:  # the text of minutes made of a meeting's items is no field
            continue
        page = open_pdf(data)[0]
        shown = "".join(same(text_of(line)) for line in page_lines(page) if line[0].y < BOTTOM)
        assert same(squeeze(paragraphs[0]))[:10] in shown, "page 1 has no body text"


@cases([(f"{kind}, {n} recipients", kind, n) for kind in ("heading", "table") for n in range(9, 14)])
def test_heading_on_first_page(case):
    """7.3.2, 7.3.3: a heading, or a table's head, alone is no body text: recipients that leave room for no more are in
    the imprint."""
    _, kind, n = case
    begins = {"heading": "一、加强领导\n各单位要抓紧部署。", "table": "| 序号 | 监测点 |\n|---|---|\n| 1 | 东桥 |\n\n请遵照执行。"}
    names = [f"松江县第{i:02}号街道办事处" for i in range(1, n + 1)]
    record = notice(begins[kind], recipients=names, title="松江县人民政府关于建设水情监测点的通知")
    page = open_pdf(export(record))[0]
    shown = [text_of(line) for line in page_lines(page) if in_type_area(line)]
    body = {"heading": ("一、加强领导", "各单位要抓紧部署。"), "table": ("序号监测点", "1东桥")}[kind]
    assert body[0] in shown and body[1] in shown, shown


def test_numbers_kept():
    """A number, its sign and its unit are never separated; neither are —— and ……."""
    units = ["13.5%", "1,200,000", "-0.8℃", "——", "……", "〔2026〕", "3.2‰", "GB/T 9704", "20:30", "2026年"]
    body = "\n".join("测" * shift + "".join(unit + "试" * 7 for unit in units) * 3 for shift in range(14))
    lines = [text_of(line) for line in area_lines(export(notice(body)))]
    for a, b in zip(lines, lines[1:]):
        seam = len(a)
        joined = a + b
        for unit in ("13.5%", "1,200,000", "-0.8℃", "——", "……", "〔2026〕", "3.2‰", "20:30"):
            start = joined.find(unit, max(0, seam - len(unit) + 1))
            assert not (start != -1 and start < seam < start + len(unit)), f"{unit} is split: {a} | {b}"


@cases([(f"{n} lines before", n) for n in range(4)])
def test_headings_whole(case):
    """A heading of two lines is on one page, with a line of its text: half of it at a page's foot would be read as all."""
    heading = "、审议梧岭县国民经济和社会发展第十五个五年规划纲要草案的有关情况"
    body = "\n".join(["文。"] * case[1] + [f"{number}{heading}\n会议认为，草案切合县情。" for number in "一二三四五六七八九十"])
    pages = [[text_of(line) for line in page_lines(page) if in_type_area(line)] for page in open_pdf(export(notice(body)))]
    assert len(pages) > 2
    for lines in pages:
        begun = [i for i, line in enumerate(lines) if line[1:3] == "、审"]
        assert begun and all(lines[i] + lines[i + 1] in [number + heading for number in "一二三四五六七八九十"]
                             and lines[i + 2].startswith("会议") for i in begun), lines


@cases([(f"shifted by {n}", n) for n in range(4)])
def test_names_between_blanks(case):
    """Names with a blank between them, those of two characters with one of their own, are not divided."""
    names = ["褚建国", "吕　敏", "欧阳静宜", "施　海", "何立新"] * 9
    lines = [text_of(line) for line in area_lines(export(notice("　".join(["金志强"] * case[1] + names))))]
    ends = [name.replace("　", "")[-1] for name in names] + ["强"]
    begins = [name[0] for name in names] + ["金"]
    listed = [line for line in lines if line[0] in begins and line[-1] in ends]
    assert "".join(listed) == squeeze("".join(["金志强"] * case[1] + names)), lines


def test_labels_in_column():
    """A line that is squeezed or stretched leaves the label as it is: what follows it is where further lines begin."""
    body = "组　长：韩　正　　区长\n成　员：郭卫民　　区委宣传部部务会议成员、新闻办副主任\n　　　　张　勇　　区发展改革委副主任"
    copies = ["市委办公室", "市人大常委会办公室", "市政协办公室", "市纪委监委，市法院", "市检察院，军分区", "各民主党派市委员会"]
    page = open_pdf(export(notice(body, copies_to=copies)))
    lines = [line for sheet in page for line in page_lines(sheet)]
    place = {c: next(ch.x for line in lines for ch in line if ch.c == c) for c in "韩郭张"}
    assert max(place.values()) - min(place.values()) < 0.02, place
    first = next(i for i, line in enumerate(lines) if text_of(line).startswith("抄送："))
    assert abs(lines[first][3].x - lines[first + 1][0].x) < 0.02, (lines[first], lines[first + 1])


def test_names_in_lists():
    """Lines of recipients and copies end after a name, and nothing is said of those that end short."""
    names = ("市教育局 市科技局 市公安局 市民政局 市司法局 市财政局 市人社局 市自然资源局 市生态环境局 市住建局 市城管局 市交通局 市水务局 "
             "市农业农村局 市商务局 市文旅局 市卫健局 市应急局 市审计局 市外事局 市市监局 市体育局 市统计局 市医保局 市机关事务局").split()
    for first in range(len(names) - 12):
        record = notice("请遵照执行。", recipients=names[first:], copies_to=names[first:])
        done = hongtou("export", "-v", "-", "-o", "-", "-t", "pdf", stdin=record.encode())
        assert done.returncode == 0 and "[T121]" not in done.err and "[T123]" not in done.err, done.err
        lines = [text_of(line) for line in area_lines(done.stdout)]
        inner = [line for line in lines if "，" in line]
        assert len(inner) >= 2, lines
        assert all(line[-1] in "，：。" for line in inner), inner


def test_right_to_left():
    """Text of scripts that are written so stands in the wrong order, which is said: once for each paragraph or cell that has
    some, in all outputs, of the title, too; other scripts are no reason."""
    body = "联系שלום与עולם。\n\n另见السلام处，αβγ，Жизнь，한국。\n\n均为αβγ。\n\n|甲|乙|\n|---|---|\n|一|עולם|\n"
    for to in ("pdf", "odt"):
        record = notice(body, title="关于مرحبا的通知").encode()
        done = hongtou("export", "-", "-o", "-", "-t", to, stdin=record)
        said = [line for line in done.err.splitlines() if "[T124]" in line]
        assert done.returncode == 0 and len(said) == 4 and [word for word in ("مرحبا", "السلام", "שלום", "עולם") if word not in done.err] == [], done.err


def test_lists_in_sentences():
    """Names of a list that stand in a sentence, （责任单位：县财政局、县审计局；…）, are text as all of it: lines are full."""
    lines = [line for line in area_lines(sample_pdf(next(p for p in SAMPLES if p.name.startswith("22-")))[0]) if "责任单位" in text_of(line)]
    assert len(lines) > 10
    short = [text_of(line) for line in lines if not text_of(line).endswith("）") and line[-1].x < RIGHT - 2.5 * CELL]
    assert not short, short
