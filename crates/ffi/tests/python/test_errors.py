"""What can go wrong, by code; a panic that arrives as an exception."""

import os
import re
import subprocess
import sys
import unittest

import dateline
from dateline.errors import by_code
from support import ROOT, STORY


class Errors(unittest.TestCase):
    def test_err_options(self):
        for wrong in (
            {"analysis": "verbs"},
            {"kind": "pdf"},
            {"max_input_bytes": 0},
            {"max_input_bytes": 1 << 40},
        ):
            with self.assertRaises(dateline.InvalidOption) as caught:
                dateline.extract(STORY, **wrong)
            self.assertEqual(caught.exception.code, "invalid_option")
            self.assertIsInstance(caught.exception, ValueError)

    def test_err_input_too_large(self):
        with self.assertRaises(dateline.InputTooLarge) as caught:
            dateline.extract("eleven byte", max_input_bytes=10)
        self.assertIn("more than 10 bytes", str(caught.exception))
        self.assertEqual(dateline.extract("ten bytes.", max_input_bytes=10).text, "ten bytes.")

    def test_err_input_of_a_wrong_type(self):
        with self.assertRaises(dateline.InvalidItem):
            dateline.extract(17)

    def test_err_no_record(self):
        for text in ("", "{}", '{"schema": 1}', "[]"):
            with self.assertRaises(dateline.InvalidItem):
                dateline.Article.from_json(text)
        record = dateline.extract("Short.", analysis="sentences").to_json()
        with self.assertRaises(dateline.InvalidItem):
            dateline.Article.from_json(record.replace("[0,6]", "[0,7]"))

    def test_err_a_panic_is_an_exception_and_the_process_goes_on(self):
        for _ in range(3):
            with self.assertRaises(dateline.InternalError) as caught:
                dateline.extract(b"dateline: panic")
            self.assertEqual(caught.exception.code, "internal_error")
            self.assertIn("injected fault", str(caught.exception))
        self.assertEqual(dateline.extract(STORY).text, STORY)

    def test_ok_every_code_has_its_exception(self):
        table = (ROOT / "docs/record.md").read_text().split("## Errors")[1]
        codes = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
        self.assertGreaterEqual(len(codes), 6)
        for code in codes:
            error = by_code(code, "a message")
            self.assertIsNot(type(error), dateline.DatelineError, code)
            self.assertEqual((error.code, str(error)), (code, "a message"))
        self.assertEqual(by_code("one_of_a_newer_library").code, "one_of_a_newer_library")

    def test_err_no_library(self):
        environment = {**os.environ, "DATELINE_LIBRARY": ""}
        # Without the variable, and with no library in the package, the way out is told.
        run = subprocess.run(
            [sys.executable, "-c", "import dateline"], env=environment, capture_output=True, text=True
        )
        if run.returncode:
            self.assertIn("DATELINE_LIBRARY", run.stderr)


if __name__ == "__main__":
    unittest.main()
