"""Every sample exports without a complaint, with the release and with the sanitized program."""
from pathlib import Path

from support import ASAN_PROGRAM, PROGRAM, ROOT, SAMPLES, Skip, cases, hongtou, open_pdf, squeeze, workdir

ROOM = "export"

NAMES = [p.name for p in SAMPLES]


def export_with(program, name, to):
    if not program.exists():
        raise Skip(f"there is no {program.parent.name}")
    path = next(p for p in SAMPLES if p.name == name)
    with workdir() as folder:
        done = hongtou("export", path, "-d", folder, "--to", to, program=program, timeout=300)
        assert done.returncode == 0, done.err
        # a record that serves several styles holds fields that one of them has no place for
        said = [line for line in done.err.splitlines() if "error:" in line or "warning:" in line and "[D102]" not in line]
        assert not said, done.err
        made = {p.name: p.read_bytes() for p in Path(folder).glob("[!.]*")}
        assert made and all(made.values())
        return made


def need_sanitized():
    if not ASAN_PROGRAM.exists():
        raise Skip("there is no build-asan")


@cases(NAMES)
def test_release(name):
    export_with(PROGRAM, name, "pdf,trace")


@cases(NAMES)
def test_sanitized(name):
    need_sanitized()
    export_with(ASAN_PROGRAM, name, "pdf,trace")


@cases(["02-notice-zh.yaml", "09-reply.md"])
def test_sanitized_pictures(name):
    need_sanitized()
    made = export_with(ASAN_PROGRAM, name, "png")
    assert all(file.endswith(".png") and data.startswith(b"\x89PNG") for file, data in made.items())


@cases(["notice", "agenda", "signin", "minutes", "bulletin", "resolution", "actions"])
def test_papers(style):
    """One record of a meeting gives all its papers."""
    for program in [PROGRAM] + ([ASAN_PROGRAM] if ASAN_PROGRAM.exists() else []):
        with workdir() as folder:
            target = Path(folder, "x.pdf")
            done = hongtou("export", ROOT / "samples" / "10-meeting.yaml", "-s", style, "-o", target, program=program)
            assert done.returncode == 0, done.err
            text = "".join(page.get_text() for page in open_pdf(target.read_bytes()))
            assert "第三十六次常务会议" in squeeze(text)


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
