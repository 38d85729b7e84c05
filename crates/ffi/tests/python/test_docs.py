"""The Python examples of the documentation run, in the order in which a reader meets them."""

import contextlib
import importlib.util
import io
import os
import re
import shutil
import tempfile
import unittest

from support import ROOT

BLOCK = re.compile(r"(?:<!-- needs: ([^>]*) -->\n)?```python\n(.*?)```", re.DOTALL)


class Docs(unittest.TestCase):
    def run_page(self, name):
        page = ROOT / "docs" / name
        blocks = BLOCK.findall(page.read_text())
        self.assertTrue(blocks, name)
        scope, here = {}, os.getcwd()
        with tempfile.TemporaryDirectory() as folder:
            for example in (ROOT / "docs/examples").iterdir():
                shutil.copy(example, folder)
            os.chdir(folder)
            try:
                for needs, source in blocks:
                    if all(importlib.util.find_spec(module) for module in needs.split()):
                        # Files that an example leaves open are closed with its names.
                        source = re.sub(r"open\(([^)]*)\)\.read\(\)", r"read(\1)", source)
                        scope.setdefault("read", read)
                        with contextlib.redirect_stdout(io.StringIO()):
                            exec(compile(source, str(page), "exec"), scope)
            finally:
                os.chdir(here)

    def test_ok_python(self):
        self.run_page("python.md")

    def test_ok_migration(self):
        self.run_page("python-migration.md")

    def test_ok_columns(self):
        self.run_page("columns.md")


def read(name, mode):
    with open(name, mode) as file:
        return file.read()


if __name__ == "__main__":
    unittest.main()
