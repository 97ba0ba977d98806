"""The entry of the desktop's menu: what `ninja install` installs, and what the bundle's script `menu` makes."""
import configparser
import shutil
import subprocess
import time
from pathlib import Path

from support import ROOT, cases, environment, need, workdir

ROOM = "cli"
ENTRY = ROOT / "contrib" / "desktop" / "hongtou.desktop"
SCRIPT = ROOT / "tools" / "bundle.d" / "menu"


def values(path):
    parser = configparser.RawConfigParser(strict=True)
    parser.optionxform = str
    parser.read(path, encoding="utf-8")
    return parser["Desktop Entry"]


def validate(path):
    need("desktop-file-validate")
    done = subprocess.run(["desktop-file-validate", path], capture_output=True, text=True)
    assert done.returncode == 0 and not done.stdout, done.stdout


def test_entry():
    """By the rules of desktop entries; in Chinese; a command that the program has."""
    validate(ENTRY)
    entry = values(ENTRY)
    assert entry["Name[zh_CN]"] == "红头公文" and entry["Exec"] == "hongtou serve --open"
    for line in ("Exec=hongtou", "TryExec=", "Icon="):  # as `menu` knows them
        assert f"\n{line}" in ENTRY.read_text(encoding="utf-8"), line


def test_installed():
    with workdir() as folder:
        need("meson")
        subprocess.run(["meson", "install", "-C", ROOT / "build", "--no-rebuild", "--destdir", folder], capture_output=True, check=True)
        (entry,) = Path(folder).rglob("share/applications/hongtou.desktop")
        assert (entry.parent.parent / f"icons/hicolor/scalable/apps/{values(entry)['Icon']}.svg").is_file()


def until(path):
    for _ in range(200):
        if path.exists() and path.read_text(encoding="utf-8").endswith("\n"):
            return path.read_text(encoding="utf-8")
        time.sleep(0.05)
    raise AssertionError(f"{path} was not written")


@cases(["红头", "my programs", 'a "b" `c` $d \\e $(f)'])
def test_of_the_bundle(case):
    """The desktop starts the program where the folder is, whatever its name; --remove leaves nothing."""
    need("gio")
    with workdir() as folder:
        bundle, data = Path(folder, case), Path(folder, "data")
        (bundle / "share/applications").mkdir(parents=True)
        shutil.copy(SCRIPT, bundle)
        shutil.copy(ENTRY, bundle / "share/applications")
        program = bundle / "hongtou"
        program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$0" "$*" >"{folder}/started"\n', encoding="utf-8")
        program.chmod(0o755)
        env = environment(XDG_DATA_HOME=str(data), HOME=folder)
        done = subprocess.run(["./menu"], cwd=bundle, env=env, capture_output=True, text=True)
        assert done.returncode == 0 and not done.stdout + done.stderr, done.stderr
        (entry,) = data.rglob("*.desktop")
        validate(entry)
        launched = subprocess.run(["gio", "launch", entry], env=env, capture_output=True, text=True, timeout=60)
        assert launched.returncode == 0, launched.stderr
        assert until(Path(folder, "started")).splitlines() == [str(program), "serve --open"]
        subprocess.run([bundle / "menu", "--remove"], env=env, check=True)
        assert not list(data.rglob("*.desktop"))


def test_name_that_desktops_refuse():
    """GLib looks for the program before it makes %% into %."""
    with workdir() as folder:
        bundle = Path(folder, "50%")
        bundle.mkdir()
        shutil.copy(SCRIPT, bundle)
        done = subprocess.run([bundle / "menu"], env=environment(HOME=folder), capture_output=True, text=True)
        assert done.returncode == 1 and "50%”的名称中有“%”" in done.stderr, done.stderr
        assert not list(Path(folder).rglob("*.desktop"))
