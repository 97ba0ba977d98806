"""What check says of whole records: nothing of right ones."""
from support import ROOT, hongtou

ROOM = "check"

CASES = ROOT / "tests" / "cases" / "check"


def test_right_texts_are_silent():
    """Right sentences that look like wrong ones: dates, ranges, codes, names within names, addresses."""
    done = hongtou("check", "-v", CASES / "silent.md")
    said = done.stdout.decode() + done.err
    assert done.returncode == 0 and not said, said
