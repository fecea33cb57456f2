"""The empty sending form: rendered and compressed once for everybody, given out each time with a token of its own.

A compressed page cannot be changed afterwards, but it can be made of parts: what stands before the token and what stands
behind it are compressed once, the token goes between them uncompressed (RFC 1951, 3.2.4), and the checksum is that of the whole.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from flask import Response, current_app, request

from core.form_token import FormToken
from core.page_cache import VARY

PLACE_OF_TOKEN = "the-token-of-this-form"  # noqa: S105 - a mark, not a secret
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
CAPACITY = 40


@dataclass(frozen=True, kw_only=True)
class BlankForm:
    """A page in two halves, plain and deflated, around the place of the token."""

    head: bytes
    tail: bytes
    head_deflated: bytes
    tail_deflated: bytes
    head_crc: int

    def plain(self, token: bytes) -> bytes:
        """Return the page with its token."""
        return self.head + token + self.tail

    def gzipped(self, token: bytes) -> bytes:
        """Return the same page as one gzip stream."""
        crc = zlib.crc32(self.tail, zlib.crc32(token, self.head_crc))
        size = len(self.head) + len(token) + len(self.tail)
        stored = struct.pack("<BHH", 0, len(token), len(token) ^ 0xFFFF)
        return b"".join(
            (GZIP_HEAD, self.head_deflated, stored, token, self.tail_deflated, struct.pack("<II", crc, size & 0xFFFFFFFF))
        )


def halved(page: str) -> BlankForm:
    """Cut a rendered page at the place of its token."""
    head, tail = (half.encode() for half in page.split(PLACE_OF_TOKEN))
    first, second = (zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS) for _ in range(2))
    return BlankForm(
        head=head, tail=tail, head_crc=zlib.crc32(head),
        head_deflated=first.compress(head) + first.flush(zlib.Z_FULL_FLUSH), tail_deflated=second.compress(tail) + second.flush(),
    )  # fmt: skip


def blank_form(key: Hashable, render: Callable[[], str]) -> Response:
    """Answer with the page kept under ``key`` (made by ``render`` when it is new) and a fresh token.

    ``key`` names everything the page depends on. The answer is nobody else's and is asked for again, but a browser may show it
    when somebody goes back: what was typed is then still there.
    """
    pages: dict[Hashable, BlankForm] = current_app.extensions.setdefault("gandan.blank_forms", {})
    page = pages.get(key)
    if page is None:
        if len(pages) >= CAPACITY:
            pages.clear()
        page = pages[key] = halved(render())
    token = FormToken.issue().encode()
    if request.accept_encodings.quality("gzip"):
        response = Response(page.gzipped(token), content_type="text/html; charset=utf-8")
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = Response(page.plain(token), content_type="text/html; charset=utf-8")
    response.headers["Vary"] = VARY
    response.headers["Cache-Control"] = "private, no-cache"
    return response
