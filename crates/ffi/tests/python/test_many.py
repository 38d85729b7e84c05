"""Many inputs: order, errors, bounded reading; threads of the caller's own."""

import threading
import unittest

import dateline
from dateline.extraction import WINDOW_PER_JOB
from support import STORY, fixtures


class Many(unittest.TestCase):
    def test_ok_the_order_is_that_of_the_inputs(self):
        inputs = [dateline.Item(content, id=path.name, **settings) for path, content, settings in fixtures()]
        alone = [
            dateline.extract(i.html_or_text, url=i.url, published=i.published, id=i.id, kind=i.kind, charset=i.charset)
            for i in inputs
        ]
        for jobs in (None, 1, 3):
            self.assertEqual(list(dateline.extract_many(inputs, jobs=jobs)), alone)

    def test_ok_inputs_are_described_in_any_way(self):
        inputs = ["One.", b"Two.", dateline.Item("Three.", id="c"), {"html_or_text": "Four.", "id": "d"}]
        articles = list(dateline.extract_many(inputs, analysis="none"))
        self.assertEqual([article.text for article in articles], ["One.", "Two.", "Three.", "Four."])
        self.assertEqual([article.id for article in articles], [None, None, "c", "d"])

    def test_err_an_input_that_fails(self):
        inputs = ["One.", "dateline: panic", 17, {"html": "x"}, "Two.", "longer than the limit allows"]
        results = list(dateline.extract_many(inputs, errors="return", max_input_bytes=20))
        kinds = [type(result).__name__ for result in results]
        self.assertEqual(
            kinds, ["Article", "InternalError", "InvalidItem", "InvalidItem", "Article", "InputTooLarge"]
        )
        articles = dateline.extract_many(inputs)
        self.assertEqual(next(articles).text, "One.")
        with self.assertRaises(dateline.InternalError):
            next(articles)
        for wrong in ({"errors": "ignore"}, {"jobs": 0}, {"analysis": "verbs"}):
            with self.assertRaises(dateline.InvalidOption):
                dateline.extract_many(inputs, **wrong)

    def test_ok_inputs_are_read_only_a_window_ahead(self):
        read = 0

        def source():
            nonlocal read
            for number in range(1000):
                read += 1
                yield f"Story number {number}."

        for taken, article in enumerate(dateline.extract_many(source(), analysis="none", jobs=2), 1):
            self.assertEqual(article.text, f"Story number {taken - 1}.")
            self.assertLessEqual(read - taken, 2 * WINDOW_PER_JOB)
        self.assertEqual(read, 1000)

    def test_ok_an_iteration_may_be_left(self):
        articles = dateline.extract_many(iter(lambda: STORY, None), analysis="none")
        self.assertEqual(next(articles).text, STORY)
        articles.close()

    def test_err_of_the_source_is_the_callers(self):
        def source():
            yield STORY
            raise KeyError("mine")

        with self.assertRaises(KeyError):
            list(dateline.extract_many(source()))

    def test_ok_no_inputs(self):
        self.assertEqual(list(dateline.extract_many([])), [])


class Threads(unittest.TestCase):
    def test_ok_articles_are_shared_by_threads(self):
        shared = dateline.extract(STORY)
        expected = shared.to_json()
        failed = []

        def work():
            try:
                for _ in range(10):
                    assert dateline.extract(STORY) == shared
                    assert shared.to_json() == expected
                    assert len(shared.entities) >= 1
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failed, [])


class Memory(unittest.TestCase):
    def test_ok_memory_stays_flat(self):
        def resident():
            with open("/proc/self/statm") as statm:
                return int(statm.read().split()[1]) * 4096

        def round(count):
            for _ in range(count):
                article = dateline.extract(STORY, analysis="sentences")
                article.to_json()
                article.sentences
                try:
                    dateline.extract("x", max_input_bytes=1, url="y", kind="html", charset="latin-1")
                    dateline.extract("xx", max_input_bytes=1)
                except dateline.InputTooLarge:
                    pass

        try:
            resident()
        except OSError:
            self.skipTest("no /proc on this system")
        round(500)
        before = resident()
        round(2000)
        # One leaked record of this story would be 4 MB.
        self.assertLess(resident() - before, 2 << 20)


if __name__ == "__main__":
    unittest.main()
