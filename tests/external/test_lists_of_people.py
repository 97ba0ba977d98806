"""Lists of people in the documents for editing: names and offices at tab stops, so that the list flows when it is edited."""
import re
import zipfile
from pathlib import Path

import fitz

import agreement
from measure import near
from office import convert
from support import ROOT, cases, hongtou, page_lines, squeeze, text_of, workdir
from test_odt import find, read_parts, shown

ROOM = "odt"
SPACE = "\u3000"
NAMES = ["周修明", "顾一山", "商衿明", "沈舒", "陶行山", "秦水子", "许行", "吕山水", "施露望", "张露白", "孔水水", "曹致乐"]


def minutes(*present, observers=()):
    """Minutes with these groups: (office, names)."""
    groups = "".join(f"    - {office}: [{', '.join(names)}]\n" for office, names in present)
    others = f"  列席: [{', '.join(observers)}]\n" if observers else ""
    return f"""格式: 纪要
发文机关: 松陂区政协
发文机关标志: 松陂区政协主席会议纪要
标题: 区政协四届九次主席会议纪要
会议:
  名称: 四届九次主席会议
  主持: 林致远 主席
  出席:
{groups}{others}成文日期: 2026-05-21
正文: |
  5月20日，区政协召开四届九次主席会议。
"""


RECORDS = {
    "five": minutes(("副主席", ["方远舒", "白瑾陆", "何望", "苏子行", "高露远"])),
    "twelve": minutes(("副主席", ["方远舒", "白瑾陆"]), ("常委", NAMES)),
    "sixty": minutes(("常委", NAMES * 5), observers=NAMES),
    "four": minutes(("委员", ["司徒文远", "欧阳明哲", "李明"]), ("秘书长", ["诸葛国平"])),
    "dots": minutes(("副县长", ["阿依古丽·买买提", "叶知秋", "杜衡", "白芷"]), observers=["买买提·艾力", "王明", "赵子平"]),
    "turned": minutes(("市政府办公室主任", ["何望"]), ("市城市建设投资发展集团有限公司工程管理部部长", ["苏六"]),
                      ("市城市建设投资发展集团有限公司副总经理", ["阿卜杜拉·买买提依明"])),
    "long": minutes(("区人大常委会财政经济工作委员会副主任", NAMES[:7]), ("县长", ["商陆"])),
}


def written(folder, target, *options, record=RECORDS["twelve"]):
    path = Path(folder, "r.yaml")
    path.write_text(record, encoding="utf-8")
    done = hongtou("export", path, "-o", Path(folder, f"r.{target}"), *options)
    assert done.returncode == 0, done.err
    return Path(folder, f"r.{target}")


def test_lines_are_those_of_the_pages():
    """As opened, each name is on its line and page, nearly at its place; a row of five with a name of two characters fits."""
    for name, (ours, theirs, missing) in agreement.compare(RECORDS, places=4).items():
        assert ours == theirs and not missing, (name, ours, theirs, missing)


def test_turned_over_names():
    """A name that has no room beside its office is in the next line, in the column of names."""
    with workdir() as folder, fitz.open(written(folder, "pdf", record=RECORDS["turned"])) as document:
        lines = {squeeze(text_of(line)): line for page in document for line in page_lines(page)}
        column = next(line for text, line in lines.items() if text.endswith("何望"))
        for name in ("苏六", "阿卜杜拉·买买提依明"):
            near(lines[name][0].x, column[-2].x, f"{name} in the next line", 0.6)
        assert sum(text.startswith("市城市建设") and text[-1] in "长理" for text in lines) == 2, list(lines)


@cases(["22-meeting-12-items", "23-committee", "03-minutes"])
def test_no_blanks(name):
    """Nothing is moved to its place by blanks, or to its line by a line break (but where a name with a dot, which only the
    pages squeeze, ends at the line's end). The blank after the number of a caption is of fixed width."""
    content = read_parts(shown() / f"{name}.odt")["content.xml"]
    texts = ["".join(p.itertext()) for p in find(content, "//text:p")]
    assert not [text for text in texts if SPACE in text and "买买提·吐尔逊" not in text and not re.match(r"[图表]\d", text)], texts
    assert len(find(content, "//text:p//text:tab")) > 10


def rows(pdf):
    """[(x of the first name, text)] of the list of 常委."""
    with fitz.open(pdf) as document:
        found = [(line[0].x, text_of(line)) for page in document for line in page_lines(page)]
    first = next(i for i, (_, text) in enumerate(found) if text.startswith("常委"))
    return [row for row in found[first:] if not row[1].startswith("—")]


@cases(["odt", "docx"])
def test_a_person_is_added(target):
    """One in the middle moves the others on: rows are full but for the last, no name is divided, columns stay."""
    part = {"odt": "content.xml", "docx": "word/document.xml"}[target]
    with workdir() as folder:
        path = written(folder, target)
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        text = parts[part].decode()
        tab = {"odt": "<text:tab/>", "docx": "</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>"}[target]
        assert text.count("顾一山") == 1
        parts[part] = text.replace("顾一山", f"欧阳明{tab}顾一山").encode()
        with zipfile.ZipFile(Path(folder, f"edited.{target}"), "w") as package:
            for name, data in parts.items():
                package.writestr(name, data)
        convert([path, Path(folder, f"edited.{target}")], Path(folder, "shown"))
        before, after = rows(Path(folder, "shown", "r.pdf")), rows(Path(folder, "shown", "edited.pdf"))
    names = NAMES[:1] + ["欧阳明"] + NAMES[1:]
    wanted, left = [], list(names)
    while left:
        wanted.append("".join(left[:5]))
        left = left[5:]
    assert [text.removeprefix("常委") for _, text in after] == wanted, after
    assert [text.removeprefix("常委") for _, text in before] == ["".join(NAMES[i:i + 5]) for i in (0, 5, 10)], before
    assert len({round(x) for x, _ in after[1:]}) == 1, after


def test_natural_lines():
    """Where lines need not be the pages', all names are in columns as wide as the widest."""
    with workdir() as folder:
        found = read_parts(written(folder, "odt", "--odt-lines", "natural", record=RECORDS["dots"]))
        people = [p for p in find(found["content.xml"], "//text:p") if "买买提" in "".join(p.itertext())]
        assert len(people) == 2
        for p in people:
            assert SPACE not in "".join(p.itertext()) and not find(p, ".//text:line-break")


def test_committees():
    """Role, name and office of a member: an office that goes on is below its beginning, in ODT and DOCX."""
    with workdir() as folder:
        for target in ("odt", "docx"):
            done = hongtou("export", ROOT / "samples" / "23-committee.yaml", "-o", Path(folder, f"c.{target}"))
            assert done.returncode == 0, done.err
            convert([Path(folder, f"c.{target}")], folder)
            with fitz.open(Path(folder, "c.pdf")) as document:
                lines = [line for page in document for line in page_lines(page)]
            at = next(i for i, line in enumerate(lines) if text_of(line).startswith("欧阳静宜"))
            office = next(char for char in lines[at] if char.c == "区")
            assert abs(lines[at + 1][0].x - office.x) < 0.6, (target, text_of(lines[at + 1]))
            words = squeeze("".join(text_of(line) for line in lines))
            assert "总指挥：商陆区长" in words, target
