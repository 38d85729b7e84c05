"""Texts with gold attributions (PolNeAR), as token labels.

An attribution is a cue with its source and its content, each a token range; ranges of different attributions
overlap where one attribution stands in the content of another.
"""
import gzip
import json
import subprocess
import tempfile
from bisect import bisect_right
from pathlib import Path

import numpy as np
from safetensors import safe_open

import corpus

# Distances to a head count as alike between these.
WAYS = (2, 3, 4, 6, 10)


def load(corpora, name):
    """Texts of `name` with `attributions` [(cue, sources, contents)], `sentence_of` and, where known, `syntax`.

    Their flags are those of the tokens followed by those of the quotation marks.
    """
    items = corpus.read_jsonl(corpora / f'{name}.jsonl')
    parsed = parses(corpora, name)
    texts = add_marks(corpus.features(items))
    for text in texts:
        text.attributions = attributions(text)
        text.syntax = syntax(text, parsed.get(text.id, []))
    return texts


def syntax_tags(texts):
    """The tags of each side task."""
    return [sorted({tag for text in texts for tag in text.syntax[task] if tag}) for task in range(3)]


def add_marks(texts):
    """The texts with `sentence_of` and the flags of the quotation marks."""
    for text, marks in zip(texts, mark_flags([text.item for text in texts])):
        text.sentence_of = np.cumsum(text.starts.astype(np.int64)) - 1
        text.flags = np.concatenate([text.flags, marks], 1)
    return texts


def mark_names():
    """The names of the quotation-mark flags, as the core declares them."""
    return _dump([{'text': ''}])[1]


def mark_flags(items):
    """The quotation-mark flags of each item: [tokens, flags], 0 or 1."""
    (offsets, flags), names = _dump(items)
    flags = (flags[:, None] >> np.arange(len(names), dtype=np.uint16) & 1).astype(np.uint8)
    return [flags[start:end] for start, end in zip(offsets, offsets[1:])]


def _dump(items):
    binary = corpus.ROOT / 'target' / 'release' / 'dateline-train'
    with tempfile.TemporaryDirectory() as folder:
        texts, out = Path(folder) / 'texts.jsonl', Path(folder) / 'marks.safetensors'
        with open(texts, 'w', encoding='utf-8') as lines:
            for item in items:
                lines.write(json.dumps({'text': item['text']}, ensure_ascii=False) + '\n')
        subprocess.run([binary, 'marks', texts, out], check=True)
        with safe_open(out, 'np') as file:
            return [file.get_tensor('token_offsets'), file.get_tensor('marks')], file.metadata()['flags'].split()


def tokens_of(text, start, end):
    """The tokens that share a character with [start, end)."""
    first = int(np.searchsorted(text.spans[:, 1], start, 'right'))
    stop = int(np.searchsorted(text.spans[:, 0], end, 'left'))
    return first, stop


def attributions(text):
    found = []
    for gold in text.item['attributions']:
        ranges = [[r for r in (tokens_of(text, s, e) for s, e in gold[part] or []) if r[0] < r[1]]
                  for part in ('cue', 'source', 'content')]
        if ranges[0] and ranges[2]:
            found.append((ranges[0][0], ranges[1], ranges[2]))
    return found


def parses(corpora, name):
    """The machine annotation by text: [start, end, part of speech, relation to the head, tokens to the head] a token."""
    parsed = {}
    with gzip.open(corpora / f'{name}.parsed.jsonl.gz', 'rt', encoding='utf-8') as lines:
        for line in lines:
            item = json.loads(line)
            parsed[item['id']] = [
                (token[0], token[1], token[2], relation, head - at if head else 0)
                for sentence in item['sentences']
                for at, (token, relation, head) in enumerate(zip(sentence['tokens'], sentence['deprels'], sentence['heads']), 1)]
    return parsed


def syntax(text, tokens):
    """The silver part of speech, relation and way to the head of each token: those of the annotated token it begins in.

    Empty where there is none.
    """
    starts = [token[0] for token in tokens]
    found = []
    for start, _ in text.spans:
        at = bisect_right(starts, start) - 1
        known = at >= 0 and start < tokens[at][1]
        found.append((tokens[at][2], tokens[at][3], way(tokens[at][4])) if known else ('', '', ''))
    return list(zip(*found)) if found else [(), (), ()]


def way(tokens):
    """A number of tokens to the head as a direction and one of a few distances."""
    return f'{"<" if tokens < 0 else ">"}{sum(abs(tokens) >= bound for bound in WAYS)}' if tokens else 'root'
