"""Many records as Arrow columns: one table with nested lists, for pyarrow, polars, DuckDB and whatever else reads the
Arrow C Data Interface. `docs/columns.md` explains the schema.

    table = pyarrow.table(dateline.columns.extract(pages))
    frame = polars.DataFrame(dateline.columns.extract(pages))
    reader = pyarrow.RecordBatchReader.from_stream(dateline.columns.extract(pages))   # bounded memory
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from os import PathLike
from typing import Any, Optional, Union

from . import _arrow, _native
from .errors import DatelineError
from .extraction import Analysis, Content, Item, read_all

#: Rows of one batch.
BATCH_ROWS = 512
#: A batch is ended early by this many bytes of input: Arrow's strings hold 2 GiB a batch.
BATCH_BYTES = 64 << 20


class Columns:
    """A stream of batches that is read once. The pages are extracted while it is read, on all cores."""

    def __init__(self, batches: Iterator[_native.Columns]) -> None:
        self._batches: Optional[Iterator[_native.Columns]] = batches

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The stream, for readers that know the Arrow PyCapsule interface."""
        batches, self._batches = self._batches, None
        if batches is None:
            raise ValueError("these columns were read already: extract again")

        def writers() -> Iterator[Callable[[int], None]]:
            for batch in batches:
                yield batch.export

        return _arrow.capsule(_native.columns_schema, writers())


def extract(
    inputs: Iterable[Union[Content, Item, Mapping[str, object]]],
    *,
    analysis: Analysis = "all",
    jobs: Optional[int] = None,
    captions_in_text: bool = False,
    max_input_bytes: Optional[int] = None,
    batch_rows: int = BATCH_ROWS,
) -> Columns:
    """The records of many pages or texts as columns, in their order, made on all cores while they are read.

    Inputs and options are those of `dateline.extract_many`. An input that fails is a row with `id`, `error_code` and
    `error_message`, and nulls elsewhere. Spans count characters.
    """
    results = read_all(inputs, analysis, jobs, captions_in_text, max_input_bytes)

    def batches() -> Iterator[_native.Columns]:
        batch, held = _native.Columns(), 0
        for result, ident, size in results:
            if isinstance(result, DatelineError):
                batch.append_error(ident, result.code, str(result))
            else:
                batch.append(result)
            held += size
            if len(batch) >= batch_rows or held >= BATCH_BYTES:
                yield batch
                batch, held = _native.Columns(), 0
        if len(batch):
            yield batch

    return Columns(batches())


def to_parquet(
    inputs: Iterable[Union[Content, Item, Mapping[str, object]]],
    path: Union[str, "PathLike[str]"],
    **options: Any,
) -> int:
    """Extracts many pages or texts into a Parquet file, holding one batch at a time; gives the number of rows.

    `options` are those of `extract`. Needs pyarrow.
    """
    pyarrow: Any = importlib.import_module("pyarrow")
    parquet: Any = importlib.import_module("pyarrow.parquet")
    reader = pyarrow.RecordBatchReader.from_stream(extract(inputs, **options))
    rows = 0
    with parquet.ParquetWriter(path, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows
