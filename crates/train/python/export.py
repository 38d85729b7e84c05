"""Writes networks as the weight files that `crates/core/src/analysis/nn` reads."""
import hashlib
import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save as serialise

from network import PIECE_SCALE

WORD_TABLES = ('word_a', 'word_b')


def array(tensor):
    return tensor.detach().numpy().astype(np.float64)


def linear(out, name, weight, bias, bits=8):
    """A linear layer: integers of `bits` bits, a scale for each row."""
    top = 127 if bits == 8 else 16383
    scale = np.maximum(np.abs(weight).max(1), 1e-9) / top
    out[f'{name}.weight'] = np.rint(weight / scale[:, None]).astype(np.int8 if bits == 8 else np.int16)
    out[f'{name}.scale'] = scale.astype(np.float32)
    out[f'{name}.bias'] = bias.astype(np.float32)


def encoder(out, name, module):
    """All tensors of an `Encoder`."""
    scales = []
    tables = {feature: array(module.tables[feature].weight) for feature, _ in module.rows}
    word_top = max(np.abs(tables[feature]).max() for feature in WORD_TABLES)
    for feature, table in tables.items():
        scale = (word_top if feature in WORD_TABLES else np.abs(table).max()) / 127
        out[f'{name}.table.{feature}'] = np.rint(table / scale).astype(np.int8)
        if feature != 'word_b':
            scales += [scale] * table.shape[1]
    scales += [1 / PIECE_SCALE] * (module.input.in_features - len(scales))
    # The scales of the inputs go into the columns of the first layer, which has 16 bits to hold them.
    linear(out, f'{name}.input', array(module.input.weight) * np.array(scales), array(module.input.bias), bits=16)
    out[f'{name}.flags'] = np.ascontiguousarray(array(module.flags.weight).T).astype(np.float32)
    out[f'{name}.dilations'] = np.array([block.dilation for block in module.blocks], np.uint16)
    for i, block in enumerate(module.blocks):
        linear(out, f'{name}.block.{i}', array(block.linear.weight), array(block.linear.bias))
    if module.memory is not None:
        linear(out, f'{name}.memory', array(module.memory.weight), array(module.memory.bias))
        out[f'{name}.memory.after'] = np.array([module.memory_after], np.uint16)


def chain(out, name, module):
    """The tensors of a `Crf`."""
    steps, start = module.scores()
    out[f'{name}.steps'] = array(steps).astype(np.float32)
    out[f'{name}.start'] = array(start).astype(np.float32)


def save(out, path, **metadata):
    """Writes the file and prints its size and hash for the model card."""
    data = serialise(out, metadata={key: str(value) for key, value in metadata.items()})
    # The library writes the metadata in an order of its own each time.
    size = 8 + int.from_bytes(data[:8], 'little')
    header = json.loads(data[8:size])
    header['__metadata__'] = dict(sorted(header['__metadata__'].items()))
    header = json.dumps(header, separators=(',', ':')).encode()
    header += b' ' * (-len(header) % 8)
    data = len(header).to_bytes(8, 'little') + header + data[size:]
    Path(path).write_bytes(data)
    print(f'{path}: {len(data):,} bytes, sha256 {hashlib.sha256(data).hexdigest()}')
