"""Makers around short messages: a gateway in the settings, what lies in the tray, and the steps that announce themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from core.extensions import db
from core.short_messages import TOGETHER, ShortMessage
from core.transaction import transaction
from feedback.services import answering, handling
from tests.makers import NOW, Commune, make_receipt, read_version, submit

SITE = "https://phananh.example.vn"
TEXT = f"UBND xa Van Linh: co tin moi ve don da gui. Xem tai {SITE}/tra-cuu bang ma don va tu bi mat."
DUE = NOW + TOGETHER
"""When a message that was laid at NOW may leave: ten minutes past nine in the morning of Viet Nam."""


def use_sms(app: Flask, url: str, *, marks: bool = False) -> None:
    """Let the application send by this gateway."""
    app.config["SETTINGS"] = replace(
        app.config["SETTINGS"], sms_url=url, sms_from="GANDAN", public_url=SITE, sms_marks="on" if marks else "off"
    )


def willing(commune: Commune, **changes: object) -> int:
    """Return a case whose sender allows messages."""
    return make_receipt(commune, **{"messages": True, **changes}).case_id


def ask(commune: Commune, case_id: int, *, at: datetime = NOW, text: str = "Xin cho biết vị trí rõ hơn?") -> None:
    """The officer asks the sender: a step that is announced."""
    with transaction():
        handling.ask_sender(case_id, actor=commune.officer, at=at, text=text)


def answer(commune: Commune, case_id: int, *, at: datetime = NOW) -> None:
    """The answer of a case in progress is written, approved and issued."""
    submit(commune, case_id, at=at)
    with transaction():
        answering.approve_answer(
            case_id, actor=commune.leader, at=at + timedelta(minutes=1), version=read_version(case_id), issue_now=True
        )


def messages(case_id: int | None = None) -> list[ShortMessage]:
    """Return the messages of a case, or of everybody, in the order they were laid."""
    db.session.rollback()
    query = select(ShortMessage).order_by(ShortMessage.id)
    if case_id is not None:
        query = query.where(ShortMessage.subject == f"case:{case_id}")
    return list(db.session.scalars(query.execution_options(all_units=True, populate_existing=True)))


def states(case_id: int | None = None) -> list[tuple[str, int]]:
    """Return how far the messages are, and how often each was tried."""
    return [(row.state, row.attempts) for row in messages(case_id)]
