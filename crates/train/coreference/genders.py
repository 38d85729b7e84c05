#!/usr/bin/env python3
"""Writes the table of first names that both sexes bear but one of them far more often.

    python crates/train/coreference/genders.py

From the census counts in the PyPI package names 0.3.0 (MIT package over public-domain data). The gazetteer says which
names men and women bear; this table settles those that it gives to both.
"""
import importlib.util
from pathlib import Path

OUT = Path(__file__).resolve().parents[3] / "crates/core/src/analysis/data/first_names.txt"
# So many times as often.
RATIO = 12


def shares(path):
    return {line.split()[0].lower(): float(line.split()[1]) for line in path.read_text().splitlines() if line.strip()}


def main():
    folder = Path(importlib.util.find_spec("names").origin).parent
    men, women = shares(folder / "dist.male.first"), shares(folder / "dist.female.first")
    lines = ["# First names that both sexes bear, one of them far more often: `class name`.",
             "# Written by crates/train/coreference/genders.py."]
    for name in sorted(men.keys() & women.keys()):
        man, woman = men[name] + 5e-4, women[name] + 5e-4
        if max(man, woman) >= RATIO * min(man, woman):
            lines.append(("man " if man > woman else "woman ") + name)
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
