"""What was exported is imported again: with the record in the file byte by byte, and with what was edited since."""
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import circle
from support import SAMPLES, ROOT, Skip, cases, hongtou, need, workdir

ROOM = "import"
SINGLE = [path for path in SAMPLES if path.suffix != ".jsonl"]


def made(folder, source, to):
    out = Path(folder, "a." + to)
    done = hongtou("export", source, "--attach-record", "-t", to, "-o", out)
    assert done.returncode == 0, done.err
    return out


@cases([(f"{path.name}/{to}", path, to) for path in SINGLE for to in ("pdf", "odt", "ofd", "docx")])
def test_given_back(case):
    """Every sample comes back as it was, and import says so."""
    _, path, to = case
    need(*(["pdfdetach"] if to == "pdf" else []))
    with workdir() as folder:
        done = hongtou("import", "-v", made(folder, path, to))
        assert done.returncode == 0 and done.stdout == path.read_bytes(), done.err
        said = [line for line in done.err.splitlines() if "[B513]" not in line]  # that the program is confined
        assert len(said) == 1 and ("[M590]" if to in ("odt", "docx") else "[M591]") in said[0], done.err


AI_LABELS = ["人工智能生成合成", "可能为人工智能生成合成", "疑似人工智能生成合成"]


@cases([f"{name}/{to}" for name in ("01-notice", "03-minutes", "05-bulletin", "11-order", "17-letter", "26-speech") for to in ("odt", "docx", "pdf")])
def test_ai_label(case):
    """The label of generated content (GB 45438-2025) is the field again, not a line of the text or a note."""
    name, to = case.split("/")
    source = next(path for path in SINGLE if path.stem == name)
    label = AI_LABELS[len(name) % 3]
    with workdir() as folder:
        shutil.copytree(ROOT / "samples", Path(folder, "samples"))
        record, out = Path(folder, "samples", source.name), Path(folder, "a." + to)
        field = f"人工智能标识: {{标识: {label}}}\n"
        text = source.read_text("utf-8")
        record.write_text(text.replace("---\n", "---\n" + field, 1) if source.suffix == ".md" else field + text, encoding="utf-8")
        done = hongtou("export", record, "-t", to, "-o", out)
        assert done.returncode == 0, done.err
        again = hongtou("import", out, "--chinese")
        back = again.stdout.decode()
        assert again.returncode == 0 and back.count(label) == 1 and re.search(rf"^人工智能标识:\n  标识: {label}$", back, re.M), back


def test_ai_label_of_other_texts():
    """A line that is the label; not a sentence about it."""
    text = "关于开展检查的通知\n\n各单位：\n人工智能生成合成内容须有标识，请检查。\n\n某市网信办\n2026年8月20日\n人工智能生成合成\n"
    back = hongtou("import", "-", "--chinese", stdin=text.encode()).stdout.decode()
    assert "  标识: 人工智能生成合成\n" in back and "人工智能生成合成内容须有标识，请检查。" in back, back


@cases([path.name for path in SINGLE])
def test_other_formats(name):
    """In another format it is the same record."""
    with workdir() as folder:
        odt = made(folder, ROOT / "samples" / name, "odt")
        for beside in "attachments", "seals":
            shutil.copytree(ROOT / "samples" / beside, Path(folder, beside))
        traces = []
        for to in "yaml", "json", "md":
            record = Path(folder, "r." + to)
            assert hongtou("import", odt, "-o", record).returncode == 0
            done = hongtou("export", record, "-t", "trace", "-o", "-")
            assert done.returncode == 0, f"{to}: {done.err}\n{record.read_text()[:2000]}"
            traces.append(done.stdout)
        done = hongtou("export", ROOT / "samples" / name, "-t", "trace", "-o", "-")
        assert all(trace == done.stdout for trace in traces), [trace == done.stdout for trace in traces]


def edited(document, *edits):
    """What is changed in the text of an ODT or DOCX."""
    out, part = io.BytesIO(), {".odt": "content.xml", ".docx": "word/document.xml"}[document.suffix]
    with zipfile.ZipFile(document) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            for before, after in edits if item.filename == part else ():
                assert before in data.decode(), before
                data = data.decode().replace(before, after, 1).encode()
            new.writestr(item.filename, data, zipfile.ZIP_STORED if item.filename == "mimetype" else zipfile.ZIP_DEFLATED)
    document.write_bytes(out.getvalue())


def test_body_in_front_matter():
    """Markdown whose body is among its fields, as a list of parts, and which has no text below them."""
    with workdir() as folder:
        Path(folder, "r.md").write_text("---\ntitle: 关于甲的通知\ndate: 2026-01-05\nbody:\n- 请认真执行。\n---\n\n", encoding="utf-8")
        back = json.loads(hongtou("import", made(folder, Path(folder, "r.md"), "odt"), "-t", "json").stdout)
        assert back["body"] == ["请认真执行。"], back


@cases(["odt", "docx"])
def test_edits_are_told(to):
    """What was edited in the document is in the record, field by field, and all else as it was written."""
    source = ROOT / "samples" / "01-notice.yaml"
    with workdir() as folder:
        document = made(folder, source, to)
        edited(document, ("17号</", "19号</"), ("特急", "加急"), ("周以宁", "周以静"), ("书面报市政府办公室", "书面报市防汛办"))
        done = hongtou("import", "-v", document, "-t", "yaml")
        told = sorted(re.findall(r"warning: (\S+) \(.*\[M593\]", done.err))
        assert told == ["body", "note", "number", "urgency"] and "[M592]" in done.err, done.err
        Path(folder, "b.yaml").write_bytes(done.stdout)
        was = hongtou("export", source, "-t", "trace", "-o", "-").stdout.decode()
        now = hongtou("export", Path(folder, "b.yaml"), "-t", "trace", "-o", "-").stdout.decode()
    text = ["".join(re.findall(r'^run .*?"([^"]*)"', trace, re.M)) for trace in (was, now)]
    for before, after in ("〔2026〕17", "〔2026〕19"), ("特急", "加急"), ("周以宁", "周以静"), ("书面报市政府办公室", "书面报市防汛办"):
        assert before in text[0] and after in text[1], (before, after)
        text[0] = text[0].replace(before, after)
    assert text[0] == text[1]


def saved_by_writer(folder, document):
    kind = {".odt": "odt:writer8", ".docx": "docx:MS Word 2007 XML"}[document.suffix]
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind,
                    "--outdir", Path(folder, "out"), document], capture_output=True, timeout=180)
    saved = Path(folder, "out", document.name)
    if not saved.exists():
        raise Skip("soffice makes nothing here")
    return saved


@cases(["odt", "docx"])
def test_saved_by_writer(to):
    """Writer keeps the record, and what it makes of the text is the same text; edits in that are told as in any."""
    need("soffice")
    with workdir() as folder:
        for name in "01-notice.yaml", "10-meeting.yaml", "20-merged-table.yaml":
            saved = saved_by_writer(folder, made(folder, ROOT / "samples" / name, to))
            done = hongtou("import", "-v", saved)
            assert "[M590]" in done.err and done.stdout == (ROOT / "samples" / name).read_bytes(), (name, done.err)
        saved = saved_by_writer(folder, made(folder, ROOT / "samples" / "01-notice.yaml", to))
        edited(saved, ("周以宁", "周以静"), ("书面报市政府办公室", "书面报市防汛办"))
        done = hongtou("import", "-v", saved)
        assert sorted(re.findall(r"warning: (\S+) \(.*\[M593\]", done.err)) == ["body", "note"], done.err


def test_edited_note():
    """A footnote is text, too, in whatever part of the package it is."""
    with workdir() as folder:
        Path(folder, "r.yaml").write_text("form: document\ntitle: 关于甲的通知\nissuers: 乙县人民政府\ndate: 2026-01-05\n"
                                          "body: |\n  请认真执行[^1]。\n\n  [^1]: 指2025年的办法。\n", encoding="utf-8")
        document = made(folder, Path(folder, "r.yaml"), "docx")
        assert "[M590]" in hongtou("import", "-v", document).err
        out = io.BytesIO()
        with zipfile.ZipFile(document) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                data = old.read(name)
                new.writestr(name, data.replace("2025".encode(), "2024".encode()) if name == "word/footnotes.xml" else data)
        document.write_bytes(out.getvalue())
        done = hongtou("import", "-v", document, "-t", "yaml")
        assert "[M593]" in done.err and "指2024年的办法" in done.stdout.decode(), done.err + done.stdout.decode()


def test_broken_record():
    """A record that cannot be read is told, and the document is read instead."""
    with workdir() as folder:
        odt = made(folder, ROOT / "samples" / "01-notice.yaml", "odt")
        out = io.BytesIO()
        with zipfile.ZipFile(odt) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                new.writestr(name, b"\0" if name == "Record/record.yaml" else old.read(name))
        odt.write_bytes(out.getvalue())
        done = hongtou("import", odt)
        assert done.returncode == 0 and "[M594]" in done.err and "临政办发〔2026〕17号" in done.stdout.decode()


def test_rules_of_page_edges_have_no_text():
    """A letter has its rules in headers and footers; what is said of them to those who do not see them is no text of it."""
    with workdir() as folder:
        out = Path(folder, "a.odt")
        assert hongtou("export", ROOT / "samples" / "17-letter.yaml", "-o", out).returncode == 0
        with zipfile.ZipFile(out) as odt:
            assert "<svg:title>分隔线</svg:title>" in odt.read("styles.xml").decode()
        done = hongtou("import", "-v", out)
        assert done.returncode == 0 and "分隔线" not in done.err + done.stdout.decode(), done.err


@cases([(f"{path.name}/{to}", path.name, to) for path in SINGLE for to in ("odt", "docx")])
def test_read_by_its_styles(case):
    """A document without its record gives back every header field that it shows, and says how it was read."""
    _, name, to = case
    with workdir() as folder:
        printed, wrong = circle.compare(ROOT / "samples" / name, folder, to)
        assert printed >= 3 and not wrong, wrong
        done = hongtou("import", "-v", Path(folder, "a." + to))
        assert done.returncode == 0 and "[M595]" in done.err, done.err


def read(odt):
    done = hongtou("import", odt, "-t", "json")
    assert done.returncode == 0, done.err
    return json.loads(done.stdout)


def exported(folder, name):
    out = Path(folder, "b.odt")
    assert hongtou("export", ROOT / "samples" / name, "-t", "odt", "--seals", "image", "-o", out).returncode == 0
    return out


def test_edits_by_hand():
    """What is typed over, added or deleted is read as it is now, whatever it looks like: the style says what it is."""
    with workdir() as folder:
        before = read(exported(folder, "02-notice-zh.yaml"))
        odt = exported(folder, "02-notice-zh.yaml")
        edited(odt, ("“书香校园”", "阅读"), ("各幼儿园，", ""), ("清教发〔2026〕31号", "清教发〔2026〕　号"),
               ("书润清溪，悦读成长。</text:p>", '书润清溪，悦读成长。</text:p><text:p text:style-name="body">2026年8月1日</text:p>'),
               ("团区委，", ""), ("此件公开发布", "此件不公开"))
        now = read(odt)
    same = set(before) - {"title", "number", "recipients", "body", "copies_to", "note"}
    assert all(before[key] == now[key] for key in same), now
    assert "阅读" in now["title"] and "书香" not in now["title"] and now["note"] == "此件不公开", now
    assert now["recipients"] == [one for one in before["recipients"] if one != "各幼儿园"]
    assert now["copies_to"] == [one for one in before["copies_to"] if one != "团区委"]
    assert now["number"].startswith("清教发〔2026〕") and "2026年8月1日" in now["body"], now


def test_title_that_is_no_title():
    """A title of two words, and a recipient that is no organ, are what their styles say."""
    with workdir() as folder:
        odt = exported(folder, "09-reply.md")
        content = zipfile.ZipFile(odt).read("content.xml").decode()
        title = read(odt)["title"]
        shown = re.search(r'<text:[ph] text:style-name="[^"]*"[^>]*>((?:(?!</text:[ph]>).)*批复)</text:[ph]>', content).group(1)
        assert re.sub("<[^>]*>", "", shown) == title, shown
        edited(odt, (shown, "说两句"))
        assert read(odt)["title"] == "说两句"


def test_papers_of_a_meeting():
    """Sheets that name a meeting are no minutes, and columns are no people."""
    with workdir() as folder:
        for form, title in ("notice", "的通知"), ("agenda", "议程"), ("signin", "签到表"), ("actions", "督办表"), ("resolution", "决议"):
            out = Path(folder, "b.odt")
            hongtou("export", ROOT / "samples" / "10-meeting.yaml", "-s", form, "-t", "odt", "-o", out)
            record = read(out)
            assert "meeting" not in record and record["title"].endswith(title), (form, record)


def test_foreign_styles():
    """A document of another program in which one style has such a name is judged by what it says."""
    with workdir() as folder:
        odt = exported(folder, "01-notice.yaml")
        out = io.BytesIO()
        with zipfile.ZipFile(odt) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                data = old.read(name)
                if name == "meta.xml":
                    data = re.sub(rb"<meta:generator>[^<]*", b"<meta:generator>Other/1.0", data)
                if name == "styles.xml":
                    data = re.sub(r'display-name="(?!公文标题)[^"]*"'.encode(), b'display-name="A"', data)
                new.writestr(name, data)
        odt.write_bytes(out.getvalue())
        done = hongtou("import", "-v", odt)
        assert "[M595]" not in done.err and "临政办发〔2026〕17号" in done.stdout.decode(), done.err


def test_styles_saved_by_writer():
    """Writer keeps the styles."""
    need("soffice")
    with workdir() as folder:
        for name in "12-upward.yaml", "13-joint.yaml", "04-minutes.json":
            odt = exported(folder, name)
            subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "odt:writer8",
                            "--outdir", Path(folder, "out"), odt], capture_output=True, timeout=180)
            if not Path(folder, "out", "b.odt").exists():
                raise Skip("soffice makes nothing here")
            assert dict(circle.fields(read(Path(folder, "out", "b.odt")))) == dict(circle.fields(read(odt))), name
