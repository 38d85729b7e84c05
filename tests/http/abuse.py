#!/usr/bin/env python3
"""What clients that mean no good do to the service, and what becomes of everybody else.

Each attack runs against a service of its own, on loopback, and ends by itself. While it runs, an
honest client asks for a record again and again; the table tells how often that was answered, how
long the slowest answer took, and how much memory the service had at most. The run fails when an
outcome is not the one stated.

    cargo build --release -p dateline-server && python3 tests/http/abuse.py [NAME...]
"""

import gzip
import json
import resource
import socket
import sys
import threading
import time

from service import Service

STORY = b"OSLO (AP) - The ferry line will close in May, the operator said on Friday."
ATTACKS = {}


def attack(function):
    ATTACKS[function.__name__] = function
    return function


class Honest(threading.Thread):
    """Asks for a record every 50 ms until told to stop."""

    def __init__(self, service):
        super().__init__(daemon=True)
        self.service, self.stop, self.statuses, self.slowest = service, threading.Event(), [], 0.0

    def run(self):
        while not self.stop.wait(0.05):
            try:
                status, _, took = self.service.ask("/v1/extract", STORY, content_type="text/plain")
            except OSError as error:
                status, took = type(error).__name__, 0.0
            self.statuses.append(status)
            self.slowest = max(self.slowest, took)

    def answered(self):
        return sum(status == 200 for status in self.statuses), len(self.statuses)


def connect(service) -> socket.socket:
    return socket.create_connection(("127.0.0.1", service.port), timeout=90)


def exchange(service, request: bytes) -> bytes:
    """Sends bytes and reads until the service closes."""
    with connect(service) as client:
        try:
            client.sendall(request)
        except OSError:
            pass
        return read_all(client)


def read_all(client) -> bytes:
    answer = b""
    try:
        while part := client.recv(65536):
            answer += part
    except OSError:
        pass
    return answer


def head(path: str, *fields: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "host: x", "content-type: text/plain", *fields, "", ""]
    return "\r\n".join(lines).encode()


def until_closed(clients: list, drip: bytes, limit_s: float) -> tuple[int, float]:
    """Sends a byte a second on each; how many the service has closed, and after how long."""
    started = time.monotonic()
    alive = list(clients)
    while alive and time.monotonic() - started < limit_s:
        time.sleep(1)
        still = []
        for client in alive:
            client.setblocking(False)
            try:
                if drip:
                    client.send(drip)
                if client.recv(65536):
                    still.append(client)
            except BlockingIOError:
                still.append(client)
            except OSError:
                pass
        alive = still
    return len(clients) - len(alive), time.monotonic() - started


@attack
def slow_headers(service):
    """1,000 connections that send their headers a byte a second."""
    clients = [connect(service) for _ in range(1000)]
    for client in clients:
        client.sendall(b"POST /v1/extract HTTP/1.1\r\nhost: x\r\nx-slow: ")
    closed, seconds = until_closed(clients, b"x", 30)
    assert closed == 1000, f"{closed} closed"
    return f"all closed after {seconds:.0f} s"


@attack
def slow_bodies(service):
    """1,000 connections that send their body a byte a second."""
    clients = [connect(service) for _ in range(1000)]
    for client in clients:
        client.sendall(head("/v1/extract", "content-length: 100000"))
    closed, seconds = until_closed(clients, b"x", 60)
    assert closed == 1000, f"{closed} closed"
    return f"all closed after {seconds:.0f} s"


@attack
def slow_readers(service):
    """200 batches whose clients send and do not read, 16 of which may be open."""
    line = json.dumps({"text": STORY.decode() * 200}).encode() + b"\n"
    chunk = b"%x\r\n%s\r\n" % (len(line), line)
    clients, refused = [], 0
    for _ in range(200):
        client = connect(service)
        client.setblocking(False)
        try:
            client.send(head("/v1/batch", "transfer-encoding: chunked"))
            while client.send(chunk * 20):
                pass
        except OSError:
            pass
        clients.append(client)
    time.sleep(40)
    for client in clients:
        answer = read_all(client)[:20]
        refused += answer.startswith(b"HTTP/1.1 503")
        client.close()
    return f"{refused} answered 503, the rest cut off"


@attack
def idle_connections(service):
    """10,000 connections that send nothing."""
    before = service.resident_mib()
    clients = [connect(service) for _ in range(10_000)]
    each = (service.resident_mib() - before) / 10_000 * 1024
    closed, seconds = until_closed(clients, b"", 60)
    assert closed == 10_000, f"{closed} closed"
    assert each < 20, f"{each:.1f} KiB each"
    return f"{each:.1f} KiB each; all closed after {seconds:.0f} s"


@attack
def gzip_bombs(service):
    """100 times 1 GiB of blanks in 1 MB of gzip."""
    bomb = gzip.compress(b" " * (64 << 20), 9) * 16
    fields = {"content_type": "text/plain", "content_encoding": "gzip"}
    statuses = {service.ask("/v1/extract", bomb, **fields)[0] for _ in range(100)}
    assert statuses == {413}, statuses
    return "each 413"


@attack
def declared_length(service):
    """100 requests that declare 10 GB and begin to send."""
    request = head("/v1/extract", "content-length: 10000000000") + b"x" * 100_000
    answers = [exchange(service, request) for _ in range(100)]
    told = sum(b'"input_too_large"' in answer for answer in answers)
    assert told == 100, told
    return "each 413, unread"


@attack
def malformed_chunks(service):
    """300 bodies whose chunks are wrong."""
    begin = head("/v1/extract", "transfer-encoding: chunked", "connection: close")
    bodies = [b"zz\r\nabc\r\n", b"ffffffffffffffffff\r\nabc\r\n", b"3\r\nabcdef\r\n0\r\n\r\n"]
    answers = [exchange(service, begin + body) for body in bodies * 100]
    told = sum(b'"broken_body"' in answer for answer in answers)
    assert told == 300, told
    return "each 400"


@attack
def tiny_lines(service):
    """100,000 lines of 3 bytes, and 100,000 of a short text."""
    outcome = []
    for line in (b"{}\n", b'{"text":"One."}\n'):
        status, answer, took = service.ask("/v1/batch", line * 100_000, timeout=300, content_type="application/jsonl")
        lines = answer.splitlines()
        assert status == 200 and len(lines) == 100_000, (status, len(lines))
        outcome.append(f"{took / 1000:.1f} s")
    return "all answered, in " + " and ".join(outcome)


@attack
def many_large_bodies(service):
    """100 clients that each send 15 MiB of a 16 MiB body and stop."""
    request = head("/v1/extract", f"content-length: {16 << 20}") + b"x" * (15 << 20)
    answers = []

    def one():
        answers.append(exchange(service, request))

    threads = [threading.Thread(target=one) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    busy = sum(b'"busy"' in answer for answer in answers)
    slow = sum(b'"slow_body"' in answer for answer in answers)
    assert busy + slow == 100, (busy, slow)
    return f"{busy} answered 503, {slow} answered 408"


def main():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 10_500:
        print(f"SKIPPED idle_connections: only {hard} open files are allowed here")
        ATTACKS.pop("idle_connections")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    names = sys.argv[1:] or list(ATTACKS)
    failed = 0
    print("| attack | outcome | honest requests answered | slowest | peak memory |")
    print("|---|---|--:|--:|--:|")
    for name in names:
        with Service() as service:
            honest = Honest(service)
            honest.start()
            try:
                outcome = ATTACKS[name](service)
            except AssertionError as error:
                outcome, failed = f"FAILED: {error}", failed + 1
            honest.stop.set()
            honest.join()
            status, _, _ = service.ask("/v1/extract", STORY, content_type="text/plain")
            if status != 200:
                outcome, failed = f"FAILED: {status} afterwards", failed + 1
            good, asked = honest.answered()
            title = ATTACKS[name].__doc__.rstrip(".")
            row = [title, outcome, f"{good} of {asked}", f"{honest.slowest:.0f} ms", f"{service.peak_mib():.0f} MiB"]
            print("| " + " | ".join(row) + " |", flush=True)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
