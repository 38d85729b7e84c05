#!/usr/bin/env python3
"""Fits the weights of title and date candidates; prints scores cross-validated by domain.

    cargo build --release && python crates/train/metadata/fit.py title|dates [--corpora ../shared/corpora]

Candidates and their features come from the trace of the built program, so there is one implementation of them. A
candidate's score is the sum of its features' weights; the weights are fitted by maximum likelihood of the right candidate
among all of a page (for dates also among "none", whose score is zero), with L2 regularisation. Deterministic.
"""
import argparse
import json
import re
import subprocess
import unicodedata
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "crates/core/src/page/metadata/data"
TASKS = {
    "title": ("title/candidate", "title", ["wcxb-dev", "trafilatura-eval", "fundus-dev"], "title_weights.txt",
              "Weights of the features of a title candidate"),
    "dates": ("dates/candidate", "date", ["wcxb-dev", "trafilatura-eval", "htmldate-dev", "fundus-dev"],
              "date_weights.txt", "Weights of the features of a day"),
}
FOLDS, STEPS, RATE, L2 = 4, 500, 0.1, 1.0
# Pages that name things rather than tell news: their gold titles are the least certain.
OTHER_KINDS = {"service", "product", "collection", "listing"}


def words(text):
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text or "").casefold()))


def domain(page):
    host = re.match(r"https?://(?:www\.)?([^/:?]+)", page.get("url") or "")
    return ".".join(host.group(1).split(".")[-2:]) if host else page["id"]


def load(corpora, corpus, rule, field):
    """The pages of a corpus with their candidates: (subject, features, whether it is right)."""
    folder = Path(corpora) / corpus
    pages = []
    for line in (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        gold = page.get(field)
        if field == "title" and not gold:
            continue
        command = [ROOT / "target/release/dateline", "trace", folder / page["html"], "--kind", "html", "--format",
                   "jsonl", "--rule", rule, "--analysis", "none"]
        if page.get("url"):
            command += ["--url", page["url"]]
        notes = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
        same = (lambda text: words(text) == words(gold)) if field == "title" else (lambda text: text == gold)
        found = [json.loads(note) for note in notes]
        candidates = [(note["subject"], note["reason"].split(), same(note["subject"])) for note in found]
        weight = {"fundus-dev": 3.0 if field == "title" else 2.0}.get(corpus, 1.0)
        if field == "title" and page.get("page_type") in OTHER_KINDS:
            weight = 0.6
        if not gold:
            weight = 0.6
        pages.append({"corpus": corpus, "gold": gold, "domain": domain(page), "candidates": candidates, "weight": weight})
    return pages


def usable(page, field):
    """Pages to learn from: the right candidate is there, or the page is surely undated."""
    if page["gold"]:
        return any(right for _, _, right in page["candidates"])
    declared = any("DeclaredPublished" in features for _, features, _ in page["candidates"])
    return field == "date" and page["corpus"] == "wcxb-dev" and not declared


def fit(pages, names, field):
    rows, groups, right, weights = [], [], [], []
    for page in (page for page in pages if usable(page, field)):
        for _, features, good in page["candidates"]:
            row = np.zeros(len(names))
            row[[names[name] for name in features]] = 1
            rows.append(row), groups.append(len(weights)), right.append(good)
        if field == "date":
            rows.append(np.zeros(len(names))), groups.append(len(weights)), right.append(not page["gold"])
        weights.append(page["weight"])
    x, group, y, weight = np.array(rows), np.array(groups), np.array(right, float), np.array(weights)
    count, w = len(weights), np.zeros(len(names))
    first, second = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, STEPS + 1):
        score = x @ w
        top = np.full(count, -1e9)
        np.maximum.at(top, group, score)
        e = np.exp(score - top[group])
        p = e / np.bincount(group, e, count)[group]
        q = e * y / np.maximum(np.bincount(group, e * y, count)[group], 1e-12)
        gradient = x.T @ ((p - q) * weight[group]) + L2 * w
        first, second = 0.9 * first + 0.1 * gradient, 0.999 * second + 0.001 * gradient**2
        w -= RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return w


def pick(page, w, names, field):
    scored = [(sum(w[names[name]] for name in features), subject, right) for subject, features, right in page["candidates"]]
    best = max(scored, key=lambda one: one[0], default=None)
    return best if best and (field == "title" or best[0] > 0) else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("--corpora", default=ROOT.parent / "shared/corpora")
    arguments = parser.parse_args()
    rule, field, corpora, file, title = TASKS[arguments.task]
    pages = [page for corpus in corpora for page in load(arguments.corpora, corpus, rule, field)]
    names = {n: i for i, n in enumerate(sorted({f for page in pages for _, features, _ in page["candidates"] for f in features}))}
    domains = sorted({page["domain"] for page in pages})
    np.random.RandomState(0).shuffle(domains)
    fold = {name: place % FOLDS for place, name in enumerate(domains)}
    for held in range(FOLDS):
        w = fit([page for page in pages if fold[page["domain"]] != held], names, field)
        for page in (page for page in pages if fold[page["domain"]] == held):
            page["pick"] = pick(page, w, names, field)
    for corpus in corpora:
        gold = [page for page in pages if page["corpus"] == corpus and page["gold"]]
        right = sum(bool(page["pick"] and page["pick"][2]) for page in gold) / len(gold)
        missing = sum(page["pick"] is None for page in gold) / len(gold)
        print(f"{corpus}: right {right:.4f} wrong {1 - right - missing:.4f} missing {missing:.4f} of {len(gold)}")
    w = fit(pages, names, field)
    lines = "".join(f"{name} {w[place]:.2f}\n" for name, place in names.items())
    (DATA / file).write_text(f"# {title}, by crates/train/metadata/fit.py.\n{lines}", encoding="utf-8")


if __name__ == "__main__":
    main()
