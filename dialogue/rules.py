"""The gates of a dialogue: what the law forbids, answered with its basis; an ordinary "no" is a value. Pure.

Source: Law on Local Government 72/2025, Art. 43 (announced ≥ 7 days before; results ≤ 10 days after), terms DLG.CQDP.*.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from dialogue.states import DialogueKind

NOTICE = "DLG.CQDP.NOTICE"
RESULT = "DLG.CQDP.RESULT"
PARTY_RESULT = "DLG.PARTY.CONCLUSION"


@dataclass(frozen=True, kw_only=True)
class Gate:
    """An answer: ``open`` or the code of the reason why not, with the term that says so and the day it names."""

    open: bool
    code: str = ""
    term: str = ""
    on: date | None = None


OPEN = Gate(open=True)


def notice_gate(*, today: date, latest_on: date, ad_hoc_reason: str) -> Gate:
    """Answer whether a dialogue may be announced today; ``latest_on`` is the last day by the term, counted back from the day.

    An ad-hoc dialogue is announced later only with its reason on record.
    """
    if today <= latest_on or ad_hoc_reason.strip():
        return OPEN
    return Gate(open=False, code="notice_too_late", term=NOTICE, on=latest_on)


def result_terms(kinds: Collection[DialogueKind]) -> tuple[str, ...]:
    """Return the terms that say until when results are published; the stricter of them counts."""
    terms = {
        DialogueKind.COMMUNE_CONFERENCE: RESULT, DialogueKind.LEADER_DIALOGUE: PARTY_RESULT,
        DialogueKind.PRE_DECISION_HEARING: RESULT,
    }  # fmt: skip
    return tuple(sorted({terms[kind] for kind in kinds}))
