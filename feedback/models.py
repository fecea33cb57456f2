"""Tables of the letters: the case, who sent it, its clocks, its timeline, answers, and the version the public sees."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, SealedText, UnitScoped, UtcDateTime


class Case(UnitScoped, Base):
    """One letter on its road. ``received_at`` is the moment in UTC, ``received_on`` its date in Vietnam.

    ``lat`` and ``lon`` are the exact place, for officials only; ``accuracy`` in metres is the telephone's own word (None: chosen
    on a map).

    ``due_on`` repeats the date of the running clock for sorting (None: no statutory clock). ``version`` rises with every
    change made at the desk; a change that was prepared for an older version is refused. ``search_text`` is folded and for
    officials only. ``late_reason`` and ``late_note`` say why it left late without an answer (see Answer for an answer's own).
    """

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("idempotency_key"),
        Index("ix_cases_newest", "unit_id", "id"),
        Index("ix_cases_desk", "unit_id", "state", "due_on"),
        Index("ix_cases_officer", "unit_id", "officer_id", "state", "due_on"),
        Index("ix_cases_department", "unit_id", "department_id", "state", "due_on"),
        Index("ix_cases_near_village", "unit_id", "village_id", "received_on"),
        Index("ix_cases_near_field", "unit_id", "field_id", "received_on"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint("round in (1, 2)", name="a_case_is_reopened_once"),
        CheckConstraint("(lat is null) = (lon is null)", name="a_place_has_both_coordinates"),
        CheckConstraint(
            "state not in ('in_progress', 'answered', 'reopened') or department_id is not null",
            name="an_accepted_case_has_a_department",
        ),
        CheckConstraint("state <> 'answered' or answered_on is not null", name="answered_on_if_answered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(11), unique=True)
    idempotency_key: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(default=1)
    round: Mapped[int] = mapped_column(default=1)
    subject: Mapped[str] = mapped_column(String(160))
    story: Mapped[str] = mapped_column(Text)
    field_id: Mapped[int | None] = mapped_column(ForeignKey("fields.id"))
    village_id: Mapped[int | None] = mapped_column(ForeignKey("villages.id"))
    place: Mapped[str] = mapped_column(String(200), default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    accuracy: Mapped[int | None]
    anonymous: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_on: Mapped[date]
    registered_by: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    accepted_on: Mapped[date | None]
    due_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    on_time: Mapped[bool | None]
    extended: Mapped[bool] = mapped_column(default=False)
    ground: Mapped[str] = mapped_column(Text, default="")
    late_reason: Mapped[str] = mapped_column(String(20), default="", server_default="")
    late_note: Mapped[str] = mapped_column(String(200), default="", server_default="")
    search_text: Mapped[str] = mapped_column(Text, default="")
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Sender(UnitScoped, Base):
    """Who sent the case: sealed values, a keyed fingerprint of the phone, and the hash of the secret words.

    Short messages may be sent to the phone since ``messages_allowed_at``, and no more since ``messages_stopped_at``.
    """

    __tablename__ = "senders"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    name: Mapped[str | None] = mapped_column(SealedText)
    phone: Mapped[str | None] = mapped_column(SealedText)
    email: Mapped[str | None] = mapped_column(SealedText)
    hide_name: Mapped[bool] = mapped_column(default=True)
    phone_fingerprint: Mapped[str | None] = mapped_column(String(64), index=True)
    secret_hash: Mapped[str] = mapped_column(String(160))
    locale: Mapped[str] = mapped_column(String(2), default="vi")
    messages_allowed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    messages_stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CaseClock(UnitScoped, Base):
    """One legal period of a case with its proof (see deadlines.engine); ``extension_days`` are working days."""

    __tablename__ = "case_clocks"
    __table_args__ = (
        Index("ix_case_clocks_case", "case_id", "unit_id"),
        Index("ix_case_clocks_state", "state", "unit_id"),
        CheckConstraint("state <> 'ended' or ended_on is not null", name="ended_on_if_ended"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    round: Mapped[int] = mapped_column(default=1)
    term_code: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(8))
    started_on: Mapped[date]
    raw_on: Mapped[date]
    due_on: Mapped[date]
    extension_days: Mapped[int] = mapped_column(default=0)
    ended_on: Mapped[date | None]
    proof: Mapped[dict[str, Any]] = mapped_column(JsonDict)


class CaseEntry(UnitScoped, Base):
    """One line of the timeline. ``kind`` is the event's name in words; ``version`` the case's version after it."""

    __tablename__ = "case_entries"
    __table_args__ = (Index("ix_case_entries_case", "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    for_sender: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    text: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JsonDict)


class CaseQuestion(UnitScoped, Base):
    """A question of the officer to the sender, and what the sender wrote back."""

    __tablename__ = "case_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    reply: Mapped[str | None] = mapped_column(Text)
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ExtensionRequest(UnitScoped, Base):
    """A request for more working days; one open at a time, one approved in a case's round."""

    __tablename__ = "extension_requests"
    __table_args__ = (
        Index(
            "ix_extension_requests_open", "unit_id", "case_id", sqlite_where=text("approved is null"),
            postgresql_where=text("approved is null"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    round: Mapped[int]
    days: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    requested_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved: Mapped[bool | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_note: Mapped[str] = mapped_column(Text, default="")


class Answer(UnitScoped, Base):
    """The answer of one round, from draft to issue. ``done_on`` is when it was (or will be) done, ``done_by`` by whom.

    ``late_reason``: a code of feedback.late_reasons, when it was written after the due date; ``late_note`` is never public.
    """

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("case_id", "round"),
        Index("ix_answers_state", "unit_id", "state"),
        CheckConstraint("state <> 'issued' or (issued_on is not null and approved_by is not null)", name="issued_after_approval"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    round: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(10), default="")
    what_was_done: Mapped[str] = mapped_column(Text, default="")
    done_on: Mapped[date | None]
    done_by: Mapped[str] = mapped_column(String(160), default="")
    evidence: Mapped[str] = mapped_column(String(10), default="")
    no_evidence_reason: Mapped[str] = mapped_column(Text, default="")
    next_step: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(String(200), default="")
    late_reason: Mapped[str] = mapped_column(String(20), default="", server_default="")
    late_note: Mapped[str] = mapped_column(String(200), default="", server_default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    leader_note: Mapped[str] = mapped_column(Text, default="")
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("officials.id"))
    issued_on: Mapped[date | None]
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Rating(UnitScoped, Base):
    """What the sender says of the answer of one round."""

    __tablename__ = "ratings"
    __table_args__ = (UniqueConstraint("case_id", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    round: Mapped[int]
    satisfied: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")
    rated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Publication(UnitScoped, Base):
    """The clean copy that an official approved for the public; photos are public ids of attachments.

    ``place_shown``: whether the square around the place may be shown on the map (docs/adr/0026).
    """

    __tablename__ = "publications"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    title: Mapped[str] = mapped_column(String(160))
    story: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    photos: Mapped[list[str]] = mapped_column(JsonDict)
    place_shown: Mapped[bool] = mapped_column(default=False, server_default=false())
    approved_by: Mapped[int] = mapped_column(ForeignKey("officials.id"))
    approved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PublicCase(UnitScoped, Base):
    """The one read model of all public output: a case as everybody may see it, rewritten whenever the case changes.

    A new column here is a decision to publish it. Texts are empty until an official approved them. ``id`` is the case's
    id, so that newer cases have higher numbers (search walks it backwards); it never leaves the house.
    ``search_text`` and ``search_marks`` are the keys (core.search_words) of published words, field and village only.
    ``square_lat``/``square_lon``: the middle of the square that the place lies in, where an official allowed it; never the place
    itself.

    The days of what happened, by which everything is counted (reporting.measures, docs/adr/0031). Of the round that runs or ran
    last: ``settled_on`` (None while it is open), ``in_time`` (None: no legal limit), ``extended_on`` with ``due_before`` (the due
    date until then), ``rated_on``. ``notice_due_on``: the first answer was due then. ``first_…``: the same of the first round,
    only if the case was opened again (``reopened_on``). ``last_on``: the last of these days, None while the case is open.
    ``late_reason``: why the round was settled late, a code of feedback.late_reasons, empty if it was in time or nobody said.

    ``fixed_on``: the day under which the case stands among what was done, None when it does not; ``fixed_photos``: which of the
    published ``photos`` show the place "before" and which "after" (feedback.before_after); no photo is public by this alone.
    """

    __tablename__ = "public_cases"
    __table_args__ = (
        Index("ix_public_cases_newest", "unit_id", "id"),
        Index("ix_public_cases_field", "unit_id", "field_id", "id"),
        Index("ix_public_cases_village", "unit_id", "village_id", "id"),
        Index("ix_public_cases_state", "unit_id", "state", "id"),
        Index("ix_public_cases_open", "unit_id", "state", "due_on"),
        Index("ix_public_cases_place", "unit_id", "village_id", "field_id", "id"),
        Index("ix_public_cases_answered", "unit_id", "answered_on", "id"),
        Index("ix_public_cases_received", "unit_id", "received_on", "id"),
        Index(
            "ix_public_cases_published", "unit_id", "id", sqlite_where=text("published = 1"), postgresql_where=text("published")
        ),
        Index("ix_public_cases_reopened", "unit_id", "id", sqlite_where=text("reopened = 1"), postgresql_where=text("reopened")),
        Index(
            "ix_public_cases_board", "unit_id", "last_on", "received_on", "settled_on", "field_id", "village_id", "department_id",
            "state", "accepted_on", "notice_due_on", "due_on", "due_before", "extended_on", "in_time", "evidence", "rated_on",
            "satisfied", "reopened_on", "late_reason",
        ),
        Index(
            "ix_public_cases_first_round", "unit_id", "reopened_on", sqlite_where=text("reopened_on is not null"),
            postgresql_where=text("reopened_on is not null"),
        ),
        Index(
            "ix_public_cases_fixed", "unit_id", "fixed_on", "id", "field_id", "village_id",
            sqlite_where=text("fixed_on is not null"), postgresql_where=text("fixed_on is not null"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(11), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    field_id: Mapped[int | None]
    village_id: Mapped[int | None]
    received_on: Mapped[date]
    accepted_on: Mapped[date | None]
    due_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    on_time: Mapped[bool | None]
    extended: Mapped[bool] = mapped_column(default=False)
    reopened: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str] = mapped_column(String(10), default="")
    evidence: Mapped[str] = mapped_column(String(10), default="")
    satisfied: Mapped[bool | None]
    published: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(String(160), default="")
    story: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    photos: Mapped[list[str]] = mapped_column(JsonDict)
    search_text: Mapped[str] = mapped_column(Text, default="")
    search_marks: Mapped[str] = mapped_column(Text, default="", server_default="")
    square_lat: Mapped[float | None]
    square_lon: Mapped[float | None]
    department_id: Mapped[int | None]
    notice_due_on: Mapped[date | None]
    due_before: Mapped[date | None]
    extended_on: Mapped[date | None]
    settled_on: Mapped[date | None]
    in_time: Mapped[bool | None]
    rated_on: Mapped[date | None]
    reopened_on: Mapped[date | None]
    first_due_on: Mapped[date | None]
    first_due_before: Mapped[date | None]
    first_extended_on: Mapped[date | None]
    first_settled_on: Mapped[date | None]
    first_in_time: Mapped[bool | None]
    first_evidence: Mapped[str] = mapped_column(String(10), default="", server_default="")
    late_reason: Mapped[str] = mapped_column(String(20), default="", server_default="")
    first_late_reason: Mapped[str] = mapped_column(String(20), default="", server_default="")
    last_on: Mapped[date | None]
    apology_on: Mapped[date | None]
    promised_on: Mapped[date | None]
    fixed_on: Mapped[date | None]
    fixed_photos: Mapped[dict[str, list[str]]] = mapped_column(JsonDict, default=dict, server_default="{}")


class LookupLock(UnitScoped, Base):
    """Failed look-ups under one typed code, whether it exists or not."""

    __tablename__ = "lookup_locks"
    __table_args__ = (UniqueConstraint("unit_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(11))
    failed: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)
