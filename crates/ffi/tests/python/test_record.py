"""The types are those of the record: the same fields as `docs/record.schema.json`."""

import dataclasses
import json
import typing
import unittest

import dateline
from support import ROOT, fixtures

SCHEMA = json.loads((ROOT / "docs/record.schema.json").read_text())


def fields_of(definition):
    """The fields of an object, those of all its variants together."""
    fields = set(definition.get("properties", {}))
    for variant in definition.get("oneOf", []):
        fields |= set(variant.get("properties", {}))
    return fields


def own_names(cls):
    return {name for name, member in vars(cls).items() if isinstance(member, property)}


class Types(unittest.TestCase):
    def test_ok_the_article_has_the_fields_of_the_record(self):
        self.assertEqual(own_names(dateline.Article), fields_of(SCHEMA))

    def test_ok_its_parts_have_theirs(self):
        checked = set()
        for name, definition in SCHEMA["$defs"].items():
            cls = getattr(dateline, name, None)
            if cls is None or not dataclasses.is_dataclass(cls):
                continue
            fields = {field.name for field in dataclasses.fields(cls)}
            self.assertEqual(fields, fields_of(definition), name)
            checked.add(name)
        expected = "Amount Author Block Dateline Entity Image KeyPhrase Link Mention Publisher Quotation Source Time"
        self.assertEqual(checked, {*expected.split(), "Warning"})

    def test_ok_everything_is_documented(self):
        for name in own_names(dateline.Article):
            self.assertTrue(getattr(dateline.Article, name).__doc__, name)
        for name in dateline.__all__:
            self.assertTrue(getattr(dateline, name).__doc__, name)

    def test_ok_annotations_can_be_read(self):
        for name in dateline.__all__:
            typing.get_type_hints(getattr(dateline, name))


class Values(unittest.TestCase):
    def test_ok_every_field_is_what_the_record_says(self):
        """The objects, turned back into plain data, are the record."""
        for path, content, settings in fixtures():
            article = dateline.extract(content, **settings)
            record = article.to_dict()
            for name in own_names(dateline.Article):
                value = plain(getattr(article, name))
                self.assertEqual(value if value else None, record.get(name) or None, f"{path.name}: {name}")


def plain(value):
    if dataclasses.is_dataclass(value):
        members = ((field, getattr(value, field.name)) for field in dataclasses.fields(value))
        kept = (
            (field.name, plain(member))
            for field, member in members
            if not (member is None or member == () or (field.name == "lead" and not member))
            or field.default is dataclasses.MISSING
        )
        return dict(kept)
    if isinstance(value, tuple):
        return [plain(member) for member in value]
    return value


if __name__ == "__main__":
    unittest.main()
