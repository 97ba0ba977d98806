"""Messages: Chinese under a Chinese locale, English elsewhere, all translated; the manuals have the options that --help lists."""
import re
import subprocess
from pathlib import Path

from support import ROOT, cases, environment, hongtou, is_han, messages, need, workdir

ROOM = "base"

BROKEN = "title: x\nrecipient: y\ndate: someday\n"


def run_in(locale, *args, record=None):
    with workdir() as folder:
        if record is not None:
            Path(folder, "r.yaml").write_text(record)
        return hongtou(*args, env=environment(LC_ALL=locale), cwd=folder)


def has_han(text):
    return any(is_han(c) for c in text)


def test_chinese_diagnostics():
    done = run_in("zh_CN.UTF-8", "export", "r.yaml", record=BROKEN)
    lines = done.err.splitlines()
    assert done.returncode == 1 and len(lines) >= 2
    for line in lines:
        assert has_han(line), line


@cases(["C", "C.UTF-8", "de_DE.UTF-8"])
def test_english_diagnostics(locale):
    done = run_in(locale, "export", "r.yaml", record=BROKEN)
    own = [line for line in done.err.splitlines() if "[R" in line]  # those of fields name them in Chinese, too
    assert done.returncode == 1 and own
    assert not has_han("".join(own)), own


@cases([("help", "--help"), ("export-help", "export", "--help"), ("fonts", "fonts")])
def test_chinese_output(case):
    done = run_in("zh_CN.UTF-8", *case[1:])
    assert done.returncode == 0, done.err
    assert has_han(done.stdout.decode())
    assert done.stdout != run_in("C.UTF-8", *case[1:]).stdout


def test_chinese_usage_error():
    done = run_in("zh_CN.UTF-8", "export", "--no-such-option", "x")
    assert done.returncode == 2 and has_han(done.err), done.err


def entries(path):
    """msgid, msgstr of a .po file that msgcat has unwrapped."""
    text = subprocess.run(["msgcat", "--no-wrap", str(path)], capture_output=True, check=True).stdout.decode()
    return re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', text, re.M)


def test_all_translated():
    """Every text that the source marks for translation is in po/zh_CN.po, translated."""
    need("xgettext", "msgmerge", "msgfmt")
    with workdir() as folder:
        pot, po = Path(folder, "x.pot"), Path(folder, "x.po")
        subprocess.run([ROOT / "tools" / "update-po", "--pot", pot], check=True, capture_output=True)
        subprocess.run(["msgmerge", "--quiet", "--no-fuzzy-matching", "-o", po, ROOT / "po" / "zh_CN.po", pot], check=True,
                       capture_output=True)
        done = subprocess.run(["msgfmt", "--check", "--statistics", "-o", "/dev/null", po], capture_output=True,
                              env=environment(LC_ALL="C"))
        said = done.stderr.decode()
        assert done.returncode == 0, said
        assert re.search(r"^\d+ translated messages?\.$", said, re.M), said


LANGUAGES = (ROOT / "po" / "LINGUAS").read_text().split()


@cases(LANGUAGES)
def test_placeholders(language):
    """A translation has the same {1}, {2} … as its text; msgfmt sees to the %-conversions."""
    wrong = [msgid for msgid, msgstr in entries(ROOT / "po" / f"{language}.po") if msgstr
             and sorted(set(re.findall(r"\{\d\}", msgid))) != sorted(set(re.findall(r"\{\d\}", msgstr)))]
    assert not wrong, wrong


def test_translations_are_chinese():
    """No translation is still its English text; sentences end as Chinese ones do."""
    wrong = [msgid for msgid, msgstr in entries(ROOT / "po" / "zh_CN.po") if len(msgid) > 12 and not has_han(msgstr)]
    assert not wrong, wrong


# one term for one thing: what is not used, and the term that is
TERMS = {"目录": "文件夹", "程序库": "函数库", "稿件": "条目", "一面": "一页", "竖排": "纵向", "页眉": "版头",
         "报尾": "版记", "版尾": "版记", "红头文件": "公文", "模版": "模板", "登陆": "登录", "象素": "像素", "落款": "署名",
         "映射": "字段组", "围栏": "标记", "文件头": "开头的字段部分", "制表符": "Tab键", "批次": "任务", "条记录": "份记录", "导出": "生成"}
HAN = "[㐀-鿿，。；：、“”（）《》]"


def test_chinese_is_consistent():
    """Chinese messages call a thing by one term, and have no blank between Chinese and other text (but in the exit codes
    of a help text, and where words of a command are listed)."""
    texts = [zh for _, zh in entries(ROOT / "po" / "zh_CN.po")]
    # 页眉或页脚 are those of a file that is imported
    wrong = [(term, TERMS[term], zh) for zh in texts for term in TERMS if term in zh.replace("页眉或页脚", "").replace("归档文件目录", "")]
    assert not wrong, wrong
    blank = re.compile(f"{HAN} [A-Za-z0-9{{%$-]|[A-Za-z0-9}}] {HAN}")
    wrong = [zh for zh in texts if blank.search(re.sub("“hongtou [^”]*”", "", zh)) and not re.search("退出码|用法：|hongtou 命令|{index}", zh)]
    assert not wrong, wrong


def test_commands_are_kept():
    """A command that a message names can be typed as the translation has it, too."""
    for en, zh in entries(ROOT / "po" / "zh_CN.po"):
        for command in re.findall("`((?:hongtou|man|chmod) [^`]*)`", en):
            assert command in zh or "COMMAND" in command, (command, zh)


# the letter with which a room's codes begin; A: what archives ask for
LETTERS = {"base": "I", "record": "R", "import": "M", "check": "CA", "style": "SDC", "image": "G", "text": "T", "layout": "LA",
           "office": "W", "draft": "W", "odt": "W", "docx": "X", "render": "O", "export": "E", "batch": "BA", "settings": "H", "serve": "H"}


def test_codes():
    """Each message has a code of its own, with its room's letter, and its text says what to do when it is an error."""
    rows = messages()
    codes = [code for _, _, _, code, *_ in rows]
    assert len(set(codes)) == len(codes), sorted(code for code in codes if codes.count(code) > 1)
    wrong = [f"{room}: {code}" for room, _, _, code, *_ in rows if not re.fullmatch(f"[{LETTERS[room]}]\\d{{3}}", code)]
    assert not wrong, wrong
    names = [name for _, name, *_ in rows]
    assert len(set(names)) == len(names), sorted(name for name in names if names.count(name) > 1)


def test_messages_are_used():
    """The program holds each message of the tables, once, and each is raised somewhere."""
    rows = messages()
    archives = sorted((ROOT / "build").glob("src/*/libht-*.a"))
    listing = subprocess.run(["nm", "--format=posix", *archives], capture_output=True, check=True).stdout.decode()
    defined = sorted(re.findall(r"^HT_D_(\w+) [A-TV-Z] ", listing, re.M))
    assert defined == sorted(name for _, name, *_ in rows)
    source = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "src").rglob("*.c")))
    raised = set(re.findall(r"\bHT_D_(\w+)", re.sub(r"/\*.*?\*/", "", source, flags=re.S)))
    assert not set(defined) - raised, set(defined) - raised


@cases(["", ".zh_CN"])
def test_manual_has_messages(language):
    """hongtou-messages(7) has every message of every room in both languages, once, as it is given: … for what is put in."""
    page = (ROOT / "build" / "man" / f"hongtou-messages{language}.7").read_text(encoding="utf-8")
    listed = re.findall(r"^\.It (\w+)\n(.*)$", page, re.M)
    said = dict(listed)
    assert len(said) == len(listed)
    chinese = {re.sub(r'\\"', '"', en): zh for en, zh in entries(ROOT / "po" / "zh_CN.po")}
    for _, _, level, code, text, clause in messages():
        text = re.sub(r'"\s*"', "", text).replace('\\"', '"')
        if language:
            text = re.sub(r"\{\d\}", "…", chinese[text].replace('\\"', '"').replace("\\\\", "\\e"))
            level = {"ERROR": "错误", "WARNING": "警告", "NOTE": "提示"}[level]
        else:
            text = re.sub(r"\{\d\}", "…", text.replace("\\\\", "\\e"))
            text, level = text[0].upper() + text[1:], level.lower()
        row = said.pop(code, "")
        assert text in row and level in row and clause in row, (code, row, text)
    assert not said, f"not messages: {sorted(said)}"


COMMANDS = re.findall(r'^    \{"(\w+)", ht_cli_', (ROOT / "src" / "cli" / "main.c").read_text(encoding="utf-8"), re.M)
assert "export" in COMMANDS


def help_options(command):
    """The options of a command's --help, as typed: {-o, --output, …}."""
    text = run_in("C.UTF-8", command, "--help").stdout.decode()
    rows = re.findall(r"^  (?:(-\w), |    )(--[\w-]+)", text, re.M)
    return {name for row in rows for name in row if name} - {"--help", "--usage"}


MANUALS = {"en": ROOT / "man" / "hongtou.1", "zh_CN": ROOT / "man" / "zh_CN" / "hongtou.1"}


def manual_options(command, manual):
    """The options of a command in its part of a manual."""
    text = manual.read_text(encoding="utf-8")
    part = re.search(rf"^\.Ss hongtou {command}\n(.*?)(?=^\.S[sh] )", text, re.M | re.S)
    assert part, f"{manual} has no section on {command}"
    rows = re.findall(r"^\.It Fl (\S+)(?: , Fl (\S+))?", part.group(1), re.M)
    return {f"-{name}" for row in rows for name in row if name}


@cases(COMMANDS)
def test_manual_has_options(command):
    """The manuals explain exactly the options that --help lists, with their letters."""
    for manual in MANUALS.values():
        listed, explained = help_options(command), manual_options(command, manual)
        assert listed == explained, (manual, sorted(listed ^ explained))


@cases(COMMANDS)
def test_manual_synopsis(command):
    """The manuals' synopsis of a command names each of its options, by letter if it has one."""
    rows = re.findall(r"^  (?:-(\w), |    )-(-[\w-]+)", run_in("C.UTF-8", command, "--help").stdout.decode(), re.M)
    wanted = {letter or name for letter, name in rows} - {"-help", "-usage", "?"}
    for heads, manual in ((("SYNOPSIS", "DESCRIPTION"), MANUALS["en"]), (("用法", "说明"), MANUALS["zh_CN"])):
        text = manual.read_text(encoding="utf-8")
        synopsis = text.split(f".Sh {heads[0]}\n")[1].split(f".Sh {heads[1]}\n")[0]
        part = re.search(rf"^\.Cm {command}\n(.*?)(?=^\.Nm|\Z)", synopsis, re.M | re.S).group(1)
        flags = {flag for row in re.findall(r"\bFl (\S+)", part) for flag in ([row] if row.startswith("-") else list(row))}
        assert flags == wanted, (manual, sorted(flags ^ wanted))


@cases(["export", "import", "check"])
def test_manual_defaults(command):
    """The defaults that --help tells in numbers are the same in Chinese and in both manuals."""
    told = [dict(re.findall(pattern, re.sub(r"\n {8,}", "", run_in(locale, command, "--help").stdout.decode())))
            for locale, pattern in (("C.UTF-8", r"--([a-z]+)=.*\(default: *(\d+)"), ("zh_CN.UTF-8", r"--([a-z]+)=.*（默认(\d+)"))]
    assert len(told[0]) >= 2 and told[0] == told[1]
    for manual in MANUALS.values():
        part = manual.read_text(encoding="utf-8").split(f".Ss hongtou {command}\n")[1].split(".Ss ")[0]
        for option, number in told[0].items():
            text = re.search(rf"^\.It Fl (?:\w , Fl )?-{option}\b.*\n((?:(?!\.It |\.El).*\n)+)", part, re.M).group(1)
            assert re.search(rf"(?:default is |默认){number}\b", text.replace("为", "")), (manual, option, text)


@cases(COMMANDS)
def test_chinese_help(command):
    """What an option takes is called by its Chinese name in Chinese help, in the text as beside the option."""
    shown = run_in("zh_CN.UTF-8", command, "--help").stdout.decode()
    assert not re.findall(r"\b(?:DIR|FILE|LIST|INPUT|WHEN|FORMAT|NAME|TEMPLATE|SECONDS)\b", shown), shown


@cases(["C.UTF-8", "zh_CN.UTF-8"])
def test_clean_run_says_nothing(locale):
    """Documents without a fault are made without a word: notes are for those who ask with -v."""
    with workdir() as folder:
        for name in ("01-notice.yaml", "11-order.yaml", "17-letter.yaml"):
            done = hongtou("export", ROOT / "samples" / name, "-o", Path(folder, "out.pdf"), env=environment(LC_ALL=locale))
            assert done.returncode == 0 and not done.err, done.err
            told = hongtou("export", "-v", ROOT / "samples" / name, "-o", Path(folder, "out.pdf"),
                           env=environment(LC_ALL=locale))
            assert told.err, name
