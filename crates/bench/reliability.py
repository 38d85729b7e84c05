#!/usr/bin/env python3
"""How far the confidences of the built `dateline` can be trusted, layer by layer.

    cargo build --release -p dateline-cli && python3 crates/bench/reliability.py [--corpora ../shared/corpora]

Prints, for each layer, items in ten bins of equal size by confidence: their mean confidence and the share that is right,
and the mean calibration error: the mean distance of the two, weighted by items. What counts as right:

  entities    at least half of its names are names of its kind in the gold text, with the same extent
  times       extent, kind and value are those of the gold text
  quotations  at least half of the content, its own and the gold one's, is shared with a gold attribution, and the sources
              overlap where both have one
  amounts     a sum of money shares its extent, up to half of it, with one of the gold text; nothing about amounts was
              fitted, so that both parts of the corpus count

Only the standard library is needed.
"""
import argparse
import json
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BINS = 10
KINDS = {"Person": "person", "Organization": "organization", "Location": "place", "Facility": "place", "Product": "other",
         "Misc": "other"}
# Layer, corpora, layers to ask for.
LAYERS = [
    ("entities", ["wwn-dev"], "entities"),
    ("times", ["timebank", "aquaint"], "times"),
    ("quotations", ["quotes-dev"], "entities,quotations"),
    ("amounts", ["wwn-train", "wwn-dev"], "amounts"),
]


def records(binary, items, layers):
    """The record of each item, offsets in characters."""
    with tempfile.TemporaryDirectory() as folder:
        manifest, out = Path(folder) / "manifest.jsonl", Path(folder) / "records.jsonl"
        lines = []
        for number, item in enumerate(items):
            line = {"id": str(number), "text": item["text"]}
            if item.get("dct"):
                line["published"] = item["dct"]
            lines.append(json.dumps(line))
        manifest.write_text("\n".join(lines) + "\n", encoding="utf-8")
        subprocess.run([binary, "batch", manifest, "--output", out, "--analysis", layers, "--offsets", "char"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        found = {record["id"]: record for record in map(json.loads, out.read_text(encoding="utf-8").splitlines())}
    return [found[str(number)] for number in range(len(items))]


def entities(record, item):
    gold = {(start, end, KINDS.get(kind)) for start, end, kind in item["entities"]}
    for entity in record.get("entities") or []:
        names = [mention["span"] for mention in entity["mentions"] if mention["form"] == "name"]
        right = sum((start, end, entity["kind"]) in gold for start, end in names)
        yield entity["confidence"], 2 * right >= len(names)


def value(text):
    text = (text or "").strip().upper()
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 and text.isdigit() else text


def times(record, item):
    gold = {(g["s"], g["e"]): (g["type"], value(g["value"])) for g in item["timex"]}
    for time in record.get("times") or []:
        yield time["confidence"], gold.get(tuple(time["span"])) == (time["kind"].upper(), value(time["value"]))


def characters(spans):
    return {at for start, end in spans or [] for at in range(start, end)}


def quotations(record, item):
    for quotation in record.get("quotations") or []:
        content, source = characters(quotation["content"]), characters(quotation.get("source"))
        right = False
        for attribution in item["attributions"]:
            other, named = characters(attribution["content"]), characters(attribution["source"])
            shared = 2 * len(content & other) >= max(len(content), len(other))
            right |= shared and (not named or not source or bool(source & named))
        yield quotation["confidence"], right


def amounts(record, item):
    gold = [(start, end) for start, end, kind in item["entities"] if kind == "Money"]
    for amount in record.get("amounts") or []:
        if amount["kind"] == "money":
            start, end = amount["span"]
            overlap = max((min(end, e) - max(start, s) for s, e in gold), default=0)
            longest = max((max(end - start, e - s) for s, e in gold if min(end, e) > max(start, s)), default=1)
            yield amount["confidence"], 2 * overlap >= longest


def table(layer, rows):
    rows = sorted(rows, key=lambda row: row[0])
    if not rows:
        return
    print(f"\n## {layer}: {len(rows)} items\n\n| items | confidence | right |\n|--:|--:|--:|")
    bins = [rows[len(rows) * i // BINS:len(rows) * (i + 1) // BINS] for i in range(BINS)]
    error = 0.0
    for part in filter(None, bins):
        confidence, right = (sum(column) / len(part) for column in zip(*part))
        error += abs(confidence - right) * len(part) / len(rows)
        print(f"| {len(part)} | {confidence:.3f} | {right:.3f} |")
    print(f"\nmean calibration error {error:.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared/corpora")
    parser.add_argument("--binary", default=str(ROOT / "target/release/dateline"))
    arguments = parser.parse_args()
    for layer, corpora, asked in LAYERS:
        rows = []
        for corpus in corpora:
            lines = (arguments.corpora / f"{corpus}.jsonl").read_text(encoding="utf-8").splitlines()
            items = [json.loads(line) for line in lines]
            for record, item in zip(records(arguments.binary, items, asked), items):
                rows += globals()[layer](record, item)
        table(f"{layer} ({', '.join(corpora)})", rows)


if __name__ == "__main__":
    main()
