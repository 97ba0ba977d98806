"""PDF for archives and for readers who hear: veraPDF's verdict, the structure as poppler reads it, the attached record."""
import functools
import html
import io
import json
import re
import subprocess
import zipfile
from pathlib import Path

import pikepdf

from support import ROOT, SAMPLES, Skip, bodies, cases, hongtou, notice, real_texts, sample_pdf, squeeze, workdir
from test_pdf import check_text, tool

ROOM = "render"

NAMES = [p.name for p in SAMPLES]


def sample(name):
    return next(p for p in SAMPLES if p.name == name)


def verify(files, standards=None):
    """Hold PDF files (name: bytes) to standards, or to what they claim: (verdicts, failed rules), verdicts as
    (name, standard, checks passed, rules failed)."""
    with workdir() as folder:
        for name, data in files.items():
            Path(folder, name).write_bytes(data)
        command = [ROOT / "tools" / "verify-pdf", *(["--standard", standards] if standards else []), *sorted(files)]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)
    if done.returncode == 77:
        raise Skip(done.stdout.strip().removeprefix("SKIPPED: "))
    verdicts = [(name, standard, int(passed), int(failed)) for name, standard, passed, failed in
                re.findall(r"^(\S.*): (\S+): (\d+) checks passed, (\d+) rules failed$", done.stdout, re.M)]
    rules = [line for line in done.stdout.splitlines() if line.startswith("  ")]
    assert done.returncode == (1 if rules else 0), done.stdout[-2000:] + done.stderr[-2000:]
    return verdicts, rules


def check_conform(files, standards):
    verdicts, rules = verify(files, ",".join(standards))
    assert not rules, "\n".join(rules)
    assert len(verdicts) == len(files) * len(standards), verdicts
    assert all(passed > 500 for _, _, passed, _ in verdicts), verdicts


def export(source, *options):
    with workdir() as folder:
        target = Path(folder, "x.pdf")
        done = hongtou("export", source, "-o", target, *options)
        assert done.returncode == 0, done.err
        return target.read_bytes()


def test_samples_conform():
    """PDF/A-2a and PDF/UA-1, every sample."""
    check_conform({f"{name}-{i}.pdf": data for name in NAMES for i, data in enumerate(sample_pdf(sample(name)))},
                  ["2a", "ua1"])


def test_pdf_20():
    """PDF/A-4f with PDF/UA-2, and what such a file declares (Well-Tagged PDF), every sample; the record is attached."""
    files = {name + ".pdf": export(sample(name), "--pdf-standard", "a-4f,ua-2") for name in NAMES if not name.endswith("jsonl")}
    with workdir() as folder:
        noted = Path(folder, "noted.yaml")
        noted.write_text(notice("各单位[^1]要执行。\n\n  [^1]: 指各街道。"), encoding="utf-8")
        files["noted.yaml.pdf"] = export(noted, "--pdf-standard", "a-4f,ua-2")
    check_conform(files, ["4f", "ua2", "wt1r", "wt1a"])
    for name, data in files.items():
        assert data.startswith(b"%PDF-2.0")
        document = pikepdf.open(io.BytesIO(data))
        assert document.attachments.keys() == {name.removesuffix(".pdf")} and "/Info" not in document.trailer
        with document.open_outline() as outline:
            for item in outline.root:
                assert "/P" in (target := item.obj["/A"]["/SD"][0]) and "/S" in target


def test_pdf_20_without_record():
    files = {"4.pdf": export(sample("14-sealed.yaml"), "--pdf-standard", "a-4,ua-2")}
    check_conform(files, ["4", "ua2"])
    assert not pikepdf.open(io.BytesIO(files["4.pdf"])).attachments
    for standard, instead in (("a-4,ua-2", "a-4f"), ("a-2a", "a-3a")):
        done = hongtou("export", sample("14-sealed.yaml"), "-o", "-", "--attach-record", "--pdf-standard", standard)
        assert done.returncode == 1 and f"choose --pdf-standard {instead}," in done.err, done.err


def test_preferences():
    """Printed at its size, and on both sides if the sheet is made for it."""
    for options, duplex in ((), None), (("-s", "gb9704-duplex"), "/DuplexFlipLongEdge"):
        with pikepdf.open(io.BytesIO(export(sample("01-notice.yaml"), *options))) as pdf:
            found = pdf.Root.ViewerPreferences
            assert found.PrintScaling == "/None" and found.get("/Duplex") == duplex


def test_real_documents_conform():
    with workdir() as folder:
        for name, paragraphs in real_texts():
            Path(folder, name + ".yaml").write_text(notice("\n".join(paragraphs)), encoding="utf-8")
        done = hongtou("export", *sorted(Path(folder).glob("*.yaml")), "-q", "-d", folder)
        assert done.returncode == 0, done.err
        check_conform({p.name: p.read_bytes() for p in Path(folder).glob("*.pdf")}, ["2a", "ua1"])


def test_other_standards_conform():
    """Whatever is asked for is kept, with seals and tables."""
    files, wanted = {}, {"a-2u": ["PDF/A-2u"], "a-2b": ["PDF/A-2b"], "ua-1": ["PDF/UA-1"], "a-3a": ["PDF/A-3a"]}
    for name in ("14-sealed.yaml", "16-table-300.yaml"):
        for standard in wanted:
            files[f"{standard} {name}.pdf"] = export(sample(name), "--pdf-standard", standard)
        files[f"a-3a,ua-1 {name}.pdf"] = export(sample(name), "--attach-record")
    verdicts, rules = verify(files)
    assert not rules, "\n".join(rules)
    for name in files:
        expected = wanted.get(name.split(" ")[0], ["PDF/A-3a", "PDF/UA-1"])
        assert sorted(v[1] for v in verdicts if v[0] == name) == expected, verdicts


def test_the_validator_sees_faults():
    verdicts, rules = verify({"x.pdf": export(sample("09-reply.md"), "--pdf-standard", "none")}, "2a,ua1")
    assert [failed > 2 for _, _, _, failed in verdicts] == [True, True], verdicts
    assert any("StructTreeRoot" in rule for rule in rules), rules


@functools.lru_cache(maxsize=None)
def structure(data):
    return tool(data, "pdfinfo", "-struct-text", "-enc", "UTF-8", "@")


@cases(NAMES)
def test_reading_order(name):
    """What is read aloud is the record's text, whole and in order."""
    for data, paragraphs in zip(sample_pdf(sample(name)), bodies(sample(name))):
        check_text("".join(re.findall(r'^ *"(.*)"$', structure(data), re.M)), paragraphs)


@cases(NAMES)
def test_headings(name):
    """The first is H1, and no heading skips a level (PDF/UA-1 7.4.2)."""
    for data in sample_pdf(sample(name)):
        last = 0
        for level in map(int, re.findall(r"^ *H(\d) \(block\)", structure(data), re.M)):
            assert level <= last + 1, f"H{level} after H{last}"
            last = level


def test_table():
    """301 rows of as many cells, also over fifteen pages."""
    text = structure(sample_pdf(sample("16-table-300.yaml"))[0])
    rows = re.split(r"^ +TR\b.*$", text.split("Table (block)")[1], flags=re.M)[1:]
    assert len(rows) == 301
    assert {len(re.findall(r"^ +T[HD]\b", row, re.M)) for row in rows} == {8}
    assert len(re.findall(r"^ +TH\b", rows[0], re.M)) == 8 and "TH" not in "".join(rows[1:])


def test_seal_is_a_figure():
    data = sample_pdf(sample("14-sealed.yaml"))[0]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        figures = [e for e in elements(pdf.Root.StructTreeRoot.K) if e.get("/S") == "/Figure"]
        assert len(figures) == 1
        assert "印章" in str(figures[0].Alt) or "清溪区人民政府" in str(figures[0].Alt), figures[0].Alt
        left, bottom, right, top = map(float, figures[0].A.BBox)
        assert abs(right - left - 42 / 25.4 * 72) < 0.05 and abs(top - bottom - 42 / 25.4 * 72) < 0.05


def elements(node):
    """All structure elements from a node on."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from elements(kid)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from elements(node.get("/K", pikepdf.Array()))


def test_attached_record():
    """The record in the file is the record, byte for byte; the path to it is not in the file."""
    source = sample("02-notice-zh.yaml")
    with pikepdf.open(io.BytesIO(export(source, "--attach-record"))) as pdf:
        assert list(pdf.attachments) == [source.name]
        attached = pdf.attachments[source.name]
        assert attached.get_file().read_bytes() == source.read_bytes()
        assert attached.obj.AFRelationship == "/Source"
        assert attached.obj.UF == source.name


def test_archive_fields():
    """Info and XMP say the same of what the record says for the archive."""
    body = "一、总体要求\n  请认真执行。"
    with workdir() as folder:
        path = Path(folder, "r.yaml")
        path.write_text(notice(body) + "archive:\n  fonds: \"0123\"\n  file_number: 0123-2026-WS-0007\n  retention: 永久\n",
                        encoding="utf-8")
        data = export(path)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
            for name in ("Fonds", "FileNumber", "DocumentNumber", "Issuer", "DocumentDate", "Retention", "PageCount"):
                assert xmp["{urn:x-hongtou:archive:1.0/}" + name] == str(pdf.docinfo["/" + name]), name
        assert str(pdf.docinfo["/Fonds"]) == "0123" and str(pdf.docinfo["/Retention"]) == "永久"
        assert squeeze(str(pdf.docinfo["/PageCount"])) == str(len(pdf.pages))


LABELLED = """ai_label: {label: 疑似人工智能生成合成, producer: '某某"智能"公司', produce_id: A-7}
archive: {fonds: "0087", class_code: WS, year: 2026, retention: 永久, organ: 办公室, item_number: 7, created: 2026-01-05 09:30, keywords: [防汛, 值班]}
secrecy: 机密★1年
copy_number: "000001"
"""


def outputs(folder, text, kinds):
    path = Path(folder, "r.yaml")
    path.write_text(text, encoding="utf-8")
    done = hongtou("export", path, "-t", ",".join(kinds), "-d", folder)
    assert done.returncode == 0 and "archive" not in done.err and "ai_label" not in done.err, done.err
    return [Path(folder, "r." + kind).read_bytes() for kind in kinds]


def zipped(data, part, pattern):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {html.unescape(k): html.unescape(v) for k, v in re.findall(pattern, package.read(part).decode())}


def test_archive_elements_everywhere():
    """PDF, OFD, ODT and DOCX tell archives the same, under the names of DA/T 46-2009; 密级 and its term apart."""
    with workdir() as folder:
        pdf, ofd, odt, docx = outputs(folder, notice("正文。") + LABELLED, ("pdf", "ofd", "odt", "docx"))
    tables = [zipped(ofd, "OFD.xml", r'<ofd:CustomData Name="([^"]+)">([^<]*)<'),
              zipped(odt, "meta.xml", r'<meta:user-defined meta:name="([^"]+)">([^<]*)<'),
              zipped(docx, "docProps/custom.xml", r'name="([^"]+)"><vt:lpwstr>([^<]*)<')]
    wanted = {"全宗号": "0087", "档号": "0087-WS·2026-Y-办公室-0007", "年度": "2026", "保管期限": "永久", "件号": "7",
              "文件编号": "清政发〔2026〕1号", "责任者": "清溪区人民政府", "日期": "2026-01-05", "文种": "通知", "密级": "机密",
              "保密期限": "1年", "份号": "000001", "主送": "各街道办事处", "抄送": "区委办公室", "页数": "1",
              "形成时间": "2026-01-05T09:30:00+08:00", "门类代码": "WS", "机构或问题": "办公室",
              "主题词": "防汛、值班"}
    for table in tables:
        assert wanted.items() <= table.items(), table
    label = json.loads(tables[0].pop("AIGC"))
    assert label == {"Label": "3", "ContentProducer": '某某"智能"公司', "ProduceID": "A-7", "ReservedCode1": "",
                     "ContentPropagator": "", "PropagateID": "", "ReservedCode2": ""}
    assert set(tables[0]) == set(wanted)
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata(set_pikepdf_as_editor=False) as xmp:
        said = {str(v) for k, v in xmp.items() if k.startswith("{urn:x-hongtou:archive")}
        assert said == set(wanted.values()), said
        assert json.loads(xmp["{http://www.tc260.org.cn/ns/AIGC/1.0/}AIGC"]) == label
        assert xmp["xmp:CreateDate"] == "2026-01-05T09:30:00+08:00"
        assert str(document.docinfo.CreationDate) == "D:20260105093000+08'00'"
    check_conform({"r.pdf": pdf}, ["2a", "ua1"])
    assert "（疑似人工智能生成合成）" in squeeze(tool(pdf, "pdftotext", "-enc", "UTF-8", "@", "-"))


@cases([("2025-12-31", "2025-12-31", ""), ("abcd-ef-上午，待定+", "2026-01-01", "T00:00:00Z")])
def test_day_of_creation(case):
    """形成时间 may be a day alone, in all formats the same; words are no date of a file, which has that of its making."""
    created, day, time = case
    with workdir() as folder:
        pdf, ofd, odt, docx = outputs(folder, notice("正文。") + f"archive: {{created: '{created}'}}\n", ("pdf", "ofd", "odt", "docx"))
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata(set_pikepdf_as_editor=False) as xmp:
        assert xmp["xmp:CreateDate"] == day + time
        assert str(document.docinfo.CreationDate) == "D:" + re.sub("[-T:]", "", day + time)
    assert zipped(ofd, "OFD.xml", "<ofd:(CreationDate)>([^<]*)<") == {"CreationDate": day}
    assert zipped(odt, "meta.xml", "<meta:(creation-date)>([^<]*)<") == {"creation-date": day + (time or "T00:00:00")}
    assert zipped(docx, "docProps/core.xml", "<dcterms:(created)[^>]*>([^<]*)<") == {"created": f"{day}T00:00:00Z"}


@cases(["minutes", "bulletin", "notice", "agenda", "actions", "resolution"])
def test_label_on_papers(style):
    """Each paper made of a labelled record shows the label."""
    with workdir() as folder:
        path = Path(folder, "r.yaml")
        path.write_text(sample("10-meeting.yaml").read_text("utf-8") + "\nai_label: {label: generated}\n", encoding="utf-8")
        data = export(path, "-s", style)
    assert "（人工智能生成合成）" in squeeze(tool(data, "pdftotext", "-enc", "UTF-8", "@", "-"))


@cases([("code: 0087-WS·2026-Y-0008", "A104"), ("year: 26年", "A101"), ("retention: 很久", "A102"), ("item_number: 七", "A103 A110"),
        ("archival_code: 0087 WS 2026", "A105"), ("file_number: 0087-WS-2026-7", "A106"), ("secrecy: 绝密", "A108"),
        ("created: 上午", "A109"), ("item_number: 7", "A110"), ("pages: 9", "A107"), ("retention: 30年", None),
        ("year: 2026", None), ("archival_code: 0087-WS·2026-Y-0007, year: 2026年", "A101"), ("archival_code: 0087-WS·2026-Y-BGS-0007, fonds: '0087', item_number: 7", None),
        ("archival_code: 0087-WS·2026-Y-BGS-0007, retention: 30年", "A104"), ("archival_code: 0087-WS·2026-D30-BGS-0007, retention: 定期30年", None),
        ("archival_code: 0087-WS·2026-Y-BGS-0007, organ_code: CWB", "A104"), ("archival_code: 0087-2-0012-007, retention: 长期", None),
        ("archival_code: 0087-2-0012-007, class_code: WS, year: 2026, organ_code: BGS, file_number: '12', item_number: 7", None),
        ("archival_code: 0087-2-0012-007, file_number: '13'", "A104"), ("retention: D30", "A102"), ("retention: '30'", "A102"), ("retention: 定期10年", None),
        ("year: 2025", "A111"), ("secrecy_term: 10年", "A112"), ("secrecy: 机密★2年", "A112"), ("secrecy: 机密, secrecy_term: 1年", None),
        ("secrecy: 机密★2年, secrecy_term: 1年", "A113"), ("secrecy: 机密★1年, secrecy_term: 2年", "A113 A112")])
def test_checks_of_the_archive(case):
    fields, code = case
    text = notice("正文。", secrecy="机密★1年", copy_number="000001") + "archive: {" + fields + "}\n"
    text = text.replace("{code: ", "{item_number: 7, archival_code: ")
    with workdir() as folder:
        path = Path(folder, "r.yaml")
        path.write_text(text, encoding="utf-8")
        err = hongtou("export", path, "-o", Path(folder, "x.pdf")).err
    found = re.findall(r"\[(A1\d\d)", err)
    assert found == (code or "").split(), err


def test_pages_are_cited_without_their_word():
    with workdir() as folder:
        path = Path(folder, "r.yaml")
        path.write_text(notice("正文。") + "archive: {pages: 12页}\n", encoding="utf-8")
        err = hongtou("export", path, "-o", Path(folder, "x.pdf")).err
    assert "says 12 pages, " in err, err


@cases([("永久", "Y"), ("30年", "D30"), ("定期10年", "D10"), ("长期", "C"), ("短期", "D"), ("D30", "D30"), ("15", "D15"), ("很久", "很久")])
def test_retention_in_the_code(case):
    """The code's part of each period, however it is written; what is no period is left as it is, and said (A102)."""
    period, code = case
    fields = "archive: {fonds: '0087', class_code: WS, year: 2026, organ_code: BGS, item_number: 7, retention: '%s'}\n" % period
    with workdir() as folder:
        path = Path(folder, "r.yaml")
        path.write_text(notice("正文。") + fields, encoding="utf-8")
        done = hongtou("export", path, "-o", Path(folder, "x.ofd"))
        data = Path(folder, "x.ofd").read_bytes()
    said = zipped(data, "OFD.xml", r'<ofd:CustomData Name="([^"]+)">([^<]*)<')
    assert said["档号"] == f"0087-WS·2026-{code}-BGS-0007" and said["保管期限"] == period
    assert ("A102" in done.err) == (period in ("D30", "15", "很久")), done.err


def test_retention_is_mended():
    """A code in place of the period's name would make two folders of one period: check --fix writes the name."""
    with workdir() as folder:
        path = Path(folder, "r.yaml")
        path.write_text(notice("正文。") + "archive: {retention: D30}\n", encoding="utf-8")
        hongtou("check", "--fix", path)
        assert "retention: 30年" in path.read_text("utf-8")
