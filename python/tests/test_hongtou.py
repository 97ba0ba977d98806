"""Each call of the package, with what it gives and raises."""
import json
import os
import pickle
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import hongtou

RECORD = {"格式": "公文", "发文机关": "甲局", "发文字号": "甲〔2026〕1号", "标题": "关于试验的通知", "主送机关": "丙局",
          "正文": "请抓紧落实。", "成文日期": "2026-01-05"}
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010800000000" "3a7e9b550000000a49444154789c63600000000200"
                    "0148afa4710000000049454e44ae426082")


@pytest.mark.parametrize("to, begin", [("pdf", b"%PDF-"), ("docx", b"PK"), ("odt", b"PK"), ("ofd", b"PK"), ("png", b"\x89PNG")])
def test_targets(to, begin):
    document = hongtou.export(RECORD, to)
    assert document.data.startswith(begin) and bytes(document) == document.data
    assert (document.target, document.extension, document.title) == (to, to, "关于试验的通知")
    assert to in hongtou.targets()


def test_record_as_mapping_text_bytes_path(tmp_path):
    text = json.dumps(RECORD, ensure_ascii=False)
    path = tmp_path / "r.json"
    path.write_text(text, encoding="utf-8")
    made = [hongtou.export(record).data for record in (RECORD, text, text.encode(), path)]
    assert len(set(made)) == 1


def test_save_and_picture(tmp_path):
    document = hongtou.export(RECORD)
    assert document.save(tmp_path / "x.pdf").read_bytes() == document.data
    assert document._repr_png_().startswith(b"\x89PNG")
    assert hongtou.export(RECORD, "png")._repr_png_().startswith(b"\x89PNG")


def test_several():
    documents = hongtou.export_all(RECORD, ["pdf", "docx"], attach_record=True)
    assert [d.target for d in documents] == ["pdf", "docx"]
    assert b"%PDF-2.0" in hongtou.export(RECORD, standards="a-4").data[:20]


def test_options_change_what_is_made():
    plain = hongtou.export(RECORD)
    assert len(hongtou.export(RECORD, attach_record=True).data) > len(plain.data) + 100
    assert hongtou.export(RECORD, source_date=1).data != plain.data
    small, large = (hongtou.export(RECORD, "png", resolution=dpi).data for dpi in (40, 80))
    assert int.from_bytes(large[16:20], "big") == pytest.approx(2 * int.from_bytes(small[16:20], "big"), abs=2)


def test_faults_are_raised_with_diagnostics():
    with pytest.raises(hongtou.RecordError) as caught:
        hongtou.export("title: x\ndate: 2026-02-31\n", name="r.yaml")
    (error,) = [d for d in caught.value.diagnostics if d.line == 2 and d.level == hongtou.Level.ERROR]
    assert (error.field, error.file, error.column) == ("date", "r.yaml", 7) and error.code.startswith("R")
    assert str(error).startswith("r.yaml:2:7: error: ") and str(error) in str(caught.value)


def test_an_error_says_what_is_wrong_first():
    """Not which fonts there are; and it is all errors, once."""
    with pytest.raises(hongtou.RecordError) as caught:
        hongtou.export({**RECORD, "正文": "![图](无.png)\n", "印章": "无.png"})
    lines = str(caught.value).splitlines()
    assert lines == list(dict.fromkeys(str(d) for d in caught.value.diagnostics if d.level == hongtou.Level.ERROR))
    assert any("无.png" in line for line in lines)
    assert any(d.level < hongtou.Level.ERROR for d in caught.value.diagnostics)


@pytest.mark.parametrize("slip", ["notice.yaml", "通知.MD", "folder/a.docx"])
def test_the_name_of_a_file_is_no_text(slip):
    for call in (hongtou.export, hongtou.import_, hongtou.check, hongtou.fix):
        with pytest.raises(ValueError, match="pathlib"):
            call(slip)
    with pytest.raises(TypeError, match="list"):
        hongtou.export([RECORD])


def test_results_come_from_other_processes():
    """As pools of processes and queues of tasks hand them over."""
    document = hongtou.export(RECORD)
    copy = pickle.loads(pickle.dumps(document))
    assert copy == document and copy._repr_png_() is None
    assert "data" not in repr(document) and len(repr(document)) < 5000
    with pytest.raises(hongtou.RecordError) as caught:
        hongtou.export_all(RECORD, styles=["gb9704", "no-such-sheet"])
    error = pickle.loads(pickle.dumps(caught.value))
    assert (str(error), error.diagnostics, error.documents) == (str(caught.value), caught.value.diagnostics, caught.value.documents)
    with pytest.raises(hongtou.HongtouError) as unknown:
        hongtou.export(RECORD, "docz")
    error = pickle.loads(pickle.dumps(unknown.value))
    assert (type(error), error.kind, str(error)) == (hongtou.HongtouError, "target", str(unknown.value))


def test_a_handle_is_closed():
    with hongtou.Hongtou() as handle:
        document = handle.export(RECORD)
    assert bytes(document) and document == hongtou.export(RECORD)
    with pytest.raises(ValueError, match="closed"):
        handle.export(RECORD)
    handle.close()


def test_messages_are_in_one_language():
    """str() of a diagnostic is the line that the program shows, in the locale's language."""
    code = ("import hongtou, locale; locale.setlocale(locale.LC_ALL, '')\n"
            "try: hongtou.export({'titel': 'x'})\n"
            "except hongtou.RecordError as error: print(error)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "LC_ALL": "zh_CN.UTF-8"})
    if "错误" not in done.stdout:
        pytest.skip("no such locale here")
    assert ": 错误: " in done.stdout and "error:" not in done.stdout


def test_settings_of_a_handle():
    """Each option of a handle does what it does in a call."""
    handle = hongtou.Hongtou(resolution=40, source_date=1)
    assert handle.export(RECORD, "png").data == hongtou.export(RECORD, "png", resolution=40).data
    assert handle.export(RECORD).data == hongtou.export(RECORD, source_date=1).data != hongtou.export(RECORD).data


def test_font_lists():
    assert hongtou.export(RECORD, "odt", font_lists=True).data != hongtou.export(RECORD, "odt").data


def test_one_document_is_one():
    """What makes one document does not drop others without a word."""
    with pytest.raises(ValueError, match="export_all"):
        hongtou.export(RECORD, ["pdf", "docx"])
    with pytest.raises(ValueError, match="export_all"):
        hongtou.export(RECORD, styles=["gb9704", "gb9704-letter"])
    assert hongtou.export(RECORD, styles=iter(["gb9704"])).pages == 1


def test_a_style_that_cannot_be_made():
    with pytest.raises(hongtou.RecordError) as caught:
        hongtou.export_all(RECORD, styles=["gb9704", "no-such-sheet"])
    assert [d.data[:5] for d in caught.value.documents] == [b"%PDF-"]
    assert any("no-such-sheet" in d.text for d in caught.value.diagnostics if d.level == hongtou.Level.ERROR)
    with pytest.raises(hongtou.RecordError) as caught:
        hongtou.export({**RECORD, "成文日期": "2026-02-31"})
    assert caught.value.documents == ()


def test_unknown_words_are_errors():
    with pytest.raises(hongtou.HongtouError) as caught:
        hongtou.export(RECORD, "docz")
    assert caught.value.kind == "target" and "docz" in str(caught.value) and "ofd" in str(caught.value)
    with pytest.raises(hongtou.HongtouError) as caught:
        hongtou.export(RECORD, standards="a-9")
    assert caught.value.kind == "argument" and caught.value.diagnostics[0].code == "E111"
    with pytest.raises(hongtou.HongtouError) as caught:
        hongtou.Hongtou(style="no-such-sheet")
    assert caught.value.kind == "style"
    with pytest.raises(ValueError):
        hongtou.export(RECORD, name="a\0b")


def test_files_from_memory_and_a_function():
    record = {**RECORD, "正文": "见图。\n\n![图](图.png)\n"}
    with pytest.raises(hongtou.RecordError):
        hongtou.export(record)
    with_file = hongtou.export(record, files={"图.png": PNG})
    asked = []

    def read(name):
        asked.append(name)
        return PNG

    assert hongtou.export(record, read=read).data == with_file.data and asked == ["图.png"]
    assert with_file._repr_png_().startswith(b"\x89PNG")

    def broken(name):
        raise KeyError(name)

    with pytest.raises(KeyError):
        hongtou.export(record, read=broken)
    with pytest.raises(TypeError):  # a text is no bytes
        hongtou.export(record, read=lambda name: "text")
    with pytest.raises(TypeError):
        hongtou.export(record, files={"图.png": "text"})
    wide = memoryview(PNG + b"\0" * (-len(PNG) % 4)).cast("I")  # its length is not that in bytes
    assert hongtou.export(record, read=lambda name: wide).pages == 1


def test_progress():
    steps = []
    hongtou.export_all(RECORD, ["pdf", "docx"], progress=lambda done, total: steps.append((done, total)))
    assert steps[0] == (0, 3) and steps[-1] == (3, 3)
    with pytest.raises(hongtou.Stopped):
        hongtou.export(RECORD, progress=lambda done, total: done < 1)

    def broken(done, total):
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        hongtou.export(RECORD, progress=broken)


def test_check_and_fix():
    slip = "form: document\nnumber: 甲[2026]1号\nissuers: 甲局\ntitle: 关于甲的通知\nrecipients: 乙局\nbody: 请落实。\ndate: 2026-01-05\n"
    (found,) = [d for d in hongtou.check(slip) if d.field == "number"]
    assert found.edit and found.edit.safe and "〔" in found.edit.new and found.clause.startswith("GB/T 9704")
    fixed = hongtou.fix(slip)
    assert fixed.fixed >= 1 and "甲〔2026〕1号" in fixed.record
    assert not [d for d in fixed.diagnostics if d.field == "number"]
    assert any(d.level == hongtou.Level.ERROR for d in hongtou.check("title: ["))
    with pytest.raises(hongtou.RecordError):
        hongtou.fix("title: [")


def test_import():
    text = "关于做好防汛工作的通知\n\n各街道办事处：\n\n请做好防汛工作。\n\n云湖区水务局\n2026年7月1日\n"
    imported = hongtou.import_(text)
    assert imported.target == "md" and imported.form == "document" and "标题" in imported.record
    assert "title:" in hongtou.import_(text, "yaml", english=True).record
    with pytest.raises(hongtou.RecordError):
        hongtou.import_("")
    import base64
    html = f'<h1>关于图的通知</h1><p>见图。</p><img src="data:image/png;base64,{base64.b64encode(PNG).decode()}">'
    assert hongtou.import_(html, name="a.html", picture_dir="a-files").pictures == {"a-files/1.png": PNG}


def test_schema():
    schema = hongtou.schema()
    assert "2020-12" in schema["$schema"]


def test_limits():
    handle = hongtou.Hongtou(timeout=60, memory=2000)
    assert handle.export(RECORD).data == hongtou.export(RECORD).data


def test_limits_and_threads():
    """A call with limits works in a child process, where a lock of the interpreter that a busy thread had would be held
    for ever: files are a table, and a function is refused."""
    handle = hongtou.Hongtou(timeout=60)
    record = {**RECORD, "正文": "见图。\n\n![图](图.png)\n"}
    want = hongtou.export(record, files={"图.png": PNG}).data
    assert handle.export(record, read=lambda name: PNG).data == want
    done = threading.Event()

    def work():
        while not done.is_set():
            pass

    thread = threading.Thread(target=work)
    thread.start()
    try:
        for _ in range(5):
            assert handle.export(record, files={"图.png": PNG}).data == want
        assert not [d for d in handle.check(record, files={"图.png": PNG}) if d.level == hongtou.Level.ERROR]
        with pytest.raises(ValueError, match="files"):
            handle.export(record, read=lambda name: PNG)
    finally:
        done.set()
        thread.join()


def test_lock_is_released():
    """While one thread makes documents, another one counts."""
    counted, done = [0], threading.Event()

    def count():
        while not done.is_set():
            counted[0] += 1
            time.sleep(0)

    record = {**RECORD, "正文": "请抓紧落实各项工作。\n\n" * 2000}
    thread = threading.Thread(target=count)
    thread.start()
    before = counted[0]
    hongtou.export(record)
    during = counted[0] - before
    done.set()
    thread.join()
    assert during > 10


def test_threads():
    made = [[] for _ in range(8)]

    def work(out):
        for _ in range(5):
            out.append(hongtou.export(RECORD).data)

    threads = [threading.Thread(target=work, args=(out,)) for out in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({data for out in made for data in out}) == 1 and sum(map(len, made)) == 40


def test_typed():
    """The package says that it is typed."""
    assert (Path(hongtou.__file__).parent / "py.typed").exists()
