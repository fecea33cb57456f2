"""Makes followers: through the pages and the mailbox as people do, or through the commands where only the outcome matters."""

from __future__ import annotations

import re
from datetime import datetime
from email.message import EmailMessage

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from feedback.follow_links import link_token
from feedback.follow_models import Follow, Follower
from feedback.follow_rules import Topic
from feedback.services import following
from tests.makers import NOW

EMAIL = "an.nguyen@example.vn"
LINK = re.compile(r"https?://[^\s/]+(/theo-doi/[\w/-]+)")


def ask_page(client: FlaskClient, arguments: str = "", *, email: str = EMAIL, **changes: str) -> TestResponse:
    """Fill in the form of the page "Theo dõi" and send it."""
    page = client.get(f"/theo-doi{arguments}")
    assert page.status_code == 200
    token = re.search(r'name="form_token" value="([^"]+)"', page.text)
    values = {"form_token": token[1] if token else "", "email": email, "website": ""}
    return client.post(f"/theo-doi{arguments}", data={**values, **changes})


def link_in(letter: EmailMessage) -> str:
    """Return the path of the last link to a page of followers in a letter."""
    return LINK.findall(letter.get_content())[-1]


def follow_by_command(
    unit_id: int, topic: Topic, target: int = 0, *, email: str = EMAIL, at: datetime = NOW, locale: str = "vi"
) -> str:
    """Let an address follow something, confirmed at once; return its public id."""
    with transaction():
        following.ask(unit_id=unit_id, email=email, topic=topic, target=target, locale=locale, at=at)
    row = db.session.scalars(select(Follow).order_by(Follow.id.desc()).limit(1)).one()
    with transaction():
        public_id = following.confirm(link_token("confirm", row.public_id), unit_id=unit_id, at=at)
    assert public_id is not None
    return public_id


def letters_laid(event: str) -> list[OutboxMessage]:
    """Return the letters of a kind in the tray, as they were laid."""
    db.session.rollback()
    query = select(OutboxMessage).where(OutboxMessage.event == event).order_by(OutboxMessage.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def addresses_kept() -> tuple[int, int, int]:
    """Return how many followers, follows, and letters to followers the database holds."""
    db.session.rollback()
    letters = [row for row in db.session.scalars(select(OutboxMessage)) if row.subject.startswith("follower:")]
    return len(db.session.scalars(select(Follower)).all()), len(db.session.scalars(select(Follow)).all()), len(letters)
