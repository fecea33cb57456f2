"""Makers around letters in the tray: one case that meets everything, and what lies in the tray afterwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from feedback.late_reasons import Lateness
from feedback.models import CaseQuestion
from feedback.services import answering, handling, sender, triage
from feedback.states import Action, CaseKind, Channel
from tests.makers import NOW, Commune, department_of, make_case, make_receipt, read_case, read_version, submit


@dataclass(frozen=True, kw_only=True)
class Told:
    """A letter in the tray; ``reader`` is "sender" or an official's id."""

    event: str
    reader: int | str
    title: str
    body: str
    email: str | None
    state: str


def tray(case_id: int | None = None) -> list[Told]:
    """Return what lies in the tray, in the order it was laid."""
    db.session.rollback()
    query = select(OutboxMessage).order_by(OutboxMessage.id)
    if case_id is not None:
        query = query.where(OutboxMessage.subject == f"case:{case_id}")
    return [
        Told(
            event=row.event, reader=row.official_id or "sender", title=row.title, body=row.body, email=row.email, state=row.state
        )
        for row in db.session.scalars(query.execution_options(all_units=True, populate_existing=True))
    ]


def readers(case_id: int, event: str) -> list[int | str]:
    """Return who was told of an event, sorted."""
    return sorted((told.reader for told in tray(case_id) if told.event == event), key=str)


def use_mail(app: Flask, url: str) -> None:
    """Let the application send by this server."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], mail_url=url, mail_from="xavanlinh@example.vn")


def publish_at(app: Flask, address: str) -> None:
    """Let letters name this public address."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], public_url=address)


def lie_still(case_id: int, *, since: datetime) -> None:
    """Write when the case was last touched."""
    with transaction():
        read = db.session.get_one(type(read_case(case_id)), case_id)
        read.touched_at = since


def eventful_case(commune: Commune, *, locale: str = "vi", at: datetime = NOW, **changes: object) -> int:
    """Return a case that was asked about, directed, extended, sent back, answered, reopened, answered again and closed."""
    case_id = make_receipt(commune, at=at, locale=locale, email="an@example.vn", **changes).case_id
    with transaction():
        triage.classify(case_id, actor=commune.clerk, at=at, version=1, kind=CaseKind.PETITION, field_id=read_field(case_id))
    with transaction():
        triage.accept(
            case_id, actor=commune.clerk, at=at, version=read_version(case_id), department_id=department_of(commune.officer),
            officer_id=commune.officer.id,
        )  # fmt: skip
    _work_on(commune, case_id, at=at + timedelta(days=3))
    _answer_twice(commune, case_id, at=at + timedelta(days=5))
    return case_id


def read_field(case_id: int) -> int:
    """Return the field of a case."""
    return read_case(case_id).field_id


def _work_on(commune: Commune, case_id: int, *, at: datetime) -> None:
    with transaction():
        handling.give_direction(case_id, actor=commune.leader, at=at, text="Kiểm tra ngay trong tuần này.")
    with transaction():
        handling.ask_sender(case_id, actor=commune.officer, at=at, text="Xin cho biết vị trí rõ hơn?")
    with transaction():
        sender.add_more(case_id, unit_id=commune.unit_id, at=at, text="Gần nhà văn hóa thôn.", question_id=question_of(case_id))
    with transaction():
        sender.add_more(case_id, unit_id=commune.unit_id, at=at + timedelta(hours=1), text="Nay lại hỏng thêm.")
    with transaction():
        handling.request_extension(
            case_id, actor=commune.officer, at=at, version=read_version(case_id), days=5, reason="Chờ vật tư về kho của huyện"
        )
    with transaction():
        handling.decide_extension(case_id, actor=commune.leader, at=at, version=read_version(case_id), approve=True)


def question_of(case_id: int) -> int:
    """Return the case's one question."""
    return db.session.scalar(select(CaseQuestion.id).where(CaseQuestion.case_id == case_id))


def _answer_twice(commune: Commune, case_id: int, *, at: datetime) -> None:
    submit(commune, case_id, at=at)
    with transaction():
        answering.send_back(case_id, actor=commune.leader, at=at, version=read_version(case_id), note="Ghi rõ ngày làm xong")
    submit(commune, case_id, at=at + timedelta(hours=1))
    with transaction():
        answering.approve_answer(
            case_id, actor=commune.leader, at=at + timedelta(hours=2), version=read_version(case_id), issue_now=True
        )
    with transaction():
        sender.rate(case_id, unit_id=commune.unit_id, at=at + timedelta(days=1), satisfied=False, reason="Lan can vẫn lung lay")
    submit(commune, case_id, at=at + timedelta(days=2))
    with transaction():
        answering.approve_answer(
            case_id, actor=commune.leader, at=at + timedelta(days=2), version=read_version(case_id), issue_now=True
        )
    with transaction():
        sender.rate(case_id, unit_id=commune.unit_id, at=at + timedelta(days=3), satisfied=True)


def turned_away_case(commune: Commune, action: Action, *, at: datetime = NOW, **changes: object) -> int:
    """Return a case that left the office without an answer."""
    channel = {"channel": Channel.WALK_IN} if action is Action.REFUSE else {}
    case = make_case(commune, state="classified", at=at, **{**channel, **changes})
    with transaction():
        triage.turn_away(
            case.id, actor=commune.clerk, at=at, version=case.version, action=action, receiver="Sở Xây dựng tỉnh Lạng Sơn",
            ground="Không thuộc thẩm quyền của xã (Luật Tiếp công dân 2013, Điều 26)", letter="Kính mời ông bà đến Sở Xây dựng.",
            late=Lateness(reason="slow_start"),
        )  # fmt: skip
    return case.id
