"""Measures how often entities are right, against the margin of their surest name.

    python entity_confidence.py wwn-train --held-out      # the curve for crates/core/src/analysis/entities/salience.rs
    python entity_confidence.py wwn-dev                   # how far the confidences are off, as a table

An entity is right when at least half of its names are gold names of its kind.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

import corpus
import labelled

BINS = 10
KINDS = {'person': 'PER', 'organization': 'ORG', 'place': 'LOC'}


def entities(items):
    """For each item its entities, each with the margins of its names: notes and names both come in text order."""
    binary = corpus.ROOT / 'target' / 'release' / 'dateline'
    for item in items:
        with tempfile.NamedTemporaryFile('w', suffix='.txt', encoding='utf-8') as file:
            file.write(item['text'])
            file.flush()
            run = lambda *verb: subprocess.run([binary, *verb, file.name], check=True, capture_output=True, text=True).stdout
            record = json.loads(run('extract', '--analysis', 'entities', '--offsets', 'char'))
            notes = [json.loads(line) for line in run('trace', '--analysis', 'entities', '--format', 'jsonl').splitlines()]
        notes = [note for note in notes if note['rule'] == 'entities/tagger']
        found = [dict(entity, margins=[]) for entity in record.get('entities') or []]
        names = sorted((mention['span'], i) for i, entity in enumerate(found) for mention in entity['mentions'] if mention['form'] == 'name')
        at = 0
        for (start, end), i in names:
            surface = record['text'][start:end]
            for note in range(at, len(notes)):
                if notes[note]['subject'] == surface:
                    found[i]['margins'].append(notes[note]['score'])
                    at = note + 1
                    break
        yield [entity for entity in found if entity['kind'] in KINDS], record['text']


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('name')
    a.add_argument('--held-out', action='store_true', help='only the texts that fitting left out')
    a.add_argument('--corpora', type=Path, default=corpus.ROOT.parent / 'shared' / 'corpora')
    a = a.parse_args()
    sys.path.insert(0, str(a.corpora.parent / 'score'))
    import metrics_entities
    items = corpus.read_jsonl(a.corpora / f'{a.name}.jsonl')
    if a.held_out:
        items = labelled.split(items)[1]
    rows = []
    for item, (found, text) in zip(items, entities(items)):
        assert text == item['text'], item['id']
        gold = {(*metrics_entities.norm(text, s, e), metrics_entities.MAP.get(kind)) for s, e, kind in item['entities']}
        for entity in found:
            names = [mention['span'] for mention in entity['mentions'] if mention['form'] == 'name']
            right = sum((*metrics_entities.norm(text, *name), KINDS[entity['kind']]) in gold for name in names)
            rows.append((max(entity['margins'], default=0.0), entity['confidence'], 2 * right >= len(names)))
    rows = np.array(sorted(rows), float)
    for part in np.array_split(rows, BINS):
        margin, confidence, right = part.mean(0)
        print(f'{len(part):5} entities  margin {margin:5.2f}  confidence {confidence:.3f}  right {right:.3f}')
    parts = np.array_split(rows[np.argsort(rows[:, 1], kind='stable')], BINS)
    print('mean calibration error', round(float(np.mean([abs(part[:, 1].mean() - part[:, 2].mean()) for part in parts])), 4))


if __name__ == '__main__':
    main()
