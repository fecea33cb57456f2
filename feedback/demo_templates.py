"""The answer templates of the demonstration, added as a leader would add them; one of a name that is there stays as it is."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import fields, officials, signed_in
from accounts.roles import Role
from core.extensions import db
from deadlines.clock import local_date
from feedback.desk_models import AnswerTemplate
from feedback.services.answer_templates import TemplateFacts, add_template
from feedback.states import Outcome

TEMPLATES_FILE = Path(__file__).parent / "data" / "answer_templates.toml"


def template_rows() -> list[dict[str, str]]:
    """Return the templates as the file has them."""
    return tomllib.loads(TEMPLATES_FILE.read_text(encoding="utf-8"))["templates"]


def load_templates(unit_id: int, *, at: datetime) -> int:
    """Add those whose names are not there, as the first leader would; return how many. An unknown field is left open."""
    actor = _leader(unit_id, at=at)
    there = set(db.session.scalars(select(AnswerTemplate.name).where(AnswerTemplate.unit_id == unit_id)))
    missing = [row for row in template_rows() if row["name"] not in there]
    if actor is None:
        return 0
    known = {item.code: item.id for item in fields(unit_id)}
    for row in missing:
        facts = TemplateFacts(
            name=row["name"], field_id=known.get(row["field"]), outcome=Outcome(row["outcome"]),
            what_was_done=row["what_was_done"], next_step=row.get("next_step", ""),
        )  # fmt: skip
        add_template(actor=actor, at=at, facts=facts)
    return len(missing)


def _leader(unit_id: int, *, at: datetime) -> Actor | None:
    leaders = sorted(officials(unit_id, role=Role.LEADER), key=lambda person: person.username)
    return signed_in(leaders[0].public_id, on=local_date(at)) if leaders else None
