"""`trafilatura.extract` as a drop-in: the same call and the same kind of answer, made by Dateline.

    from dateline.compat.trafilatura import extract   # was: from trafilatura import extract

The differences are few and told in `docs/python-migration.md`. An argument that Dateline has no counterpart for is
taken when it asks for what happens anyway, and refused with `InvalidOption` when it asks for something else: nothing
that was asked for is left out silently.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any, Optional, Union
from urllib.parse import urlsplit

from .. import extraction
from ..article import Article
from ..errors import InvalidOption
from ..record import Block

FORMATS = ("txt", "markdown", "json", "csv", "html")

#: What these arguments may be: their default, or what comes to the same.
_IGNORED: dict[str, tuple[Any, ...]] = {
    "fast": (True, False),  # there is one speed
    "no_fallback": (True, False),
    "include_comments": (True, False),  # comments are never part of the text
    "favor_precision": (False,),
    "favor_recall": (False,),
    "tei_validation": (False,),
    "deduplicate": (False,),
    "date_extraction_params": (None,),
    "max_tree_size": (None,),
    "settingsfile": (None,),
    "prune_xpath": (None,),
    "config": (None,),
    "options": (None,),
}


def extract(
    filecontent: Union[str, bytes],
    url: Optional[str] = None,
    record_id: Optional[str] = None,
    *,
    output_format: str = "txt",
    target_language: Optional[str] = None,
    include_tables: bool = True,
    include_images: bool = False,
    include_formatting: Optional[bool] = None,
    include_links: bool = False,
    with_metadata: bool = False,
    only_with_metadata: bool = False,
    url_blacklist: Optional[set[str]] = None,
    author_blacklist: Optional[set[str]] = None,
    **others: Any,
) -> Optional[str]:
    """The main text of a page in one of the formats `txt`, `markdown`, `json`, `csv` or `html`; `None` when there is
    no text, or when a condition (`target_language`, `only_with_metadata`, `url_blacklist`) is not met."""
    if output_format not in FORMATS:
        raise InvalidOption(f"option `output_format`: `{output_format}` is none of {', '.join(FORMATS)}")
    for name, value in others.items():
        if name not in _IGNORED:
            raise TypeError(f"extract() got an unexpected keyword argument '{name}'")
        if value not in _IGNORED[name]:
            raise InvalidOption(f"option `{name}`: has no counterpart; leave it out")
    if include_images:
        raise InvalidOption("option `include_images`: read `dateline.extract(…).images` instead")

    article = extraction.extract(filecontent, url=url, id=record_id, kind="html", analysis="none")
    blocks = [block for block in article.blocks if include_tables or block.kind != "table"]
    text = "\n".join(filter(None, (_plain(article, block, include_links) for block in blocks)))
    if not text.strip():
        return None
    if target_language and (article.language or "").split("-")[0] != target_language:
        return None
    facts = _facts(article, author_blacklist or set())
    if only_with_metadata and not (facts["date"] and facts["title"] and facts["url"]):
        return None
    if url_blacklist and facts["url"] in url_blacklist:
        return None

    if output_format == "json":
        return _json(article, facts, text, with_metadata)
    if output_format == "csv":
        return _csv(facts, text)
    if output_format == "html":
        return article.to_html()
    if output_format == "markdown" or include_formatting:
        text = _markdown(article, include_tables)
    return _front_matter(facts) + text if with_metadata else text


def _plain(article: Article, block: Block, links: bool) -> str:
    """One block on lines of its own, as trafilatura's plain text has it."""
    if block.kind == "table":
        rows = (" | ".join(cell.of(article.text) for cell in row) for row in block.rows or ())
        return "\n".join(rows)
    parts: list[str] = []
    at = block.start
    for link in article.links if links else ():
        if block.start <= link.start and link.end <= block.end and link.start >= at:
            parts += [article.text[at : link.start], f"[{article.surface(link)}]({link.url})"]
            at = link.end
    text = "".join(parts) + article.text[at : block.end]
    return f"- {text}" if block.kind == "list_item" else text


def _markdown(article: Article, tables: bool) -> str:
    """The body as Markdown: without the front matter, which is trafilatura's own here."""
    whole = article.to_markdown()
    if whole.startswith("---\n"):
        whole = whole[whole.index("\n---\n", 3) + 5 :]
    if not tables:
        whole = re.sub(r"(?m)^\|.*\n?", "", whole)
    return whole.strip()


def _facts(article: Article, author_blacklist: set[str]) -> dict[str, Any]:
    """The metadata under trafilatura's names."""
    address = article.source.url or article.source.canonical_url
    authors = [author.name for author in article.authors if author.name not in author_blacklist]
    lead = next((image.url for image in article.images if image.lead), None)
    return {
        "title": article.title,
        "author": "; ".join(authors) or None,
        "url": address,
        "hostname": re.sub(r"^www\.", "", urlsplit(address).hostname or "") or None if address else None,
        "description": article.description,
        "sitename": article.publisher.name if article.publisher else None,
        "date": article.published[:10] if article.published else None,
        "categories": [article.section] if article.section else [],
        "tags": list(article.tags),
        "id": article.id,
        "image": lead,
        "pagetype": article.page_kind,
        "language": article.language,
    }


def _front_matter(facts: dict[str, Any]) -> str:
    names = ("title", "author", "url", "hostname", "description", "sitename", "date", "categories", "tags", "id")
    lines = [f"{name}: {facts[name]}" for name in names if facts[name]]
    return "\n".join(["---", *lines, "---", ""])


def _json(article: Article, facts: dict[str, Any], text: str, with_metadata: bool) -> str:
    if not with_metadata:
        return json.dumps({"text": text, "comments": ""}, ensure_ascii=False)
    record = {
        "title": facts["title"],
        "author": facts["author"],
        "hostname": facts["hostname"],
        "date": facts["date"],
        "fingerprint": None,
        "id": facts["id"],
        "license": None,
        "comments": "",
        "raw_text": " ".join(article.text.split()),
        "text": text,
        "language": facts["language"],
        "image": facts["image"],
        "pagetype": facts["pagetype"],
        "source": facts["url"],
        "source-hostname": facts["sitename"],
        "excerpt": facts["description"],
        "categories": ";".join(facts["categories"]),
        "tags": ",".join(facts["tags"]),
    }
    return json.dumps(record, ensure_ascii=False)


def _csv(facts: dict[str, Any], text: str) -> str:
    columns = (facts["url"], facts["id"], None, facts["hostname"], facts["title"], facts["image"], facts["date"])
    out = io.StringIO()
    row = [*columns, text, "", None, facts["pagetype"]]
    csv.writer(out, delimiter="\t", lineterminator="").writerow("null" if cell is None else cell for cell in row)
    return out.getvalue()
