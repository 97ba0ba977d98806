"""What people paste: each word that must not vanish is in the record, or in a message that is shown without -v. The
whole campaign is run by hand: pastes.py 2000."""
import pastes
from support import cases

ROOM = "import"


@cases([(str(seed), seed) for seed in range(0, 360, 90)])
def test_pastes(case):
    """Speeches, mails, chats, bulletins, notices, tables, lists of people, forms, minutes."""
    _, seed = case
    found = pastes.campaign(range(seed, seed + 90))
    assert not found, found


def test_what_vanishes_is_found():
    """A word that is in no record and in no message is missed: the comparison can fail."""
    p = pastes.make(1)
    p.words.append("失踪者")
    assert pastes.judge(p) == ["失踪者"]
