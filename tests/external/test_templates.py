#!/usr/bin/python3
"""Templates to type into (OTT, DOTX), and flat ODT: what the files hold, and that LibreOffice opens them as it should."""
import json
import re
import subprocess
import zipfile
from pathlib import Path

import fitz
from lxml import etree

from office import change, convert
from support import ROOT, SAMPLES, Skip, cases, hongtou, page_lines, text_of, workdir

ROOM = "odt"
FORMS = ["通知", "请示", "信函", "命令", "纪要", "简报", "文稿", "会议通知", "议程", "签到表", "决议", "议定事项督办表",
         "公文（双面印）", "公文（附件另装）", "附件（单独装订）"]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


def new(folder, form, ending):
    file = Path(folder, f"{form}.{ending}")
    done = hongtou("new", form, "-o", file)
    assert done.returncode == 0 and not done.err, done.err
    return file


def member(file, name):
    with zipfile.ZipFile(file) as package:
        return package.read(name)


@cases(FORMS)
def test_ott(form):
    with workdir() as folder:
        file = new(folder, form, "ott")
        assert member(file, "mimetype") == b"application/vnd.oasis.opendocument.text-template"
        assert b'full-path="/" manifest:version="1.3" manifest:media-type="application/vnd.oasis.opendocument.text-template"' \
            in member(file, "META-INF/manifest.xml")
        content = etree.fromstring(member(file, "content.xml"))
        crosses = [p.text for p in content.iter(TEXT + "placeholder")]
        assert all(re.fullmatch("×+", text) for text in crosses), crosses
        # no cross is left beside them, but in the masthead
        plain = [t for t in content.itertext() if "×" in t and t not in crosses]
        assert len(plain) <= 1, plain
        assert not re.search("[0-9]月[0-9]+日", "".join(content.itertext()))


def test_styles():
    """A template has all styles of its sheet, an ordinary document those that it uses."""
    with workdir() as folder:
        ott, dotx = new(folder, "通知", "ott"), new(folder, "通知", "dotx")
        names = {s.get(STYLE + "display-name") for s in etree.fromstring(member(ott, "styles.xml")).iter(STYLE + "style")
                 if s.get(STYLE + "family") == "paragraph"}
        words = {s.find(W + "name").get(W + "val") for s in etree.fromstring(member(dotx, "word/styles.xml")).iter(W + "style")}
        assert {"公文标题", "正文", "一级标题", "四级标题", "附注", "表格文字", "脚注"} <= names, names
        assert {"公文附注", "公文表格文字", "公文正文", "heading 4"} <= words, words


@cases(FORMS)
def test_dotx(form):
    with workdir() as folder:
        file = new(folder, form, "dotx")
        assert b"wordprocessingml.template.main+xml" in member(file, "[Content_Types].xml")
        controls = list(etree.fromstring(member(file, "word/document.xml")).iter(W + "sdt"))
        texts = ["".join(t.text for t in c.iter(W + "t")) for c in controls]
        assert all(re.fullmatch("×+", text) for text in texts), texts
        for control in controls:
            properties = [child.tag[len(W):] for child in control.find(W + "sdtPr")]
            assert properties == ["rPr", "id", "temporary", "showingPlcHdr", "text"], properties
        numbers = [c.find(f"{W}sdtPr/{W}id").get(W + "val") for c in controls]
        assert len(set(numbers)) == len(numbers)


@cases(["ott", "dotx"])
def test_opened(ending):
    """LibreOffice opens a template as a new document, with the sheet's styles; its page is as the sheet has it."""
    with workdir() as folder:
        file = new(folder, "公文", ending)
        own = "公文" if ending == "dotx" else ""
        said = change(file, Path(folder, "a.pdf"))
        assert said["new"] and {f"{own}附注", f"{own}表格文字"} <= set(said["styles"]), said
        shown = fitz.open(Path(folder, "a.pdf"))
        assert len(shown) == 1, len(shown)
        assert "抄送：" in shown[0].get_text()


def test_of_a_record():
    """A record's own text is in its template, what it has yet to say as placeholders; 3×4 is none."""
    record = {"格式": "公文", "发文机关": "云岫市水务局", "发文字号": "云水〔2026〕×号", "标题": "关于××河清淤的通知",
              "主送机关": "各县", "正文": "每处3×4米，共×处。", "成文日期": "2026-03-09"}
    with workdir() as folder:
        source = Path(folder, "r.json")
        source.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        done = hongtou("export", source, "-q", "-t", "ott,dotx", "-d", folder)
        assert done.returncode == 0, done.err
        content = etree.fromstring(member(Path(folder, "r.ott"), "content.xml"))
        assert [p.text for p in content.iter(TEXT + "placeholder")] == ["×", "××", "×"]
        assert "3×4" in "".join(content.itertext())
        document = etree.fromstring(member(Path(folder, "r.dotx"), "word/document.xml"))
        assert ["".join(t.text for t in c.iter(W + "t")) for c in document.iter(W + "sdt")] == ["×", "××", "×"]


@cases(["x.pdf", "x.png", "x.OFD"])
def test_not_a_record(name):
    """A new record is not written under the name of another kind of file."""
    with workdir() as folder:
        done = hongtou("new", "通知", "-o", Path(folder, name))
        assert done.returncode == 2 and ".ott" in done.err and not Path(folder, name).exists(), done.err


@cases(["01-notice", "13-joint", "14-sealed", "20-merged-table", "21-landscape-table", "23-committee"])
def test_flat(name):
    """The flat file is the ODT in one file, with its pictures: LibreOffice makes the same pages of both."""
    source = next(path for path in SAMPLES if path.stem == name)
    with workdir() as folder:
        done = hongtou("export", source, "-q", "-t", "odt,fodt", "-d", folder)
        assert done.returncode == 0, done.err
        flat, packed = Path(folder, f"{name}.fodt"), Path(folder, f"{name}.odt")
        assert max(map(len, flat.read_text(encoding="utf-8").split("\n"))) < 10000
        for kind, file in (("a", packed), ("b", flat)):
            Path(folder, kind).mkdir()
            convert([file], Path(folder, kind))
        pages = [[[text_of(line) for line in page_lines(page)] for page in fitz.open(Path(folder, kind, f"{name}.pdf"))]
                 for kind in "ab"]
        assert pages[0] == pages[1]
        images = [[len(page.get_images()) for page in fitz.open(Path(folder, kind, f"{name}.pdf"))] for kind in "ab"]
        assert images[0] == images[1]


def test_flat_says():
    """What a flat file cannot hold is said."""
    with workdir() as folder:
        done = hongtou("export", SAMPLES[0], "-t", "fodt", "--attach-record", "--embed-fonts", "-o", Path(folder, "a.fodt"))
        assert done.returncode == 0 and "W160" in done.err and "W161" in done.err, done.err


def test_flat_is_read():
    with workdir() as folder:
        done = hongtou("export", SAMPLES[0], "-q", "-t", "fodt", "-o", Path(folder, "a.fodt"))
        assert done.returncode == 0
        back = hongtou("import", Path(folder, "a.fodt"), "-o", "-")
        assert back.returncode == 0 and "number: " in back.stdout.decode()


@cases(["odt", "docx"])
def test_valid(tool):
    """ODF Toolkit's validator and openxml-audit have nothing to say of any sheet's template."""
    ending = {"odt": "ott", "docx": "dotx"}[tool]
    with workdir() as folder:
        files = [new(folder, form, ending) for form in FORMS]
        done = subprocess.run([ROOT / "tools" / f"verify-{tool}", *files], capture_output=True, timeout=300)
    if done.returncode == 77:
        raise Skip(done.stdout.decode().strip())
    assert done.returncode == 0, done.stdout.decode()[-2000:]
