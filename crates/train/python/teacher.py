"""Fits the teacher of the entity tagger, a whole sentence encoder, and lets it label texts.

    python teacher.py fit --checkpoint teacher.pt
    python teacher.py label --checkpoint teacher.pt --out soft.npz     # what the teacher thinks of other texts
    python teacher.py score --checkpoint teacher.pt

It is not shipped: only `entities.py fit --soft` reads what it says.
"""
import itertools
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

import corpus
import labelled
from labelled import ALLOWED, TAGS
from network import Crf
from sentence_encoder import SentenceEncoder, prepare


class Teacher(SentenceEncoder):
    """The encoder with a chain over tags."""
    def __init__(self):
        super().__init__(len(corpus.metadata()['flags']), len(TAGS))
        self.chain = Crf(ALLOWED)


def fit(arguments):
    torch.manual_seed(arguments.seed)
    rng, began = random.Random(arguments.seed), time.time()
    texts = prepare([text for text in labelled.load(arguments.corpora, 'wwn') if len(text)])
    fitted, held_out = labelled.split(texts)
    teacher = Teacher()
    new = [p for name, p in teacher.named_parameters() if name.split('.')[0] in ('case', 'flags', 'memory', 'head', 'chain')]
    known = {id(p) for p in new}
    old = [p for p in teacher.parameters() if p.requires_grad and id(p) not in known]
    rates = [arguments.rate, 10 * arguments.rate]
    optimiser = torch.optim.AdamW([{'params': old}, {'params': new}], lr=arguments.rate, weight_decay=0.01, fused=True)
    if arguments.init:
        teacher.load_state_dict(torch.load(arguments.init, weights_only=False)['weights'], strict=False)
    steps, step = arguments.epochs * sum(1 for _ in labelled.batches(fitted, arguments.batch, rng)), 0
    steps = min(steps, arguments.most_steps)
    print(f'{steps} steps, {time.time() - began:.0f} s', flush=True)
    for epoch in range(arguments.epochs):
        total = tokens = 0
        for batch in itertools.islice(labelled.batches(fitted, arguments.batch, rng), steps - step):
            for group, rate in zip(optimiser.param_groups, rates):
                group['lr'] = rate * min((step + 1) / min(60, steps / 8), max(0.02, (steps - step) / steps))
            step += 1
            with torch.autocast('cpu', dtype=torch.bfloat16):
                emitted = teacher(batch)
            grid, mask = labelled.grid_of(batch)
            tags = torch.from_numpy(np.concatenate([*(text.tags for text in batch), [0]]))
            emitted = torch.cat([emitted, emitted.new_zeros(1, len(TAGS))])
            loss = teacher.chain.loss(emitted[grid], tags[grid], mask)
            size = sum(map(len, batch))
            optimiser.zero_grad()
            (loss / size).backward()
            nn.utils.clip_grad_norm_(old + new, 0.5)
            optimiser.step()
            total, tokens = total + loss.item(), tokens + size
            if step % 25 == 0:
                print(f'step {step}: loss {total / tokens:.4f}, {time.time() - began:.0f} s, {time.process_time():.0f} s of processor', flush=True)
        torch.save({'arguments': vars(arguments), 'weights': teacher.fitted()}, arguments.checkpoint)
        if epoch + 1 == arguments.stop_after:
            return
        print(f'epoch {epoch + 1}: {time.time() - began:.0f} s, held out', labelled.evaluate(arguments.corpora, held_out, predict(teacher, held_out)), flush=True)


def restore(path):
    teacher = Teacher()
    teacher.load_state_dict(torch.load(path, weights_only=False)['weights'], strict=False)
    return teacher


@torch.no_grad()
def emissions(teacher, texts):
    """[tokens, tags] for each text."""
    teacher.eval()
    for text in texts:
        with torch.autocast('cpu', dtype=torch.bfloat16):
            emitted = teacher([text])
        yield emitted
    teacher.train()


def predict(teacher, texts):
    for text, emitted in zip(texts, emissions(teacher, texts)):
        yield labelled.decode(text, emitted, teacher.chain)


def label(arguments):
    """Writes what the teacher thinks of texts."""
    teacher = restore(arguments.checkpoint)
    labelled.label(arguments, teacher.chain, lambda texts: emissions(teacher, prepare(texts)))


def main():
    a = corpus.parser_of_fits(
        __doc__, ['fit', 'label', 'score'], checkpoint=Path('teacher.pt'), out=Path('soft.npz'),
        data='silver,gum,gmb,wcxb', epochs=2, batch=1500, rate=1.5e-4)
    a.add_argument('--init', type=Path, help='a checkpoint to go on from')
    a.add_argument('--stop-after', type=int, help='end after this epoch, the learning rate as for all of them')
    a.add_argument('--most-steps', type=int, default=1 << 30, help='end after so many steps, the learning rate with them')
    a = a.parse_args()
    torch.set_num_threads(1)
    if a.task == 'fit':
        fit(a)
    elif a.task == 'label':
        label(a)
    else:
        texts = prepare(corpus.features(corpus.read_jsonl(a.corpora / 'wwn-dev.jsonl')))
        print(labelled.evaluate(a.corpora, texts, predict(restore(a.checkpoint), texts)))


if __name__ == '__main__':
    main()
