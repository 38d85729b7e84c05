#!/usr/bin/env python3
"""What HTTP costs beside `dateline batch`, how long answers take under load, and what too much does.

    cargo build --release -p dateline-cli -p dateline-server
    python3 tests/http/load.py FOLDER [--pages N] [--rounds N] [PART...]

FOLDER holds pages, `.html` or `.html.gz`. PART is of `cost`, `latency`, `overload`; all when none
is named. Every part works in short rounds, interleaved where two things are compared, and tells
medians: the machine need not be quiet. CPU times are those of the process itself and children
(`/proc/PID/stat`, `wait4`), so what else runs does not count in them. All traffic is on loopback.
`cost` and `overload` need wrk (apt-get install wrk).
"""

import argparse
import asyncio
import gzip
import os
import random
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from service import ROOT, Service

DATELINE = Path(os.environ.get("DATELINE", ROOT / "target/release/dateline"))

# Sends the pages in turn, each thread from a place of its own.
WRK = """
local requests, at = {}, 0
local threads = 0
function setup(thread) thread:set("offset", threads * 37); threads = threads + 1 end
function init(args)
  for line in io.lines("%s") do
    local file = io.open(line, "rb")
    requests[#requests + 1] = wrk.format("POST", "/v1/extract", {["content-type"] = "text/html"}, file:read("*a"))
    file:close()
  end
  at = offset
end
function request() at = at + 1; return requests[at %% #requests + 1] end
"""


def prepare(source: Path, count: int, folder: Path) -> list[Path]:
    found = sorted(source.rglob("*.html")) + sorted(source.rglob("*.html.gz"))
    random.Random(7).shuffle(found)
    pages = []
    for number, path in enumerate(found[:count]):
        data = path.read_bytes()
        data = gzip.decompress(data) if path.suffix == ".gz" else data
        page = folder / f"{number:05}.html"
        page.write_bytes(data)
        pages.append(page)
    (folder / "pages.list").write_text("".join(f"{page}\n" for page in pages))
    (folder / "load.lua").write_text(WRK % (folder / "pages.list"))
    size = sum(page.stat().st_size for page in pages) / len(pages) / 1024
    print(f"{len(pages)} pages of {size:.0f} KiB on average\n")
    return pages


def batch(folder: Path) -> tuple[float, float]:
    """Wall and CPU seconds of `dateline batch` over the folder."""
    command = [str(DATELINE), "batch", "--quiet", str(folder), "--output", str(folder / "records.jsonl")]
    started = time.monotonic()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, status
    return time.monotonic() - started, usage.ru_utime + usage.ru_stime


def wrk(service, folder: Path, seconds: float, connections: int) -> dict[str, float]:
    command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds:.0f}s", "--timeout", "30s", "--latency",
               "-s", str(folder / "load.lua"), service.url]
    cpu, started = service.cpu_seconds(), time.monotonic()
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, cpu = time.monotonic() - started, service.cpu_seconds() - cpu
    requests = int(re.search(r"(\d+) requests in", said)[1])
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    refused = int(refused[1]) if refused else 0
    errors = re.search(r"Socket errors: .*", said)
    return {"requests": requests, "refused": refused, "seconds": seconds, "cpu": cpu, "errors": errors and errors[0]}


def cost(folder, pages, rounds):
    """CPU and wall time a page, of `dateline batch` and of the service, interleaved."""
    rows = []
    with Service() as service:
        wrk(service, folder, 1, 4)
        for _ in range(rounds):
            wall, cpu = batch(folder)
            http = wrk(service, folder, max(2.0, wall), 4)
            assert not http["refused"] and not http["errors"], http
            rows.append((cpu / len(pages), http["cpu"] / http["requests"], wall / len(pages), http["seconds"] / http["requests"]))
    median = [statistics.median(column) * 1000 for column in zip(*rows)]
    ratio = statistics.median(row[1] / row[0] for row in rows)
    walls = statistics.median(row[3] / row[2] for row in rows)
    print(f"cost, {rounds} rounds: CPU a page {median[0]:.2f} ms by batch, {median[1]:.2f} ms over HTTP: "
          f"ratio {ratio:.3f}, rounds {min(r[1] / r[0] for r in rows):.3f} to {max(r[1] / r[0] for r in rows):.3f}")
    print(f"      wall time a page {median[2]:.2f} ms by batch, {median[3]:.2f} ms over HTTP "
          f"(wrk on the same cores included): ratio {walls:.3f}\n")


async def one(port: int, bodies: list[bytes], at: float, pool: list, took: list):
    """One request that is due at `at`, on a connection that is kept."""
    await asyncio.sleep(max(0, at - time.monotonic()))
    reader, writer = pool.pop() if pool else await asyncio.open_connection("127.0.0.1", port)
    writer.write(random.choice(bodies))
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    await reader.readexactly(int(re.search(rb"content-length: (\d+)", head)[1]))
    took.append((int(head.split(b" ", 2)[1]), time.monotonic() - at))
    pool.append((reader, writer))


async def steadily(port: int, bodies: list[bytes], rate: float, seconds: float):
    """Requests at a rate, whether or not earlier ones are answered; status and seconds of each."""
    begin, pool, took = time.monotonic() + 0.1, [], []
    dues, due = [], 0.0
    while due < seconds:
        dues.append(begin + due)
        due += random.expovariate(rate)
    await asyncio.gather(*(one(port, bodies, due, pool, took) for due in dues))
    for _, writer in pool:
        writer.close()
    return took


def latency(folder, pages, rounds):
    """Seconds to an answer at 80 % of what the service can do, requests coming at random times."""
    post = "POST /v1/extract HTTP/1.1\r\nhost: x\r\ncontent-type: text/html\r\ncontent-length: {}\r\n\r\n"
    bodies = [post.format(len(body)).encode() + body for body in (page.read_bytes() for page in pages)]
    rows = []
    with Service() as service:
        wrk(service, folder, 1, 4)
        for _ in range(rounds):
            full = wrk(service, folder, 2, 4)
            rate = 0.8 * full["requests"] / full["seconds"]
            took = asyncio.run(steadily(service.port, bodies, rate, 4))
            times = sorted(seconds for status, seconds in took if status == 200)
            at = lambda part: times[int(part * (len(times) - 1))] * 1000
            rows.append((rate, len(took) - len(times), at(0.5), at(0.9), at(0.99), at(0.99) / at(0.5)))
    rate, refused, p50, p90, p99, ratio = (statistics.median(column) for column in zip(*rows))
    print(f"latency at 80 % load, {rounds} rounds: {rate:.0f} requests/s, p50 {p50:.1f} ms, p90 {p90:.1f} ms, "
          f"p99 {p99:.1f} ms: p99/p50 {ratio:.1f}, rounds {min(r[5] for r in rows):.1f} to {max(r[5] for r in rows):.1f}, "
          f"{sum(r[1] for r in rows)} refused\n")


def overload(folder, pages, rounds):
    """Many more requests than can be answered: what is shed, the memory it takes, what comes after."""
    with Service() as service:
        before = wrk(service, folder, 3, 4)
        capacity = before["requests"] / before["seconds"]
        quiet = service.resident_mib()
        rows = []
        for _ in range(rounds):
            service.forget_peak()
            over = wrk(service, folder, 4, 400)
            offered = over["requests"] / over["seconds"]
            good = (over["requests"] - over["refused"]) / over["seconds"]
            peak = service.peak_mib()
            status, _, after = service.ask("/v1/extract", pages[0].read_bytes(), content_type="text/html")
            ready = service.ask("/readyz")[0]
            assert status == ready == 200, (status, ready)
            again = wrk(service, folder, 2, 4)
            rows.append((offered / capacity, good / capacity, peak, after, again["requests"] / again["seconds"] / capacity))
    offered, good, peak, after, again = (statistics.median(column) for column in zip(*rows))
    print(f"overload, {rounds} rounds: capacity {capacity:.0f} requests/s; offered {offered:.1f} times as much, answered "
          f"{good:.2f} of capacity, the rest 503; memory {quiet:.0f} MiB before, at most {max(r[2] for r in rows):.0f} MiB; "
          f"first request afterwards {after:.0f} ms, then {again:.2f} of capacity\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("parts", nargs="*", default=[], metavar="PART")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=7)
    args = parser.parse_intermixed_args()
    known = {"cost": cost, "latency": latency, "overload": overload}
    if unknown := set(args.parts) - set(known):
        parser.error(f"no part is called {', '.join(unknown)}")
    if not shutil.which("wrk"):
        print("SKIPPED: no wrk (apt-get install wrk)")
        return
    with tempfile.TemporaryDirectory() as folder:
        pages = prepare(args.folder, args.pages, Path(folder))
        for part in args.parts or known:
            known[part](Path(folder), pages, args.rounds)


if __name__ == "__main__":
    main()
