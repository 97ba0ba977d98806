"""Every sample exports without a word, with the release and with the sanitized program."""
from pathlib import Path

from support import ASAN_PROGRAM, PROGRAM, SAMPLES, Skip, cases, hongtou, workdir

NAMES = [p.name for p in SAMPLES]


def export_with(program, name, to):
    if not program.exists():
        raise Skip(f"there is no {program.parent.name}")
    path = next(p for p in SAMPLES if p.name == name)
    with workdir() as folder:
        done = hongtou("export", path, "-d", folder, "--to", to, program=program, timeout=300)
        assert done.returncode == 0, done.err
        assert "error:" not in done.err and "warning:" not in done.err, done.err
        made = {p.name: p.read_bytes() for p in Path(folder).iterdir()}
        assert made and all(made.values())
        return made


@cases(NAMES)
def test_release(name):
    export_with(PROGRAM, name, "pdf,trace")


@cases(NAMES)
def test_sanitized(name):
    export_with(ASAN_PROGRAM, name, "pdf,trace")


@cases(["02-notice-zh.yaml", "09-reply.md"])
def test_sanitized_pictures(name):
    made = export_with(ASAN_PROGRAM, name, "png")
    assert all(file.endswith(".png") and data.startswith(b"\x89PNG") for file, data in made.items())


def test_picture_size():
    """At 100 dpi an A4 page is 827 × 1170 pixels: 1169.3 are begun."""
    from PIL import Image
    path = SAMPLES[-1]
    with workdir() as folder:
        done = hongtou("export", path, "-d", folder, "--to", "png", "--resolution", "100")
        assert done.returncode == 0, done.err
        for picture in Path(folder).glob("*.png"):
            with Image.open(picture) as image:
                assert image.size == (827, 1170), image.size
