"""What `dateline-train content dump` wrote, and the word F1 of a choice of segments."""
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from statistics import mean

import numpy as np

WORD = re.compile(r'\w+')
KINDS = ['article', 'forum', 'product', 'collection', 'listing', 'documentation', 'service']


class Dump:
    """Pages with their segments; `o` is a page's first row, `n` how many rows it has."""

    def __init__(self, folder):
        self.folder = Path(folder)
        names = json.loads((self.folder / 'names.json').read_text())
        self.first, self.second, self.lexical = names['first'], names['second'], names['lexical']
        self.folds = names['folds']
        self.pages, rows = [], 0
        with open(self.folder / 'pages.jsonl', encoding='utf-8') as lines:
            for line in lines:
                page = json.loads(line)
                page['o'], page['n'] = rows, len(page['texts'])
                rows += page['n']
                page['words'] = [Counter(WORD.findall(text.lower())) for text in page.pop('texts')]
                page['count'] = np.array([sum(words.values()) for words in page['words']], float)
                page['y'] = np.array([np.nan if y is None else y for y in page.pop('labels')], float)
                body = page.pop('body')
                page['gold'] = None if body is None else Counter(WORD.findall(body.lower()))
                self.pages.append(page)
        self.rows = rows
        shape = (rows, len(self.first))
        self.x = np.memmap(self.folder / 'rows.f32', '<f4', 'r', shape=shape)
        self.y = np.concatenate([page['y'] for page in self.pages])
        counts = [page['n'] for page in self.pages]
        self.page_of = np.repeat(np.arange(len(self.pages)), counts)
        self.fold = np.repeat([page['fold'] for page in self.pages], counts)

    def fold_columns(self, fold):
        """The columns that depend on the lexicon, for a lexicon fitted without this fold."""
        shape = (self.rows, len(self.lexical))
        return np.memmap(self.folder / f'fold_{fold}.f32', '<f4', 'r', shape=shape)

    def slice(self, page):
        return slice(page['o'], page['o'] + page['n'])


def word_f1(page, kept):
    """F1 of the kept segments' words against the gold body's, as multisets."""
    gold, chosen = page['gold'], Counter()
    for index in np.nonzero(kept)[0]:
        chosen.update(page['words'][index])
    golds, choices = sum(gold.values()), sum(chosen.values())
    if not golds or not choices:
        return float(golds == choices)
    common = sum((chosen & gold).values())
    return 2 * common / (golds + choices)


def best_expected_f1(opinions, count):
    """The choice with the best expected F1, taking opinions as probabilities."""
    order = np.argsort(-opinions, kind='stable')
    right, taken = np.cumsum((opinions * count)[order]), np.cumsum(count[order])
    best = int((2 * right / (taken + (opinions * count).sum() + 1e-9)).argmax())
    kept = np.zeros(len(opinions), bool)
    kept[order[:best + 1]] = True
    return kept


def report(label, pages, choices):
    """Prints the mean word F1 by corpus and kind."""
    by = defaultdict(list)
    for page, kept in zip(pages, choices):
        score = word_f1(page, kept)
        by[page['corpus']].append(score)
        if page['corpus'] == 'wcxb-dev':
            by[page['kind']].append(score)
    print(f'{label:28}', ' '.join(f'{name[:8]} {mean(f1):.4f}' for name, f1 in by.items()), flush=True)
