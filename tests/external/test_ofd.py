"""OFD (GB/T 33190-2016): the parts of the file and their order, as its schema has them; fonts as FreeType reads them;
text and pages as ofdrw reads and paints them, beside the PDF and the PNG of the same record."""
import functools
import io
import re
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import fitz
from PIL import Image, ImageChops, ImageFilter

from support import ROOT, SAMPLES, Skip, cases, hongtou, notice, sample_pdf, squeeze, workdir

ROOM = "render"

O = "{http://www.ofdspec.org/2016}"
NAMES = [p.name for p in SAMPLES if p.suffix != ".jsonl"]
# those that are painted: rasters take time
PAINTED = ["07-rare-names.yaml", "13-joint.yaml", "17-letter.yaml", "20-merged-table.yaml", "21-landscape-table.yaml"]
SEALED = ["13-joint.yaml", "17-letter.yaml"]
# what a subset keeps, so that all readers take it
TABLES = {"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "OS/2", "post"}
# the children of these elements, in the order of the schema
ORDER = {
    "OFD": ["DocBody"],
    "DocBody": ["DocInfo", "DocRoot"],
    "DocInfo": ["DocID", "Title", "Author", "Subject", "Abstract", "CreationDate", "ModDate", "DocUsage", "Cover", "Keywords",
                "Creator", "CreatorVersion", "CustomDatas"],
    "Document": ["CommonData", "Pages", "Outlines", "Permissions", "Actions", "VPreferences", "Bookmarks", "Annotations",
                 "CustomTags", "Attachments", "Extensions"],
    "CommonData": ["MaxUnitID", "PageArea", "PublicRes", "DocumentRes"],
    "Page": ["Area", "Content"],
    "TextObject": ["FillColor", "CGTransform", "TextCode"],
    "PathObject": ["FillColor", "AbbreviatedData"],
}


def sample(name):
    return next(p for p in SAMPLES if p.name == name)


def ofd_of(source, *options):
    with workdir() as folder:
        target = Path(folder, "x.ofd")
        done = hongtou("export", source, "-o", target, *options)
        assert done.returncode == 0, done.err
        return target.read_bytes()


def of_record(record, *options, name="record.yaml"):
    with workdir() as folder:
        source = Path(folder, name)
        source.write_text(record, encoding="utf-8")
        return ofd_of(source, *options)


@functools.lru_cache(maxsize=None)
def sample_ofd(name):
    return ofd_of(sample(name))


class Package:
    """An OFD file: its parts by name, its XML parsed."""

    def __init__(self, data):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            assert package.testzip() is None
            self.names = package.namelist()
            self.parts = {name: package.read(name) for name in self.names}
        self.xml = {name: ET.fromstring(part) for name, part in self.parts.items() if name.endswith(".xml")}
        self.document = self.xml["Doc_0/Document.xml"]
        self.pages = [(int(page.get("ID")), self.xml["Doc_0/" + page.get("BaseLoc")]) for page in self.document.iter(O + "Page")]

    def fonts(self):
        return {int(font.get("ID")): self.parts["Doc_0/Res/" + font.find(O + "FontFile").text]
                for font in self.xml["Doc_0/PublicRes.xml"].iter(O + "Font")}

    def text(self):
        return "".join(code.text or "" for _, page in self.pages for code in page.iter(O + "TextCode"))


def numbers(text):
    return [float(v) for v in text.split()]


@cases(NAMES)
def test_structure(name):
    package = Package(sample_ofd(name))
    assert package.names[0] == "OFD.xml" and package.xml["OFD.xml"].get("DocType") == "OFD-A"
    for root in package.xml.values():
        for element in root.iter():
            order = ORDER.get(element.tag.removeprefix(O), None)
            if order and len(element):
                found = [child.tag.removeprefix(O) for child in element]
                assert found == sorted(found, key=order.index), (element.tag, found)
    ids = [int(e.get("ID")) for root in package.xml.values() for e in root.iter()
           if e.get("ID") and e.tag != O + "Page"] + [number for number, _ in package.pages]
    assert len(ids) == len(set(ids)) and max(ids) == int(package.document.findtext(f"{O}CommonData/{O}MaxUnitID"))
    pictures = {int(e.get("ID")) for root in package.xml.values() for e in root.iter(O + "MultiMedia")}
    for _, page in package.pages:
        for element in page.iter():
            kind = element.tag.removeprefix(O)
            assert kind != "TextObject" or int(element.get("Font")) in package.fonts()
            assert kind != "ImageObject" or int(element.get("ResourceID")) in pictures
            assert kind != "TextCode" or (element.get("X") and element.get("Y") and element.text)
            if element.get("Boundary"):
                x, y, w, h = numbers(element.get("Boundary"))
                assert w > 0 and h > 0 and x > -5 and y > -5 and x + w < 302 and y + h < 302, element.attrib
            assert len(element.findall(O + "CGTransform")) < 2
    objects = {int(e.get("ID")) for _, page in package.pages for e in page.iter() if e.get("ID")}
    tags = package.xml["Doc_0/Tags/CustomTag_gw.xml"]
    assert {int(ref.text) for ref in tags.iter(O + "ObjectRef")} <= objects
    assert {int(ref.get("PageRef")) for ref in tags.iter(O + "ObjectRef")} <= {number for number, _ in package.pages}


def test_parts_are_tagged():
    """The parts of an official document are named as the standard names them."""
    package = Package(sample_ofd("01-notice.yaml"))
    text = {e.get("ID"): "".join(c.text for c in e.iter(O + "TextCode")) for _, page in package.pages
            for e in page.iter(O + "TextObject")}
    tags = {part.tag.partition("}")[2]: "".join(text[ref.text] for ref in part)
            for part in package.xml["Doc_0/Tags/CustomTag_gw.xml"]}
    assert tags["发文机关标志"] == "临澜市人民政府办公室文件" and tags["发文字号"] == "临政办发〔2026〕17号"
    assert squeeze(tags["标题"]) == "临澜市人民政府办公室关于做好2026年汛期防灾减灾工作的通知"
    assert tags["密级和保密期限"] == "机密★1年"
    assert {"份号", "紧急程度", "主送机关", "正文", "附件说明", "附注", "抄送机关", "印发机关和印发日期"} <= set(tags)


@cases(NAMES)
def test_fonts(name):
    """TrueType with the tables that readers want; the cmap leads from each character to a glyph with ink."""
    package = Package(sample_ofd(name))
    used = {}
    for _, page in package.pages:
        for element in page.iter(O + "TextObject"):
            if element.find(O + "CGTransform") is None:
                used.setdefault(int(element.get("Font")), set()).update(
                    "".join(code.text for code in element.iter(O + "TextCode")))
    for number, data in package.fonts().items():
        assert {data[12 + 16 * i:16 + 16 * i].decode("ascii").strip() for i in range(data[5])} == TABLES
        assert sum(int.from_bytes(data[i:i + 4], "big") for i in range(0, len(data), 4)) & 0xFFFFFFFF == 0xB1B0AFBA
        font = fitz.Font(fontbuffer=data)
        for c in used.get(number, ()):
            assert ord(c) <= 0xFFFF and font.has_glyph(ord(c)), (name, c)
            box = font.glyph_bbox(ord(c))
            assert c.isspace() or box.width > 0, (name, c)


def drawn(text, data):
    """Text in a font file as MuPDF draws it, without hints."""
    document = fitz.open()
    page = document.new_page(width=520, height=60)
    page.insert_font(fontname="F0", fontbuffer=data)
    page.insert_text((10, 45), text, fontname="F0", fontsize=36)
    pixels = page.get_pixmap(dpi=300, colorspace=fitz.csGRAY)
    return Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)


def test_outlines_are_the_faces():
    """Glyphs made from cubic curves look like those of the font file."""
    source = next((ROOT / "fonts" / "fandol").glob("FandolFang*.otf"), None)
    if not source:
        raise Skip("the Fandol fonts are not here")
    package = Package(sample_ofd("01-notice.yaml"))
    ids = {int(f.get("ID")): f.get("FontName") for f in package.xml["Doc_0/PublicRes.xml"].iter(O + "Font")}
    data = next(package.fonts()[number] for number, name in ids.items() if name.startswith("FandolFang"))
    made, face = (drawn("汛期防灾减的各县区人民政府", font) for font in (data, source.read_bytes()))
    ink = sum(face.histogram()[:128])
    assert ink > 20000 and sum(ImageChops.difference(made, face).histogram()[65:]) < ink / 1000


@cases(NAMES)
def test_text(name):
    """The characters of the PDF, in its order."""
    document = fitz.open(stream=sample_pdf(sample(name))[0])
    found = "".join(squeeze(Package(sample_ofd(name)).text()).split())
    assert sorted(found) == sorted("".join("".join(page.get_text().split()) for page in document))


def test_one_record_one_file():
    """Twice the same bytes, alone and among others."""
    with workdir() as folder:
        done = hongtou("export", sample("01-notice.yaml"), sample("14-sealed.yaml"), "-t", "ofd", "-d", folder)
        assert done.returncode == 0, done.err
        for name in ("01-notice", "14-sealed"):
            assert Path(folder, name + ".ofd").read_bytes() == sample_ofd(name + ".yaml")


def test_record_is_attached():
    record = notice("正文。")
    package = Package(of_record(record, "--attach-record"))
    assert package.parts["Doc_0/Attachs/record.txt"].decode() == record
    attachment = package.xml["Doc_0/Attachs/Attachments.xml"].find(O + "Attachment")
    assert attachment.get("Name") == "record.yaml" and attachment.get("Format") == "TXT"
    assert attachment.findtext(O + "FileLoc") == "record.txt"
    assert "Attachs/Attachments.xml" in [e.text for e in package.document]
    assert not any("Attachs" in name for name in Package(of_record(record)).names)


def test_record_has_any_name():
    """Of a file's name, what XML may not have is left out: control characters, and bytes of GBK."""
    for name, given in (("a\x01\n&\"b.yaml", 'a&"b.yaml'), ("x\udcb9\udcab.yaml", "x.yaml"), ("\ufffe.yaml", ".yaml")):
        package = Package(of_record(notice("正文。"), "--attach-record", name=name))
        attachment = package.xml["Doc_0/Attachs/Attachments.xml"].find(O + "Attachment")
        assert attachment.get("Name") == given, (name, attachment.attrib)


def test_record_has_its_time():
    """As the record says, in the form that ofdrw reads, which has no zone."""
    for created, time in (("2026-07-23 08:30", "2026-07-23T08:30:00"), ("2026-07-23", "2026-07-23T00:00:00")):
        package = Package(of_record(notice("正文。") + f"archive: {{created: {created}}}\n", "--attach-record"))
        assert package.xml["Doc_0/Attachs/Attachments.xml"].find(O + "Attachment").get("CreationDate") == time
        assert next(package.xml["OFD.xml"].iter(O + "CreationDate")).text == "2026-07-23"


def test_metadata():
    record = notice("正文。") + "archive: {fonds: J001, retention: 30年, keywords: [防汛, 值班]}\n"
    info = Package(of_record(record)).xml["OFD.xml"].find(f"{O}DocBody/{O}DocInfo")
    assert [e.text for e in info.find(O + "Keywords")] == ["防汛", "值班"]
    assert {e.tag for e in info.find(O + "Keywords")} == {O + "Keyword"}
    assert info.findtext(O + "Title") == "清溪区人民政府关于印发试验文本的通知"
    assert info.findtext(O + "CreationDate") == "2026-01-01"  # SOURCE_DATE_EPOCH of the tests
    data = {e.get("Name"): e.text for e in info.iter(O + "CustomData")}
    assert data == {"全宗号": "J001", "保管期限": "30年", "主题词": "防汛、值班", "文件编号": "清政发〔2026〕1号",
                    "责任者": "清溪区人民政府", "日期": "2026-01-05", "文种": "通知", "主送": "各街道办事处", "抄送": "区委办公室", "页数": "1"}


def test_rare_characters_are_alone():
    """A character beyond the BMP is an object of its own that names its glyph."""
    package = Package(of_record(notice("任命𠮷野为科员，𠀀、䶮在列。")))
    rare = [e for _, page in package.pages for e in page.iter(O + "TextObject")
            if any(ord(c) > 0xFFFF for code in e.iter(O + "TextCode") for c in code.text)]
    assert ["".join(code.text for code in e.iter(O + "TextCode")) for e in rare] == ["𠮷", "𠀀"]
    for element in rare:
        transform = element.find(O + "CGTransform")
        assert (transform.get("CodeCount"), transform.get("GlyphCount")) == ("2", "1")
        assert int(transform.findtext(O + "Glyphs")) > 0


# --- as ofdrw reads them ---

@functools.lru_cache(maxsize=None)
def read(painted):
    """Samples as ofdrw reads them, those of PAINTED with their pages: {name: {"text": [page …], "images": [page …], …}}."""
    with workdir() as folder:
        for name in PAINTED if painted else NAMES:
            Path(folder, Path(name).stem + ".ofd").write_bytes(sample_ofd(name))
        files = sorted(Path(folder).glob("*.ofd"))
        done = subprocess.run([ROOT / "tools" / "verify-ofd", *(["--images", folder] if painted else []), *files],
                              capture_output=True, text=True, timeout=900)
        if done.returncode == 77:
            raise Skip(done.stdout.strip().removeprefix("SKIPPED: "))
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        found, at = {}, None
        for line in done.stdout.splitlines():
            key, _, value = line.partition("\t")
            if key == "file":
                at = found.setdefault(Path(value).stem, {"text": [], "outline": [], "title": [], "images": []})
            else:
                at.setdefault(key, []).append(value)
        for stem, item in found.items() if painted else ():
            for i in range(len(item["text"])):
                item["images"].append(Image.open(Path(folder, f"{stem}-{i + 1}.png")).convert("RGB"))
    return found


@cases(NAMES)
def test_ofdrw_reads_the_text(name):
    found = read(False)[Path(name).stem]
    with workdir() as folder:
        path = Path(folder, "x.pdf")
        path.write_bytes(sample_pdf(sample(name))[0])
        text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout
    assert "".join("".join(found["text"]).split()) == "".join(text.split())
    trace = fitz.open(stream=sample_pdf(sample(name))[0]).get_toc()
    assert [" ".join(line.partition(" ")[2].split()) for line in found["outline"]] == [" ".join(title.split()) for _, title, _ in trace]


def off_by(a, b, much):
    """The share of pixels that differ by more than this in a channel."""
    r, g, b = ImageChops.difference(a, b).split()
    worst = ImageChops.lighter(ImageChops.lighter(r, g), b)
    return sum(worst.histogram()[much + 1:]) / (a.width * a.height)


def outside(a, b, much):
    """The share of pixels of a that are outside the range of b's pixels around them by more than this."""
    low, high = b.filter(ImageFilter.MinFilter(3)), b.filter(ImageFilter.MaxFilter(3))
    beyond = ImageChops.lighter(ImageChops.subtract(low, a), ImageChops.subtract(a, high))
    return off_by(beyond, Image.new("RGB", a.size), much)


@cases(PAINTED)
def test_ofdrw_paints_the_pages(name):
    """Each page beside our PNG at 150 dots an inch: the same, but for the edges of seals and pictures."""
    found = read(True)[Path(name).stem]["images"]
    with workdir() as folder:
        done = hongtou("export", sample(name), "-t", "png", "-r", "150", "-d", folder)
        assert done.returncode == 0, done.err
        pages = sorted(Path(folder).glob("*.png"), key=lambda p: [int(n) for n in re.findall(r"\d+", p.stem)])
        assert len(pages) == len(found)
        for i, (path, painted) in enumerate(zip(pages, found)):
            ours = Image.open(path).convert("RGB")
            box = (0, 0, min(ours.width, painted.width), min(ours.height, painted.height))
            assert max(ours.width - box[2], painted.width - box[2], ours.height - box[3], painted.height - box[3]) <= 1
            ours, painted = ours.crop(box), painted.crop(box)
            if name in SEALED:
                assert outside(painted, ours, 32) < 0.001, (name, i + 1)
            else:
                assert off_by(painted, ours, 64) < 0.0001, (name, i + 1)
