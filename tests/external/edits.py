"""What becomes of a document for editing that somebody edits: see tools/verify-edits."""
import re

import fitz

from editors import Here, Session
from places import seals
from support import BOTTOM, LEFT, hongtou, page_lines, squeeze, text_of

ADDED = "新增的一段文字，用来看编辑以后页面怎样变化，落款和版记是否仍在应在的地方。"
HEADING = "十、新增的一级标题"
PERSON = "欧阳明哲"
DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
NUMBER = re.compile(r"—\d+—")
SIZES = (3, 20, 200)
MARGIN, MARGIN_MM = "a lower margin", 10
SIGNATURE = "signature deleted"
PLACES = (("beginning", 0), ("middle", 0.5), ("end", 1))


def paragraphs(n):
    return [f"新{k}{ADDED}" for k in range(1, n + 1)]


class Shown:
    """What is on the pages of a document."""

    def __init__(self, document):
        self.document = document
        self.all = [page_lines(page) for page in document]
        self.lines = [[line for line in page if not NUMBER.fullmatch(text_of(line))] for page in self.all]  # without its number
        # days of the signature: page and line
        self.dates = [(n, line) for n, lines in enumerate(self.lines) for line in lines
                      if DATE.fullmatch(text_of(line)) and 15 < line[0].size < 17]
        self.rows = self.imprint(-1)

    def imprint(self, page):
        """Where the rows of the imprint are on the page."""
        return [(line[0].x, line[0].y) for line in self.lines[page] if 13 < line[0].size < 15 and line[0].y < BOTTOM]

    def seal_places(self):
        """Of each seal, its middle from the day of its page."""
        at = dict(self.dates)
        return sorted((round((box[0] + box[2]) / 2 - at[n][0].x), round((box[1] + box[3]) / 2 - at[n][0].y))
                      for n, _, box in seals(self.document) if n in at)


def numbered(lines):
    """Texts of the lines of each paragraph that begins with a number of the first level."""
    found = []
    for line in lines:
        if found and line[0].x < LEFT + 1:
            found[-1].append(squeeze(text_of(line)))
        else:
            found.append([squeeze(text_of(line))])
    return [texts for texts in found if re.match(r"[一二三四五六七八九十]+、", texts[0])]


class Record(Shown):
    """Where its document as it is opened has its parts."""

    def __init__(self, opened):
        super().__init__(opened)
        self.texts = [squeeze(text_of(line)) for lines in self.lines for line in lines]
        self.body = [line for lines in self.lines for line in lines if 15 < line[0].size < 17]
        self.numbered = numbered(self.body)
        self.headings = [texts[0] for texts in self.numbered if "。" not in "".join(texts)]

    def signer(self):
        """The line above the last day, where it is one of the signature."""
        if not self.dates:
            return None
        page, day = self.dates[-1]
        above = [line for line in self.lines[page] if line[0].y < day[0].y]
        return above[-1] if above and above[-1][0].x > LEFT + 20 else None

    def stamps(self):
        """How many seals belong to the signer's line, and go with it: those on it that do not reach down to the day, as the
        stamp of a name (7.3.5.3) and unlike an office's seal (7.3.5.1)."""
        line = self.signer()
        if not line:
            return 0
        page, day = self.dates[-1]
        return sum(n == page and box[1] < line[0].y < box[3] < day[0].y for n, _, box in seals(self.document))

    def recipients(self):
        """How the paragraph of the recipients begins: lines at the left edge, the last with a colon. None: there is none."""
        lines = [line for line in self.lines[0] if 15 < line[0].size < 17]
        for i, line in enumerate(lines):
            if not text_of(line).endswith("：") or line[0].x > LEFT + 1:
                continue
            while i and lines[i - 1][0].x < LEFT + 1:
                i -= 1
            rest = i and LEFT + 9 < lines[i - 1][0].x < LEFT + 13  # of a paragraph of the body
            return None if rest else squeeze(text_of(lines[i]))[:6]

    def edits(self, most):
        """(name, changes) of those that the document has a place for."""
        for place, where in PLACES:
            for n in (size for size in SIZES if size <= most):
                yield f"{n} typed at the {place}", [["type", where, *paragraphs(n)]]
        if self.numbered:
            yield "a heading", [["before", self.numbered[-1][0], HEADING]]
        people = next((text for text in self.texts if re.match("出席：|参加：|列席：", text)), None)
        if people:
            yield "a person", [["into", people[:3], people[3:5], PERSON]]
        yield MARGIN, [["margin", 100 * MARGIN_MM]]
        if any(text.startswith("合计") for text in self.texts):
            yield "a row", [["add", "合计"]]
        if self.dates:
            yield "date deleted", [["delete", squeeze(text_of(self.dates[-1][1]))]]
        if self.signer():
            yield SIGNATURE, [["delete", squeeze(text_of(self.signer()))[:6]]]
        recipients = self.recipients()
        if recipients:
            yield "recipients deleted", [["delete", recipients]]


def body_on(lines, record, any_text):
    """Lines of the body on a page: as they were before, or new ones."""
    known = {squeeze(text_of(line)) for line in record.body}
    return [line for line in lines if 15 < line[0].size < 17 and line[0].x < LEFT + 15 and len(line) > 2 and
            not text_of(line).startswith(("附件", "（")) and
            (squeeze(text_of(line)) in known or "新增" in text_of(line) or any_text)]


def of_pages(shown):
    for n, page in enumerate(shown.lines, 1):
        if not page:
            yield f"page {n} is empty"
        numbers = [line for line in shown.all[n - 1] if NUMBER.fullmatch(text_of(line))]
        if numbers and text_of(numbers[-1]) != f"—{n}—":
            yield f"page {n} has the number {text_of(numbers[-1])}"
        if numbers and (numbers[-1][0].x < 100) != (n % 2 == 0):
            yield f"the number of page {n} is at the wrong side"


def of_text(lines, record, n):
    text = squeeze("".join(text_of(line) for page in lines for line in page))
    missing = sum(squeeze(p) not in text for p in paragraphs(n))
    if missing:
        yield f"{missing} of {n} paragraphs are not there whole"
    first = [line for page in lines for line in page if re.match(r"新\d+新增", text_of(line))]
    if n and first and max(abs(line[0].x - first[0][0].x) for line in first) > 1:
        yield "new paragraphs begin at different places"
    if first and not 9 < first[0][0].x - LEFT < 13:
        yield f"new paragraphs begin {first[0][0].x - LEFT:.1f} mm in"
    # Without headings of its own a document has only numbered paragraphs of the body to type the new one's words into.
    headings = [*record.headings, HEADING] if record.headings else []
    for number, page in enumerate(lines, 1):
        if page and number < len(lines) and squeeze(text_of(page[-1])) in headings:
            yield f"page {number} ends with a heading"


def of_standard(shown, record, name):
    lines = shown.lines
    if body_on(record.lines[0], record, True) and not body_on(lines[0], record, True):
        yield "page 1 shows no body text"
    for page, line in shown.dates[-1:]:
        above = [other for other in lines[page] if other[0].y < line[0].y]
        if not body_on(above, record, False):
            yield f"the signature is on page {page + 1} without body text"
    moved = MARGIN_MM if name == MARGIN else 0
    if record.rows and (len(shown.rows) != len(record.rows) or
                        any(abs(a[1] + moved - b[1]) > 1 for a, b in zip(shown.rows, record.rows))):
        yield f"the imprint's {len(record.rows)} rows are {len(shown.rows)}, or elsewhere, on the last page"
    if record.rows and sum(len(shown.imprint(page)) > 0 for page in range(len(lines))) > 1:
        yield "the imprint is on two pages"


def faults(pdf, record, name, n):
    with fitz.open(pdf) as document:
        shown = Shown(document)
        yield from of_pages(shown)
        yield from of_text(shown.lines, record, n)
        yield from of_standard(shown, record, name)
        wanted, found = record.seal_places(), shown.seal_places()
        if "deleted" in name:
            left = len(seals(record.document)) - (record.stamps() if name == SIGNATURE else 0)
            if left != len(seals(document)):
                yield f"{len(seals(document))} seals for {left}"
        elif len(wanted) != len(found) or any(abs(a[i] - b[i]) > 1 for a, b in zip(wanted, found) for i in (0, 1)):
            yield f"seals are {found} from the date, not {wanted}"


def made_of(record, to, folder, natural):
    """The documents of a record's file, as they are in `folder`: of a batch, one for each record."""
    lines = ["--odt-lines", "natural"] if natural else []
    made = folder / "made"
    done = hongtou("export", record, "-d", made, "-t", to, "--seals", "image", *lines)
    if done.returncode == 2: # a version that has no such option
        done = hongtou("export", record, "-d", made, "-t", to)
    assert done.returncode == 0, done.err
    return [path.rename(folder / path.name) for path in sorted(made.glob(f"*.{to}"))]


def changed(made, name, steps, session):
    """The PDF of the document, made beside it, after these steps."""
    path = made.with_name(f"{made.stem} {name}.pdf")
    session.change(made, *steps, ["save", str(path)])
    return path


def tried_one(made, names, most, session):
    record = Record(fitz.open(changed(made, "opened", [], session)))
    for name, steps in record.edits(most):
        if names and name not in names:
            continue
        try:
            path = changed(made, name, steps, session)
        except (TimeoutError, RuntimeError) as why:
            yield name, [f"not done: {why}"]
            continue
        n = int(name.split()[0]) if "typed" in name else 0
        yield name, list(faults(path, record, name, n))


def tried(record, to, folder, names=None, most=SIZES[-1], session=None, natural=False):
    """(name of the edit, its faults) of each, of a batch for each record; names: of these alone; most: typed paragraphs at
    most; session: of an editor for a folder that `folder` is in. natural: lines and pages end where the editor ends them."""
    if not session:
        with Session(Here(), folder) as session:
            yield from tried(record, to, folder, names, most, session, natural)
        return
    documents = made_of(record, to, folder, natural)
    for made in documents:
        for name, found in tried_one(made, names, most, session):
            yield (f"{made.stem}: {name}" if len(documents) > 1 else name), found
