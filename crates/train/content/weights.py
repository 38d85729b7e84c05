"""LightGBM's trees to the binary form that the core reads (`trees.rs`, `model.rs`)."""
import struct

import numpy as np


def as_f32(threshold):
    """The greatest 32-bit float not above `threshold`: `x <= threshold` stays the same for all x of 32 bits."""
    value = np.float32(threshold)
    return value if float(value) <= threshold else np.nextafter(value, np.float32(-np.inf))


def tree(node):
    """One tree: inner nodes in order from the root, then leaves."""
    nodes, leaves = [], []

    def walk(node):
        if 'leaf_value' in node:
            leaves.append(node['leaf_value'])
            return -len(leaves)
        place = len(nodes)
        nodes.append(None)
        assert node['decision_type'] == '<=' and node['missing_type'] == 'None'
        lower, upper = walk(node['left_child']), walk(node['right_child'])
        nodes[place] = struct.pack('<Hfhh', node['split_feature'], as_f32(node['threshold']), lower, upper)
        return place

    walk(node)
    return struct.pack('<H', len(nodes)) + b''.join(nodes) + struct.pack(f'<{len(leaves)}f', *leaves)


def forest(booster, outputs=1):
    trees = booster.dump_model()['tree_info']
    return struct.pack('<HH', outputs, len(trees)) + b''.join(tree(one['tree_structure']) for one in trees)


def model(lexicon, width, first, columns, second, kinds, cuts):
    out = [b'DLC1', struct.pack('<I', len(lexicon))]
    out += [struct.pack('<I', token) for token, _, _ in lexicon]
    out += [struct.pack('<bb', around, direct) for _, around, direct in lexicon]
    out += [struct.pack('<H', width), forest(first), struct.pack('<H', len(columns))]
    out += [struct.pack('<H', column) for column in columns]
    out += [forest(second), forest(kinds, len(cuts)), struct.pack(f'<{len(cuts)}f', *cuts)]
    return b''.join(out)
