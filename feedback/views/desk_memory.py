"""Pages of the desk kept for the official for whom they were made, until anything they are made of has changed.

Nothing old is ever shown: each request asks for the stamp of everything a page is made of (queries/stamp.py) before a kept page
is given, and a page is kept only once the short memories of this process (accounts.memory) are no older than its stamp.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, current_app, make_response, request, session
from flask_login import current_user

from core import page_cache
from core.i18n import current_locale
from core.large_text import is_large
from deadlines.clock import today
from deadlines.queries import calendar_for
from feedback.queries.stamp import stamp_of

View = Callable[..., Any]
Key = tuple[Any, ...]
MOST_BYTES = 6 * 1024 * 1024


class DeskMemory:
    """The pages of one process, at most MOST_BYTES of them, the least used leave first; when each stamp was first seen."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Key, bytes] = OrderedDict()
        self._bytes = 0
        self._seen: dict[int, tuple[Key, float]] = {}
        self._lock = threading.Lock()

    def page(self, key: Key) -> bytes | None:
        """Return the page kept under a key."""
        with self._lock:
            found = self._pages.get(key)
            if found is not None:
                self._pages.move_to_end(key)
            return found

    def settled(self, unit_id: int, stamp: Key, *, after: float) -> bool:
        """Return whether this process first saw the stamp of a commune at least ``after`` seconds ago.

        With a new stamp every page of the commune is forgotten: none can be given again, and a letter that has left the
        ordinary tables leaves this memory too.
        """
        now = time.monotonic()
        with self._lock:
            known, since = self._seen.get(unit_id, ((), now))
            if known != stamp:
                self._seen[unit_id] = (stamp, since := now)
                for key in [key for key in self._pages if key[0].unit_id == unit_id]:
                    self._bytes -= len(self._pages.pop(key))
        return now - since >= after

    def keep(self, key: Key, page: bytes, *, most: int) -> None:
        """Keep a page among at most ``most`` bytes; 0 keeps none."""
        with self._lock:
            self._bytes += len(page) - len(self._pages.pop(key, b""))
            self._pages[key] = page
            while self._bytes > most:
                self._bytes -= len(self._pages.popitem(last=False)[1])


def kept_for_official(make: View) -> View:
    """Let a page that is only read be given again to the same session while nothing in it can have changed."""

    @wraps(make)
    def page(*arguments: Any, **parts: Any) -> Response:
        token = session.get("csrf_token")
        if token is None or session.get("_flashes"):
            return make_response(make(*arguments, **parts))
        person, memory = current_user._get_current_object(), _memory()
        commune, own = stamp_of(person)
        law = (today(), calendar_for(person.unit_id).version)
        settled = memory.settled(person.unit_id, (commune, law), after=current_app.config["PAGE_CACHE_SECONDS"])
        key = (person, token, current_locale(), is_large(), request.host, request.full_path, law, commune, own)
        found = memory.page(key)
        if found is not None:
            return Response(found, mimetype="text/html")
        answer = make_response(make(*arguments, **parts))
        if settled and answer.status_code == 200:
            memory.keep(key, answer.get_data(), most=MOST_BYTES if page_cache.CAPACITY else 0)
        return answer

    return page


def _memory() -> DeskMemory:
    return current_app.extensions.setdefault("gandan.desk_memory", DeskMemory())
