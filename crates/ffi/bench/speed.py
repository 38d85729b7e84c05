"""Speed of the Python package on real pages beside resiliparse and trafilatura, of `extract_many` on several cores,
and memory over many calls.

    python bench/speed.py peers CORPUS [--pages N] [--rounds N]     one core, interleaved rounds, medians
    python bench/speed.py cores CORPUS [--pages N] [--rounds N]     extract_many with one and with two threads
    python bench/speed.py memory [--calls N]                        resident memory over many calls

CORPUS is a folder with `pages.jsonl` and gzipped pages. Needs `dateline`, and for `peers` resiliparse and trafilatura.
CPU time is told beside wall time: on a machine that does other work it is the one that holds still.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import os
import statistics
import time
from pathlib import Path


def read_pages(corpus: str, count: int) -> list[bytes]:
    """Pages spread evenly over the corpus, unpacked."""
    paths = sorted(path for path in Path(corpus).rglob("*") if path.name.endswith((".html", ".html.gz")))
    step = max(1, len(paths) // count) if count else 1
    chosen = paths[::step][: count or None]
    return [gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in chosen]


def sides(names: list[str]) -> dict[str, object]:
    """What each side makes of a page: its main text."""
    found: dict[str, object] = {}
    if "dateline" in names:
        import dateline

        found["dateline, analysis none"] = lambda page: dateline.extract(page, analysis="none").text
    if "resiliparse" in names:
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.encoding import detect_encoding
        from resiliparse.parse.html import HTMLTree

        def resiliparse(page: bytes) -> str:
            tree = HTMLTree.parse_from_bytes(page, detect_encoding(page))
            return extract_plain_text(tree, main_content=True)

        found["resiliparse, main content"] = resiliparse
    if "trafilatura" in names:
        import logging

        from trafilatura import extract

        logging.disable(logging.CRITICAL)
        found["trafilatura, with metadata"] = lambda page: extract(page, with_metadata=True)
    return found


def timed(run, pages) -> tuple[float, float]:
    """Wall and CPU seconds of one round; a page that a side refuses counts as done."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    for page in pages:
        try:
            run(page)
        except Exception:
            pass
    return time.perf_counter() - wall, time.process_time() - cpu


def peers(arguments: argparse.Namespace) -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    pages = read_pages(arguments.corpus, arguments.pages)
    every = sides(arguments.only)
    slow = pages[:: arguments.slow]
    # trafilatura is so slow that it gets a part of the pages, and is compared with ours on that part.
    parts = {name: slow if name.startswith("trafilatura") else pages for name in every}
    ours = next(iter(every))
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in every}
    ratios: dict[str, list[tuple[float, float]]] = {name: [] for name in every}
    for round_number in range(arguments.rounds + 1):
        for name, run in every.items():
            part = parts[name]
            our_wall, our_cpu = timed(every[ours], part)
            wall, cpu = timed(run, part)
            # The first round warms up.
            if round_number:
                times[name].append((len(part) / wall, len(part) / cpu))
                ratios[name].append((wall / our_wall, cpu / our_cpu))
    print(f"{len(pages)} pages ({len(slow)} for trafilatura), one core, {arguments.rounds} interleaved rounds, medians\n")
    print("| | pages/s, wall | pages/s, CPU | ours is so many times as fast, wall | CPU |")
    print("|---|--:|--:|--:|--:|")
    for name in every:
        columns = [statistics.median(column) for column in (*zip(*times[name]), *zip(*ratios[name]))]
        print(f"| {name} | " + " | ".join(f"{column:.1f}" for column in columns) + " |")


def cores(arguments: argparse.Namespace) -> None:
    import dateline

    pages = read_pages(arguments.corpus, arguments.pages)
    ratios = []
    print("| threads | pages/s, wall | CPU seconds a wall second |\n|--:|--:|--:|")
    rows: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    for _ in range(arguments.rounds):
        for jobs, found in rows.items():
            wall, cpu = time.perf_counter(), time.process_time()
            for _article in dateline.extract_many(pages, analysis=arguments.analysis, jobs=jobs):
                pass
            found.append((time.perf_counter() - wall, time.process_time() - cpu))
        ratios.append(rows[1][-1][0] / rows[2][-1][0])
    for jobs, found in rows.items():
        wall = statistics.median(w for w, _ in found)
        print(f"| {jobs} | {len(pages) / wall:.1f} | {statistics.median(c / w for w, c in found):.2f} |")
    cost = statistics.median(c for _, c in rows[2]) / statistics.median(c for _, c in rows[1])
    print(f"\ntwo threads: {statistics.median(ratios):.2f} times as fast (best {max(ratios):.2f}), CPU {cost:.2f} times")


def memory(arguments: argparse.Namespace) -> None:
    import dateline

    page = (Path(__file__).parents[3] / "docs/examples/ferry.html").read_bytes()

    def resident() -> float:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[1]) * 4096 / 2**20

    step = arguments.calls // 10
    print("| calls | resident MiB |\n|--:|--:|")
    for call in range(arguments.calls + 1):
        article = dateline.extract(page, analysis=arguments.analysis)
        assert article.text and article.title and article.blocks and article.to_json()
        if call % 100 == 0:
            try:
                dateline.extract(page, max_input_bytes=10)
            except dateline.InputTooLarge:
                pass
        if call % step == 0:
            gc.collect()
            print(f"| {call} | {resident():.1f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["peers", "cores", "memory"])
    parser.add_argument("corpus", nargs="?", default="../shared/corpora/wcxb-dev")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--slow", type=int, default=10, help="trafilatura gets one page in so many")
    parser.add_argument("--analysis", default="none")
    parser.add_argument("--only", nargs="*", default=["dateline", "resiliparse", "trafilatura"])
    arguments = parser.parse_args()
    {"peers": peers, "cores": cores, "memory": memory}[arguments.what](arguments)


if __name__ == "__main__":
    main()
