"""Measuring a finished page by what the standard counts in: 字, 行, ink, empty lines (GB/T 9704-2012 5.2)."""
import functools

from support import (BOTTOM, CELL, HEIGHT, LEFT, MM, RIGHT, ROOT, TOP, export, hongtou, in_type_area, ink_box, is_han,
                     notice, open_pdf, page_chars, page_lines, rules, text_of, workdir)

EM = 16 / MM  # 3号, in mm
PITCH = (HEIGHT - EM) / 21  # from one line to the next
MIDDLE = LEFT + 78  # of the type area
SHEET_MIDDLE = 105
CASES = ROOT / "tests" / "cases" / "forms"
SAMPLES = ROOT / "samples"


def near(value, wanted, what, tolerance=0.5):
    assert abs(value - wanted) <= tolerance, f"{what}: {value:.2f} mm, not {wanted:.2f} ± {tolerance}"


def between(value, low, high, what):
    assert low <= value <= high, f"{what}: {value:.2f} mm, not {low:.2f} to {high:.2f}"


@functools.lru_cache(maxsize=None)
def made(path, *options):
    """The pages of a record file as PDF."""
    with workdir() as folder:
        target = f"{folder}/out.pdf"
        done = hongtou("export", path, "-o", target, *options)
        assert done.returncode == 0, f"exit {done.returncode}: {done.err}"
        with open(target, "rb") as file:
            return file.read()


def pages(name, *options):
    """The pages of a sample, or of a case of tests/cases/forms."""
    path = SAMPLES / name if (SAMPLES / name).exists() else CASES / name
    return open_pdf(made(path, *options))


def body_lines(page):
    return [line for line in page_lines(page) if in_type_area(line)]


def find(page, text):
    """The first line that holds text, and its characters from there on."""
    for line in page_lines(page):
        at = text_of(line).find(text)
        if at >= 0:
            return line[at:]
    raise AssertionError(f"“{text}” is not on the page")


def right_end(chars):
    return chars[-1].x + chars[-1].w


def centre(chars):
    return (chars[0].x + right_end(chars)) / 2


@functools.lru_cache(maxsize=None)
def baseline_shares():
    """By font: how far a baseline lies below the em box's middle, in em. The ink of 国 fills its box evenly."""
    text = "国" * 8
    document = open_pdf(export(notice(f"{text}\n一、{text}\n（一）{text}", title=text)))
    found = {}
    for page in document:
        for ch in page_chars(page):
            if ch.c == "国" and ch.font not in found:
                size = ch.size / MM
                ink = ink_box(page, (ch.x - 0.1, ch.y - size, ch.x + size, ch.y + 0.4 * size), dpi=1200)
                found[ch.font] = (ch.y - (ink[1] + ink[3]) / 2) / size
    assert len(found) >= 3, found
    return found


def em_box(char):
    """Top and bottom of a character's em box; a letter's or digit's is that of the text around it."""
    shares = baseline_shares()
    size = char.size / MM
    middle = char.y - shares.get(char.font, next(iter(shares.values()))) * size
    return middle - size / 2, middle + size / 2


def line_top(k):
    return TOP + k * PITCH


def grid_line(chars, what="line"):
    """The number of the page's line (0 to 21) that the characters are on."""
    top, bottom = em_box(next((ch for ch in chars if is_han(ch.c)), chars[0]))
    middle = (top + bottom) / 2 - TOP - EM / 2
    k = round(middle / PITCH)
    near(middle, k * PITCH, f"{what} “{text_of(chars)[:12]}” against line {k + 1}")
    return k


def first_clear(y):
    """The first line of the page that lies below y."""
    k = 0
    while line_top(k) < y - 0.05:
        k += 1
    return k


def red_ink(page, clip, dpi=600):
    box = ink_box(page, clip, dpi=dpi, red=True)
    assert box, f"no red ink within {clip}"
    return box


def is_red(colour):
    return colour and colour[0] > 0.7 and colour[1] < 0.3


def red_rules(page):
    return [rule for rule in rules(page) if is_red(rule[4])]


def black_rules(page):
    """The imprint block's lines: black, and nearly as wide as the type area."""
    return [rule for rule in rules(page) if rule[4] and max(rule[4]) < 0.3 and rule[2] - rule[0] > 100]


def red_chars(page):
    return [ch for ch in page_chars(page) if not ch.c.isspace() and ch.colour >> 16 > 180 and (ch.colour >> 8) & 255 < 80]


def pictures(page):
    """The boxes of the page's pictures in mm, as they are painted."""
    return [tuple(v / MM for v in info["bbox"]) for info in page.get_image_info()]


__all__ = [name for name in globals() if not name.startswith("_") and name != "functools"]
