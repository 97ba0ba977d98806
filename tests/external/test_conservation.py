"""What import makes of a text, and what it says that it left out, hold the text: judged without the program's own
account. The whole campaign is run by hand: conservation.py 5000."""
import conservation
from support import cases

ROOM = "import"


@cases([path.name for path in conservation.SOURCES])
def test_texts(name):
    path = next(path for path in conservation.SOURCES if path.name == name)
    assert not conservation.judge(path.read_bytes(), path.suffix)


@cases([(str(seed), seed) for seed in range(0, 1000, 250)])
def test_changed_texts(case):
    """1,000 texts and files with lines deleted, doubled, cut and joined, tags dropped, packages damaged."""
    _, seed = case
    found = conservation.campaign(range(seed, seed + 250))
    assert not found, found


def test_what_is_lost_is_found():
    """A word that is in no record is missed: the comparison can fail."""
    judged = 0
    for path in conservation.SOURCES:
        text = conservation.text_of(path.read_bytes(), path.suffix)
        if path.suffix == ".txt" and text:
            lost = conservation.judge(path.read_bytes(), path.suffix, text=text + "\n失踪")
            assert lost in ("失踪", "")  # a damaged text is not judged
            judged += bool(lost)
    assert judged > 50
