"""Office settings: what records get of them, numbers that are never given twice, the name book in and out."""
import csv
import json
import os
import re
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jsonschema
import yaml

from support import PROGRAM, ROOT, cases, environment, hongtou, workdir

ROOM = "settings"

OFFICE = """# 本单位
发文机关: 宁川市应急管理局
发文机关标志:
- 标志: 宁川市应急管理局办公会议纪要
  格式: 纪要
- 标志: 宁川市应急管理局文件
印发机关: 宁川市应急管理局办公室
发文字号:
- 机关代字: 宁应急发
  用于: [通知, 报告]
  已用至: 〔2026〕12号
- {机关代字: 宁应急函, 用于: 函}
简报:
- {名称: 应急管理简报, 已出至: 2026年第3期}
机关名录: [宁川市人民政府, 各区县应急管理局]
人员: [张三 局长, {姓名: 李四, 职务: 副局长, 单位: 宁川市应急管理局}]
"""
RECORD = """标题: 关于做好防汛工作的通知
主送机关: 各区县应急管理局
成文日期: 2026-07-01
印发日期: 2026-07-01
发文字号: 宁应急发〔2026〕{n}号
正文: |
  各单位要高度重视，认真做好防汛工作。
"""
DAY = {"SOURCE_DATE_EPOCH": "1785715200"}  # 3 August 2026


def at_home(folder, **more):
    """Nobody's settings but those that a test writes."""
    return environment(HOME=str(folder), XDG_CONFIG_HOME="", XDG_STATE_HOME="", **DAY, **more)


def written(folder, name, text):
    path = Path(folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def run(folder, *args, **more):
    done = hongtou(*args, env=at_home(folder, **more), cwd=folder)
    return done.returncode, done.stdout.decode(), done.err


def test_defaults_are_said():
    """The issuer, masthead and printing office come from the settings, each with a note that names its place; a record
    that says something itself is as without them."""
    with workdir() as folder:
        written(folder, "office.yaml", OFFICE)
        written(folder, "r.yaml", RECORD.format(n=13))
        code, _, said = run(folder, "export", "-v", "-o", "r.pdf", "r.yaml")
        assert code == 0 and "warning" not in said, said
        assert [line.split("line ")[1].split(" ")[0] for line in said.splitlines() if "[H200]" in line] == ["2", "6", "7"], said
        text = subprocess.run(["pdftotext", "r.pdf", "-"], cwd=folder, capture_output=True, check=True).stdout.decode()
        for words in ("宁川市应急管理局文件", "宁川市应急管理局办公室", "宁川市应急管理局\n"):
            assert words in text, (words, text)
        assert run(folder, "export", "-o", "r.pdf", "r.yaml")[2] == "", "notes are shown with -v only"
        code, _, said = run(folder, "export", "-v", "--no-office", "-o", "r.pdf", "r.yaml")
        assert "H200" not in said, said


def test_documents_of_others():
    """Another organ's document gets nothing of this office's but what it has itself."""
    with workdir() as folder:
        written(folder, "office.yaml", OFFICE)
        written(folder, "r.yaml", RECORD.format(n=13) + "发文机关: 宁川市水利局\n")
        code, _, said = run(folder, "export", "-v", "-o", "r.pdf", "r.yaml")
        assert code == 0 and "H200" not in said, said


def test_merged_by_field():
    """A field is the folder's, else the user's; the nearest folder above a record that has settings is its folder."""
    with workdir() as folder:
        written(folder, ".config/hongtou/office.yaml", "发文机关: 甲局\n印发机关: 甲局办公室\n")
        written(folder, "公文/office.yaml", "发文机关: 乙局\n")
        written(folder, "公文/通知/r.yaml", RECORD.format(n=1))
        _, _, said = run(folder, "export", "-v", "-o", "r.pdf", "公文/通知/r.yaml")
        assert "乙局 is taken" in said and "甲局办公室 is taken" in said and "~/.config/hongtou/office.yaml" in said, said
        code, shown, _ = run(folder, "office", "-d", "公文")
        assert code == 0 and "乙局" in shown and "甲局办公室" in shown and "甲局  [" not in shown, shown


def test_settings_of_others():
    """A file that everybody may write says nothing, and that is said."""
    with workdir() as folder:
        written(folder, "office.yaml", OFFICE).chmod(0o666)
        written(folder, "r.yaml", RECORD.format(n=13) + "发文机关: 宁川市应急管理局\n")
        _, _, said = run(folder, "export", "-v", "-o", "r.pdf", "r.yaml")
        assert "[H201]" in said and "H200" not in said, said


def test_faults_have_places():
    """An error of the settings is said with its place, and no document is made by half of them."""
    for text, code, place in ((OFFICE.replace("印发机关", "印发单位机关"), "R210", ":7:1:"), ("发文机关: [甲局\n", "R", ":"),
                              (OFFICE.replace("〔2026〕12号", "12号"), "H202", ":11:"),
                              (OFFICE.replace("宁应急函", "宁应急发"), "H203", ":12:"),
                              ("样式表: 无此样式\n", "H218", ":1:")):
        with workdir() as folder:
            written(folder, "office.yaml", text)
            written(folder, "r.yaml", RECORD.format(n=13) + "发文机关: 甲局\n")
            status, _, said = run(folder, "export", "-o", "r.pdf", "r.yaml")
            assert status == 1 and not Path(folder, "r.pdf").exists() and f"office.yaml{place}" in said, said
            assert re.search(rf"error: .*\[{code}", said), said


def test_new_has_settings():
    """A new record has what the settings give; on standard output no number is given."""
    with workdir() as folder:
        written(folder, "office.yaml", OFFICE)
        _, text, said = run(folder, "new", "通知")
        record = yaml.safe_load(text)
        assert record["发文机关"] == "宁川市应急管理局" and record["发文字号"] == "宁应急发〔2026〕×号" and not said, record
        assert not Path(folder, "发文登记.csv").exists()
        written(folder, "office.yaml", OFFICE + "编辑单位: 信息科\n")
        in_force = [yaml.safe_load(run(folder, "new", kind)[1]).get("编辑单位") for kind in ("通知", "纪要", "简报")]
        assert in_force == [None, None, "信息科"], in_force
        _, text, _ = run(folder, "new", "通知", "--no-office")
        assert yaml.safe_load(text)["发文机关"] == "××局"
        code, _, said = run(folder, "new", "纪要", "-o", "j.yaml")
        assert code == 0 and yaml.safe_load(Path(folder, "j.yaml").read_text())["发文机关标志"] == "宁川市应急管理局办公会议纪要", said


def test_new_gives_what_the_form_prints():
    """An order's masthead says who issues it, and a speech has neither header nor imprint: neither gets issuers, and
    neither uses up a number of the series for documents."""
    with workdir() as folder:
        written(folder, "office.yaml", "发文机关: 宁川市人民政府\n印发机关: 宁川市人民政府办公室\n编辑单位: 信息科\n发文字号: [宁政发]\n")
        for kind in ("命令", "讲话", "纪要", "签到表", "函", "通知"):
            assert run(folder, "new", kind, "-o", f"{kind}.yaml")[0] == 0
            _, _, said = run(folder, "export", "-v", "-o", "x.pdf", f"{kind}.yaml")
            assert "D102" not in said, said
            record = yaml.safe_load(Path(folder, f"{kind}.yaml").read_text(encoding="utf-8"))
            assert ("发文机关" in record) == (kind in ("函", "通知")), record
            assert str(record.get("发文字号")).startswith("宁政发〔2026〕") == (kind in ("函", "通知")), record
        assert "H200" not in run(folder, "export", "-v", "-o", "x.pdf", "讲话.yaml")[2]
        assert Path(folder, "发文登记.csv").read_text(encoding="utf-8-sig").count("宁政发") == 2


def test_what_is_too_much():
    """A word that an action does not take is an error of usage, not left aside."""
    with workdir() as folder:
        for args in (("check", "X"), ("names", "X"), ("schema", "X"), ("number", "宁应急发", "X")):
            code, _, said = run(folder, "office", *args)
            assert code == 2 and "too many arguments" in said, (args, said)


def test_numbers_are_given_once():
    """Twelve at once: each has another number, and none is left out."""
    with workdir() as folder:
        written(folder, "office.yaml", OFFICE)
        written(folder, "r.yaml", RECORD.format(n=14))

        def one(i):
            if i % 2:
                return run(folder, "office", "number", "宁应急发", "--take", "--for", f"第{i}件")[1].strip()
            assert run(folder, "new", "通知", "-o", f"n{i}.yaml")[0] == 0
            return yaml.safe_load(Path(folder, f"n{i}.yaml").read_text(encoding="utf-8"))["发文字号"]
        with ThreadPoolExecutor(12) as pool:
            given = sorted(pool.map(one, range(12)))
        assert given == [f"宁应急发〔2026〕{n}号" for n in range(15, 27)], given
        assert run(folder, "office", "number", "通知")[1] == "宁应急发〔2026〕27号\n"
        register = Path(folder, "发文登记.csv").read_text(encoding="utf-8-sig").splitlines()
        assert len(register) == 13 and register[0] == "发文字号,用于,登记日期" and "2026-08-03" in register[1], register


def test_a_killed_command_loses_no_number():
    """Whenever it is killed, the register is whole, and the next number is one that nobody was shown."""
    with workdir() as folder:
        written(folder, "office.yaml", OFFICE)
        shown = []
        for i in range(30):
            child = subprocess.Popen([str(PROGRAM), "office", "number", "宁应急发", "--take"], cwd=folder, env=at_home(folder),
                                     stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            try:
                shown.append(child.communicate(timeout=0.0005 * i)[0].decode().strip())
            except subprocess.TimeoutExpired:
                child.kill()
                shown.append(child.communicate()[0].decode().strip())
        shown = [number for number in shown if number]
        assert len(set(shown)) == len(shown), shown
        code, after, said = run(folder, "office", "number", "宁应急发", "--take")
        assert code == 0 and after.strip() not in shown, said


def test_check_tells_gaps_and_doubles():
    with workdir() as folder:
        written(folder, "office.yaml", OFFICE)
        written(folder, "a.yaml", RECORD.format(n=14))
        written(folder, "子/b.md", "---\n" + RECORD.format(n=14) + "---\n")
        written(folder, "c.jsonl", json.dumps({"发文字号": "宁应急发[2026]17号", "标题": "关于某事的通知"}, ensure_ascii=False) + "\n")
        run(folder, "office", "number", "宁应急发", "--take", "--for", "某件")
        code, _, said = run(folder, "office", "check")
        assert code == 1 and "[H208]" in said and "宁应急发〔2026〕14号" in said, said
        assert "13、15、16" in said or "13、15－16" in said, said
        assert "宁应急发〔2026〕18号 was given on 2026-08-03" in said, said
        assert run(folder, "office", "number", "宁应急发〔2026〕14号", "--return")[0] == 1
        assert run(folder, "office", "number", "宁应急发〔2026〕18号", "--return")[0] == 0
        assert run(folder, "office", "number", "宁应急发")[1] == "宁应急发〔2026〕18号\n"


def test_a_purpose_is_no_formula():
    """What a spreadsheet would take for one begins with an apostrophe, once, however often the register is written; the number counts."""
    with workdir() as folder:
        written(folder, "office.yaml", OFFICE)
        for n, purpose in ((13, "=1+1"), (14, "a, \"b\""), (15, "＝2")):
            assert run(folder, "office", "number", "宁应急发", "--take", "--for", purpose)[1] == f"宁应急发〔2026〕{n}号\n"
        with open(Path(folder, "发文登记.csv"), encoding="utf-8-sig", newline="") as file:
            assert [row[1] for row in csv.reader(file)] == ["用于", "'=1+1", "a, \"b\"", "'＝2"]


def test_a_register_that_cannot_be_read():
    """A row without a number could hide one: nothing is given."""
    with workdir() as folder:
        written(folder, "office.yaml", OFFICE)
        written(folder, "发文登记.csv", "发文字号,用于,登记日期\n宁应急发2026-13,某件,2026-01-01\n")
        code, shown, said = run(folder, "office", "number", "宁应急发", "--take")
        assert code == 1 and not shown and "发文登记.csv:2:" in said and "H207" in said, said


def test_bulletins():
    with workdir() as folder:
        written(folder, "office.yaml", OFFICE)
        assert run(folder, "new", "简报", "-o", "a.yaml")[0] == 0
        record = yaml.safe_load(Path(folder, "a.yaml").read_text(encoding="utf-8"))
        assert record["发文机关标志"] == "应急管理简报" and record["期号"] == 4, record
        assert "issue 5 of 2026" in run(folder, "office", "number", "应急管理简报")[1]


def xlsx(path, rows):
    """A file as spreadsheets save it, with texts in the cells."""
    cells = "".join(f'<row r="{i}">' + "".join(f'<c r="{chr(65 + c)}{i}" t="inlineStr"><is><t>{text}</t></is></c>'
                                               for c, text in enumerate(row)) + "</row>" for i, row in enumerate(rows, 1))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    pack = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        file.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>')
        file.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{pack}"><Relationship Id="rId1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        file.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>')


def test_name_book_comes_back():
    """Out as CSV, in again, and in from XLSX: the same people in the same order; comments and other fields stay."""
    with workdir() as folder:
        written(folder, "office.yaml", OFFICE)
        code, _, _ = run(folder, "office", "names", "-o", "names.csv")
        assert code == 0
        before = yaml.safe_load(OFFICE)
        assert run(folder, "office", "names", "--in", "names.csv")[0] == 0
        text = Path(folder, "office.yaml").read_text(encoding="utf-8")
        after = yaml.safe_load(text)
        assert text.startswith("# 本单位\n") and after["机关名录"] == before["机关名录"]
        assert after["人员"] == [{"姓名": "张三", "职务": "局长"}, {"姓名": "李四", "职务": "副局长", "单位": "宁川市应急管理局"}], after
        assert {k: v for k, v in after.items() if k != "人员"} == {k: v for k, v in before.items() if k != "人员"}
        written(folder, "office.yaml", OFFICE + "编辑单位: 信息科\n")
        assert run(folder, "office", "names", "-o", "out.xlsx")[0] == 0
        with zipfile.ZipFile(Path(folder, "out.xlsx")) as archive:
            assert archive.testzip() is None
            sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<t xml:space=\"preserve\">李四</t>" in sheet and 'ySplit="1"' in sheet, sheet
        assert run(folder, "office", "names", "--in", "out.xlsx")[0] == 0
        again = yaml.safe_load(Path(folder, "office.yaml").read_text(encoding="utf-8"))
        assert again["人员"] == after["人员"] and again["机关名录"] == before["机关名录"], again
        xlsx(Path(folder, "n.xlsx"), [["序号", "姓名", "职务", "电话"], ["1", "王五", "主任", "1"], ["2", "王五", "主任", "1"], ["3", "赵：六#", "", ""]])
        code, _, said = run(folder, "office", "names", "--in", "n.xlsx")
        assert code == 0 and "[H216]" in said and "电话" in said and "[H217]" in said, said
        people = yaml.safe_load(Path(folder, "office.yaml").read_text(encoding="utf-8"))["人员"]
        assert people == [{"姓名": "王五", "职务": "主任"}, {"姓名": "赵：六#"}], people
        written(folder, "rows.csv", "姓名,职务,单位\n王五,主任,\n,局长,甲局\n,,\n")
        code, _, said = run(folder, "office", "names", "--in", "rows.csv")
        assert code == 0 and "rows.csv:3: warning" in said and said.count("[H225]") == 1, said
        written(folder, "wrong.csv", "甲,乙\n1,2\n")
        code, _, said = run(folder, "office", "names", "--in", "wrong.csv")
        assert code == 1 and "[H215]" in said, said


def test_seals_by_organ():
    """A record that names an organ has its seal, beside the settings, whatever folder the record is in."""
    seal = next(Path(__file__).resolve().parents[2].glob("samples/seals/*.png"))
    with workdir() as folder:
        written(folder, "office.yaml", OFFICE + f"印章: [{{图片: 章/局.png, 机关: 宁川市应急管理局}}]\n")
        Path(folder, "章").mkdir()
        Path(folder, "章/局.png").write_bytes(seal.read_bytes())
        written(folder, "子/r.yaml", RECORD.format(n=13) + "印章: 宁川市应急管理局\n")
        code, _, said = run(folder, "export", "-v", "-o", "r.pdf", "子/r.yaml")
        assert code == 0 and "[H219]" in said and "error" not in said, said
        images = subprocess.run(["pdfimages", "-list", "r.pdf"], cwd=folder, capture_output=True, check=True).stdout.decode()
        assert len(images.splitlines()) > 2, images


def test_house_style():
    with workdir() as folder:
        written(folder, "office.yaml", "样式表: 本局公文\n")
        written(folder, ".config/hongtou/styles/本局公文.yaml", "extends: gb9704\nname: 本局公文\nstyles:\n  body: {size: 15pt}\n")
        written(folder, "r.yaml", RECORD.format(n=13) + "发文机关: 甲局\n")
        code, _, said = run(folder, "export", "-o", "a.pdf", "r.yaml")
        assert code == 0, said
        run(folder, "export", "-o", "b.pdf", "--no-office", "r.yaml")
        assert Path(folder, "a.pdf").read_bytes() != Path(folder, "b.pdf").read_bytes()


def test_folders_skip_the_settings():
    with workdir() as folder:
        written(folder, "公文/office.yaml", OFFICE)
        written(folder, "公文/r.yaml", RECORD.format(n=13))
        code, _, said = run(folder, "export", "-d", "out", "公文")
        assert code == 0 and "office" not in said, said
        assert [path.name for path in Path(folder, "out").glob("*.pdf")] == ["r.pdf"]


def test_incremental_sees_the_settings():
    with workdir() as folder:
        path = written(folder, "公文/office.yaml", OFFICE)
        written(folder, "公文/r.yaml", RECORD.format(n=13))
        run(folder, "export", "-d", "out", "--incremental", "公文")
        before = Path(folder, "out/r.pdf").read_bytes()
        path.write_text(OFFICE.replace("管理局办公室", "管理局秘书科"), encoding="utf-8")
        run(folder, "export", "-d", "out", "--incremental", "公文")
        assert Path(folder, "out/r.pdf").read_bytes() != before


def test_schema():
    """What the schema takes and what the program takes is the same."""
    with workdir() as folder:
        code, text, _ = run(folder, "office", "schema")
        schema = json.loads(text)
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        assert code == 0 and validator.is_valid(yaml.safe_load(OFFICE)), list(validator.iter_errors(yaml.safe_load(OFFICE)))
        assert not validator.is_valid(yaml.safe_load(OFFICE.replace("印发机关", "印发处")))


@cases(["man/hongtou.1", "man/zh_CN/hongtou.1"])
def test_manual_has_the_fields(page):
    """The manuals name each field of the settings, in both languages."""
    section = (ROOT / page).read_text(encoding="utf-8").split(".Ss hongtou office\n")[1].split("\n.Ss ")[0]
    fields = (ROOT / "src/settings/fields.c").read_text(encoding="utf-8").split(" settings_fields[]")[1].split("END,")[0]
    names = re.findall(r'^    \{"(\w+)", "(\w+)"', fields, re.M)
    assert len(names) > 8 and not [row for row in names if f"Li {row[0]}\n" not in section and f"Li {row[0]} " not in section or row[1] not in section]


def test_doctor_names_them():
    with workdir() as folder:
        written(folder, "office.yaml", OFFICE)
        assert "office settings: office.yaml" in run(folder, "doctor")[1]
