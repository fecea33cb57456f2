"""The demonstration's models, by the commands that the pages call, each at its own moment and by whom it would be."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import departments, officials, signed_in, villages
from core.extensions import db
from deadlines.clock import local_date
from skilful.models import SkilfulModel
from skilful.rules import Assessment, NewModel, Recognition
from skilful.services import deciding, noting, registering

FILE = Path(__file__).parent / "data" / "demo_vi.toml"
CHAIR = "chutich"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The commune on the day of the demonstration; ``made`` are the models by their keys in the file."""

    unit_id: int
    at: datetime
    people: Mapping[str, Actor]
    made: dict[str, int]

    def moment(self, days_ago: int) -> datetime:
        """Return this hour so many days ago."""
        return self.at - timedelta(days=days_ago)

    def facts(self, model_id: int, who: str, days_ago: int) -> dict[str, Any]:
        """Return what every step wants to know."""
        version = db.session.get_one(SkilfulModel, model_id).version
        return {"actor": self.people[who], "at": self.moment(days_ago), "version": version}


def show_models(unit_id: int, *, at: datetime) -> int:
    """Make the models, inside a command; return how many. Nothing where there are some already."""
    if db.session.scalar(select(SkilfulModel.id).where(SkilfulModel.unit_id == unit_id).limit(1)) is not None:
        return 0
    found = {item.username: signed_in(item.public_id, on=local_date(at)) for item in officials(unit_id)}
    people = {name: person for name, person in found.items() if person is not None}
    scene = Scene(unit_id=unit_id, at=at, people=people, made={})
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["models"]
    for row in told:
        _show(row, scene)
    return len(told)


def _show(row: Mapping[str, Any], scene: Scene) -> None:
    came = scene.moment(row["came"])
    lists = {"village": villages(scene.unit_id), "department": departments(scene.unit_id)}
    ids = {name: next((item.id for item in items if item.code == row.get(name)), None) for name, items in lists.items()}
    new = NewModel(
        name=row["name"], kind=row["kind"], carrier=row["carrier"], named=row.get("named", False), sphere=row["sphere"],
        what=row["what"].strip(), goal=row["goal"].strip(), year=local_date(came).year, village_id=ids["village"],
        department_id=ids["department"], organisation=row.get("organisation", ""), starts_on=local_date(came),
        learned_from_id=scene.made.get(row.get("learned_from", "")),
    )  # fmt: skip
    model_id = registering.register(new, actor=scene.people[row["by"]], at=came, idempotency_key=f"demo-{row['key']}")
    scene.made[row["key"]] = model_id
    for note in row.get("notes", ()):
        facts = scene.facts(model_id, row["by"], note["ago"])
        on = local_date(scene.moment(note["ago"]))
        noting.note(model_id, words=note["words"], on=on, public=note["public"], **facts)
    if "assessed" in row:
        said = Assessment(result=row["result"], outcome=row["outcome"].strip(), amount=row["amount"], unit=row["unit"])
        deciding.assess(model_id, said, **scene.facts(model_id, CHAIR, row["assessed"]))
    if "recognised" in row:
        decided = Recognition(
            level=row["level"], document=row["document"], decided_on=local_date(scene.moment(row["recognised"]))
        )
        deciding.recognise(model_id, decided, **scene.facts(model_id, CHAIR, row["recognised"]))
    if row.get("published"):
        deciding.publish(model_id, read_over=True, **scene.facts(model_id, CHAIR, row["published"]))
