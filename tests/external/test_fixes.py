"""What `check --fix` makes of files: what it changes, and what it leaves alone."""
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
    ("whole-pairs", "md", MARKDOWN, "要做到\"应退尽退\"(甲)。\n", "要做到“应退尽退”（甲）。\n"),
]


@cases(CASES)
def test_what_is_fixed(case):
    """None: nothing is."""
    _, ending, before, text, after = case
    made, said = fixed(f"r.{ending}", before + text)
    assert made == before + (text if after is None else after), f"{made}\n{said}"


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
