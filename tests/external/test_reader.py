"""Records as people type them: what the reader takes as it was meant, in every format, is told of; what it would lose
is told of; `check --fix` writes it as the syntax has it."""
import json
import re
import zipfile
from pathlib import Path

import pikepdf
from support import RIGHT, cases, environment, export, hongtou, open_pdf, page_lines, squeeze, text_of as text_of_line, workdir

ROOM = "record"

HEAD = {"格式": "公文", "标题": "甲局关于某事的通知", "发文机关": "甲局", "发文字号": "甲〔2026〕3号", "主送机关": "乙局", "正文": "请办理。",
        "成文日期": "2026-08-20"}


def written(**changes):
    """The lines of a record in YAML: HEAD with fields changed or added; None leaves one out."""
    fields = {**HEAD, **changes}
    return [f"{name}: {value}" for name, value in fields.items() if value is not None]


def front(**changes):
    """The same as Markdown with front matter."""
    return "\n".join(["---", *written(**{**changes, "正文": None}), "---", HEAD["正文"], ""])


def as_json(**changes):
    return json.dumps({k: v for k, v in {**HEAD, **changes}.items() if v is not None}, ensure_ascii=False)


def said(record, name="r.yaml", code=0):
    """Export a record; all messages at level -v but those of fonts and of check."""
    with workdir() as folder:
        Path(folder, name).write_text(record, encoding="utf-8")
        run = hongtou("export", "-v", "-o", "r.pdf", name, cwd=folder)
    assert run.returncode == code, run.err
    return [line for line in run.err.splitlines() if re.search(r"\[[RD]\d", line)]


def text_of(record, name="r.yaml"):
    document = open_pdf(export(record, name))
    return squeeze("".join(page.get_text() for page in document))


def fixed(record, name="r.yaml"):
    with workdir() as folder:
        Path(folder, name).write_text(record, encoding="utf-8")
        hongtou("check", "--fix", name, cwd=folder)
        return Path(folder, name).read_text(encoding="utf-8")


def codes(lines):
    return [re.search(r"\[([A-Z]\d+)", line).group(1) for line in lines]


# ---- comments ----

LOST = [("title", "标题", "关于A类 #1泵站检修的通知", "#1泵站检修的通知"), ("note", "附注", "#见下", "#见下"),
        ("one-blank", "附注", "联系人 # 白露", "# 白露"), ("two-blanks", "附注", "联系人  #白露", "#白露"),
        ("backslash", "附注", "在C:\\甲中 #1", "#1"), ("apostrophe", "附注", "it's \"x\" #1", "#1")]


@cases([(f"{name}-{kind}", kind, field, value, lost) for name, field, value, lost in LOST for kind in ("yaml", "md")])
def test_text_after_hash_is_told(case):
    _, kind, field, value, lost = case
    make = front if kind == "md" else lambda **f: "\n".join(written(**f)) + "\n"
    record = make(**{field: value})
    lines = said(record, f"r.{kind}")
    assert codes(lines) == ["R255"] and f"“{lost}”" in lines[0] and "warning" in lines[0], lines
    better = fixed(record, f"r.{kind}")
    assert said(better, f"r.{kind}") == []
    assert squeeze(value) in text_of(better, f"r.{kind}"), better


def test_comments_say_nothing():
    lines = written(附注="联系人：白露  # 待核实")
    lines[1:1] = ["# 以下由办公室填写", "  # 缩进的注释"]
    record = "\n".join(lines) + "\n会议: # 只有名称\n  名称: \"甲\" # 加了引号\n"
    lines = said(record)
    assert set(codes(lines)) <= {"D102"}, lines
    assert "待核实" not in text_of(record)


def test_hash_in_lists_and_brackets():
    record = "\n".join(written(主送机关=None, 抄送="[甲局, 乙局] #一")) + "\n主送机关:\n  - 丙局 #2\n  - 丁局  # 注释\n"
    assert codes(said(record)) == ["R255", "R255"]
    assert "- \"丙局 #2\"\n  - 丁局  # 注释" in fixed(record)
    lines = said("\n".join(written(抄送="[甲局 #1, 乙局]")), code=1)
    assert "R255" in codes(lines) and "R130" in codes(lines), lines


def test_check_says_what_the_reader_said():
    record = "\n".join(written(标题="关于\ue863某任职的通知"))
    run = hongtou("check", "-f", "json", "-", stdin=record.encode())
    assert run.returncode == 1 and "R106" in [f["code"] for f in json.loads(run.stdout)], run.stdout


# ---- colons ----

WIDE = """格式：公文
标题：甲局关于某事的通知
发文机关:甲局
发文字号： 甲〔2026〕3号
主送机关：
- 乙局
- 各镇（街道）：办公室
正文：
各单位：
请于9月1日前报送。 # 不是注释

时间：9月1日。
附件：
- 标题：名单
  正文：
    - 附件的正文：一段。
成文日期：2026年8月20日
附注：联系人：白露
"""


def test_full_width_colons():
    lines = said(WIDE)
    assert codes(lines) == ["R250", "R252"] and ":1:3: note: the colon after 11 " in lines[0], lines
    text = text_of(WIDE)
    for part in ("各镇（街道）：办公室：", "各单位：", "时间：9月1日。", "#不是注释", "附件的正文：一段。", "（联系人：白露）"):
        assert part in text, part
    better = fixed(WIDE)
    assert "R2" not in " ".join(said(better)) and text_of(better) == text, better
    assert "正文: |\n  各单位：\n" in better and "标题: 甲局" in better, better


def test_full_width_colons_in_front_matter():
    record = front().replace(": ", "：")
    assert codes(said(record, "r.md")) == ["R250"]
    assert text_of(record, "r.md") == text_of(front(), "r.md")
    assert fixed(record, "r.md") == front()


def test_colons_in_text_stay():
    record = "\n".join(written(正文="|\n  标题：一段。\n  时间:9点。", 附注="\"甲\n  主送：乙\"")) + "\n"
    assert said(record) == []
    assert "标题：一段。" in text_of(record)


def test_lines_of_a_body_stay_apart():
    record = "\n".join(written(正文="\n  第一段 #1：\n  第二段: 甲。")) + "\n"
    assert codes(said(record)) == ["R253"]
    document = open_pdf(export(record))
    assert "第一段 #1：\n第二段" in re.sub(r"[ \u3000]*\n[ \u3000]*", "\n", document[0].get_text()), document[0].get_text()
    assert codes(said("\n".join(written(正文="第一段。\n  第二段。")) + "\n")) == ["R254"]


# ---- forms ----

FORMS = [("通知", "公文"), ("请示", "公文"), ("报告", "公文"), ("批复", "公文"), ("通报", "公文"), ("意见", "公文"), ("公告", "公文"),
         ("通告", "公文"), ("议案", "公文"), ("决定", "公文"), ("公报", "公文"), ("函", "信函"), ("令", "命令"), ("会议纪要", "纪要")]


@cases([(f"{kind}-{syntax}", kind, form, syntax) for kind, form in FORMS for syntax in ("yaml", "json")])
def test_kinds_of_document_name_their_form(case):
    _, kind, form, syntax = case
    make = as_json if syntax == "json" else lambda **f: "\n".join(written(**f)) + "\n"
    more = {"发文机关标志": "甲局", "签发人": "白露"}
    lines = [line for line in said(make(格式=kind, **more), f"r.{syntax}") if "[D" not in line]
    assert codes(lines) == ["R257"] and f"{kind} is set as {form}" in lines[0], lines
    assert text_of(make(格式=kind, **more), f"r.{syntax}") == text_of(make(格式=form, **more), f"r.{syntax}")


MEETING = "\n会议: {名称: 甲会, 时间: 2026-08-20 9:00, 地点: 三楼, 出席: [白露], 议题: [{题目: 某事, 决定: [{内容: 同意}]}]}\n"


@cases([("会议通知", "会议通知"), ("会议议程", "议程"), ("签到表", "签到表"), ("行动清单", "议定事项督办表"), ("决议", "决议"), ("议程", "议程")])
def test_papers_are_forms(case):
    name, form = case
    lines = said("\n".join(written(格式=name)) + MEETING)
    assert [f"{name} is set as {form}" in line for line in lines if "R257" in line] == [True] * (name != form), lines


def test_the_note_of_a_notice_of_a_meeting_is_its_own():
    contact = "\n附注: 联系人：白露，88881234\n会议: {名称: 甲会, 时间: 2026-08-20 9:00, 地点: 三楼, 通知日期: 2026-08-18}\n"
    assert "（联系人：白露，88881234）" in text_of("\n".join(written(格式="会议通知")) + contact)


def test_unknown_forms_are_refused():
    assert "R228" in codes(said("\n".join(written(格式="甲乙丙丁")), code=1))
    # a form's own name is never taken for a kind of document of another form
    assert "D101" in codes(said("\n".join(written(格式="纪要")), code=1))


# ---- words that are printed with a value ----

ISSUES = [("第5期", "5", None), ("第 5 期", "5", None), ("5期", "5", None), ("（5）", "5", None), ("(第5期)", "5", None),
          ("第五期", "五", None), ("总第5期", None, "5"), ("第5期（总第48期）", "5", "48"), ("2026年第5期", "5", None)]


@cases([(f"{value}-{syntax}", value, issue, total, syntax) for value, issue, total in ISSUES for syntax in ("yaml", "json")])
def test_issue(case):
    _, value, issue, total, syntax = case
    make = as_json if syntax == "json" else lambda **f: "\n".join(written(**f)) + "\n"
    bulletin = {"格式": "简报", "发文机关": None, "发文机关标志": "甲局简报", "主送机关": None, "发文字号": None}
    record = make(**bulletin, 期号=value)
    text = text_of(record, f"r.{syntax}")
    assert text == text_of(make(**bulletin, 期号=issue, 总期号=total), f"r.{syntax}"), text
    assert text.count("期") == sum(1 for part in (issue, total) if part), text
    expected = ["R259"] if "2026" in value else ["R258"] * sum(1 for part in (issue, total) if part)
    assert [c for c in codes(said(record, f"r.{syntax}")) if c[0] == "R"] == expected


def test_issue_that_is_no_number():
    bulletin = {"格式": "简报", "发文机关": None, "发文机关标志": "甲局简报", "主送机关": None, "发文字号": None}
    assert "R261" in codes(said("\n".join(written(**bulletin, 期号="增刊"))))
    assert "R260" in codes(said("\n".join(written(**bulletin, 期号="总第5期", 总期号="6")), code=1))


COPIES = [("60份", "60"), ("60 份", "60"), ("共印60份", "60"), ("（60份）", "60"), ("６０", "60"), ("六十份", "60")]


@cases(COPIES)
def test_copies(case):
    value, number = case
    record = "\n".join(written(印发机关="甲局办公室", 印发日期="2026-08-21", 印数=value, 份号="第000007号"))
    assert set(codes(said(record))) <= {"R258", "R235"}
    text = text_of(record)
    assert f"共印{number}份" in text and text.count("份") == 1 and "000007" in text and "第000007" not in text, text
    assert "R224" in codes(said("\n".join(written(印数="约60份")), code=1))


# ---- days ----

DAYS = [("二〇二六年八月二十日", "2026-08-20"), ("20260820", "2026-08-20"), ("2026 年 8 月 20 日", "2026-08-20"),
        ("２０２６－０８－２０", "2026-08-20"), ("2026-08-20T00:00:00+08:00", "2026-08-20"), ("2026-08-20 00:00:00", "2026-08-20"),
        ("2026-08-20 00:00", "2026-08-20"), ("2026-08-19T16:00:00Z", "2026-08-20"), ("2026-08-20T00:00:00Z", "2026-08-20"),
        ("2026-12-31T16:00:00.000Z", "2027-01-01"), ("2026-03-01T00:30:00+09:00", "2026-02-28"),
        ("2026年3月　日", "2026-03"), ("2026年3月 日", "2026-03"), ("二〇二六年三月　日", "2026-03"), ("2026年3月__日", "2026-03"),
        ("2026年　月　日", "2026"), ("2026年×月×日", "2026")]
PRINTED = {"2026-08-20": "2026年8月20日", "2027-01-01": "2027年1月1日", "2026-02-28": "2026年2月28日", "2026-03": "2026年3月日",
           "2026": "2026年月日"}


@cases([(f"{field}-{value}", field, value, day) for value, day in DAYS for field in ("成文日期", "印发日期")])
def test_days(case):
    _, field, value, day = case
    fields = {"发文字号": "甲〔2026〕3号", "印发机关": "甲局办公室", "成文日期": "2026-02-01", "印发日期": "2027-02-01", field: f'"{value}"'}
    record = "\n".join(written(**fields))
    assert set(codes(said(record))) <= {"R235", "R236", "R262"}
    assert ("R262" in codes(said(record))) == (len(day) < 10)
    assert PRINTED[day] in text_of(record), text_of(record)
    assert text_of(as_json(**{**fields, field: value}), "r.json") == text_of(record)


def gap_in_date(pdf):
    """How wide the blank between 月 and 日 of the signature's date is, and how far from the margin the line ends."""
    for line in page_lines(open_pdf(pdf)[0]):
        text = text_of_line(line)
        if text.startswith("2026年3月") and text.endswith("日"):
            month, day = [c for c in line if c.c == "月"][-1], [c for c in line if c.c == "日"][-1]
            return day.x - month.x - month.w, RIGHT - day.x - day.w
    raise AssertionError("no such line")


def test_open_day_leaves_room_for_the_pen():
    room, margin = gap_in_date(export("\n".join(written(成文日期="2026年3月　日"))))
    assert room > 9, room  # two digits written by hand
    _, closed = gap_in_date(export("\n".join(written(成文日期="2026-03-12"))))
    assert abs(margin - closed) < 4, (margin, closed)


def test_open_day_in_metadata_and_names():
    record = "\n".join(written(成文日期="2026年3月　日")).encode()
    with workdir() as folder:
        env = environment(SOURCE_DATE_EPOCH=None)
        assert hongtou("export", "-d", folder, "--name", "{date}", "-", stdin=record, env=env).returncode == 0
        pdf = pikepdf.open(Path(folder, "2026-03.pdf"))
        assert "/CreationDate" not in pdf.docinfo
        assert "2026-03-" not in str(pdf.Root.Metadata.read_bytes())
        assert hongtou("export", "-t", "odt", "-o", Path(folder, "a.odt"), "-", stdin=record, env=env).returncode == 0
        meta = zipfile.ZipFile(Path(folder, "a.odt")).read("meta.xml").decode()
        assert "dc:date" not in meta and "creation-date" not in meta, meta
        content = zipfile.ZipFile(Path(folder, "a.odt")).read("content.xml").decode()
        assert "月　　日" in re.sub("<[^>]*>", "", content), content


def test_a_month_is_no_day():
    for value, code in (("2026年3月", "R263"), ("46086", "R234"), ("2026-02-30", "R226"), ("2026年13月　日", "R226"),
                        ("2026年3月上旬", "R225")):
        assert code in codes(said("\n".join(written(成文日期=value)), code=1)), value


OPEN_TEXT = """柳溪县水务局文件
柳水发〔2026〕7号

柳溪县水务局关于开展汛前检查的通知

各乡镇人民政府：
　　请于2026年4月　日前报送材料。

柳溪县水务局
{day}
"""


@cases([("2026年3月　日", "2026年3月　日"), ("二〇二六年三月  日", "2026年3月　日"), ("2026年3月", "2026年3月")])
def test_import_keeps_open_days(case):
    typed, day = case
    made = hongtou("import", "-", stdin=OPEN_TEXT.format(day=typed).encode()).stdout.decode()
    assert f"\ndate: {day}\n" in made and "于2026年4月　日前" in made, made


# ---- organs ----

ORGANS = [("甲县教育局、甲县财政局", True), ("甲县教育局 甲县财政局", True), ("甲县教育局，甲县财政局", True), ("甲县教育局和甲县财政局", True),
          ("中共甲县委员会　甲县人民政府", True), ("[甲县教育局, 甲县财政局、甲县水务局]", True), ("甲县教育局", False),
          ("甲县发展和改革委员会", False), ("甲县医疗、工伤保险局", False), ("甲县文化和旅游局、甲县体育局", True),
          ("[甲县教育局, 甲县财政局]", False), ("甲县财政局（国有资产、税收管理局）", False), ("国家林业和草原局", False)]


@cases([(f"{field}-{value}", field, value, told) for value, told in ORGANS for field in ("发文机关", "署名")])
def test_organs_in_one_text(case):
    _, field, value, told = case
    lines = said("\n".join(written(**{field: value})))
    assert ("R264" in codes(lines)) == told, lines


LABELLED = """{title}：甲局关于某事的通知
发文机关：甲局
{number}：甲〔2026〕3号
主送机关：各镇、各街道
正文：
现将某事通知如下。
时间：9月1日。
落款：甲局
日期：二〇二六年八月二十日
抄送：乙局
印数：60份
联系人：白露
"""


@cases([("txt", "标题", "文号"), ("other-names", "标 题", "发文字号")])
def test_import_of_labelled_text(case):
    _, title, number = case
    made = hongtou("import", "--chinese", "-t", "yaml", "-", stdin=LABELLED.format(title=title, number=number).encode())
    record = made.stdout.decode()
    for line in ("格式: 公文", "发文机关: 甲局", "发文字号: 甲〔2026〕3号", "标题: 甲局关于某事的通知", "主送机关: 各镇、各街道", "署名: 甲局",
                 "成文日期: 2026-08-20", "抄送: 乙局", "印数: 60"):
        assert f"{line}\n" in record, (line, record)
    assert record.split("正文: |\n")[1].split() == ["现将某事通知如下。", "时间：9月1日。", "联系人：白露"], record
    kinds = hongtou("import", "-", stdin=("格式：函\n" + LABELLED.format(title=title, number=number)).encode()).stdout.decode()
    assert "form: letter\n" in kinds, kinds


def test_import_of_a_record_with_full_width_colons():
    made = hongtou("import", "-", stdin=WIDE.encode()).stdout.decode()
    assert "title: 甲局关于某事的通知\n" in made and "date: 2026-08-20\n" in made and "格式：" not in made, made
