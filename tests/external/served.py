"""A server under test, and what asks it."""
import contextlib
import http.client
import json
import re
import socket
import subprocess
import tempfile
from pathlib import Path

from support import PROGRAM, ROOT, environment

TOKEN = "a-token-for-tests-0123456789"
SAMPLE = (ROOT / "samples" / "02-notice-zh.yaml").read_bytes()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """A server of a folder that goes away with it; .ticket is that of its first line."""

    def __init__(self, *args, folder=None, token=TOKEN, port=None, state=None, env=None):
        self.base = tempfile.TemporaryDirectory(prefix="hongtou-test-")
        self.folder = Path(folder or Path(self.base.name, "records"))
        self.folder.mkdir(exist_ok=True)
        self.state = Path(state or Path(self.base.name, "state"))
        self.port = port or free_port()
        self.errors = open(Path(self.base.name, "err"), "w+b")
        command = [str(PROGRAM), "serve", "--listen", f"127.0.0.1:{self.port}", *map(str, args), str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.errors,
                                        env=environment(XDG_STATE_HOME=str(self.state), HONGTOU_TOKEN=token, **(env or {})))
        self.first = self.process.stdout.readline().decode()
        assert self.first, (self.process.wait(), self.said())
        self.ticket = re.fullmatch(rf"http://127\.0\.0\.1:{self.port}/#ticket=(\S+)\n", self.first)[1]

    def said(self):
        self.errors.seek(0)
        return self.errors.read().decode()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            assert self.process.wait(20) == 0, self.said()
        self.process.stdout.close()
        said = self.said()
        self.errors.close()
        assert "Sanitizer" not in said and "runtime error" not in said, said

    def ask(self, method, path, body=None, token=TOKEN, **headers):
        """(status, headers, body)"""
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        c.request(method, path, body, sent)
        r = c.getresponse()
        answer = r.status, {k.lower(): v for k, v in r.getheaders()}, r.read()
        c.close()
        return answer

    def json(self, method, path, body=None, **headers):
        status, _, answer = self.ask(method, path, body, **headers)
        assert status == 200, (status, answer)
        return json.loads(answer)

    def raw(self, data, timeout=10):
        """What comes back for bytes, until the server closes or a second passes without more."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as s:
            s.sendall(data)
            s.settimeout(1)
            got = b""
            with contextlib.suppress(TimeoutError, ConnectionResetError):
                while block := s.recv(65536):
                    got += block
            return got

    def workers(self):
        out = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True).stdout
        return [int(pid) for pid in out.split()]
