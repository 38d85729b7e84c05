#!/usr/bin/env python3
"""Fits how title and date candidates are weighed; prints scores cross-validated by domain.

    cargo build --release && python crates/train/metadata/fit.py title|dates [--corpora ../shared/corpora]

Candidates and their features come from the trace of the built program, so there is one implementation of them. A
candidate's score is what a forest of gradient-boosted trees gives its row; the likelihood of the right candidate among
all of a page is maximised. Deterministic: one thread, fixed seeds.
"""
import argparse
import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import lightgbm
import numpy as np

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "crates/train/content"))
from weights import forest  # noqa: E402

CORE = ROOT / "crates/core"
TASKS = {
    "title": ("title/candidate", "title", ["wcxb-dev", "trafilatura-eval", "fundus-dev"], "title.bin",
              ["title/facts.rs", "title/describe.rs"]),
    "dates": ("dates/candidate", "date", ["wcxb-dev", "trafilatura-eval", "htmldate-dev", "fundus-dev"], "dates.bin",
              ["date_features.rs"]),
}
FOLDS = 4
TREES = {"num_leaves": 8, "learning_rate": 0.05, "min_data_in_leaf": 20, "min_sum_hessian_in_leaf": 1.0,
         "lambda_l2": 2.0, "bagging_fraction": 0.8, "bagging_freq": 1, "seed": 0, "num_threads": 1,
         "deterministic": True, "verbose": -1}
ROUNDS = {"title": 300, "date": 200}
FEATURE_FRACTION = {"title": 0.3, "date": 0.5}
# Pages that name things rather than tell news: their gold titles are the least certain.
OTHER_KINDS = {"service", "product", "collection", "listing"}


def words(text):
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text or "").casefold()))


def domain(page):
    host = re.match(r"https?://(?:www\.)?([^/:?]+)", page.get("url") or "")
    return ".".join(host.group(1).split(".")[-2:]) if host else page["id"]


def columns(files):
    """The names of the columns, in the order of the core's rows."""
    source = "".join((CORE / "src/page/metadata" / file).read_text(encoding="utf-8") for file in files)
    numbers = re.search(r"const NUMBERS[^=]*= \[(.*?)\];", source, re.S).group(1)
    return re.findall(r'^    (\w+), "', source, re.M) + re.findall(r'^ *"(\w+)"', numbers, re.M)


def load(corpora, corpus, rule, field):
    """The pages of a corpus with their candidates: (subject, features with their values, whether it is right)."""
    folder = Path(corpora) / corpus
    pages = []
    for line in (folder / "pages.jsonl").open(encoding="utf-8"):
        page = json.loads(line)
        gold = page.get(field)
        if field == "title" and not gold:
            continue
        command = [ROOT / "target/release/dateline", "trace", folder / page["html"], "--kind", "html", "--format",
                   "jsonl", "--rule", rule, "--analysis", "none"]
        if page.get("url"):
            command += ["--url", page["url"]]
        notes = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")
        same = (lambda text: words(text) == words(gold)) if field == "title" else (lambda text: text == (gold or "none"))
        found = [json.loads(note) for note in notes if note]
        candidates = [(note["subject"], features(note["reason"]), same(note["subject"])) for note in found]
        weight = {"fundus-dev": 3.0 if field == "title" else 2.0}.get(corpus, 1.0)
        if field == "title" and page.get("page_type") in OTHER_KINDS:
            weight = 0.6
        if not gold:
            weight = 0.6
        pages.append({"corpus": corpus, "gold": gold, "domain": domain(page), "candidates": candidates, "weight": weight})
    return pages


def features(reason):
    named = (feature.partition("=") for feature in reason.split())
    return {name: float(value or 1) for name, _, value in named}


def usable(page, field):
    """Pages to learn from: the right candidate is there, or the page is surely undated."""
    if page["gold"]:
        return any(right for _, _, right in page["candidates"])
    declared = any("DeclaredPublished" in features for _, features, _ in page["candidates"])
    return field == "date" and page["corpus"] == "wcxb-dev" and not declared


def table(pages, names):
    rows = np.zeros((sum(len(page["candidates"]) for page in pages), len(names)), np.float32)
    at = 0
    for page in pages:
        for _, features, _ in page["candidates"]:
            rows[at, [names[name] for name in features]] = list(features.values())
            at += 1
    return rows


def gradient(score, group, right, count):
    """What the likelihood of the right candidates loses with each score, and each candidate's likelihood."""
    top = np.full(count, -1e9)
    np.maximum.at(top, group, score)
    e = np.exp(score - top[group])
    p = e / np.bincount(group, e, count)[group]
    q = e * right / np.maximum(np.bincount(group, e * right, count)[group], 1e-12)
    return p - q, p


def fit(pages, names, field):
    pages = [page for page in pages if usable(page, field)]
    group = np.concatenate([np.full(len(page["candidates"]), place) for place, page in enumerate(pages)])
    right = np.array([right for page in pages for _, _, right in page["candidates"]], float)
    weight = np.array([page["weight"] for page in pages])[group]

    def objective(score, _):
        slope, p = gradient(score, group, right, len(pages))
        return slope * weight, np.maximum(p * (1 - p), 1e-3) * weight

    data = lightgbm.Dataset(table(pages, names), label=right)
    settings = {**TREES, "feature_fraction": FEATURE_FRACTION[field], "objective": objective}
    return lightgbm.train(settings, data, ROUNDS[field])


def pick(page, model, names):
    """The candidate with the highest score; none when there is none or it says that the page has no date."""
    if not page["candidates"]:
        return None
    best = page["candidates"][int(np.argmax(model.predict(table([page], names))))]
    return best if best[0] != "none" else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("--corpora", default=ROOT.parent / "shared/corpora")
    arguments = parser.parse_args()
    rule, field, corpora, file, sources = TASKS[arguments.task]
    pages = [page for corpus in corpora for page in load(arguments.corpora, corpus, rule, field)]
    names = {name: place for place, name in enumerate(columns(sources))}
    domains = sorted({page["domain"] for page in pages})
    np.random.RandomState(0).shuffle(domains)
    fold = {name: place % FOLDS for place, name in enumerate(domains)}

    for held in range(FOLDS):
        model = fit([page for page in pages if fold[page["domain"]] != held], names, field)
        for page in (page for page in pages if fold[page["domain"]] == held):
            page["pick"] = pick(page, model, names)
    for corpus in corpora:
        gold = [page for page in pages if page["corpus"] == corpus and page["gold"]]
        right = sum(bool(page["pick"] and page["pick"][2]) for page in gold) / len(gold)
        missing = sum(page["pick"] is None for page in gold) / len(gold)
        print(f"{corpus}: right {right:.4f} wrong {1 - right - missing:.4f} missing {missing:.4f} of {len(gold)}")
        undated = [page for page in pages if page["corpus"] == corpus and not page["gold"]]
        if undated:
            print(f"    a date on {sum(page['pick'] is not None for page in undated)} of {len(undated)} without one")
    (CORE / "models" / file).write_bytes(forest(fit(pages, names, field)))


if __name__ == "__main__":
    main()
