"""What is sent on or attached, signed by itself; texts without a header (白头文件), with author and day below the title;
公告 whose masthead is their title. Places as those of GB/T 9704-2012 7.3."""
import json
from pathlib import Path

from measure import *
from support import cases, hongtou, workdir

ROOM = "style"


def export_said(record, *options):
    """(the PDF's pages, the messages)."""
    with workdir() as folder:
        source = Path(folder, "r.json")
        source.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        done = hongtou("export", source, "-v", "-o", Path(folder, "r.pdf"), *options)
        data = Path(folder, "r.pdf").read_bytes() if done.returncode == 0 else None
        return data and open_pdf(data), done.err


def test_signed_enclosure():
    """7.3.5.2: a forwarded document has its recipients flush above its text; its names begin at one place, one empty
    line below the text, the widest two 字 from the right; its date is two 字 further, not the sender's."""
    page = next(p for p in pages("25-forward.yaml") if any("县人民政府：" == text_of(line) for line in body_lines(p)))
    recipients, first, second = (find(page, text) for text in ("县人民政府：", "梧岭县应急管理局", "梧岭县公安局"))
    date = find(page, "2026年4月28日")
    near(recipients[0].x, LEFT, "recipients")
    text = find(page, "汛期实行领导带班")
    assert [grid_line(line) for line in (first, second, date)] == [grid_line(text) + k for k in (2, 3, 4)]
    near(right_end(first), RIGHT - 2 * CELL, "right end of the wider name")
    near(second[0].x, first[0].x, "second name", 0.1)
    near(date[0].x, first[0].x + 2 * CELL, "date")


def test_signed_attachment():
    """A name without a date is where it is with one; a date alone, two 字 in."""
    page = pages("25-forward.yaml")[-1]
    near(right_end(find(page, "填报单位（盖章）")), RIGHT - 2 * CELL, "right end of the name")
    document, _ = export_said({"格式": "公文", "发文机关": "清溪区水务局", "发文字号": "清水〔2026〕7号", "标题": "关于承诺的通知",
                               "主送机关": ["各镇"], "正文": "文。", "成文日期": "2026-03-05",
                               "附件": [{"标题": "承诺书", "正文": "本单位承诺。", "成文日期": "2026-03-09"}]})
    page = next(p for p in document if any("本单位承诺" in text_of(line) for line in body_lines(p)))
    near(right_end(find(page, "2026年3月9日")), RIGHT - 2 * CELL, "right end of the date")
    assert not any("清溪区水务局" in text_of(line) or "3月5日" in text_of(line) for line in body_lines(page))


@cases(["gb9704-apart", "attachments", "letter"])
def test_signed_attachment_elsewhere(sheet):
    """Sheets that do not show the attachments' signatures say why; others show them."""
    done = hongtou("export", SAMPLES / "25-forward.yaml", "-v", "-s", sheet, "-t", "trace", "-o", "-")
    assert done.returncode == 0, done.err
    shown = "填" in done.stdout.decode()
    assert shown == (sheet != "gb9704-apart")
    assert shown or "attachments[1].signature" in done.err, done.err


def test_speech():
    """No rule; the title on line 3, author and day centred below it in Kai, the salutation flush, one line below."""
    page = pages("26-speech.yaml")[0]
    assert not red_rules(page) and not red_chars(page)
    title, author, day = (find(page, text) for text in ("在全县防汛", "县长", "（2026年4月8日）"))
    greeting, text = find(page, "同志们："), find(page, "今天召开")
    assert [grid_line(line) for line in (title, author, day, greeting, text)] == [2, 4, 5, 7, 8]
    for line in (title, author):
        near(centre(line), MIDDLE, f"middle of {text_of(line)}")
    assert author[0].font == find(page, "（一）抓排查")[0].font != text[0].font
    near(greeting[0].x, LEFT, "salutation")
    near(text[0].x, LEFT + 2 * CELL, "text")


@cases([("各位领导、各位来宾：", True), ("尊敬的各位代表，同志们：", True), ("现将有关事项公告如下：", False),
        ("各位代表对报告提出意见如下，请办理：", False), ("同志们，今年的任务是：", False), ("联系代表：", False)])
def test_salutation(case):
    """Only a first paragraph that consists of whom it addresses is flush."""
    text, flush = case
    document, _ = export_said({"格式": "文稿", "标题": "讲话", "正文": f"{text}\n今天开会。\n{text}"})
    found = [line for line in body_lines(document[0]) if text_of(line) == text]
    assert len(found) == 2
    near(found[0][0].x, LEFT + (0 if flush else 2 * CELL), text)
    near(found[1][0].x, LEFT + 2 * CELL, f"{text}, further down")


def test_no_header_no_rule():
    """A 公文 without mark, issuers and number has nothing to separate: no red rule, and its title on line 3."""
    document, said = export_said({"格式": "公文", "标题": "关于会议的决议", "题注": "（2026年2月10日某某会议通过）", "正文": "会议决定批准。",
                                  "成文日期": "2026-02-10"})
    assert not red_rules(document[0]) and grid_line(find(document[0], "关于会议的决议")) == 2
    assert "发文机关" in said
    near(centre(find(document[0], "（2026年2月10日")), MIDDLE, "title note")


@cases(["公告", "通告", "公报"])
def test_masthead_is_title(kind):
    """A masthead that names such a kind is the title; a serial of the year is its number. Others still need a title."""
    record = {"格式": "公文", "发文机关": "云岫市水务局", "发文机关标志": f"云岫市水务局{kind}", "发文字号": "2026年第3号",
              "正文": "现将禁渔区公告如下。", "成文日期": "2026-03-09"}
    document, said = export_said(record)
    assert document and "D101" not in said and "C104" not in said, said
    page = document[0]
    rule, text = red_rules(page)[0], find(page, "现将禁渔区")
    assert grid_line(text) == first_clear(rule[3]) + 2
    document, said = export_said(record | {"发文机关标志": "云岫市水务局文件"})
    assert document is None and "D101" in said and "C104" in said, said


def test_signature_typed_as_text_is_said():
    """Whoever makes the document hears that its last lines are no signature, in the main text and in what is attached."""
    record = {"格式": "公文", "发文机关": "甲局", "标题": "关于检查的通知", "正文": "请落实。", "成文日期": "2026-03-05"}
    signed = {"标题": "检查方案", "正文": "一、范围。各校。\n甲局\n2026年3月5日"}
    for more in ({"附件": [signed]}, {"所附文件": signed}, {"正文": signed["正文"]}):
        assert "[C387" in export_said(record | more)[1], more
    assert "[C387" not in export_said(record)[1]
