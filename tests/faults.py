#!/usr/bin/env python3
"""Put faults into a copy of the source, one after another, each of which drops one thing, and see that every one is caught:
by the ledger (the program warns of what it lost) or by the tests that read the finished files (tests/external/whole.py).

    tests/faults.py [NUMBER...]

It builds the program once for each fault, which takes minutes, and is run by hand. An edit whose text is not found any more
is an error: bring it up to date."""
import random
import sys

from planted import judge_all

# file, what is there, the fault, what is lost
FAULTS = [
    ("src/doc/text.c", "size_t n = s->only_first && v->n > 1 ? 1 : v->n;", "size_t n = v->n > 1 ? v->n - 1 : 1;",
     "the last member of a list"),
    ("src/doc/text.c", "const ht_text *parts[] = {&p->unit, &p->office, &p->name};",
     "const ht_text *parts[] = {&p->office, &p->office, &p->name};", "a person's unit in running text"),
    ("src/doc/lists.c", "add(l, spans, &p->unit);", ";", "a person's unit in a list of names"),
    ("src/doc/body.c", "n = add_block(&body, src, i);", "n = i == 1 ? 1 : add_block(&body, src, i);",
     "the second paragraph"),
    ("src/doc/body.c", "for (size_t i = 0; i < n; i++)\n\t\tt->notes", "for (size_t i = 1; i < n; i++)\n\t\tt->notes",
     "a table's note"),
    ("src/doc/build.c", "v->n >= (size_t)e->at_least && i < v->n; i++) {\n\t\tconst ht_scope",
     "v->n >= (size_t)e->at_least && i + (v->n > 1) < v->n; i++) {\n\t\tconst ht_scope", "the last member of a group"),
    ("src/layout/compose.c", "for (size_t i = 0; i < kept.n; i++) {\n\t\tht_laid_line line",
     "for (size_t i = 0; i < kept.n - (kept.n > 2); i++) {\n\t\tht_laid_line line", "the last line of a paragraph"),
    ("src/layout/emit.c", "for (size_t i = 0; i < imprint->boxes.n; i++)\n\t\temit_box", "for (size_t i = 1; i < imprint->boxes.n; i++)\n\t\temit_box",
     "the first row of the imprint, on the pages"),
    ("src/draft/spans.c", "for (size_t i = 0; i < run->n; i++)\n\t\twrite_span", "for (size_t i = 0; i < run->n - (run->n > 2); i++)\n\t\twrite_span",
     "the last span of a paragraph, in the ODT"),
    ("src/draft/flow.c", "if (!b.laid[i].n) {", "if (!b.laid[i].n || i == 3) {", "a block of the flow, in the ODT"),
    ("src/doc/table.c", "&r->e->columns[c].text, r->t->cell", "&r->e->columns[c == 2 ? 0 : c].text, r->t->cell",
     "a column of the sign-in sheet and the agenda"),
    ("src/render/pdf_info.c", "d->info.keywords = carried(d, from->keywords);", ";", "keywords, in the PDF"),
    ("src/draft/properties.c", "for (size_t i = 0; i < HT_ARCHIVE_COUNT; i++)", "for (size_t i = 2; i < HT_ARCHIVE_COUNT; i++)",
     "the fonds, in the ODT"),
    ("styles/gb9704.yaml", "sealed_signature, signature, note, ai_note, enclosed", "sealed_signature, signature, ai_note, enclosed", "the note"),
    ("src/record/value.c", "for (size_t i = 0; i < ht_node_count(node); i++)\n\t\tif (!read_entry(",
     "for (size_t i = 0; i < ht_node_count(node) && i < 2; i++)\n\t\tif (!read_entry(",
     "the third text of a list, in the reader"),
    ("src/render/trace.c", "if (op->kind == HT_OP_RUN)", "if (op->kind == HT_OP_RUN && k != 5)", "a run, in the trace"),
]
SETS = [("document", None), ("letter", None), ("minutes", None), ("bulletin", None), ("minutes", "notice"), ("minutes", "signin"),
        ("minutes", "agenda")]


def losses(whole):
    """What the ledger says of random records, and what the files lack without a word."""
    said, gone = set(), []
    for form, style in SETS:
        records, leaves = [], []
        for seed in range(4):
            maker = whole.Maker(random.Random(f"{form} {style} {seed}"), rich=True)
            record = {"form": form, **whole.BASE, **whole.FORMS[form], **maker.group("", whole.schema()["properties"], .8)}
            if style:
                record["meeting"] = {**whole.MEETING, **record.get("meeting", {})}
            records.append({key: value for key, value in record.items() if value is not None})
            leaves.append(maker.leaves)
        lost, _, err = whole.lost(records, leaves, style)
        gone += lost
        said |= {(form, style, *match) for match in whole.SAID.findall(err)}
    return said, gone


def begin(program):
    import whole
    clean, gone = losses(whole)
    if gone:
        sys.exit(f"lost without a fault: {gone}")

    def judge():
        said, gone = losses(whole)
        new_words = sorted(f"{path} [{code}]" for _, _, _, path, _, code in said - clean)
        seen = [f"named {len(new_words)} ({', '.join(new_words[:2])})"] if new_words else []
        seen += [f"missing in files {len(gone)} ({gone[0][1]} {gone[0][3]})"] if gone else []
        return bool(seen), "; ".join(seen)
    return judge


if __name__ == "__main__":
    judge_all(FAULTS, begin)
