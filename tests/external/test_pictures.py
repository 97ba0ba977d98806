"""Pictures of the text in the finished PDF: their place and size, their captions."""
import io
import re
import zipfile
from pathlib import Path

from measure import *
from support import ROOT, environment, hongtou, notice, open_pdf, squeeze, workdir

ROOM = "image"


def painted(width, height, dpi, kind):
    """A picture with a frame, as a file."""
    from PIL import Image, ImageDraw
    image, out = Image.new("RGB", (width, height), (255, 255, 255)), io.BytesIO()
    ImageDraw.Draw(image).rectangle((0, 0, width - 1, height - 1), outline=(0, 0, 128), width=4)
    image.save(out, kind, dpi=(dpi, dpi))
    return out.getvalue()


def exported(body, files):
    """(the document, what was said) of a notice whose body names these picture files."""
    with workdir() as folder:
        for name, data in files.items():
            with open(f"{folder}/{name}", "wb") as file:
                file.write(data)
        with open(f"{folder}/r.yaml", "w", encoding="utf-8") as file:
            file.write(notice(body))
        done = hongtou("export", "-v", f"{folder}/r.yaml", "-o", f"{folder}/o.pdf")
        assert done.returncode == 0, done.err
        with open(f"{folder}/o.pdf", "rb") as file:
            return open_pdf(file.read()), done.err


def check_caption(page, box, caption):
    line = find(page, caption)
    near(centre(line), MIDDLE, f"middle of {caption}")
    between(line[0].y - line[0].size / MM, box[3], box[3] + 2 * PITCH, f"{caption} below its picture")


def test_size_and_caption():
    """PNG and JPEG at their true size, centred, the caption centred below."""
    files = {"a.png": painted(600, 300, 150, "PNG"), "b.jpg": painted(400, 400, 100, "JPEG")}
    document, said = exported("文。\n![图1　甲](a.png)\n文。\n![图2　乙](b.jpg)", files)
    assert "L116" not in said and "L117" not in said, said
    found = [(page, box) for page in document for box in pictures(page)]
    assert len(found) == 2
    for (page, box), (width, height), caption in zip(found, ((101.6, 50.8), (101.6, 101.6)), ("图1甲", "图2乙")):
        near(box[2] - box[0], width, "width", 0.2)
        near(box[3] - box[1], height, "height", 0.2)
        near((box[0] + box[2]) / 2, MIDDLE, "middle of the picture", 0.2)
        check_caption(page, box, caption)


def described(page):
    """What describes the picture of the page, which no page shows."""
    document = page.parent
    found = [document.xref_get_key(i, "Alt") for i in range(1, document.xref_length())]
    return ["".join(bytes.fromhex(text).decode("utf-16") if kind == "xref" else text) for kind, text in found if kind != "null"]


def test_title_in_the_text():
    """A line `图1 …` below a picture or above it is its caption, with one blank after the number however it is typed; the
    alternative text then only describes it. A sentence is none, nor is the title of the next picture."""
    files = {"a.png": painted(600, 300, 150, "PNG")}
    for body in ("文。\n![水系](a.png)\n图1 甲乙\n后文。", "文。\n图1  甲乙\n![水系](a.png)\n后文。"):
        document, said = exported(body, files)
        (page, box), = [(page, box) for page in document for box in pictures(page)]
        check_caption(page, box, "图1甲乙")
        assert not any("水系" in p.get_text() for p in document) and "D102" not in said, (body, said)
        assert "水系" in described(page), described(page)
        caption = find(page, "图1甲乙")
        number, name = (next(g for g in caption if g.c == c) for c in "1甲")
        between((name.x - number.x) / (number.size / MM), 1.3, 1.8, "the blank after the number, with it, in characters")
    document, said = exported("文。\n![图1 甲](a.png)\n图2 乙\n![丙](a.png)\n图2表明甲乙。", files)
    texts = "".join(squeeze(page.get_text()) for page in document)
    assert "图1甲" in texts and "图2乙" in texts and "图2表明甲乙。" in texts and "丙" not in texts, texts


def test_too_large():
    """A picture wider or taller than the page is set smaller, in proportion, and that is said."""
    files = {"wide.png": painted(3000, 1000, 150, "PNG"), "tall.jpg": painted(1000, 3000, 150, "JPEG")}
    document, said = exported("文。\n![图1　甲](wide.png)\n![图2　乙](tall.jpg)", files)
    assert said.count("[L116]") == 2, said
    (_, wide), (_, tall) = [(page, box) for page in document for box in pictures(page)]
    near(wide[2] - wide[0], 156, "width of the wide one", 0.3)
    near(wide[3] - wide[1], 52, "height of the wide one", 0.3)
    between(tall[3] - tall[1], 100, 225, "height of the tall one")
    near((tall[2] - tall[0]) * 3, tall[3] - tall[1], "proportion of the tall one", 0.5)


def test_kept_with_caption():
    """A picture and its caption, and a heading above them, are on one page; a long caption takes several lines."""
    files = {"a.png": painted(600, 300, 150, "PNG")}
    caption = "图1　" + "很长的图题" * 10
    for n in range(5, 17):
        body = "\n".join(["国" * 20 + "。"] * n + ["一、标题在此", f"![{caption}](a.png)", "后文。"])
        document, said = exported(body, files)
        where = [i for i, page in enumerate(document) if pictures(page)]
        assert len(where) == 1 and "L104" not in said, said
        text = squeeze(document[where[0]].get_text())
        assert "一、标题在此" in text and squeeze(caption) in text, f"{n} paragraphs"
        for line in body_lines(document[where[0]]):
            between(line[0].x, LEFT - 0.3, RIGHT, "left end of a line")
            between(right_end(line), LEFT, RIGHT + 0.5, "right end of a line")


def test_caption_on_page_one():
    """Page 1 shows no picture without its caption, though it has no other body text; a picture that has room for both
    is on it."""
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="120mm" height="%dmm"><rect width="100%%" height="100%%"/></svg>'
    heights, pages = range(70, 112), []
    with workdir() as folder:
        for height in heights:
            Path(folder, f"p{height}.svg").write_text(picture % height)
            Path(folder, f"r{height}.yaml").write_text(
                notice(f"![图1　监测点](p{height}.svg)\n\n请遵照执行。"), encoding="utf-8")
        done = hongtou("export", *[f"r{height}.yaml" for height in heights], "-d", "o", "--to", "trace", cwd=folder)
        assert done.returncode == 0, done.err
        for height in heights:
            first, *later = re.split(r"(?m)^page \d+ ", Path(folder, "o", f"r{height}.txt").read_text(encoding="utf-8"))[1:]
            pages.append(("\nimage " in first, "\nrun body caption " in first))
            assert pages[-1][0] == pages[-1][1], f"{height} mm: picture, caption on page 1: {pages[-1]}"
    assert (True, True) in pages and (False, False) in pages, pages


def marked(kind, secret):
    """A picture that also holds text which does not draw: where, by whom, on which machine."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo
    image, out = Image.new("RGB", (60, 40), (200, 0, 0)), io.BytesIO()
    image.paste((0, 0, 200), (0, 0, 30, 40))
    if kind == "PNG":
        info = PngInfo()
        info.add_text("Path", secret)
        info.add_itxt("Author", secret)
        image.save(out, kind, pnginfo=info, dpi=(100, 100))
        return out.getvalue() + secret.encode()
    exif = Image.Exif()
    exif[0x013B] = secret
    exif[0x8825] = {1: "N", 2: (30.0, 15.0, 1.0)}
    image.save(out, kind, exif=exif, comment=secret.encode(), dpi=(100, 100), progressive=kind == "JPEG" and secret[-1] == "2")
    return out.getvalue() + secret.encode()


def packed(data):
    """All files within a package, or all objects of a PDF, unpacked."""
    if data[:2] == b"PK":
        package = zipfile.ZipFile(io.BytesIO(data))
        return b"".join(package.read(name) for name in package.namelist())
    document = open_pdf(data)
    streams = [document.xref_stream_raw(i) or b"" for i in range(1, document.xref_length())]
    return b"".join(streams) + b"".join(document.xref_stream(i) or b"" for i in range(1, document.xref_length()))


def test_what_does_not_draw_stays_out():
    """Place, camera, author and comments of a picture go into no file; the picture is as it was."""
    from PIL import Image
    secret = ["SecretArtist1", "SecretArtist2", "SecretArtist3"]
    files = {"a.jpg": marked("JPEG", secret[0]), "b.jpg": marked("JPEG", secret[1]), "c.png": marked("PNG", secret[2])}
    assert all(text.encode() in data for text, data in zip(secret, files.values()))
    with workdir() as folder:
        for name, data in files.items():
            with open(f"{folder}/{name}", "wb") as file:
                file.write(data)
        with open(f"{folder}/r.yaml", "w", encoding="utf-8") as file:
            file.write(notice("文。\n" + "\n".join(f"![图{i}](%s)" % name for i, name in enumerate(files, 1))))
        for to in ("pdf", "odt", "ofd"):
            done = hongtou("export", f"{folder}/r.yaml", "-o", f"{folder}/o.{to}")
            assert done.returncode == 0, done.err
            with open(f"{folder}/o.{to}", "rb") as file:
                data = file.read()
            assert b"SecretArtist" not in packed(data), to
        with open(f"{folder}/o.odt", "rb") as file:
            package = zipfile.ZipFile(file)
            kept = [package.read(name) for name in package.namelist() if name.startswith("Pictures/")]
    assert len(kept) == 3
    shown = sorted(Image.open(io.BytesIO(data)).convert("RGB").tobytes() for data in kept)
    assert shown == sorted(Image.open(io.BytesIO(data)).convert("RGB").tobytes() for data in files.values())


def test_text_of_svg():
    """It is set with the user's fonts wherever those are, also by a symbolic link, in a batch as alone."""
    font = (ROOT / "fonts" / "fandol" / "FandolKai-Regular.otf").read_bytes()
    for coding in ("latin-1", "utf-16-be"):
        font = font.replace("FandolKai".encode(coding), "Drawn Kai".encode(coding))
    picture = ('<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="20mm" viewBox="0 0 60 20">'
               '<text x="2" y="15" font-size="12" font-family="Drawn Kai">监测点</text></svg>')
    seen = {}
    with workdir() as folder:
        root = Path(folder)
        for name in ("none", "file", "link", "linked-folder"):
            (root / name / ".fonts").mkdir(parents=True)
        (root / "data").mkdir()
        (root / "data" / "kai.otf").write_bytes(font)
        (root / "file" / ".fonts" / "kai.otf").write_bytes(font)
        (root / "link" / ".fonts" / "kai.otf").symlink_to(root / "data" / "kai.otf")
        (root / "linked-folder" / ".fonts" / "data").symlink_to(root / "data")
        (root / "r").mkdir()
        (root / "r" / "p.svg").write_text(picture, encoding="utf-8")
        for name in "ab":
            (root / "r" / f"{name}.yaml").write_text(notice("![图1　监测点](p.svg)\n\n请遵照执行。"), encoding="utf-8")
        for home in ("none", "file", "link", "linked-folder"):
            env = environment(HOME=str(root / home))
            for inputs in (["r/a.yaml"], ["r"]):
                out = f"{home}/{len(seen)}"
                done = hongtou("export", *inputs, "-d", out, "-t", "png", "-j", "2", cwd=root, env=env)
                assert done.returncode == 0, done.err
                seen[home, inputs[0]] = [page.read_bytes() for page in sorted((root / out).glob("a*.png"))]
    assert seen["file", "r/a.yaml"] != seen["none", "r/a.yaml"]
    assert all(data == seen["file", "r/a.yaml"] for (home, _), data in seen.items() if home != "none"), [
        place for place, data in seen.items() if data != seen["file", "r/a.yaml"]]
