"""What a case can be, what can be done with it from there, and on which article that stands. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.permissions import Permission


class CaseKind(StrEnum):
    """Kiến nghị · phản ánh · khác (chưa rõ loại). Complaints and denunciations have their own procedures."""

    PETITION = "KIEN_NGHI"
    REFLECTION = "PHAN_ANH"
    OTHER = "KHAC"


class CaseState(StrEnum):
    """Where a case stands on its road."""

    RECEIVED = "received"
    CLASSIFIED = "classified"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    REOPENED = "reopened"
    CLOSED = "closed"
    TRANSFERRED = "transferred"
    GUIDED = "guided"
    RETURNED = "returned"
    REFUSED = "refused"


class Channel(StrEnum):
    """How the letter came in."""

    WEB = "web"
    WALK_IN = "walk_in"
    PAPER = "paper"
    PHONE = "phone"
    IMPORT = "import"


class AnswerState(StrEnum):
    """Where an answer stands between the officer's desk and the resident."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    ISSUED = "issued"


class Outcome(StrEnum):
    """What the answer says: done, partly done, will be done by a date, or not done and why."""

    DONE = "done"
    PARTLY = "partly"
    PLANNED = "planned"
    DECLINED = "declined"


class Evidence(StrEnum):
    """What shows that it was done."""

    PHOTO = "photo"
    DOCUMENT = "document"
    NONE = "none"


class ClockState(StrEnum):
    """A clock is planned (promised on the receipt), running, or ended."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


class Action(StrEnum):
    """Everything that can be done with a case at the desk."""

    CLASSIFY = "classify"
    ACCEPT = "accept"
    ASSIGN = "assign"
    TRANSFER = "transfer"
    GUIDE = "guide"
    RETURN = "return"
    REFUSE = "refuse"
    NOTE = "note"
    DIRECT = "direct"
    REMIND = "remind"
    ASK = "ask"
    EXTEND = "extend"
    DECIDE_EXTENSION = "decide_extension"
    DRAFT = "draft"
    SUBMIT = "submit"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    ISSUE = "issue"
    PUBLISH = "publish"
    UNPUBLISH = "unpublish"


OPEN_STATES = frozenset({CaseState.RECEIVED, CaseState.CLASSIFIED, CaseState.IN_PROGRESS, CaseState.REOPENED})
WAITING_TO_BE_ACCEPTED = frozenset({CaseState.RECEIVED, CaseState.CLASSIFIED})
BEING_HANDLED = frozenset({CaseState.IN_PROGRESS, CaseState.REOPENED})
TURNED_AWAY = frozenset({CaseState.TRANSFERRED, CaseState.GUIDED, CaseState.RETURNED, CaseState.REFUSED})
SETTLED_STATES = frozenset({CaseState.ANSWERED, CaseState.CLOSED}) | TURNED_AWAY
ALL_STATES = frozenset(CaseState)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One row of the table of steps: who may do it from where, and its legal ground."""

    action: Action
    states: frozenset[CaseState]
    permission: Permission
    legal_basis: str


STEPS: tuple[Step, ...] = (
    Step(
        action=Action.CLASSIFY, states=WAITING_TO_BE_ACCEPTED, permission=Permission.CASE_CLASSIFY,
        legal_basis="Luật Tiếp công dân 2013, Điều 25, 26",
    ),
    Step(
        action=Action.ACCEPT, states=frozenset({CaseState.CLASSIFIED}), permission=Permission.CASE_ASSIGN,
        legal_basis="Luật Tiếp công dân 2013, Điều 26.2, 28.1",
    ),
    Step(
        action=Action.ASSIGN, states=BEING_HANDLED, permission=Permission.CASE_ASSIGN,
        legal_basis="Nghị định 154/2026/NĐ-CP, Điều 25",
    ),
    Step(
        action=Action.TRANSFER, states=frozenset({CaseState.CLASSIFIED}), permission=Permission.CASE_ASSIGN,
        legal_basis="Luật Tiếp công dân 2013, Điều 26.2b",
    ),
    Step(
        action=Action.GUIDE, states=frozenset({CaseState.CLASSIFIED}), permission=Permission.CASE_ASSIGN,
        legal_basis="Luật Tiếp công dân 2013, Điều 26",
    ),
    Step(
        action=Action.RETURN, states=frozenset({CaseState.CLASSIFIED}), permission=Permission.CASE_ASSIGN,
        legal_basis="Thông tư 05/2021/TT-TTCP, Điều 6",
    ),
    Step(
        action=Action.REFUSE, states=frozenset({CaseState.CLASSIFIED}), permission=Permission.CASE_ASSIGN,
        legal_basis="Luật Tiếp công dân 2013, Điều 9; Nghị định 154/2026/NĐ-CP, Điều 4",
    ),
    Step(action=Action.NOTE, states=ALL_STATES, permission=Permission.CASE_NOTE, legal_basis=""),
    Step(
        action=Action.DIRECT, states=OPEN_STATES, permission=Permission.CASE_DIRECT,
        legal_basis="Nghị định 154/2026/NĐ-CP, Điều 25.2",
    ),
    Step(
        action=Action.REMIND, states=OPEN_STATES, permission=Permission.CASE_ASSIGN,
        legal_basis="Nghị định 154/2026/NĐ-CP, Điều 25",
    ),
    Step(
        action=Action.ASK, states=BEING_HANDLED, permission=Permission.CASE_HANDLE,
        legal_basis="Luật Tiếp công dân 2013, Điều 25",
    ),
    Step(
        action=Action.EXTEND, states=BEING_HANDLED, permission=Permission.CASE_HANDLE,
        legal_basis="Nghị định 154/2026/NĐ-CP, Điều 25.3",
    ),
    Step(
        action=Action.DECIDE_EXTENSION, states=BEING_HANDLED, permission=Permission.CASE_APPROVE,
        legal_basis="Nghị định 154/2026/NĐ-CP, Điều 25.3",
    ),
    Step(
        action=Action.DRAFT, states=BEING_HANDLED, permission=Permission.CASE_HANDLE,
        legal_basis="Luật Thực hiện dân chủ ở cơ sở 2022, Điều 35.2b",
    ),
    Step(
        action=Action.SUBMIT, states=BEING_HANDLED, permission=Permission.CASE_HANDLE,
        legal_basis="Luật Thực hiện dân chủ ở cơ sở 2022, Điều 35.2b",
    ),
    Step(
        action=Action.APPROVE, states=BEING_HANDLED, permission=Permission.CASE_APPROVE,
        legal_basis="Nghị định 30/2020/NĐ-CP, Điều 13",
    ),
    Step(
        action=Action.SEND_BACK, states=BEING_HANDLED, permission=Permission.CASE_APPROVE,
        legal_basis="Nghị định 30/2020/NĐ-CP, Điều 13",
    ),
    Step(
        action=Action.ISSUE, states=BEING_HANDLED, permission=Permission.CASE_HANDLE,
        legal_basis="Nghị định 30/2020/NĐ-CP, Điều 15, 18",
    ),
    Step(
        action=Action.PUBLISH, states=ALL_STATES, permission=Permission.CASE_PUBLISH,
        legal_basis="Luật Thực hiện dân chủ ở cơ sở 2022, Điều 11, 35",
    ),
    Step(action=Action.UNPUBLISH, states=ALL_STATES, permission=Permission.CASE_PUBLISH, legal_basis="Luật 91/2025/QH15"),
)  # fmt: skip


def step_of(action: Action) -> Step:
    """Return the row of an action."""
    return next(step for step in STEPS if step.action == action)
