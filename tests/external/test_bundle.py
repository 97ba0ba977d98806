"""The bundle that tools/bundle makes runs where there is nothing else: no C library, no shell, no /proc, no locale, no font.

It is made of the build; HT_BUNDLE names the folder of another instead, which may be for another processor, if the kernel
starts its programs by QEMU."""
import filecmp
import os
import shutil
import subprocess
from pathlib import Path

from support import ROOT, Skip, environment, hongtou, need, workdir

ROOM = "export"
SAMPLES = ["samples/11-order.yaml", "samples/14-sealed.yaml", "samples/03-minutes.md", "samples/04-minutes.json"]
TARGETS = "pdf,ofd,odt,docx,png"

TEXT = "关于开展消防安全检查的通知\n各科室：\n请于8月底前完成自查。\n办公室\n2026年8月20日\n"

# Of what it is made; the script names the package that lacks.
TOOLS = ["icupkg", "meson", "readelf", "dpkg-query", "gcc"]


def make(folder):
    """The folder of a bundle, in folder."""
    if "HT_BUNDLE" in os.environ:
        shutil.copytree(os.environ["HT_BUNDLE"], folder / "hongtou", symlinks=True)
        return
    need(*TOOLS)
    done = subprocess.run([ROOT / "tools" / "bundle", "--folder", folder / "hongtou"], capture_output=True, text=True)
    if "install the package" in done.stderr or "run tools/setup" in done.stderr:
        raise Skip(done.stderr.strip())
    assert done.returncode == 0, done.stderr


def alone(folder, *args):
    """Run the bundle's program with its folder as the whole system."""
    enter = ["chroot", folder] if os.geteuid() == 0 else ["unshare", "--map-root-user", f"--root={folder}"]
    env = {"LANG": "zh_CN.UTF-8", "PATH": os.environ["PATH"], "SOURCE_DATE_EPOCH": environment()["SOURCE_DATE_EPOCH"]}
    done = subprocess.run([*enter, "/hongtou/hongtou", *args], capture_output=True, text=True, env=env, timeout=300)
    if "unshare" in done.stderr:
        raise Skip("a system of its own may not be entered here")
    return done


def same_files(one, other):
    names = sorted(path.name for path in one.iterdir() if path.is_file())
    assert names and names == sorted(path.name for path in other.iterdir() if path.is_file())
    _, different, missing = filecmp.cmpfiles(one, other, names, shallow=False)
    assert not different and not missing, (different, missing)


def check_documents(folder, made):
    """The documents of samples/, with seals drawn from SVG, are those of the build tree, byte for byte."""
    done = hongtou("export", *SAMPLES, "-t", TARGETS, "-d", made, cwd=ROOT)
    assert done.returncode == 0, done.err
    done = alone(folder, "export", *(f"/{name}" for name in SAMPLES), "-t", TARGETS, "-d", "/made")
    assert done.returncode == 0 and "完成" in done.stderr, done.stderr
    same_files(made, folder / "made")


def check_import(folder, made):
    """A DOCX and a text in GB18030, the tables of which are in the bundle, are read as elsewhere."""
    (folder / "made" / "text.txt").write_bytes(TEXT.encode("gb18030"))
    (made / "text.txt").write_bytes(TEXT.encode("gb18030"))
    for name in ("11-order.docx", "text.txt"):
        here, there = hongtou("import", made / name, "-o", "-"), alone(folder, "import", f"/made/{name}", "-o", "-")
        assert here.returncode == there.returncode == 0, (here.err, there.stderr)
        assert here.stdout.decode() == there.stdout and "date: 2026-0" in there.stdout, there.stdout


def check_words(folder):
    """Messages are Chinese, also why the system refuses something; doctor misses nothing that documents need."""
    done = alone(folder, "check", "/none.yaml")
    assert done.returncode == 1 and "无法打开文件：没有那个文件或目录" in done.stderr, done.stderr
    done = alone(folder, "doctor")
    assert done.returncode == 0 and "[正常] 消息：中文" in done.stdout and "缺少0项" in done.stdout, done.stdout + done.stderr


def check_others(folder):
    """A program that it starts has the system's C library, and is not told of the bundle's."""
    program, said = folder / "bin" / "pdftotext", folder / "said"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nenv >{said}\n", encoding="utf-8")
    program.chmod(0o755)
    (folder / "x.pdf").write_bytes(b"%PDF-1.4\n")
    env = environment(PATH=f"{program.parent}:{os.environ['PATH']}")
    subprocess.run([folder / "hongtou" / "hongtou", "import", folder / "x.pdf", "-o", "-"], capture_output=True, env=env, timeout=60)
    variables = {line.split("=", 1)[0] for line in said.read_text(encoding="utf-8").splitlines()}
    assert "LC_ALL" in variables and not variables & {"LOCPATH", "GCONV_PATH", "LD_LIBRARY_PATH"}, variables


def check_page(folder):
    """All that the page of `serve` names is in it."""
    web = folder / "hongtou" / "share" / "hongtou" / "web"
    page = (web / "index.html").read_text(encoding="utf-8")
    names = [part.split('"')[0] for part in page.replace('src="', 'href="').split('href="')[1:]]
    missing = [name for name in names if name.startswith("/") and not (web / name[1:]).is_file()]
    assert "/codemirror/lib/codemirror.js" in names and not missing, missing


def check_readme(folder):
    """What its README says works: by a link from elsewhere, and the manual in Chinese."""
    bundle = folder / "hongtou"
    text = (bundle / "README.txt").read_text(encoding="utf-8")
    assert "@" not in text and "man -M share/man -L zh_CN hongtou" in text and "ln -s" in text
    assert list(bundle.glob("share/man/zh_CN/man1/hongtou.1*"))
    assert "./menu" in text and os.access(bundle / "menu", os.X_OK)
    assert (bundle / "share/applications/hongtou.desktop").is_file() and list(bundle.glob("share/icons/**/hongtou.svg"))
    link = folder / "link"
    link.symlink_to(bundle / "hongtou")
    done = subprocess.run([link, "new", "通知"], capture_output=True, text=True, env=environment(LC_ALL="zh_CN.UTF-8"), timeout=60)
    assert done.returncode == 0 and "格式: " in done.stdout, done.stderr


def test_empty_system():
    with workdir() as name:
        folder = Path(name, "system")
        made = Path(name, "made")
        for path in (folder / "tmp", folder / "made", made):
            path.mkdir(parents=True)
        make(folder)
        shutil.copytree(ROOT / "samples", folder / "samples")
        check_documents(folder, made)
        check_import(folder, made)
        check_words(folder)
        check_others(folder)
        check_page(folder)
        check_readme(folder)
        licences = (folder / "hongtou" / "LICENSES" / "packages.txt").read_text(encoding="utf-8")
        assert all((folder / "hongtou" / "LICENSES" / line.split(" ", 1)[0]).is_file() for line in licences.splitlines())
