"""Put faults into a copy of the source, one after another, and see that every one is caught: faults.py and import_faults.py
have the tables, and say what catches a fault."""
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def build(tree):
    done = subprocess.run(["nice", "ninja", "-C", tree / "build", "hongtou"], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"does not build:\n{done.stdout[-3000:]}")


def judge_all(faults, begin):
    """Build the program once for each of the faults (file, what is there, the fault, what is lost), or for those whose
    numbers are the arguments, and end. begin(program) is called when there is none yet, and returns what judges each, given
    what else its row has: (was it caught?, what was seen)."""
    wanted = [int(number) for number in sys.argv[1:]] or range(1, len(faults) + 1)
    with tempfile.TemporaryDirectory(prefix="hongtou-faults-") as folder:
        tree = Path(folder, "tree")
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".git", "build", "build-*", "__pycache__"))
        subprocess.run(["meson", "setup", tree / "build", tree, "--buildtype=release"], check=True, capture_output=True,
                       env={**os.environ, "CC": "ccache gcc" if shutil.which("ccache") else "gcc"})
        build(tree)
        os.environ["HT_PROGRAM"] = str(tree / "build" / "hongtou")
        sys.path.insert(0, str(tree / "tests" / "external"))
        judge = begin(tree / "build" / "hongtou")
        missed = 0
        for number in wanted:
            name, old, new, what, *more = faults[number - 1]
            path = tree / name
            text = path.read_text(encoding="utf-8")
            if old not in text:
                sys.exit(f"fault {number}: {name} has no {old!r}")
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
            build(tree)
            caught, seen = judge(*more)
            path.write_text(text, encoding="utf-8")
            missed += not caught
            print(f"{number:2} {what}: {'' if caught else 'NOT CAUGHT '}{seen}", flush=True)
        sys.exit(1 if missed else 0)
