"""Time and memory in proportion to the input: series that once took the square, and files that unfold."""
from growth import W, docx, growth, html, odt, package, series
from support import cases, hongtou, workdir

ROOM = "check"

# Each took the square of its length once, or is nearest to what did.
SERIES = ["fix/md/quotes", "check/md/one mark", "check/body/days", "pdf/body/opening", "pdf/body/links", "ofd/body/marks", "pdf/recipients/list",
          "pdf/body/list", "pdf/body/merged rows",
          "odt/archive.keywords/list", "import/text/labels", "import/text/tags", "import/text/less", "import/text/raised", "import/text/sources", "import/lines/rows to fill in",
          "import/docx/footnotes", "import/docx/quoted runs"]


@cases(SERIES)
def test_linear(name):
    """Four times the input takes no more than seven times as long: 1.4 as exponent, 1.2 and what a busy machine adds.
    What is so slow that only a smaller one was tried is no better."""
    make, args = series()[name]
    for attempt in range(3):
        exponent, size, run = growth(make, args, first=50_000, most=200_000, seconds=2)
        if exponent <= 1.4:
            break
    assert run.code in (0, 1) and exponent <= 1.4 and size == 200_000, f"{exponent:.2f}: {run.seconds:.1f} s for {size} bytes, exit {run.code}"


def test_stacked_marks():
    """Combining marks without end are shaped in pieces: 80,000 took 6.3 s, now 0.1 s."""
    with workdir() as folder:
        with open(f"{folder}/a.yaml", "w", encoding="utf-8") as file:
            file.write("标题: 关于测试的通知\n发文机关: 某市人民政府\n成文日期: 2026年3月2日\n正文: a" + "\u0301" * 80_000 + "\n")
        done = hongtou("export", f"{folder}/a.yaml", "-o", f"{folder}/a.pdf", "--timeout", "4")
        assert done.returncode == 0 and "B204" not in done.err, done.err


def test_many_people():
    """A name of a list at tab stops is looked for from the one before: 30,000 took 7.4 s, now 0.3 s."""
    with workdir() as folder:
        with open(f"{folder}/a.yaml", "w", encoding="utf-8") as file:
            file.write("格式: 纪要\n发文机关: 某区政协\n发文机关标志: 某区政协会议纪要\n标题: 会议纪要\n"
                       f"成文日期: 2026-03-02\n正文: 会议召开。\n会议:\n  名称: 主席会议\n"
                       f"  出席:\n    - 常委: [{', '.join(['周修明', '顾一山', '沈舒'] * 10_000)}]\n")
        done = hongtou("export", f"{folder}/a.yaml", "-o", f"{folder}/a.odt", "--timeout", "4")
        assert done.returncode == 0 and "B204" not in done.err, done.err


@cases([("blanks", " "), ("days", " 星期一")])
def test_gaps(case):
    """Who wrote a message is looked for in the first characters only: 200,000 blanks took 8 s, now 0.1 s."""
    with workdir() as folder:
        with open(f"{folder}/a.txt", "w", encoding="utf-8") as file:
            file.write(f"关于做好工作的通知\n\n甲{case[1] * 200_000}乙说了话。\n\n正文内容。\n")
        done = hongtou("import", f"{folder}/a.txt", "-o", f"{folder}/a.md", "--timeout", "4")
        assert done.returncode == 0 and "B503" not in done.err, done.err


MANY = " ".join(f'a{k}="1"' for k in range(1100))
FEW = " ".join(f'a{k}="1"' for k in range(900))


def wide(name, attributes):
    """A file of this name with one element that has so many attributes."""
    if name == "a.html":
        return html(f"<!-- <p {MANY}> --><!x {MANY}><p {attributes}>关于事项的通知</p><script>if (a <b {MANY}) x()</script><p>文。</p>")
    if name == "b.docx":
        return docx(f"<!-- <p {MANY}> --><w:p {attributes}><w:r><w:t>关于事项的通知</w:t></w:r></w:p><w:p><w:r><w:t>文。</w:t></w:r></w:p>")
    if name == "e.docx":
        text = (f'<?xml version="1.0" encoding="UTF-16"?><w:document xmlns:w="{W}"><w:body><w:p {attributes}><w:r><w:t>关于事项'
                "的通知</w:t></w:r></w:p><w:p><w:r><w:t>文。</w:t></w:r></w:p></w:body></w:document>")
        return package({"[Content_Types].xml": "<Types/>", "word/document.xml": text.encode("utf-16")})
    content = odt(f"<text:p {attributes}>关于事项的通知</text:p><text:p>文。</text:p>")
    if name == "c.odt":
        return content
    return (f'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            f'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text><text:p {attributes}>关于事项'
            f'的通知</text:p><text:p>文。</text:p></office:text></office:body></office:document>').encode()


@cases(["a.html", "b.docx", "c.odt", "d.fodt", "e.docx"])
def test_attributes(name):
    """An element with more attributes than programs write is refused at once; one with many is read."""
    with workdir() as folder:
        for attributes, code in ((MANY, 1), (FEW, 0)):
            path = f"{folder}/{name}"
            with open(path, "wb") as file:
                file.write(wide(name, attributes))
            done = hongtou("import", path, timeout=20)
            assert done.returncode == code and ("M657" in done.err) == bool(code), done.err


def test_notes_again():
    """A note that is cited again is told each time, until it is more than a record can hold."""
    def cited(times, size):
        return docx("".join(f'<w:p><w:r><w:t>落实第{k}项工作</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
                            for k in range(times)),
                    footnotes=f'<w:footnote w:id="2"><w:p><w:r><w:t>{"注" * size}</w:t></w:r></w:p></w:footnote>')
    with workdir() as folder:
        path = f"{folder}/a.docx"
        for times, size, code in ((3, 10, 0), (2000, 20_000, 1)):
            with open(path, "wb") as file:
                file.write(cited(times, size))
            done = hongtou("import", path, timeout=60)
            assert done.returncode == code and ("M658" in done.err) == bool(code), done.err
            if code == 0:
                assert done.stdout.decode().count("注" * size) == times


def test_cells_and_blanks_again():
    """ODT may say that a cell is there many times, or a blank."""
    cell = ('<table:table-row><table:table-cell table:number-columns-repeated="60"><text:p>' + "甲" * 30_000 +
            "</text:p></table:table-cell></table:table-row>")
    blanks = '<text:p>甲<text:s text:c="200"/>乙</text:p>'
    with workdir() as folder:
        path = f"{folder}/a.odt"
        for body in (f"<table:table>{cell * 20}</table:table>", blanks * 400_000):
            with open(path, "wb") as file:
                file.write(odt(body))
            done = hongtou("import", path, timeout=60)
            assert done.returncode == 1 and "M658" in done.err, done.err
