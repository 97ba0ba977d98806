"""Signs that Markdown takes for marks, in documents where they are text; and numbers that are typed and generated."""
import re
import subprocess
import zipfile
from pathlib import Path

from support import cases, hongtou, workdir

ROOM = "doc"

HEAD = "发文机关: 甲局\n发文字号: 甲发〔2026〕1号\n标题: 关于公示的通知\n主送机关: 各局\n成文日期: 2026-04-08\n"
TEXT = {
    "masked-names": "现公示张*三、李*四，张*（男）、李**、王*。",
    "masked-numbers": "手机138****1234、139****5678，证件1101**********1234。",
    "legend": "注：*为必填；**为重点；***略。",
    "products": "长*宽*高，A*B*C型，3*4*5米。",
    "to-fill-in": "于__年__月，姓名：____，电话：____。______（签字）______（盖章）",
    "a-line": "________________",
    "powers": "满足x^2+y^2，10^3+10^6，2^n-2^m。",
}


def shown(record):
    """The texts of PDF and ODT without blanks, and what was said."""
    with workdir() as folder:
        Path(folder, "r.yaml").write_text(record, encoding="utf-8")
        done = hongtou("export", "-t", "pdf,odt", "r.yaml", cwd=folder)
        assert done.returncode == 0, done.err
        pdf = subprocess.run(["pdftotext", Path(folder, "r.pdf"), "-"], capture_output=True, check=True).stdout.decode()
        with zipfile.ZipFile(Path(folder, "r.odt")) as package:
            odt = package.read("content.xml").decode()
    return re.sub(r"\s|—\d—", "", pdf), re.sub(r"<[^>]*>|\s", "", re.sub(r"&apos;", "'", odt)), done.err


@cases(list(TEXT))
def test_signs_are_printed(case):
    """As typed, in a body, in a field and in a cell."""
    text = TEXT[case]
    pdf, odt, _ = shown(f"{HEAD}正文: |\n  {text}\n  | 甲 | 乙 |\n  |---|---|\n  | {text} | 丙 |\n附注: {text.strip('。')}\n")
    for made in (pdf, odt):
        assert made.count(text.strip("。")) == 3, made


@cases([("一、甲\\n乙。\\n# 丙\\n丁。", "一、甲乙。二、丙丁。"), ("# 甲\\n乙。\\n二、丙\\n丁。\\n## 戊\\n己。\\n# 庚\\n辛。", "一、甲乙。二、丙丁。（一）戊己。三、庚辛。")])
def test_generated_numbers_go_on(case):
    """After those that are typed."""
    typed, printed = case
    body = "".join(f"  {line}\n\n" for line in typed.split("\\n"))
    pdf, odt, _ = shown(f"{HEAD}正文: |\n{body}")
    assert printed in pdf and printed in odt, (pdf, odt)


@cases([("联系人：王磊，电话：0559-1234567（工作日）", "（联系人：王磊，电话：0559-1234567（工作日））"), ("此件公开发布", "（此件公开发布）"),
        ("（此件公开发布）", "（此件公开发布）"), ("(此件公开发布)", "（此件公开发布）"), ("（此件公开发布）。", "（此件公开发布）。"),
        ("（甲）（乙）", "（甲）（乙）"), ("（甲）乙（丙）", "（（甲）乙（丙））"), ("（此件公开发布），联系人：王磊", "（（此件公开发布），联系人：王磊）")])
def test_brackets_of_a_note(case):
    """They are added where it is not in brackets, and none of its own is taken."""
    typed, printed = case
    pdf, odt, _ = shown(f"{HEAD}正文: 请执行。\n附注: '{typed}'\n")
    for made in (pdf, odt):
        assert printed in made and made.count("（") == made.count("）") == printed.count("（"), made


LISTS = {
    "copies": ("抄送:\n  市水利局\n  县人大", "抄送：市水利局，县人大。"),
    "block": ("抄送: |\n  市水利局\n  县人大", "抄送：市水利局，县人大。"),
    "entry": ("抄送:\n  - 市水利局\n    县人大", "抄送：市水利局，县人大。"),
    "recipients": ("主送机关:\n  县政府\n  县委", "县政府，县委："),
    "signers": ("签发人:\n  王磊\n  李明", "签发人：王磊李明"),
    "signature": ("署名:\n  临澜县水利局\n  临澜县应急局", "临澜县应急局"),
}


@cases(list(LISTS))
def test_lines_are_entries(case):
    """Organs and people typed below each other without dashes are no single name; it is said."""
    typed, printed = LISTS[case]
    field = typed.split(":")[0]
    head = "".join(line + "\n" for line in HEAD.splitlines() if not line.startswith(field))
    pdf, odt, err = shown(f"{head}正文: 请执行。\n{typed}\n")
    assert "[R381]" in err and printed in pdf, (pdf, err)
    _, _, err = shown(f"{head}正文: 请执行。\n{field}:\n  各乡镇，县直各单位、\n  各企业\n")
    assert "[R381]" not in err, err


def test_lines_of_attachments_are_told():
    """Numbers out of their order are no list; it is said how they are read."""
    pdf, _, err = shown(f"{HEAD}正文: 请执行。\n附件:\n  1.名单\n  3.表\n")
    assert "附件：1.名单" in pdf and "[R380" in err, (pdf, err)
