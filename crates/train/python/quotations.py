"""Fits the attribution tagger.

    python quotations.py fit --soft soft.npz --checkpoint tagger.pt      # from quotes-train and what a teacher says
    python quotations.py score tagger.pt --on quotes-train               # on the texts kept from fitting, before any rule
    python quotations.py export tagger.pt ../../core/models/quotations.safetensors
"""
import argparse
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch

import corpus
import quotation_labels
import quotation_targets
from quotation_export import export
from quotation_network import Tagger, convolutions

# Every n-th text of quotes-train is kept from fitting: confidence is calibrated on it.
HELD_OUT = 12


def is_held_out(index):
    return index % HELD_OUT == 5


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
    tags = quotation_labels.syntax_tags(texts)
    texts = [text for i, text in enumerate(texts) if arguments.all or not is_held_out(i)]
    quotation_targets.prepare(texts, tags)
    if arguments.soft:
        soft = np.load(arguments.soft)
        quotation_targets.teach(texts, soft, arguments.soft_weight)
        texts = texts * arguments.repeat + quotation_targets.taught(arguments.corpora, soft)
    model = new_model(tags, vars(arguments))
    if arguments.init:
        model.load_state_dict(torch.load(arguments.init, weights_only=False)['weights'])
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
            loss = quotation_targets.loss(model, batch, numbers)
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


def new_model(tags, options):
    encoder = convolutions(options['width'], options['dilations'])
    return Tagger(tags, encoder, options['width'], options['window_width'])


def load_model(path):
    saved = torch.load(path, weights_only=False)
    model = new_model(saved['tags'], saved['arguments'])
    model.load_state_dict(saved['weights'])
    return model.eval()


def figures(model, texts, corpora, lean):
    """Prints the scorer's figures of a tagger alone."""
    sys.path.insert(0, str(corpora.parent / 'score'))
    import metrics_quotes
    found = {}
    for text in texts:
        characters = lambda r: [int(text.spans[r[0], 0]), int(text.spans[r[1] - 1, 1])]
        found[text.id] = [
            {'cue': [characters(cue)], 'source': [characters(r) for r in sources] or None, 'content': [characters(r) for r in contents]}
            for cue, sources, contents in model.predict(text, lean) if contents]
    for name, value in metrics_quotes.score([text.item for text in texts], found).items():
        print(f'{name:30} {value:.3f}' if isinstance(value, float) else f'{name:30} {value}')


def score(arguments):
    torch.set_num_threads(1)
    texts = quotation_labels.load(arguments.corpora, arguments.on)
    if arguments.on == 'quotes-train':
        texts = [text for i, text in enumerate(texts) if is_held_out(i)]
    figures(load_model(arguments.model), texts, arguments.corpora, arguments.lean)


def write(arguments):
    export(load_model(arguments.model), arguments.out, arguments.lean, fitted_on='quotes-train')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser('fit')
    command.set_defaults(run=fit)
    command.add_argument('--checkpoint', type=Path, required=True)
    for name, value in dict(epochs=12, batch=3000, seed=1, width=96, window_width=48).items():
        command.add_argument('--' + name.replace('_', '-'), type=int, default=value)
    command.add_argument('--rate', type=float, default=3e-3)
    command.add_argument('--dilations', type=int, nargs='+', default=[1, 1, 2, 4])
    command.add_argument('--stop-after', type=int, help='end after this epoch, the learning rate as for all of them')
    command.add_argument('--init', type=Path, help='a checkpoint of the same widths to go on from')
    command.add_argument('--soft', type=Path, help='what a teacher says, of quotation_teacher.py label')
    command.add_argument('--soft-weight', type=float, default=0.5, help='of the teacher where there is gold too')
    command.add_argument('--repeat', type=int, default=2, help='how often an epoch goes through the texts with gold, beside those without')
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
        command.add_argument('--corpora', type=Path, default=corpus.CORPORA)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == '__main__':
    main()
