"""Whole paragraphs, as a reader measures them on the finished page: how wide lines are set, which stops are narrow, what
is alone on a last line. Over all samples, the real texts and generated paragraphs of mixed text; pitch.py is the ruler."""
import re
from pathlib import Path

import fitz

import pitch
from support import SAMPLES, Skip, export, hongtou, notice, open_pdf, page_lines, in_type_area, real_texts, sample_pdf, \
    text_of, workdir

ROOM = "text"


def counted(pdfs):
    counts = pitch.Counts()
    for data in pdfs:
        pitch.measure(open_pdf(data), counts)
    return counts


def check_strictly(counts, least):
    assert counts.full >= least, counts.full
    # 25 characters for the 26 of a paragraph's first line, where no other break is possible
    assert all(pitch <= 1.0425 for pitch, _ in counts.wide), counts.wide
    assert len(counts.wide) <= 0.005 * counts.full, counts.wide
    for what in ("tight", "forbidden", "lonely"):
        assert not getattr(counts, what), (what, getattr(counts, what)[:5])
    # where nothing but a crushed stop or a torn line is left
    assert len(counts.crushed) <= 0.002 * counts.full, counts.crushed
    assert not counts.avoidable, counts.avoidable


def test_samples():
    check_strictly(counted(data for path in SAMPLES for data in sample_pdf(path)), 700)


def test_real_texts():
    check_strictly(counted([export(notice("\n".join(lines))) for _, lines in real_texts()[:30]]), 300)


def generated(number, seed, figures=None):
    """The counts of generated paragraphs, and the notes about them."""
    with workdir() as folder:
        files = []
        for part in range(0, number, 100):
            path = Path(folder, f"{part:05}.yaml")
            path.write_text(notice("\n".join(pitch.generated(min(100, number - part), seed + part, figures))),
                            encoding="utf-8")
            files.append(path)
        done = hongtou("export", "-v", *files, "-d", folder)
        assert done.returncode == 0, done.err
        counts = pitch.Counts()
        for path in files:
            with fitz.open(path.with_suffix(".pdf")) as document:
                pitch.measure(document, counts)
        return counts, done.err


def check_mixed(counts, notes, share):
    assert counts.full > 300, counts.full
    assert not counts.torn and not counts.tight and not counts.forbidden, counts
    assert len(counts.wide) <= share * counts.full, counts.wide
    assert len(counts.short) <= share * counts.full, counts.short
    assert len(counts.lonely) <= len(re.findall(r"\[T122\]", notes)), counts.lonely
    assert len(counts.avoidable) <= 0.1 * share * counts.full, counts.avoidable
    # what is not right is told: a line may also be wide that has too few characters to be measured
    assert len(counts.wide) <= len(re.findall(r"\[T120\]", notes)), (counts.wide, notes)
    assert len(counts.crushed) <= min(share * counts.full, len(re.findall(r"\[T125\]", notes))), (counts.crushed, notes)


def test_mixed():
    """Of 300 paragraphs, a third without figures, a third with some, a third dense with them."""
    check_mixed(*generated(300, 11), 0.01)


def test_dense():
    """Nearly every second word a figure."""
    check_mixed(*generated(120, 5, 0.45), 0.05)


HELD = ["100㎡", "5㎥", "1∶500", "100 kg", "2019 年", "No.5", "＞5", "↑5%", "１２３", "①②③", "──", "第①", "＋2.3", "3.5%",
        "-0.8℃", "￥1,200", "第12", "5平", "甲•"]


def test_held():
    """What is one sign is on one line, wherever it falls."""
    for sign in HELD:
        body = "\n".join("字" * n + sign + "字" * 30 + "。" for n in range(20, 30))
        lines = [text_of(line) for page in open_pdf(export(notice(body))) for line in page_lines(page)
                 if in_type_area(line)]
        assert sum(sign.replace(" ", "") in line for line in lines) == 10, (sign, lines)


def test_name_parted_at_its_point():
    """Where a line can end nowhere else than after the point of a name, that is told."""
    text = "人名。买买提·吐尔逊、阿卜杜热西提·阿卜力孜、扎西·次仁多吉、尼古拉·亚历山德罗维奇·彼得罗夫等参加会议。"
    with workdir() as folder:
        path = Path(folder, "a.yaml")
        path.write_text(notice("五、" + text), encoding="utf-8")
        done = hongtou("export", "-v", path, "-o", f"{folder}/a.pdf")
    assert done.returncode == 0 and "“扎西·次仁多吉、” is divided" in done.err, done.err
