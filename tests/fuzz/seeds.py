"""Files that the fuzz targets begin with: those of the samples and the tests, and what the program makes of them.

    tests/fuzz/seeds.py FOLDER      writes FOLDER/TARGET/… for each target

The grown corpus (tests/fuzz/corpus) comes on top of these."""
import hashlib
import io
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests" / "external"), str(ROOT / "tests" / "fuzz")]
sys.dont_write_bytecode = True

from support import SAMPLES, hongtou, workdir  # noqa: E402

NEXT = b"\1"  # FUZZ_NEXT of importing.h
MOST = 32 << 10  # bytes of a seed: small ones are mutated faster


def parts(target):
    """The names of a package's parts, as tests/fuzz/meson.build lists them."""
    source = (ROOT / "tests" / "fuzz" / "meson.build").read_text()
    listed = source.split(f"fuzz_{target} = [")[1].split("]\n")[0]
    return [name.strip(" '") for name in listed.split(",")]


def unpacked(data, target):
    """A package as the target's input: its parts one after another."""
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        return NEXT.join(z.read(name).replace(NEXT, b" ") if name in z.namelist() else b"" for name in parts(target))


class Seeds:
    def __init__(self, folder):
        self.folder, self.n = Path(folder), 0

    def add(self, target, data):
        if isinstance(data, str):
            data = data.encode()
        if not data or len(data) > MOST:
            return
        place = self.folder / target
        place.mkdir(parents=True, exist_ok=True)
        (place / hashlib.sha1(data).hexdigest()).write_bytes(data)
        self.n += 1

    def package(self, target, data):
        try:
            self.add(target, unpacked(data, target))
        except (zipfile.BadZipFile, RuntimeError, zlib.error):
            pass  # one that a test has broken on purpose
        self.add("any", data)


def records(seeds):
    """The records of samples and tests, and generated ones; what import makes of a record is one in all syntaxes."""
    endings = {".yaml": "yaml", ".json": "json", ".md": "md"}
    for path in [*SAMPLES, *sorted((ROOT / "tests" / "cases").glob("*/*"))]:
        if path.suffix in endings:
            for kind in ("record", "document"):
                seeds.add(f"{kind}-{endings[path.suffix]}", path.read_bytes())
    from generate import Generator, written
    for seed in range(100):
        record = Generator(seed).record()
        for syntax in ("yaml", "json", "md"):
            for kind in ("record", "document"):
                seeds.add(f"{kind}-{syntax}", written(record, syntax))


def documents(seeds):
    """The samples as documents: packages and words of pages."""
    with workdir() as folder:
        hongtou("export", "-t", "pdf,odt", "-d", folder, *SAMPLES)
        for path in sorted(Path(folder).iterdir()):
            if path.suffix == ".odt":
                seeds.package("odt", path.read_bytes())
            elif path.suffix == ".pdf":
                done = subprocess.run(["pdftotext", "-bbox-layout", "-enc", "UTF-8", "-l", "2", path, "-"], capture_output=True)
                seeds.add("words", done.stdout)


def texts(seeds):
    for path in sorted(p for p in (ROOT / "tests" / "import").rglob("*") if p.is_file()):
        data = path.read_bytes()
        kind = path.suffix[1:]
        if kind == "txt":
            seeds.add("text", data)
            seeds.add("any", data)
        elif kind in ("html", "fodt", "csv"):
            seeds.add(kind, data)
        elif kind in ("docx", "odt", "xlsx"):
            seeds.package(kind, data)
    seeds.add("csv", "姓名,单位,职务\n白露,区财政局,局长\n何田,区教育局,副局长\n")
    seeds.add("csv", "序号\t姓名\t职务\t备注\n1\t苏晴\t主任\t请假\n")
    seeds.add("xlsx", NEXT.join([b"<Types/>", SHEETS, SHEET, STRINGS, b"<styleSheet/>", RELATIONS]))


S = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
SHEETS = b'<workbook ' + S + b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
SHEET = ('<worksheet ' + S.decode() + '><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="s"><v>0</v></c></row>'
         '<row r="2"><c r="A2" t="inlineStr"><is><t>白露</t></is></c><c r="B2" t="s"><v>1</v></c></row></sheetData></worksheet>').encode()
STRINGS = ('<sst ' + S.decode() + '><si><t>职务</t></si><si><r><t>区财政局</t></r><r><t>局长</t></r></si></sst>').encode()


def small_files(seeds):
    """The files that the tests of import's readers write."""
    import test_kinds
    import test_readers
    for module in (test_readers, test_kinds):
        for value in vars(module).values():
            for name, case in value.items() if isinstance(value, dict) else []:
                data = case[0] if isinstance(case, tuple) and case else case
                kind = str(name).rpartition(".")[2]
                if kind in ("docx", "odt", "xlsx") and isinstance(data, bytes):
                    seeds.package(kind, data)
                elif kind in ("html", "fodt", "csv") and isinstance(data, (bytes, str)):
                    seeds.add(kind, data)


def pictures(seeds):
    from PIL import Image
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK"):
        picture = Image.linear_gradient("L").resize((24, 20)).convert("L" if mode in ("LA", "P") else mode).convert(mode)
        for form, more in (("PNG", {}), ("JPEG", {"quality": 50}), ("JPEG", {"progressive": True})):
            out = io.BytesIO()
            if (form, mode) not in (("PNG", "CMYK"), *(("JPEG", m) for m in ("LA", "P", "RGBA"))):
                picture.save(out, form, dpi=(300, 300), **more)
                seeds.add("picture", out.getvalue())
    for path in sorted((ROOT / "samples").rglob("*")):
        if path.suffix in (".png", ".jpg", ".svg"):
            seeds.add("picture", path.read_bytes())
    seeds.add("picture", '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="20mm" height="10mm" viewBox="0 0 20 10">'
              '<defs><style>.a{fill:red}</style></defs><g class="a"><circle cx="5" cy="5" r="4"/><text x="2" y="8">章</text></g><image xlink:href="a.png"/></svg>')


def sheets(seeds):
    for path in [*(ROOT / "styles").glob("*.yaml"), *(ROOT / "samples" / "house-style").rglob("*.yaml"), *(ROOT / "tests" / "cases" / "styles").glob("*.yaml")]:
        seeds.add("style", path.read_bytes())
    seeds.add("style", "extends: gb9704\npage: {margin_top: 30}\nstyles: {body: {size: 15}}\nflow+: [extra: after title]\nelements: {extra: {kind: text, text: '{title}', style: body}}\n")


def fonts(seeds):
    """Faces of a few characters, as documents have them: those that an ODT of the samples has embedded; and outlines."""
    characters = "标题关于召开会议的通知甲局文件发〔2026〕号正。署名成日期abc1年月日—"
    record = f"标题: {characters}\n正文: {characters}\n成文日期: 2026-01-05\n"
    with workdir() as folder:
        Path(folder, "r.yaml").write_text(record, encoding="utf-8")
        hongtou("export", "-t", "ofd,odt", "--embed-fonts", "-d", folder, Path(folder, "r.yaml"))
        for path in Path(folder).iterdir():
            if path.suffix in (".ofd", ".odt"):
                with zipfile.ZipFile(path) as package:
                    for name in package.namelist():
                        if name.endswith((".ttf", ".otf")):
                            seeds.add("font", package.read(name))
    N = 139  # of a small number in a program (Adobe technical note 5177)
    for program in ([N + 50, N + 1, N + 2, 1, N + 3, N + 4, 21, 14], [N - 107, 10, 22, 14], [N - 107, 29, N + 5, 22, 14], [N + 1, N + 2, 18, N + 3, N + 4, 19, 128, N + 5, 22, 14],
                    [255, 0, 1, 0, 0, 28, 1, 3, 21, N + 1, N + 2, N + 3, N + 4, N + 5, N + 6, 8, 14]):
        seeds.add("outline", bytes([2, 3, N + 7, N + 8, 11, 4, N - 107, 10, 22, 11, 1, 3, N + 9, 22, 11, *program]))


def journals(seeds):
    with workdir() as folder:
        hongtou("export", "-t", "pdf", "-d", folder, "--report", *[p for p in SAMPLES if p.name[:2] in ("01", "02", "08")])
        hongtou("export", "--incremental", "-t", "pdf", "-d", folder, *[p for p in SAMPLES if p.name[:2] in ("01", "02", "08")])
        journal = Path(folder, ".hongtou", "journal.jsonl").read_bytes()
        seeds.add("journal", journal)
        seeds.add("journal", b"\n".join(journal.split(b"\n")[:3]) + b"\n")


def number(value):
    return struct.pack("=Q", value)


def string(text):
    return number(len(text)) + text + b"\0"


def frames(seeds):
    """A request and a reply, as src/batch/protocol.c writes them."""
    hash_ = bytes(range(32))
    outputs = number(1) + string(b"t") + string(b"s") + string(b".pdf") + string(b"s.pdf") + number(9) + number(1) + hash_
    reads = number(1) + string(b"a.md") + hash_
    request = number(1) + number(0) + number(1) + string(b"a.yaml") + number(1) + string("标题: 甲".encode()) + number(1) + hash_ + string(b"out/") + outputs + reads
    message = number(1) + (number(1) + string(b"R101")) + number(0) + (number(1) + string(b"a.yaml")) + number(1) + number(2) + string(b"text") + number(0) * 4 + number(0) * 2
    reply = number(1) + number(1) + number(0) + number(5) + number(0) + hash_ + string(b"out/") + outputs + reads + number(1) + message
    for payload in (request, reply):
        seeds.add("frames", struct.pack("=I", len(payload)) + payload)


def write(folder):
    """All seeds; how many."""
    seeds = Seeds(folder)
    for make in (records, documents, texts, small_files, pictures, sheets, fonts, journals, frames):
        make(seeds)
    return seeds.n


if __name__ == "__main__":
    print(write(sys.argv[1]), "seeds")
