"""The Chinese handbook and README: every example is run, what they print is what is shown, the tables are of this program."""
import re
import subprocess
from pathlib import Path

from support import ROOT, cases, load_tool, messages, workdir

ROOM = "cli"


# It makes these pages.
HANDBOOK = load_tool("handbook")
PAGES = [str(page.relative_to(ROOT)) for page in HANDBOOK.pages()]


@cases(PAGES)
def test_examples(name):
    """The commands of a page print what it shows."""
    with workdir() as folder:
        for shown, printed in HANDBOOK.play(ROOT / name, Path(folder)):
            assert HANDBOOK.agrees(shown, printed), f"shown:\n{shown}\nprinted:\n{printed}"


@cases(PAGES)
def test_shows_something(name):
    """What a session shows is not only `…`; each picture is there, and tells what it is of."""
    text = (ROOT / name).read_text(encoding="utf-8")
    for language, _, content in HANDBOOK.BLOCK.findall(text):
        if language == "console":
            outputs = re.split(r"^\$ .*\n", content, flags=re.M)
            assert "…\n" not in outputs, content
    pictures = re.findall(r"!\[[^\]]*\]\(([^)\s]*图/[^)\s]+)\)", text)
    assert len(pictures) == len(HANDBOOK.PICTURE.findall(text)), "a picture without its record"
    for path in pictures:
        data = ((ROOT / name).parent / path).read_bytes()
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        assert abs(int.from_bytes(data[16:20], "big") - 210 / 25.4 * HANDBOOK.DPI) <= 1, path


def test_pictures_are_shown():
    """No picture is left over."""
    shown = {target for name in PAGES for _, target, *_ in HANDBOOK.PICTURE.findall((ROOT / name).read_text(encoding="utf-8"))}
    assert shown == {path.stem for path in HANDBOOK.PICTURES.glob("*.png")}


def test_every_kind_of_document():
    """Each kind that the standard form has is on a page of its own, of which the handbook's first page knows."""
    done = subprocess.run([HANDBOOK.PROGRAM, "new"], env=HANDBOOK.environment(), capture_output=True, check=True)
    kinds = done.stdout.decode().splitlines()[0].split("：")[1].split("、")
    first = (ROOT / "docs/zh/README.md").read_text(encoding="utf-8")
    for kind in set(kinds) - {"令"}:  # 令 is a 命令
        assert f"](文种/{kind}.md)" in first and (ROOT / f"docs/zh/文种/{kind}.md").exists(), kind


def test_fields_are_current():
    """The tables of fields, in the handbook and the manual, are those of the schema: else run tools/handbook."""
    for path, text in HANDBOOK.field_pages().items():
        assert path.read_text(encoding="utf-8") == text, f"{path} is not current: run tools/handbook"


def test_codes_exist():
    """Each code that a page explains is one of a message."""
    codes = {row[3] for row in messages()}
    text = (ROOT / "docs/zh/常见错误与处理.md").read_text(encoding="utf-8")
    named = {code for part in re.findall(r"\[([A-Z]\d{3}(?:、[A-Z]\d{3})*)[;\]]", text) for code in part.split("、")}
    assert len(named) > 20 and not named - codes, named - codes


KINDS = sorted(path.stem for path in (ROOT / "docs/zh/文种").glob("*.md"))


def reported(record, words):
    """The fields that check says so of."""
    done = subprocess.run([HANDBOOK.PROGRAM, "check", "-"], env=HANDBOOK.environment(), capture_output=True, input=record.encode())
    return re.findall(f"{words}“(.*?)”（", done.stdout.decode())


@cases(KINDS)
def test_what_is_checked(kind):
    """The page of a kind of document names the fields without which none is made, and those that are asked for."""
    text = (ROOT / f"docs/zh/文种/{kind}.md").read_text(encoding="utf-8").split("## 检查什么\n")[1].split("\n## ")[0]
    form = "讲话" if kind == "文稿" else kind
    needed = reported(f"格式: {form}\n附注: 甲\n", "缺少")
    usual = reported(f"格式: {form}\n标题: 关于甲的{form}\n", "没有填写")
    said = [re.findall("“(.*?)”", part) for part in (re.search("没有(.*?)不能生成", text), re.search("。没有(.*?)会提醒", text))
            if part for part in [part.group(1)]]
    assert said == [fields for fields in (needed, usual) if fields], (said, needed, usual)
