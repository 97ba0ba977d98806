"""ROOM: serve. The page's form: members of lists, pictures, what the office gives, and what a new document begins with."""
import base64

ROOM = "serve"
from browser import Keys, page
from support import ROOT
from test_page import NOTICE, start

PICTURE = sorted((ROOT / "samples" / "seals").glob("*.png"))[0]
OFFICE = "发文机关: 青川区人民政府办公室\n印发机关: 青川区政府办\n编辑单位: 区府办综合科\n简报:\n- {名称: 青川政务简报, 已出至: 2020年第4期}\n"


def where(p):
    """The label of the field that has the focus, and the member of a list that it is in."""
    return p.run("""const at = document.activeElement, row = at.closest(".row"), member = at.closest(".member");
        return [member ? member.getAttribute("aria-label") : "", row ? row.querySelector("label").firstChild.textContent : at.textContent];""")


def press_in(p, legend, sign):
    """By the keyboard, on the last button of the list."""
    p.run("""const set = [...document.querySelectorAll("#form fieldset")].find(f => f.firstChild.textContent === arguments[0]);
        for (let fold = set.closest("details"); fold; fold = null) fold.open = true;
        [...set.querySelectorAll("button")].filter(b => b.textContent.includes(arguments[1])).pop().focus();""", legend, sign)
    p.keys(Keys.ENTER)
    p.settle()


def new(p, form):
    p.click(f"#start [data-form={form}]")
    p.settle()
    p.until("document.querySelector('#form .row')")


def with_office(p, text=OFFICE):
    (p.server.folder / "office.yaml").write_text(text, encoding="utf-8")
    p.reload()


def drop(p, selector, name, data, kind="image/png"):
    """Drop a file on the middle of an element."""
    p.run("""const bytes = Uint8Array.from(atob(arguments[2]), c => c.charCodeAt(0)), data = new DataTransfer();
        data.items.add(new File([bytes], arguments[1], {type: arguments[3]}));
        const at = document.querySelector(arguments[0]), box = at.getBoundingClientRect();
        at.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true,
            clientX: box.left + 20, clientY: box.top + 10}));""", selector, name, base64.b64encode(data).decode(), kind)


def test_a_member_is_added_empty():
    """It holds nothing that nobody wrote, what is typed next is in it, and nothing else changes."""
    with page() as p:
        start(p, NOTICE)
        p.field("标题")
        press_in(p, "附件", "添加")
        assert where(p) == ["附件 1", "标题"]
        assert "附件" not in p.get("document.querySelector('#pages .layer').textContent")
        p.shot("member-added")
        p.type("防汛物资表")
        p.settle()
        assert "附件:\n  - 标题: 防汛物资表\n" in p.text() and "标题: 关于做好防汛工作的通知  # 原题\n" in p.text(), p.text()
        p.field("标题")
        p.run("[...document.querySelectorAll('#form fieldset')].find(f => f.firstChild.textContent === '附件').lastChild.id = 'add'")
        p.click("#add")  # the help of the field above goes, and the button stays under the mouse
        p.settle()
        p.type("联系人名单")
        p.settle()
        assert "  - 标题: 防汛物资表\n  - 标题: 联系人名单\n" in p.text(), p.text()


def test_members_are_moved_by_keyboard():
    """The focus goes with the member; after one is removed it is on the button that adds one."""
    with page() as p:
        start(p, NOTICE.replace("成文日期", "附件: [甲表, 乙表, 丙表]\n成文日期"))
        press_in(p, "附件", "↑")
        assert "附件: [甲表, 丙表, 乙表]\n" in p.text() and where(p) == ["附件 2", "↑"]
        p.keys(Keys.ENTER)
        p.settle()
        assert "附件: [丙表, 甲表, 乙表]\n" in p.text() and where(p) == ["附件 1", "↓"]
        press_in(p, "附件", "×")
        assert "附件: [丙表, 甲表]\n" in p.text() and "添加" in where(p)[1]


def test_a_bulletin_has_its_text():
    """A bulletin of one text is filled in as it is: its title and text are fields of its form."""
    with page() as p:
        new(p, "bulletin")
        for label, text in [("简报名称", "青川简报"), ("期号", "5"), ("标题", "区政府召开调度会"), ("正文", "会议由区长主持。")]:
            p.field(label)
            p.type(text)
            p.settle()
        p.shot("bulletin-of-one")
        shown = p.get("document.querySelector('#pages .layer').textContent")
        assert "区政府召开调度会" in shown and "会议由区长主持" in shown, shown
        assert "不印" not in p.get("document.getElementById('form').textContent")


def test_long_names_keep_the_width():
    """A long file name or message is cut, and the page stays as wide as its window."""
    with page() as p:
        start(p, NOTICE)
        p.run("hongtou.isSaved(arguments[0], '\"1\"', '')", "关于进一步加强和改进全区冬季森林草原防灭火工作的通知" * 4 + ".md")
        p.shot("long-name")
        assert p.get("document.getElementById('state').textContent") and p.get("innerWidth") == 1366
        for part in ("bar", "work", "below"):
            assert p.get(f"document.getElementById('{part}').getBoundingClientRect().right") <= 1366, part


def test_pictures_are_dropped_on_the_text():
    """Put beside the record and named in a line of its own; the cursor is where its caption goes. Other files are imported."""
    with page() as p:
        start(p, NOTICE)
        picture = PICTURE.read_bytes()
        drop(p, "#form .CodeMirror-line", "现场 图(1).png", picture)
        p.until("hongtou.editor.text.includes('![](现场-图-1-.png)')")
        p.type("现场")
        p.settle()
        assert p.text().endswith("---\n现将有关事项通知如下：\n![现场](现场-图-1-.png)\n\n一、加强领导。各单位要高度重视。\n"), p.text()
        assert (p.server.folder / "现场-图-1-.png").read_bytes() == picture
        p.until("hongtou.pages.store.images.size === 1")
        p.shot("picture-in-text")
        assert not p.get("document.querySelector('dialog')") and not p.get("document.querySelector('#findings > .error')")
        p.click("#tab-text")
        drop(p, "#text .CodeMirror-line:last-child", "b.jpg", picture)
        p.until("hongtou.editor.text.includes('![](b.jpg)')")
        before = p.text()
        drop(p, "#text .CodeMirror-line", "a.txt", "关于召开会议的通知\n".encode(), "text/plain")
        p.until("document.querySelector('dialog .record')")
        p.keys(Keys.ESCAPE)
        assert p.text() == before


def test_a_picture_elsewhere_is_refused_in_words():
    with page() as p:
        drop(p, "#start", "a.png", PICTURE.read_bytes())
        p.until("document.querySelector('dialog .error')")
        said = p.get("document.querySelector('dialog').textContent")
        assert "这是图片" in said and "记录有错误" not in said, said
        p.keys(Keys.ESCAPE)


def test_a_picture_goes_to_the_record_s_folder():
    with page() as p:
        (p.server.folder / "甲").mkdir()
        (p.server.folder / "甲" / "n.md").write_text(NOTICE, encoding="utf-8")
        p.run("hongtou.load('甲/n.md')")
        p.until("hongtou.name === '甲/n.md'")
        p.settle()
        p.until("document.querySelector('#form .CodeMirror-line')")
        drop(p, "#form .CodeMirror-line", "图.png", PICTURE.read_bytes())
        p.until("hongtou.pages.store.images.size === 1")
        assert (p.server.folder / "甲" / "图.png").exists() and not (p.server.folder / "图.png").exists()


def test_the_office_begins_a_bulletin():
    """Its name, its editors and its next number."""
    with page() as p:
        with_office(p)
        new(p, "bulletin")
        assert "简报名称: \"青川政务简报\"" in p.text() and "编辑单位: \"区府办综合科\"" in p.text(), p.text()
        p.until("document.querySelector('.propose:not([hidden])')")
        p.shot("office-bulletin")
        p.click(".propose")
        p.until("hongtou.editor.text.includes('期号: \"1\"') || hongtou.editor.text.includes('期号: 1')")
    with page() as p:
        with_office(p, OFFICE + "- {名称: 青川信息}\n")
        new(p, "bulletin")
        assert "简报名称" not in p.text()  # which of them, people say
        p.field("简报名称")
        p.type("青川信息")
        p.settle()
        p.until("document.querySelector('.propose:not([hidden])')")


def test_what_the_office_gives_is_seen():
    """A new document has it in its fields; in a record that lacks it, the field shows what is printed."""
    with page() as p:
        with_office(p)
        new(p, "document")
        assert "印发机关: \"青川区政府办\"" in p.text()
        assert not p.get("[...document.querySelectorAll('#findings > li')].some(l => l.dataset.code === 'H222')")
        start(p, NOTICE.replace("云溪区人民政府", "青川区人民政府办公室"))
        p.field("印发机关")
        p.until("document.activeElement.placeholder === '青川区政府办'")
        p.type("另一室")
        p.settle()
        p.until("document.activeElement.placeholder === ''")


def test_a_new_document_begins_at_its_top():
    """Seen from the top, with the focus where something is still to be filled in."""
    with page() as p:
        start(p, NOTICE)
        p.run("const f = document.getElementById('form'); f.scrollTop = f.scrollHeight;")
        p.click("#menu-create summary")
        p.run("[...document.querySelectorAll('#menu-create .items button')].find(b => b.textContent === '纪要').click()")
        p.settle()
        p.until("document.activeElement.closest('.row')")
        assert p.get("document.getElementById('form').scrollTop") == 0
        assert p.get("document.activeElement.value") == ""
        p.shot("new-minutes")


def test_messages_name_fields_in_words():
    """No name that only a record's file needs, not even of a list's member or of one of two fields."""
    with page() as p:
        new(p, "bulletin")
        p.until("document.querySelector('#findings > .error')")
        said = p.get("document.getElementById('findings').textContent")
        assert "简报名称" in said and "meeting" not in said, said
        start(p, NOTICE.replace("成文日期", "附件:\n- {标题: 名单, 成文日期: 2026-05-01}\n成文日期"))
        p.until("document.getElementById('findings').textContent.includes('附件第1项')")
        assert "attachments" not in p.get("document.getElementById('findings').textContent")


def test_labels_are_not_left_out():
    """What only named the field that its line went to is nothing that was lost."""
    with page() as p:
        p.run("document.getElementById('paste').focus()")
        p.type("区政府第18次常务会议纪要\n会议时间：2026年11月26日下午3点\n主持人：陈立新\n一、会议同意实施方案。\n网站导航 联系我们 版权所有\n")
        p.click("#recognise")
        p.until("document.querySelector('dialog .told details')")
        told = p.get("document.querySelector('dialog .told details').textContent")
        assert "网站导航" in told and "主持人" not in told, told
        p.keys(Keys.ESCAPE)


def test_versions_have_heads():
    with page() as p:
        start(p, NOTICE)
        for text in (NOTICE, NOTICE.replace("防汛", "防火")):
            p.run("hongtou.editor.replace(arguments[0])", text)
            p.click("#do-save")
            p.until("document.getElementById('file-name') || hongtou.saved === hongtou.editor.text")
            if p.get("document.getElementById('file-name')"):
                p.keys(Keys.ENTER)
            p.until("hongtou.saved === hongtou.editor.text && !document.querySelector('dialog')")
        p.click("#do-versions")
        p.until("document.querySelector('dialog .files button')")
        p.click("dialog .files button")
        p.until("document.querySelector('.difference-table .heads')")
        then, now = p.get("[...document.querySelectorAll('.heads span')].map(s => s.textContent)")
        assert then == p.get("document.querySelector('dialog .files [aria-pressed=true]').textContent") and now == "现在的"
        p.shot("versions")
        p.keys(Keys.ESCAPE)
