"""Broken records and broken outputs: a clear message, exit code 1 or 2, no crash, nothing half written.

Each case also runs with the sanitized program, when there is one."""
import json
import os
import re
import resource
import shutil
import subprocess
from pathlib import Path

from support import ASAN_PROGRAM, PROGRAM, SAMPLES, Skip, cases, environment, hongtou, notice, workdir

ROOM = "record"

GOOD = notice("正文。").encode()
MESSAGE = re.compile(r"^(.+?): (?:\d+: )?error: .+ \[[A-Z]\d{3}(; .+)?\]$|^(.+?):\d+(:\d+)?: error: .+ \[[A-Z]\d{3}(; .+)?\]$",
                     re.M)


def with_line(line):
    return GOOD + line.encode() + b"\n"


def deep_json(depth):
    return b'{"title": ' + b"[" * depth + b"]" * depth + b"}"


def alias_bomb():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 9) + "]" for i in range(1, 10)]
    return "\n".join(lines).encode()


# name, file name, content, what the message must say (patterns; all of them), line of the first message or None
BROKEN = [
    ("syntax-yaml", "r.yaml", b"title: [a, b\nbody: x\n", [r"error: "], 1),
    ("syntax-json", "r.json", b'{"title": "a" "body": "b"}', [r"error: "], 1),
    ("json-comma-last", "r.json", '{\n"title": "标题",\n}'.encode(), [r"error: "], None),
    ("json-cut", "r.json", '{"title": "标题", "body": "正'.encode(), [r"error: "], None),
    ("wrong-type", "r.yaml", with_line("copies: many"), [r"copies", r"many"], None),
    ("wrong-shape", "r.yaml", GOOD.replace(b'number: ', b'number: [1, 2]\n# '), [r"number"], None),
    ("unknown-field", "r.yaml", with_line("recipient: 某单位"), [r"recipient\b", r"recipients"], None),
    ("unknown-field-zh", "r.yaml", with_line("印发机构: 某单位"), [r"印发机构", r"印发机关"], None),
    ("repeated-field", "r.yaml", with_line("title: 又一个标题"), [r"title"], None),
    ("repeated-in-two-languages", "r.yaml", with_line("标题: 又一个标题"), [r"标题"], None),
    ("bad-date", "r.yaml", GOOD.replace(b"2026-01-05", b"2026-02-30"), [r"2026-02-30"], None),
    ("bad-choice", "r.yaml", GOOD.replace(b'"document"', b'"documnet"'), [r"documnet"], 1),
    ("empty", "r.yaml", b"", [r"error: "], None),
    ("only-comment", "r.yaml", "# 没有内容\n".encode(), [r"error: "], None),
    ("only-blanks", "r.md", b"\n \n\n", [r"error: "], None),
    ("list-for-record", "r.json", b"[1, 2, 3]", [r"error: "], 1),
    ("scalar-for-record", "r.yaml", "只是一句话".encode(), [r"error: "], 1),
    ("nul-byte", "r.yaml", GOOD.replace("正文".encode(), b"a\0b"), [r"error: "], None),
    ("control-character", "r.json", b'{"title": "a\\u0007b"}', [r"0007"], 1),
    ("lone-surrogate", "r.json", b'{"title": "\\ud842", "body": "x"}', [r"(?i)d842"], 1),
    ("lone-surrogate-yaml", "r.yaml", b'title: "\\ud842"\nbody: x\n', [r"error: "], 1),
    ("gb18030", "r.yaml", GOOD.decode().encode("gb18030"), [r"UTF-8"], None),
    ("utf-16", "r.yaml", GOOD.decode().encode("utf-16"), [r"UTF-8"], None),
    ("cut-utf-8", "r.yaml", GOOD[:-1].rstrip()[:-1] + b"\n", [r"UTF-8"], None),
    ("deep-nesting-json", "r.json", deep_json(100000), [r"error: "], 1),
    ("deep-nesting-yaml", "r.yaml", b"title: " + b"[" * 20000 + b"]" * 20000, [r"error: "], 1),
    ("deep-block-yaml", "r.yaml", b"\n".join(b" " * i + b"a:" for i in range(3000)), [r"error: "], None),
    ("alias-bomb", "r.yaml", alias_bomb(), [r"a0"], 1),
    ("tag", "r.yaml", b"title: !!python/object:os.system x\nbody: x\n", [r"error: "], 1),
    ("two-documents", "r.yaml", GOOD + b"---\n" + GOOD, [r"error: "], None),
    ("no-front-matter", "r.md", "# 标题\n正文\n".encode(), [r"error: "], None),
    ("open-front-matter", "r.md", "---\ntitle: 标题\n正文\n".encode(), [r"error: "], None),
    ("missing-title", "r.yaml", re.sub(rb"(?m)^title: .*\n", b"", GOOD), [r"title|标题"], None),
    ("missing-body", "r.yaml", GOOD[:GOOD.index(b"body:")], [r"body|正文"], None),
    ("no-font-has-it", "r.yaml", GOOD.replace("正文。".encode(), "正\U0001BC00文。".encode()), [r"(?i)1bc00"], None),
    ("two-faults", "r.yaml", with_line("recipient: 某单位\nprint_dat: 2026-01-01"), [r"recipient\b", r"print_dat\b"], None),
    ("jsonl-second-line", "r.jsonl", b'{"form": "document"}\n{broken\n', [r"r\.jsonl:2:"], None),
    ("many-fields", "r.yaml", b"".join(b"f%d: x\n" % i for i in range(20000)), [r"error: "], 1),
    ("not-a-record", "r.pdf", b"%PDF-1.7\n\x80\x81\x82\n", [r"error: "], None),
]


def programs():
    return [PROGRAM] + ([ASAN_PROGRAM] if ASAN_PROGRAM.exists() else [])


def check_refused(done, folder, target, before):
    """Exit code, message, and files after a failed run."""
    assert done.returncode in (1, 2), f"exit {done.returncode}: {done.err[-1000:]}"
    assert done.err.strip(), "no message"
    assert "\ufffd" not in done.err, "the message is not UTF-8"
    assert len(done.stderr) < 200_000, f"{len(done.stderr)} bytes of messages"
    assert target.read_bytes() == before if before is not None else not target.exists(), "the output was touched"
    left = {p.name for p in Path(folder).iterdir()} - {target.name}
    assert not left, f"left behind: {left}"


@cases([case[0] for case in BROKEN])
def test_broken(name):
    _, file, content, patterns, line = next(case for case in BROKEN if case[0] == name)
    for program in programs():
        for existing in (None, b"what was there before"):
            with workdir() as source, workdir() as folder:
                path, target = Path(source, file), Path(folder, "x.pdf")
                path.write_bytes(content)
                if existing is not None:
                    target.write_bytes(existing)
                done = hongtou("export", path, "-o", target, program=program)
                check_refused(done, folder, target, existing)
                assert done.returncode == 1, f"exit {done.returncode}"
                assert str(path) in done.err, f"the file is not named: {done.err[:500]}"
                assert MESSAGE.search(done.err), f"no message with a code: {done.err[:500]}"
                for pattern in patterns:
                    assert re.search(pattern, done.err), f"nothing about {pattern}: {done.err[:1000]}"
                if line is not None:
                    assert re.search(re.escape(str(path)) + f":{line}:", done.err), f"not on line {line}: {done.err[:500]}"


def refused(*args, want=1, **run):
    for program in programs():
        with workdir() as folder:
            target = Path(folder, "x.pdf")
            done = hongtou("export", *args, "-o", target, program=program, **run)
            check_refused(done, folder, target, None)
            assert done.returncode == want, f"exit {done.returncode}: {done.err}"
    return done.err


def test_hundred_megabytes():
    with workdir() as folder:
        path = Path(folder, "big.yaml")
        with path.open("wb") as file:
            file.write(GOOD)
            for _ in range(100):
                file.write(b"  " + "大".encode() * 349_524 + b"\n")
        assert "MiB" in refused(path)


def test_many_small_values():
    """Millions of list entries within the size limit."""
    with workdir() as folder:
        path = Path(folder, "many.json")
        path.write_bytes(b'{"recipients": [' + b'"a",' * 3_000_000 + b'"a"]}')
        refused(path)


@cases(["title", "body", "recipients"])
def test_endless_word(field):
    """Five million letters without a break end in a document or a message, and soon."""
    with workdir() as folder:
        path, target = Path(folder, "long.yaml"), Path(folder, "x.pdf")
        path.write_bytes(re.sub(rb"(?m)^%b: .*\n(  .*\n)*" % field.encode(), b"", GOOD) + field.encode() + b": " +
                         b"a" * 5_000_000)
        done = hongtou("export", path, "-o", target, timeout=60)
        assert done.returncode in (0, 1)
        assert target.exists() == (done.returncode == 0) and (done.err or done.returncode == 0)
        assert field == "body" or "[R233]" in done.err


def test_missing_file():
    assert "nowhere.yaml" in refused("/nowhere.yaml")


def test_directory_for_file():
    with workdir() as folder:
        assert "folder" in refused(folder)


def test_several_inputs_one_output():
    assert refused(SAMPLES[0], SAMPLES[1], want=2)


def test_one_bad_among_good():
    """The good ones are produced, the exit code says that one was not."""
    with workdir() as folder:
        bad = Path(folder, "bad.yaml")
        bad.write_text("titel: x\n")
        out = Path(folder, "out")
        out.mkdir()
        done = hongtou("export", SAMPLES[0], bad, SAMPLES[1], "-d", out)
        assert done.returncode == 1
        assert sorted(p.name for p in out.iterdir() if p.name != ".hongtou") == [SAMPLES[0].stem + ".pdf", SAMPLES[1].stem + ".pdf"]
        assert "bad.yaml:1:" in done.err


@cases([("unknown-option", "export", "--no-such-option", "x.yaml"), ("no-input", "export"), ("no-command",),
        ("unknown-command", "exprot", "x.yaml"), ("unknown-target", "export", "--to", "doc", "x.yaml"),
        ("bad-resolution", "export", "--resolution", "many", "--to", "png", "x.yaml"),
        ("huge-resolution", "export", "--resolution", "1e9", "--to", "png", "x.yaml"),
        ("file-and-folder", "export", "-o", "a", "-d", "b", "x.yaml")])
def test_wrong_use(case):
    for program in programs():
        with workdir() as folder:
            shutil.copy(SAMPLES[0], Path(folder, "x.yaml"))
            done = hongtou(*case[1:], program=program, cwd=folder)
            assert done.returncode == 2, f"exit {done.returncode}: {done.err}"
            assert done.err.strip(), "no message"
            assert [p.name for p in Path(folder).iterdir()] == ["x.yaml"]


def test_unknown_style():
    assert "no-such-style" in refused(SAMPLES[0], "--style", "no-such-style")


@cases([("through-a-file", "file/x.pdf"), ("no-such-folder", "no/such/folder/x.pdf"), ("onto-a-folder", "folder")])
def test_unwritable(case):
    for program in programs():
        with workdir() as folder:
            Path(folder, "file").write_text("a file")
            Path(folder, "folder").mkdir()
            done = hongtou("export", SAMPLES[0], "-o", Path(folder, case[1]), program=program)
            assert done.returncode == 1, f"exit {done.returncode}: {done.err}"
            assert case[1] in done.err
            assert sorted(p.name for p in Path(folder).iterdir()) == ["file", "folder"]
            assert Path(folder, "file").read_text() == "a file" and not list(Path(folder, "folder").iterdir())


def test_read_only_folder():
    if os.geteuid() == 0:
        raise Skip("the administrator may write everywhere")
    with workdir() as folder:
        os.chmod(folder, 0o555)
        done = hongtou("export", SAMPLES[0], "-o", Path(folder, "x.pdf"))
        assert done.returncode == 1 and "x.pdf" in done.err
        os.chmod(folder, 0o755)


def test_size_limit():
    """The file may not grow beyond 16 KB: an existing output stays, nothing is left."""
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (16384, 16384))

    for program in programs():
        with workdir() as folder:
            target = Path(folder, "x.pdf")
            target.write_bytes(b"before")
            # Python ignores SIGXFSZ; the child shall, too, so that write() fails
            done = hongtou("export", SAMPLES[0], "-o", target, program=program, preexec_fn=limit, restore_signals=False)
            check_refused(done, folder, target, b"before")


def test_full_disk():
    """A file system of 48 KB, in a name space of its own."""
    unshare = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root-user"]
    with workdir() as folder:
        script = ('mount -t tmpfs -o size=48k tmpfs "$1" || exit 99; printf before >"$1/x.pdf"; shift; "$@"; code=$?; '
                  'ls "$(dirname "$5")"; cat "$5"; exit $code')
        target = Path(folder, "x.pdf")
        done = subprocess.run([*unshare, "sh", "-c", script, "sh", folder, PROGRAM, "export", SAMPLES[0], "-o", target],
                              capture_output=True, env=environment())
        if done.returncode == 99 or b"unshare" in done.stderr:
            raise Skip("no right to mount a file system here")
        assert done.returncode == 1, (done.returncode, done.stderr)
        assert done.stdout == b"x.pdf\nbefore", done.stdout
        assert b"x.pdf" in done.stderr


def test_closed_output():
    """Standard output that cannot be written is an error."""
    with open("/dev/full", "wb") as full:
        done = subprocess.run([PROGRAM, "export", SAMPLES[0], "-o", "-"], stdout=full, stderr=subprocess.PIPE,
                              env=environment())
    assert done.returncode == 1 and done.stderr


def test_no_streams():
    """Closed streams: no file takes their numbers, so that no message ends up in a document or a journal."""
    def close_all():
        os.closerange(0, 3)
    with workdir() as folder:
        done = subprocess.run([PROGRAM, "export", "-v", *SAMPLES[:2], "-d", "out"], preexec_fn=close_all, cwd=folder,
                              env=environment())
        assert done.returncode == 0
        for line in Path(folder, "out", ".hongtou", "journal.jsonl").read_text().splitlines():
            json.loads(line)
        done = subprocess.run([PROGRAM, "export", SAMPLES[0], "-o", "-"], preexec_fn=lambda: os.close(1),
                              stderr=subprocess.PIPE, env=environment())
        assert done.returncode == 1 and b"[I203]" in done.stderr


@cases([("alone", "\0"), ("in-text", '{"title":"\0a"}'), ("between", '{"title":"a"}\0{"title":"b"}')])
def test_check_lines_with_nul(case):
    """A NUL ends neither a line nor, worse, the progress through them."""
    with workdir() as folder:
        Path(folder, "r.jsonl").write_text('{"title":"a"}\n' + case[1] + '\n{"title":"b"}\n')
        done = hongtou("check", "r.jsonl", cwd=folder, timeout=30)
        assert done.returncode == 1 and "r.jsonl:2:" in done.err and "[R105]" in done.err, done.err


# The last is import's own answer where it reads such files, but not this one: M101 and M614, according to whether
# LibreOffice is there and what it makes of it.
@cases([("pdf", b"%PDF-1.7\n%\xe2\xe3", "I107", ("M604",)),
        ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "I106", ("M614", "I106")),
        ("rtf", b"{\\rtf1\\ansi }", "I106", ("M101", "M614", "I106")),
        ("png", b"\x89PNG\r\n\x1a\n" + bytes(40), "I108", ("I108",)),
        ("gz", b"\x1f\x8b\x08" + bytes(20), "I109", ("I109",)), ("elf", b"\x7fELF" + bytes(60), "I110", ("I110",))])
def test_other_kinds_of_file(case):
    """A file that is no record is named for what it is, in one message that says what to do; nothing is made of it. What
    import would read, but cannot, it says, too."""
    ending, data, code, of_import = case
    with workdir() as folder:
        path = Path(folder, f"x.{ending}")
        path.write_bytes(data)
        for command in (["import", path], ["check", path], ["export", path, "-o", Path(folder, "out.pdf")]):
            done = hongtou(*command)
            codes = of_import if command[0] == "import" else (code,)
            assert done.returncode == 1 and done.err.count("error:") == 1, done.err
            assert any(f"[{one}]" in done.err for one in codes), done.err
            assert not done.stdout
        assert [p.name for p in Path(folder).iterdir()] == [path.name]
