#!/usr/bin/env python3
"""How much of the samples comes back when they are exported without their record and imported again: header fields that
are printed, by ODT, DOCX and the PDF's text layer. For ODT and DOCX, test_circle.py asks for all of them.

    tests/external/circle.py"""
import json
import re
import sys
import zipfile
from pathlib import Path

from support import ROOT, SAMPLES, hongtou, workdir

# Of a record, not of a header; or made of several others (agenda, bulletin_…), or shown as a picture alone.
NO_HEADER = {"body", "archive", "items", "attachments", "enclosed", "editor_note", "committee", "seal", "run_in_headings",
             "meeting.agenda", "meeting.bulletin", "meeting.bulletin_issue", "meeting.bulletin_title", "meeting.notice_date"}
# Forms in Chinese, as the sheets call them.
FORMS = dict(re.search(r"^name: (\S+)$.*?^form: (\S+)$", sheet.read_text(), re.M | re.S).groups()
             for sheet in (ROOT / "styles").glob("[!_]*.yaml") if "\nform: " in sheet.read_text())
PEOPLE = {"signers", "meeting.chair", "meeting.recorder", "meeting.present", "meeting.absent", "meeting.observers"}
DAYS = {"date", "print_date", "meeting.time", "meeting.end_time"}


def people(value):
    """(name, unit and office) of each, however they are written."""
    found = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            name, _, office = one.partition(" ")
            found.append((name, office))
        elif "name" in one:
            found.append((one["name"], one.get("unit", "") + one.get("office", "")))
        else:
            for office, names in one.items():
                found += [(name, office) for name in (names if isinstance(names, list) else [names])]
    return found


def plain(text):
    return re.sub(r"\s", "", str(text))


def day(text):
    return tuple(map(int, re.findall(r"\d+", str(text))[:3]))


def value_of(name, value):
    if name == "form":
        return FORMS.get(value, value)
    if name in PEOPLE:
        return people(value)
    if name in DAYS:
        return day(value)
    return [plain(one) for one in (value if isinstance(value, list) else [value])]


def fields(record, path=""):
    """The header's fields: name and value in one shape for all ways to write it."""
    for key, value in record.items():
        if path + key == "meeting":
            yield from fields(value, "meeting.")
        elif path + key not in NO_HEADER:
            yield path + key, value_of(path + key, value)


def is_printed(name, value, text):
    """Does the document show it? Of a time, the day; of a person whose signature is a picture, what is said of that."""
    if name == "form":
        return True
    if name == "meeting.recorder" and "记录：" not in text:
        return False # the name may be that of another
    if name == "meeting.end_time":
        return False # no form of these samples prints it
    if name in DAYS:
        return len(value) == 3 and f"{value[0]}年{value[1]}月{value[2]}日" in text
    if name in PEOPLE:
        return all(plain(part) in text for one in value for part in one)
    return all(one in text for one in value)


def is_same(name, value, found):
    if name == "meeting.chair" and found: # the text may say of which organ
        return [n for n, _ in value] == [n for n, _ in found] and all(b.endswith(a) for (_, a), (_, b) in zip(value, found))
    if name == "meeting.present" and found: # the chair is
        return [one for one in value if one not in found] == []
    return value == found


def text_of(odt):
    """All letters of the document, with what is said of its pictures."""
    content = zipfile.ZipFile(odt).read("content.xml").decode()
    return plain(re.sub(r"<[^>]*>", "", content[content.index("<office:text"):]))


def imported(path):
    return dict(fields(json.loads(hongtou("import", path, "-t", "json").stdout or b"{}")))


def compare(sample, folder, to):
    """Fields that are printed and come back, and those that are printed and do not."""
    carried, out, odt = (Path(folder, name) for name in ("carried.odt", "a." + to, "a.odt"))
    hongtou("export", sample, "--attach-record", "-t", "odt", "--seals", "image", "-o", carried)
    hongtou("export", sample, "-t", to, "--seals", "image", "-o", out)
    hongtou("export", sample, "-t", "odt", "--seals", "image", "-o", odt)
    text, found = text_of(odt), imported(out)
    printed = {name: value for name, value in imported(carried).items() if is_printed(name, value, text)}
    wrong = [f"{name}: {found.get(name)}, not {value}" for name, value in printed.items() if not is_same(name, value, found.get(name))]
    return len(printed), wrong


def main():
    with workdir() as folder:
        for to in "odt", "docx", "pdf":
            there, missing = 0, []
            for path in SAMPLES:
                if path.suffix != ".jsonl":
                    n, wrong = compare(path, folder, to)
                    there += n
                    missing += [f"{path.name} {to}: {one}" for one in wrong]
            print("\n".join(missing))
            print(f"{to}: {there - len(missing)} of {there} printed header fields")


if __name__ == "__main__":
    sys.exit(main())
