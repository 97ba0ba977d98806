"""Forms that users add: sheets in a folder of theirs, no C, no rebuild. Three are written here, as a user would write
them (公告 with a masthead and 第N号, 通报 with a masthead of its own, 值班信息 as a kind of bulletin), and every command
must know them."""
import functools
import json
import re
from pathlib import Path

import fitz

import jsonschema
from measure import *
from support import ROOT, cases, environment, hongtou, workdir

SHEETS = {
    "gonggao": """\
# published to all: its masthead, 第N号 below it, no recipients
extends: gb9704
name: 公告
english_name: Announcement
form: announcement

required: [mark, number, title, body, date]
wanted: [issuers]
kinds: [公告]

recognition:
  evidence: [{mark_ends: [公告]}, {title_ends: [公告]}]
  masthead_ends: [公告]
  masthead_above: [ordinal]
  mark_otherwise: '{organ}公告'

elements:
  masthead: {text: '{mark}'}
  order_number: {kind: text, style: number, text: '{number}', skip: 2}

flow: [masthead, order_number, header_rule, title, body, attachment_note, sealed_signature, signature, note, attachments]
imprint:
  rows: [copies_to, printing, copies]
""",
    "tongbao": """\
extends: gb9704
name: 通报
english_name: Circular
form: circular

required: [mark, title, body, date]
wanted: [number, issuers]
kinds: [通报]

recognition:
  evidence: [{mark_ends: [通报]}, {title_ends: [通报]}]
  masthead_ends: [通报]
  masthead_above: [ordinal, number]
  mark_otherwise: '{organ}通报'

elements:
  masthead: {text: '{mark}', fit: 120mm}

flow: [masthead, number, header_rule, title, recipients, body, attachment_note, sealed_signature, signature, attachments]
""",
    "zhiban": """\
extends: bulletin
name: 值班信息
english_name: Duty report
form: duty_report

required: [mark, issue, date]

recognition:
  evidence: [{mark_ends: [值班信息]}]
  masthead_ends: [值班信息]
  masthead_above: [ordinal]
  item_by_item: true
""",
}

TEXTS = {
    "announcement": """\
云岫市人民政府公告

第3号

关于划定2026年禁渔区的公告

为保护渔业资源，现将2026年禁渔区公告如下。

禁渔区为清江全流域，禁渔期为3月1日至6月30日。

特此公告。

云岫市人民政府
2026年3月9日
""",
    "circular": """\
云岫市人民政府办公室通报

云政办〔2026〕12号

关于第一季度安全生产检查情况的通报

各县区人民政府：

第一季度，市安委办检查企业120家，发现隐患86处，已整改82处。

云岫市人民政府办公室
2026年4月14日
""",
    "duty_report": """\
云岫市值班信息

第18期

云岫市应急管理局　2026年7月2日

清江水位超警戒线

2日8时，清江云岫站水位28.6米，超警戒水位0.6米。市防汛办已启动四级应急响应。

报：市委、市政府领导。
共印30份
""",
}

RECORDS = {
    "公告": "发文机关标志: 云岫市人民政府公告\n发文字号: 第3号\n标题: 关于划定2026年禁渔区的公告\n发文机关: 云岫市人民政府\n"
            "成文日期: 2026-03-09\n正文: 禁渔区为清江全流域。\n",
    "通报": "发文机关标志: 云岫市安全生产通报\n发文字号: 云政办〔2026〕12号\n标题: 关于检查情况的通报\n主送机关: 各县区人民政府\n"
            "发文机关: 云岫市人民政府办公室\n成文日期: 2026-04-14\n正文: 检查企业120家。\n",
    "值班信息": "发文机关标志: 云岫市值班信息\n期号: 18\n发文机关: 云岫市人民政府总值班室\n成文日期: 2026-07-02\n"
                "条目:\n  - 标题: 清江水位超警戒线\n    正文: 水位28.6米。\n",
}


def holds(schema, value):
    return jsonschema.Draft202012Validator(schema).is_valid(value)


def write_sheets(folder):
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, text in SHEETS.items():
        Path(folder, name + ".yaml").write_text(text, encoding="utf-8")


class House:
    """A folder with the three sheets, known to the program by --style-dir or by $XDG_CONFIG_HOME."""

    def __init__(self, way):
        self.folder = workdir()
        self.path = Path(self.folder.name)
        self.sheets = self.path / ("config/hongtou/styles" if way == "config" else "sheets")
        write_sheets(self.sheets)
        self.options = [] if way == "config" else ["--style-dir", self.sheets]
        self.env = environment(XDG_CONFIG_HOME=str(self.path / "config"))

    def run(self, command, *args, **more):
        return hongtou(command, *self.options, *args, env=self.env, cwd=self.path, **more)

    def write(self, name, text):
        (self.path / name).write_text(text, encoding="utf-8")
        return name


WAYS = ["option", "config"]


@functools.lru_cache(maxsize=None)
def house(way):
    return House(way)


def lines_of(path):
    return [text_of(line) for page in fitz.open(path) for line in page_lines(page)]


@cases(WAYS)
def test_export(way):
    """Each form prints, by its Chinese and its English names, with what it shows and without a message."""
    h = house(way)
    for name, (form, english) in {"公告": ("announcement", "Announcement"), "通报": ("circular", "Circular"),
                                  "值班信息": ("duty_report", "Duty report")}.items():
        for typed in (name, form, english):
            record = h.write("record.yaml", f"格式: {typed}\n{RECORDS[name]}")
            done = h.run("export", record, "-o", "out.pdf", "-q")
            assert done.returncode == 0 and not done.err, done.err
            done = h.run("export", record, "-o", "out.pdf")
            assert "warning" not in done.err, done.err
        text = lines_of(h.path / "out.pdf")
        for line in RECORDS[name].splitlines():
            if line.startswith(("发文机关标志", "标题", "发文字号")):
                assert line.split(": ")[1] in text, (line, text)
    assert "第18期" in text, text


@cases(WAYS)
def test_sheet_by_form(way):
    """-s and styles take the file's name, and all names of the form."""
    h = house(way)
    record = h.write("record.yaml", "格式: 公文\n" + RECORDS["公告"])
    made = set()
    for name in ("gonggao", "announcement", "公告", "Announcement"):
        assert h.run("export", record, "-q", "-s", name, "-o", "out.pdf").returncode == 0
        made.add((h.path / "out.pdf").read_bytes())
        assert b"name: \xe5\x85\xac\xe5\x91\x8a" in h.run("styles", name).stdout
    assert len(made) == 1
    unknown = h.run("styles", "公示")
    assert unknown.returncode == 1 and "[S101]" in unknown.err


@cases(WAYS)
def test_check(way):
    """What the sheet requires is an error, what it wants a warning, in the words that export uses."""
    h = house(way)
    full = "格式: 公告\n" + RECORDS["公告"]
    assert h.run("check", h.write("full.yaml", full)).returncode == 0
    for field, level, code in (("标题", "error", "D101"), ("发文字号", "error", "D101"), ("发文机关", "warning", "D110")):
        lacking = "".join(line for line in full.splitlines(True) if not line.startswith(field + ":"))
        record = h.write("lacking.yaml", lacking)
        checked, exported = h.run("check", record), h.run("export", record, "-o", "out.pdf")
        said = [line for line in checked.stdout.decode().splitlines() if f"[{code};" in line]
        assert len(said) == 1 and f" {level}: " in said[0] and f"({field})" in said[0], said
        assert checked.returncode == 1
        assert exported.returncode == (1 if level == "error" else 0)
        assert [line for line in exported.err.splitlines() if f"[{code};" in line] == said, exported.err
    wrong = h.write("kind.yaml", full.replace("禁渔区的公告", "禁渔区的通知"))
    assert "[C134" in h.run("check", "-v", wrong).stdout.decode()


@cases(WAYS)
def test_import(way):
    """A pasted text is recognised by the sheet's words, and what comes of it prints as that form."""
    h = house(way)
    for form, text in TEXTS.items():
        done = h.run("import", h.write("text.txt", text), "-t", "json")
        record = json.loads(done.stdout)
        assert record["form"] == form, (form, record["form"])
        assert record["mark"] == text.splitlines()[0], record["mark"]
        assert h.run("import", "text.txt", "-o", "text.md").returncode == 0
        exported = h.run("export", "text.md", "-o", "text.pdf")
        assert exported.returncode == 0, exported.err
    record = json.loads(h.run("import", h.write("a.txt", TEXTS["announcement"]), "-t", "json").stdout)
    assert record["number"] == "第3号" and record["title"] == "关于划定2026年禁渔区的公告", record
    record = json.loads(h.run("import", h.write("b.txt", TEXTS["duty_report"]), "-t", "json").stdout)
    assert [item["title"] for item in record["items"]] == ["清江水位超警戒线"] and "body" not in record, record
    plain = json.loads(h.run("import", "a.txt", "-t", "json", "--form", "公文").stdout)
    assert plain["form"] == "document"
    chinese = h.run("import", "a.txt", "--chinese").stdout.decode()
    assert "格式: 公告" in chinese


@cases(["48-announcement.txt", "45-criticism-circular.txt"])
def test_import_found_texts(name):
    """Texts as they are found on the web, of kinds that only the user's sheets know as forms."""
    h = house("option")
    record = json.loads(h.run("import", ROOT / "tests" / "import" / name, "-t", "json").stdout)
    without = json.loads(hongtou("import", ROOT / "tests" / "import" / name, "-t", "json").stdout)
    form, kind = ("announcement", "公告") if "announcement" in name else ("circular", "通报")
    assert record["form"] == form and without["form"] != form
    assert record["mark"] == record["issuers"] + kind, record["mark"]
    for field in ("title", "number", "date", "body", "issuers"):
        assert record[field] == without[field], field


@cases(WAYS)
def test_styles_and_schema(way):
    """`styles` lists each with its form, kinds and file; the schema takes each and asks for what it requires."""
    h = house(way)
    done = h.run("styles")
    listed = {line.split()[0]: line for line in done.stdout.decode().splitlines()}
    assert done.returncode == 0 and not done.err, done.err
    for sheet, parts in {"gonggao": ("announcement", "公告 (Announcement)"), "tongbao": ("circular", "通报 (Circular)"),
                         "zhiban": ("duty_report", "值班信息 (Duty report)")}.items():
        assert all(part in listed[sheet] for part in parts) and str(h.sheets / f"{sheet}.yaml") in listed[sheet], listed
    assert "通知、通报、报告、请示" in listed["gb9704"]
    schema = json.loads(h.run("schema").stdout)
    names = schema["properties"]["格式"]["enum"]
    assert len(names) == len(set(names)) and {"公告", "announcement", "Announcement", "公文", None} <= set(names)
    top = schema
    good = {"格式": "公告", "发文机关标志": "甲公告", "发文字号": "第3号", "标题": "乙公告", "正文": "文。", "成文日期": "2026-03-09"}
    assert holds(top, good)
    for field in ("发文字号", "标题", "正文"):
        assert not holds(top, {k: v for k, v in good.items() if k != field}), field
    minutes = {"form": "minutes", "mark": "甲", "title": "乙", "date": "2026-03-09", "会议": {"议题": [{"题目": "丙"}]}}
    assert holds(top, minutes)
    assert not holds(top, {**minutes, "会议": {"名称": "例会"}})
    assert not holds(top, {"标题": "乙"}) and holds(top, {"标题": "乙", "正文": "文。", "成文日期": "2026-03-09"})


def test_new():
    """`new` lists each, and writes a record of it that has what it requires."""
    h = house("option")
    listed = h.run("new").stdout.decode()
    assert "公告：公告\n" in listed and "值班信息" in listed, listed
    done = h.run("new", "公告")
    assert done.returncode == 0 and done.stdout.decode().splitlines()[1] == "格式: 公告", done.err
    made = h.run("check", h.write("new.yaml", done.stdout.decode()))
    assert "[D101" not in made.err + made.stdout.decode(), made.stdout.decode()


def test_unknown_form():
    """A form that no sheet makes is an error at its place, which names what there is."""
    h = house("option")
    far = h.run("check", h.write("far.yaml", "格式: 什么也不是的东西\n标题: 试\n"))
    assert "far.yaml:1:5: error: " in far.err and "公文、信函" in far.err and "值班信息" in far.err, far.err
    near = h.run("export", h.write("near.yaml", "form: anouncement\ntitle: 试\n"), "-o", "out.pdf")
    assert near.returncode == 1 and "do you mean announcement?" in near.err, near.err
    plain = hongtou("import", "--form", "announcement", h.path / h.write("text.txt", "关于放假的公告\n"))
    assert plain.returncode == 1 and "minutes, 纪要" in plain.err, plain.err


def test_order_of_the_path():
    """--style-dir comes before the user's folder, the user's before the program's own; of several the first given. A
    sheet takes the place of one further on with the same `form:` for all its names."""
    h = House("config")
    record = h.write("minutes.yaml", "格式: 纪要\n发文机关标志: 甲局会议纪要\n标题: 乙\n成文日期: 2026-03-09\n"
                                     "发文机关: 甲局\n正文: 丙。\n")

    def sheets(*options):
        return h.run("export", *options, record, "-o", "out.pdf", "-v").err

    def put(folder, words):
        folder.mkdir(exist_ok=True, parents=True)
        (folder / "ours.yaml").write_text(f"extends: minutes\nname: 本局纪要\nform: minutes\nwanted: [{words}]\n",
                                          encoding="utf-8")
    assert "meeting.chair" in sheets()
    put(h.sheets, "note")
    assert "warning: note" in sheets() and "meeting.chair" not in sheets()
    put(h.path / "first", "copies")
    put(h.path / "second", "copies_to")
    both = ["--style-dir", h.path / "first", "--style-dir", h.path / "second"]
    assert "warning: copies (" in sheets(*both)
    assert "warning: copies_to (" in sheets(*both[2:], *both[:2])
    gone = h.run("check", "--style-dir", h.path / "nothing", record)
    assert gone.returncode == 2 and "no such folder" in gone.err


def test_broken_sheets():
    """Every command reports a sheet that cannot be used, `styles` in full; other sheets still work."""
    h = House("config")
    (h.sheets / "bad.yaml").write_text("extends: gb9704\nname: 坏\nform: bad\nchecks: {title_chars: many}\n", "utf-8")
    (h.sheets / "open.yaml").write_text("name: [\n", "utf-8")
    record = h.write("record.yaml", "格式: 公告\n" + RECORDS["公告"])
    for command, *args in (["export", record, "-o", "out.pdf"], ["check", record], ["schema"],
                           ["import", h.write("a.txt", TEXTS["announcement"])]):
        done = h.run(command, *args)
        assert done.returncode == 0 and done.err.count("[S150]") == 2, (command, done.err)
        assert "open.yaml: warning: the style sheet cannot be used" in done.err
    done = h.run("styles")
    assert done.returncode == 1 and "[S150]" not in done.err
    assert 'bad.yaml:4:23: error: "many" is not a value of "title_chars"' in done.err and "open.yaml:" in done.err, done.err
    assert "公告 (Announcement)" in done.stdout.decode() and "坏" not in done.stdout.decode()
    # under the name of one of the program's own it is not passed over: the document would be another
    (h.sheets / "minutes.yaml").write_text("name: [\n", "utf-8")
    done = h.run("export", h.write("m.yaml", "格式: 纪要\n标题: 乙\n"), "-o", "out.pdf")
    assert done.returncode == 1 and "minutes.yaml:2" in done.err, done.err


def test_bad_keys():
    """Keys about the form are checked with their places."""
    h = House("option")
    (h.sheets / "bad.yaml").write_text(
        "extends: gb9704\nrequired: [tilte]\nkinds:\n  通知: {wonted: [signers]}\nrecognition:\n  rang: 1\n"
        "  masthead_above: [numbers]\n  evidence: {title_ends: [函]}\n", "utf-8")
    err = h.run("styles").err
    for part in ('bad.yaml:2:12: error: records have no field "tilte"', 'bad.yaml:4:8: error: style sheets have no key "wonted"',
                 'bad.yaml:6:3: error: style sheets have no key "rang"', 'bad.yaml:7:19: error: "numbers" is not a value',
                 'bad.yaml:8:13: error: "evidence" must be a list'):
        assert part in err, (part, err)
    assert err.count("tilte") == 1, err


def test_batch():
    """Many records of many forms; a sheet that changes makes its records again, --resume and --incremental alike."""
    h = House("option")
    for i, (name, text) in enumerate(RECORDS.items()):
        h.write(f"r{i}.yaml", f"格式: {name}\n{text}")
    args = ["-d", "out", "--incremental", "--name", "{form}-{格式}", "r0.yaml", "r1.yaml", "r2.yaml"]
    done = h.run("export", *args)
    assert done.returncode == 0, done.err
    assert {p.name for p in (h.path / "out").glob("*.pdf")} == {
        "announcement-公告.pdf", "circular-通报.pdf", "duty_report-值班信息.pdf"}
    assert "3 unchanged" in h.run("export", *args).err
    sheet = h.sheets / "tongbao.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("120mm", "100mm"), "utf-8")
    assert "unchanged" not in h.run("export", *args).err
    (h.sheets / "new.yaml").write_text("extends: gb9704\nname: 通告\nform: public_notice\n", "utf-8")
    assert "unchanged" not in h.run("export", *args).err


def test_named_sheet_is_known():
    """-s FILE makes the form of that file known, wherever it lies."""
    h = House("option")
    sheet = h.sheets / "own.yaml"
    sheet.write_text("extends: gb9704\nname: 情况专报\nform: special_report\n", "utf-8")
    record = h.write("record.yaml", "格式: 情况专报\n" + RECORDS["公告"])
    done = hongtou("export", "-s", sheet, record, "-o", "out.pdf", cwd=h.path)
    assert done.returncode == 0, done.err
    assert hongtou("export", record, "-o", "out.pdf", cwd=h.path).returncode == 1


def test_a_meetings_papers_are_forms():
    """Every sheet found can be a record's form: those of a meeting's papers, too, by their file's name. Then title and
    text are the paper's own; made from the record of minutes, it has neither."""
    record = (SAMPLES / "10-meeting.yaml").read_text("utf-8")
    record = re.sub(r"^标题:.*\n", "", re.sub(r"^正文:.*?(?=^成文)", "", record, flags=re.S | re.M), flags=re.M)
    with workdir() as folder:
        for name in ("议程", "agenda", "Agenda"):
            lines = [f"格式: {name}" if line.startswith(("格式:", "form:")) else line for line in record.splitlines()]
            Path(folder, "r.yaml").write_text("\n".join(lines), "utf-8")
            done = hongtou("export", "r.yaml", "-o", "r.pdf", cwd=folder)
            assert done.returncode == 0, done.err
            same = hongtou("export", SAMPLES / "10-meeting.yaml", "-s", "agenda", "-o", Path(folder, "s.pdf"))
            assert same.returncode == 0
            assert lines_of(Path(folder, "r.pdf")) == lines_of(Path(folder, "s.pdf"))


# A sheet that extends gb9704, what a record of it must have, and its kinds as `styles` lists them.
INHERITED = "决议、决定、命令、令、公报、公告、通告、意见、通知、通报、报告、请示、批复、议案、函、纪要"
FORM_KEYS = {
    "list of names": ("kinds: [公告, 公示]", "公告、公示"),
    "list of maps": ("kinds: [公告: {without: [recipients, number]}, 公示]", "公告、公示"),
    "map": ("kinds: {公示: }", "公示、" + INHERITED),
    "added": ("kinds+: [公示: {不备: [主送机关]}]", "公示、" + INHERITED),
    "taken out": ("文种-: [公告]", INHERITED.replace("公告、", "")),
    "taken out by ~": ("kinds: {公告: ~}", INHERITED.replace("公告、", "")),
    "replaced, then changed": ("kinds: [公告]\nkinds+: [公示]\nkinds-: [公告]", "公示"),
    "no kinds": ("kinds: ~", ""),
    "no requirements": ("required: ~\nwanted: ~\nchecks: ~", INHERITED),
    "a list of checks": ("checks: {secrecy_words+: [内部]}", INHERITED),
    "wanted of a kind": ("kinds: {请示: {wanted+: [copies]}}", "请示、" + INHERITED.replace("请示、", "")),
    "in Chinese": ("必备+: [期号]\n检查: {文号无代字: 是}", INHERITED),
}


@cases(FORM_KEYS)
def test_form_keys(name):
    """What a sheet says of its form is merged by the same rules whether the form is looked up or the sheet loaded."""
    text, kinds = FORM_KEYS[name]
    h = House("option")
    (h.sheets / "own.yaml").write_text(f"extends: gb9704\nform: own\n{text}\n", "utf-8")
    done = h.run("styles")
    assert done.returncode == 0 and not done.err, done.err
    line = next(line for line in done.stdout.decode().splitlines() if line.startswith("own "))
    assert line.split() == ["own", "own", "own"] + [kinds] * bool(kinds) + [f"{h.sheets}/own.yaml"], line
    for title in ("某公告", "某公示", "某请示"):
        record = h.write("record.yaml", f"格式: own\n标题: {title}\n正文: 文。\n成文日期: 2026-01-02\n")
        looked_up, loaded = h.run("check", record), h.run("export", "-s", "own", "-o", "out.pdf", record)
        found = [[line for line in e.err.splitlines() + e.stdout.decode("utf-8", "replace").splitlines()
                  if "[D1" in line or "[C134" in line] for e in (looked_up, loaded)]
        assert sorted(found[0]) == sorted(found[1]), found


WRONG = {
    "kinds: {公示: ~}": '"公示" is not in the list "kinds"',
    "kinds-: [公示]": '"公示" is not in the list "kinds"',
    "kinds: 公告": '"kinds" must be a list',
    "kinds: [[公告]]": 'the members of the list "kinds" are single values',
    "checks: {title_chars: -4}": '"title_chars" is out of range',
    "recognition: {masthead_within: 0}": '"masthead_within" is out of range',
    "recognition: {masthead_ends+: [专报]}": '"masthead_ends+" changes an inherited list',
    "flow+: [note: behind title]": '"behind title" is not a value of "note"; write after …, before …',
}


@cases(WRONG)
def test_wrong_form_keys(text):
    h = House("option")
    (h.sheets / "own.yaml").write_text(f"extends: gb9704\nform: own\n{text}\n", "utf-8")
    done = h.run("styles")
    assert done.returncode == 1 and done.err.count("own.yaml:") == 1 and WRONG[text] in done.err, done.err


def test_places_in_chinese():
    """`list+` takes its places in Chinese; an `extends:` that is a list is told once."""
    h = House("option")
    (h.sheets / "own.yaml").write_text("继承: gb9704\n要素:\n  甲: {类型: 文字, 样式: note, 内容: 甲乙丙}\n顺序+: [甲: 标题之前]\n", "utf-8")
    record = h.write("record.yaml", "标题: 某通知\n正文: 文。\n成文日期: 2026-01-02\n")
    assert h.run("export", "-q", "-s", "own", "-o", "out.pdf", record).returncode == 0
    lines = lines_of(h.path / "out.pdf")
    assert lines.index("甲乙丙") < lines.index("某通知"), lines
    (h.sheets / "own.yaml").write_text("extends: [gb9704]\n", "utf-8")
    done = h.run("styles")
    assert done.returncode == 1 and done.err.count("own.yaml:") == 1 and "takes one value" in done.err, done.err


def test_folders_and_names():
    """A folder given twice counts once; one that cannot be read is told of, as are names that another form takes."""
    h = House("option")
    done = h.run("styles", "--style-dir", f"{h.sheets}/")
    assert done.returncode == 0 and done.stdout.decode().count("gonggao") == 2, done.stdout  # name and path
    (h.sheets / "own.yaml").write_text("extends: gb9704\nname: 纪要\n", "utf-8")
    done = h.run("styles")
    assert done.returncode == 0 and done.err.count("[S153]") == 1, done.err
    assert 'minutes.yaml: warning: records that say "纪要" get the form own of' in done.err, done.err
    (h.path / "config/hongtou").mkdir(parents=True)
    (h.path / "config/hongtou/styles").symlink_to("styles")
    record = h.write("record.yaml", "格式: 公告\n" + RECORDS["公告"])
    for command, *args in (["check", record], ["styles"], ["export", "-o", "out.pdf", record]):
        assert h.run(command, *args).err.count("[S152]") == 1, command


def test_what_is_missing():
    """What is missing is told with the form's name, alternatives and fields within others with their Chinese names."""
    h = House("option")
    record = h.write("record.yaml", "格式: 公告\n发文字号: 第1号\n标题: 某公告\n正文: 文。\n成文日期: 2026-01-02\n")
    assert "the field mark (发文机关标志) is missing; the form 公告 requires it [D101" in h.run("check", record).stdout.decode()
    # 通告 is a kind of document that goes without: its name says the kind, before a title does
    text = "格式: {}\n发文机关: 某局\n发文字号: 某发〔2026〕1号\n正文: 文。\n成文日期: 2026-01-02\n"
    for kind, lacks in (("通告", False), ("通知", True), ("公文", True)):
        found = h.run("check", h.write("record.yaml", text.format(kind))).stdout.decode()
        assert "title (标题)" in found and ("(主送机关)" in found) == lacks, (kind, found)
    record = h.write("record.yaml", "格式: 纪要\n发文机关标志: 某纪要\n标题: 某纪要\n成文日期: 2026-01-02\n")
    found = h.run("check", record).stdout.decode()
    assert "body/meeting.agenda (正文或会议的议题)" in found and "meeting.present (会议的出席)" in found, found


def test_number_of_the_year():
    """2026年第3号 is a number where the sheet says so, and its year is compared with the date."""
    h = House("option")
    text = "格式: 公告\n发文机关: 某局\n发文机关标志: 某局公告\n发文字号: 2026年第3号\n标题: 某公告\n正文: 文。\n成文日期: {}-01-02\n"
    record = h.write("record.yaml", text.format(2026))
    assert "[C104" in h.run("check", record).stdout.decode()
    sheet = h.sheets / "gonggao.yaml"
    sheet.write_text(sheet.read_text("utf-8") + "checks: {number_without_brackets: true}\n", "utf-8")
    done = h.run("check", record)
    assert done.returncode == 0 and not done.stdout, done.stdout
    assert "[C105" in h.run("check", h.write("record.yaml", text.format(2025))).stdout.decode()
    # what extends it has it, too
    (h.sheets / "own.yaml").write_text("extends: gonggao\nform: own\n", "utf-8")
    assert "[C104" not in h.run("check", h.write("record.yaml", text.format(2026).replace("公告", "own", 1))).stdout.decode()


PASTED = {
    "two lines": ("清溪县水利局\n公　　告\n2026年第5号\n我局决定自2026年10月1日起实施取水许可电子证照。特此公告。\n清溪县水利局\n2026年9月20日\n",
                  {"格式": "公告", "发文机关标志": "清溪县水利局公告", "发文字号": "2026年第5号", "标题": "清溪县水利局公告"}),
    "Chinese serial": ("清溪县人民政府公告\n（第三号）\n《清溪县城市管理办法》现予公布，自2026年7月1日起施行。\n清溪县人民政府\n2026年5月10日\n",
                       {"格式": "公告", "发文机关标志": "清溪县人民政府公告", "发文字号": "第三号", "标题": "清溪县人民政府公告"}),
    "office that is no organ": ("清溪县值班信息\n第12期\n清溪县人民政府值班室　　　　　2026年8月3日\n清溪镇发生山体滑坡\n8月3日6时，清溪镇发生山体滑坡，无人员伤亡。\n",
                                {"格式": "值班信息", "期号": "12", "发文机关": "清溪县人民政府值班室", "成文日期": "2026-08-03"}),
    "kind of its own": ("清溪县自然资源局\n关于清溪镇东片区土地\n征收的启事\n清溪镇东片区有关村组：\n拟征收土地，现将有关事项启事如下。\n清溪县自然资源局\n2026年5月6日\n",
                        {"格式": "启事", "标题": "清溪县自然资源局关于清溪镇东片区土地征收的启事", "主送机关": "清溪镇东片区有关村组"}),
}


@cases(PASTED)
def test_pasted(name):
    """Texts as they are pasted, recognised by sheets of the house."""
    text, truth = PASTED[name]
    h = House("option")
    (h.sheets / "qishi.yaml").write_text(
        "extends: gb9704\nform: qishi\nname: 启事\nkinds: [启事]\nrecognition: {evidence: [{title_ends: [启事]}]}\n", "utf-8")
    sheet = h.sheets / "gonggao.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("[ordinal]", "[期号, 发文字号]"), "utf-8")
    done = h.run("import", "--chinese", h.write("a.txt", text))
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0
    for field, value in truth.items():
        assert f"{field}: {value}" in [line.replace('"', "").replace("'", "") for line in lines], (field, value, lines)


def test_all_keys_are_documented():
    """docs/sheets.md has every key of style sheets, with its Chinese name."""
    page = (ROOT / "docs/sheets.md").read_text("utf-8")
    source = "".join((ROOT / "src/style" / name).read_text("utf-8") for name in ("keys.c", "form.c"))
    keys = set(re.findall(r'[({](?:\w+, )?"(\w+)", "([^"a-z]+)"', source))
    assert len(keys) > 120
    missing = [key for key in keys if f"`{key[0]}`" not in page or key[1] not in page]
    assert not missing, missing
