"""One record or text by itself: its limits of time and memory hold, and a breakdown is told, with its name."""
import json
from pathlib import Path

from hostile import shim
from support import cases, hongtou, notice, workdir

ROOM = "cli"
MEMORY = ("--memory", "200")
LIMITS = ("--timeout", "4", *MEMORY)
# name of the record, and the code of what is said by export and check, and by import
HOSTILE = {"endless": ("B204", "B503"), "eater": ("B205", "B504"), "aborts": ("B205", "B504"), "crash": ("B502", "B502"),
           "overflow": ("B502", "B502"), "assertion": ("B502", "B502"), "leaves": ("B509", "B509")}


def one_line(done, name, code):
    """It failed, and said one thing, of this file."""
    lines = [line for line in done.err.splitlines() if ": error: " in line]
    assert done.returncode == 1 and len(lines) == 1 and lines[0].startswith(f"{name}: error: ") and f"[{code}]" in lines[0], \
        (done.returncode, done.err)


@cases(["a.pdf", "a.doc", "a.rtf"])
def test_confined_import(name):
    """What other programs would read, unconfined, is refused where confinement is required, and named."""
    start = {"pdf": b"%PDF-1.7\n", "doc": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "rtf": b"{\\rtf1 x}"}
    with workdir() as folder:
        Path(folder, name).write_bytes(start[name[2:]])
        one_line(hongtou("import", name, "-o", "out.md", "--confine=require", cwd=folder), name, "B532")
        assert [p.name for p in Path(folder).iterdir()] == [name]


@cases(HOSTILE.items())
def test_alone(case):
    kind, (code, import_code) = case
    with workdir() as folder:
        env = shim(folder)
        root = Path(folder)
        limits = ("--timeout", "1" if kind == "endless" else "60", *MEMORY)
        for name in (f"{kind}.yaml", f"{kind}.txt"):
            (root / name).write_text(notice("请按时参加。"))
        before = sorted(root.iterdir())
        for to in ("pdf", "odt"):
            one_line(hongtou("export", f"{kind}.yaml", "-o", f"out.{to}", *limits, cwd=root, env=env), f"{kind}.yaml", code)
        one_line(hongtou("check", f"{kind}.yaml", *limits, cwd=root, env=env), f"{kind}.yaml", code)
        one_line(hongtou("check", "--fix", f"{kind}.yaml", *limits, cwd=root, env=env), f"{kind}.yaml", code)
        one_line(hongtou("import", f"{kind}.txt", "-o", "out.md", *limits, cwd=root, env=env), f"{kind}.txt", import_code)
        assert sorted(root.iterdir()) == before, "no output and no temporary file"


def test_messages_as_json():
    with workdir() as folder:
        Path(folder, "endless.yaml").write_text(notice("请按时参加。"))
        done = hongtou("export", "endless.yaml", "-o", "out.pdf", *LIMITS, "--messages", "json", cwd=folder, env=shim(folder))
        said = [json.loads(line) for line in done.err.splitlines()]
        assert [(m["code"], m["file"], m["arguments"]) for m in said] == [("B204", "endless.yaml", ["4"])]


def test_checked_together():
    """What is found in the other files is reported, in their order, and each that cannot be checked is named once."""
    with workdir() as folder:
        env, root = shim(folder), Path(folder)
        names = ["1", "2-crash", "3", "4-endless", "5-exit", "6-eater", "7"]
        for name in names:
            (root / f"{name}.yaml").write_text(notice("他说,好。"))
        (root / "3.yaml").write_text("title: [\n")
        args = ["check", *(f"{name}.yaml" for name in names), *LIMITS]
        done = hongtou(*args, cwd=root, env=env)
        ended = {"2-crash": "B502", "4-endless": "B204", "5-exit": "B202", "6-eater": "B205"}
        said = [line.split(".yaml")[0] for line in done.err.splitlines() if ": error: " in line]
        assert done.returncode == 1 and sorted(said) == ["2-crash", "3", "4-endless", "5-exit", "6-eater"], done.err
        for name, code in ended.items():
            assert f"{name}.yaml: error" in done.err and f"[{code}]" in done.err
        found = {line.split(".yaml")[0] for line in done.stdout.decode().splitlines() if "[" in line}
        assert found == {"1", "7"}, done.stdout
        report = json.loads(hongtou(*args, "--format", "json", cwd=root, env=env).stdout)
        assert {m["file"]: m["code"] for m in report if m["level"] == "error" and m["code"][0] == "B"} == \
            {f"{name}.yaml": code for name, code in ended.items()}
        assert {"1.yaml", "3.yaml", "7.yaml"} < {m["file"] for m in report}
        fixed = hongtou("check", "--fix", "2-crash.yaml", "1.yaml", "7.yaml", *LIMITS, cwd=root, env=env)
        assert "，" in (root / "1.yaml").read_text() and "，" in (root / "7.yaml").read_text(), fixed.err
        assert "2-crash.yaml: error" in fixed.err


def test_limits_do_not_disturb():
    """Without limits, and with those of a record that keeps them, the document is the same."""
    with workdir() as folder:
        Path(folder, "a.yaml").write_text(notice("请按时参加。"))
        made = []
        for limits in ((), ("--timeout", "0", "--memory", "0"), ("--timeout", "60", "--memory", "100")):
            done = hongtou("export", "a.yaml", "-o", "a.pdf", *limits, cwd=folder)
            assert done.returncode == 0 and not done.err, done.err
            made.append(Path(folder, "a.pdf").read_bytes())
        assert made[0] == made[1] == made[2]
        for command in (("check", "a.yaml"), ("import", "a.yaml")):
            assert hongtou(*command, "--timeout", "9", "--memory", "100", cwd=folder).returncode in (0, 1)
            assert hongtou(*command, "--timeout", "x", cwd=folder).returncode == 2


@cases(["pdf", "odt", "docx", "ofd", "png", "import html", "import docx", "import odt"])
def test_little_memory(what):
    """However little memory is allowed, and wherever it ends: all is made, or the limit is named, once, and nothing else is
    said: no library that is missing, nothing by a library itself."""
    with workdir() as folder:
        root = Path(folder)
        (root / "a.yaml").write_text(notice("请按时参加，并填写 Word 表格。\n\n" * 400))
        (root / "a.html").write_text("<html><body>" + "<p>请各单位<b>自查</b>，并于本月底前上报结果。</p>" * 6000 + "</body></html>")
        for to in ("docx", "odt"):
            assert hongtou("export", "-q", "a.yaml", "-o", f"a.{to}", cwd=root).returncode == 0
        importing, _, kind = what.rpartition(" ")
        source = f"a.{kind}" if importing else "a.yaml"
        out = "out.md" if importing else "out"
        args = ["import", "-q", source, "-o", out] if importing else ["export", "-q", source, "-o", out, "-t", kind]
        codes = []
        for mib in (1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 32, 64, 400):
            done = hongtou(*args, "--memory", str(mib), cwd=root)
            codes.append(done.returncode)
            if done.returncode:
                one_line(done, source, "B504" if importing else "B205")
                assert done.err.count("\n") == 1 and not list(root.glob("out*")), done.err
            for path in root.glob("out*"):
                path.unlink()
        assert codes[0] == 1 and codes[-1] == 0, codes


def test_larger_than_the_limit():
    """A file of more than 64 MiB is refused, unless nobody limits memory."""
    with workdir() as folder:
        Path(folder, "a.yaml").write_text(notice("请按时参加。") + ("#" * 1023 + "\n") * (65 << 10))
        one_line(hongtou("export", "a.yaml", "-o", "a.pdf", cwd=folder), "a.yaml", "I104")
        done = hongtou("export", "a.yaml", "-o", "a.pdf", "--memory=0", cwd=folder)
        assert done.returncode == 0 and Path(folder, "a.pdf").stat().st_size > 1000, done.err


def test_long_lines_keep_their_marks():
    """Markdown is not read in a line of more than 64 KiB: that is told, and only if it has marks."""
    for text, told in (("要**落实**。", True), ("要落实。", False)):
        done = hongtou("check", "-", stdin=notice(text * 8000).encode())
        assert (b"[R367]" in done.stdout) == told, done.stdout[:500]
