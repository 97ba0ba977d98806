"""People as they are typed, in the papers that name them: minutes, sign-in sheet and notice."""
import json
import re
from pathlib import Path

import fitz

from support import CELL, SAMPLES, cases, hongtou, open_pdf, page_lines, sample_pdf, text_of, workdir

ROOM = "record"

# what is typed; lines of the minutes' list; rows of the sign-in sheet: name, unit and office
TYPED = [
    ("unit-first", ["区财政局 苏晴", "苏晴 区财政局"], ["区财政局 苏晴", "区财政局 苏晴"],
     [("苏晴", "区财政局"), ("苏晴", "区财政局")]),
    ("office-first", ["区财政局局长 苏晴", "局长 何田", "何田 局长"], ["区财政局局长 苏晴", "局长 何田", "局长 何田"],
     [("苏晴", "区财政局局长"), ("何田", "局长"), ("何田", "局长")]),
    ("brackets", ["何 田（区文旅局）", "白露（女）"], ["区文旅局 何田", "白露（女）"],
     [("何田", "区文旅局"), ("白露（女）", "")]),
    ("commas", ["林致远，区教育局", "林致远、区教育局"], ["区教育局 林致远", "区教育局 林致远"],
     [("林致远", "区教育局"), ("林致远", "区教育局")]),
    ("phrase", ["各乡镇（街道）、县直各单位主要负责同志"], ["各乡镇（街道）、县直各单位主要负责同志"],
     [("各乡镇（街道）、县直各单位主要负责同志", "")]),
    ("joined", ["县委办副主任、督查室主任商陆"], ["县委办副主任、督查室主任 商陆"],
     [("商陆", "县委办副主任、督查室主任")]),
    ("colon", ["区财政局：苏晴、何田"], ["区财政局 苏晴 何田"], [("苏晴", "区财政局"), ("何田", "区财政局")]),
    ("two-offices", ["区委常委、副区长 林致远"], ["区委常委、副区长 林致远"], [("林致远", "区委常委、副区长")]),
    ("blank-in-name", ["方知行 局长", "杜 清河", "县水务局 何 知远"], ["局长 方知行", "杜清河", "县水务局 何知远"],
     [("方知行", "局长"), ("杜清河", ""), ("何知远", "县水务局")]),
    ("three-offices", ["何田 县委常委、副县长、局长", "苏晴 县长"], ["县委常委、副县长、局长 何田", "县长 苏晴"],
     [("何田", "县委常委、副县长、局长"), ("苏晴", "县长")]),
    ("of-all-peoples", ["区文旅局 索朗·多吉", "世界银行 John Smith", "占 山 区民宗局"],
     ["区文旅局 索朗·多吉", "世界银行 John Smith", "区民宗局 占山"],
     [("索朗·多吉", "区文旅局"), ("John Smith", "世界银行"), ("占山", "区民宗局")]),
    ("nothing-after-a-colon", [{"局长 苏晴": None}, {"白露": []}, {"何田": ""}], ["局长 苏晴", "白露 何田"],
     [("苏晴", "局长"), ("白露", ""), ("何田", "")]),
    ("unclear", ["阿依古丽 牧民"], ["阿依古丽 牧民"], [("阿依古丽 牧民", "")]),
]


@cases(["局长、", "甲市乙局、", "商陆 区长、区委副书记、", "甲市乙局 ", "张三 ", "局长：张三、", "白露 程序、", "（"])
def test_a_line_costs_no_more_than_its_length(part):
    with workdir() as folder:
        Path(folder, "r.json").write_text(record([part * 20000 + "张三"]), encoding="utf-8")
        assert hongtou("check", "r.json", cwd=folder, timeout=20).returncode in (0, 1)


def record(people):
    return json.dumps({"格式": "纪要", "发文机关标志": "柳溪县会议纪要", "标题": "会议纪要", "发文机关": "柳溪县水务局",
                       "会议": {"名称": "工作会议", "时间": "2026-08-20 15:00", "地点": "三楼会议室",
                                "主持": "商陆 局长", "通知日期": "2026-08-18", "出席": people},
                       "正文": "会议研究了工作。", "成文日期": "2026-08-20"}, ensure_ascii=False)


def with_gaps(line):
    """Its characters, with a blank where nothing is for more than 1 mm."""
    gaps = [b.x - a.x - a.w > 1 for a, b in zip(line, line[1:])] + [False]
    return "".join(ch.c + " " * gap for ch, gap in zip(line, gaps))


def lines_of(path):
    """The characters of each line, as they are placed."""
    with fitz.open(path) as pdf:
        return [with_gaps(line) for page in pdf for line in page_lines(page)]


def papers(people):
    """The text of minutes, sign-in sheet and notice, and the messages."""
    with workdir() as folder:
        source = Path(folder, "r.json")
        source.write_text(record(people), encoding="utf-8")
        done = hongtou("export", source, "-s", "minutes,signin,notice", "-d", folder)
        assert done.returncode == 0, done.err
        paths = sorted(Path(folder).glob("*.pdf"))
        notice = next(path for path in paths if "notice" in path.name)
        signin = next(path for path in paths if "signin" in path.name)
        minutes = next(path for path in paths if path not in (notice, signin))
        with fitz.open(notice) as pdf:
            text = "".join(page.get_text() for page in pdf)
        return {"minutes": lines_of(minutes), "signin": lines_of(signin), "notice": text}, done.err


def squeezed(text):
    return re.sub(r"\s", "", text)


@cases(TYPED)
def test_papers(case):
    _, typed, minutes, rows = case
    texts, err = papers(typed)
    assert ("[R281]" in err) == ("牧民" in str(typed[0])), err
    lines = [squeezed(line).removeprefix("出席：") for line in texts["minutes"]]
    for line in minutes:
        assert squeezed(line) in lines, (line, texts["minutes"])
    sheet = squeezed("".join(texts["signin"]))
    for number, (name, title) in enumerate(rows, 1):
        row = f"{number}{squeezed(name)}{title}" if title else squeezed(name)
        assert row in (sheet if title else re.sub(r"\d", "", sheet)), (name, title, texts["signin"])
    # the notice says them in one sentence, units and offices before the names
    sentence = squeezed(texts["notice"]).split("出席：")[1].split("。")[0]
    assert all(squeezed(title + name) in sentence for name, title in rows if not (title and "：" in str(typed[0]))), sentence


def test_every_character_is_somewhere():
    """Whatever is typed, its characters are on the paper, in the order of the unit, the office and the name."""
    entries = [entry for _, typed, _, _ in TYPED for entry in typed if isinstance(entry, str)]
    texts, _ = papers(entries)
    text = squeezed("".join(texts["minutes"]))
    for entry in entries:
        for word in re.split(r"[\s，、：（）]+", entry):
            assert word in text, (entry, word)


def test_no_name_is_torn():
    """A long name begins nearer to its office, or below it, and is whole; the others stay in the column."""
    people = ["县人力资源和社会保障局局长 郑好", "县公安局政委 吾买尔江·阿不都热合曼", "县教育局局长 温若谷",
              "县科学技术和工业信息化局副局长 阿卜杜热西提·阿卜力孜", "副县长 叶知秋、阿依古丽·买买提江、王喆",
              "县农业农村局副局长、乡村振兴局局长 麦麦提艾力·阿卜杜喀迪尔、陈一"]
    lines, _ = papers(people)
    text = [line.replace(" ", "") for line in lines["minutes"]]
    for name in ("吾买尔江·阿不都热合曼", "阿卜杜热西提·阿卜力孜", "阿依古丽·买买提江", "麦麦提艾力·阿卜杜喀迪尔"):
        assert any(name in line for line in text), (name, lines["minutes"])
    assert any(re.search(r"县公安局政委\s+吾买尔江", line) for line in lines["minutes"]), lines["minutes"]
    assert any("县教育局局长" in line and "温若谷" in line for line in lines["minutes"]), lines["minutes"]


def test_name_with_dot():
    """A name with ·, which is narrower than a character, is not torn apart: the blank is after it."""
    lines = [line for page in open_pdf(sample_pdf(next(p for p in SAMPLES if p.name == "23-committee.yaml"))[0])
             for line in page_lines(page) if text_of(line).startswith("买买提·艾力")]
    assert len(lines) == 1
    first, second, third, _, fifth, sixth, office = lines[0][:7]
    for a, b in ((first, second), (second, third), (fifth, sixth)):
        assert abs(b.x - a.x - CELL) < 0.05, (a.c, b.c, b.x - a.x)
    assert abs((office.x - first.x) / CELL - 8) < 0.01, office.x
