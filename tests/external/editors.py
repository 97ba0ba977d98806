"""LibreOffices that show and change documents: this machine's, and those of other Debians in folders."""
import contextlib
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import office
from support import ROOT, Skip, environment

INSIDE = "/usr/sbin:/usr/bin:/sbin:/bin"
START = 60  # seconds until LibreOffice answers, at most


class Here:
    """LibreOffice of this machine."""
    command = ["soffice"]

    def version(self):
        said = subprocess.run([*self.command, "--version"], capture_output=True, text=True).stdout
        return re.search(r"\d+\.\d+", said + " 0.0")[0]

    def convert(self, files, folder):
        office.convert(files, folder)

    alone = staticmethod(office.alone)

    def changer(self, folder, profile):
        """The command that runs office_change.py for files of the folder."""
        return ["/usr/bin/python3", str(office.CHANGER), office.installed(), f"-env:UserInstallation=file://{folder / profile}"]

    def seen(self, folder, text):
        """The text with the folder's name as the command sees it."""
        return text

    def kill(self, changer, group):
        """The command, and the LibreOffice that it began; group None: as it has not said which."""
        if group is None:
            changer.terminate()
            return
        changer.kill()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)


class Debian(Here):
    """That of a Debian in a folder: it sees our fonts and the folder at hand, in mounts that go away with it. Whoever ends the
    command ends all that it began."""

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
        return ["unshare", "-m", "-p", "-f", "--kill-child", "sh", "-c",
                f'{script} exec chroot {self.tree} env -i HOME=/tmp PATH={INSIDE} '
                'FONTCONFIG_FILE=/media/fonts.conf LC_ALL=C.UTF-8 "$@"', "sh", *command]

    def prepare(self, folder):
        conf = Path(office.fonts_conf()).read_text()
        (folder / "fonts.conf").write_text(conf.replace(str(ROOT / "fonts"), "/mnt"))

    def run(self, folder, command):
        self.prepare(folder)
        return subprocess.run(self.inside(folder, command), capture_output=True, text=True, timeout=1200)

    def convert(self, files, folder):
        for file in files:
            shutil.copy(file, folder)
        done = self.run(folder, ["soffice", "--headless", "--convert-to", "pdf", "--outdir", "/media",
                                 *(f"/media/{file.name}" for file in files)])
        missing = [f.name for f in files if not (folder / f.with_suffix(".pdf").name).exists()]
        assert not missing, f"{self.tree}: not converted: {missing}: {done.stderr[-500:]}"

    alone = contextlib.nullcontext

    def changer(self, folder, profile):
        """As of this machine; wants python3-uno there."""
        self.prepare(folder)
        return self.inside(folder, ["python3", "/srv/office_change.py", "soffice",
                                    f"-env:UserInstallation=file:///media/{profile}"])

    def seen(self, folder, text):
        return text.replace(str(folder), "/media")

    def kill(self, changer, group):
        changer.kill()


class Session:
    """One LibreOffice that changes the documents of a folder. One that takes too long is ended, and begun again."""

    def __init__(self, editor, folder, limit=300):
        self.editor, self.folder, self.limit = editor, Path(folder), limit
        self.running, self.group = None, None

    def __enter__(self):
        return self

    def __exit__(self, why, *_):
        if self.running and why:
            self.end()
        elif self.running:
            self.running.stdin.close()
            try:
                self.running.wait(60)
            except subprocess.TimeoutExpired:
                self.end()
            self.running = None

    def begin(self):
        self.group = None
        command = self.editor.changer(self.folder, f"profile-{self.folder.name}")
        with open(self.folder / "office.log", "w") as log:
            self.running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
                                            bufsize=1, env=environment(FONTCONFIG_FILE=office.fonts_conf()))
        self.group = self.ask(["process"], time.monotonic() + START)

    def end(self):
        self.editor.kill(self.running, self.group)
        self.running.wait(60)
        self.running = None

    def ask(self, change, until):
        self.running.stdin.write(self.editor.seen(self.folder, json.dumps(change, ensure_ascii=False)) + "\n")
        if not select.select([self.running.stdout], [], [], max(until - time.monotonic(), 0))[0]:
            self.end()
            raise TimeoutError(f"takes more than {self.limit} s")
        line = self.running.stdout.readline()
        try:
            return json.loads(line)
        except json.JSONDecodeError:
            self.end()
            if "not installed" in line:
                raise Skip(line.strip()) from None
            raise RuntimeError((self.folder / "office.log").read_text().strip().splitlines()[-1:]) from None

    def change(self, source, *changes):
        """Open a document and change it, as office_change.py says; what that answers to the first."""
        with self.editor.alone():
            until = time.monotonic() + self.limit
            if not self.running:
                self.begin()
                until += START
            return [self.ask(change, until) for change in (["open", str(source)], *changes)][0]
