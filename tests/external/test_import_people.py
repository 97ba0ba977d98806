"""People of a meeting in texts: none is dropped, none joined with another, each with the office and the unit that the
text gives. Lists made by hand (tests/cases/people), and lists made at random whose truth is known."""
ROOM = "import"

import json
import random
import re
import resource
import zipfile
from pathlib import Path

from support import ROOT, cases, hongtou, workdir

LISTS = ("chair", "present", "observers", "absent", "recorder")
#: Messages about people and days that are not certain.
TOLD = re.compile(r"\[M5[34]\d")


def read_cases(path):
    """(title, lines, lists, warned) of each case of the file."""
    found = []
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        title, text, lists, warned = "清溪区政协召开三届6次主席会议", [], {}, None
        for line in lines:
            key, _, value = line.partition(":")
            if key == "title":
                title = value.strip()
            elif key == "warned":
                warned = value.strip()
            elif key in LISTS:
                lists[key] = [tuple(part.strip() for part in entry.split("<")) for entry in value.split("|")
                              if entry.strip()]
            else:
                text.append(line)
        if text:
            found.append((title, text, lists, warned))
    return found


def people_of(value):
    """The people of a record's field as tuples (name, office, unit), the last ones left out where they are missing."""
    people = []

    def add(name, office="", unit=""):
        entry = (name, office, unit)
        while len(entry) > 1 and not entry[-1]:
            entry = entry[:-1]
        people.append(entry)

    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, str):
            add(entry)
        elif "name" in entry:
            add(entry["name"], entry.get("office", ""), entry.get("unit", ""))
        else:
            for office, names in entry.items():
                for name in names if isinstance(names, list) else [names]:
                    add(name, office)
    return people


def imported(folder, title, text, head="2026年3月2日，会议在三楼会议室召开。"):
    source = Path(folder, "text.txt")
    lines = [title] + ([head] if head else []) + text
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = hongtou("import", source, "--to", "json", "-F", "minutes")
    assert done.returncode == 0, done.err
    meeting = json.loads(done.stdout).get("meeting", {})
    return {key: people_of(meeting[key]) for key in LISTS if key in meeting}, done.err


def compare(wanted, found):
    """What differs, list by list."""
    return [f"{key}: expected {wanted.get(key, [])}, found {found.get(key, [])}" for key in LISTS
            if wanted.get(key, []) != found.get(key, [])]


SENTENCES = read_cases(ROOT / "tests" / "cases" / "people" / "sentences.txt")


@cases([f"{i + 1}-{case[1][-1][:14]}" for i, case in enumerate(SENTENCES)])
def test_sentence(name):
    title, text, wanted, warned = SENTENCES[int(name.split("-")[0]) - 1]
    labelled = any(line.startswith(("时间", "会议时间", "日期")) for line in text)
    with workdir() as folder:
        found, said = imported(folder, title, text, "" if labelled or title.endswith("纪要") else None or
                               "2026年3月2日，会议在三楼会议室召开。")
    assert not (wrong := compare(wanted, found)), "\n".join(text + wrong)
    told = TOLD.search(said)
    assert bool(told) == (warned is not None), said
    assert not warned or warned in said, said


# ---- lists made at random ----

SURNAMES = list("王李张刘陈杨黄赵周吴占撒问乜第仓巩逯海扎央尕才桑丹洛索玛拉则卡尼娘") + ["欧阳", "司马", "上官", "东方"]
GIVEN = "明建国丽华文静海山晓峰永康兰英志远雨桐子涵一鸣望舒立新秋实"
WHOLE = ["扎西", "次仁", "旺堆", "德吉", "央金", "古丽", "索南", "桑吉", "达瓦", "尼玛次仁", "索朗卓嘎", "扎西顿珠", "阿依古丽", "巴特尔",
         "乌日娜", "其其格", "才让东珠", "买买提·艾力", "古丽娜尔·买买提", "索南·达杰", "阿卜杜拉·吐尔逊江", "Michael Hofmann", "Anna Lee",
         "Aileen陈", "张某某", "李××"]
PLACES = ["县", "区", "市", "镇", "乡"]
UNITS = ["{p}委", "{p}政府", "{p}人大常委会", "{p}政协", "{p}纪委监委", "{p}财政局", "{p}发展改革委", "{p}总工会", "{p}委办公室",
         "{p}政府办公室", "{p}委宣传部", "{p}公安局", "{p}法院", "{p}人民检察院", "{p}住房城乡建设局", "{p}残联", "河东街道办事处", "清溪大学",
         "第一中学", "望桥集团", "县人民医院"]
OFFICES = ["主任", "副主任", "副主席", "副书记", "秘书长", "副秘书长", "副局长", "科长", "四级调研员", "一级巡视员", "专职副主任", "常务副主任", "主任助理",
           "总工程师", "副院长", "办公室主任", "党组成员", "总经济师"]
OWN = ["县长", "副县长", "区长", "副区长", "副市长", "局长", "副局长", "校长", "副校长", "镇长", "董事长", "总经理", "县领导", "区领导", "市领导", "校领导",
       "集团领导", "一级调研员", "副处长", "律师", "特邀专家"]
SEVERAL = ["县委副书记、县长", "党委书记、局长", "区政协党组书记、主席", "县委常委、宣传部部长", "党组成员、副局长", "区委常委、常务副区长", "县政协副主席、县工商联主席"]
GROUPS = ["各乡镇主要负责人", "有关部门负责同志", "各专委会主任", "机关各科室负责人", "局领导班子成员", "各村党支部书记", "全体党员", "区人大代表代表团负责人", "新闻媒体",
          "部分企业负责人", "各街道负责人"]
SINGLE = re.compile("(?<!副)(书记|主席|[区县市省镇乡局校院]长|部长|秘书长|董事长|总经理)$")


class Lists:
    """Lists of people, and what they say."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.used = set()

    def name(self):
        while True:
            if self.random.random() < 0.35:
                name = self.random.choice(WHOLE)
            else:
                name = self.random.choice(SURNAMES) + "".join(self.random.sample(GIVEN, self.random.choice((1, 2, 2))))
            if name not in self.used:
                self.used.add(name)
                return name

    def title(self):
        """(typed, office, unit), each once"""
        while (found := self.any_title())[0] in self.used:
            pass
        self.used.add(found[0])
        return found

    def any_title(self):
        kind = self.random.random()
        if kind < 0.45:
            unit = self.random.choice(UNITS).replace("{p}", self.random.choice(PLACES))
            office = self.random.choice(OFFICES)
            if office == "办公室主任":
                return unit + office, "主任", unit + "办公室"
            return unit + office, office, unit
        if kind < 0.85:
            office = self.random.choice(OWN)
            return office, office, ""
        office = self.random.choice(SEVERAL)
        return office, office, ""

    def holders(self, most=4):
        """People of one office: typed, and their entries."""
        typed, office, unit = self.title()
        n = 1 if SINGLE.search(typed) else self.random.choice((1, 1, 2, 3, most))
        names = [self.name() for _ in range(n)]
        text, said = typed + "、".join(names), [(name, office, unit) for name in names]
        if n > 1 and unit:  # an office of several is one text
            said = [(name, typed, "") for name in names]
        return text, [tuple(entry[:2]) if not entry[2] else entry for entry in said]

    def people(self, groups=False):
        parts = [self.holders() for _ in range(self.random.randint(1, 4))]
        texts, said = [text for text, _ in parts], [entry for _, entries in parts for entry in entries]
        joint = self.random.choice(("，", "、", "，"))
        text = joint.join(texts)
        if groups and self.random.random() < 0.5:
            group = self.random.choice(GROUPS)
            text += self.random.choice(("，", "、", "和", "及", "以及")) + group
            said.append((group,))
        return text, said

    def report(self):
        """The sentences of a report, and its lists."""
        wanted = {}
        typed, office, unit = self.title()
        chair = self.name()
        entry = (chair, office, unit) if unit else (chair, office)
        sentences = [self.random.choice(("会议由{}主持", "{}主持会议", "{}主持会议并讲话", "{}在三楼会议室主持召开会议"))
                     .format(typed + chair)]
        wanted["chair"] = [entry]
        text, said = self.people(groups=True)
        sentences.append(text + self.random.choice(("出席会议", "参加会议", "参加了会议", "应邀出席会议", "参会")))
        wanted["present"] = [entry] + [one for one in said if one != entry]
        if self.random.random() < 0.5:
            text, said = self.people(groups=True)
            sentences.append(text + self.random.choice(("列席会议", "列席了会议", "应邀列席会议", "列席")))
            wanted["observers"] = said
        if self.random.random() < 0.3:
            text, said = self.holders(2)
            sentences.append(text + self.random.choice(("因公请假", "因公出差未能出席会议", "请假", "因病缺席")))
            wanted["absent"] = said
        return [self.random.choice(("。", "，")).join(sentences[:2]) + "。" + "。".join(sentences[2:]) + "。" * (len(sentences) > 2)], wanted

    def labelled(self):
        wanted, lines = {}, ["时间：2026年3月2日"]
        chair, recorder = self.name(), self.name()
        names = [self.name() for _ in range(self.random.choice((2, 5, 9, 20, 60)))]
        lines.append(f"{self.random.choice(('主持人', '主持', '会议主持'))}：{chair}")
        latin = any(name[0].isascii() for name in names)
        style = self.random.choice(("、", "，", "wrapped", "lines") + (() if latin else (" ", "　")))
        label = self.random.choice(("参会人员", "出席人员", "出席", "参加人员", "与会人员"))
        if style == "wrapped":
            rows = ["、".join(names[i:i + 8]) for i in range(0, len(names), 8)]
            lines += [f"{label}：{rows[0]}、"] + [row + "、" for row in rows[1:-1]] + rows[1:][-1:] if len(rows) > 1 else [f"{label}：{rows[0]}"]
        elif style == "lines":
            lines += [f"{label}："] + names
        else:
            lines.append(f"{label}：{style.join(names)}")
        lines.append(f"记录：{recorder}")
        wanted.update(chair=[(chair,)], recorder=[(recorder,)], present=[(name,) for name in names])
        return lines, wanted


def random_case(seed):
    lists = Lists(seed)
    if seed % 3 == 2:
        return "清溪区水务局会议记录", *lists.labelled(), ""
    return "清溪区政协召开三届6次主席会议", *lists.report(), "2026年3月2日，会议在三楼会议室召开。"


@cases(["20 reports and records"])
def test_random_lists(name):
    """Nothing is wrong without a word."""
    silent, warned = [], 0
    with workdir() as folder:
        for seed in range(150):
            title, text, wanted, head = random_case(seed)
            found, said = imported(folder, title, text, head)
            wrong = compare(wanted, found)
            warned += bool(wrong) and bool(TOLD.search(said))
            if wrong and not TOLD.search(said):
                silent.append("\n".join(text + wrong))
    assert not silent, f"{len(silent)} silent, {warned} warned:\n" + "\n".join(silent)


# ---- the meeting ----

FACTS = ("name", "ordinal", "time", "end_time", "place", "issuers", "mark")


def read_meetings(path):
    """(lines, facts, warned) of each case of the file."""
    found = []
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        text, facts = [], {}
        for line in block.splitlines():
            key, _, value = line.partition(":")
            if key in FACTS or key == "warned":
                facts[key] = value.strip()
            elif line and not line.startswith("#"):
                text.append(line)
        if text:
            found.append((text, facts, facts.pop("warned", None)))
    return found


MEETINGS = read_meetings(ROOT / "tests" / "cases" / "people" / "meetings.txt")


@cases([f"{i + 1}-{case[0][0][:14]}" for i, case in enumerate(MEETINGS)])
def test_meeting(name):
    text, wanted, warned = MEETINGS[int(name.split("-")[0]) - 1]
    with workdir() as folder:
        source = Path(folder, "text.txt")
        source.write_text("\n".join(text) + "\n", encoding="utf-8")
        done = hongtou("import", source, "--to", "json", "-F", "minutes")
    record = json.loads(done.stdout)
    found = {key: record.get("meeting", {}).get(key) or record.get(key) for key in FACTS}
    wrong = [f"{key}: expected {wanted.get(key)}, found {found[key]}" for key in FACTS
             if (key in wanted or key not in ("issuers", "mark")) and wanted.get(key) != found[key]]
    assert not wrong, "\n".join(text + wrong)
    assert (warned in done.err) if warned else "[M208" not in done.err and not TOLD.search(done.err), done.err


# ---- spreadsheets ----

def write_xlsx(path, rows, merges=(), sheets=("名单",), inline=False):
    """A workbook whose first sheet has these rows; numbers are cells without text."""
    strings, cells = [], ""
    for number, row in enumerate(rows, 1):
        cells += f'<row r="{number}">'
        for column, value in zip("ABCDEFGHIJ", row):
            if isinstance(value, int):
                cells += f'<c r="{column}{number}"><v>{value}</v></c>'
            elif value and inline:
                cells += f'<c r="{column}{number}" t="inlineStr"><is><t>{value}</t></is></c>'
            elif value:
                strings.append(value)
                cells += f'<c r="{column}{number}" t="s"><v>{len(strings) - 1}</v></c>'
        cells += "</row>"
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("xl/workbook.xml", f'<workbook {main} xmlns:r="{office}"><sheets>' + "".join(
            f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>' for i, name in enumerate(sheets, 1))
            + "</sheets></workbook>")
        book.writestr("xl/_rels/workbook.xml.rels",
                      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + "".join(
                          f'<Relationship Id="rId{i}" Target="worksheets/sheet{i}.xml"/>'
                          for i in range(1, len(sheets) + 1)) + "</Relationships>")
        book.writestr("xl/sharedStrings.xml", f"<sst {main}>" + "".join(
            f"<si><r><t>{s[:1]}</t></r><r><t>{s[1:]}</t></r><rPh><t>x</t></rPh></si>" for s in strings) + "</sst>")
        book.writestr("xl/worksheets/sheet1.xml", f"<worksheet {main}><sheetData>{cells}</sheetData><mergeCells>" + "".join(
            f'<mergeCell ref="{merge}"/>' for merge in merges) + "</mergeCells></worksheet>")


HEADED = [["清溪区水务局会议签到表"], ["序号", "姓名", "单位", "职务", "电话", "备注"],
          [1, "占 山", "区财政局", "局长", 13800000000, ""], [2, "尼玛次仁", "", "副局长", "", "请假"],
          [3, "撒兰", "区水务局", "科长", "", "列席"]]
HEADED_PEOPLE = {"present": [("占山", "局长", "区财政局")], "absent": [("尼玛次仁", "副局长", "区财政局")],
                 "observers": [("撒兰", "科长", "区水务局")]}


def record_of(path, *options):
    done = hongtou("import", path, "--to", "json", *options)
    assert done.returncode == 0, done.err
    record = json.loads(done.stdout)
    return record, {key: people_of(record["meeting"][key]) for key in LISTS if key in record["meeting"]}, done.err


@cases(["shared", "inline"])
def test_xlsx(name):
    """Titles, heads, merged cells, roles; what is not taken is told."""
    with workdir() as folder:
        path = Path(folder, "名单.xlsx")
        write_xlsx(path, HEADED, merges=["C3:C4"], sheets=("名单", "备用"), inline=name == "inline")
        record, people, said = record_of(path, "-v")
    assert record["title"] == "清溪区水务局会议签到表" and people == HEADED_PEOPLE
    assert "13800000000 [M544]" in said and "备用" in said


@cases([("comma", ",", "utf-8"), ("bom", ",", "utf-8-sig"), ("excel", ",", "gb18030"), ("tabs", "\t", "utf-16")])
def test_csv(case):
    _, separator, encoding = case
    rows = ["姓名,单位及职务,手机", "占士林,区财政局局长,138", '"Anna Lee",望桥集团副总经理,', "扎西,区水务局,137", "德吉,副主任,"]
    with workdir() as folder:
        path = Path(folder, "名单.csv")
        path.write_bytes("\r\n".join(rows).replace(",", separator).encode(encoding))
        record, people, _ = record_of(path)
    assert record["title"] == "名单"
    assert people == {"present": [("占士林", "局长", "区财政局"), ("Anna Lee", "副总经理", "望桥集团"), ("扎西", "", "区水务局"),
                                  ("德吉", "副主任")]}


@cases([("with units", "1,占士林,区财政局,局长\n2,撒兰,区水务局,副局长\n3,次仁,区文旅局,科长\n",
         [("占士林", "局长", "区财政局"), ("撒兰", "副局长", "区水务局"), ("次仁", "科长", "区文旅局")]),
        ("names", "占士林\n撒兰\n次仁\n何田\n", [("占士林",), ("撒兰",), ("次仁",), ("何田",)])])
def test_without_heads(case):
    """The columns are known by what is in them."""
    _, text, wanted = case
    with workdir() as folder:
        path = Path(folder, "a.csv")
        path.write_text(text, encoding="utf-8")
        assert record_of(path)[1] == {"present": wanted}


def test_sheet_without_people():
    """No list of people: said, and the rows are a table."""
    with workdir() as folder:
        path = Path(folder, "a.csv")
        path.write_text("指标,单位,数值\n供水量,万吨,12\n漏损率,%,8\n", encoding="utf-8")
        done = hongtou("import", path, "--to", "json")
    assert "[M540]" in done.err and "漏损率" in done.stdout.decode()


def test_rows_that_are_left_out():
    with workdir() as folder:
        path = Path(folder, "a.csv")
        path.write_text("姓名,职务,爱好\n占士林,局长,钓鱼\n,科长,1\n合计,1人,\n", encoding="utf-8")
        _, people, said = record_of(path, "-v")
    assert "合计1人" in said
    assert people == {"present": [("占士林", "局长")]}
    assert "爱好" in said and "[M541]" in said and "[M542]" in said


SIDE_BY_SIDE = [("占士林", "局长", "区财政局"), ("撒兰", "科长", "区财政局"), ("次仁", "局长", "区水务局"),
                ("德吉", "副局长", "区文旅局"), ("何田", "科员", "区文旅局")]


@cases([("touching", "单位,姓名,职务,单位,姓名,职务\n区财政局,占士林,局长,区文旅局,德吉,副局长\n"
         ",撒兰,科长,,何田,科员\n区水务局,次仁,局长,,,\n合计,5人,,,,\n"),
        ("a gap", "单位,姓名,职务,,单位,姓名,职务\n区财政局,占士林,局长,,区文旅局,德吉,副局长\n"
         ",撒兰,科长,,,何田,科员\n区水务局,次仁,局长,,,,\n")])
def test_lists_side_by_side(case):
    """Each block is read from its top to its end; what merged cells lost is filled in and told."""
    _, text = case
    with workdir() as folder:
        path = Path(folder, "a.csv")
        path.write_text(text, encoding="utf-8")
        _, people, said = record_of(path)
    assert people == {"present": SIDE_BY_SIDE}
    assert said.count("[M650]") == 2 and "[M530]" not in said and "[M651]" not in said


def test_columns_of_names_that_differ():
    with workdir() as folder:
        path = Path(folder, "a.csv")
        path.write_text("姓名,职务,参会人,单位\n占士林,局长,撒兰,区文旅局\n", encoding="utf-8")
        assert "[M651]" in record_of(path)[2]


def test_row_of_a_name_alone():
    """The other cells of a person's row may be empty; other single cells are text."""
    with workdir() as folder:
        path = Path(folder, "a.csv")
        path.write_text("姓名,单位,职务\n占士林,区水务局,局长\n王五,,\n以下空白,,\n", encoding="utf-8")
        record, _, _ = record_of(path)
    assert record["meeting"]["present"][1:] == ["王五"] and record["body"].strip() == "以下空白"


def test_table_of_people_in_minutes():
    """A table whose columns are all those of a list of people."""
    text = "清溪区水务局会议纪要\n时间：2026年3月2日\n主持人：占士林\n姓名\t单位\t职务\n撒兰\t区财政局\t副局长\n次仁\t区文旅局\t科长\n会议议定三件事。\n"
    with workdir() as folder:
        path = Path(folder, "a.txt")
        path.write_text(text, encoding="utf-8")
        record, people, _ = record_of(path)
        path.write_text(text.replace("职务", "任务"), encoding="utf-8")
        tasks, _, _ = record_of(path)
    assert people["present"] == [("撒兰", "副局长", "区财政局"), ("次仁", "科长", "区文旅局")]
    assert "撒兰" not in record["body"] and "撒兰" in tasks["body"]


def test_damaged_sheets():
    """Bytes changed anywhere: refused or read, no crash, nothing but text in the record."""
    chance = random.Random(3)
    with workdir() as folder:
        path = Path(folder, "a.xlsx")
        write_xlsx(path, HEADED)
        whole = path.read_bytes()
        for _ in range(30):
            data = bytearray(whole)
            for _ in range(chance.randint(1, 8)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            path.write_bytes(data)
            done = hongtou("import", path, "--to", "json")
            assert done.returncode != 0 or json.loads(done.stdout)


def read_record(text):
    with workdir() as folder:
        source, record = Path(folder, "t.txt"), Path(folder, "r.json")
        source.write_text(text, encoding="utf-8")
        assert hongtou("import", "-t", "json", "-o", record, source).returncode == 0
        return json.loads(record.read_text(encoding="utf-8"))


@cases(("阿依古丽·买买提", "尼玛扎西多吉", "阿卜杜拉‧库尔班江", "王石"))
def test_long_name_among_short_ones(name):
    """Blanks between names stay, whatever the length of one of them."""
    names = ["李国强", "扎西", "占士林", name, "问静", "由俊峰"]
    record = read_record(f"县委召开会议\n3月1日，县委召开会议。{' '.join(names)}出席会议。\n")
    assert people_of(record["meeting"]["present"]) == [(one,) for one in names]


def test_remark_before_blank():
    """（女） and the name after it stay apart, in the body too."""
    record = read_record("关于调整组成人员的通知\n各单位：\n现将名单公布如下：\n成员：丁 一  方 宁（女）  李国强\n")
    assert "（女）李" not in record["body"] and "李国强" in record["body"]


def test_long_list_by_blanks():
    """A list of any length is read in a time that grows as it does."""
    names = " ".join(["李国强", "扎西", "阿依古丽·买买提"] * 20000)
    began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    read_record(f"县委召开会议\n3月1日，县委召开会议。{names}出席会议。\n")
    read_record(f"县委召开会议\n3月1日，县委召开会议。{names.replace(' ', '')}出席会议。\n")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began < 20
