"""Footnotes: at the foot of the page of their marks, the text above them on the grid; real ones in the document for
editing, on the same pages; notes with an ID in the structure of the PDF."""
import io
import re
import zipfile
from pathlib import Path

import pikepdf

from office import convert
from support import BOTTOM, MM, TOP, export, hongtou, notice, open_pdf, squeeze, workdir

ROOM = "layout"

PITCH = (225 - 16 / MM) / 21  # of 22 lines, the last of which ends at the type area's foot
N = 14


def text(long=3):
    """A record of several pages, whose paragraphs have a note each; every long-th note takes two lines."""
    paras = [f"甲{i}要求各单位切实加强组织领导，明确责任分工[^n{i}]，强化监督检查，确保各项任务按时完成并取得实效，"
             "有关情况及时报告县水务局办公室，逾期不报的予以通报批评。" for i in range(1, N + 1)]
    more = "，其中规定的期限按工作日计算，遇法定节假日顺延，具体办法由县水务局另行制定并公布，未尽事宜照旧规定办理"
    notes = [f"[^n{i}]: 见条例第{i}甲条{more if i % long == 0 else ''}。" for i in range(1, N + 1)]
    return notice("\n".join(paras + notes))


def mark(i):
    return chr(0x2460 + i - 1)


def test_notes_are_on_the_page_of_their_marks():
    pdf = open_pdf(export(text()))
    assert len(pdf) > 2
    for page in pdf:
        words = squeeze(page.get_text())
        for i in range(1, N + 1):
            assert (f"分工{mark(i)}，" in words) == (f"{mark(i)}见条例第{i}甲条" in words), (page.number, i)
    whole = squeeze("".join(page.get_text() for page in pdf))
    assert all(whole.count(f"第{i}甲条") == 1 for i in range(1, N + 1))


def test_text_above_notes_is_on_the_grid():
    """Lines of the body are whole lines of the grid below the first; notes end at the type area's foot, but above the
    imprint, and no line of the text is below them."""
    pdf = open_pdf(export(text()))
    for page in list(pdf)[1:-1]:
        spans = [s for b in page.get_text("dict")["blocks"] for l in b.get("lines", []) for s in l["spans"]]
        body = [s["origin"][1] / MM for s in spans if 15.9 < s["size"] < 16.1 and "Fandol" in s["font"]]
        notes = [s["origin"][1] / MM for s in spans if 10.4 < s["size"] < 10.6]
        assert body and notes and max(body) < min(notes) - 3
        first = min(body)
        for y in body:
            assert abs((y - first) / PITCH - round((y - first) / PITCH)) < 0.01, y
        assert BOTTOM - 2.5 < max(notes) < BOTTOM, max(notes)
        rules = [d["rect"] for d in page.get_drawings() if d["rect"].width > 30 * MM]
        assert any(max(body) < r.y0 / MM < min(notes) and abs(r.width / MM - 39) < 0.5 for r in rules)


def test_long_note_goes_on():
    """A note longer than a page's share goes on at the next page's foot, and all of it is printed."""
    words = "".join(f"第{i}句说明文字内容如下所述；" for i in range(400))
    pdf = open_pdf(export(notice(f"正文[^1]到此。\n[^1]: {words}")))
    assert len(pdf) >= 4
    assert squeeze(words) in re.sub("—[0-9]+—", "", squeeze("".join(page.get_text() for page in pdf)))
    for page in pdf:
        sizes = [s["origin"][1] / MM for b in page.get_text("dict")["blocks"] for l in b.get("lines", [])
                 for s in l["spans"] if 10.4 < s["size"] < 10.6]
        assert all(TOP < y < BOTTOM for y in sizes)


def test_structure():
    with pikepdf.open(io.BytesIO(export(text()))) as pdf:
        notes = [e for e in pdf.objects if isinstance(e, pikepdf.Dictionary) and e.get("/S") == "/Note"]
        assert len(notes) == N
        assert len({str(e["/ID"]) for e in notes}) == N


def test_editor():
    """LibreOffice numbers them alike and sets them on the same pages."""
    record = text()
    odt = export(record, to="odt")
    with zipfile.ZipFile(io.BytesIO(odt)) as package:
        content = package.read("content.xml").decode()
        assert content.count("<text:note ") == N and "①, ②, ③" in package.read("styles.xml").decode()
    pdf = open_pdf(export(record))
    ours = [set(re.findall("第([0-9]+)甲条", page.get_text())) for page in pdf]
    with workdir() as folder:
        source = Path(folder, "x.odt")
        source.write_bytes(odt)
        convert([source], folder)
        pdf = open_pdf(Path(folder, "x.pdf").read_bytes())
        theirs = [set(re.findall("第([0-9]+)甲条", squeeze(page.get_text()))) for page in pdf]
    assert ours == theirs


def test_imported_again():
    """Footnotes of the document for editing are those of the record that import makes of it."""
    record = text()
    with workdir() as folder:
        Path(folder, "x.odt").write_bytes(export(record, to="odt"))
        done = hongtou("import", "x.odt", "-o", "x.md", cwd=folder)
        assert done.returncode == 0, done.err
        again = Path(folder, "x.md").read_text(encoding="utf-8")
    for i in range(1, N + 1):
        assert f"分工[^{i}]，" in again and f"\n[^{i}]: 见条例第{i}甲条" in again
    assert squeeze("".join(page.get_text() for page in open_pdf(export(again, name="x.md")))).count("甲条") == N
