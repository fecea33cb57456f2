"""The gates of a dialogue: what the law forbids, answered with its basis; an ordinary "no" is a value. Pure.

Sources: Law on Local Government 72/2025, Art. 43 (announced ≥ 7 days before; results ≤ 10 days after), terms DLG.CQDP.*, for the
conference of the People's Committee; the office's own numbers for secretary and chair; Law on Grassroots Democracy 2022, Art. 27,
for the hearing before a decision, which knows neither of both.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dialogue.states import DialogueKind

NOTICE = "DLG.CQDP.NOTICE"
RESULT = "DLG.CQDP.RESULT"
PARTY_RESULT = "DLG.PARTY.CONCLUSION"
OFFICE_NOTICE = "dialogue_notice_days"
"""The commune's setting; the rest are legal terms."""


@dataclass(frozen=True, kw_only=True)
class Gate:
    """An answer: ``open`` or the code of the reason why not, with the term that says so and the day it names."""

    open: bool
    code: str = ""
    term: str = ""
    on: date | None = None


OPEN = Gate(open=True)


class NoticeRule(StrEnum):
    """Who says how long before a dialogue it is announced: the law (Art. 43), or the office (a setting, to be confirmed)."""

    LAW = NOTICE
    OFFICE = OFFICE_NOTICE


TOO_LATE = {NoticeRule.LAW: "notice_too_late", NoticeRule.OFFICE: "notice_too_late_for_office"}


def notice_rules(kinds: Collection[DialogueKind]) -> tuple[NoticeRule, ...]:
    """Return what binds the announcement of an event that satisfies these kinds; the strictest counts, none: nothing does."""
    rules = {DialogueKind.COMMUNE_CONFERENCE: NoticeRule.LAW, DialogueKind.LEADER_DIALOGUE: NoticeRule.OFFICE}
    return tuple(rule for kind, rule in rules.items() if kind in kinds)


def by_law(kinds: Collection[DialogueKind | str]) -> bool:
    """Return whether Art. 43 binds the event: it satisfies the conference of the People's Committee with residents."""
    return DialogueKind.COMMUNE_CONFERENCE in kinds


def notice_gate(*, today: date, latest_on: date, ad_hoc_reason: str, rule: NoticeRule = NoticeRule.LAW) -> Gate:
    """Answer whether a dialogue may be announced today; ``latest_on`` is the last day by ``rule``, counted back from the day.

    An ad-hoc dialogue is announced later only with its reason on record.
    """
    if today <= latest_on or ad_hoc_reason.strip():
        return OPEN
    return Gate(open=False, code=TOO_LATE[rule], term=rule.value, on=latest_on)


def result_terms(kinds: Collection[DialogueKind]) -> tuple[str, ...]:
    """Return the terms that say until when results are published; the stricter of them counts, and a hearing has none.

    What was heard before a decision stays with the file of that decision (Law on Grassroots Democracy 2022, Art. 27).
    """
    terms = {DialogueKind.COMMUNE_CONFERENCE: RESULT, DialogueKind.LEADER_DIALOGUE: PARTY_RESULT}
    return tuple(sorted({terms[kind] for kind in kinds if kind in terms}))
