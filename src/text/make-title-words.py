#!/usr/bin/python3
"""Write the sorted C table of the words of titles.

usage: make-title-words.py title-words.txt OUTPUT"""

import sys


def read_words(path):
    """{word: section}, of `[section]` lines and words between blanks."""
    words, section = {}, None
    with open(path, encoding="utf-8") as table:
        for number, line in enumerate(table, 1):
            line = line.split("#", 1)[0].strip()
            if line.startswith("["):
                section = line.strip("[]")
                continue
            for word in line.split():
                if section is None:
                    sys.exit(f"{path}:{number}: a word before the first [section]")
                if words.setdefault(word, section) != section:
                    sys.exit(f"{path}:{number}: {word} is in [{words[word]}] already")
    return words


def main():
    table, output = sys.argv[1:]
    words = read_words(table)
    rows = sorted((word.encode(), section) for word, section in words.items())
    with open(output, "w", encoding="utf-8") as file:
        file.write("/* Made from title-words.txt, sorted by bytes. */\n")
        for word, section in rows:
            kind = "HT_TITLE_" + section.upper().replace("-", "_")
            file.write(f'{{"{word.decode()}", {len(word)}, {kind}}},\n')


main()
