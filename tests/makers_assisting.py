"""Makes those who help neighbours to write: a village head with a post, and a telephone that is signed in."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Flask

from accounts.models import Official
from accounts.permissions import Actor
from accounts.queries import signed_in, villages
from accounts.roles import HelperOffice
from accounts.services.helper_posts import HelperFacts, name_helper
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from feedback.assistance_rules import SENTENCES, Consent, ConsentBy, ConsentWay
from feedback.rules import NewCase
from feedback.states import CaseKind, Channel
from tests.makers import NOW, TODAY, Commune

STORY = "Cầu tràn đầu thôn hỏng lan can từ trận mưa hôm trước, trẻ đi học rất nguy hiểm."
PATH = "/can-bo/giup-dan"


def helper_facts(village_id: int | None, **changes: Any) -> HelperFacts:
    """Return a village head for four years who has no account yet."""
    values = {
        "official_id": None, "full_name": "Vi Văn Trưởng", "username": "thon.truong", "village_id": village_id,
        "office": HelperOffice.VILLAGE_HEAD, "valid_from": date(2026, 1, 1), "valid_to": date(2029, 12, 31),
    }  # fmt: skip
    return HelperFacts(**{**values, **changes})


def make_helper(commune: Commune, *, village: int = 0, on: date = TODAY, **changes: Any) -> Actor:
    """Return a helper of one of the commune's villages, made by the administrator; call it inside the commune."""
    facts = helper_facts(villages(commune.unit_id)[village].id, **changes)
    with transaction():
        post = name_helper(unit_id=commune.unit_id, actor=commune.administrator, facts=facts, hashed="", on=on, at=NOW)
        public_id = db.session.get(Official, post.official_id).public_id
    made = signed_in(public_id, on=on)
    assert made is not None
    return made


def helper_of(app: Flask, commune: Commune, **facts: Any) -> Actor:
    """Return a helper (facts as in make_helper), from outside the application."""
    with app.app_context(), use_unit(commune.unit_id):
        return make_helper(commune, **facts)


def neighbours_letter(village_id: int, **changes: Any) -> NewCase:
    """Return what a neighbour told."""
    values = {
        "kind": CaseKind.REFLECTION, "story": STORY, "village_id": village_id, "name": "Hoàng Thị Mẩy",
        "channel": Channel.ASSISTED,
    }  # fmt: skip
    return NewCase(**{**values, **changes})


def consent(**changes: Any) -> Consent:
    """Return a consent by word of mouth, given today by the sender."""
    values = {
        "read_aloud": True, "way": ConsentWay.ORAL, "by": ConsentBy.SENDER, "name": "", "given_on": TODAY,
        "version": SENTENCES[-1].version,
    }  # fmt: skip
    return Consent(**{**values, **changes})
