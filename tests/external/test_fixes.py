"""What `check --fix` makes of files: what it changes, and what it leaves alone."""
import json
import os
from pathlib import Path

from support import cases, hongtou, workdir

ROOM = "check"

HEAD = "格式: 公文\n发文机关: 青石县水务局\n发文字号: 青水发〔2026〕7号\n主送机关: [各乡镇]\n成文日期: 2026-03-05\n署名: 青石县水务局\n"
YAML = HEAD + "标题: 关于防汛的通知\n"
MARKDOWN = f"---\n{YAML}---\n"


def fixed(name, text):
    """The file after --fix, and what was said."""
    with workdir() as folder:
        path = Path(folder, name)
        path.write_text(text, encoding="utf-8")
        done = hongtou("check", "--fix", name, cwd=folder)
        return path.read_text(encoding="utf-8"), done.stdout.decode() + done.err


# name, ending, before the text, the text, what it becomes
CASES = [
    ("half-of-quotes", "md", MARKDOWN, "要做到\"应退\\*尽退\"。\n", None),
    ("half-of-brackets", "json", '{"标题": "关于防汛的通知", "正文": ', '"请做好(甲\\/乙)防汛。"}\n', None),
    ("numbers-in-order", "yaml", YAML, "正文: 请按附件2办理。\n附件:\n  - 1.名单\n  - 2.检查表\n",
     "正文: 请按附件2办理。\n附件:\n  - 名单\n  - 检查表\n"),
    ("numbers-of-others", "yaml", YAML, "正文: 请按附件2办理。\n附件:\n  - 2.名单\n  - 3.检查表\n", None),
    ("no-comment", "yaml", YAML, "正文: 请办理。\n附件:\n  - 1.#3泵站名单\n", None),
    ("unreadable", "yaml", YAML, "正文: 请办理,谢谢。\n附件:\n  - 1.@名单\n  - 2.检查表\n附注: (甲)\n",
     "正文: 请办理，谢谢。\n附件:\n  - 1.@名单\n  - 检查表\n附注: （甲）\n"),
    ("escaped-quote", "yaml", YAML, "正文: 请办理。\n附注: '甲'' #一号''泵站'\n", None),
    ("escaped-quotes", "yaml", YAML, "正文: 请办理,谢谢。\n附注: '称''甲''号'\n", "正文: 请办理，谢谢。\n附注: '称''甲''号'\n"),
    ("comment", "yaml", HEAD, "正文: 请办理。\n标题: 关于A类 #1泵站检修的通知\n", "正文: 请办理。\n标题: \"关于A类 #1泵站检修的通知\"\n"),
    ("tag", "yaml", HEAD, "正文: 请办理。\n标题: !!str 关于A类 #1泵站检修的通知\n", None),
    ("anchor", "yaml", HEAD, "正文: 请办理。\n标题: &t 关于A类 #1泵站检修的通知\n", None),
    ("code", "md", MARKDOWN, "运行`cp 甲,乙 \"丙\" (丁)`，(见`(`)完。\n", None),
    ("fences", "md", MARKDOWN, "```sh\nls 甲,乙\n```\n然后(丙)\n", "```sh\nls 甲,乙\n```\n然后（丙）\n"),
    ("one-fence", "md", MARKDOWN, "~~~\n甲,乙\n", "~~~\n甲，乙\n"),
    ("beside-code", "md", MARKDOWN, "运行`cp`,然后(见`a`)完。\n", "运行`cp`，然后（见`a`）完。\n"),
    ("whole-pairs", "md", MARKDOWN, "要做到\"应退尽退\"(甲)。\n", "要做到“应退尽退”（甲）。\n"),
]


@cases(CASES)
def test_what_is_fixed(case):
    """None: nothing is."""
    _, ending, before, text, after = case
    made, said = fixed(f"r.{ending}", before + text)
    assert made == before + (text if after is None else after), f"{made}\n{said}"
    assert (case[0] == "unreadable") == ("[C394" in said), said


@cases([("lines", "|\n  2.名单\n  1.检查表", 2), ("list", "\n  - 2.名单\n  - 1.检查表", 2), ("in-order", "|\n  1.名单\n  2.检查表", 0),
        ("one", "2.名单", 1), ("list-in-order", "\n  - 1.名单\n  - 2.检查表", 0)])
def test_typed_numbers(case):
    """A number that differs from the one that is printed is warned of, by check and by export."""
    _, typed, n = case
    with workdir() as folder:
        Path(folder, "r.yaml").write_text(f"{YAML}正文: 请办理。\n附件: {typed}\n", encoding="utf-8")
        for command in (["check"], ["export", "--to", "trace"]):
            done = hongtou(*command, "r.yaml", cwd=folder)
            said = done.stdout.decode() + done.err
            assert said.count("[R368") == n or n == 2 and "(and in 1 other place) [R368" in said, said


@cases([("time", "json", '{"标题": "关于防汛的通知", "正文": "会议于9:30召开。\\n请看以下:甲、乙。", "成文日期": "2026-03-05"}\n')])
def test_fixes_come_to_an_end(case):
    """What was fixed stays so; where nothing is changed, nothing is said to be, and nothing is kept."""
    _, ending, text = case
    with workdir() as folder:
        path = Path(folder, f"r.{ending}")
        path.write_text(text, encoding="utf-8")
        for _ in range(3):
            before = path.read_text(encoding="utf-8")
            kept = len(list(Path(folder).iterdir()))
            said = hongtou("check", "--fix", path, cwd=folder).err
            same = path.read_text(encoding="utf-8") == before
            assert same != (" fixed" in said) and same == (len(list(Path(folder).iterdir())) == kept), said
        assert same, said


GOOD = '{"标题": "关于防汛的通知", "正文": "请执行,谢谢。", "成文日期": "2026-03-05"}\n'
BAD = GOOD.replace("03-05", "02-30")


def test_records_with_errors_stay():
    """Of JSON lines the others are fixed; it is said that nothing was; standard input is passed through."""
    made, said = fixed("r.jsonl", BAD + GOOD)
    assert made == BAD + GOOD.replace(",谢", "，谢") and "r.jsonl:1: warning: " in said and "[C393" in said, said
    assert "@@ -2 +2 @@" in said, said
    made, said = fixed("r.json", BAD)
    assert made == BAD and "[C393" in said and " fixed\n" not in said, said
    done = hongtou("check", "--fix", "-", stdin=BAD.encode())
    assert done.stdout.decode() == BAD and "[C393" in done.err, done.err


@cases([("0640", 0o640), ("0660", 0o660), ("0600", 0o600), ("0444", 0o444)])
def test_the_original_has_the_rights_of_the_file(case):
    """Whatever the umask is; of a file of another group, the group that it did not get may do no more than others."""
    _, mode = case
    foreign = os.geteuid() == 0
    with workdir() as folder:
        path, kept = Path(folder, "r.json"), Path(folder, "r.json.orig")
        path.write_text(GOOD, encoding="utf-8")
        if foreign:
            os.chown(path, 1234, 2345)
        path.chmod(mode)
        hongtou("check", "--fix", path, cwd=folder)
        made, original = path.stat(), kept.stat()
        assert "，" in path.read_text(encoding="utf-8") and kept.read_text(encoding="utf-8") == GOOD
        assert made.st_mode & 0o7777 == mode, oct(made.st_mode)
        if foreign:
            assert (made.st_uid, made.st_gid) == (1234, 2345)
        group = mode & 0o070 if original.st_gid == made.st_gid else (mode & 0o007) << 3 & mode
        assert original.st_mode & 0o7777 == mode & 0o707 | group, oct(original.st_mode)


def test_other_names_stay():
    """A file with several names is fixed under each; a symbolic link stays one."""
    with workdir() as folder:
        path, other, link = Path(folder, "r.json"), Path(folder, "o.json"), Path(folder, "l.json")
        path.write_text(GOOD, encoding="utf-8")
        os.link(path, other)
        link.symlink_to("r.json")
        hongtou("check", "--fix", link, cwd=folder)
        assert link.is_symlink() and path.samefile(other) and "，" in other.read_text(encoding="utf-8")
        assert Path(folder, "l.json.orig").read_text(encoding="utf-8") == GOOD


def test_the_report_says_what_belongs_together():
    """Programs that make edits by themselves need it: both marks of a pair, or neither."""
    with workdir() as folder:
        Path(folder, "r.yaml").write_text('标题: 关于甲的通知\n成文日期: 2026-04-08\n正文: 要做到"应退尽退",和(甲)。\n', encoding="utf-8")
        edits = [f["fix"] for f in json.loads(hongtou("check", "-f", "json", "r.yaml", cwd=folder).stdout) if "fix" in f]
    groups = [edit.get("group") for edit in sorted(edits, key=lambda edit: edit["column"])]
    assert len(groups) == 5 and groups[0] == groups[1] and groups[3] == groups[4] and groups[2] is None and groups[0] != groups[3], edits


@cases([("names", "邀请欧阳修文  司马光，张三丰 李四光参加。", None), ("foreign", "邀请欧阳修文，司马光  Anna Müller（女），请落实。", None),
        ("words", "会议指出，要更进一步 加强和改进工作，请落实。", "会议指出，要更进一步加强和改进工作，请落实。")])
def test_blanks_between_names_stay(case):
    """A name is joined to no other one; what is no name is."""
    _, text, wanted = case
    made, _ = fixed("r.yaml", f"标题: 关于甲的通知\n成文日期: 2026-04-08\n正文: {text}\n")
    assert made.splitlines()[2] == f"正文: {wanted or text}", made
