"""office_change.py SOFFICE PROFILE FILE PDF CHANGE …: as an editor would, change FILE and write PDF. A CHANGE is JSON:
["delete", BEGINNING], ["before", BEGINNING, TEXT …], ["after", BEGINNING, TEXT …] or ["style", NAME, PROPERTY, VALUE]; the
paragraph is the last that begins so. Prints whether FILE was opened as a new document, and the names of its paragraph
styles, as JSON."""
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


def main(program, profile, source, target, *changes):
    pipe = Path(profile).name
    office = subprocess.Popen([program, profile, "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;"],
                              start_new_session=True)
    try:
        desktop = connect(pipe)
        document = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, (value("Hidden", True),))
        styles = document.StyleFamilies.getByName("ParagraphStyles")
        print(json.dumps({"new": not document.hasLocation(),
                          "styles": [styles.getByName(name).DisplayName for name in styles.ElementNames]}))
        for name, *operands in map(json.loads, changes):
            {"delete": delete, "before": before, "after": after, "style": style}[name](document, *operands)
        document.storeToURL(Path(target).as_uri(), (value("FilterName", "writer_pdf_Export"),))
        document.close(True)
        desktop.terminate()
        office.wait(30)
    finally:
        if office.poll() is None:
            os.killpg(office.pid, signal.SIGKILL)  # the program is a script, which starts another


if __name__ == "__main__":
    main(*sys.argv[1:])
