"""Load on a server, in an open loop: requests begin at their times, whether or not earlier ones are answered.

usage: serve_load.py [RATE [SECONDS [PATH]]]      200 a second for 60 s, PDF of two pages

Prints the time from when a request was due to the end of its answer, and the memory of the processes. The generator is
one process on the same machine: its own delays count as the server's."""
import asyncio
import os
import sys
import time
from pathlib import Path

from served import TOKEN, Server
from support import ROOT


def two_pages():
    """The first lines of a sample, signed."""
    lines = (ROOT / "samples" / "01-notice.yaml").read_text(encoding="utf-8").splitlines()
    return "\n".join([*lines[:22], *(line for line in lines[22:] if line.startswith(("signature:", "date:")))]).encode()


async def worker(port, path, body, queue, times, errors):
    """One connection that is kept."""
    head = (f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {TOKEN}\r\n"
            f"Content-Type: application/yaml\r\nContent-Length: {len(body)}\r\n\r\n").encode()
    reader = writer = None
    while (due := await queue.get()) is not None:
        try:
            if not writer:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(head + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            length = int(answer.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            if not answer.startswith(b"HTTP/1.1 200"):
                errors.append(answer[:40])
        except (OSError, asyncio.IncompleteReadError, IndexError) as error:
            errors.append(repr(error))
            writer = None
        times.append(time.perf_counter() - due)


def resident(pid):
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


async def run(server, rate, seconds, path, body):
    queue, times, errors = asyncio.Queue(), [], []
    workers = [asyncio.create_task(worker(server.port, path, body, queue, times, errors)) for _ in range(64)]
    began = time.perf_counter() + 0.1
    shown = 0
    for i in range(int(rate * seconds)):
        due = began + i / rate
        if (wait := due - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        queue.put_nowait(due)
        if i * 10 // int(rate * seconds) > shown:
            shown = i * 10 // int(rate * seconds)
            print(f"{shown * 10} %: front {resident(server.process.pid):.1f} MB, workers",
                  " ".join(f"{resident(pid):.1f}" for pid in server.workers()), flush=True)
    for _ in workers:
        queue.put_nowait(None)
    await asyncio.gather(*workers)
    return times, errors


def main():
    rate, seconds = (float(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((1, 200), (2, 60)))
    path = sys.argv[3] if len(sys.argv) > 3 else "/v1/export?to=pdf&name=a.yaml"
    body = two_pages()
    with Server() as server:
        for _ in range(50):
            status, _, answer = server.ask("POST", path, body)
            assert status == 200, answer[:500]
        print(f"{len(body)} bytes in, {len(answer)} out, load {os.getloadavg()[0]:.1f}")
        times, errors = asyncio.run(run(server, rate, seconds, path, body))
    times.sort()
    at = lambda q: times[min(len(times) - 1, int(q * len(times)))] * 1000
    print(f"{len(times)} requests, {len(errors)} errors {errors[:3]}; p50 {at(.5):.1f} p95 {at(.95):.1f} p99 {at(.99):.1f} "
          f"max {times[-1] * 1000:.1f} ms; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
