"""Texts of the corpora with the tokens and features that the core computes of them.

`features(items)` runs `dateline-train features` over the `text` of each item and gives one `Text` each.
"""
import argparse
import json
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from safetensors import safe_open

ROOT = Path(__file__).resolve().parents[3]
MODELS = ROOT / 'crates' / 'core' / 'models'
CORPORA = ROOT.parent / 'shared' / 'corpora'
NO_PIECE = 65535
NO_GROUP = 2**32 - 1


@dataclass
class Text:
    """One text: arrays over its tokens, its distinct words and its segments."""
    id: str
    spans: np.ndarray      # [tokens, 2] character offsets
    words: np.ndarray      # [tokens] index into rows and pieces
    flags: np.ndarray      # [tokens, flags] 0 or 1
    groups: np.ndarray     # [tokens] group of the same capitalised word, -1 for none
    rows: np.ndarray       # [distinct words, 7] hashed rows
    pieces: np.ndarray     # [distinct words, 6] word pieces, -1 fills up
    segments: np.ndarray   # [segments, 2] token ranges
    item: dict = field(repr=False, default=None)

    starts: np.ndarray = None  # [tokens] whether a sentence begins
    tags: np.ndarray = None    # [tokens] tags of marked names, for fitting
    soft: list = None          # or marginals of a teacher: of the tokens, of neighbours, of first tokens of sentences

    def __len__(self):
        return len(self.words)

    def sentences(self, start, end):
        """The sentences of tokens `start` to `end` as pairs of tokens."""
        bounds = [start, *(start + 1 + np.flatnonzero(self.starts[start + 1:end])), end]
        return list(zip(bounds, bounds[1:]))


def parser(documentation):
    """A parser of arguments that shows what a module says of itself and knows where the corpora are."""
    arguments = argparse.ArgumentParser(description=documentation, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument('--corpora', type=Path, default=CORPORA)
    return arguments


def parser_of_fits(documentation, tasks, **defaults):
    """With what every fit is told: the task, its files and how to go through the texts."""
    arguments = parser(documentation)
    arguments.add_argument('task', choices=tasks)
    arguments.add_argument('--checkpoint', type=Path)
    arguments.add_argument('--out', type=Path)
    arguments.add_argument('--data', help='corpora that are read or labelled, with commas between them')
    arguments.add_argument('--epochs', type=int)
    arguments.add_argument('--batch', type=int, help='tokens')
    arguments.add_argument('--rate', type=float)
    arguments.add_argument('--seed', type=int, default=0)
    arguments.set_defaults(**defaults)
    return arguments


def read_jsonl(path):
    with open(path, encoding='utf-8') as lines:
        return [json.loads(line) for line in lines if line.strip()]


def metadata():
    """Names of the flags and sizes of the hashed tables, as the core declares them."""
    return _dump([{'text': ''}])[1]


def features(items):
    """The features of `items`, each a dict with `id` and `text`."""
    arrays, names = _dump(items)
    texts = []
    for i, item in enumerate(items):
        token, word, segment = (slice(*arrays[f'{kind}_offsets'][i:i + 2]) for kind in ('token', 'word', 'segment'))
        flags = (arrays['flags'][token, None] >> np.arange(len(names['flags']), dtype=np.uint64) & 1).astype(np.uint8)
        groups = arrays['groups'][token].astype(np.int64)
        pieces = arrays['pieces'][word].astype(np.int32)
        texts.append(Text(
            item.get('id', str(i)), arrays['spans'][token].astype(np.int64), arrays['words'][token].astype(np.int64), flags,
            np.where(groups == NO_GROUP, -1, groups), arrays['rows'][word].astype(np.int32),
            np.where(pieces == NO_PIECE, -1, pieces), arrays['segments'][segment].astype(np.int64), item,
            flags[:, names['flags'].index('sentence_start')]))
    return texts


def _dump(items):
    binary = ROOT / 'target' / 'release' / 'dateline-train'
    with tempfile.TemporaryDirectory() as folder:
        texts, out = Path(folder) / 'texts.jsonl', Path(folder) / 'features.safetensors'
        with open(texts, 'w', encoding='utf-8') as lines:
            for item in items:
                lines.write(json.dumps({'text': item['text']}, ensure_ascii=False) + '\n')
        subprocess.run([binary, 'features', texts, out], check=True)
        with safe_open(out, 'np') as file:
            arrays = {name: file.get_tensor(name) for name in file.keys()}
            names = file.metadata()
    rows = [part.split('=') for part in names['rows'].split()]
    return arrays, {'flags': names['flags'].split(), 'rows': [(name, int(size)) for name, size in rows]}


def pieces():
    """The vectors of the word pieces as the core has them: [pieces, dimensions], 8 bits."""
    with safe_open(MODELS / 'pieces.safetensors', 'np') as file:
        return file.get_tensor('vectors')
