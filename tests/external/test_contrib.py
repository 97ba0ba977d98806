"""What is in contrib for batches on several machines. Its own tests take minutes and daemons: people run them."""
import ast
import os
import subprocess

import yaml

from support import ROOT, Skip, cases

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


@cases(["slurm/try", "kubernetes/check", "spark/try"])
def test_by_hand(case):
    if not os.environ.get("HONGTOU_CONTRIB"):
        raise Skip("HONGTOU_CONTRIB=1 runs it, which takes minutes and daemons")
    done = subprocess.run([CONTRIB / case], capture_output=True, text=True)
    if done.returncode == 77:
        raise Skip(done.stdout.strip())
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
