"""Fits the attribution tagger.

    python quotations.py fit --checkpoint tagger.pt       # from quotes-train
    python quotations.py score tagger.pt                  # on quotes-dev, before any rule
    python quotations.py export tagger.pt ../../core/models/quotations.safetensors
"""
import argparse
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import corpus
import quotation_labels
from network import collate
from quotation_export import export
from quotation_network import Tagger, role_tags, window

# Every n-th text of quotes-train is kept from fitting: confidence is calibrated on it.
HELD_OUT = 12
# Cues that the encoder believes in and the gold does not have: their windows are fitted to be empty.
FALSE_CUE_PROBABILITY = 0.15


def is_held_out(index):
    return index % HELD_OUT == 5


def flat_tags(length, spans):
    tags = np.zeros(length, np.int64)
    for start, end in spans:
        if not tags[start]:
            tags[start], tags[start + 1:end] = 1, 2
    return tags


def prepare(texts, tags):
    for text in texts:
        cues, sources, contents = zip(*text.attributions) if text.attributions else ((), (), ())
        text.flat = np.stack([flat_tags(len(text), spans) for spans in (cues, sum(sources, []), sum(contents, []))])
        text.silver = np.array([[names.index(tag) if tag in names else -100 for tag in of] for names, of in zip(tags, text.syntax)])


def batch_loss(model, texts, rng):
    x = collate(texts)
    h = model.encoder(x)
    flat = h[torch.cat(x['places'])]
    gold = torch.from_numpy(np.concatenate([t.flat for t in texts], 1))
    silver = torch.from_numpy(np.concatenate([t.silver for t in texts], 1))
    cue = model.cue(flat)
    loss = sum(weight * F.cross_entropy(emitted, labels, reduction='sum') for weight, emitted, labels in (
        (2.0, cue, gold[0]), (0.5, model.source(flat), gold[1]), (0.5, model.content(flat), gold[2]),
        *((0.2, side(flat), labels) for side, labels in zip(model.syntax, silver))))
    windows, targets = [], []
    for i, text in enumerate(texts):
        for found, sources, contents in text.attributions:
            first, stop = window(text, found)
            windows.append((i, first, stop, found))
            targets.append(role_tags(first, stop, sources, contents))
    believed = F.softmax(cue.detach(), 1)[:, 1].numpy()
    wrong = np.flatnonzero((believed > FALSE_CUE_PROBABILITY) & (gold[0].numpy() == 0))
    starts = np.cumsum([0] + [len(t) for t in texts])
    for at in rng.permutation(wrong)[:max(4, len(windows) // 4)]:
        i = int(np.searchsorted(starts, at, 'right')) - 1
        found = (int(at - starts[i]), int(at - starts[i]) + 1)
        first, stop = window(texts[i], found)
        windows.append((i, first, stop, found))
        targets.append(np.zeros(stop - first, np.int64))
    if windows:
        loss = loss + model.role_loss(h, x['places'], windows, targets)
    return 2 * loss / len(flat)


def batches(texts, size, rng):
    """Whole texts, about `size` tokens a batch, in random order."""
    texts = list(texts)
    rng.shuffle(texts)
    batch, tokens = [], 0
    for text in texts:
        batch.append(text)
        tokens += len(text)
        if tokens > size:
            yield batch
            batch, tokens = [], 0
    if batch:
        yield batch


def fit(arguments):
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    rng, numbers, began = random.Random(arguments.seed), np.random.default_rng(arguments.seed), time.time()
    texts = quotation_labels.load(arguments.corpora, 'quotes-train')
    tags = [sorted({tag for text in texts for tag in text.syntax[task] if tag}) for task in range(3)]
    texts = [text for i, text in enumerate(texts) if arguments.all or not is_held_out(i)]
    prepare(texts, tags)
    model = Tagger(tags, arguments.width, arguments.dilations, arguments.window_width)
    optimizer = torch.optim.AdamW(model.parameters(), lr=arguments.rate, weight_decay=0.01, fused=True)
    weights = model.state_dict()
    average = {name: value.clone() for name, value in weights.items()}
    steps = arguments.epochs * sum(1 for _ in batches(texts, arguments.batch, random.Random(0)))
    print(f'{len(texts)} texts, {steps} steps, {sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters', flush=True)
    step = 0
    for epoch in range(arguments.epochs):
        total = count = 0
        for batch in batches(texts, arguments.batch, rng):
            step += 1
            for group in optimizer.param_groups:
                group['lr'] = arguments.rate * min(step / 60, max(0.02, (steps - step) / steps))
            loss = batch_loss(model, batch, numbers)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimizer.step()
            keep = min(0.998, (1 + step) / (10 + step))
            torch._foreach_lerp_(list(average.values()), list(weights.values()), 1 - keep)
            total, count = total + float(loss.detach()), count + 1
            if step in (10, 50):
                print(f'step {step}: {time.time() - began:.0f} s', flush=True)
        print(f'epoch {epoch + 1}: loss {total / count:.4f}, {time.time() - began:.0f} s', flush=True)
        torch.save({'arguments': vars(arguments), 'tags': tags, 'weights': average}, arguments.checkpoint)
        if epoch + 1 == arguments.stop_after:
            return


def load_model(path):
    saved = torch.load(path, weights_only=False)
    model = Tagger(saved['tags'], *(saved['arguments'][name] for name in ('width', 'dilations', 'window_width')))
    model.load_state_dict(saved['weights'])
    return model.eval()


def score(arguments):
    """Prints the scorer's figures on quotes-dev, of the tagger alone."""
    sys.path.insert(0, str(arguments.corpora.parent / 'score'))
    import metrics_quotes
    torch.set_num_threads(1)
    model, texts = load_model(arguments.model), quotation_labels.load(arguments.corpora, arguments.on)
    if arguments.on == 'quotes-train':
        texts = [text for i, text in enumerate(texts) if is_held_out(i)]
    found = {}
    for text in texts:
        characters = lambda r: [int(text.spans[r[0], 0]), int(text.spans[r[1] - 1, 1])]
        found[text.id] = [
            {'cue': [characters(cue)], 'source': [characters(r) for r in sources] or None, 'content': [characters(r) for r in contents]}
            for cue, sources, contents in model.predict(text, arguments.lean) if contents]
    for name, value in metrics_quotes.score([text.item for text in texts], found).items():
        print(f'{name:30} {value:.3f}' if isinstance(value, float) else f'{name:30} {value}')


def write(arguments):
    export(load_model(arguments.model), arguments.out, arguments.lean, fitted_on='quotes-train')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser('fit')
    command.set_defaults(run=fit)
    command.add_argument('--checkpoint', type=Path, required=True)
    for name, value in dict(epochs=12, batch=3000, seed=1, width=96, window_width=64).items():
        command.add_argument('--' + name.replace('_', '-'), type=int, default=value)
    command.add_argument('--rate', type=float, default=3e-3)
    command.add_argument('--dilations', type=int, nargs='+', default=[1, 1, 2, 4])
    command.add_argument('--stop-after', type=int, help='end after this epoch, the learning rate as for all of them')
    command.add_argument('--all', action='store_true', help='fit on the texts kept for calibration too')
    scoring = commands.add_parser('score')
    scoring.set_defaults(run=score)
    scoring.add_argument('model', type=Path)
    scoring.add_argument('--on', default='quotes-dev')
    scoring.add_argument('--lean', type=float, default=0.0)
    writing = commands.add_parser('export')
    writing.set_defaults(run=write)
    writing.add_argument('model', type=Path)
    writing.add_argument('out', type=Path)
    # On the texts kept from fitting, more cues than the likeliest ones are worth it up to here.
    writing.add_argument('--lean', type=float, default=0.75)
    for command in (command, scoring):
        command.add_argument('--corpora', type=Path, default=corpus.ROOT.parent / 'shared' / 'corpora')
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == '__main__':
    main()
