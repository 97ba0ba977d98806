"""GB/T 9704-2012 5.2.3: a page from which text goes on has 22 lines; each that has not is told of, by its number."""
import re
from pathlib import Path

import fitz

import agreement
import pitch
from support import BOTTOM, SAMPLES, environment, hongtou, in_type_area, notice, page_lines, real_texts, squeeze, text_of, workdir

ROOM = "layout"

LINE = 225 / 21.54  # mm, about: from one line to the next
TOLD = re.compile(r"page (\d+) is not full \(lines left free: (\d+)\).* \[L(?:158|159|160|161|215)")


def foot(page):
    """The baseline of the page's last line, or the lower edge of its last rule (a table's), in mm."""
    lines = [line[0].y for line in page_lines(page) if in_type_area(line)]
    rules = [drawing["rect"].y1 * 25.4 / 72 for drawing in page.get_drawings()]
    return max([*lines, *(y for y in rules if y < BOTTOM + 1)], default=0)


def is_landscape(page):
    """Does its text run upwards or down?"""
    return any(line["dir"] != (1, 0) for block in page.get_text("dict")["blocks"] for line in block.get("lines", []))


def begins_anew(page):
    """Is the page one that the document asks for: landscape, or begun by a title or 附件? Or has it only the imprint?"""
    lines = [line for line in page_lines(page) if in_type_area(line)]
    if not lines or is_landscape(page):
        return True
    size = lines[0][0].size
    return size > 20 or size < 15 or text_of(lines[0]).startswith("附件")


def short_pages(path):
    """{page number: lines that are free} of the pages from which text goes on."""
    with fitz.open(path) as document:
        pages = list(document)
        free = {n + 1: int((BOTTOM - 1.2 - foot(page)) / LINE + 0.1) for n, page in enumerate(pages[:-1])
                if not begins_anew(pages[n + 1]) and not is_landscape(page)}
    return {n: lines for n, lines in free.items() if lines}


def check(records):
    """Records by path: each short page of theirs is told of."""
    wrong, full = [], 0
    for path in records:
        with workdir() as folder:
            done = hongtou("export", "-v", path, "-d", folder, env=environment(LC_ALL="C"))
            assert done.returncode == 0, done.err
            pdfs = sorted(Path(folder).glob("*.pdf"))
            told = {(int(page), int(lines)) for page, lines in TOLD.findall(done.err)}
            for pdf in pdfs:
                short = short_pages(pdf)
                with fitz.open(pdf) as document:
                    full += len(document) - 1 - len(short)
                wrong += [(pdf.name, page, lines) for page, lines in short.items() if (page, lines) not in told]
    return wrong, full


def test_samples():
    wrong, full = check(SAMPLES)
    assert not wrong and full > 60, (wrong, full)


def write(folder, texts):
    for name, text in texts.items():
        Path(folder, f"{name}.yaml").write_text(text, encoding="utf-8")
    return sorted(Path(folder).glob("*.yaml"))


def test_generated():
    """Ten documents of mixed text, and those that end anywhere on pages 1 to 4,
    with a seal and without."""
    texts = {f"mixed-{n}": notice("\n".join(pitch.generated(40, n))) for n in range(10)}
    with workdir() as folder:
        wrong, full = check(write(folder, {**texts, **agreement.ENDING}))
    assert not wrong and full > 100, (wrong, full)


def test_real_texts():
    with workdir() as folder:
        wrong, full = check(write(folder, {name: notice("\n".join(lines)) for name, lines in real_texts()}))
    assert not wrong and full > 5, (wrong, full)


def test_imprint_below_a_table():
    """A table of any length before the signature: the imprint has text on its page, two rows of the table at least."""
    shared = 0
    with workdir() as folder:
        for n in range(18, 30):
            rows = "\n".join(f"| {k} | 项目{k} | 市水务局 |" for k in range(1, n + 1))
            record = Path(folder, f"{n}.yaml")
            record.write_text(notice(f"文。\n\n| 序号 | 项目 | 单位 |\n|---|---|---|\n{rows}"), encoding="utf-8")
            done = hongtou("export", "-v", record, "-d", folder, env=environment(LC_ALL="C"))
            assert done.returncode == 0, done.err
            shared += "[L215" in done.err
            with fitz.open(record.with_suffix(".pdf")) as document:
                texts = [squeeze(page.get_text()) for page in document]
            last = texts[-1]
            assert f"项目{n}" in last and (len(texts) == 1 or f"项目{n - 1}" in last), (n, last)
    assert shared >= 2, shared


def landscape_then_signed(after):
    """What is said of a landscape table in the text, with these paragraphs between it and the signature."""
    table = "  - 表格: {横排: 是, 表头: [[甲, 乙]], 行: [['1', '2'], ['3', '4']]}\n"
    text = notice("").partition("body:")[0] + "body:\n  - 现将有关情况通报如下。\n" + table
    text += "".join(f"  - {paragraph}\n" for paragraph in after)
    with workdir() as folder:
        path = Path(folder, "a.yaml")
        path.write_text(text, encoding="utf-8")
        done = hongtou("export", "-v", path, "-d", folder, env=environment(LC_ALL="C"))
        assert done.returncode == 0, done.err
        return done.err


def test_signature_after_a_landscape_table():
    """No text can come to the page of a signature from a landscape one (7.3.5.5): that is said, and what helps."""
    said = landscape_then_signed([])
    assert "[L217" in said and "L108" not in said and "L130" not in said, said
    said = landscape_then_signed(["请认真贯彻执行。"])
    assert "L217" not in said and "L108" not in said, said


def test_note_longer_than_a_page():
    """The attachment note does not leave the text if it can be helped; where it is longer than a page, it cannot, and
    the pages are full."""
    title = "2026年第{}季度重点项目投资完成情况及存在问题整改责任清单"
    for number, short in ((11, {}), (4, {1})):
        text = notice("各单位要对照清单逐项排查，建立台账，限期整改，确保不留死角，并按要求报送书面总结材料。", copies_to=None)
        text += "attachments:\n" + "".join(f"  - title: {title.format(n + 1)}\n    body: 文。\n" for n in range(number))
        with workdir() as folder:
            path = Path(folder, "a.yaml")
            path.write_text(text, encoding="utf-8")
            done = hongtou("export", path, "-o", Path(folder, "a.pdf"))
            assert done.returncode == 0, done.err
            assert set(short_pages(Path(folder, "a.pdf"))) == set(short), number


def test_why_a_table_moved():
    """A table that has room on a page, but goes on with the signature, is told of as such, not as too high."""
    rows = "[[江望, 甲], [梁云, 乙]]"
    for number, code in ((2, "L158"), (6, "L160")):
        body = "[" + "文。, " * number + "{表格: {标题: 表1　名单, 表头: [[姓名, 单位]], 行: " + rows + "}}]"
        text = notice("", copies_to=None).partition("body:")[0] + "body: " + body + "\n"
        with workdir() as folder:
            path = Path(folder, "a.yaml")
            path.write_text(text, encoding="utf-8")
            done = hongtou("export", "-v", path, "-d", folder, env=environment(LC_ALL="C"))
            assert done.returncode == 0, done.err
            assert f"[{code}" in done.err, (number, done.err)
