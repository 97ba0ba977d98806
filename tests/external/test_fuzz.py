"""The fuzz targets of tests/fuzz for a minute: the inputs that are kept in the tree, and a number of mutants of them that
is always the same. `tools/fuzz` runs them for hours. And records made from the schema, which must make the same text in
every output."""
import os
import subprocess
import sys
from pathlib import Path

from support import ROOT, Skip, cases, hongtou, workdir

sys.path.append(str(ROOT / "tests" / "fuzz"))

TREE, BUILD = ROOT / "tests" / "fuzz", ROOT / "build-fuzz"
# Mutants of a target, as many as take some two seconds; of the others MUTANTS.
MUTANTS = 50
MUTANTS_OF = {"document-yaml": 12, "document-json": 12, "document-md": 12, "style": 30, "journal": 2000, "frames": 5000, "picture": 200, "font": 20, "outline": 5000,
              "record-yaml": 100, "record-json": 100, "record-md": 100, "docx": 100, "xlsx": 100}


def targets():
    listed = subprocess.run([ROOT / "tools" / "fuzz", "--list"], capture_output=True, check=True).stdout.decode().split()
    return [target for target in listed if target != "generated"]


def inputs(target):
    return [str(folder / target) for folder in (TREE / "corpus", TREE / "mended") if (folder / target).is_dir()]


@cases(targets())
def test_target(target):
    program = BUILD / "tests" / "fuzz" / f"fuzz-{target}"
    if not program.exists():
        raise Skip("the fuzz targets are not built: `tools/fuzz --build` does, with clang and libclang-rt")
    with workdir() as folder:
        kept = sum(len(list(Path(each).iterdir())) for each in inputs(target))
        runs = kept + MUTANTS_OF.get(target, MUTANTS)
        done = subprocess.run([program, "-seed=20260723", f"-runs={runs}", "-timeout=60", "-rss_limit_mb=4000", f"-artifact_prefix={folder}/", folder, *inputs(target)],
                              capture_output=True, timeout=600, env={**os.environ, "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1"})
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-4000:]


def test_what_is_kept_is_small():
    """Inputs in the tree: for each target some, together a few hundred kilobytes."""
    files = [path for path in [*TREE.glob("corpus/*/*"), *TREE.glob("mended/*/*")] if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 500_000
    assert {path.parent.name for path in files} <= set(targets())


@cases(["1", "201", "401"])
def test_generated(first):
    from differential import check
    found = check(range(int(first), int(first) + 12), deep=False)
    assert sum(case.made for case in found) == 12, [case.name for case in found if not case.made]
    faults = [f"{case.name}: {fault}" for case in found for fault in case.faults]
    assert not faults, "\n".join(faults[:10])


def test_generated_records_are_valid():
    """They pass the schema, and every form and every field is among them."""
    from generate import Generator
    from test_schema import faults as invalid
    from whole import english, schema
    forms, fields = set(), set()
    for seed in range(400):
        record = Generator(seed).record()
        assert not invalid(record), (seed, invalid(record))
        forms.add(record.get("form") or record.get("格式"))
        fields |= {name for name, value in english(schema()["properties"]).items() if name in record or value["title"] in record}
    assert forms == {name for name in schema()["properties"]["form"]["enum"] if name}, forms
    assert fields == set(english(schema()["properties"])), set(english(schema()["properties"])) - fields


ROLES = """标题: 关于成立领导小组的通知
正文: 现通知如下。
成文日期: 2026-02-28
组成人员:
- 职责: 负责全市重大项目推进和资金统筹以及监督检查与考核评价各项具体工作的领导小组组长
  人员: [张三 局长, 李四 副局长]
- 职责: 成员
  人员: [王五 科长]
"""


def test_nothing_is_beyond_the_paper():
    """A label that leaves no room beside it does not move the text beside it out of the page."""
    from differential import beyond
    with workdir() as folder:
        Path(folder, "a.yaml").write_text(ROLES, encoding="utf-8")
        done = hongtou("export", "-v", "-t", "pdf,ofd", "-d", "out", "a.yaml", cwd=folder)
        assert done.returncode == 0 and "[T108]" not in done.err, done.err
        assert not beyond(Path(folder, "out", "a.ofd"))
