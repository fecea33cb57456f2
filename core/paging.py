"""One page of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Item]):
    """Items of page ``number`` (from 1) of ``size``; ``total`` is exact up to ``total_cap``, then None ("more than")."""

    items: Sequence[Item]
    number: int
    size: int
    has_next: bool
    total: int | None = None
    total_cap: int = 1000

    @property
    def has_previous(self) -> bool:
        """True from the second page on."""
        return self.number > 1


def page_number(raw: str | None, *, last: int = 4000) -> int:
    """Return a page number between 1 and ``last`` whatever somebody wrote into the address."""
    return min(max(int(raw), 1), last) if raw and raw.isascii() and raw.isdigit() and len(raw) < 7 else 1


def page_query(wanted: Mapping[str, str], number: int) -> str:
    """Return the query of another page of the list at this address, narrowed by what is ``wanted``.

    >>> page_query({"q": "lan can"}, 2), page_query({}, 1)
    ('?q=lan+can&trang=2', '?')
    """
    return "?" + urlencode({**wanted, "trang": str(number)} if number > 1 else wanted)
