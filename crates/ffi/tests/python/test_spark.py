"""Records on a local Spark session: several thousand pages, bad ones among them, tasks that are tried again."""

import importlib.util
import os
import sys
import tempfile
import unittest
from pathlib import Path

import dateline
from support import fixtures

MISSING = [module for module in ("pyspark", "pyarrow", "pandas") if importlib.util.find_spec(module) is None]
PAGES = 4000


# Spark is no dependency of the package: where it is not installed there is nothing to test. `full.sh` installs it.
@unittest.skipIf(MISSING, f"not installed: {', '.join(MISSING)}")
class Spark(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        from pyspark.sql import SparkSession

        os.environ["PYSPARK_PYTHON"] = sys.executable
        # Two cores, and a task may fail twice before the job does.
        builder = SparkSession.builder.master("local[2,3]").appName("dateline")
        builder = builder.config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1")
        builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
        builder = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "200")
        cls.spark = builder.getOrCreate()
        cls.spark.sparkContext.setLogLevel("OFF")
        pages = [(path.name, content, settings.get("url")) for path, content, settings in fixtures()]
        rows = [(f"{number}", *pages[number % len(pages)][1:]) for number in range(PAGES)]
        # Pages that fail: one that panics in a build with faults, and one that is none.
        rows[5] = ("5", b"dateline: panic", None)
        rows[2345] = ("2345", None, None)
        cls.rows = rows
        cls.frame = cls.spark.createDataFrame(rows, "key string, html binary, url string").repartition(8, "key")

    @classmethod
    def tearDownClass(cls):
        cls.spark.stop()

    def records(self, frame, **options):
        import dateline.spark

        found = dateline.spark.extract(frame, url="url", keep=["key"], analysis="sentences,dateline", **options)
        return {row["key"]: row for row in found.collect()}

    def test_ok_every_page_has_its_row(self):
        records = self.records(self.frame)
        self.assertEqual(len(records), PAGES)
        items = [dateline.Item(content, url=url) for _, content, url in self.rows]
        results = dateline.extract_many(items, analysis="sentences,dateline", errors="return")
        failed = []
        for (key, _, _), result in zip(self.rows, results):
            row = records[key]
            if isinstance(result, dateline.DatelineError):
                failed.append((key, row["error_code"]))
                self.assertEqual((row["error_code"], row["text"]), (result.code, None))
            else:
                self.assertIsNone(row["error_code"])
                self.assertEqual((row["title"], row["text"]), (result.title, result.text))
                self.assertEqual([tuple(span) for span in row["sentences"] or ()], list(result.sentences))
        self.assertEqual([key for key, _ in failed], ["5", "2345"])
        self.assertEqual(dict(failed)["2345"], "invalid_item")

    def test_ok_a_task_that_is_tried_again_gives_the_same_rows(self):
        with tempfile.TemporaryDirectory() as folder:
            marks = Path(folder)

            def fail_once(batches):
                """Fails each partition the first time, when some of its rows are through already."""
                from pyspark import TaskContext

                context = TaskContext.get()
                for number, batch in enumerate(batches):
                    if number == 1 and context.attemptNumber() == 0:
                        (marks / str(context.partitionId())).touch()
                        raise RuntimeError("lost this executor")
                    yield batch

            shaky = self.frame.mapInArrow(fail_once, self.frame.schema)
            self.assertEqual(self.records(shaky), self.records(self.frame))
            self.assertEqual(len(list(marks.iterdir())), 8)

    def test_err_a_mistake_is_told_before_the_job(self):
        import dateline.spark

        with self.assertRaises(dateline.InvalidOption):
            dateline.spark.extract(self.frame, analysis="moods")


if __name__ == "__main__":
    unittest.main()
