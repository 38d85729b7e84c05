"""Fits the entity tagger.

    python entities.py fit --checkpoint entities.pt
    python entities.py export --checkpoint entities.pt     # to crates/core/models
    python entities.py score --checkpoint entities.pt      # exact-span F1 on wwn-dev
    python entities.py ceiling                             # what perfect tags of these tokens would score
"""
import argparse
import gzip
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import corpus
import export
from network import Crf, Encoder, bio, collate

KINDS = ['person', 'organization', 'place', 'group', 'other']
TAGS, ALLOWED = bio(KINDS)
# Labels of each corpus. `group` is a nationality, religion or creed: the tagger tells it apart, the record has no such entity.
LABELS = {
    'wwn': {'Person': 'person', 'Organization': 'organization', 'Location': 'place', 'Facility': 'place', 'NORP': 'group', 'Product': 'other', 'Misc': 'other'},
    'gum': {'person': 'person', 'organization': 'organization', 'place': 'place', 'event': 'other'},
    'gmb': {'per': 'person', 'org': 'organization', 'geo': 'place', 'gpe': 'group', 'art': 'other', 'eve': 'other', 'nat': 'other'},
    'silver': {'PERSON': 'person', 'ORGANIZATION': 'organization', 'LOCATION': 'place'},
}
# Genres of GUM whose texts are licensed for non-commercial use only.
BARRED_GENRES = {'fiction', 'whow', 'essay', 'letter', 'podcast'}
# What an automatic annotation says counts for less.
WEIGHTS = {'silver': 0.5, 'gmb': 0.5}
# Every n-th text of wwn-train is kept from fitting: confidence is calibrated on it.
HELD_OUT = 13


def load(corpora, name, limit=None):
    """Texts of a corpus with their gold spans as [start, end, kind]."""
    labels = LABELS[name]
    if name == 'wwn':
        items = corpus.read_jsonl(corpora / 'wwn-train.jsonl')
        spans = [[(s, e, labels[kind]) for s, e, kind in item['entities'] if kind in labels] for item in items]
    elif name == 'gum':
        items = [item for item in corpus.read_jsonl(corpora / 'gum-train.jsonl') if item['genre'] not in BARRED_GENRES]
        spans = [[(x['s'], x['e'], labels[x['type']]) for x in item['entities'] if x['named'] and x['type'] in labels] for item in items]
    elif name == 'gmb':
        items, spans = joined_sentences(corpus.read_jsonl(corpora / 'gmb-sentences.jsonl'), labels)
    else:
        parsed = {}
        with gzip.open(corpora / 'quotes-train.parsed.jsonl.gz', 'rt', encoding='utf-8') as lines:
            for line in lines:
                item = json.loads(line)
                parsed[item['id']] = item
        items = [item for item in corpus.read_jsonl(corpora / 'quotes-train.jsonl') if item['id'] in parsed][:limit]
        spans = []
        for item in items:
            found, last = [], None
            for sentence in parsed[item['id']]['sentences']:
                last = None
                for start, end, _, kind in sentence['tokens']:
                    kind = labels.get(kind)
                    if kind and kind == last:
                        found[-1][1] = end
                    elif kind:
                        found.append([start, end, kind])
                    last = kind
            spans.append(found)
    texts = corpus.features(items)
    for text, gold in zip(texts, spans):
        text.tags = align(text, gold)
    return texts


def joined_sentences(sentences, labels):
    """Texts of ten sentences, one a line, from sentences that come as tokens."""
    items, spans = [], []
    for i in range(0, len(sentences), 10):
        text, found = '', []
        for sentence in sentences[i:i + 10]:
            last = None
            for token, tag in zip(sentence['tokens'], sentence['tags']):
                start = len(text)
                text += token + ' '
                kind = labels.get(tag[2:])
                if kind and tag[0] == 'I' and last == kind:
                    found[-1][1] = start + len(token)
                elif kind:
                    found.append([start, start + len(token), kind])
                last = kind
            text = text[:-1] + '\n'
        items.append({'id': f'gmb-{i}', 'text': text})
        spans.append(found)
    return items, spans


def align(text, gold):
    """Tags of a text's tokens; articles and possessive endings do not belong to a name."""
    tags, surface = np.zeros(len(text), np.int64), text.item['text']
    last = 0
    for start, end, kind in sorted(gold, key=lambda g: (g[0], -g[1])):
        first = np.searchsorted(text.spans[:, 1], start, 'right')
        stop = np.searchsorted(text.spans[:, 0], end, 'left')
        words = [surface[s:e].lower() for s, e in text.spans[first:stop]]
        while len(words) > 1 and words[0] in ('the', 'a', 'an'):
            first, words = first + 1, words[1:]
        while len(words) > 1 and words[-1] in ("'s", '’s', "'", '’'):
            stop, words = stop - 1, words[:-1]
        if first < last or first >= stop:
            continue
        tags[first] = TAGS.index('B-' + kind)
        tags[first + 1:stop] = TAGS.index('I-' + kind)
        last = stop
    # No name goes on from one sentence to the next, whatever the splitter took for one.
    inside = [i for i, tag in enumerate(tags) if TAGS[tag][0] == 'I' and text.starts[i]]
    tags[inside] -= 1
    return tags


def spans_of(text, tags):
    """[start, end, kind] in characters of a tag sequence."""
    found, i = [], 0
    while i < len(tags):
        j = i + 1
        if tags[i]:
            kind = TAGS[tags[i]][2:]
            while j < len(tags) and TAGS[tags[j]] == 'I-' + kind:
                j += 1
            found.append([int(text.spans[i][0]), int(text.spans[j - 1][1]), kind])
        i = j
    return found


class Tagger(nn.Module):
    """An encoder with a head a corpus, since corpora differ in what they call a name."""
    def __init__(self, heads, **encoder):
        super().__init__()
        self.encoder = Encoder(**encoder)
        self.heads = nn.ModuleDict({head: nn.Linear(self.encoder.width, len(TAGS)) for head in heads})
        self.chains = nn.ModuleDict({head: Crf(ALLOWED) for head in heads})

    def loss(self, head, texts):
        x = collate(texts)
        emitted = self.heads[head](self.encoder(x))
        tags = torch.zeros(x['total'] + 1, dtype=torch.long)
        for text, place in zip(texts, x['places']):
            tags[place] = torch.from_numpy(text.tags)
        padded = torch.cat([emitted, emitted.new_zeros(1, len(TAGS))])
        return self.chains[head].loss(padded[x['grid']], tags[x['grid']], x['grid'] < x['total'])

    @torch.no_grad()
    def predict(self, texts, head='wwn'):
        self.eval()
        for text in texts:
            x = collate([text])
            emitted = self.heads[head](self.encoder(x))[x['places'][0]]
            sentences = [sentence for s, e in text.segments for sentence in text.sentences(s, e)]
            tags = [tag for s, e in sentences for tag in self.chains[head].decode(emitted[s:e])]
            yield spans_of(text, tags)
        self.train()


def batches(texts, size, rng):
    """Whole texts of one head, about `size` tokens a batch, in random order."""
    texts = list(texts)
    rng.shuffle(texts)
    batch, tokens = [], 0
    for text in texts:
        if batch and tokens + len(text) > size:
            yield batch
            batch, tokens = [], 0
        batch.append(text)
        tokens += len(text)
    yield batch


def fit(arguments):
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    rng, began = random.Random(arguments.seed), time.time()
    data = {name: load(arguments.corpora, name, 200 if name == 'silver' else None) for name in arguments.data.split(',')}
    data = {name: [text for text in texts if len(text)] for name, texts in data.items()}
    if not arguments.all:
        data['wwn'] = [text for i, text in enumerate(data['wwn']) if i % HELD_OUT]
    tagger = Tagger(data, width=arguments.width, dilations=[int(d) for d in arguments.dilations], dropout=arguments.dropout)
    optimiser = torch.optim.AdamW(tagger.parameters(), lr=arguments.rate, weight_decay=0.01)
    average = {name: p.detach().clone() for name, p in tagger.named_parameters()}
    steps = arguments.epochs * sum(len(list(batches(texts, arguments.batch, rng))) for texts in data.values())
    print(f'{sum(p.numel() for p in tagger.parameters()):,} parameters, {steps} steps, data {time.time() - began:.0f} s', flush=True)
    step = 0
    for epoch in range(arguments.epochs):
        epoch_batches = [(name, batch) for name, texts in data.items() for batch in batches(texts, arguments.batch, rng)]
        rng.shuffle(epoch_batches)
        total = tokens = 0
        for head, batch in epoch_batches:
            step += 1
            for group in optimiser.param_groups:
                group['lr'] = arguments.rate * min(step / 100, max(0.01, (steps - step) / steps))
            size = sum(len(text) for text in batch)
            loss = tagger.loss(head, batch)
            optimiser.zero_grad()
            (loss * (3.0 * WEIGHTS.get(head, 1.0) / size)).backward()
            nn.utils.clip_grad_norm_(tagger.parameters(), 2.0)
            optimiser.step()
            decay = min(0.998, step / (step + 100))
            with torch.no_grad():
                for name, p in tagger.named_parameters():
                    average[name].lerp_(p, 1 - decay)
            if head == 'wwn':
                total, tokens = total + loss.item(), tokens + size
        print(f'epoch {epoch + 1}: loss {total / tokens:.4f}, {time.time() - began:.0f} s', flush=True)
    with torch.no_grad():
        for name, p in tagger.named_parameters():
            p.copy_(average[name])
    torch.save({'arguments': vars(arguments), 'heads': list(data), 'weights': tagger.state_dict()}, arguments.checkpoint)
    evaluate(tagger, arguments.corpora)


def restore(path):
    saved = torch.load(path, weights_only=False)
    options = saved['arguments']
    tagger = Tagger(saved['heads'], width=options['width'], dilations=[int(d) for d in options['dilations']])
    tagger.load_state_dict(saved['weights'])
    return tagger


def write(tagger, path):
    """The weights of the core: the encoder, the head fitted on world news and its chain."""
    out = {}
    export.encoder(out, 'entities', tagger.encoder)
    export.linear(out, 'entities.head', export.array(tagger.heads['wwn'].weight), export.array(tagger.heads['wwn'].bias))
    export.chain(out, 'entities.chain', tagger.chains['wwn'])
    export.save(out, path, tags=' '.join(TAGS))


def evaluate(tagger, corpora):
    import sys
    sys.path.insert(0, str(corpora.parent / 'score'))
    import metrics_entities
    items = corpus.read_jsonl(corpora / 'wwn-dev.jsonl')
    texts = corpus.features(items)
    found = {text.id: spans for text, spans in zip(texts, tagger.predict(texts))}
    print({name: round(value, 4) for name, value in metrics_entities.score(items, found).items()}, flush=True)


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('task', choices=['fit', 'export', 'score', 'ceiling'])
    a.add_argument('--corpora', type=Path, default=corpus.ROOT.parent / 'shared' / 'corpora')
    a.add_argument('--checkpoint', type=Path, default=Path('entities.pt'))
    a.add_argument('--out', type=Path, default=corpus.MODELS / 'entities.safetensors')
    a.add_argument('--data', default='wwn,silver,gum,gmb')
    a.add_argument('--all', action='store_true', help='fit on the texts kept for calibration too')
    a.add_argument('--width', type=int, default=96)
    a.add_argument('--dilations', default='1111')
    a.add_argument('--epochs', type=int, default=10)
    a.add_argument('--batch', type=int, default=2500, help='tokens')
    a.add_argument('--rate', type=float, default=3e-3)
    a.add_argument('--dropout', type=float, default=0.2)
    a.add_argument('--seed', type=int, default=0)
    a = a.parse_args()
    torch.set_num_threads(1)
    if a.task == 'fit':
        fit(a)
    elif a.task == 'export':
        write(restore(a.checkpoint), a.out)
    elif a.task == 'score':
        evaluate(restore(a.checkpoint), a.corpora)
    else:
        ceiling(a.corpora)


def ceiling(corpora):
    """What perfect tags would score: what the tokens cannot express."""
    import sys
    sys.path.insert(0, str(corpora.parent / 'score'))
    import metrics_entities
    items = corpus.read_jsonl(corpora / 'wwn-train.jsonl')
    texts = load(corpora, 'wwn')
    found = {text.id: spans_of(text, text.tags) for text in texts}
    print({name: round(value, 4) for name, value in metrics_entities.score(items, found).items()}, flush=True)


if __name__ == '__main__':
    main()
