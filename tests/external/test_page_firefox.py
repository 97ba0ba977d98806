"""ROOM: serve. The main path through the page in Firefox, too: a report pasted, recognised, taken, changed in the form,
downloaded. Firefox is asked by WebDriver BiDi, which it speaks itself."""
import asyncio
import base64
import contextlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import fitz

ROOM = "serve"
from browser import available
from served import Server
from support import Skip, squeeze
from test_page import REPORT

try:
    import websockets
except ImportError:
    websockets = None

SETTINGS = """user_pref("browser.download.folderList", 2);
user_pref("browser.download.dir", "{folder}");
user_pref("browser.download.alwaysOpenPanel", false);
user_pref("intl.accept_languages", "zh-CN");
user_pref("pdfjs.disabled", true);
user_pref("browser.helperApps.neverAsk.saveToDisk", "application/pdf");
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.normandy.enabled", false);
user_pref("app.update.enabled", false);
user_pref("browser.aboutwelcome.enabled", false);
"""


class Firefox:
    """A window of it, asked over its socket."""

    def __init__(self, socket):
        self.socket, self.n = socket, 0

    async def ask(self, method, **parameters):
        self.n += 1
        await self.socket.send(json.dumps({"id": self.n, "method": method, "params": parameters}))
        while True:
            answer = json.loads(await asyncio.wait_for(self.socket.recv(), 60))
            if answer.get("id") == self.n:
                assert answer["type"] == "success", answer
                return answer["result"]

    async def open(self, address):
        await self.ask("session.new", capabilities={})
        self.window = (await self.ask("browsingContext.getTree"))["contexts"][0]["context"]
        await self.ask("browsingContext.setViewport", context=self.window, viewport={"width": 1366, "height": 625})
        await self.ask("browsingContext.navigate", context=self.window, url=address, wait="complete")
        await self.until("document.body.classList.contains('ready')")

    async def get(self, expression):
        result = await self.ask("script.evaluate", expression=f"JSON.stringify({expression})", target={"context": self.window},
                                awaitPromise=True)
        assert result["type"] == "success", result
        return json.loads(result["result"].get("value", "null"))

    async def until(self, expression, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if await self.get(f"Boolean({expression})"):
                return
            await asyncio.sleep(0.1)
        await self.shot("failed")
        raise AssertionError(f"not in {seconds} s: {expression}")

    async def settle(self):
        for _ in range(2):
            await self.until("hongtou.shown.revision === hongtou.editor.revision && !hongtou.asking && !hongtou.edits.length")
            await asyncio.sleep(0.3)

    async def click(self, selector):
        x, y = await self.get(f"(r => [r.left + r.width / 2, r.top + r.height / 2])(document.querySelector({json.dumps(selector)})"
                              ".getBoundingClientRect())")
        await self.ask("input.performActions", context=self.window, actions=[{"type": "pointer", "id": "mouse", "actions": [
            {"type": "pointerMove", "x": round(x), "y": round(y)}, {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0}]}])

    async def keys(self, text):
        actions = [{"type": kind, "value": c} for c in text for kind in ("keyDown", "keyUp")]
        await self.ask("input.performActions", context=self.window, actions=[{"type": "key", "id": "keys", "actions": actions}])

    async def shot(self, name):
        if folder := os.environ.get("HONGTOU_SHOTS"):
            picture = await self.ask("browsingContext.captureScreenshot", context=self.window)
            Path(folder).mkdir(exist_ok=True)
            Path(folder, f"firefox-{name}.png").write_bytes(base64.b64decode(picture["data"]))


@contextlib.contextmanager
def started(folder):
    """Firefox, and where it is asked."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if not program or not websockets or not available():
        raise Skip("Firefox, python3-websockets or libjs-codemirror is not here")
    profile = Path(folder, "profile")
    profile.mkdir()
    Path(profile, "user.js").write_text(SETTINGS.format(folder=folder))
    process = subprocess.Popen([program, "--headless", "--no-remote", "--remote-debugging-port", "0", "--profile", str(profile)],
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, "HOME": folder})
    try:
        for line in process.stderr:
            if found := re.search(rb"WebDriver BiDi listening on (ws://\S+)", line):
                threading.Thread(target=process.stderr.read, daemon=True).start()  # else it stops when the pipe is full
                yield found[1].decode() + "/session"
                return
        raise AssertionError("Firefox does not begin")
    finally:
        process.terminate()
        process.wait(30)


async def main_path(address, first, folder):
    async with websockets.connect(address, max_size=None, open_timeout=60) as socket:
        f = Firefox(socket)
        await f.open(first)
        assert await f.get("document.documentElement.lang") in ("zh", "zh-CN")
        await f.click("#paste")
        await f.get(f"document.execCommand('insertText', false, {json.dumps(REPORT)})")
        await f.click("#recognise")
        await f.until("document.querySelector('dialog .record')")
        await f.shot("recognised")
        await f.click("dialog .primary")
        await f.until("document.querySelectorAll('.page').length")
        await f.settle()
        assert await f.get("document.getElementById('form-select').value") == "纪要"
        await f.get("(l => document.getElementById(l.htmlFor).focus())([...document.querySelectorAll('#form label')]"
                    ".find(l => l.firstChild.textContent === '标题'))")
        await f.keys("\ue010（试行）")  # End
        await f.settle()
        assert "会议纪要（试行）" in await f.get("hongtou.editor.text") or "会议（试行）" in await f.get("hongtou.editor.text")
        assert "（试行）" in await f.get("[...document.querySelectorAll('.layer')].map(l => l.textContent).join('')")
        ink = await f.get("""(v => { const d = v.canvas.getContext("2d").getImageData(0, 0, v.canvas.width, v.canvas.height).data;
            let n = 0; for (let i = 0; i < d.length; i += 4) n += d[i + 3] > 0 && d[i + 1] < 100; return n; })(hongtou.pages.views[0])""")
        assert ink > 1000, ink
        await f.click("#tab-text")
        await f.settle()
        await f.shot("text")
        await f.click("#to-pdf")
        end = time.monotonic() + 30
        while not (done := [p for p in Path(folder).glob("*.pdf") if p.stat().st_size and not Path(str(p) + ".part").exists()]):
            assert time.monotonic() < end, list(Path(folder).iterdir())
            await asyncio.sleep(0.2)
        await f.shot("done")
        with fitz.open(done[0]) as pdf:
            text = squeeze("".join(page.get_text() for page in pdf))
        assert "五届十二次主席会议" in text and "（试行）" in text and "联系我们" not in text


def test_main_path():
    with tempfile.TemporaryDirectory(prefix="hongtou-firefox-", ignore_cleanup_errors=True) as folder, started(folder) as address, \
            Server() as server:
        asyncio.run(main_path(address, server.first.strip(), folder))
