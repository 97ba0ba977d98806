"""Nothing that a record holds is lost in silence: what is given is in the finished file, read by another program, or named
in a message. The fields are those of `hongtou schema`: a new one is tested by itself."""
import os
import random

from support import cases
from whole import BASE, DOCUMENTS, FORMS, MEETING, PAPERS, Maker, leaf_fields, lost, schema

ROOM = "export"

SEEDS = int(os.environ.get("HT_SEEDS", 12))  # records of each form and paper


def merged(form, base, group, name, value):
    record = {"form": form, **BASE, **FORMS[form]}
    if base:
        record["meeting"] = {**MEETING, **record.get("meeting", {})}
    if group:
        record[group] = {**record.get(group, {}), name: value}
    else:
        record[name] = value
    return {key: value for key, value in record.items() if value is not None}


def one_by_one(form, meeting):
    """For each field a record with that one more, all of it tokens."""
    records, leaves = [], []
    for group, name in leaf_fields():
        maker = Maker(random.Random(f"{group}.{name}"), rich=False)
        properties = schema()["$defs"][group]["properties"] if group else schema()["properties"]
        value = maker.value(f"{group}.{name}" if group else name, properties[name])
        records.append(merged(form, meeting, group, name, value))
        leaves.append(maker.leaves)
    return records, leaves


@cases([(f"{form}{'-' + style if style else ''}", form, style)
        for form, styles in {**{form: [None] for form in FORMS}, "minutes": [None, *PAPERS], "document": [None, *DOCUMENTS]}.items()
        for style in styles])
def test_each_field(case):
    """Each field alone, in each form and by each sheet, as PDF, OFD, ODT and trace."""
    _, form, style = case
    records, leaves = one_by_one(form, style in PAPERS)
    for record in records if style == "attachments" else []:
        record.setdefault("attachments", [{"title": "水源保护范围", "body": "沿河两岸。"}])
    gone, made, err = lost(records, leaves, style)
    assert made > len(records) * 2 // 3, f"{made} of {len(records)} made: {err[-3000:]}"
    assert not gone, gone


@cases([(f"{form}{'-' + style if style else ''}", form, style)
        for form, style in [*((form, None) for form in FORMS), *(("minutes", paper) for paper in PAPERS)]])
def test_random_records(case):
    """Records of many fields with several members, paragraphs and tables each."""
    name, form, style = case
    records, leaves = [], []
    for seed in range(SEEDS):
        maker = Maker(random.Random(f"{name} {seed}"), rich=True)
        more = maker.group("", schema()["properties"], .5)
        record = {"form": form, **BASE, **FORMS[form], **more}
        if style:
            record["meeting"] = {**MEETING, **record.get("meeting", {})}
        records.append({key: value for key, value in record.items() if value is not None})
        leaves.append(maker.leaves)
    gone, made, err = lost(records, leaves, style)
    assert made > len(records) // 2, f"{made} of {len(records)} made: {err[-3000:]}"
    assert not gone, gone
