"""Transfer packages: what is in them, whom they satisfy, what verify finds, and that interruptions leave no trace."""
import csv
import functools
import hashlib
import io
import json
import os
import random
import re
import resource
import shutil
import subprocess
import time
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import fitz

from support import PROGRAM, ROOT, Skip, cases, environment, hongtou, workdir

ROOM = "batch"

HEADS = "序号 档号 文号 责任者 题名 日期 密级 页数 备注".split()


def record(number, /, **archive):
    archive = {"全宗号": "0087", "全宗名称": "清溪区档案馆", "门类代码": "WS", "年度": "2026", "保管期限": "30年",
               "机构或问题": "办公室", "件号": f"{number:04}"} | archive
    fields = {"格式": "公文", "标题": f"清溪区档案馆关于第{number}项工作的通知", "发文机关": "清溪区档案馆", "发文字号": f"清档发〔2026〕{number}号",
              "主送机关": ["各镇人民政府"], "成文日期": "2026-08-20", "正文": f"请做好第{number}项工作。", "归档": {k: v for k, v in archive.items() if v}}
    return json.dumps(fields, ensure_ascii=False)


def write(folder, numbers, **archive):
    path = Path(folder, "records.jsonl")
    path.write_text("\n".join(record(n, **archive) for n in numbers) + "\n", encoding="utf-8")
    return path


def pack(folder, source, *options):
    return hongtou("export", source, "--package", folder, *options, timeout=300)


def files_of(folder):
    """What is handed over, by name, with its hash."""
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted(Path(folder).rglob("*")) if p.is_file() and ".hongtou" not in p.parts}


@functools.cache
def packed():
    """A package of 12 documents as PDF and OFD, to be looked at only."""
    held = workdir()
    source = write(held.name, [7, 3, 1001, *range(20, 29)])
    done = pack(Path(held.name, "p"), source, "-t", "pdf,ofd")
    assert done.returncode == 0 and "A120" not in done.err, done.err
    return held, Path(held.name, "p")


def copy(folder):
    shutil.copytree(packed()[1], Path(folder, "p"))
    return Path(folder, "p")


def test_layout():
    """Documents by folder and archival code, metadata beside each, inventory, report, tags; nothing else."""
    names = files_of(packed()[1])
    place = "data/文件/0087/2026/30年/办公室/0001-1000/0087-WS·2026-D30-办公室-"
    wanted = {f"{place}{n:04}.{ending}" for n in (3, 7, *range(20, 29)) for ending in ("pdf", "ofd", "xml")}
    wanted |= {f"{place.replace('0001-1000', '1001-2000')}1001.{ending}" for ending in ("pdf", "ofd", "xml")}
    wanted |= {f"data/目录/归档文件目录.{ending}" for ending in ("csv", "xlsx", "pdf")}
    wanted |= {f"data/报告/report.{ending}" for ending in ("json", "jsonl", "csv")}
    tags = {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sm3.txt", "tagmanifest-sha256.txt", "tagmanifest-sm3.txt"}
    assert set(names) == wanted | tags, set(names) ^ (wanted | tags)


def test_bagit():
    """The Library of Congress's program takes it."""
    done = subprocess.run([ROOT / "tools" / "verify-package", packed()[1]], capture_output=True, text=True)
    if done.returncode == 77:
        raise Skip(done.stdout.strip().removeprefix("SKIPPED: "))
    assert done.returncode == 0 and "is valid" in done.stderr, done.stderr[-2000:]


def test_manifests():
    """Each file of the payload has its SHA-256, and its SM3 as OpenSSL has it, in the order of the archival codes."""
    folder = packed()[1]
    lines = {which: dict(reversed(line.split("  ", 1)) for line in
                         Path(folder, f"manifest-{which}.txt").read_text("utf-8").splitlines()) for which in ("sha256", "sm3")}
    payload = {name: value for name, value in files_of(folder).items() if name.startswith("data/")}
    assert lines["sha256"] == payload and list(lines["sha256"]) == list(lines["sm3"])
    codes = [name for name in lines["sha256"] if name.endswith(".ofd")]
    assert codes == sorted(codes, key=lambda name: Path(name).name) and len(codes) == 12
    if "sm3" not in hashlib.algorithms_available:
        raise Skip("this OpenSSL has no SM3")
    for name, value in lines["sm3"].items():
        assert hashlib.new("sm3", Path(folder, name).read_bytes()).hexdigest() == value, name
    size = sum(Path(folder, name).stat().st_size for name in payload)
    info = Path(folder, "bag-info.txt").read_text("utf-8").splitlines()
    assert f"Payload-Oxum: {size}.{len(payload)}" in info and "External-Identifier: 0087" in info, info
    assert info.count("Source-Organization: 清溪区档案馆") == 1


def test_metadata():
    """The XML beside a document says of it what the document says of itself, and which files it has."""
    folder = packed()[1]
    name = next(Path(folder).rglob("*0007.xml"))
    root = ElementTree.parse(name).getroot()
    said = {e.tag: e.text for e in root if e.tag != "计算机文件"}
    assert said == {"题名": "清溪区档案馆关于第7项工作的通知", "全宗名称": "清溪区档案馆", "全宗号": "0087", "档号": "0087-WS·2026-D30-办公室-0007",
                    "门类代码": "WS", "年度": "2026", "保管期限": "30年", "机构或问题": "办公室", "件号": "0007", "文件编号": "清档发〔2026〕7号",
                    "责任者": "清溪区档案馆", "日期": "2026-08-20", "文种": "通知", "主送": "各镇人民政府", "页数": "1",
                    "语种": "zh-CN"}
    assert root.get("元素名称") == "DA/T 46-2009"
    files = [{e.tag: e.text for e in file} for file in root.findall("计算机文件")]
    assert [f["格式信息"] for f in files] == ["PDF/A-2a, PDF/UA-1", "OFD (GB/T 33190-2016)"]
    assert all(re.fullmatch(r"hongtou \d.*", f["文档创建程序"]) for f in files)
    for f in files:
        data = name.with_name(f["计算机文件名"]).read_bytes()
        assert f["计算机文件大小"] == str(len(data)) and f["SHA-256"] == hashlib.sha256(data).hexdigest()


def sheet_rows(path):
    """The rows of a spreadsheet's first sheet, as text."""
    space = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(path) as book:
        shared = []
        if "xl/sharedStrings.xml" in book.namelist():
            shared = ["".join(t.text or "" for t in item.iter(f"{{{space['s']}}}t"))
                      for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).findall("s:si", space)]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        for row in sheet.iterfind(".//s:row", space):
            cells = []
            for cell in row.findall("s:c", space):
                value = cell.find("s:v", space)
                if cell.get("t") == "s":
                    cells.append(shared[int(value.text)])
                elif cell.get("t") == "inlineStr":
                    cells.append("".join(t.text or "" for t in cell.iter(f"{{{space['s']}}}t")))
                else:
                    cells.append(value.text if value is not None else "")
            yield cells


def test_inventory():
    """CSV, XLSX and PDF list the same documents, and each file that they name is there."""
    folder = packed()[1]
    place = folder / "data" / "目录"
    text = Path(place, "归档文件目录.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    assert rows[0] == [*HEADS, "计算机文件名"] and len(rows) == 13
    assert rows[1] == ["1", "0087-WS·2026-D30-办公室-0003", "清档发〔2026〕3号", "清溪区档案馆", "清溪区档案馆关于第3项工作的通知", "20260820", "", "1", "",
                       "data/文件/0087/2026/30年/办公室/0001-1000/0087-WS·2026-D30-办公室-0003.pdf"]
    assert [row[0] for row in rows[1:]] == [str(n) for n in range(1, 13)]
    assert all(Path(folder, row[-1]).is_file() for row in rows[1:])
    assert list(sheet_rows(place / "归档文件目录.xlsx")) == rows
    shown = "".join(page.get_text() for page in fitz.open(place / "归档文件目录.pdf"))
    shown = "".join(shown.split())
    assert shown.startswith("归档文件目录" + "".join(HEADS)), shown[:100]
    for row in rows[1:]:  # lines of neighbouring cells stand between those of a cell
        assert all(part in shown for part in (f"办公室-{row[1][-4:]}", row[2], row[4].split("关于")[1], row[5])), row


def test_verify():
    done = hongtou("verify", packed()[1])
    assert done.returncode == 0 and "SHA-256+SM3" in done.err and "files 42" in done.err, done.err


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def damage_document(p):
    flip(next(p.rglob("*0007.pdf")))


def damage_metadata(p):
    flip(next(p.rglob("*0007.xml")))


def damage_inventory(p):
    flip(p / "data" / "目录" / "归档文件目录.xlsx")


def lose(p):
    next(p.rglob("*0003.ofd")).unlink()


def add(p):
    Path(p, "data", "文件", "x.pdf").write_bytes(b"x")


def link(p):
    path = next(p.rglob("*0003.ofd"))
    target = path.rename(p.parent / "elsewhere")
    path.symlink_to(target.with_name("gone"))


def link_away(p):
    path = next(p.rglob("*0003.ofd"))
    path.symlink_to(path.rename(p.parent / "elsewhere"))


def link_folder_away(p):
    path = p / "data" / "目录"
    path.symlink_to(path.rename(p.parent / "elsewhere"))


def add_link(p):
    Path(p, "data", "文件", "x").symlink_to("/")


def pipe(p):
    path = next(p.rglob("*0003.ofd"))
    path.unlink()
    os.mkfifo(path)


def pipe_for_manifest(p):
    path = p / "manifest-sm3.txt"
    path.unlink()
    os.mkfifo(path)


def damage_manifest(p):
    flip(p / "manifest-sm3.txt")


def damage_info(p):
    path = p / "bag-info.txt"
    path.write_text(path.read_text("utf-8").replace(".42", ".43"), encoding="utf-8")


def lose_declaration(p):
    Path(p, "bagit.txt").unlink()


def leave(p):
    path = p / "manifest-sha256.txt"
    path.write_text(path.read_text("utf-8") + "0" * 64 + "  data/../../etc/passwd\n", encoding="utf-8")


DAMAGE = {"document": (damage_document, "A123"), "metadata": (damage_metadata, "A123"), "inventory": (damage_inventory, "A123"),
          "too few": (lose, "A124"), "too many": (add, "A125"), "link": (link, "A124"), "link away": (link_away, "A124"), "folder away": (link_folder_away, "A124"),
          "link too many": (add_link, "A125"), "pipe": (pipe, "A124"), "pipe for a manifest": (pipe_for_manifest, "I102"), "manifest": (damage_manifest, "A123"),
          "sum": (damage_info, "A127"), "unfinished": (lose_declaration, "A122"), "leaves": (leave, "A126")}


@cases(sorted(DAMAGE))
def test_damage_is_found(name):
    """One byte of a document, of its metadata, of the inventory, of a manifest; a file too few, too many; an unfinished one."""
    change, code = DAMAGE[name]
    with workdir() as folder:
        p = copy(folder)
        change(p)
        done = hongtou("verify", p, timeout=60)
        assert done.returncode == 1 and code in done.err and "unchanged" not in done.err, done.err


@cases(["1", "600", "1900"])
def test_deep_folders(depth):
    """Folders within folders, as deep as paths go, are walked or refused."""
    with workdir() as folder:
        bag = Path(folder, "bag")
        (bag / "data").mkdir(parents=True)
        (bag / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        (bag / "manifest-sha256.txt").write_text("")
        place = os.open(bag / "data", os.O_RDONLY)
        for _ in range(int(depth)):
            os.mkdir("a", dir_fd=place)
            deeper = os.open("a", os.O_RDONLY, dir_fd=place)
            os.close(place)
            place = deeper
        os.close(os.open("x", os.O_CREAT | os.O_WRONLY, dir_fd=place))
        os.close(place)
        try:
            done = hongtou("verify", bag, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096)))
        finally:  # deeper than Python goes
            subprocess.run(["rm", "-r", bag], check=True)
        assert done.returncode == 1 and "[A125;" in done.err, done.err[-300:]


def test_every_byte():
    """A bit of any file that is handed over, at a random place."""
    rng = random.Random(19)
    with workdir() as folder:
        p = copy(folder)
        for name in files_of(p):
            path = Path(p, name)
            good = path.read_bytes()
            data = bytearray(good)
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
            path.write_bytes(data)
            done = hongtou("verify", p)
            # nothing lists the tag manifests: RFC 8493 2.2.1
            assert done.returncode == 1 or (name.startswith("tagmanifest") and data.lower() == good.lower()), (name, done.err)
            path.write_bytes(good)
        assert hongtou("verify", p).returncode == 0


def test_other_bags():
    """Bags of other programs: only SHA-256, capital digits, CR LF, * before names, %25; and one of a hash that is not known."""
    with workdir() as folder:
        bag = Path(folder, "bag")
        Path(bag, "data").mkdir(parents=True)
        Path(bag, "data", "50%.txt").write_bytes(b"text")
        Path(bag, "bagit.txt").write_bytes(b"BagIt-Version: 0.97\r\nTag-File-Character-Encoding: UTF-8\r\n")
        good = hashlib.sha256(b"text").hexdigest().upper()
        Path(bag, "manifest-sha256.txt").write_bytes(f"{good} *data/50%25.txt\r\n".encode())
        done = hongtou("verify", bag)
        assert done.returncode == 0 and "by SHA-256" in done.err and "SM3" not in done.err, done.err
        os.rename(bag / "manifest-sha256.txt", bag / "manifest-md5.txt")
        done = hongtou("verify", bag)
        assert done.returncode == 1 and "A128" in done.err and "A122" in done.err, done.err


def test_same_bytes():
    """Whatever the workers, the order of the records' lines aside, and with a name of one's own."""
    with workdir() as folder:
        source = write(folder, [7, 3, 1001, *range(20, 29)])
        for name, options in (("a", ["-j1"]), ("b", ["-j3"])):
            assert pack(Path(folder, name), source, "-t", "pdf,ofd", *options).returncode == 0
        assert files_of(Path(folder, "a")) == files_of(Path(folder, "b"))
        done = pack(Path(folder, "c"), source, "--name", "{archive.year}/50%-{archive.archival_code}")
        assert done.returncode == 0, done.err
        names = [name for name in files_of(Path(folder, "c")) if name.endswith(".pdf") and "文件/" in name]
        assert names[0].startswith("data/文件/2026/50％-0087-WS") and len(names) == 12
        assert hongtou("verify", Path(folder, "c")).returncode == 0


def test_killed():
    """kill -9 at random moments, also while the package is finished: never a package that verifies, in the end the same."""
    rng = random.Random()
    with workdir() as folder:
        source = write(folder, range(1, 301))
        began = time.time()
        assert pack(Path(folder, "want"), source, "-q").returncode == 0
        lasts = time.time() - began
        want = files_of(Path(folder, "want"))
        for at in [rng.uniform(0.05, 1) for _ in range(3)] + [rng.uniform(0.8, 1) for _ in range(2)]:
            p = Path(folder, "p")
            shutil.rmtree(p, ignore_errors=True)
            child = subprocess.Popen([PROGRAM, "export", "-q", "--package", p, source], env=environment(), stderr=subprocess.DEVNULL)
            time.sleep(at * lasts)
            living = child.poll() is None
            child.kill()
            child.wait()
            if Path(p, "bagit.txt").exists():
                assert hongtou("verify", p).returncode == 0
            else:
                assert living and hongtou("verify", p).returncode == 1
            if pack(p, source, "-q", "--resume").returncode:
                assert pack(p, source, "-q").returncode == 0
            got = files_of(p)
            assert got == want, (at, set(got.items()) ^ set(want.items()))


def test_grows():
    """--incremental adds documents; until the package is whole again it is none."""
    with workdir() as folder:
        p = Path(folder, "p")
        source = write(folder, range(1, 4))
        assert pack(p, source).returncode == 0
        write(folder, range(1, 7))
        done = pack(p, source, "--incremental")
        assert done.returncode == 0 and "3 unchanged" in done.err, done.err
        assert pack(Path(folder, "q"), source).returncode == 0
        assert files_of(p) == files_of(Path(folder, "q"))
        assert hongtou("verify", p).returncode == 0
        write(folder, [1, 2, 9])
        done = pack(p, source, "--incremental")
        assert done.returncode == 1 and "A121" in done.err and "0003.pdf" in done.err and not Path(p, "bagit.txt").exists(), done.err


def names_both(done, first, second):
    """The error over the batch: one archival code, and both records."""
    assert done.returncode == 1, done.err
    return any("A130" in line and "-0007 " in line and first in line and second in line for line in done.err.splitlines())


@cases([("plain", []), ("name", ["--name", "{title}-{line}"]), ("one process", ["-j1"]), ("several", ["-j3", "-t", "pdf,ofd"])])
def test_one_code_twice(case):
    """Two records of one archival code, far from each other: no package, until one is corrected; then that of the records."""
    options = case[1]
    with workdir() as folder:
        source, p, q = write(folder, [7, *range(20, 40)]), Path(folder, "p"), Path(folder, "q")
        good = source.read_text("utf-8")
        source.write_text(good + record(8, 件号="7") + "\n", encoding="utf-8")
        for more in ([], ["--resume"], ["--incremental"]):
            done = pack(p, source, *options, *more)
            assert names_both(done, "records.jsonl:1,", "records.jsonl:22:") and not Path(p, "bagit.txt").exists(), done.err
            assert hongtou("verify", p).returncode == 1
        source.write_text(good.replace("0007", "0009") + record(8, 件号="7") + "\n", encoding="utf-8")
        done = pack(p, source, *options, "--incremental")
        for line in done.err.splitlines():  # what was made of the other one
            if "A121" in line:
                Path(line.split(": error: ")[0]).unlink()
        done = pack(p, source, *options, "--resume")
        assert done.returncode == 0 and hongtou("verify", p).returncode == 0, done.err
        assert pack(q, source, *options).returncode == 0
        assert files_of(p) == files_of(q)


def test_one_code_twice_in_shards():
    with workdir() as folder:
        source = write(folder, [7, *range(20, 30)])
        source.write_text(source.read_text("utf-8") + record(8, 件号="7") + "\n" + record(9, 件号="07") + "\n", encoding="utf-8")
        parts = [Path(folder, f"p{number}") for number in (1, 2)]
        for number, part in enumerate(parts, 1):
            assert pack(part, source, "--shard", f"{number}/2").returncode == 0
        p = Path(folder, "p")
        assert hongtou("merge", "-o", p, *parts).returncode == 0
        done = hongtou("export", "--package", p, "--resume")
        assert names_both(done, "records.jsonl:1,", "records.jsonl:12:") and names_both(done, "records.jsonl:12,", "records.jsonl:13:")
        assert not Path(p, "bagit.txt").exists()


def test_papers_of_one_record():
    """They are one item, of one code."""
    with workdir() as folder:
        done = pack(Path(folder, "p"), write(folder, [1, 2]), "-s", "gb9704,letter")
        assert done.returncode == 0 and "A130" not in done.err, done.err
        assert len(list(Path(folder, "p", "data", "文件").rglob("*0001-*.pdf"))) == 2


@cases(["nothing.yaml", "bad.yaml", "empty"])
def test_nothing_made(name):
    with workdir() as folder:
        Path(folder, "bad.yaml").write_text("形式: 1\n", encoding="utf-8")
        Path(folder, "empty").mkdir()
        done = hongtou("export", name, "--package", "p", cwd=folder)
        assert done.returncode == 1 and "A131" in done.err and not Path(folder, "p", "bagit.txt").exists(), done.err


def test_made_elsewhere():
    """A package says nothing of the folders in which it was made: the same records from other places are the same bytes."""
    with workdir() as folder:
        for place in ("a/甲", "b"):
            Path(folder, place, "in").mkdir(parents=True)
            Path(folder, place, "sheets").mkdir()
            shutil.copy(ROOT / "styles" / "letter.yaml", Path(folder, place, "sheets", "own.yaml"))
            source = write(Path(folder, place, "in"), range(1, 4), 保管期限=None)
            source.write_text(source.read_text("utf-8") + '{"格式": "公文", "形式": 1}\n', encoding="utf-8")
        one, other = Path(folder, "one"), Path(folder, "other")
        for p, cwd, inputs, sheets in ((one, Path(folder, "a/甲"), "in", "sheets"), (other, Path(folder), "b/in/records.jsonl", "b/sheets")):
            options = "-s", f"{sheets}/own.yaml,plain", "--style-dir", sheets, "--file-dir", sheets
            done = hongtou("export", inputs, "--package", p, *options, cwd=cwd)
            assert "3 done, 1 failed" in done.err, done.err
        assert files_of(one) == files_of(other)
        for name in ("report.json", "report.jsonl", "report.csv"):
            text = Path(one, "data", "报告", name).read_text("utf-8")
            assert folder not in text and str(ROOT) not in text and "in/records" not in text, name
            assert "records.jsonl:1: warning" in text and "records.jsonl:4" in text
        report = json.loads(Path(one, "data", "报告", "report.json").read_text("utf-8"))
        assert report["options"]["--style"] == "own.yaml,plain" and report["style_sheets"][0]["file"] == "own.yaml"
        assert not any("/" in file["file"] for file in (*report["style_sheets"], *report["fonts"]))
        assert len(report["style_sheets"][0]["sha256"]) == 64


def test_volumes_of_earlier_runs():
    """A package whose inventory had other volumes before has only those of now."""
    with workdir() as folder:
        source, p = write(folder, [1, 2]), Path(folder, "p")
        assert pack(p, source).returncode == 0
        before = files_of(p)
        for number in (1, 2):
            (p / "data" / "目录" / f"归档文件目录-{number:03}.pdf").write_bytes(b"old")
        done = pack(p, source, "--incremental")
        assert done.returncode == 0 and files_of(p) == before, done.err


def test_failed_record():
    """A record that fails is in the report alone; the package is whole without it."""
    with workdir() as folder:
        source = write(folder, range(1, 4))
        source.write_text(source.read_text("utf-8") + '{"格式": "公文", "形式": 1}\n', encoding="utf-8")
        done = pack(Path(folder, "p"), source)
        assert done.returncode == 1 and "3 done, 1 failed" in done.err, done.err
        assert hongtou("verify", Path(folder, "p")).returncode == 0
        report = json.loads(Path(folder, "p", "data", "报告", "report.json").read_text("utf-8"))
        assert [r["state"] for r in report["records"]] == ["done"] * 3 + ["failed"]
        assert not {"host", "started", "finished"} & set(report) and "sm3" in report["records"][0]["outputs"][0]
        info = Path(folder, "p", "bag-info.txt").read_text("utf-8").splitlines()
        assert "Document-Count: 3" in info and "Failed-Record-Count: 1" in info, info
        done = hongtou("verify", Path(folder, "p"))
        assert done.returncode == 0 and "not in it: 1;" in done.err and "A132" in done.err, done.err


def test_lacking():
    """What the inventory and the folders go by, and the record does not have, is warned of, by name."""
    with workdir() as folder:
        done = pack(Path(folder, "p"), write(folder, [1], 保管期限=None, 件号=None))
        assert done.returncode == 0 and "档号、保管期限、件号;" in done.err and "A120" in done.err and "B302" not in done.err, done.err
        assert hongtou("verify", Path(folder, "p")).returncode == 0
        done = pack(Path(folder, "q"), write(folder, [1], 门类代码=None))
        assert "transfer package needs: 档号、门类代码;" in done.err, done.err
        done = pack(Path(folder, "r"), write(folder, [1], 件号=None, 门类代码=None, 档号="0087-1-7"))
        assert done.returncode == 0 and "A120" not in done.err, done.err


def test_secret():
    """Of a classified document's package, only its owner may read what tells of it."""
    with workdir() as folder:
        source = Path(folder, "r.jsonl")
        source.write_text(json.dumps(json.loads(record(1)) | {"密级": "机密★10年", "份号": "000001"}, ensure_ascii=False) + "\n", encoding="utf-8")
        assert pack(Path(folder, "p"), source).returncode == 0
        for name in files_of(Path(folder, "p")):
            assert Path(folder, "p", name).stat().st_mode & 0o777 == 0o600, name
        assert "机密★10年" in Path(folder, "p", "data", "目录", "归档文件目录.csv").read_text("utf-8")


def test_secret_from_now_on():
    """A document that is classified later: what tells of it has been open to all until then."""
    with workdir() as folder:
        source = write(folder, [1])
        assert pack(Path(folder, "p"), source).returncode == 0
        source.write_text(json.dumps(json.loads(record(1)) | {"密级": "机密★10年", "份号": "000001"}, ensure_ascii=False) + "\n", encoding="utf-8")
        assert pack(Path(folder, "p"), source, "--incremental").returncode == 0
        for name in files_of(Path(folder, "p")):
            assert Path(folder, "p", name).stat().st_mode & 0o777 == 0o600, name


def test_day():
    """The day of the package is SOURCE_DATE_EPOCH's, in Beijing."""
    with workdir() as folder:
        source = write(folder, [1])
        env = environment(SOURCE_DATE_EPOCH="1767196800")  # 2026-01-01 00:00 in Beijing
        for name in "ab":
            assert hongtou("export", source, "--package", Path(folder, name), env=env).returncode == 0
        assert "Bagging-Date: 2026-01-01\n" in Path(folder, "a", "bag-info.txt").read_text("utf-8")
        assert files_of(Path(folder, "a")) == files_of(Path(folder, "b"))


@cases([["-o", "x.pdf"], ["-d", "x"]])
def test_excludes(options):
    with workdir() as folder:
        done = hongtou("export", write(folder, [1]), "--package", Path(folder, "p"), *options)
        assert done.returncode == 2 and not Path(folder, "p").exists()


def test_hostile_titles():
    """Markup, formulas and control characters of titles are text in the inventory."""
    titles = ["=1+1关于工作的通知", "关于**重要**[^1]工作的通知", "关于<b>&工作的通知", "关于|管道|工作的通知", "关于100%工作的通知"]
    with workdir() as folder:
        source = Path(folder, "r.jsonl")
        source.write_text("\n".join(json.dumps(json.loads(record(n)) | {"标题": t}, ensure_ascii=False) for n, t in enumerate(titles, 1)),
                          encoding="utf-8")
        done = pack(Path(folder, "p"), source)
        assert done.returncode == 0, done.err
        assert hongtou("verify", Path(folder, "p")).returncode == 0
        place = Path(folder, "p", "data", "目录")
        listed = [row[4] for row in sheet_rows(place / "归档文件目录.xlsx")][1:]
        shown = "".join("".join(page.get_text() for page in fitz.open(place / "归档文件目录.pdf")).split())
        for title, cell in zip(titles, listed):
            assert cell.replace("*", "").replace("[^1]", "") in shown, (title, cell, shown)


def test_papers_share_a_code():
    """Three papers of a meeting with the code of one item: said; a record's one paper in two formats is one item."""
    with workdir() as folder:
        path = Path(folder, "r.yaml")
        text = Path(ROOT, "samples", "10-meeting.yaml").read_text("utf-8")
        path.write_text(text + "归档: {全宗号: '0087', 全宗名称: 某县, 门类代码: WS, 年度: 2026, 保管期限: 永久, 件号: 15}\n", encoding="utf-8")
        done = hongtou("export", path, "--package", Path(folder, "a"), "-t", "pdf,ofd", "-s", "minutes,notice,agenda")
        assert done.returncode == 0 and "3 papers of this record" in done.err and "A133" in done.err, done.err
        done = hongtou("export", path, "--package", Path(folder, "b"), "-t", "pdf,ofd", "-s", "minutes")
        assert done.returncode == 0 and "A133" not in done.err, done.err


def test_described():
    """Who opens a package without this program reads in bag-info.txt what is where; its lines are as RFC 8493 has them."""
    lines = Path(packed()[1], "bag-info.txt").read_text("utf-8").splitlines()
    assert all(re.match(r"[A-Z][A-Za-z-]+: \S|  \S", line) for line in lines), lines
    told = "".join(lines[next(i for i, line in enumerate(lines) if line.startswith("External-Description: ")):])
    assert all(word in told for word in
               ("data/文件/", "data/目录/", "计算机文件名", "data/报告/", "DA/T 46-2009", "manifest-sm3.txt"))
