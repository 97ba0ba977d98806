"""What is in contrib for batches on several machines. Its own tests take minutes and daemons: people run them."""
import ast
import os
import shutil
import subprocess
from pathlib import Path

import yaml

from support import PROGRAM, ROOT, Skip, cases, environment, workdir
from test_batch import write_records

ROOM = "batch"
CONTRIB = ROOT / "contrib"


def test_scripts_are_whole():
    for name in ("slurm/shard.sbatch", "slurm/merge.sbatch", "slurm/try", "kubernetes/shard", "kubernetes/check"):
        done = subprocess.run(["bash", "-n", CONTRIB / name], capture_output=True)
        assert done.returncode == 0 and not done.stderr, done.stderr
    for name in ("spark/documents.py", "spark/try"):
        ast.parse((CONTRIB / name).read_text(encoding="utf-8"))


def test_manifests_agree():
    """As many indexes as shards; the script's variables are those of the manifest."""
    job = yaml.safe_load((CONTRIB / "kubernetes/shards.yaml").read_text(encoding="utf-8"))
    (container,) = job["spec"]["template"]["spec"]["containers"]
    env = {variable["name"]: variable["value"] for variable in container["env"]}
    assert job["spec"]["completionMode"] == "Indexed" and env["SHARDS"] == str(job["spec"]["completions"])
    script = (CONTRIB / "kubernetes/shard").read_text(encoding="utf-8")
    assert all(f"${{{name}:?" in script for name in (*env, "JOB_COMPLETION_INDEX"))


@cases(["kubernetes", "slurm"])
def test_refused_is_not_finished(case):
    """A wrong record does not fail a shard or the merge; what is refused does, though an earlier run finished it."""
    with workdir() as folder:
        root = Path(folder)
        write_records(root / "in", 6)
        (root / "in" / "0003.yaml").write_text("titel: x\n")
        (root / "bin").mkdir()
        (root / "bin" / "hongtou").symlink_to(PROGRAM)
        merge_script = (CONTRIB / "slurm/merge.sbatch").read_text(encoding="utf-8")
        if case == "kubernetes":
            job = yaml.safe_load((CONTRIB / "kubernetes/merge.yaml").read_text(encoding="utf-8"))
            (container,) = job["spec"]["template"]["spec"]["containers"]
            merge_script = container["args"][0].replace("/data/archive", "all").replace("/data/parts", "parts")

        def run(*command, **variables):
            env = environment(PARTS=str(root / "parts"), SHARDS="2", PATH=f"{root / 'bin'}:{os.environ['PATH']}", **variables)
            return subprocess.run(command, cwd=root, env=env, capture_output=True, timeout=120).returncode

        def shards(*options):
            script = CONTRIB / ("kubernetes/shard" if case == "kubernetes" else "slurm/shard.sbatch")
            return [run("bash", script, "--report", *options, "in", JOB_COMPLETION_INDEX=str(i), SLURM_ARRAY_TASK_ID=str(i + 1)) for i in (0, 1)]

        def merge():
            return run("bash", "-c", merge_script, "merge", "all")

        assert shards() == [0, 0] and merge() == 0
        assert shards() == [0, 0] and merge() == 0
        assert 0 not in shards("--to", "odt")
        shutil.rmtree(next((root / "parts").iterdir()))
        assert merge() == 1


@cases(["slurm/try", "kubernetes/check", "spark/try"])
def test_by_hand(case):
    if not os.environ.get("HONGTOU_CONTRIB"):
        raise Skip("HONGTOU_CONTRIB=1 runs it, which takes minutes and daemons")
    done = subprocess.run([CONTRIB / case], capture_output=True, text=True)
    if done.returncode == 77:
        raise Skip(done.stdout.strip())
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
