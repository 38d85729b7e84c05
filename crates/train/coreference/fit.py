#!/usr/bin/env python3
"""Fits the weights by which a pronoun or description chooses its entity; prints scores cross-validated by text.

    cargo build --release -p dateline-cli && python crates/train/coreference/fit.py [--corpora ../shared/corpora]

Two sources: gum-train, annotated by people, and every third text of quotes-train with the chains that Stanford CoreNLP
found, for `he` and `she` alone: annotated texts are mostly about one person, political news is about several. Where the
machine's chain names none of the candidates, the phrase is left out.

Candidates and their features come from the trace of the built program, so there is one implementation of them. Of the
candidates of a phrase and "nothing named", the right one is fitted by maximum likelihood, with L2 regularisation. What is
mentioned when depends on the links made before: run it after each build until the weights stay (twice is enough).
Deterministic.
"""
import argparse
import collections
import gzip
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[3]
WEIGHTS = ROOT / "crates/core/src/analysis/data/reference_weights.txt"
COLUMNS = ["Personal", "It", "They", "Definite"]
# Genres of gum-train whose texts may be fitted on and that speak of others in the third person.
GENRES = {"news", "bio", "academic", "voyage", "textbook", "speech", "court", "interview"}
FOLDS, STEPS, RATE, L2, LIKELY = 5, 400, 0.1, 1.0, (0.3, 0.5, 0.7)
NOTHING = "nothing named"
# All machine-annotated choices together weigh as much as so many of those annotated by people.
SILVER_STEP, SILVER_SHARE = 3, 0.4


def silver(corpora):
    """Texts with the machine's chains in the form of gum-train: every mention with its chain."""
    with gzip.open(corpora / "quotes-train.parsed.jsonl.gz", "rt", encoding="utf-8") as lines:
        parsed = {item["id"]: item for item in map(json.loads, lines)}
    texts = map(json.loads, (corpora / "quotes-train.jsonl").read_text(encoding="utf-8").splitlines())
    for item in list(texts)[::SILVER_STEP]:
        chains = parsed.get(item["id"], {}).get("coref", [])
        entities = [{"s": start, "e": end, "cluster": number, "named": item["text"][start:end][:1].isupper()}
                    for number, chain in enumerate(chains) for start, end in chain]
        yield {"id": item["id"], "text": item["text"], "entities": entities}


def overlap(a, b):
    return (min(a[1], b[1]) - max(a[0], b[0])) / max(a[1] - a[0], b[1] - b[0])


def read(binary, item, folder, is_silver=False):
    """The choices of a text: (column, [(features, candidate is right, candidate is named)], whether people annotated it)."""
    path = Path(folder) / "text.txt"
    text = item["text"]
    path.write_text(text, encoding="utf-8", newline="")
    common = [str(path), "--kind", "text", "--analysis", "entities"]
    notes = subprocess.run([binary, "trace", *common, "--format", "jsonl", "--rule", "coreference/candidate"],
                           capture_output=True, text=True, check=True).stdout.splitlines()
    record = json.loads(subprocess.run([binary, "extract", *common], capture_output=True, text=True, check=True).stdout)
    assert record["text"] == text
    to_char, at = {}, 0
    for index, char in enumerate(text + "\0"):
        to_char[at] = index
        at += len(char.encode())
    gold = item["entities"]
    # Which gold cluster an entity is: most of its names say so.
    cluster_of = {}
    for entity in record.get("entities", []):
        votes, starts = collections.Counter(), []
        for mention in entity["mentions"]:
            if mention["form"] != "name":
                continue
            start, end = (to_char[byte] for byte in mention["span"])
            starts.append(mention["span"][0])
            # A gold name may hold titles that ours leaves out: the smallest that covers it counts.
            covers = [g for g in gold if g["s"] <= start and end <= g["e"] and g["named"]]
            if covers:
                best = min(covers, key=lambda g: (g["e"] - g["s"], g["s"]))
                if overlap((start, end), (best["s"], best["e"])) >= 0.3:
                    votes[best["cluster"]] += 1
        clusters = set(votes) if is_silver else {cluster for cluster, _ in votes.most_common(1)}
        cluster_of.update(dict.fromkeys(starts, clusters))
    groups = collections.OrderedDict()
    for note in map(json.loads, notes):
        groups.setdefault(note["subject"], []).append(note["reason"])
    for subject, reasons in groups.items():
        surface, byte = subject.rsplit("@", 1)
        start = to_char[int(byte)]
        end = start + len(surface)
        column = reasons[0].split(" ", 1)[0]
        if is_silver and column != "Personal":
            continue
        found = [(overlap((start, end), (g["s"], g["e"])), g["cluster"]) for g in gold]
        enough = [f for f in found if f[0] >= (1.0 if column != "Definite" else 0.45)]
        cluster = max(enough)[1] if enough else None
        rows = []
        for reason in reasons:
            who, features = reason.split(" ", 1)[1].rsplit(": ", 1)
            named = who != NOTHING
            right = named and cluster is not None and cluster in cluster_of.get(int(who.rsplit("@", 1)[1]), ())
            rows.append((features.split(), right, named))
        if not any(right for _, right, _ in rows):
            if is_silver:
                continue
            rows[0] = (rows[0][0], True, False)
        yield column, rows, is_silver


def arrays(choices, names):
    rows, group, right, named = [], [], [], []
    for number, (_, candidates, _) in enumerate(choices):
        for features, good, is_named in candidates:
            row = np.zeros(len(names))
            row[[names[name] for name in features]] = 1
            rows.append(row)
            group.append(number)
            right.append(good)
            named.append(is_named)
    return np.array(rows), np.array(group), np.array(right), np.array(named)


def shares(matrix, group, weights):
    score = matrix @ weights
    peak = np.full(group[-1] + 1, -np.inf)
    np.maximum.at(peak, group, score)
    share = np.exp(score - peak[group])
    return share / np.bincount(group, share)[group]


def fit(choices, names):
    """Adam on the log likelihood of any of the right candidates."""
    matrix, group, right, _ = arrays(choices, names)
    machine = np.array([is_silver for _, _, is_silver in choices])
    share = SILVER_SHARE * (~machine).sum() / max(machine.sum(), 1)
    worth = np.where(machine, min(share, 1.0), 1.0)[group]
    weights, first, second = np.zeros(matrix.shape[1]), 0.0, 0.0
    for step in range(1, STEPS + 1):
        share = shares(matrix, group, weights)
        mass = np.bincount(group, share * right)[group]
        target = np.where(right, share / np.maximum(mass, 1e-12), 0.0)
        slope = matrix.T @ (worth * (share - target)) + L2 * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        weights -= RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def judge(share, group, right, named, counts, likely):
    """Counts links made, links right and links that could be made."""
    for number in range(group[-1] + 1):
        rows = np.flatnonzero(group == number)
        best = rows[np.argmax(share[rows])]
        possible = bool((right[rows] & named[rows]).any())
        linked = bool(named[best]) and share[best] >= likely
        counts += [linked, linked and right[best], possible]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", default=str(ROOT.parent / "shared/corpora"))
    parser.add_argument("--binary", default=str(ROOT / "target/release/dateline"))
    arguments = parser.parse_args()
    corpora = Path(arguments.corpora)
    with tempfile.TemporaryDirectory() as folder:
        lines = (corpora / "gum-train.jsonl").read_text(encoding="utf-8").splitlines()
        items = [item for item in map(json.loads, lines) if item["genre"] in GENRES]
        texts = [list(read(arguments.binary, item, folder)) for item in items]
        texts += [list(read(arguments.binary, item, folder, True)) for item in silver(corpora)]
    table = collections.defaultdict(lambda: [0.0] * len(COLUMNS))
    for index, column in enumerate(COLUMNS):
        chosen = [[choice for choice in choices if choice[0] == column] for choices in texts]
        names = sorted({name for choices in chosen for _, rows, _ in choices for row in rows for name in row[0]})
        names = {name: number for number, name in enumerate(names)}
        folds = {(is_silver, likely): np.zeros(3, dtype=int) for is_silver in (False, True) for likely in LIKELY}
        for fold in range(FOLDS):
            train = [c for number, choices in enumerate(chosen) if number % FOLDS != fold for c in choices]
            test = [c for number, choices in enumerate(chosen) if number % FOLDS == fold for c in choices]
            if not test:
                continue
            weights = fit(train, names)
            for is_silver in (False, True):
                part = [choice for choice in test if choice[2] == is_silver]
                if not part:
                    continue
                matrix, group, right, named = arrays(part, names)
                for likely in LIKELY:
                    judge(shares(matrix, group, weights), group, right, named, folds[is_silver, likely], likely)
        for (is_silver, likely), (linked, good, possible) in folds.items():
            source = "machine" if is_silver else "people"
            if linked:
                print(f"{column:9} {source:8} at {likely}: links {linked}, right {good / linked:.3f}, "
                      f"found {good / max(possible, 1):.3f} of {possible}")
        for name, weight in zip(names, fit([c for choices in chosen for c in choices], names)):
            table[name][index] = weight
    lines = ["# Weights of the features of a phrase and a candidate, by crates/train/coreference/fit.py.",
             "# columns: " + " ".join(column.lower() for column in COLUMNS)]
    lines += [name + "".join(f" {weight:.2f}" for weight in table[name]) for name in sorted(table)]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
