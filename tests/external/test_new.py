"""hongtou new: for every form and kind of document a record that can be filled in and exported as it is."""
import re

from support import environment, hongtou, workdir

ROOM = "cli"


def listed():
    """The forms, each with its kinds of document."""
    done = hongtou("new")
    assert done.returncode == 0 and not done.err
    names = [re.split("[：、]", line.strip()) for line in done.stdout.decode().splitlines()]
    assert len(names) > 8 and ["纪要"] in names and "请示" in names[0], names
    return names


def made(name):
    """What is written for it on 3 August 2026."""
    done = hongtou("new", name, env=environment(SOURCE_DATE_EPOCH="1785715200"))
    text = done.stdout.decode()
    assert done.returncode == 0 and not done.err and "2026" in text, f"{name}: {done.err}"
    return text


def codes(text):
    return re.findall(r"(?:error|warning): .* \[([A-Z]\d+)", text)


def test_every_form():
    """Each can be exported as it is written; only what is still to be filled in is found."""
    names = {name for row in listed() for name in row}
    with workdir() as folder:
        for name in sorted(names):
            with open(f"{folder}/r.yaml", "w", encoding="utf-8") as file:
                file.write(made(name))
            done = hongtou("export", f"{folder}/r.yaml", "-o", f"{folder}/o.pdf")
            assert done.returncode == 0, f"{name}: {done.err}"
            # what is required or usual is there
            assert not {"D101", "D110"} & set(codes(done.err)), f"{name}: {done.err}"
            # what is to be filled in is found
            assert "××" not in made(name) or "C349" in codes(done.err), f"{name}: {done.err}"


def test_comments_are_fields():
    """Every line that is a comment is a field of the record once the mark is deleted, and is printed or told of."""
    names = [row[0] for row in listed()] + ["请示", "函", "通知"]
    with workdir() as folder:
        for name in names:
            text = re.sub("^# (?=[^ :]+:|  )", "", made(name), flags=re.M)
            assert len(re.findall("^[^# :]+:", text, re.M)) > 3, text
            with open(f"{folder}/r.yaml", "w", encoding="utf-8") as file:
                file.write(text)
            done = hongtou("check", f"{folder}/r.yaml")
            assert done.returncode in (0, 1) and b"error" not in done.stderr + done.stdout, f"{name}: {done.err}{done.stdout}"


def test_what_is_asked_comes_first():
    """A kind of document asks for what is its own: a request names its signers, a public notice has no recipients."""
    def in_force(name):
        return re.findall("^([^# :]+):", made(name), re.M)
    assert "签发人" in in_force("请示") and "主送机关" in in_force("请示")
    assert "签发人" not in in_force("通知") and "主送机关" not in in_force("公告")
    assert in_force("会议通知") == ["格式", "会议"]
    assert "标题: 关于××××的请示" in made("请示")


def test_wrong_use():
    done = hongtou("new", "无此文种")
    assert done.returncode == 1 and "无此文种" in done.err and "公文：" in done.err
    with workdir() as folder:
        first = hongtou("new", "纪要", "-o", f"{folder}/r.yaml")
        assert first.returncode == 0, first.err
        with open(f"{folder}/r.yaml", "a", encoding="utf-8") as file:
            file.write("# mine\n")
        again = hongtou("new", "纪要", "-o", f"{folder}/r.yaml")
        assert again.returncode == 1 and "r.yaml" in again.err
        with open(f"{folder}/r.yaml", encoding="utf-8") as file:
            assert file.read().endswith("# mine\n")
