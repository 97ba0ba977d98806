"""Words are data: the lists under words/, and what words/make-words.py makes of lists, right and wrong."""
import re
import subprocess
import sys
from pathlib import Path

from support import ROOT, cases, workdir

LISTS = sorted((ROOT / "words").glob("*.txt"))


def run(folder, text):
    """make-words.py over a list trial.txt: (what it said or "", header, source)."""
    path = Path(folder, "trial.txt")
    path.write_text(text, encoding="utf-8")
    outputs = Path(folder, "words_trial.h"), Path(folder, "words_trial.c")
    done = subprocess.run([sys.executable, ROOT / "words" / "make-words.py", path, *outputs], capture_output=True, text=True)
    assert (done.returncode == 0) == (not done.stderr)
    return done.stderr, *outputs


def made(text):
    """The header and the source of a list without faults."""
    with workdir() as folder:
        said, header, source = run(folder, text)
        assert not said, said
        return header.read_text(), source.read_text()


def test_list_set_table_and_words_of_another_list():
    header, source = made("""# what it is
[one]
甲 乙
丙  # remark
[two]
丁
@one
[three: set]
子 丑
[four: word HOW kind]
寅 BEGINS "卯"
[字 HAS 辰
""")
    assert re.search(r'ht_words_two\[\] = \{\s*"丁",\s*"甲",\s*"乙",\s*"丙",\s*NULL,\s*\}', source)
    assert 'const char ht_words_three[] = "子丑";' in source
    rows = header.split("#define HT_WORDS_FOUR(X)", 1)[1]
    assert 'X("寅", BEGINS, "\\"卯\\"")' in rows and 'X("[字", HAS, "辰")' in rows


def test_kinds_are_one_sorted_table():
    header, _ = made("%kinds noun verb-tail\n[verb-tail]\n丙 甲\n[noun]\n乙\n")
    rows = re.findall(r'X\("(.+?)", (\w+), (\d+), (\w+)\)', header)
    assert rows == [("丙", "0x4e19", "3", "VERB_TAIL"), ("乙", "0x4e59", "3", "NOUN"), ("甲", "0x7532", "3", "VERB_TAIL")]


FAULTS = [  # a list, the line at fault (0: the whole list), what is said
    ("[one]\n甲\n乙 甲\n", 3, "甲 is there already, in line 2"),
    ("[one: word COUNT]\n甲 1\n甲 2\n", 3, "甲 is there already, in line 2"),
    ("[one]\n甲\n[two]\n甲\n@one\n", 5, "甲 is there already, in line 4"),
    ("%kinds one two\n[one]\n甲\n[two]\n甲\n", 5, "甲 is there already, in line 3"),
    ("%kinds one\n[one]\n甲\n[two]\n乙\n", 4, "unknown section [two]"),
    ("[one]\n@two\n", 2, "unknown section [two]"),
    ("[one]\n甲\n[one]\n乙\n", 3, "there is a section [one] already"),
    ("甲\n[one]\n", 1, "a word above the first section"),
    ("[One]\n甲\n", 1, "[One] is not a section"),
    ("[one: word COUNT]\n甲\n", 2, "1 columns where [one] has 2"),
    ("[one: word COUNT]\n甲 乙\n", 2, "乙 in the column COUNT"),
    ("[one: set]\n甲乙\n", 2, "甲乙 in a set of single characters"),
    ("[one]\n甲\n%kinds one\n", 3, "%kinds one"),
    ("[one]\n[two]\n甲\n", 0, "[one] is empty"),
    ("%kinds one two\n[one]\n甲\n", 0, "[two] is empty"),
]


@cases([(f"{said} ({number})", text, line, said) for number, (text, line, said) in enumerate(FAULTS)])
def test_faults_are_told_with_their_line(case):
    _, text, line, said = case
    with workdir() as folder:
        told, *outputs = run(folder, text)
        place = f"trial.txt:{line}: error: " if line else "trial.txt: error: "
        assert place in told and said in told, told
        assert not any(path.exists() for path in outputs)


def test_unchanged_output_is_not_written_again():
    """A header is written only when it changes, so that a word of a list compiles one file."""
    with workdir() as folder:
        _, header, source = run(folder, "[one]\n甲\n[two]\n丙\n")
        before, text = header.stat().st_mtime_ns, source.read_text()
        run(folder, "[one]\n乙\n[two]\n丙\n")
        assert header.stat().st_mtime_ns == before and source.read_text() != text


def test_every_list_says_what_it_is():
    """At its head each list names its source and its users, which exist; each section has a comment above it."""
    assert len(LISTS) > 5
    wrong = []
    for path in LISTS:
        text = path.read_text(encoding="utf-8")
        head = " ".join(line.lstrip("# ") for line in text.split("\n[", 1)[0].splitlines() if line.startswith("#"))
        used = re.search(r"Used by (.+?)(?:\.(?=\s|$)|, whose)", head)
        files = re.findall(r"(?:src/\w+/)?\w+\.c\b", head)
        folder = None
        for name in files:
            folder = name.rsplit("/", 1)[0] if "/" in name else folder
            if not folder or not (ROOT / folder / name.rsplit("/", 1)[-1]).exists():
                wrong.append(f"{path.name}: {name} is not there")
        if not used or not files:
            wrong.append(f"{path.name}: does not say what uses it")
        for match in re.finditer(r"(?m)^\[([a-z-]+).*\]$", text):
            if not text[:match.start()].rstrip("\n").rsplit("\n", 1)[-1].startswith("#"):
                wrong.append(f"{path.name}: [{match[1]}] has no comment above it")
    assert not wrong, "\n".join(wrong)


def test_every_list_is_used():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.[ch]"))
    wrong = []
    for path in LISTS:
        text = path.read_text(encoding="utf-8")
        if re.search("(?m)^%kinds", text):
            continue
        for name in re.findall(r"(?m)^\[([a-z-]+)", text):
            c_name = name.replace("-", "_")
            taken = re.search(rf"\bht_words_{c_name}\b|\bHT_WORDS_{c_name.upper()}\b", code)
            if not taken and not re.search(rf"(?m)^@{name}$", text):
                wrong.append(f"{path.name}: nothing uses [{name}]")
    assert not wrong, "\n".join(wrong)
