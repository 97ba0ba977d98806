"""The page's geometry in the finished PDF, as MuPDF reads and draws it: GB/T 9704-2012 5.2, 7.2, 7.4, 7.5."""
import functools

from support import (BOTTOM, CELL, LEFT, MM, NOT_AT_END, RIGHT, SAMPLES, TOP, WIDTH, cases, export, in_type_area,
                     ink_box, is_han, notice, open_pdf, page_lines, rules, sample_pdf, text_of)

ROOM = "layout"

EM = 16 / MM  # 3号, in mm
FULL = "国"  # its ink fills the em box evenly: the ink's centre is the box's


@functools.lru_cache(maxsize=None)
def full_pages():
    """A paragraph of three pages of one character: page 2 is full."""
    return export(notice(FULL * 1500))


def em_box(page, char):
    """Top and bottom of a character's em box about its ink's centre, in mm."""
    box = ink_box(page, (char.x - 0.3, char.y - EM, char.x + EM + 0.3, char.y + 0.4 * EM), dpi=1200)
    centre = (box[1] + box[3]) / 2
    half = char.size / MM / 2
    return centre - half, centre + half


def near(value, wanted, tolerance, what):
    assert abs(value - wanted) <= tolerance, f"{what}: {value:.3f} mm, not {wanted:.3f} ± {tolerance}"


@cases([p.name for p in SAMPLES])
def test_cells(name):
    """Every line of 28 Han characters has them at 28 mm + k × 156/28 mm; the next test makes more of them."""
    for data in sample_pdf(next(p for p in SAMPLES if p.name == name)):
        for page in open_pdf(data):
            for line in page_lines(page):
                if len(line) == 28 and all(is_han(ch.c) for ch in line) and abs(line[0].size - 16) < 0.1:
                    for k, ch in enumerate(line):
                        near(ch.x, LEFT + k * CELL, 0.05, f"{ch.c} of {text_of(line)}")


def test_cells_of_plain_text():
    lines = [line for page in open_pdf(full_pages()) for line in page_lines(page)
             if set(text_of(line)) == {FULL} and len(line) >= 26]
    assert len(lines) > 40 and len(lines[0]) == 26, len(lines)
    assert all(len(line) == 28 for line in lines[1:]), [len(line) for line in lines]
    for line in lines:
        for k, ch in enumerate(line, 28 - len(line)):
            near(ch.x, LEFT + k * CELL, 0.05, f"character {k}")


def test_full_page():
    """22 lines, evenly spaced, from the type area's top edge to its bottom edge."""
    page = open_pdf(full_pages())[1]
    lines = [line for line in page_lines(page) if in_type_area(line)]
    assert len(lines) == 22, f"{len(lines)} lines"
    pitch = (lines[-1][0].y - lines[0][0].y) / 21
    near(pitch, (225 - EM) / 21, 0.01, "line pitch")
    for k, line in enumerate(lines):
        near(line[0].y, lines[0][0].y + k * pitch, 0.02, f"baseline {k + 1}")
    near(em_box(page, lines[0][5])[0], TOP, 0.3, "top of line 1")
    near(em_box(page, lines[-1][5])[1], BOTTOM, 0.3, "bottom of line 22")


@cases(["01-notice.yaml", "02-notice-zh.yaml", "03-minutes.md", "07-rare-names.yaml", "09-reply.md"])
def test_masthead(name):
    """The masthead's ink begins 35 mm below the type area's top: 72 mm from the sheet's (7.2.4, 10.3)."""
    page = open_pdf(sample_pdf(next(p for p in SAMPLES if p.name == name))[0])[0]
    box = ink_box(page, (0, 0, 210, 130), dpi=600, red=True)
    assert box, "no red ink"
    near(box[1], 72, 0.5, "top of the masthead")
    near((box[0] + box[2]) / 2, LEFT + WIDTH / 2, 0.8, "middle of the masthead")


@cases(["01-notice.yaml", "02-notice-zh.yaml", "09-reply.md"])
def test_red_line(name):
    """The red line is 4 mm below the document number and is as wide as the type area (7.2.7)."""
    page = open_pdf(sample_pdf(next(p for p in SAMPLES if p.name == name))[0])[0]
    number = next(line for line in page_lines(page) if "〔2026〕" in text_of(line) and line[0].y < 130)
    red = [rule for rule in rules(page) if rule[4] and rule[4][0] > 0.7 and rule[4][1] < 0.3]
    assert len(red) == 1, f"{len(red)} red lines"
    near(red[0][0], LEFT, 0.05, "left end")
    near(red[0][2], RIGHT, 0.05, "right end")
    # the number is set in the Fang Song face: take a Han character for its em box
    han = next(ch for ch in number if is_han(ch.c))
    near(red[0][1], em_box(page, han)[1] + 4, 0.3, "red line")


@cases(["01-notice.yaml", "06-long-report.md"])
def test_page_number(name):
    """The dashes are 7 mm below the type area; odd pages right, even pages left, one 字 in (7.5)."""
    pages = open_pdf(sample_pdf(next(p for p in SAMPLES if p.name == name))[0])
    assert len(pages) >= 2
    for index in (0, 1, len(pages) - 1):
        page, number = pages[index], index + 1
        line = [line for line in page_lines(page) if line[0].y > BOTTOM + 1]
        assert len(line) == 1, f"page {number}: {len(line)} lines below the type area"
        line = line[0]
        assert text_of(line).strip("—") == str(number), text_of(line)
        assert abs(line[0].size - 14) < 0.1 and line[0].c == line[-1].c == "—"
        dash = line[0]
        box = ink_box(page, (dash.x, BOTTOM + 2, dash.x + dash.w, BOTTOM + 12), dpi=1200)
        near(box[1], BOTTOM + 7, 0.3, f"dashes of page {number}")
        if number % 2:
            near(line[-1].x + line[-1].w, RIGHT - CELL, 0.5, f"right end on page {number}")
        else:
            near(line[0].x, LEFT + CELL, 0.5, f"left end on page {number}")


@cases([p.name for p in SAMPLES if p.stem not in ("08-batch", "16-table-300", "17-letter", "20-merged-table",
                                                    "26-speech")])
def test_imprint(name):
    """The imprint block's last line coincides with the type area's bottom edge (7.4.1)."""
    page = open_pdf(sample_pdf(next(p for p in SAMPLES if p.name == name))[0])[-1]
    black = [rule for rule in rules(page) if rule[4] and max(rule[4]) < 0.3 and rule[2] - rule[0] > 100]
    assert black, "no separator on the last page"
    top = next((i for i in range(len(black) - 2, -1, -1) if black[i][3] - black[i][1] > 0.3), 0)
    black = black[top:]  # lines above these are a table's
    near((black[-1][1] + black[-1][3]) / 2, BOTTOM, 0.25, "last separator")
    near(black[-1][3] - black[-1][1], 0.35, 0.02, "thickness of the last separator")
    near(black[0][3] - black[0][1], 0.35, 0.02, "thickness of the first separator")
    for rule in black:
        near(rule[0], LEFT, 0.05, "left end")
        near(rule[2], RIGHT, 0.05, "right end")


def test_nothing_outside():
    """No character leaves the type area sideways or overlaps another; an opening punctuation at a line's start may lose its
    blank left half."""
    for path in SAMPLES:
        for data in sample_pdf(path):
            for number, page in enumerate(open_pdf(data), 1):
                for line in page_lines(page):
                    blank = CELL / 2 if line[0].c in NOT_AT_END else 0
                    assert line[0].x >= LEFT - blank - 0.1, f"{path.name} p{number}: {text_of(line)}"
                    assert line[-1].x <= RIGHT + 0.05, f"{path.name} p{number}: {text_of(line)}"
                    for a, b in zip(line, line[1:]):
                        assert b.x - a.x > 0.3 or a.c == b.c == "—", f"{path.name} p{number}: {a} {b} overlap"


def test_baselines_of_headings():
    """5.2.3: the baseline of each line is the grid's, whatever face the line begins in."""
    text = "\n".join(["一、总体要求", FULL * 40, "（一）工作目标", "1.主要任务。" + FULL * 40] * 8)
    with open_pdf(export(notice(text))) as pdf:
        lines = [line for line in page_lines(pdf[1]) if in_type_area(line)]
    tops = [line[0].y for line in lines]
    assert len(lines) >= 20 and len({line[0].font for line in lines}) > 2, [text_of(line) for line in lines]
    for i, y in enumerate(tops):
        near(y, tops[0] + i * (225 - EM) / 21, 0.01, f"baseline of {text_of(lines[i])[:8]}")
