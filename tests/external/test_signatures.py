"""Signatures of long names in the finished PDF: turned over, within the type area, the date with them (GB/T 9704-2012
7.3.5)."""
import functools
import json
import re
from pathlib import Path

import fitz

from measure import *
from support import cases, hongtou, squeeze, workdir

ROOM = "layout"

NAMES = ["清溪区推进长江流域水生态保护修复及农村供水一体化改革和乡村振兴水利保障提升专项行动工作领导小组办公室综合协调与督查考核组秘书处",
         "清溪区防汛抗旱和地质灾害防治以及山洪灾害监测预警应急救援联合指挥部办公室暨水旱灾害防御综合协调调度中心专家咨询委员会秘书组",
         "清溪区城乡居民基本医疗保险和大病保险统筹经办服务管理体制改革工作推进委员会办公室医疗保障基金监督检查和信用评价专项工作组"]
SEALS = [str(SAMPLES / "seals" / f"qingxi-{name}.svg") for name in ("government", "water", "finance")]
LENGTHS = [20, 26, 27, 28, 29, 33, 36, 40, 45, 52, 60]
FORMS = [("document", "公文", "清溪区水务局文件"), ("letter", "信函", "清溪区水务局")]
SEAL = 42  # mm across


def issuers(length, count):
    return [name[:length - 2] + "小组" for name in NAMES[:count]]


def record(form, mark, length, count, sealed):
    made = {"格式": form, "发文机关标志": mark, "发文字号": "清水〔2026〕7号", "主送机关": ["各镇人民政府"],
            "标题": "关于署名的通知", "正文": "请认真贯彻执行。", "发文机关": issuers(length, count),
            "成文日期": "2026-03-05"}
    if sealed:
        made["印章"] = [Path(seal).name for seal in SEALS[:count]]
    return json.dumps(made, ensure_ascii=False)


def variants():
    return [(length, count, sealed) for length in LENGTHS for count in (1, 2, 3) for sealed in (False, True)]


@functools.lru_cache(maxsize=None)
def all_made(form):
    """The PDF of each variant, made in one batch, and the messages."""
    _, name, mark = next(f for f in FORMS if f[0] == form)
    with workdir() as folder:
        for seal in SEALS:
            Path(folder, Path(seal).name).write_bytes(Path(seal).read_bytes())
        source = Path(folder, "all.jsonl")
        source.write_text("\n".join(record(name, mark, *v) for v in variants()), encoding="utf-8")
        done = hongtou("export", source, "-d", Path(folder, "out"), "--name", "{index}")
        assert done.returncode == 0, done.err
        made = sorted(Path(folder, "out").glob("*.pdf"), key=lambda path: int(re.sub(r"\D", "", path.stem)))
        return [path.read_bytes() for path in made], done.err


def lines_below_text(pdf):
    """The lines from the one below the text on: the names and the date."""
    lines = [line for page in pdf for line in body_lines(page)]
    at = next(i for i, line in enumerate(lines) if "贯彻执行" in text_of(line))
    return [line for line in lines[at + 1:] if "—" not in text_of(line)]


@cases(FORMS)
def test_long_names(form):
    """Names of any length, whether sealed or not: every character is there, in order and within the type area, and the
    date is the last line. A name that has room is on one line, a longer one on two, or on three rather than within a term."""
    made, err = all_made(form[0])
    assert "[L104]" not in err, err
    assert len(made) == len(variants())
    for variant, data in zip(variants(), made):
        length, count, sealed = variant
        with fitz.open(stream=data) as pdf:
            lines = lines_below_text(pdf)
            assert squeeze("".join(map(text_of, lines))) == "".join(issuers(length, count)) + "2026年3月5日", variant
            for line in lines:
                assert line[0].x >= LEFT - 0.1 and right_end(line) <= RIGHT + 0.1, (variant, text_of(line))
            if length <= 26:
                assert len(lines) == count + 1, (variant, [text_of(line) for line in lines])
            elif not sealed and length < 50:
                # a third line for one name, where two would part 统筹经办服务
                assert 2 * count + 1 <= len(lines) <= 2 * count + 2, (variant, [text_of(line) for line in lines])
            for line in lines[:-1]:
                assert len(line) >= 5, (variant, text_of(line))


def test_unsealed_places():
    """7.3.5.2: the widest line ends two 字 from the right, the date begins two 字 right of the name."""
    for variant, data in zip(variants(), all_made("document")[0]):
        length, count, sealed = variant
        if sealed or count > 1:
            continue
        with fitz.open(stream=data) as pdf:
            *name, date = lines_below_text(pdf)
            near(max(right_end(line) for line in name), RIGHT - 2 * CELL, f"end of {variant}")
            for line in name:
                near(line[0].x, name[0][0].x, f"beginning of {variant}")
            near(date[0].x, name[0][0].x + 2 * CELL, f"date of {variant}")


def test_sealed_places():
    """7.3.5.1: lines and date are centred under the seal, name and date a little below its middle, and its top is
    within a line of the text."""
    for variant, data in zip(variants(), all_made("document")[0]):
        length, count, sealed = variant
        if not sealed or count > 1:
            continue
        with fitz.open(stream=data) as pdf:
            page, lines = pdf[0], lines_below_text(pdf)
            (x0, y0, x1, y1), = pictures(page)
            for line in lines:
                near(centre(line), (x0 + x1) / 2, f"middle of {variant}", 0.6)
            text = next(line for line in body_lines(page) if "贯彻执行" in text_of(line))
            between(y0 - em_box(text[0])[1], 0, PITCH, f"text to seal of {variant}")
            middle = (lines[0][0].y + lines[-1][0].y) / 2
            assert 0 < middle - (y0 + y1) / 2 < PITCH, (variant, middle, (y0 + y1) / 2)


def test_long_office_beside_stamp():
    """7.3.5.3: an office that is wider than its room has several lines, level with the stamp's middle, two 字 to its
    left; the date is one empty line below the stamp."""
    office = "清溪区防汛抗旱指挥部总指挥、区人民政府区长"
    made = {"格式": "命令", "发文机关标志": "清溪区人民政府令", "发文字号": "第7号", "正文": "请认真贯彻执行。",
            "成文日期": "2026-03-05", "签发人": {"姓名": "林致远", "职务": office}, "印章": "stamp.svg"}
    with workdir() as folder:
        Path(folder, "stamp.svg").write_bytes((SAMPLES / "seals" / "signature-linzhiyuan.svg").read_bytes())
        Path(folder, "r.json").write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
        done = hongtou("export", Path(folder, "r.json"), "-o", Path(folder, "r.pdf"))
        assert done.returncode == 0 and "[L104]" not in done.err, done.err
        with fitz.open(Path(folder, "r.pdf")) as pdf:
            (x0, y0, _, y1), = pictures(pdf[0])
            *lines, date = lines_below_text(pdf)
            assert squeeze("".join(map(text_of, lines))) == office and len(lines) == 2
            near(max(right_end(line) for line in lines), x0 - 2 * CELL, "end of the office")
            assert min(line[0].x for line in lines) >= LEFT
            middle = (em_box(lines[0][0])[0] + em_box(lines[-1][0])[1]) / 2
            near(middle, (y0 + y1) / 2, "middle of the office", 1)
            assert 0 < em_box(date[0])[0] - y1 < 2 * PITCH
