"""Records as Arrow columns: the bare interface, and, where they are installed, pyarrow, polars and DuckDB."""

import ctypes
import gc
import importlib.util
import tempfile
import unittest
from pathlib import Path

import dateline
from dateline import _arrow, columns
from support import ferry, fixtures

INPUTS = [dateline.Item(content, id=path.name, **settings) for path, content, settings in fixtures()]
INPUTS.insert(3, dateline.Item("dateline: panic", id="bad"))


def needs(*modules):
    missing = [module for module in modules if importlib.util.find_spec(module) is None]
    # What takes the columns is no dependency of the package; `full.sh` installs all of it.
    return unittest.skipIf(missing, f"not installed: {', '.join(missing)}")


class Interface(unittest.TestCase):
    def stream(self, **options):
        capsule = columns.extract(INPUTS, **options).__arrow_c_stream__()
        get = ctypes.pythonapi.PyCapsule_GetPointer
        get.restype, get.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
        return capsule, _arrow.ArrowArrayStream.from_address(get(capsule, b"arrow_array_stream"))

    def test_ok_a_reader_gets_schema_batches_and_end(self):
        capsule, stream = self.stream(analysis="none", batch_rows=20)
        schema = _arrow.ArrowSchema()
        self.assertEqual(stream.get_schema(ctypes.pointer(stream), ctypes.addressof(schema)), 0)
        self.assertEqual((schema.format, schema.n_children), (b"+s", 30))
        schema.release(ctypes.pointer(schema))
        lengths = []
        while True:
            array = _arrow.ArrowArray()
            self.assertEqual(stream.get_next(ctypes.pointer(stream), ctypes.addressof(array)), 0)
            if not array.release:
                break
            self.assertEqual(array.n_children, 30)
            lengths.append(array.length)
            array.release(ctypes.pointer(array))
        self.assertEqual(sum(lengths), len(INPUTS))
        self.assertEqual(set(lengths[:-1]), {20})
        stream.release(ctypes.pointer(stream))
        self.assertFalse(stream.release)

    def test_ok_a_capsule_that_nobody_reads_is_released(self):
        gc.collect()
        before = len(_arrow._LIVE)
        capsule, _ = self.stream(analysis="none")
        self.assertEqual(len(_arrow._LIVE), before + 1)
        del capsule
        gc.collect()
        self.assertEqual(len(_arrow._LIVE), before)
        self.assertEqual(len(_arrow._HELD), 0)

    def test_err_columns_are_read_once(self):
        found = columns.extract(["One."])
        found.__arrow_c_stream__()
        with self.assertRaises(ValueError):
            found.__arrow_c_stream__()

    def test_err_of_the_source_is_the_streams_last_error(self):
        def source():
            yield "One."
            raise KeyError("mine")

        capsule = columns.extract(source()).__arrow_c_stream__()
        get = ctypes.pythonapi.PyCapsule_GetPointer
        get.restype, get.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
        stream = _arrow.ArrowArrayStream.from_address(get(capsule, b"arrow_array_stream"))
        array = _arrow.ArrowArray()
        self.assertNotEqual(stream.get_next(ctypes.pointer(stream), ctypes.addressof(array)), 0)
        message = ctypes.string_at(stream.get_last_error(ctypes.pointer(stream)))
        self.assertIn(b"KeyError", message)


@needs("pyarrow")
class PyArrow(unittest.TestCase):
    def test_ok_rows_are_the_records(self):
        import pyarrow

        table = pyarrow.table(columns.extract(INPUTS))
        table.validate(full=True)
        rows = table.to_pylist()
        results = list(dateline.extract_many(INPUTS, errors="return"))
        self.assertEqual(len(rows), len(results))
        for row, result in zip(rows, results):
            if isinstance(result, dateline.DatelineError):
                self.assertEqual((row["id"], row["error_code"]), ("bad", "internal_error"))
                self.assertEqual([name for name, value in row.items() if value is not None], ["id", "error_code", "error_message"])
                continue
            self.assertIsNone(row["error_code"])
            self.same(row, result)

    def same(self, row, article):
        for name in ("id", "title", "published", "language", "page_kind", "text", "offset_unit"):
            self.assertEqual(row[name], getattr(article, name), name)
        for name in ("sentences", "entities", "quotations", "times", "amounts", "key_sentences", "key_phrases"):
            self.assertEqual(row[name] is not None, article.has(name), name)
        self.assertEqual([(s["start"], s["end"]) for s in row["sentences"] or ()], list(article.sentences))
        self.assertEqual([link["url"] for link in row["links"]], [link.url for link in article.links])
        self.assertEqual([block["kind"] for block in row["blocks"]], [block.kind for block in article.blocks])
        self.assertEqual({p["field"]: p["source"] for p in row["provenance"]}, article.provenance)
        for cells, entity in zip(row["entities"] or (), article.entities):
            self.assertEqual((cells["name"], cells["kind"]), (entity.name, entity.kind))
            self.assertEqual([m["text"] for m in cells["mentions"]], [m.span.of(article.text) for m in entity.mentions])
        for cells, quotation in zip(row["quotations"] or (), article.quotations):
            self.assertEqual([c["text"] for c in cells["content"]], [c.of(article.text) for c in quotation.content])
            speaker = article.speaker(quotation)
            self.assertEqual(cells["speaker_name"], speaker and speaker.name)
        for name in ("times", "amounts"):
            for cells, item in zip(row[name] or (), getattr(article, name)):
                self.assertEqual((cells["text"], cells["value"]), (article.surface(item), item.value))

    def test_ok_memory_is_given_back(self):
        import pyarrow

        for _ in range(3):
            reader = pyarrow.RecordBatchReader.from_stream(columns.extract(INPUTS, analysis="none", batch_rows=7))
            next(iter(reader))
            del reader
        gc.collect()
        self.assertEqual((len(_arrow._LIVE), len(_arrow._HELD)), (0, 0))

    def test_ok_parquet(self):
        import pyarrow.parquet

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "news.parquet"
            self.assertEqual(columns.to_parquet(INPUTS, path, batch_rows=16), len(INPUTS))
            read = pyarrow.parquet.read_table(path)
            self.assertEqual(read, pyarrow.table(columns.extract(INPUTS)).combine_chunks())


@needs("polars")
class Polars(unittest.TestCase):
    def test_ok_a_frame(self):
        import polars

        frame = polars.DataFrame(columns.extract([ferry()]))
        self.assertEqual(frame["title"].to_list(), ["Night ferry to Skarvik will stop in May"])
        speakers = frame.explode("quotations").select(polars.col("quotations").struct.field("speaker_name"))
        self.assertIn("Kari Nygaard", speakers.to_series().to_list())


@needs("duckdb", "pyarrow")
class DuckDb(unittest.TestCase):
    def test_ok_a_query(self):
        import duckdb
        import pyarrow

        news = pyarrow.RecordBatchReader.from_stream(columns.extract([ferry()]))
        query = "select q.speaker_name from (select unnest(quotations) as q from news) where q.kind = 'direct'"
        self.assertIn(("Kari Nygaard",), duckdb.sql(query).fetchall())


if __name__ == "__main__":
    unittest.main()
