"""A note below the title (题注) that a record has at the beginning of its text: who adopted the text, who speaks and when."""
import json
import re
from pathlib import Path

from support import cases, hongtou, squeeze, workdir

ROOM = "doc"

TEXT = "各单位要结合实际细化任务分工，确保各项任务落地见效。"
ADOPTED = "（2026年2月10日云岫市第八届人民代表大会第五次会议通过）"

TAKEN = [
    [ADOPTED],
    ["（2012年3月1日公布　根据2026年2月10日《关于修改部分规章的决定》（第5号令）修正）"],
    ["（2026年3月6日）"],
    ["市长　江　望", "（2026年3月6日）"],
    ["市委副书记、市长　江望", "（2026年 3月6日）"],
]
LEFT = [
    ["（2026年2月10日会议通过）的决定（试行）"],
    ["（以下简称云岫市）"],
    ["会议于2026年2月10日通过。"],
    ["各区人民政府要抓好落实。", "（2026年3月6日）"],
    ["云岫市财政局、云岫市教育局、云岫市水务局、云岫市民政局、云岫市司法局", "（2026年3月6日）"],
]


def made(lines, **fields):
    """{element: its text}, in the order of the page, and what is said of it."""
    with workdir() as folder:
        record = {"格式": "公文", "成文日期": "2026-03-06",
                  "标题": "关于政府工作报告的决议", "正文": "\n".join([*lines, TEXT]), **fields}
        Path(folder, "r.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        done = hongtou("export", "r.json", "-v", "-t", "trace", "-o", "r.txt", cwd=folder)
        assert done.returncode == 0, done.err
        elements = {}
        for name, text in re.findall(r'^run (\w+) .*?"(.*)"', Path(folder, "r.txt").read_text(), re.M):
            elements[name] = elements.get(name, "") + text
        return elements, done.err


@cases(TAKEN)
def test_taken(lines):
    """Set below the title, in its style, and told; the rest is text."""
    elements, said = made(lines)
    assert squeeze(elements["title_note"]) == squeeze("".join(lines)), elements
    assert elements["body"] == TEXT, elements
    assert "D131" in said, said


@cases(LEFT)
def test_left(lines):
    """What is no such note, and the same text where the record has a note, stays text."""
    elements, said = made(lines)
    assert "title_note" not in elements and "D131" not in said, (elements, said)
    assert squeeze(elements["body"]) == squeeze("".join(lines) + TEXT), elements


def test_given():
    """A note that the record gives is the only one; a note is not all of a text."""
    elements, said = made([ADOPTED], 题注="（试行）")
    assert elements["title_note"] == "（试行）" and squeeze(elements["body"]) == squeeze(ADOPTED + TEXT), elements
    elements, said = made([ADOPTED], 正文=ADOPTED)
    assert "title_note" not in elements and squeeze(elements["body"]) == squeeze(ADOPTED), elements
