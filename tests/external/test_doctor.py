"""hongtou doctor tells what is missing when it is, and nothing else; the help of fonts is of all systems."""
import json
import os
import re
import shutil
import unicodedata
from pathlib import Path

from support import PROGRAM, ROOT, Skip, cases, environment, hongtou, workdir

ROOM = "cli"

CONF = PROGRAM.parent / "fonts" / "fonts.conf"


def columns(line):
    """What a line takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def doctor(*args, **variables):
    """Exit status; {what: (verdict, said)}; the whole text."""
    done = hongtou("doctor", *args, env=environment(LC_ALL="C.UTF-8", **variables))
    text = re.sub(r"\n    (?!→)", " ", done.stdout.decode())
    rows = re.findall(r"^\[(.*?)\] (.*?): (.*)$", text, re.M)
    return done.returncode, {what: (verdict, said) for verdict, what, said in rows}, done.stdout.decode() + done.err


def test_whole():
    """Where all is installed, all formats are made, and the exit status says so."""
    status, rows, text = doctor()
    assert status == 0, text
    assert [rows[name][0] for name in ("style sheets", "messages", "pdf", "ofd", "png", "odt")] == ["fine"] * 6, text
    assert not [what for what, (verdict, _) in rows.items() if verdict == "missing"], text
    counted = [sum(verdict == word for verdict, _ in rows.values()) for word in ("fine", "could be better", "missing")]
    assert f"Fine: {counted[0]}; could be better: {counted[1]}; missing: {counted[2]}." in text, text


def test_json():
    """For programs each line of the report is an object, in words that no locale changes; nothing else is there."""
    for locale in ("C.UTF-8", "zh_CN.UTF-8"):
        done = hongtou("doctor", "--messages", "json", env=environment(LC_ALL=locale))
        assert done.stdout == hongtou("doctor", "--results", "json", env=environment(LC_ALL=locale)).stdout
        *rows, last = map(json.loads, done.stdout.decode().splitlines())
        assert done.returncode == 0 and {row["what"]: row["state"] for row in rows}["pdf"] == "fine", rows
        assert all(row.keys() - {"remedy"} == {"what", "state", "is"} for row in rows), rows
        counted = {state: sum(row["state"] == state for row in rows) for state in ("fine", "fair", "missing")}
        assert last == {"version": last["version"], **counted} and last["version"], last


def hide_fonts(folder, *names):
    """A configuration of fonts in which files with these names are not. fontconfig 2.15 knows no pattern that begins with *."""
    conf = CONF.read_text(encoding="utf-8")
    files = [str(path) for place in re.findall("<dir>(/[^<]*)</dir>", conf) for path in Path(place).rglob("*")]
    globs = "".join(f"<rejectfont><glob>{file}</glob></rejectfont>" for file in files if any(name in file for name in names))
    conf = conf.replace("</fontconfig>", f"<selectfont>{globs}</selectfont>\n</fontconfig>")
    file = Path(folder, "fonts.conf")
    file.write_text(conf, encoding="utf-8")
    return {"HONGTOU_FONTS_CONF": str(file), "XDG_CACHE_HOME": str(folder)}


def test_no_font():
    """Without any font: each typeface is missing, no format can be made, and the help is there."""
    with workdir() as folder:
        empty = Path(folder, "fonts.conf")
        empty.write_text('<?xml version="1.0"?><fontconfig></fontconfig>')
        status, rows, text = doctor(HONGTOU_FONTS_CONF=str(empty))
    assert status == 1, text
    assert rows["FangSong (仿宋"][0] == "missing" and rows["pdf"][0] == "missing", text
    assert "How to install fonts" in text


def test_one_face():
    """Without Fandol and BabelStone another face is named, and how many characters cannot be shown."""
    with workdir() as folder:
        _, rows, text = doctor(**hide_fonts(folder, "Fandol", "BabelStone", "ukai"))
    kai = rows["KaiTi (楷体"]
    assert kai[0] == "could be better" and "Noto Serif CJK SC in place of" in kai[1], text


def test_fonts_of_the_user():
    """A font in ~/.fonts or ~/.local/share/fonts is found; those of Windows are looked for."""
    for place in (".fonts", ".local/share/fonts"):
        with workdir() as folder:
            variables = hide_fonts(folder, "/fandol/FandolKai", "ukai")
            _, rows, text = doctor(HOME=folder, **variables)
            assert "FandolKai" not in rows["KaiTi (楷体"][1], text
            Path(folder, place).mkdir(parents=True)
            shutil.copy(ROOT / "fonts" / "fandol" / "FandolKai-Regular.otf", Path(folder, place))
            _, rows, text = doctor(HOME=folder, **variables)
            assert "FandolKai in place of" in rows["KaiTi (楷体"][1], text
    assert "<dir>/mnt/c/Windows/Fonts</dir>" in CONF.read_text(encoding="utf-8")


def test_no_conf():
    status, _, text = doctor(HONGTOU_FONTS_CONF="/nowhere/fonts.conf")
    assert status == 1 and "/nowhere/fonts.conf" in text, text
    status, _, text = doctor(FONTCONFIG_SYSROOT="/nowhere")
    assert status == 1 and "FONTCONFIG_SYSROOT" in text and "syntax" not in text, text


def test_no_sheets():
    with workdir() as folder:
        status, rows, text = doctor(HONGTOU_DATA=folder)
        assert status == 1 and (not rows or rows["style sheets"][0] == "missing"), text


def test_broken_sheet():
    with workdir() as folder:
        Path(folder, "x.yaml").write_text("extends: nothing\n")
        _, rows, text = doctor("--style-dir", folder)
    assert rows["style sheets"] == ("could be better", rows["style sheets"][1]) and "hongtou styles" in text, text


@cases([("pdftotext", "import of PDF (pdftotext)"), ("soffice libreoffice", "import of DOC, WPS, RTF and XLS (LibreOffice)")])
def test_no_program(case):
    """A program that is not in the PATH: documents are made all the same."""
    names, what = case
    with workdir() as folder:
        for name in {"pdftotext", "soffice", "libreoffice"} - set(names.split()):
            Path(folder, name).symlink_to(shutil.which(name) or "/bin/true")
        status, rows, text = doctor(PATH=folder)
    assert status == 0 and rows[what] == ("could be better", "not installed"), text
    assert sum("not installed" == said for _, said in rows.values()) == 1, text


def test_no_messages():
    """A program that is not where its messages are: missing for those who want Chinese, and documents are made."""
    with workdir() as folder:
        program = shutil.copy(PROGRAM, folder)
        env = environment(LANGUAGE="zh_CN", HONGTOU_DATA=str(ROOT), HONGTOU_FONTS_CONF=str(CONF))
        done = hongtou("doctor", env=env, program=program)
    text = done.stdout.decode()
    if "[正常] 消息：中文" in text:
        raise Skip("hongtou is installed on this machine")
    assert done.returncode == 1 and "[missing] messages in Chinese" in text and "[fine] pdf" in text, text


def test_no_room_for_files():
    status, rows, text = doctor(TMPDIR="/nowhere")
    assert status == (0 if "temporary files" not in rows else 1), text


@cases([("C.UTF-8", "Everywhere"), ("zh_CN.UTF-8", "各种系统")])
def test_install_help(case):
    """In both languages, for each system, within 80 columns."""
    locale, everywhere = case
    text = hongtou("fonts", "--install-help", env=environment(LC_ALL=locale)).stdout.decode()
    for word in ("Windows", "UOS", "Debian", "fonts-noto-cjk", "~/.local/share/fonts", everywhere):
        assert word in text, (word, text)
    assert "麒麟" in text or "Kylin" in text
    assert max(map(columns, text.splitlines())) <= 80, max(text.splitlines(), key=columns)


def test_chinese():
    done = hongtou("doctor", env=environment(LC_ALL="zh_CN.UTF-8", PATH=os.environ["PATH"]))
    text = done.stdout.decode()
    assert done.returncode == 0 and "[正常] 消息：中文" in text, text
    assert all(columns(line) <= 80 for line in text.splitlines()), max(text.splitlines(), key=columns)


def test_packages_are_those_of_setup():
    """The fonts that are recommended are those that tools/setup installs."""
    text = hongtou("fonts", "--install-help", env=environment(LC_ALL="C.UTF-8")).stdout.decode()
    named = set(re.findall(r"fonts-[a-z-]+[a-z]", " ".join(text.split())))
    wanted = re.findall(r"^(fonts-\S+)", (ROOT / "tools" / "packages.txt").read_text(encoding="utf-8"), re.M)
    assert named == set(wanted), (named, wanted)
