"""The document for editing: what LibreOffice makes of it, beside our PDF of the same record; what the package holds; and
that it stays a document when it is edited."""
import collections
import re
import subprocess
import zipfile
from pathlib import Path

import fitz
from lxml import etree

import agreement
from office import convert, edit, shown, sums_are_with_what_they_sum
from places import NEAR, foot_rows, foot_rules, masthead, red_boxes, seal_middles, seals
from support import (BOTTOM, MM, ROOT, SAMPLES, Skip, cases, environment, hongtou, notice, page_chars, page_lines, squeeze,
                     text_of, workdir)

NAMES = sorted(f"{p.stem}-{n:04}" if p.suffix == ".jsonl" else p.stem
               for p in SAMPLES
               for n in range(1, len(p.read_text(encoding="utf-8").splitlines()) + 1 if p.suffix == ".jsonl" else 2))
# A landscape table is upright on a landscape page: test_landscape looks at it, not those who compare pages.
UPRIGHT = [name for name in NAMES if name != "21-landscape-table"]
ZERO_WIDTH = "\u200b"
CONTINUED = "续表"  # above a table's head that the pages repeat; no editor knows such a thing


def opened(name):
    """(our pages, those of LibreOffice), each with the document that keeps it alive."""
    folder = shown()
    return fitz.open(folder / f"{name}.pdf"), fitz.open(folder / "shown" / f"{name}.pdf")


def parts(name):
    return read_parts(shown() / f"{name}.odt")


def read_parts(path):
    with zipfile.ZipFile(path) as package:
        return {n: etree.fromstring(package.read(n)) for n in package.namelist() if n.endswith(".xml")}


def find(tree, path):
    return tree.xpath(path, namespaces={k: v for k, v in tree.nsmap.items() if k})


def lines_of(document):
    """The text's lines, page by page: without page numbers and what is above a table that goes on."""
    return [line for page in document for line in page_lines(page)
            if line[0].y < BOTTOM + 2 and text_of(line) != CONTINUED]


def test_page_counts():
    """Every sample has as many pages, as docs/guide.md says."""
    counts = {name: tuple(len(document) for document in opened(name)) for name in NAMES}
    other = {name: pair for name, pair in counts.items() if pair[0] != pair[1]}
    assert not other, other


@cases(UPRIGHT)
def test_text(name):
    """The same characters, each as often. (Their order is the lines', which test_lines compares.)"""
    ours, theirs = (collections.Counter(c for line in lines_of(d) for c in text_of(line)) for d in opened(name))
    repeated = theirs - ours if name == "16-table-300" else {}  # heads: a page may hold more rows of a table
    assert ours - theirs == {} and not theirs - ours - collections.Counter(repeated), (ours - theirs, theirs - ours)


def share_of_ends(pair):
    """How many of our lines begin and end with the same characters as LibreOffice's; pair: as opened() gives it."""
    ends = [collections.Counter((text_of(line)[0], text_of(line)[-1]) for line in lines_of(d)) for d in pair]
    return sum((ends[0] & ends[1]).values()) / sum(ends[0].values())


def test_lines():
    """How many lines begin and end with the same characters: 99 in 100 of each sample, as docs/guide.md says,
    and all of most. The shares go to odt-lines.txt beside the program. The one sample of few lines that has a line
    full of brackets, which would be too dense without them squeezed, may differ in that line and the next."""
    shares = {name: share_of_ends(opened(name)) for name in UPRIGHT}
    report = "".join(f"{name:20}{share:8.1%}\n" for name, share in shares.items())
    (shown().parent.parent / "odt-lines.txt").write_text(report)
    assert shares.pop("09-reply") >= 13 / 15, report
    assert min(shares.values()) >= 0.99, report
    assert sum(share == 1 for share in shares.values()) >= 0.8 * len(shares), report


def compare(ours, theirs, what):
    assert len(ours) == len(theirs), f"{what}: {len(theirs)}, not {len(ours)}"
    for a, b in zip(ours, theirs):
        assert all(abs(x - y) <= NEAR for x, y in zip(a, b)), \
            f"{what}: {[round(v, 2) for v in b]}, not {[round(v, 2) for v in a]}"


@cases(NAMES)
def test_red_lines(name):
    ours, theirs = opened(name)
    compare(red_boxes(ours[0]), red_boxes(theirs[0]), "red lines")


def same_masthead(ours, theirs):
    """The masthead's ink is at one place in both."""
    if not masthead(ours):
        raise Skip("this form has no masthead")
    compare(masthead(ours), masthead(theirs, ours), "the masthead's ink")


@cases(NAMES)
def test_masthead(name):
    same_masthead(*opened(name))


@cases(NAMES)
def test_imprint(name):
    ours, theirs = opened(name)
    if not foot_rows(ours):
        raise Skip("this record has no imprint block")
    compare(foot_rows(ours), foot_rows(theirs), "rows of the imprint block")
    compare(foot_rules(ours), foot_rules(theirs), "rules of the imprint block")


@cases(UPRIGHT)
def test_page_numbers(name):
    ours, theirs = opened(name)
    numbers = [[(line[0].x, line[0].y) for page in list(document)[:3] for line in page_lines(page)
                if line[0].y > BOTTOM + 2] for document in (ours, theirs)]
    assert len(numbers[0]) == len(numbers[1]), numbers
    for (x, y), (at, height) in zip(*numbers):
        assert abs(y - height) <= NEAR and abs(x - at) <= 2, f"{at:.1f} {height:.1f}, not {x:.1f} {y:.1f}"


def test_landscape():
    """GB/T 9704-2012 8: a landscape table is on landscape pages. Turned to the left, these have the number, upright,
    where the others have it: odd pages at the right, even ones at the left, one 字 in."""
    ours, theirs = opened("21-landscape-table")
    assert len(ours) == len(theirs)
    landscape = [n for n, page in enumerate(theirs) if page.rect.width > page.rect.height]
    assert len(landscape) >= 3 and all("项目名称" in squeeze(theirs[n].get_text()) for n in landscape)
    for n in landscape:
        lines = [(line["dir"], [v / MM for v in line["bbox"]], "".join(span["text"] for span in line["spans"]))
                 for block in theirs[n].get_text("dict")["blocks"] for line in block.get("lines", [])]
        number = [(direction, box) for direction, box, text in lines if squeeze(text) == f"—{n + 1}—"]
        assert len(number) == 1 and number[0][0] == (0, 1), number
        (x0, y0, x1, y1), wanted = number[0][1], [line for line in page_lines(ours[n]) if line[0].y > BOTTOM + 2][0]
        assert abs(y0 - wanted[0].x) <= 2 and abs(y1 - wanted[-1].x - wanted[-1].w) <= 2, (y0, y1)
        assert x0 <= 297 - wanted[0].y <= x1, (x0, x1, wanted[0].y)
    sums_are_with_what_they_sum(theirs)


def same_seals(ours, theirs):
    wanted = seal_middles(ours)
    assert wanted, "no seals"
    compare(wanted, seal_middles(theirs, wanted), "seals")


@cases([name for name in NAMES if re.match("1[134]|17|19", name)])
def test_seals(name):
    same_seals(*opened(name))


def test_seals_over_two_pages():
    """A row of seals that begins a page is over its names there too, though an editor drops the space above it."""
    organs = ["清溪区财政局", "清溪区水务局", "清溪区农业农村局", "清溪区教育局", "清溪区民政局", "清溪区卫生健康局",
              "清溪区发展和改革局", "清溪区住房和城乡建设局", "清溪区公安局", "清溪区司法局"]
    organs += [name.replace("区", "县") for name in organs]
    files = sorted((ROOT / "samples" / "seals").glob("qingxi-*.svg"))
    paths = [str(files[i % len(files)]) for i in range(len(organs))]
    record = notice("请抓紧部署安排，明确责任分工，按时报送进展情况。\n" * 5, issuers=organs, mark=None, signature=organs, seal=paths)
    with workdir() as folder:
        folder = Path(folder)
        (folder / "seals.yaml").write_text(record, encoding="utf-8")
        done = hongtou("export", folder / "seals.yaml", "-d", folder, "--to", "pdf,odt", "--seals", "image")
        assert done.returncode == 0, done.err
        convert([folder / "seals.odt"], folder / "shown")
        with fitz.open(folder / "seals.pdf") as ours, fitz.open(folder / "shown" / "seals.pdf") as theirs:
            assert len({n for n, _, _ in seals(ours)}) == 2, "the seals do not go over two pages"
            same_seals(ours, theirs)


def validate(files):
    done = subprocess.run([str(ROOT / "tools" / "verify-odt"), *map(str, files)], capture_output=True, text=True,
                          timeout=300)
    if done.returncode == 77:
        raise Skip(done.stdout.strip().removeprefix("SKIPPED: "))
    return done


def test_valid():
    done = validate(sorted(shown().glob("*.odt")))
    assert done.returncode == 0, done.stdout[-2000:]


def test_validator():
    """What is not ODF is found out."""
    with workdir() as folder:
        broken = Path(folder, "broken.odt")
        with zipfile.ZipFile(shown() / f"{NAMES[0]}.odt") as good, zipfile.ZipFile(broken, "w") as bad:
            for info in good.infolist():
                bad.writestr(info, good.read(info).replace(b"<text:p ", b'<text:p text:colour="red" ', 1))
        done = validate([broken])
        assert done.returncode == 1 and "colour" in done.stdout, done.stdout


@cases(NAMES)
def test_package(name):
    """Names are unique, every style is used, and defined once."""
    with zipfile.ZipFile(shown() / f"{name}.odt") as package:
        first = package.infolist()[0]
        assert first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED and not first.extra
        assert {info.date_time for info in package.infolist()} == {(1980, 2, 1, 0, 0, 0)}
        assert not [n for n in package.namelist() if n.startswith("/") or ".." in n or "\\" in n]
        pictures = sum(info.file_size for info in package.infolist() if info.filename.startswith("Pictures/"))
        size = sum(info.compress_size for info in package.infolist())
    found = parts(name)
    content, styles = found["content.xml"], found["styles.xml"]
    for kind in ("draw:name", "table:name", "xml:id", "text:bookmark-start/@text:name"):
        values = find(content, f"//{kind}" if "/" in kind else f"//@{kind}")
        assert len(values) == len(set(values)), f"{kind} repeated"
    defined = find(content, "//style:style") + find(styles, "//style:style")
    named = set(find(content, "//@*[local-name()='style-name' or local-name()='parent-style-name']") +
                find(styles, "//@*[local-name()='style-name' or local-name()='parent-style-name']"))
    own = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
    idle = [style.get(own + "name") for style in defined if style.get(own + "name") not in named]
    assert not idle, f"styles that nothing uses: {idle}"
    for tree in (content, styles):
        bodies = collections.Counter()
        for style in find(tree, "//office:automatic-styles/style:style"):
            style.attrib.pop(own + "name")
            bodies[etree.tostring(style)] += 1
        assert max(bodies.values(), default=1) == 1, "an automatic style is there twice"
    pages = len(fitz.open(shown() / f"{name}.pdf"))
    assert pictures or pages > 2 or size < 30000, f"{size} bytes"


@cases(["01-notice", "03-minutes", "05-bulletin", "06-long-report", "15-attachments"])
def test_by_hand(name):
    """No empty paragraphs but cells of tables and one above the imprint, no blanks for alignment, page numbers and headings as such."""
    found = parts(name)
    content, styles = found["content.xml"], found["styles.xml"]
    # but one, between the last line and the paragraph that the imprint hangs on
    assert not find(content, "//text:p[not(node())][not(ancestor::table:table-cell)][not(following-sibling::*[1][draw:frame[@draw:name='版记']])]")
    assert not find(content, "//text:s")
    assert find(styles, "//style:footer//text:page-number") and find(styles, "//style:footer-left//text:page-number")
    assert find(content, "//text:h[@text:outline-level]")
    assert not find(content, "//@style:row-height")


def shown_names(styles):
    """The names editors show: a style's display name, or its name when that needs no other."""
    own = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
    return {s.get(own + "display-name") or s.get(own + "name") for s in find(styles, "//office:styles/style:style")}


def paragraphs(content):
    texts = ["".join(p.itertext()) for p in find(content, "//office:text//text:p | //office:text//text:h")]
    return [squeeze(text) for text in texts if squeeze(text)]


def test_round_trip():
    """Opened and saved by LibreOffice, every style keeps its name, and the text is the same."""
    names = [n for n in NAMES if n != "16-table-300"]
    with workdir() as folder:
        convert([shown() / f"{name}.odt" for name in names], folder, "odt")
        for name in names:
            before, after = parts(name), read_parts(Path(folder, f"{name}.odt"))
            lost = shown_names(before["styles.xml"]) - shown_names(after["styles.xml"])
            assert not lost, f"{name}: styles lost: {lost}"
            assert sorted(paragraphs(before["content.xml"])) == sorted(paragraphs(after["content.xml"])), name


ADDED = "补充的段落：各级各部门要结合实际认真抓好贯彻落实，主要负责同志要亲自过问，确保各项任务按期完成。"


@cases([("01-notice", "附件：", 3), ("03-minutes", "出席：", 3), ("15-attachments", "附件：", 3), ("14-sealed", "（此件", 12),
        ("01-notice, a page more", "附件：", 20)])
def test_editing(case):
    """Paragraphs inserted by a scripted LibreOffice: the imprint block stays at the last page's foot, numbers and
    attachments are right."""
    name, before, n = case[0].split(",")[0], case[1], case[2]
    with workdir() as folder:
        target = Path(folder, "edited.pdf")
        edit(shown() / f"{name}.odt", target, before, *[f"{k}{ADDED}" for k in range(1, n + 1)])
        edited = fitz.open(target)
        ours = fitz.open(shown() / f"{name}.pdf")
        assert len(edited) >= len(ours)
        text = squeeze("".join(page.get_text() for page in edited))
        assert all(f"{k}{ADDED}"[:12] in text for k in range(1, n + 1))
        compare(foot_rows(ours), foot_rows(edited), "rows of the imprint block")
        blocks = [i for i, page in enumerate(edited) if foot_rows_of(page)]
        assert blocks == [len(edited) - 1], f"imprint block on pages {blocks} of {len(edited)}"
        for number, page in enumerate(edited, 1):
            last = page_lines(page)[-1]
            assert text_of(last) == f"—{number}—", text_of(last)
            assert (last[0].x < 100) == (number % 2 == 0), f"page {number}'s number is at the wrong side"
        for page in edited:
            heads = [k for k, line in enumerate(page_lines(page)) if re.fullmatch(r"附件\d?", text_of(line))]
            assert heads in ([], [0]), "an attachment does not begin its page"


def foot_rows_of(page):
    return [line for line in page_lines(page) if 13 < line[0].size < 15 and line[0].y < BOTTOM and
            re.match("抄送|主送|报：|共印", text_of(line))]


def test_yuan():
    """A sum of money is never shown in dollars, which Fandol draws for the yuan sign."""
    with workdir() as folder:
        record = Path(folder, "yuan.yaml")
        record.write_text(notice("补助￥300元。"), encoding="utf-8")
        done = hongtou("export", record, "--to", "odt")
        assert done.returncode == 0, done.err
        convert([Path(folder, "yuan.odt")], folder)
        pages = fitz.open(Path(folder, "yuan.pdf"))
        found = [char.font for page in pages for char in page_chars(page) if char.c == "￥"]
        assert found and not [font for font in found if "Fandol" in font], found


def faces_of(pdf):
    """Names of the fonts of the characters of a PDF, without what distinguishes the fonts of a family."""
    return {char.font.split("+")[-1].split("-")[0] for page in fitz.open(pdf) for char in page_chars(page)}


def test_embedded_fonts():
    """LibreOffice on a machine that does not know our fonts: with --embed-fonts it shows the faces of the PDF."""
    with workdir() as folder:
        record = ROOT / "samples" / "01-notice.yaml"
        for name, *more in ("with", "--embed-fonts"), ("without",):
            done = hongtou("export", record, "-o", Path(folder, f"{name}.odt"), *more)
            assert done.returncode == 0, done.err
        # in this order: what is embedded in one document serves those opened after it
        convert([Path(folder, "without.odt"), Path(folder, "with.odt")], folder, fonts=False)
        shown_with, shown_without = (faces_of(Path(folder, f"{name}.pdf")) for name in ("with", "without"))
        ours = faces_of(shown() / "01-notice.pdf")
        fandol = {face for face in ours if face.startswith("Fandol")}
        if not fandol:
            raise Skip("this machine has other fonts than Fandol")
        assert fandol <= shown_with, shown_with
        assert not fandol & shown_without, "the machine knows our fonts: this test says nothing"
        assert len(fitz.open(Path(folder, "with.pdf"))) == len(fitz.open(shown() / "01-notice.pdf"))


BOUND_SHEET = """extends: gb9704
name: test
faces:
  fangsong: {han: HT FangSong, latin: Embargoed Serifs}
"""


def bound_font(folder):
    """A font that may be shown and printed, but not edited with (OS/2 fsType 4): a copy with another name."""
    found = subprocess.run(["fc-match", "-f", "%{file}", "Liberation Serif"], capture_output=True, text=True).stdout
    if "LiberationSerif-Regular" not in found:
        raise Skip("the Liberation fonts are not installed (Debian: fonts-liberation)")
    data = bytearray(Path(found).read_bytes())
    for coding in ("latin-1", "utf-16-be"):
        data = data.replace("Liberation Serif".encode(coding), "Embargoed Serifs".encode(coding))
    for i in range(data[5]):
        row = data[12 + 16 * i:28 + 16 * i]
        if row[:4] == b"OS/2":
            data[int.from_bytes(row[8:12], "big") + 9] = 4
    Path(folder, "bound.ttf").write_bytes(data)


def test_embedding_is_respected():
    with workdir() as folder:
        fonts = Path(folder, "fonts")
        fonts.mkdir()
        bound_font(fonts)
        sheet, target = Path(folder, "sheet.yaml"), Path(folder, "x.odt")
        sheet.write_text(BOUND_SHEET, encoding="utf-8")
        done = hongtou("export", SAMPLES[0], "-o", target, "--embed-fonts", "-s", sheet, "-f", fonts)
        assert done.returncode == 0 and "[W104]" in done.err and "Embargoed" in done.err, done.err
        names = zipfile.ZipFile(target).namelist()
        assert [n for n in names if n.startswith("Fonts/Fandol")] and not [n for n in names if "bound" in n.lower()], names
        faces = find(read_parts(target)["content.xml"], "//style:font-face[.//svg:font-face-uri]/@style:name")
        assert "Embargoed Serifs" not in faces, faces


def test_same_bytes():
    """Again, in another place and another time: the same file."""
    with workdir() as folder:
        done = hongtou("export", SAMPLES[0], "-o", Path(folder, "x.odt"), "--to", "odt", cwd=folder,
                       env=environment(TZ="Pacific/Apia", LC_ALL="de_DE.UTF-8"))
        assert done.returncode == 0, done.err
        assert Path(folder, "x.odt").read_bytes() == (shown() / f"{SAMPLES[0].stem}.odt").read_bytes()


def test_recipients_before_the_body():
    """7.3.2, 7.3.3: as recipients become more, they go on to page 2, or to the imprint block, where they do in the PDF:
    the same pages, and each line on its page. (agreement.py compares all counts from 2 to 48.)"""
    counts = {"picture": (3, 5, 43), "table": (11, 14, 47), "text": (9, 10, 11, 12, 15)}
    records = {f"{kind}-{n}": agreement.recipients(kind, n) for kind in counts for n in counts[kind]}
    for name, (ours, theirs, missing) in agreement.compare(records).items():
        assert ours == theirs and not missing, (name, ours, theirs, missing)


def test_tightened_pages():
    """7.3.5.5: where lines and characters are tightened, the ODT's are too: each line on its page, in its place."""
    records = {name: agreement.TIGHTENED[name] for name in ("18-20", "22-28", "24-28")}
    for name, (ours, theirs, missing) in agreement.compare(records, places=0.5).items():
        assert ours == theirs == 1 and not missing, (name, ours, theirs, missing)


def test_first_page_closer():
    """7.3.3: page 1 of a joint document that is set closer so that it has text (L216) is so in the ODT, too, even where
    its last line belongs to a paragraph that goes on in the pitch of page 2."""
    for name, (ours, theirs, missing) in agreement.compare(agreement.JOINT).items():
        assert ours == theirs and not missing, (name, ours, theirs, missing)


def test_pages_that_end_early():
    """7.3.5.5, 7.4.1: a page that ends early within a long paragraph or above one, so that the signature, with its seal, or the
    imprint has text, ends there in the ODT, too; a short one before the signature, which the pages divide, is whole."""
    short = {name: agreement.ENDING[name] for name in sorted(agreement.ENDING)[::5]}
    found = agreement.compare(short | agreement.LONG_ENDING)
    assert {pages for pages, _, _ in found.values()} == {1, 2, 3, 4}, found
    for name, (ours, theirs, missing) in found.items():
        begins = [text for _, text in missing if name in short and text.startswith("各单位")]
        assert ours == theirs and missing.total() == len(begins) < 2, (name, ours, theirs, missing)
    assert [name for name, (_, _, missing) in found.items() if missing], found


def test_paragraph_stays_with_the_signature():
    """The last paragraph, which the PDF divides for the signature (7.3.5.5), is kept with it, and that is told."""
    with workdir() as folder:
        path = Path(folder, "x.odt")
        done = hongtou("export", "-v", "-", "-o", path, stdin=agreement.ending(30).encode(), env=environment(LC_ALL="C"))
        assert done.returncode == 0 and done.err.count("[W193;") == 1 and "W190" not in done.err, done.err
        content = read_parts(path)["content.xml"]
    last = [p for p in find(content, "//text:p") if "".join(p.itertext()).startswith("各单位")][-1]
    style = next(value for name, value in last.items() if name.endswith("style-name"))
    keeps = find(content, f"//style:style[@style:name='{style}']/style:paragraph-properties/@fo:keep-with-next")
    assert keeps == ["always"], (style, keeps)


def test_early_end_is_a_page_style():
    """Its page style has a lower margin of its own, which is told; no paragraph is divided for it."""
    with workdir() as folder:
        path = Path(folder, "x.yaml")
        path.write_text(agreement.ending(30, last=8), encoding="utf-8")
        done = hongtou("export", "-v", path, "-o", path.with_suffix(".odt"), "--to", "odt", env=environment(LC_ALL="C"))
        assert done.returncode == 0 and done.err.count("[W190;") == 1 and "公文第2页" in done.err, done.err
        found = read_parts(path.with_suffix(".odt"))
        names = [p.get(next(k for k in p.keys() if k.endswith("display-name")))
                 for p in find(found["styles.xml"], "//style:master-page")]
        assert names == ["公文首页", "公文第2页", "公文版面"], names
        assert len([p for p in find(found["content.xml"], "//text:p") if "".join(p.itertext()).startswith("各单位")]) == 12


def test_sides_turned_over():
    """What finds no room on its line is turned over in the ODT where it is in the PDF (L133)."""
    for name, (ours, theirs, missing) in agreement.compare({"turned-over": agreement.TURNED_OVER}, places=0.6).items():
        assert ours == theirs and not missing, (name, ours, theirs, missing)


def test_red_line_below_a_line_turned_over():
    """The bulletin's red line is as wide as the text where the office above it is turned over, too, whose line is not."""
    text = (ROOT / "samples" / "05-bulletin.yaml").read_text(encoding="utf-8")
    long, n = re.subn("(?m)^编辑单位: .*$", "编辑单位: 清溪区优化营商环境和政务服务工作领导小组协调推进办公室", text)
    assert n == 1
    with workdir() as name:
        folder = Path(name)
        (folder / "record.yaml").write_text(long, encoding="utf-8")
        for to in ("pdf", "odt", "docx"):
            done = hongtou("export", "record.yaml", "-o", f"record-{to}.{to}", cwd=folder)
            assert done.returncode == 0, done.err
        convert([folder / "record-odt.odt", folder / "record-docx.docx"], folder / "shown")
        with fitz.open(folder / "record-pdf.pdf") as document:
            wanted = red_boxes(document[0])
        for to in ("odt", "docx"):
            with fitz.open(folder / "shown" / f"record-{to}.pdf") as document:
                compare(wanted, red_boxes(document[0]), f"red lines in {to}")


def test_refused_as_the_pdf_is():
    """What has no pages has no ODT: the same message and exit code as for PDF, and no file."""
    rare = notice("正文中有\U0001F9FF字符。")
    tall = notice("正文。", copies_to=[f"松江县第{i}号街道办事处及其所属各单位" for i in range(200)])
    for record, code in ((rare, "T101"), (tall, "L103")):
        said = []
        for target in ("pdf", "odt", "pdf,odt"):
            with workdir() as folder:
                Path(folder, "r.yaml").write_text(record, encoding="utf-8")
                done = hongtou("export", "r.yaml", "-d", "out", "-t", target, cwd=folder)
                assert done.returncode == 1 and f"[{code}" in done.err, (target, done.err)
                assert not list(Path(folder).rglob("*.pdf")) + list(Path(folder).rglob("*.odt")), target
                said.append([line for line in done.err.splitlines() if f"[{code}" in line])
        assert said[0] == said[1] == said[2]


def test_notes_are_those_of_the_pages():
    """An ODT alone gives the same notes on its layout as a PDF."""
    record = notice("正文只有一行。", recipients=["各街道办事处"] * 20, copies_to=None, printed_by=None, print_date=None)
    done = [hongtou("export", "-", "-v", "-t", target, "-o", "-", stdin=record.encode()) for target in ("pdf", "odt")]
    told = [re.findall(r"\[(L\d+)", d.err) for d in done]
    assert told[0] == told[1] and "L107" in told[0], told


def test_without_the_faces():
    """Where other Chinese faces than ours are installed the text is complete and its structure the same."""
    families = ("Noto Serif CJK SC", "Noto Serif CJK SC:bold", "Noto Sans CJK SC", "Liberation Serif")
    faces = [subprocess.run(["fc-match", "-f", "%{file}", name], capture_output=True, text=True).stdout for name in families]
    if not all(word in face for word, face in zip(("CJK", "CJK", "CJK", "Liberation"), faces)):
        raise Skip("Noto CJK or Liberation is not installed (Debian: fonts-noto-cjk, fonts-liberation)")
    sample = ROOT / "samples" / "15-attachments.yaml"
    with workdir() as folder:
        for face in faces:
            Path(folder, Path(face).name).symlink_to(face)
        conf = re.sub(r"<dir.*</dir>", "", (ROOT / "build" / "fonts" / "fonts.conf").read_text())
        Path(folder, "fonts.conf").write_text(conf.replace("<fontconfig>", f"<fontconfig><dir>{folder}</dir>"))
        bare = environment(HONGTOU_FONTS_CONF=f"{folder}/fonts.conf", XDG_CACHE_HOME=folder)
        texts, told = [], []
        for env in (None, bare):
            done = hongtou("export", sample, "-t", "odt", "-v", "-o", Path(folder, "out.odt"), env=env)
            assert done.returncode == 0, done.err
            told.append({line for line in done.err.splitlines() if "[T112]" in line})
            content = read_parts(Path(folder, "out.odt"))["content.xml"]
            body = find(content, "//office:text")[0]
            texts.append([(p.tag, "".join(p.itertext())) for p in body.iter() if p.tag.endswith(("}p", "}h"))])
    assert told[0] != told[1] and any("Noto Serif CJK SC" in line for line in told[1]), told
    assert texts[0] == texts[1]


def exported(folder, name, *options, record=None):
    """The parts of the ODT of a sample or record."""
    target = Path(folder, "x.odt")
    done = hongtou("export", record or ROOT / "samples" / f"{name}.yaml", "-o", target, *options)
    assert done.returncode == 0, done.err
    return read_parts(target)


def font_faces(found):
    """[(name, families)] of an ODT's parts."""
    own, svg = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}", "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
    return [(face.get(own + "name"), face.get(svg + "font-family").replace("'", "").split(", "))
            for face in find(found["styles.xml"], "//style:font-face")]


def test_one_name_for_a_face():
    """The font box shows one name, that of offices; another machine finds one like it by kind and panose."""
    wanted = {"仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体", "Times New Roman"}
    with workdir() as folder:
        found = exported(folder, "01-notice")
        faces = font_faces(found)
        assert all(families == [name] for name, families in faces) and {name for name, _ in faces} == wanted, faces
        assert len(faces) == len(wanted), faces
        for face in find(found["content.xml"], "//style:font-face"):
            values = {key.split("}")[1]: value for key, value in face.items()}
            assert values["font-family-generic"] in ("roman", "swiss", "script")
            assert len([int(v) for v in values["panose-1"].split()]) == 10
        lists = dict(font_faces(exported(folder, "01-notice", "--odt-fonts", "list")))
        assert lists["仿宋_GB2312"][:3] == ["仿宋_GB2312", "方正仿宋_GBK", "仿宋"] and len(lists["黑体西文"]) > 3, lists


def test_docx_by_libreoffice():
    """What LibreOffice saves of the ODT for Word keeps its faces: each a name, of up to 31 characters. The imprint's text,
    raised in its rows, does not become small."""
    with workdir() as folder:
        convert([shown() / "01-notice.odt"], folder, to="docx")
        with zipfile.ZipFile(Path(folder, "01-notice.docx")) as package:
            styles = package.read("word/styles.xml").decode() + package.read("word/document.xml").decode()
        names = set(re.findall(r'w:(?:eastAsia|ascii)="([^"]*)"', styles))
        assert {"仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"} <= names, names
        assert not [name for name in names if ";" in name or len(name) > 31], names
        assert "w:vertAlign" not in styles and "w:position" in styles


def test_natural_lines():
    """The same text, but no letter spacing of single lines, and no places where lines may end."""
    def text(found):
        return squeeze("".join(find(found["content.xml"], "//office:text")[0].itertext())).replace(ZERO_WIDTH, "")

    with workdir() as folder:
        fitted, natural = (exported(folder, "07-rare-names", "--odt-lines", how) for how in ("as-pages", "natural"))
        assert text(fitted) == text(natural)
        spaced, free = (len(find(f["content.xml"], "//style:style[@style:family='text']//@fo:letter-spacing"))
                        for f in (fitted, natural))
        assert spaced > free, (spaced, free)
        assert ZERO_WIDTH in etree.tostring(fitted["content.xml"], encoding="unicode")
        assert ZERO_WIDTH not in etree.tostring(natural["content.xml"], encoding="unicode")
        done = hongtou("export", SAMPLES[0], "-o", Path(folder, "y.odt"), "--odt-lines", "no")
        assert done.returncode == 2 and "as-pages" in done.err, done.err


def test_lines_that_begin_with_a_quotation_mark():
    """A line may end before an opening quotation mark: where a line of the PDF begins with one, and nowhere else, there is
    a zero-width space for LibreOffice of 2024 and 2025, which otherwise sees no break there."""
    text = "会议要求，各单位要切实增强责任感和紧迫感，坚决克服麻痹思想和侥幸心理，"
    record = notice("\n".join(f"{text[:n]}做到“守土有责、守土尽责”，确保“万无一失”。" for n in range(8, len(text))))
    with workdir() as folder:
        path = Path(folder, "r.yaml")
        path.write_text(record, encoding="utf-8")
        found = exported(folder, "", record=path)
        done = hongtou("export", path, "-o", Path(folder, "r.pdf"))
        assert done.returncode == 0, done.err
        with fitz.open(Path(folder, "r.pdf")) as ours:
            begin = sum(text_of(line)[0] == "“" for line in lines_of(ours))
        written = "".join(find(found["content.xml"], "//office:text")[0].itertext())
        assert begin > 1 and written.count(ZERO_WIDTH + "“") == written.count(ZERO_WIDTH) == begin, begin
        back = hongtou("import", Path(folder, "x.odt"), "-o", Path(folder, "back.yaml"))
        assert back.returncode == 0 and ZERO_WIDTH not in Path(folder, "back.yaml").read_text(encoding="utf-8"), back.err
