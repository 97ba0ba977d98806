"""Texts as they are found, all the way to pages: what the seed of the project and public documents come out as; and the
two commands as users call them."""
import difflib
import json
import random
import re
import shutil
import zipfile
from pathlib import Path

import fitz

from growth import odt
from support import ROOT, SHARED, Skip, cases, environment, hongtou, messages, page_lines, text_of, workdir

REAL = sorted((SHARED / "real").glob("*.txt")) if (SHARED / "real").is_dir() else []
OWN = sorted(p for p in (ROOT / "tests" / "import").iterdir() if p.suffix in (".txt", ".html", ".docx", ".odt", ".pdf"))
SEED = SHARED / "real" / "seed-meeting-report.txt"


def to_pdf(source, folder):
    record, pdf = Path(folder, "record.md"), Path(folder, "out.pdf")
    done = hongtou("import", source, "-o", record, "-v")
    assert done.returncode == 0, done.err
    made = hongtou("export", record, "-o", pdf)
    assert made.returncode == 0, f"{made.err}\n{record.read_text()}"
    return record.read_text(encoding="utf-8"), fitz.open("pdf", pdf.read_bytes()), done.err


def lines_of(document):
    return [text_of(line) for page in document for line in page_lines(page)]


def test_seed():
    """The report of a meeting from its web page needs no hand work."""
    if not SEED.exists():
        raise Skip("the real texts are not here")
    with workdir() as folder:
        record, document, said = to_pdf(SEED, folder)
        text = "".join(lines_of(document))
    assert text.count("区政协召开二届40次主席会议") == 2  # the title, and the first sentence
    assert "name: 二届40次主席会议" in record and "date: 2020-07-23" in record
    assert "2020-07-23" in said and "day of publication" in said
    for name in "邵强 耿开棋 於朝勇 杨卫青 潘春雷 郑曼 王媛".split():
        assert name in record.split("---")[1], name
    for junk in "网站导航 版权所有 ICP备 官方微信 官方微博 •".split():
        assert junk not in text, junk
    assert not [c for c in ",:;()" if c in text], "half-width marks are left"
    points = [line[:2] for line in lines_of(document) if line[1:2] == "、" and line[0] in "12345"]
    assert points == ["1、", "2、", "3、", "4、", "5、"] * 2, points


@cases([p.stem for p in REAL] or ["none"])
def test_real(name):
    """Every real text makes a document; its title is on the first page."""
    if name == "none":
        raise Skip("the real texts are not here")
    with workdir() as folder:
        record, document, _ = to_pdf(SHARED / "real" / f"{name}.txt", folder)
        title = next(line for line in record.splitlines() if line.startswith("title: "))[7:]
        assert title in "".join(text_of(line) for line in page_lines(document[0]))


@cases([p.name for p in OWN])
def test_own(name):
    """Records of our own texts are taken by export, or lack only a date or a signer that the text does not give."""
    with workdir() as folder:
        record = Path(folder, "record.yaml")
        assert hongtou("import", ROOT / "tests" / "import" / name, "-o", record, "--chinese").returncode == 0
        made = hongtou("export", record, "-o", Path(folder, "out.pdf"))
        faults = [line for line in made.err.splitlines() if ": error: " in line]
        assert all("[D101" in line for line in faults), made.err
        assert "[D102]" not in made.err, made.err  # what is recognised is printed


def test_standard_input_and_output():
    done = hongtou("import", "-", "--to", "json", stdin="关于开会的通知\n\n各科室：\n\n明天开会,请准时参加。\n".encode("gb18030"))
    record = json.loads(done.stdout)
    assert record["title"] == "关于开会的通知" and record["body"] == "明天开会，请准时参加。\n"


def test_repairs_can_be_left_out():
    text = "关于开会的通知\n\n明天开会,请带\"材料\"。\n".encode()
    every, none, some = (hongtou("import", "-", *options, stdin=text).stdout.decode()
                         for options in ((), ("--no-repair",), ("--no-repair=quotes",)))
    assert "开会，请带“材料”" in every and '开会,请带"材料"' in none and '开会，请带"材料"' in some
    assert hongtou("import", "-", "--no-repair=nothing", stdin=text).returncode == 2


def test_the_reading_is_explained():
    """--explain shows the forms, and of each line what it was taken for; a record is written with -o only."""
    text = "关于开会的通知\n各科室：\n明天开会，请准时参加。\n梧岭县教育局\n2026年3月5日\n".encode()
    readings = ["title", "recipients", "text", "signature", "day"]
    shown = hongtou("import", "--explain", "-", stdin=text).stdout.decode().splitlines()
    assert shown[0].startswith("document ") and [line.split()[1] for line in shown[1:]] == readings, shown
    found = json.loads(hongtou("import", "--explain", "--messages", "json", "-", stdin=text).stdout)
    assert found["forms"][0]["form"] == "document" and len(found["forms"]) == 5
    assert [line["reading"] for line in found["lines"]] == readings and found["lines"][1]["text"] == "各科室："
    with workdir() as folder:
        done = hongtou("import", "--explain", "-", "-o", Path(folder, "a.json"), stdin=text)
        assert done.stdout.decode().splitlines() == shown
        assert json.loads(Path(folder, "a.json").read_text(encoding="utf-8"))["title"] == "关于开会的通知"


def test_refusals():
    for data in (b"", b"\n\n", "打印\n关闭\n".encode(), b"PK\x03\x04 no package"):
        done = hongtou("import", "-", stdin=data)
        assert done.returncode == 1 and "error" in done.err and not done.stdout, done.err
    done = hongtou("import", "-", "--form", "poem", stdin=b"x")
    assert done.returncode == 1 and "[M102]" in done.err and "公文" in done.err


FAULTY = "---\nnumber: 清政发[2026]第03号\ntitle: 关于检查的通知。\ndate: 2026-07-23\n---\n会议指出,要落实\"两个责任\"。\n"


def test_too_deep_is_said():
    """What lies too deep in a page is missing from the record; never without a word."""
    with workdir() as folder:
        for depth, said in (100, False), (210, True):
            page = "<p>关于开会的通知</p>" + "<div>" * depth + "<p>深处。</p>" + "</div>" * depth
            Path(folder, "a.html").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
            done = hongtou("import", "a.html", cwd=folder)
            assert ("[M114]" in done.err) == said and ("深处" in done.stdout.decode()) != said, (depth, done.err)


def test_check_reports():
    with workdir() as folder:
        record = Path(folder, "a.md")
        record.write_text(FAULTY, encoding="utf-8")
        text = hongtou("check", record)
        assert text.returncode == 1 and b"[C101; GB/T 9704-2012 7.2.5]" in text.stdout
        found = json.loads(hongtou("check", "--format", "json", record).stdout)
        assert {"C101", "C131", "C304", "C302"} <= {f["code"] for f in found}
        assert all(f["file"] == str(record) for f in found)
        sarif = json.loads(hongtou("check", "--format", "sarif", record).stdout)
        run = sarif["runs"][0]
        assert sarif["version"] == "2.1.0" and len(run["results"]) == len(found)
        assert {r["ruleId"] for r in run["results"]} == {r["id"] for r in run["tool"]["driver"]["rules"]}


def test_check_speaks_chinese():
    done = hongtou("check", "-", stdin=FAULTY.encode(), env=environment(LC_ALL="zh_CN.UTF-8"))
    assert "警告" in done.stdout.decode()


def test_check_fixes():
    with workdir() as folder:
        record = Path(folder, "a.md")
        record.write_text(FAULTY, encoding="utf-8")
        done = hongtou("check", "--fix", record)
        assert "-title: 关于检查的通知。" in done.err and "+title: 关于检查的通知" in done.err
        fixed = record.read_text(encoding="utf-8")
        assert "清政发〔2026〕3号" in fixed and "会议指出，要落实“两个责任”。" in fixed
        assert Path(folder, "a.md.orig").read_text(encoding="utf-8") == FAULTY
        again = hongtou("check", "--fix", record)
        assert record.read_text(encoding="utf-8") == fixed and "@@" not in again.err


def test_pictures_are_written_beside_the_record():
    with workdir() as folder:
        record, files = Path(folder, "报告 (1).md"), Path(folder, "报告 (1)-files")
        done = hongtou("import", "-v", ROOT / "tests/import/58-word-report.docx", "-o", record)
        assert done.returncode == 0 and sorted(p.name for p in files.iterdir()) == ["1.png", "2.png"]
        text = record.read_text(encoding="utf-8")
        assert "![图1　石门河段现场](<报告 (1)-files/1.png>)" in text and "2.png" not in text
        assert "[M110" in done.err and "2.png" in done.err and "[M111" in done.err, "a floating picture may be a seal"
        assert "数据[^1]进行了汇总" in text and "\n[^1]: 数据来源于县河长制信息平台" in text
        made = hongtou("export", record, "-o", Path(folder, "a.pdf"))
        assert made.returncode == 0 and ": warning: " not in made.err, made.err
        document = fitz.open(Path(folder, "a.pdf"))
        assert sum(len(page.get_image_info()) for page in document) == 1
        # nowhere but beside the record: a link in the folder's place is refused
        elsewhere = Path(folder, "elsewhere")
        elsewhere.mkdir()
        Path(folder, "b-files").symlink_to(elsewhere)
        assert hongtou("import", ROOT / "tests/import/58-word-report.docx", "-o", Path(folder, "b.md")).returncode == 1
        assert not list(elsewhere.iterdir()) and not Path(folder, "b.md").exists()
    told = hongtou("import", ROOT / "tests/import/58-word-report.docx")
    assert told.returncode == 0 and "[M108]" in told.err and b"![" not in told.stdout


def test_what_a_label_does_not_take_stays_text_alone():
    """印数：60本 is not copies: it stays in the body, and is in no field as well."""
    typed = "标题：关于某事的通知\n主送机关：各局\n印数：60本\n成文日期：2026年3月1日\n发文机关：甲市乙局\n正文：\n请办理。\n"
    with workdir() as folder:
        Path(folder, "a.txt").write_text(typed, encoding="utf-8")
        made = hongtou("import", "a.txt", cwd=folder).stdout.decode()
    assert "印数：60本" in made and "copies" not in made, made


def test_footnotes_with_repaired_punctuation():
    """The line that holds a footnote is repaired, and so is the footnote: it stays one."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    run = "<w:r>{}</w:r>".format
    lines = "".join("<w:p>{}</w:p>".format(line) for line in (
        run("<w:t>关于开展自查的通知</w:t>"), run("<w:t>各单位：</w:t>"),
        run("<w:t>请按规定</w:t>") + run('<w:footnoteReference w:id="2"/>') + run("<w:t>开展自查。</w:t>")))
    note = '<w:footnote w:id="2"><w:p>' + run("<w:t>参见规定,第5条(试行)</w:t>") + "</w:p></w:footnote>"
    with workdir() as folder:
        with zipfile.ZipFile(Path(folder, "a.docx"), "w") as package:
            package.writestr("word/document.xml", f"<w:document {space}><w:body>{lines}</w:body></w:document>")
            package.writestr("word/footnotes.xml", f"<w:footnotes {space}>{note}</w:footnotes>")
        assert hongtou("import", "a.docx", "-o", "a.md", cwd=folder).returncode == 0
        text = Path(folder, "a.md").read_text(encoding="utf-8")
        assert "请按规定[^1]开展自查。" in text and "[^1]: 参见规定，第5条（试行）" in text, text


def test_repeated_rows():
    """Rows of an ODT are there as often as it says, up to a number that is told; hidden ones are left out once."""
    cells = "<table:table-cell><text:p>{0}</text:p></table:table-cell><table:table-cell><text:p>{0}</text:p></table:table-cell>"
    row = "<table:table-row {0}>" + cells.format("{1}") + "</table:table-row>"
    again = 'table:number-rows-repeated="1200"'
    for kind, rows, told in (("", 1000, 1), ('table:visibility="collapse"', 0, 0)):
        content = odt("<text:p>关于核对的通知</text:p><table:table>" + row.format("", "甲某") +
                      row.format(f"{again} {kind}", "乙某") + "</table:table>")
        with workdir() as folder:
            Path(folder, "a.odt").write_bytes(content)
            done = hongtou("import", f"{folder}/a.odt", "-v")
        assert done.returncode == 0 and done.stdout.decode().count("| 乙某 | 乙某 |") == rows, done.err
        assert done.err.count("M675") == told, done.err
        assert done.err.count("M550") == (not rows), done.err


def test_the_text_is_never_written_over():
    with workdir() as folder:
        text = Path(folder, "a.md")
        text.write_text("关于开会的通知\n\n明天开会。\n", encoding="utf-8")
        assert "[O302]" in hongtou("import", text, "-o", text).err
        assert text.read_text(encoding="utf-8").startswith("关于开会")


def apply_safe(source, findings):
    """What the findings offer as safe, applied by their places: an independent second opinion of --fix."""
    lines = source.split("\n")
    edits = {(f["fix"]["line"], f["fix"]["column"], f["fix"]["old"], f["fix"]["new"])
             for f in findings if f.get("fix", {}).get("safe")}
    end = {}
    for line, column, old, new in sorted(edits, reverse=True):
        text, at = lines[line - 1], column - 1
        escaped = "\\" in text[:at] or "&" in text[:at] or "''" in text[:at]
        if text[at:at + len(old)] == old and at + len(old) <= end.get(line, len(text)) and not escaped:
            lines[line - 1] = text[:at] + new + text[at + len(old):]
            end[line] = at
    return "\n".join(lines)


def damage(text, seed):
    """Marks of all kinds, put in where they may appear in a text."""
    rnd = random.Random(seed)
    marks = [",", ":", ";", "...", "--", "\"", "'", " ", "　", "，，", "。。", "[2026]3号", "（2026）03号", "１２", "\\", "&", "(", "）",
             "2026年07月03日", "⼈", "''", "%", "#", "*"]
    out = []
    for line in text.split("\n"):
        for _ in range(rnd.randrange(3)):
            at = rnd.randrange(len(line) + 1)
            line = line[:at] + rnd.choice(marks) + line[at:]
        out.append(line)
    return "\n".join(out)


FIXABLE = [p for p in sorted((ROOT / "samples").glob("*.*")) if p.suffix in (".yaml", ".md", ".json")]


@cases([p.name for p in FIXABLE])
def test_fixing_twice_is_fixing_once(name):
    """Samples damaged at random: --fix ends in a state it leaves alone, changes nothing but what the findings say, and
    what it makes is a record still."""
    tried = 0
    with workdir() as folder:
        source = (ROOT / "samples" / name).read_text(encoding="utf-8")
        for beside in ("attachments", "seals"):
            shutil.copytree(ROOT / "samples" / beside, Path(folder, beside))
        for seed in range(12):
            record = Path(folder, f"{seed}-{name}")
            record.write_text(damage(source, seed) if seed else source, encoding="utf-8")
            first = hongtou("check", "-f", "json", record)
            if ": error: " in first.err or re.search(r'"code": "R\d+", "level": "error"', first.stdout.decode()):
                continue  # no record any more
            tried += 1
            expected = record.read_text(encoding="utf-8")
            for _ in range(8):
                found = json.loads(check_as(folder, name, expected))
                better = apply_safe(expected, found)
                if better == expected:
                    break
                expected = better
            hongtou("check", "--fix", record)
            fixed = record.read_text(encoding="utf-8")
            assert fixed == expected, "\n".join(difflib.unified_diff(expected.split("\n"), fixed.split("\n"), lineterm="", n=0))
            hongtou("check", "--fix", record)
            assert record.read_text(encoding="utf-8") == fixed
            assert ": error: " not in hongtou("check", record).err
        assert tried


def check_as(folder, name, text):
    path = Path(folder, "again-" + name)
    path.write_text(text, encoding="utf-8")
    return hongtou("check", "-f", "json", path).stdout


def test_originals_are_kept():
    with workdir() as folder:
        record = Path(folder, "a.md")
        versions = [FAULTY, FAULTY.replace("检查", "巡查"), FAULTY.replace("检查", "抽查")]
        for version in versions:
            record.write_text(version, encoding="utf-8")
            assert "+title: " in hongtou("check", "--fix", record).err
        kept = [Path(folder, "a.md.orig" + n).read_text(encoding="utf-8") for n in ("", ".2", ".3")]
        assert kept == versions
    done = hongtou("check", "--fix", "-", stdin=FAULTY.encode())
    assert done.stdout.decode().startswith("---\nnumber: 清政发〔2026〕3号") and "[C" not in done.stdout.decode()


def test_export_says_what_check_finds():
    with workdir() as folder:
        record = Path(folder, "a.md")
        record.write_text(FAULTY, encoding="utf-8")
        made = hongtou("export", "-v", record, "-o", Path(folder, "a.pdf"))
        assert made.returncode == 0, made.err
        for finding in hongtou("check", "-v", record).stdout.decode().splitlines():
            assert finding in made.err.splitlines(), finding
        record.write_text("---\nnumber: 清政发〔2026〕3号\n---\n会议指出，要加强领导。\n", encoding="utf-8")
        said = hongtou("export", "-v", record, "-o", Path(folder, "a.pdf")).err
        assert said.count("the field title (标题) is missing") == 1 and "[D101; " in said, said
        own_style = hongtou("export", "-v", "-s", "agenda", record, "-o", Path(folder, "a.pdf")).err
        assert "[D110" not in own_style, own_style


RECORDS = [p for p in sorted((ROOT / "samples").rglob("*.*"))
           if p.suffix in (".yaml", ".md", ".json", ".jsonl") and p.name not in ("README.md", "qingxi.yaml")
           and p.parent.name != "attachments"]


@cases([str(p.relative_to(ROOT / "samples")) for p in RECORDS])
def test_samples_are_in_order(name):
    """What the samples show as good is good."""
    found = json.loads(hongtou("check", "--format", "json", ROOT / "samples" / name).stdout)
    assert not found, found


def test_the_manual_and_the_guide_are_true():
    """Every message is in the manual as it is printed; the example of the guide comes out as it says."""
    manual = (ROOT / "build/man/hongtou-messages.7").read_text(encoding="utf-8")
    for room in ("check", "import"):
        rows = [row[2:5] for row in messages() if row[0] == room]
        assert len(rows) > 30, f"{len(rows)} messages of {room}"
        for level, code, text in rows:
            text = re.sub(r'"\s*\n\s*"', "", text)
            text = re.sub(r"\{\d\}", "…", text[0].upper() + text[1:])
            assert f".It {code}\n{text} ({level.lower()}" in manual, f"{code} is not in hongtou-messages(7), or with other words"
    chapter = (ROOT / "docs/guide.md").read_text(encoding="utf-8").split("## Import and check")[1].split("## Fonts")[0]
    text, record = re.findall(r"```\n(.*?)```", chapter, re.S)[:2]
    made = hongtou("import", "--chinese", "-", stdin=text.encode())
    assert made.stdout.decode() == record, made.stdout.decode()


def test_an_earlier_record_is_kept():
    """A record that was edited since is not lost; one that is the same is not kept twice."""
    with workdir() as folder:
        text, out = Path(folder, "a.txt"), Path(folder, "a.yaml")
        text.write_text("关于放假的通知\n元旦放假三天。\n梧岭县教育局\n2026年12月20日\n", encoding="utf-8")
        assert "[M652]" not in hongtou("import", text, "-o", out).err
        edited = out.read_text(encoding="utf-8") + "# 已改\n"
        out.write_text(edited, encoding="utf-8")
        assert "[M652]" in hongtou("import", text, "-o", out).err
        assert Path(folder, "a.yaml.orig").read_text(encoding="utf-8") == edited
        assert "[M652]" not in hongtou("import", text, "-o", out).err
        assert len(list(Path(folder).iterdir())) == 3


@cases([("short", "县政府召开第58次常务会议\n2026年9月2日，县长苏晴主持召开县政府第58次常务会议。\n", "[M653"),
        ("no masthead", "县教育局召开全县校园安全工作会议\n2026年9月2日，县教育局召开全县校园安全工作会议。局长苏晴主持会议。\n会议强调，要提高认识。\n", "[M654"),
        ("no year", "关于放假的通知\n元旦放假三天。\n12月20日\n", "[M655")])
def test_what_is_missing_is_told(case):
    _, text, code = case
    with workdir() as folder:
        path = Path(folder, "a.txt")
        path.write_text(text, encoding="utf-8")
        said = hongtou("import", path).err
    assert code in said, said


NOTICE = "关于检查的通知\n各乡镇：\n{}\n梧岭县教育局\n2026年3月5日\n"
REPORT = "2026年9月2日，{}县教育局召开第3次局长办公会议。局长苏晴主持会议。{}\n会议强调，要提高认识。\n"
LABELLED = "县教育局会议记录\n时间：{}\n地点：三楼会议室\n主持：苏晴\n出席：{}\n会议听取了汇报。\n"


@cases([(code, code, text) for code, text in [
    ("M106", NOTICE.format("请\x07检查。")), ("M310", NOTICE.format("请&nbsp;检查。")), ("M316", NOTICE.format("请检查--全部。")),
    ("M405", NOTICE.format("请\ue000检查。")),
    ("M207", "关于检查的通知\n各乡镇：\n2026年3月1日已部署。请检查。\n梧岭县教育局\n3月5日\n"),
    ("M210", "县教育局局长办公会议纪要\n〔2026〕3号\n" + REPORT.format("", "")),
    ("M212", "<p>成文日期：2026-03-09</p><h1>关于检查的通知</h1><p>各乡镇：</p><p>请检查。</p><p>梧岭县教育局</p><p>2026年3月5日</p>"),
    ("M216", "关于检查的通知\n各乡镇：\n请检查。\n附件：检查表\n梧岭县教育局\n2026年3月5日\n附件\n检查登记表\n一、情况。\n"),
    ("M218", NOTICE.format("请检查。") + "请各单位于每月五日前上报情况，联系电话另行通知，不得有误。\n"),
    ("M219", "县教育局局长办公会议纪要\n2026年9月2日，召开第3次局长办公会议。\n会议强调，要提高认识。\n"),
    ("M661", NOTICE.format("检查情况如下：\n乡镇\n得分\n梧桐镇\n96.5\n柳溪镇\n92.1\n请整改。")),
    ("M661", NOTICE.format("检查情况如下：\n乡镇 得分 名次 备注\n梧桐镇 96.5 1\n柳溪镇 92.1 2 缺一项\n请整改。")),
    ("M695", "关于检查的通知\n各乡镇：\n请检查。\n梧岭县教育 局\n2026年3月5日\n"),
    ("M696", NOTICE.format("请检查。\n7\n检查后上报。")),
    ("M697", LABELLED.format("2026年9月2日", "石坪镇 何田")),
    ("M698", NOTICE.format("请各乡镇按照统一部署，认真组织开展安全检查，切实消除隐\n患。\n检查后上报。")),
    ("M320", "标题：关于某事的通知\n主送机关：各局\n成文日期：2026年3月1日\n发文机关：甲市乙局\n正文：\n请办理。\n"),
    ("M504", REPORT.format("", "副局长何田出席会议。")), ("M531", LABELLED.format("2026年9月2日", "苏晴、何田等12人")),
    ("M532", LABELLED.format("2026年9月2日", "苏晴、何田等")), ("M533", LABELLED.format("2026年9月2日", "副局长何田、科长何田")),
    ("M534", REPORT.format("", "县教育局局长苏晴、何田出席会议。")),
    ("M535", LABELLED.format("2026年9月2日", "详见签到册")), ("M536", LABELLED.format("上午", "苏晴")),
    ("M537", LABELLED.format("2026年9月2日上午9:00在三楼", "苏晴")), ("M538", LABELLED.format("2026年×月×日", "苏晴"))]])
def test_messages_of_the_manual_are_said(case):
    """A text for each, and none of these is said of a plain notice."""
    _, code, text = case
    assert f"[{code}" in hongtou("import", "-", "-v", stdin=text.encode()).err
    assert f"[{code}" not in hongtou("import", "-", "-v", stdin=NOTICE.format("请检查。").encode()).err


def test_field_of_a_line():
    """The field that a line is said to be in is the one that it made, though another begins with the same words."""
    text = "梧岭县教育局" + NOTICE.format("请检查。")
    assert ":4: note: in the field issuers" in hongtou("import", "-", "-v", stdin=text.encode()).err
    people = hongtou("import", "-", "-v", stdin=LABELLED.format("2026年9月2日", "苏晴、何田、白露").encode()).err
    assert ":5: note: in the field meeting.present" in people


def test_title_and_body_by_their_names():
    with workdir() as folder:
        path = Path(folder, "a.txt")
        path.write_text("标题：关于放假的通知\n正文：\n元旦放假三天。\n", encoding="utf-8")
        done = hongtou("import", path)
    assert "关于放假的通知" in done.stdout.decode() and "正文" not in done.stdout.decode() and "[M203]" not in done.err


def test_thousands_who_get_copies():
    """Whose names share their characters: all are in the record, and none is said to be missing."""
    rng = random.Random(3)
    names = ["".join([rng.choice("赵钱孙李周吴郑王"), rng.choice("伟芳娜敏静丽强明"), rng.choice("伟芳娜敏静丽强明")]) for _ in range(3000)]
    done = hongtou("import", "-", "-t", "json", stdin=(NOTICE.format("请检查。") + f"\n抄送：{'，'.join(names)}。\n").encode())
    assert done.returncode == 0 and json.loads(done.stdout)["copies_to"] == names
    assert not done.err, done.err


@cases([("json", "04-minutes.json", None, 0), ("yaml", "01-notice.yaml", None, 0), ("markdown", "03-minutes.md", None, 0), ("several", "08-batch.jsonl", "M678", 1),
        ("with a form", "01-notice.yaml", "M679", 1)])
def test_records_are_known(case):
    """What is a record already is no text: it comes back as it was, or the right command is named."""
    title, name, code, status = case
    done = hongtou("import", "-v", ROOT / "samples" / name, *(["--form", "minutes"] if title == "with a form" else []))
    assert done.returncode == status and f"[{code or 'M677'}]" in done.err, done.err
    assert code or done.stdout == (ROOT / "samples" / name).read_bytes()


@cases([("line ends", "\ufeff格式: 公文\r\n标题: 关于放假的通知\r\n正文: 放假。\r\n", True), ("faulty", '{"form": "document", "titel": "x"}', False),
        ("other data", '[{"name": "x"}]', False), ("braces", "{通知}\n各科室：\n元旦放假三天。\n", None),
        ("another format", "{\\x}\n", None), ("a quotation in braces", '{"元旦"的通知}\n各科室：\n放假三天。\n', None), ("a text", "格式: A4\n关于放假的通知\n各科室：\n元旦放假三天。\n", None),
        ("front matter of a page", "---\ntitle: 关于放假的通知\nplatform: a\n---\n各科室：\n元旦放假三天。\n", None),
        ("a label within", "报送格式: Word\n标题: 关于放假的通知\n时间: 元旦\n", None),
        ("a list", "[\n1.元旦放假。\n]\n", None), ("a chat", "时间: 8月3日\n地点: 三楼\n议题: 防汛\n", None),
        ("in a fence", "```yaml\n格式: 公文\n标题: 关于放假的通知\n正文: 放假。\n```\n", True),
        ("JSON in a fence", '```json\n{"格式": "公文", "标题": "关于放假的通知", "正文": "放假。"}\n```', True),
        ("a text in a fence", "```\n关于放假的通知\n各科室：\n元旦放假三天。\n```\n", None)])
def test_what_is_a_record(case):
    _, text, is_record = case
    done = hongtou("import", "-", "-v", stdin=text.encode())
    assert ("[M677]" in done.err, "[M678]" in done.err) == (is_record is True, is_record is False), done.err


@cases(["utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-8-sig"])
def test_encodings_of_records(case):
    """A record that Windows saved comes back as UTF-8, and the encoding is told."""
    for text in ['{"标题": "关于放假的通知", "正文": "放假。"}\n', "---\n标题: 关于放假的通知\n---\n\n放假。\n"]:
        done = hongtou("import", "-", "-v", stdin=text.encode(case))
        assert done.returncode == 0 and done.stdout.decode() == text and "[M677]" in done.err, done.err
        assert ("[M104]" in done.err) == (not case.startswith("utf-8")), done.err
    done = hongtou("import", "-", stdin='{"标题": "关于放假的通知", "甲": 1}'.encode(case))
    assert done.returncode == 1 and "[M678]" in done.err, done.err


@cases([("chat", "【通知】各科室：", "各科室"), ("urgent", "主送：【紧急】 各科室、各中心：", "各科室、各中心")])
def test_tag_before_recipients(case):
    """What a chat puts before a message is no recipient, and is told."""
    _, line, recipients = case
    done = hongtou("import", "-", "-v", "-t", "json", stdin=NOTICE.format("请检查。").replace("各乡镇：", line).encode())
    assert json.loads(done.stdout)["recipients"] == recipients and re.search("【..】.*M301", done.err), done.stdout.decode() + done.err


def test_forwarded_answer():
    """The subject of a mail, however it was forwarded, is the title below it, not a paragraph."""
    for tag in ["Fwd: ", "FWD: 回复: ", "转发: Fw: "]:
        mail = f"发件人: 周敏 <z@example.com>\n收件人: 各科室\n主题: {tag}关于报送材料的通知\n\n" + NOTICE.format("请检查。")
        record = json.loads(hongtou("import", "-", "-t", "json", stdin=mail.encode()).stdout)
        assert record["title"].endswith("的通知") and tag.strip(": ") not in json.dumps(record, ensure_ascii=False), record


@cases([("resolution", "", True), ("signed", "甲县人民代表大会常务委员会\n2026年7月28日\n", False)])
def test_adoption_below_title(case):
    """A resolution that says below its title who adopted it, and when, gets no signature and date that it does not have."""
    _, end, plain = case
    adopted = "（2026年7月28日甲县第五届人民代表大会常务委员会第三次会议通过）"
    done = hongtou("import", "-", "-t", "json", stdin=f"甲县人民代表大会常务委员会关于批准决算的决议\n{adopted}\n会议决定，批准2025年决算。\n{end}".encode())
    record = json.loads(done.stdout)
    assert record["form"] == ("plain" if plain else "document")
    assert (record.get("title_note", "").strip() == adopted) == plain and ("date" in record, "issuers" in record) == (not plain, not plain)


ROWS = "单位 得分 排名\n望桥街道 96.5 1\n柳浪镇 95.2 2\n"


@cases([("rows", ROWS, 3, None), ("sum", ROWS + "合计 191.7\n", 3, "M661"), ("words", ROWS.replace("96.5 1", "优 无"), 0, None),
        ("contents", "第一章 总则 1\n第二章 审批 2\n第三章 附则 3\n", 0, None), ("sentences", ROWS.replace("1\n", "，第一\n"), 0, None)])
def test_rows_between_blanks(case):
    """Single blanks separate cells where a column has a word above and numbers below; a row that does not fit is told."""
    _, rows, lines, code = case
    done = hongtou("import", "-", "-v", stdin=f"关于考核的通报\n各单位：\n考核情况如下。\n{rows}请整改。\n甲局\n2026年1月1日\n".encode())
    assert sum(line.startswith("| ") for line in done.stdout.decode().splitlines()) == lines, done.stdout.decode()
    assert ("[M660]" in done.err) == bool(lines) and ("[M661]" in done.err) == bool(code), done.err


@cases(["txt", "html"])
def test_title_ends_below(case):
    """A title that might end with its first line goes on in the next."""
    lines = ["云溪县水务局关于报送河湖管理工作总结", "的报告", "县人民政府：", "现将有关情况报告如下。", "云溪县水务局", "2026年11月18日"]
    text = "\n".join(lines) if case == "txt" else "<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>"
    record = json.loads(hongtou("import", "-", "-t", "json", stdin=text.encode()).stdout)
    assert record["title"] == "".join(lines[:2]) and "的报告" not in record["body"], record


def test_imprint_of_wrapped_lines():
    """The imprint of a text whose lines were broken is no more of those who get copies."""
    lines = ["今年以来，我局认真贯彻落实河湖长制，全年巡河达一千余次，", "整改问题，投入资金。现将情况报告如下，请各位领导审阅，如"] * 2
    text = "\n".join(["关于河湖管理的报告", "县政府："] + lines + ["有不妥，请指正。", "云溪县水务局", "2026年11月18日", "抄送：县委办公室，县人大常委会办公室，县政协办公室。",
                                                        "云溪县水务局办公室              2026年11月18日印发"])
    done = hongtou("import", "-", "-v", "-t", "json", stdin=text.encode())
    record = json.loads(done.stdout)
    assert "[M107]" in done.err and record["copies_to"] == ["县委办公室", "县人大常委会办公室", "县政协办公室"], done.err
    assert record["printed_by"] == "云溪县水务局办公室" and record["print_date"] == "2026-11-18", record


@cases([("same day", "2026年8月3日15:30-14:00", True), ("after midnight", "2026年8月3日22:30-0:15", False), ("new year", "2026年12月30日至1月2日", False),
        ("days", "2026年8月5日9:00至8月3日17:00", True), ("midnight", "2026年8月3日晚上8:00-12:00", False),
        ("plain", "2026年8月3日9:00-11:30", False)])
def test_ends_before_it_begins(case):
    """A meeting that does is warned of, by import and by check, in the field and in the text."""
    _, span, wrong = case
    minutes = hongtou("import", "-", stdin=LABELLED.format(span, "苏晴").encode())
    assert ("[M676]" in minutes.err) == wrong, minutes.err
    assert ("[C115]" in hongtou("check", "-", stdin=minutes.stdout).stdout.decode()) == wrong
    notice = hongtou("import", "-", stdin=NOTICE.format(f"会议时间为{span}。").encode())
    assert ("[C115]" in hongtou("check", "-", stdin=notice.stdout).stdout.decode()) == wrong


@cases([("title", 'title: "关于放假的通知"'), ("标题", "标题: 关于放假的通知"), ("list", "tags:\n  - a\n- b\nTitle: 关于放假的通知")])
def test_front_matter_of_other_programs(case):
    """Its title is the text's; what else it says is left out with a word."""
    _, front = case
    done = hongtou("import", "-", "-t", "json", stdin=f"---\n{front}\nauthor: x\n---\n各科室：\n元旦放假三天。\n甲局\n2026年1月1日\n".encode())
    record = json.loads(done.stdout)
    assert record["title"] == "关于放假的通知" and record["body"].strip() == "元旦放假三天。", record
    assert "author: x" in done.err and "[M668]" in done.err, done.err


@cases(["---------- 转发的邮件 ----------", "-----邮件原件-----", "------- 原邮件 -------"])
def test_line_above_another_mail(case):
    mail = "发件人: 李明 <li@example.com>\n主题: 报送材料\n收件人: 各科室\n\n关于报送材料的通知\n各科室：\n请报送。\n甲局\n2026年8月1日\n"
    done = hongtou("import", "-", "-t", "json", stdin=f"{case}\n{mail}".encode())
    assert json.loads(done.stdout)["title"] == "关于报送材料的通知" and "邮件" not in done.stdout.decode(), done.stdout


def test_day_with_places_is_no_chat():
    done = hongtou("import", "-", stdin="关于考察的行程安排\n集合（高铁站） 8:00\n请带好身份证。\n座谈（金鼎楼） 14:00\n介绍防汛经验。\n局办公室\n2026年8月1日\n".encode())
    assert "[M662]" not in done.err and "高铁站" in done.stdout.decode() and "14:00" in done.stdout.decode(), done.err


def test_chat_of_offices():
    """Who writes is named with his office; the text has neither names nor clocks."""
    done = hongtou("import", "-", stdin="综合科-米兰 09:12\n各位，通知见下\n副局长 褚云帆 09:15\n请报名单\n综合科-米兰 09:20\n关于调整例会时间的通知\n各科室：\n例会调整到周五。\n"
                   "白石市水务局\n2026年10月9日\n".encode())
    assert "[M662]" in done.err and not re.search("米兰|褚云帆|09:", done.stdout.decode()), done.stdout.decode() + done.err


@cases([("2O26年1O月25日", "2026-10-25", []), ("2026年lO月2曰", "2026-10-02", []), ("2026年10月25日", "2026-10-25", ["l2", "3O"])])
def test_misread_days(case):
    """Recognised letters in the day of the document are taken for digits with a warning, in sentences only warned of."""
    day, date, meant = case
    span = "l2日至3O日" if meant else "12日至30日"
    text = f"关于开展检查的通知\n\n各科室：\n定于2026年11月{span}开展检查。\n\n甲局\n{day}\n"
    done = hongtou("import", "-", "-t", "json", stdin=text.encode())
    record = json.loads(done.stdout)
    assert record["date"] == date and span in record["body"] and record["signature"] == "甲局", record
    assert ("[M684]" in done.err and day in done.err) == (not meant), done.err
    assert done.err.count("[M672]") == len(meant) and all(f"{m} may have been" in done.err for m in meant), done.err
    assert "[M582]" not in done.err, done.err


@cases([("greeting", "王局：\n这是改好的稿子，您看下\n----------\n", True), ("none", "", False)])
def test_text_above_the_title(case):
    """It is the beginning of the body, with a warning: nobody knows where it belongs."""
    _, above, moved = case
    text = (f"{above}关于表彰2025年度先进集体的决定\n\n各科室，下属单位\n  2025年，全局上下团结奋斗，决定授予3个科室“先进集体”称号:\n"
            "\t1、办公室\n\t2、财务科\n\t3、人事科\n望再接再厉！！！\n\n局党组\n2026-1-15\n")
    done = hongtou("import", "-", "-t", "json", stdin=text.encode())
    record = json.loads(done.stdout)
    assert record["title"] == "关于表彰2025年度先进集体的决定" and "再接再厉" in record["body"], record
    assert ("[M685]" in done.err) == moved and record["body"].startswith("王局") == moved, (record["body"], done.err)
