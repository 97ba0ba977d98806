"""Joint documents of 2 to 15 organs in the finished PDF: masthead, seals, signatures without seals (GB/T 9704-2012 7.2.4,
7.3.5). Names short, long and mixed, seals of 38 to 45 mm, texts of several lengths."""
import functools
import json
import re
from pathlib import Path

import fitz

from measure import *
from support import cases, hongtou, squeeze, workdir

ROOM = "layout"

SHORT = [f"云岫市{name}局" for name in
         "财政 教育 水务 民政 体育 审计 统计 司法 公安 商务 林业 气象 地震 信访 档案".split()]
MIXED = ["云岫市财政局", "云岫市发展和改革委员会", "云岫市教育局", "云岫市人力资源和社会保障局", "云岫市住房和城乡建设局",
         "云岫市水务局", "云岫市农业农村局", "云岫市卫生健康委员会", "云岫市民政局", "云岫市文化广电和旅游局", "云岫市体育局",
         "云岫市市场监督管理局", "云岫市审计局", "云岫市统计局", "云岫市医疗保障局"]
LONG = [name.replace("云岫市", "青河州云岫市").replace("局", "综合管理局") for name in MIXED]
NAMES = {"short": SHORT, "mixed": MIXED, "long": LONG}
SIZES = {"42": [42], "38": [38], "45": [45], "several": [42, 38, 45, 40]}
TEXT = "各单位要结合实际细化任务分工，明确时间表、路线图、责任人，确保各项任务落地见效。"
COUNTS = range(2, 16)


def seal_svg(size):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}mm" height="{size}mm" viewBox="0 0 100 100">'
            '<circle cx="50" cy="50" r="48.5" fill="none" stroke="#d00" stroke-width="3"/></svg>')


def seal_png(path, size):
    """A PNG that says its size in mm."""
    dots = round(size / 25.4 * 100)
    with fitz.open() as pdf:
        page = pdf.new_page(width=dots, height=dots)
        page.draw_circle((dots / 2, dots / 2), dots / 2 - 2, color=(0.85, 0, 0), width=3)
        pixmap = page.get_pixmap(alpha=True)
        pixmap.set_dpi(100, 100)
        pixmap.save(path)


def record(names, seals=None, paragraphs=2, note=None):
    made = {"格式": "公文", "发文机关": names, "发文字号": "云财发〔2026〕9号", "主送机关": ["各区人民政府"],
            "标题": "关于开展公共服务设施共建共享试点工作的通知", "正文": "\n".join([TEXT] * paragraphs),
            "成文日期": "2026-03-09", "抄送": ["市委办公室"], "印发机关": "云岫市财政局办公室", "印发日期": "2026-03-10"}
    if seals:
        made["印章"] = seals
    if note:
        made["附注"] = note
    return made


def export_all(records):
    """[(the PDF, what is said of it)] of the records, made in one batch."""
    with workdir() as folder:
        for size in (38, 40, 42, 45):
            Path(folder, f"{size}.svg").write_text(seal_svg(size), encoding="utf-8")
        seal_png(Path(folder, "45.png"), 45)
        source = Path(folder, "all.jsonl")
        source.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in records), encoding="utf-8")
        done = hongtou("export", source, "-v", "-d", Path(folder, "out"), "--name", "{index}")
        assert done.returncode == 0, done.err
        made = sorted(Path(folder, "out").glob("*.pdf"), key=lambda path: int(re.sub(r"\D", "", path.stem)))
        said = {}
        for line, message in re.findall(r"all\.jsonl:(\d+):\d+: (.*)", done.err):
            said.setdefault(int(line), []).append(message)
        return [(path.read_bytes(), said.get(i + 1, [])) for i, path in enumerate(made)]


def sealed_variants():
    wanted = [(n, kind, size) for n in COUNTS for kind in NAMES for size in SIZES]
    return [(*v, k % 3 + 1) for k, v in enumerate(wanted) if v[1] != "long" or v[2] in ("42", "several")]


@functools.lru_cache(maxsize=None)
def sealed():
    records = []
    for n, kind, size, paragraphs in sealed_variants():
        sizes = (SIZES[size] * n)[:n]
        seals = [f"{s}.{'png' if s == 45 and i % 2 else 'svg'}" for i, s in enumerate(sizes)]
        records.append(record(NAMES[kind][:n], seals, paragraphs, "此件公开发布" if n % 2 else None))
    return list(zip(sealed_variants(), export_all(records)))


def test_seals():
    """7.3.5.1, 7.3.5.5: every seal in the type area, 2 mm from the next at least, clear of the text above; pages with
    seals show text, where a message does not say that they cannot."""
    for (n, kind, size, _), (data, said) in sealed():
        what, count = (n, kind, size), 0
        with fitz.open(stream=data) as pdf:
            for page in pdf:
                boxes = pictures(page)
                count += len(boxes)
                if not boxes:
                    continue
                lines = body_lines(page)
                for i, a in enumerate(boxes):
                    assert a[0] >= LEFT - 0.1 and a[2] <= RIGHT + 0.1, (what, a)
                    assert a[1] >= TOP - 0.1 and a[3] <= BOTTOM + 0.1, (what, a)
                    for b in boxes[:i]:
                        apart = ((a[0] + a[2] - b[0] - b[2]) ** 2 + (a[1] + a[3] - b[1] - b[3]) ** 2) ** 0.5 / 2
                        assert apart >= (a[2] - a[0] + b[2] - b[0]) / 2 + 1.9, (what, a, b)
                top = min(box[1] for box in boxes)
                text = [line for line in lines if "细化任务" in text_of(line) or "落地见效" in text_of(line)]
                assert text or any("L153" in m for m in said), (what, said)
                if text:
                    between(top - em_box(text[-1][0])[1], 0, PITCH + 0.1, f"text to seals of {what}")
        assert count == n, (what, count)
        assert not any("L108" in m for m in said), (what, said)


def test_seals_over_names():
    """7.3.5.1: the seals in the issuers' order, each centred over its name, the last over the date; all in as few rows as
    their widths need: two of short names are never below each other where three have room."""
    for (n, kind, size, _), (data, said) in sealed():
        what = (n, kind, size)
        with fitz.open(stream=data) as pdf:
            boxes, rows = [], []
            for page in pdf:
                found = sorted(pictures(page), key=lambda box: (round((box[1] + box[3]) / 2), box[0]))
                for box in found:
                    middle = (page.number, round((box[1] + box[3]) / 2))
                    if not rows or rows[-1][0] != middle:
                        rows.append((middle, 0))
                    rows[-1] = (middle, rows[-1][1] + 1)
                    boxes.append((page, box))
            for i, (page, box) in enumerate(boxes):
                middle = (box[0] + box[2]) / 2
                name = NAMES[kind][i]
                under = [ch for line in body_lines(page) for ch in line if box[1] + 8 < ch.y < box[3] and
                         abs(ch.x + ch.w / 2 - middle) < len(name) * CELL / 2]
                assert set(name) <= set(text_of(under)), (what, i, name, text_of(under))
            date = next(line for line in body_lines(boxes[-1][0]) if re.search(r"2026年3月9日$", text_of(line)))
            at = text_of(date).find("2026年3月9日")
            near(centre(date[at:]), (boxes[-1][1][0] + boxes[-1][1][2]) / 2, f"last seal over the date of {what}")
            if not any("L151" in m for m in said):
                wide = kind == "long" and boxes[-1][0].number == boxes[0][0].number
                between(right_end(date), 0 if wide else RIGHT - 4 * CELL - 0.5, RIGHT - 4 * CELL + 0.5, f"date of {what}")
        sizes = [count for _, count in rows]
        if kind == "short" and size in ("38", "42"):
            assert len(sizes) == -(-n // 3), (what, sizes)
            assert n < 4 or min(sizes) > 1, (what, sizes)


def test_names_wrapped_as_columns_need():
    """7.3.5.1, 7.3.5.5: names set over several lines leave room for three seals in every row at the left of the date's
    place; 云岫市农业农村局 is broken between its words, though its place is a short line."""
    (data, said), = export_all([record(MIXED[:9], ["42.svg"] * 9, note="此件公开发布")])
    with fitz.open(stream=data) as pdf:
        page = next(page for page in pdf if pictures(page))
        rows = [round((box[1] + box[3]) / 2) for box in pictures(page)]
        assert sorted(rows.count(y) for y in set(rows)) == [3, 3, 3], rows
        text = page.get_text().replace(" ", "")
    assert "农业农村局" in text and any("L152" in m for m in said) and not any("L151" in m for m in said), (text, said)


def test_names_wrapped_for_better_pages():
    """7.3.5.5: rows are planned before there are pages; where these turn out with the imprint alone, or one more, the
    names are set over several lines, and it is said; where that is no better, they stay as they were."""
    made = [(n, kind, record(NAMES[kind][:n], ["42.svg"] * n, paragraphs))
            for n, kind, paragraphs in ((5, "long", 5), (7, "long", 2), (8, "mixed", 2), (12, "long", 2))]
    for (n, kind, _), (data, said) in zip(made, export_all([r for _, _, r in made])):
        with fitz.open(stream=data) as pdf:
            assert len(pdf) == (3 if n == 12 else 2), (n, kind, len(pdf))
            assert "印发" in pdf[-1].get_text() and body_lines(pdf[-1]), (n, kind)
        assert any("L152" in m for m in said) and not any("L102" in m or "L153" in m for m in said), (n, kind, said)


def test_names_wrapped_for_a_page_less():
    """7.3.5.5: a heading would go with its line to the seals' page and leave the one before half empty: with the names over
    several lines the seals stand in fewer rows, and there is a page less."""
    made = record(["云岫市发展和改革委员会", "云岫市教育局", "云岫市住房和城乡建设局", "云岫市交通运输局", "云岫市水务局"], ["42.svg"] * 5)
    made["标题"] = "云岫市发展和改革委员会等5部门关于做好安全生产重点工作的通知"
    made["正文"] = "\n".join(["为深入贯彻落实省委、省政府关于安全生产工作的决策部署，切实做好2026年度全市安全生产重点工作，现就有关事项通知如下：",
                           "一、压实工作责任", TEXT * 2, "二、突出重点领域", "（一）危险化学品。" + TEXT, "（二）城镇燃气。" + TEXT,
                           "三、强化督导检查", "市安委会办公室每季度开展一次督查，结果纳入年度考核。"])
    del made["抄送"]
    (data, said), = export_all([made])
    with fitz.open(stream=data) as pdf:
        assert len(pdf) == 2, (len(pdf), said)
    assert any("L152" in m for m in said), said


def test_date_nearer_or_names_wrapped():
    """7.3.5.5: where rows would be higher than a page, the date moves or names are turned over, and it is said; where that
    does not help either, the rows are divided, two seals on the last page at least, and it is said, too."""
    told = {code: [v for v, (_, said) in sealed() if any(code in m for m in said)] for code in ("L150", "L152", "L153")}
    assert told["L150"] and told["L152"], told
    assert not [v for v in told["L153"] if v[0] < 13], told["L153"]
    name = "云岫市推进长江流域水生态保护修复及农村供水一体化改革工作领导小组综合协调办公室"
    wide = [f"第{i}号" + "甲乙丙丁戊己庚辛壬癸" * 3 for i in range(7)]
    (data, said), (alone, also) = export_all([record(wide, ["60.svg"] * 7) | {"印章": ["45.svg"] * 7},
                                              record([name] * 6, ["42.svg"] * 6)])
    for pdf, messages, n in ((data, said, 7), (alone, also, 6)):
        with fitz.open(stream=pdf) as document:
            on = [len(pictures(page)) for page in document if pictures(page)]
            assert sum(on) == n and on[-1] > 1, on
            for page in document:
                for box in pictures(page):
                    assert box[1] >= TOP - 0.1 and box[3] <= BOTTOM + 0.1, box
            if len(on) > 1:
                assert any("L153" in m for m in messages), messages


@functools.lru_cache(maxsize=None)
def unsealed():
    wanted = [(n, kind) for n in range(2, 13) for kind in NAMES]
    return list(zip(wanted, export_all([record(NAMES[kind][:n]) for n, kind in wanted])))


def test_unsealed_edge():
    """7.3.5.2: the names begin at one place, the widest ends two 字 from the right, the date begins two 字 further."""
    for (n, kind), (data, _) in unsealed():
        with fitz.open(stream=data) as pdf:
            lines = [line for page in pdf for line in body_lines(page)]
            names = [next(line for line in lines[::-1] if text_of(line) == name) for name in NAMES[kind][:n]]
            date = next(line for line in lines if text_of(line) == "2026年3月9日")
            for line in names:
                near(line[0].x, names[0][0].x, f"beginning of {text_of(line)}", 0.1)
            longer = right_end(date) - date[0].x > max(right_end(line) - line[0].x for line in names)
            near(right_end(date) if longer else max(map(right_end, names)), RIGHT - 2 * CELL,
                 f"widest of {n} {kind} names")
            near(date[0].x, names[0][0].x + 2 * CELL, f"date below {n} {kind} names")
            assert right_end(date) <= RIGHT + 0.1
            tops = [line[0].y for line in names] + [date[0].y]
            assert tops == sorted(tops)


def test_masthead():
    """7.2.4: names of many organs are flattened rather than narrow, and not smaller than the text; 文件 goes down with
    them; the stack is where it always is, and the number two empty lines below it."""
    sizes = []
    for (n, kind), (data, _) in unsealed():
        with fitz.open(stream=data) as pdf:
            page, what = pdf[0], f"{n} {kind} names"
            chars = red_chars(page)
            suffix = sorted(chars, key=lambda ch: ch.x)[-2:]
            assert text_of(suffix) == "文件", what
            names = [ch for ch in chars if ch not in suffix]
            assert squeeze("".join(ch.c for ch in sorted(names, key=lambda ch: (round(ch.y), ch.x)))) == \
                "".join(NAMES[kind][:n]), what
            number = next(line for line in page_lines(page) if "〔2026〕" in text_of(line))
            ink = red_ink(page, (0, 60, 210, em_box(number[0])[0]), dpi=300)
            near(ink[1], TOP + 35, f"top of {what}", 0.3)
            assert ink[3] - ink[1] <= 80.5 and ink[0] >= LEFT and ink[2] <= RIGHT, (what, ink)
            assert grid_line(number) == first_clear(ink[3]) + 2, what
            width = max(ch.x + ch.w for ch in names) - min(ch.x for ch in names)
            assert min(ch.size for ch in names) >= 15.95, (what, names[0].size)
            if n >= 9 and kind != "short":
                between(width, 100, 118, f"width of {what}")
            if kind == "mixed":
                sizes.append((names[0].size, suffix[0].size))
    for (name, suffix), (next_name, next_suffix) in zip(sizes, sizes[1:]):
        assert next_name <= name + 0.05 and next_suffix <= suffix + 0.05, sizes
    assert sizes[-1][1] < 0.75 * sizes[0][1], sizes


# --- the end of the document: note and imprint ---

@functools.lru_cache(maxsize=None)
def endings():
    """Texts of 1 to 45 lines with a signature of each kind, and with a note or not."""
    wanted = [(lines, seal, note) for lines in range(1, 46, 2) for seal in (None, ["42.svg"]) for note in (None, "此件公开")]
    records = [record(["云岫市财政局"], seal, 1, note) | {"正文": "\n".join(["试验文本占满一行。"] * lines)}
               for lines, seal, note in wanted]
    return list(zip(wanted, export_all(records)))


def test_imprint_alone():
    """7.3.5.5, 7.4: an imprint that lacks a line or two is brought to the text's last page by closer lines; one on a page
    of its own is told of, and how many lines are too many. A note is with its signature."""
    brought = 0
    for (lines, seal, note), (data, said) in endings():
        what = (lines, bool(seal), bool(note), said)
        with fitz.open(stream=data) as pdf:
            last = pdf[-1]
            text = [line for line in body_lines(last) if not re.search("抄送|印发", text_of(line))]
            told = [m for m in said if "L102" in m]
            assert bool(told) == (not text), what
            if told:
                assert lines == 1, what  # page 1 keeps its only line; else the last one goes with the imprint
                assert int(re.search(r"(\d+) \[L102", told[0]).group(1)) > 0, what
            if any("L155" in m for m in said):
                brought += 1
            rules = black_rules(last)
            assert len(rules) == 3
            if text:
                assert em_box(max((line[0] for line in text), key=lambda ch: ch.y))[1] < rules[0][1] - PITCH / 2, what
            if note:
                page = next(p for p in pdf if any("此件公开" in text_of(line) for line in body_lines(p)))
                assert any("2026年3月9日" in text_of(line) for line in body_lines(page)), what
    assert brought >= 3, brought


def test_last_line_goes_on():
    """5.2.3, 7.3.5.5: where the signature finds no room below a paragraph, one line of this goes with it, not two."""
    moved = 0
    for paragraphs, (data, said) in zip(range(1, 8), export_all([record(["云岫市财政局"], None, n) for n in range(1, 8)])):
        with fitz.open(stream=data) as pdf:
            if not any("L158" in m for m in said):
                continue
            moved += 1
            text = [line for line in body_lines(pdf[-1]) if not re.search("财政局|2026|抄送", text_of(line))]
            assert len(text) == 1, (paragraphs, [text_of(line) for line in text])
    assert moved, "no text goes on with the signature"


def test_text_below_long_titles():
    """7.3.3: with four or five issuers in the mark and in the title, page 1 has title, recipients and text."""
    names = ["云岫市发展和改革局", "云岫市财政局", "云岫市农业农村局", "云岫市水利局", "云岫市自然资源局"]
    subject = "关于下达2026年高标准农田建设和小型水库除险加固工程中央预算内投资计划的通知"
    records = [record(names[:n]) | {"标题": " ".join(names[:n]) + subject} for n in (4, 5)]
    for data, said in export_all(records):
        with fitz.open(stream=data) as pdf:
            text = "".join(text_of(line) for line in page_lines(pdf[0]))
            assert "投资计划的通知" in text and "各区人民政府：" in text and TEXT[:10] in text, text
            assert any("L216" in m for m in said) and not any("L101" in m for m in said), said


def test_one_recipient_stays():
    """7.3.2 moves recipients to the imprint where their many names leave page 1 without text. One name does not: the page is
    set closer for it, whether the title has three lines or four."""
    names = [f"云岫市{name}" for name in ("发展和改革局", "财政局", "农业农村局", "水利局", "自然资源局", "教育局", "民政局", "公安局")]
    subjects = ("关于印发《云岫市推动大规模设备更新和消费品以旧换新专项资金管理暂行办法》的通知",
                "关于印发《云岫市推动大规模设备更新和消费品以旧换新专项资金管理暂行办法及其实施细则（试行）》等文件的通知")
    records = [record(names[:n]) | {"标题": subject, "份号": "000012", "密级": "秘密★1年", "紧急程度": "加急"}
               for n in (4, 6, 8) for subject in subjects]
    closer = 0
    for data, said in export_all(records):
        assert not any("L115" in m or "L101" in m for m in said), said
        closer += any("L216" in m for m in said)
        with fitz.open(stream=data) as pdf:
            text = "".join(text_of(line) for line in page_lines(pdf[0]))
            assert "各区人民政府：" in text and TEXT[:10] in text, text
    assert closer, "no page was set closer"
