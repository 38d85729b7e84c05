#!/usr/bin/env python3
"""Fits the content model: python3 fit.py BINARY CORPORA DUMP OUT

BINARY is `dateline-train`, DUMP what its `content dump` wrote. Into OUT go `content.bin`, fitted on all pages, and
`content_K.bin`, fitted without the domains of fold K, for cross-validation with `content evaluate`. One thread, fixed
seeds: the same input gives the same bytes. `docs/models.md` has the whole command.
"""
import json
import subprocess
import sys
from pathlib import Path

import lightgbm as lgb
import numpy as np

import weights
from data import KINDS, Dump, best_expected_f1, report

COMMON = dict(force_col_wise=True, deterministic=True, num_threads=1, seed=1, verbose=-1, max_bin=63, use_missing=False,
              bagging_fraction=.5, bagging_freq=1, lambda_l2=5.)
FIRST = dict(COMMON, objective='cross_entropy', learning_rate=.12, num_leaves=31, min_data_in_leaf=60, feature_fraction=.25)
FIRST_TREES = 120
SECOND = dict(COMMON, objective='cross_entropy', learning_rate=.08, num_leaves=31, min_data_in_leaf=60, feature_fraction=.35)
SECOND_TREES = 130
# Features that the second stage takes over: those the first stage gained most by.
TAKEN_OVER = 90
KIND = dict(COMMON, objective='multiclass', num_class=len(KINDS), learning_rate=.07, num_leaves=8, min_data_in_leaf=10,
            feature_fraction=.4)
KIND_TREES = 60
# A segment that is mostly body counts as at least this much body.
MIN_BODY = .85
# Pages that are known to be news or blog posts teach the kind too, with this weight.
NEWS_WEIGHT = .3
# Likelihood from which a page is cut as an article (`SURE` in `select.rs`).
SURE = .5
# An article keeps what is at least this likely; pages of other kinds are cut for the best expected F1.
ARTICLE_CUT = .6
# Rows of one page that are fitted on: more of the same page teach little.
MAX_ROWS = 160
# Corpora that are measured only, and the weight of pages of which snippets alone are known.
HELD_OUT = {'fundus-dev'}
SNIPPET_WEIGHT = .5


def row_weights(data):
    """Long segments count more, but each page nearly the same: F1 is averaged over pages."""
    root = np.sqrt(np.concatenate([page['count'] for page in data.pages]) + 1)
    root[np.isnan(data.y)] = 0
    sums = np.bincount(data.page_of, root, len(data.pages))
    factor = np.array([SNIPPET_WEIGHT if page['gold'] is None else 1. for page in data.pages])
    weight = root / np.maximum(sums, 1e-9)[data.page_of] ** .85 * factor[data.page_of]
    return weight / weight[weight > 0].mean()


def fitted_on(data):
    page_ok = np.array([p['corpus'] not in HELD_OUT and (p['gold'] is None or sum(p['gold'].values()) > 0) for p in data.pages])
    return page_ok[data.page_of] & ~np.isnan(data.y)


def sampled(data, usable, weight):
    """At most `MAX_ROWS` rows of a page, the weights of the others shared out among them."""
    rng = np.random.default_rng(1)
    sampled, scaled = np.zeros_like(usable), weight.copy()
    for page in data.pages:
        rows = np.nonzero(usable[data.slice(page)])[0] + page['o']
        if len(rows) > MAX_ROWS:
            scaled[rows] *= len(rows) / MAX_ROWS
            rows = rng.choice(rows, MAX_ROWS, replace=False)
        sampled[rows] = True
    return sampled, scaled


def matrix(data, fold):
    x = np.array(data.x)
    if fold is not None:
        x[:, data.lexical] = data.fold_columns(fold)
    return x


def fit(x, y, weight, parameters, trees):
    return lgb.train(parameters, lgb.Dataset(x, y, weight=weight, params=parameters), trees)


def first_stage(data, y, weight, usable):
    """Boosters by fold (None: all pages), and opinions that no booster has of its own fold."""
    boosters, opinions = {}, np.zeros(data.rows, np.float32)
    for fold in [*range(data.folds), None]:
        x = matrix(data, fold)
        rows = usable & (data.fold != fold) if fold is not None else usable
        boosters[fold] = fit(x[rows], y[rows], weight[rows], FIRST, FIRST_TREES)
        if fold is not None:
            rows = data.fold == fold
            opinions[rows] = boosters[fold].predict(x[rows], num_threads=1)
        print('first stage', fold, flush=True)
    return boosters, opinions


def second_stage(data, x2, columns, y, weight, usable):
    boosters, opinions = {}, np.zeros(data.rows, np.float32)
    for fold in [*range(data.folds), None]:
        x = np.hstack([x2, matrix(data, fold)[:, columns]])
        rows = usable & (data.fold != fold) if fold is not None else usable
        boosters[fold] = fit(x[rows], y[rows], weight[rows], SECOND, SECOND_TREES)
        if fold is not None:
            rows = data.fold == fold
            opinions[rows] = boosters[fold].predict(x[rows], num_threads=1)
        print('second stage', fold, flush=True)
    return boosters, opinions


def kind_models(data):
    """The kind of page from the features of the page, which end every row."""
    start = next(i for i, name in enumerate(data.first) if name.startswith('page_'))
    pages = [p for p in data.pages if p['n']]
    x = np.array([data.x[p['o'], start:] for p in pages])
    y = np.array([KINDS.index(p['kind']) if p['kind'] in KINDS else 0 for p in pages])
    weight = np.array([0. if p['corpus'] in HELD_OUT else 1. if p['kind'] in KINDS else NEWS_WEIGHT for p in pages])
    folds = np.array([p['fold'] for p in pages])
    boosters = {}
    for fold in [*range(data.folds), None]:
        rows = (weight > 0) & (folds != fold) if fold is not None else weight > 0
        boosters[fold] = fit(x[rows], y[rows], weight[rows], KIND, KIND_TREES)
        if fold is not None:
            for i in np.nonzero(folds == fold)[0]:
                pages[i]['kinds'] = boosters[fold].predict(x[i:i + 1], num_threads=1)[0]
    right = [np.argmax(p['kinds']) == KINDS.index(p['kind']) for p in pages if p['corpus'] == 'wcxb-dev']
    print('kinds right', round(float(np.mean(right)), 4), flush=True)
    return boosters


def show(data, label, opinions):
    pages = [page for page in data.pages if page['gold'] is not None]
    of = [opinions[data.slice(page)].astype(float) for page in pages]
    for cut in (.5, ARTICLE_CUT):
        report(f'{label} cut {cut}', pages, [p >= cut for p in of])
    best = [best_expected_f1(p, page['count']) if page['n'] else p > 1 for p, page in zip(of, pages)]
    report(f'{label} expected F1', pages, best)
    articles = [page['n'] and page['kinds'][0] >= SURE for page in pages]
    report(f'{label} by kind', pages, [p >= ARTICLE_CUT if a else b for p, b, a in zip(of, best, articles)])


def main():
    binary, corpora, dump, out = sys.argv[1:]
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    data = Dump(dump)
    names = ','.join(dict.fromkeys(page['corpus'] for page in data.pages))
    usable, weight = sampled(data, fitted_on(data), row_weights(data))
    print('rows', int(usable.sum()), flush=True)
    y = np.where(data.y >= .5, np.maximum(np.clip(np.nan_to_num(data.y), 0, 1), MIN_BODY), 0.)
    kinds = kind_models(data)
    first, opinions = first_stage(data, y, weight, usable)
    show(data, 'first', opinions)
    opinions.astype('<f4').tofile(out / 'opinions.f32')
    second_file = out / 'second.f32'
    subprocess.run([binary, 'content', 'second', corpora, names, out / 'opinions.f32', second_file], check=True)
    x2 = np.fromfile(second_file, '<f4').reshape(data.rows, len(data.second))
    gain = first[None].feature_importance('gain')
    columns = np.sort(np.argsort(-gain, kind='stable')[:TAKEN_OVER])
    second, final = second_stage(data, x2, columns, y, weight, usable)
    show(data, 'second', final)
    final.astype('<f4').tofile(out / 'final.f32')
    for fold in [*range(data.folds), None]:
        name = 'all' if fold is None else str(fold)
        lexicon = json.loads((data.folder / f'lexicon_{name}.json').read_text())
        cuts = [ARTICLE_CUT] + [0.] * (len(KINDS) - 1)
        bytes_ = weights.model(lexicon, len(data.first), first[fold], columns.tolist(), second[fold], kinds[fold], cuts)
        (out / ('content.bin' if fold is None else f'content_{fold}.bin')).write_bytes(bytes_)
    gains = sorted(zip(gain / gain.sum(), data.first), reverse=True)[:40]
    print(' '.join(f'{name} {100 * part:.1f}' for part, name in gains))
    gain = second[None].feature_importance('gain')
    every = data.second + [data.first[column] for column in columns]
    gains = sorted(zip(gain / gain.sum(), every), reverse=True)[:40]
    print(' '.join(f'{name} {100 * part:.1f}' for part, name in gains))


if __name__ == '__main__':
    main()
