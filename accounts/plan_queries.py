"""Reads of the plans that a commune shows, and how their plain text falls into pieces."""

from __future__ import annotations

from sqlalchemy import select

from accounts.models import PublishedPlan
from accounts.read_models import Plan, PlanBlock, PlanItem
from core.extensions import db


def plans(unit_id: int) -> list[PlanItem]:
    """Return the published plans, newest year first."""
    query = select(PublishedPlan).where(PublishedPlan.unit_id == unit_id).order_by(PublishedPlan.year.desc(), PublishedPlan.id)
    return [_plan_item(row) for row in db.session.scalars(query)]


def plan(unit_id: int, public_id: str) -> Plan | None:
    """Return one published plan, or None."""
    query = select(PublishedPlan).where(PublishedPlan.unit_id == unit_id, PublishedPlan.public_id == public_id)
    row = db.session.scalar(query)
    if row is None:
        return None
    return Plan(item=_plan_item(row), signed_by=row.signed_by, source_note=row.source_note, blocks=plan_blocks(row.body))


def plan_blocks(body: str) -> tuple[PlanBlock, ...]:
    """Return the pieces of a plan's plain text, which are parted by empty lines."""
    blocks = []
    for piece in filter(None, (part.strip() for part in body.split("\n\n"))):
        if piece.startswith("- "):
            lines = tuple(line.removeprefix("- ").strip() for line in piece.splitlines())
            blocks.append(PlanBlock(kind="list", lines=lines))
        elif piece.startswith("## "):
            blocks.append(PlanBlock(kind="subheading", lines=(piece[3:],)))
        elif piece.startswith("# "):
            blocks.append(PlanBlock(kind="heading", lines=(piece[2:],)))
        else:
            blocks.append(PlanBlock(kind="paragraph", lines=(piece,)))
    return tuple(blocks)


def _plan_item(row: PublishedPlan) -> PlanItem:
    return PlanItem(
        public_id=row.public_id, number=row.number, title=row.title, issuer=row.issuer, year=row.year, issued_on=row.issued_on,
        issued_words=row.issued_words,
    )  # fmt: skip
