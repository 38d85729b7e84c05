"""Dateline on Spark: a frame of pages in, a frame of records out, each executor working on its own partitions.

Needs pyspark and pyarrow: `pip install dateline[spark]`.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from typing import Any, Optional

from . import columns
from .extraction import Analysis, Item


def extract(
    frame: Any,
    content: str = "html",
    *,
    url: Optional[str] = None,
    published: Optional[str] = None,
    id: Optional[str] = None,
    keep: Sequence[str] = (),
    analysis: Analysis = "all",
    captions_in_text: bool = False,
    max_input_bytes: Optional[int] = None,
    jobs: int = 1,
) -> Any:
    """The records of a frame's pages as a new frame with the columns of `docs/columns.md`.

    `content` names the column with the pages or texts, a string or binary column; `url`, `published` and `id`, when
    given, those with what is known about each. The columns in `keep` go before the record's own and must have other
    names. A page that fails, or is null, is a row with `error_code` and `error_message`. Each task uses `jobs` threads:
    1, unless the cluster gives a task more cores (`spark.task.cpus`).

    Lazy, like all of Spark, and deterministic: a task that is tried again gives the same rows.
    """
    chosen: dict[str, Any] = dict(
        analysis=analysis if isinstance(analysis, str) else list(analysis),
        captions_in_text=captions_in_text,
        max_input_bytes=max_input_bytes,
        jobs=jobs,
    )
    # A mistake in the options is told here, not in a job that dies.
    columns.extract((), **chosen)
    sources = {name: column for name, column in (("url", url), ("published", published), ("id", id)) if column}
    wanted = list(dict.fromkeys([*keep, content, *sources.values()]))
    kept = list(keep)

    def work(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            yield from _records(batch, content, sources, kept, chosen)

    fields = [frame.schema[name] for name in kept]
    types: Any = importlib.import_module("pyspark.sql.types")
    schema = types.StructType([*fields, *_spark_schema().fields])
    return frame.select(*wanted).mapInArrow(work, schema)


def _records(
    batch: Any, content: str, sources: dict[str, str], keep: list[str], chosen: dict[str, Any]
) -> Iterator[Any]:
    """The records of one Arrow batch, beside the columns to keep."""
    pyarrow: Any = importlib.import_module("pyarrow")
    pages = batch.column(content).to_pylist()
    known = {name: batch.column(column).to_pylist() for name, column in sources.items()}

    def inputs() -> Iterator[Any]:
        for index, page in enumerate(pages):
            facts = {name: values[index] for name, values in known.items()}
            if facts.get("id") is not None:
                facts["id"] = str(facts["id"])
            yield Item(page, **facts)

    reader = pyarrow.RecordBatchReader.from_stream(columns.extract(inputs(), **chosen))
    first = 0
    for records in reader:
        rows = batch.slice(first, records.num_rows)
        first += records.num_rows
        arrays = [rows.column(name) for name in keep] + list(records.columns)
        yield pyarrow.RecordBatch.from_arrays(arrays, names=[*keep, *records.schema.names])


def _spark_schema() -> Any:
    """The schema of records in Spark's terms."""
    pyarrow: Any = importlib.import_module("pyarrow")
    types: Any = importlib.import_module("pyspark.sql.pandas.types")
    return types.from_arrow_schema(pyarrow.RecordBatchReader.from_stream(columns.extract(())).schema)
