"""Records with random mistakes: what they hold is in the files made of them, or in a message. The whole campaign is
run by hand: mistakes.py 5000."""
import mistakes
from support import cases, workdir

ROOM = "export"


@cases([(str(seed), seed) for seed in (1, 500001)])
def test_nothing_is_lost(case):
    _, seed = case
    made = [mistakes.make(n) for n in range(seed, seed + 250)]
    with workdir() as folder:
        mistakes.run(made, folder)
    gone = [(each.name, each.mistakes, each.gone[:3]) for each in made if each.gone]
    assert sum(bool(each.files) for each in made) > 80
    assert not gone, gone


def test_what_is_lost_is_found():
    """A word that the record does not hold is missed: the comparison can fail."""
    made = [mistakes.make(n) for n in range(1, 60)]
    for each in made:
        each.leaves.append((("标题",), "失踪", [["失踪词"]]))
    with workdir() as folder:
        mistakes.run(made, folder)
    assert all(each.gone for each in made if each.files and not mistakes.unused(("标题",), each.messages))
