#!/usr/bin/python3
"""Make C of a list of words.

usage: make-words.py LIST.txt HEADER SOURCE

A list is UTF-8 text. `#`, at the beginning of a line or after a blank, begins a
comment. What follows a section's head belongs to it:

[name]              words, separated by blanks or line ends: in C the array
                    ht_words_name[] of strings, NULL at its end, in this order
[name: set]         single characters: the string ht_words_name[]
[name: word COLUMN] a table, one row a line, one word a column: the macro
                    HT_WORDS_NAME(X) of X("word", COLUMN) …; a column in
                    capitals is written as it is (a number, part of a C name),
                    any other as a string
@name               among words: those of another list of this file

A line `%kinds name …` before the first section makes one table of all of them:
each section is a kind of word and must be named there. In C that is the macro
HT_WORDS_FILE(X) of X("word", first, bytes, NAME), sorted by bytes; first is the
code point of its first character.

A word is once in a list, a set, a table or a file of kinds. What is written
depends on nothing but the list."""

import pathlib
import re
import sys

HEAD = re.compile(r"\[([a-z][a-z0-9-]*)(?::((?: +[A-Za-z_]+)+))?\]$")


class Fault(Exception):
    """What is wrong in a list, with its place."""


class Section:
    def __init__(self, name, columns):
        self.name, self.columns, self.rows = name, columns, []

    @property
    def is_table(self):
        return len(self.columns) > 1


def without_comment(line):
    return re.split(r"(?:^|\s)#", line, maxsplit=1)[0].strip()


class Reader:
    def __init__(self, path):
        self.path, self.number = path, 0
        self.kinds, self.sections, self.places = None, {}, {}

    def fault(self, text):
        raise Fault(f"{self.path}:{self.number}: error: {text}")

    def begin(self, line):
        head = HEAD.match(line)
        if not head:
            self.fault(f"{line} is not a section: [name] or [name: column …], in small letters")
        name, columns = head[1], (head[2] or "").split()
        if name in self.sections:
            self.fault(f"there is a section [{name}] already")
        if self.kinds is not None and name not in self.kinds:
            self.fault(f"unknown section [{name}]: %kinds does not name it")
        self.sections[name] = Section(name, columns)
        return self.sections[name]

    def add(self, section, row):
        word = row[0]
        place = (None if self.kinds is not None else section.name, word)
        if place in self.places:
            self.fault(f"{word} is there already, in line {self.places[place]}")
        self.places[place] = self.number
        section.rows.append(row)

    def add_words(self, section, words):
        for word in words:
            if word.startswith("@") and len(word) > 1:
                other = self.sections.get(word[1:])
                if not other or other.is_table or other is section:
                    self.fault(f"unknown section [{word[1:]}]: {word} takes the words of a list above")
                for row in other.rows:
                    self.add(section, row)
            elif section.columns == ["set"] and len(word) != 1:
                self.fault(f"{word} in a set of single characters")
            else:
                self.add(section, (word,))

    def add_row(self, section, words):
        if len(words) != len(section.columns):
            self.fault(f"{len(words)} columns where [{section.name}] has {len(section.columns)}")
        for column, word in zip(section.columns, words):
            if column.isupper() and not re.fullmatch(r"\w+", word, re.ASCII):
                self.fault(f"{word} in the column {column}, which takes a number or a name")
        self.add(section, tuple(words))

    def read(self):
        section = None
        try:
            lines = pathlib.Path(self.path).read_bytes().decode("utf-8").splitlines()
        except UnicodeDecodeError as fault:
            raise Fault(f"{self.path}: error: not UTF-8: {fault}") from fault
        for self.number, line in enumerate(lines, 1):
            line = without_comment(line)
            if line.startswith("%"):
                words = line.split()
                if words[0] != "%kinds" or section or self.kinds is not None:
                    self.fault(f"{line}: only one line `%kinds name …`, above the first section")
                self.kinds = words[1:]
            elif re.fullmatch(r"\[[^\]]*\]", line):
                section = self.begin(line)
            elif line and not section:
                self.fault("a word above the first section")
            elif line and section.is_table:
                self.add_row(section, line.split())
            elif line:
                self.add_words(section, line.split())
        for name in self.sections if self.kinds is None else self.kinds:
            if name not in self.sections or not self.sections[name].rows:
                raise Fault(f"{self.path}: error: [{name}] is empty")
        return self


def c_string(word):
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


def macro(name, rows):
    return [f"#define HT_WORDS_{name.upper().replace('-', '_')}(X) \\", *(f"\tX({row}) \\" for row in rows), ""]


def table_rows(section):
    return [", ".join(word if column.isupper() else c_string(word) for column, word in zip(section.columns, row))
            for row in section.rows]


def kind_rows(sections):
    rows = sorted((row[0].encode(), section.name) for section in sections for row in section.rows)
    return [f"{c_string(word.decode())}, {ord(word.decode()[0]):#06x}, {len(word)}, {kind.upper().replace('-', '_')}" for word, kind in rows]


def make(reader, name):
    """The lines of the header and of the source."""
    guard = f"HT_WORDS_{name.upper()}_LIST_H"
    made = f"/* Made from words/{name}.txt by words/make-words.py. */"
    header, source = [made, f"#ifndef {guard}", f"#define {guard}", ""], [made, f'#include "words_{name}.h"', "", "#include <stddef.h>", ""]
    if reader.kinds is not None:
        header += macro(name, kind_rows(reader.sections.values()))
    for section in reader.sections.values() if reader.kinds is None else ():
        c_name = "ht_words_" + section.name.replace("-", "_")
        if section.is_table:
            header += macro(section.name, table_rows(section))
        elif section.columns:
            header += [f"extern const char {c_name}[];", ""]
            source += [f"const char {c_name}[] = {c_string(''.join(row[0] for row in section.rows))};"]
        else:
            header += [f"extern const char *const {c_name}[]; /* {len(section.rows)} and NULL */", ""]
            source += [f"const char *const {c_name}[] = {{", *(f"\t{c_string(row[0])}," for row in section.rows),
                       "\tNULL,", "};"]
    return header + ["#endif"], source


def write(path, lines):
    """Only what changed: what includes an unchanged header is not compiled again."""
    path, text = pathlib.Path(path), "".join(line + "\n" for line in lines)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__.splitlines()[2])
    path, header_path, source_path = sys.argv[1:]
    try:
        header, source = make(Reader(path).read(), pathlib.Path(path).stem)
    except Fault as fault:
        sys.exit(str(fault))
    write(header_path, header)
    write(source_path, source)


if __name__ == "__main__":
    main()
