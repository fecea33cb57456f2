"""What nearly every page asks for and what hardly ever changes, remembered by each process for half a second."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import TypeVar

from flask import current_app

from core import reading
from core.database import current_unit_id
from core.extensions import db

Thing = TypeVar("Thing")
CAPACITY = 2000


def remembered(key: Hashable, load: Callable[[], Thing], *, in_command: bool = False) -> Thing:
    """Return what ``load`` gave at most PAGE_CACHE_SECONDS ago, or ask it now.

    Inside a command it is always asked, but for what may be half a second old there too (``in_command``) and what no command
    both writes and reads.

    What was remembered while one commune was read is never given to another.
    """
    longest = current_app.config["PAGE_CACHE_SECONDS"]
    if longest <= 0 or (not in_command and reading.in_command(db.session)):
        return load()
    store: dict[Hashable, tuple[float, Thing]] = current_app.extensions.setdefault("gandan.memory", {})
    now = time.monotonic()
    place = (current_unit_id(), key)
    known = store.get(place)
    if known and now - known[0] < longest:
        return known[1]
    thing = load()
    if len(store) >= CAPACITY:
        store.clear()
    store[place] = (now, thing)
    return thing
