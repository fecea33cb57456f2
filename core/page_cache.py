"""Rendered public pages kept in memory until something public changes; a change shows within a second.

Each commune has a version number of what is public. A command that changes it raises the number in its own transaction;
every process asks for the number at most twice a second, and a page made for an older number is made anew.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import Any

import brotli
from flask import Flask, Response, current_app, make_response, request
from sqlalchemy import select, text
from sqlalchemy.orm import Mapped, mapped_column

from core import same_page
from core.database import Base, current_unit_id
from core.extensions import db
from core.i18n import current_locale
from core.large_text import is_large
from core.transaction import before_commit

CAPACITY = 200
VARY = "Accept-Encoding, Accept-Language, Cookie"
KEPT_HEADERS = ("X-Robots-Tag", "Link", "Refresh", "Content-Language")
View = Callable[..., object]


class PublicVersion(Base):
    """How often what the public sees of a commune has changed."""

    __tablename__ = "public_versions"

    unit_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(default=0)


RAISING = text(
    "INSERT INTO public_versions (unit_id, number) VALUES (:unit, 1) "
    "ON CONFLICT (unit_id) DO UPDATE SET number = public_versions.number + 1"
)


@dataclass(kw_only=True)
class StoredPage:
    """One rendered page, compressed when a browser first asks for that encoding; ``headers`` are those worth keeping."""

    plain: bytes
    etag: str
    mimetype: str
    headers: dict[str, str]
    _packed: dict[str, bytes] = field(default_factory=dict)

    def body(self, encoding: str) -> bytes:
        """Return the bytes in an encoding ("br", "gzip" or "")."""
        if not encoding:
            return self.plain
        packed = self._packed.get(encoding)
        if packed is None:
            packed = _brotli(self.plain) if encoding == "br" else gzip.compress(self.plain, 6, mtime=0)
            self._packed[encoding] = packed
        return packed


def _brotli(plain: bytes) -> bytes:
    """Compress a page; a window of 128 KB holds all of it, and the usual one of 4 MB would stay behind in every thread's heap."""
    return brotli.compress(plain, quality=5, lgwin=17)


class PageCache:
    """The pages of one process: at most CAPACITY, the least used leave first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[object, ...], StoredPage] = OrderedDict()
        self._versions: dict[int, tuple[float, int, float]] = {}
        self._lock = threading.Lock()
        self._making: dict[tuple[object, ...], threading.Lock] = {}

    def version(self, unit_id: int, *, max_age: float) -> tuple[int, int]:
        """Return the commune's public version, not older than ``max_age`` seconds, and a beat that is 0 once it is settled.

        What other memories of this process hold may be ``max_age`` older than the version. So pages of a version that was
        first seen a moment ago are kept for one beat only, and made anew until those memories have caught up.
        """
        checked, number, since = self._versions.get(unit_id, (0.0, -1, 0.0))
        now = time.monotonic()
        if number < 0 or now - checked >= max_age:
            fresh = db.session.scalar(select(PublicVersion.number).where(PublicVersion.unit_id == unit_id)) or 0
            number, since = fresh, since if fresh == number else now
            self._versions[unit_id] = (now, number, since)
        settled = max_age <= 0 or now - since > 2 * max_age
        return number, 0 if settled else 1 + int(now / max_age)

    def get(self, key: tuple[object, ...]) -> StoredPage | None:
        """Return the page, or None."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: tuple[object, ...], page: StoredPage) -> None:
        """Keep a page."""
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > CAPACITY:
                self._pages.popitem(last=False)

    def making(self, key: tuple[object, ...]) -> threading.Lock:
        """Return the lock under which one thread makes this page while others wait for it."""
        with self._lock:
            if len(self._making) > CAPACITY:
                self._making.clear()
            return self._making.setdefault(key, threading.Lock())


def install(app: Flask) -> None:
    """Give the application an empty cache, and every request an Accept-Encoding without what it refuses."""
    app.extensions["gandan.page_cache"] = PageCache()
    app.before_request(_leave_out_refused)


def _leave_out_refused() -> None:
    """Rewrite a header with q-values to the encodings that are welcome: whoever compresses later takes ``br;q=0`` for ``br``."""
    if ";" in request.headers.get("Accept-Encoding", ""):
        shares = ((name, request.accept_encodings.quality(name)) for name in ("br", "gzip"))
        request.environ["HTTP_ACCEPT_ENCODING"] = ", ".join(f"{name};q={share}" for name, share in shares if share)


def raise_version(unit_id: int) -> None:
    """Say, inside a command, that something public of this commune has changed."""
    before_commit(_raise_versions).append(unit_id)


def _raise_versions(unit_ids: Sequence[int]) -> None:
    for unit_id in sorted(set(unit_ids)):
        db.session.execute(RAISING, {"unit": unit_id})


def cached_public_page(view: View | None = None, *, arguments: Sequence[str] = ()) -> Any:
    """Keep what the view renders for everybody; it may depend on path, commune, day, language, size of text and ``arguments``.

    Other arguments of an address (those that Facebook or Zalo append) are not looked at. Answers other than 200 are passed on
    and not kept. The answer has an ETag of the bytes sent.
    """
    if view is None:
        return partial(cached_public_page, arguments=arguments)

    @wraps(view)
    def cached(*args: object, **kwargs: object) -> Response:
        same_page.only(arguments)
        cache: PageCache = current_app.extensions["gandan.page_cache"]
        unit_id = current_unit_id() or 0
        version = cache.version(unit_id, max_age=current_app.config["PAGE_CACHE_SECONDS"])
        given = request.args.to_dict() if arguments else {}
        asked = tuple(given.get(name) for name in arguments)
        key = (unit_id, current_locale(), is_large(), request.path, asked, current_app.config["TODAY"](), version)
        page = cache.get(key)
        if page is None:
            with cache.making(key):
                page = cache.get(key)
                if page is None:
                    response = make_response(view(*args, **kwargs))
                    if response.status_code != 200:
                        return response
                    page = stored(response)
                    cache.put(key, page)
        return answer(page)

    return cached


def stored(response: Response) -> StoredPage:
    """Return the page as it is kept."""
    plain = response.get_data()
    return StoredPage(
        plain=plain, etag=hashlib.sha256(plain).hexdigest()[:24], mimetype=response.mimetype or "text/html",
        headers={name: response.headers[name] for name in KEPT_HEADERS if name in response.headers},
    )  # fmt: skip


def _encoding() -> str:
    """Return the encoding that the browser likes best, brotli before gzip where both are alike; "" where it takes neither.

    ``q=0`` says "not acceptable" (RFC 9110, 12.4.2), also of every encoding that is not named (``*;q=0``).
    """
    accepted = request.accept_encodings
    brotli_share, gzip_share = accepted.quality("br"), accepted.quality("gzip")
    if not brotli_share and not gzip_share:
        return ""
    return "br" if brotli_share >= gzip_share else "gzip"


def answer(page: StoredPage) -> Response:
    """Return the page in the best encoding, or 304 when the browser has it (RFC 9110, 13.1.2: weak comparison, ``*``)."""
    encoding = _encoding()
    tag = f"{page.etag}-{encoding}" if encoding else page.etag
    if request.if_none_match.contains_weak(tag):
        response = Response(status=304)
    else:
        response = Response(page.body(encoding), content_type=f"{page.mimetype}; charset=utf-8")
        if encoding:
            response.headers["Content-Encoding"] = encoding
    response.headers["ETag"] = f'"{tag}"'
    response.headers["Vary"] = VARY
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.headers.update(page.headers)
    return response
