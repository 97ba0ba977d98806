"""Tables in the finished PDF: merged cells, landscape pages (GB/T 9704-2012 8), titles, units and notes, numbers on their
points. docs/gbt9704.md says which clause is tested where."""
import re
import subprocess

import fitz

from measure import *
from support import cases, export, hongtou, notice, open_pdf, page_chars, page_lines, rules, squeeze, workdir

ROOM = "layout"

LANDSCAPE = "21-landscape-table.yaml"
MERGED = "20-merged-table.yaml"


def landscape_pages(document):
    return [(i + 1, page) for i, page in enumerate(document)
            if any(line["dir"] != (1, 0) for block in page.get_text("dict")["blocks"] for line in block.get("lines", []))]


def turned_lines(page):
    """The lines that do not run from left to right: (direction, [(character, box in mm)])."""
    found = []
    for block in page.get_text("rawdict")["blocks"]:
        for line in block.get("lines", []):
            if line["dir"] != (1, 0):
                chars = [(ch["c"], tuple(v / MM for v in ch["bbox"])) for span in line["spans"] for ch in span["chars"]]
                found.append((line["dir"], [ch for ch in chars if not ch[0].isspace()]))
    return found


def first(page, text):
    """Direction and box of the first of these lines that holds text, and of that text in it."""
    for direction, chars in turned_lines(page):
        at = "".join(c for c, _ in chars).find(text)
        if at >= 0:
            boxes = [box for _, box in chars[at:at + len(text)]]
            return direction, (min(b[0] for b in boxes), min(b[1] for b in boxes),
                               max(b[2] for b in boxes), max(b[3] for b in boxes))
    raise AssertionError(f"“{text}” does not stand turned on the page")


def turned_text(page):
    return "|".join("".join(c for c, _ in chars) for _, chars in turned_lines(page))


def squeezed(text):
    return re.sub(r"\s+", "", text)


def table_box(page):
    """The box of the lines of the table on the page, the imprint block's and the red line left out."""
    found = [rule for rule in rules(page) if not is_red(rule[4])]
    return (min(r[0] for r in found), min(r[1] for r in found), max(r[2] for r in found), max(r[3] for r in found))


def style_with(**page):
    """A house style that extends the standard's with other values of its page."""
    values = "".join(f"  {name}: {value}\n" for name, value in page.items())
    return f"extends: gb9704\nname: 试验\npage:\n{values}"


# --- landscape tables (8) ---

def test_landscape_sheets():
    """Clause 8: the sheets of landscape tables are upright A4 ones like all others, without a rotation of their own."""
    document = pages(LANDSCAPE)
    turned = landscape_pages(document)
    assert len(turned) >= 3 and {i % 2 for i, _ in turned} == {0, 1}, [i for i, _ in turned]
    for page in document:
        assert page.rotation == 0
        near(page.rect.width / MM, 210, "width of a sheet", 0.1)
        near(page.rect.height / MM, 297, "height of a sheet", 0.1)


def test_landscape_number():
    """Clause 8, 7.5: the page number is where it is on every page: 7 mm below the type area, one 字 in, odd at the
    right, even at the left, upright."""
    document = pages(LANDSCAPE)
    upright = {}
    for number, page in [(i + 1, page) for i, page in enumerate(document)][:2]:
        upright[number % 2] = find(page, f"—{number}—")
    for number, page in landscape_pages(document):
        line = find(page, f"—{number}—")
        like = upright[number % 2]
        near(line[0].y, like[0].y, f"baseline of page number {number}", 0.1)
        if number % 2:
            near(right_end(line), RIGHT - CELL, f"right end of page number {number}")
        else:
            near(line[0].x, LEFT + CELL, f"left end of page number {number}")
        ink = ink_box(page, (line[0].x - 1, BOTTOM + 1, line[0].x + 3, BOTTOM + 12))
        near(ink[1], BOTTOM + 7, f"dash of page number {number}")


def test_landscape_head():
    """Clause 8: the head of the table is at the binding edge of odd pages and at the cutting edge of even ones. Of sheets
    bound at the left and printed on both sides both are the left edge: text runs upwards, the head's line is the
    leftmost, and the table lies within the type area, 28 mm from the edge."""
    document = pages(LANDSCAPE)
    for number, page in landscape_pages(document):
        directions = {direction for direction, _ in turned_lines(page)}
        assert directions == {(0, -1)}, f"page {number}: {directions}"
        head, row = first(page, "项目名称"), first(page, "新建")
        assert head[1][2] < row[1][0], f"page {number}: the head is not left of the rows"
        box = table_box(page)
        near(box[1], TOP, f"page {number}: the table's right end, at the top of the type area")
        near(box[3], BOTTOM, f"page {number}: the table's left end, at its bottom")
        between(box[0], LEFT - 0.3, RIGHT, f"page {number}: head's edge")
        between(box[2], box[0], RIGHT + 0.3, f"page {number}: edge of the last row")
    opening, going_on = landscape_pages(document)[0][1], landscape_pages(document)[1][1]
    for page, text in ((opening, "附件"), (going_on, "续表")):
        _, (x0, y0, x1, y1) = first(page, text)
        ink = ink_box(page, (x0 - 2, y0 - 1, x1 + 2, y1 + 1))
        between(ink[0], LEFT - 0.1, LEFT + 1.6, f"ink of {text} at the upper edge of the turned page")


def test_landscape_head_repeated():
    """Each landscape page has the head, 续表 but for the first, and the unit; rows follow one another."""
    document = pages(LANDSCAPE)
    rows = []
    for number, page in landscape_pages(document):
        text = turned_text(page)
        for head in ("序号", "项目名称", "总投资", "备注", "单位：万元"):
            assert text.count(head) == 1, f"page {number}: {head}"
        assert text.count("续表") == (number != landscape_pages(document)[0][0])
        left = first(page, "序号")[1]
        numbers = {}
        for _, chars in turned_lines(page):
            for c, box in chars:
                if c.isdigit() and left[1] - 1 < box[1] and box[3] < left[3] + 1:
                    numbers.setdefault(round(box[0]), []).append((-box[1], c))
        rows += [int("".join(c for _, c in sorted(found))) for _, found in sorted(numbers.items())]
    assert rows == list(range(1, 35)), rows


@cases([("left", (0, -1)), ("right", (0, 1))])
def test_landscape_side(case):
    """The style says at which edge the head is: a house that binds otherwise turns the other way."""
    side, direction = case
    record = "\n".join(["form: document", "title: 题", "issuers: 甲局", "mark: 甲局文件", "date: 2026-01-05", "body:",
                        "  - 文。", "  - table:", "      landscape: true", "      columns: [甲, 乙]",
                        "      rows: [[一, 二], [三, 四]]", "  - 后文。"])
    with workdir() as folder:
        for name, text in (("r.yaml", record), ("s.yaml", style_with(even_head=side))):
            with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                file.write(text)
        done = hongtou("export", f"{folder}/r.yaml", "-s", f"{folder}/s.yaml", "-o", f"{folder}/o.pdf")
        assert done.returncode == 0, done.err
        document = fitz.open(f"{folder}/o.pdf")
        assert [i for i, _ in landscape_pages(document)] == [2]
        head, row = first(document[1], "甲"), first(document[1], "一")
        assert head[0] == direction and (head[1][0] < row[1][0]) == (side == "left")
        if side == "right":
            near(table_box(document[1])[2], RIGHT, "edge of the head")
        assert "后文" in document[2].get_text(), "the text goes on upright"


# --- merged cells ---

def lines_at(page, x0, y0, x1, y1):
    """Is there a line of a table through the middle of this box, across or down?"""
    return [rule for rule in rules(page) if rule[0] < x1 and rule[2] > x0 and rule[1] < y1 and rule[3] > y0]


def test_merged_cells():
    """No line goes through a cell that spans rows or columns; its text is in its middle; the other cells have their lines."""
    page = pages(MERGED)[1]
    group, rows = find(page, "教育")[:2], [find(page, text)[0] for text in ("新增公办", "中小学教", "乡村教师")]
    x0, x1 = group[0].x, right_end(group)
    assert not lines_at(page, x0, rows[0].y + 1, x1, rows[2].y - 1), "a line through 教育"
    assert lines_at(page, rows[0].x, rows[0].y + 1, rows[0].x + 4, rows[1].y - 1), "no line between two rows"
    top = max(r[3] for r in rules(page) if r[0] < x1 and r[2] > x0 and r[3] < group[0].y)
    bottom = min(r[1] for r in rules(page) if r[0] < x1 and r[2] > x0 and r[1] > group[0].y)
    box = em_box(group[0])
    near((box[0] + box[1]) / 2, (top + bottom) / 2, "middle of 教育", 0.6)
    head, below = find(page, "资金执行同比")[:4], find(page, "年初预算")
    assert not lines_at(page, head[0].x, head[0].y - 2, right_end(head), head[0].y), "a line through 资金执行"
    assert centre(below[:4]) < centre(head) < centre(find(page, "执行率")[:3])


def test_merged_markdown():
    """^^ and << of Markdown tables: joined with the cell above, and at the left."""
    page = pages(MERGED)[2]
    area, school, hospital = find(page, "清溪区"), find(page, "学校"), find(page, "卫生院")
    assert school[0].y < area[0].y < hospital[0].y
    total = find(page, "合计")
    assert not lines_at(page, find(page, "学校")[0].x - 3, total[0].y - 2, find(page, "学校")[0].x - 0.5, total[0].y)
    assert "^^" not in page.get_text() and "<<" not in page.get_text()


def test_table_surroundings():
    """The title above the table in its middle, the unit below it at the right, notes below the table, after 注."""
    page = pages(MERGED)[1]
    title, unit = find(page, "表1"), find(page, "单位：万元")
    title = [line for line in body_lines(page) if text_of(line).startswith("表12026年")][0]
    near(centre(title), MIDDLE, "middle of the title")
    near(right_end(unit), RIGHT, "right end of the unit")
    box = table_box(page)
    assert title[0].y < unit[0].y < box[1]
    note, second = find(page, "注：本表"), find(page, "同比增减为执行率")
    assert box[3] < note[0].y < second[0].y
    near(second[0].x, note[2].x, "text of the second note", 0.6)


def test_numbered_notes():
    """`注：1.…` and on the next line `2.…` are two notes, in the size of notes, and no list of the text, whose numbers go on
    after it; 备注 is a note, too."""
    def anywhere(path, text):
        return next(find(page, text) for page in open_pdf(path) if any(text in text_of(line) for line in page_lines(page)))

    table = "| 甲 | 乙 |\n|---|---|\n| 一 | 二 |"
    for label in ("注：1.", "备注：1.", "注：\n1."):
        path = export(notice(f"{table}\n{label}执行率为累计支出之比。\n2.同比增减单位为百分点。\n1.后文如下。\n2.再后。"))
        note, second, text = (anywhere(path, words) for words in ("1.执行率", "2.同比", "1.后文"))
        assert abs(second[0].size - note[0].size) < 0.1 and second[0].size < 13, (label, second[0].size)
        near(second[0].x, note[0].x, "text of the second note", 0.6)
        near(text[0].x, LEFT + 2 * CELL, "indent of the text below")
    path = export(notice(f"文。\n{table}\n备注：值班时间为当日8：30至次日8：30。\n1.后文如下。\n2.再后。"))
    assert anywhere(path, "备注：")[0].size < 13 and abs(anywhere(path, "1.后文")[0].size - 16) < 0.1


def test_sentences_are_no_titles():
    """A sentence about a table, above it, stays a paragraph: two 字 in, in the body's size."""
    text = "表1列出各街道的情况，单位为万元，具体如下："
    page = open_pdf(export(notice(f"文。\n{text}\n\n| 甲 | 乙 |\n|---|---|\n| 一 | 二 |")))[0]
    line = find(page, "表1列出")
    near(line[0].x, LEFT + 2 * CELL, "indent")
    assert abs(line[0].size - 16) < 0.1


def test_table_kept_with_heading():
    """A heading, the table's title and its first rows are never separated by a page's end."""
    for n in range(6, 16):
        body = "\n".join(["国" * 20 + "。"] * n + ["一、标题在此", "表1 情况", "单位：个", "", "| 甲 | 乙 |", "|---|---|"]
                         + [f"| 行{k} | {k} |" for k in range(3)])
        document = open_pdf(export(notice(body)))
        where = [[i for i, page in enumerate(document) if text in squeezed(page.get_text())]
                 for text in ("一、标题在此", "表1情况", "单位：个", "行0")]
        assert len({tuple(pages_of) for pages_of in where}) == 1, f"{n} paragraphs: {where}"


# --- numbers ---

def test_points_of_mixed_numbers():
    """Signs, limits, thousands, per cent; what is not a number is in the middle of the column."""
    numbers = ["1,864.7", "-13.5", "54.2%", "7", "—", "暂无", "+0.25", "≤2.5", "≥-35%", "＞100", ""]
    body = "\n".join(["文。", "", "| 项 | 数 |", "|---|---|"] + [f"| 第{k}行 | {v} |" for k, v in enumerate(numbers)])
    document = open_pdf(export(notice(body)))
    points, middles = [], []
    for k, value in enumerate(numbers):
        line = find(next(page for page in document if f"第{k}行" in page.get_text()), f"第{k}行")
        line = line[text_of(line).index("行") + 1:]
        assert text_of(line) == value
        if not value or value in "—暂无":
            middles += [centre(line)] if value else []
            continue
        at = next((i for i, ch in enumerate(line) if ch.c in ".%"), len(line))
        points.append(right_end(line[:at]))
    for x in points:
        near(x, points[0], "point", 0.2)
    for x in middles:
        near(x, middles[0], "middle of a cell without number", 0.2)


def test_short_texts_below_a_long_head():
    """What fits on a line is in the middle, also where the head has two lines."""
    rows = "".join(f"| 第{n}号地块的名称和位置以及权属来源情况的说明 | 中{n}类 | {n}月上旬 |\n" for n in range(1, 4))
    path = export(notice(f"文。\n\n| 项目 | 建设用地性质分类代码（大类） | 计划出让时间安排（月份） |\n|---|---|---|\n{rows}"))
    page = open_pdf(path)[-1]
    rules = sorted({round(d["rect"].x0 / 72 * 25.4, 1) for d in page.get_drawings() if d["rect"].height > d["rect"].width})
    for words in ("类", "月上旬"):
        places = []
        for line in page_lines(page):
            at = text_of(line).find(f"1{words}")
            if at >= 0:
                places.append(centre(line[at - (words == "类"):at + 1 + len(words)]))
        assert places, words
        for place in places:
            left, right = max(x for x in rules if x < place), min(x for x in rules if x > place)
            near(place, (left + right) / 2, f"{words} in the middle of its column", 0.5)


def test_form_line_above_its_table():
    """It begins and ends where the table does, however many blanks are typed; elsewhere it is indented as text is."""
    form = "| 姓名 |  | 性别 |  |\n|---|---|---|---|\n| 事迹 |  | << | << |\n"
    for blanks in (2, 9, 14, 20):
        page = open_pdf(export(notice(f"文。\n\n填报单位（盖章）：{'　' * blanks}填报日期：　　年　　月　　日\n\n{form}")))[-1]
        label, date = find(page, "填报单位（盖章）："), find(page, "填报日期：")
        near(label[0].x, LEFT, f"{blanks} blanks: label", 0.6)
        near(label[0].y, date[0].y, f"{blanks} blanks: one line", 0.1)
        near(right_end(find(page, "日")[-1:]), RIGHT, f"{blanks} blanks: end of the date", CELL)
    page = open_pdf(export(notice("填报单位（盖章）：　　　　填报日期：　　年　　月　　日\n\n文。")))[0]
    near(find(page, "填报单位")[0].x, LEFT + 2 * CELL, "label without a table", 0.6)


# --- structure ---

def test_codes_are_whole():
    """A code of letters and digits sets the least width of its column: the text beside it gives way."""
    codes = [f"0000001963{n:04}010X" for n in range(6)]
    rows = [f"| {n + 1} | 商陆 | {code} | 柳溪县水务局水资源管理股副股长、四级主任科员 | 0000-830001{n:02} |"
            for n, code in enumerate(codes)]
    head = ["名单如下。", "", "| 序号 | 姓名 | 证件号码 | 单位及职务 | 联系电话 |", "|---|---|---|---|---|"]
    shown = subprocess.run(["pdftotext", "-layout", "-", "-"], input=export(notice("\n".join(head + rows))), capture_output=True, check=True)
    words = set(shown.stdout.decode().split())
    assert set(codes) <= words and {f"0000-830001{n:02}" for n in range(6)} <= words


def test_merged_cells_are_tagged():
    """Spans and heads of merged cells are in the structure tree."""
    document = pages(MERGED)
    objects = [document.xref_object(i) for i in range(1, document.xref_length())]
    cells = [text for text in objects if "/O /Table" in text or "/RowSpan" in text]
    assert sum("/RowSpan 3" in text for text in cells) == 2 and sum("/ColSpan 3" in text for text in cells) == 1
    assert any("/Headers" in text for text in cells)


@cases([("overlap", "[[{text: 甲, rows: 2}, 乙], [{text: 丙, columns: 2}]]", "R315"),
        ("beyond", "[[甲, {text: 乙, rows: 3}], [丙]]", "R313"),
        ("between", "[[甲, {text: 乙, rows: 2}, 丙], [{text: 丁, columns: 2}, 戊]]", "R314"),
        ("short", "[[甲, 乙], [丙]]", "R316")])
def test_wrong_spans(case):
    """Cells that overlap or leave the table are named with their place."""
    _, rows, code = case
    record = f"title: 题\nissuers: 甲局\nmark: 甲局文件\ndate: 2026-01-05\nbody:\n  - table:\n      rows: {rows}\n"
    with workdir() as folder:
        with open(f"{folder}/r.yaml", "w", encoding="utf-8") as file:
            file.write(record)
        done = hongtou("export", f"{folder}/r.yaml", "-o", f"{folder}/o.pdf")
    assert f"[{code}]" in done.err and "r.yaml:7:" in done.err, done.err
    assert (done.returncode == 0) == (code == "R316"), done.err


def spanned(*cells):
    """Rows 1 to 45 of a table in whose second column cells span others: (text, first row, rows). The pages."""
    rows = [f"[{n}, {''.join(f'{{text: {text}, rows: {size}}}, ' for text, first, size in cells if n == first)}行{n}]"
            for n in range(1, 46)]
    record = "\n".join(["form: document", "title: 题", "issuers: 甲局", "mark: 甲局文件", "date: 2026-01-05", "body:",
                        "  - 文。", "  - table:", "      columns: [号, 街道, 项]", "      rows:",
                        *(f"        - {row}" for row in rows)]) + "\n"
    return open_pdf(export(record))


def heights_of(page, last):
    """{row: y} of the page's rows up to this one, and the places of 望桥."""
    lines = [(text_of(line), line[0].y) for line in body_lines(page)]
    found = {n: y for n in range(1, last + 1) for text, y in lines if text.endswith(f"行{n}")}
    return found, [ch.y for ch in page_chars(page) if ch.c == "桥"]


def test_tall_cells_go_on():
    """A cell over more rows than a page holds, or a third of one: a page may end between its rows, and its text is on each
    page, in the middle of those that it has there; rows joined by a lower cell are not separated."""
    for size, lower in ((40, 41), (15, 16)):
        document = spanned(("望桥", 1, size), ("柳浪", lower, 5), *([] if lower == 41 else [("江", 21, 25)]))
        assert len(document) >= 2
        for page in document:
            rows, names = heights_of(page, 45)
            above = [y for n, y in rows.items() if n <= size]
            assert len(names) == bool(above), (names, rows)
            if above:
                near(names[0], (min(above) + max(above)) / 2, "the middle of the rows", 1)
            kept = set(range(lower, lower + 5))
            assert not set(rows) & kept or kept <= set(rows), rows


def test_pages_are_full_of_groups():
    """Rows joined by a cell that is higher than a third of a page leave no page half empty."""
    pages = spanned(("望桥", 1, 12), ("江桥", 13, 12), ("柳桥", 25, 12), ("云桥", 37, 9))
    assert len(pages) == 3, len(pages)
    for page in list(pages)[:2]:
        between(BOTTOM - max(rule[3] for rule in rules(page)), 0, 12, "room below the rows")


@cases([(f"{n} rows", n) for n in range(4, 9)])
def test_tall_rows_fill_pages(case):
    """A page with only one row is avoided, though not where the row before it is tall and would leave the page it comes
    from half empty: no page but the last has room for another row."""
    rows = [f"[{n}, {'文' * 220}]" for n in range(1, case[1] + 1)]
    record = "\n".join(["form: document", "title: 题", "issuers: 甲局", "mark: 甲局文件", "date: 2026-01-05", "body:",
                        "  - 文。", "  - table:", "      columns: [号, 内容]", "      rows:",
                        *(f"        - {row}" for row in rows), "  - 文。"]) + "\n"
    edges = [sorted({round(y, 1) for _, _, _, y, _ in rules(page) if y < BOTTOM + 1}) for page in open_pdf(export(record))]
    height = max(below - above for above, below in zip(edges[1], edges[1][1:]))
    assert height > 30, "a row that is not tall shows nothing"
    ends = [each[-1] for each in edges if len(each) > 2]
    assert all(BOTTOM - end < height for end in ends[:-1]), (ends, height)


# --- widths of columns ---

def table_of(head, rows):
    """A document with this table in the text: its pages."""
    lines = ["| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head)] + rows]
    return open_pdf(export(notice("文。\n\n" + "\n".join(lines))))


def cell_lines(document):
    """The lines of all cells, each as text without blanks."""
    found = []
    for page in document:
        upright = sorted({round(x0, 1) for x0, y0, x1, y1, _ in rules(page) if y1 - y0 > 3})
        rows = {}
        for ch in page_chars(page):
            column = sum(ch.x + 0.5 > x for x in upright)
            if upright and 0 < column < len(upright):
                rows.setdefault((round(ch.y), column), []).append(ch.c)
        found += ["".join(chars).replace(" ", "").replace("\u3000", "") for chars in rows.values()]
    return found


PROJECTS = [[str(i), f"云岫市城区{i}号片区老旧小区配套基础设施改造工程", "云岫市城市建设投资集团有限公司", "望江街道、清水街道",
             str(12345 * i), "2026年3月", "2027年12月", "含电梯加装" if i % 2 else ""] for i in range(1, 9)]
PROJECT_HEAD = ["序号", "项目名称", "建设单位", "建设地址", "总投资（万元）", "开工时间", "完工时间", "备注"]


def test_columns_by_need():
    """Dates, figures and short texts are whole, heads break between words, no cell has more than four lines."""
    lines = cell_lines(table_of(PROJECT_HEAD, PROJECTS))
    for whole in ["2026年3月", "2027年12月", "含电梯加装", "12345", "98760", "总投资", "（万元）", "序号", "备注"]:
        assert whole in lines, (whole, lines)
    fourth = [line for line in lines if line == "设施改造工程"]
    assert len(fourth) == len(PROJECTS), lines


DIRECTORY_HEAD = ["序号", "单位", "姓名", "职务", "办公电话", "手机", "电子邮箱"]
DIRECTORY = [[str(n), unit, name, office, f"0796-82233{n:02}", f"139079600{n:02}", f"ly{n:02}@luyang.gov.cn"]
             for n, (unit, name, office) in enumerate(
                 [("庐阳县人民政府办公室", "欧阳静宜", "党组成员、副局长"), ("市自然资源和规划局庐阳分局", "江望", "科长"),
                  ("市城市管理综合行政执法局", "阿依古丽·买买提", "办公室主任（兼）"), ("市住房和城乡建设局", "商陆", "四级调研员")] * 6, 1)]


def test_a_long_name_does_not_set_the_widths():
    """Of many columns, one long name has two lines rather than all units five; names and numbers are whole, units end
    their lines between words."""
    document = table_of(DIRECTORY_HEAD, DIRECTORY)
    lines = cell_lines(document)
    for whole in ["欧阳静宜", "阿依古丽·", "买买提", "13907960001", "ly01@luyang.gov.cn", "（兼）", "办公室主任"]:
        assert whole in lines, (whole, lines)
    heights = []
    for page in document:
        edges = sorted({round(r[1], 1) for r in rules(page) if r[2] - r[0] > 5 and r[3] - r[1] < 1 and not is_red(r[4])})
        heights += [b - a for a, b in zip(edges, edges[1:]) if b - a < 40]
    assert max(heights) < 4 * 6.4, heights
    assert len(document) <= 4, len(document)


@cases([("range", "2025—2026"), ("phone", "0000-83000125"), ("identity", "00000019630101001X"), ("name", "买买提·艾力"),
        ("measured", "14.9平方公里"), ("day", "2026年10月31日"), ("quarter", "3～5天")])
def test_whole_in_columns(case):
    """A token is whole beside long texts."""
    _, token = case
    text = "包括但不限于道路硬化、雨污分流、立面整治、照明提升以及与之配套的绿化、标识、无障碍设施等，由属地会同业主组织实施"
    lines = cell_lines(table_of(["序号", "内容", "说明", "数", "要求"], [["1", text, text, token, text], ["2", text, "略", token, "略"]]))
    assert lines.count(token) == 2, lines


def test_short_list_is_narrow():
    """A list of names is not stretched over the page, and is in its middle; a form to be filled in has all of the width,
    and rows to write in."""
    page = table_of(["序号", "姓名"], [["1", "江望"], ["2", "欧阳静宜"]])[0]
    left, _, right, _ = table_box(page)
    between(right - left, 70, 110, "width of a short list")
    near((left + right) / 2, (LEFT + RIGHT) / 2, "its middle", 0.2)
    page = table_of(["姓名", "单位及职务", "手机号码"], [["", "", ""], ["", "", ""]])[-1]
    upright = [rule for rule in rules(page) if rule[3] - rule[1] > 3]
    near(max(r[0] for r in upright) - min(r[0] for r in upright), RIGHT - LEFT, "width of a form", 0.3)
    between((upright[0][3] - upright[0][1] - 8.6) / 2, 10.5, 12, "height of a row to be filled in")


def test_line_of_a_form():
    """What is typed on one line of a form, with blanks to be written on, is set on one."""
    page = open_pdf(export(notice("单位（盖章）：" + "　" * 11 + "填报日期：　　年　　月　　日\n填报人：　　　　联系电话：")))[0]
    lines = [squeezed("".join(ch.c for ch in line)) for line in page_lines(page)]
    assert "单位（盖章）：填报日期：年月日" in lines, lines
    assert "填报人：联系电话：" in lines, lines


def test_given_width_holds_a_date():
    """The sheet of a meeting's actions gives its columns widths; a date is whole all the same."""
    with workdir() as folder:
        with open(f"{folder}/m.yaml", "w", encoding="utf-8") as file:
            file.write("格式: 纪要\n发文机关: 梧岭县人民政府办公室\n发文机关标志: 梧岭县人民政府会议纪要\n标题: 专题会议纪要\n"
                       "会议: {名称: 防汛工作会议, 时间: 2026-07-06 9:00, 议程: [{议题: 防汛, 决定: "
                       "[{内容: 落实责任。, 责任单位: 县水利局, 时限: 2026-12-31}]}]}\n正文: 会议研究了防汛工作。\n成文日期: 2026-07-06\n")
        done = hongtou("export", f"{folder}/m.yaml", "-s", "actions", "-o", f"{folder}/o.pdf")
        assert done.returncode == 0, done.err
        assert "2026年12月31日" in cell_lines(fitz.open(f"{folder}/o.pdf"))


def test_empty_columns_of_a_form():
    """A column that is there to be written in has room."""
    page = open_pdf(export(notice("文。\n\n| 单位 | 意见 |\n| --- | --- |\n| 市委办公室 | |\n| 市政府办公室 | |")))[-1]
    upright = sorted(rule[0] for rule in rules(page) if rule[3] - rule[1] > 3)
    assert len(upright) == 3 and upright[2] - upright[1] > 45, upright


def columns_of(page):
    """The widths of a table's columns in mm, where its first upright lines are."""
    upright = sorted({round(rule[0], 1) for rule in rules(page) if rule[3] - rule[1] > 3})
    return [b - a for a, b in zip(upright, upright[1:])]


def test_room_in_forms():
    """A form has room: rows for what is written at length share what the page leaves, a line to be signed is low in one
    that holds a seal, a photograph is 25 mm wide, blank columns are as wide as their heads ask."""
    text = ("文。\n\n| 姓名 | | 性别 | | 出生年月 | | 照片 |\n|---|---|---|---|---|---|---|\n| 民族 | | 籍贯 | | 政治面貌 | | ^^ |\n"
            "| 工作单位 | | << | << | 联系电话 | | ^^ |\n| 主要事迹 | | << | << | << | << | << |\n"
            "| 所在单位意见 | （盖章）　　年　　月　　日 | << | << | << | << | << |\n")
    document = open_pdf(export(notice(text)))
    page = next(page for page in document if "姓名" in page.get_text())
    assert columns_of(page)[-1] > 25, columns_of(page)
    for label, text in (("主要事迹", "主要事迹"), ("所在单位意见", "（盖章）")):
        page = next(page for page in document if label in squeeze(page.get_text()))
        across = sorted(rule[1] for rule in rules(page) if rule[2] - rule[0] > 100)
        y = find(page, text)[0].y
        above, below = max(at for at in across if at < y - 3), min(at for at in across if at > y)
        assert below - above > 28, (label, above, below)
        assert text == label or below - y < 8, "the line to be signed is not low"
    heads = ["序号", "姓名", "工作单位及职务", "联系电话", "身份证号码", "备注"]
    page = open_pdf(export(notice("文。\n\n" + "| " + " | ".join(heads) + " |\n" + "|---" * 6 + "|\n" + "| 1 | | | | | |\n" * 4)))[-1]
    widths = columns_of(page)
    assert len(widths) == 6 and widths[3] > 22 and widths[4] > 30 and widths[2] > 22, widths


def test_form_with_labels():
    """A form whose labels are beside the places to write in: its first row is no head, labels leave room for what is
    written, and long ones have two lines."""
    text = ("文。\n\n| 姓名 | | 性别 | | 出生年月 | |\n|---|---|---|---|---|---|\n| 民族 | | 文化程度 | | 联系电话 | |\n"
            "| 村（居）民委员会意见 | （盖章）　　　年　　月　　日 | << | << | << | << |\n")
    document = open_pdf(export(notice(text)))
    page = next(page for page in document if "姓名" in page.get_text())
    line = find(page, "姓名")
    assert "Hei" not in line[0].font and line[0].font == find(page, "民族")[0].font, "no head"
    widths = columns_of(page)
    assert len(widths) == 6 and min(widths[1::2]) > 21, widths
    assert widths[0] < 36, widths


FORM = """格式: 公文
发文机关: 甲局
发文机关标志: 甲局文件
标题: 甲局关于推荐的通知
主送机关: 乙局
正文: 见附件。
附件:
  - 标题: 推荐表
    正文: |
      | 姓名 |  | 性别 |  | 照片 |
      |---|---|---|---|---|
      | 民族 |  | 籍贯 |  | ^^ |
      | 联系电话 |  | 职务 |  | ^^ |
      | 主要事迹 |  | << | << | << |
      | 所在单位意见 | 情况属实，同意推荐。（盖章）　　年　月　日 | << | << | << |
      | 县（区）主管部门意见 | （盖章）　　年　月　日 | << | << | << |
      | 备注 |  | << | << | << |
署名: 甲局
成文日期: 2026-01-05
"""


def test_long_rows_of_a_form():
    """Rows to be written in at length or sealed share what is free on the page; where one signs is low and right in its
    cell, what is said before that is at the top; a photograph has room."""
    document = open_pdf(export(FORM))
    page = next(page for page in document if "主要事迹" in page.get_text())
    _, _, right, bottom = table_box(page)
    between(BOTTOM - bottom, 0, 8, "what is left free below the form")
    left = min(rule[0] for rule in rules(page))
    edges = sorted({round(r[1], 1) for r in rules(page) if r[2] - r[0] > 100 and abs(r[0] - left) < 1})
    heights = dict(zip(["主要事迹", "所在单位意见", "县（区）"], [b - a for a, b in zip(edges[-5:], edges[-4:])]))
    assert min(heights.values()) >= 30 and max(heights.values()) - min(heights.values()) < 1, heights
    said, signs = find(page, "情况属实")[0], [line for line in page_lines(page) if "盖章" in "".join(c.c for c in line)]
    assert len(signs) == 2
    for line, (above, below) in zip(signs, [edges[-4:-2], edges[-3:-1]]):
        between(below - line[0].y, 1, 6, "a signing line above its cell's lower edge")
        between(right - line[-1].x - line[-1].w, 2, 9, "… and from its right edge")
    between(said.y - edges[-4], 1, 7, "what is said above it, from the upper edge")
    widths = columns_of(page)
    assert widths[-1] >= 25 and edges[0] and find(page, "照片"), widths
    beside = [r[3] for r in rules(page) if abs(r[2] - right) < 1 and r[2] - r[0] > 5]
    assert min(y for y in beside if y > edges[0] + 1) - edges[0] >= 35, beside


def test_forms_rows_stay_on_their_page():
    """A form that fills its page gets no second one, and text that follows one stays where it was."""
    many = FORM.replace("      | 备注 |", "".join(f"      | 项目{n} |  | << | << | << |\n" for n in range(6)) + "      | 备注 |")
    assert len(open_pdf(export(many))) == len(open_pdf(export(FORM)))
    after = FORM.replace("署名:", "      填表人：　　　　　　审核人：\n署名:", 1)
    pages = open_pdf(export(after))
    page = next(page for page in pages if "主要事迹" in page.get_text())
    assert "填表人" in page.get_text() and len(pages) == len(open_pdf(export(FORM)))


def test_boxes_stay_with_their_words():
    """A box to tick is not at a line's end, apart from its word."""
    boxes = "　".join("□" + word for word in ["工业", "建筑业", "批发零售业", "住宿餐饮业", "服务业", "房地产业", "农业"])
    for head in ["类别", "行业类别"]:
        for line in cell_lines(table_of([head, ""], [["名称", ""], ["类别", boxes]])):
            assert not line.endswith("□"), line


@cases([("list", "| 序号 | 姓名 | 单位 | 签名 |\n|---|---|---|---|\n| 1 | 江望 | 云岫市城市建设投资集团有限公司第一项目管理部 | |\n"
                 "| 2 | 商陆 | 云岫市城市建设投资集团有限公司第二项目管理部 | |"),
        ("blank", "| 单位名称 | 统一社会信用代码 | 联系人 | 手机号码 | 电子邮箱 | 备注 |\n|---|---|---|---|---|---|\n"
                  "| | | | | | |\n| | | | | | |")])
def test_columns_to_write_in(case):
    """A column in which nothing stands has room for what is written by hand."""
    document = open_pdf(export(notice("文。\n\n" + case[1])))
    page = next(page for page in document if len(columns_of(page)) >= 4)
    widths = columns_of(page)
    assert min(widths[-1:] if case[0] == "list" else widths) > 17, widths
    if case[0] == "blank":
        assert widths[3] > 25, f"no room for a telephone's number: {widths}"


def test_heads_break_before_brackets():
    """Heads end their lines before a bracket, and none of their lines has one character."""
    heads = ["应查数（家）", "已查数（家）", "发现隐患（处）", "整改率（%）", "统一社会信用代码", "总投资（万元）", "是否已完成整改"]
    lines = cell_lines(table_of(["序号"] + heads, [[str(n)] + ["12.5"] * len(heads) for n in range(1, 4)]))
    for whole in ("应查数", "已查数", "（家）", "发现隐患", "整改率", "（%）", "统一社会", "信用代码", "（万元）"):
        assert whole in lines, (whole, lines)


def test_action_sheet():
    """An action sheet shares its width by need: deadlines are whole, no decision has more than four lines."""
    with workdir() as folder:
        done = hongtou("export", "-q", "-s", "actions", "-o", f"{folder}/o.pdf", SAMPLES / "22-meeting-12-items.yaml")
        assert done.returncode == 0, done.err
        document = fitz.open(f"{folder}/o.pdf")
        assert len(document) == 2
        lines = cell_lines(document)
        assert "2026年12月31日" in lines and "2027年6月30日" in lines
        for page in document:
            across = sorted({round(rule[1], 1) for rule in rules(page) if rule[2] - rule[0] > 20})
            assert max(b - a for a, b in zip(across, across[1:])) < 4 * 17.5 * 25.4 / 72 + 6, across


def test_totals_are_not_alone():
    """A page does not begin with the sum of what is on the one before."""
    for n in range(14, 30):
        rows = [[str(k), f"项目{k}", str(10 * k)] for k in range(1, n)] + [["合　计", "", "1000"]]
        document = table_of(["序号", "项目", "数量"], rows)
        page = next(page for page in document if "1000" in page.get_text())
        assert f"项目{n - 1}" in page.get_text(), f"{n} rows: the sum is alone"
