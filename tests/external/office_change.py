"""office_change.py SOFFICE PROFILE [CHANGE …]: change documents as an editor would. A CHANGE is JSON; with none, they are
lines of the standard input, so that one LibreOffice serves for many documents. Each is answered by a line of JSON.

["process"]: the first process of LibreOffice, and of its group. ["open", FILE]: whether it is opened as a new document, and
the names of its paragraph styles. ["save", FILE] writes PDF, or what the name ends with. ["type", WHERE, TEXT …]: paragraphs
after the first, the middle or the last one of the body's (0, 0.5, 1), by Return. ["delete", BEGINNING],
["before", BEGINNING, TEXT …], ["after", BEGINNING, TEXT …]: the paragraph is the last that begins so. ["add", TABLE'S ROW]
adds a row; ["into", BEGINNING, TEXT, ADDED] types ADDED before TEXT; ["margin", 1/100 MM] makes lower margins larger;
["style", NAME, PROPERTY, VALUE] is of a page style."""
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from office_edit import PARAGRAPH_BREAK, connect, value


def found(document, beginning):
    paragraphs, last = document.Text.createEnumeration(), None
    while paragraphs.hasMoreElements():
        paragraph = paragraphs.nextElement()
        if paragraph.supportsService("com.sun.star.text.Paragraph") and paragraph.String.strip().startswith(beginning):
            last = paragraph
    assert last, f"no paragraph begins with {beginning}"
    return last


def delete(document, beginning):
    """As a person does: the line is selected, with its end, and deleted."""
    cursor = document.Text.createTextCursorByRange(found(document, beginning).Start)
    cursor.gotoEndOfParagraph(True)
    cursor.goRight(1, True)
    cursor.setString("")


def before(document, beginning, *texts):
    cursor = document.Text.createTextCursorByRange(found(document, beginning).Start)
    for text in texts:
        document.Text.insertString(cursor, text, False)
        document.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)


def after(document, beginning, *texts):
    cursor = document.Text.createTextCursorByRange(found(document, beginning).End)
    for text in texts:
        document.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        document.Text.insertString(cursor, text, False)


def style(document, name, prop, content):
    document.StyleFamilies.getByName("PageStyles").getByName(name).setPropertyValue(prop, content)


def type_in(document, where, *texts):
    """Return, at the end of a paragraph of the body, begins another of the style that follows."""
    styles = document.StyleFamilies.getByName("ParagraphStyles")
    paragraphs, body = document.Text.createEnumeration(), []
    while paragraphs.hasMoreElements():
        paragraph = paragraphs.nextElement()
        if paragraph.supportsService("com.sun.star.text.Paragraph") and paragraph.String.strip():
            style = styles.getByName(paragraph.ParaStyleName)
            if style.DisplayName in ("正文", "公文正文"):
                body.append(paragraph)
            elif body and style.DisplayName.endswith(("附件说明", "署名和成文日期")):
                break
    cursor = document.Text.createTextCursorByRange(body[int(where * (len(body) - 1))].End)
    for text in texts:
        document.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        cursor.ParaStyleName = styles.getByName(cursor.ParaStyleName).FollowStyle
        document.Text.insertString(cursor, text, False)


def add_row(document, beginning):
    """A row after the one whose first cell begins so, as the table's menu adds one."""
    for table in (document.TextTables.getByIndex(i) for i in range(document.TextTables.Count)):
        for name in table.CellNames:
            if name.startswith("A") and table.getCellByName(name).String.strip().startswith(beginning):
                table.Rows.insertByIndex(int(name[1:]), 1)
                return
    raise AssertionError(f"no row begins with {beginning}")


def type_into(document, beginning, text, added):
    paragraph = found(document, beginning)
    cursor = document.Text.createTextCursorByRange(paragraph.Start)
    cursor.goRight(paragraph.String.index(text), False)
    document.Text.insertString(cursor, added, False)


def margin(document, more):
    """The lower margin of all kinds of pages in use."""
    styles = document.StyleFamilies.getByName("PageStyles")
    for name in styles.ElementNames:
        style = styles.getByName(name)
        if style.isInUse():
            style.BottomMargin += more


FILTERS = {".pdf": "writer_pdf_Export", ".odt": "writer8", ".docx": "MS Word 2007 XML"}
CHANGES = {"delete": delete, "before": before, "after": after, "style": style, "type": type_in, "add": add_row, "into": type_into,
           "margin": margin}


class Editor:
    """The document at hand, of one LibreOffice."""

    def __init__(self, pipe, process):
        self.pipe, self.process = pipe, process
        self.desktop = self.document = None

    def close(self):
        if self.document:
            self.document.close(True)
            self.document = None

    def open(self, path):
        self.close()
        self.desktop = self.desktop or connect(self.pipe)
        self.document = self.desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, (value("Hidden", True),))
        styles = self.document.StyleFamilies.getByName("ParagraphStyles")
        return {"new": not self.document.hasLocation(),
                "styles": [styles.getByName(name).DisplayName for name in styles.ElementNames]}

    def save(self, path):
        self.document.storeToURL(Path(path).as_uri(), (value("FilterName", FILTERS[Path(path).suffix]),))

    def do(self, name, *operands):
        own = {"open": self.open, "save": self.save, "process": lambda: self.process}
        return own[name](*operands) if name in own else CHANGES[name](self.document, *operands)


def main(program, profile, *changes):
    pipe = Path(profile).name
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # else LibreOffice would stay
    office = subprocess.Popen([program, profile, "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;"],
                              start_new_session=True)
    try:
        editor = Editor(pipe, office.pid)
        for change in changes or sys.stdin:
            print(json.dumps(editor.do(*json.loads(change))), flush=True)
        if editor.desktop:
            editor.close()
            editor.desktop.terminate()
            office.wait(30)
    finally:
        if office.poll() is None:
            os.killpg(office.pid, signal.SIGKILL)  # the program is a script, which starts another


if __name__ == "__main__":
    main(*sys.argv[1:])
