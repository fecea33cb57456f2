"""What happened to a complaint; pure, frozen, nothing personal. Everything that needs no letter is a ComplaintStepTaken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from feedback.events import CaseEvent


@dataclass(frozen=True, kw_only=True)
class ComplaintStepTaken(CaseEvent):
    """A step that is written down and told to nobody (``step``: the action)."""

    step: str


@dataclass(frozen=True, kw_only=True)
class ComplaintAccepted(CaseEvent):
    """Thụ lý: the settlement's clock runs to ``due_on``."""

    due_on: date | None
    term: str


@dataclass(frozen=True, kw_only=True)
class ComplaintNotAccepted(CaseEvent):
    """Không thụ lý, on one of the nine grounds of LKN Art. 11."""

    number: str
    ground: str
    late_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ComplaintSuspended(CaseEvent):
    """The clock stands still; the decision is sent until ``send_on``."""

    send_on: date


@dataclass(frozen=True, kw_only=True)
class ComplaintResumed(CaseEvent):
    """The clock runs on, to ``due_on``."""

    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class ComplaintDiscontinued(CaseEvent):
    """The settlement has ended without a decision on the matter."""

    why: str
    late_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ComplaintWithdrawn(CaseEvent):
    """A withdrawal was recorded: whole, part or some_people."""

    scope: str
    late_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class WithdrawalSetAside(CaseEvent):
    """A withdrawal does not count, because the complainant was pressed; the complaint goes on, to ``due_on``."""

    scope: str
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class PapersRequested(CaseEvent):
    """Papers were asked of somebody until ``due_on``."""

    due_on: date


@dataclass(frozen=True, kw_only=True)
class DialogueInvited(CaseEvent):
    """The complainant is invited to a dialogue on ``on``."""

    on: date


@dataclass(frozen=True, kw_only=True)
class ComplaintDecided(CaseEvent):
    """The chair has decided; the decision is sent until ``send_on``."""

    result: str
    on_time: bool | None
    send_on: date
    late_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class DecisionSent(CaseEvent):
    """The decision went to the complainant, who may complain again until ``appeal_on``."""

    appeal_on: date | None


@dataclass(frozen=True, kw_only=True)
class ComplaintStateChanged(CaseEvent):
    """What came after the decision: appealed, in court, in force, ended (``state``)."""

    state: str
    late_reason: str = ""
