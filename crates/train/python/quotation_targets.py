"""What the attribution tagger is fitted to give: the gold of a text, what a teacher says of it, or a mean of both."""
import numpy as np
import torch
import torch.nn.functional as F

import labelled
import quotation_labels
from quotation_network import ROLE_TAGS, role_tags, window

# Cues that the encoder believes in and the targets do not have: their windows are fitted to be empty.
FALSE_CUE_PROBABILITY = 0.15
TASK_WEIGHTS = {'cue': 2.0, 'source': 0.5, 'content': 0.5}
SYNTAX_WEIGHT = 0.2


class Targets:
    """Of one text. `flat` [tasks, tokens, tags] are likelihoods of the tags of cue, source and content; `windows` are
    those of its cues, `roles` [tokens of all windows, tags] the likelihoods of their tags; `steps` and `start` those of
    pairs of neighbours and of first tokens, summed over the windows."""
    def __init__(self, text, flat, cues, roles, steps, start):
        self.flat, self.cues, self.roles, self.steps, self.start = flat, cues, roles, steps, start
        self.windows = [(*window(text, cue), cue) for cue in cues]
        self.in_cue = np.zeros(len(text), bool)
        for begin, end in cues:
            self.in_cue[begin:end] = True

    def mean(self, other, weight):
        """With the targets of a teacher for the same cues, which count `weight`."""
        mixed = ((1 - weight) * getattr(self, part) + weight * getattr(other, part) for part in ('flat', 'roles', 'steps', 'start'))
        self.flat, self.roles, self.steps, self.start = mixed

    def save(self, out, key):
        for part, kind in dict(flat=np.float16, cues=np.int32, roles=np.float16, steps=np.float32, start=np.float32).items():
            out[f'{key}/{part}'] = np.array(getattr(self, part), kind)


def restore(text, file, key):
    flat, cues, *rest = (file[f'{key}/{part}'] for part in ('flat', 'cues', 'roles', 'steps', 'start'))
    return Targets(text, flat, [tuple(map(int, cue)) for cue in cues], *rest)


def one_hot(tags, count):
    return np.eye(count, dtype=np.float32)[tags]


def flat_tags(length, spans):
    tags = np.zeros(length, np.int64)
    for start, end in spans:
        if not tags[start]:
            tags[start], tags[start + 1:end] = 1, 2
    return tags


def gold(text):
    cues, sources, contents = zip(*text.attributions) if text.attributions else ((), (), ())
    flat = np.stack([one_hot(flat_tags(len(text), spans), 3) for spans in (cues, sum(sources, []), sum(contents, []))])
    tags = [role_tags(*window(text, cue), sources, contents) for cue, sources, contents in text.attributions]
    count = len(ROLE_TAGS)
    steps, start = np.zeros((count, count), np.float32), np.zeros(count, np.float32)
    for of in tags:
        np.add.at(steps, (of[:-1], of[1:]), 1)
        start[of[0]] += 1
    return Targets(text, flat, list(cues), one_hot(np.concatenate([*tags, np.zeros(0, np.int64)]), count), steps, start)


def prepare(texts, tags):
    """Gives texts their gold targets and their silver syntax."""
    for text in texts:
        text.targets = gold(text)
        text.silver = np.array([[names.index(tag) if tag in names else -100 for tag in of] for names, of in zip(tags, text.syntax)])


def teach(texts, file, weight):
    """Mixes what a teacher says of labelled texts into their targets."""
    for text in texts:
        if f'quotes-train/{text.id}/flat' in file:
            text.targets.mean(restore(text, file, f'quotes-train/{text.id}'), weight)


def taught(corpora, file):
    """The texts that only a teacher has labelled."""
    texts = []
    for name in sorted({key.split('/')[0] for key in file.files} - {'quotes-train'}):
        for text in quotation_labels.add_marks([text for text in labelled.load(corpora, name) if len(text)]):
            text.targets = restore(text, file, f'{name}/{text.id}')
            text.silver = np.full((3, len(text)), -100)
            texts.append(text)
    return texts


def loss(model, texts, rng):
    """The loss of a batch, a token."""
    h, places = model.read(texts)
    flat = h[torch.cat(places)]
    targets = [text.targets for text in texts]
    of_tokens = torch.from_numpy(np.concatenate([t.flat for t in targets], 1).astype(np.float32))
    silver = torch.from_numpy(np.concatenate([text.silver for text in texts], 1))
    emitted = {task: getattr(model, task)(flat) for task in TASK_WEIGHTS}
    total = sum(weight * F.cross_entropy(emitted[task], of, reduction='sum') for (task, weight), of in zip(TASK_WEIGHTS.items(), of_tokens))
    total = total + SYNTAX_WEIGHT * sum(F.cross_entropy(side(flat), labels, reduction='sum') for side, labels in zip(model.syntax, silver))
    windows = [(i, *of) for i, t in enumerate(targets) for of in t.windows]
    roles, steps, start = [t.roles for t in targets], sum(t.steps for t in targets), sum(t.start for t in targets)
    believed = F.softmax(emitted['cue'].detach(), 1)[:, 1].numpy()
    wrong = np.flatnonzero((believed > FALSE_CUE_PROBABILITY) & ~np.concatenate([t.in_cue for t in targets]))
    offsets = np.cumsum([0] + [len(text) for text in texts])
    for at in rng.permutation(wrong)[:max(4, len(windows) // 4)]:
        i = int(np.searchsorted(offsets, at, 'right')) - 1
        cue = (int(at - offsets[i]), int(at - offsets[i]) + 1)
        first, stop = window(texts[i], cue)
        windows.append((i, first, stop, cue))
        roles.append(one_hot(np.zeros(stop - first, np.int64), len(ROLE_TAGS)))
        steps = steps + one_hot(0, len(start))[:, None] * one_hot(0, len(start)) * (stop - first - 1)
        start = start + one_hot(0, len(start))
    if windows:
        total = total + role_loss(model, h, places, windows, np.concatenate(roles).astype(np.float32), steps, start)
    return 2 * total / len(flat)


def role_loss(model, h, places, windows, roles, steps, start):
    """The chain's loss over all windows."""
    emitted, mask, order = model.role_grid(h, places, windows)
    bounds = np.cumsum([0] + [stop - first for _, first, stop, _ in windows])
    grid = np.zeros(emitted.shape, np.float32)
    for row, i in enumerate(order):
        grid[row, :bounds[i + 1] - bounds[i]] = roles[bounds[i]:bounds[i + 1]]
    return model.role_chain.soft_loss(emitted, mask, torch.from_numpy(grid), torch.from_numpy(steps), torch.from_numpy(start))
