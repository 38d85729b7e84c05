"""Weights of the attribution tagger as the core reads them."""
import numpy as np

from export import array, chain, encoder, linear, save


def export(model, path, lean, **metadata):
    """Writes the tagger to `path`. `lean` is how far, in logits, it favours cues."""
    out = {}
    encoder(out, 'encoder', model.encoder)
    window = {'cue': model.cue, 'role': model.role, 'window.input': model.window_input, 'window.cue': model.window_cue}
    window |= {f'window.block.{i}': block.linear for i, block in enumerate(model.window_blocks)}
    for name, layer in window.items():
        bias = np.zeros(layer.out_features) if layer.bias is None else array(layer.bias)
        if name == 'cue':
            bias[0] -= lean
        linear(out, name, array(layer.weight), bias)
    out['window.distance'] = array(model.distance.weight).astype(np.float32)
    out['window.dilations'] = np.array([block.dilation for block in model.window_blocks], np.uint16)
    chain(out, 'cue_chain', model.cue_chain)
    chain(out, 'role_chain', model.role_chain)
    save(out, path, lean=lean, **metadata)
