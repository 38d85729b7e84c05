"""The Arrow C Data Interface through ctypes: a stream of batches that are made while they are read.

A stream is a C struct with four functions. Its reader calls them, on whatever thread it likes; ctypes takes the
interpreter's lock for each. The batches themselves are made by the library and never become Python objects.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from ctypes import (
    CFUNCTYPE,
    POINTER,
    PYFUNCTYPE,
    Structure,
    addressof,
    c_char_p,
    c_int,
    c_int64,
    c_void_p,
    cast,
    memset,
    pointer,
    py_object,
    pythonapi,
    sizeof,
)
from typing import Any, Optional


class ArrowSchema(Structure):
    """`struct ArrowSchema`."""


ArrowSchema._fields_ = [
    ("format", c_char_p),
    ("name", c_char_p),
    ("metadata", c_char_p),
    ("flags", c_int64),
    ("n_children", c_int64),
    ("children", c_void_p),
    ("dictionary", c_void_p),
    ("release", CFUNCTYPE(None, POINTER(ArrowSchema))),
    ("private_data", c_void_p),
]


class ArrowArray(Structure):
    """`struct ArrowArray`."""


ArrowArray._fields_ = [
    ("length", c_int64),
    ("null_count", c_int64),
    ("offset", c_int64),
    ("n_buffers", c_int64),
    ("n_children", c_int64),
    ("buffers", c_void_p),
    ("children", c_void_p),
    ("dictionary", c_void_p),
    ("release", CFUNCTYPE(None, POINTER(ArrowArray))),
    ("private_data", c_void_p),
]


class ArrowArrayStream(Structure):
    """`struct ArrowArrayStream`."""


_GetSchema = CFUNCTYPE(c_int, POINTER(ArrowArrayStream), c_void_p)
_GetNext = CFUNCTYPE(c_int, POINTER(ArrowArrayStream), c_void_p)
_GetLastError = CFUNCTYPE(c_void_p, POINTER(ArrowArrayStream))
_Release = CFUNCTYPE(None, POINTER(ArrowArrayStream))

ArrowArrayStream._fields_ = [
    ("get_schema", _GetSchema),
    ("get_next", _GetNext),
    ("get_last_error", _GetLastError),
    ("release", _Release),
    ("private_data", c_void_p),
]

#: Streams that a reader has: nothing else keeps their parts alive. Keyed by `private_data`.
_LIVE: dict[int, _Stream] = {}


class _Stream:
    """What a stream's functions work on."""

    def __init__(self, schema: Callable[[int], None], batches: Iterator[Callable[[int], None]]) -> None:
        self.schema = schema
        self.batches = batches
        self.message: Optional[bytes] = None

    def attempt(self, work: Callable[[], None]) -> int:
        """Runs `work`; what it raises is the stream's last error."""
        try:
            work()
        except BaseException as error:
            self.message = f"{type(error).__name__}: {error}".encode()
            return errno.EIO
        return 0

    def next(self, out: int) -> None:
        """Writes the next batch, or the end of the stream: a released array."""
        write = next(self.batches, None)
        if write is None:
            memset(out, 0, sizeof(ArrowArray))
        else:
            write(out)


def _stream(stream: Any) -> _Stream:
    return _LIVE[stream.contents.private_data]


def _get_schema(stream: Any, out: int) -> int:
    found = _stream(stream)
    return found.attempt(lambda: found.schema(out))


def _get_next(stream: Any, out: int) -> int:
    found = _stream(stream)
    return found.attempt(lambda: found.next(out))


def _get_last_error(stream: Any) -> Optional[int]:
    message = _stream(stream).message
    # The bytes object lives as long as the stream, and so does what it holds.
    return None if message is None else cast(c_char_p(message), c_void_p).value


def _release(stream: Any) -> None:
    _LIVE.pop(stream.contents.private_data, None)
    memset(addressof(stream.contents) + ArrowArrayStream.release.offset, 0, sizeof(c_void_p))


# As C sees them; they live as long as the module, as streams do not outlive it.
_GET_SCHEMA = _GetSchema(_get_schema)
_GET_NEXT = _GetNext(_get_next)
_GET_LAST_ERROR = _GetLastError(_get_last_error)
_RELEASE = _Release(_release)

# Prototypes of our own: the attributes of `pythonapi` are shared with every other user of ctypes.
_capsule_new = PYFUNCTYPE(py_object, c_void_p, c_char_p, c_void_p)(("PyCapsule_New", pythonapi))
# The destructor gets a capsule that has no owner any more: it must not be touched as an object.
_capsule_pointer = PYFUNCTYPE(c_void_p, c_void_p, c_char_p)(("PyCapsule_GetPointer", pythonapi))

_NAME = b"arrow_array_stream"
#: The structs that capsules hold, by address, until their capsules are gone.
_HELD: dict[int, ArrowArrayStream] = {}


def _destroy(capsule: int) -> None:
    held = _HELD.pop(_capsule_pointer(capsule, _NAME), None)
    # A reader that took the stream has marked it released.
    if held is not None and held.release:
        held.release(pointer(held))


_DESTROY = CFUNCTYPE(None, c_void_p)(_destroy)


def capsule(schema: Callable[[int], None], batches: Iterator[Callable[[int], None]]) -> object:
    """A capsule with a stream: `schema` writes its schema to an address, each of `batches` its batch."""
    stream = _Stream(schema, batches)
    key = id(stream)
    _LIVE[key] = stream
    held = ArrowArrayStream(_GET_SCHEMA, _GET_NEXT, _GET_LAST_ERROR, _RELEASE, key)
    _HELD[addressof(held)] = held
    return _capsule_new(addressof(held), _NAME, cast(_DESTROY, c_void_p))
