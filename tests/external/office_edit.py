"""office_edit.py SOFFICE PROFILE ODT PDF BEGINNING TEXT …: as an editor would, put each TEXT as a paragraph before the
last one that begins with BEGINNING, and write PDF. Runs by itself: LibreOffice's Python modules want a process that
nothing else shares."""
import subprocess
import sys
import time
from pathlib import Path

try:
    import uno
    from com.sun.star.beans import PropertyValue
    from com.sun.star.connection import NoConnectException
    from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK
except ImportError:
    print("LibreOffice's Python modules are not installed (Debian: python3-uno)")
    sys.exit(77)


def value(name, content):
    return PropertyValue(Name=name, Value=content)


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            time.sleep(0.2)
    raise TimeoutError("LibreOffice does not answer")


def insert(document, beginning, texts):
    paragraphs = document.Text.createEnumeration()
    found = None
    while paragraphs.hasMoreElements():
        paragraph = paragraphs.nextElement()
        if paragraph.supportsService("com.sun.star.text.Paragraph") and paragraph.String.startswith(beginning):
            found = paragraph
    cursor = document.Text.createTextCursorByRange(found.Start)
    for text in texts:
        document.Text.insertString(cursor, text, False)
        document.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)


def main(program, profile, source, target, beginning, *texts):
    pipe = Path(profile).name
    office = subprocess.Popen([program, profile, "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;"])
    try:
        desktop = connect(pipe)
        document = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, (value("Hidden", True),))
        insert(document, beginning, texts)
        document.storeToURL(Path(target).as_uri(), (value("FilterName", "writer_pdf_Export"),))
        document.close(True)
        desktop.terminate()
        office.wait(30)
    finally:
        if office.poll() is None:
            office.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])
