#!/usr/bin/python3
"""Write a Chinese manual page as groff understands it.

usage: zh-lines.py PAGE OUTPUT

groff does not know that a line may end between Han characters: in text, but not in macros, a break point is put between
two characters of which one is Han, but for those that no line begins, or ends, with. It makes a blank of a line's end,
and before full-width punctuation, which Chinese has not. Only in sections with English names does it break
a synopsis, and know the program's name where none is given. Its newer versions spread lines to both edges, by blanks."""

import re
import sys
from pathlib import Path

NO_START = "，。；：、！？）”》…〕％"
NO_END = "（“《〔"
INLINE = ("Li", "Fl", "Ar", "Cm", "Pa", "Ev", "Xr", "Pf")
WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
PLACE = re.compile(f"(?<=[{WIDE}{NO_START}])(?=[^{NO_START}\\s])|(?<=[^\\s\\\\{NO_END}])(?=[{WIDE}{NO_END}])")


def broken(line):
    if line.startswith((".", "'")):
        return line
    places = [m.start() for m in PLACE.finditer(line) if line[m.start()] not in NO_START and line[m.start() - 1] not in NO_END]
    for at in reversed(places):
        line = line[:at] + r"\:" + line[at:]
    return line


def plain(line, name):
    """A line without what is a blank too many: punctuation after a macro joins it, and quotes are text."""
    line = re.sub(r"^\.Nm(?=$| [A-Z][a-z] )", f".Nm {name}", line)
    quoted = re.fullmatch(rf"\.(?:Ql|Sq) (.*?)(?: ([{NO_START}]))?", line)
    if quoted:
        return f"“{quoted[1]}”{quoted[2] or ''}"
    return re.sub(rf" ([{NO_START}])$", r" Ns \1", line) if line.startswith(".") else line


def joins(above, line):
    """Do two lines of text make one? A line's end would be a blank."""
    macros = above.startswith((".", "'")) or line.startswith((".", "'"))
    return bool(above and line and not macros and re.fullmatch(f"[{WIDE}{NO_START}{NO_END}]", above[-1]))


def mark(lines):
    """The lines with their break points, those of examples as they are."""
    literal, section = False, ""
    for above, line, below in zip([""] + lines, lines, lines[1:] + [""]):
        if line.startswith(".Sh"):
            section = line
        if line.startswith(".Nm") and section == ".Sh 用法" and above != section:
            yield ".br"
        literal = (literal or line.startswith(".Bd -literal")) and not line.startswith(".Ed")
        ends = not literal and line and line[-1] in NO_START + NO_END and below[:1] == "." and below[1:3] in INLINE
        yield line if literal else broken(line) + (r"\c" if ends and line[0] != "." else "")
        if line == section:
            yield ".ad l"


def main():
    source, output = sys.argv[1:]
    lines, literal, text = [], False, Path(source).read_text(encoding="utf-8")
    name = re.search(r"^\.Nm (\S+)", text, re.M)[1]
    for line in text.splitlines():
        line = line if literal else plain(line, name)
        if lines and not literal and joins(lines[-1], line):
            lines[-1] += line
            continue
        literal = (literal or line.startswith(".Bd -literal")) and not line.startswith(".Ed")
        lines.append(line)
    text = "".join(f"{line}\n" for line in mark(lines))
    Path(output).write_text(text, encoding="utf-8")


main()
