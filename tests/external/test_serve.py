"""ROOM: serve. The HTTP interface, as programs call it."""
import base64
import contextlib
import http.client
import io
import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import zipfile
from email import message_from_bytes
from pathlib import Path

import fitz

ROOM = "serve"
from office import late_office
from served import SAMPLE, TOKEN, Server
from support import ROOT, environment, hongtou, need

def test_export():
    """The PDF is that of the command line, byte by byte, with a name for the browser and the number of messages."""
    with Server() as s:
        status, headers, pdf = s.ask("POST", "/v1/export?to=pdf&name=a.yaml", SAMPLE, Content_Type="application/yaml")
        assert status == 200 and headers["content-type"] == "application/pdf"
        assert headers["hongtou-diagnostics"].startswith("error=0, warning=0")
        assert "filename*=UTF-8''" in headers["content-disposition"] and headers["cache-control"] == "no-store"
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.yaml").write_bytes(SAMPLE)
        done = hongtou("export", "a.yaml", "-o", "a.pdf", cwd=folder)
        assert done.returncode == 0, done.err
        assert Path(folder, "a.pdf").read_bytes() == pdf


def test_token_is_needed():
    """No call that is not open answers without a token, with a wrong one, or with one in another place."""
    with Server() as s:
        paths = json.loads(s.ask("GET", "/v1/openapi.json")[2])["paths"]
        calls = [(method.upper(), path, call) for path, row in paths.items() for method, call in row.items()]
        assert len(calls) >= 14
        for method, path, call in calls:
            for token in (None, "wrong", TOKEN[:-1], ""):
                status, headers, body = s.ask(method, path.replace("{path}", "a.yaml"), b"{}", token=token)
                if call.get("security") == []:
                    assert status != 401, (method, path)
                else:
                    assert status in (401, 413) and b"H10" in body, (method, path, status, body)
        for headers in ({"Authorization": TOKEN}, {"Authorization": f"Basic {TOKEN}"}, {"Cookie": f"token={TOKEN}"}):
            assert s.ask("GET", "/v1/styles", token=None, **headers)[0] == 401
        assert s.ask("GET", f"/v1/styles?token={TOKEN}", token=None)[0] == 401


def test_several_outputs():
    """ZIP, or multipart with the diagnostics in it; names in UTF-8."""
    with Server() as s:
        status, headers, body = s.ask("POST", "/v1/export?to=pdf,docx,png&name=a.yaml", SAMPLE)
        assert status == 200 and headers["content-type"] == "application/zip"
        names = zipfile.ZipFile(io.BytesIO(body)).namelist()
        assert names[-1] == "diagnostics.json" and len(names) == 6 and any(n.endswith("通知-2.png") for n in names), names
        status, headers, body = s.ask("POST", "/v1/export?to=pdf,odt&name=a.yaml", SAMPLE, Accept="multipart/mixed")
        parts = message_from_bytes(b"Content-Type: " + headers["content-type"].encode() + b"\r\n\r\n" + body).get_payload()
        assert [p.get_content_type() for p in parts] == ["application/json", "application/pdf",
                                                         "application/vnd.oasis.opendocument.text"]
        assert json.loads(parts[0].get_payload(decode=True))["diagnostics"]
        assert fitz.open(stream=parts[1].get_payload(decode=True)).page_count == 3


def test_diagnostics_are_those_of_check():
    """One shape with `check -f json`, and in the language that was asked for."""
    record = "标题: 关于(试行)的通知\n发文机关: 办公室\n成文日期: 2026-01-05\n正文: |\n  各部门：请于2026年01月5日前,完成。\n"
    with tempfile.TemporaryDirectory() as folder, Server() as s:
        Path(folder, "a.yaml").write_text(record, encoding="utf-8")
        done = hongtou("check", "-v", "-f", "json", "a.yaml", cwd=folder)
        answer = s.json("POST", "/v1/check?name=a.yaml", record.encode())
        assert answer["diagnostics"] == json.loads(done.stdout) and len(answer["diagnostics"]) >= 5
        chinese = s.json("POST", "/v1/check?name=a.yaml", record.encode(), Accept_Language="zh-CN,zh;q=0.9,en;q=0.8")
        assert "半角" in chinese["diagnostics"][-1]["message"]
        again = s.json("POST", "/v1/check?name=a.yaml", record.encode(), Accept_Language="en")
        assert again == answer
        edits = s.json("POST", "/v1/fix?name=a.yaml", record.encode())["edits"]
        one = s.json("POST", "/v1/fix?name=a.yaml&code=C304&line=1&column=7", record.encode())["edits"]
        pair = [{"line": 1, "column": 7, "old": "(", "new": "（"}, {"line": 1, "column": 10, "old": ")", "new": "）"}]
        assert one == pair and len(edits) == 4
        lines = record.split("\n")
        for e in reversed(edits):
            line = lines[e["line"] - 1]
            at = e["column"] - 1
            assert line[at:at + len(e["old"])] == e["old"]
            lines[e["line"] - 1] = line[:at] + e["new"] + line[at + len(e["old"]):]
        left = s.json("POST", "/v1/check?name=a.yaml", "\n".join(lines).encode())["diagnostics"]
        assert not [d for d in left if "fix" in d]


def test_faulty_record():
    with Server() as s:
        status, _, body = s.ask("POST", "/v1/export?name=a.yaml", "标题: 一\n成文日期: 2026-13-01\n".encode())
        answer = json.loads(body)
        assert status == 422 and answer["error"]["code"] == "H124"
        assert any(d["level"] == "error" and d["line"] == 2 for d in answer["diagnostics"])


def test_parameters():
    with Server() as s:
        for query in ("to=doc", "to=", "style=/etc/passwd", "style=../gb9704", "style=nope", "resolution=5000", "resolution=x",
                      "name=../a.yaml", "name=/etc/passwd", "name=.hidden/a.yaml", "standard=a-9"):
            status, _, body = s.ask("POST", f"/v1/export?{query}", SAMPLE)
            assert status == 400 and json.loads(body)["error"]["code"] in ("H112", "H119"), (query, status, body)
        status, _, body = s.ask("POST", "/v1/render?page=9", SAMPLE)
        assert status == 400 and json.loads(body)["error"]["code"] == "H112", (status, body)
        status, headers, png = s.ask("POST", "/v1/render?page=2&resolution=50", SAMPLE)
        assert status == 200 and png.startswith(b"\x89PNG") and headers["content-type"] == "image/png"
        assert s.ask("GET", "/v1/nothing")[0] == 404 and s.ask("GET", "/v1/export")[0] == 405
        assert s.ask("POST", "/v1/batch/record", b"{}")[0] == 404


def test_no_path_of_this_machine_is_told():
    """Messages about style sheets and fonts name files, not folders."""
    with Server("--style-dir", ROOT / "tests") as s:
        for body in (SAMPLE, b"", "标题: 一\n正文: |\n  ![](/etc/passwd)\n  ![](../../x.png)\n".encode()):
            for path in ("/v1/export?name=a.yaml", "/v1/check?name=a.yaml", "/v1/import"):
                answer = s.ask("POST", path, body, Accept="multipart/mixed")[2]
                assert str(ROOT).encode() not in answer and b"/tmp/" not in answer and b"/usr/" not in answer


def test_import():
    """Text, DOCX and PDF; the same record as the command line writes."""
    text = "关于开展检查的通知\n各部门：\n请于下周三前完成检查。\n办公室\n2026年1月5日\n"
    with tempfile.TemporaryDirectory() as folder, Server() as s:
        Path(folder, "a.txt").write_text(text, encoding="utf-8")
        done = hongtou("import", "a.txt", "--chinese", cwd=folder)
        answer = s.json("POST", "/v1/import?name=a.txt", text.encode())
        assert answer["record"] == done.stdout.decode() and answer["form"] == "公文"
        assert {line["reading"] for line in answer["lines"]} >= {"title", "recipients", "signature", "day"}
        for to in ("docx", "odt", "pdf"):
            made = s.ask("POST", f"/v1/export?to={to}&name=a.yaml", SAMPLE)[2]
            back = s.json("POST", f"/v1/import?name=a.{to}", made)
            assert "书香校园" in back["record"], to
        carried = s.ask("POST", "/v1/export?to=odt&attach=1&name=a.yaml", SAMPLE)[2]
        back = s.json("POST", "/v1/import?name=a.odt", carried)
        assert back["record"].encode() == SAMPLE and back["format"] == "yaml"
        assert s.ask("POST", "/v1/import", b"\x89PNG\r\n\x1a\n")[0] == 422
        assert s.ask("POST", "/v1/import?to=exe", b"x")[0] == 400


def test_late_office():
    """LibreOffice is stopped before the process that runs it, and what it wrote is removed."""
    with tempfile.TemporaryDirectory() as folder, Server("--timeout", "3", env=late_office(folder)) as s:
        status, _, answer = s.ask("POST", "/v1/import?name=a.rtf", b"{\\rtf1 x}")
        assert status == 422 and b'"M609"' in answer, answer
        assert [path.name for path in Path(folder, "temp").iterdir()] == ["began"]


def test_pictures_of_an_imported_file():
    """They come with the record, under the names that it has for them; without the parameter they are told of."""
    record = "标题: 关于图的通知\n发文机关: 办公室\n成文日期: 2026-01-05\n正文: |\n  见下图。\n\n  ![流程](p.png)\n"
    picture = Path(ROOT, "docs", "gallery", "letter.png").read_bytes()
    with Server() as s:
        (s.folder / "p.png").write_bytes(picture)
        status, _, docx = s.ask("POST", "/v1/export?to=docx&name=a.yaml", record.encode())
        assert status == 200
        answer = s.json("POST", "/v1/import?name=a.docx&pictures=a-files", docx)
        [row] = answer["pictures"]
        assert row["file"] in answer["record"] and row["file"].startswith("a-files/")
        assert base64.b64decode(row["data"]).startswith(b"\x89PNG")
        assert s.ask("PUT", f"/v1/records/{row['file']}", base64.b64decode(row["data"]), If_None_Match="*")[0] == 201
        assert s.ask("POST", "/v1/export?name=b.md", answer["record"].encode())[0] == 200
        assert "pictures" not in s.json("POST", "/v1/import?name=a.docx", docx)
        assert s.ask("POST", "/v1/import?name=a.docx&pictures=../x", docx)[0] == 400


def test_options_do_not_outlive_a_request():
    """What one request sets holds for no other in the same worker."""
    with Server("-j", "1") as s:
        plain = s.ask("POST", "/v1/export?name=a.yaml", SAMPLE)[2]
        png = s.ask("POST", "/v1/render?name=a.yaml&page=1&resolution=50", SAMPLE)[2]
        for query in ("style=letter&to=odt", "to=png&resolution=40", "attach=1", "standard=none"):
            assert s.ask("POST", f"/v1/export?name=a.yaml&{query}", SAMPLE)[0] == 200, query
            assert s.ask("POST", "/v1/render?name=a.yaml&page=2&style=letter", SAMPLE)[0] == 200
            assert s.ask("POST", "/v1/export?name=a.yaml", SAMPLE)[2] == plain, query
            assert s.ask("POST", "/v1/render?name=a.yaml&page=1&resolution=50", SAMPLE)[2] == png
            assert s.json("POST", "/v1/check?name=a.yaml", SAMPLE)


def test_batch_is_streamed():
    """A line is answered when it is ready; a faulty one does not stop the others."""
    record = {"标题": "关于一的通知", "发文机关": "办公室", "成文日期": "2026-01-05", "正文": "各部门：\n请检查。"}
    lines = [json.dumps({**record, "标题": f"关于第{i}项工作的通知"}, ensure_ascii=False) for i in range(30)]
    lines[7], lines[11] = "{nonsense", ""
    with Server() as s:
        status, headers, body = s.ask("POST", "/v1/batch?to=pdf", "\n".join(lines).encode())
        assert status == 200 and headers["content-type"] == "application/jsonl"
        answers = {a["line"]: a for a in map(json.loads, body.splitlines())}
        assert sorted(answers) == [i for i in range(1, 31) if i != 12]
        assert answers[8]["status"] == "failed" and answers[8]["diagnostics"][0]["line"] == 8
        for line, answer in answers.items():
            if line != 8:
                assert answer["status"] == "done", answer
                pdf = fitz.open(stream=base64.b64decode(answer["outputs"][0]["data"]))
                assert f"关于第{line - 1}项工作的通知" in pdf[0].get_text().replace("\n", "")
        status, _, body = s.ask("POST", "/v1/batch?to=nothing", "\n".join(lines[:2]).encode())
        assert all(json.loads(line)["error"]["code"] == "H112" for line in body.splitlines())


def test_description():
    """The OpenAPI document is valid, and has all calls."""
    with Server() as s:
        document = s.json("GET", "/v1/openapi.json")
    table = (ROOT / "src" / "serve" / "calls.c").read_text()
    rows = {re.sub(r"\s", "", path) for path in re.findall(r'\{"[A-Z]+",\s*("[^"]+")', table)}
    assert {json.dumps(p.removesuffix("/{path}")) for p in document["paths"]} == rows - {'"/v1/batch/record"'}
    named = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(document)))
    assert named <= set(document["components"]["schemas"])
    ids = [call["operationId"] for row in document["paths"].values() for call in row.values()]
    assert len(ids) == len(set(ids))
    need("openapi-spec-validator")
    with tempfile.NamedTemporaryFile("w", suffix=".json") as f:
        json.dump(document, f)
        f.flush()
        done = subprocess.run(["openapi-spec-validator", f.name], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


# --- records ---

def test_records():
    """Saved whole, with the version that is replaced named; earlier versions are kept."""
    one, two = SAMPLE, SAMPLE.replace("书香".encode(), "墨香".encode())
    with Server() as s:
        assert s.json("GET", "/v1/records") == {"records": [], "more": False}
        path = "/v1/records/2026/%E9%80%9A%E7%9F%A5.yaml"
        assert s.ask("PUT", path, one)[0] == 428
        assert s.ask("PUT", path, one, If_Match='"abc"')[0] == 412
        status, headers, _ = s.ask("PUT", path, one, If_None_Match="*")
        assert status == 201 and (s.folder / "2026" / "通知.yaml").read_bytes() == one
        first = headers["etag"]
        assert s.ask("PUT", path, two, If_None_Match="*")[0] == 412
        status, headers, body = s.ask("GET", path)
        assert (status, headers["etag"], body) == (200, first, one)
        assert s.ask("GET", path, If_None_Match=first)[0] == 304
        status, headers, _ = s.ask("PUT", path, two, If_Match=first)
        assert status == 200 and headers["etag"] != first
        status, headers, body = s.ask("PUT", path, b"x: 1", If_Match=first)
        answer = json.loads(body)
        assert status == 412 and answer["text"].encode() == two and answer["error"]["code"] == "H117"
        (s.folder / "2026" / "通知.yaml").write_bytes(one)  # somebody else, with an editor
        assert s.ask("PUT", path, b"x: 1", If_Match=headers["etag"])[0] == 412
        versions = s.json("GET", "/v1/versions/2026/%E9%80%9A%E7%9F%A5.yaml")["versions"]
        assert len(versions) == 1
        assert s.ask("GET", f"{path}?version={versions[0]['version']}")[2] == one
        [row] = s.json("GET", "/v1/records")["records"]
        assert row["path"] == "2026/通知.yaml" and row["form"] == "公文" and "书香校园" in row["title"]
        assert s.json("GET", "/v1/records?q=%E4%B9%A6%E9%A6%99")["records"] and not s.json("GET", "/v1/records?q=zzz")["records"]
        assert s.ask("DELETE", path)[0] == 428 and s.ask("DELETE", path, If_Match=first)[0] == 200
        assert s.ask("GET", path)[0] == 404 and len(s.json("GET", "/v1/versions/2026/%E9%80%9A%E7%9F%A5.yaml")["versions"]) == 2
        assert s.ask("PUT", "/v1/records/a.exe", b"x", If_None_Match="*")[0] == 415
        secret = "标题: 一\n密级: 机密★1年\n"
        assert s.ask("PUT", "/v1/records/s.yaml", secret.encode(), If_None_Match="*")[0] == 201
        assert (s.folder / "s.yaml").stat().st_mode & 0o777 == 0o600


def test_drafts_outlive_the_server():
    """What nobody has saved is there after the server was killed, and so is the session."""
    with tempfile.TemporaryDirectory() as base:
        state, folder = Path(base, "state"), Path(base, "records")
        with Server(folder=folder, state=state) as s:
            token = json.loads(s.ask("POST", "/v1/login", json.dumps({"ticket": s.ticket}), token=None)[2])["token"]
            assert s.ask("PUT", "/v1/drafts/new/1.md", "写到一半".encode(), token=token)[0] == 200
            s.process.kill()
            s.process.wait()
        with Server(folder=folder, state=state) as s:
            assert s.ask("GET", "/v1/drafts/new/1.md", token=token)[2].decode() == "写到一半"
            assert [d["path"] for d in json.loads(s.ask("GET", "/v1/drafts", token=token)[2])["drafts"]] == ["new/1.md"]
            assert not s.json("GET", "/v1/records")["records"]
            assert s.ask("DELETE", "/v1/drafts/new/1.md", token=token)[0] == 200
            assert s.ask("GET", "/v1/drafts/new/1.md", token=token)[0] == 404


def test_nothing_beyond_the_folder():
    """No path, link, special or hidden file leads out of the folder, for reading or writing."""
    with tempfile.TemporaryDirectory() as base, Server() as s:
        Path(base, "secret.md").write_text("秘密")
        os.symlink(Path(base, "secret.md"), s.folder / "link.md")
        os.symlink(base, s.folder / "out")
        os.symlink("real.md", s.folder / "inside.md")
        (s.folder / "real.md").write_text("标题: 一\n")
        os.mkfifo(s.folder / "fifo.md")
        (s.folder / "folder.md").mkdir()
        (s.folder / ".hidden.md").write_text("隐藏")
        began = time.monotonic()
        for path in ("../secret.md", "..%2fsecret.md", "%2e%2e/secret.md", "out/secret.md", "link.md", "inside.md", "fifo.md",
                     "folder.md", ".hidden.md", "a/../real.md", "a//real.md", "./real.md", "/etc/passwd.md", ".hongtou/serve/lock",
                     "real.md%00.txt", "real.md%0a", "%ff.md", "%zz.md", "a\\b.md", "x" * 1200 + ".md"):
            for method, kept in (("GET", {}), ("PUT", {"If_None_Match": "*"}), ("DELETE", {"If_Match": "*"})):
                status, _, body = s.ask(method, f"/v1/records/{path}", b"x: 1" if method == "PUT" else None, **kept)
                assert 400 <= status < 500, (method, path, status, body)
                assert "秘密".encode() not in body and "隐藏".encode() not in body
        assert time.monotonic() - began < 20
        assert Path(base, "secret.md").read_text() == "秘密" and sorted(os.listdir(base)) == ["secret.md"]
        assert [r["path"] for r in s.json("GET", "/v1/records")["records"]] == ["real.md"]


def test_kill_while_saving():
    """However the server or its workers are killed, a record is one of those that were saved, whole."""
    texts = [f"标题: 第{i}稿\n正文: |\n  {'内容' * 20000}{i}\n".encode() for i in range(6)]
    with tempfile.TemporaryDirectory() as base:
        folder, state = Path(base, "records"), Path(base, "state")
        for turn in range(5):
            s = Server(folder=folder, state=state)
            for number in range(40):
                body = texts[(turn + number) % len(texts)]
                with contextlib.suppress(OSError, http.client.HTTPException):
                    etag = s.ask("GET", "/v1/records/a.yaml")[1].get("etag")
                    kept = {"If_Match": etag} if etag else {"If_None_Match": "*"}
                    if number == 20 + turn:
                        pid = s.process.pid if turn % 2 else s.workers()[1]
                        c = socket.create_connection(("127.0.0.1", s.port))
                        head = "".join(f"{k.replace('_', '-')}: {v}\r\n" for k, v in kept.items())
                        c.sendall(f"PUT /v1/records/a.yaml HTTP/1.1\r\nHost: 127.0.0.1:{s.port}\r\nAuthorization: Bearer {TOKEN}\r\n"
                                  f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
                        time.sleep(0.002 * turn)
                        os.kill(pid, signal.SIGKILL)
                        if pid == s.process.pid:
                            s.process.wait()
                        c.close()
                    else:
                        s.ask("PUT", "/v1/records/a.yaml", body, **kept)
                if s.process.poll() is not None:
                    break
            s.close()
            assert (folder / "a.yaml").read_bytes() in texts
            for version in (folder / ".hongtou" / "serve" / "versions" / "a.yaml").iterdir():
                assert version.read_bytes() in texts



def test_office_settings():
    """Changed by fields with comments kept, refused with errors, in force at once; numbers given once, to the command
    line, too; the name book in and out."""
    with Server(env={"HOME": "/nonexistent", "XDG_CONFIG_HOME": "", "SOURCE_DATE_EPOCH": "1785715200"}) as server:
        office = server.folder / "office.yaml"
        office.write_text("# 本单位\n发文机关: 甲局  # 暂用\n", encoding="utf-8")

        def ask(method, path, body=None, **headers):
            status, _, answer = server.ask(method, path, body, **headers)
            return status, json.loads(answer) if answer[:1] == b"{" else answer
        change = json.dumps({"issuers": ["宁川市应急管理局"], "number": [{"机关代字": "宁应急发", "已用至": "〔2026〕12号"}]}).encode()
        status, answer = ask("POST", "/v1/office", change)
        assert status == 200 and answer["series"][0]["next"] == "宁应急发〔2026〕13号", answer
        assert office.read_text(encoding="utf-8").startswith("# 本单位\n"), office.read_text(encoding="utf-8")
        before = office.read_bytes()
        for wrong in (b'{"number": [{"code": "x", "last": "12"}]}', b'{"nothing": 1}', b"[1]", b'{"issuers": {"a": 1}}'):
            status, answer = ask("POST", "/v1/office", wrong)
            assert status == 422 and office.read_bytes() == before, (wrong, status, answer)
        record = "标题: 关于某事的通知\n成文日期: 2026-07-01\n主送机关: 各局\n发文字号: 宁应急发〔2026〕14号\n正文: 各单位要认真做好工作。\n".encode()
        status, answer = ask("POST", "/v1/check", record, Content_Type="application/yaml")
        assert "宁川市应急管理局" in json.dumps(answer, ensure_ascii=False), answer
        (server.folder / "r.yaml").write_bytes(record)
        given = [ask("POST", "/v1/office/number?series=%E5%AE%81%E5%BA%94%E6%80%A5%E5%8F%91&for=x")[1]["number"] for _ in range(2)]
        assert given == ["宁应急发〔2026〕15号", "宁应急发〔2026〕16号"], given
        done = hongtou("office", "number", "宁应急发", "--take", cwd=server.folder, env=environment(SOURCE_DATE_EPOCH="1785715200"))
        assert done.stdout.decode() == "宁应急发〔2026〕17号\n", done.err
        status, answer = ask("PUT", "/v1/office/names?name=n.csv", "姓名,职务\n张三,局长\n".encode())
        assert status == 200 and answer["values"]["people"] == [{"name": "张三", "office": "局长"}], answer
        assert "张三" in ask("GET", "/v1/office/names")[1].decode()
        _, headers, book = server.ask("GET", "/v1/office/names?to=xlsx")
        assert headers["content-type"].endswith("spreadsheetml.sheet") and "xlsx" in headers["content-disposition"], headers
        assert ask("PUT", "/v1/office/names?name=n.xlsx", book)[1]["values"]["people"] == [{"name": "张三", "office": "局长"}]
        assert ask("GET", "/v1/office/names?to=xls")[0] == 400
        tag = server.ask("GET", "/v1/office")[1]["etag"]
        status, headers, _ = server.ask("POST", "/v1/office", b'{"editor": "\xe4\xb9\x99"}', If_Match=tag)
        assert status == 200 and headers["etag"] != tag, headers
        before = office.read_bytes()
        status, answer = ask("POST", "/v1/office", b'{"editor": "\xe4\xb8\x99"}', If_Match=tag)
        assert status == 412 and office.read_bytes() == before, answer
        assert ask("POST", "/v1/office", b'{"editor": null}', If_Match=headers["etag"])[0] == 200
        assert ask("POST", "/v1/office/number?series=none")[0] == 404
        office.write_text("发文机关单位: 甲局\n", encoding="utf-8")
        assert ask("POST", "/v1/export", record, Content_Type="application/yaml")[0] == 422
        assert server.ask("GET", "/v1/office", token="wrong")[0] == 401
        names = [r["path"] for r in ask("GET", "/v1/records")[1]["records"]]
        assert names == ["r.yaml"], names


# their messages are seen where options are given and commands run, not over HTTP;
OF_COMMANDS = {"batch", "cli", "export", "serve", "settings"}
ADVICE = re.compile(r" -{2}[a-z]|（?-{2}[a-z]|[`“]?hongtou [a-z]")


def test_no_options_are_advised():
    """Whoever asks over HTTP gives no options: each message that advises one has other words for them, in both languages."""
    chinese = {}
    for entry in (ROOT / "po" / "zh_CN.po").read_text(encoding="utf-8").split("\n\n"):
        texts = [re.search(rf'^{key} ((?:"(?:[^"\\]|\\.)*"\n?)+)', entry, re.M) for key in ("msgid", "msgstr")]
        if all(texts):
            one, other = ("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', t[1])) for t in texts)
            chinese[one] = other
    source = (ROOT / "src" / "check" / "page_text.c").read_text(encoding="utf-8")
    rows = dict(re.findall(r'\{"(\w+)", N_\(((?:\s*"(?:[^"\\]|\\.)*")+)\)\}', source))
    pages = {code: "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)) for code, text in rows.items()}
    assert len(pages) > 20 and not [p for p in pages.values() if ADVICE.search(p + chinese[p])]
    missing = []
    for table in sorted((ROOT / "src").glob("*/include/*/messages.h")):
        row = r'X\(\w+, \w+, "(\w+)",\s*N_\(((?:\s*"(?:[^"\\]|\\.)*")+)\)'
        for code, text in re.findall(row, table.read_text(encoding="utf-8")):
            text = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text))
            if table.parent.name not in OF_COMMANDS and code not in pages and ADVICE.search(text + chinese[text]):
                missing.append((code, text, chinese[text]))
    assert not missing, missing


def test_what_is_said_over_http():
    with Server() as s:
        for language, words in (("zh", "如不对，请另选格式"), ("en", "choose another form if it is none")):
            said = s.json("POST", "/v1/import?name=a.txt", "关于放假的通知\n各部门：\n明天放假。\n".encode(), Accept_Language=language)
            assert any(d["code"] == "M201" and words in d["message"] for d in said["diagnostics"]), said["diagnostics"]
        record = "标题: 甲\n发文机关: 乙\n成文日期: 2026-01-05\n密极: 丙\n正文: |\n  丁\n"
        for path in ("/v1/check?name=a.yaml", "/v1/export?name=a.yaml"):
            _, _, answer = s.ask("POST", path, record.encode(), Content_Type="application/yaml", Accept_Language="zh")
            found = [d["message"] for d in json.loads(answer)["diagnostics"]]
            assert found and not ADVICE.search("".join(found)), found
        record = "格式: 通知\n发文机关: 乙\n案卷号: 0087-WS·2026-D30-0012\n正文: 见“标题”（title）、“甲”（ofd）。\n".encode()
        for path in ("/v1/check?name=a.yaml", "/v1/export?name=a.yaml"):
            said = {}
            for language in ("zh", "en"):
                _, _, answer = s.ask("POST", path, record, Content_Type="application/yaml", Accept_Language=language)
                said[language] = [d["message"] for d in json.loads(answer)["diagnostics"]]
            assert "缺少“标题”；“公文”格式必须填写" in said["zh"] and not re.search("”（[a-z]", "".join(said["zh"])), said
            assert any("title (标题) is missing" in message for message in said["en"]), said
        record = "格式: 简报\n成文日期: 2026-01-05\n附件: [{标题: 名单, 成文日期: 2026-01-05}]\n条目: [{标题: 甲, 正文: 见“丙”（3）。}]\n"
        said = [d["message"] for d in s.json("POST", "/v1/check?name=a.yaml", record.encode(), Content_Type="application/yaml",
                                             Accept_Language="zh")["diagnostics"]]
        assert "缺少“发文机关标志或会议的简报名称”；“简报”格式必须填写" in said and not re.search("”（[a-z]", "".join(said)), said
