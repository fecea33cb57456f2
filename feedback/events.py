"""What happened to a case; pure, frozen. ``case_id`` names the case, nothing here is personal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Event):
    """Base of all events of a case."""

    NOT_FACTS: ClassVar[frozenset[str]] = Event.NOT_FACTS | {"case_id"}

    case_id: int


@dataclass(frozen=True, kw_only=True)
class DemoLoaded(Event):
    """The demonstration was loaded into a commune; rooms above may add what they show. A second load says so again."""


@dataclass(frozen=True, kw_only=True)
class CaseRegistered(CaseEvent):
    """A letter became a case."""

    channel: str
    kind: str
    anonymous: bool


@dataclass(frozen=True, kw_only=True)
class MessagesChosen(CaseEvent):
    """The sender allowed short messages to their phone, or stopped them; the official who wrote the letter down is the actor."""

    allowed: bool


@dataclass(frozen=True, kw_only=True)
class FileArrived(CaseEvent):
    """A file that followed its letter in pieces is complete: ``kind`` photo or voice, ``size`` in bytes."""

    kind: str
    size: int


@dataclass(frozen=True, kw_only=True)
class CaseClassified(CaseEvent):
    """An official named kind and field."""

    kind: str
    field_id: int
    kind_before: str
    field_before: int | None


@dataclass(frozen=True, kw_only=True)
class CaseAccepted(CaseEvent):
    """The office took the case on (nhận giải quyết); ``due_on`` is the promised local date, None without a statutory clock."""

    department_id: int
    officer_id: int | None
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class CaseAssigned(CaseEvent):
    """Another department or officer has it now; ``relief``: what became of the officer's wish to be relieved, "" without one."""

    department_id: int
    officer_id: int | None
    officer_before: int | None
    relief: str = ""


@dataclass(frozen=True, kw_only=True)
class ReliefAsked(CaseEvent):
    """The officer asks to be relieved of the case; ``reason`` is a word of feedback.reliefs."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ForwarderTold(CaseEvent):
    """Who forwarded the letter was told how it was settled: ``source`` is a word of feedback.forwarding, never a name.

    ``in_time``: None where no law says by when.
    """

    source: str
    reported_on: date
    in_time: bool | None


@dataclass(frozen=True, kw_only=True)
class CaseTurnedAway(CaseEvent):
    """The case left the office without an answer of its own: transferred, guided, returned, refused, filed (``ground_code``)."""

    state: str
    ground: str
    late_reason: str = ""
    ground_code: str = ""


@dataclass(frozen=True, kw_only=True)
class NoteAdded(CaseEvent):
    """An internal note was written."""


@dataclass(frozen=True, kw_only=True)
class DirectionGiven(CaseEvent):
    """The leader wrote how to go on."""


@dataclass(frozen=True, kw_only=True)
class CaseReminded(CaseEvent):
    """A colleague reminded whoever has the case in hand."""


@dataclass(frozen=True, kw_only=True)
class CaseEscalated(CaseEvent):
    """A stage of the running time was reached: ``stage`` percent of it is used."""

    stage: int


@dataclass(frozen=True, kw_only=True)
class SenderAsked(CaseEvent):
    """The officer asked the sender for more."""

    question_id: int


@dataclass(frozen=True, kw_only=True)
class SenderAdded(CaseEvent):
    """The sender answered a question (its id) or added something by themselves (None)."""

    question_id: int | None


@dataclass(frozen=True, kw_only=True)
class ExtensionRequested(CaseEvent):
    """The officer asked for more working days."""

    days: int


@dataclass(frozen=True, kw_only=True)
class ExtensionDecided(CaseEvent):
    """The leader approved or declined; with approval the due date moved."""

    approved: bool
    days: int
    due_before: date | None
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class ApologyWritten(CaseEvent):
    """An apology for a late answer lies with the leader; ``reason`` is a code of feedback.late_reasons."""

    apology_id: int
    reason: str
    missed_on: date
    new_on: date


@dataclass(frozen=True, kw_only=True)
class ApologySentBack(CaseEvent):
    """The leader wants the apology changed."""

    apology_id: int


@dataclass(frozen=True, kw_only=True)
class ApologySent(ApologyWritten):
    """A leader signed the apology, and the sender was told; the due date stays what it was."""


@dataclass(frozen=True, kw_only=True)
class AnswerSubmitted(CaseEvent):
    """The draft went to the leader; ``late_reason``: why after the due date, "" in time."""

    answer_id: int
    late_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswerRecalled(CaseEvent):
    """Who submitted the draft took it back before a leader decided."""

    answer_id: int


@dataclass(frozen=True, kw_only=True)
class AnswerSentBack(CaseEvent):
    """The leader wants the draft changed."""

    answer_id: int


@dataclass(frozen=True, kw_only=True)
class AnswerApproved(CaseEvent):
    """The leader approved the draft."""

    answer_id: int


@dataclass(frozen=True, kw_only=True)
class AnswerIssued(CaseEvent):
    """The answer went to the sender; ``on_time`` None without a statutory clock."""

    answer_id: int
    outcome: str
    evidence: str
    on_time: bool | None


@dataclass(frozen=True, kw_only=True)
class CaseRated(CaseEvent):
    """The sender said whether they are satisfied."""

    satisfied: bool
    round: int


@dataclass(frozen=True, kw_only=True)
class CaseReopened(CaseEvent):
    """Not satisfied: back to the officer and the leader, once."""

    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class CaseClosed(CaseEvent):
    """The road has ended: satisfied, rated twice, or the days for reopening have passed."""

    why: str


@dataclass(frozen=True, kw_only=True)
class CasePublished(CaseEvent):
    """An official approved the public version. ``replaced``: words or photos that everybody saw until then are gone with it."""

    photos: int
    replaced: bool = False


@dataclass(frozen=True, kw_only=True)
class CaseUnpublished(CaseEvent):
    """The public version was taken back."""


@dataclass(frozen=True, kw_only=True)
class CaseDueMoved(CaseEvent):
    """The calendar or a term changed and the due date moved with it, or a complaint was determined to be complex (``why``)."""

    due_before: date | None
    due_on: date | None
    why: str


@dataclass(frozen=True, kw_only=True)
class CaseMerged(CaseEvent):
    """A duplicate follows the case that leads it from now on."""

    leading_id: int


@dataclass(frozen=True, kw_only=True)
class CaseJoined(CaseEvent):
    """Another letter follows this case from now on."""

    follower_id: int


@dataclass(frozen=True, kw_only=True)
class CaseUnmerged(CaseEvent):
    """A case that had been taken for a duplicate goes its own way again."""

    leading_id: int


@dataclass(frozen=True, kw_only=True)
class CaseSplit(CaseEvent):
    """A letter with several matters became several cases."""

    parts: int


@dataclass(frozen=True, kw_only=True)
class CasePartMade(CaseEvent):
    """One matter of a letter became a case of its own."""

    parent_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class TransferUrged(CaseEvent):
    """The body that received the case was urged to answer, for the ``times``-th time."""

    times: int


@dataclass(frozen=True, kw_only=True)
class TransferReplied(CaseEvent):
    """The body that received the case has answered."""

    replied_on: date
    number: str


@dataclass(frozen=True, kw_only=True)
class CaseMarkedUrgent(CaseEvent):
    """The case must be dealt with within one working day."""

    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class PortalNoted(CaseEvent):
    """The number of the national portal was written down, or its state there was brought up to date."""

    updated: bool


@dataclass(frozen=True, kw_only=True)
class InformationFiled(CaseEvent):
    """A letter without a name was checked and kept as information (thông tin tham khảo)."""


@dataclass(frozen=True, kw_only=True)
class EndingRevoked(CaseEvent):
    """A step that had ended the case by mistake was taken back: ``ending`` is the state until then, ``state`` the one again."""

    ending: str
    ended_on: date
    state: str


@dataclass(frozen=True, kw_only=True)
class CaseHandedOver(CaseEvent):
    """The case went to another commune of this installation; ``back``: to the one that it had come from."""

    to_unit_id: int
    back: bool
    late_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class HandoverReceived(CaseEvent):
    """A letter that another commune handed over became a case here."""

    from_unit_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class HandoverReturned(CaseEvent):
    """A letter that was handed over came back: it is not the other commune's either."""

    from_unit_id: int


@dataclass(frozen=True, kw_only=True)
class CaseAssisted(CaseEvent):
    """A helper of a village wrote the letter down, and the sender's consent was recorded; the words stand with the case."""

    office: str
    consent_way: str
    consent_by: str
    sentence_version: str
