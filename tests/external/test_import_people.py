"""People of a meeting in texts: none is dropped, none joined with another, each with the office and the unit that the
text gives. Lists made by hand (tests/cases/people), and lists made at random whose truth is known."""
ROOM = "import"

import json
import random
import re
from pathlib import Path

from support import ROOT, cases, hongtou, workdir

LISTS = ("chair", "present", "observers", "absent", "recorder")
#: Messages about people and days that are not certain.
TOLD = re.compile(r"\[M5[34]\d")


def read_cases(path):
    """(title, lines, lists, warned) of each case of the file."""
    found = []
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        title, text, lists, warned = "清溪区政协召开三届6次主席会议", [], {}, None
        for line in lines:
            key, _, value = line.partition(":")
            if key == "title":
                title = value.strip()
            elif key == "warned":
                warned = value.strip()
            elif key in LISTS:
                lists[key] = [tuple(part.strip() for part in entry.split("<")) for entry in value.split("|")
                              if entry.strip()]
            else:
                text.append(line)
        if text:
            found.append((title, text, lists, warned))
    return found


def people_of(value):
    """The people of a record's field as tuples (name, office, unit), the last ones left out where they are missing."""
    people = []

    def add(name, office="", unit=""):
        entry = (name, office, unit)
        while len(entry) > 1 and not entry[-1]:
            entry = entry[:-1]
        people.append(entry)

    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, str):
            add(entry)
        elif "name" in entry:
            add(entry["name"], entry.get("office", ""), entry.get("unit", ""))
        else:
            for office, names in entry.items():
                for name in names if isinstance(names, list) else [names]:
                    add(name, office)
    return people


def imported(folder, title, text, head="2026年3月2日，会议在三楼会议室召开。"):
    source = Path(folder, "text.txt")
    lines = [title] + ([head] if head else []) + text
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = hongtou("import", source, "--to", "json", "-F", "minutes")
    assert done.returncode == 0, done.err
    meeting = json.loads(done.stdout).get("meeting", {})
    return {key: people_of(meeting[key]) for key in LISTS if key in meeting}, done.err


def compare(wanted, found):
    """What differs, list by list."""
    return [f"{key}: expected {wanted.get(key, [])}, found {found.get(key, [])}" for key in LISTS
            if wanted.get(key, []) != found.get(key, [])]


SENTENCES = read_cases(ROOT / "tests" / "cases" / "people" / "sentences.txt")


@cases([f"{i + 1}-{case[1][-1][:14]}" for i, case in enumerate(SENTENCES)])
def test_sentence(name):
    title, text, wanted, warned = SENTENCES[int(name.split("-")[0]) - 1]
    labelled = any(line.startswith(("时间", "会议时间", "日期")) for line in text)
    with workdir() as folder:
        found, said = imported(folder, title, text, "" if labelled or title.endswith("纪要") else None or
                               "2026年3月2日，会议在三楼会议室召开。")
    assert not (wrong := compare(wanted, found)), "\n".join(text + wrong)
    told = TOLD.search(said)
    assert bool(told) == (warned is not None), said
    assert not warned or warned in said, said
