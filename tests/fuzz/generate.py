"""Records made from `hongtou schema`: of every form and kind of document, with values that are awkward but valid.

    tests/fuzz/generate.py [--seed N] [--syntax yaml|json|md] [COUNT]      prints records, one after another

The same seed gives the same record. What must be found of it in a document is in `.leaves`, as whole.py has them: words
that occur nowhere else."""
import argparse
import json
import random
import re
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "external"))

from whole import BASE, MEETING, Maker, english, schema  # noqa: E402

ORGANS = ["局", "人民政府", "委员会", "办公室", "区教育局", "（集团）有限公司", "街道办事处", "党组", "人民代表大会常务委员会", "处"]
OFFICES = ["局长", "副主任", "科长", "党组成员、副局长", "一级调研员", "书记", "常务副县长"]
# What is put within and around words.
BETWEEN = ["", "", "", "、", "，", "。", "；", "：", "　", " ", "——", "……", "·", "—", "“", "”", "《", "》", "（", "）", "〔2026〕", "％", "‰", "℃", "㎡", "①", "№", "&", "<", ">", "'", '"', "\\",
           "/", "#", "*", "_", "~", "`", "|", "{", "}", "[", "]", "$", "^", "@", "1", "2.5", "10^3^", "H~2~O", "**", "﹏", "～", "-", "–", "…", "¥", "Ⅷ", "α", "Ж", "é", "𠮷", "㐂", "䶮", "〇", "々", "\u200b",
           "\u00a0", "\u00ad", "e\u0301", "http://a.cn/b?c=1&d=2", "a@b.cn", "A4", "COVID-19", "1949年10月1日", "0716-8888888", "100%", "3×5", "第一条", "一、", "（一）", "1."]
HEADS = ["一、", "（一）", "1.", "（1）", "第一章　", "第一条　", "# ", "## ", "### ", "- ", "* ", "1) ", "> ", "　　", "① ", "A. ", "注：", "附件1：", "组长：", "表1　", "图1　", "二是", "Q: "]
SEALS = ["seals/qingxi-government.png", "seals/qingxi-water.svg"]
SYNTAXES = ["yaml", "json", "md"]


class Generator(Maker):
    """One record; `.record()` makes it."""

    def __init__(self, seed):
        super().__init__(random.Random(f"generated {seed}"), rich=True)
        self.seed = seed
        self.plain = self.rng.random() < .3  # without anything odd

    def odd(self):
        return "" if self.plain else self.rng.choice(BETWEEN)

    def words(self, path, n):
        """n words with what is odd between them; each is a leaf."""
        text = ""
        for _ in range(n):
            text += self.leaf(path, Maker.token(self, 4)) + (self.odd() if self.rng.random() < .3 else self.rng.choice(["", "，", "和", "的"]))
        return text

    def token(self, n=5):
        """A word without anything within: what is odd is put around it, where it is no leaf."""
        rich, self.rich = self.rich, False
        token = super().token(n)
        self.rich = rich
        return token

    def length(self):
        return self.rng.choice([1, 1, 1, 2, 2, 3, 5, 8, 20])

    def text(self, path):
        kind = self.rng.random()
        if path == "copy_number":
            return f"{self.rng.randint(1, 999999):06}"
        if path.endswith("number"):
            return f"{self.leaf(path, self.token(3))}发〔{self.rng.randint(1990, 2040)}〕{self.rng.randint(1, 9999)}号"
        if path == "secrecy":
            return self.rng.choice(["秘密★1年", "机密★10年", "绝密★长期", "秘密"])
        if path.endswith(("issue", "ordinal")):
            return str(self.rng.randint(1, 9999)) if kind < .5 else f"第{self.rng.randint(1, 99)}期"
        if path.endswith("time") and kind < .7:
            return self.rng.choice(["2026-03-05 09:30", "2026年3月5日下午3时", "3月上旬", "2026-03-05"])
        return self.words(path, self.length())

    def texts(self, path):
        if self.rng.random() < .3:
            return self.text(path)
        organs = path.rpartition(".")[2] not in ("title", "note", "keywords")
        return [self.leaf(f"{path}[{i}]", self.token(self.rng.choice([2, 4, 9]))) + (self.rng.choice(ORGANS) if organs else "")
                for i in range(1, 1 + self.rng.choice([1, 1, 2, 3, 5, 12]))]

    def date(self, path):
        y, m, d = self.rng.choice([(1900, 1, 1), (2026, 2, 28), (2024, 2, 29), (2099, 12, 31), self.day(), self.day(), self.day()])
        self.leaf(path, f"{y}年{m}月{d}日")
        han = "〇一二三四五六七八九"
        number = "".join(han[int(c)] for c in str(y))

        def counted(n):
            return ("" if n < 20 else han[n // 10]) + ("十" if n > 9 else "") + (han[n % 10] if n % 10 else "")
        return self.rng.choice([f"{y}-{m:02}-{d:02}", f"{y}-{m}-{d}", f"{y}年{m}月{d}日", f"{y}/{m}/{d}", f"{y}.{m}.{d}", f"{y}{m:02}{d:02}", f"{number}年{counted(m)}月{counted(d)}日",
                                f"{y}年 {m} 月 {d} 日"])

    def int(self, path):
        return self.rng.choice([1, 9, 60, 100, 9999, 999999999])

    def bool(self, path):
        return self.rng.choice([True, False, "是", "否"])

    def people(self, path):
        people, i = [], 0
        for _ in range(self.rng.choice([1, 1, 2, 3, 8, 30])):
            i += 1
            name = self.leaf(f"{path}[{i}].name", self.token(self.rng.choice([2, 3, 3, 4])))
            kind = self.rng.randrange(6)
            office = self.leaf(f"{path}[{i}].office", self.token(4)) + self.rng.choice(OFFICES) if kind < 4 else ""
            if kind == 1:
                people.append(f"{name} {office}")
            elif kind == 2:
                people.append({"name": name, "office": office, "unit": self.leaf(f"{path}[{i}].unit", self.token(4)) + "局"})
            elif kind == 3:
                i += 1
                people.append({office: [name, self.leaf(f"{path}[{i}].name", self.token(3))]})
            elif kind == 0:
                people.append({"name": name, "office": office})
            elif kind == 4:
                people.append(name)
            else:
                people.append(f"{name}（{self.leaf(path, self.token(4))}）")
        return people[0] if len(people) == 1 and self.rng.random() < .5 else people

    def cells(self, path, row, n):
        cells = []
        while len(cells) < n:
            text = self.leaf(f"{path}.row[{row}]", self.token(self.rng.choice([2, 4, 9])))
            kind = self.rng.random()
            cells.append(text if kind < .8 else {"text": [text, self.rng.choice(["12.50", "-3", "合计"])], "align": self.rng.choice(["left", "centre", "right"])} if kind < .9 else text + self.odd())
        return cells

    def table(self, path):
        n, rows = self.rng.choice([1, 2, 3, 5, 9]), self.rng.choice([1, 2, 4, 12, 60])
        table = {"rows": [self.cells(path, row, n) for row in range(1, rows + 1)]}
        if n > 1 and self.rng.random() < .3:
            table["rows"].append([{"text": self.leaf(path, self.token()), "columns": n}])
        if self.rng.random() < .7:
            table["columns"] = [{"head": self.leaf(f"{path}.head", self.token(4)), **({"width": self.rng.choice([20, 30])} if self.rng.random() < .3 and n < 5 else {})} for _ in range(n)]
        if self.rng.random() < .4:
            table.update(title=self.leaf(f"{path}.title", self.token()), unit="万元", note=[self.leaf(f"{path}.note", self.token())])
        if self.rng.random() < .2:
            table["landscape"] = self.bool(path)
        return {"table": table}

    def markdown_table(self, path):
        n, rows = self.rng.randint(1, 6), self.rng.randint(1, 8)
        lines = ["| " + " | ".join(self.leaf(path, self.token(3)) for _ in range(n)) + " |" for _ in range(rows + 1)]
        return "\n".join(["", lines[0], "|" + self.rng.choice(["---|", ":--|", "--:|", ":-:|"]) * n, *lines[1:], ""])

    def paragraph(self, path):
        kind = self.rng.random()
        if kind < .08:
            return self.markdown_table(path)
        if kind < .12:
            return f"[{self.leaf(path, self.token())}](https://a.cn/{self.rng.randint(1, 9)})。"
        if kind < .16:
            return f"**{self.leaf(path, self.token())}**{self.leaf(path, self.token())}10^3^米、H~2~O[^1]。\n\n[^1]: {self.leaf(path, self.token())}"
        head = self.rng.choice(HEADS) if self.rng.random() < .4 else ""
        return head + self.words(path, self.rng.choice([1, 3, 8, 20, 80])) + self.rng.choice(["。", "。", "：", "；", "", "？", "！"])

    def body(self, path):
        if self.rng.random() < .3 and not path.endswith("title_note"):
            return [self.table(f"{path}[{i}]") if self.rng.random() < .4 else self.paragraph(path)
                    for i in range(1, 1 + self.rng.choice([1, 2, 4]))]
        return self.rng.choice(["\n", "\n\n"]).join(self.paragraph(path) for _ in range(self.rng.choice([1, 1, 2, 4, 10, 30])))

    def forms(self):
        """All names of forms."""
        return [name for name in schema()["properties"]["form"]["enum"] if name]

    def record(self):
        rng = self.rng
        record = {**BASE, **self.group("", schema()["properties"], rng.choice([.05, .2, .5]))}
        self.leaves = [leaf for leaf in self.leaves if leaf[0] != ".form"]
        form = self.forms()[self.seed % len(self.forms())]
        record["form"] = form
        if rng.random() < .8:
            self.leaves = [leaf for leaf in self.leaves if not re.match(r"title\b(?!_)", leaf[0])]
            record["title"] = f"关于{self.leaf('title', self.token())}的{rng.choice(KINDS)}"
        if form in NEEDS_MEETING or rng.random() < .3:
            meeting = record["meeting"] = {**MEETING, **record.get("meeting", {})}
            if not any("decisions" in item for item in meeting["agenda"]):
                meeting["agenda"] = meeting["agenda"] + MEETING["agenda"]
        if form in ("order", "命令", "Order", "令"):
            record.setdefault("signers", [{"name": "顾岚", "office": "县长"}])
        if form in ("attachments", "附件（单独装订）", "Attachments, bound separately"):
            record.setdefault("attachments", [{"title": self.token(), "body": "一、甲。"}])
        if rng.random() < .2:
            signers = record.get("signature", record["issuers"])  # one picture for each
            record["seal"] = [rng.choice(SEALS) for _ in (signers if isinstance(signers, list) else [signers])]
        if rng.random() < .2:
            record["run_in_headings"] = rng.choice(["all", "none", "有", "无"])
        return in_chinese(record) if rng.random() < .4 else record


def kinds():
    """The kinds of document of the standard's sheet."""
    sheet = yaml.safe_load((ROOT / "styles" / "gb9704.yaml").read_text(encoding="utf-8"))
    return sorted(sheet["kinds"])


KINDS = kinds()
NEEDS_MEETING = {"minutes", "纪要", "Minutes", "会议纪要", "notice", "会议通知", "Meeting notice", "开会通知", "agenda", "议程", "Agenda", "会议议程", "议程表", "会议日程", "signin", "签到表", "Sign-in sheet",
                 "签到", "会议签到表", "签到簿", "resolution", "决议", "Resolution", "actions", "议定事项督办表", "Action sheet", "行动清单", "督办表", "任务清单"}


def definition(value):
    """The group of fields that a value is of; None: it is none."""
    refs = [value.get("$ref", "")] + [each.get("$ref", "") for each in value.get("anyOf", [])]
    for ref in refs:
        name = ref.rpartition("/")[2]
        if "properties" in schema()["$defs"].get(name, {}):
            return schema()["$defs"][name]["properties"]
    if value.get("$ref", "").endswith("/people"):
        return schema()["$defs"]["person"]["properties"]
    if value.get("$ref", "").endswith("/body"):
        return schema()["$defs"]["part"]["properties"]
    if value.get("$ref", "").endswith("/rows"):
        return schema()["$defs"]["cell"]["properties"]
    return None


def in_chinese(record, properties=None):
    """The record with Chinese names of its fields."""
    properties = properties or schema()["properties"]

    def below(value, fields):
        if isinstance(value, list):
            return [below(each, fields) for each in value]
        if isinstance(value, dict) and fields and all(key in fields for key in value):
            return in_chinese(value, fields)
        return value
    return {english(properties)[key]["title"]: below(value, definition(properties[key])) for key, value in record.items()}


class Dumper(yaml.SafeDumper):
    """Repeated values are written again: records have no aliases. Texts of several lines are blocks."""

    def ignore_aliases(self, data):
        return True


Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None))


def dumped(record):
    return yaml.dump(record, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=1 << 30)


def written(record, syntax):
    """The record as text."""
    if syntax == "json":
        return json.dumps(record, ensure_ascii=False)
    if syntax == "yaml":
        return dumped(record)
    body = next((key for key in ("body", "正文") if isinstance(record.get(key), str)), None)
    front = {key: value for key, value in record.items() if key != body}
    return f"---\n{dumped(front)}---\n{record[body] if body else ''}\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--syntax", choices=SYNTAXES, default="yaml")
    args = parser.parse_args()
    for seed in range(args.seed, args.seed + args.count):
        print(written(Generator(seed).record(), args.syntax))


if __name__ == "__main__":
    main()
