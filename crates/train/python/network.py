"""The convolution encoder that the taggers share, and its conditional random field.

What stands here is what `crates/core/src/analysis/nn` computes; `export.py` writes the weights it reads.

Tokens of a batch lie in one long row, segments parted by `GAP` empty rows, so that a window of three with
a dilation of at most `GAP` never reaches from one segment into the next.
"""
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import corpus

GAP = 8
# Width of each hashed table, in the order of the core's `ROWS`; the two word hashes share the first.
TABLE_WIDTHS = {'word_a': 32, 'word_b': 32, 'prefix_3': 16, 'suffix_3': 16, 'suffix_2': 16, 'shape': 16, 'first_char': 8}
# Vectors of word pieces are 8-bit numbers up to 127: as inputs they are divided by this.
PIECE_SCALE = 32.0


def norm(x):
    """Layer norm without weights: those of the next layer do the same work."""
    return F.layer_norm(x, x.shape[-1:])


def dropout(x, share, training):
    """`F.dropout` at a random byte a number, which is much faster; `share` is rounded to 256ths."""
    if not training:
        return x
    dropped = round(256 * share)
    random = torch.empty(-(-x.numel() // 8), dtype=torch.int64).random_(-2**63, None)
    return x * ((random.view(torch.uint8)[:x.numel()].view(x.shape) >= dropped) * (256 / (256 - dropped)))


class Block(nn.Module):
    """Residual convolution of window 3."""
    def __init__(self, width, dilation, dropout):
        super().__init__()
        self.linear, self.dilation, self.dropout = nn.Linear(3 * width, width), dilation, dropout

    def forward(self, h, mask):
        y, d = norm(h) * mask, self.dilation
        z, n = F.pad(y, (0, 0, d, d)), len(y)
        window = torch.cat([z[:n], y, z[2 * d:]], 1)
        return h + dropout(F.relu(self.linear(window)), self.dropout, self.training)


class Encoder(nn.Module):
    """Features to one vector a token."""
    def __init__(self, width=96, dilations=(1, 1, 1, 1), memory_after=2, dropout=0.2, word_dropout=0.2):
        super().__init__()
        names = corpus.metadata()
        self.rows, self.flag_names = names['rows'], names['flags']
        self.width, self.dropout, self.word_dropout, self.memory_after = width, dropout, word_dropout, memory_after
        self.tables = nn.ModuleDict({name: nn.Embedding(size, TABLE_WIDTHS[name]) for name, size in self.rows})
        for table in self.tables.values():
            nn.init.normal_(table.weight, std=0.3)
        vectors = torch.from_numpy(corpus.pieces().astype(np.float32) / PIECE_SCALE)
        self.register_buffer('pieces', torch.cat([vectors, torch.zeros(1, vectors.shape[1])]), persistent=False)
        inputs = sum(TABLE_WIDTHS[name] for name, _ in self.rows if name != 'word_b') + 2 * vectors.shape[1]
        self.input = nn.Linear(inputs, width)
        self.flags = nn.Linear(len(self.flag_names), width, bias=False)
        self.blocks = nn.ModuleList(Block(width, d, dropout) for d in dilations)
        self.memory = nn.Linear(2 * width, width) if memory_after else None

    def embed(self, x):
        """The concatenated inputs of each token, before the input layer."""
        table = {name: self.tables[name](x['rows'][:, i]) for i, (name, _) in enumerate(self.rows)}
        word = table.pop('word_a') + table.pop('word_b')
        if self.training:
            word = word * (torch.rand(len(word), 1) > self.word_dropout)
        known = (x['pieces'] >= 0).sum(1, keepdim=True).clamp(min=1)
        vectors = self.pieces[x['pieces']]
        return torch.cat([word, *table.values(), vectors[:, 0], vectors.sum(1) / known], 1)

    def forward(self, x):
        embedded = dropout(self.embed(x), self.dropout, self.training)
        h = (self.input(embedded) + self.flags(x['flags'])) * x['mask']
        for i, block in enumerate(self.blocks):
            h = block(h, x['mask'])
            if self.memory is not None and i + 1 == self.memory_after:
                h = h + group_memory(self.memory, h, x['groups'])
        return norm(h)


def group_memory(layer, values, groups):
    """What to add to each of `values` for what the document holds of the same capitalised word elsewhere: mean and maximum."""
    tokens, width = (groups >= 0).nonzero()[:, 0], values.shape[1]
    added = torch.zeros_like(values)
    if len(tokens) == 0:
        return added
    group, values = groups[tokens], values[tokens]
    count = int(group.max()) + 1
    size = torch.zeros(count).index_add(0, group, torch.ones(len(group)))
    mean = torch.zeros(count, width).index_add(0, group, values) / size[:, None]
    most = torch.full((count, width), -1e4).scatter_reduce(0, group[:, None].expand(-1, width), values, 'amax')
    memory = F.relu(layer(torch.cat([norm(mean), norm(most)], 1))).to(added.dtype)
    return added.index_add(0, tokens, memory[group])


class Crf(nn.Module):
    """Linear chain over tags; `allowed[i, j]` says whether j may follow i, the last row what may begin."""
    def __init__(self, allowed):
        super().__init__()
        tags = allowed.shape[1]
        self.steps, self.start = nn.Parameter(torch.zeros(tags, tags)), nn.Parameter(torch.zeros(tags))
        self.register_buffer('barred', torch.from_numpy(np.where(allowed, 0.0, -1e4).astype(np.float32)))

    def scores(self):
        return self.steps + self.barred[:-1], self.start + self.barred[-1]

    def partition(self, emitted, mask, steps, start):
        """Log of the summed weight of all paths, one number a sentence."""
        # Apart at once: a gradient for each step alone would be as large as all of them.
        columns = emitted.unbind(1)
        alpha = start + columns[0]
        for t in range(1, emitted.shape[1]):
            live = int(mask[:, t].sum())  # sentences are sorted by length, longest first
            step = torch.logsumexp(alpha[:live, :, None] + steps, 1) + columns[t][:live]
            alpha = torch.cat([step, alpha[live:]])
        return torch.logsumexp(alpha, 1)

    def loss(self, emitted, tags, mask):
        """Summed negative log likelihood of [sentences, tokens] tags."""
        steps, start = self.scores()
        score = (start[tags[:, 0]] + emitted[:, 0].gather(1, tags[:, :1])[:, 0])
        gold = emitted.gather(2, tags[:, :, None])[:, :, 0]
        score = score + ((gold[:, 1:] + steps[tags[:, :-1], tags[:, 1:]]) * mask[:, 1:]).sum(1)
        return (self.partition(emitted, mask, steps, start) - score).sum()

    def soft_loss(self, emitted, mask, tokens, steps, start):
        """Cross entropy with another chain, whose marginals are given: of tokens [sentences, tokens, tags], and
        summed over the text of pairs of neighbours [tags, tags] and of first tokens [tags]."""
        own_steps, own_start = self.scores()
        score = (emitted * tokens * mask[:, :, None]).sum() + (own_steps * steps).sum() + (own_start * start).sum()
        return self.partition(emitted, mask, own_steps, own_start).sum() - score

    def marginals(self, emitted, mask):
        """The marginals that `soft_loss` takes: they are derivatives of the partition."""
        inputs = [x.detach().requires_grad_() for x in (emitted, *self.scores())]
        with torch.enable_grad():
            return torch.autograd.grad(self.partition(inputs[0], mask, *inputs[1:]).sum(), inputs)

    @torch.no_grad()
    def decode(self, emitted):
        """The best path of one sentence, [tokens, tags]."""
        steps, start = (s.numpy() for s in self.scores())
        emitted = emitted.numpy()
        back, score = np.zeros(emitted.shape, np.int64), start + emitted[0]
        for t in range(1, len(emitted)):
            paths = score[:, None] + steps
            back[t], score = paths.argmax(0), paths.max(0) + emitted[t]
        path = [int(score.argmax())]
        for t in range(len(emitted) - 1, 0, -1):
            path.append(int(back[t, path[-1]]))
        return path[::-1]


def bio(kinds):
    """Tags O, B-x, I-x … and which may follow which."""
    tags = ['O'] + [f'{p}-{kind}' for kind in kinds for p in 'BI']
    allowed = np.ones((len(tags) + 1, len(tags)), bool)
    for i, before in enumerate([*tags, 'O']):
        for j, tag in enumerate(tags):
            if tag[0] == 'I':
                allowed[i, j] = before[1:] == tag[1:]
    return tags, allowed


def sentence_grid(sentences, padding):
    """Rows of tokens for the chain, [sentences, tokens], longest sentence first; `padding` is the row behind the last."""
    sentences = sorted(sentences, key=lambda s: s[0] - s[1])
    grid = np.full((len(sentences), sentences[0][1] - sentences[0][0]), padding, np.int64)
    for i, (start, end) in enumerate(sentences):
        grid[i, :end - start] = np.arange(start, end)
    return torch.from_numpy(grid)


def collate(texts):
    """One batch of whole texts: inputs in one row, and for each text the rows of its tokens."""
    total = sum(len(t) + GAP * len(t.segments) for t in texts) + GAP
    x = {
        'rows': np.zeros((total, texts[0].rows.shape[1]), np.int64),
        'pieces': np.full((total, texts[0].pieces.shape[1]), -1, np.int64),
        'flags': np.zeros((total, texts[0].flags.shape[1]), np.float32),
        'mask': np.zeros((total, 1), np.float32),
        'groups': np.full(total, -1, np.int64),
    }
    at, groups, places, sentences = GAP, 0, [], []
    for text in texts:
        place = np.zeros(len(text), np.int64)
        for start, end in text.segments:
            place[start:end] = np.arange(at, at + end - start)
            sentences += [(at + s - start, at + e - start) for s, e in text.sentences(start, end)]
            at += end - start + GAP
        x['rows'][place] = text.rows[text.words]
        x['pieces'][place] = text.pieces[text.words]
        x['flags'][place] = text.flags
        x['mask'][place] = 1
        x['groups'][place] = np.where(text.groups >= 0, text.groups + groups, -1)
        groups += int(text.groups.max(initial=-1)) + 1
        places.append(torch.from_numpy(place))
    return {name: torch.from_numpy(array) for name, array in x.items()} | {
        'places': places, 'grid': sentence_grid(sentences, total), 'total': total}
