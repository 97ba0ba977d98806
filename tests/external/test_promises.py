"""What README, the manual and docs/many.md promise of the whole program, and no test of a room holds."""
import re
import shlex
from pathlib import Path

from served import Server
from support import ROOT, cases, environment, hongtou, workdir

ROOM = "cli"
MANUALS = ("man/hongtou.1", "man/zh_CN/hongtou.1")

NOTICE = """格式: 通知
发文机关: 清溪区教育局
发文机关标志: 清溪区教育局文件
发文字号: 清教发〔2026〕31号
标题: 清溪区教育局关于召开校长会议的通知
主送机关: [各中小学校, 各幼儿园]
正文: 定于9月1日召开校长会议。
署名: 清溪区教育局
成文日期: 2026-08-20
"""
PAGE = "<html><head><title>x</title></head><body><h1>区教育局关于放假的通知</h1><p>各学校：</p><p>10月1日放假。</p>" \
       "<p>区教育局</p><p>2026年9月20日</p></body></html>"


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_commands_of_readme():
    """The commands under Use, typed one after another, all succeed; what its comments name is there."""
    (block,) = re.findall(r"^## Use\n+```\n(.*?)^```$", read("README.md"), re.M | re.S)
    lines = [line.partition("#")[0].strip() for line in block.splitlines()]
    assert len(lines) > 10 and all(line.startswith("hongtou ") for line in lines)
    with workdir() as folder:
        root = Path(folder)
        (root / "records").mkdir()
        for name in ("通知.yaml", "records/a.yaml"):
            (root / name).write_text(NOTICE, encoding="utf-8")
        (root / "网页.html").write_text(PAGE, encoding="utf-8")
        for line in lines:
            words = shlex.split(line)[1:]
            if words[0] in ("serve", "preview"):  # test_serve_start.py
                continue
            done = hongtou(*words, cwd=root, env=environment(XDG_CONFIG_HOME=folder))
            assert done.returncode == 0 or (words[0] == "check" and done.returncode == 1), (line, done.err)
        for name in ("请示.yaml", "通知.pdf", "通知.docx", "通知.ofd", "out/a.pdf", "移交/bagit.txt", "通知.dotx", "纪要.md"):
            assert (root / name).is_file(), name


def test_version_of_readme():
    """The archive that README names is that of this version."""
    version = re.match(r"hongtou (\S+)", hongtou("--version").stdout.decode())[1]
    assert set(re.findall(r"hongtou-([\d.]+)-linux", read("README.zh-CN.md"))) == {version}


@cases(MANUALS)
def test_style_dir(manual):
    """The commands that do without --style-dir are those that the manual names."""
    (text,) = re.findall(r"^(?:All commands but|除)\n((?:\.Cm .*\n|and\n|和\n)+)(?:take it\.|以外的命令都有这个选项)", read(manual), re.M)
    named = set(re.findall(r"\w+", re.sub(r"\.Cm|and\b|和", "", text)))
    commands = [row.split("\t")[0] for row in hongtou("--complete").stdout.decode().splitlines()]
    assert named == {name for name in commands if b"--style-dir" not in hongtou(name, "--help").stdout}


@cases(MANUALS)
def test_example_of_a_message(manual):
    """It is what the program prints."""
    (shown,) = re.findall(r"^\.Dl (\S+\.yaml:4:1: .*)$", read(manual), re.M)
    wrong = re.search("field (.*?);|“(.*?)”", shown)
    with workdir() as folder:
        file = shown.partition(":")[0]
        Path(folder, file).write_text(NOTICE.replace("发文字号", wrong[1] or wrong[2]), encoding="utf-8")
        locale = "zh_CN.UTF-8" if "zh_CN" in manual else "C.UTF-8"
        done = hongtou("export", file, cwd=folder, env=environment(LC_ALL=locale))
        assert done.returncode == 1 and shown in done.err.splitlines(), done.err


def test_languages():
    """LC_ALL before LC_MESSAGES before LANG; of none of them is the locale asked to be installed."""
    chinese, english = "zh_CN.UTF-8", "C.UTF-8"
    nothing = dict.fromkeys(("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"))
    for given, is_chinese in (({"LC_ALL": chinese}, True), ({"LC_MESSAGES": chinese}, True), ({"LANG": chinese}, True), ({}, False),
                              ({"LC_ALL": english, "LANG": chinese}, False), ({"LC_MESSAGES": english, "LANG": chinese}, False),
                              ({"LANG": chinese, "LOCPATH": "/nonexistent"}, True)):
        done = hongtou("export", "none.yaml", env=environment(**{**nothing, **given}))
        assert ("错误" in done.err) == is_chinese, (given, done.err)


@cases(["made", "in the way"])
def test_cache_of_fonts(case):
    """What is known of fonts is where the manual says, and in no other folder of the user; where that cannot be written,
    in one of the user's among temporary files."""
    name, ours = re.search(r"^\.It Pa ~/\.cache/(\S+) , ~/\.cache/(\S+)/fonts-\*$", read("man/hongtou.1"), re.M).groups()
    with workdir() as folder:
        home, temporary = Path(folder, "home"), Path(folder, "tmp")
        cache, in_the_way = home / ".cache", case == "in the way"
        temporary.mkdir()
        home.mkdir()
        if in_the_way:
            cache.write_text("")
        assert hongtou("fonts", env=environment(HOME=str(home), TMPDIR=str(temporary), XDG_CACHE_HOME=None)).returncode == 0
        assert in_the_way or sorted(path.name for path in cache.iterdir()) == sorted([name, ours])
        kept = list(temporary.iterdir()) if in_the_way else [cache / name]
        assert len(list((kept[0] if in_the_way else cache / ours).glob("fonts-*"))) == 1
        assert [path.stat().st_mode & 0o077 for path in kept] == [0] and list(kept[0].glob("*.cache-*")), kept
        assert in_the_way or not list(temporary.iterdir())


def test_file_dirs():
    """Files are looked for beside the record, in the folders of --file-dir, in those of HONGTOU_FILE_DIRS, in this order;
    a folder of the last that is not there is passed over."""
    with workdir() as folder:
        root = Path(folder)
        words = {"records": "记录旁边", "given": "选项之中", "first": "环境在前", "second": "环境在后"}
        for name, text in words.items():
            (root / name).mkdir()
            (root / name / "a.txt").write_text(f"{text}。\n", encoding="utf-8")
        (root / "records" / "r.yaml").write_text(NOTICE + "附件:\n  - 标题: 办法\n    文件: a.txt\n", encoding="utf-8")
        env = environment(HONGTOU_FILE_DIRS=f"{root}/none:{root}/first:{root}/second")
        for name, text in words.items():
            done = hongtou("export", root / "records" / "r.yaml", "-o", "-", "-t", "trace", "--file-dir", root / "given", env=env)
            assert text in done.stdout.decode(), (name, done.err)
            (root / name / "a.txt").unlink()
        assert hongtou("export", root / "records" / "r.yaml", "-o", "-", env=env).returncode == 1


def test_bundles():
    """{bundle}: the thousand of the item's number; without one, a part by the record's name that others do not change."""
    with workdir() as folder:
        root = Path(folder)
        for name, more in (("a", "归档: {件号: 1000}\n"), ("b", "归档: {件号: 1001}\n"), ("c", ""), ("d", "")):
            (root / f"{name}.yaml").write_text(NOTICE + more, encoding="utf-8")
        hongtou("export", "--name", "{bundle}/{input}", "-d", "all", *(f"{name}.yaml" for name in "abcd"), cwd=root)
        made = {path.stem: path.parent.name for path in root.glob("all/*/*.pdf")}
        assert made["a"] == "0001-1000" and made["b"] == "1001-2000" and re.search("[0-9a-f]{2}$", made["c"]) and len(made) == 4
        hongtou("export", "--name", "{bundle}/{input}", "-d", "one", "c.yaml", cwd=root)
        assert [path.parent.name for path in root.glob("one/*/*.pdf")] == [made["c"]]


def test_folders_of_many():
    """The template of docs/many.md makes folders by fonds and year."""
    (template,) = re.findall(r"`--name '(\{归档.*?)'`", read("docs/many.md"))
    with workdir() as folder:
        Path(folder, "a.yaml").write_text(NOTICE + "归档: {全宗号: Q012, 年度: 2026}\n", encoding="utf-8")
        assert hongtou("export", "--name", template, "-d", "all", "a.yaml", cwd=folder).returncode == 0
        assert Path(folder, "all/Q012/2026/000000001-清溪区教育局关于召开校长会议的通知.pdf").is_file()


def test_folder_of_the_state():
    """The server's key is in STATE_DIRECTORY itself, else in a folder in XDG_STATE_HOME."""
    with workdir() as folder:
        with Server(env={"STATE_DIRECTORY": f"{folder}/given"}) as s:
            assert Path(folder, "given", "serve.key").is_file() and not s.state.exists()
        with Server() as s:
            assert (s.state / "hongtou" / "serve.key").is_file()
