"""Heads of tables in the finished PDF: where their units stand, columns with heads that are alike, heads too high for an
upright page."""
import json
import subprocess

from measure import *
from support import export, notice, open_pdf, rules
from test_tables import cell_lines, landscape_pages, table_of

ROOM = "layout"

BUDGET = ["序号", "部门名称", "年初预算安排数（万元）", "调整后预算数（万元）", "一季度累计支出数（万元）", "预算执行进度（%）",
          "上年同期支出数（万元）", "比上年同期增减额（万元）", "比上年同期增减幅度（%）", "其中：政府采购支出（万元）", "备注"]


def upright_lines(page):
    """Where the columns of the page's table begin and end."""
    found = []
    for rule in sorted(rule[0] for rule in rules(page) if rule[3] - rule[1] > 3):
        if not found or rule - found[-1] > 0.6:
            found.append(rule)
    return found


def test_units_are_on_lines_of_their_own():
    """One head with a unit has no room on a line: then all units are on lines of their own, also where there is room."""
    heads = ["地区", "面积（平方公里）", "人口（万人）", "生产总值（亿元）", "增速（%）", "备注"]
    rows = [[f"第{n}街道", "6,040.4", "0.19", "321.24", "18.4", "初步数"] for n in range(1, 4)]
    lines = cell_lines(table_of(heads, rows))
    for head in heads[1:5]:
        name, unit = head.split("（")
        assert name in lines and "（" + unit in lines, (head, lines)
    lines = cell_lines(table_of(heads[:3], [row[:3] for row in rows]))
    assert heads[1] in lines and heads[2] in lines, lines


def test_high_heads_turn_the_table():
    """Many columns with long heads: the table is landscape rather than that a head has more than four lines, and no unit
    is parted from its brackets."""
    rows = [[str(n), "市教育局", "8281.4", "7693.3", "115.3", "39.0", "29.5", "96.1", "3.0", "34.5", ""] for n in range(1, 8)]
    document = table_of(BUDGET, rows)
    turned = landscape_pages(document)
    assert turned, "the table is upright"
    text = turned[0][1].get_text().replace(" ", "")
    assert text.count("（万元）") == 6 and text.count("（%）") == 2, text
    few = table_of(BUDGET[:5], [row[:5] for row in rows])
    assert not landscape_pages(few), "a table of few columns is landscape"


def test_sisters_are_alike():
    """Columns with heads that are alike are of one width, whatever is in them; others are not."""
    heads = ["单位", "2024年完成投资", "2025年完成投资", "2026年完成投资", "说明"]
    rows = [["市教育局", "1.5", "12345.5", "2.5", "持续开展安全生产隐患排查整治，建立问题清单"] for _ in range(4)]
    edges = upright_lines(table_of(heads, rows)[0])
    widths = [b - a for a, b in zip(edges, edges[1:])]
    assert len(widths) == 5, widths
    for width in widths[2:4]:
        near(width, widths[1], "width of a sister column", 0.1)
    assert abs(widths[0] - widths[1]) > 0.5 and widths[4] > widths[1] + 5, widths


def heads_on_one_line(document, names):
    """Which of these heads of a table on a landscape page are on one line."""
    page = landscape_pages(document)[0][1].number + 1
    shown = subprocess.run(["pdftotext", "-layout", "-f", str(page), "-l", str(page), "-", "-"], input=document.tobytes(), capture_output=True, check=True)
    texts = shown.stdout.decode().split()
    return [name for name in names if any(name in text for text in texts)]


def narrow_columns(names, digits):
    """A table of columns with these heads and numbers of so many digits behind the point."""
    rows = [[place] + [f"{3.7 * n:.1f}" + "0" * (digits - 1) for n in range(1, len(names) + 1)] for place in ("东区", "西区", "南区")]
    return table_of(["地区"] + names, rows)


def test_heads_of_sisters_are_divided_alike():
    """Where there is no room for all heads of a kind on one line, all of the same length have two: also those that are
    narrower, for their letters or for kerning, or that are in wider columns."""
    numbered = [f"指标{n}" for n in range(1, 21)]
    assert heads_on_one_line(narrow_columns(numbered, 1), numbered[9:]) in ([], numbered[9:])
    for stem, letters, digits in (("指标", "ABCDEFGHIJKLMN", 3), ("指标", "IJWMIJWMIJWMIJWM", 5), ("目", "ABCDEFGHIJKLMNOPQRST", 5), ("指标", [""] * 19, 5)):
        names = [f"{stem}{letter}{n}" for n, letter in enumerate(letters, 10)]
        assert heads_on_one_line(narrow_columns(names, digits), names) in ([], names), names


def test_divided_sisters_are_low():
    """A head that is divided for its sisters has two lines, though theirs have three; one above nothing but dashes is a
    sister, too; a head of two characters is not divided for another."""
    heads = ["序号", "项目名称", "建设地点", "建设规模和主要内容", "中央投资额", "省级投资额", "市级投资额", "县级投资额", "责任单位", "备注"]
    rows = [[str(n), "农村饮水安全巩固提升工程", "石坪乡", "新建灌溉渠道12.5公里，改造泵站3座，配套管网", number, "5", "3", "—", "县水务局", ""]
            for n, number in enumerate(("1,234,567.89", "980,000.00", "45,000.50"), 1)]
    lines = cell_lines(table_of(heads, rows))
    assert "中央" in lines and "投资额" in lines and "县级投资额" not in lines, lines
    heads = ["姓名", "学历", "学位", "毕业院校和专业", "工作单位和职务", "联系电话", "家庭住址", "政治面貌", "参加工作时间"]
    rows = [["周修明", "本科", "无", "清溪大学水利水电工程专业", "清溪区水务局工程科副科长", "13800001111", "清溪区石坪镇", "中共党员", "2012年7月"]] * 3
    assert {"学历", "学位"} <= set(cell_lines(table_of(heads, rows)))


LONG = "持续开展安全生产隐患排查整治，建立问题清单、责任清单、整改清单，实行销号管理；推进城市内涝治理，新建调蓄池。"


def test_high_cells_turn_a_table_of_its_own():
    """A table whose cells have more than four lines is landscape where it is alone in its attachment; not in running
    text, whose pages that would tear apart, nor where it has few columns."""
    rows = [[str(n), LONG, LONG, "市市场监督管理局", "市应急管理局、市住房和城乡建设局", "2026年10月底前"] for n in range(1, 8)]
    heads = ["序号", "重点任务", "具体措施", "牵头单位", "责任单位", "完成时限"]
    table = json.dumps({"表格": {"表头": [heads], "行": rows}}, ensure_ascii=False)
    few = json.dumps({"表格": {"表头": [heads[:4]], "行": [row[:4] for row in rows]}}, ensure_ascii=False)

    def turned(body, attached):
        text = notice("").partition("body:")[0] + "body: " + body + "\nattachments:\n  - title: 任务表\n    body: " + attached + "\n"
        return bool(landscape_pages(open_pdf(export(text, to="pdf"))))
    assert turned("[文。]", f"[{table}]")
    assert not turned("[文。]", f"[文。, {table}]") and not turned("[文。]", f"[{table}, 文。]")
    assert not turned(f"[文。, {table}, 文。]", "文。") and not turned("[文。]", f"[{few}]")
