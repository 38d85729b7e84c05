"""Eight threads extract, share articles, stream batches and make errors for a while; every answer is compared.

    python bench/stress.py [--seconds N] [--threads N]

Ends with an error when an answer differs from the first one, or when memory grows while it runs.
"""

from __future__ import annotations

import argparse
import threading
import time
from pathlib import Path

import dateline

TESTS = Path(__file__).parents[3] / "tests"


def resident() -> float:
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * 4096 / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--threads", type=int, default=8)
    arguments = parser.parse_args()

    paths = [*TESTS.glob("pages/*.html"), *TESTS.glob("texts/*.txt")]
    inputs = [path.read_bytes() for path in sorted(paths)][::4]
    shared = [dateline.extract(content) for content in inputs]
    expected = [article.to_json() for article in shared]
    failed: list[BaseException] = []
    counts = [0] * arguments.threads
    end = time.monotonic() + arguments.seconds

    def work(thread: int) -> None:
        try:
            turn = thread
            while time.monotonic() < end and not failed:
                index = turn % len(inputs)
                assert dateline.extract(inputs[index]).to_json() == expected[index]
                # The first to ask for a field of a shared article makes it.
                fresh = dateline.Article.from_json(expected[index])
                assert fresh.quotations == shared[index].quotations and fresh.entities == shared[index].entities
                shared[index].to_page()
                try:
                    dateline.extract(inputs[index], max_input_bytes=1)
                except dateline.InputTooLarge:
                    pass
                else:
                    assert len(inputs[index]) <= 1
                if turn % 16 == 0:
                    some = dateline.extract_many(inputs[:6], jobs=2)
                    assert [article.to_json() for article in some] == expected[:6]
                turn += 1
                counts[thread] += 1
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(index,)) for index in range(arguments.threads)]
    for thread in threads:
        thread.start()
    time.sleep(arguments.seconds / 4)
    before = resident()
    for thread in threads:
        thread.join()
    after = resident()
    print(f"{sum(counts)} turns of {arguments.threads} threads in {arguments.seconds:.0f} s; ", end="")
    print(f"resident {before:.0f} MiB after a quarter, {after:.0f} MiB at the end")
    if failed:
        raise failed[0]
    # Threads that hold a record each go up and down by what the records take.
    assert after < before * 1.25 + 8, "memory grew"


if __name__ == "__main__":
    main()
