"""Signatures in the finished PDF, as painted: under seals, with signature stamps, without either (GB/T 9704-2012
7.3.5)."""
import json
import re
import shutil
import struct
import zlib
from pathlib import Path

import fitz

from measure import *
from support import cases, export, hongtou, notice, workdir

ROOM = "layout"

SEALED = [("14-sealed.yaml", 1), ("joint-2.yaml", 2), ("13-joint.yaml", 3), ("joint-5.yaml", 5), ("19-joint-8.yaml", 8)]
SEAL = 42  # mm across: all of samples/seals
SEAL_FILE = str(SAMPLES / "seals" / "qingxi-government.svg")


def sealed(name):
    """(page, the seals' ink in reading order, the text's lines)."""
    page = next(page for page in pages(name) if pictures(page))
    boxes = sorted(pictures(page), key=lambda box: (round(box[1]), box[0]))
    return page, [red_ink(page, (x0 - 0.5, y0 - 0.5, x1 + 0.5, y1 + 0.5)) for x0, y0, x1, y1 in boxes], body_lines(page)


def names(name, page):
    """The issuers' names under the seals, each as its characters, in the record's order."""
    path = SAMPLES / name if (SAMPLES / name).exists() else CASES / name
    text = re.search(r"发文机关:(.*?)\n(?=发文|\S)", path.read_text(encoding="utf-8"), re.S).group(1)
    top = min(box[1] for box in pictures(page))
    found = []
    for issuer in re.findall(r"[^\s,\[\]-]+", text):
        for line in body_lines(page):
            at = text_of(line).find(issuer)
            if line[0].y > top and at >= 0:
                found.append(line[at:at + len(issuer)])
                break
    return found


def middle(box):
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


@cases(SEALED)
def test_seals_apart(case):
    """Every seal at its true size, within the type area, neither touching nor crossing another."""
    page, inks, _ = sealed(case[0])
    assert len(inks) == case[1], f"{len(inks)} seals"
    for ink in inks:
        near(ink[2] - ink[0], SEAL, "width of the seal", 0.3)
        near(ink[3] - ink[1], SEAL, "height of the seal", 0.3)
        assert ink[0] >= LEFT - 0.1 and ink[2] <= RIGHT + 0.1, f"seal from {ink[0]:.1f} to {ink[2]:.1f} mm"
        assert ink[3] <= BOTTOM + 0.1
    for i, a in enumerate(inks):
        for b in inks[:i]:
            apart = ((middle(a)[0] - middle(b)[0]) ** 2 + (middle(a)[1] - middle(b)[1]) ** 2) ** 0.5
            assert apart > SEAL + 0.5, f"centres of two seals {apart:.1f} mm apart"


@cases(SEALED)
def test_seals_near_text(case):
    """The first row's ink begins below the text's last line, within one line; the page shows text (7.3.5.5)."""
    _, inks, lines = sealed(case[0])
    top = min(ink[1] for ink in inks)
    above = [line for line in lines if line[0].y < top]
    assert above, "no text above the seals"
    between(top - em_box(above[-1][0])[1], 0, PITCH, "text to seal")


@cases(SEALED)
def test_seals_over_names(case):
    """Each seal centred over its issuer's name, in their order; the last over name and date, which sit a little below
    its middle; the date four 字 in from the right, the name on the line above it."""
    page, inks, _ = sealed(case[0])
    found = names(case[0], page)
    assert len(found) == len(inks), f"{len(found)} names"
    for ink, chars in zip(inks, found):
        near(middle(ink)[0], centre(chars), f"seal over “{text_of(chars)}”")
        near(sum(em_box(chars[0])) / 2, middle(ink)[1], f"“{text_of(chars)}” in the seal's middle", 5)
    date = next(line for line in page_lines(page) if re.search(r"20\d\d年\d+月\d+日$", text_of(line)) and
                line[0].y > found[-1][0].y)
    near(middle(inks[-1])[0], centre(date), "last seal over the date")
    near(right_end(date), RIGHT - 4 * CELL, "right end of the date")
    assert grid_line(date) == grid_line(found[-1]) + 1
    both = (em_box(found[-1][0])[0] + em_box(date[-1])[1]) / 2
    between(both - middle(inks[-1])[1], 0, 8, "name and date below the seal's middle")


@cases([*SEALED, ("17-letter.yaml", 1)])
def test_seals_over_note(case):
    """No seal hides the note below the date, nor any line of text but names and date."""
    page, inks, lines = sealed(case[0])
    own = {text_of(chars) for chars in names(case[0], page)}
    for line in lines:
        if any(name in text_of(line) for name in own) or re.fullmatch(r"20\d\d年\d+月\d+日", text_of(line)):
            continue
        for ch in line:
            assert not any(((ch.x + ch.w / 2 - middle(ink)[0]) ** 2 + (ch.y - 2 - middle(ink)[1]) ** 2) ** 0.5 < SEAL / 2
                           for ink in inks), f"a seal covers {ch.c} of “{text_of(line)[:20]}”"


def test_seal_is_transparent():
    """Every character of name and date shows its black ink through the seal."""
    page, _, _ = sealed("14-sealed.yaml")
    for chars in (find(page, "清溪区人民政府")[:7], find(page, "2026年6月8日")):
        for ch in chars:
            assert black_pixels(page, ch) > 20, f"{ch.c} is hidden"


def black_pixels(page, ch, dpi=300):
    """How many pixels of the character's box are darker in red than the seal's ink is."""
    clip = fitz.Rect(*(v * MM for v in (ch.x, em_box(ch)[0], ch.x + ch.w, em_box(ch)[1])))
    samples = page.get_pixmap(clip=clip, dpi=dpi, colorspace=fitz.csRGB, alpha=False).samples
    return sum(red < 100 for red in samples[0::3])


# --- signature stamps (7.3.5.3) ---

@cases(["11-order.yaml", "order-joint.yaml"])
def test_stamps(name):
    """Two empty lines below the body and four 字 in, each office two 字 to the left of its stamp and level with its
    middle, offices and stamps below each other; one empty line below, the date, four 字 in."""
    page = next(page for page in pages(name) if pictures(page))
    boxes = sorted(pictures(page), key=lambda box: box[1])
    offices = {"11-order.yaml": ["指挥长"], "order-joint.yaml": ["政治委员", "指挥长"]}[name]
    assert len(boxes) == len(offices)
    last = [line for line in body_lines(page) if line[0].y < boxes[0][1]][-1]
    near(boxes[0][1], line_top(grid_line(last) + 3), "top of the stamp")
    for box, office in zip(boxes, offices):
        chars = next(line for line in body_lines(page) if text_of(line) == office and line[0].y > boxes[0][1])
        near(box[2], RIGHT - 4 * CELL, "right edge of the stamp")
        near(right_end(chars), box[0] - 2 * CELL, f"right end of {office}")
        near(sum(em_box(chars[0])) / 2, (box[1] + box[3]) / 2, f"middle of {office}")
        red_ink(page, box)
    for a, b in zip(boxes, boxes[1:]):
        assert b[1] >= a[3] - 0.1, "one stamp over another"
    date = next(line for line in body_lines(page) if re.fullmatch(r"20\d\d年\d+月\d+日", text_of(line)))
    near(right_end(date), RIGHT - 4 * CELL, "right end of the date")
    assert grid_line(date) == first_clear(boxes[-1][3]) + 1


# --- without seal (7.3.5.2) ---

def test_signature():
    """One empty line below the text: the name two 字 in from the right; the date on the next line, two 字 right of the
    name's first character."""
    page = pages("15-attachments.yaml")[1]
    name, date = find(page, "临澜市人民政府办公室"), find(page, "2026年7月1日")
    near(right_end(name), RIGHT - 2 * CELL, "right end of the name")
    near(date[0].x, name[0].x + 2 * CELL, "date")
    assert grid_line(name) == grid_line(find(page, "3.公共机构")) + 2 and grid_line(date) == grid_line(name) + 1


def test_signature_longer_date():
    """A date longer than the name is two 字 in; the name's first character two 字 left of the date's."""
    page = open_pdf(export(notice("正文。", signature="清溪区民政局", date="2026-12-28")))[-1]
    name, date = find(page, "清溪区民政局"), find(page, "2026年12月28日")
    near(right_end(date), RIGHT - 2 * CELL, "right end of the date")
    near(name[0].x, date[0].x - 2 * CELL, "name")


def test_signature_joint():
    """Joint documents: the lead issuer first, the others below it, then the date."""
    page = pages("12-upward.yaml")[-1]
    found = [find(page, text) for text in ("清溪区水务局", "清溪区发展和改革局", "清溪区财政局", "2026年5月11日")]
    first = grid_line(found[0])
    assert [grid_line(chars) for chars in found] == [first, first + 1, first + 2, first + 3]
    *names, date = found
    near(max(map(right_end, names)), RIGHT - 2 * CELL, "right end of the longest name")
    for chars in names:
        near(chars[0].x, names[0][0].x, f"left end of {text_of(chars)}", 0.1)
    near(date[0].x, names[0][0].x + 2 * CELL, "date")


def test_date_form():
    """7.3.5.4: arabic digits, the full year, no leading zeros."""
    page = open_pdf(export(notice("正文。", date="2026-01-05")))[-1]
    assert text_of(find(page, "2026年1月5日")) == "2026年1月5日"


@cases([str(lines) for lines in range(1, 13)])
def test_signature_with_text(lines):
    """7.3.5.5: wherever the text ends, the page with the signature, under a seal or not, shows text too."""
    body = "\n".join("试验文本占满一行。" for _ in range(int(lines)))
    for seal in (None, SEAL_FILE):
        document = open_pdf(export(notice(body, seal=seal)))
        page = next(page for page in document if any("2026年1月5日" == text_of(line) for line in body_lines(page)))
        assert any("试验文本" in text_of(line) for line in page_lines(page)), f"{'seal' if seal else 'name'} alone"


@cases([("name", None, 20), ("seal", SEAL_FILE, 10)])
def test_tightened_lines(case):
    """7.3.5.5: one line of text, and no room for the signature by a line or two: the lines are tightened, and said so."""
    _, seal, recipients = case
    record = notice("正文只有一行。", seal=seal, recipients=["各街道办事处"] * recipients, copies_to=None, printed_by=None,
                    print_date=None)
    with workdir() as folder:
        source, target = Path(folder, "record.yaml"), Path(folder, "out.pdf")
        source.write_text(record, encoding="utf-8")
        done = hongtou("export", source, "-v", "-o", target)
        assert done.returncode == 0 and "[L107;" in done.err, done.err
        document = open_pdf(target.read_bytes())
    assert len(document) == 1
    lines = body_lines(document[0])
    lines = lines[next(i for i, line in enumerate(lines) if text_of(line).startswith("各街道办事处")):]
    assert lines[1][0].y - lines[0][0].y < PITCH - 0.3
    assert em_box(lines[-1][0])[1] <= BOTTOM + 0.3


# Where no line of a paragraph may be alone, and a short paragraph cannot go over with its signature.
KEEPING = "extends: gb9704\nname: 孤行控制\npage: {least_lines: 2}\n"


def tightened(body, recipients, seal, *codes):
    """The PDF of a short notice whose signature found no room, and what was said of it."""
    record = notice(body, seal=seal, recipients=["各街道办事处"] * recipients, copies_to=None, printed_by=None,
                    print_date=None)
    with workdir() as folder:
        source, target, sheet = (Path(folder, name) for name in ("record.yaml", "out.pdf", "keeping.yaml"))
        source.write_text(record, encoding="utf-8")
        sheet.write_text(KEEPING, encoding="utf-8")
        done = hongtou("export", source, "-v", "-s", sheet, "-o", target)
        found = re.findall(r"\[(L1(?:07|08|30|31));", done.err)
        assert done.returncode == 0 and found == list(codes), done.err
        return open_pdf(target.read_bytes())


@cases([(57, 29), (58, 30)])
def test_tightened_characters(case):
    """7.3.5.5: where tightened lines do not suffice, the characters of the text are tightened, at most 30 a line, and so
    is its indent; the signature then is with it, and the page number where it was."""
    length, chars = case
    document = tightened("文" * (length - 1) + "。", 17, None, "L107", "L130")
    assert len(document) == 1
    first, last = [line for line in body_lines(document[0]) if "文文文" in text_of(line)]
    assert (len(first), len(last)) == (chars - 2, 30)
    pitch = (RIGHT - LEFT) / chars
    for k, ch in enumerate(first):
        near(ch.x, LEFT + (k + 2) * pitch, f"character {k}", 0.1)
    lines = body_lines(document[0])
    assert text_of(lines[-1]) == "2026年1月5日" and em_box(lines[-1][0])[1] <= BOTTOM + 0.3
    near(right_end(lines[-1]), RIGHT - 2 * CELL, "date, two 字 in")


@cases([(54, 14, ["L131"]), (27, 17, ["L130", "L131"])])
def test_split_paragraph(case):
    """7.3.5.5: a paragraph that fits on page 1, its seal not: the paragraph is split (set wider, down to 26 characters a
    line, when it has only one line), so that both pages show text."""
    length, recipients, codes = case
    document = tightened("文" * (length - 1) + "。", recipients, SEAL_FILE, *codes)
    assert len(document) == 2
    shown = [[line for line in body_lines(page) if "文文文" in text_of(line) or text_of(line)[-1] == "。"]
             for page in document]
    assert all(shown) and sum(len(line) for page in shown for line in page) == length
    assert pictures(document[1]) and not pictures(document[0])


def test_signature_alone():
    """7.3.5.5: one short line of text and no room: nothing helps, and a message says so."""
    tightened("文文文。", 17, SEAL_FILE, "L108")


def test_seals_clear_the_text():
    """A seal does not touch the text's last line, nor is it further from it than a line, however the page is tightened
    (7.3.5.1)."""
    gaps = []
    for n in range(1, 28):
        record = {"格式": "公文", "发文机关": "甲区水务局", "发文机关标志": "甲区水务局文件", "发文字号": "甲水发〔2026〕1号",
                  "标题": "甲区水务局关于值班的通知", "主送机关": ["各科室"], "正文": [f"第{k}行。" for k in range(n)],
                  "署名": "甲区水务局", "印章": str(SAMPLES / "seals" / "qingxi-water.svg"), "成文日期": "2026-03-05",
                  "附注": "此件公开发布", "抄送": ["区委办公室"], "印发机关": "甲区水务局办公室", "印发日期": "2026-03-06"}
        trace = export(json.dumps(record, ensure_ascii=False), name="record.json", to="trace").decode()
        for page in trace.split("\npage "):
            seal = re.search(r"^image \S+ figure \d+ [\d.]+ ([\d.]+) ", page, re.M)
            lines = [float(y) for y in re.findall(r"^run (?:body|copies)\S* para \d+ [\d.]+ ([\d.]+) ", page, re.M)]
            above = [y for y in lines if seal and y < float(seal[1]) + 1]
            gaps += [float(seal[1]) - max(above) - 0.12 * 16 * 25.4 / 72] if above else []
    assert len(gaps) > 20 and min(gaps) > 0.95 and max(gaps) < 10.3, gaps


def said(organs, files):
    """What is said of seals with these file names over the names of these organs."""
    with workdir() as folder:
        for name in files:
            shutil.copy(SEAL_FILE, Path(folder, name))
        record = notice("请遵照执行。", issuers=organs, seal=files, mark="清溪区文件", signature=None)
        Path(folder, "x.yaml").write_text(record, encoding="utf-8")
        done = hongtou("export", "-v", "x.yaml", cwd=folder)
        assert done.returncode == 0, done.err
        return [line for line in done.err.splitlines() if re.search(r"\[L19[01];", line)]


SWAPPED = [(["清溪区民政局"], ["财政局公章.svg"], 1), (["清溪区民政局", "清溪区财政局"], ["财政局.svg", "区民政局-新.svg"], 2),
           (["清溪区民政局", "清溪区财政局"], ["民政局.svg", "税务.svg"], 0), (["清溪区民政局"], ["清溪区政府办公室.svg"], 1)]
FITTING = [(["清溪区民政局"], ["民政局电子印章（透明底）.svg"]), (["清溪区发展和改革局"], ["发改局.svg"]), (["清溪区民政局"], ["红章.svg"]),
           (["清溪区人民政府办公室"], ["区政府办章.svg"]), (["清溪区民政局"], ["公章.svg"]), (["清溪区民政局"], ["seal-2.svg"]),
           (["清溪区民政局"], ["我局公章.svg"])]


def test_seal_of_another():
    """7.3.5: a seal whose file is named for another organ than that below it is warned of; of several seals it is told
    which is over which name."""
    for organs, files, warnings in SWAPPED:
        lines = said(organs, files)
        assert sum("warning" in line for line in lines) == warnings, lines
        pairs = "，".join(f"{name} → {organ}" for name, organ in zip(files, organs))
        assert [pairs in line for line in lines if "note" in line] == [True] * (len(files) > 1), lines


@cases([(files[0], organs, files) for organs, files in FITTING])
def test_seal_of_the_organ(case):
    """A file named for the organ, in short or with other words, or for none, is not doubted."""
    assert said(*case[1:]) == []


@cases([("no size", 1, 4000, 0, "L141"), ("a size beyond all paper", 40, 40, 1, "L141"), ("a size beyond its width", 4000, 1, 10, "L109")])
def test_strips(case):
    """A seal that no page holds is refused by its height or width, whatever its file says of its size."""
    _, width, height, dots, code = case
    with workdir() as folder:
        pixmap = fitz.Pixmap(fitz.csRGB, fitz.IRect(0, 0, width, height), True)
        pixmap.clear_with(0)
        pixmap.set_rect(fitz.IRect(0, 0, width, height), (200, 0, 0, 255))
        data = pixmap.tobytes("png")
        size = struct.pack(">IIB", dots, dots, 1)  # dots a metre
        chunk = struct.pack(">I", 9) + b"pHYs" + size + struct.pack(">I", zlib.crc32(b"pHYs" + size))
        data = re.sub(rb"\0\0\0\x09pHYs.{13}", b"", data, flags=re.S)
        Path(folder, "seal.png").write_bytes(data[:33] + (chunk if dots else b"") + data[33:])
        Path(folder, "r.yaml").write_text("标题: 关于事项的通知\n发文机关: 甲市乙局\n成文日期: 2026-01-05\n正文: 文。\n印章: seal.png\n", encoding="utf-8")
        done = hongtou("export", "-o", "r.pdf", "r.yaml", cwd=folder)
    assert done.returncode == 1 and re.findall(r"error: .*\[(L\d+)", done.err) == [code], done.err
