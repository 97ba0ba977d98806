"""Does import keep a text? Judged without the program's own account: by what its record, as JSON, and its messages say.

    tests/external/conservation.py [NUMBER]     so many mutated texts and files (default: 1,000)"""
import collections
import html.parser
import io
import json
import random
import re
import sys
import unicodedata
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from support import ROOT, SHARED, hongtou, workdir

FOLDERS = [ROOT / "tests" / "import", SHARED / "cases" / "import", SHARED / "real"]
KINDS = (".txt", ".html", ".docx", ".odt")
SOURCES = sorted(path for folder in FOLDERS if folder.is_dir() for path in folder.iterdir() if path.suffix in KINDS)
# What the messages below say is not in the record.
LEFT = {"M205", "M301", "M302", "M550", "M551", "M552", "M553", "M554", "M580", "M581", "M582", "M584", "M668", "M669", "M684"}
IN_FIELD = "M583"
# What days, and numbers of issues and of copies, are written with: a field has them otherwise.
OTHERWISE = set("0123456789年月日时点分半上下午晚至到周星期〇○OoAaPpMm零一二三四五六七八九十元")
# Text that is none of a page's.
NO_TEXT = {"script", "style", "noscript", "head", "template", "svg", "iframe", "object", "textarea"}


def letters(text):
    """Letters and digits, in one shape for each; no signs, no punctuation marks, no blanks."""
    text = re.sub(r"&(nbsp|ensp|emsp|sp|thinsp|zwnj);", " ", text)
    text = "".join(RADICALS.get(c, c) for c in text)
    return [c for c in unicodedata.normalize("NFKC", text).lower() if unicodedata.category(c)[0] in "LN"]


RADICALS = dict(zip("⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻭⻰", "民西见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙"))


class Page(html.parser.HTMLParser):
    """The text of a page, hidden or not."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.within, self.parts = 0, []

    def handle_starttag(self, tag, attrs):
        self.within += tag in NO_TEXT
        self.parts.append("\n")

    def handle_endtag(self, tag):
        self.within -= tag in NO_TEXT and self.within > 0

    def handle_data(self, data):
        if not self.within:
            self.parts.append(data)


def part_text(data, name, texts):
    """The text of these elements in a part of a package; None: not to be read."""
    from lxml import etree
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            root = etree.fromstring(package.read(name), etree.XMLParser(recover=True, resolve_entities=False))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, ValueError, NotImplementedError, OSError, EOFError):
        return None
    if root is None:
        return None
    for gone in [*root.iter("{*}Fallback"), *root.iter("{*}title"), *root.iter("{*}desc")]:  # twice; of pictures
        gone.clear()
    return "\n".join("".join(node.itertext()) for node in root.iter("{*}" + texts))


def text_of(data, suffix):
    """The text that the file holds; None: this cannot tell."""
    if suffix == ".docx":
        text = part_text(data, "word/document.xml", "t")
        return text and re.sub("\n", "", text)
    if suffix == ".odt":
        return part_text(data, "content.xml", "text")
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if wide:
        data = data[:len(data) // 2 * 2]  # cut within a character
    elif b"\0" in data:
        return None  # UTF-16 without a mark
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        return None
    if suffix != ".html":
        return text
    page = Page()
    page.feed(text)
    return "".join(page.parts)


def strings(node):
    """All strings of a record, names of fields among them: an office may be one."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield key if not key.isascii() else ""
            yield from strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)
    else:
        yield str(node)


def judge(data, suffix, *options, text=None, own=True):
    """Import the file; what is lost, as text; None: it was refused, in words. text: what it holds. own: the program's own
    proof has to succeed, too, and what it warns of is told."""
    with workdir() as folder:
        Path(folder, "a" + suffix).write_bytes(data)
        done = hongtou("import", "a" + suffix, "-t", "json", "-v", "--messages", "json", *options, cwd=folder)
    said = [json.loads(line) for line in done.err.splitlines() if line.startswith("{")]
    codes = {m["code"] for m in said}
    assert not own or not codes & {"M585", "M586"}, [m["message"] for m in said if m["code"] in ("M585", "M586")]
    if done.returncode and not codes & {"M585", "M586"}:
        assert done.returncode == 1 and any(m["level"] == "error" for m in said), done.err
        return None
    text = text or text_of(data, suffix)
    if text is None or codes & {"M105", "M114", "M406"}:
        return ""
    record = json.loads(done.stdout)
    body = [re.sub(r"\\(.)", r"\1", re.sub(r"\[\^\d+\]:?", "", text)) for text in strings(record)]
    left = [m["arguments"][0] for m in said if m["code"] in LEFT - (set() if own else {"M582"}) and m["arguments"]]
    fields = [m["arguments"][0] for m in said if m["code"] == IN_FIELD]
    rest = collections.Counter(letters(text))
    rest.subtract(collections.Counter(c for part in body + left for c in letters(part)))
    rest.subtract(collections.Counter(c for part in fields for c in letters(part) if c in OTHERWISE))
    for old, new, *_ in (m["arguments"] for m in said if m["code"] == "M563"):  # read as other characters: [x], ☑
        rest.subtract(collections.Counter(letters(old)))
        rest.update(collections.Counter(letters(new)))
    if "M205" in codes:  # that message has no text
        title = next((v for k, v in record.items() if k == "title"), "")
        for _ in range(sum(m["code"] == "M205" for m in said)):
            rest.subtract(collections.Counter(letters(title)))
    if "M109" in codes:  # the numbers of footnotes
        for c in "0123456789":
            del rest[c]
    lost = "".join(c * n for c, n in sorted(rest.items()) if n > 0)
    whole = "".join(letters("".join(body + left)))
    for line in text.splitlines() if suffix == ".txt" and "M107" not in codes else ():
        paragraph = "".join(letters(line))
        for piece in ("".join(letters(piece)) for piece in left):  # who wrote it, and when
            if piece and paragraph.startswith(piece) and paragraph[len(piece):] in whole:
                paragraph = paragraph[len(piece):]
        if len(paragraph) > 40 and line.rstrip().endswith("。") and paragraph not in whole and "M582" not in codes:
            if not any(paragraph in "".join(letters(f)) for f in fields):
                lost += f" [{line}]"
    return lost


# ---- mutations ----

def edit_text(rng, text):
    lines = text.split("\n")
    for _ in range(rng.randint(1, 4)):
        i, k = rng.randrange(len(lines)), rng.randrange(len(lines))
        what = rng.randrange(8)
        line = lines[i]
        at = rng.randrange(len(line) + 1)
        if what == 0:
            del lines[i]
        elif what == 1:
            lines.insert(k, line)
        elif what == 2:
            lines[i], lines[k] = lines[k], line
        elif what == 3:
            lines[i] = line[:at]
        elif what == 4:
            lines[i] = line[:at] + rng.choice("县王主席：，。、（）“”[]|\t　　*#~<>&^_`1二3年月日第次号①☑℃²·…—") * rng.randint(1, 3) + line[at:]
        elif what == 5:
            lines[i:i + 1] = [line[:at], line[at:]]
        elif what == 6:
            lines[i] = rng.choice(["来源：", "附件：", "出席：", "时间：", "- ", "| ", "> ", "（", "《", "第3期", "正文："]) + line
        elif i + 1 < len(lines):
            lines[i:i + 2] = [line + lines[i + 1]]
        lines = lines or [""]
    return "\n".join(lines)


def edit_tags(rng, text):
    tags = [m for m in re.finditer(r"</?(?:p|div|span|td|tr|li|a|b|strong|table|h\d|w:p|w:r|w:tc|w:tr|text:p|text:span)\b[^<>]*>", text)]
    for m in sorted(rng.sample(tags, min(len(tags), rng.randint(1, 3))), key=lambda m: -m.start()):
        text = text[:m.start()] + (m.group() * 2 if rng.random() < .3 else "") + text[m.end():]
    words = [m for m in re.finditer(r">([^<>\s][^<>]*)<", text)]
    if words and rng.random() < .5:
        m = rng.choice(words)
        text = text[:m.start(1)] + m.group(1)[::-1] + text[m.end(1):] if "&" not in m.group(1) else text
    return text


def edit_package(rng, data):
    if rng.random() < .3:  # damaged bytes
        data = bytearray(data)
        for _ in range(rng.randint(1, 20)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        return bytes(data)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            main = name in ("content.xml", "word/document.xml")
            if not main and rng.random() < .1:
                continue
            new.writestr(name, edit_tags(rng, part.decode()).encode() if main else part)
    return out.getvalue()


def mutate(seed):
    """A source, changed."""
    rng = random.Random(seed)
    path = SOURCES[seed % len(SOURCES)]
    data = path.read_bytes()
    if path.suffix in (".docx", ".odt"):
        return edit_package(rng, data), path
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data[:rng.randrange(len(data))], path
    text = edit_tags(rng, text) if path.suffix == ".html" else edit_text(rng, text)
    return text.encode("utf-8", "surrogatepass"), path


def campaign_of(one, seeds):
    """What one(seed) finds of each seed, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, seeds))


def campaign(seeds):
    """The seeds whose texts lose something: seed, file, what."""
    def one(seed):
        data, path = mutate(seed)
        try:
            lost = judge(data, path.suffix, *(("--no-repair",) if seed % 5 == 0 else ()))
        except AssertionError as fault:
            lost = f"! {fault}"
        return (seed, path.name, lost) if lost else None
    return [found for found in campaign_of(one, seeds) if found]


def main():
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    found = campaign(range(number))
    for seed, name, lost in found:
        print(f"{seed}: {name}: {lost[:300]}")
    print(f"{number} texts and files, {len(found)} lose something")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
