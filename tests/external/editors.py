"""LibreOffices that show and change documents: this machine's, and those of other Debians in folders."""
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import office
from support import ROOT

INSIDE = "/usr/sbin:/usr/bin:/sbin:/bin"


class Here:
    """LibreOffice of this machine."""
    command = ["soffice"]

    def version(self):
        said = subprocess.run([*self.command, "--version"], capture_output=True, text=True).stdout
        return re.search(r"\d+\.\d+", said + " 0.0")[0]

    def convert(self, files, folder):
        office.convert(files, folder)

    def change(self, source, target, *changes):
        return office.change(source, target, *changes)


class Debian(Here):
    """That of a Debian in a folder: it sees our fonts and the folder at hand, in mounts that go away with it."""

    def __init__(self, tree):
        if os.getuid() != 0:
            sys.exit("another Debian needs the administrator")
        self.tree = tree
        self.command = self.inside(None, ["soffice"])

    def inside(self, folder, command):
        mounts = [("-t proc proc", "/proc"), ("--bind /dev", "/dev"), ("--bind /usr/share/fonts", "/usr/share/fonts"),
                  (f"--bind {ROOT / 'fonts'}", "/mnt")]
        if folder:
            mounts += [(f"--bind {folder}", "/media"), (f"--bind {ROOT / 'tests' / 'external'}", "/srv")]
        script = "".join(f"mount {what} {self.tree}{where} && " for what, where in mounts)
        return ["unshare", "-m", "sh", "-c", f'{script} exec chroot {self.tree} env -i HOME=/tmp PATH={INSIDE} '
                'FONTCONFIG_FILE=/media/fonts.conf LC_ALL=C.UTF-8 "$@"', "sh", *command]

    def run(self, folder, command):
        conf = Path(office.fonts_conf()).read_text()
        (folder / "fonts.conf").write_text(conf.replace(str(ROOT / "fonts"), "/mnt"))
        return subprocess.run(self.inside(folder, command), capture_output=True, text=True, timeout=1200)

    def convert(self, files, folder):
        for file in files:
            shutil.copy(file, folder)
        done = self.run(folder, ["soffice", "--headless", "--convert-to", "pdf", "--outdir", "/media",
                                 *(f"/media/{file.name}" for file in files)])
        missing = [f.name for f in files if not (folder / f.with_suffix(".pdf").name).exists()]
        assert not missing, f"{self.tree}: not converted: {missing}: {done.stderr[-500:]}"

    def change(self, source, target, *changes):
        """As office.change(), for files of one folder; wants python3-uno there."""
        folder = source.parent
        args = [str(source), str(target), *map(json.dumps, changes)]
        done = self.run(folder, ["python3", "/srv/office_change.py", "soffice",
                                 f"-env:UserInstallation=file:///tmp/{folder.name}",
                                 *(arg.replace(str(folder), "/media") for arg in args)])
        shutil.rmtree(Path(self.tree, "tmp", folder.name), ignore_errors=True)
        assert done.returncode == 0, done.stderr[-1000:]
        return json.loads(done.stdout)
