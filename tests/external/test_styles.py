"""The language of style sheets: what is inherited, changed and reported. tests/cases/styles/NAME.yaml are wrong sheets;
NAME.diag holds their messages, NAME.zh.diag the same in Chinese. `tests/run.py --update styles` writes them again."""
import re
from pathlib import Path

from support import ROOT, cases, environment, hongtou, workdir
from test_golden import compare

ROOM = "style"

FOLDER = ROOT / "tests" / "cases" / "styles"
SHEETS = sorted(path.stem for path in FOLDER.glob("*.yaml") if path.stem != "record")
NOTICE = """title: 关于演示的通知
issuers: 青岚县人民政府
number: 青政发〔2026〕9号
date: 2026-05-06
recipients: [甲乡, 乙镇]
body: 请认真执行。
"""


def shown(record, *sheets, verbose=False):
    """The texts of a record's lines, top to bottom, and the messages; sheets: name and text, the last one is used."""
    with workdir() as folder:
        Path(folder, "r.yaml").write_text(record, encoding="utf-8")
        for name, text in sheets:
            Path(folder, f"{name}.yaml").write_text(text, encoding="utf-8")
        use = ["-s", f"{sheets[-1][0]}.yaml"] if sheets else []
        done = hongtou("export", "r.yaml", "-t", "trace", "-o", "-", *use, *(["-v"] if verbose else []), cwd=folder)
        assert done.returncode == 0, done.err
        return re.findall(r'^run [^"\n]*"([^"\n]*)"', done.stdout.decode(), re.M), done.err


def text_of(record, *sheets):
    return "".join(shown(record, *sheets)[0]).replace("　", "")


@cases(SHEETS)
def test_messages(name):
    """All faults of a sheet are reported at once, each once, in both languages."""
    for locale, ending in (("C.UTF-8", "diag"), ("zh_CN.UTF-8", "zh.diag")):
        done = hongtou("export", "record.yaml", "-s", f"{name}.yaml", "-t", "trace", "-o", "/dev/null", cwd=FOLDER,
                       env=environment(LC_ALL=locale))
        compare(FOLDER / f"{name}.{ending}", done.err)
        assert done.returncode == 1, done.err
        places = [line.split(" ")[0] + line.split("[")[-1] for line in done.err.splitlines() if "[S109]" not in line
                  and "[S115]" not in line]
        assert len(places) == len(set(places)), "a fault reported twice"


def test_messages_all():
    """Every message about a style sheet is given by one of the wrong sheets. S15x are about the style path
    (test_own_forms.py)."""
    table = (ROOT / "src" / "style" / "include" / "style" / "messages.h").read_text(encoding="utf-8")
    told = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.diag"))
    missing = [code for code in re.findall(r'"(S(?!15)\d+)"', table) if f"[{code}]" not in told]
    assert not missing, missing


@cases([("letter", "信函", ""), ("minutes", "纪要", "mark: 青岚县人民政府会议纪要\n"),
        ("order", "命令", "mark: 青岚县人民政府令\n"), ("document", "公文", ""),
        ("bulletin", "简报", "mark: 青岚简报\nitems: [{title: 甲, body: 乙}]\n")])
def test_number_and_signers(case):
    """With signers, the number is printed once, or its field is reported; and so are the signers."""
    _, form, more = case
    lines, err = shown(f"form: {form}\n{NOTICE}signers: 顾岚\n{more}", verbose=True)
    text = "".join(lines).replace("　", "")
    if form == "简报":
        assert "number (发文字号) is not printed in the form 简报" in err, err
    else:
        assert text.count("〔2026〕9号") == 1, text
    assert "顾岚" in text or "signers (签发人) is not printed" in err, err


def test_redefined_element():
    """An element with a kind of its own inherits nothing: no condition, no text, no place."""
    record = NOTICE + "signers: 顾岚\n"
    same = "extends: gb9704\nelements: {number: {skip: 3}}\n"
    other = "extends: gb9704\nelements: {number: {kind: line, style: number, centre: '文号{number}'}}\nflow-: [number_upward]\n"
    assert text_of(record, ("same", same)).count("9号") == 1
    assert "文号青政发〔2026〕9号" in text_of(record, ("other", other))
    lost, err = shown(record, ("lost", "extends: gb9704\nflow-: [number_upward]\n"))
    assert "9号" not in "".join(lost) and "number (发文字号) is not printed" in err, err
    removed = "extends: gb9704\nelements: {number: {unless: ~}}\nflow-: [number_upward]\n"
    assert "〔2026〕9号" in text_of(record, ("removed", removed))


def test_lists_changed():
    """`+` adds to an inherited list, at its end or at a place in it; `-` takes out of it."""
    added = """extends: gb9704
elements:
  first: {kind: text, style: body, text: 甲段}
  second: {extends: first, text: 乙段}
  third: {extends: first, text: 丙段}
flow+: [first: after title, second: before title, third]
flow-: [recipients]
"""
    text = text_of(NOTICE, ("added", added))
    order = [text.index(part) for part in ("乙段", "关于演示的通知", "甲段", "请认真执行", "丙段")]
    assert order == sorted(order), text
    assert "甲乡" not in text.split("主送")[0], text
    again = "extends: added\nflow-: [third]\nignored: {recipients: 由正文写明}\n"
    _, err = shown(NOTICE, ("added", added), ("again", again))
    assert "[D102]" not in err, err


CLEARED = """extends: gb9704
styles:
  inset: {extends: body, left: 10字, right: 2字}
  open: {extends: inset, left: ~, right: ~, indent: ~}
elements:
  first: {kind: text, style: inset, text: 甲段, unless: title}
  second: {extends: first, text: 乙段, unless: ~, style: open}
  third: {extends: second, text: 丙段}
  fourth: {extends: first, text: 丁段}
flow+: [first: before title, second: before title, third: before title, fourth: before title]
"""


def test_cleared_in_an_entry_that_extends():
    """`key: ~` in an entry that extends another of its sheet clears what comes from there, for its own heirs, too; so it
    does in a sheet that extends that one, and in paragraph styles. What an element needs it cannot do without."""
    text = text_of(NOTICE, ("cleared", CLEARED))
    assert "乙段丙段" in text and "甲段" not in text and "丁段" not in text, text
    again = "extends: cleared\nelements: {fourth: {unless: ~}, second: {unless: title}}\n"
    text = text_of(NOTICE, ("cleared", CLEARED), ("again", again))
    assert "丁段" in text and not any(part in text for part in ("甲段", "乙段", "丙段")), text
    with workdir() as folder:
        Path(folder, "r.yaml").write_text(NOTICE, encoding="utf-8")
        Path(folder, "s.yaml").write_text(CLEARED.replace("text: 丁段", "text: ~"), encoding="utf-8")
        done = hongtou("export", "r.yaml", "-s", "s.yaml", "-t", "trace", "-o", "-", cwd=folder)
        assert done.returncode == 1 and 's.yaml:9:11: error: "fourth" needs the key "text"' in done.err, done.err
        Path(folder, "s.yaml").write_text(CLEARED, encoding="utf-8")
        done = hongtou("export", "r.yaml", "-s", "s.yaml", "-t", "trace", "-o", "-", cwd=folder)
    lefts = re.findall(r'^run second para \d+ ([\d.]+)', done.stdout.decode(), re.M)
    assert lefts == ["28.000"], "the style open is not set in"


def test_left_out_fields_noted():
    """What a form leaves out on purpose is noted, with the sheet's reason; what it has no place for is warned of."""
    record = f"form: minutes\nmark: 会议纪要\n{NOTICE}meeting: {{name: 常务会议, agenda: [{{topic: 执行, decisions: [{{text: 夜雨拨付1860万元}}]}}]}}\nsigners: 顾岚\n"
    _, err = shown(record, verbose=True)
    assert "note: meeting.agenda[1].decisions (会议的议题第1项的决定) is not printed in the form 纪要: 有正文时" in err, err
    assert "warning: signers (签发人) is not printed" in err, err
    assert "note: meeting.name (会议的名称) is not printed" in err and err.count("[D103]") == 3, err
    assert "form (格式)" not in err and "issuers (发文机关)" not in err, err
    _, err = shown(record.replace("topic: 执行", "topic: 审议预算"))
    assert 'meeting.agenda[1].topic' in err and 'nor does the text say it: "审议预算"' in err and "[D140" in err, err


FORMS = {"document": "", "letter": "", "order": "mark: 青岚县人民政府令\nsigners: 顾岚 县长\n", "minutes": "mark: 会议纪要\n",
         "bulletin": "mark: 青岚简报\nitems: [{title: 甲, body: 乙}]\n"}
TEXTS = ["copy_number", "note", "printed_by", "issue", "total_issue", "editor", "meeting.name", "meeting.ordinal",
         "meeting.place", "meeting.bulletin"]
PEOPLE = ["signers", "meeting.chair", "meeting.recorder", "meeting.present", "meeting.absent", "meeting.observers"]
LISTS = ["signature", "copies_to", "report_to", "send_to", "issue_to"]
DATES = ["print_date", "meeting.time", "meeting.end_time", "meeting.notice_date"]


@cases(sorted(FORMS))
def test_no_field_vanishes(form):
    """Each field that is given is printed, or named in a message (-v)."""
    gone = []
    for path in TEXTS + PEOPLE + LISTS + DATES + ["copies"]:
        value, said = ("2019-03-04", "2019年3月4日") if path in DATES else ("777", "777") if path == "copies" else ("夜雨", "夜雨")
        group, _, name = path.rpartition(".")
        line = f"{group}: {{{name}: {value}}}\n" if group else f"{name}: {value}\n"
        rest = "".join(row for row in (NOTICE + FORMS[form]).splitlines(True) if not row.startswith(f"{path}:"))
        texts, err = shown(f"form: {form}\n{rest}{line}", verbose=True)
        if said not in "".join(texts).replace("　", "").replace(" ", "") and f": {path} (" not in err and f": {path}[1]" not in err:
            gone.append(path)
    assert not gone, gone


CHINESE = """继承: gb9704
名称: 某县公文
样式:
  正文: {字号: 四号, 对齐: 左}
  页脚说明: {继承: 正文, 颜色: '#00707A'}
要素:
  标题: {上空行数: 1}
  说明: {类型: 文字, 样式: 页脚说明, 内容: '{发文字号}共{主送机关|连接:、}{（{附注}；{会议.名称}）}'}
  版记抄送: {类型: 文字, 样式: 版记, 标签: '抄送：', 内容: '{抄送机关|结尾:。}', 有则: 抄送}
顺序+: [说明: after 正文]
不用: {印数: 不印}
"""
ENGLISH = """extends: gb9704
name: 某县公文
styles:
  body: {size: 四号, align: left}
  页脚说明: {extends: body, colour: '#00707A'}
elements:
  title: {skip: 1}
  说明: {kind: text, style: 页脚说明, text: '{number}共{recipients|join:、}{（{note}；{meeting.name}）}'}
  版记抄送: {kind: text, style: imprint, label: '抄送：', text: '{copies_to|end:。}', when: copies_to}
flow+: [说明: after body]
ignored: {copies: 不印}
"""


def test_chinese_words():
    """A sheet may be written with Chinese keys, kinds, names of elements and styles, fields and filters."""
    record = NOTICE + "note: 此件公开\ncopies: 3\nmeeting: {name: 常务会议}\n"
    assert shown(record, ("sheet", CHINESE)) == shown(record, ("sheet", ENGLISH))
    assert "青政发〔2026〕9号共甲乡、乙镇（此件公开；常务会议）" in text_of(record, ("sheet", CHINESE))
    with workdir() as folder:
        for name, text in (("a", CHINESE), ("b", ENGLISH)):
            Path(folder, f"{name}.yaml").write_text(text, encoding="utf-8")
        said = [re.sub(r"\([ab]\.yaml:\d+", "(", hongtou("styles", f"{name}.yaml", cwd=folder).stdout.decode())
                for name in "ab"]
        keys = [re.findall(r"(?m)^([^:]+): ", text) for text in said]
        assert keys[0] == keys[1]


def test_words_unique():
    """No two keys of one table share a name, in either language."""
    source = (ROOT / "src" / "style" / "keys.c").read_text(encoding="utf-8")
    tables = re.findall(r"const ht_key (\w+)\[\] = \{(.*?)\n\};", source, re.S)
    assert len(tables) >= 7
    for name, rows in tables:
        for words in zip(*re.findall(r'\{?"(\w+)",\s*"(\w+)"', rows)):
            assert len(words) == len(set(words)), (name, sorted(w for w in words if words.count(w) > 1))


def test_explain():
    """`styles NAME` shows what a sheet is after its lists are changed and elements redefined, with each place."""
    with workdir() as folder:
        sheet = Path(folder, "own.yaml")
        sheet.write_text("extends: gb9704\nelements:\n  number: {kind: text, style: number, text: '{number}', skip: 1}\n"
                         "  note: {clause: ~}\nflow-: [copy_number]\nignored: {copies: not printed}\n", encoding="utf-8")
        said = hongtou("styles", sheet).stdout.decode()
    values, deviations = said.split("Differences from the standard:")
    assert "elements.number.unless" not in values and "elements.note.clause" not in values
    assert "elements.number.name: 发文字号" in values and "elements.number.skip: 1  (own.yaml:3)" in values
    assert "flow[1]: secrecy  (gb9704.yaml:" in values and "ignored.copies: not printed  (own.yaml:6)" in values
    assert "own.yaml:3: skip: 1, but 2 in GB/T 9704-2012 7.2.5" in deviations
