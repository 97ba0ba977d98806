"""The house: what CONTRIBUTING.md asks of the source, as far as a machine can see it. Run as a program, this file prints
the figures that the limits below are set by."""
import ast
import fnmatch
import functools
import importlib.util
import re
import runpy
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from support import ROOT, cases, need

ROOMS = re.search(r"foreach room : \[(.+?)\]", (ROOT / "meson.build").read_text()).group(1).replace("'", "").split(", ")
SOURCES = sorted((ROOT / "src").rglob("*.[ch]"))
TESTS = sorted((ROOT / "tests").rglob("*.[ch]"))

# The greatest of the tree when they were set: to be lowered with it, not raised.
FUNCTION_LINES = 71
FILE_LINES = 603
# ?: for each 1,000 lines of code
CONDITIONALS = {"base": 21.6, "record": 22.5, "style": 15.7, "import": 36.7, "doc": 44.7, "check": 19.9,
                "image": 13.7, "text": 11.6, "layout": 34.4, "office": 38.4, "draft": 28.0, "odt": 20.0, "docx": 16.1, "render": 13.5,
                "export": 46.3, "studio": 29.9, "settings": 44.5, "batch": 31.9, "serve": 33.0, "cli": 40.3}

# libraries whose headers only these rooms may include
OWNERS = {"yaml.h": ["record"], "yajl/": ["record", "batch", "studio"], "md4c": ["record"], "nettle/": ["batch", "image", "render", "serve"], "microhttpd": ["serve"], "sys/inotify": ["serve"], "xlsxwriter": ["batch"],
          "zip.h": ["import", "office"], "libxml/HTMLparser": ["import"], "libxml/": ["import"],
          "png.h": ["image"], "seccomp.h": ["base"], "linux/landlock": ["base"], "jpeglib.h": ["image"], "librsvg/": ["image"], "cairo": ["image", "render"],
          "pango/": ["text"], "hb": ["text"], "fontconfig/": ["text"], "unicode/": ["text"],
          "hpdf": ["render"], "lcms2.h": ["render"], "libdeflate": ["text", "render", "office"]}


def includes(path):
    return re.findall(r'^#\s*include\s*[<"]([^">]+)[">]', path.read_text(encoding="utf-8"), re.M)


def room_of(path):
    return path.relative_to(ROOT / "src").parts[0]


def test_no_upward_includes():
    wrong = [f"{path.relative_to(ROOT)} includes {name}" for path in SOURCES if room_of(path) in ROOMS
             for name in includes(path) if name.split("/")[0] in ROOMS
             and ROOMS.index(name.split("/")[0]) > ROOMS.index(room_of(path))]
    assert not wrong, "\n".join(wrong)


def test_libraries_have_owners():
    wrong = [f"{path.relative_to(ROOT)} includes {name}" for path in SOURCES for name in includes(path)
             for head, owners in OWNERS.items() if name.startswith(head) and room_of(path) not in owners]
    assert not wrong, "\n".join(wrong)


def test_map():
    """CONTRIBUTING.md's map has the rooms in their order, and names for each the rooms that its meson.build lets it see."""
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("| room |")[1].split("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    assert [row[0] for row in rows] == ROOMS
    for row in rows:
        if row[0] == "cli":  # made at the top
            made = (ROOT / "meson.build").read_text().split("cli_sources,")[1]
        else:
            made = (ROOT / "src" / row[0] / "meson.build").read_text().split("static_library(")[-1]
        seen = re.findall(r"(\w+)_dep\b", re.search(r"dependencies: \[(.*?)\]", made).group(1))
        assert set(row[3].split(", ")) - {""} == {name for name in seen if name in [*ROOMS, "words"]}, row[0]


def test_contracts():
    """Every function in a public header has a comment above it, or follows one that has in the same block, or has one on
    its own line; ht_…_free needs none."""
    wrong = []
    for path in sorted((ROOT / "src").glob("*/include/**/*.h")):
        text = path.read_text(encoding="utf-8")
        for match in re.finditer(r"^(?!typedef|static|#|struct|enum)\w[\w \*]*?\b(ht_\w+)\([^;{]*\)[^;{]*;", text, re.M):
            block = text[:match.start()].rsplit("\n\n", 1)[-1]
            rest = text[match.end():].split("\n", 1)[0]
            if "*/" not in block and "/*" not in rest and not match.group(1).endswith("_free"):
                wrong.append(f"{path.relative_to(ROOT)}: {match.group(1)}")
    assert not wrong, "\n".join(wrong)


def test_length():
    """No function and no file is longer than the longest when the limits were set."""
    wrong = [f"{where(path)}: {n} lines" for path in SOURCES if (n := len(read(path).splitlines())) > FILE_LINES]
    wrong += [f"{where(path)}:{line}: a function of {n} lines" for path in SOURCES for line, n in functions(path)
              if n > FUNCTION_LINES]
    assert not wrong, "\n".join(wrong)


def functions(path):
    """(line, number of lines) of each function body."""
    begin = None
    for number, line in enumerate(read(path).splitlines(), 1):
        if line == "{":
            begin = number
        elif line == "}" and begin:
            yield begin, number - begin
            begin = None


def test_format():
    """clang-format changes nothing. Its version is fixed, since others format differently."""
    need("clang-format-14")
    version = subprocess.run(["clang-format-14", "--version"], capture_output=True, check=True).stdout.decode()
    assert "version 14." in version, version
    done = subprocess.run(["clang-format-14", "--dry-run", "--style=file", *SOURCES, *TESTS], capture_output=True, cwd=ROOT)
    wrong = sorted(set(re.findall(r"^(.+?):\d+:\d+: warning", done.stderr.decode(), re.M)))
    assert done.returncode == 0 and not wrong, "clang-format-14 -i changes:\n" + "\n".join(wrong) + done.stderr.decode()[-300:]


# --- conditional expressions ---

@functools.cache
def read(path):
    return path.read_text(encoding="utf-8")


@functools.cache
def code(path):
    """The source without comments, and with nothing in its strings; lines stay where they are."""
    def blank(match):
        text = match.group(0)
        quotes = text[0] if text[0] in "\"'" else ""
        return quotes + re.sub(r"[^\n]", "", text) + quotes
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'', blank, read(path), flags=re.S)


def where(path):
    return path.relative_to(ROOT)


TOKEN = re.compile(r"\w+|[-+*/%&|^]=|<<=|>>=|[=!<>]=|&&|\|\||->|\n|[^\s\w]")
OPEN, CLOSE = set("([{"), set(")]}")
ASSIGN = {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="}


def conditionals(text):
    """(line, nested) of each ?: of the text; nested: another one is in its condition or its operands."""
    tokens, line = [], 1
    for match in TOKEN.finditer(text):
        if match.group() == "\n":
            line += 1
        else:
            tokens.append((match.group(), line))
    marks = [i for i, (token, _) in enumerate(tokens) if token == "?"]
    for mark in marks:
        begin, end = condition_begin(tokens, mark), operands_end(tokens, mark)
        yield tokens[mark][1], any(begin <= other <= end for other in marks if other != mark)


def condition_begin(tokens, mark):
    depth = 0
    for i in range(mark - 1, -1, -1):
        token = tokens[i][0]
        depth += (token in CLOSE) - (token in OPEN)
        if depth < 0 or depth == 0 and (token in ASSIGN or token in {",", ";", "{", "?", ":", "return"}):
            return i + 1
    return 0


def operands_end(tokens, mark):
    depth, colons = 0, 1  # colons that are yet to come
    for i in range(mark + 1, len(tokens)):
        token = tokens[i][0]
        depth += (token in OPEN) - (token in CLOSE)
        if depth < 0 or depth == 0 and (token == ";" or token == "," and not colons or token == ":" and not colons):
            return i - 1
        if depth == 0:
            colons += (token == "?") - (token == ":")
    return len(tokens) - 1


def test_conditionals_are_read():
    """The reader of ?: that the next two tests use."""
    for text, want in [("x = a ? b : c;", [False]), ("f(a ? b : c, d ? e : g);", [False, False]),
                       ("a ? b : c ? d : e;", [True, False]), ("a ? (b ? c : d) : e;", [True, False]),
                       ("(a ? b : c) ? d : e;", [False, True]), ("a ? f(b, c ? d : e) : g;", [True, False]),
                       ("x = a ? b : c; y = d ? e : f;", [False, False]),
                       ("a ? b, c : d; return e ? f : g;", [False, False]),
                       ("{a ? b : c, d}, {e ? f : g}", [False, False]),
                       ("x[a ? 1 : 2] = b ? 3 : 4;", [False, False]),
                       ("case 1: x = a ? b : c; break; case 2: y = d ? e : f;", [False, False])]:
        assert [nested for _, nested in conditionals(text)] == want, text


def test_conditionals_are_not_nested():
    wrong = defaultdict(list)
    for path in SOURCES:
        for line in sorted({line for line, nested in conditionals(code(path)) if nested}):
            wrong[room_of(path)].append(f"{path.name}:{line}")
    assert not wrong, "\n".join(f"{room}: {len(places)}: " + " ".join(places) for room, places in wrong.items())


def conditional_rates():
    """?: for each 1,000 lines of code, by room."""
    found, lines = defaultdict(int), defaultdict(int)
    for path in SOURCES:
        found[room_of(path)] += sum(1 for _ in conditionals(code(path)))
        lines[room_of(path)] += sum(1 for line in code(path).splitlines() if line.strip())
    return {room: 1000 * found[room] / lines[room] for room in ROOMS}


def test_conditionals_are_few():
    wrong = [f"{room}: {rate:.1f} for each 1,000 lines, at most {CONDITIONALS[room]}: write if"
             for room, rate in conditional_rates().items() if round(rate, 1) > CONDITIONALS[room]]
    assert not wrong, "\n".join(wrong)


# --- types, variables, memory ---

def types(path):
    """The names of types that a file defines: tags with a body, and typedefs."""
    text = code(path)
    names = set(re.findall(r"\b(?:struct|union|enum)\s+(\w+)\s*\{", text))
    for match in re.finditer(r"^typedef\b", text, re.M):
        depth, end = 0, match.end()
        while depth or text[end] != ";":
            depth += (text[end] == "{") - (text[end] == "}")
            end += 1
        words = re.sub(r"\{.*\}", "{}", text[match.end():end], flags=re.S)
        name = re.search(r"\(\s*\*\s*(\w+)\s*\)|(\w+)\s*(?:\[[^\]]*\]\s*)*$|(\w+)\s*\(", words)
        forward = re.fullmatch(r"\s*(?:const\s+)?(?:struct|union|enum)\s+(\w+)\s+\*?(\w+)\s*", words)
        if not forward or forward.group(1) != forward.group(2):
            names.add(next(filter(None, name.groups())))
    return names


def test_types_are_one():
    """A type that a header defines is defined nowhere else: two of one name are taken for each other where both are seen."""
    files = defaultdict(list)
    for path in SOURCES:
        for name in types(path):
            files[name].append(path)
    assert len(files) > 300
    wrong = [f"{name}: " + ", ".join(str(where(path)) for path in paths) for name, paths in sorted(files.items())
             if len(paths) > 1 and any(path.suffix == ".h" for path in paths)]
    assert not wrong, "\n".join(wrong)


def archives():
    found = sorted((ROOT / "build" / "src").glob("*/libht-*.a"))
    assert {path.parent.name for path in found} == set(ROOMS) - {"cli"}, "build the tree first"
    return found


# libharu's allocator callback gets no user data (pdf_object.c); the functions of libraries that are loaded late and called by
# their own names, or from callbacks that get nothing of ours: filled once, with what is the same for the whole process
VARIABLES = {"render: current", "render: haru", "text: ht_hb", "image: lib", "base: filling"}


def test_no_variables():
    """No room keeps anything between calls: no variable of file scope, nor a static one in a function, is written to."""
    wrong = set()
    for path in archives():
        table = subprocess.run(["objdump", "--syms", path], capture_output=True, check=True).stdout.decode()
        for section, name in re.findall(r"^[0-9a-f]+ .{7} (\S+)\t[0-9a-f]+ +(?:\.hidden )?(\S+)$", table, re.M):
            if re.match(r"\.(data|bss|tdata|tbss)\b|\*COM\*", section) and not section.startswith(".data.rel.ro") \
                    and name != section:
                wrong.add(f"{path.parent.name}: {name}")
    assert VARIABLES <= wrong, "the exception is gone: " + ", ".join(VARIABLES - wrong)
    assert not wrong - VARIABLES, "\n".join(sorted(wrong - VARIABLES))


# functions of GLib that allocate nothing, or may fail
GLIB = re.compile(r"g_(unichar_\w+|utf8_(find_(prev|next)_char|get_char(_validated)?|skip|strr?chr|strlen|validate|"
                  r"pointer_to_offset|offset_to_pointer)|ascii_(table|strto\w+|strn?casecmp|to(low|upp)er)|strlcpy|strlcat|strchomp|strchug|"
                  r"strdelimit|strstr_len|strrstr|strv_contains|snprintf|date_get_days_in_month|base64_decode_step|try_\w+|free|log_\w+)")
# The pictures that this reads go to librsvg, which allocates in GLib's way.
GLIB_ALSO = {"image": {"g_markup_parse_context_new", "g_markup_parse_context_parse", "g_markup_parse_context_free"}}


def test_no_allocation_ends_the_process():
    """Functions of GLib end the process when there is no memory: a room calls none that allocates."""
    wrong = []
    for path in archives():
        room = path.parent.name
        listing = subprocess.run(["nm", "--format=posix", path], capture_output=True, check=True).stdout.decode()
        names = [name for name in sorted(set(re.findall(r"^(g_\w+) U", listing, re.M)))
                 if not GLIB.fullmatch(name) and name not in GLIB_ALSO.get(room, ())]
        wrong += [f"{room}: " + " ".join(names)] if names else []
    assert not wrong, "\n".join(wrong)


# tables that are data of another kind; a table that is gone has to go here too
TABLES = set()


def initialisers(text):
    """(name, what is between the braces) of every array or struct that is initialised."""
    for match in re.finditer(r"\b(\w+)(?:\[\w*\])*\s*=\s*\{", text):
        depth, end = 0, match.end() - 1
        for token in re.finditer(r'"(?:[^"\\\\]|\\\\.)*"|[{}]', text[end:]):
            depth += {"{": 1, "}": -1}.get(token.group(), 0)
            if not depth:
                yield match.group(1), text[end:end + token.end()]
                break


def test_words_are_data():
    """Import and check hold no table of more than four Chinese words: those are lists under words/."""
    found = set()
    for path in SOURCES:
        if room_of(path) in ("import", "check"):
            for name, body in initialisers(path.read_text(encoding="utf-8")):
                if len(re.findall(r'"[^"\n]*[\u3400-\u9fff][^"\n]*"', body)) > 4:
                    found.add((str(path.relative_to(ROOT)), name))
    assert found == TABLES, "\n".join(f"{path}: {name}" for path, name in sorted(found ^ TABLES))


def test_order_within_import():
    """A file of import calls functions of files above it in meson.build only, and im.h names the files in that order."""
    room = ROOT / "src" / "import"
    order = re.findall(r"'(\w+\.c)'", (room / "meson.build").read_text())
    code = {name: re.sub(r"/\*.*?\*/", "", (room / name).read_text(encoding="utf-8"), flags=re.S) for name in order}
    assert set(order) == {path.name for path in room.glob("*.c")}
    home = {match.group(1): name for name, text in code.items()
            for match in re.finditer(r"^(?!static)[a-z][\w \*]*?\b((?:im|ht)_\w+)\([^;{]*\)\s*\n\{", text, re.M)}
    assert len(home) > 60
    wrong = sorted({f"{name} calls {call} of {home[call]}" for name, text in code.items()
                    for call in re.findall(r"\b((?:im|ht)_\w+)\(", text)
                    if call in home and order.index(home[call]) > order.index(name)})
    assert not wrong, "\n".join(wrong)
    body = code["import.c"].split("static void recognise(")[1].split("\n}")[0]
    stages = ["build" if call == "im_build" else call.removeprefix("im_").removeprefix("find_") if home[call] == "picture.c"
              else home[call].removesuffix(".c") for call in [*re.findall(r"\b(im_\w+)\(d", body), "im_build"]]
    stages = list(dict.fromkeys(stages))  # a stage may be two calls
    table = (room / "im.h").read_text(encoding="utf-8").split(" *   stage ")[1].split("Memory:")[0]
    assert len(stages) > 10 and [name for name in re.findall(r"(?m)^ \*   (\w+) ", table)] == stages


def test_nothing_left_open():
    pattern = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
    wrong = [str(path.relative_to(ROOT)) for path in SOURCES if pattern.search(path.read_text(encoding="utf-8"))]
    assert not wrong, wrong


def test_exported_names():
    """The library shows no name but those that begin with hongtou_."""
    found = sorted((ROOT / "build").glob("**/libhongtou.so"))
    assert found, "there is no libhongtou.so"
    names = subprocess.run(["nm", "--dynamic", "--defined-only", "--format=posix", found[0]], capture_output=True,
                           check=True).stdout.decode().splitlines()
    wrong = [line for line in names if not line.startswith(("hongtou_", "_", "HONGTOU_1 A "))]  # the version's own name
    assert names and not wrong, wrong


def test_packages():
    """Every library that the build asks for comes with a package of tools/packages.txt, which Debian's packages are built
    with, too."""
    listed = set(re.findall(r"(?m)^([a-z0-9][^ ]*)", (ROOT / "tools" / "packages.txt").read_text()))
    built_with = set(re.findall(r"(?m)^ {15}([^ :,]+)|Build-Depends: ([^ :,]+)", (ROOT / "debian" / "control").read_text()))
    built_with = {name for pair in built_with for name in pair}
    names = {name for path in [ROOT / "meson.build", *(ROOT / "src").rglob("meson.build")]
             for name in re.findall(r"\bdependency\(\s*'([^']+)'", path.read_text())}
    names -= {"dl", "threads"}  # meson's own: the C library
    depends = subprocess.run(["dpkg-query", "-W", "-f", "${Depends}, ", *sorted(listed & built_with)], capture_output=True, text=True).stdout
    brought = set(re.findall(r"([a-z0-9][a-z0-9.+-]*)(?: \([^)]*\))?,", depends))  # in Debian 13 glib-2.0.pc is in a package of its own
    assert len(names) > 8
    wrong = []
    for name in sorted(names):
        folder = subprocess.run(["pkg-config", "--variable=pcfiledir", name], capture_output=True, text=True).stdout.strip()
        owner = subprocess.run(["dpkg", "-S", f"{folder}/{name}.pc"], capture_output=True, text=True).stdout.split(":")[0]
        if owner not in listed & built_with and owner not in brought:
            wrong.append(f"{name} is in the package {owner or '?'}")
    assert not wrong, "\n".join(wrong)


def test_modules_of_the_tests():
    """Every Python module that the tests import unconditionally comes with a package of tools/packages.txt."""
    listed = set(re.findall(r"(?m)^([a-z0-9][^ ]*)", (ROOT / "tools" / "packages.txt").read_text()))
    programs = [path for path in (ROOT / "tests").rglob("*.py") if path.parent.name != "python"]
    names = {name.split(".")[0] for path in programs for node in ast.parse(path.read_text(encoding="utf-8")).body
             if isinstance(node, (ast.Import, ast.ImportFrom))
             for name in ([node.module] if isinstance(node, ast.ImportFrom) else [n.name for n in node.names])}
    names -= {path.stem for path in programs} | set(sys.stdlib_module_names)
    assert {"fitz", "lxml"} <= names
    wrong = []
    for name in sorted(names):
        spec = importlib.util.find_spec(name)
        owner = spec and subprocess.run(["dpkg", "-S", spec.origin], capture_output=True, text=True).stdout.split(":")[0]
        if owner not in listed:
            wrong.append(f"{name} is in the package {owner or '?'}")
    assert not wrong, "\n".join(wrong)


def brought(names):
    """The packages that these bring on a Debian of required packages alone; of this machine's."""
    rows = subprocess.run(["dpkg-query", "-W", "-f", "${Package}\t${Priority}\t${Provides}\t${Pre-Depends}, ${Depends}\n"],
                          capture_output=True, text=True, check=True).stdout.splitlines()
    needs, by = {}, {}
    for package, priority, provides, depends in (row.split("\t") for row in rows):
        needs[package] = [re.split(r"[ (:]", one.strip())[0] for one in re.split("[,|]", depends) if one.strip()]
        for name in [package, *(re.split(r"[ (]", one.strip())[0] for one in provides.split(","))]:
            by.setdefault(name, []).append(package)
        if priority == "required":
            names = {*names, package}
    found, left = set(), list(names)
    while left:
        for package in by.get(left.pop(), ()):
            if package not in found:
                found.add(package)
                left += needs[package]
    return found


def test_programs_of_the_tests():
    """So does every program that they run by its name."""
    listed = set(re.findall(r"(?m)^([a-z0-9][^ |]*)\|?([a-z0-9][^ ]*)?", (ROOT / "tools" / "packages.txt").read_text()))
    packages = brought({name for pair in listed for name in pair})
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")]
    names = {name for text in texts for call in re.findall(r"\bneed\(([^)]*)\)", text) for name in re.findall('"([^"]+)"', call)}
    names |= {name for text in texts for name in re.findall(r'subprocess\.\w+\(\["([\w-]+)"', text)}
    assert {"git", "qpdf", "cc"} <= names
    paths = {str(Path(path).resolve()): name for name in names if (path := shutil.which(name))}  # its tests say so where it is not
    said = subprocess.run(["dpkg", "-S", *paths, *(path.removeprefix("/usr") for path in paths)], capture_output=True, text=True).stdout
    owners = [re.fullmatch("([^:, ]+).*: (?:/usr)?(/.+)", line).groups() for line in said.splitlines() if not line.startswith("diversion")]
    assert len(owners) > 15, said  # one that was installed by hand has none
    wrong = [f"{paths['/usr' + path]} is in the package {owner}" for owner, path in owners if owner not in packages]
    assert not wrong, "\n".join(sorted(wrong))


def vocabulary():
    """(English term, names in code, names not used) of each row of docs/vocabulary.md."""
    for line in (ROOT / "docs" / "vocabulary.md").read_text(encoding="utf-8").splitlines():
        row = [column.strip() for column in re.sub(r"^\||\|$", "", line).split("|")]
        if line.startswith("|") and len(row) == 5 and row[0] != "Chinese" and set(row[0]) != {"-"}:
            yield row[1], re.findall(r"`([^`]+)`", row[2]), re.findall(r"`([^`]+)`", row[4])


def test_vocabulary():
    """docs/vocabulary.md is true: its names are in the code, and those that it calls not used are not."""
    word = re.compile(r"[A-Za-z_]\w*")
    names = {name for path in SOURCES for name in word.findall(code(path))}
    comment = re.compile(r"/\*.*?\*/", re.S)
    words = names | {name for path in SOURCES for name in word.findall(comment.sub(" ", read(path)))}
    words |= {name for path in (ROOT / "styles").glob("*.yaml") for name in word.findall(read(path))}
    rows = list(vocabulary())
    assert len(rows) > 60, f"only {len(rows)} rows were read"
    wrong = []
    for term, used, unused in rows:
        wrong += [f"{term}: {name} is not in the code" for name in used if not fnmatch.filter(words, name)]
        wrong += [f"{term}: {found} is an identifier, and {name} is not used" for name in unused
                  for found in sorted(fnmatch.filter(names, name))]
    assert not wrong, "\n".join(wrong)


@cases(["faults", "import_faults"])
def test_planted_faults(name):
    """The source has the text of each fault that is planted by hand, once: else it would be planted nowhere."""
    faults = runpy.run_path(str(ROOT / "tests" / f"{name}.py"))["FAULTS"]
    wrong = [f"{file}: {text!r}" for file, text, *_ in faults if read(ROOT / file).count(text) != 1]
    assert len(faults) > 10 and not wrong, "\n".join(wrong)


def main():
    rates = conditional_rates()
    print("longest function", max(n for path in SOURCES for _, n in functions(path)))
    print("longest file", max(len(read(path).splitlines()) for path in SOURCES))
    for room in ROOMS:
        nested = sum(1 for path in SOURCES if room_of(path) == room for _, nested in conditionals(code(path)) if nested)
        print(f"?: in {room}: {rates[room]:.1f} for each 1,000 lines, {nested} in nests")


if __name__ == "__main__":
    main()
