#!/usr/bin/python3
"""Records whose ODT is compared with our pages line by line: many recipients before a picture, a table or a text
(GB/T 9704-2012 7.3.2, 7.3.3), pages that are tightened for their signature (7.3.5.5), joint documents whose page 1 is set
closer so that it has text (7.3.3), and pages that end early so that the signature or the imprint has text (7.3.5.5, 7.4.1).

As a program: all of them, and a line for each that differs. (About ten minutes; tests take some.)"""
import collections
import sys
from pathlib import Path

import fitz

from office import convert
from support import BOTTOM, ROOT, hongtou, page_lines, text_of, workdir

HEAD = """form: document
issuers: 松江县人民政府
mark: 松江县人民政府文件
number: 松政发〔2026〕7号
"""
TAIL = "signature: 松江县人民政府\ndate: 2026-03-09\n"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="120mm" height="80mm"><rect width="100%" height="100%" fill="#ccc"/></svg>'
BODIES = {
    "picture": "  ![图1　监测点分布](points.svg)\n\n  请遵照执行。\n",
    "table": "  | 序号 | 监测点 | 次数 |\n  |---|---|---|\n  | 1 | 东桥 | 12 |\n  | 2 | 西闸 | 8 |\n\n  请遵照执行。\n",
    "text": "  各单位要抓紧部署，并于六月底前把监测点建设情况报县水务局，逾期未报的将在全县予以通报。\n",
}
COUNTS = range(2, 49)


def recipients(kind, count):
    """A notice to `count` recipients that begins with a picture, a table or a text."""
    names = ", ".join(f"松江县第{i:02}号街道办事处" for i in range(1, count + 1))
    return f"{HEAD}title: 松江县人民政府关于建设水情监测点的通知\nrecipients: [{names}]\nbody: |\n{BODIES[kind]}{TAIL}"


def tightened(count, text):
    """A short notice whose recipients leave no room for the signature, unless lines or characters are tightened."""
    names = ", ".join(["各街道办事处"] * count)
    return f"{HEAD}title: 松江县人民政府关于水情监测点的通知\nrecipients: [{names}]\nbody: {text}\n{TAIL}"


# A printing office that leaves no room for the date beside it: its text is turned over.
TURNED_OVER = f"""{HEAD}title: 松江县人民政府关于水情监测点的通知\nrecipients: 各街道办事处\nbody: 请遵照执行。\n{TAIL}
copies_to: 县委办公室
printed_by: 松江县人民政府办公室、松江县人民政府政务服务和数据管理局办公室联合印制
print_date: 2026-03-10
"""
TEXT = "监测点由所在街道负责看护，设备损坏的当日报告县水务局并做好记录。"
TIGHTENED = {f"{count}-{length}": tightened(count, TEXT[:length - 1] + "。")
             for count, length in ((17, 10), (18, 20), (20, 26), (21, 28), (22, 28), (24, 28))}

ORGANS = ["梧岭县发展和改革局", "梧岭县财政局", "梧岭县农业农村局", "梧岭县水利局", "梧岭县自然资源局", "梧岭县乡村振兴局"]
LONG = "关于下达2026年高标准农田建设和小型水库除险加固工程中央预算内投资计划的通知"


def joint(organs, subject, paragraphs):
    """A joint document whose masthead and title leave no room for text on page 1, unless it is set closer."""
    names = ORGANS[:organs]
    text = "  经县人民政府同意，现将投资计划下达给你们，请认真组织实施，确保按期完成。\n" * paragraphs
    return f"""form: document
issuers: [{", ".join(names)}]
number: 梧发改〔2026〕46号
title: {" ".join(names)}{subject}
recipients: [各乡镇人民政府, 县直有关单位]
body: |
{text}date: 2026-03-16
printed_by: {names[0]}办公室
print_date: 2026-03-17
"""


JOINT = {f"joint-{organs}-{len(subject)}-{n}": joint(organs, subject, n)
         for organs in (4, 5, 6) for subject in ("关于下达年度投资计划的通知", LONG) for n in (1, 4)}


def ending(lines, seal="", last=2):
    """A notice with a seal or without, and an imprint; its text is of paragraphs of two lines, the last of `last`, and so long
    that it ends somewhere on page 1 to 4."""
    sentence = "各单位要提高站位，强化责任担当，结合实际细化任务分工，明确时间表、路线图，按月报告进展。"
    text = f"  {sentence}\n" * ((lines - last) // 2) + f"  {sentence * (last // 2)}\n" * (lines >= last)
    text += "  请认真贯彻执行。\n" * (lines % 2)
    seals = f"seal: {seal}\n" if seal else ""
    return f"{HEAD}title: 松江县人民政府关于水情监测点的通知\nrecipients: 各街道办事处\nbody: |\n{text}{TAIL}{seals}" \
           "copies_to: 县委办公室\nprinted_by: 松江县人民政府办公室\nprint_date: 2026-03-10\n"


SEAL = str(ROOT / "samples" / "seals" / "qingxi-water.svg")
ENDING = {f"ending-{n:02}{kind}": ending(n, seal) for n in range(1, 54) for kind, seal in (("", ""), ("-sealed", SEAL))}

LONG_ENDING = {f"long-ending-{n}": ending(n, last=8) for n in (26, 28, 30, 32)}


def lines(path):
    """(page, text) of each line, page numbers left out."""
    with fitz.open(path) as document:
        return collections.Counter((page.number, text_of(line)) for page in document for line in page_lines(page)
                                   if line[0].y < BOTTOM + 2)


def pages(path):
    with fitz.open(path) as document:
        return len(document)


def placed(path):
    """{(page, text, how many times before): its first and last character}."""
    found, seen = {}, collections.Counter()
    with fitz.open(path) as document:
        for page in document:
            for line in sorted(page_lines(page), key=lambda line: line[0].y):
                key = page.number, text_of(line)
                found[(*key, seen[key])] = line[0], line[-1]
                seen[key] += 1
    return found


def moved(path, other, most):
    """Lines of the one that are on the same page of the other, but more than so many mm from their place: lower or
    higher, or neither beginning nor ending there (a date at the right has gaps between figures and 年 of its own)."""
    ours, theirs = placed(path), placed(other)
    wrong = []
    for (page, text, n), (first, last) in ours.items():
        if (page, text, n) not in theirs or first.y > BOTTOM + 2:
            continue
        begins, ends = theirs[page, text, n]
        across, down = min(begins.x - first.x, ends.x - last.x, key=abs), begins.y - first.y
        if max(abs(across), abs(down)) > most:
            wrong.append((page, f"{text}: {across:+.2f}, {down:+.2f} mm"))
    return wrong


def compare(records, places=None):
    """{name: (our pages, LibreOffice's, lines that ours has on a page where LibreOffice has not)} for {name: YAML};
    places: nor within so many mm of their place."""
    with workdir() as folder:
        folder = Path(folder)
        (folder / "points.svg").write_text(PICTURE)
        for name, text in records.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        files = [folder / f"{name}.yaml" for name in records]
        done = hongtou("export", *files, "-d", folder, "--to", "pdf,odt", timeout=300)
        assert done.returncode == 0, done.err
        for i in range(0, len(files), 24):
            convert([f.with_suffix(".odt") for f in files[i:i + 24]], folder / "shown")
        result = {}
        for f in files:
            ours, theirs = f.with_suffix(".pdf"), folder / "shown" / f.with_suffix(".pdf").name
            missing = lines(ours) - lines(theirs)
            if places:
                missing.update(moved(ours, theirs, places))
            result[f.stem] = pages(ours), pages(theirs), missing
        return result


def main():
    records = {f"{kind}-{n:02}": recipients(kind, n) for kind in BODIES for n in COUNTS}
    found = compare({**records, **TIGHTENED, **JOINT, **ENDING})
    for name, (ours, theirs, missing) in found.items():
        if ours != theirs or missing:
            print(name, ours, theirs, [f"{page + 1}: {text}" for page, text in missing])
    print(f"{len(found)} documents; pages equal: {sum(a == b for a, b, _ in found.values())}; "
          f"all lines on the PDF's page: {sum(not m for _, _, m in found.values())}")


if __name__ == "__main__":
    sys.exit(main())
