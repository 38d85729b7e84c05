"""The other design for the entity tagger, for comparison: a linear chain over hashed features.

    python linear_chain.py                    # fits on wwn-train, scores on its held-out texts and on wwn-dev

The features are those that the core computes, of a token and two neighbours on each side, and pairs of them. Afterwards
every capitalised word hears what the chain makes of the same word elsewhere in the text (`--consistency` weighs that).
"""
import random
import time

import numpy as np
import torch
from torch import nn

import corpus
import labelled
from labelled import ALLOWED, TAGS
from network import Crf

NEIGHBOURS = range(-2, 3)
# Pairs of (offset, feature) that are read together, hashed into `PAIR_ROWS`.
PAIRS = [((-1, 'word_a'), (0, 'word_a')), ((0, 'word_a'), (1, 'word_a')), ((-1, 'word_a'), (0, 'shape')), ((0, 'shape'), (1, 'word_a')),
         ((-1, 'shape'), (0, 'shape')), ((0, 'shape'), (1, 'shape')), ((0, 'suffix_3'), (1, 'shape'))]
PAIR_ROWS = 1 << 17


class Linear(nn.Module):
    """Scores of tags: a sum of one row of weights for each feature."""
    def __init__(self):
        super().__init__()
        names = corpus.metadata()
        self.names, self.sizes = [name for name, _ in names['rows']], [size for _, size in names['rows']]
        total = len(NEIGHBOURS) * sum(self.sizes) + len(PAIRS) * PAIR_ROWS
        self.table = nn.EmbeddingBag(total, len(TAGS), mode='sum')
        nn.init.zeros_(self.table.weight)
        self.flags, self.chain = nn.Linear(3 * len(names['flags']), len(TAGS)), Crf(ALLOWED)

    def inputs(self, text):
        """Rows [tokens, features] and flags of a token and its neighbours."""
        def shifted(array, offset):
            out = np.zeros_like(array)
            for start, end in text.segments:
                own = np.arange(max(start, start - offset), min(end, end - offset))
                out[own] = array[own + offset]
            return out
        rows, base = text.rows[text.words].astype(np.int64) + 1, 0
        around, columns = {offset: shifted(rows, offset) for offset in NEIGHBOURS}, []
        for offset in NEIGHBOURS:
            for i, size in enumerate(self.sizes):
                columns.append(base + around[offset][:, i] % size)
                base += size
        for i, ((a, first), (b, second)) in enumerate(PAIRS):
            pair = around[a][:, self.names.index(first)] * 1_000_003 + around[b][:, self.names.index(second)] * 8191 + i
            columns.append(base + (pair * 0x9E3779B1 >> 15) % PAIR_ROWS)
            base += PAIR_ROWS
        flags = np.concatenate([shifted(text.flags, offset) for offset in (-1, 0, 1)], 1)
        return torch.from_numpy(np.stack(columns, 1)), torch.from_numpy(flags.astype(np.float32))

    def forward(self, texts):
        rows, flags = zip(*(text.inputs for text in texts))
        return self.table(torch.cat(rows)) + self.flags(torch.cat(flags))


def consistent(text, emitted, chain, weight):
    """Emissions with what the chain thinks of each capitalised word all over the text."""
    if not weight:
        return emitted
    tokens = labelled.marginals(text, emitted, chain)[0]
    inside = text.groups >= 0
    sums, sizes = np.zeros((text.groups.max(initial=0) + 1, len(TAGS))), np.bincount(text.groups[inside], minlength=text.groups.max(initial=0) + 1)
    np.add.at(sums, text.groups[inside], tokens[inside])
    several = inside & (sizes[np.maximum(text.groups, 0)] > 1)
    added = np.zeros(emitted.shape, np.float32)
    added[several] = weight * np.log(sums[text.groups[several]] / sizes[text.groups[several], None] + 0.02)
    return emitted + torch.from_numpy(added)


def main():
    a = corpus.parser(__doc__)
    a.add_argument('--epochs', type=int, default=5)
    a.add_argument('--consistency', type=float, nargs='*', default=[0, 0.25, 0.5, 1.0])
    a = a.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    rng, began = random.Random(0), time.process_time()
    fitted, held_out = labelled.split([text for text in labelled.load(a.corpora, 'wwn') if len(text)])
    dev = corpus.features(corpus.read_jsonl(a.corpora / 'wwn-dev.jsonl'))
    model = Linear()
    for text in (*fitted, *held_out, *dev):
        text.inputs = model.inputs(text)
    optimiser = torch.optim.Adagrad(model.parameters(), lr=0.1)
    for epoch in range(a.epochs):
        total = tokens = 0
        for batch in labelled.batches(fitted, 2500, rng):
            emitted = model(batch)
            grid, mask = labelled.grid_of(batch)
            tags = torch.from_numpy(np.concatenate([*(text.tags for text in batch), [0]]))
            loss = model.chain.loss(torch.cat([emitted, emitted.new_zeros(1, len(TAGS))])[grid], tags[grid], mask)
            optimiser.zero_grad()
            (loss / sum(map(len, batch)) + 1e-7 * sum(p.square().sum() for p in model.parameters())).backward()
            optimiser.step()
            total, tokens = total + loss.item(), tokens + sum(map(len, batch))
        print(f'epoch {epoch + 1}: loss {total / tokens:.4f}, {time.process_time() - began:.0f} s of processor', flush=True)
    with torch.no_grad():
        for weight in a.consistency:
            for name, texts in (('held out', held_out), ('wwn-dev', dev)):
                found = [labelled.decode(text, consistent(text, model([text]), model.chain, weight), model.chain) for text in texts]
                print(f'consistency {weight}, {name}:', labelled.evaluate(a.corpora, texts, found), flush=True)


if __name__ == '__main__':
    main()
