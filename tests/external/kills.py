#!/usr/bin/python3
"""Batches that are killed, starved of disk and given faulty files, again and again, and then resumed.

usage: kills.py [KILLS] [--seed N] [--records N] [--verbose]

Each campaign is one folder: a batch is begun in it, something happens to it at a random moment, it is resumed, something
happens again, until at last it is left in peace. At no moment may a document be partial or wrong; in the end every record
is done, with the bytes of a batch to which nothing happened, and nothing else is in the folder. KILLS counts the signals
that met a living process and the faults that were met. The seed gives the same order of events; their moments depend on
the machine."""
import argparse
import collections
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from support import PROGRAM, environment, notice

ROOM = "batch"
FILES = {"report.json", "report.jsonl", "report.csv", "SHA256SUMS"}
FAULTS = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/stat.h>
#include <unistd.h>

/* FAULT_CALL fails once with FAULT_ERRNO, the FAULT_NUMBERth time that one of all processes makes it; FAULT_COUNT is the
 * file in which they count, a byte a call. */
static int meets(const char *call)
{
	const char *wanted = getenv("FAULT_CALL"), *path = getenv("FAULT_COUNT"), *number = getenv("FAULT_NUMBER");
	static int (*real_open)(const char *, int, ...);
	static int fd = -1;
	if (!wanted || strcmp(wanted, call) != 0)
		return 0;
	if (!real_open)
		real_open = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open64");
	if (fd < 0)
		fd = real_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	static ssize_t (*real_write)(int, const void *, size_t);
	if (!real_write)
		real_write = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
	real_write(fd, "x", 1);
	if (lseek(fd, 0, SEEK_CUR) != atol(number))
		return 0;
	errno = atoi(getenv("FAULT_ERRNO"));
	return 1;
}

#define FAULTY(type, name, parameters, arguments)                                                                       \
	type name parameters                                                                                            \
	{                                                                                                               \
		static type(*real) parameters;                                                                          \
		if (meets(#name))                                                                                       \
			return -1;                                                                                      \
		if (!real)                                                                                              \
			real = (type(*) parameters)dlsym(RTLD_NEXT, #name);                                             \
		return real arguments;                                                                                  \
	}
FAULTY(ssize_t, write, (int fd, const void *data, size_t n), (fd, data, n))
FAULTY(ssize_t, pwrite64, (int fd, const void *data, size_t n, off_t at), (fd, data, n, at))
FAULTY(ssize_t, read, (int fd, void *data, size_t n), (fd, data, n))
FAULTY(int, rename, (const char *from, const char *to), (from, to))
FAULTY(int, fsync, (int fd), (fd))
FAULTY(int, fdatasync, (int fd), (fd))
FAULTY(int, syncfs, (int fd), (fd))
FAULTY(int, mkdir, (const char *path, mode_t mode), (path, mode))
FAULTY(int, ftruncate64, (int fd, off_t size), (fd, size))
FAULTY(int, unlink, (const char *path), (path))
FAULTY(pid_t, fork, (void), ())

int open64(const char *path, int flags, ...)
{
	static int (*real)(const char *, int, ...);
	va_list args;
	va_start(args, flags);
	mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
	va_end(args);
	if (meets("open64"))
		return -1;
	if (!real)
		real = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open64");
	return real(path, flags, mode);
}
"""
CALLS = ["write", "pwrite64", "rename", "fsync", "fdatasync", "syncfs", "mkdir", "ftruncate64", "open64", "fork", "unlink", "read"]
ERRNOS = {"write": [28, 5, 122], "pwrite64": [28, 5], "rename": [13, 16, 28, 5], "fsync": [5, 28], "fdatasync": [5],
          "syncfs": [5, 28], "mkdir": [13, 28], "ftruncate64": [5], "open64": [24, 23, 13, 12, 5], "fork": [11, 12],
          "unlink": [13], "read": [5]}
HAPPENINGS = ["kill parent", "kill group", "kill workers", "terminate parent", "terminate group", "interrupt twice", "fault", "full disk"]


class Wrong(Exception):
    """The program broke its promise."""


def children(pid):
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in text.split()]


def pause(seconds):
    time.sleep(max(0, seconds))


class Campaign:
    def __init__(self, root, seed, records, verbose=False):
        self.root, self.random, self.verbose = Path(root), random.Random(seed), verbose
        self.kills = self.runs = self.folders = self.again = 0
        self.happened = collections.Counter()
        folder = self.root / "records"
        folder.mkdir()
        for n in range(1, records + 1):
            body = "\n".join(f"第{n}份的第{k}段，请按时办理，不得延误。" for k in range(1, 2 + n % 7))
            (folder / f"{n:04}.yaml").write_text(notice(body, title=f"关于第{n}项工作的通知"))
        self.shim = self.root / "faults.so"
        (self.root / "faults.c").write_text(FAULTS)
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", self.shim, self.root / "faults.c", "-ldl"], check=True)
        began = time.monotonic()
        done = self.start("want").wait()
        self.duration = time.monotonic() - began
        self.want = {path.name: path.read_bytes() for path in (self.root / "want").glob("*.pdf")}
        if done != 0 or len(self.want) != records:
            raise Wrong("the batch to which nothing happens fails")
        self.can_mount = subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode == 0 and os.geteuid() == 0

    def start(self, out, *more, **env):
        self.runs += 1
        self.said = self.root / "said"
        with open(self.said, "wb") as said:
            return subprocess.Popen([PROGRAM, "export", "records", "-d", out, "--report", "-j2", *more], cwd=self.root,
                                    env=environment(**env), stdout=subprocess.DEVNULL, stderr=said, start_new_session=True)

    def look(self, out, whole):
        """What is in the folder now; whole: it was left in peace."""
        found = set()
        for path in out.rglob("*"):
            name = str(path.relative_to(out))
            if path.suffix == ".pdf":
                found.add(name)
                if path.read_bytes() != self.want.get(name):
                    raise Wrong(f"{name} is partial or wrong")
            elif whole and not path.is_dir() and name not in FILES | {".hongtou/journal.jsonl", ".hongtou/lock"}:
                raise Wrong(f"{name} was left")
        if not whole:
            return
        if found != set(self.want):
            raise Wrong(f"lost: {sorted(set(self.want) - found)[:5]}")
        report = json.loads((out / "report.json").read_text())
        states = collections.Counter((r["state"], r.get("cause")) for r in report["records"])
        if states != {("done", None): len(self.want)}:
            raise Wrong(f"states: {states}")
        sums = dict(reversed(line.split("  ", 1)) for line in (out / "SHA256SUMS").read_text().splitlines())
        if sums != {name: hashlib.sha256(data).hexdigest() for name, data in self.want.items()}:
            raise Wrong("SHA256SUMS does not vouch for the documents")

    def signal(self, pid, number, group=False):
        try:
            (os.killpg if group else os.kill)(pid, number)
            self.kills += 1
        except ProcessLookupError:
            pass

    def do_kill_parent(self, run):
        self.signal(run.pid, signal.SIGKILL)

    def do_kill_group(self, run):
        self.signal(run.pid, signal.SIGKILL, group=True)

    def do_terminate_parent(self, run):
        self.signal(run.pid, signal.SIGTERM)

    def do_terminate_group(self, run):
        self.signal(run.pid, signal.SIGTERM, group=True)

    def do_interrupt_twice(self, run):
        self.signal(run.pid, signal.SIGINT)
        pause(self.random.random() * 0.02)
        if run.poll() is None:
            self.signal(run.pid, signal.SIGINT)

    def do_kill_workers(self, run):
        for _ in range(self.random.randint(1, 6)):
            of = children(run.pid)
            if of:
                self.signal(self.random.choice(of), signal.SIGKILL)
            pause(self.random.random() * self.duration / 6)

    def end(self, run):
        try:
            run.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            raise Wrong("it hangs") from None
        for _ in range(200):  # what it started ends with it
            try:
                os.killpg(run.pid, 0)
            except ProcessLookupError:
                return
            pause(0.01)
        raise Wrong("processes outlive the batch")

    def resume_args(self, out):
        journal = out / ".hongtou/journal.jsonl"
        return ["--resume"] if journal.exists() and journal.stat().st_size else []

    def meet_fault(self, out):
        call = self.random.choice(CALLS)
        count = self.root / "count"
        count.unlink(missing_ok=True)
        most = {"write": 150, "open64": 1200, "read": 1200, "rename": 64, "pwrite64": 12, "unlink": 6}.get(call, 6)
        env = {"LD_PRELOAD": str(self.shim), "FAULT_CALL": call, "FAULT_COUNT": str(count),
               "FAULT_ERRNO": str(self.random.choice(ERRNOS[call])), "FAULT_NUMBER": str(self.random.randint(1, most))}
        run = self.start(out.name, *self.resume_args(out), **env)
        self.end(run)
        self.kills += count.exists() and count.stat().st_size >= int(env["FAULT_NUMBER"])
        return f"{call} {env['FAULT_ERRNO']} at {env['FAULT_NUMBER']}"

    def fill_disk(self, out):
        size = self.random.randint(60, 60 * len(self.want))
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", out], check=True)
        try:
            self.end(self.start(out.name, *self.resume_args(out)))
            self.look(out, False)
            self.kills += 1
            subprocess.run(["mount", "-o", "remount,size=100m", out], check=True)
            self.leave_in_peace(out)
        finally:
            subprocess.run(["umount", "-l", out], check=True)
        return f"{size} KiB"

    def happen(self, out):
        """One thing happens to a batch in the folder. False: the folder was another file system, and is done with."""
        what = self.random.choice(HAPPENINGS)
        if what == "full disk" and (not self.can_mount or any(out.iterdir())):
            what = "kill group"
        self.happened[what] += 1
        if what == "full disk":
            self.trace = [what, self.fill_disk(out)]
            return False
        if what == "fault":
            self.trace.append(self.meet_fault(out))
        else:
            run = self.start(out.name, *self.resume_args(out))
            at = self.random.random() ** 2 * self.duration * 1.2
            pause(at)
            if run.poll() is None:
                getattr(self, "do_" + what.replace(" ", "_"))(run)
            self.trace.append(f"{what} at {at:.3f} s")
            self.end(run)
        self.look(out, False)
        return True

    def leave_in_peace(self, out):
        """Nothing happens any more: at the second run at most everything is done."""
        for attempt in range(2):
            more = self.resume_args(out)
            run = self.start(out.name, *more)
            self.end(run)
            if run.returncode == 0:
                break
            self.again += 1
            if attempt:
                raise Wrong(f"it does not come to its end: {self.said.read_text()[:400]}")
        self.look(out, True)

    def folder(self):
        out = self.root / "out"
        out.mkdir()
        self.folders += 1
        self.trace = []
        try:
            on_disk = True
            for _ in range(self.random.randint(1, 4)):
                on_disk = on_disk and self.happen(out)
            if on_disk:
                self.leave_in_peace(out)
        except Wrong as wrong:
            raise Wrong(f"{wrong}\n  after: {'; '.join(self.trace)}\n  said: {self.said.read_text()[:600]}") from None
        finally:
            shutil.rmtree(out, ignore_errors=True)
        if self.verbose:
            print(f"{self.kills:5} {'; '.join(self.trace)}", flush=True)

    def summary(self):
        return (f"{self.kills} kills and faults in {self.folders} folders, {self.runs} runs: "
                + ", ".join(f"{what} {n}" for what, n in sorted(self.happened.items())))


def campaign(kills, seed=1, records=40, verbose=False, keep_going=False):
    """Run until so many kills have met something. Returns the campaign, and what went wrong."""
    wrong = []
    with tempfile.TemporaryDirectory() as root:
        c = Campaign(root, seed, records, verbose)
        while c.kills < kills:
            try:
                c.folder()
            except Wrong as error:
                wrong.append(str(error))
                if not keep_going:
                    break
                print(f"WRONG {error}", flush=True)
    return c, wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kills", type=int, nargs="?", default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--records", type=int, default=40)
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    began = time.monotonic()
    c, wrong = campaign(args.kills, args.seed, args.records, args.verbose, keep_going=True)
    print(f"{c.summary()}; wrong: {len(wrong)}; {time.monotonic() - began:.0f} s")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
