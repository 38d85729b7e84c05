"""The drop-in for trafilatura."""

import json
import unittest

import dateline
from dateline.compat.trafilatura import extract
from support import ROOT, ferry

TABLES = (ROOT / "tests/pages/tables.html").read_bytes()


class Trafilatura(unittest.TestCase):
    def test_ok_text(self):
        text = extract(ferry())
        self.assertIn("“We cannot go on sailing an empty ship,” said Kari Nygaard", text)
        self.assertNotIn("\n\n", text)
        self.assertIsNone(extract(""))
        self.assertIsNone(extract("<html><body></body></html>"))

    def test_ok_json(self):
        record = json.loads(extract(ferry(), output_format="json", with_metadata=True, record_id="7"))
        self.assertEqual(record["title"], "Night ferry to Skarvik will stop in May")
        self.assertEqual(record["author"], "Ingrid Solberg")
        self.assertEqual((record["date"], record["hostname"]), ("2025-03-14", "courier.example"))
        self.assertEqual((record["id"], record["source-hostname"]), ("7", "The Fjord Courier"))
        self.assertEqual(list(json.loads(extract(ferry(), output_format="json"))), ["text", "comments"])

    def test_ok_other_formats(self):
        self.assertTrue(extract(ferry(), with_metadata=True).startswith("---\ntitle: Night ferry"))
        address = "https://courier.example/news/1"
        self.assertIn("](https://courier.example/doc", extract(ferry(), address, include_links=True))
        self.assertFalse(extract(ferry(), output_format="markdown").startswith("---"))
        self.assertIn("\t2025-03-14\t", extract(ferry(), output_format="csv"))
        self.assertIn("<p>", extract(ferry(), output_format="html"))

    def test_ok_tables(self):
        self.assertIn(" | ", extract(TABLES))
        self.assertNotIn(" | ", extract(TABLES, include_tables=False))

    def test_ok_conditions(self):
        self.assertIsNone(extract(ferry(), target_language="de"))
        self.assertTrue(extract(ferry(), target_language="en"))
        self.assertTrue(extract(ferry(), only_with_metadata=True))
        self.assertIsNone(extract("<p>Some text that has no date.</p>", only_with_metadata=True))
        self.assertIsNone(extract(ferry(), url="https://a.example/", url_blacklist={"https://a.example/"}))
        record = extract(ferry(), output_format="json", with_metadata=True, author_blacklist={"Ingrid Solberg"})
        self.assertIsNone(json.loads(record)["author"])

    def test_err_what_has_no_counterpart(self):
        self.assertTrue(extract(ferry(), fast=True, no_fallback=True, include_comments=False))
        for wrong in ({"favor_recall": True}, {"include_images": True}, {"output_format": "xml"}, {"deduplicate": True}):
            with self.assertRaises(dateline.InvalidOption):
                extract(ferry(), **wrong)
        with self.assertRaises(TypeError):
            extract(ferry(), speed=11)


if __name__ == "__main__":
    unittest.main()
