"""How many dialogues a year owes, and what is a reason to hold one more: alerts, never an order. Pure.

Sources: Law on Local Government 72/2025, Art. 43 and Law on Grassroots Democracy 2022, Art. 32 (once a year, or when 10 % of
the voters ask, or when necessary); Decision 320-QĐ/TU (its text is not known here).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dialogue.states import DialogueKind, DialogueState

VOTERS_SHARE = "DLG.CQDP.VOTERS"
"""The term that says how many per cent of the voters oblige by their request (Law on Local Government 72/2025, Art. 43)."""
LETTER_DAYS = 30
HELD = frozenset({DialogueState.HELD, DialogueState.CONCLUDED})
TO_COME = frozenset({DialogueState.PLANNED, DialogueState.ANNOUNCED, DialogueState.IN_SESSION})
FREQUENCY: dict[DialogueKind, str] = {
    DialogueKind.COMMUNE_CONFERENCE: "DLG.CQDP.FREQ", DialogueKind.LEADER_DIALOGUE: "DLG.PARTY.FREQ",
}  # fmt: skip
"""Kinds that a year owes, by the term that says how often. A hearing is held when a decision needs one."""


class CallSource(StrEnum):
    """Who calls for a dialogue: voters by signature, a large group, the Front, the People's Council, a superior, or letters."""

    VOTERS = "voters"
    GROUP = "group"
    FRONT = "front"
    COUNCIL = "council"
    SUPERIOR = "superior"
    LETTERS = "letters"


RECORDED = tuple(source for source in CallSource if source is not CallSource.LETTERS)
"""Sources that an official writes down; similar letters are counted by the product."""


@dataclass(frozen=True, kw_only=True)
class PlacedDialogue:
    """What the count needs of a dialogue."""

    held_on: date
    state: DialogueState
    satisfies: Collection[str]


@dataclass(frozen=True, kw_only=True)
class Duty:
    """How a kind stands in a year: ``held`` of ``owed``, the next one on the plan, and the days left of the year."""

    kind: DialogueKind
    held: int
    owed: int
    next_on: date | None
    days_left: int

    @property
    def met(self) -> bool:
        """Whether the year owes nothing more."""
        return self.held >= self.owed

    @property
    def planned(self) -> bool:
        """Whether what is missing is at least on the plan of this year."""
        return self.next_on is not None


def duties(dialogues: Collection[PlacedDialogue], *, owed: Mapping[DialogueKind, int], today: date) -> list[Duty]:
    """Return how each kind stands in the year of ``today``; one event counts for every kind that it satisfies."""
    lines = []
    for kind, number in owed.items():
        own = [item for item in dialogues if kind.value in item.satisfies and item.held_on.year == today.year]
        coming = sorted(item.held_on for item in own if item.state in TO_COME and item.held_on >= today)
        lines.append(
            Duty(
                kind=kind, held=sum(item.state in HELD for item in own), owed=number, next_on=next(iter(coming), None),
                days_left=(date(today.year, 12, 31) - today).days,
            )
        )  # fmt: skip
    return lines


def is_duty(source: CallSource, *, number: int | None, voters: int, share: int) -> bool:
    """Return whether a call obliges: signed by at least ``share`` per cent of the voters.

    Unknown ``voters`` (0) never oblige, nor does a call of a day on which no law said so (``share`` 0).
    """
    return source is CallSource.VOTERS and voters > 0 and share > 0 and (number or 0) * 100 >= voters * share


def needed_signatures(voters: int, *, share: int) -> int:
    """Return the least number of signatures that obliges: ``share`` per cent, rounded up; 0 when one of both is unknown."""
    return -(-voters * share // 100)
