"""What an item needs before it is disclosed, how long it hangs, and how urgent it is. Pure.

Source: Law on Grassroots Democracy 2022, Art. 12.3 (within 5 working days, term DC.PUBLISH), Art. 13.2 (posted at least 30
days in a row, term DC.POSTING, or permanently), Art. 13.3 (loudspeaker at least 3 days in a row, term DC.LOUDSPEAKER).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from disclosure.states import HUNG, ItemState, Way

PUBLISH, POSTING, LOUDSPEAKER = "DC.PUBLISH", "DC.POSTING", "DC.LOUDSPEAKER"
TITLE_MOST, DOCUMENT_MOST, SUMMARY_MOST, TEXT_MOST, REASON_MOST, NOTE_MOST = 200, 80, 2000, 20_000, 1000, 500
FILES_MOST = 10


@dataclass(frozen=True, kw_only=True)
class NewItem:
    """An item as it was typed; ``village_ids``: where it will hang beside the headquarters."""

    kind: str
    title: str
    decided_on: date | None
    official_id: int | None
    document: str = ""
    summary: str = ""
    text: str = ""
    village_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Showing:
    """Evidence as it was typed: in which places, from when, for what was read out until when, and what is noted of it."""

    places: tuple[str, ...]
    from_on: date | None
    to_on: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Gate:
    """An answer: ``open``, or the code of the reason why not, with the term that says so and the day it names."""

    open: bool
    code: str = ""
    term: str = ""
    on: date | None = None


OPEN = Gate(open=True)


class Rank(IntEnum):
    """How urgent an item is at the desk, the most urgent first.

    ``PUBLISH`` waits for the portal · ``EVIDENCE`` lacks evidence of a form · ``REMOVABLE`` may be (or has to be) taken down ·
    ``HANGING`` hangs · ``DONE`` · ``WITHDRAWN``.
    """

    PUBLISH = 0
    EVIDENCE = 1
    REMOVABLE = 2
    HANGING = 3
    DONE = 4
    WITHDRAWN = 5


def rank_of(state: ItemState, *, missing: int, up: int, removable: int) -> Rank:
    """Return the rank of an item with so many places without evidence, hanging, and hanging for longer than the law wants."""
    if state is ItemState.DRAFT:
        return Rank.PUBLISH
    if state is ItemState.WITHDRAWN:
        return Rank.REMOVABLE if up else Rank.WITHDRAWN
    if missing:
        return Rank.EVIDENCE
    if removable:
        return Rank.REMOVABLE
    return Rank.HANGING if up else Rank.DONE


def typed_faults(item: NewItem, *, today: date, villages: bool) -> dict[str, str]:
    """Return what is wrong with an item as it was typed: field → code. ``villages``: it has to hang in a village too."""
    faults = {}
    if not item.title:
        faults["title"] = "title_missing"
    lengths = {"title": TITLE_MOST, "document": DOCUMENT_MOST, "summary": SUMMARY_MOST, "text": TEXT_MOST}
    faults |= {name: "text_long" for name, most in lengths.items() if len(getattr(item, name)) > most}
    if item.decided_on is None:
        faults["decided_on"] = "date_bad"
    elif item.decided_on > today:
        faults["decided_on"] = "decided_later"
    if item.official_id is None:
        faults["official_id"] = "owner_missing"
    if villages and not item.village_ids:
        faults["village_ids"] = "villages_missing"
    return faults


def publishing_gaps(*, summary: str, text: str, files: int) -> dict[str, str]:
    """Return what an item lacks to be published: field → code."""
    gaps = {}
    if not summary:
        gaps["summary"] = "summary_missing"
    if not text and not files:
        gaps["text"] = "nothing_to_read"
    return gaps


def showing_faults(way: Way, shown: Showing, *, today: date, decided_on: date, least_days: int) -> dict[str, str]:
    """Return what is wrong with evidence of one way. What was read out ends; ``least_days`` in a row, both ends counted."""
    if shown.from_on is None:
        return {"from_on": "date_bad"}
    if shown.from_on > today:
        return {"from_on": "from_later"}
    if shown.from_on < decided_on:
        return {"from_on": "from_before_decision"}
    if way is not Way.LOUDSPEAKER:
        return {}
    if shown.to_on is None or shown.to_on > today or shown.to_on < shown.from_on:
        return {"to_on": "date_bad" if shown.to_on is None else "to_range"}
    return {"to_on": "broadcast_short"} if (shown.to_on - shown.from_on).days + 1 < least_days else {}


def taking_down(
    way: Way, *, from_on: date | None, least_on: date | None, to_on: date, permanent: bool, withdrawn: bool, replaced: bool
) -> Gate:  # fmt: skip
    """Answer whether what hangs since ``from_on`` may come down on ``to_on``; ``least_on`` is the last day that the law wants.

    What was withdrawn comes down at once. What hangs permanently comes down when something has taken its place.
    """
    if way not in HUNG or from_on is None:
        return Gate(open=False, code="not_hanging")
    if to_on < from_on:
        return Gate(open=False, code="to_before_from", on=from_on)
    if withdrawn:
        return OPEN
    if permanent:
        return OPEN if replaced else Gate(open=False, code="posting_permanent", term=POSTING)
    if least_on is not None and to_on < least_on:
        return Gate(open=False, code="posting_short", term=POSTING, on=least_on)
    return OPEN


def days_late(*, due_on: date, published_on: date | None, today: date) -> int:
    """Return by how many days an item was disclosed after its last day, or is late so far; 0 in time (Civil Code, Art. 148.6)."""
    return max(0, ((published_on or today) - due_on).days)
