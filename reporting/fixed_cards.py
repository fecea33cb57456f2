"""What was done in the words of its cards: the photos of both sides with what they show, places, days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from reporting.fixed_queries import FixedCase

Names = tuple[Mapping[int, str], Mapping[int, str]]


@dataclass(frozen=True, kw_only=True)
class Shot:
    """The first photo of a side: where it lies, what it shows in words, and how many there are on this side."""

    url: str
    alt: str
    number: int


@dataclass(frozen=True, kw_only=True)
class FixedCard:
    """A case on the wall; ``before`` is None when its sender's photos are not public. ``days``: from receipt to the answer."""

    url: str
    title: str
    field: str
    place: str
    before: Shot | None
    after: Shot
    received_on: date
    fixed_on: date
    days: int
    partly: bool
    satisfied: bool | None


def fixed_cards(items: Iterable[FixedCase], names: Names) -> list[FixedCard]:
    """Return the cards; ``names`` are those of fields and villages by id."""
    return [_card(item, names) for item in items]


def _card(item: FixedCase, names: Names) -> FixedCard:
    before = _shot(item.before, _("Trước khi làm: %(title)s", title=item.title)) if item.before else None
    return FixedCard(
        url=f"/ho-so/{item.code}", title=item.title, field=names[0].get(item.field_id or 0, ""),
        place=names[1].get(item.village_id or 0, ""), before=before,
        after=_shot(item.after, _("Sau khi làm: %(title)s", title=item.title)), received_on=item.received_on,
        fixed_on=item.fixed_on, days=(item.fixed_on - item.received_on).days, partly=item.partly, satisfied=item.satisfied,
    )  # fmt: skip


def _shot(photos: tuple[str, ...], alt: str) -> Shot:
    return Shot(url=f"/tep/{photos[0]}/small", alt=alt, number=len(photos))
