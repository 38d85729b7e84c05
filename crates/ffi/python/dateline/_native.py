"""The C ABI through ctypes: the one module that knows that there is a library behind the package.

Everything here speaks the C ABI's terms (`include/dateline.h`); what users see is made elsewhere. ctypes lets go of
the interpreter's lock during every call, so threads extract at the same time.
"""

from __future__ import annotations

import os
import sys
from ctypes import (
    CDLL,
    POINTER,
    Structure,
    byref,
    c_bool,
    c_char_p,
    c_int32,
    c_size_t,
    c_uint32,
    c_void_p,
    sizeof,
    string_at,
)
from functools import lru_cache
from pathlib import Path
from typing import Any, Optional

from .errors import DatelineError, by_code

ABI_VERSION = 1
OFFSETS = {"byte": 0, "char": 1, "utf16": 2}
KINDS = {None: 0, "html": 1, "text": 2}
FORMATS = {"json": 0, "jsonl": 1, "markdown": 2, "text": 3, "html": 4, "page": 5}


class Str(Structure):
    """`dateline_str` as a result."""

    _fields_ = [("data", c_void_p), ("len", c_size_t)]


class StrArgument(Structure):
    """`dateline_str` as an argument: the same two words, filled from `bytes`."""

    _fields_ = [("data", c_char_p), ("len", c_size_t)]


class Buffer(Structure):
    """`dateline_buffer`."""

    _fields_ = [("data", c_void_p), ("len", c_size_t), ("capacity", c_size_t)]


class Input(Structure):
    """`dateline_input`, its strings taken apart so that one call fills it."""

    _fields_ = [
        ("struct_size", c_size_t),
        ("data", c_char_p),
        ("data_len", c_size_t),
        ("url", c_char_p),
        ("url_len", c_size_t),
        ("published", c_char_p),
        ("published_len", c_size_t),
        ("charset", c_char_p),
        ("charset_len", c_size_t),
        ("id", c_char_p),
        ("id_len", c_size_t),
        ("kind", c_int32),
    ]


def _find() -> str:
    """The library: the one that `DATELINE_LIBRARY` names, else the one in the package."""
    named = os.environ.get("DATELINE_LIBRARY")
    if named:
        return named
    here = Path(__file__).parent
    ending = {"darwin": ".dylib", "win32": ".dll"}.get(sys.platform, ".so")
    for found in sorted(here.glob(f"_library/*{ending}")):
        return str(found)
    raise ImportError(f"no library in {here}: install the wheel, or set DATELINE_LIBRARY to libdateline{ending}")


_library = CDLL(_find())


def _function(name: str, result: Any, *arguments: Any) -> Any:
    function = getattr(_library, name)
    function.restype = result
    function.argtypes = arguments
    return function


_abi_version = _function("dateline_abi_version", c_uint32)
if _abi_version() != ABI_VERSION:
    raise ImportError(f"the library speaks ABI version {_abi_version()}, this package {ABI_VERSION}")

_version = _function("dateline_version", Str)
_error_name = _function("dateline_error_name", Str, c_void_p)
_error_message = _function("dateline_error_message", Str, c_void_p)
_error_free = _function("dateline_error_free", None, c_void_p)
_buffer_free = _function("dateline_buffer_free", None, POINTER(Buffer))
_options_new = _function("dateline_options_new", c_void_p)
_options_free = _function("dateline_options_free", None, c_void_p)
_set_analysis = _function("dateline_options_set_analysis", c_int32, c_void_p, StrArgument, POINTER(c_void_p))
_set_captions = _function("dateline_options_set_captions_in_text", c_int32, c_void_p, c_bool, POINTER(c_void_p))
_set_offsets = _function("dateline_options_set_offsets", c_int32, c_void_p, c_int32, POINTER(c_void_p))
_set_limits = _function(
    "dateline_options_set_limits", c_int32, c_void_p, c_size_t, c_size_t, c_size_t, POINTER(c_void_p)
)
_extract = _function("dateline_extract", c_int32, c_void_p, POINTER(Input), POINTER(c_void_p), POINTER(c_void_p))
_from_json = _function(
    "dateline_article_from_json", c_int32, c_void_p, StrArgument, POINTER(c_void_p), POINTER(c_void_p)
)
_render = _function("dateline_article_render", c_int32, c_void_p, c_int32, POINTER(Buffer), POINTER(c_void_p))
_field = _function("dateline_article_field", c_int32, c_void_p, StrArgument, POINTER(Buffer), POINTER(c_void_p))
_text = _function("dateline_article_text", Str, c_void_p)
_title = _function("dateline_article_title", Str, c_void_p)
_batch_new = _function("dateline_batch_new", c_int32, c_void_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p))
_batch_push = _function("dateline_batch_push", c_int32, c_void_p, POINTER(Input), POINTER(c_void_p))
_batch_next = _function("dateline_batch_next", c_int32, c_void_p, POINTER(c_void_p), POINTER(c_void_p))
_batch_free = _function("dateline_batch_free", None, c_void_p)

_columns_new = _function("dateline_columns_new", c_void_p)
_columns_free = _function("dateline_columns_free", None, c_void_p)
_columns_append = _function("dateline_columns_append", c_int32, c_void_p, c_void_p, POINTER(c_void_p))
_columns_append_error = _function(
    "dateline_columns_append_error", c_int32, c_void_p, StrArgument, StrArgument, StrArgument, POINTER(c_void_p)
)
_columns_schema = _function("dateline_columns_schema", c_int32, c_void_p, POINTER(c_void_p))
_columns_export = _function("dateline_columns_export", c_int32, c_void_p, c_void_p, POINTER(c_void_p))

#: Frees an article's handle.
free_article: Any = _function("dateline_article_free", None, c_void_p)


def _string(view: Str) -> Optional[str]:
    return None if view.data is None else string_at(view.data, view.len).decode()


def _take(buffer: Buffer) -> Optional[str]:
    """What a buffer holds; gives its memory back."""
    if buffer.data is None:
        return None
    try:
        return string_at(buffer.data, buffer.len).decode()
    finally:
        _buffer_free(byref(buffer))


def _exception(error: c_void_p) -> DatelineError:
    """The exception that an error stands for; gives its memory back."""
    try:
        return by_code(_string(_error_name(error)) or "", _string(_error_message(error)) or "")
    finally:
        _error_free(error)


def _argument(text: str) -> StrArgument:
    data = text.encode()
    return StrArgument(data, len(data))


class Options:
    """A handle of options, never changed after it is made."""

    __slots__ = ("handle",)

    def __init__(self, analysis: str, captions_in_text: bool, offsets: str, max_input_bytes: int) -> None:
        self.handle: Optional[int] = _options_new()
        error = c_void_p()
        if (
            _set_analysis(self.handle, _argument(analysis), byref(error))
            or _set_captions(self.handle, captions_in_text, byref(error))
            or _set_offsets(self.handle, OFFSETS[offsets], byref(error))
            or _set_limits(self.handle, max_input_bytes, 0, 0, byref(error))
        ):
            raise _exception(error)

    def __del__(self, free: Any = _options_free) -> None:
        if self.handle is not None:
            free(self.handle)


@lru_cache(maxsize=64)
def options(analysis: str, captions_in_text: bool, offsets: str = "char", max_input_bytes: int = 0) -> Options:
    """Options with these values; the same ones are made once."""
    return Options(analysis, captions_in_text, offsets, max_input_bytes)


def describe(
    data: bytes,
    url: Optional[str],
    published: Optional[str],
    charset: Optional[str],
    ident: Optional[str],
    kind: Optional[str],
) -> Input:
    """An input for the library; it keeps what it points at alive."""
    described = Input(_INPUT_SIZE, data, len(data))
    if url is not None:
        described.url = encoded = url.encode("utf-8", "replace")
        described.url_len = len(encoded)
    if published is not None:
        described.published = encoded = published.encode("utf-8", "replace")
        described.published_len = len(encoded)
    if charset is not None:
        described.charset = encoded = charset.encode("utf-8", "replace")
        described.charset_len = len(encoded)
    if ident is not None:
        described.id = encoded = ident.encode("utf-8", "replace")
        described.id_len = len(encoded)
    if kind is not None:
        described.kind = KINDS[kind]
    return described


_INPUT_SIZE = sizeof(Input)


def extract(chosen: Options, described: Input) -> int:
    """The handle of the article."""
    article, error = c_void_p(), c_void_p()
    if _extract(chosen.handle, byref(described), byref(article), byref(error)):
        raise _exception(error)
    assert article.value is not None
    return article.value


def from_json(chosen: Options, record: str) -> int:
    """The handle of the article that a stored record describes."""
    article, error = c_void_p(), c_void_p()
    if _from_json(chosen.handle, _argument(record), byref(article), byref(error)):
        raise _exception(error)
    assert article.value is not None
    return article.value


def render(article: int, form: str) -> str:
    """The article in a form of `FORMATS`."""
    buffer, error = Buffer(), c_void_p()
    if _render(article, FORMATS[form], byref(buffer), byref(error)):
        raise _exception(error)
    return _take(buffer) or ""


def field(article: int, name: str) -> Optional[str]:
    """One field as JSON; `None` when the record does not have it."""
    buffer, error = Buffer(), c_void_p()
    if _field(article, _argument(name), byref(buffer), byref(error)):
        raise _exception(error)
    return _take(buffer)


def text(article: int) -> str:
    """The body's text."""
    return _string(_text(article)) or ""


def title(article: int) -> Optional[str]:
    """The headline."""
    return _string(_title(article))


def version() -> str:
    """The library's version."""
    return _string(_version()) or ""


class Batch:
    """A line of inputs on many threads: articles come out in the order in which inputs went in."""

    __slots__ = ("handle", "options")

    def __init__(self, chosen: Options, jobs: int) -> None:
        batch, error = c_void_p(), c_void_p()
        self.handle: Optional[int] = None
        if _batch_new(chosen.handle, jobs, byref(batch), byref(error)):
            raise _exception(error)
        self.handle = batch.value
        self.options = chosen

    def push(self, described: Input) -> None:
        """Puts an input, which is copied, at the end of the line."""
        error = c_void_p()
        if _batch_push(self.handle, byref(described), byref(error)):
            raise _exception(error)

    def next(self) -> Optional[int]:
        """The handle of the oldest input's article; `None` when the line is empty."""
        article, error = c_void_p(), c_void_p()
        if _batch_next(self.handle, byref(article), byref(error)):
            raise _exception(error)
        return article.value

    def close(self) -> None:
        """Ends the threads and drops what is in the line."""
        handle, self.handle = self.handle, None
        if handle is not None:
            _batch_free(handle)

    def __del__(self) -> None:
        self.close()


class Columns:
    """Rows on their way into Arrow columns."""

    __slots__ = ("handle", "rows")

    def __init__(self) -> None:
        self.handle: int = _columns_new()
        self.rows = 0

    def __len__(self) -> int:
        return self.rows

    def append(self, article: int) -> None:
        """Adds a record; takes over the article's handle."""
        error = c_void_p()
        if _columns_append(self.handle, article, byref(error)):
            raise _exception(error)
        self.rows += 1

    def append_error(self, ident: Optional[str], code: str, message: str) -> None:
        """Adds a row for an input that failed."""
        error = c_void_p()
        name = StrArgument() if ident is None else _argument(ident)
        if _columns_append_error(self.handle, name, _argument(code), _argument(message), byref(error)):
            raise _exception(error)
        self.rows += 1

    def export(self, address: int) -> None:
        """Moves the rows into the `struct ArrowArray` at an address."""
        error = c_void_p()
        if _columns_export(self.handle, address, byref(error)):
            raise _exception(error)
        self.rows = 0

    def __del__(self, free: Any = _columns_free) -> None:
        free(self.handle)


def columns_schema(address: int) -> None:
    """Writes the schema of all columns into the `struct ArrowSchema` at an address."""
    error = c_void_p()
    if _columns_schema(address, byref(error)):
        raise _exception(error)
