"""One Python peer of `dateline-bench`: `peers.py NAME LIST`. It reads the pages that LIST names, says
`ready`, and answers each line with the nanoseconds of one round over them and the size of the result."""

import gzip
import sys
import time


def side(name):
    """What a peer makes of a page, from bytes."""
    if name == "resiliparse":
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.encoding import detect_encoding
        from resiliparse.parse.html import HTMLTree

        def run(page):
            tree = HTMLTree.parse_from_bytes(page, detect_encoding(page))
            return extract_plain_text(tree, main_content=True)
    elif name == "readability-lxml":
        from readability import Document

        def run(page):
            document = Document(page)
            return document.title() + document.summary()
    elif name == "trafilatura":
        from trafilatura import extract

        def run(page):
            return extract(page, with_metadata=True, output_format="json")
    else:
        sys.exit(f"no peer has the name {name}")
    return run


def size(run, page):
    """The size of the result; a page that a peer refuses counts as empty."""
    try:
        return len(run(page) or "")
    except Exception:
        return 0


def main():
    run = side(sys.argv[1])
    pages = []
    with open(sys.argv[2], encoding="utf-8") as paths:
        for path in paths.read().splitlines():
            with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
                pages.append(file.read())
    print("ready", flush=True)
    for _ in sys.stdin:
        start = time.perf_counter_ns()
        total = sum(size(run, page) for page in pages)
        print(time.perf_counter_ns() - start, total, flush=True)


main()
