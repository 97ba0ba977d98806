"""How a server is started, found and opened; previews."""
import http.client
import json
import os
import re
import signal
import socket
import stat
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from served import SAMPLE, TOKEN, Server
from support import PROGRAM, ROOT, environment, need

ROOM = "serve"


class Started:
    """The program, started as given, until its first line."""

    def __init__(self, base, *args, pass_fds=(), preexec=None, **env):
        self.errors = open(Path(base, f"err-{time.monotonic_ns()}"), "w+b")
        self.process = subprocess.Popen([str(PROGRAM), *map(str, args)], stdout=subprocess.PIPE, stderr=self.errors, cwd=base,
                                        env=environment(XDG_STATE_HOME=str(Path(base, "state")), **env), pass_fds=pass_fds,
                                        preexec_fn=preexec)
        self.first = self.process.stdout.readline().decode().strip()

    def end(self):
        self.process.terminate()
        code = self.process.wait(20)
        self.process.stdout.close()
        self.errors.seek(0)
        said = self.errors.read().decode()
        self.errors.close()
        assert "Sanitizer" not in said, said
        return code, said


def ask(address, method, path, body=None, token=None, host=None):
    if isinstance(address, str):
        c = http.client.HTTPConnection(*address.removeprefix("http://").split("/")[0].split(":"), timeout=30)
    else:
        c = http.client.HTTPConnection("localhost", timeout=30)
        c.sock = socket.socket(socket.AF_UNIX)
        c.sock.connect(str(address))
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    c.request(method, path, body, headers)
    r = c.getresponse()
    return r.status, r.read()


def test_default_port_and_second_start():
    """The port is the same each time, or the next; a second start for the same folder gives another ticket of the first."""
    with tempfile.TemporaryDirectory() as base:
        Path(base, "one").mkdir()
        Path(base, "two").mkdir()
        first = Started(base, "serve", "one")
        port = int(re.match(r"http://127\.0\.0\.1:(\d+)/#ticket=", first.first)[1])
        assert 9704 <= port < 9720
        again = Started(base, "serve", "one")
        assert again.process.wait(10) == 0 and again.first.startswith(f"http://127.0.0.1:{port}/#ticket=")
        assert again.first != first.first
        for line in (first.first, again.first):
            status, _ = ask(line, "POST", "/v1/login", json.dumps({"ticket": line.split("=")[1]}))
            assert status == 200
            status, _ = ask(line, "POST", "/v1/login", json.dumps({"ticket": line.split("=")[1]}))
            assert status == 403
        other = Started(base, "serve", "two")
        assert other.first and not other.first.startswith(f"http://127.0.0.1:{port}/")
        code, said = other.end()
        assert code == 0 and "H134" in said
        again.end()
        assert first.end()[0] == 0


def test_a_server_that_does_not_begin_leaves_nothing():
    """Not the folder of records, which it makes in the user's home before its address is refused; one that was there stays."""
    with tempfile.TemporaryDirectory() as base:
        Path(base, "home").mkdir()
        Path(base, "old").mkdir()
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            for listen, code in ((f"127.0.0.1:{taken.getsockname()[1]}", "H130"), ("nonsense", "H131"), ("0.0.0.0:0", "H132")):
                for folder in ((), ("old",)):
                    started = Started(base, "serve", "--listen", listen, *folder, HOME=str(Path(base, "home")), HONGTOU_TOKEN=None)
                    assert started.process.wait(20) != 0 and not started.first
                    assert code in started.end()[1] and Path(base, "old").is_dir(), listen
                    assert not list(Path(base, "home").iterdir()), listen


def test_open():
    """The browser gets the address by a file that others cannot read, not by its command line."""
    with tempfile.TemporaryDirectory() as base:
        browser = Path(base, "browser")
        browser.write_text(f"#!/bin/sh\necho \"$@\" > {base}/seen\n")
        browser.chmod(0o755)
        Path(base, "a.yaml").write_bytes(SAMPLE)
        for args in (("serve", "--open", "."), ("preview", "a.yaml")):
            started = Started(base, *args, BROWSER=str(browser))
            until = time.monotonic() + 5
            while not Path(base, "seen").exists() and time.monotonic() < until:
                time.sleep(0.05)
            time.sleep(0.1)
            file = Path(Path(base, "seen").read_text().strip())
            assert "ticket" not in str(file) and stat.S_IMODE(file.stat().st_mode) == 0o600
            assert started.first in file.read_text()
            Path(base, "seen").unlink()
            assert started.end()[0] == 0


def test_preview():
    """What is saved is told to whoever waits, whichever way the editor saves."""
    with tempfile.TemporaryDirectory() as base:
        file = Path(base, "a.yaml")
        file.write_bytes(SAMPLE)
        s = Started(base, "preview", "a.yaml", BROWSER="true")
        token = json.loads(ask(s.first, "POST", "/v1/login", json.dumps({"ticket": s.first.split("=")[1]}))[1])["token"]
        assert json.loads(ask(s.first, "GET", "/v1/about", token=token)[1])["file"] == "a.yaml"
        assert json.loads(ask(s.first, "GET", "/v1/about")[1])["file"] is None
        since = json.loads(ask(s.first, "GET", "/v1/wait", token=token)[1])["since"]

        def in_place():
            file.write_bytes(SAMPLE + b"\n")

        def renamed():
            new = Path(base, ".a.yaml.swp")
            new.write_bytes(SAMPLE)
            new.rename(file)

        def kept_aside():
            file.rename(Path(base, "a.yaml~"))
            file.write_bytes(SAMPLE)
        for save in (in_place, renamed, kept_aside):
            got = []
            waits = threading.Thread(target=lambda: got.append(ask(s.first, "GET", f"/v1/wait?since={since}", token=token)))
            waits.start()
            time.sleep(0.2)
            assert not got
            began = time.monotonic()
            save()
            waits.join(10)
            answer = json.loads(got[0][1])
            assert "a.yaml" in answer["changed"] and answer["since"] > since, save
            assert time.monotonic() - began < 1
            time.sleep(0.1)
            since = json.loads(ask(s.first, "GET", "/v1/wait", token=token)[1])["since"]
        missed = json.loads(ask(s.first, "GET", f"/v1/wait?since={since - 1}", token=token)[1])
        assert missed["changed"] == ["a.yaml"]
        assert s.end()[0] == 0
        done = Started(base, "preview", "nothing.yaml")
        assert not done.first and done.end()[0] == 1


def test_folders_that_are_moved():
    """What is saved in a folder that got another name is told by that name, also deep in it."""
    with Server() as s:
        (s.folder / "old" / "deep").mkdir(parents=True)
        time.sleep(0.2)
        (s.folder / "old").rename(s.folder / "new")
        time.sleep(0.2)
        since = s.json("GET", "/v1/wait")["since"]
        (s.folder / "new" / "a.yaml").write_bytes(SAMPLE)
        (s.folder / "new" / "deep" / "b.yaml").write_bytes(SAMPLE)
        time.sleep(0.2)
        assert s.json("GET", f"/v1/wait?since={since}")["changed"] == ["new/a.yaml", "new/deep/b.yaml"]


def test_socket_of_the_file_system():
    """Behind a proxy there need be no port; the proxy's name is told by --host."""
    with tempfile.TemporaryDirectory() as base:
        path = Path(base, "socket")
        s = Started(base, "serve", "--listen", f"unix:{path}", ".", HONGTOU_TOKEN=TOKEN)
        assert s.first
        assert ask(path, "GET", "/v1/styles", token=TOKEN)[0] == 200 and ask(path, "GET", "/v1/styles")[0] == 401
        assert stat.S_IMODE(path.stat().st_mode) == 0o660
        s.process.send_signal(signal.SIGKILL)
        s.process.wait()
        again = Started(base, "serve", "--listen", f"unix:{path}", ".", HONGTOU_TOKEN=TOKEN)
        assert ask(path, "GET", "/v1/styles", token=TOKEN)[0] == 200
        assert again.end()[0] == 0
        s.end()


def test_passed_socket():
    """systemd's way: the socket is there before the server, as descriptor 3; clients that came early are answered."""
    with tempfile.TemporaryDirectory() as base, socket.create_server(("127.0.0.1", 0)) as passed:
        port = passed.getsockname()[1]
        early = socket.create_connection(("127.0.0.1", port))
        early.sendall(f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())

        def prepare():
            os.dup2(passed.fileno(), 3)
            os.set_inheritable(3, True)
            os.environ["LISTEN_PID"] = str(os.getpid())
        # LISTEN_PID must be the program's own number: a shell sets it and becomes the program
        script = f'export LISTEN_PID=$$ LISTEN_FDS=1; exec "{PROGRAM}" serve .'
        process = subprocess.Popen(["/bin/sh", "-c", script], stdout=subprocess.PIPE, cwd=base, pass_fds=(3,), close_fds=True,
                                   env=environment(XDG_STATE_HOME=str(Path(base, "state")), HONGTOU_TOKEN=TOKEN),
                                   preexec_fn=prepare)
        first = process.stdout.readline().decode()
        assert first.startswith(f"http://127.0.0.1:{port}/#ticket=")
        assert early.recv(1000).startswith(b"HTTP/1.1 200")
        assert ask(first, "GET", "/v1/styles", token=TOKEN)[0] == 200
        process.terminate()
        assert process.wait(10) == 0
        process.stdout.close()
        early.close()


def test_restart_loses_nothing():
    """Stopped and started again, the server knows its sessions; requests in progress at the stop end with an answer or
    a closed connection, never with half a document."""
    with tempfile.TemporaryDirectory() as base:
        state, folder = Path(base, "state"), Path(base, "records")
        with Server(folder=folder, state=state) as s:
            token = json.loads(s.ask("POST", "/v1/login", json.dumps({"ticket": s.ticket}), token=None)[2])["token"]
            answers = []

            def one():
                try:
                    answers.append(s.ask("POST", "/v1/export?name=a.yaml", SAMPLE, token=token))
                except (OSError, http.client.HTTPException):
                    answers.append(None)
            threads = [threading.Thread(target=one) for _ in range(20)]
            for t in threads:
                t.start()
            time.sleep(0.05)
            s.process.terminate()
            for t in threads:
                t.join()
            assert s.process.wait(10) == 0
            assert all(a is None or (a[0] == 200 and a[2].rstrip().endswith(b"%%EOF")) or a[0] == 503 for a in answers), \
                [a and a[0] for a in answers]
        with Server(folder=folder, state=state) as s:
            assert s.ask("GET", "/v1/styles", token=token)[0] == 200


def test_units():
    """systemd understands the units, and finds little that the service could do beyond its work."""
    need("systemd-analyze")
    units = sorted((ROOT / "contrib" / "systemd").iterdir())
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
    said = [line for line in done.stderr.splitlines() if "/usr/bin/hongtou is not executable" not in line and "'man " not in line]
    assert not said, said
    shown = subprocess.run(["systemd-analyze", "security", "--offline=yes", units[0]], capture_output=True, text=True).stdout
    assert float(re.search(r"Overall exposure level for \S+: ([\d.]+)", shown)[1]) < 1.5, shown


def test_no_place_for_the_key():
    """Where the home cannot be written, what to do is told."""
    with tempfile.TemporaryDirectory() as base:
        env = environment(HOME="/dev/null", HONGTOU_TOKEN=TOKEN)
        env.pop("XDG_STATE_HOME", None)
        done = subprocess.run([PROGRAM, "serve", "--listen", "127.0.0.1:0", base], env=env, capture_output=True, timeout=60)
        said = done.stderr.decode()
        assert done.returncode == 1 and "[H139]" in said and "/dev/null/.local/state/hongtou" in said and "XDG_STATE_HOME" in said, said
