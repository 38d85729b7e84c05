"""Extraction: one input, or many on all cores."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, Optional, Union, overload

from . import _native
from .article import Article
from .errors import DatelineError, InvalidItem, InvalidOption

Content = Union[str, bytes, bytearray, memoryview]
Kind = Literal["html", "text"]
Analysis = Union[str, Iterable[str]]

#: Inputs that `extract_many` holds for each thread: enough that one slow item does not idle the others.
WINDOW_PER_JOB = 16
#: Bytes of inputs that `extract_many` holds, one input more at most.
WINDOW_BYTES = 64 << 20


@dataclass(frozen=True)
class Item:
    """One input of `extract_many`: the arguments that `extract` takes for it."""

    #: The page or text.
    html_or_text: Content
    #: The page's address.
    url: Optional[str] = None
    #: When it was published.
    published: Union[str, date, None] = None
    #: The caller's name for it.
    id: Optional[str] = None
    #: Web page or plain text; judged by content when `None`.
    kind: Optional[Kind] = None
    #: The charset that came with bytes.
    charset: Optional[str] = None


def extract(
    html_or_text: Content,
    *,
    url: Optional[str] = None,
    published: Union[str, date, None] = None,
    analysis: Analysis = "all",
    id: Optional[str] = None,
    kind: Optional[Kind] = None,
    charset: Optional[str] = None,
    captions_in_text: bool = False,
    max_input_bytes: Optional[int] = None,
) -> Article:
    """The record of one page or text.

    `html_or_text` is a page or a plain text, which is judged by its content unless `kind` tells; of bytes, the charset
    is found out. `url` resolves links and is evidence for the date. `published`, a date or ISO 8601, is what relative
    times are read against. `analysis` is `all`, `none`, or names of layers as a list or joined by commas: sentences,
    dateline, entities, quotations, times, amounts, key. `max_input_bytes` is 128 MiB by default.

    Raises `InputTooLarge` and `InvalidOption`; a strange page raises nothing.
    """
    options = _native.options(_layers(analysis), captions_in_text, "char", _limit(max_input_bytes))
    item = _describe(html_or_text, url, published, charset, id, kind)
    return Article(_native.extract(options, item))


@overload
def extract_many(
    inputs: Iterable[Union[Content, Item, Mapping[str, object]]],
    *,
    analysis: Analysis = ...,
    jobs: Optional[int] = ...,
    errors: Literal["raise"] = ...,
    captions_in_text: bool = ...,
    max_input_bytes: Optional[int] = ...,
) -> Iterator[Article]: ...


@overload
def extract_many(
    inputs: Iterable[Union[Content, Item, Mapping[str, object]]],
    *,
    analysis: Analysis = ...,
    jobs: Optional[int] = ...,
    errors: Literal["return"],
    captions_in_text: bool = ...,
    max_input_bytes: Optional[int] = ...,
) -> Iterator[Union[Article, DatelineError]]: ...


def extract_many(
    inputs: Iterable[Union[Content, Item, Mapping[str, object]]],
    *,
    analysis: Analysis = "all",
    jobs: Optional[int] = None,
    errors: Literal["raise", "return"] = "raise",
    captions_in_text: bool = False,
    max_input_bytes: Optional[int] = None,
) -> Iterator[Union[Article, DatelineError]]:
    """The records of many pages or texts, in their order, made on all cores.

    An input is what `extract` takes, an `Item`, or a mapping with the fields of one (`{"html_or_text": …, "url": …}`).
    They are read lazily, at most a window ahead, so memory stays bounded however many there are. `jobs` is the number
    of threads, by default one for each core. An input that fails raises its exception, which ends the iteration, or
    with `errors="return"` stands in its place as that exception.
    """
    if errors not in ("raise", "return"):
        raise InvalidOption(f"option `errors`: `{errors}` is neither `raise` nor `return`")
    results = read_all(inputs, analysis, jobs, captions_in_text, max_input_bytes)
    return _articles(results, errors == "return")


Result = tuple[Union[int, DatelineError], Optional[str], int]


def _articles(results: Iterator[Result], keep_errors: bool) -> Iterator[Union[Article, DatelineError]]:
    for result, _, _ in results:
        if isinstance(result, int):
            yield Article(result)
        elif keep_errors:
            yield result
        else:
            raise result


def read_all(
    inputs: Iterable[Union[Content, Item, Mapping[str, object]]],
    analysis: Analysis,
    jobs: Optional[int],
    captions_in_text: bool,
    max_input_bytes: Optional[int],
) -> Iterator[Result]:
    """For each input the handle of its article, or why there is none; its id; its size in bytes."""
    if jobs is not None and jobs < 1:
        raise InvalidOption("option `jobs`: must be 1 or more")
    options = _native.options(_layers(analysis), captions_in_text, "char", _limit(max_input_bytes))
    return _stream(inputs, options, jobs or cores())


def _stream(
    inputs: Iterable[Union[Content, Item, Mapping[str, object]]],
    options: _native.Options,
    jobs: int,
) -> Iterator[Result]:
    source = iter(inputs)
    batch = _native.Batch(options, jobs)
    # For each input on its way: why it could not be sent, if so; its id; its size.
    pending: deque[tuple[Optional[DatelineError], Optional[str], int]] = deque()
    held = 0
    more = True
    try:
        while True:
            while more and len(pending) < jobs * WINDOW_PER_JOB and held < WINDOW_BYTES:
                try:
                    entry = next(source)
                except StopIteration:
                    more = False
                    break
                failed, ident, size = None, None, 0
                try:
                    item = _item(entry)
                    ident = item.id
                    described = _describe(
                        item.html_or_text, item.url, item.published, item.charset, ident, item.kind
                    )
                    batch.push(described)
                    size = described.data_len
                except DatelineError as error:
                    failed = error
                pending.append((failed, ident, size))
                held += size
            if not pending:
                return
            failed, ident, size = pending.popleft()
            held -= size
            if failed is not None:
                yield failed, ident, size
                continue
            try:
                handle = batch.next()
                assert handle is not None
            except DatelineError as error:
                yield error, ident, size
            else:
                yield handle, ident, size
    finally:
        batch.close()


def cores() -> int:
    """The cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def _item(entry: Union[Content, Item, Mapping[str, object]]) -> Item:
    if isinstance(entry, Item):
        return entry
    if isinstance(entry, Mapping):
        try:
            return Item(**entry)  # type: ignore[arg-type]
        except TypeError as error:
            raise InvalidItem(f"an input's mapping: {error}") from None
    return Item(entry)


def _describe(
    content: Content,
    url: Optional[str],
    published: Union[str, date, None],
    charset: Optional[str],
    ident: Optional[str],
    kind: Optional[str],
) -> _native.Input:
    if isinstance(content, str):
        # Characters already: what charset a page declares is not asked about.
        charset = "utf-8"
        try:
            data = content.encode()
        except UnicodeEncodeError:
            # Halves of surrogate pairs: pairs are joined, what stands alone is no character.
            data = content.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()
    elif isinstance(content, bytes):
        data = content
    elif isinstance(content, (bytearray, memoryview)):
        data = bytes(content)
    else:
        raise InvalidItem(f"an input is str or bytes, not {type(content).__name__}")
    if kind not in _native.KINDS:
        raise InvalidOption(f"option `kind`: `{kind}` is neither `html` nor `text`")
    if isinstance(published, date):
        published = published.isoformat()
    return _native.describe(data, url, published, charset, ident, kind)


def _layers(analysis: Analysis) -> str:
    return analysis if isinstance(analysis, str) else ",".join(analysis) or "none"


def _limit(max_input_bytes: Optional[int]) -> int:
    if max_input_bytes is None:
        return 0
    if max_input_bytes < 1:
        raise InvalidOption("option `max_input_bytes`: must be 1 or more")
    return max_input_bytes
