"""Kinds of file that import reads by other programs, and kinds that it refuses. ROOM: import"""

import io
import json

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import fitz
import pikepdf

from office import convert, late_office
from support import ROOT, Skip, cases, environment, hongtou, workdir

ROOM = "import"

FACE = str(next(iter(sorted((ROOT / "fonts" / "fandol").glob("FandolFang*.otf"))), ""))


def sample_pdf(folder, name):
    """A sample as PDF."""
    out = Path(folder, Path(name).stem + ".pdf")
    assert hongtou("export", ROOT / "samples" / name, "-o", out).returncode == 0
    return out


def record_of(done):
    return json.loads(done.stdout)


def imported(path, *options):
    done = hongtou("import", "--to", "json", path, *options)
    assert done.returncode == 0, done.err
    return record_of(done), done.err


# ---- PDF ----

def test_own_notice():
    """The header of a notice comes back from its PDF, as do the paragraphs, which go over lines and pages."""
    with workdir() as folder:
        record, err = imported(sample_pdf(folder, "01-notice.yaml"))
    assert record["number"] == "临政办发〔2026〕17号" and record["copy_number"] == "000018"
    assert record["secrecy"] == "机密★1年" and record["urgency"] == "特急"
    assert record["title"] == "临澜市人民政府办公室关于做好2026年汛期防灾减灾工作的通知"
    assert record["recipients"] == ["各县（区）人民政府", "市政府各部门", "市各直属单位"]
    assert record["date"] == "2026-04-08" and record["signature"] == "临澜市人民政府办公室"
    paragraphs = record["body"].split("\n\n")
    assert all(re.search("[。：；]$|^[一二三四五六七八九（]|^附件", p) for p in paragraphs), paragraphs
    assert "— 1 —" not in record["body"]


def test_turned_table():
    """A landscape table is read with its columns; cells of two lines are one, empty cells stay in their place."""
    with workdir() as folder:
        record, err = imported(sample_pdf(folder, "21-landscape-table.yaml"))
    assert "[M606]" in err
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for a in record["attachments"]
            for line in a["body"].splitlines() if line.strip().startswith("|")]
    assert rows[0][:2] == ["序号", "项目名称"] and len(rows[0]) == 12
    seven = next(row for row in rows if row[0] == "7")
    assert seven[1] == "中心小学学生宿舍建设" and seven[6] == "1,825.4" and seven[11] == ""
    total = next(row for row in rows if "合计" in row)
    assert total[6:11] == ["75,154.5", "4,723.3", "51,760.8", "23,854.74", "46.1%"]
    assert rows[-1] == total and not any("—" in row[0] for row in rows)


def test_merged_table():
    """Figures of different rows are never put together."""
    with workdir() as folder:
        record, err = imported(sample_pdf(folder, "20-merged-table.yaml"))
    assert "[M606]" in err
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in record["body"].splitlines()
            if line.startswith("|") and "---" not in line]
    assert ["教育", "中小学教室照明改造", "1,860.0", "1,395.0", "75.0%", "—", "市教育局"] in rows
    assert ["", "合计", "30,210.0", "17,316.9", "57.3%", "1.7%", ""] in rows or \
        ["合计", "", "30,210.0", "17,316.9", "57.3%", "1.7%", ""] in rows, rows


class Page:
    """A page that another program might have made."""

    def __init__(self, document, size=16):
        self.page, self.size = document.new_page(width=595, height=842), size
        self.page.insert_font(fontname="face", fontfile=FACE)

    def put(self, x, y, text, size=None):
        self.page.insert_text((x, y), text, fontname="face", fontsize=size or self.size)


def notice(document, body, pages=1):
    """A notice with one long paragraph on each page, a running head and numbers."""
    for i in range(pages):
        page = Page(document)
        page.put(80, 50, "柳溪县公报", 10)
        y = 140
        if i == 0:
            page.put(150, y, "关于做好植树工作的通知", 22)
            page.put(79, y + 60, "各乡镇人民政府：")
            y += 90
        for n, line in enumerate(body):
            page.put(79 + (32 if n == 0 else 0), y + n * 29, line)
        if i + 1 == pages:
            page.put(380, y + 200, "柳溪县林业局")
            page.put(380, y + 229, "2026年3月5日")
        page.put(290, 800, f"- {i + 1} -", 12)


def saved(document, folder, **options):
    path = Path(folder, "a.pdf")
    document.save(path, **options)
    return path


LINES = ["为做好春季植树工作，确保成活，现将有关事项通知如下，请各", "单位认真组织，按时完成，并于三月底以前将完成情况报送我局",
         "备查。"]


def test_foreign_pdf():
    """Lines become paragraphs, also over a page; heads and numbers of pages are left out and told."""
    with workdir() as folder:
        document = fitz.open()
        notice(document, LINES, pages=2)
        path = saved(document, folder)
        record, _ = imported(path)
        told = hongtou("import", "-v", path).err
    assert record["title"] == "关于做好植树工作的通知" and record["recipients"] == "各乡镇人民政府"
    assert record["body"].strip().split("\n\n") == ["".join(LINES)] * 2
    assert record["signature"] == "柳溪县林业局" and record["date"] == "2026-03-05"
    assert told.count("柳溪县公报") == 2 and "- 2 -" in told


def test_raised():
    """10³ and H₂O are what they were."""
    with workdir() as folder:
        document = fitz.open()
        notice(document, LINES)
        page = document[0]
        page.insert_font(fontname="face", fontfile=FACE)
        for x, y, text, size in [(111, 330, "用水10", 16), (159, 324, "3", 8), (163, 330, "吨，含H", 16),
                                 (219, 333, "2", 8), (223, 330, "O较多，经研究，请各单位按期处理。", 16)]:
            page.insert_text((x, y), text, fontname="face", fontsize=size)
        record, _ = imported(saved(document, folder))
    assert "10³吨，含H₂O较多" in record["body"], record["body"]


@cases(["scan", "password", "cut", "owner"])
def test_pdf_refused(case):
    with workdir() as folder:
        document = fitz.open()
        notice(document, LINES)
        options, code = {}, None
        if case == "scan":
            picture = document[0].get_pixmap(dpi=50).tobytes("png")
            document = fitz.open()
            document.new_page().insert_image(fitz.Rect(0, 0, 595, 842), stream=picture)
            code = "M602"
        elif case == "password":
            options, code = {"encryption": fitz.PDF_ENCRYPT_AES_256, "user_pw": "u", "owner_pw": "o"}, "M603"
        elif case == "owner":  # which anyone may open
            options = {"encryption": fitz.PDF_ENCRYPT_AES_256, "owner_pw": "o"}
        path = saved(document, folder, **options)
        if case == "cut":
            path.write_bytes(path.read_bytes()[:2000])
            code = "M604"
        done = hongtou("import", path)
    assert done.returncode == (1 if code else 0), done.err
    assert not code or f"[{code}]" in done.err and not done.stdout


def test_fonts_without_characters():
    """A PDF whose fonts do not tell which characters they show is refused, not imported as private-use characters."""
    with workdir() as folder:
        document = fitz.open()
        notice(document, LINES)
        path = saved(document, folder)
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            for item in pdf.objects:
                if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                    del item["/ToUnicode"]
            pdf.save(path)
        done = hongtou("import", path)
    assert done.returncode == 1 and "[M605]" in done.err, done.err


def test_pages_without_text_and_pictures():
    with workdir() as folder:
        document = fitz.open()
        notice(document, LINES)
        picture = document[0].get_pixmap(dpi=30).tobytes("png")
        document.new_page().insert_image(fitz.Rect(0, 0, 300, 300), stream=picture)
        done = hongtou("import", saved(document, folder))
    assert done.returncode == 0 and "[M607]" in done.err and "[M608]" in done.err


def without_programs(folder):
    """A PATH in which nothing is."""
    return {**environment(), "PATH": str(folder)}


def test_missing_programs():
    with workdir() as folder:
        pdf = sample_pdf(folder, "01-notice.yaml")
        Path(folder, "a.rtf").write_bytes(b"{\\rtf1\\ansi x}")
        done = hongtou("import", pdf, env=without_programs(folder))
        assert done.returncode == 1 and "[M600]" in done.err and "poppler-utils" in done.err
        done = hongtou("import", Path(folder, "a.rtf"), env=without_programs(folder))
        assert done.returncode == 1 and "[I106]" in done.err


def test_program_that_fails():
    """Whatever the program does, it is said; one that never ends is not waited for by its output."""
    with workdir() as folder:
        pdf = sample_pdf(folder, "01-notice.yaml")
        tool = Path(folder, "pdftotext")
        for script, code in [("exit 1", "M604"), ("kill -9 $$", "M604"), ("echo '<x'", "M101")]:
            tool.write_text(f"#!/bin/sh\n{script}\n")
            tool.chmod(0o755)
            done = hongtou("import", pdf, env=without_programs(folder))
            assert done.returncode == 1 and f"[{code}]" in done.err, (script, done.err)


# ---- office programs ----

RTF = "{\\rtf1\\ansi\\uc0 " + "\\par ".join(
    "".join(f"\\u{ord(c)} " for c in text) for text in
    ["关于召开会议的通知", "各乡镇：", "请于3月9日参加会议。", "柳溪县水务局", "2026年3月5日"]) + "}"


def test_rtf():
    """Converted where LibreOffice is there; nothing is left in the temporary folder."""
    if not shutil.which("soffice"):
        raise Skip("LibreOffice is not installed")
    with workdir() as folder:
        Path(folder, "通知 1.rtf").write_text(RTF)
        temp = Path(folder, "临时 a")
        temp.mkdir()
        done = hongtou("import", "-v", "--to", "json", Path(folder, "通知 1.rtf"), env={**environment(), "TMPDIR": str(temp)})
        assert done.returncode == 0 and "[M610]" in done.err, done.err
        assert record_of(done)["title"] == "关于召开会议的通知" and record_of(done)["date"] == "2026-03-05"
        assert not list(temp.iterdir())


def test_late_office():
    """LibreOffice is stopped before the time limit of the run, which is told, and what it wrote is removed."""
    with workdir() as folder:
        Path(folder, "a.rtf").write_text(RTF)
        env = environment(**late_office(folder))
        for limit in (1, 3):
            done = hongtou("import", "--timeout", str(limit), Path(folder, "a.rtf"), env=env)
            assert done.returncode == 1 and "[M609]" in done.err, done.err
            assert f"({limit} s)" in done.err and "--timeout" in done.err, done.err
        assert [path.name for path in Path(folder, "temp").iterdir()] == ["began"]


def test_old_office_files():
    """DOC as LibreOffice writes it; WPS is the same format."""
    with workdir() as folder:
        Path(folder, "a.rtf").write_text(RTF)
        convert([Path(folder, "a.rtf")], folder, "doc")
        shutil.copy(Path(folder, "a.doc"), Path(folder, "a.wps"))
        for name in ("a.doc", "a.wps"):
            record, err = imported(Path(folder, name), "-v")
            assert "[M610]" in err and "[M612]" not in err, err
            assert record["title"] == "关于召开会议的通知" and record["date"] == "2026-03-05"
        Path(folder, "b.doc").write_bytes(OLE + bytes(500) + "WordDocument".encode("utf-16-le") + bytes(900))
        done = hongtou("import", Path(folder, "b.doc"))
        assert done.returncode == 1 and "[M611]" in done.err and not done.stdout, done.err


def package(*parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in parts:
            archive.writestr(name, "x")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@cases([("png", b"\x89PNG\r\n\x1a\n" + bytes(40), "I108"), ("webp", b"RIFF\x10\0\0\0WEBPVP8 " + bytes(20), "I108"),
        ("heic", b"\0\0\0\x18ftypheic" + bytes(20), "I108"), ("bmp", b"BM" + bytes(60), "I108"),
        ("zip", package("a.txt"), "I109"), ("tar", b"a".ljust(257, b"\0") + b"ustar" + bytes(300), "I109"),
        ("bz2", b"BZh91AY&SY" + bytes(20), "I109"), ("exe", b"MZ\x90" + bytes(120), "I110"),
        ("class", b"\xca\xfe\xba\xbe" + bytes(60), "I110"), ("ofd", package("OFD.xml", "Doc_0/Document.xml"), "M616"),
        ("pptx", package("[Content_Types].xml", "ppt/presentation.xml"), "M617"),
        ("locked", OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500), "M603"),
        ("ppt", OLE + bytes(500) + "PowerPoint Document".encode("utf-16-le") + bytes(500), "M617"),
        ("cut", package("[Content_Types].xml", "word/document.xml")[:80], "M103"), ("ole", OLE + bytes(900), "M614"), ("noise", bytes(range(256)) * 8, "M614")])
def test_refused_by_bytes(case):
    """Whatever the name says, what is no document is refused, and nothing is written."""
    name, data, code = case
    with workdir() as folder:
        path = Path(folder, "通知.txt")
        path.write_bytes(data)
        done = hongtou("import", path)
    assert done.returncode == 1 and f"[{code}]" in done.err and not done.stdout, (name, done.err)


@cases([("a.docx", "关于开会的通知\n\n各校：\n\n请参加。\n".encode(), "TXT"),
        ("a.doc", "<html><body><p>关于开会的通知</p><p>请参加。</p></body></html>".encode(), "HTML")])
def test_name_differs(case):
    """A name that says something else is told, and the content is read."""
    name, data, kind = case
    with workdir() as folder:
        Path(folder, name).write_bytes(data)
        done = hongtou("import", Path(folder, name))
    assert done.returncode == 0 and "[M612]" in done.err and kind in done.err and "关于开会的通知" in done.stdout.decode()


def test_lost_characters():
    """Lost characters in a field are an error, in the body a warning."""
    text = "关于开会的通知\n\n各校：\n\n请参加{}。\n\n{}区教育局\n2026年3月5日\n"
    done = hongtou("import", "-", stdin=text.format("\ufffd", "清溪").encode())
    assert done.returncode == 0 and "[M404]" in done.err
    done = hongtou("import", "-", stdin=text.format("", "清\ufffd").encode())
    assert done.returncode == 1 and "[M613]" in done.err and not done.stdout
