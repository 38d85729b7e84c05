"""Dateline turns a news page, or the plain text of a news story, into one structured record that can be checked: the
clean text and its structure, who published it and when, who is quoted saying what, the people, organizations and
places, and when things happened. Every fact carries the span of text it came from.

    >>> import dateline
    >>> article = dateline.extract("OSLO (AP) - The ferry line will close in May, the operator said on Friday.")
    >>> article.dateline.place
    'Oslo'
    >>> [article.surface(quotation) for quotation in article.quotations]
    ['The ferry line will close in May']
"""

from . import _native
from .article import Article
from .errors import (
    DatelineError,
    InputTooLarge,
    InternalError,
    InvalidItem,
    InvalidOption,
    UnreadableInput,
    UnwritableOutput,
)
from .extraction import Item, extract, extract_many
from .record import (
    Amount,
    Author,
    Block,
    Dateline,
    Entity,
    Image,
    KeyPhrase,
    Link,
    Mention,
    Publisher,
    Quotation,
    Source,
    Span,
    Time,
    Warning,
)

__version__ = _native.version()

__all__ = [
    "Amount",
    "Article",
    "Author",
    "Block",
    "Dateline",
    "DatelineError",
    "Entity",
    "Image",
    "InputTooLarge",
    "InternalError",
    "InvalidItem",
    "InvalidOption",
    "Item",
    "KeyPhrase",
    "Link",
    "Mention",
    "Publisher",
    "Quotation",
    "Source",
    "Span",
    "Time",
    "UnreadableInput",
    "UnwritableOutput",
    "Warning",
    "extract",
    "extract_many",
]
