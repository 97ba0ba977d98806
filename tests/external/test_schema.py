"""`hongtou schema`: another program compiles it, takes every record that hongtou takes, and refuses what it refuses."""
import copy
import functools
import json
import re
from pathlib import Path

import jsonschema
import yaml
from support import SAMPLES, cases, environment, hongtou, workdir
from test_docs import blocks
from test_reader import COPIES, DAYS, FORMS, ISSUES, ORGANS, written

ROOM = "record"


class Yaml12(yaml.SafeLoader):
    """YAML 1.2's core schema, by which editors read: 2026-07-23 and 是 are texts."""


Yaml12.yaml_implicit_resolvers = {}
for name, pattern, first in (("bool", "true|True|TRUE|false|False|FALSE", "tTfF"), ("null", "~|null|Null|NULL|", "~nN"),
                             ("int", "[-+]?[0-9]+", "-+0123456789"), ("float", r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)", "-+.0123456789")):
    for c in list(first) + ([""] if name == "null" else []):
        Yaml12.yaml_implicit_resolvers.setdefault(c, []).append((f"tag:yaml.org,2002:{name}", re.compile(f"^(?:{pattern})$")))


def records(text, kind):
    if kind == "jsonl":
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    if kind == "json":
        return [json.loads(text)]
    if kind == "yaml":
        return [yaml.load(text, Yaml12)]
    fields, body = re.match(r"---\n(.*?)\n---\n(.*)", text, re.S).groups()
    return [{**yaml.load(fields, Yaml12), **({"正文": body} if body.strip() else {})}]


@functools.cache
def schema(locale="C.UTF-8"):
    return json.loads(hongtou("schema", env=environment(LC_ALL=locale)).stdout)


@functools.cache
def validator():
    jsonschema.Draft202012Validator.check_schema(schema())
    return jsonschema.Draft202012Validator(schema())


def faults(record):
    return [f"{list(e.absolute_path)}: {e.message[:200]}" for e in validator().iter_errors(record)]


def test_it_is_whole():
    """Every reference leads somewhere, every definition is used; its version is the program's."""
    validator()
    text = json.dumps(schema())
    used = set(re.findall(r'"#/\$defs/(\w+)"', text))
    assert used == set(schema()["$defs"]), used ^ set(schema()["$defs"])
    version = hongtou("--version").stdout.decode().split()[1]
    assert schema()["$id"] == f"urn:hongtou:record:{version}"


def test_descriptions_are_in_the_language_of_the_locale():
    chinese = schema("zh_CN.UTF-8")
    assert "成文" in chinese["properties"]["成文日期"]["description"] or re.search("[一-鿿]", chinese["properties"]["成文日期"]["description"])
    without = [key for key, field in chinese["properties"].items() if not re.search("[一-鿿]", field["description"])]
    assert not without, without


@cases([p.name for p in SAMPLES])
def test_samples_are_valid(name):
    path = next(p for p in SAMPLES if p.name == name)
    for record in records(path.read_text(encoding="utf-8"), path.suffix[1:]):
        assert not faults(record), faults(record)


def test_examples_are_valid():
    tried = 0
    for page in ("docs/guide.md",):
        for language in ("yaml", "markdown"):
            for text in blocks(page, language):
                if not re.search("^(title|标题)[:：]", text, re.M):
                    continue
                tried += 1
                for record in records(text, "md" if language == "markdown" else "yaml"):
                    assert not faults(record), (page, faults(record))
    assert tried >= 2


def valid(lines):
    record = yaml.load("\n".join(lines), Yaml12)
    assert not faults(record), faults(record)


def test_what_the_reader_takes_is_valid():
    for kind, _ in FORMS:
        valid(written(格式=kind, 发文机关标志="甲局", 签发人="白露"))
    for value, _ in DAYS:
        valid(written(成文日期=value, 印发日期=f'"{value}"'))
    for value, _, _ in ISSUES:
        valid(written(格式="简报", 发文机关标志="甲局简报", 期号=value))
    for value, _ in COPIES:
        valid(written(印数=value))
    for value, _ in ORGANS:
        valid(written(发文机关=value))
    valid(written(紧急程度="特急", 附注="true", 份号="1"))


GOOD = {"格式": "纪要", "发文机关标志": "甲局会议纪要", "标题": "甲会", "成文日期": "2026-08-20", "印数": 60, "抄送": ["甲", "乙"],
        "会议": {"名称": "甲会", "出席": ["白露 科长", {"姓名": "何田", "职务": "局长"}], "主持": "苏晴",
               "议题": [{"题目": "某事", "决定": [{"内容": "同意", "责任单位": ["甲局"]}]}]},
        "附件": [{"标题": "表", "正文": [{"表格": {"列": ["甲", {"表头": "乙", "宽": 20}], "行": [["1", {"文字": "2", "跨列": 1}]]}}]}]}

# a path of keys, and what is put there (None: it is taken out)
DROP = "(take out)"
WRONG = [("form", ["格式"], "甲乙丙"), ("misspelt", ["标提"], "甲"), ("field-below", ["地点"], "甲"), ("top-below", ["会议", "标题"], "甲"),
         ("two-names", ["日期"], "2026-08-20"), ("english-too", ["date"], "2026-08-20"), ("alias-too", ["会议", "议程"], [{"题目": "甲"}]),
         ("no-title", ["标题"], DROP), ("null-title", ["标题"], None), ("empty-title", ["标题"], ""), ("no-mark", ["发文机关标志"], DROP),
         ("no-date", ["成文日期"], DROP), ("no-agenda", ["会议", "议题"], DROP), ("null-meeting", ["会议"], None),
         ("date-words", ["成文日期"], "明天"), ("date-month", ["成文日期"], "2026年3月"), ("date-two", ["成文日期"], "26-03-05"),
         ("date-serial", ["成文日期"], 46086), ("date-list", ["成文日期"], ["2026-08-20"]), ("copies", ["印数"], "约60份"),
         ("copies-minus", ["印数"], -1), ("copies-part", ["印数"], 1.5), ("text-map", ["附注"], {"甲": "乙"}), ("text-list", ["附注"], ["甲", "乙"]),
         ("texts-deep", ["抄送"], [["甲"]]), ("urgency", ["紧急程度"], "急"), ("group-text", ["会议"], "甲会"),
         ("rows", ["附件", 0, "正文", 0, "表格", "行"], [["1", ["2"]]]), ("row", ["附件", 0, "正文", 0, "表格", "行"], ["1"]),
         ("cell", ["附件", 0, "正文", 0, "表格", "行", 0, 1, "跨"], 1), ("part", ["附件", 0, "正文", 0, "表"], {}),
         ("decision", ["会议", "议题", 0, "决定", 0, "谁"], "甲"), ("item", ["附件", 0, "名"], "甲")]


def changed(path, value):
    record = copy.deepcopy(GOOD)
    place = record
    for key in path[:-1]:
        place = place[key]
    if value == DROP:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return record


def refused(record):
    """Does hongtou refuse the record: an error while it is read, or a field that its form requires?"""
    with workdir() as folder:
        Path(folder, "r.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        done = hongtou("check", "-f", "json", "r.json", cwd=folder)
    return any(m["level"] == "error" for m in json.loads(done.stdout)) or ": error: " in done.err


def test_a_good_record_is_valid():
    assert not faults(GOOD), faults(GOOD)
    assert not refused(GOOD)


@cases(WRONG)
def test_what_the_reader_refuses_is_invalid(case):
    _, path, value = case
    record = changed(path, value)
    assert refused(record), "the reader takes it"
    assert faults(record), "the schema takes it"


def test_forms_of_a_meeting_or_a_document():
    """格式: 决议 is a paper of a meeting, which may have a text instead."""
    text = {"格式": "决议", "标题": "甲决议", "正文": "通过。", "成文日期": "2026-08-20"}
    assert not faults(text) and not refused(text)
    nothing = {"格式": "决议", "标题": "甲决议", "成文日期": "2026-08-20"}
    assert faults(nothing) and refused(nothing)
