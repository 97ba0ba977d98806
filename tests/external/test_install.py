"""What `ninja install` installs is all that the program needs: it does not depend on the clone it was built in."""
import json
import subprocess
from pathlib import Path

from support import ROOT, environment, hongtou, need, sample_pdf, workdir

ROOM = "export"


def install(folder):
    """Install the build under a folder; the folder of the data there, and the one that the build means by it."""
    options = subprocess.run(["meson", "introspect", "--buildoptions", ROOT / "build"], capture_output=True, check=True)
    options = {option["name"]: option["value"] for option in json.loads(options.stdout)}
    subprocess.run(["meson", "install", "-C", ROOT / "build", "--no-rebuild", "--destdir", folder], capture_output=True,
                   check=True)
    meant = Path(options["prefix"], options["datadir"], "hongtou")
    return Path(f"{folder}{meant}"), meant


def test_installed():
    """The manual, the messages, the library, the sheets; and a document of the same bytes."""
    need("meson")
    sample = ROOT / "samples" / "01-notice.yaml"
    with workdir() as folder:
        data, meant = install(folder)
        files = {path.name: path for path in Path(folder).rglob("*") if path.is_file()}
        pages = {str(path)[str(path).index("/man/") + 5:] for path in Path(folder).rglob("*") if "/man/man" in str(path) or "/man/zh_CN/" in str(path)}
        assert {"man1/hongtou.1", "man3/libhongtou.3", "man5/hongtou-record.5", "man7/hongtou-messages.7", "zh_CN/man5/hongtou-record.5", "zh_CN/man1/hongtou.1",
                "zh_CN/man7/hongtou-messages.7"} <= pages, pages
        assert {"hongtou", "_hongtou", "hongtou.fish", "hongtou.1", "hongtou.mo", "hongtou.h", "hongtou.pc", "libhongtou.so.0.1.0"} <= set(files)
        sheets = {path.name for path in (ROOT / "styles").glob("*.yaml")}
        assert sheets == {path.name for path in (data / "styles").iterdir()}

        # fonts not from the clone, and from where they were installed here
        conf = (data / "fonts.conf").read_text()
        clone = f"<dir>{ROOT}/fonts/fandol</dir>"
        assert clone in conf and f"<dir>{meant}/fandol</dir>" in conf, conf
        (data / "fonts.conf").write_text(conf.replace(clone, "").replace(f"{meant}/fandol", f"{data}/fandol"))
        env = environment(HONGTOU_DATA=str(data), HONGTOU_FONTS_CONF=str(data / "fonts.conf"), XDG_CACHE_HOME=folder)
        done = hongtou("export", sample, "-o", Path(folder, "x.pdf"), program=files["hongtou"], env=env)
        assert done.returncode == 0, done.err
        assert Path(folder, "x.pdf").read_bytes() == sample_pdf(sample)[0]
