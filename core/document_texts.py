"""The words of a form: lines with named places, filled with facts. Pure; no template engine, nothing in a text is ever run.

A form's body has one paragraph a line: "# " begins a centred bold line, "- " a line of a list, "Điều 1." and "1." stay as they
are and an "Điều" is bold. ``{name}`` is a place; a line that is nothing but a place takes a text of several paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from core.documents import BLANK, FORBIDDEN, Block, BlockKind

PLACE = re.compile(r"\{([a-z_]+)\}")
PLACE_AND_STOP = re.compile(r"\{([a-z_]+)\}(\.?)")
ARTICLE = re.compile(r"(Điều \d+\.)\s+")
OPTIONAL = re.compile(r"\?\{([a-z_]+)\}\s*")
"""``?{name}`` at the beginning of a line: the line is left out when the fact is not there."""


def places_of(text: str) -> frozenset[str]:
    """Return the names of the places in a form's text."""
    return frozenset(PLACE.findall(text))


def faults_of(text: str, *, known: frozenset[str]) -> tuple[str, ...]:
    """Return what is wrong with a form's text: the places that this paper does not know, "{" for a bracket without its mate."""
    unknown = sorted(f"{{{name}}}" for name in places_of(text) - known)
    rest = PLACE.sub("", text)
    return (*unknown, *(bracket for bracket in "{}" if bracket in rest))


def filled_line(text: str, facts: Mapping[str, str]) -> str:
    """Return one line with its places filled; a fact that is not there becomes dots, its paragraphs become one line."""

    def fill(found: re.Match[str]) -> str:
        value = one_line(facts.get(found[1], "")) or BLANK
        return value if found[2] and value[-1] in ".…?!" else value + found[2]

    return PLACE_AND_STOP.sub(fill, text)


def filled_lines(text: str, facts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the lines of a text with their places filled, empty lines left out."""
    return tuple(filled_line(line, facts) for line in _lines(text, facts))


def blocks_of(body: str, facts: Mapping[str, str]) -> tuple[Block, ...]:
    """Return the paragraphs of a form's body with its places filled. Facts never become headings or lists."""
    return tuple(block for line in _lines(body, facts) for block in _blocks(line, facts))


def one_line(text: str) -> str:
    """Return a fact as one line of what a paper can hold."""
    return " ".join(_clean(text).split())


def missing_of(names: Iterable[str], facts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the facts of ``names`` that are not there, in their order."""
    return tuple(name for name in names if not _clean(facts.get(name, "")).strip())


def _lines(text: str, facts: Mapping[str, str]) -> Iterator[str]:
    for raw in text.splitlines():
        line = raw.strip()
        optional = OPTIONAL.match(line)
        if optional:
            if missing_of([optional[1]], facts):
                continue
            line = line[optional.end() :]
        if line:
            yield line


def _blocks(line: str, facts: Mapping[str, str]) -> Iterator[Block]:
    if line.startswith("# "):
        yield Block(kind=BlockKind.CENTRED, text=filled_line(line[2:], facts))
        return
    alone = PLACE.fullmatch(line)
    if alone:
        paragraphs = [part.strip() for part in _clean(facts.get(alone[1], "")).split("\n") if part.strip()]
        yield from (Block(text=" ".join(part.split())) for part in paragraphs or [BLANK])
        return
    if line.startswith("- "):
        yield Block(kind=BlockKind.ITEM, text=filled_line(line[2:], facts))
        return
    article = ARTICLE.match(line)
    if article:
        yield Block(lead=article[1], text=filled_line(line[article.end() :], facts))
    else:
        yield Block(text=filled_line(line, facts))


def _clean(text: str) -> str:
    """Return the text without characters that no paper can hold; line breaks stay."""
    return "\n".join(FORBIDDEN.sub(" ", line) for line in text.splitlines())
