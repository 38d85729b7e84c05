"""One input: the article, its fields, its forms."""

import datetime
import json
import pickle
import unittest

import dateline
from support import STORY, ferry, fixtures


class Spans(unittest.TestCase):
    def test_ok_spans_index_the_text(self):
        article = dateline.extract(STORY, published="2025-02-03")
        self.assertEqual(article.text, STORY)
        self.assertEqual(article.surface(article.dateline), "ZÜRICH, Feb. 3 (Reuters)")
        quotation = next(quotation for quotation in article.quotations if quotation.kind == "direct")
        self.assertEqual(article.text[quotation.start : quotation.end].strip("“”,"), "We cannot leave the ships in the dark")
        self.assertEqual(article.speaker(quotation).name, "Zoë Müller")
        self.assertEqual([cue.of(article.text) for cue in quotation.cue], ["said"])
        monday = next(time for time in article.times if article.surface(time) == "Monday")
        self.assertEqual((monday.kind, monday.value), ("date", "2025-02-03"))
        money = next(amount for amount in article.amounts if amount.kind == "money")
        self.assertEqual((money.value, money.unit), (5_000_000, "EUR"))

    def test_ok_every_span_of_every_fixture_lies_in_its_text(self):
        for path, content, settings in fixtures():
            article = dateline.extract(content, **settings)
            length = len(article.text)
            spans = [*article.sentences, *article.blocks, *article.links, *article.times, *article.amounts]
            spans += [mention for entity in article.entities for mention in entity.mentions]
            spans += [span for q in article.quotations for span in (*q.content, *q.cue, *q.source)]
            spans += [cell for block in article.blocks for row in block.rows or () for cell in row]
            for span in spans:
                self.assertTrue(0 <= span.start <= span.end <= length, f"{path.name}: {span}")
            for phrase in article.key_phrases:
                self.assertEqual(phrase.spans[0].of(article.text).casefold(), phrase.text.casefold(), path.name)


class Fields(unittest.TestCase):
    def test_ok_metadata_of_a_page(self):
        article = dateline.extract(ferry())
        self.assertEqual(article.title, "Night ferry to Skarvik will stop in May")
        self.assertEqual(article.authors, (
            dateline.Author("Ingrid Solberg", "person", "https://courier.example/staff/ingrid-solberg"),
        ))
        self.assertEqual(article.published, "2025-03-14T17:40:00+01:00")
        self.assertEqual(article.publisher.name, "The Fjord Courier")
        self.assertEqual(article.source.kind, "html")
        self.assertIn(article.provenance["title"], ("json_ld", "meta", "visible", "microdata"))
        self.assertIsNone(article.id)

    def test_ok_a_field_that_is_not_read_costs_nothing(self):
        article = dateline.extract(ferry())
        self.assertEqual(article._read, {})
        self.assertTrue(article.title)
        self.assertEqual(list(article._read), ["title"])
        self.assertIs(article.entities, article.entities)

    def test_ok_absent_layers_are_told_from_empty_ones(self):
        article = dateline.extract("The ferry stops in May.", analysis=["quotations"])
        self.assertEqual((article.quotations, article.has("quotations")), ((), True))
        self.assertEqual((article.entities, article.has("entities")), ((), False))
        self.assertFalse(dateline.extract(STORY, analysis="none").has("sentences"))
        self.assertFalse(dateline.extract(STORY, analysis=()).has("sentences"))
        with self.assertRaises(dateline.InvalidOption):
            article.has("moods")

    def test_ok_what_the_caller_knows(self):
        article = dateline.extract(
            "<p>The ferry stops <a href='/more'>tomorrow</a>, the company said.",
            url="https://courier.example/news/1",
            published=datetime.date(2025, 1, 17),
            id="one",
        )
        self.assertEqual(article.id, "one")
        self.assertEqual(article.source.url, "https://courier.example/news/1")
        self.assertEqual((article.published, article.provenance["published"]), ("2025-01-17", "caller"))
        self.assertEqual([link.url for link in article.links], ["https://courier.example/more"])
        self.assertEqual([time.value for time in article.times], ["2025-01-18"])

    def test_ok_kinds_of_input(self):
        markup = "<p>One line of a page.</p>"
        self.assertEqual(dateline.extract(markup).text, "One line of a page.")
        self.assertEqual(dateline.extract(markup, kind="text").text, markup)
        for content in (STORY, STORY.encode(), bytearray(STORY.encode()), memoryview(STORY.encode())):
            self.assertEqual(dateline.extract(content).text, STORY)
        self.assertEqual(dateline.extract("Café".encode("latin-1"), charset="latin-1").text, "Café")
        # What a page declares about bytes does not hold for characters.
        self.assertIn("Çéà", dateline.extract("<meta charset=koi8-r><p>Çéà and some more words.").text)
        self.assertEqual(dateline.extract("").text, "")
        self.assertEqual(dateline.extract("zero \0 byte").text, "zero \0 byte")

    def test_ok_halves_of_surrogate_pairs(self):
        self.assertEqual(dateline.extract("a \ud83d\ude00 b \ud83d c").text, "a 😀 b \ufffd c")


class Forms(unittest.TestCase):
    def setUp(self):
        self.article = dateline.extract(ferry())

    def test_ok_json(self):
        record = self.article.to_dict()
        self.assertEqual(record, json.loads(self.article.to_json(indent=True)))
        self.assertEqual((record["schema"], record["offset_unit"]), ("dateline/1", "char"))
        self.assertNotIn("\n", self.article.to_json())
        self.assertEqual(len(record["entities"]), len(self.article.entities))

    def test_ok_other_forms(self):
        self.assertTrue(self.article.to_markdown().startswith("---\n"))
        self.assertIn("<p>", self.article.to_html())
        self.assertIn("Kari Nygaard", self.article.to_text())
        self.assertTrue(self.article.to_page().startswith("<!DOCTYPE html>"))

    def test_ok_a_notebook_shows_the_marked_article(self):
        shown = self.article._repr_html_()
        self.assertTrue(shown.startswith("<iframe srcdoc=") and shown.endswith("</iframe>"))
        self.assertIn("sandbox", shown)
        self.assertNotIn("<style>", shown)
        self.assertIn("Night ferry to Skarvik", repr(self.article))

    def test_ok_there_and_back(self):
        for again in (
            dateline.Article.from_json(self.article.to_json()),
            pickle.loads(pickle.dumps(self.article)),
        ):
            self.assertEqual(again, self.article)
            self.assertEqual(hash(again), hash(self.article))
            self.assertEqual(again.to_page(), self.article.to_page())
            self.assertEqual(again.quotations, self.article.quotations)
        self.assertNotEqual(self.article, dateline.extract(STORY))


if __name__ == "__main__":
    unittest.main()
