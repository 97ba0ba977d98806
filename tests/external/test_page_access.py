"""ROOM: serve. Each state of the page, asked by axe-core whether everybody can use it: no serious fault, none critical."""
import functools
import subprocess
from pathlib import Path
from types import SimpleNamespace

ROOM = "serve"
from browser import Keys, Page, available, page
from support import PROGRAM, ROOT, Skip, cases, environment, workdir
from test_page import NOTICE, OFFICE, REPORT, start

TABLE = "\n| 单位 | 金额 |\n|:---|---:|\n| 甲局 | 12 |\n\n特此通知。\n"


@functools.lru_cache(maxsize=None)
def axe():
    done = subprocess.run([str(ROOT / "tools" / "verify-page"), "--fetch"], capture_output=True, text=True)
    if done.returncode == 77:
        raise Skip(done.stdout.strip().removeprefix("SKIPPED: "))
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip()).read_text(encoding="utf-8")


def faults(p, name):
    """What axe-core finds that is serious or critical; other findings are printed. It is put in over the debugger:
    the page's policy lets no script in that is not its own."""
    p.driver.execute_cdp_cmd("Runtime.evaluate", {"expression": axe()})
    found = p.driver.execute_async_script("""const done = arguments[0];
        axe.run(document, {resultTypes: ["violations"]}).then(r => done(r.violations.map(v =>
            [v.impact, v.id, v.nodes.map(n => n.target.join(" ") + ": " + n.any.concat(n.all, n.none).map(c => c.message).join("; ")).slice(0, 6)])),
            e => done([["critical", String(e), []]]));""")
    p.shot("axe-" + name)
    for impact, rule, nodes in found:
        if impact not in ("serious", "critical"):
            print(f"{name}: {impact} {rule} {nodes[:2]}")
    return [(name, *f) for f in found if f[0] in ("serious", "critical") and not is_of_editor(f)]


def is_of_editor(fault):
    """CodeMirror's box scrolls by the keys of its text field, which is beside it, not in it: axe-core sees a box that no
    key scrolls."""
    _, rule, nodes = fault
    return rule == "scrollable-region-focusable" and all(".CodeMirror-scroll:" in node for node in nodes)


def of_beginning():
    with page() as p:
        p.until("document.querySelector('#start [data-form]')")
        yield p, "start"
        p.click("#menu-create summary")
        yield p, "menu"
        p.click("#do-open")
        p.until("document.querySelector('.files li')")
        yield p, "no-records"
        p.keys(Keys.ESCAPE)
        p.run("document.getElementById('paste').focus()")
        p.type(REPORT)
        p.click("#recognise")
        p.until("document.querySelector('dialog .record')")
        yield p, "import"


def of_writing():
    with page() as p:
        start(p, NOTICE.replace("云政发〔2026〕8号", "云政发[2026]8号") + TABLE)
        p.until("document.querySelector('#findings .fix')")
        p.run("[...document.querySelectorAll('#form details')].forEach(d => { d.open = true; })")
        yield p, "form"
        p.field("标题")
        yield p, "field"
        p.run("document.querySelector('.tables button').click()")
        p.until("document.querySelector('.grid')")
        yield p, "grid"
        p.keys(Keys.ESCAPE)
        p.click("#do-thumbs")
        yield p, "thumbnails"
        p.click("#do-thumbs")
        p.click("#tab-text")
        p.run("hongtou.editor.cm.focus(); hongtou.editor.cm.setCursor({line: 7, ch: 99})")
        p.keys(Keys.ENTER)
        p.type("紧急")
        p.until("document.querySelector('.CodeMirror-hint')")
        yield p, "completion"
        p.keys(Keys.ESCAPE)
        p.run("hongtou.editor.cm.replaceSelection('\\n坏: \"没有关')")
        p.settle()
        p.until("!document.getElementById('older').hidden")
        yield p, "older"
        p.click("#tab-form")
        yield p, "form-of-a-broken-text"


def of_members():
    """A form with lists of groups, in English."""
    with page("en-US") as p:
        start(p, (ROOT / "samples" / "03-minutes.md").read_text(encoding="utf-8"))
        p.run("[...document.querySelectorAll('#form details')].forEach(d => { d.open = true; })")
        yield p, "english"


def of_files():
    with page() as p:
        start(p, NOTICE)
        p.click("#do-save")
        p.until("document.getElementById('file-name')")
        yield p, "save"
        p.keys(Keys.ENTER)
        p.until("hongtou.name && hongtou.etag && !document.querySelector('dialog')")
        path = p.server.folder / p.get("hongtou.name")
        path.write_text(NOTICE.replace("云政发", "他政发"), encoding="utf-8")
        p.field("标题")
        p.type("（我的）")
        p.settle()
        p.click("#do-save")
        p.until("document.querySelector('.difference-table')")
        yield p, "conflict"
        p.click("dialog [data-value=mine]")
        p.until("hongtou.saved === hongtou.editor.text")
        p.click("#do-open")
        p.until("document.querySelector('.files button')")
        yield p, "open"
        p.keys(Keys.ESCAPE)
        p.click("#do-versions")
        p.until("document.querySelector('.files button')")
        p.click("dialog .files button")
        p.until("document.querySelector('.difference-table')")
        yield p, "versions"


def of_settings():
    with page() as p:
        (p.server.folder / "office.yaml").write_text(OFFICE, encoding="utf-8")
        p.reload()
        p.click("#start [data-form=document]")
        p.until("document.querySelector('.propose:not([hidden])')")
        yield p, "new"
        p.click("#do-office")
        p.until("document.querySelector('dialog #office-issuers')")
        yield p, "settings"
        p.run("document.querySelector('dialog').scrollTop = 9999")
        yield p, "settings-below"


def of_a_stranger():
    with page() as p:
        p.run("sessionStorage.clear()")
        p.driver.get("about:blank")
        p.driver.get(f"http://127.0.0.1:{p.server.port}/")
        p.until("document.querySelector('dialog')")
        yield p, "ticket-wanted"


def of_preview():
    with workdir() as folder:
        file = Path(folder, "通知.md")
        file.write_text(NOTICE, encoding="utf-8")
        process = subprocess.Popen([str(PROGRAM), "preview", str(file)], stdout=subprocess.PIPE,
                                   env=environment(XDG_STATE_HOME=str(Path(folder, "state"))))
        try:
            p = Page(SimpleNamespace(first=process.stdout.readline().decode()))
            p.until("document.querySelectorAll('.page').length")
            yield p, "preview"
            p.close()
        finally:
            process.terminate()
            process.communicate(timeout=20)


STATES = {f.__name__.removeprefix("of_"): f for f in (of_beginning, of_writing, of_members, of_files, of_settings, of_a_stranger,
                                                      of_preview)}


@cases(sorted(STATES))
def test_everybody_can_use_it(name):
    if not available():
        raise Skip("no browser")
    axe()
    found = [fault for state in STATES[name]() for fault in faults(*state)]
    assert not found, "\n".join(map(str, found))
