"""Completion of command lines in bash, zsh and fish: commands, options, values; each is what the program takes."""
import os
import re
import subprocess
import unicodedata
from pathlib import Path

from support import PROGRAM, ROOT, cases, environment, hongtou, need, workdir

ROOM = "cli"

SCRIPTS = ROOT / "completion"
BASH = """source {scripts}/hongtou.bash
COMP_WORDS=({words}) COMP_CWORD={last}
_hongtou
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
# what the shell's own functions would be given
ZSH = """_describe() {{ print -l -- ${{(P)2}}; }}
_files() {{ print -l -- *(N); }}
compdef() {{ }}
words=({words}) CURRENT={zsh_last}
source {scripts}/_hongtou
"""
FISH = "source {scripts}/hongtou.fish; complete -C '{line}'"
SHELLS = {"bash": BASH, "zsh": ZSH, "fish": FISH}


def complete(shell, *words, folder):
    """What the shell proposes for the last of the words."""
    need(shell)
    quoted = " ".join(f"'{word}'" for word in words)
    line = " ".join(words)
    script = SHELLS[shell].format(scripts=SCRIPTS, words=quoted, last=len(words) - 1, zsh_last=len(words), line=line)
    env = environment(PATH=f"{PROGRAM.parent}:{os.environ['PATH']}", LC_ALL="C.UTF-8")
    args = [shell, "--norc", "-c"] if shell == "bash" else [shell, "-f", "-c"] if shell == "zsh" else [shell, "-N", "-c"]
    done = subprocess.run([*args, script], env=env, cwd=folder, capture_output=True)
    found = [re.split(r"\t|(?<!\\):", row)[0] for row in done.stdout.decode().splitlines() if row]
    # zsh chooses among what it is given; so does this
    return [row for row in found if row.startswith(words[-1])]


@cases(list(SHELLS))
def test_shell(shell):
    with workdir() as folder:
        Path(folder, "通知.yaml").touch()
        Path(folder, "out").mkdir()
        assert complete(shell, "hongtou", "ex", folder=folder) == ["export"]
        options = complete(shell, "hongtou", "export", "--st", folder=folder)
        assert sorted(options) == ["--strict", "--style", "--style-dir"], options
        assert complete(shell, "hongtou", "export", "-t", "od", folder=folder) == ["odt"]
        assert complete(shell, "hongtou", "export", "-t", "pdf,od", folder=folder) == ["pdf,odt"]
        assert complete(shell, "hongtou", "new", "请", folder=folder) == ["请示"]
        assert "通知.yaml" in complete(shell, "hongtou", "check", "通", folder=folder)
        folders = complete(shell, "hongtou", "export", "-d", "o", folder=folder)
        assert [name.rstrip("/") for name in folders] == ["out"], folders


def proposed(*words):
    done = hongtou(words[0], "--complete", *words[1:], env=environment(LC_ALL="C.UTF-8"))
    assert done.returncode == 0, done.err
    return [row.split("\t")[0] for row in done.stdout.decode().splitlines()]


COMMANDS = [row.split("\t")[0] for row in hongtou("--complete").stdout.decode().splitlines()]


@cases(COMMANDS)
def test_options(command):
    """Those of --help, with their letters, and no others."""
    text = hongtou(command, "--help", env=environment(LC_ALL="C.UTF-8")).stdout.decode()
    rows = re.findall(r"^  (?:(-[\w?]), |    )(--[\w-]+)", text, re.M)
    assert {name for row in rows for name in row if name} == set(proposed(command, "-"))


VALUES = ["export --to", "export --pdf-standard", "export --messages", "export --style", "export --confine", "check --format",
          "check --confine", "import --to", "import --form", "import --no-repair", "import --confine"]


@cases(VALUES)
def test_values(case):
    """Each value that is proposed is one that the option takes."""
    command, option = case.split()
    values = [word.removeprefix(f"{option}=") for word in proposed(command, f"{option}=")]
    assert values == proposed(command, option, "=", ""), "as bash divides it"
    if option != "--no-repair":  # whose value is optional, so only after =
        assert values == proposed(command, option, "")
    assert len(values) > 1
    with workdir() as folder:
        source = ROOT / "samples" / ("10-meeting.yaml" if option == "--style" else "01-notice.yaml")
        for value in values:
            output = {"export": ["-d", folder], "import": ["-o", f"{folder}/x.md"]}.get(command, [])
            done = hongtou(command, f"{option}={value}", *output, source)
            assert done.returncode != 2, (value, done.err)
            assert "unknown" not in done.err and "no style sheet" not in done.err, (value, done.err)


@cases([("after --", ["export", "--", "-"], [":files"]), ("folders", ["export", "-d", ""], [":folders"]),
        ("list", ["export", "-s", "gb9704,lett"], None), ("list after =", ["export", "--to=pdf,o"], None),
        ("no value", ["import", "--no-repair", ""], [":files"]), ("free text", ["export", "--name", ""], []),
        ("parts", ["merge", "-o", "all", "parts/"], [":folders"]), ("packages", ["verify", ""], [":folders"]),
        ("served", ["serve", ""], [":folders"]), ("file", ["preview", ""], [":files"]),
        ("what office does", ["office", ""], ["check", "number", "names", "schema"])])
def test_words(case):
    """What is proposed depends on the words before; of a list what is typed stays."""
    _, words, wanted = case
    found = proposed(*words)
    if wanted is None:
        lead = words[-1].rpartition(",")[0] + ","
        assert len(found) > 2 and all(word.startswith(lead) for word in found), found
    else:
        assert found == wanted, found


@cases([f"{command} {locale}" for command in [""] + COMMANDS for locale in ("C.UTF-8", "zh_CN.UTF-8")])
def test_help_in_columns(case):
    """Help has no line of more than 80 columns, a Han character being two."""
    command, locale = case.split(" ")
    done = hongtou(*command.split(), "--help", env=environment(LC_ALL=locale))
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0 and len(lines) > 5
    wide = [line for line in lines if sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) > 80]
    assert not wide, wide
