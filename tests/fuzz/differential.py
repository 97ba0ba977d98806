#!/usr/bin/python3
"""Generated records, and what must be true of whatever is made of them:

- what a record says is in each of its documents, or named in a message;
- PDF and OFD have the same text, and nothing is in an ODT that is not on the pages;
- a record makes the same bytes twice, alone and in a batch;
- `check --fix`, the second time, changes nothing;
- an ODT that carries its record gives it back; of one that does not, import keeps the text.

    tests/fuzz/differential.py [--seed N] [--seconds S | COUNT] [--keep FOLDER]"""
import argparse
import collections
import html
import json
import re
import shutil
import subprocess
import sys
import time
import unicodedata
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests" / "fuzz"), str(ROOT / "tests" / "external")]
sys.dont_write_bytecode = True

from conservation import judge  # noqa: E402
from generate import SYNTAXES, Generator, written  # noqa: E402
from support import hongtou, workdir  # noqa: E402
from whole import is_in, odt_text, ofd_text, pdf_text  # noqa: E402

ROUND = 24  # records of one batch

READERS = {".pdf": pdf_text, ".ofd": ofd_text, ".odt": odt_text}


def letters(lines):
    """How often each letter, digit and Han character is in the text."""
    return collections.Counter(c for line in lines for c in unicodedata.normalize("NFC", line) if unicodedata.category(c)[0] in "LN")


class Case:
    def __init__(self, seed):
        self.seed, maker = seed, Generator(seed)
        self.syntax = SYNTAXES[seed % len(SYNTAXES)]
        self.record = maker.record()
        self.text = written(self.record, self.syntax)
        self.leaves = maker.leaves
        self.name = f"{seed}.{self.syntax}"
        self.files, self.said, self.faults = {}, [], []

    def fault(self, what):
        self.faults.append(what[:600])


def make(cases, folder, out, *options):
    """Export all in one batch; what was said."""
    names = [case.name for case in cases]
    return hongtou("export", "-v", "--messages", "json", "-d", out, *options, *names, cwd=folder, timeout=900).err


def outputs(folder, case):
    return {path.suffix: path for path in Path(folder).glob(f"{case.seed}.*") if path.suffix in READERS}


# --- what must be true ---

def texts(case):
    """What the record says is in each document; their texts agree."""
    found = {}
    said = "".join("".join(case.said).split())  # leaves have no blanks
    for suffix, path in case.files.items():
        lines, metadata = READERS[suffix](path.read_bytes())
        found[suffix] = letters(lines) if suffix != ".odt" else letters([html.unescape(re.sub(r"<svg:(title|desc)>.*?</svg:\1>|<[^>]*>", "", odt_content(path)))])
        if suffix != ".odt":
            continue  # a word may be on many lines of a cell, between those of other cells: its letters are compared below
        text = "".join(lines)
        for place, words in case.leaves:  # metadata have the parts of 机密★1年 by themselves
            kept = any(is_in(word, lines, text) or all(part in metadata for part in word.split("★")) or word in said for word in words)
            if not kept and not is_named(place, case):
                case.fault(f"the documents lack {words[0]} of {place}")
    if {".pdf", ".ofd"} <= set(found) and found[".pdf"] != found[".ofd"]:
        case.fault(f"PDF and OFD differ: {dict(found['.pdf'] - found['.ofd'])} {dict(found['.ofd'] - found['.pdf'])}")
    if {".pdf", ".odt"} <= set(found):
        more = {c: n for c, n in (found[".odt"] - found[".pdf"]).items() if c not in EDITORS}
        if more:
            case.fault(f"the ODT has more than the PDF: {more}")


def beyond(path):
    """Text that stands beyond the paper, in an OFD: readers of PDF pass it over."""
    found = []
    with zipfile.ZipFile(path) as ofd:
        for name in ofd.namelist():
            if not name.endswith("Content.xml"):
                continue
            page = ofd.read(name).decode()
            box = re.search(r"<ofd:PhysicalBox>([^<]*)<", page + ofd.read("Doc_0/Document.xml").decode())
            width, height = map(float, box.group(1).split()[2:])
            for x, y, w, h, text in TEXT_OBJECT.findall(page):
                if float(x) < -1 or float(y) < -1 or float(x) + float(w) > width + 1 or float(y) + float(h) > height + 1:
                    found.append(text)
    return found


TEXT_OBJECT = re.compile(r'<ofd:TextObject [^>]*Boundary="(\S+) (\S+) (\S+) (\S+)"[^>]*>.*?<ofd:TextCode [^>]*>([^<]*)<', re.S)

# What an editor is given that pages have otherwise: numbers of pages and notes, heads that are repeated, checkboxes.
EDITORS = set("0123456789续表附件")


def odt_content(path):
    with zipfile.ZipFile(path) as odt:
        return re.sub(r"<office:automatic-styles>.*?</office:automatic-styles>", "", odt.read("content.xml").decode() + odt.read("styles.xml").decode(), flags=re.S)


def is_named(place, case):
    """Does a message name the field, or one that holds it or is in it?"""
    place = re.sub(r"\[\d+\]|\.row|\.column", "", place)
    for path in case.named:
        path = re.sub(r"\[\d+\]", "", path.split(" ")[0])  # one of several: meeting.agenda[1].reporter (3×)
        if place.startswith(path) or path.startswith(place):
            return True
    return False


def same_twice(cases, folder):
    """Once more in a batch; and alone."""
    make(cases, folder, "again", "-t", "pdf,odt,ofd", "-j", "1")
    for case in cases:
        for suffix, path in case.files.items():
            again = folder / "again" / path.name
            if not again.exists() or again.read_bytes() != path.read_bytes():
                case.fault(f"{suffix} is not the same the second time")
    case = next((case for case in cases if ".pdf" in case.files), None)
    if case:
        hongtou("export", "-o", "alone.pdf", case.name, cwd=folder)
        if (folder / "alone.pdf").read_bytes() != case.files[".pdf"].read_bytes():
            case.fault("alone, the PDF is not the same as in a batch")


def fixed_once(cases, folder):
    """The second `check --fix` changes nothing, and what was fixed can still be exported."""
    place = folder / "fixed"
    place.mkdir()
    for case in cases:
        (place / case.name).write_text(case.text, encoding="utf-8")
    names = [case.name for case in cases]
    hongtou("check", "--fix", "-q", *names, cwd=place, timeout=900)
    once = {name: (place / name).read_bytes() for name in names}
    second = hongtou("check", "--fix", "-q", *names, cwd=place, timeout=900)
    for case in cases:
        if (place / case.name).read_bytes() != once[case.name]:
            case.fault(f"the second check --fix changes it: {second.err[:400]}")


def given_back(cases, folder):
    """ODT with the record: the same document comes of it. Without: the text is kept."""
    make(cases, folder, "with", "-t", "odt", "--attach-record")
    for case in cases:
        path = folder / "with" / f"{case.seed}.odt"
        if not path.exists():
            continue
        back = folder / f"back-{case.seed}.json"
        done = hongtou("import", path, "-o", back, "-q", cwd=folder)
        if done.returncode == 2 or not back.exists():
            case.fault(f"the record does not come back: {done.err[:300]}")
            continue
        case.back = back
    names = [case.back.name for case in cases if case.back]
    if names:
        hongtou("export", "-q", "-t", "pdf", "-d", "back", *names, cwd=folder, timeout=900)
    for case in cases:
        if case.back and ".pdf" in case.files:
            again = folder / "back" / f"back-{case.seed}.pdf"
            if not again.exists() or letters(pdf_text(again.read_bytes())[0]) != letters(pdf_text(case.files[".pdf"].read_bytes())[0]):
                case.fault("the record that comes back makes another document")


def kept(case):
    """Import keeps the text of an ODT that carries no record."""
    try:
        lost = judge(case.files[".odt"].read_bytes(), ".odt")
    except AssertionError as why:
        lost = f"! {why}"
    if lost:
        case.fault(f"import of the ODT loses {lost[:200]}")


def is_broken(path):
    done = subprocess.run(["qpdf", "--check", path], capture_output=True)
    return done.stdout.decode(errors="replace")[-200:] if done.returncode else ""


def check(seeds, deep=True):
    """Make the records of these seeds, and say what is wrong: the cases. deep: is the text of an ODT kept that carries no record? Import
    is not sure of texts that nobody would write, and says so; each is a case to learn from."""
    cases = [Case(seed) for seed in seeds]
    with workdir() as scratch:
        folder = Path(scratch)
        shutil.copytree(ROOT / "samples" / "seals", folder / "seals")
        for case in cases:
            (folder / case.name).write_text(case.text, encoding="utf-8")
        said = make(cases, folder, "out", "-t", "pdf,odt,ofd")
        messages = collections.defaultdict(list)
        for line in said.splitlines():
            message = json.loads(line) if line.startswith("{") else {}
            messages[message.get("file")].append(message)
        for case in cases:
            case.files, case.back = outputs(folder / "out", case), None
            case.said = [m["message"] for m in messages[case.name]]
            case.named = [a for m in messages[case.name] for a in m["arguments"] if a and re.match(r"[a-z_]+(\[|\.|$)", a)]
            if not case.files and not any(m["level"] == "error" for m in messages[case.name]):
                case.fault("it is not made, and no error says why")
            texts(case)
            if ".ofd" in case.files and (out := beyond(case.files[".ofd"])):
                case.fault(f"beyond the paper: {''.join(out)[:200]}")
            if ".pdf" in case.files and (why := is_broken(case.files[".pdf"])):
                case.fault(f"qpdf: {why}")
        same_twice(cases, folder)
        fixed_once(cases, folder)
        given_back(cases, folder)
        for case in cases:
            if deep and ".odt" in case.files:
                kept(case)
            case.made = bool(case.files)
    return cases


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=ROUND)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, help="as many records as there is time for")
    parser.add_argument("--keep", type=Path, help="a folder for the records that are faulty")
    args = parser.parse_args()
    end = time.monotonic() + args.seconds if args.seconds else None
    n = made = faulty = 0
    while time.monotonic() < end if end else n < args.count:
        cases = check(range(args.seed + n, args.seed + n + (ROUND if end else min(ROUND, args.count - n))))
        n += len(cases)
        made += sum(case.made for case in cases)
        for case in cases:
            faulty += bool(case.faults)
            for fault in case.faults:
                print(f"FAULT {case.name}: {fault}", flush=True)
            if case.faults and args.keep:
                args.keep.mkdir(exist_ok=True)
                (args.keep / case.name).write_text(case.text, encoding="utf-8")
    print(f"{n} records, {made} made, {faulty} faulty")
    return bool(faulty)


if __name__ == "__main__":
    sys.exit(main())
