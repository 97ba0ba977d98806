"""What check says of whole records: nothing of right ones."""
import json
import random
import re
from pathlib import Path

from support import ROOT, cases, hongtou, workdir

ROOM = "check"

CASES = ROOT / "tests" / "cases" / "check"


def test_right_texts_are_silent():
    """Right sentences that look like wrong ones: dates, ranges, codes, names within names, addresses."""
    done = hongtou("check", "-v", CASES / "silent.md")
    said = done.stdout.decode() + done.err
    assert done.returncode == 0 and not said, said


# Faults of the file, of fields, of an attachment's file, of text and of what is missing, in three formats.
FAULTY = {
    "yaml": """\
发文字号: 青水发[2026]7号
标题: 关于防汛工作的通知。
主送机关: [各乡镇(街道)]
印数: 若干
附件:
  - {标题: 预案, 文件: no.md}
正文: 请按照《甲》、《乙》执行。
成文日期: 2026-13-45
盖章处: 青石县水务局
""",
    "md": """\
---
发文字号: 青水发[2026]7号
标题: 关于防汛工作的通知。
主送机关: [各乡镇(街道)]
印数: 若干
附件:
  - {标题: 预案, 文件: no.md}
成文日期: 2026-13-45
盖章处: 青石县水务局
---
请按照《甲》、《乙》执行。
""",
    "json": """\
{"发文字号": "青水发[2026]7号",
 "标题": "关于防汛工作的通知。",
 "主送机关": ["各乡镇(街道)"],
 "印数": "若干",
 "附件": [{"标题": "预案", "文件": "no.md"}],
 "正文": "请按照《甲》、《乙》执行。",
 "成文日期": "2026-13-45",
 "盖章处": "青石县水务局"}
""",
}

# C101 number, C131 title, C304 recipients, C312 body, D110 issuers; R201 a field that is not, R224 copies, R226 date,
# R240 the attachment's file
FAULTS = {"C101", "C131", "C304", "C312", "D110", "R224", "R226", "R240"}


@cases([(format, command) for format in FAULTY for command in ("check", "export")])
def test_all_faults_at_once(case):
    """An error in one field silences nothing that is to be said of the others; what is wrong is not also missing."""
    format, command = case
    with workdir() as folder:
        Path(folder, f"r.{format}").write_text(FAULTY[format], encoding="utf-8")
        done = hongtou(command, f"r.{format}", cwd=folder)
        assert sorted(path.name for path in Path(folder).iterdir()) == [f"r.{format}"]
    said = done.stdout.decode() + done.err
    codes = set(re.findall(r"\[([A-Z]\d{3})", said))
    assert done.returncode == 1 and FAULTS <= codes and "盖章处" in said, said
    assert not re.search(r"(date|成文日期)\W.* is missing", said), said


def test_files_of_attachments_are_checked_not_fixed():
    """The text of an attachment in a file of its own is checked with the record; --fix changes the record alone."""
    with workdir() as folder:
        Path(folder, "r.yaml").write_text("发文机关: 青石县水务局\n发文字号: 青水发〔2026〕7号\n标题: 关于防汛的通知\n"
                                          "主送机关: [各乡镇]\n正文: 请执行,谢谢。\n附件: [{标题: 预案, 文件: a.md}]\n"
                                          "成文日期: 2026-03-05\n", encoding="utf-8")
        text = "请按照《甲》、《乙》执行。\n"
        Path(folder, "a.md").write_text(text, encoding="utf-8")
        done = hongtou("check", "r.yaml", cwd=folder)
        assert "a.md:1:7: warning" in done.stdout.decode() and done.returncode == 1, done.stdout.decode()
        hongtou("check", "--fix", "r.yaml", cwd=folder)
        assert "请执行，谢谢。" in Path(folder, "r.yaml").read_text(encoding="utf-8")
        assert Path(folder, "a.md").read_text(encoding="utf-8") == text


def many_commas(n):
    """A record with n half-width commas, one a line, and one fault of another kind on the last line."""
    lines = "".join(f"  第{i}项任务,要按时办结。\n" for i in range(1, n + 1))
    return ("发文机关: 青石县水务局\n发文字号: 青水发〔2026〕7号\n标题: 关于防汛的通知\n主送机关: [各乡镇]\n"
            f"成文日期: 2026-03-05\n正文: |\n{lines}  会议定于14：30召开。\n")


@cases([("check", 60), ("export", 60), ("check", 600), ("export", 600)])
def test_equal_messages_are_one(case):
    """What is the same in many places is said once, with their number, and hides nothing else; programs get each."""
    command, n = case
    with workdir() as folder:
        Path(folder, "r.yaml").write_text(many_commas(n), encoding="utf-8")
        done = hongtou(command, "r.yaml", cwd=folder)
        said = [line for line in (done.stdout.decode() + done.err).splitlines() if "[C" in line]
        assert len(said) == 2 and said[0].startswith("r.yaml:7:") and f"(and in {n - 1} other places) [C304" in said[0], said
        assert f"r.yaml:{7 + n}:" in said[1] and "[C345" in said[1], said
        found = json.loads(hongtou("check", "-f", "json", "r.yaml", cwd=folder).stdout)
        assert len([f for f in found if f["code"] == "C304"]) == n


@cases([("recipients", "主送机关"), ("title", "标题"), ("copies", "抄送"), ("body", "正文"), ("signature", "署名")])
def test_fix_never_touches_words(case):
    """Whatever marks and blanks are between them, letters stay as they are and in their order; a second run finds nothing."""
    _, field = case
    dice = random.Random(f"marks {field}")
    marks = ",，;；:：、。.!！?？ …‘“\"'()（）-—　"
    with workdir() as folder:
        for k in range(40):
            text = "".join(dice.choice(("区水务局", "人民政府办办公室", "某某镇镇", "王小明")) + "".join(dice.choices(marks, k=dice.randrange(7))) for _ in range(6))
            record = {"格式": "公文", "标题": "关于防汛的通知", "主送机关": "各乡镇", "署名": "青石县水务局", "成文日期": "2026-03-05", "正文": "请执行。",
                      "抄送": "县政府", "发文机关": "青石县水务局", field: text}
            path = Path(folder, f"{k}.json")
            path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
            hongtou("check", "--fix", path)
            once = path.read_text(encoding="utf-8")
            fixed = json.loads(once)[field]
            assert letters(fixed) == letters(text), (text, fixed)
            hongtou("check", "--fix", path)
            assert path.read_text(encoding="utf-8") == once, (text, fixed, path.read_text(encoding="utf-8"))


WRITTEN = {
    "json": ('{"标题": "关于防汛的通知", "成文日期": "2026-03-05",\n "正文": "金额1,000元整，余款另付。\\n甲\\u4e59\\"丙\\",丁戊己庚辛。"}\n', "json"),
    "json-far": ('{"标题": "关于防汛的通知", "成文日期": "2026-03-05", "正文": "请致电0000-8200117。\\n\\n\\ud840\\udc00也是，工期共确定为3,5天；甲,乙。"}\n', "json"),
    "double": ('标题: 关于防汛的通知\n成文日期: 2026-03-05\n正文: "金额1,000元\\"整\\"，\\\n   余款另付。\n\n   甲乙丙,丁\\n\n   戊己"\n', "yaml"),
    "single": ("标题: 关于防汛的通知\n成文日期: 2026-03-05\n正文: '金额1,000元整''余款另付。\n\n  甲乙丙,丁'\n", "yaml"),
    "plain": ("标题: 关于防汛的通知\n成文日期: 2026-03-05\n正文: 金额1,000元整\n  余款另付。\n\n  甲乙丙,丁\n", "yaml"),
    "folded": ("标题: 关于防汛的通知\n成文日期: 2026-03-05\n正文: >\n\n  金额1,000元整，\n  余款另付。\n\n  甲乙丙,丁戊\n", "yaml"),
    "literal": ("标题: 关于防汛的通知\n成文日期: 2026-03-05\n正文: |\n  金额1,000元整，余款另付。\n\n   甲乙丙,丁戊\n", "yaml"),
}


@cases(list(WRITTEN))
def test_places_of_what_is_written_otherwise(case):
    """A message names the place in the file, also where escapes and joined lines are before it; --fix changes nothing elsewhere."""
    text, kind = WRITTEN[case]
    at = max(k for k, c in enumerate(text) if c == "," and "\u4e00" <= text[k + 1] <= "\u9fff")
    line = text[:at].count("\n") + 1
    begins = text.rfind("\n", 0, at) + 1
    with workdir() as folder:
        path = Path(folder, f"r.{kind}")
        path.write_text(text, encoding="utf-8")
        found = [f for f in json.loads(hongtou("check", "-f", "json", path.name, cwd=folder).stdout) if f["code"] == "C304"]
        escapes = text[begins:at].count("\\") > 0 or "''" in text[begins:at]
        assert [f["line"] for f in found][-1] == line, (found, line)
        assert escapes or found[-1]["column"] == at - begins + 1, (found, at - begins + 1)
        hongtou("check", "--fix", path)
        fixed = path.read_text(encoding="utf-8")
        assert fixed in (text, text[:at] + "，" + text[at + 1:]), fixed


@cases([("付款\u202e001\u202c万元。", 2), ("软\u00ad连、零\u200b宽、\u3164填充。", 3), ("隐\U000e0041藏\ufeff。", 2), ("甲\u200c乙\u200d丙。", 0)])
def test_invisible_characters(case):
    """What nobody sees is said, by its number and place."""
    text, n = case
    with workdir() as folder:
        Path(folder, "r.yaml").write_text(f"标题: 关于防汛的通知\n成文日期: 2026-03-05\n正文: {text}\n", encoding="utf-8")
        found = [f for f in json.loads(hongtou("check", "-f", "json", "r.yaml", cwd=folder).stdout) if f["code"] == "C400"]
    assert len(found) == n and all(f["arguments"][0] == f"U+{ord((' 正文: ' + text)[f['column']]):04X}" for f in found), found


@cases(["抄送: 无", "附件: 无", "附注: 暂无", "签发人: ——", "主送机关: /", "印数: 0"])
def test_nothing_is_no_value(case):
    """What stands for nothing would be printed; it is said, and texts that have such words in them are left alone."""
    base = "发文机关: 甲局\n标题: 关于无线电管理的通知\n成文日期: 2026-03-05\n正文: |\n  无\n  请执行。\n"
    with workdir() as folder:
        for record, n in ((base + case + "\n", 1), (base + "抄送: 无锡市水利局\n印数: 10\n", 0)):
            Path(folder, "r.yaml").write_text(record, encoding="utf-8")
            assert hongtou("check", "r.yaml", cwd=folder).stdout.decode().count("[C401]") == n, record


TOLD = {
    "number": ("发文字号: 甲发〔2026〕 3 号", "请执行。", "C106"),
    "number-zero": ("发文字号: 甲发〔2026〕0号", "请执行。", "C104"),
    "number-right": ("发文字号: 甲发〔2026〕3号", "请执行。", None),
    "recipient": ("主送机关: [各乡镇、, 县直各单位]", "请执行。", "C121"),
    "salutation": ("主送机关: 各乡镇", "各乡镇：\n  请执行。", "C122"),
    "salutation-list": ("主送机关: [各乡镇, 县直各单位]", "各乡镇，县直各单位：\n  请执行。", "C122"),
    "salutation-other": ("主送机关: 各乡镇", "各乡镇要做到：\n  一是请执行。", None),
    "note": ("附件: 报名表", "请执行。\n  附件：1.报名表", "C158"),
    "tabs": ("附注: 甲", "请执行。\n  王家坝乡\t950\t\t9.1%", "R382"),
    "tab-of-a-number": ("附注: 甲", "请执行。\n  1.\t加强领导", None),
    "strokes": ("附注: 甲", "请执行。\n  | 项目 | 值 |\n  | 甲 | 1 |", "R383"),
    "table": ("附注: 甲", "请执行。\n  | 项目 | 值 |\n  |---|---|\n  | 甲 | 1 |", None),
}


@cases(list(TOLD))
def test_what_a_clerk_types(case):
    field, text, code = TOLD[case]
    with workdir() as folder:
        Path(folder, "r.yaml").write_text(f"发文机关: 甲局\n标题: 关于防汛的通知\n成文日期: 2026-03-05\n{field}\n正文: |\n  {text}\n", encoding="utf-8")
        said = set(re.findall(r"\[(C103|C104|C106|C121|C122|C154|C158|R382|R383)", hongtou("check", "r.yaml", cwd=folder).stdout.decode()))
    assert said == ({code} if code else set()), said


TIMES = [("9:00-11:30", "9:00—11:30", False), ("上午9:00", "上午9时", False), ("下午2:30", "下午2点30分", False), ("上午9:00", "上午8时", True)]


@cases(TIMES)
def test_times_that_the_text_says(case):
    """In its own words; another time is none of them."""
    time, told, missing = case
    with workdir() as folder:
        Path(folder, "r.yaml").write_text("格式: 纪要\n发文机关: 甲局\n发文机关标志: 甲局会议纪要\n期号: 3\n标题: 会议纪要\n会议: {时间: '" + time +
                                          "'}\n正文: 会议于" + told + "召开。\n成文日期: 2026-04-08\n", encoding="utf-8")
        assert ("[D140" in hongtou("check", "r.yaml", cwd=folder).stdout.decode()) == missing


def letters(text):
    return "".join(c for c in text if c.isalnum())


def test_an_unpaired_mark_is_before_its_text():
    """The message cites what follows the mark, so that quotation marks are not doubled; import does as well."""
    with workdir() as folder:
        Path(folder, "r.yaml").write_text("标题: 关于防汛的通知（试行\n正文: 授予“防汛先进集体称号。\n成文日期: 2026-03-05\n", encoding="utf-8")
        said = hongtou("check", "r.yaml", cwd=folder).stdout.decode()
        assert "r.yaml:1:12: " in said and " before “试行”; " in said and " before “防汛先进集体称号”; " in said, said
        Path(folder, "r.txt").write_text("关于防汛的通知\n各单位：\n授予“防汛先进集体称号。\n", encoding="utf-8")
        said = hongtou("import", "r.txt", cwd=folder).err
        assert " before “防汛先进集" in said and "““" not in said, said


def test_records_of_a_file_are_told_apart():
    """Of JSON lines each record has its own messages."""
    record = '{"标题": "关于防汛,抗旱的通知", "正文": "请执行,谢谢。", "成文日期": "2026-03-05"}\n'
    with workdir() as folder:
        Path(folder, "r.jsonl").write_text(3 * record, encoding="utf-8")
        said = hongtou("check", "r.jsonl", cwd=folder).stdout.decode()
    assert len(re.findall(r"r.jsonl:\d:.*\(and in 1 other place\) \[C304", said)) == 3, said


def test_footnotes_are_checked():
    """They are text of the document as any other, and --fix finds their places."""
    typed = "---\n标题: 关于防汛的通知\n成文日期: 2026-03-05\n---\n请按规定[^1]办理。\n\n[^1]: 参见规定,约3~5天。\n"
    with workdir() as folder:
        Path(folder, "r.md").write_text(typed, encoding="utf-8")
        found = json.loads(hongtou("check", "-f", "json", "r.md", cwd=folder).stdout)
        assert {"C304", "C344"} <= {f["code"] for f in found if f["line"] == 7}, found
        hongtou("check", "--fix", "r.md", cwd=folder)
        assert "[^1]: 参见规定，约3～5天。\n" in Path(folder, "r.md").read_text(encoding="utf-8")


@cases([("names", "《甲》、"), ("ranges", "1~"), ("commas", "任务,办结"), ("brackets", "(（甲）"), ("stops", "、"), ("units", "3KM"),
        ("days", "2026年3月1日、")])
def test_cost_grows_with_the_text(case):
    """A paragraph of a hundred thousand characters is checked in about a second, whatever is wrong in it."""
    _, unit = case
    with workdir() as folder:
        Path(folder, "r.md").write_text("---\n标题: 关于防汛的通知\n---\n" + unit * (100000 // len(unit)) + "\n",
                                        encoding="utf-8")
        assert hongtou("check", "r.md", cwd=folder, timeout=20).returncode == 1


@cases([("without", "{生成者: 某模型}", True), ("with", "{标识: 人工智能生成合成}", False)])
def test_label_of_generated_text(case):
    _, label, missing = case
    typed = f"格式: 公文\n标题: 关于防汛的通知\n人工智能标识: {label}\n正文: 请做好防汛。\n"
    assert ("[C145" in hongtou("check", "-", stdin=typed.encode()).stdout.decode()) == missing


def test_stacked_marks():
    """Those that run into the line above are warned of; those of pinyin and Vietnamese are not."""
    typed = "标题: 关于防汛的通知\n正文: 请做h{}好，nǐ hǎo，Vie\u0323\u0302t。\n"
    assert "[C358" in hongtou("check", "-", stdin=typed.format("\u0321\u0330\u0303\u0304\u0337").encode()).stdout.decode()
    assert "[C358" not in hongtou("check", "-", stdin=typed.format("\u0304").encode()).stdout.decode()


def test_doubts_are_none_of_right_records():
    """What import makes of the texts that it reads right, and the samples, raise no doubt of a value in a wrong place."""
    texts = sorted((ROOT / "tests" / "import").glob("*.txt"))
    assert len(texts) > 60
    with workdir() as folder:
        for text in texts:
            made = hongtou("import", "-q", text, "-o", f"{folder}/{text.stem}.yaml")
            assert made.returncode == 0, made.err
        done = hongtou("check", *sorted((ROOT / "samples").glob("[0-9]*.*")),
                       *[f"{folder}/{text.stem}.yaml" for text in texts])
        said = done.stdout.decode() + done.err
        assert "[C" in said  # it has looked
        assert not re.findall(r".*\[C38\d.*", said)


UNSTATED = """\
格式: 纪要
发文机关标志: 清溪区人民政府会议纪要
标题: 清溪区人民政府第十二次常务会议纪要
会议:
  时间: 2026-10-11 09:00
  地点: 三楼会议室
  主持: 林致远
  出席: [苏晴]
正文: {}会议研究了公共场地开放工作。
成文日期: 2026-10-12
"""


@cases([("nothing", "", {"meeting.time", "meeting.place", "meeting.chair"}),
        ("all", "10月11日，林致远在三楼会议室主持召开会议。", set()),
        ("place", "10月11日，林致远主持召开会议。", {"meeting.place"})])
def test_what_minutes_leave_to_the_text(case):
    """check asks the text for time, place and chair of a meeting, and says of them what export says of its pages."""
    _, text, missing = case
    with workdir() as folder:
        record = Path(folder, "r.yaml")
        record.write_text(UNSTATED.format(text), encoding="utf-8")
        by_check = hongtou("check", record)
        by_export = hongtou("export", "-o", Path(folder, "r.pdf"), record)
        said = [sorted(line for line in (done.stdout.decode() + done.err).splitlines() if "[D140" in line)
                for done in (by_check, by_export)]
    assert said[0] == said[1], f"check: {said[0]}\nexport: {said[1]}"
    assert {re.search(r"(meeting\.\w+)", line)[1] for line in said[0]} == missing
