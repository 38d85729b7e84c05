#!/usr/bin/env python3
"""Hold the release build to the floors of `floors.json` on the corpora beside the repository.

    cargo build --release && python3 tests/quality.py [TASK/CORPUS ...]
    options: --bin PATH  --shared DIR (default ../shared)  --raise

A floor is the least a figure may be, a ceiling the most; both are figures that were measured, less
a small margin for corpora whose items are few. A figure below its floor fails. `--raise` moves
floors up, and ceilings down, to what is measured now; nothing moves them the other way but an edit
by hand, whose commit has to say what was gained for what was lost.

The same bytes must come from one thread and from two, and from two runs. Where there are no
corpora this says so and checks nothing.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / 'tests' / 'floors.json'
# What `--raise` leaves between a figure and its floor: corpora are small, and a floor that is the
# last digit of today's figure would fail for every change that is neutral.
MARGIN = 0.003


def measure(shared, binary, name):
    task, corpus = name.split('/')
    command = [sys.executable, str(shared / 'score' / 'score.py'), task, corpus, '--json', '--bin', str(binary)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f'{name}: the scorer failed\n{done.stderr}')
    lines = done.stdout.strip().splitlines()
    figures = json.loads(lines[-1])
    # What comes before the figures tells of items that have no record.
    figures['complaints'] = len(lines) - 1
    return figures


def check(name, limits, figures, move):
    ok = True
    for figure, floor in limits.get('floors', {}).items():
        found = figures.get(figure)
        verdict = 'ok' if found is not None and found >= floor else 'BELOW ITS FLOOR'
        ok &= verdict == 'ok'
        print(f'{name:28} {figure:28} {found!s:.8} floor {floor}  {verdict}')
        if move and found is not None and found - MARGIN > floor:
            limits['floors'][figure] = round(found - MARGIN, 3)
    for figure, ceiling in limits.get('ceilings', {}).items():
        found = figures.get(figure)
        verdict = 'ok' if found is not None and found <= ceiling else 'ABOVE ITS CEILING'
        ok &= verdict == 'ok'
        print(f'{name:28} {figure:28} {found!s:.8} ceiling {ceiling}  {verdict}')
        if move and found is not None and found < ceiling:
            limits['ceilings'][figure] = found
    return ok


def same_bytes(shared, binary):
    """Runs with one thread, with two, and with two again."""
    folder = shared / 'corpora' / 'fundus-dev'
    with tempfile.TemporaryDirectory() as work:
        manifest = Path(work, 'manifest.jsonl')
        with open(folder / 'pages.jsonl', encoding='utf-8') as pages, open(manifest, 'w', encoding='utf-8') as out:
            for page in map(json.loads, pages):
                item = {'id': page['id'], 'path': str((folder / page['html']).resolve()), 'url': page.get('url')}
                out.write(json.dumps({key: value for key, value in item.items() if value}) + '\n')
        digests = []
        for jobs in ('1', '2', '2'):
            records = Path(work, 'records.jsonl')
            subprocess.run([binary, 'batch', manifest, '--jobs', jobs, '--quiet', '--output', records], check=True)
            digests.append(hashlib.sha256(records.read_bytes()).hexdigest())
            records.unlink()
    ok = len(set(digests)) == 1
    print(f'{"the same bytes":28} one thread, two, two again    {"ok" if ok else "DIFFERENT"}')
    return ok


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('names', nargs='*', metavar='TASK/CORPUS', help='only these')
    parser.add_argument('--bin', type=Path, default=ROOT / 'target' / 'release' / 'dateline')
    parser.add_argument('--shared', type=Path, default=ROOT / '..' / 'shared')
    parser.add_argument('--raise', dest='move', action='store_true', help='raise floors to what is measured')
    args = parser.parse_args()
    shared = args.shared.resolve()
    if not (shared / 'corpora').is_dir():
        print(f'not run: there are no corpora in {shared}')
        return
    if not args.bin.is_file():
        sys.exit(f'there is no {args.bin}: cargo build --release')
    floors = json.loads(FLOORS.read_text(encoding='utf-8'))
    ok = True
    for name in args.names or floors:
        ok &= check(name, floors[name], measure(shared, args.bin.resolve(), name), args.move)
    ok &= same_bytes(shared, args.bin.resolve())
    if args.move:
        FLOORS.write_text(json.dumps(floors, indent=2) + '\n', encoding='utf-8')
    if not ok:
        sys.exit('quality is below what it was')


if __name__ == '__main__':
    main()
