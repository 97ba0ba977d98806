"""Records made from the schema, and what of them is in finished files: read by other programs than ours.

A value is a token that occurs nowhere else. What was given is a list of leaves: a path as messages name it, and the texts
of which one must be in the file."""
import functools
import html
import io
import json
import re
import zipfile
from pathlib import Path

import fitz

from support import hongtou, workdir

# Characters of which no two together are a word, an office or a name of an organ.
CHARS = "云雨霜雪雾露风雷星月晴虹松柏竹梅兰菊荷桂莲萍芦苇柳枫梧桐棠棣鹤雁莺燕鸥鹭鲤鲈琴棋瑟笙箫埙磬钟鼓砚墨笺"
# What stands within some values.
ODD = ["（括号）", "《书名》", "“引号”", "·", "&", "<", "——", "，", "、", "★", "　"]
TARGETS = "pdf,ofd,odt,trace"
BASE = {"issuers": ["青岚县人民政府"], "mark": "青岚县人民政府文件", "number": "青政发〔2026〕9号", "title": "青岚县人民政府关于水源保护的通知",
        "date": "2026-05-06", "body": "请认真执行。"}
MEETING = {"name": "青岚县常务会议", "time": "2026-05-05", "place": "三楼", "present": [{"name": "顾岚"}],
           "agenda": [{"topic": "水源保护", "decisions": [{"text": "划定范围"}]}], "bulletin": "青岚通报", "bulletin_issue": "8",
           "bulletin_title": "青岚县召开会议", "notice_date": "2026-05-04"}
# What each form needs beside BASE; sheets beside the form that the records are of.
FORMS = {"document": {}, "letter": {}, "minutes": {"mark": "青岚县人民政府会议纪要", "meeting": {"name": "常务会议"}},
         "order": {"mark": "青岚县人民政府令", "signers": [{"name": "顾岚", "office": "县长"}]},
         "bulletin": {"mark": "青岚简报", "items": [{"title": "甲", "body": "乙。"}], "body": None, "title": None}}
PAPERS = ["minutes", "bulletin", "notice", "agenda", "signin", "actions", "resolution"]
DOCUMENTS = ["gb9704-duplex", "gb9704-apart", "attachments"]


@functools.lru_cache(maxsize=None)
def schema():
    return json.loads(hongtou("schema").stdout)


def english(properties):
    """The properties under their English names, without Chinese names and aliases."""
    return {name: value for name, value in properties.items() if name.isascii()}


class Maker:
    """Makes values for the schema's types. rich: several members, paragraphs, tables; else one leaf of each kind."""

    def __init__(self, rng, rich):
        self.rng, self.rich, self.used, self.leaves = rng, rich, set(), []

    def token(self, n=5):
        while True:
            token = "".join(self.rng.sample(CHARS, n))
            if self.rich and n > 3 and self.rng.random() < .2:
                token = token[:2] + self.rng.choice(ODD) + token[2:]
            if token not in self.used:
                self.used.add(token)
                return token

    def leaf(self, path, *texts):
        self.leaves.append((path, [squeezed(text) for text in texts]))
        return texts[0]

    def some(self, most=3):
        return range(1, 1 + (self.rng.randint(1, most) if self.rich else 1))

    def day(self):
        return self.rng.randint(1990, 2039), self.rng.randint(1, 12), self.rng.randint(1, 28)

    def text(self, path):
        return self.leaf(path, self.token())

    def texts(self, path):
        return [self.leaf(f"{path}[{i}]", self.token()) for i in self.some()]

    def date(self, path):
        y, m, d = self.day()
        self.leaf(path, f"{y}年{m}月{d}日")
        return f"{y}-{m:02}-{d:02}"

    def int(self, path):
        return int(self.leaf(path, str(self.rng.randint(10000, 999999))))

    def people(self, path):
        people = []
        for i in self.some(4):
            person = {"name": self.leaf(f"{path}[{i}].name", self.token(self.rng.choice((2, 3)) if self.rich else 3))}
            for part in ("office", "unit"):
                if not self.rich or self.rng.random() < .6:
                    person[part] = self.leaf(f"{path}[{i}].{part}", self.token())
            people.append(person)
        return people

    def table(self, path):
        rows = [[self.leaf(f"{path}.row[{r}].column[{c}]", self.token()) for c in (1, 2, 3)] for r in (2, 3)]
        heads = [{"head": self.leaf(f"{path}.row[1].column[{c}]", self.token(4))} for c in (1, 2, 3)]
        return {"table": {"title": self.leaf(f"{path}.title", self.token()), "unit": self.leaf(f"{path}.unit", self.token(2)),
                          "columns": heads, "rows": rows, "note": [self.leaf(f"{path}.note[1]", self.token())]}}

    def body(self, path):
        parts = []
        for i in range(1, 2 + (self.rng.randint(0, 5) if self.rich else 0)):
            place, kind = f"{path}[{i}]", self.rng.random() if self.rich else 1
            if kind < .2:
                parts.append(self.table(place))
            elif kind < .4:
                parts.append("一二三四五"[i % 5] + "、" + self.leaf(place, self.token()))
            elif kind < .6:
                words = self.token(), self.token(), self.token()
                self.leaf(place, "".join(words))
                parts.append("{}**{}**{}。".format(*words))
            else:
                long = "，".join(self.token() for _ in range(self.rng.randint(1, 12) if self.rich else 1))
                parts.append(self.leaf(place, long) + "。")
        return parts

    def group(self, path, properties, share):
        """A map of which `share` of the fields are given."""
        group = {}
        for name, value in english(properties).items():
            if self.rng.random() < share and name not in ("file", "seal", "form", "run_in_headings"):
                group[name] = self.value(f"{path}.{name}" if path else name, value)
        if not group:  # an empty map counts as none
            name = next(iter(english(properties)))
            group[name] = self.value(f"{path}.{name}", properties[name])
        return group

    def value(self, path, value):
        if "enum" in value:
            choice = self.rng.choice([c for c in value["enum"] if c])
            return self.leaf(path, choice if not choice.isascii() else value["enum"][value["enum"].index(choice) + 1])
        kinds = [value["$ref"]] if "$ref" in value else [each.get("$ref", "") for each in value["anyOf"]]
        kind = next(k for k in (ref.rpartition("/")[2] for ref in kinds) if k and (len(kinds) == 1 or k != "text"))
        if hasattr(self, kind):
            return getattr(self, kind)(path)
        properties = schema()["$defs"][kind]["properties"]
        if "$ref" in value:
            return self.group(path, properties, .6 if self.rich else 1)
        return [self.group(f"{path}[{i}]", properties, .8 if self.rich else 1) for i in self.some()]


def leaf_fields():
    """Paths of all fields that hold values, a group's own ones apart: (path of the group or "", name)."""
    for name, value in english(schema()["properties"]).items():
        if value.get("$ref", "").rpartition("/")[2] in ("meeting", "archive"):
            for inner in english(schema()["$defs"][name]["properties"]):
                yield name, inner
        elif name not in ("form", "seal", "run_in_headings"):
            yield "", name


def squeezed(text):
    """Without blanks and characters of no width."""
    return re.sub("[\\s\u200b\u00ad\ufeff]", "", text)


def pdf_text(data):
    with fitz.open(stream=data, filetype="pdf") as pdf:
        pages = [squeezed(line) for page in pdf for line in page.get_text().splitlines()]
        return pages, squeezed(html.unescape(pdf.get_xml_metadata() or ""))


def odt_text(data):
    with zipfile.ZipFile(io.BytesIO(data)) as odt:
        parts = [odt.read(name).decode() for name in ("content.xml", "styles.xml", "meta.xml")]
    content = re.sub(r"<office:automatic-styles>.*?</office:automatic-styles>", "", parts[0] + parts[1], flags=re.S)
    return [squeezed(html.unescape(re.sub(r"<[^>]*>", "", content)))], squeezed(html.unescape(parts[2]))


def ofd_text(data):
    with zipfile.ZipFile(io.BytesIO(data)) as ofd:
        pages = sorted((name for name in ofd.namelist() if name.endswith("Content.xml")),
                       key=lambda name: int(re.search(r"Page_(\d+)", name).group(1)))
        codes = [re.findall(r"<ofd:TextCode [^>]*>([^<]*)<", ofd.read(name).decode()) for name in pages]
        info = re.findall(r">([^<]+)</ofd:(?:Title|Author|Subject|Keyword|CustomData)>", ofd.read("OFD.xml").decode())
    return [squeezed(html.unescape(code)) for page in codes for code in page], squeezed(html.unescape("".join(info)))


def trace_text(data):
    runs, info = (re.findall(rf'^{word} [^"\n]*"([^"\n]*)"', data.decode(), re.M) for word in ("run", "info"))
    return [squeezed(run) for run in runs], squeezed("".join(info))


def continues(rest, lines):
    """Does a line begin with the rest, or is a line the beginning of it, and so on?"""
    for i, line in enumerate(lines):
        if line.startswith(rest) or line and rest.startswith(line) and continues(rest[len(line):], lines[i + 1:]):
            return True
    return False


def is_in(token, lines, text):
    """Is the token in the text, or split: a long one by a page's end, a short one over lines of a cell, between which
    those of other cells are?"""
    if token in text or len(token) > 12 and any(token[:n] in text and token[n:] in text for n in range(5, len(token) - 4)):
        return True
    for n in range(len(token) - 1, 0, -1):
        for i, line in enumerate(lines):
            if line.endswith(token[:n]) and continues(token[n:], lines[i + 1:]):
                return True
    return False


READERS = {".pdf": pdf_text, ".ofd": ofd_text, ".odt": odt_text, ".txt": trace_text}
SAID = re.compile(r":(\d+):\d+: (?:warning|note|error): (?:a part of )?(\S+) (?:\((\d+)×\) )?\(.* \[(D10[23457]|D140)[;\]]", re.M)


def wild(path):
    return re.sub(r"\[\d+\]", "[]", path)


def named(path, said):
    """Does a message name the leaf, or something that holds it? One of several places is of all like it. D107 is of a file
    that has no metadata, and none of these is such a file."""
    for other, several, code in said:
        if code == "D107":
            continue
        full, other = (wild(path), wild(other)) if several else (path, other)
        if full == other or full.startswith((other + ".", other + "[")):
            return True
    return False


def lost(records, leaves, style):
    """Export the records, each a line of one file, by one sheet; the leaves that a file lacks and no message names."""
    with workdir() as folder:
        lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        Path(folder, "r.jsonl").write_text(lines, encoding="utf-8")
        sheet = ["-s", style] if style else []
        done = hongtou("export", "-v", "-t", TARGETS, "-d", "out", "--report", *sheet, "r.jsonl", cwd=folder, timeout=600)
        report = json.loads(Path(folder, "out", "report.json").read_text(encoding="utf-8"))
        documents = report if isinstance(report, list) else report["records"]
        said = {}
        for line, path, several, code in SAID.findall(done.err):
            said.setdefault(int(line), []).append((path, several, code))
        gone = []
        for document in documents:
            line = document["line"]
            for output in document["outputs"]:
                name = output if isinstance(output, str) else output["file"]
                ending = Path(name).suffix
                lines, metadata = READERS[ending](Path(folder, "out", name).read_bytes())
                pages = "".join(lines)
                for path, texts in leaves[line - 1]:
                    text = metadata + pages if path.startswith("archive.") else pages
                    if not any(is_in(t, lines, text) for t in texts) and not named(path, said.get(line, [])):
                        gone.append((line, path, texts[0], ending))
        made = sum(bool(document["outputs"]) for document in documents)
    return gone, made, done.err
