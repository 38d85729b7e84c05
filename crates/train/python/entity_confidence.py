"""Measures how often entities are right, against the margin of their surest name.

    python entity_confidence.py wwn-train --held-out      # the curve for crates/core/src/analysis/entities/salience.rs
    python entity_confidence.py wwn-dev                   # how far the confidences are off, as a table

An entity is right when at least half of its names are gold names of its kind.
"""
import sys

import numpy as np

import confidence
import corpus
import labelled

BINS = 10
KINDS = {'person': 'PER', 'organization': 'ORG', 'place': 'LOC'}


def entities(items):
    """For each item its entities, each with the margins of its names: notes and names both come in text order."""
    for record, notes in confidence.found(items, 'entities', 'entities/tagger'):
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
    a = confidence.parser(__doc__).parse_args()
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
        margin, sure, right = part.mean(0)
        print(f'{len(part):5} entities  margin {margin:5.2f}  confidence {sure:.3f}  right {right:.3f}')
    print('mean calibration error', confidence.calibration_error(rows[:, 1], rows[:, 2]))


if __name__ == '__main__':
    main()
