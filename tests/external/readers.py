"""Small DOCX, ODT and HTML files, written as XML: what a reader of import must see, and what it must not."""
import io
import zipfile
from xml.sax.saxutils import escape

WORD = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"')
ODF = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"' for name, uri in [
    ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("fo", "xsl-fo-compatible"),
    ("draw", "drawing"), ("form", "form"), ("svg", "svg-compatible")])
ODF += (' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:math="http://www.w3.org/1998/Math/MathML"')
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
TITLE, RECIPIENTS, SIGNATURE, DATE = "关于水库巡查的通知", "各乡镇人民政府：", "柳溪县水务局", "2026年3月5日"


def package(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in parts.items():
            z.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()


# --- DOCX ---

def run(text, properties=""):
    inner = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(s)}</w:t>' for s in text.split("\t"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{inner}</w:r>"


def runs(content):
    """Text is a run; what begins with < is XML."""
    return content if content.startswith("<") else run(content)


def par(*content, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs(c) for c in content)}</w:p>"


def cell(*content, properties=""):
    inner = "".join(c if c.startswith(("<w:p>", "<w:tbl>")) else par(c) for c in content) or par("")
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells, properties=""):
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(c if c.startswith('<') else cell(c) for c in cells)}</w:tr>"


def table(*rows):
    grid = '<w:gridCol w:w="1500"/>' * max(r.count("<w:tc>") for r in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def docx(*body, styles="", numbering="", parts=None, whole=False):
    """A notice with that body; whole: the body is all of it."""
    if not whole:
        body = [par(TITLE), par(RECIPIENTS), *body, par(SIGNATURE), par(DATE)]
    relationship = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = {"header1.xml": "header", "footer1.xml": "footer", "comments.xml": "comments", "footnotes.xml": "footnotes",
             "styles.xml": "styles", "numbering.xml": "numbering"}
    parts = dict(parts or {})
    if styles:
        parts["styles.xml"] = f"<w:styles {WORD}>{styles}</w:styles>"
    if numbering:
        parts["numbering.xml"] = f"<w:numbering {WORD}>{numbering}</w:numbering>"
    links = "".join(f'<Relationship Id="rId{i}" Type="{relationship}/{kinds[name]}" Target="{name}"/>'
                    for i, name in enumerate(parts))
    edges = "".join(f'<w:{kinds[name]}Reference w:type="default" r:id="rId{i}"/>' for i, name in enumerate(parts)
                    if kinds[name] in ("header", "footer"))
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = "".join(f'<Override PartName="/word/{name}" ContentType="{types}.{kinds[name]}+xml"/>' for name in parts)
    return package({
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{types}.document.main+xml"/>{overrides}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{relationship}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels":
        f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>',
        "word/document.xml": f"{HEAD}<w:document {WORD}><w:body>{''.join(body)}<w:sectPr>{edges}</w:sectPr></w:body></w:document>",
        **{f"word/{name}": HEAD + data for name, data in parts.items()}})


def level(k, format, text, start=1, more=""):
    return (f'<w:lvl w:ilvl="{k}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/>'
            f"{more}</w:lvl>")


def listing(levels, lists='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>', more=""):
    return (f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{more}{"".join(levels)}'
            f"</w:abstractNum>{lists}")


def item(text, k=0, of=1):
    return par(text, properties=f'<w:numPr><w:ilvl w:val="{k}"/><w:numId w:val="{of}"/></w:numPr>')


# --- ODT ---

def odt_par(content, style=""):
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def odt_parts(body, styles="", common="", master="", whole=False):
    if not whole:
        body = odt_par(TITLE) + odt_par(RECIPIENTS) + body + odt_par(SIGNATURE) + odt_par(DATE)
    return (f"<office:automatic-styles>{styles}</office:automatic-styles>", f"<office:styles>{common}</office:styles>",
            f"<office:master-styles>{master}</office:master-styles>",
            f"<office:body><office:text>{body}</office:text></office:body>")


def odt(body, styles="", common="", master="", parts=None, whole=False):
    automatic, named, masters, text = odt_parts(body, styles, common, master, whole)
    version = 'office:version="1.3"'
    media = "application/vnd.oasis.opendocument.text"
    parts = parts or {}
    entries = "".join(f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>' for name, kind in
                      [("/", media), ("content.xml", "text/xml"), ("styles.xml", "text/xml"),
                       *[(name, "text/xml") for name in parts]])
    return package({
        "mimetype": media,
        "META-INF/manifest.xml":
        f'{HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3">{entries}</manifest:manifest>',
        "content.xml": f"{HEAD}<office:document-content {ODF} {version}>{automatic}{text}</office:document-content>",
        "styles.xml": f"{HEAD}<office:document-styles {ODF} {version}>{named}{masters}</office:document-styles>", **parts})


def fodt(body, styles="", common="", master="", whole=False):
    automatic, named, masters, text = odt_parts(body, styles, common, master, whole)
    return (f'{HEAD}<office:document {ODF} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">'
            f"{named}{automatic}{masters}{text}</office:document>").encode()


def text_style(name, properties, parent=""):
    return (f'<style:style style:name="{name}" style:family="text" style:parent-style-name="{parent}">'
            f"<style:text-properties {properties}/></style:style>")


def span(text, style):
    return f'<text:span text:style-name="{style}">{text}</text:span>'


# --- HTML ---

def html(body, head="", whole=False):
    if not whole:
        body = f"<h1>{TITLE}</h1><p>{RECIPIENTS}</p>{body}<p>{SIGNATURE}</p><p>{DATE}</p>"
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode()
