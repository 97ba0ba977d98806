"""The page in a real Chromium."""
import contextlib
import json
import os
import shutil
import tempfile
import time
from pathlib import Path

from served import Server
from support import Skip

try:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
except ImportError:
    webdriver = ActionChains = By = Keys = Service = None

FLAGS = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking",
         "--window-size=1366,768"]


class Page:
    """A browser that has a server's page open, and what people do there."""

    def __init__(self, server, language="zh-CN"):
        self.server = server
        self.folder = Path(tempfile.mkdtemp(prefix="hongtou-page-"))
        options = webdriver.ChromeOptions()
        for flag in FLAGS + [f"--user-data-dir={self.folder}/profile", f"--lang={language}"]:
            options.add_argument(flag)
        options.add_experimental_option("prefs", {"intl.accept_languages": language,
                                                  "download.default_directory": str(self.folder)})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        self.open(server.first.strip())

    def open(self, address):
        self.driver.get("about:blank")
        self.driver.get(address)
        self.until("document.body && document.body.classList.contains('ready')")

    def reload(self):
        """The page that goes away is not taken for the one that comes."""
        self.run("window.before = true; location.reload()")
        self.until("!window.before && document.body && document.body.classList.contains('ready')")

    def close(self):
        """Nothing may have been refused or thrown in the page."""
        said = [line["message"] for line in self.driver.get_log("browser") if line["level"] in ("SEVERE", "WARNING")]
        self.driver.quit()
        shutil.rmtree(self.folder, ignore_errors=True)
        assert not [s for s in said if "Failed to load resource" not in s and "willReadFrequently" not in s], said

    def run(self, script, *args):
        return self.driver.execute_script(script, *args)

    def get(self, expression, *args):
        return self.run("return " + expression, *args)

    def until(self, expression, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(Exception):
                if value := self.get(expression):
                    return value
            time.sleep(0.05)
        self.shot("failed")
        raise AssertionError(f"not in {seconds} s: {expression}")

    def settle(self):
        """Wait until what is shown is the text's."""
        self.until("hongtou.shown.revision === hongtou.editor.revision && !hongtou.asking && !hongtou.edits.length")
        time.sleep(0.2)
        self.until("hongtou.shown.revision === hongtou.editor.revision && !hongtou.asking && !hongtou.edits.length")

    def click(self, selector):
        self.driver.find_element(By.CSS_SELECTOR, selector).click()

    def type(self, text):
        """As an input method puts it in: at once."""
        self.driver.execute_cdp_cmd("Input.insertText", {"text": text})

    def keys(self, *keys):
        """Press them where the keyboard's input goes, modifiers until the end. (Sent to the element, some drivers refuse the
        editor's, which is too small to be seen.)"""
        chain = ActionChains(self.driver)
        held = [key for key in keys if key in (Keys.CONTROL, Keys.SHIFT, Keys.ALT)]
        for key in keys:
            (chain.key_down if key in held else chain.send_keys)(key)
        for key in held:
            chain.key_up(key)
        chain.perform()

    def field(self, label):
        """Go to the field that is called so."""
        found = self.run("""const label = [...document.querySelectorAll("#form label")].find(l => l.firstChild.textContent === arguments[0]);
            if (!label) return false;
            document.getElementById(label.htmlFor).focus();
            return document.activeElement.id === label.htmlFor;""", label)
        assert found, label

    def text(self):
        return self.get("hongtou.editor.text")

    def mouse(self, x, y):
        for kind in ("mousePressed", "mouseReleased"):
            self.driver.execute_cdp_cmd("Input.dispatchMouseEvent",
                                        {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1})

    def downloaded(self, ending, seconds=20):
        """The file, when it is whole: until then Chromium has an empty one of its name, and the bytes beside it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = [path for path in self.folder.glob("*" + ending) if path.stat().st_size]
            if found and not list(self.folder.glob("*.crdownload")):
                return found[0]
            time.sleep(0.1)
        raise AssertionError(f"no {ending}: {list(self.folder.iterdir())}")

    def shot(self, name):
        """A picture of the state, where HONGTOU_SHOTS names a folder."""
        if folder := os.environ.get("HONGTOU_SHOTS"):
            Path(folder).mkdir(exist_ok=True)
            self.driver.save_screenshot(f"{folder}/{name}.png")


def available():
    """Are Chromium, its driver and the page's editor here?"""
    return webdriver and shutil.which("chromedriver") and Path("/usr/share/javascript/codemirror/lib/codemirror.js").exists()


@contextlib.contextmanager
def page(language="zh-CN", **server):
    """An open page, with its server as .server."""
    if not available():
        raise Skip("Chromium, its driver, python3-selenium or libjs-codemirror is not here")
    with Server(**server) as s:
        p = Page(s, language)
        try:
            yield p
        except BaseException:
            p.shot("failed")
            p.driver.quit()
            raise
        p.close()


