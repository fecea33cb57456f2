"""Makes what tests talk about: a commune, its people, and cases in any state, through the commands of the product."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from flask import Flask

from accounts.permissions import Actor
from accounts.queries import departments, fields, officials, signed_in, tenant_by_code, villages
from accounts.services.commune_loading import load_commune
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from deadlines.services import load_reference_data
from feedback.models import Case
from feedback.queries.case_file import CaseFile, case_file
from feedback.rules import AnswerDraft, NewCase
from feedback.services import answering, handling, intake, publishing, sender, triage
from feedback.services.intake import Receipt
from feedback.states import CaseKind, Evidence, Outcome

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
NEIGHBOUR = "accounts/data/chien_thang.toml"
_numbers = count(1)


@dataclass(frozen=True, kw_only=True)
class Commune:
    """A loaded commune with one person of each kind."""

    unit_id: int
    clerk: Actor
    officer: Actor
    leader: Actor
    supervisor: Actor | None
    administrator: Actor
    stranger: Actor


@contextmanager
def inside(app: Flask, *, unit_id: int | None = None) -> Iterator[None]:
    """Enter the application, and the commune if one is named."""
    with app.app_context():
        if unit_id is None:
            yield
        else:
            with use_unit(unit_id):
                yield


def make_commune(path: str = "accounts/data/van_linh.toml", *, at: datetime = NOW) -> Commune:
    """Return a commune with its people: the officer handles roads, the stranger another department's matters.

    It is loaded from its file unless the database is a copy of one in which it is there.
    """
    code = next(line.split('"')[1] for line in Path(path).read_text(encoding="utf-8").splitlines() if line.startswith("code"))
    unit_id = tenant_by_code(code)
    if unit_id is None:
        with transaction():
            load_reference_data(at)
            load_commune(Path(path), at=at)
        unit_id = tenant_by_code(code)
    with use_unit(unit_id):
        return _people(unit_id)


def _people(unit_id: int) -> Commune:
    everybody = sorted(officials(unit_id), key=lambda item: item.username)

    def first(role: str, *, unlike: frozenset[int] = frozenset()) -> Actor | None:
        holders = [person for person in everybody if role in person.roles]
        others = [person for person in holders if not set(person.department_ids) & unlike]
        chosen = next(iter([*others, *holders]), None)
        return signed_in(chosen.public_id, on=TODAY) if chosen else None

    officer = first("officer")
    return Commune(
        unit_id=unit_id, clerk=first("reception_clerk"), officer=officer, leader=first("leader"),
        supervisor=first("front_supervisor"), administrator=first("administrator"),
        stranger=first("officer", unlike=officer.department_ids),
    )  # fmt: skip


def letter(**changes: object) -> NewCase:
    """Return a reflection that lacks nothing."""
    values = {
        "kind": CaseKind.REFLECTION, "story": "Cầu tràn hỏng lan can từ sau trận mưa đầu tháng, trẻ đi học rất nguy hiểm.",
        "name": "Nguyễn Văn An", "phone": "0912 345 678",
    }  # fmt: skip
    return NewCase(**{**values, **changes})


def make_receipt(commune: Commune, *, at: datetime = NOW, key: str = "", **changes: object) -> Receipt:
    """Send a letter."""
    places = {"field_id": fields(commune.unit_id)[0].id, "village_id": villages(commune.unit_id)[0].id}
    with transaction():
        return intake.register_case(
            letter(**{**places, **changes}), unit_id=commune.unit_id, idempotency_key=key or f"form-{next(_numbers)}", at=at
        )


def make_case(commune: Commune, *, state: str = "received", at: datetime = NOW, **changes: object) -> Case:
    """Return a case brought to a state by the people of the commune, all at one moment."""
    receipt = make_receipt(commune, at=at, **changes)
    road = ("received", "classified", "in_progress", "submitted", "approved", "answered", "reopened", "closed")
    for stop in road[1 : road.index(state) + 1]:
        if stop == "reopened" and state == "closed":
            continue
        _go(commune, receipt.case_id, stop, at=at)
    return read_case(receipt.case_id)


def read_case(case_id: int) -> Case:
    """Return the row as it is in the database now."""
    db.session.rollback()
    return db.session.get(Case, case_id, populate_existing=True)


def _go(commune: Commune, case_id: int, stop: str, *, at: datetime) -> None:
    case = read_case(case_id)
    common = {"at": at, "version": case.version}
    with transaction():
        if stop == "classified":
            field_id = case.field_id or fields(commune.unit_id)[0].id
            place = {"field_id": field_id, "village_id": case.village_id}
            triage.classify(case_id, actor=commune.clerk, kind=CaseKind(case.kind), **place, **common)
        elif stop == "in_progress":
            department_id = min(commune.officer.department_ids)
            triage.accept(case_id, actor=commune.clerk, department_id=department_id, officer_id=commune.officer.id, **common)
        elif stop == "approved":
            answering.approve_answer(case_id, actor=commune.leader, **common)
        elif stop == "answered":
            answering.issue_answer(case_id, actor=commune.officer, **common)
        elif stop in ("reopened", "closed"):
            sender.rate(case_id, unit_id=commune.unit_id, at=at, satisfied=stop == "closed", reason="Lan can vẫn còn lung lay")
    if stop == "submitted":
        submit(commune, case_id, at=at)


def draft(**changes: object) -> AnswerDraft:
    """Return an answer that passes the evidence gate without a photo."""
    values = {
        "outcome": Outcome.DONE, "what_was_done": "Đã hàn lại toàn bộ lan can cầu tràn.", "done_on": TODAY,
        "done_by": "Phòng Kinh tế", "evidence": Evidence.NONE, "no_evidence_reason": "Ảnh sẽ gửi sau khi nghiệm thu",
        "late_reason": "slow_start",
    }  # fmt: skip
    return AnswerDraft(**{**values, **changes})


def submit(commune: Commune, case_id: int, *, at: datetime = NOW, **changes: object) -> None:
    """The officer drafts and submits."""
    with transaction():
        version = read_version(case_id)
        written = draft(**{"done_on": local_date(at), **changes})
        answering.save_draft(case_id, actor=commune.officer, at=at, version=version, draft=written)
    with transaction():
        answering.submit_answer(case_id, actor=commune.officer, at=at, version=read_version(case_id))


def read_version(case_id: int) -> int:
    """Return the present version of a case."""
    return db.session.get(Case, case_id, populate_existing=True).version


def publish_case(commune: Commune, case_id: int, *, at: datetime = NOW, **changes: object) -> None:
    """The leader approves a public version."""
    values = {"title": "Cầu tràn hỏng lan can", "story": "Lan can cầu tràn hỏng sau trận mưa."}
    with transaction():
        publishing.publish(case_id, actor=commune.leader, at=at, version=read_version(case_id), **{**values, **changes})


def ask_for_time(commune: Commune, case_id: int, *, days: int = 5, at: datetime = NOW) -> None:
    """The officer asks for more working days."""
    with transaction():
        handling.request_extension(
            case_id, actor=commune.officer, at=at, version=read_version(case_id), days=days, reason="Chờ vật tư về kho"
        )


def look(actor: Actor, case_id: int, *, today: date = TODAY, at: datetime | None = None) -> CaseFile:
    """Return the case as an official sees it; ``at``: with the steps of that moment."""
    db.session.rollback()
    return case_file(actor, case_id, today=today, calendar=calendar_for(actor.unit_id), locale="vi", at=at)


def department_of(actor: Actor) -> int:
    """Return a department of the actor, or the commune's first."""
    return min(actor.department_ids, default=departments(actor.unit_id)[0].id)
