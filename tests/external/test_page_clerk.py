"""ROOM: serve. What a clerk does on the page who knows nothing of records: names with brackets, tables, a file opened over
work that is not saved, a text longer than a page."""
import time

ROOM = "serve"
from browser import By, Keys, page, webdriver
from test_page import NOTICE, start
from test_page_form import with_office


def chips(p, label, text):
    p.field(label)
    p.type(text)
    p.keys(Keys.ENTER)
    p.settle()
    return p.run("""const box = document.activeElement.closest(".chips");
        return [...box.querySelectorAll("li")].map(li => li.firstChild.textContent);""")


def test_brackets_hold_names_together():
    """A comma in brackets parts no recipients and no people."""
    with page() as p:
        start(p, NOTICE.replace("[各街道办事处, 区政府各部门]", ""))
        assert chips(p, "主送机关", "各县（市、区）人民政府，市政府各部门；各直属机构（院、所") == \
            ["各县（市、区）人民政府", "市政府各部门", "各直属机构（院、所"]
        assert "各县（市、区）人民政府" in p.get("document.querySelector('#pages .layer').textContent")
        assert p.run("return import('/values.js').then(v => v.peopleFrom('组长：张三（甲局、兼）、李四', null))") == \
            [{"组长": ["张三（甲局、兼）", "李四"]}]


def test_marks_between_recipients_stay():
    """An enumeration comma is printed where it was written: those between commas are of one kind."""
    with page() as p:
        start(p, NOTICE.replace("[各街道办事处, 区政府各部门]", ""))
        assert chips(p, "主送机关", "各街道办事处，区政府各部门、各直属机构") == ["各街道办事处", "区政府各部门、各直属机构"]
        assert "各街道办事处，区政府各部门、各直属机构：" in p.get("document.querySelector('#pages .layer').textContent.replace(/\\s/g, '')")
        start(p, NOTICE.replace("发文机关: 云溪区人民政府", "发文机关:"))
        assert chips(p, "发文机关", "甲局、乙局") == ["甲局", "乙局"]


def test_pages_follow_to_a_new_page():
    """The first words of an attachment make a page that was not there, of which at first only the number comes."""
    with page() as p:
        start(p, NOTICE.replace("成文日期", "附件:\n  - 标题: 检查要点\n成文日期"))
        n = p.get("hongtou.pages.views.length")
        p.run("""const row = [...hongtou.form.rows].find(([key]) => key.includes('"attachments",0,"body"'))[1];
            document.getElementById(row.box.querySelector("label").htmlFor).focus();""")
        p.type("校舍安全。")
        p.until(f"hongtou.pages.views.length > {n}")
        p.until("""[...document.querySelectorAll(".marks i")].some(spot => {
            const box = document.getElementById("pages").getBoundingClientRect(), at = spot.getBoundingClientRect();
            return at.top >= box.top && at.bottom <= box.bottom; })""", 5)


def test_a_record_is_found_by_keyboard():
    """Enter after the words opens the one that has them; of several the first gets the focus."""
    with page() as p:
        for title in ("关于开展安全检查的通知", "关于开展消防检查的通知", "关于放假的通知"):
            (p.server.folder / f"{title}.md").write_text(NOTICE.replace("关于做好防汛工作的通知", title), encoding="utf-8")
        p.click("#do-open")
        p.until("document.querySelectorAll('.files button').length === 3")
        p.type("检查")
        p.keys(Keys.ENTER)
        p.until("document.querySelectorAll('.files button').length === 2 && document.activeElement.closest('.files')")
        p.keys(Keys.ESCAPE)
        p.until("!document.querySelector('dialog')")
        p.click("#do-open")
        p.until("document.getElementById('file-search')")
        p.type("消防")
        p.keys(Keys.ENTER)
        p.until("!document.querySelector('dialog') && hongtou.name === '关于开展消防检查的通知.md'")


def test_buttons_have_something_to_do():
    with page() as p:
        disabled = "[...document.querySelectorAll('#tools > button:disabled')].map(b => b.id)"
        assert p.get(disabled) == ["do-save", "to-pdf", "do-print", "do-versions"]
        start(p, NOTICE)
        assert p.get(disabled) == ["do-versions"]


def test_a_table_is_inserted():
    """By a button below the text, at its cursor; an empty one leaves the text as it was."""
    with page() as p:
        start(p, NOTICE)
        p.field("正文")
        p.keys(Keys.CONTROL, Keys.HOME)
        for cells in ([], ["单位", "金额", "备注", "甲局", "12"]):
            p.click("#form .add-table")
            p.until("document.querySelector('.grid')")
            for cell in cells:
                p.type(cell)
                p.keys(Keys.TAB)
                if p.get("document.activeElement.tagName") == "BUTTON":
                    p.keys(Keys.TAB)
            p.click("dialog .primary")
            p.until("!document.querySelector('dialog')")
            p.settle()
            if not cells:
                assert p.text() == NOTICE
        head, rest = NOTICE.split("现将有关事项通知如下：\n")
        table = "| 单位 | 金额 | 备注 |\n|---|---|---|\n| 甲局 | 12 |  |\n|  |  |  |\n"
        assert p.text() == head + "现将有关事项通知如下：\n\n" + table + rest, p.text()
        p.shot("table-inserted")
        assert "甲局" in p.get("document.querySelector('#pages').textContent")


def test_what_is_not_saved_is_asked_for():
    """Opening another file, or beginning a document, loses nothing that was not given up."""
    with page() as p:
        (p.server.folder / "别的.md").write_text(NOTICE.replace("防汛", "抗旱"), encoding="utf-8")
        start(p, NOTICE)
        p.field("标题")
        p.keys(Keys.END)
        p.type("（未存）")
        p.settle()
        written = p.text()

        def other():
            p.click("#do-open")
            p.until("document.querySelector('.files button')")
            p.click(".files button")
            p.until("document.querySelector('dialog [data-value=leave]')")
            p.shot("not-saved")

        other()
        p.keys(Keys.ESCAPE)
        p.until("!document.querySelector('dialog')")
        assert p.text() == written
        other()
        p.click("dialog [data-value=save]")
        p.until("document.getElementById('file-name')")
        p.keys(Keys.ENTER)
        p.until("hongtou.name === '别的.md'")
        kept = [file for file in p.server.folder.glob("*.md") if file.name != "别的.md"]
        assert [file.read_text(encoding="utf-8") for file in kept] == [written]
        p.settle()
        p.field("标题")
        p.type("新")
        p.settle()
        p.click("#menu-create summary")
        p.click("#menu-create .items button")
        p.until("document.querySelector('dialog [data-value=leave]')")
        p.click("dialog [data-value=leave]")
        p.until("!hongtou.name")


def test_a_new_file_replaces_none():
    """A name that is there already is told; what is saved twice over somebody else's change is asked for twice."""
    with page() as p:
        file = p.server.folder / "通知.md"
        file.write_text("别人的", encoding="utf-8")
        start(p, NOTICE)
        p.run("hongtou.saved = ''")
        p.click("#do-save")
        p.until("document.getElementById('file-name')")
        p.run("document.getElementById('file-name').value = '通知'")
        p.keys(Keys.ENTER)
        p.until("document.querySelector('.difference-table')")
        assert "已有同名文件" in p.get("document.querySelector('dialog').textContent")
        file.write_text("又改了", encoding="utf-8")
        p.click("dialog [data-value=mine]")
        p.until("document.querySelector('.difference-table') && document.querySelector('dialog').textContent.includes('又改了')")
        p.click("dialog [data-value=mine]")
        p.until("hongtou.name === '通知.md'")
        assert file.read_text(encoding="utf-8") == NOTICE


def test_the_pages_follow_what_is_typed():
    """In the form, too, the line that is written is in sight, and marked."""
    with page() as p:
        start(p, NOTICE + "\n" + "\n\n".join(f"各单位要认真落实第{n}项要求，按时报送材料。" for n in range(60)) + "\n")
        p.field("正文")
        p.keys(Keys.CONTROL, Keys.END)
        p.type("末尾的新句子。")
        p.settle()
        p.until("document.querySelector('.marks i')")
        seen = p.run("""const box = document.getElementById("pages").getBoundingClientRect();
            const spots = [...document.querySelectorAll(".marks i")].map(i => i.getBoundingClientRect());
            return [spots.length, spots.every(s => s.top >= box.top && s.bottom <= box.bottom)];""")
        assert seen[0] < 6 and seen[1], seen
        p.shot("followed")
        p.run("document.getElementById('pages').scrollTop = 0")
        p.run("hongtou.askSoon(0)")
        p.settle()
        assert p.get("document.getElementById('pages').scrollTop") == 0


def test_names_are_offered_where_there_are_some():
    with page() as p:
        start(p, NOTICE)
        shown = "[...document.querySelectorAll('.pick')].some(i => getComputedStyle(i).display !== 'none')"
        assert not p.get(shown)
        with_office(p, "人员: [张三 局长]\n")
        p.settle()
        p.until("document.querySelector('.pick')")
        assert p.get(shown)


def test_the_last_word_outlives_the_page():
    """What was typed in the moment before the page went away is kept: by the server, and by the browser."""
    with page() as p:
        start(p, NOTICE)
        p.run("hongtou.editor.replace(hongtou.editor.text + '末了的一句。'); location = 'about:blank'")
        end = time.monotonic() + 20
        while not (kept := list(p.server.folder.rglob("browser-*.json.draft"))) and time.monotonic() < end:
            time.sleep(0.05)
        assert len(kept) == 1 and "末了的一句" in kept[0].read_text(encoding="utf-8"), kept
        kept[0].unlink()
        p.open(f"http://127.0.0.1:{p.server.port}/")
        assert p.text() == NOTICE + "末了的一句。"


def test_a_field_is_not_left_half_written():
    """While a change of the form is on its way into the text, the browser asks before it leaves the page."""
    with page() as p:
        start(p, NOTICE)
        leave = "const e = new Event('beforeunload', {cancelable: true}); window.dispatchEvent(e); return e.defaultPrevented;"
        assert not p.run(leave)
        p.run("hongtou.fetched = window.fetch; window.fetch = () => new Promise(() => {})")
        p.field("标题")
        p.type("新")
        assert p.run(leave)


def test_the_text_is_changed_at_once():
    """What is typed in the form's text is in the record as the form has it, without an answer of the server; undo in
    the form takes it back there, too."""
    with page() as p:
        start(p, NOTICE)
        p.field("正文")
        p.keys(Keys.CONTROL, Keys.END)
        p.run("window.fetched = []; const f = window.fetch; window.fetch = (...a) => { window.fetched.push(String(a[0])); return f(...a); };")
        p.type("\n---\n末段𠮷。")
        p.settle()
        assert p.text() == NOTICE + "---\n末段𠮷。\n", p.text()
        assert not p.get("window.fetched.filter(path => path.includes('/v1/edit'))")
        p.until("hongtou.outline.fields.find(f => f.below).value.includes('末段')")
        p.field("标题")
        p.keys(Keys.END)
        p.type("书")
        p.settle()
        p.field("正文")
        p.keys(Keys.CONTROL, Keys.HOME)
        p.type("首")
        p.settle()
        assert p.text() == NOTICE.replace("通知  #", "通知书  #").replace("现将", "首现将") + "---\n末段𠮷。\n", p.text()
        for _ in range(8):  # a line break is a change of its own
            if p.text() != NOTICE:
                p.keys(Keys.CONTROL, "z")
                p.settle()
        assert p.text() == NOTICE, p.text()
        p.until("[...hongtou.form.rows.values()].find(r => r.path.join() === 'body').widget.cm.getValue().startsWith('现将')")
        p.click("#tab-text")
        assert p.get("hongtou.editor.cm.getOption('lineWrapping')")


def test_a_table_opens_where_it_is():
    """In the form's text, by a double click on any of its lines, or by Ctrl+Enter; elsewhere these do what they did."""
    with page() as p:
        start(p, NOTICE + "\n| 单位 | 金额 |\n|---|---|\n| 甲局 | 12 |\n")
        p.until("document.querySelector('#form .cm-cells')")
        p.run("window.cm = document.querySelector('#form .CodeMirror').CodeMirror; cm.focus(); cm.setCursor({line: 2, ch: 0})")
        p.keys(Keys.CONTROL, Keys.ENTER)
        assert not p.get("document.querySelector('dialog')")
        p.run("cm.setCursor({line: 6, ch: 3})")
        p.keys(Keys.CONTROL, Keys.ENTER)
        p.until("document.querySelector('dialog .grid')")
        assert p.get("[...document.querySelectorAll('dialog .grid input')].map(i => i.value)") == ["单位", "金额", "甲局", "12"]
        p.shot("table-at-the-cursor")
        p.keys(Keys.ESCAPE)
        p.until("!document.querySelector('dialog')")
        webdriver.ActionChains(p.driver).double_click(p.driver.find_elements(By.CSS_SELECTOR, "#form .cm-cells")[2]).perform()
        p.until("document.querySelector('dialog .grid')")
        p.run("const i = document.querySelectorAll('dialog .grid input')[3]; i.value = '15'; i.dispatchEvent(new Event('input', {bubbles: true}))")
        p.click("dialog .primary")
        p.settle()
        assert p.text().endswith("| 单位 | 金额 |\n|---|---|\n| 甲局 | 15 |\n"), p.text()


def test_work_that_failed_is_over():
    """While the page says why no file was made, it does not say that it is working."""
    with page() as p:
        start(p, NOTICE)
        p.run("hongtou.editor.replace(arguments[0])", NOTICE.replace("成文日期: 2026-05-06", "成文日期: 2026-13-06"))
        p.settle()
        for button in ("to-pdf", "do-print"):
            p.click("#" + button)
            p.until("document.querySelector('dialog .error')")
            assert p.get("document.getElementById('state').textContent") == ""
            p.keys(Keys.ESCAPE)
            p.until("!document.querySelector('dialog')")


def test_a_key_sets_anew_only_what_it_changes():
    """In the form's text: lines of the page and findings that stay as they were are not made again, and the browser lays out
    seldom."""
    with page() as p:
        start(p, NOTICE.replace("〔2026〕", "[2026]"))
        p.until("document.querySelector('#findings li') && document.querySelector('.layer span')")
        p.run("const cm = document.querySelector('#form .CodeMirror').CodeMirror; cm.focus(); cm.setCursor(2, 8);")
        time.sleep(2)
        kept = "[...document.querySelectorAll('.layer span'), ...document.querySelectorAll('#findings li')]"
        p.run(f"{kept}.forEach(e => {{ e.old = true; }})")
        p.driver.execute_cdp_cmd("Performance.enable", {})

        def layouts():
            return next(m["value"] for m in p.driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"] if m["name"] == "LayoutCount")
        before = layouts()
        for _ in range(20):
            p.driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "keyDown", "text": "a", "key": "a"})
            p.driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "keyUp", "key": "a"})
            time.sleep(0.3)
        count = (layouts() - before) / 20
        print(f"{count:.1f} layouts a key")
        p.settle()
        p.until("document.querySelector('.layer').textContent.includes('aaaa')")
        new = p.get(f"{kept}.filter(e => !e.old).map(e => e.textContent)")
        assert new and len(new) <= 3 and "aaaa" in "".join(new), new
        assert count <= 11, count
