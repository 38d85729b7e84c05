"""Prints, for every fixture, what the C ABI and what the package make of it: a JSON object a line, for the test that
compares the frontends (`crates/cli/tests/frontends.rs`)."""

import json

import dateline
from dateline import _native
from support import ROOT, fixtures


def through_c(content, settings):
    """The record in bytes, by the functions of the C ABI alone."""
    names = ("url", "published", "charset", "id", "kind")
    described = _native.describe(content, *(settings.get(name) for name in names))
    article = _native.extract(_native.options("all", False, "byte"), described)
    try:
        return _native.render(article, "json")
    finally:
        _native.free_article(article)


for path, content, settings in fixtures():
    answers = {
        "name": path.relative_to(ROOT / "tests").as_posix(),
        "c": through_c(content, settings),
        "python": dateline.extract(content, **settings).to_json(indent=True) + "\n",
        "python_many": next(dateline.extract_many([dateline.Item(content, **settings)])).to_json(),
    }
    print(json.dumps(answers))
