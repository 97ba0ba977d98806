"""Eight threads with a handle each, under ThreadSanitizer: all calls of the library, side by side.

  CC=gcc meson setup build-tsan --buildtype=debugoptimized -Db_sanitize=thread -Db_lundef=false && ninja -C build-tsan tests/unit/test_export_calls
"""
import subprocess

from support import ROOT, Skip, environment

ROOM = "export"
PROGRAM = ROOT / "build-tsan/tests/unit/test_export_calls"


def test_no_races():
    if not PROGRAM.exists():
        raise Skip("there is no build-tsan")
    env = environment(TSAN_OPTIONS=f"suppressions={ROOT / 'tests/thread.supp'} exitcode=66")
    done = subprocess.run([PROGRAM], capture_output=True, text=True, env=env, timeout=300)
    assert done.returncode == 0 and "ThreadSanitizer" not in done.stderr, done.stderr[-6000:]
