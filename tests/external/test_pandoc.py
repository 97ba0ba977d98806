"""What pandoc, a reader that is not ours, finds in documents for editing: title, headings, tables and people, in their order."""
import json
import subprocess
from pathlib import Path

from support import ROOT, cases, hongtou, need, squeeze, workdir

ROOM = "draft"
SAMPLES = {"01-notice": ".yaml", "20-merged-table": ".yaml", "03-minutes": ".md", "23-committee": ".yaml"}


def text(part):
    if isinstance(part, list):
        return "".join(map(text, part))
    if not isinstance(part, dict):
        return ""
    return part["c"] if part.get("t") == "Str" else text(part.get("c", ""))


def flat(blocks):
    """Blocks in their order, those within others too."""
    for block in blocks:
        if block["t"] in ("BlockQuote", "Div"):
            yield from flat(block["c"] if block["t"] == "BlockQuote" else block["c"][1])
        else:
            yield block


def read(name, to):
    """The blocks of a sample's document."""
    need("pandoc")
    with workdir() as folder:
        made = Path(folder, f"{name}.{to}")
        done = hongtou("export", ROOT / "samples" / (name + SAMPLES[name]), "-o", made, "-t", to)
        assert done.returncode == 0, done.err
        said = subprocess.run(["pandoc", "-f", to, "-t", "json", made], capture_output=True, check=True, timeout=60).stdout
    return list(flat(json.loads(said)["blocks"]))


def table_cells(block):
    """The text of each cell, row by row. A table is its attributes, caption, columns, head, bodies and foot; a body is its
    attributes, number of heads, head and rows; a row is its attributes and cells, which end with their blocks."""
    _, _, _, head, bodies, foot = block["c"]
    rows = [*head[1], *(row for body in bodies for part in body[2:] for row in part), *foot[1]]
    return [[squeeze(text(cell[-1])) for cell in row[1]] for row in rows]


@cases(["odt", "docx"])
def test_headings(to):
    """The title is the first heading, of level 1; 一、 and those after it are of level 2, （一） of level 3."""
    found = [(b["c"][0], squeeze(text(b["c"][2]))) for b in read("01-notice", to) if b["t"] == "Header"]
    assert found[0] == (1, "临澜市人民政府办公室关于做好2026年汛期防灾减灾工作的通知"), found
    assert [(level, t[:2]) for level, t in found if level == 2] == [(2, "一、"), (2, "二、"), (2, "三、")], found
    assert [t[:3] for level, t in found if level == 3] == ["（一）", "（二）", "（三）"], found


@cases(["odt", "docx"])
def test_tables(to):
    """Each table follows its title and has its rows, each with the text of its cells. (Of an ODT pandoc reads no heads.)"""
    blocks = read("20-merged-table", to)
    # newer versions read the imprint, which is one, too
    at = [i for i, b in enumerate(blocks) if b["t"] == "Table" and "版记" not in text(b["c"][1])]
    assert len(at) == 2 and [squeeze(text(blocks[i - 2]["c"]))[:2] for i in at] == ["表1", "表2"]
    rows = [[cell for cell in row if cell] for row in table_cells(blocks[at[1]])]
    assert to == "odt" or rows[0] == ["县（区）", "用途", "金额", "其中：市级"], rows
    assert rows[1:] == [["清溪区", "学校", "120.5", "80"], ["卫生院", "64", "40.25"], ["梧岭县", "饮水", "1,205", "1,000"],
                        ["合计", "1,389.5", "1,120.25"]], rows


PEOPLE = {
    "03-minutes": "出席 林致远 方知行 白露 何田 欧阳静宜 苏晴 请假 高远 买买提·艾力 列席 程砚秋 罗川",
    "23-committee": "总指挥 商陆 副总指挥 沈怀瑾 叶知秋 成员 杜衡 买买提·艾力 亚历山大·彼得罗维奇 欧阳静宜 白露",
}


@cases([(f"{name}/{to}", name, to) for name in PEOPLE for to in ("odt", "docx")])
def test_people(case):
    """People come in the record's order, each after what he or she is."""
    _, name, to = case
    found, at = squeeze("".join(text(b.get("c", "")) for b in read(name, to))), 0
    for word in PEOPLE[name].split():
        assert word in found[at:], f"{word} is not after the one before it: {found[at:at + 80]}"
        at = found.index(word, at) + len(word)
