"""The papers of a meeting, made of one record: each has its own title, number and date, none has a heading without text,
one that cannot be made does not stop the others, and no file of another paper has the name of the document."""
import contextlib
import csv
import io
import itertools
import json
import re
import unicodedata
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import fitz
import pikepdf

import support
from support import ROOT, cases, hongtou, squeeze

ROOM = "style"

SAMPLE = ROOT / "samples" / "10-meeting.yaml"
PAPERS = ["minutes", "bulletin", "notice", "agenda", "signin", "resolution", "actions"]
TITLES = {"minutes": "梧岭县人民政府第三十六次常务会议纪要", "bulletin": "梧岭县人民政府召开第三十六次常务会议",
          "notice": "关于召开梧岭县人民政府第三十六次常务会议的通知", "agenda": "梧岭县人民政府第三十六次常务会议议程",
          "signin": "梧岭县人民政府第三十六次常务会议签到表", "resolution": "梧岭县人民政府第三十六次常务会议决议",
          "actions": "梧岭县人民政府第三十六次常务会议议定事项督办表"}

# A meeting that says nothing of its bulletin, nor when its notice went out.
MEETING = """格式: 纪要
发文机关: 云湖区文化和旅游局
发文机关标志: 云湖区文化和旅游局局长办公会议纪要
期号: 5
标题: 云湖区文化和旅游局2026年第5次局长办公会议纪要
会议:
  名称: 2026年第5次局长办公会议
  时间: 2026-08-20 15:00
  地点: 局三楼会议室
  主持: 沈星河 局长
  出席: [白露 副局长, 何田 副局长]
  议题:
    - 题目: 关于全民阅读月活动
      讨论: 会议听取了筹备情况汇报。
      决定:
        - {内容: 同意举办全民阅读月活动, 责任单位: 公共文化科, 时限: 2026-08-31}
成文日期: 2026-08-21
"""


@contextlib.contextmanager
def workdir():
    with support.workdir() as folder:
        yield Path(folder)


def export(folder, text, *args, name="会.yaml", **more):
    (folder / name).write_text(text, encoding="utf-8")
    return hongtou("export", name, *args, cwd=folder, **more)


def text_of(path):
    with fitz.open(path) as document:
        return squeeze("".join(page.get_text() for page in document))


# --- the bulletin (简报) ---

def test_bulletin_asks_for_its_own():
    """Masthead, issue number and title of the minutes are not the bulletin's: it asks for its own."""
    with workdir() as folder:
        done = export(folder, MEETING, "-s", "bulletin")
        assert done.returncode == 1 and not list(folder.glob("*.pdf"))
        for field in ("会议的简报名称", "会议的简报期号", "会议的简报标题"):
            assert field in done.err, done.err
        assert "简报" in done.err


def test_bulletin_of_a_meeting():
    """With its own, it shows them and none of the minutes', and says when, where and who chaired."""
    own = MEETING.replace("  时间:", "  简报名称: 云湖文旅简报\n  简报期号: 12\n  简报标题: 我局部署全民阅读月活动\n  时间:")
    with workdir() as folder:
        assert export(folder, own, "-s", "bulletin").returncode == 0
        text = text_of(folder / "会-bulletin.pdf")
        assert "云湖文旅简报" in text and "第12期" in text and "我局部署全民阅读月活动" in text
        assert "2026年8月20日下午3:00，2026年第5次局长办公会议在局三楼会议室召开，局长沈星河主持会议。" in text
        assert "纪要" not in text and "第5期" not in text


def test_bulletin_of_a_text():
    """A meeting with a text and no items: the text, and above it when, where, who chaired."""
    own = re.sub(r"  议题:.*?(?=成文)", "", MEETING, flags=re.S) + "正文: 会议听取了汇报。\n"
    own = own.replace("  时间:", "  简报名称: 简报\n  简报期号: 12\n  简报标题: 标题\n  时间:")
    with workdir() as folder:
        assert export(folder, own, "-s", "bulletin").returncode == 0
        text = text_of(folder / "会-bulletin.pdf")
        for part in ("时间：2026年8月20日下午3:00", "地点：局三楼会议室", "主持：局长沈星河", "会议听取了汇报。"):
            assert part in text, part


def test_bulletin_without_items():
    """A 简报 with a title and a text lacks nothing."""
    record = """格式: 简报
发文机关标志: 云湖文旅简报
期号: 8
编辑单位: 云湖区文化和旅游局办公室
标题: 我区启动全民阅读月活动
正文: 8月20日，我区启动全民阅读月活动。
成文日期: 2026-08-21
报: 区委、区政府
"""
    with workdir() as folder:
        done = export(folder, record)
        assert done.returncode == 0 and "条目" not in done.err and "warning" not in done.err, done.err


def test_bulletin_without_form():
    """A record that names no form and tells of no meeting is what the sheet makes of it."""
    record = "发文机关标志: 云湖文旅简报\n期号: 8\n标题: 我区启动阅读月\n正文: 文。\n成文日期: 2026-08-21\n"
    with workdir() as folder:
        done = export(folder, record, "-s", "bulletin")
        assert done.returncode == 0 and "第8期" in text_of(folder / "会-bulletin.pdf"), done.err


# --- the notice (会议通知) ---

def test_notice_asks_for_its_date():
    with workdir() as folder:
        done = export(folder, MEETING, "-s", "notice")
        assert done.returncode == 1 and "会议的通知日期" in done.err and not list(folder.glob("*.pdf"))
        dated = MEETING.replace("  时间:", "  通知日期: 2026-08-17\n  时间:")
        assert export(folder, dated, "-s", "notice").returncode == 0
        text = text_of(folder / "会-notice.pdf")
        assert text.count("2026年8月17日") == 1 and "8月21日" not in text


def test_notice_of_its_own():
    """A record that is itself a notice has its date in 成文日期."""
    with workdir() as folder:
        done = export(folder, MEETING.replace("格式: 纪要", "格式: 会议通知"))
        assert done.returncode == 0 and (folder / "会.pdf").exists(), done.err
        assert "2026年8月21日" in text_of(folder / "会.pdf")


# --- papers that are records of their own ---

OWN = {"会议通知": ("关于召开二季度例会的通知", "会议.通知日期"), "议程": ("二季度例会议程", None), "签到表": ("二季度例会签到表", None),
       "决议": ("第二届第三次会议关于政府工作报告的决议", None)}


@cases(list(OWN))
def test_own_title_and_text(form):
    """A record that is itself such a paper: its title and its text are printed."""
    title, _ = OWN[form]
    record = re.sub("标题:.*", f"标题: {title}", MEETING.replace("格式: 纪要", f"格式: {form}")) + "正文: 这是一段说明。\n"
    with workdir() as folder:
        done = export(folder, record)
        assert done.returncode == 0, done.err
        text = text_of(folder / "会.pdf")
        assert title in text and "这是一段说明。" in text and "纪要" not in text, text
        with pikepdf.open(folder / "会.pdf") as pdf:
            assert str(pdf.docinfo["/Title"]) == title


# --- the resolution (决议) ---

def test_resolution():
    """The day of adoption is below the title; no office signs it, unless the record says so."""
    with workdir() as folder:
        assert export(folder, MEETING, "-s", "resolution").returncode == 0
        text = text_of(folder / "会-resolution.pdf")
        assert "决议（2026年8月20日2026年第5次局长办公会议通过）" in text
        assert "云湖区文化和旅游局" not in text and "8月21日" not in text
        assert export(folder, MEETING + "署名: 云湖区文化和旅游局\n", "-s", "resolution").returncode == 0
        assert text_of(folder / "会-resolution.pdf").endswith("云湖区文化和旅游局2026年8月21日—1—")


def test_resolution_without_a_day():
    """A time that is no date: the record's date is the day."""
    with workdir() as folder:
        assert export(folder, MEETING.replace("2026-08-20 15:00", "星期四下午"), "-s", "resolution").returncode == 0
        assert "（2026年8月21日2026年第5次局长办公会议通过）" in text_of(folder / "会-resolution.pdf")


# --- tables ---

def lines_of(path, page=0):
    """Horizontal lines of a page's tables, from left to right: (x0, x1, y)."""
    with fitz.open(path) as document:
        drawn = [d["rect"] for d in document[page].get_drawings()]
    return [(r.x0, r.x1, r.y0) for r in drawn if r.width > r.height]


def test_actions_merge_topics():
    """Decisions on one topic have the topic once, in a cell as high as theirs."""
    with workdir() as folder:
        done = hongtou("export", SAMPLE, "-s", "actions", "-t", "odt,pdf", "-d", folder)
        assert done.returncode == 0
        content = ElementTree.fromstring(ZipFile(folder / "10-meeting-actions.odt").read("content.xml"))
        text = text_of(folder / "10-meeting-actions.pdf")
    table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    rows = [["".join(cell.itertext()) for cell in row] for row in content.iter(f"{table}table-row")]
    spans = [cell.get(f"{table}number-rows-spanned") for row in content.iter(f"{table}table-row") for cell in row]
    assert [row[0] for row in rows] == ["序号", "1", "2", "3", "4"] and spans.count("2") == 2
    assert [row[1] for row in rows[1:]] == ["审议《梧岭县农村寄递物流体系建设实施方案》", "",
                                            "研究2026年秋季学期义务教育学位保障工作", ""]
    assert rows[2][3:] == ["县交通运输局、县财政局、各乡镇人民政府", "2026年12月31日"]
    assert rows[3][3:] == ["县教育局、县住房和城乡建设局", "2026年8月20日"]
    assert text.count("审议《梧岭县农") == text.count("期义务教育学") == 1


def people(n):
    offices = ["县教育局局长", "县住房和城乡建设局局长", "白石乡乡长"]
    family, given = "王李张刘陈杨黄赵吴周", ["秀英", "静怡", "文博", "桂英"]
    names = [f"{family[i % 10]}{given[i // 10 % 4]} {offices[i % 3]}" for i in range(n)]
    return MEETING.replace("[白露 副局长, 何田 副局长]", "[" + ", ".join(names) + "]")


@cases([("few", 5, 1), ("thirty", 30, 2), ("many", 60, 3), ("hundreds", 200, 9)])
def test_signin(case):
    """Columns for telephone and remarks; more than forty people are two abreast; every number is there once, in order
    along the rows, and no page is less than half full but the last."""
    _, n, most = case
    with workdir() as folder:
        assert export(folder, people(n), "-s", "signin").returncode == 0
        with fitz.open(folder / "会-signin.pdf") as document:
            pages = [squeeze(page.get_text()) for page in document]
            tops = [min(y for _, _, y in lines_of(folder / "会-signin.pdf", i)) for i in range(len(document))]
            numbers = [int(w[4]) for page, top in zip(document, tops)
                       for w in sorted(page.get_text("words"), key=lambda w: (round(w[1]), w[0]))
                       if re.fullmatch(r"\d+", w[4]) and top < w[1] < 740]
            bottoms = [max(y for _, _, y in lines_of(folder / "会-signin.pdf", i)) for i in range(len(document))]
        assert len(pages) <= most and numbers == list(range(1, n + 1)), (len(pages), numbers)
        assert all(bottom > 600 for bottom in bottoms[:-1]), bottoms
        wide = n <= 40
        assert all(("电话" in page and "备注" in page) == wide for page in pages)
        assert all(page.count("签名") == (1 if wide else 2) for page in pages)


def test_signin_groups():
    """A group that is not named one by one is told by its unit; whoever comes writes the name."""
    with workdir() as folder:
        assert hongtou("export", SAMPLE, "-s", "signin", "-t", "odt", "-o", folder / "a.odt").returncode == 0
        content = ElementTree.fromstring(ZipFile(folder / "a.odt").read("content.xml"))
    table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    rows = [["".join(cell.itertext()) for cell in row] for row in content.iter(f"{table}table-row")]
    assert ["1", "", "县人大常委会有关负责人", "", "", ""] in rows
    assert ["4", "温若谷", "县教育局局长", "", "", ""] in rows


def test_signin_blank_rows():
    """Rows for those who come unannounced fill a page and begin none."""
    text = people(20).replace("  议题:", "  列席: [甲某 乙局局长]\n  议题:")
    with workdir() as folder:
        for n in range(8, 20):
            short = re.sub(r"出席: \[(.*?)\]", lambda m: "出席: [" + ", ".join(m.group(1).split(", ")[:n]) + "]", text)
            assert export(folder, short, "-s", "signin").returncode == 0
            with fitz.open(folder / "会-signin.pdf") as document:
                last = squeeze(document[-1].get_text())
            assert "局长" in last or "乡长" in last, (n, last)


# --- no heading without text ---

def subsets():
    """Records of meetings with all combinations of parts."""
    agendas = [None, [{"题目": "甲事"}], [{"题目": "甲事"}, {"题目": "乙事", "决定": ["同意乙事"]}],
               [{"题目": "甲事", "讨论": "会议认为，甲事重要。"}, {"题目": "乙事"}, {"题目": "丙事", "决定": ["同意丙事"]}]]
    optional = {"地点": "三楼", "主持": "沈星河 局长", "出席": ["白露 副局长"], "请假": ["何田"], "列席": ["苏晴 主任"],
                "通知日期": "2026-08-17"}
    for agenda, body in itertools.product(agendas, (None, "会议研究了甲事。")):
        for given in itertools.product((False, True), repeat=len(optional)):
            meeting = {"名称": "第5次会议", "时间": "2026-08-20 15:00", "简报名称": "简报", "简报期号": "1", "简报标题": "开会"}
            meeting.update({k: v for (k, v), yes in zip(optional.items(), given) if yes})
            if agenda:
                meeting["议题"] = [dict(item, **({"决定": [{"内容": d} for d in item["决定"]]} if "决定" in item else {}))
                                 for item in agenda]
            record = {"格式": "纪要", "发文机关": "甲局", "发文机关标志": "甲局会议纪要", "期号": "3", "标题": "甲局会议纪要",
                      "成文日期": "2026-08-21", "会议": meeting}
            if body:
                record["正文"] = body
            yield record


HAN = "一二三四五六七八九"


def paragraphs(trace):
    """The paragraphs of a trace: (element, text)."""
    found, last = [], None
    for line in trace.splitlines():
        m = re.match(r'run (\S+) (\S+) (\d+) .*?"(.*)"( end)?$', line)
        if not m or m.group(1) == "page_number":
            continue
        if m.group(3) != last:
            found.append([m.group(1), ""])
            last = m.group(3)
        found[-1][1] += m.group(4)
    return found


def test_headings_have_text():
    """Whatever is missing: below each heading there is text before the next one, and the numbers close up."""
    headings = re.compile(r"head_\w+|topic")
    records = list(subsets())
    with workdir() as folder:
        lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
        (folder / "all.jsonl").write_text(lines, encoding="utf-8")
        hongtou("export", "all.jsonl", "-s", ",".join(PAPERS), "-t", "trace", "-d", "out", cwd=folder, timeout=300)
        made = sorted((folder / "out").glob("*.txt"))
        assert len(made) > len(records) * 3, len(made)
        for path in made:
            found = paragraphs(path.read_text(encoding="utf-8"))
            said = [(element, text) for element, text in found if text]
            numbers = [text[0] for element, text in said
                       if (headings.fullmatch(element) or element == "topic_alone") and re.match(rf"[{HAN}]、", text)]
            assert numbers == list(HAN[:len(numbers)]), (path.name, said)
            for (element, text), (after, _) in zip(said, said[1:] + [("end", "")]):
                notice = path.name.endswith("-notice.txt")
                is_heading = element.startswith("head_") or (element == "topic" and not notice)
                follows = after in ("end",) or after.startswith("head_") or (after in ("topic", "topic_alone") and not notice)
                assert not (is_heading and follows), (path.name, said)


def test_topic_alone():
    """An item of which only the topic is given is a sentence of its own in the minutes, not a heading."""
    text = MEETING.replace("      讨论: 会议听取了筹备情况汇报。\n", "")
    text = re.sub(r"      决定:.*?(?=成文)", "", text, flags=re.S)
    with workdir() as folder:
        assert export(folder, text, "-t", "trace").returncode == 0
        found = dict(paragraphs((folder / "会.txt").read_text(encoding="utf-8")))
        assert found["topic_alone"] == "一、关于全民阅读月活动。" and "topic" not in found


# --- titles ---

@cases(PAPERS)
def test_titles(paper):
    """The title of the file, of the viewer's window, in XMP and in the ODT, and {title} in a name, are the paper's."""
    with workdir() as folder:
        done = hongtou("export", SAMPLE, "-s", paper, "-t", "pdf,odt", "-d", folder)
        assert done.returncode == 0, done.err
        name = "10-meeting" if paper == "minutes" else f"10-meeting-{paper}"
        with pikepdf.open(folder / f"{name}.pdf") as pdf:
            with pdf.open_metadata() as xmp:
                assert xmp["dc:title"] == TITLES[paper]
            assert str(pdf.docinfo["/Title"]) == TITLES[paper]
            assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert f"<dc:title>{TITLES[paper]}</dc:title>" in ZipFile(folder / f"{name}.odt").read("meta.xml").decode()
        done = hongtou("export", SAMPLE, "-s", paper, "-d", folder / "named", "--name", "{title}")
        stems = [unicodedata.normalize("NFC", path.stem) for path in (folder / "named").glob("*.pdf")]
        assert stems == [TITLES[paper]], stems


def test_title_in_the_paper():
    """The title of the file is what the paper has as its title."""
    for paper in PAPERS:
        with workdir() as folder:
            hongtou("export", SAMPLE, "-s", paper, "-o", folder / "a.pdf")
            assert TITLES[paper] in text_of(folder / "a.pdf"), paper


# --- several papers ---

@cases(["alone", "batch"])
def test_one_missing_paper(way):
    """The bulletin cannot be made: the others are, the exit status is 1, and the message names the paper."""
    styles = "minutes,bulletin,agenda,signin,notice"
    with workdir() as folder:
        (folder / "会.yaml").write_text(MEETING, encoding="utf-8")
        more = ["--report"] if way == "batch" else []
        done = hongtou("export", "会.yaml", "-s", styles, "-d", "out", *more, cwd=folder)
        assert done.returncode == 1
        assert sorted(p.name for p in (folder / "out").glob("*.pdf")) == ["会-agenda.pdf", "会-minutes.pdf", "会-signin.pdf"]
        for paper in ("简报", "会议通知"):
            assert re.search(rf"error: the paper \"{paper}\" was not made.*\[D120\]", done.err), done.err
        if way == "alone":
            return
        report = json.loads((folder / "out/report.json").read_text("utf-8"))
        record = report["records"][0]
        assert record["state"] == "failed" and report["totals"]["failed"] == 1
        assert [o["file"] for o in record["outputs"]] == ["会-minutes.pdf", "会-agenda.pdf", "会-signin.pdf"]
        assert record["errors"], record


def test_missing_paper_is_made_later():
    """--incremental makes a record again of which a paper failed; --resume keeps what it knows of it."""
    styles = ("-s", "minutes,bulletin", "-d", "out", "--incremental")
    with workdir() as folder:
        (folder / "会.yaml").write_text(MEETING, encoding="utf-8")
        (folder / "完.yaml").write_text(MEETING.replace("  时间:", "  简报名称: 简报\n  简报期号: 1\n  简报标题: 题\n  时间:"), "utf-8")
        for _ in range(2):
            done = hongtou("export", "会.yaml", "完.yaml", *styles, cwd=folder)
            assert done.returncode == 1 and "D120" in done.err
        assert "1 unchanged" in done.err and "1 failed" in done.err, done.err
        (folder / "会.yaml").write_text((folder / "完.yaml").read_text("utf-8"), "utf-8")
        done = hongtou("export", "会.yaml", "完.yaml", *styles, cwd=folder)
        assert done.returncode == 0 and (folder / "out/会-bulletin.pdf").exists(), done.err


def test_pages_of_each_output():
    """Console, report and journal give the pages of each file."""
    with workdir() as folder:
        done = hongtou("export", SAMPLE, "-s", "minutes,notice,bulletin", "-t", "pdf,png", "-d", "out", "--report", "-v",
                       cwd=folder)
        assert done.returncode == 0, done.err
        wanted = {}
        for path in (folder / "out").glob("10-meeting*.pdf"):
            with fitz.open(path) as document:
                wanted[path.name] = len(document)
        wanted.update({path.name: 1 for path in (folder / "out").glob("*.png")})
        assert wanted["10-meeting-minutes.pdf"] == 2 and wanted["10-meeting-notice.pdf"] == 1
        said = {m[0]: int(m[1]) for m in re.findall(r"out/(\S+\.\w+), (\d+) pages?", done.err)}
        assert said == wanted, said
        report = json.loads((folder / "out/report.json").read_text("utf-8"))
        assert {o["file"]: o["pages"] for o in report["records"][0]["outputs"]} == wanted
        rows = csv.DictReader(io.StringIO((folder / "out/report.csv").read_text("utf-8-sig"), newline=""))
        assert {row["output"]: int(row["pages"]) for row in rows} == wanted
        journal = (folder / "out/.hongtou/journal.jsonl").read_text("utf-8").splitlines()
        record = next(json.loads(line) for line in journal if "record" in json.loads(line))
        assert {o["file"]: o["pages"] for o in record["outputs"]} == wanted


@cases([("signin", "会-signin.pdf"), ("notice", "会-notice.pdf"), ("minutes", "会.pdf"), ("letter", "会-letter.pdf"),
        ("签到表", "会-signin.pdf"), ("house.yaml", "会.pdf"), ("mine.yaml", "会-mine.pdf")])
def test_never_over_the_document(case):
    """The file of another paper does not have the document's name; a sheet for the record's own form makes it."""
    style, name = case
    with workdir() as folder:
        (folder / "house.yaml").write_text("extends: minutes\nname: 我局纪要\nstyles: {title: {face: heiti}}\n", "utf-8")
        (folder / "mine.yaml").write_text("extends: agenda\nname: 我局议程\n", "utf-8")
        text = MEETING.replace("  时间:", "  通知日期: 2026-08-17\n  时间:") + "正文: 文。\n"
        done = export(folder, text, "-s", style)
        assert [path.name for path in folder.glob("*.pdf")] == [name], done.err


def test_variant_of_a_document():
    """gb9704-duplex is a variant of the official document."""
    with workdir() as folder:
        assert hongtou("export", ROOT / "samples/01-notice.yaml", "-s", "gb9704-duplex", "-d", folder).returncode == 0
        assert [path.name for path in folder.glob("*.pdf")] == ["01-notice.pdf"]


# --- sheets of one's own ---

def test_from_other_form():
    """What is under from_other_form holds only for records of other forms; Chinese words do as well."""
    sheet = """继承: agenda
名称: 我局议程
格式: mine
要素: {paper_title: {内容: '自己的议程'}}
他种记录:
  必备: [会议.名称]
  要素: {paper_title: {内容: '{会议.名称}的议程'}}
"""
    with workdir() as folder:
        (folder / "mine.yaml").write_text(sheet, encoding="utf-8")
        done = export(folder, MEETING, "-s", "mine.yaml")
        assert done.returncode == 0 and "2026年第5次局长办公会议的议程" in text_of(folder / "会-mine.pdf"), done.err
        untitled = re.sub("标题:.*\n", "", MEETING)
        done = export(folder, untitled.replace("格式: 纪要", "格式: mine"), "-s", "mine.yaml", name="议.yaml")
        assert done.returncode == 0 and "自己的议程" in text_of(folder / "议.pdf"), done.err
        (folder / "mine.yaml").write_text(sheet + "  顺序: 无\n", encoding="utf-8")
        done = export(folder, MEETING, "-s", "mine.yaml")
        assert done.returncode == 1 and "mine.yaml:8:" in done.err, done.err


def test_title_of_another_form():
    """A paper made of a record of minutes has a title of its own, from the meeting's name: without it, it says so."""
    with workdir() as folder:
        record = Path(folder, "r.yaml")
        record.write_text("格式: 纪要\n标题: 名单\n会议:\n  出席: 欧阳一 局长\n  议题: {题目: 甲, 决定: {内容: 乙}}\n", "utf-8")
        for paper in "signin", "agenda", "actions", "resolution":
            done = hongtou("export", record, "-s", paper, "-o", Path(folder, "o.pdf"))
            assert done.returncode == 1 and "r.yaml:1:1: error: the field meeting.name" in done.err, done.err
            assert "O102" not in done.err, done.err
