#!/usr/bin/env python3
"""Put faults into a copy of the source, one after another, each of which loses something of the texts that are imported,
and see that every one is caught: by the program's proof, and by tests/external/conservation.py, which does not ask it.

    tests/import_faults.py [NUMBER...]

It builds the program once for each fault, which takes minutes, and is run by hand. An edit whose text is not found any more
is an error: bring it up to date."""
import json
import subprocess

from planted import judge_all

# conservation.py counts letters and digits: where only signs are lost, it is for the program to see
SIGNS = "signs"

# file, what is there, the fault, what is lost; SIGNS
FAULTS = [
    ("src/import/build.c", 'add_pair(b, map, "copies_to", texts_node(b, &d->copies_to));', ";", "a field"),
    ("src/import/build.c", "for (size_t i = 0; i < list->n; i++)\n\t\tadd_item_node(b, seq, scalar_node",
     "for (size_t i = 0; i < list->n - (list->n > 2); i++)\n\t\tadd_item_node(b, seq, scalar_node", "the last of three texts"),
    ("src/import/build.c", "for (size_t i = 0, to; i < list->n; i = to) {", "for (size_t i = list->n > 2, to; i < list->n; i = to) {",
     "the first of several people"),
    ("src/import/build.c", "while (i < d->n && !end_of_attached(d, i))", "while (i + 1 < d->n && !end_of_attached(d, i))",
     "the last line of the text"),
    ("src/import/build.c", 'add_pair(b, map, "unit", scalar_node(b, p->unit));', ";", "a person's unit"),
    ("src/import/markdown.c", "for (size_t i = from; i < to; i++) {\n\t\tconst im_line *line = &d->lines[i];\n\t\tif (line->kind != IM_BODY",
     "for (size_t i = from; i < to; i++) {\n\t\tconst im_line *line = &d->lines[i];\n\t\tif (i == from + 3)\n\t\t\tcontinue;\n\t\tif (line->kind != IM_BODY",
     "a paragraph of a body"),
    ("src/import/markdown.c", "add_table(&out, d, i, end);", "add_table(&out, d, i, end - (end > i + 1));", "a table's last row"),
    ("src/import/unwrap.c", "a, b)) : im_join(d, a, b);", "a, b)) : im_join(d, a, *b ? g_utf8_find_next_char(b, NULL) : b);",
     "a character where lines are joined"),
    ("src/import/header.c", "all = im_join(h->d, all, s);", "all = i ? all : s;", "the second line of a title"),
    ("src/import/tail.c", "im_split(d, list, without_stop(d, all), ", "im_split(d, list, without_stop(d, value), ", "the second line of 抄送"),
    ("src/import/markdown.c", 'else if (marked && !in_word)\n\t\tht_buf_addf(out, "\\\\%c", *p);', "else if (marked && !in_word)\n\t\treturn;",
     "signs that Markdown would take", SIGNS),
    ("src/import/account.c", "const bool body = line->kind", "if (line->kind == IM_JUNK)\n\t\treturn;\n\tconst bool body = line->kind",
     "what was left out of a page, from the list"),
]


def proved(program, sources):
    """Texts of which the program says that it lost something, or that it did not take something over."""
    said = set()
    for path in sources:
        done = subprocess.run([program, "import", path, "-t", "json", "--messages", "json"], capture_output=True, text=True,
                              timeout=60)
        for line in done.stderr.splitlines():
            message = json.loads(line) if line.startswith("{") else {}
            if message.get("code") in ("M582", "M585", "M586"):
                said.add((path.name, message["code"], *message["arguments"]))
    return said


def begin(program):
    import conservation
    sources = [path for path in conservation.SOURCES if path.suffix in (".txt", ".html")]

    def losses():
        # the program's own findings are not asked
        lost = {}
        for path in sources:
            try:
                lost[path.name] = conservation.judge(path.read_bytes(), path.suffix, own=False)
            except AssertionError as fault:
                lost[path.name] = str(fault)
        return {(name, text) for name, text in lost.items() if text}
    clean, lost = proved(program, sources), losses()

    def judge(signs=None):
        said, gone = proved(program, sources) - clean, losses() - lost
        codes = sorted({code for _, code, *_ in said})
        return bool(said) and bool(gone or signs), (f"program {len({name for name, *_ in said})} ({', '.join(codes)}), "
                                           f"outside {len(gone)}")
    return judge


if __name__ == "__main__":
    judge_all(FAULTS, begin)
