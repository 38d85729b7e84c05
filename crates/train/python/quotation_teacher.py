"""Fits the teacher of the attribution tagger, a whole sentence encoder, and lets it label texts.

    python quotation_teacher.py fit --checkpoint teacher.pt
    python quotation_teacher.py label --checkpoint teacher.pt --out soft.npz     # what the teacher thinks of texts
    python quotation_teacher.py score --checkpoint teacher.pt                    # on the texts kept from fitting

It is not shipped: only `quotations.py fit --soft` reads what it says. The texts that calibrate confidence are kept from it.
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
import quotation_labels
import quotation_targets
from network import norm
from quotation_network import Tagger, window
from quotations import batches, figures, is_held_out
from sentence_encoder import SentenceEncoder, prepare

# Pieces of one window of the encoder: the sentences beside a cue should be in its window.
WINDOW_PIECES = 190
WIDTH, WINDOW_WIDTH = 256, 128
# What is new at the encoder is fitted this much faster than what comes fitted.
NEW_PARTS, NEW_RATE = ('case', 'flags', 'memory', 'head'), 10
# Cues that are likely enough to be asked for source and content, in logits.
LEAN = 0.75


class Teacher(Tagger):
    """The tagger over the sentence encoder."""
    def __init__(self, tags):
        flags = len(corpus.metadata()['flags']) + len(quotation_labels.mark_names())
        super().__init__(tags, SentenceEncoder(flags, WIDTH), WIDTH, WINDOW_WIDTH)

    def read(self, texts):
        with torch.autocast('cpu', dtype=torch.bfloat16):
            h = self.encoder(texts)
        ends = np.cumsum([len(text) for text in texts])
        return norm(h), [torch.arange(end - len(text), end) for text, end in zip(texts, ends)]

    def parts(self):
        """The parameters that come fitted, and the new ones."""
        known = [p for name, p in self.encoder.named_parameters() if name.split('.')[0] not in NEW_PARTS and p.requires_grad]
        ids = {id(p) for p in known}
        return known, [p for p in self.parameters() if p.requires_grad and id(p) not in ids]

    def fitted(self):
        """Weights to save: the frozen words stay in their package."""
        return {name: tensor for name, tensor in self.state_dict().items() if not name.startswith('encoder.words.')}


def fit(arguments):
    torch.manual_seed(arguments.seed)
    rng, numbers, began = random.Random(arguments.seed), np.random.default_rng(arguments.seed), time.time()
    texts = quotation_labels.load(arguments.corpora, 'quotes-train')
    tags = quotation_labels.syntax_tags(texts)
    texts = prepare([text for i, text in enumerate(texts) if not is_held_out(i)], WINDOW_PIECES)
    quotation_targets.prepare(texts, tags)
    teacher = Teacher(tags)
    known, new = teacher.parts()
    optimiser = torch.optim.AdamW([{'params': known}, {'params': new}], lr=arguments.rate, weight_decay=0.01, fused=True)
    steps, step = arguments.epochs * sum(1 for _ in batches(texts, arguments.batch, random.Random(0))), 0
    print(f'{len(texts)} texts, {steps} steps, {time.time() - began:.0f} s', flush=True)
    for epoch in range(arguments.epochs):
        total = count = 0
        for batch in itertools.islice(batches(texts, arguments.batch, rng), steps - step):
            step += 1
            for group, faster in zip(optimiser.param_groups, (1, NEW_RATE)):
                group['lr'] = arguments.rate * faster * min(step / 60, max(0.02, (steps - step) / steps))
            loss = quotation_targets.loss(teacher, batch, numbers)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(known + new, 1.0)
            optimiser.step()
            total, count = total + loss.item(), count + 1
            if step % 25 == 0:
                print(f'step {step}: loss {total / count:.4f}, {time.time() - began:.0f} s, {time.process_time():.0f} s of processor', flush=True)
                total = count = 0
        torch.save({'arguments': vars(arguments), 'tags': tags, 'weights': teacher.fitted()}, arguments.checkpoint)


def restore(path):
    saved = torch.load(path, weights_only=False)
    teacher = Teacher(saved['tags'])
    teacher.load_state_dict(saved['weights'], strict=False)
    return teacher.eval()


@torch.no_grad()
def targets(teacher, text, cues=None):
    """What the teacher says of a text, with its own cues unless they are given."""
    h, places = teacher.read([text])
    flat = h[places[0]]
    emitted = [task(flat) for task in (teacher.cue, teacher.source, teacher.content)]
    cues = teacher.cues(text, emitted[0], LEAN) if cues is None else cues
    windows = [(0, *window(text, cue), cue) for cue in cues]
    flat = torch.stack(emitted).softmax(-1).numpy()
    if not windows:
        tags = len(teacher.role_chain.start)
        return quotation_targets.Targets(text, flat, [], np.zeros((0, tags)), np.zeros((tags, tags)), np.zeros(tags))
    grid, mask, order = teacher.role_grid(h, places, windows)
    tokens, steps, start = teacher.role_chain.marginals(grid, mask)
    roles = [None] * len(windows)
    for row, i in enumerate(order):
        roles[i] = tokens[row][mask[row]].numpy()
    return quotation_targets.Targets(text, flat, cues, np.concatenate(roles), steps.numpy(), start.numpy())


def label(arguments):
    """Writes what the teacher says of texts: of those of quotes-train at the cues that the gold has."""
    teacher, out = restore(arguments.checkpoint), {}
    for name in arguments.data.split(','):
        if name == 'quotes-train':
            texts = quotation_labels.load(arguments.corpora, name)
        else:
            texts = quotation_labels.add_marks([text for text in labelled.load(arguments.corpora, name) if len(text)])
        for text in prepare(texts, WINDOW_PIECES):
            cues = [cue for cue, _, _ in text.attributions] if name == 'quotes-train' else None
            targets(teacher, text, cues).save(out, f'{name}/{text.id}')
        print(f'{name}: {len(texts)} texts, {time.process_time():.0f} s of processor', flush=True)
    np.savez(arguments.out, **out)


def score(arguments):
    texts = quotation_labels.load(arguments.corpora, 'quotes-train')
    texts = prepare([text for i, text in enumerate(texts) if is_held_out(i)], WINDOW_PIECES)
    figures(restore(arguments.checkpoint), texts, arguments.corpora, arguments.lean)


def main():
    parser = corpus.parser_of_fits(
        __doc__, ['fit', 'label', 'score'], checkpoint=Path('teacher.pt'), out=Path('soft.npz'),
        data='quotes-train,wwn,wcxb,gum', epochs=2, batch=1500, rate=1.5e-4)
    parser.add_argument('--lean', type=float, default=LEAN, help='how far scoring favours cues')
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    {'fit': fit, 'label': label, 'score': score}[arguments.task](arguments)


if __name__ == '__main__':
    main()
