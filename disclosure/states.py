"""The words of a disclosure: its states, the steps between them, and the ways in which it is shown beside the portal. Pure.

Source: Law on Grassroots Democracy 2022, Art. 11 (what), 12 (when), 13 (how), 14 (who answers for it).
"""

from __future__ import annotations

from enum import StrEnum


class ItemState(StrEnum):
    """Where an item stands: ``DRAFT`` seen by the desk only · ``PUBLISHED`` on the portal · ``WITHDRAWN`` taken back."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class ItemStep(StrEnum):
    """What can be done with an item."""

    CHANGE = "change"
    DISCARD = "discard"
    PUBLISH = "publish"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    SHOW = "show"
    TAKE_DOWN = "take_down"


class Way(StrEnum):
    """A form of disclosure beside the portal (Art. 13): hung up at the headquarters or in a village, read out, sent."""

    HEADQUARTERS = "headquarters"
    VILLAGE = "village"
    LOUDSPEAKER = "loudspeaker"
    VILLAGE_HEADS = "village_heads"


HUNG = frozenset({Way.HEADQUARTERS, Way.VILLAGE})
PUBLIC = frozenset({ItemState.PUBLISHED, ItemState.WITHDRAWN})
DECIDING = frozenset({ItemStep.PUBLISH, ItemStep.WITHDRAW})
"""Steps of who may publish."""

_DRAFT, _OUT = frozenset({ItemState.DRAFT}), frozenset({ItemState.PUBLISHED})
STEPS: dict[ItemStep, tuple[frozenset[ItemState], ItemState | None]] = {
    ItemStep.CHANGE: (_DRAFT, None),
    ItemStep.DISCARD: (_DRAFT, None),
    ItemStep.PUBLISH: (_DRAFT, ItemState.PUBLISHED),
    ItemStep.CORRECT: (_OUT, None),
    ItemStep.WITHDRAW: (_OUT, ItemState.WITHDRAWN),
    ItemStep.SHOW: (_OUT, None),
    ItemStep.TAKE_DOWN: (PUBLIC, None),
}
"""Step → (states it may be taken from, the state it leads to; None: it stays)."""


def leads_to(step: ItemStep, state: ItemState) -> ItemState | None:
    """Return the state after a step from ``state``, or None when the step may not be taken from there."""
    allowed, after = STEPS[step]
    return (after or state) if state in allowed else None


def place_key(way: Way, village_id: int | None = None) -> str:
    """Return the name of one place in which an item is shown.

    >>> place_key(Way.VILLAGE, 12), place_key(Way.LOUDSPEAKER)
    ('village-12', 'loudspeaker')
    """
    return way.value if village_id is None else f"{way.value}-{village_id}"
