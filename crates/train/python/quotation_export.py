"""Weights of the attribution tagger as the core reads them: integers with a scale a row."""
import numpy as np
from safetensors.numpy import save_file

from network import PIECE_SCALE


def quantised(tensors, name, weight, bias, bits, column_scale=None):
    """Adds `name.weight`, `.scale` and `.bias`: each row in integers of its own scale.

    `column_scale` is what an input of one is worth in each column."""
    weight = weight * column_scale if column_scale is not None else weight
    most = 2 ** (bits - 1) - 1
    scale = np.maximum(np.abs(weight).max(1), 1e-9) / most
    tensors[f'{name}.weight'] = np.round(weight / scale[:, None]).astype(np.int8 if bits == 8 else np.int16)
    tensors[f'{name}.scale'] = scale.astype(np.float32)
    tensors[f'{name}.bias'] = bias.astype(np.float32)


def export(model, path, metadata):
    """Writes the tagger to `path`."""
    state = {name: value.detach().numpy().astype(np.float64) for name, value in model.state_dict().items()}
    tensors, encoder = {}, model.encoder
    # Tables: 8 bits, one scale a table; both word hashes share theirs, since their rows are added.
    scales = {}
    for name, _ in encoder.rows:
        shared = ('word_a', 'word_b') if name in ('word_a', 'word_b') else (name,)
        scales[name] = max(np.abs(state[f'encoder.tables.{n}.weight']).max() for n in shared) / 127
        tensors[f'encoder.table.{name}'] = np.round(state[f'encoder.tables.{name}.weight'] / scales[name]).astype(np.int8)
    columns = [np.full(encoder.tables[name].embedding_dim, scales[name]) for name, _ in encoder.rows if name != 'word_b']
    columns.append(np.full(2 * encoder.pieces.shape[1], 1 / PIECE_SCALE))
    # 13 bits: sums of the products of all inputs fit into 32.
    quantised(tensors, 'encoder.input', state['encoder.input.weight'], state['encoder.input.bias'], 14, np.concatenate(columns))
    tensors['encoder.flags'] = state['encoder.flags.weight'].T.astype(np.float32)
    for name, blocks in (('encoder', encoder.blocks), ('window', model.window_blocks)):
        source = 'encoder.blocks' if name == 'encoder' else 'window_blocks'
        tensors[f'{name}.dilations'] = np.array([block.dilation for block in blocks], np.uint16)
        for i in range(len(blocks)):
            quantised(tensors, f'{name}.block.{i}', state[f'{source}.{i}.linear.weight'], state[f'{source}.{i}.linear.bias'], 8)
    quantised(tensors, 'encoder.memory', state['encoder.memory.weight'], state['encoder.memory.bias'], 8)
    tensors['encoder.memory.after'] = np.array([encoder.memory_after], np.uint16)
    for name, source in (('cue', 'cue'), ('role', 'role'), ('window.input', 'window_input'), ('window.cue', 'window_cue')):
        weight = state[f'{source}.weight']
        quantised(tensors, name, weight, state.get(f'{source}.bias', np.zeros(len(weight))), 8)
    tensors['window.distance'] = state['distance.weight'].astype(np.float32)
    for name in ('cue_chain', 'role_chain'):
        barred = state[f'{name}.barred']
        tensors[f'{name}.steps'] = (state[f'{name}.steps'] + barred[:-1]).astype(np.float32)
        tensors[f'{name}.start'] = (state[f'{name}.start'] + barred[-1]).astype(np.float32)
    save_file({name: np.ascontiguousarray(value) for name, value in tensors.items()}, path, metadata)
