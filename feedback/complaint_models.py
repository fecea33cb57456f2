"""Tables of complaints: what is on file beside the case, and the happenings that come several times."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, SealedText, UnitScoped, UtcDateTime


class Complaint(UnitScoped, Base):
    """What the procedure knows of one complaint. Names are sealed; ``remote`` is the village's flag on the day of acceptance.

    ``people`` is how many still complain, ``people_left`` how many withdrew; ``state_before`` is where the case stood when it was
    suspended or, not accepted yet, withdrawn. ``continued_on``: the day on which a withdrawal under pressure was set aside.
    """

    __tablename__ = "complaints"
    __table_args__ = (
        UniqueConstraint("case_id"),
        CheckConstraint("people >= 0", name="people_are_counted"),
        CheckConstraint("people_left >= 0", name="people_who_left_are_counted"),
        CheckConstraint("continued_on is null or continued_reason <> ''", name="continued_with_a_recorded_reason"),
        CheckConstraint("excused_days >= 0", name="excused_days_are_counted"),
        CheckConstraint("excused_days = 0 or excused_reason <> ''", name="excused_time_has_a_reason"),
        CheckConstraint("not is_complex or complex_reason <> ''", name="complex_with_a_recorded_reason"),
        CheckConstraint("result = '' or decided_on is not null", name="decided_on_if_decided"),
        CheckConstraint("sent_on is null or decided_on is not null", name="sent_after_decision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    challenged: Mapped[str] = mapped_column(String(14), default="administrative", server_default="administrative")
    target: Mapped[str] = mapped_column(Text, default="")
    learned_on: Mapped[date | None]
    excused_days: Mapped[int] = mapped_column(default=0)
    excused_reason: Mapped[str] = mapped_column(Text, default="")
    time_limit_on: Mapped[date | None]
    signature: Mapped[str] = mapped_column(String(12), default="none")
    signed_on: Mapped[date | None]
    people: Mapped[int] = mapped_column(default=1)
    representatives: Mapped[str | None] = mapped_column(SealedText)
    appointment_paper: Mapped[str] = mapped_column(String(200), default="")
    all_signed: Mapped[bool] = mapped_column(default=False)
    attorney: Mapped[str | None] = mapped_column(SealedText)
    attorney_paper: Mapped[str] = mapped_column(String(200), default="")
    remote: Mapped[bool] = mapped_column(default=False)
    is_complex: Mapped[bool] = mapped_column(default=False)
    criteria: Mapped[list[str]] = mapped_column(JsonDict)
    complex_reason: Mapped[str] = mapped_column(Text, default="")
    refusal_ground: Mapped[str] = mapped_column(String(2), default="")
    state_before: Mapped[str] = mapped_column(String(12), default="")
    withdrawn_on: Mapped[date | None]
    withdrawn_part: Mapped[str] = mapped_column(Text, default="")
    people_left: Mapped[int] = mapped_column(default=0, server_default="0")
    continued_on: Mapped[date | None]
    continued_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    end_ground: Mapped[str] = mapped_column(String(12), default="")
    reported_on: Mapped[date | None]
    report: Mapped[str] = mapped_column(Text, default="")
    differs: Mapped[bool] = mapped_column(default=False)
    result: Mapped[str] = mapped_column(String(8), default="")
    decision_number: Mapped[str] = mapped_column(String(60), default="")
    decision: Mapped[str] = mapped_column(Text, default="")
    decided_on: Mapped[date | None]
    sent_on: Mapped[date | None]
    appealed_on: Mapped[date | None]
    appeal_late: Mapped[bool] = mapped_column(default=False)
    court_on: Mapped[date | None]
    higher_outcome: Mapped[str] = mapped_column(String(10), default="")
    in_force_on: Mapped[date | None]
    enforced_on: Mapped[date | None]


class ComplaintTask(UnitScoped, Base):
    """One thing to be verified, by whom, until when, and what was found."""

    __tablename__ = "complaint_tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    done_on: Mapped[date | None]
    found: Mapped[str] = mapped_column(Text, default="")


class PaperRequest(UnitScoped, Base):
    """Papers or an explanation asked of somebody, with the clock of seven days (KN.EVIDENCE)."""

    __tablename__ = "paper_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    clock_id: Mapped[int | None] = mapped_column(ForeignKey("case_clocks.id"))
    asked_of: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    asked_on: Mapped[date]
    received_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")


class ComplaintDialogue(UnitScoped, Base):
    """A dialogue of the procedure (LKN Art. 30): the invitation, and the minutes once it was held.

    ``topics``: what is to be talked about; ``invited``: who takes part beside the complainant, one on a line.
    """

    __tablename__ = "complaint_dialogues"
    __table_args__ = (
        CheckConstraint("planned_on > invited_on", name="invited_before_the_day"),
        CheckConstraint("held_on is null or presence <> ''", name="minutes_say_who_came"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    invited_on: Mapped[date]
    planned_on: Mapped[date]
    hour: Mapped[str] = mapped_column(String(5), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    topics: Mapped[str] = mapped_column(Text, default="", server_default="")
    invited: Mapped[str] = mapped_column(Text, default="", server_default="")
    held_on: Mapped[date | None]
    presence: Mapped[str] = mapped_column(String(14), default="")
    minutes: Mapped[str] = mapped_column(Text, default="")
    agreed: Mapped[str] = mapped_column(Text, default="")
    disputed: Mapped[str] = mapped_column(Text, default="")


class ComplaintStop(UnitScoped, Base):
    """A suspension from the decision to stop to the decision to go on (LKN Art. 11a)."""

    __tablename__ = "complaint_stops"
    __table_args__ = (CheckConstraint("resumed_on is null or resumed_on >= stopped_on", name="resumed_after_the_stop"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    ground: Mapped[str] = mapped_column(String(14))
    reason: Mapped[str] = mapped_column(Text)
    stopped_on: Mapped[date]
    resumed_on: Mapped[date | None]
    resumed_reason: Mapped[str] = mapped_column(Text, default="")
