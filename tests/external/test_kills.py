"""A short campaign of tests/external/kills.py, with other events each day, and what it must be able to see."""
import tempfile
import time
from pathlib import Path

from besieged import KINDS, siege
from kills import Campaign, Wrong, campaign
from support import need

ROOM = "batch"


def test_nothing_lost_nothing_partial():
    need("cc")
    c, wrong = campaign(25, seed=int(time.time() / 86400), records=24)
    assert not wrong, wrong[0]
    assert c.folders > 3 and len(c.happened) > 3, c.summary()


def test_hostile_records_among_many():
    need("cc")
    wrong, figures = siege(100 * len(KINDS))
    assert not wrong, f"{wrong[:3]}, {figures}"


def test_campaign_sees():
    """A document that is partial, lost or of a failed record, and a file that was left, are seen."""
    need("cc")

    def cut(out):
        path = out / "0002.pdf"
        path.write_bytes(path.read_bytes()[:-1])

    harms = [cut, lambda out: (out / "0001.pdf").unlink(), lambda out: (out / ".hongtou-x.tmp").touch(),
             lambda out: (out / "SHA256SUMS").write_text("0  0001.pdf\n"),
             lambda out: (out / "report.json").write_text((out / "report.json").read_text().replace('"state": "done"', '"state": "failed"', 1))]
    with tempfile.TemporaryDirectory() as root:
        c = Campaign(root, 1, 4)
        for k, harm in enumerate(harms):
            out = Path(root, f"out{k}")
            c.start(out.name).wait()
            c.look(out, True)
            harm(out)
            try:
                c.look(out, True)
            except Wrong:
                continue
            raise AssertionError(f"harm {k} is not seen")
