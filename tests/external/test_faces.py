"""Which face a character is taken from, and that the faces of a line have one weight, as measured on the page."""
import collections
import functools
import pathlib
import re

import fitz
import numpy
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._f_v_a_r import Axis
from fontTools.ttLib.tables.TupleVariation import TupleVariation

from support import ROOT, Skip, cases, environment, export, hongtou, notice, workdir

ROOM = "text"

TABLE = "".join((ROOT / "fonts/tongyong-8105.txt").read_text(encoding="utf-8").split())
NAMES = "喆堃镕祎玥翀鋆"
DPI = 600
RECORD = """格式: 公文
发文机关标志: 云岫市人民政府文件
标题: 关于字体的通知
成文日期: 2026-01-05
正文: |
"""


def installed(*families):
    listing = hongtou("fonts").stdout.decode()
    for family in families:
        if family not in listing:
            raise Skip(f"{family} is not installed, or a commercial face is used instead")


def document(lines):
    return RECORD + "".join(f"  {line}\n" for line in lines)


def faces_of(mark, text):
    """How many characters of text are in which face, as headings of a level."""
    lines = [f"{mark} {text[i:i + 50]}" for i in range(0, len(text), 50)]
    trace = export(document(lines), to="trace").decode()
    found = collections.defaultdict(set)
    for font, run in re.findall(r'^run body heading \d+ \S+ \S+ (\S+) .*? "(.*)"(?: end)?$', trace, re.M):
        found[font].update(set(run) & set(text))
    return {font: len(chars) for font, chars in found.items() if chars}


def stroke(pixels):
    """The mean width of the strokes of black on white, in pixels: twice the ink, by the length of its edge."""
    ink = pixels < 128
    edge = numpy.abs(numpy.diff(ink.astype(int), axis=0)).sum() + numpy.abs(numpy.diff(ink.astype(int), axis=1)).sum()
    return 2 * ink.sum() / (edge * numpy.pi / 4)


@functools.lru_cache(maxsize=None)
def widths(line):
    """{font: mean stroke width} of a document of the one line; digits and marks apart from Han."""
    pdf = fitz.open(stream=export(document([line])), filetype="pdf")
    page = pdf[0]
    pixmap = page.get_pixmap(dpi=DPI, colorspace=fitz.csGRAY)
    image = numpy.frombuffer(pixmap.samples, dtype=numpy.uint8).reshape(pixmap.height, pixmap.stride)
    found = collections.defaultdict(list)
    for block in page.get_text("rawdict")["blocks"]:
        for span in (s for l in block.get("lines", []) for s in l["spans"]):
            for char in span["chars"]:
                if char["c"] not in line or char["c"] in "#（）、。 　" or abs(span["size"] - 16) > 0.1:
                    continue
                x, y = (v * DPI / 72 for v in char["origin"])
                em = 16 * DPI / 72
                box = image[int(y - em):int(y + em / 4), int(x):int(x + em * (0.55 if char["c"].isascii() else 1))]
                found[span["font"]].append(stroke(box))
    return {font: sum(v) / len(v) for font, v in found.items()}


@cases([("hei", "#", "FandolHei", "Noto Sans CJK SC", {"FandolHei-Regular": 6638, "NotoSansCJKsc-Regular": 1467}),
        ("kai", "##", "FandolKai", "AR PL UKai CN",
         {"FandolKai-Regular": 6638, "UKaiCN": 1148, "NotoSerifCJKsc-Regular": 319})])
def test_all_characters_of_the_table(case):
    """通用规范汉字表: from the face, then from one of its style, and only the rest from another."""
    _, mark, first, second, counts = case
    installed(first, second)
    found = faces_of(mark, TABLE)
    assert found == counts, found


# rare characters, and common ones that are built like them
LIKE = "结垫熔伟钥翅鉴"


@cases([("hei", f"# {LIKE}{NAMES}", "FandolHei-Regular", "NotoSansCJKsc-Regular", 0.12),
        ("kai", f"## {LIKE}{NAMES}", "FandolKai-Regular", "UKaiCN", 0.12),
        ("digits", f"# {LIKE}2026年38处", "FandolHei-Regular", "LiberationSans", 0.12)])
def test_one_weight(case):
    _, line, first, second, band = case
    found = widths(line)
    if not {first, second} <= found.keys():
        raise Skip(f"{first} or {second} is not in use: {sorted(found)}")
    assert abs(found[second] / found[first] - 1) <= band, {k: round(v * 1000 / (16 * DPI / 72)) for k, v in found.items()}


def test_quotation_marks_of_hei():
    """FandolHei's are hairlines: they come from the next face, and nothing is told of it."""
    installed("FandolHei", "Noto Sans CJK SC")
    trace = export(document(["# “四好农村路”与‘三农’"]), to="trace").decode()
    assert re.search(r'heading .* NotoSansCJKsc-Regular .* "“"', trace), trace
    assert "T106" not in hongtou("export", "-v", "-t", "trace", "-o", "-", "-", stdin=document(["# “四好”"]).encode()).err


def test_signs():
    """Units come from one face, whether the body is 仿宋 or not; a full-width minus sign is no hyphen."""
    installed("FandolFang", "BabelStone Han", "Noto Serif CJK SC")
    trace = export(document(["面积30㎡、体积5㎥、长3㎞。", "气温－5℃。"]), to="trace").decode()
    fonts = {sign: re.search(rf'^run body para \d+ \S+ \S+ (\S+) .*"[^"]*{sign}[^"]*"', trace, re.M)[1] for sign in "㎡㎥㎞－"}
    assert fonts["㎡"] == fonts["㎥"] == fonts["㎞"], fonts
    assert not fonts["－"].startswith("Fandol"), fonts


def test_new_variable_font():
    """A variable font, whose weights are a range, is installed: the run that scans it is like any other."""
    latin = re.search(r"\((/.*/LiberationSerif-Regular\.ttf)\)", hongtou("fonts").stdout.decode())
    if not latin:
        raise Skip("Liberation Serif is not used")
    font = TTFont(latin[1])
    weight = Axis()
    weight.axisTag, weight.minValue, weight.defaultValue, weight.maxValue, weight.axisNameID = "wght", 100, 400, 900, 256
    font["fvar"], font["gvar"] = newTable("fvar"), newTable("gvar")
    font["fvar"].axes = [weight]
    font["gvar"].version, font["gvar"].reserved, font["gvar"].variations = 1, 0, {name: [] for name in font.getGlyphOrder()}
    points = len(font["glyf"]["A"].coordinates) + 4
    font["gvar"].variations["A"] = [TupleVariation({"wght": (0, 1, 1)}, [(10, 0)] * points)]
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            record.string = "TestVariable"
    with workdir() as folder:
        fonts = pathlib.Path(folder, "data/fonts")
        fonts.mkdir(parents=True)
        font.save(fonts / "variable.ttf")
        env = environment(XDG_DATA_HOME=f"{folder}/data", XDG_CACHE_HOME=f"{folder}/cache")
        for run in ("first", "second"):
            done = hongtou("export", "-q", "-", "-o", f"{folder}/{run}.pdf", stdin=notice("正文A。").encode(), env=env)
            assert done.returncode == 0 and not done.err, (run, done.err)
