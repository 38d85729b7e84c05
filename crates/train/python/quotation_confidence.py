"""Measures how often attributions are right, against the evidence for them.

    python quotation_confidence.py quotes-train --held-out      # curves for crates/core/src/analysis/quotations/confidence.rs
    python quotation_confidence.py quotes-dev                   # how far the confidences are off

An attribution is right when at least half of the content, its own and the gold one's, is shared with a gold
attribution and, where both have a source, the sources overlap.
"""
import numpy as np

import confidence
import corpus
from quotations import is_held_out

BINS = 6


def traced(items):
    """For each item its quotations, each with the rule that made it and the evidence: notes and quotations have one order."""
    for record, notes in confidence.found(items, 'entities,quotations', 'quotations/'):
        quotations = record.get('quotations') or []
        assert len(notes) == len(quotations), record['text'][:80]
        yield [dict(quotation, rule=note['rule'], evidence=note.get('score', 0.0)) for quotation, note in zip(quotations, notes)]


def characters(spans):
    return {i for start, end in spans or [] for i in range(start, end)}


def is_right(quotation, gold):
    content, source = characters(quotation['content']), characters(quotation.get('source'))
    for attribution in gold:
        other, named = characters(attribution['content']), characters(attribution['source'])
        if 2 * len(content & other) >= max(len(content), len(other)) and (not named or bool(source & named)):
            return True
    return False


def main():
    arguments = confidence.parser(__doc__).parse_args()
    items = corpus.read_jsonl(arguments.corpora / f'{arguments.name}.jsonl')
    if arguments.held_out:
        items = [item for i, item in enumerate(items) if is_held_out(i)]
    rows = [(q['rule'], q['kind'] != 'indirect', q['evidence'], q['confidence'], is_right(q, item['attributions']))
            for item, found in zip(items, traced(items)) for q in found]
    for rule in sorted({row[0] for row in rows}):
        for quoted in (True, False):
            group = sorted(row for row in rows if row[0] == rule and row[1] == quoted)
            for part in np.array_split(np.array([row[2:] for row in group], float), BINS if len(group) > 60 else 1) if group else []:
                evidence, sure, right = part.mean(0)
                print(f'{rule:30} {"quoted" if quoted else "unquoted":9} {len(part):5}  evidence {evidence:6.2f}  confidence {sure:.3f}  right {right:.3f}')
    rows = np.array([row[3:] for row in rows], float)
    print('mean calibration error', confidence.calibration_error(rows[:, 0], rows[:, 1]))


if __name__ == '__main__':
    main()
