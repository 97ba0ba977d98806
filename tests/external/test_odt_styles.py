"""The styles of the document for editing, as a careful colleague builds them: few, based on each other, with the distances
and keeps that their paragraphs have; and what the navigator lists."""
from pathlib import Path

from support import ROOT, cases, environment, hongtou, notice, workdir
from test_odt import NAMES, exported, find, parts, paragraphs, validate

ROOM = "odt"
OWN, FO = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}", "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
ROOT_STYLE = "base"


def named(found):
    """{name: element} of the named styles of paragraphs."""
    return {s.get(OWN + "name"): s for s in find(found["styles.xml"], "//office:styles/style:style[@style:family='paragraph']")}


def value(styles, name, attribute):
    """What the style has, by itself or by those that it is based on."""
    while name:
        for element in styles[name].iter():
            if element.get(attribute) is not None and element is not styles[name]:
                return element.get(attribute)
        name = styles[name].get(OWN + "parent-style-name")
    return None


@cases(NAMES)
def test_one_base(name):
    """All styles come from 公文基准, those of text as large as the body's from the body's, which says nothing again."""
    styles = named(parts(name))
    assert styles[ROOT_STYLE].get(OWN + "display-name") == "公文基准"
    for key, style in styles.items():
        parent, seen = style.get(OWN + "parent-style-name"), []
        while parent and parent != ROOT_STYLE:
            seen.append(parent)
            parent = styles[parent].get(OWN + "parent-style-name")
        assert key == ROOT_STYLE or parent == ROOT_STYLE, key
        if seen:
            assert not style.xpath(".//@*[local-name()='font-size' or local-name()='font-size-asian']"), key
    for key in set(styles) & {"level1", "level2", "recipients", "attachment_5f_note", "signature", "note"}:
        if "body" in styles:
            assert styles[key].get(OWN + "parent-style-name") == "body", key
            assert styles[key].find(f".//*[@{FO}line-height]") is None, key


@cases(NAMES)
def test_headings(name):
    """The title, or without one the masthead, is the first heading; the text's are below it; headings stay with what
    follows, and body text follows what is typed after them."""
    found = parts(name)
    styles, headings = named(found), find(found["content.xml"], "//text:h")
    levels = [int(next(iter(h.xpath("@*[local-name()='outline-level']")))) for h in headings]
    assert levels and levels[0] == 1, levels
    for above, below in zip(levels, levels[1:]):
        assert below <= above + 1, levels
    for key, style in styles.items():
        if style.get(OWN + "default-outline-level"):
            assert value(styles, key, FO + "keep-with-next") == "always", key
            assert "body" not in styles or style.get(OWN + "next-style-name") == "body", key
    if "recipients" in styles and "body" in styles:
        assert styles["recipients"].get(OWN + "next-style-name") == "body"
    if "body" in styles:
        assert value(styles, "body", FO + "keep-with-next") in (None, "auto")


def test_few_automatic_styles():
    """A paragraph that looks like most of its style has no style of its own, but for the imprint's, which are raised; all
    but one of the body's have none."""
    counts = {name: len(find(parts(name)["content.xml"], "//style:style[@style:family='paragraph']")) for name in NAMES}
    assert max(counts.values()) <= 30 and sorted(counts.values())[len(counts) // 2] <= 9, counts
    body = [p.get("{urn:oasis:names:tc:opendocument:xmlns:text:1.0}style-name")
            for p in find(parts("06-long-report")["content.xml"], "//office:text/text:p")]
    assert body.count("body") > 0.9 * len(body), body


def test_distances_are_in_named_styles():
    """The space above title, recipients and signature, the signature's inset, the masthead's rule."""
    styles = named(parts("01-notice"))
    assert float(value(styles, "title", FO + "margin-top").removesuffix("mm")) > 15
    assert float(value(styles, "signature", FO + "margin-right").removesuffix("mm")) > 10
    assert value(styles, "signature", FO + "keep-with-next") == "always"
    assert "solid" in value(styles, "number", FO + "border-bottom")


KEYS = """extends: gb9704
name: 试验格式
styles:
  P1: {extends: body, name: 第一种}
  T1: {extends: body, name: 第二种, face: kaiti}
  base: {extends: body, name: 第三种}
  Standard: {extends: body, name: 第四种}
elements:
  recipients: {style: P1}
  note: {style: T1}
  signature: {style: base}
  title_note: {style: Standard}
"""


def test_keys_that_are_names_of_others():
    """A sheet's key may be what an automatic style, the common base or a style of LibreOffice is called."""
    with workdir() as folder:
        sheet, record = Path(folder, "sheet.yaml"), Path(folder, "r.yaml")
        sheet.write_text(KEYS, encoding="utf-8")
        record.write_text(notice("正文一段。", note="联系人：张三", title_note="（试验）"), encoding="utf-8")
        found = exported(folder, "", "-s", sheet, record=record)
        names = [s.get(OWN + "name") for tree in (found["styles.xml"], found["content.xml"])
                 for s in find(tree, "//style:style[@style:family='paragraph']")]
        assert len(names) == len(set(names)), sorted(names)
        shown = {s.get(OWN + "display-name"): key for key, s in named(found).items()}
        texts = {text: p.get("{urn:oasis:names:tc:opendocument:xmlns:text:1.0}style-name")
                 for p in find(found["content.xml"], "//text:p") for text in ["".join(p.itertext())]}
        automatic = {s.get(OWN + "name"): s.get(OWN + "parent-style-name")
                     for s in find(found["content.xml"], "//style:style[@style:family='paragraph']")}
        used = texts["各街道办事处："]
        assert automatic.get(used, used) == shown["第一种"], texts
        done = validate([Path(folder, "x.odt")])
        assert done.returncode == 0, done.stdout


def test_text_is_whole():
    """Counting the paragraphs beforehand writes nothing twice: each text is there once, each message said once."""
    with workdir() as folder:
        record = ROOT / "samples" / "24-enclosed.yaml"
        done = hongtou("export", "-v", record, "-o", Path(folder, "x.odt"), env=environment(LC_ALL="C"))
        assert done.returncode == 0, done.err
        said = [line for line in done.err.splitlines() if "[" in line]
        assert len(said) == len(set(said)), said
        texts = paragraphs(exported(folder, "24-enclosed")["content.xml"])
        assert texts.count(texts[0]) == 1
