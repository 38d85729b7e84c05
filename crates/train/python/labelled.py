"""Texts with the names that a corpus marks in them, for fitting the entity tagger, and what teachers say of others."""
import gzip
import json
import re
import sys

import numpy as np
import torch

import corpus
from network import bio, sentence_grid

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
# Kinds of each corpus that a teacher is told of, and how much they weigh, in units of its scores. Names of people have their title
# in gmb, silver is another program's opinion.
HINTS = {'gum': (('person', 'organization', 'place'), 2.5), 'gmb': (('organization', 'place'), 2.0), 'silver': (('person', 'organization', 'place'), 1.5)}
# Words of an article of wcxb that are labelled: the first of them.
ARTICLE_WORDS = 600
# Every n-th text of wwn-train is kept from fitting: choices are made and confidence is calibrated on it.
HELD_OUT = 13


def load(corpora, name, limit=None):
    """Texts of a corpus with the tags of their gold spans."""
    labels = LABELS.get(name)
    if name == 'wcxb':
        items = _articles(corpora)
        spans = [[] for _ in items]
    elif name == 'wwn':
        items = corpus.read_jsonl(corpora / 'wwn-train.jsonl')
        spans = [[(s, e, labels[kind]) for s, e, kind in item['entities'] if kind in labels] for item in items]
    elif name == 'gum':
        items = _gum(corpora)
        spans = [[(x['s'], x['e'], labels[x['type']]) for x in item['entities'] if x['named'] and x['type'] in labels] for item in items]
    elif name == 'gmb':
        items, spans = _joined_sentences(corpus.read_jsonl(corpora / 'gmb-sentences.jsonl'), labels)
    else:
        items, spans = _silver(corpora, labels, limit)
    texts = corpus.features(items)
    for text, gold in zip(texts, spans):
        text.tags = align(text, gold)
    return texts


def hints(text, name):
    """What to add to a teacher's scores [tokens, tags] for the kinds that the text's own corpus gives its names: corpora differ
    in where names begin and end and in what they call a name, less in whether one is a place or an organisation."""
    added = np.zeros((len(text), len(TAGS)), np.float32)
    kinds, weight = HINTS.get(name, ((), 0))
    for kind in kinds:
        tags = [TAGS.index(part + kind) for part in ('B-', 'I-')]
        added[np.ix_(np.isin(text.tags, tags), tags)] = weight
    return torch.from_numpy(added)


def label(arguments, chain, emissions):
    """Writes the marginals of a chain over what `emissions` gives for each text of the corpora `arguments.data`."""
    out = {}
    for name in arguments.data.split(','):
        texts = [text for text in load(arguments.corpora, name) if len(text)]
        for text, emitted in zip(texts, emissions(texts)):
            tokens, steps, start = marginals(text, emitted + hints(text, name), chain)
            out[f'{name}/{text.id}/tokens'] = tokens.astype(np.float16)
            out[f'{name}/{text.id}/steps'], out[f'{name}/{text.id}/start'] = steps, start
        print(f'{name}: {len(texts)} texts', flush=True)
    np.savez(arguments.out, **out)


def soft(corpora, paths):
    """Unlabelled texts with what teachers say of them: the mean of the marginals of all files that hold the text."""
    files = [np.load(path) for path in paths]
    texts = []
    for name in sorted({key.split('/')[0] for file in files for key in file.files}):
        for text in load(corpora, name):
            key = f'{name}/{text.id}/'
            holders = [file for file in files if key + 'tokens' in file]
            if holders:
                tokens, steps, start = (sum(file[key + part].astype(np.float32) for file in holders) / len(holders) for part in ('tokens', 'steps', 'start'))
                text.soft = [tokens.astype(np.float16), steps, start]
                texts.append(text)
    return texts


def split(texts):
    """The texts to fit on and those that are held out."""
    return [t for i, t in enumerate(texts) if i % HELD_OUT], texts[::HELD_OUT]


def _gum(corpora):
    return [item for item in corpus.read_jsonl(corpora / 'gum-train.jsonl') if item['genre'] not in BARRED_GENRES]


def _articles(corpora):
    """The beginnings of the English articles among the pages of wcxb, which mark no names."""
    items = []
    for page in corpus.read_jsonl(corpora / 'wcxb-dev' / 'pages.jsonl'):
        if page['page_type'] == 'article' and page.get('lang') == 'en' and page['body']:
            end = re.match(rf'(?:\s*\S+){{1,{ARTICLE_WORDS}}}', page['body']).end()
            items.append({'id': page['id'], 'text': page['body'][:end]})
    return items


def _silver(corpora, labels, limit):
    parsed = {}
    with gzip.open(corpora / 'quotes-train.parsed.jsonl.gz', 'rt', encoding='utf-8') as lines:
        for line in lines:
            item = json.loads(line)
            parsed[item['id']] = item
    items = [item for item in corpus.read_jsonl(corpora / 'quotes-train.jsonl') if item['id'] in parsed][:limit]
    spans = []
    for item in items:
        found = []
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
    return items, spans


def _joined_sentences(sentences, labels):
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


def sentences_of(text):
    return [sentence for s, e in text.segments for sentence in text.sentences(s, e)]


def decode(text, emitted, chain):
    """Spans of the best path over a text's emissions, sentence by sentence."""
    tags = np.zeros(len(text), np.int64)
    for start, end in sentences_of(text):
        tags[start:end] = chain.decode(emitted[start:end])
    return spans_of(text, tags)


def grid_of(texts):
    """The grid of the sentences of texts that lie one after the other, and its mask."""
    sentences, offset = [], 0
    for text in texts:
        sentences += [(s + offset, e + offset) for s, e in sentences_of(text)]
        offset += len(text)
    grid = sentence_grid(sentences, offset)
    return grid, grid < offset


def marginals(text, emitted, chain):
    """Marginals of the chain over a text: of its tokens, and summed over it of neighbours and of first tokens."""
    grid, mask = grid_of([text])
    padded = torch.cat([emitted, emitted.new_zeros(1, len(TAGS))])
    tokens, steps, start = chain.marginals(padded[grid], mask)
    out = torch.zeros_like(padded)
    out[grid[mask]] = tokens[mask]
    return out[:-1].numpy(), steps.numpy(), start.numpy()


def batches(texts, size, rng):
    """Whole texts, about `size` tokens a batch, in random order."""
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


def evaluate(corpora, texts, found):
    """Exact-span F1 of `found`, the spans of each text."""
    sys.path.insert(0, str(corpora.parent / 'score'))
    import metrics_entities
    found = {text.id: spans for text, spans in zip(texts, found)}
    return {name: round(value, 4) for name, value in metrics_entities.score([text.item for text in texts], found).items()}
