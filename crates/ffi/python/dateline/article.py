"""The record of one page or text as an object that reads its fields when they are asked for."""

from __future__ import annotations

import html
import json
from typing import Any, Callable, Literal, Optional, TypeVar, Union, cast

from . import _native
from .record import (
    Amount,
    Author,
    Block,
    Dateline,
    Entity,
    Image,
    KeyPhrase,
    Link,
    Publisher,
    Quotation,
    Source,
    Span,
    Time,
    Warning,
    spans_of,
)

T = TypeVar("T")

PageKind = Literal["article", "forum", "product", "collection", "listing", "documentation", "service"]
Provenance = Literal["caller", "json_ld", "meta", "microdata", "visible", "url", "text"]


class Article:
    """One news page or news text as a structured, checkable record.

    Made by `dateline.extract`; never changes. A field is read from the library when it is first asked for, so one that
    is not read costs nothing. A field that was not found is `None`, a list of nothing is empty; `has` tells whether an
    analysis layer ran. Articles can be pickled.
    """

    __slots__ = ("_handle", "_read")

    def __init__(self, handle: int) -> None:
        """Not for users: takes over the handle of an article."""
        self._handle = handle
        self._read: dict[str, Any] = {}

    def __del__(self, free: Any = _native.free_article) -> None:
        free(getattr(self, "_handle", None))

    def _once(self, name: str, read: Callable[[], T]) -> T:
        try:
            return cast(T, self._read[name])
        except KeyError:
            # Two threads may both read it; what they read is equal.
            value = self._read[name] = read()
            return value

    def _json(self, name: str) -> Any:
        value = _native.field(self._handle, name)
        return None if value is None else json.loads(value)

    def _plain(self, name: str) -> Any:
        return self._once(name, lambda: self._json(name))

    def _list(self, name: str, read: Callable[[dict[str, Any]], T]) -> tuple[T, ...]:
        return self._once(name, lambda: tuple(map(read, self._json(name) or ())))

    # The input

    @property
    def schema(self) -> str:
        """Version of the record's shape: `dateline/1`."""
        return cast(str, self._plain("schema"))

    @property
    def id(self) -> Optional[str]:
        """The caller's name for the input, when one was given."""
        return cast(Optional[str], self._plain("id"))

    @property
    def offset_unit(self) -> Literal["char"]:
        """What the numbers in spans count: characters, as `str` indexes."""
        return "char"

    @property
    def source(self) -> Source:
        """What came in."""
        return self._once("source", lambda: Source(**self._json("source")))

    # About the article

    @property
    def title(self) -> Optional[str]:
        """The headline a reader sees, without the site's name."""
        return self._once("title", lambda: _native.title(self._handle))

    @property
    def subtitle(self) -> Optional[str]:
        """The line under the headline."""
        return cast(Optional[str], self._plain("subtitle"))

    @property
    def description(self) -> Optional[str]:
        """The summary the page declares for search engines and feeds."""
        return cast(Optional[str], self._plain("description"))

    @property
    def authors(self) -> tuple[Author, ...]:
        """Who wrote it, in the page's order."""
        return self._list("authors", lambda value: Author(**value))

    @property
    def published(self) -> Optional[str]:
        """When it was first published: ISO 8601 as precise as the page is."""
        return cast(Optional[str], self._plain("published"))

    @property
    def modified(self) -> Optional[str]:
        """When it was last changed, in the same form."""
        return cast(Optional[str], self._plain("modified"))

    @property
    def publisher(self) -> Optional[Publisher]:
        """Who published it."""

        def read() -> Optional[Publisher]:
            value = self._json("publisher")
            return None if value is None else Publisher(**value)

        return self._once("publisher", read)

    @property
    def language(self) -> Optional[str]:
        """BCP 47 tag of the text's language."""
        return cast(Optional[str], self._plain("language"))

    @property
    def section(self) -> Optional[str]:
        """The section or desk it appeared under."""
        return cast(Optional[str], self._plain("section"))

    @property
    def tags(self) -> tuple[str, ...]:
        """The page's own keywords."""
        return self._once("tags", lambda: tuple(self._json("tags") or ()))

    @property
    def images(self) -> tuple[Image, ...]:
        """The article's pictures in page order."""
        return self._list("images", lambda value: Image(**value))

    @property
    def page_kind(self) -> Optional[PageKind]:
        """What kind of page it is; `None` for plain text."""
        return cast(Optional[PageKind], self._plain("page_kind"))

    @property
    def provenance(self) -> dict[str, Provenance]:
        """For each field about the article that has a value, where it came from."""
        return cast("dict[str, Provenance]", dict(self._plain("provenance") or {}))

    # The text and its structure

    @property
    def text(self) -> str:
        """The body: of a page, its blocks joined by one blank line; of a plain text, the text itself."""
        return self._once("text", lambda: _native.text(self._handle))

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The body's structure: flat, in text order."""
        return self._list("blocks", Block._read)

    @property
    def links(self) -> tuple[Link, ...]:
        """Hyperlinks inside the text."""
        return self._list("links", Link._read)

    # The analysis

    @property
    def dateline(self) -> Optional[Dateline]:
        """Where it was filed, by whom, when."""

        def read() -> Optional[Dateline]:
            value = self._json("dateline")
            return None if value is None else Dateline._read(value)

        return self._once("dateline", read)

    @property
    def sentences(self) -> tuple[Span, ...]:
        """One span for each sentence."""
        return self._once("sentences", lambda: spans_of(self._json("sentences") or ()))

    @property
    def entities(self) -> tuple[Entity, ...]:
        """People, organizations, places and other things with names, in order of their first mention."""
        return self._list("entities", Entity._read)

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """Who said what, in text order."""
        return self._list("quotations", Quotation._read)

    @property
    def times(self) -> tuple[Time, ...]:
        """Time expressions, in text order."""
        return self._list("times", Time._read)

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """Money, percentages, counts and measures, in text order."""
        return self._list("amounts", Amount._read)

    @property
    def key_sentences(self) -> tuple[int, ...]:
        """The sentences that carry most of the story: indices into `sentences`."""
        return self._once("key_sentences", lambda: tuple(self._json("key_sentences") or ()))

    @property
    def key_phrases(self) -> tuple[KeyPhrase, ...]:
        """The phrases that name what the story is about, best first."""
        return self._list("key_phrases", KeyPhrase._read)

    @property
    def warnings(self) -> tuple[Warning, ...]:
        """What was strange about the input, in the order it was met."""
        return self._list("warnings", lambda value: Warning(**value))

    # Short cuts

    def has(self, field: str) -> bool:
        """Whether the record has this field: tells a layer that found nothing from one that did not run.

        Raises `InvalidOption` when no record has a field of that name.
        """
        return _native.field(self._handle, field) is not None

    def surface(self, item: Union[Span, Quotation, Block, Link, Dateline, Time, Amount]) -> str:
        """The words of the text that something stands on."""
        return self.text[item.start : item.end]

    def speaker(self, quotation: Quotation) -> Optional[Entity]:
        """The entity that a quotation is attributed to, when it is one and the `entities` layer ran."""
        index = quotation.speaker
        entities = self.entities
        return entities[index] if index is not None and index < len(entities) else None

    # Other forms

    def to_json(self, *, indent: bool = False) -> str:
        """The record as JSON on one line, or indented: the text that every frontend gives."""
        return _native.render(self._handle, "json" if indent else "jsonl")[:-1]

    def to_dict(self) -> dict[str, Any]:
        """The record as plain Python data; what was not found is left out."""
        return cast("dict[str, Any]", json.loads(self.to_json()))

    def to_markdown(self) -> str:
        """The article as Markdown with YAML front matter."""
        return _native.render(self._handle, "markdown")

    def to_text(self) -> str:
        """The article as plain text, headline first."""
        return _native.render(self._handle, "text")

    def to_html(self) -> str:
        """The article as clean, semantic HTML."""
        return _native.render(self._handle, "html")

    def to_page(self) -> str:
        """A self-contained HTML page with everything that was found marked in the text."""
        return _native.render(self._handle, "page")

    @classmethod
    def from_json(cls, record: str) -> Article:
        """An article from a stored record of any frontend, in any offset unit.

        Raises `InvalidItem` when it is no record.
        """
        return cls(_native.from_json(_native.options("all", False), record))

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return Article.from_json, (self.to_json(),)

    def __eq__(self, other: object) -> bool:
        return self.to_json() == other.to_json() if isinstance(other, Article) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __repr__(self) -> str:
        return f"<dateline.Article {self.title!r}, {len(self.text)} characters>"

    def _repr_html_(self) -> str:
        """The marked article for a notebook, in a frame of its own so that no style leaks out."""
        page = html.escape(self.to_page())
        return f'<iframe srcdoc="{page}" sandbox style="width:100%;height:36em;border:1px solid #8888"></iframe>'
