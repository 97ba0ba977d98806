#!/usr/bin/python3
"""The document for Word and WPS: what LibreOffice makes of it, beside our PDF of the same record; what the package holds;
and that other readers find title, headings, tables and people in it."""
import collections
import fcntl
import functools
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import fitz
from lxml import etree

import agreement
from office import convert, once, sums_are_with_what_they_sum, version
from places import foot_rows, foot_rules, red_boxes
from support import BOTTOM, PROGRAM, ROOT, SAMPLES, Skip, cases, environment, hongtou, need, page_lines, squeeze, text_of, workdir
from test_odt import CONTINUED, NAMES, UPRIGHT, compare, lines_of, same_masthead, same_seals, share_of_ends

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {"w": W[1:-1], "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
      "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
      "a": "http://schemas.openxmlformats.org/drawingml/2006/main"}


@functools.lru_cache(maxsize=None)
def made():
    """A folder with NAME.docx and NAME.pdf of each record in the samples."""
    def make(new):
        done = hongtou("export", *SAMPLES, "-d", new, "--to", "pdf,docx", "--seals", "image", timeout=300)
        assert done.returncode == 0, done.err
    return once("docx-checks", make)


@functools.lru_cache(maxsize=None)
def shown():
    """The same, and shown/NAME.pdf by LibreOffice."""
    if not shutil.which("soffice"):
        raise Skip("LibreOffice is not installed (Debian: libreoffice-writer-nogui)")
    ready = made()
    with open(ready.parent / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (ready / "shown").exists():
            (ready / "new").mkdir(exist_ok=True)
            convert(sorted(ready.glob("*.docx")), ready / "new")
            (ready / "new").rename(ready / "shown")
    return ready


def opened(name):
    folder = shown()
    return fitz.open(folder / f"{name}.pdf"), fitz.open(folder / "shown" / f"{name}.pdf")


def part(path, name):
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read(name))


def document(name):
    return part(made() / f"{name}.docx", "word/document.xml")


def test_page_counts():
    counts = {name: tuple(len(pages) for pages in opened(name)) for name in NAMES}
    other = {name: pair for name, pair in counts.items() if pair[0] != pair[1]}
    assert not other, other


def test_lines():
    """99 in 100 lines of each sample begin and end with the same characters, as docs/guide.md says, in LibreOffice 25.2 at least
    90 and 98 of all; 09-reply as in ODT. The shares go to docx-lines.txt beside the program."""
    shares = {name: share_of_ends(opened(name)) for name in UPRIGHT}
    report = "".join(f"{name:20}{share:8.1%}\n" for name, share in shares.items())
    (PROGRAM.parent / "docx-lines.txt").write_text(report)
    assert shares.pop("09-reply") >= 13 / 15, report
    older = version().startswith("25.2.")
    assert min(shares.values()) >= (0.9 if older else 0.99), report
    assert not older or sum(shares.values()) >= 0.98 * len(shares), report


@cases(NAMES)
def test_red_lines(name):
    ours, theirs = opened(name)
    # LibreOffice draws the border of a paragraph twice, at the same place
    compare(red_boxes(ours[0]), sorted(set(red_boxes(theirs[0])), key=lambda box: box[1]), "red lines")


@cases(NAMES)
def test_masthead(name):
    same_masthead(*opened(name))


@cases(NAMES)
def test_imprint(name):
    ours, theirs = opened(name)
    if not foot_rows(ours):
        raise Skip("this record has no imprint")
    compare(foot_rows(ours), foot_rows(theirs), "rows of the imprint")
    compare(foot_rules(ours), foot_rules(theirs), "rules of the imprint")


@cases([name for name in NAMES if re.match("1[134]|17|19", name)])
def test_seals(name):
    same_seals(*opened(name))


@cases(UPRIGHT)
def test_page_numbers(name):
    ours, theirs = opened(name)
    numbers = [[(line[0].x, line[0].y) for page in list(pages)[:3] for line in page_lines(page) if line[0].y > BOTTOM + 2]
               for pages in (ours, theirs)]
    assert len(numbers[0]) == len(numbers[1]), numbers
    for (x, y), (at, height) in zip(*numbers):
        assert abs(y - height) <= 1 and abs(x - at) <= 2, f"{at:.1f} {height:.1f}, not {x:.1f} {y:.1f}"


def test_landscape():
    """A landscape table is on landscape pages, whose number is where the others have it."""
    ours, theirs = opened("21-landscape-table")
    landscape = [n for n, page in enumerate(theirs) if page.rect.width > page.rect.height]
    assert len(ours) == len(theirs) and len(landscape) >= 3
    for n in landscape:
        words = [[v / 72 * 25.4 for v in word[:4]] for word in theirs[n].get_text("words")
                 if word[4] in ("—", str(n + 1)) and word[0] / 72 * 25.4 < 30]
        wanted = [line for line in page_lines(ours[n]) if line[0].y > BOTTOM + 2][0]
        assert words, theirs[n].get_text("words")[-5:]
        top = min(word[1] for word in words)
        assert abs(top - wanted[0].x) <= 3, (top, wanted[0].x)
    sums_are_with_what_they_sum(theirs)


def paragraphs(tree):
    """The text of each paragraph, of text boxes once, in the order of the file."""
    for fallback in tree.iterfind(".//mc:Fallback", NS):
        fallback.clear()
    return ["".join(t.text or "" for t in p.iter(W + "t") if t.getparent().getparent() is p or
                    t.getparent().getparent().tag != W + "p") for p in tree.iter(W + "p")]


@cases(NAMES)
def test_text(name):
    """The same characters as the PDF's, each as often, page numbers and what pages repeat left out."""
    with fitz.open(made() / f"{name}.pdf") as pages:
        ours = collections.Counter(c for line in lines_of(pages) for c in text_of(line) if not c.isspace())
    theirs = collections.Counter(c for text in paragraphs(document(name)) for c in text if not c.isspace())
    lost = ours - theirs
    if re.match("16|21", name):  # heads are repeated in the PDF
        assert all(theirs[c] for c in lost), lost
    else:
        assert not lost and not theirs - ours, (lost, theirs - ours)


@cases(NAMES)
def test_package(name):
    """Each part is XML, is listed, and what refers to another finds it; identities are unique."""
    path = made() / f"{name}.docx"
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        trees = {n: etree.fromstring(package.read(n)) for n in names if n.endswith((".xml", ".rels"))}
    assert names[0] == "[Content_Types].xml" and len(set(names)) == len(names)
    types = trees["[Content_Types].xml"]
    listed = {e.get("PartName") for e in types if e.get("PartName")}
    endings = {e.get("Extension") for e in types if e.get("Extension")}
    assert listed <= {"/" + n for n in names} and {n.rsplit(".", 1)[1] for n in names} <= endings
    related = {e.get("Id"): e.get("Target") for e in trees["word/_rels/document.xml.rels"]}
    assert all("word/" + target in names for target in related.values())
    body = trees["word/document.xml"]
    used = {v for e in body.iter() for k, v in e.attrib.items() if k.endswith("relationships}id") or
            k.endswith("relationships}embed")}
    assert used <= set(related), used - set(related)
    ids = [e.get("id") for tree in trees.values() for e in tree.iter("{%s}docPr" % NS["wp"])]
    assert len(set(ids)) == len(ids), ids
    marks = [e.get(W + "id") for e in body.iter(W + "bookmarkStart")]
    assert len(set(marks)) == len(marks) and sorted(marks) == sorted(e.get(W + "id") for e in body.iter(W + "bookmarkEnd"))
    styles = {e.get(W + "styleId") for e in trees["word/styles.xml"].iter(W + "style")}
    for tag in ("pStyle", "rStyle", "basedOn", "next", "link"):
        named = {e.get(W + "val") for tree in trees.values() for e in tree.iter(W + tag)}
        assert named <= styles, (tag, named - styles)
    fonts = {v for tree in trees.values() for e in tree.iter(W + "rFonts") for k, v in e.attrib.items() if k != W + "hint"}
    assert fonts and all(len(font) <= 31 for font in fonts), fonts
    assert fonts <= {e.get(W + "name") for e in trees["word/fontTable.xml"]}, fonts


def test_styles():
    """Headings are Word's own, with Chinese names besides; the title is the first level, 一、 the next; all is based on
    Normal; body text follows a heading."""
    tree = part(made() / "01-notice.docx", "word/styles.xml")
    styles = {e.get(W + "styleId"): e for e in tree.iter(W + "style")}

    def of(style, tag):
        found = styles[style].find(f".//w:{tag}", NS)
        return found.get(W + "val") if found is not None else None

    assert (of("Heading1", "name"), of("Heading1", "aliases"), of("Heading1", "outlineLvl")) == ("heading 1", "公文标题", "0")
    assert (of("Heading2", "name"), of("Heading2", "aliases"), of("Heading2", "outlineLvl")) == ("heading 2", "公文一级标题", "1")
    assert of("Heading2", "next") == of("recipients", "next") == "body" and of("body", "name") == "公文正文"
    assert all(of(s, "basedOn") == "Normal" for s, e in styles.items() if e.get(W + "type") == "paragraph" and s != "Normal")
    first = document("01-notice").findall(".//w:body/w:p", NS)
    heads = [("".join(p.itertext()), p.find(".//w:pStyle", NS).get(W + "val")) for p in first
             if p.find(".//w:pStyle", NS).get(W + "val").startswith("Heading")]
    assert heads[0][1] == "Heading1" and "通知" in heads[0][0] and [style for _, style in heads].count("Heading2") >= 3


def test_distances_are_in_named_styles():
    """As in ODT: what a style's paragraphs have in common is the style's, so that one typed with it looks like them."""
    styles = {e.get(W + "styleId"): e for e in part(made() / "01-notice.docx", "word/styles.xml").iter(W + "style")}

    def value(style, path, attribute):
        found = styles[style].find("w:pPr/" + path, NS)
        return found.get(W + attribute) if found is not None else None

    assert int(value("Heading1", "w:spacing", "before")) > 1000 and int(value("recipients", "w:spacing", "before")) > 400
    assert int(value("signature", "w:ind", "right")) > 500 and styles["signature"].find("w:pPr/w:keepNext", NS) is not None
    assert value("number", "w:pBdr/w:bottom", "color") == "FF0000"
    assert value("body", "w:spacing", "before") in (None, "0") and styles["body"].find("w:pPr/w:keepNext", NS) is None
    # LibreOffice makes the text of a raised style superscript
    assert not any(style.findall("w:rPr/w:position", NS) for style in styles.values())
    plain = [len(p.find("w:pPr", NS)) == 1 for p in document("06-long-report").findall("w:body/w:p", NS)
             if p.find("w:pPr/w:pStyle", NS).get(W + "val") == "body"]
    assert sum(plain) > 0.9 * len(plain) > 50, (sum(plain), len(plain))


def test_styles_follow_normal():
    """A style says what it has otherwise than Normal, no more: whoever changes the font, size or pitch of that changes the
    text, headings, 主送机关 with it. A title's letters are not apart as those of the text are."""
    told = {"w:rPr/w:rFonts": "eastAsia", "w:rPr/w:sz": "val", "w:rPr/w:color": "val", "w:rPr/w:spacing": "val",
            "w:pPr/w:spacing": "line", "w:pPr/w:jc": "val"}
    for name in ("01-notice", "06-long-report"):
        styles = {e.get(W + "styleId"): e for e in part(made() / f"{name}.docx", "word/styles.xml").iter(W + "style")
                  if e.get(W + "type") == "paragraph"}

        def value(style, path):
            found = styles[style].find(path, NS)
            return found.get(W + told[path]) if found is not None else None

        assert all(value("Normal", path) for path in told)
        again = [(style, path) for style in styles for path in told
                 if style != "Normal" and value(style, path) == value("Normal", path)]
        assert not again, again
        assert value("Heading1", "w:rPr/w:spacing") == "0" and value("Heading1", "w:rPr/w:sz") == "44"


def test_masthead_with_digits():
    """LibreOffice sets gaps beside digits whatever the style says: the line stays one, and in the middle."""
    need("soffice")
    with workdir() as folder:
        record = Path(folder, "r.yaml")
        record.write_text("form: document\nmark: 第3届清溪区人民代表大会第12次会议文件\nissuers: 清溪区人大常委会\nnumber: 清人常〔2026〕3号\n"
                          "title: 关于计划的通知\nrecipients: 各镇\ndate: 2026-03-05\nbody: 现将2026年计划印发。\n", encoding="utf-8")
        assert hongtou("export", record, "-d", folder, "-t", "docx,pdf").returncode == 0
        Path(folder, "shown").mkdir()
        convert([Path(folder, "r.docx")], Path(folder, "shown"))
        ours, theirs = fitz.open(Path(folder, "r.pdf")), fitz.open(Path(folder, "shown", "r.pdf"))
        marks = [[line for line in page_lines(pages[0]) if line[0].size > 25] for pages in (ours, theirs)]
        assert [[squeeze(text_of(line)) for line in lines] for lines in marks] == [["第3届清溪区人民代表大会第12次会议文件"]] * 2
        middles = [(line[0].x + line[-1].x) / 2 for (line,) in marks]
        assert abs(middles[0] - middles[1]) < 2, middles


def test_keys_of_styles():
    """A sheet may call its styles as Word does its own, or as the twin of another: no id and no name is there twice."""
    with workdir() as folder:
        folder = Path(folder)
        sheet = ("extends: gb9704\nname: 公文甲\nform: mine\nstyles:\n  Normal: {extends: body, name: 公文正文, colour: red}\n"
                 "  Heading1: {extends: body, colour: red}\n  bodyChar: {extends: note, colour: red}\nelements:\n"
                 "  recipients: {style: Normal}\n  note: {style: bodyChar}\n  signature: {style: Heading1}\n")
        (folder / "mine.yaml").write_text(sheet, encoding="utf-8")
        (folder / "r.yaml").write_text(NOTED + "note: 联系电话：0571-1234\n", encoding="utf-8")
        done = hongtou("export", folder / "r.yaml", "-o", folder / "r.docx", "-s", folder / "mine.yaml")
        assert done.returncode == 0, done.err
        styles, body = part(folder / "r.docx", "word/styles.xml"), part(folder / "r.docx", "word/document.xml")
    for found in ([e.get(W + "styleId") for e in styles.iter(W + "style")],
                  [e.get(W + "val") for e in styles.findall("w:style/w:name", NS)]):
        assert len(set(found)) == len(found), found
    colours = {e.get(W + "styleId"): e.find("w:rPr/w:color", NS).get(W + "val")
               for e in styles.iter(W + "style") if e.find("w:rPr/w:color", NS) is not None}
    shown = {"".join(p.itertext()): colours.get(p.find("w:pPr/w:pStyle", NS).get(W + "val"), colours["Normal"])
             for p in body.findall("w:body/w:p", NS) if p.find("w:pPr/w:pStyle", NS) is not None}
    red = {text for text, colour in shown.items() if colour == "FF0000"}
    assert {"各街道办事处：", "（联系电话：0571-1234）"} <= red and colours["Normal"] == "000000", shown
    assert not any(text.startswith("各单位") for text in red), red


def test_merged_cells():
    """Places that a cell covers below it go on; each row has as many columns as the grid."""
    tables = [t for t in document("20-merged-table").iter(W + "tbl") if t.find(".//w:vMerge", NS) is not None]
    assert tables
    for table in tables:
        columns = len(table.findall("w:tblGrid/w:gridCol", NS))
        for row in table.findall("w:tr", NS):
            spans = [c.find("w:tcPr/w:gridSpan", NS) for c in row.findall("w:tc", NS)]
            assert sum(1 if s is None else int(s.get(W + "val")) for s in spans) == columns
        kinds = {e.get(W + "val") for e in table.iter(W + "vMerge")}
        assert kinds == {"restart", "continue"}
        assert table.find("w:tr/w:trPr/w:tblHeader", NS) is not None


NOTED = """form: document
issuers: 松江县人民政府
mark: 松江县人民政府文件
number: 松政发〔2026〕7号
title: 松江县人民政府关于建设水情监测点的通知
recipients: 各街道办事处
body: |
  各单位要抓紧部署[^1]，并于六月底前报县水务局[^2]，详见[网站](https://example.com/?a=1&b="2")与说明[^1]。
  “引号”与A·B、简·爱，§3，￥5。

  [^1]: 指水利部门。
  [^2]: 县水务局联系人：张三。
signature: 松江县人民政府
date: 2026-03-09
archive: {fonds: J001, retention: 永久}
"""


def export(record, *options, target="docx"):
    """The bytes of the record's document."""
    with workdir() as folder:
        (Path(folder) / "r.yaml").write_text(record, encoding="utf-8")
        done = hongtou("export", Path(folder) / "r.yaml", "-d", folder, "--to", target, *options)
        assert done.returncode == 0, done.err
        return (Path(folder) / f"r.{target}").read_bytes()


def test_notes():
    """Each footnote is there once, numbered by Word; a mark that comes again shows the first one's number."""
    with workdir() as folder:
        path = Path(folder, "n.docx")
        path.write_bytes(export(NOTED))
        notes, body = part(path, "word/footnotes.xml"), part(path, "word/document.xml")
        core, custom = part(path, "docProps/core.xml"), part(path, "docProps/custom.xml")
    texts = {n.get(W + "id"): "".join(n.itertext()) for n in notes if n.get(W + "type") is None}
    assert texts == {"1": "指水利部门。", "2": "县水务局联系人：张三。"}
    assert [e.get(W + "id") for e in body.iter(W + "footnoteReference")] == ["1", "2"]
    fields = ["".join(e.itertext()) for e in body.iter(W + "instrText")]
    assert any("NOTEREF _Note1" in field for field in fields), fields
    assert any('HYPERLINK "https://example.com/?a=1&b=\\"2\\""' in field for field in fields) or \
        "网站" in "".join(paragraphs(body)), fields
    assert "松江县人民政府关于建设水情监测点的通知" in "".join(core.itertext())
    named = {e.get("name"): "".join(e.itertext()) for e in custom}
    assert named["文件编号"] == "松政发〔2026〕7号" and "J001" in named.values(), named


def test_same_bytes():
    """Twice, and in another zone and language, the same."""
    assert export(NOTED) == export(NOTED)
    with workdir() as folder:
        (Path(folder) / "r.yaml").write_text(NOTED, encoding="utf-8")
        found = set()
        for zone, language in (("UTC", "C"), ("Asia/Shanghai", "zh_CN.UTF-8"), ("America/New_York", "de_DE.UTF-8")):
            done = hongtou("export", Path(folder) / "r.yaml", "-o", Path(folder) / "r.docx",
                           env=environment(TZ=zone, LC_ALL=language))
            assert done.returncode == 0, done.err
            found.add((Path(folder) / "r.docx").read_bytes())
    assert len(found) == 1


def renamed(folder, family):
    """A font of this family in folder."""
    try:
        from fontTools import ttLib
    except ImportError:
        raise Skip("fontTools are not installed (Debian: python3-fonttools)")
    found = subprocess.run(["fc-match", "-f", "%{file}", "Liberation Sans"], capture_output=True, text=True).stdout
    if not found.endswith(".ttf"):
        raise Skip("Liberation Sans is not installed (Debian: fonts-liberation)")
    font = ttLib.TTFont(found)
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = family
    font.save(Path(folder) / "renamed.ttf")


def test_long_font_name():
    """A name that Word does not read is left out, with a message."""
    family = "A Family Of Fonts With A Name Of More Than 31 Letters"
    with workdir() as folder:
        folder = Path(folder)
        (folder / "fonts").mkdir()
        renamed(folder / "fonts", family)
        (folder / "mine.yaml").write_text(
            f"extends: gb9704\nname: 公文甲\nform: mine\nfaces:\n  songti: {{han: HT SongTi, latin: {family}}}\n"
            "styles:\n  note: {extends: body, name: 附注, face: songti}\n", encoding="utf-8")
        (folder / "r.yaml").write_text(NOTED + "note: 联系电话：0571-1234\n", encoding="utf-8")
        done = hongtou("export", folder / "r.yaml", "-d", folder, "--to", "docx", "-s", folder / "mine.yaml", "-f", folder / "fonts")
        assert done.returncode == 0 and "X101" in done.err and family in done.err, done.err
        assert family not in etree.tostring(part(next(folder.glob("*.docx")), "word/styles.xml"), encoding="unicode")


def tool(*arguments):
    done = subprocess.run([str(ROOT / "tools" / "verify-docx"), *map(str, arguments)], capture_output=True, text=True, timeout=600)
    if done.returncode == 77:
        raise Skip(done.stdout.strip().removeprefix("SKIPPED: "))
    return done


def test_valid():
    done = tool(*sorted(made().glob("*.docx")))
    assert done.returncode == 0, done.stdout[-2000:]


def test_validator():
    """What is not Open XML is found out."""
    with workdir() as folder:
        broken = Path(folder, "broken.docx")
        with zipfile.ZipFile(made() / "01-notice.docx") as good, zipfile.ZipFile(broken, "w") as bad:
            for name in good.namelist():
                data = good.read(name)
                bad.writestr(name, data.replace(b"<w:body>", b"<w:body><w:wrong/>") if name == "word/document.xml" else data)
        assert tool(broken).returncode == 1


READ = """
import json, sys, docx
found = {}
for path in sys.argv[1:]:
    d = docx.Document(path)
    found[path.rsplit("/", 1)[1][:-5]] = {
        "headings": [(p.style.name, p.text) for p in d.paragraphs if p.style.name.startswith("Heading")],
        "text": [p.text for p in d.paragraphs], "tables": [[[c.text for c in r.cells] for r in t.rows] for t in d.tables],
        "title": d.core_properties.title}
print(json.dumps(found))
"""


def test_python_docx():
    """Another program's reader finds title, headings, tables and people in their order."""
    python = tool("--python").stdout.strip()
    paths = [made() / f"{name}.docx" for name in ("01-notice", "20-merged-table", "23-committee", "03-minutes")]
    done = subprocess.run([python, "-c", READ, *map(str, paths)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-1000:]
    found = json.loads(done.stdout)
    headings = found["01-notice"]["headings"]
    assert headings[0][0] == "Heading 1" and squeeze(headings[0][1]) == squeeze(found["01-notice"]["title"])
    assert [style for style, _ in headings][1] == "Heading 2" and headings[1][1].startswith("一、")
    merged = [table for table in found["20-merged-table"]["tables"] if "类别" in table[0][0]][0]
    assert merged[0][0] == merged[1][0] and len({len(row) for row in merged}) == 1, merged[:2]
    text = "\n".join(found["23-committee"]["text"])
    assert text.index("组") < text.rindex("成") and found["23-committee"]["tables"] is not None
    minutes = squeeze("".join(found["03-minutes"]["text"]))
    assert minutes.index("出席") < minutes.index("列席")


def test_what_it_does_not_take():
    """Options that ask for something a DOCX does not hold are answered, and an ordinary DOCX says nothing."""
    def codes(*options):
        with workdir() as work:
            done = hongtou("export", ROOT / "samples/01-notice.yaml", "-o", Path(work) / "a.docx", "-t", "docx", *options)
        assert done.returncode == 0, done.err
        return re.findall(r"X1\d\d", done.err)
    assert codes() == []
    assert codes("--attach-record") == []
    assert codes("--embed-fonts") == ["X103"]


@cases(["gb9704", "without numbers"])
def test_page_1_ends_early(name):
    """GB/T 9704-2012 7.3.3, 7.3.5.5: the first paragraph, which the PDF has on two pages for the signature's sake, is on both
    in the DOCX, too; the footer that makes it so is told, also where a sheet has no page numbers."""
    record = """form: document
issuers: 松江县人民政府
mark: 松江县人民政府文件
number: 松政发〔2026〕7号
title: 松江县人民政府关于印发《松江县城镇住宅小区物业管理与业主自治服务监督办法（试行）》的通知
recipients: [各乡镇人民政府, 各街道办事处, 松江高新技术产业开发区管理委员会, 松江经济技术开发区管理委员会, 青屏山风景名胜区管理委员会, 县政府各部门, 县直及驻县各单位]
body: 《松江县城镇住宅小区物业管理与业主自治服务监督办法（试行）》已经2026年3月27日县政府第58次常务会议审议通过，现印发给你们，请认真贯彻执行。
signature: 松江县人民政府
date: 2026-04-02
"""
    with workdir() as folder:
        folder = Path(folder)
        (folder / "record.yaml").write_text(record, encoding="utf-8")
        (folder / "mine.yaml").write_text("extends: gb9704\nname: 公文甲\nform: mine\nfurniture: []\n", encoding="utf-8")
        sheet = ["-s", "mine.yaml"] if name == "without numbers" else []
        for to in ("pdf", "docx"):
            done = hongtou("export", "-v", "record.yaml", "-o", f"record.{to}", *sheet, cwd=folder)
            assert done.returncode == 0 and "W191" not in done.err and ("W192" in done.err) == (to == "docx"), done.err
        convert([folder / "record.docx"], folder / "shown")
        for path in (folder / "record.pdf", folder / "shown" / "record.pdf"):
            with fitz.open(path) as document:
                first, second = (squeeze(page.get_text()) for page in document)
            assert "已经2026年3月27日" in first and "贯彻执行。" in second and "2026年4月2日" in second, path


def test_space_at_a_pages_head():
    """The space above the title of an enclosed document is a paragraph of its own, which begins the page: newer LibreOffices
    leave out what is above the first paragraph of a page, Word takes what is below the one before off it."""
    for name in ("24-enclosed", "25-forward"):
        heads = document(name).xpath("//w:p[w:pPr/w:pageBreakBefore]", namespaces=NS)
        spaces = [p for p in heads if p.xpath("w:pPr/w:keepNext and w:pPr/w:spacing/@w:lineRule = 'exact' and not(w:r)", namespaces=NS)]
        assert spaces and all(int(p.find("w:pPr/w:spacing", NS).get(W + "line")) > 1000 for p in spaces), name
        assert not [p for p in heads if p.xpath("w:pPr/w:spacing/@w:before", namespaces=NS)], name


def test_later_pages_that_end_early():
    """A page after the first cannot end early in the DOCX: that is told."""
    with workdir() as folder:
        done = hongtou("export", "-", "-o", Path(folder, "x.docx"), "-t", "docx", stdin=agreement.ending(30, last=8).encode())
    assert done.returncode == 0 and "W191" in done.err and "W192" not in done.err, done.err


def test_joint_masthead_of_an_odt():
    """Where LibreOffice saves an ODT as DOCX, a joint masthead, and the line below it, stay in their place."""
    need("soffice")
    with workdir() as folder:
        folder = Path(folder)
        done = hongtou("export", ROOT / "samples" / "13-joint.yaml", "-d", folder, "-t", "odt,pdf")
        assert done.returncode == 0, done.err
        convert([folder / "13-joint.odt"], folder, to="docx")
        convert([folder / "13-joint.docx"], folder / "shown")
        ours, theirs = fitz.open(folder / "13-joint.pdf"), fitz.open(folder / "shown" / "13-joint.pdf")
        compare(red_boxes(ours[0]), sorted(set(red_boxes(theirs[0])), key=lambda box: box[1]), "red lines")
        same_masthead(ours, theirs)
