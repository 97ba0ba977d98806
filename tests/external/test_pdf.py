"""The finished PDF files as other programs see them: qpdf, poppler, MuPDF, pikepdf."""
import io
import re
import subprocess
from pathlib import Path

import pikepdf

from support import ROOT, SAMPLES, bodies, cases, environment, export, hongtou, need, notice, open_pdf, sample_pdf, squeeze, workdir

ROOM = "render"

NAMES = [p.name for p in SAMPLES]


def sample(name):
    return next(p for p in SAMPLES if p.name == name)


def tool(data, *command):
    """Run a program on a PDF file (@ in args is its name); its output. Fails if the program complains."""
    need(command[0])
    with workdir() as folder:
        path = Path(folder, "x.pdf")
        path.write_bytes(data)
        done = subprocess.run([str(path) if word == "@" else word for word in command], capture_output=True, timeout=600)
        assert done.returncode == 0, (done.stdout + done.stderr).decode()[-2000:]
        said = done.stderr.replace(b"warning: ICC support is not available\n", b"")  # Debian's mutool says so of itself
        assert not said.strip(), said.decode()[-2000:]
        return done.stdout.decode("utf-8", "replace")


@cases(NAMES)
def test_structure(name):
    for data in sample_pdf(sample(name)):
        assert "No syntax or stream encoding errors found" in tool(data, "qpdf", "--check", "@")


@cases(NAMES)
def test_fonts(name):
    """Every font is embedded, a subset, and can be turned back into Unicode."""
    for data in sample_pdf(sample(name)):
        rows = tool(data, "pdffonts", "@").splitlines()
        heads = rows[1].split(" -")  # the columns' widths
        assert len(rows) > 2 and heads, "no fonts at all"
        for row in rows[2:]:
            emb, sub, uni = row.split()[-5:-2]
            assert (emb, sub, uni) == ("yes", "yes", "yes"), row
            assert re.match(r"[A-Z]{6}\+", row), row


def codes(cmap):
    """What a ToUnicode table says: {code: the first UTF-16 unit of its text}."""
    found = {}
    for first, last, texts in re.findall(r"^<(....)><(....)>([<\[].*)", cmap, re.M):
        units = [int(text[:4], 16) for text in re.findall("<(.*?)>", texts)]
        for i, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
            found[code] = units[i] if texts.startswith("[") else units[0] + i
    return found


@cases(["with Fandol", "TrueType"])
def test_codes(case):
    """No glyph that is no ASCII character has the code of one: MuPDF 1.24 to 1.26 take it for this where replaced text goes on
    with it (6月3 月0日)."""
    with workdir() as folder:
        env = environment()
        if case == "TrueType":
            conf = re.sub("<dir>[^<]*fandol</dir>", "", (ROOT / "build/fonts/fonts.conf").read_text(encoding="utf-8"))
            Path(folder, "fonts.conf").write_text(conf, encoding="utf-8")
            env |= {"HONGTOU_FONTS_CONF": str(Path(folder, "fonts.conf")), "XDG_CACHE_HOME": str(folder)}
        made = Path(folder, "x.pdf")
        assert hongtou("export", "-q", ROOT / "samples/20-merged-table.yaml", "-o", made, env=env).returncode == 0
        kinds = set()
        with pikepdf.open(made) as pdf:
            for name, font in pdf.pages[0].Resources.Font.items():
                table = codes(font.ToUnicode.read_bytes().decode("ascii"))
                if any(text >= 0x4E00 for text in table.values()):
                    kinds.add(str(font.DescendantFonts[0].Subtype))
                wrong = {code: hex(text) for code, text in table.items() if chr(code).isascii() and chr(code).isalnum() and text >= 0x80}
                assert not wrong, (font.BaseFont, wrong)
        assert "/CIDFontType0" in kinds and (case != "TrueType" or "/CIDFontType2" in kinds), kinds


def check_text(extracted, paragraphs):
    """Each paragraph is in the text, whole and in order; page numbers aside."""
    pages = [re.sub(r"(?m)^\s*—+\s*\d+\s*—+\s*$", "", page) for page in extracted.split("\f")]
    text = squeeze("".join(pages))
    at = 0
    for paragraph in paragraphs:
        found = text.find(squeeze(paragraph), at)
        if found < 0:
            nearest = squeeze(paragraph)
            while nearest and text.find(nearest, at) < 0:
                nearest = nearest[:-1]
            raise AssertionError(f"lost after “{nearest[-20:]}” in: {paragraph[:60]}")
        at = found + len(squeeze(paragraph))


@cases(NAMES)
def test_poppler_text(name):
    check_sample(name, "pdftotext", "-enc", "UTF-8", "@", "-")


@cases(NAMES)
def test_mupdf_text(name):
    check_sample(name, "mutool", "draw", "-q", "-F", "txt", "@")


def check_sample(name, *command):
    path = sample(name)
    texts = bodies(path)
    pdfs = sample_pdf(path)
    assert len(texts) == len(pdfs)
    for data, paragraphs in zip(pdfs, texts):
        check_text(tool(data, *command), paragraphs)


@cases(["01-notice.yaml", "02-notice-zh.yaml"])
def test_all_elements(name):
    """Every element of the record is in the document's text."""
    text = squeeze(tool(sample_pdf(sample(name))[0], "pdftotext", "-enc", "UTF-8", "@", "-"))
    source = sample(name).read_text(encoding="utf-8")
    scalars = re.findall(r"^(?!form|格式|date|成文|print_date|印发日期|copies|印数)[\w_]+: ([^|\[\n]+)$", source, re.M)
    items = re.findall(r"^  - (.+)$", source, re.M)
    assert len(scalars) > 6
    for value in scalars + items:
        assert squeeze(value.strip().strip('"')) in text, value


def test_information():
    """Title in the document information and in XMP; outline of the headings; language."""
    data = sample_pdf(sample("06-long-report.md"))[0]
    document = open_pdf(data)
    assert document.metadata["title"] == "关于清溪区“十四五”时期城市更新工作情况的评估报告"
    headings = [re.sub("^#+ ", "", line) for line in sample("06-long-report.md").read_text(encoding="utf-8").splitlines()
                if line.startswith("# ")]
    outline = [entry for entry in document.get_toc() if entry[0] == 1]
    assert len(outline) == len(headings), outline
    for (_, title, page), heading in zip(outline, headings):
        assert title.endswith(heading), f"{title} is not {heading}"
        assert heading in squeeze(document[page - 1].get_text())
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "/Metadata" in pdf.Root and b"xpacket" in pdf.Root.Metadata.read_bytes()


SCRIPTS = ["1200m²和", "300m³，", "SO₄²⁻达", "10⁻³计", "10³kg/m³", "CO₂、", "NOₓ", "PM₂.₅分", "a₁₀"]


def test_superscripts():
    """Superscripts are found as typed, without a blank, and are small digits of the text's own Latin face: in the body,
    the title, the recipients and a table."""
    data = export(notice("".join(SCRIPTS) + "。\n\n| 面积/m² | 乙 |\n| --- | --- |\n| 80m³ | SO₄ |",
                         title="关于控制CO₂排放、调整3200m²用地的通知", recipients="3km²示范区"))
    for command in (("pdftotext", "-enc", "UTF-8", "@", "-"), ("mutool", "draw", "-q", "-F", "txt", "@")):
        text = tool(data, *command)  # mutool takes the gap after a Latin word for a blank
        text = squeeze(text) if command[0] == "mutool" else re.sub(r"\s*\n\s*", "", text)
        for word in SCRIPTS + ["控制CO₂排放、调整3200m²用地", "3km²示范区", "面积/m²", "80m³", "SO₄"]:
            assert word in text, (command[0], word)
    spans = [span for page in open_pdf(data) for block in page.get_text("dict")["blocks"]
             for line in block.get("lines", []) for span in line["spans"] if set(span["text"]) & set("²³₂₄⁻ₓ⁰₁")]
    assert len(spans) >= 14
    for span in spans:
        assert "Babel" not in span["font"] and "FandolFang" not in span["font"], span
        assert len(span["text"].strip()) > 3 or span["size"] < 14, span


def test_long_report():
    assert len(open_pdf(sample_pdf(sample("06-long-report.md"))[0])) >= 40


def test_every_character():
    """All 8,105 characters of the national table, in one record: nothing is missing."""
    table = ROOT / "fonts" / "tongyong-8105.txt"
    characters = "".join(table.read_text(encoding="utf-8").split())
    assert len(characters) == 8105
    body = "\n".join(characters[i:i + 500] for i in range(0, len(characters), 500))
    data = export(notice(body))
    for command in (("pdftotext", "-enc", "UTF-8", "@", "-"), ("mutool", "draw", "-q", "-F", "txt", "@")):
        missing = set(characters) - set(tool(data, *command))
        assert not missing, f"{command[0]}: {len(missing)} missing: {''.join(sorted(missing))[:40]}"
    check_text(tool(data, "pdftotext", "-enc", "UTF-8", "@", "-"), body.splitlines())


@cases(["body", "title", "mark", "copies_to"])
def test_rare_characters(place):
    """Characters beyond the Basic Multilingual Plane, in every element."""
    rare = "𠮷𬭩堃喆㛃"
    fields = {} if place == "body" else {place: f"清溪区{rare}办公室"}
    data = export(notice(f"正文{rare}。" if place == "body" else "正文。", **fields))
    for command in (("pdftotext", "-enc", "UTF-8", "@", "-"), ("mutool", "draw", "-q", "-F", "txt", "@")):
        assert rare in squeeze(tool(data, *command)), command[0]


def test_more_than_an_array_holds():
    """33,000 paragraphs on 1,500 pages: libharu's arrays have 32,767 members at most; pages are in a tree."""
    n = 33000
    data = export(notice("\n".join(f"请办理第{i}项。" for i in range(n))))
    assert "No syntax or stream encoding errors found" in tool(data, "qpdf", "--check", "@")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) > 1500 and 1 < len(pdf.Root.Pages.Kids) < 10
    text = squeeze(tool(data, "pdftotext", "@", "-"))
    assert re.findall("请办理第([0-9]+)项", text) == [str(i) for i in range(n)]
