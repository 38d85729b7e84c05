"""The parts of the record, with the names and meanings of `docs/record.md`.

All are plain, frozen data. Spans are indices into `Article.text`, which is a `str`: `article.text[a.start:a.end]` is
the surface of anything that has `start` and `end`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Optional

Json = dict[str, Any]


class Span(NamedTuple):
    """A half-open range of the text, in characters."""

    #: Index of the first character.
    start: int
    #: Index behind the last character.
    end: int

    def of(self, text: str) -> str:
        """The surface: what the span covers in `text`."""
        return text[self.start : self.end]


def spans_of(pairs: Any) -> tuple[Span, ...]:
    return tuple(map(Span._make, pairs))


class _Spanned:
    """What stands in one place of the text."""

    __slots__ = ()
    span: Span

    @property
    def start(self) -> int:
        """Index of its first character in the text."""
        return self.span.start

    @property
    def end(self) -> int:
        """Index behind its last character in the text."""
        return self.span.end


@dataclass(frozen=True)
class Source:
    """What came in."""

    #: Web page or plain text, as judged or as told.
    kind: Literal["html", "text"]
    #: What the bytes were decoded from: a WHATWG encoding name in lower case.
    charset: str
    #: Size of the input in bytes.
    bytes: int
    #: The address the caller gave.
    url: Optional[str] = None
    #: The address the page calls its own.
    canonical_url: Optional[str] = None


@dataclass(frozen=True)
class Author:
    """Who wrote it."""

    #: The name alone: no role, date or handle.
    name: str
    #: Person, or an agency, a desk, a newspaper.
    kind: Literal["person", "organization"]
    #: The author's page.
    url: Optional[str] = None


@dataclass(frozen=True)
class Publisher:
    """Who published it."""

    #: The name a reader knows.
    name: str
    #: The publisher's site.
    url: Optional[str] = None


@dataclass(frozen=True)
class Image:
    """One picture."""

    #: The picture itself, the largest version offered.
    url: str
    #: The words under it.
    caption: Optional[str] = None
    #: The text that stands in for it.
    alt: Optional[str] = None
    #: Who made it or holds its rights.
    credit: Optional[str] = None
    #: Whether it is the picture that stands for the article.
    lead: bool = False


@dataclass(frozen=True)
class Block(_Spanned):
    """One block of the body. What does not belong to its kind is `None`."""

    #: What it is.
    kind: Literal["paragraph", "heading", "list_item", "quote", "code", "table", "figure"]
    #: Where its text stands; empty for a figure whose caption is not part of the text.
    span: Span
    #: Of a heading: 1 (largest) to 6.
    level: Optional[int] = None
    #: Of a list item: whether the list is numbered.
    ordered: Optional[bool] = None
    #: Of a list item: 1 for an outermost list, one more for each list around it.
    depth: Optional[int] = None
    #: Of code: the language, when the page names it.
    language: Optional[str] = None
    #: Of a table: the spans of the cells, row by row.
    rows: Optional[tuple[tuple[Span, ...], ...]] = None
    #: Of a figure: index into `Article.images`.
    image: Optional[int] = None

    @classmethod
    def _read(cls, value: Json) -> Block:
        rows = value.pop("rows", None)
        return cls(
            span=Span._make(value.pop("span")),
            rows=None if rows is None else tuple(map(spans_of, rows)),
            **value,
        )


@dataclass(frozen=True)
class Link(_Spanned):
    """A hyperlink inside the text."""

    #: The linked words.
    span: Span
    #: The target, absolute when the page's address is known.
    url: str

    @classmethod
    def _read(cls, value: Json) -> Link:
        return cls(Span._make(value["span"]), value["url"])


@dataclass(frozen=True)
class Dateline(_Spanned):
    """The line at the head of a story that says where it was filed, by whom, when."""

    #: The dateline without the mark that ends it.
    span: Span
    #: The place in ordinary capitals.
    place: Optional[str] = None
    #: The news agency, as written.
    agency: Optional[str] = None
    #: The date: `2025-01-17`, or `XXXX-01-17` when no year is known.
    date: Optional[str] = None

    @classmethod
    def _read(cls, value: Json) -> Dateline:
        return cls(span=Span._make(value.pop("span")), **value)


@dataclass(frozen=True)
class Mention(_Spanned):
    """One place where the text refers to an entity."""

    #: The referring words.
    span: Span
    #: By name, by description or by pronoun.
    form: Literal["name", "nominal", "pronoun"]


@dataclass(frozen=True)
class Entity:
    """A person, organization or place, with everything that refers to it."""

    #: What it is.
    kind: Literal["person", "organization", "place", "other"]
    #: The fullest form of its name in the text.
    name: str
    #: Where the text refers to it, in text order.
    mentions: tuple[Mention, ...]
    #: 0 to 1: how much the story is about it.
    salience: float
    #: 0 to 1: how sure it is that this is an entity of this kind.
    confidence: float
    #: Its other names in the text, in order of appearance.
    aliases: tuple[str, ...] = ()
    #: Its roles and titles as the text gives them, in order of appearance.
    roles: tuple[str, ...] = ()

    @classmethod
    def _read(cls, value: Json) -> Entity:
        return cls(
            kind=value["kind"],
            name=value["name"],
            mentions=tuple(Mention(Span._make(mention["span"]), mention["form"]) for mention in value["mentions"]),
            salience=value["salience"],
            confidence=value["confidence"],
            aliases=tuple(value.get("aliases", ())),
            roles=tuple(value.get("roles", ())),
        )


@dataclass(frozen=True)
class Quotation:
    """Who said what."""

    #: `direct`: all of it in quotation marks; `indirect`: none of it; `mixed`: some of it.
    kind: Literal["direct", "indirect", "mixed"]
    #: What was said; more than one span where the cue interrupts the speech.
    content: tuple[Span, ...]
    #: 0 to 1: how sure it is that this was said, and by this source.
    confidence: float
    #: The words that announce speech.
    cue: tuple[Span, ...] = ()
    #: The words that name the speaker beside the cue.
    source: tuple[Span, ...] = ()
    #: Who it is: index into the entities as that layer finds them; see `Article.speaker`.
    speaker: Optional[int] = None
    #: What the speaker is, when it is no single named entity.
    speaker_kind: Optional[Literal["group", "document", "anonymous"]] = None

    @property
    def start(self) -> int:
        """Index of the first character that was said."""
        return self.content[0].start

    @property
    def end(self) -> int:
        """Index behind the last character that was said; a cue in the middle lies inside."""
        return self.content[-1].end

    @classmethod
    def _read(cls, value: Json) -> Quotation:
        return cls(
            kind=value["kind"],
            content=spans_of(value["content"]),
            confidence=value["confidence"],
            cue=spans_of(value.get("cue", ())),
            source=spans_of(value.get("source", ())),
            speaker=value.get("speaker"),
            speaker_kind=value.get("speaker_kind"),
        )


@dataclass(frozen=True)
class Time(_Spanned):
    """A time expression after TIMEX3."""

    #: The words.
    span: Span
    #: What it denotes.
    kind: Literal["date", "time", "duration", "set"]
    #: TIMEX3 value: `2025-01-17`, `2024-Q3`, `P20Y`; unresolved parts are `X`.
    value: str
    #: 0 to 1: how sure it is that span, kind and value are right.
    confidence: float

    @classmethod
    def _read(cls, value: Json) -> Time:
        return cls(span=Span._make(value.pop("span")), **value)


@dataclass(frozen=True)
class Amount(_Spanned):
    """A quantity."""

    #: The words, the unit or what is counted included.
    span: Span
    #: What is measured.
    kind: Literal["money", "percent", "count", "measure"]
    #: A number in whole units: 3500000000 for “3.5 billion”.
    value: float
    #: 0 to 1: how sure it is that kind, value and unit are right.
    confidence: float
    #: ISO 4217 code for money; `%`, `pp` or `bp`; a UCUM unit for measures; the noun for counts.
    unit: Optional[str] = None

    @classmethod
    def _read(cls, value: Json) -> Amount:
        return cls(span=Span._make(value.pop("span")), **value)


@dataclass(frozen=True)
class KeyPhrase:
    """A phrase that names what the story is about."""

    #: The phrase as it stands at its first place.
    text: str
    #: Where it stands, in text order.
    spans: tuple[Span, ...]
    #: Its weight against the best phrase, which has 1.
    score: float

    @classmethod
    def _read(cls, value: Json) -> KeyPhrase:
        return cls(value["text"], spans_of(value["spans"]), value["score"])


@dataclass(frozen=True)
class Warning:
    """One thing that was strange about the input."""

    #: Stable name.
    code: str
    #: What happened, for people.
    message: str
