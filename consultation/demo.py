"""The demonstration's consultations, by the commands that the pages call, each at its own moment and by whom it would be."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import officials, signed_in, villages
from consultation.models import Consultation
from consultation.rules import NewConsultation, Point, Said
from consultation.services import drafting, opening, opinions, sheets, summing
from consultation.services.opinions import NewOpinion
from consultation.services.sheets import NewSheet
from core.extensions import db
from deadlines.clock import local_date

FILE = Path(__file__).parent / "data" / "demo_vi.toml"
CLERK, CHAIR, FRONT = "tiepdan", "chutich", "mattran"
SUMMED_UP_AFTER = timedelta(days=9)


def show_consultations(unit_id: int, *, at: datetime) -> int:
    """Make the consultations, inside a command; return how many. Nothing where there are some already."""
    if db.session.scalar(select(Consultation.id).where(Consultation.unit_id == unit_id).limit(1)) is not None:
        return 0
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["consultations"]
    for number, said in enumerate(told):
        _show(said, number=number, unit_id=unit_id, at=at)
    return len(told)


def _who(unit_id: int, at: datetime) -> Callable[[str], Actor]:
    known = {item.username: item for item in officials(unit_id)}

    def person(username: str) -> Actor:
        found = signed_in(known[username].public_id, on=local_date(at))
        if found is None:
            raise LookupError(username)
        return found

    return person


def _show(said: Mapping[str, Any], *, number: int, unit_id: int, at: datetime) -> None:
    who, places = _who(unit_id, at), {item.code: item.id for item in villages(unit_id)}
    begun = at + timedelta(days=said["opens"])
    clerk, chair = who(CLERK), who(CHAIR)
    new = NewConsultation(
        title=said["title"], matter=said["matter"], about=said["about"].strip(), text=said["text"].strip(),
        questions=tuple(said["questions"]), opens_on=local_date(begun), closes_on=local_date(at + timedelta(days=said["closes"])),
        ways=tuple(said["ways"]), official_id=clerk.id,
    )  # fmt: skip
    consultation_id = drafting.draft(new, actor=clerk, idempotency_key=f"demo-{number}", at=begun)
    opening.open_up(consultation_id, actor=chair, at=begun, version=1)
    _opinions(said, consultation_id, unit_id=unit_id, begun=begun)
    for order, sheet in enumerate(said["sheets"]):
        on = begun + timedelta(days=sheet["after"])
        counts = {line: tuple(three) for line, three in enumerate(sheet["counts"], start=1)}
        kept = NewSheet(
            way=sheet["way"],
            held_on=local_date(on),
            counts=counts,
            village_id=places.get(sheet["village"]),
            minutes=sheet["minutes"],
        )
        actor = who(FRONT) if order else clerk
        sheets.record(consultation_id, kept, actor=actor, idempotency_key=f"demo-{number}-{order}", at=on)
    if "points" in said:
        _sum_up(said, consultation_id, clerk=clerk, chair=chair, at=at + timedelta(days=said["closes"]) + SUMMED_UP_AFTER)


def _opinions(said: Mapping[str, Any], consultation_id: int, *, unit_id: int, begun: datetime) -> None:
    row = db.session.get(Consultation, consultation_id)
    code = row.code if row else ""
    for order, words in enumerate(said["opinions"]):
        lines = {line: Said(choice=words[2 * line - 2], words=words[2 * line - 1]) for line in range(1, len(words) // 2 + 1)}
        key = f"demo-{consultation_id}-{order}"
        opinions.give(code, NewOpinion(said=lines), unit_id=unit_id, idempotency_key=key, at=begun + timedelta(days=order + 1))


def _sum_up(said: Mapping[str, Any], consultation_id: int, *, clerk: Actor, chair: Actor, at: datetime) -> None:
    version = 2
    for point in said["points"]:
        summing.write_point(consultation_id, Point(**point), actor=clerk, at=at, version=version)
        version += 1
    summing.publish_summary(
        consultation_id, actor=chair, at=at, version=version, result=said["result"], document=said["document"]
    )
