"""What the checks of finished documents share: running the program, reading
PDF with readers that are not ours, the samples."""
import functools
import importlib.machinery
import importlib.util
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import fitz

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = ROOT.parent / "shared"
PROGRAM = Path(os.environ.get("HT_PROGRAM", ROOT / "build" / "hongtou"))
ASAN_PROGRAM = ROOT / "build-asan" / "hongtou"
SAMPLES = sorted(p for p in (ROOT / "samples").iterdir() if p.suffix in (".yaml", ".md", ".json", ".jsonl"))

MM = 72 / 25.4  # points in a millimetre
LEFT, TOP, WIDTH, HEIGHT = 28, 37, 156, 225  # the type area in mm, GB/T 9704-2012 5.2.1
RIGHT, BOTTOM = LEFT + WIDTH, TOP + HEIGHT
CELL = WIDTH / 28

NOT_AT_START = set("、，．：；！？。”’」』）》〉】〕〗］｝·・‧-–~～/%％‰℃°,.:;!?)]}²³¹⁻⁺ⁿ₀₁₂₃₄₅₆₇₈₉㎡㎥㎞™®")
NOT_AT_END = set("“‘「『（《〈【〔〖［｛([{¥$№")


class Skip(Exception):
    """This test cannot run here; the text says why."""


def cases(items):
    """Run the test once for each item: a name, or a tuple that begins with one."""
    def mark(function):
        function.cases = items
        return function
    return mark


def environment(**changes):
    """A clean environment: C.UTF-8, no date of its own; records may use the samples' seals."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("LC_") and k not in ("LANG", "LANGUAGE")}
    env.update(LC_ALL="C.UTF-8", SOURCE_DATE_EPOCH="1767225600", HONGTOU_FILE_DIRS=str(ROOT / "samples" / "seals"))
    for name, value in changes.items():
        if value is None:
            env.pop(name, None)
        else:
            env[name] = value
    return env


def hongtou(*args, stdin=b"", env=None, cwd=None, program=None, timeout=120, **popen):
    """Run the program. Never raises for its exit code; fails the test on a signal."""
    done = subprocess.run([str(program or PROGRAM), *map(str, args)], input=stdin, capture_output=True,
                          env=env or environment(), cwd=cwd, timeout=timeout, **popen)
    done.err = done.stderr.decode("utf-8", "replace")
    assert done.returncode >= 0, f"killed by signal {-done.returncode}: {done.err[-2000:]}"
    assert "Sanitizer" not in done.err and "runtime error" not in done.err, done.err[-4000:]
    return done


def workdir():
    """A folder that goes away with the process's last reference to it."""
    return tempfile.TemporaryDirectory(prefix="hongtou-test-")


def export(record, name="record.yaml", to="pdf", **run):
    """Export a record given as text; the output's bytes. Fails unless the program succeeds."""
    with workdir() as folder:
        source, target = Path(folder, name), Path(folder, "out")
        source.write_text(record, encoding="utf-8")
        done = hongtou("export", source, "-o", target, "--to", to, **run)
        assert done.returncode == 0, f"exit {done.returncode}: {done.err}"
        return target.read_bytes()


@functools.lru_cache(maxsize=None)
def sample_pdf(path):
    """The PDF files of one sample, as bytes: one, or several for JSON lines."""
    with workdir() as folder:
        done = hongtou("export", path, "-d", folder)
        assert done.returncode == 0, f"exit {done.returncode}: {done.err}"
        return [p.read_bytes() for p in sorted(Path(folder).glob("*.pdf"))]


def load_tool(name):
    """A program of tools/ as a module."""
    loader = importlib.machinery.SourceFileLoader(name, str(ROOT / "tools" / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


def need(*tools):
    for tool in tools:
        if not shutil.which(tool):
            raise Skip(f"{tool} is not installed")


# --- what is on a page, as MuPDF reads it ---

class Char:
    """One character: c, x and y of its origin, w its advance, all in mm; size in pt; font; colour."""

    def __init__(self, raw, span):
        self.c = raw["c"]
        self.x, self.y = raw["origin"][0] / MM, raw["origin"][1] / MM
        self.w = (raw["bbox"][2] - raw["bbox"][0]) / MM
        self.size, self.font, self.colour = span["size"], span["font"], span["color"]

    def __repr__(self):
        return f"{self.c}@{self.x:.2f},{self.y:.2f}"


def page_chars(page):
    """The upright characters: not those of landscape tables."""
    flags = fitz.TEXT_PRESERVE_WHITESPACE | fitz.TEXT_PRESERVE_LIGATURES | fitz.TEXT_MEDIABOX_CLIP
    return [Char(raw, span)
            for block in page.get_text("rawdict", flags=flags)["blocks"] if block["type"] == 0
            for line in block["lines"] if line["dir"] == (1, 0) for span in line["spans"] for raw in span["chars"]]


def page_lines(page):
    """The page's lines from top to bottom, each a list of Char from left to right. Characters of a fallback face may
    are a little above or below the line's baseline."""
    lines = []
    for char in sorted(page_chars(page), key=lambda ch: ch.y):
        if char.c.isspace():
            continue
        if lines and char.y - lines[-1][-1].y < 1.4:
            lines[-1].append(char)
        else:
            lines.append([char])
    return [sorted(line, key=lambda ch: ch.x) for line in lines]


def text_of(line):
    return "".join(ch.c for ch in line)


def in_type_area(line):
    return TOP <= line[0].y <= BOTTOM + 0.5


def is_han(c):
    return "\u3400" <= c <= "\u4dbf" or "\u4e00" <= c <= "\u9fff" or "\U00020000" <= c <= "\U0003ffff" or c == "〇"


@functools.lru_cache(maxsize=8)
def open_pdf(data):
    """The document; kept open for a while, because a page dies with its document."""
    return fitz.open(stream=data, filetype="pdf")


def ink_box(page, clip, dpi=1200, red=False):
    """The box of the ink within clip (x0, y0, x1, y1 in mm), in mm, or None if there is no ink."""
    rect = fitz.Rect(*(v * MM for v in clip))
    pixmap = page.get_pixmap(clip=rect, dpi=dpi, colorspace=fitz.csRGB, alpha=False)
    samples, stride, width = pixmap.samples, pixmap.stride, pixmap.width
    rows, left, right = [], width, -1
    for y in range(pixmap.height):
        row = samples[y * stride:y * stride + 3 * width]
        # ink is dark in green; red ink is, besides, bright in red
        green, bright = row[1::3], row[0::3]
        hits = [x for x in range(width) if green[x] < 128 and (not red or bright[x] > 150)] \
            if min(green, default=255) < 128 else []
        if hits:
            rows.append(y)
            left, right = min(left, hits[0]), max(right, hits[-1])
    if not rows:
        return None
    step = 25.4 / dpi
    x0, y0 = pixmap.x * step, pixmap.y * step
    return x0 + left * step, y0 + rows[0] * step, x0 + (right + 1) * step, y0 + (rows[-1] + 1) * step


def rules(page):
    """Filled boxes and strokes on the page: (x0, y0, x1, y1, colour), in mm, from top to bottom."""
    found = []
    for drawing in page.get_drawings():
        box, stroke = drawing["rect"], drawing.get("width") or 0
        grow = stroke / 2 if drawing["type"] == "s" and box.height < 0.01 else 0
        colour = drawing.get("fill") or drawing.get("color")
        found.append((box.x0 / MM, (box.y0 - grow) / MM, box.x1 / MM, (box.y1 + grow) / MM, colour))
    return sorted(found, key=lambda rule: rule[1])


# --- what a record says ---

def bodies(path):
    """The paragraphs of each record in a sample, as typed, without Markdown's marks, tables and lists in columns: a
    list of lists."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        found = [text.split("---\n", 2)[2]]
    elif path.suffix == ".yaml":
        blocks = re.findall(r"^( *)(?:(?:body|正文|按语):|-) \|\n((?:\1  .*\n|\n)+)", text, re.M)
        found = ["\n".join(block for _, block in blocks)]
    else:
        records = [json.loads(line) for line in (text.splitlines() if path.suffix == ".jsonl" else [text])]
        found = [record.get("body") or record.get("正文") for record in records]
    lines = [[line.strip() for line in body.splitlines()] for body in found]
    columns = re.compile(r"\||.*\S  \S")  # tables, and lists of names, which a reader may take column by column
    return [[re.sub(r"^#+ ", "", line) for line in body if line and not columns.match(line)] for body in lines]


def squeeze(text):
    """Text without any white space."""
    return re.sub(r"\s+", "", text)


def notice(body, **fields):
    """A minimal notice in YAML around a body text (its lines are paragraphs)."""
    head = {"form": "document", "issuers": "清溪区人民政府", "mark": "清溪区人民政府文件", "number": "清政发〔2026〕1号",
            "title": "清溪区人民政府关于印发试验文本的通知", "recipients": "各街道办事处", "signature": "清溪区人民政府",
            "date": "2026-01-05", "copies_to": "区委办公室", "printed_by": "清溪区人民政府办公室",
            "print_date": "2026-01-06"}
    head.update(fields)
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in head.items() if value is not None]
    lines.append("body: |")
    lines += ["  " + line for line in body.splitlines()]
    return "\n".join(lines) + "\n"


def real_texts():
    """The bodies of real documents, if this machine has them: (name, paragraphs)."""
    folder = SHARED / "real"
    if not folder.is_dir():
        raise Skip("the real texts are not on this machine")
    found = []
    for path in sorted(folder.glob("*.txt")):
        lines = [re.sub(r"[\s\u3000•]+", " ", line).strip() for line in path.read_text(encoding="utf-8").splitlines()]
        found.append((path.stem, [line for line in lines if line]))
    return found


def messages():
    """The rows of every room's messages.h: (room, name, level, code, text, clause or "")."""
    rows = []
    for path in sorted((ROOT / "src").glob("*/include/*/messages.h")):
        source = path.read_text(encoding="utf-8")
        found = re.findall(r'^X\((\w+), (NOTE|WARNING|ERROR), "(\w+)",\s*N_\("(.*?)"\),\s*(?:NULL|"([^"]+)")\)$', source, re.M | re.S)
        assert found and len(found) == len(re.findall(r"^X\(", source, re.M)), f"{path}: a row that this test does not read"
        rows += [(path.parent.name, *row) for row in found]
    return rows
