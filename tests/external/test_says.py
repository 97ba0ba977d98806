"""How messages are shown: the source line on a terminal, JSON for programs, once a run what is of no record."""
import csv
import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import termios
import unicodedata
from pathlib import Path

from support import PROGRAM, ROOT, Skip, cases, environment, hongtou, workdir

ROOM = "cli"

GOOD = """格式: 公文
标题: 关于开展春季植树活动的通知
发文机关: 柳溪县林业局
发文字号: 柳林〔2026〕3号
主送机关: 各乡镇人民政府
成文日期: 2026-03-12
正文: |
  经研究，决定开展春季植树活动。
"""


def write(folder, name, text):
    Path(folder, name).write_text(text, encoding="utf-8")


def on_terminal(folder, *args, columns=60, to="err", **env):
    """The program on a terminal of so many columns: what it shows there, as lines without their ends."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    attributes = termios.tcgetattr(slave)
    attributes[1] &= ~termios.OPOST
    termios.tcsetattr(slave, termios.TCSANOW, attributes)
    streams = {"stdout": subprocess.DEVNULL, "stderr": slave} if to == "err" else {"stdout": slave, "stderr": subprocess.DEVNULL}
    child = subprocess.Popen([PROGRAM, *args], cwd=folder, stdin=subprocess.DEVNULL, env=environment(**{"TERM": "xterm", **env}),
                             **streams)
    os.close(slave)
    out = b""
    while True:
        try:
            piece = os.read(master, 4096)
        except OSError:
            break
        if not piece:
            break
        out += piece
    os.close(master)
    child.wait(60)
    return out.decode().split("\n")


def columns_of(text):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def excerpt(lines, code):
    """The source line and the caret's line below the message with this code."""
    at = next(i for i, line in enumerate(lines) if f"[{code}" in line)
    return lines[at + 1], lines[at + 2]


def test_caret_is_under_the_place():
    """Han characters take two columns, tabs up to eight; the caret is under the character that is named."""
    with workdir() as folder:
        write(folder, "r.yaml", GOOD.replace("经研究，", "经研究(试行)，"))
        lines = on_terminal(folder, "check", "r.yaml", to="out", NO_COLOR="1")
        source, caret = excerpt(lines, "C304")
        assert (source, caret) == ("    8 |   经研究(试行)，决定开展春季植树活动。", "      |         ^"), (source, caret)
        write(folder, "tab.json", '{"标题":\t"甲", 坏}')
        source, caret = excerpt(on_terminal(folder, "check", "tab.json", NO_COLOR="1"), "R14")
        assert "\t" not in source and source[len(source.split("坏")[0]):].startswith("坏"), source
        assert columns_of(caret) - 1 == columns_of(source.split("坏")[0]), (source, caret)


def test_long_lines_are_cut_around_the_place():
    for before, after in ((0, 90), (10, 10), (90, 0), (90, 90), (3000, 3000)):
        with workdir() as folder:
            write(folder, "r.yaml", GOOD.replace("经研究，", f"{'植' * before}(试行){'树' * after}，"))
            for width in (40, 60, 81):
                lines = on_terminal(folder, "check", "r.yaml", columns=width, to="out", NO_COLOR="1")
                source, caret = excerpt(lines, "C304")
                assert max(columns_of(source), columns_of(caret)) < width, (width, source)
                assert source[len(source.split("(试")[0]):].startswith("("), source
                assert columns_of(caret) - 1 == columns_of(source.split("(试")[0]), (source, caret)


def test_hidden_characters_do_no_harm():
    """What a terminal would obey, or not show, is a dot."""
    with workdir() as folder:
        write(folder, "r.yaml", GOOD.replace("经研究，", "经\u202e研\u200b究(试行)，"))
        lines = on_terminal(folder, "check", "r.yaml", to="out", NO_COLOR="1")
        source, caret = excerpt(lines, "C304")
        assert "经·研·究(试行)" in source and columns_of(caret) - 1 == columns_of(source.split("(")[0]), (source, caret)


def test_messages_do_not_command_the_terminal():
    """What a record says is shown in a message without effect, on one line."""
    with workdir() as folder:
        write(folder, "r.yaml", '"\\e[31m甲\\n乙\\u202E": x\n' + GOOD)
        done = hongtou("export", "r.yaml", cwd=folder)
        told = next(line for line in done.err.splitlines() if "[R21" in line)
        assert "\033" not in done.err and "\u202e" not in done.err and "·[31m甲·乙·" in told, done.err
        row = next(row for row in objects(hongtou("export", "r.yaml", "--messages=json", cwd=folder).err) if row["code"][:3] == "R21")
        assert row["arguments"][0] == "\033[31m甲\n乙\u202e"


def test_empty_records_are_one_error():
    """What is no record lacks no fields."""
    with workdir() as folder:
        for name, text in (("a.yaml", ""), ("b.yaml", "# 无\n"), ("c.json", "[]"), ("d.yaml", "甲\n")):
            write(folder, name, text)
            done = hongtou("export", name, cwd=folder)
            assert done.returncode == 1 and len(done.err.splitlines()) == 1, done.err


def test_no_source_in_pipes():
    """A log has lines only, without colours."""
    with workdir() as folder:
        write(folder, "r.yaml", GOOD.replace("03-12", "03-32"))
        done = hongtou("export", "r.yaml", cwd=folder)
        assert done.err == "r.yaml:6:7: error: no such day or time: 2026-03-32; correct it [R226]\n", done.err
        assert "\033" not in "".join(on_terminal(folder, "export", "r.yaml", NO_COLOR="1"))
        assert "\033[31merror:\033[0m" in "".join(on_terminal(folder, "export", "r.yaml"))
        assert "\033" not in "".join(on_terminal(folder, "export", "r.yaml", TERM="dumb"))


@cases(["gone", "stdin", "gbk", "bom", "crlf", "first"])
def test_sources_of_all_kinds(case):
    """The line is shown where it can be read as text, and nothing else happens where it cannot."""
    bad = GOOD.replace("03-12", "03-32")
    data = {"gbk": bad.encode("gb18030"), "bom": b"\xef\xbb\xbf" + bad.encode(), "crlf": bad.replace("\n", "\r\n").encode(),
            "first": b"\xef\xbb\xbf" + "成文日期: 2026-03-32\n标题: 甲\n".encode()}.get(case, bad.encode())
    with workdir() as folder:
        Path(folder, "r.yaml").write_bytes(data)
        name = {"gone": "none.yaml", "stdin": "-"}.get(case, "r.yaml")
        lines = on_terminal(folder, "export", name, NO_COLOR="1")
        shown = [line for line in lines if " | " in line]
        if case in ("gone", "stdin", "gbk"):
            assert not shown, lines
        else:
            source, caret = excerpt(lines, "R226")
            assert source.endswith("成文日期: 2026-03-32") and columns_of(caret) - 1 == columns_of(source.split("2026")[0]), lines


MEMBERS = {"code", "level", "file", "line", "column", "message", "arguments"}


def objects(text):
    rows = [json.loads(line) for line in text.splitlines()]
    for row in rows:
        assert set(row) - {"clause", "fix"} == MEMBERS and row["level"] in ("note", "warning", "error"), row
        assert re.fullmatch(r"[A-Z]\d{3}", row["code"]) and all(isinstance(a, str) for a in row["arguments"]), row
    return rows


@cases(["C.UTF-8", "zh_CN.UTF-8"])
def test_json_in_every_command(locale):
    env = environment(LC_ALL=locale)
    with workdir() as folder:
        write(folder, "bad.yaml", GOOD.replace("03-12", "03-32"))
        write(folder, "warned.yaml", GOOD.replace("经研究，", "经研究(试行)，"))
        write(folder, "text.txt", "关于 植树的通知\n\n各乡镇人民政府:\n经研究,决定植树。\n")
        done = hongtou("export", "bad.yaml", "warned.yaml", "-v", "-d", "out", "--messages=json", cwd=folder, env=env)
        rows = objects(done.err)
        assert done.returncode == 1
        day = next(row for row in rows if row["code"] == "R226")
        assert (day["file"], day["line"], day["column"], day["arguments"]) == ("bad.yaml", 6, 7, ["2026-03-32"])
        assert [row["arguments"] for row in rows if row["code"] == "B407"] == [["1", "1"]]
        assert [row["arguments"] for row in rows if row["code"] == "B412"] == [["out/warned.pdf", "1"]]
        assert [row["clause"] for row in rows if row["code"] == "C304"] == ["GB/T 15834"] * 2
        done = hongtou("check", "bad.yaml", "warned.yaml", "--messages=json", cwd=folder, env=env)
        assert [row["code"] for row in objects(done.err)] == ["R226"]
        lines = objects(done.stdout.decode())
        assert [row["code"] for row in lines] == ["C304", "C304"]
        array = json.loads(hongtou("check", "-f", "json", "bad.yaml", "warned.yaml", cwd=folder, env=env).stdout)
        assert [row["code"] for row in array] == ["R226", "C304", "C304"] and array[1]["fix"]["new"] == "（"
        assert [{k: v for k, v in row.items() if k != "fix"} for row in array[1:]] == lines
        record = Path(folder, "warned.yaml").read_bytes()
        for name, old in (("warned.yaml", "warned.yaml.orig"), ("-", "-")):
            done = hongtou("check", "--fix", name, "--messages=json", stdin=record, cwd=folder, env=env)
            fixed, *_ = (row for row in objects(done.err) if row["code"] == "C359")
            assert fixed["arguments"][:2] == [name, "2"] and f"--- {old}\n+++ {name}\n@@" in fixed["arguments"][2], fixed
        done = hongtou("import", "text.txt", "-v", "--messages=json", cwd=folder, env=env)
        assert {"M201", "M202"} <= {row["code"] for row in objects(done.err)}
        for args in (["styles", "none"], ["schema", "--style-dir", "."], ["fonts"]):
            done = hongtou(*args, "--messages=json", cwd=folder, env=env)
            objects(done.err)
        assert objects(hongtou("styles", "none", "--messages=json", cwd=folder).err)[0]["code"] == "S101"
        (unknown,) = objects(hongtou("new", "none", "--messages=json", cwd=folder).err)
        assert unknown["code"] == "M102" and unknown["arguments"][0] == "none" and "公文" in unknown["arguments"][1]
        done = hongtou("export", "warned.yaml", "--messages=xml", cwd=folder)
        assert done.returncode == 2, done.err


def test_json_of_names_that_are_no_text():
    with workdir() as folder:
        Path(os.fsdecode(os.fsencode(folder) + b"/\xff\"\\.yaml")).write_text("标题: 甲\n", encoding="utf-8")
        done = subprocess.run([os.fsencode(PROGRAM), b"export", b"\xff\"\\.yaml", b"--messages", b"json"], cwd=folder,
                              capture_output=True, env=environment())
        rows = objects(done.stderr.decode())
        assert rows and rows[0]["file"] == "\ufffd\"\\.yaml", rows


def test_sarif_rules_have_no_placeholders():
    with workdir() as folder:
        write(folder, "r.yaml", GOOD.replace("经研究，", "经研究(试行)，").replace("03-12", "3月"))
        report = json.loads(hongtou("check", "-f", "sarif", "r.yaml", cwd=folder).stdout)
        write(folder, "r.yaml", GOOD.replace("03-12", "3月"))
        unread = json.loads(hongtou("check", "-f", "sarif", "r.yaml", cwd=folder).stdout)
        rules = [run["tool"]["driver"]["rules"] for run in (report["runs"][0], unread["runs"][0])]
        assert [rule["id"] for rule in rules[1]] == ["R225"], rules
        texts = [rule["shortDescription"]["text"] for rule in rules[0] + rules[1]]
        assert texts and not [text for text in texts if "{" in text], texts


def test_strict():
    """A warning is a failure with --strict, and the document is there all the same."""
    with workdir() as folder:
        write(folder, "r.yaml", GOOD.replace("经研究，", "经研究(试行)，"))
        write(folder, "good.yaml", GOOD)
        for more, codes in ((), (0, 0)), (("--strict",), (1, 0)), (("--strict", "-q"), (1, 0)):
            got = tuple(hongtou("export", name, *more, cwd=folder).returncode for name in ("r.yaml", "good.yaml"))
            assert got == codes and Path(folder, "r.pdf").exists(), (more, got)
        write(folder, "t.txt", "经研究，决定植树。\n")
        assert [hongtou("import", "t.txt", *more, cwd=folder).returncode for more in ((), ("--strict",))] == [0, 1]


# ---- fonts ----

def restricted_font(folder, fs_type):
    """A copy of BabelStone Han that calls itself FZFangSong-Z02, one of the choices for the body, with these embedding
    permissions (OS/2 fsType)."""
    found = subprocess.run(["fc-match", "-f", "%{file}", "BabelStone Han"], capture_output=True, text=True).stdout
    if "BabelStoneHan" not in found:
        raise Skip("BabelStone Han is not installed (Debian: fonts-babelstone-han)")
    data = bytearray(Path(found).read_bytes())
    for coding in ("latin-1", "utf-16-be"):
        data = data.replace("BabelStone Han".encode(coding), "FZFangSong-Z02".encode(coding))
    for i in range(data[5]):
        row = data[12 + 16 * i:28 + 16 * i]
        if row[:4] == b"OS/2":
            at = int.from_bytes(row[8:12], "big") + 8
            data[at:at + 2] = fs_type.to_bytes(2, "big")
    path = Path(folder, "fonts")
    path.mkdir(exist_ok=True)
    Path(path, "bound.ttf").write_bytes(data)
    return path


@cases(["0x2", "0x100", "0x200"])
def test_font_that_forbids_embedding_is_passed_over(fs_type):
    """With a warning, once a run, in all outputs, which are laid out the same."""
    with workdir() as folder:
        fonts = restricted_font(folder, int(fs_type, 16))
        for name in "ab":
            write(folder, f"{name}.yaml", GOOD)
        plain = hongtou("export", "a.yaml", "-t", "trace", "-o", "-", cwd=folder).stdout
        for to in ("pdf", "png", "odt", "trace"):
            done = hongtou("export", "a.yaml", "b.yaml", "-t", to, "-f", fonts, "-d", to, cwd=folder)
            assert done.returncode == 0 and done.err.count("[T111]") == 1, done.err
            assert "FZFangSong-Z02" in done.err and "FandolFang" in done.err, done.err
        assert Path(folder, "trace", "a.txt").read_bytes() == plain
        fonts_said = hongtou("fonts", "-f", fonts, cwd=folder)
        assert fonts_said.returncode == 0 and "[T111]" in fonts_said.err and b"bound.ttf" not in fonts_said.stdout
        free = restricted_font(folder, 8)
        assert "[T111]" not in hongtou("export", "a.yaml", "-f", free, "-o", "x.pdf", cwd=folder).err


def test_substitutes_are_told_once_a_run():
    """In one line, without paths and names of our own, however many records there are; not in a log without -v."""
    with workdir() as folder:
        for i in range(12):
            write(folder, f"{i}.yaml", GOOD)
        zh = environment(LC_ALL="zh_CN.UTF-8")
        done = hongtou("export", ".", "-d", "out", "-v", cwd=folder, env=zh)
        told = [line for line in done.err.splitlines() if "[T1" in line]
        if not told:
            raise Skip("the first choices of all typefaces are installed")
        assert len(told) == 1 and told[0].endswith("[T112]"), told
        assert "/" not in told[0] and "HT " not in told[0] and "仿宋_GB2312（FandolFang）" in told[0], told
        assert hongtou("export", ".", "-d", "quiet", cwd=folder, env=zh).err == "hongtou: 完成12份，失败0份\n"
        shown = "\n".join(on_terminal(folder, "export", "1.yaml", LC_ALL="zh_CN.UTF-8", NO_COLOR="1"))
        assert shown.count("[T112]") == 1, shown
        assert "[T112]" not in "\n".join(on_terminal(folder, "export", "1.yaml", "-q"))


def test_sheets_are_told_of_once_a_run():
    """What is wrong with a style sheet is no matter of each record."""
    with workdir() as folder:
        write(folder, "own.yaml", "extends: gb9704\nnonsense: 1\n")
        Path(folder, "styles").mkdir()
        Path(folder, "own.yaml").rename(Path(folder, "styles", "own.yaml"))
        Path(folder, "records").mkdir()
        for i in range(5):
            write(folder, f"records/{i}.yaml", GOOD)
        done = hongtou("export", "records", "-d", "out", "--style-dir", "styles", cwd=folder)
        assert done.returncode == 0 and done.err.count("S150") <= 1, done.err


# ---- reports and names of outputs ----

def test_no_formulas_in_the_report():
    """A cell that a spreadsheet would compute is a text; report.json has the names as they are."""
    names = ["=HYPERLINK(A1)通知", "+1", "-2", "@sum", "＝1", "＠x", "平常"]
    with workdir() as folder:
        Path(folder, "in").mkdir()
        for name in names:
            write(folder, f"in/{name}.yaml", GOOD)
        done = hongtou("export", *(f"./{name}.yaml" for name in names), "-d", "../out",
                       "--report", cwd=Path(folder, "in"))
        assert done.returncode == 0, done.err
        rows = list(csv.DictReader(Path(folder, "out", "report.csv").read_text("utf-8-sig").splitlines()))
        for row in rows:
            for cell in row.values():
                assert not cell or cell[0] not in "=+-@＝＋－＠", row
        assert {row["output"].lstrip("'") for row in rows} == {f"{name}.pdf" for name in names}
        report = json.loads(Path(folder, "out", "report.json").read_text("utf-8"))
        assert {output["file"] for record in report["records"] for output in record["outputs"]} == {f"{n}.pdf" for n in names}


@cases(["x.wps", "x", "x.xyz", "a.b/x", "x.", "x.pdf.bak"])
def test_unknown_endings_are_refused(name):
    """An ending that is of no kind is an error that lists the kinds; nothing is written."""
    with workdir() as folder:
        write(folder, "r.yaml", GOOD)
        Path(folder, "a.b").mkdir()
        done = hongtou("export", "r.yaml", "-o", name, cwd=folder)
        assert done.returncode == 2 and not [p for p in Path(folder, name).parent.iterdir() if p.name == Path(name).name], done.err
        for kind in ("pdf", "png", "odt", "trace"):
            assert kind in done.err, done.err


@cases(["x.PDF", "x.Odt", "x.png"])
def test_endings_in_capitals_are_known(name):
    with workdir() as folder:
        write(folder, "r.yaml", GOOD)
        assert hongtou("export", "r.yaml", "-o", name, cwd=folder).returncode == 0 and Path(folder, name).exists()


# ---- languages ----

@cases(["zh_CN.UTF-8", "zh_CN", "zh_TW.UTF-8", "zh_SG.GB18030"])
def test_no_locale_is_needed(locale):
    """Where the machine has no locale but C, the program speaks the language that is asked for, and so does the C library."""
    for env in (environment(LC_ALL=locale, LOCPATH="/none"), environment(LC_ALL=None, LANG=locale, LOCPATH="/none")):
        done = hongtou("export", "none.yaml", "-o", "x.pdf", env=env)
        assert done.returncode == 1 and done.err == "none.yaml: 错误: 无法打开文件：没有那个文件或目录 [I101]\n", done.err
    env = environment(LC_ALL=locale, LANGUAGE="en", LOCPATH="/none")
    assert "cannot open" in hongtou("export", "none.yaml", "-o", "x.pdf", env=env).err


@cases([("zh", True), ("zh_Hans", True), ("zh_SG:en", True), ("ja:zh", True), ("en", False), ("en:zh", False)])
def test_all_chinese_is_one(case):
    """LANGUAGE names it by any of its names, in its order; with a locale that exists as well as without."""
    languages, chinese = case
    for place in (None, "/none"):
        env = environment(LC_ALL="zh_CN.UTF-8", LANGUAGE=languages, LOCPATH=place)
        assert ("用法" in hongtou("--help", env=env).stdout.decode()) == chinese


# ---- help ----

def test_version_names_the_libraries():
    lines = hongtou("--version").stdout.decode().splitlines()
    assert re.fullmatch(r"hongtou \d+\.\d+\.\d+", lines[0]), lines
    for library in ("Pango", "HarfBuzz", "fontconfig", "ICU", "libharu", "libzip", "GLib"):
        assert [line for line in lines[1:] if re.search(rf"\b{library} \d+\.\d+", line)], (library, lines)


@cases(["C.UTF-8", "zh_CN.UTF-8"])
def test_status_of_help(locale):
    """Help that was asked for is a success and goes to standard output; help that was not is a usage error."""
    env = environment(LC_ALL=locale)
    for args in (["--help"], ["help"], ["-h"], ["export", "--help"], ["help", "export"], ["check", "--help"]):
        done = hongtou(*args, env=env)
        assert done.returncode == 0 and done.stdout and not done.err, (args, done.err)
    for args in ([], ["none"], ["export"], ["help", "none"], ["check", "--none"]):
        done = hongtou(*args, env=env)
        assert done.returncode == 2 and done.err and not done.stdout, args
