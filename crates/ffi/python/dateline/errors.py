"""What can go wrong: one exception for each code of the library's error table."""

from __future__ import annotations

from typing import Any


class DatelineError(Exception):
    """The base of all exceptions of this package. A strange page never raises one: it gives an article with
    warnings."""

    #: Stable name of the error, as in `docs/record.md`.
    code = "error"


class InputTooLarge(DatelineError, ValueError):
    """The input has more bytes than the limit."""

    code = "input_too_large"


class InvalidOption(DatelineError, ValueError):
    """An argument has a value outside its range."""

    code = "invalid_option"


class UnreadableInput(DatelineError):
    """An input could not be read."""

    code = "unreadable_input"


class InvalidItem(DatelineError, ValueError):
    """The description of an item, or a stored record, cannot be read."""

    code = "invalid_item"


class UnwritableOutput(DatelineError):
    """An output could not be written."""

    code = "unwritable_output"


class InternalError(DatelineError, RuntimeError):
    """A defect of the library: extraction of this input panicked. The process and other inputs go on."""

    code = "internal_error"


_BY_CODE: dict[str, type[DatelineError]] = {
    error.code: error
    for error in (InputTooLarge, InvalidOption, UnreadableInput, InvalidItem, UnwritableOutput, InternalError)
}


def by_code(code: str, *arguments: Any) -> DatelineError:
    """The exception for a code; one of a newer library is a plain `DatelineError` with that code."""
    error = _BY_CODE.get(code, DatelineError)(*arguments)
    error.code = code
    return error
