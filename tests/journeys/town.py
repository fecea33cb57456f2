"""A commune in the middle of its work: cases in every state behind a running server, and officials who have their passwords."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask

from accounts.passwords import hash_password
from accounts.services.people import set_first_passwords
from app import create_app
from core.attachments import anything_waiting, receive
from core.codes import secret_for
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from tests import makers
from tests.infra.live import LiveServer
from tests.infra.waiting import wait_until
from tests.journeys.people import OWN_PASSWORD, Slip
from tests.journeys.photos import plain_photo

STATES = ("received", "in_progress", "submitted", "answered", "reopened", "closed")
PUBLISHED = "closed"


@dataclass(frozen=True, kw_only=True)
class Town:
    """One case in each state: its number at the desk and the receipt of its sender. The closed one is published."""

    unit_id: int
    ids: dict[str, int]
    slips: dict[str, Slip]


@contextmanager
def beside(live_server: LiveServer) -> Iterator[Flask]:
    """Enter the application in this process, on the database of the running server."""
    app = create_app(live_server.settings)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def give_passwords(live_server: LiveServer) -> None:
    """Let every official sign in with OWN_PASSWORD."""
    with beside(live_server):
        commune = makers.make_commune(at=datetime.now(UTC))
        with use_unit(commune.unit_id), transaction():
            set_first_passwords(unit_id=commune.unit_id, hashed=hash_password(OWN_PASSWORD), at=datetime.now(UTC))


def furnish(live_server: LiveServer) -> Town:
    """Make one case in each state with a photo, publish the closed one, and let every official sign in."""
    give_passwords(live_server)
    with beside(live_server):
        commune = makers.make_commune(at=datetime.now(UTC))
        with use_unit(commune.unit_id):
            made = {state: _made(commune, state) for state in STATES}
            _wait_for_photos()
            makers.publish_case(commune, made[PUBLISHED][0], at=datetime.now(UTC), answer="Đã hàn lại toàn bộ lan can cầu tràn.")
    return Town(
        unit_id=commune.unit_id, ids={state: number for state, (number, _slip) in made.items()},
        slips={state: slip for state, (_number, slip) in made.items()},
    )  # fmt: skip


def _made(commune: makers.Commune, state: str) -> tuple[int, Slip]:
    at, key = datetime.now(UTC), f"town-{state}"
    case = makers.make_case(commune, state=state, at=at, key=key, place="cạnh cây đa đầu cầu")
    number, slip = case.id, Slip(code=case.code, secret=secret_for(key))
    with transaction():
        receive(io.BytesIO(plain_photo().content), unit_id=commune.unit_id, subject=f"case:{number}", purpose="story", at=at)
    return number, slip


def _wait_for_photos(*, seconds: float = 60) -> None:
    """Wait until the worker of the running server has taken up every photo."""

    def all_taken_up() -> bool:
        db.session.rollback()
        return not anything_waiting()

    assert wait_until(all_taken_up, seconds=seconds, look=0.3), "the worker does not take photos up"
