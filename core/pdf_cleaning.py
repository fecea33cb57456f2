"""Takes out of a PDF that everybody will read who wrote it and with what, and finds what acts or hides in it. Pure.

Nothing moves: what is taken out is written over with blanks of the same length, so every offset in the file stays true. What
cannot be blanked safely (scripts, actions, files inside, passwords) is named, and the paper is refused by whoever takes it in.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

INFLATED_MOST = 64 * 1024 * 1024
ACTIVE = frozenset({
    b"JavaScript", b"JS", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"RichMedia", b"SubmitForm", b"ImportData", b"GoToE",
    b"XFA", b"Encrypt",
})  # fmt: skip
"""Names that no paper to read needs: scripts, programs, files inside, forms that send, and a file that cannot be looked into."""
TELLING = (b"Author", b"Subject", b"Keywords", b"Creator", b"Producer", b"Company", b"Manager", b"SourceModified")
"""Keys of the document's information whose texts are blanked; days stay, and the title, whose key bookmarks share."""
STREAM = re.compile(rb"(?<!end)stream\r?\n")
END = b"endstream"
NAME = re.compile(rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]+)")
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
KEY = rb"/(?:" + b"|".join(TELLING) + rb")\s*"
TEXT = re.compile(KEY + rb"(?:\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*+\))*+\)|<[0-9A-Fa-f\s]*+>)", re.DOTALL)
ELSEWHERE = re.compile(KEY + rb"\d+\s+\d+\s+R")
INNER = re.compile(rb"[(<].*[)>]", re.DOTALL)
SIGNED = b"ByteRange"
NOTHING = zlib.compress(b"")
OPENING = 4096


class ActivePdf(ValueError):
    """The paper acts, hides files, or cannot be looked into."""


@dataclass(frozen=True, kw_only=True)
class Stream:
    """A stream in the file: its dictionary, and where its bytes begin and end."""

    facts: bytes
    first: int
    last: int


def clean(paper: bytes) -> bytes:
    """Return the paper, of the same length, without author, programs and XMP. Raises ActivePdf.

    One that is signed digitally comes back as it is, because any change would break the signature; its signer is meant to be
    read (Decree 30/2020/NĐ-CP).
    """
    cleaned, left, outside, at = bytearray(paper), INFLATED_MOST, [], 0
    for each in _streams(paper):
        outside.append((at, each.first))
        at = each.last
        names = _names(each.facts)
        if b"Metadata" in names:
            empty = NOTHING if b"FlateDecode" in names else b""
            cleaned[each.first : each.last] = (empty + b"\n" * (each.last - each.first))[: each.last - each.first]
        elif b"ObjStm" in names:
            left -= _objects(each, cleaned, most=left)
    signed = False
    for first, last in [*outside, (at, len(paper))]:
        signed |= SIGNED in _look(paper[first:last])
        cleaned[first:last] = _blanked(paper[first:last])
    return paper if signed else bytes(cleaned)


def _streams(paper: bytes) -> Iterator[Stream]:
    at = 0
    while found := STREAM.search(paper, at):
        last = paper.find(END, found.end())
        last = len(paper) if last < 0 else last
        before = paper[max(at, found.start() - OPENING) : found.start()]
        yield Stream(facts=before[before.rfind(b"obj") + 3 :], first=found.end(), last=last)
        at = last


def _objects(stream: Stream, cleaned: bytearray, *, most: int) -> int:
    """Look into a stream of objects and blank what tells; return how long it is. It is packed again into the same room."""
    packed = bytes(cleaned[stream.first : stream.last])
    inflating = zlib.decompressobj()
    try:
        plain = inflating.decompress(packed, most) if b"FlateDecode" in stream.facts else packed
    except zlib.error:
        raise ActivePdf from None
    if inflating.unconsumed_tail or b"DecodeParms" in stream.facts:
        raise ActivePdf
    _look(plain)
    blank = _blanked(plain)
    if blank == plain:
        return len(plain)
    again = zlib.compress(blank, 9) if b"FlateDecode" in stream.facts else blank
    if len(again) > len(packed):
        raise ActivePdf
    cleaned[stream.first : stream.last] = again + b"\n" * (len(packed) - len(again))
    return len(plain)


def _names(words: bytes) -> set[bytes]:
    """Return the names that stand in a piece of the file, with their escapes undone (/J#53 is /JS)."""
    return {ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), name) for name in NAME.findall(words)}


def _look(words: bytes) -> set[bytes]:
    """Return the names in a piece of the file. Raises ActivePdf."""
    names = _names(words)
    if names & ACTIVE or ELSEWHERE.search(words):
        raise ActivePdf
    return names


def _blanked(words: bytes) -> bytes:
    return TEXT.sub(lambda found: INNER.sub(_blank, found[0], count=1), words)


def _blank(found: re.Match[bytes]) -> bytes:
    """Return the text as blanks: spaces between brackets, zeros between angles."""
    whole = found[0]
    return whole[:1] + (b" " if whole[:1] == b"(" else b"0") * (len(whole) - 2) + whole[-1:]
