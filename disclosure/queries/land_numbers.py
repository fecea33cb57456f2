"""Numbers of land projects in a period, for the report on mass mobilisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from core.extensions import db
from dialogue.models import Dialogue
from disclosure.land_models import LandPlan, LandProject
from disclosure.land_rules import OVER
from disclosure.models import DisclosureItem
from disclosure.queries.register import PUBLIC_WORDS


@dataclass(frozen=True, kw_only=True)
class LandNumbers:
    """``projects`` that went on before everybody, draft ``plans`` that came onto the portal, dialogues ``owed`` at the end."""

    projects: int
    plans: int
    owed: int


def land_numbers(unit_id: int, *, first_on: date, last_on: date) -> LandNumbers:
    """Return the numbers of a period; projects and drafts that were taken back later are among them."""
    item = (DisclosureItem, DisclosureItem.id == LandPlan.item_id)
    projects = select(func.count()).select_from(LandProject).where(
        LandProject.unit_id == unit_id, LandProject.published_on <= last_on,
        or_(LandProject.ended_on.is_(None), LandProject.ended_on >= first_on),
    )  # fmt: skip
    plans = select(func.count()).select_from(LandPlan).join(*item).where(
        LandPlan.unit_id == unit_id, DisclosureItem.state.in_(PUBLIC_WORDS),
        DisclosureItem.published_on.between(first_on, last_on),
    )  # fmt: skip
    owed = select(func.count()).select_from(LandPlan).join(*item).outerjoin(Dialogue, Dialogue.id == LandPlan.dialogue_id).where(
        LandPlan.unit_id == unit_id, LandPlan.dialogue_due_on.is_not(None), LandPlan.minutes_on <= last_on,
        or_(DisclosureItem.withdrawn_on.is_(None), DisclosureItem.withdrawn_on > last_on),
        or_(Dialogue.id.is_(None), Dialogue.state.not_in(OVER), Dialogue.held_on > last_on),
    )  # fmt: skip
    row = db.session.execute(select(*(each.scalar_subquery() for each in (projects, plans, owed)))).one()
    return LandNumbers(projects=row[0], plans=row[1], owed=row[2])
