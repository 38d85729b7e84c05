"""The attribution tagger: an encoder that finds cues, and one pass a cue for its source and content.

What stands here is what `crates/core/src/analysis/quotations/tagger.rs` computes.
"""
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from network import Block, Crf, Encoder, bio, collate, norm
from quotation_labels import mark_names

CUE_TAGS, CUE_ALLOWED = bio(['cue'])
ROLE_TAGS, ROLE_ALLOWED = bio(['source', 'content'])
# A cue's window: the sentence it begins in with its neighbours, at most this many tokens before and from its first.
BEFORE, AHEAD = 48, 73
# Empty rows between windows: the largest dilation.
WINDOW_GAP = 8


def convolutions(width, dilations, dropout=0.15):
    """The encoder of the core."""
    encoder = Encoder(width, dilations, 2, dropout, 0.2)
    encoder.flags = nn.Linear(len(encoder.flag_names) + len(mark_names()), width, bias=False)
    return encoder


class Tagger(nn.Module):
    """`encoder` gives vectors of `width` numbers."""
    def __init__(self, tags, encoder, width, window_width, window_dilations=(1, 2, 4, 8), dropout=0.15):
        super().__init__()
        self.tags = tags  # of each side task of syntax: parts of speech, relations, ways to the head
        self.encoder = encoder
        self.cue = nn.Linear(width, len(CUE_TAGS))
        self.cue_chain = Crf(CUE_ALLOWED)
        # Side tasks that only fitting needs.
        self.source, self.content = nn.Linear(width, 3), nn.Linear(width, 3)
        self.syntax = nn.ModuleList(nn.Linear(width, len(names)) for names in tags)
        self.window_input, self.window_cue = nn.Linear(width, window_width), nn.Linear(width, window_width, bias=False)
        # A row for each distance from the cue's first token, and one for the cue's own tokens.
        self.distance = nn.Embedding(BEFORE + AHEAD + 1, window_width)
        nn.init.normal_(self.distance.weight, std=0.3)
        self.window_blocks = nn.ModuleList(Block(window_width, d, dropout) for d in window_dilations)
        self.role = nn.Linear(window_width, len(ROLE_TAGS))
        self.role_chain = Crf(ROLE_ALLOWED)

    def read(self, texts):
        """A vector for each row, and for each text the rows of its tokens."""
        x = collate(texts)
        return self.encoder(x), x['places']

    def roles(self, h, places, windows):
        """Emissions of the window pass: [rows, tags], and the rows of each window.

        `windows` are (text, first, stop, cue), the ranges in tokens of the text."""
        tokens, cues, distances, rows, at = [], [], [], [], WINDOW_GAP
        for text, first, stop, (begin, end) in windows:
            place = places[text]
            tokens.append(place[first:stop])
            cues.append(place[begin:end])
            offset = np.arange(first, stop) - begin + BEFORE
            offset[begin - first:min(end, stop) - first] = BEFORE + AHEAD
            distances.append(offset)
            rows.append(np.arange(at, at + stop - first))
            at += stop - first + WINDOW_GAP
        flat = torch.from_numpy(np.concatenate(rows))
        which = torch.from_numpy(np.repeat(np.arange(len(windows)), [len(r) for r in rows]))
        sizes = torch.tensor([len(c) for c in cues])
        owner = torch.repeat_interleave(sizes)
        cue = h.new_zeros(len(cues), h.shape[1]).index_add(0, owner, h[torch.cat(cues)]) / sizes[:, None]
        cue = self.window_cue(norm(cue))
        z = self.window_input(h)[torch.cat(tokens)] + self.distance(torch.from_numpy(np.concatenate(distances))) + cue[which]
        mask = torch.zeros(at, 1)
        mask[flat] = 1
        z = torch.zeros(at, z.shape[1]).index_add(0, flat, z)
        for block in self.window_blocks:
            z = block(z, mask)
        return self.role(norm(z)), rows

    def role_grid(self, h, places, windows):
        """Emissions [windows, tokens, tags] of the window pass, and what of them is a token's; the longest window is first.

        `order` says which window each one is."""
        emitted, rows = self.roles(h, places, windows)
        order = sorted(range(len(rows)), key=lambda i: -len(rows[i]))
        grid = np.full((len(rows), len(rows[order[0]])), len(emitted), np.int64)
        for row, i in enumerate(order):
            grid[row, :len(rows[i])] = rows[i]
        grid = torch.from_numpy(grid)
        padded = torch.cat([emitted, emitted.new_zeros(1, emitted.shape[1])])
        return padded[grid], grid < len(emitted), order

    def cues(self, text, emitted, lean):
        """The cues of a text; `lean` favours them."""
        emitted = emitted - lean * F.one_hot(torch.tensor(0), emitted.shape[1])
        return [(start + i, start + j) for start, end in text.segments
                for i, j in ranges(self.cue_chain.decode(emitted[start:end]), 1)]

    @torch.no_grad()
    def predict(self, text, lean=0.0):
        """Attributions of a text as token ranges: (cue, sources, contents). `lean` favours cues."""
        self.eval()
        h, places = self.read([text])
        cues = self.cues(text, self.cue(h)[places[0]], lean)
        found = []
        if cues:
            windows = [(0, *window(text, cue), cue) for cue in cues]
            emitted, rows = self.roles(h, places, windows)
            for (_, first, _, cue), row in zip(windows, rows):
                tags = self.role_chain.decode(emitted[row])
                found.append((cue, *([(first + i, first + j) for i, j in ranges(tags, tag)] for tag in (1, 3))))
        self.train()
        return found


def window(text, cue):
    """The tokens that the pass of a cue reads."""
    sentence = text.sentence_of[cue[0]]
    first = int(np.searchsorted(text.sentence_of, sentence - 1, 'left'))
    stop = int(np.searchsorted(text.sentence_of, sentence + 1, 'right'))
    return max(first, cue[0] - BEFORE), min(stop, cue[0] + AHEAD)


def role_tags(first, stop, sources, contents):
    """The tags of a window; where source and content overlap the source stands."""
    tags = np.zeros(stop - first, np.int64)
    for spans, tag in ((contents, 3), (sources, 1)):
        for start, end in spans:
            start, end = max(start, first), min(end, stop)
            if start < end:
                tags[start - first:end - first] = tag + 1
                tags[start - first] = tag
    # What a source cut off begins anew.
    for i, tag in enumerate(tags):
        if tag in (2, 4) and (i == 0 or tags[i - 1] not in (tag, tag - 1)):
            tags[i] = tag - 1
    return tags


def ranges(tags, begin):
    """[start, end) of the runs of a kind whose first tag is `begin`."""
    found = []
    for i, tag in enumerate(tags):
        if tag == begin or tag == begin + 1 and not (found and found[-1][1] == i):
            found.append([i, i + 1])
        elif tag == begin + 1:
            found[-1][1] = i + 1
    return [tuple(r) for r in found]
