"""What people may ask about the data that a case holds of them: which right, by when, who decides what, on which ground. Pure.

Sources: Law on Personal Data Protection 91/2025/QH15 and Decree 356/2025/NĐ-CP, in force 1 January 2026. The periods are legal
terms (PDPL.REQUEST…) and uncertain: an official compares them with the official text (docs/law.md).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from core.permissions import Permission
from core.text import clean_text
from feedback.states import OPEN_STATES, CaseState

WORDS_MOST, TEXT_LEAST, TEXT_MOST = 2000, 5, 2000
ACKNOWLEDGE_TERM, EXTENSION_TERM = "PDPL.REQUEST", "PDPL.REQUEST.EXTEND"


class Right(StrEnum):
    """What is asked: see or get a copy, correct, delete, withdraw a consent, restrict, object."""

    SEE = "see"
    CORRECT = "correct"
    DELETE = "delete"
    WITHDRAW = "withdraw"
    RESTRICT = "restrict"
    OBJECT = "object"


TERMS: dict[Right, str] = {
    Right.SEE: "PDPL.REQUEST.SEE",
    Right.CORRECT: "PDPL.REQUEST.CORRECT",
    Right.DELETE: "PDPL.REQUEST.DELETE",
    Right.WITHDRAW: "PDPL.REQUEST.STOP",
    Right.RESTRICT: "PDPL.REQUEST.STOP",
    Right.OBJECT: "PDPL.REQUEST.STOP",
}


TOLD_TERMS = (ACKNOWLEDGE_TERM, *dict.fromkeys(TERMS.values()))
"""What the page on personal data tells everybody, in its order."""


class RequestState(StrEnum):
    """A request was asked, was acknowledged, and ended: done or refused."""

    ASKED = "asked"
    TAKEN = "taken"
    DONE = "done"
    REFUSED = "refused"


OPEN = frozenset({RequestState.ASKED, RequestState.TAKEN})


class Step(StrEnum):
    """What an official does with a request."""

    TAKE = "take"
    EXTEND = "extend"
    FULFIL = "fulfil"
    REFUSE = "refuse"


NEEDS: dict[Step, Permission] = {
    Step.TAKE: Permission.DATA_RUN,
    Step.FULFIL: Permission.DATA_RUN,
    Step.EXTEND: Permission.DATA_DECIDE,
    Step.REFUSE: Permission.DATA_DECIDE,
}


class Ground(StrEnum):
    """Why a request is refused."""

    KEPT_BY_LAW = "kept_by_law"
    STILL_NEEDED = "still_needed"
    OF_OTHERS = "of_others"
    NOT_THEIRS = "not_theirs"


STOPPING = frozenset({Right.DELETE, Right.WITHDRAW, Right.RESTRICT, Right.OBJECT})


@dataclass(frozen=True, kw_only=True)
class GroundRule:
    """For which rights a ground holds, and by which law; ``sure``: its article was compared."""

    rights: frozenset[Right]
    law: str
    sure: bool = True


GROUNDS: dict[Ground, GroundRule] = {
    Ground.KEPT_BY_LAW: GroundRule(rights=STOPPING, law="Luật Lưu trữ 2024", sure=False),
    Ground.STILL_NEEDED: GroundRule(rights=STOPPING, law="Luật Tiếp công dân 2013, khoản 1 Điều 28"),
    Ground.OF_OTHERS: GroundRule(rights=frozenset({Right.SEE}), law="Nghị định 154/2026/NĐ-CP, Điều 12"),
    Ground.NOT_THEIRS: GroundRule(rights=frozenset(Right), law="Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15", sure=False),
}


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Whether something may be done; if not, why (a code) and by which law."""

    allowed: bool
    why: str = ""
    law: str = ""


def steps_of(state: str, *, extended: bool, permissions: Collection[Permission]) -> tuple[Step, ...]:
    """Return what may be done now, and by these permissions, in the order of the page."""
    if state not in OPEN:
        return ()
    possible = {Step.TAKE: state == RequestState.ASKED, Step.EXTEND: not extended}
    return tuple(step for step in Step if possible.get(step, True) and NEEDS[step] in permissions)


def asking_faults(right: str, words: str, *, identity_seen: bool = True) -> dict[str, str]:
    """Return what is wrong with a request: field → code (empty: nothing). What is to be corrected has to be said."""
    faults: dict[str, str] = {}
    if right not in set(Right):
        faults["right"] = "right_missing"
    if right == Right.CORRECT and len(clean_text(words)) < TEXT_LEAST:
        faults["words"] = "data_words_missing"
    if len(clean_text(words)) > WORDS_MOST:
        faults["words"] = "text_long"
    if not identity_seen:
        faults["identity_seen"] = "identity_unseen"
    return faults


def extension_faults(days: int | None, reason: str, *, most: int, late: bool) -> dict[str, str]:
    """Return what is wrong with an extension: once, of at most ``most`` days, before the last day is over, and with a reason."""
    if late:
        return {"days": "data_extension_late"}
    faults: dict[str, str] = {}
    if days is None or not 1 <= days <= most:
        faults["days"] = "data_days_range"
    if len(clean_text(reason)) < TEXT_LEAST:
        faults["reason"] = "reason_missing"
    return faults


def refusal_faults(right: str, ground: str, answer: str) -> dict[str, str]:
    """Return what is wrong with a refusal: a ground of law that fits the right, and words for the person."""
    faults: dict[str, str] = {}
    if ground not in set(Ground):
        faults["ground"] = "ground_unknown"
    elif right not in GROUNDS[Ground(ground)].rights:
        faults["ground"] = "ground_misfit"
    if len(clean_text(answer)) < TEXT_LEAST:
        faults["refusal"] = "data_answer_missing"
    return faults


def grounds_for(right: str) -> tuple[Ground, ...]:
    """Return the grounds on which a request of this right may be refused."""
    return tuple(ground for ground, rule in GROUNDS.items() if right in rule.rights)


def may_erase(states: Collection[str]) -> Decision:
    """Return whether phone and email of a sender may be erased: not while the commune still has to tell them something.

    ``states``: of every case that was made of the letter. Name and words stay in any case: the file is kept by law.
    """
    if any(CaseState(state) in OPEN_STATES for state in states):
        return Decision(allowed=False, why="still_needed", law=GROUNDS[Ground.STILL_NEEDED].law)
    return Decision(allowed=True)
