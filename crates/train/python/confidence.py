"""How confidences are measured: what the built program finds in texts and why, and how far its confidences are off."""
import json
import subprocess
import tempfile

import numpy as np

import corpus


def parser(documentation):
    arguments = corpus.parser(documentation)
    arguments.add_argument('name', help='the corpus')
    arguments.add_argument('--held-out', action='store_true', help='only the texts that fitting left out')
    return arguments


def found(items, layers, rule):
    """For each item its record, and the notes of the rules whose names begin with `rule`."""
    binary = corpus.ROOT / 'target' / 'release' / 'dateline'
    for item in items:
        with tempfile.NamedTemporaryFile('w', suffix='.txt', encoding='utf-8') as file:
            file.write(item['text'])
            file.flush()
            run = lambda verb, *options: subprocess.run(
                [binary, verb, '--analysis', layers, *options, file.name], check=True, capture_output=True, text=True).stdout
            record = json.loads(run('extract', '--offsets', 'char'))
            notes = [json.loads(line) for line in run('trace', '--rule', rule, '--format', 'jsonl').splitlines()]
        yield record, notes


def calibration_error(confidences, right, parts=10):
    """The mean distance of confidence and share right, over parts of like confidence."""
    rows = np.stack([confidences, right], 1).astype(float)
    rows = rows[np.argsort(rows[:, 0], kind='stable')]
    return round(float(np.mean([abs(part[:, 0].mean() - part[:, 1].mean()) for part in np.array_split(rows, parts)])), 4)
