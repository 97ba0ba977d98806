"""What README, the guide, CONTRIBUTING and the manual show is true: links lead somewhere, examples are taken as they
are, and messages are quoted as they are printed."""
import json
import re
import subprocess
import unicodedata
from pathlib import Path

from support import ROOT, cases, environment, hongtou, need, workdir

ROOM = "cli"

PAGES = ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "NEWS.md", "SECURITY.md", "docs/guide.md", "docs/sheets.md", "docs/vocabulary.md",
         "docs/gbt9704.md", "docs/performance.md", "docs/gallery/README.md",
         *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs" / "zh").rglob("*.md"))]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name, language=""):
    """The fenced blocks of a page in this language."""
    return [text for of, text in re.findall(r"^```(\w*)\n(.*?)^```$", read(name), re.M | re.S) if of == language]


def anchors(text):
    """Headings as GitHub names them."""
    return {re.sub(r"[^\w\- ]", "", line.lower()).strip().replace(" ", "-") for line in re.findall(r"^#+ (.*)$", text, re.M)}


@cases(PAGES)
def test_links(page):
    """Each link, picture and file that a page names is there; a link to a heading finds it."""
    text = read(page)
    folder = (ROOT / page).parent
    links = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"^```.*?^```$|`[^`\n]*`", "", text, flags=re.M | re.S))
    links += re.findall(r'src="([^"]+)"', text)
    for link in links:
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = folder / path if path else ROOT / page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link
    named = re.findall(r"`((?:src|tests|tools|styles|words|samples|docs|po|man|fonts|web|python|examples|contrib)/[\w./-]*\w)`", text)
    # NAME, ROOM are to be filled in; gbt9704.md names tests so, which test_forms.py checks
    gone = [name for name in named if not (ROOT / name).exists() and not re.search("[A-Z]{4}", name) and "gbt9704" not in page]
    assert not gone, gone


def test_promises_have_tests():
    """Each promise of SECURITY.md names tests, and these are there."""
    rows = re.findall(r"^\| (\*\*.+?) \| (.+?) \|$", read("SECURITY.md"), re.M)
    assert len(rows) > 10
    listed = subprocess.run(["/usr/bin/python3", ROOT / "tests/run.py", "--list"], capture_output=True, check=True, text=True)
    for promise, tests in rows:
        names = re.findall(r"`([\w/]+)`", tests)
        assert names, promise
        gone = [name for name in names if not re.search(rf"^{name}(/|$)", listed.stdout, re.M)]
        assert not gone, (promise, gone)


def test_news_once():
    """NEWS.md says each thing once, in one version: a merge of two may leave both."""
    begun = [line[:24] for line in read("NEWS.md").splitlines() if line.startswith("- ")]
    assert len(begun) > 40 and not {text for text in begun if begun.count(text) > 1}


@cases(["README.md", "README.zh-CN.md", "SECURITY.md", "docs/guide.md", "man/hongtou.1", "man/zh_CN/hongtou.1", "CONTRIBUTING.md"])
def test_formats(page):
    """A page that tells what is made names every format for others: none came later and was forgotten."""
    text = read(page).lower()
    assert not [name for name in ("pdf", "ofd", "docx") if name not in text] and re.search("odt|opendocument", text)


def test_map_has_folders():
    """CONTRIBUTING.md's map says what each folder of the tree is for."""
    listed = subprocess.run(["git", "ls-tree", "-d", "--name-only", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    text = read("CONTRIBUTING.md")
    assert not [name for name in listed.stdout.split() if f"`{name}/" not in text]


WORKPLACE = re.compile(r"(?<![\w.~])/(?:root|work)/")


def test_no_workplace():
    """No text of the tree has a path of the machine it was written on."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True).stdout.decode().split("\0")
    texts = [name for name in names if name.endswith((".md", ".c", ".h", ".py", ".build", ".yaml", ".txt", ".1", ".3", ".5", ".in", ".po"))
             or name.startswith(("tools/", "debian/", "completion/", ".ci/"))]
    wrong = [name for name in texts if name != "tests/external/test_docs.py" and not name.startswith("tests/fuzz/") and (ROOT / name).is_file()
             and WORKPLACE.search((ROOT / name).read_text(encoding="utf-8", errors="replace"))]
    assert not wrong, wrong


def test_first_record():
    """The first record of the guide makes a document without a word; with a wrong field it gives the messages shown."""
    record = blocks("docs/guide.md", "yaml")[0]
    shown = next(block for block in blocks("docs/guide.md") if "[R210]" in block).splitlines()
    with workdir() as folder:
        file = Path(folder, "通知.yaml")
        file.write_text(record, encoding="utf-8")
        done = hongtou("export", "通知.yaml", cwd=folder)
        assert done.returncode == 0 and not re.search("error|warning", done.err) and Path(folder, "通知.pdf").exists(), done.err
        file.write_text(record.replace("发文机关: ", "发文机构: "), encoding="utf-8")
        printed = [line for locale in ("C.UTF-8", "zh_CN.UTF-8")
                   for line in hongtou("export", "通知.yaml", cwd=folder, env=environment(LC_ALL=locale)).err.splitlines()
                   if "[R210]" in line]
        assert printed == shown, printed


COMMANDS = "|".join(re.findall(r'^    \{"(\w+)", ht_cli_', read("src/cli/main.c"), re.M))


@cases([page for page in PAGES if re.search(rf"\bhongtou ({COMMANDS})\b", read(page))])
def test_commands(page):
    """Commands that a page shows exist, with the options they are shown with."""
    found = re.findall(rf"\bhongtou ({COMMANDS})\b([^\n`#|&]*)", read(page))
    assert found
    for command, rest in found:
        known = hongtou(command, "--help", env=environment(LC_ALL="C.UTF-8")).stdout.decode()
        for option in re.findall(r"(?<![\w-])(--[a-z-]+|-[a-z])\b", rest):
            assert re.search(rf"(?<![\w-]){option}(?![\w-])", known), f"hongtou {command} {option}"


NEEDED = "格式: 公文\n发文机关: 甲区教育局\n发文字号: 甲教发〔2026〕1号\n标题: 关于演示的通知\n主送机关: [乙校]\n成文日期: 2026-01-05\n"


def test_guide_examples():
    """The records of the guide make documents without a warning."""
    (minutes,), (_, table) = blocks("docs/guide.md", "markdown"), blocks("docs/guide.md", "yaml")
    for name, text in (("a.md", minutes), ("b.yaml", NEEDED + table)):
        with workdir() as folder:
            Path(folder, name).write_text(text, encoding="utf-8")
            done = hongtou("export", name, "-o", "out.pdf", cwd=folder)
            assert done.returncode == 0 and not re.search("error|warning", done.err), (name, done.err)


def test_manual_examples():
    """The record in the manual's examples makes a document; the style sheets of the manual and of docs/sheets.md are
    right."""
    manual = read("man/hongtou.1")
    literal = re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed$", manual, re.M | re.S)
    record = next(block for block in literal if block.startswith("格式:"))
    sheets = [next(block for block in literal if block.startswith("extends:")), blocks("docs/sheets.md", "yaml")[0]]
    with workdir() as folder:
        Path(folder, "r.yaml").write_text(record, encoding="utf-8")
        for i, sheet in enumerate([""] + sheets):
            Path(folder, "s.yaml").write_text(sheet, encoding="utf-8")
            done = hongtou("export", "r.yaml", *(["-s", "s.yaml"] if sheet else []), "-o", f"{i}.pdf", cwd=folder)
            assert done.returncode == 0 and not re.search("error|warning", done.err), (sheet, done.err)


def test_library_example():
    """The program in the library's manual page compiles without a warning and makes a PDF."""
    (source,) = re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed$", read("man/libhongtou.3"), re.M | re.S)
    build = ROOT / "build" / "src" / "export"
    with workdir() as folder:
        Path(folder, "one.c").write_text(source.replace("\\e", "\\"), encoding="utf-8")
        subprocess.run(["cc", "-Wall", "-Wextra", "-Werror", f"-I{ROOT}/src/export/include", "one.c", "-o", "one", f"-L{build}", "-lhongtou",
                        f"-Wl,-rpath,{build}"], cwd=folder, check=True)
        done = subprocess.run(["./one"], cwd=folder, env=environment(HONGTOU_DATA=str(ROOT), HONGTOU_FONTS_CONF=str(ROOT / "build/fonts/fonts.conf")),
                              capture_output=True)
        assert done.returncode == 0 and done.stdout.startswith(b"%PDF-"), done.stderr


MANUALS = ["man/hongtou.1", "man/hongtou-record.5", "man/libhongtou.3", "build/man/hongtou-messages.7", "build/man/zh_CN/hongtou.1",
           "build/man/zh_CN/hongtou-record.5", "build/man/zh_CN/hongtou-messages.7"]


@cases(MANUALS)
def test_manual_is_right(page):
    """groff shows a page without a warning, and no line is wider than it was told; sections that it refers to are there."""
    need("man", "groff")
    done = subprocess.run(["man", "--warnings", "-l", ROOT / page], env=environment(MANWIDTH="80"), capture_output=True)
    shown = done.stdout.decode()
    # groff 1.23 warns of its own macros where a heading is not in ASCII
    said = [line for line in done.stderr.decode().splitlines() if "macro 'doc-" not in line]
    assert done.returncode == 0 and not said and len(shown) > 2000, said
    wide = [line for line in shown.splitlines() if sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) > 80]
    literal = re.findall(r"^\.Bd -literal.*?\n(.*?)^\.Ed$", read(page), re.M | re.S)
    assert not [line for line in wide if line.strip() not in "".join(literal).replace("\\e", "\\")], wide
    sections = re.findall(r"^\.S[hs] (.*)$", read(page), re.M)
    missing = [name for name in re.findall(r"^\.Sx (.*?)(?: [.,;)]+)?$", read(page), re.M) if name not in sections]
    assert not missing, missing


def test_library_page_has_all():
    """The library's manual page declares every function of its header."""
    header = read("src/export/include/hongtou.h")
    functions = set(re.findall(r"^(?!typedef)[\w *]*?\b(hongtou_\w+)\(", header, re.M))
    declared = set(re.findall(r"^\.Fn (hongtou_\w+)", read("man/libhongtou.3").split(".Sh DESCRIPTION")[0], re.M))
    assert len(functions) > 10 and functions == declared, functions ^ declared


def test_installed():
    """What README says is installed: the program, its manual, the library; and what they need."""
    done = subprocess.run(["meson", "introspect", "--installed", ROOT / "build"], capture_output=True, check=True)
    paths = list(json.loads(done.stdout).values())
    wanted = ["/bin/hongtou", "/man/man1/hongtou.1", "/include/hongtou.h", "/libhongtou.so", "/pkgconfig/hongtou.pc",
              "/share/hongtou/styles", "/share/hongtou/fonts.conf", "/zh_CN/LC_MESSAGES/hongtou.mo"]
    missing = [name for name in wanted if not any(path.endswith(name) for path in paths)]
    assert not missing, missing


def test_size_of_odt():
    """Three pages without pictures take 10 KB, as the guide says."""
    with workdir() as folder:
        pages = []
        for name in ("a.pdf", "a.odt"):
            done = hongtou("export", "-v", ROOT / "samples/02-notice-zh.yaml", "-d", folder, "-t", name[2:])
            pages += re.findall(r", (\d+) pages", done.err)
        (odt,) = Path(folder).glob("*.odt")
        assert pages == ["3", "3"] and 9000 < odt.stat().st_size < 10500, (pages, odt.stat().st_size)
