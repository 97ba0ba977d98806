"""Who asks the server and must not, or asks too much."""
import contextlib
import json
import os
import resource
import signal
import socket
import tempfile
import threading
import time
from pathlib import Path

from served import SAMPLE, TOKEN, Server
from support import cases, hongtou

ROOM = "serve"
AUTH = f"Authorization: Bearer {TOKEN}\r\n"


def status_of(answer):
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else None


def head(s, *lines, method="GET", path="/v1/styles", host=None):
    host = f"127.0.0.1:{s.port}" if host is None else host
    sent = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: close", f"Authorization: Bearer {TOKEN}", *lines, "", ""]
    return "\r\n".join(sent).encode()


def test_other_hosts():
    """A name that is pointed at this machine is not the server's (DNS rebinding)."""
    with Server() as s:
        for host in ("evil.test", f"evil.test:{s.port}", "127.0.0.1", f"127.0.0.1:{s.port + 1}", f"127.0.0.1.evil.test:{s.port}",
                     f"192.168.0.1:{s.port}", "", f"localhost.evil.test:{s.port}", f"user@127.0.0.1:{s.port}", f"[::1:{s.port}"):
            for path in ("/v1/styles", "/", "/healthz", "/v1/about"):
                answer = s.raw(head(s, path=path, host=host))
                assert status_of(answer) in (400, 421), (host, path, answer)
        for host in (f"127.0.0.1:{s.port}", f"localhost:{s.port}", f"LOCALHOST:{s.port}", f"[::1]:{s.port}"):
            assert status_of(s.raw(head(s, host=host))) == 200, host
        answer = s.raw(head(s, path="/", host=f"localhost:{s.port}"))
        assert status_of(answer) == 307 and f"Location: http://127.0.0.1:{s.port}/".encode() in answer
    with Server("--host", "gongwen.example.com") as s:
        assert status_of(s.raw(head(s, "Origin: https://gongwen.example.com", host="gongwen.example.com"))) == 200
        assert status_of(s.raw(head(s, "Origin: https://evil.test", host="gongwen.example.com"))) == 403


def test_other_origins():
    """Pages of other sites and other ports are refused, with a token, too."""
    with Server() as s:
        for origin in ("http://evil.test", "null", f"http://127.0.0.1:{s.port + 1}", f"http://localhost:{s.port}", "", "file://",
                       f"http://127.0.0.1:{s.port}.evil.test", f"ftp://127.0.0.1:{s.port}"):
            for path in ("/v1/styles", "/", "/v1/about"):
                assert status_of(s.raw(head(s, f"Origin: {origin}", path=path))) == 403, origin
        assert status_of(s.raw(head(s, f"Origin: http://127.0.0.1:{s.port}"))) == 200
        for site in ("cross-site", "same-site"):
            assert status_of(s.raw(head(s, f"Sec-Fetch-Site: {site}"))) == 403
            assert status_of(s.raw(head(s, f"Sec-Fetch-Site: {site}", "Sec-Fetch-Mode: no-cors", path="/"))) == 403
            assert status_of(s.raw(head(s, f"Sec-Fetch-Site: {site}", "Sec-Fetch-Mode: navigate", path="/"))) == 200
            assert status_of(s.raw(head(s, f"Sec-Fetch-Site: {site}", "Sec-Fetch-Mode: navigate"))) == 403
        answer = s.raw(head(s, "Access-Control-Request-Method: POST", "Origin: http://evil.test", method="OPTIONS"))
        assert status_of(answer) in (403, 405) and b"Access-Control-Allow" not in answer
        answer = s.raw(head(s, path="/"))
        for header in (b"frame-ancestors 'none'", b"require-trusted-types-for 'script'", b"Cross-Origin-Resource-Policy: same-origin",
                       b"X-Content-Type-Options: nosniff"):
            assert header in answer
        assert b"Set-Cookie" not in answer


def test_ambiguous_requests():
    """What a proxy and the server may read differently is refused."""
    with Server() as s:
        line = f"Host: 127.0.0.1:{s.port}"
        body = b"2\r\n{}\r\n0\r\n\r\n"
        for text in (head(s, line), head(s, "Host: evil.test"), head(s, "Content-Length: 2", "Transfer-Encoding: chunked", method="POST") + body,
                     head(s, "Transfer-Encoding: chunked", "Content-Length: 2", method="POST", path="/v1/export") + body,
                     head(s, "Content-Length: 2", "Content-Length: 3", method="POST", path="/v1/export") + b"{} ",
                     head(s, "Content-Length: -1", method="POST", path="/v1/export") + b"{}",
                     head(s, "Content-Length: 2x", method="POST", path="/v1/export") + b"{}",
                     head(s, f"Authorization: Bearer {TOKEN}"), head(s, "Origin: http://evil.test", f"Origin: http://127.0.0.1:{s.port}"),
                     head(s, path=f"http://127.0.0.1:{s.port}/v1/styles"), head(s, path="*"), head(s, path="/v1/styles%00"),
                     head(s, path="/index.html%00.css"), head(s, path="/v1/../v1/styles"), head(s, path="/v1/styles%2f"),
                     head(s, path="/%2e%2e/%2e%2e/etc/passwd"), head(s, path="/../../etc/passwd"), head(s, path="//etc/passwd"),
                     head(s, path="/codemirror/../../../etc/passwd"), head(s, path="/.git/config"), head(s, path="/index.html?a=%00"),
                     head(s, path="/v1/styles?a=%ff"), head(s, path="/v1/styles?" + "&".join(f"a{i}=1" for i in range(50))),
                     head(s, "X: " + "y" * 60000), head(s, path="/" + "x" * 60000), b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 9,
                     b"GET / HTTP/9.9\r\n\r\n", b"GET /v1/styles HTTP/1.1\r\n" + AUTH.encode() + b"\r\n", os.urandom(3000)):
            answer = s.raw(text)
            status = status_of(answer)
            assert status is None or 400 <= status < 506, (text[:200], answer[:300])
            assert b"root:" not in answer and b'"styles"' not in answer, text[:200]
        assert status_of(s.raw(head(s))) == 200


def test_large_bodies():
    """Refused before they are sent, if the length is told; else as soon as they are too large."""
    with Server() as s:
        began = time.monotonic()
        answer = s.raw(head(s, "Content-Length: 999999999999", "Expect: 100-continue", method="POST", path="/v1/export"))
        assert status_of(answer) == 413 and b"100 Continue" not in answer and time.monotonic() - began < 5
        assert status_of(s.raw(head(s, "Content-Length: 99999999999999999999999", method="POST", path="/v1/export"))) in (400, 413)
        assert status_of(s.raw(head(s, "Content-Length: 10") + b"0123456789")) == 413
        with socket.create_connection(("127.0.0.1", s.port)) as c, contextlib.suppress(OSError):
            c.sendall(head(s, "Transfer-Encoding: chunked", method="POST", path="/v1/export"))
            block = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
            for _ in range(20):
                c.sendall(block)
            c.sendall(b"0\r\n\r\n")
            assert status_of(c.recv(65536)) == 413
        assert int(Path(f"/proc/{s.process.pid}/statm").read_text().split()[1]) < 40000
        assert s.ask("POST", "/v1/export?name=a.yaml", SAMPLE)[0] == 200


def ask_while(s, seconds):
    """The longest time that an ordinary request takes while something else goes on."""
    longest, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        assert s.ask("POST", "/v1/check?name=a.yaml", SAMPLE)[0] == 200
        longest = max(longest, time.monotonic() - began)
        time.sleep(0.05)
    return longest


def test_thousand_connections():
    """1,000 clients that say nothing, and 300 that say a byte now and then, do not keep the others out."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, max(4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1])))
    with Server() as s:
        silent, ends = [], threading.Event()

        def trickle(sockets):
            while not ends.wait(0.5):
                for c in sockets:
                    with contextlib.suppress(OSError):
                        c.send(b"x")
        try:
            for _ in range(1000):
                silent.append(socket.create_connection(("127.0.0.1", s.port), timeout=5))
            for _ in range(300):
                c = socket.create_connection(("127.0.0.1", s.port), timeout=5)
                with contextlib.suppress(OSError):
                    c.send(b"GET /v1/styles HTTP/1.1\r\nX: ")
                silent.append(c)
            thread = threading.Thread(target=trickle, args=(silent[-300:],))
            thread.start()
            assert ask_while(s, 6) < 3
        finally:
            ends.set()
            thread.join()
            for c in silent:
                c.close()
        assert ask_while(s, 0.5) < 1


def test_slow_bodies_and_readers():
    """A body that comes by bytes, and an answer that nobody reads, end at a limit that counts from their beginning."""
    with Server() as s:
        with socket.create_connection(("127.0.0.1", s.port)) as c:
            c.sendall(head(s, "Content-Length: 1000", method="POST", path="/v1/export"))
            began = time.monotonic()
            c.settimeout(0.5)
            while time.monotonic() - began < 30:
                try:
                    c.send(b"x")
                    if not c.recv(100):
                        break
                except TimeoutError:
                    continue
                except OSError:
                    break
            assert 10 < time.monotonic() - began < 25
        assert ask_while(s, 0.5) < 1


# --- workers ---

def worker_of(s, place):
    """Workers are started in this order."""
    return s.workers()[("preview", "store").index(place)]


@cases(["SIGSEGV", "SIGKILL", "SIGABRT"])
def test_crash(name):
    """A worker that breaks down costs the request it has; the next one is answered."""
    with Server("-j", "1") as s:
        answers = []
        pid = worker_of(s, "preview")
        maker = s.workers()[2]
        os.kill(pid, signal.SIGSTOP)
        os.kill(maker, signal.SIGSTOP)
        threads = [threading.Thread(target=lambda: answers.append(s.ask("POST", "/v1/check?name=a.yaml", SAMPLE))) for _ in range(3)]
        for t in threads:
            t.start()
        time.sleep(0.5)
        os.kill(pid, getattr(signal, name))
        with contextlib.suppress(ProcessLookupError):  # killed, it is gone even though it was stopped
            os.kill(pid, signal.SIGCONT)
        os.kill(maker, signal.SIGCONT)
        for t in threads:
            t.join()
        statuses = sorted(a[0] for a in answers)
        assert statuses == [200, 200, 500], answers
        [failed] = [json.loads(a[2]) for a in answers if a[0] == 500]
        assert failed["error"]["code"] == "H114"
        assert s.ask("POST", "/v1/check?name=a.yaml", SAMPLE)[0] == 200 and len(s.workers()) == 3
        assert b"hongtou_worker_crashes_total 1" in s.ask("GET", "/metrics")[2]


def test_time_limit():
    """A job that does not end is ended, and its client is told; others go on."""
    with Server("--timeout", "1", "-j", "1") as s:
        pid = s.workers()[2]
        os.kill(pid, signal.SIGSTOP)
        began = time.monotonic()
        status, _, body = s.ask("POST", "/v1/export?name=a.yaml", SAMPLE)
        assert status == 504 and json.loads(body)["error"]["code"] == "H115" and time.monotonic() - began < 5
        assert s.ask("POST", "/v1/export?name=a.yaml", SAMPLE)[0] == 200


def test_greedy_record():
    """A record that takes all the memory it may costs itself."""
    with Server("--memory", "64", "-j", "1") as s:
        text = "标题: 一\n发文机关: 办公室\n成文日期: 2026-01-05\n正文: |\n" + "  这是很长的一段正文。\n" * 300000
        status, _, body = s.ask("POST", "/v1/export?name=a.yaml", text.encode())
        assert status == 507 and json.loads(body)["error"]["code"] in ("H116", "H123"), (status, body[:300])
        assert s.ask("POST", "/v1/export?name=a.yaml", SAMPLE)[0] == 200


def test_broken_records():
    """Whatever the body is, there is an answer in JSON, and the server stays."""
    bodies = [b"", b"\0", b"\xff\xfe\xfd", b"{" * 100000, b"[" * 100000, b"a: " * 50000, os.urandom(50000), b"&a [*a]",
              b"---\n" * 1000, "标题: ".encode() + b"x" * 100000, SAMPLE[:300], SAMPLE.replace(b"\n", b"\r"), b"\xef\xbb\xbf" + SAMPLE]
    with Server() as s:
        started = s.workers()
        for body in bodies:
            for path in ("/v1/export?name=a.yaml", "/v1/check", "/v1/fix", "/v1/import", "/v1/render", "/v1/batch", "/v1/login"):
                status, headers, answer = s.ask("POST", path, body)
                assert status in (200, 400, 413, 422), (path, body[:50], status, answer[:300])
                if "json" in headers["content-type"] and "jsonl" not in headers["content-type"]:
                    json.loads(answer)
        assert s.workers() == started


def test_clients_that_leave():
    """A client that goes while its record is made does no harm."""
    with Server() as s:
        for _ in range(60):
            with socket.create_connection(("127.0.0.1", s.port)) as c:
                c.sendall(head(s, f"Content-Length: {len(SAMPLE)}", method="POST", path="/v1/export?name=a.yaml") + SAMPLE)
        lines = b'{"title": "a"}\n' * 200
        for _ in range(10):
            with socket.create_connection(("127.0.0.1", s.port)) as c:
                c.sendall(head(s, f"Content-Length: {len(lines)}", method="POST", path="/v1/batch") + lines)
                c.recv(10)
        for _ in range(10):
            since = s.json("GET", "/v1/wait")["since"]
            with socket.create_connection(("127.0.0.1", s.port)) as c:
                c.sendall(head(s, path=f"/v1/wait?since={since}"))
        assert s.ask("POST", "/v1/export?name=a.yaml", SAMPLE)[0] == 200


# --- who is let in ---

def test_ticket_works_once():
    with Server() as s:
        assert s.ask("POST", "/v1/login", b'{"ticket": "t0-0-0"}', token=None)[0] == 403
        body = json.dumps({"ticket": s.ticket})
        status, _, answer = s.ask("POST", "/v1/login", body, token=None)
        token = json.loads(answer)["token"]
        assert status == 200 and s.ask("GET", "/v1/styles", token=token)[0] == 200
        assert s.ask("POST", "/v1/login", body, token=None)[0] == 403
        assert s.ask("GET", "/v1/styles", token=s.ticket)[0] == 401, "a ticket is no token"
        assert s.ask("POST", "/v1/login", json.dumps({"ticket": token}), token=None)[0] == 403, "a token is no ticket"
        for changed in (token[:-1] + ("0" if token[-1] != "0" else "1"), "s7" + token[2:], token + "0", "s" * 200):
            assert s.ask("GET", "/v1/styles", token=changed)[0] == 401
        mode = (s.state / "hongtou" / "serve.key").stat().st_mode & 0o777
        assert mode == 0o600
    with Server() as other:
        assert other.ask("GET", "/v1/styles", token=token)[0] == 401, "a server with another key"


def test_password():
    with tempfile.TemporaryDirectory() as base:
        file = Path(base, "password")
        file.write_text("口令-password-1\n", encoding="utf-8")
        done = hongtou("serve", "--password-file", file, base)
        assert done.returncode == 1 and "600" in done.err
        file.chmod(0o600)
        with Server("--password-file", file, token=None) as s:
            assert json.loads(s.ask("GET", "/v1/about", token=None)[2])["password"] is True
            status, _, body = s.ask("POST", "/v1/login", json.dumps({"password": "口令-password-1"}), token=None)
            assert status == 200 and s.ask("GET", "/v1/styles", token=json.loads(body)["token"])[0] == 200
            for i in range(5):
                assert s.ask("POST", "/v1/login", json.dumps({"password": f"wrong{i}"}), token=None)[0] == 403
            status, headers, _ = s.ask("POST", "/v1/login", json.dumps({"password": "口令-password-1"}), token=None)
            assert status == 429 and headers["retry-after"]


def test_other_machines():
    """An address that others can reach needs a token or a password, and says that there is no TLS."""
    with tempfile.TemporaryDirectory() as base:
        done = hongtou("serve", "--listen", "0.0.0.0:0", base)
        assert done.returncode == 1 and "H132" in done.err
        for address in ("nonsense", "1.2.3.4:99999", "evil.test:80", "unix:"):
            assert hongtou("serve", "--listen", address, base).returncode == 1
        token = Path(base, "token")
        token.write_text("short\n")
        token.chmod(0o600)
        assert hongtou("serve", "--token-file", token, base).returncode == 1


def test_log_has_no_contents():
    """A line of JSON for each request; no name and no text of a document, no token."""
    with Server("--log") as s:
        s.ask("PUT", "/v1/records/%E7%A7%98%E5%AF%86.yaml", SAMPLE, If_None_Match="*")
        s.ask("POST", "/v1/export?name=%E7%A7%98%E5%AF%86.yaml", SAMPLE)
        s.ask("GET", "/no%22such%0apath", SAMPLE)
        s.raw(b"GET / HTTP/1.1\r\nHost: evil\r\n\r\n")
        time.sleep(0.3)
        lines = [json.loads(line) for line in s.said().splitlines()]
        assert [(line["method"], line["call"], line["status"]) for line in lines] == [
            ("PUT", "/v1/records", 201), ("POST", "/v1/export", 200), ("GET", "page", 400), ("GET", "page", 421)]
        assert lines[1]["received"] == len(SAMPLE) and lines[1]["sent"] > 10000 and lines[1]["client"] == "127.0.0.1"
        assert "秘密" not in s.said() and "%E7" not in s.said() and TOKEN not in s.said() and "书香" not in s.said()


def test_workers_have_no_secrets():
    """A worker is taken over by a hostile record sooner than the front: it knows neither the key nor the token, and has
    no connection of a client."""
    with Server() as s:
        with socket.create_connection(("127.0.0.1", s.port)):
            os.kill(worker_of(s, "preview"), signal.SIGKILL)
            time.sleep(0.6)
            assert s.ask("POST", "/v1/check?name=a.yaml", SAMPLE)[0] == 200
            key = (s.state / "hongtou" / "serve.key").read_bytes()
            for pid in s.workers():
                held = [os.readlink(f"/proc/{pid}/fd/{fd}") for fd in os.listdir(f"/proc/{pid}/fd")]
                assert sum(name.startswith("socket:") for name in held) == 1, held
                found = [name for name, secret in (("key", key), ("token", TOKEN.encode())) if has_bytes(pid, secret)]
                assert not found, (pid, found)


def has_bytes(pid, wanted):
    """Is this in a process's own memory?"""
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            place, rights, *_ = line.split()
            if "w" not in rights or "[v" in line:
                continue
            begin, end = (int(x, 16) for x in place.split("-"))
            with contextlib.suppress(OSError, ValueError):
                memory.seek(begin)
                if wanted in memory.read(end - begin):
                    return True
    return False
