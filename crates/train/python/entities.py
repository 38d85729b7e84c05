"""Fits the entity tagger.

    python entities.py fit --checkpoint entities.pt --soft soft.npz   # on names marked by hand and on what a teacher says
    python entities.py label --checkpoint first.pt --data silver,gum,gmb --out soft.npz
    python entities.py export --checkpoint entities.pt                # to crates/core/models
    python entities.py score --checkpoint entities.pt                 # exact-span F1 on wwn-dev
    python entities.py ceiling                                        # what perfect tags of these tokens would score
"""
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

import corpus
import export
import labelled
from labelled import ALLOWED, TAGS
from network import Crf, Encoder, collate

# What an automatic annotation says counts for less.
WEIGHTS = {'silver': 0.5, 'gmb': 0.5}
# Texts of silver names that are fitted on.
SILVER_TEXTS = 200


class Tagger(nn.Module):
    """An encoder with a head a corpus, since corpora differ in what they call a name."""
    def __init__(self, heads, **encoder):
        super().__init__()
        self.encoder = Encoder(**encoder)
        self.heads = nn.ModuleDict({head: nn.Linear(self.encoder.width, len(TAGS)) for head in heads})
        self.chains = nn.ModuleDict({head: Crf(ALLOWED) for head in heads})

    def loss(self, head, texts):
        """Summed over the tokens of `texts`, which all have tags or all have soft labels."""
        x = collate(texts)
        emitted = self.heads[head](self.encoder(x))
        padded = torch.cat([emitted, emitted.new_zeros(1, len(TAGS))])
        grid, mask, chain = x['grid'], x['grid'] < x['total'], self.chains[head]
        places = torch.cat(x['places'])
        if texts[0].soft is None:
            tags = torch.zeros(x['total'] + 1, dtype=torch.long)
            tags[places] = torch.from_numpy(np.concatenate([text.tags for text in texts]))
            return chain.loss(padded[grid], tags[grid], mask)
        tokens = torch.zeros(x['total'] + 1, len(TAGS))
        tokens[places] = torch.from_numpy(np.concatenate([text.soft[0] for text in texts]).astype(np.float32))
        steps, start = (torch.from_numpy(sum(text.soft[i] for text in texts)) for i in (1, 2))
        return chain.soft_loss(padded[grid], mask, tokens[grid], steps, start)

    @torch.no_grad()
    def emissions(self, texts, head='wwn'):
        """[tokens, tags] for each text."""
        self.eval()
        for text in texts:
            x = collate([text])
            yield self.heads[head](self.encoder(x))[x['places'][0]]
        self.train()

    def predict(self, texts, head='wwn'):
        for text, emitted in zip(texts, self.emissions(texts, head)):
            yield labelled.decode(text, emitted, self.chains[head])


class Phase:
    """A list of data, each fitted under a head, gone through some times."""
    def __init__(self, epochs, data):
        self.epochs, self.data = epochs, data

    def batches(self, size, rng):
        """One epoch."""
        batches = [(head, weight, batch) for head, weight, texts in self.data for batch in labelled.batches(texts, size, rng)]
        rng.shuffle(batches)
        return batches


def gather(arguments):
    """The phases of fitting and the held-out texts."""
    marked, held_out = [], []
    for name in arguments.data.split(','):
        texts = [text for text in labelled.load(arguments.corpora, name, SILVER_TEXTS if name == 'silver' else None) if len(text)]
        if name == 'wwn':
            texts, held_out = labelled.split(texts)
        marked.append((name, WEIGHTS.get(name, 1.0), texts))
    mixed = list(marked)
    if arguments.soft:
        mixed.append(('wwn', arguments.soft_weight, labelled.soft(arguments.corpora, arguments.soft)))
    return [Phase(arguments.epochs, mixed), Phase(arguments.last_epochs, marked)], held_out


def fit(arguments):
    torch.manual_seed(arguments.seed)
    rng, began = random.Random(arguments.seed), time.time()
    phases, held_out = gather(arguments)
    heads = sorted({head for phase in phases for head, _, _ in phase.data})
    tagger = Tagger(heads, width=arguments.width, dilations=[int(d) for d in arguments.dilations], dropout=arguments.dropout, memory_after=arguments.memory_after)
    if arguments.init:
        tagger.load_state_dict(torch.load(arguments.init, weights_only=False)['weights'])
    optimiser = torch.optim.AdamW(tagger.parameters(), lr=arguments.rate, weight_decay=0.01, fused=True)
    average = {name: p.detach().clone() for name, p in tagger.named_parameters()}
    steps = sum(phase.epochs * len(phase.batches(arguments.batch, random.Random(0))) for phase in phases)
    print(f'{sum(p.numel() for p in tagger.parameters()):,} parameters, {steps} steps, data {time.time() - began:.0f} s', flush=True)
    step = 0
    for epoch, phase in enumerate(phase for phase in phases for _ in range(phase.epochs)):
        total = tokens = 0
        for head, weight, batch in phase.batches(arguments.batch, rng):
            step += 1
            for group in optimiser.param_groups:
                group['lr'] = arguments.rate * min(step / 100, max(0.01, (steps - step) / steps))
            size = sum(len(text) for text in batch)
            loss = tagger.loss(head, batch)
            optimiser.zero_grad()
            (loss * (3.0 * weight / size)).backward()
            nn.utils.clip_grad_norm_(tagger.parameters(), 2.0)
            optimiser.step()
            decay = min(0.998, step / (step + 100))
            with torch.no_grad():
                for name, p in tagger.named_parameters():
                    average[name].lerp_(p, 1 - decay)
            total, tokens = total + loss.item(), tokens + size
        print(f'epoch {epoch + 1}: loss {total / tokens:.4f}, {time.time() - began:.0f} s, {time.process_time():.0f} s of processor', flush=True)
    with torch.no_grad():
        for name, p in tagger.named_parameters():
            p.copy_(average[name])
    torch.save({'arguments': vars(arguments), 'heads': heads, 'weights': tagger.state_dict()}, arguments.checkpoint)
    print('held out', labelled.evaluate(arguments.corpora, held_out, tagger.predict(held_out)), flush=True)
    evaluate(tagger, arguments.corpora)


def restore(path):
    saved = torch.load(path, weights_only=False)
    options = saved['arguments']
    tagger = Tagger(saved['heads'], width=options['width'], dilations=[int(d) for d in options['dilations']], memory_after=options['memory_after'])
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
    texts = corpus.features(corpus.read_jsonl(corpora / 'wwn-dev.jsonl'))
    print('wwn-dev', labelled.evaluate(corpora, texts, tagger.predict(texts)), flush=True)


def ceiling(corpora):
    """What perfect tags would score: what the tokens cannot express."""
    texts = labelled.load(corpora, 'wwn')
    print(labelled.evaluate(corpora, texts, [labelled.spans_of(text, text.tags) for text in texts]), flush=True)


def main():
    a = corpus.parser_of_fits(
        __doc__, ['fit', 'label', 'export', 'score', 'ceiling'], checkpoint=Path('entities.pt'),
        out=corpus.MODELS / 'entities.safetensors', data='wwn', epochs=12, batch=2500, rate=3e-3)
    a.add_argument('--soft', type=Path, nargs='*', default=[], help='labels of teachers, of teacher.py or entities.py label')
    a.add_argument('--soft-weight', type=float, default=1.0)
    a.add_argument('--init', type=Path, help='a checkpoint of the same shape to go on from')
    a.add_argument('--width', type=int, default=96)
    a.add_argument('--dilations', default='1111')
    a.add_argument('--memory-after', type=int, default=2)
    a.add_argument('--last-epochs', type=int, default=0, help='over texts with marked names alone')
    a.add_argument('--dropout', type=float, default=0.2)
    a = a.parse_args()
    torch.set_num_threads(1)
    if a.task == 'fit':
        fit(a)
    elif a.task == 'export':
        write(restore(a.checkpoint), a.out)
    elif a.task == 'label':
        tagger = restore(a.checkpoint)
        labelled.label(a, tagger.chains['wwn'], tagger.emissions)
    elif a.task == 'score':
        evaluate(restore(a.checkpoint), a.corpora)
    else:
        ceiling(a.corpora)


if __name__ == '__main__':
    main()
