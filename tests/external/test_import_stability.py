"""Import does not depend on what happens to be around a text: each golden of tests/import once more with lines that no
list of words knows, other gaps between paragraphs, other indents, against the same fields.

Run by itself it prints precision and recall of each change. Bodies are left out: what is added may stand there."""
ROOM = "import"
import os
import re
import subprocess
import sys
from pathlib import Path

from support import PROGRAM, ROOT, Skip, cases, environment, workdir

GOLDENS = ROOT / "tests" / "import"
TEXTS = sorted(GOLDENS.glob("*.txt"))
SCORER = PROGRAM.parent / "tests" / "unit" / "test_import_cases"
LOST_MOST = .02

# Words of no list: a site's name, its sections, who wrote, who printed.
ABOVE = ["青禾传真港", "潮声与灯塔", "七彩长廊"]
BYLINE = "柳絮飞　拾穗小组采写"
BELOW = ["拾光茶座", "下期不见不散", "青禾传真港排印"]


def decoded(path):
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "utf-16", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def squeezed(text):
    return re.sub(r"[\s　#*]", "", text)


def after_title(text, golden):
    """The text with the by-line after its title; None: the title does not stand there in lines of its own."""
    title = re.search(r"^title: (.*)$", golden, re.M)
    lines = text.split("\n")
    for first in range(len(lines) if title else 0):
        for last in range(first, min(first + 3, len(lines))):
            if squeezed("".join(lines[first:last + 1])) == squeezed(title[1]):
                return "\n".join([*lines[:last + 1], BYLINE, *lines[last + 1:]])
    return None


CHANGES = {
    "as it is": lambda text, golden: text,
    "three lines above": lambda text, golden: "\n".join([*ABOVE, text]),
    "a by-line below the title": after_title,
    "three lines below": lambda text, golden: "\n".join([text.rstrip("\n"), *BELOW, ""]),
    "no empty lines": lambda text, golden: re.sub(r"\n([ \t　]*\n)+", "\n", text),
    "empty lines doubled": lambda text, golden: text.replace("\n", "\n\n"),
    "all lines indented": lambda text, golden: re.sub(r"^(?=.*\S)", "　　", text, flags=re.M),
}


def is_structured(text):
    """A record, or a mail: its first lines are fields, and other lines above them make it something else."""
    return text.startswith("---") or re.match(r"(form|发件人|文种)[:：]", text)


def score(change, keep=None):
    """Precision, recall and the number of texts of all goldens after a change; what was missed."""
    with workdir() as folder:
        n = 0
        for path in TEXTS:
            golden, text = path.with_suffix(".fields").read_text(encoding="utf-8"), decoded(path)
            changed = None if text is None or is_structured(text) else CHANGES[change](text.replace("\r\n", "\n"), golden)
            if changed is None:
                continue
            Path(folder, path.name).write_text(changed, encoding="utf-8")
            Path(folder, path.stem + ".fields").write_text(golden, encoding="utf-8")
            n += 1
        done = subprocess.run([str(SCORER)], env={**environment(), "HT_IMPORT_TEXTS": folder,
                                                  "HT_CASES": str(ROOT / "tests" / "cases")}, capture_output=True)
    report = done.stdout.decode("utf-8", "replace")
    right = said = there = 0
    for field, a, b, c, d in re.findall(r"^([\w.]+) +(\d+)/(\d+) +(\d+)/(\d+) *$", report, re.M):
        if not re.search(r"(body|body_ends|editor_note|note_ends)$", field):
            right, said, there = right + int(a), said + int(b), there + int(d)
    missed = report.split("missed or wrong:")[-1]
    return right / said, right / there, n, missed


@cases(list(CHANGES))
def test_stable(change):
    if not SCORER.exists():
        raise Skip("the tests of import are not built")
    precision, recall, _, missed = score(change)
    assert precision >= 1 - LOST_MOST and recall >= 1 - LOST_MOST, f"{precision:.3f} / {recall:.3f}\n{missed}"


if __name__ == "__main__":
    for name in CHANGES:
        p, r, count, what = score(name)
        print(f"{name:28} {count:3} texts  {p:.3f} / {r:.3f}", what if "-v" in sys.argv else "")
