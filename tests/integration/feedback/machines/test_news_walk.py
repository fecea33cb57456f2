"""Whatever is done to cases in whatever order, who hears all news knows what the public sees; and stand-ins do not tell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.database import use_unit
from core.extensions import db
from core.text import fold
from feedback.georeport import moment
from feedback.machine_models import WebhookDelivery
from feedback.models import PublicCase
from feedback.public_news import ANSWERED, CHANGED, PUBLISHED, RECEIVED, REMOVED, UNPUBLISHED
from feedback.services import upkeep
from feedback.services.stand_ins import end_stand_ins
from feedback.states import OPEN_STATES, Action
from tests.integration.feedback.test_projection_walk import PRIVATE, Walk
from tests.makers import NOW, Commune, make_case, make_commune, publish_case
from tests.makers_links import turn_away
from tests.makers_machines import make_webhook
from tests.makers_register import seal

STEPS = 90


@pytest.fixture
def walked(sqlite_app: Flask) -> Iterator[Commune]:
    with sqlite_app.app_context():
        made = make_commune()
        with use_unit(made.unit_id):
            yield made
        db.session.rollback()


def heard() -> list[dict[str, Any]]:
    """Return every body that was laid down, in order."""
    db.session.rollback()
    return [json.loads(row.body) for row in db.session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id))]


def believed(bodies: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return what a receiver believes of each case who keeps the last facts and reads nothing else."""
    known: dict[str, dict[str, Any]] = {}
    for body in bodies:
        code = body["case"]["service_request_id"]
        if body["event"] == REMOVED:
            del known[code]
            continue
        assert (body["event"] == RECEIVED) == (code not in known), body
        facts = {name: body["case"][name] for name in ("state", "status", "published", "answered_datetime")}
        if body["event"] == PUBLISHED:
            assert facts["published"]
        if body["event"] == UNPUBLISHED:
            assert not facts["published"]
        known[code] = facts
    return known


def seen() -> dict[str, dict[str, Any]]:
    """Return what the public sees of each case, by the same names."""
    return {
        row.code: {
            "state": row.state, "status": "open" if row.state in OPEN_STATES else "closed", "published": row.published,
            "answered_datetime": moment(row.answered_on),
        }
        for row in db.session.scalars(select(PublicCase))
    }  # fmt: skip


def test_receiver_of_all_news_knows_every_public_case_after_every_step_of_a_random_walk(walked: Commune):
    make_webhook(walked, "http://127.0.0.1:9/")
    walk = Walk(commune=walked, lot=Random(4))
    for _ in range(STEPS):
        walk.step()
    upkeep.close_finished(walk.at + timedelta(days=40))
    bodies = heard()
    told, shown = believed(bodies), seen()
    for facts in (*told.values(), *shown.values()):
        if facts["state"] in ("reopened", "in_progress"):  # a day of an answer is taken back without a word: nobody asks for that
            facts["answered_datetime"] = None
    assert told == shown
    assert {body["event"] for body in bodies} >= {RECEIVED, CHANGED, PUBLISHED, UNPUBLISHED}
    whole = fold(json.dumps(bodies, ensure_ascii=False))
    assert [word for word in (*PRIVATE, "tin da duyet", "mot viec cua thon") if word in whole] == []
    assert len({body["id"] for body in bodies}) == len(bodies)


def news_of(code: str) -> list[tuple[str, str]]:
    return [
        (body["event"], body["case"].get("state", "")) for body in heard() if body["case"]["service_request_id"] == code
    ]  # fmt: skip


def test_letter_that_was_moved_to_the_sealed_register_tells_what_an_ordinary_one_tells(walked: Commune):
    make_webhook(walked, "http://127.0.0.1:9/")
    ordinary, moved = make_case(walked, state="classified"), make_case(walked, state="classified")
    seal(moved.id, walked.clerk)
    turn_away(walked, ordinary.id, Action.GUIDE, receiver="Công an xã")
    assert end_stand_ins(NOW + timedelta(days=40)) == 0
    assert news_of(moved.code) == news_of(ordinary.code)
    assert [event for event, _state in news_of(moved.code)] == [RECEIVED, CHANGED, CHANGED, ANSWERED]

    answered, moved = make_case(walked, state="answered"), make_case(walked, state="in_progress")
    seal(moved.id, walked.leader)
    end_stand_ins(NOW + timedelta(days=60))
    assert news_of(moved.code) == news_of(answered.code)
    upkeep.close_finished(NOW + timedelta(days=90))
    end_stand_ins(NOW + timedelta(days=90))
    assert news_of(moved.code) == news_of(answered.code)
    assert news_of(moved.code)[-1] == (CHANGED, "closed")
    fields = [set(body["case"]) for body in heard() if body["case"]["service_request_id"] in (moved.code, answered.code)]
    assert fields == [fields[0]] * len(fields)

    shown, hidden = make_case(walked), make_case(walked)
    for case in (shown, hidden):
        publish_case(walked, case.id)
    seal(hidden.id, walked.clerk)
    assert news_of(hidden.code)[-1] == (UNPUBLISHED, "received")
    assert news_of(shown.code) == news_of(hidden.code)[:-1]
