"""The demonstration's recommendations, by the commands that the pages call, each at its own moment and by whom it would be."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import officials, signed_in
from core.extensions import db
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from supervision.models import Recommendation
from supervision.rules import Answer, NewRecommendation
from supervision.services import answering, judging, publishing, recording

FILE = Path(__file__).parent / "data" / "demo_vi.toml"
CLERK, CHAIR, FRONT = "tiepdan", "chutich", "mattran"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The commune on the day of the demonstration."""

    unit_id: int
    at: datetime
    calendar: WorkingCalendar
    people: Mapping[str, Actor]

    def moment(self, days_ago: int) -> datetime:
        """Return this hour so many days ago."""
        return self.at - timedelta(days=days_ago)

    def facts(self, recommendation_id: int, who: str, days_ago: int) -> dict[str, Any]:
        """Return what every step wants to know."""
        version = db.session.get_one(Recommendation, recommendation_id).version
        return {"actor": self.people[who], "at": self.moment(days_ago), "version": version}


def show_recommendations(unit_id: int, *, at: datetime) -> int:
    """Make the recommendations, inside a command; return how many. Nothing where there are some already."""
    if db.session.scalar(select(Recommendation.id).where(Recommendation.unit_id == unit_id).limit(1)) is not None:
        return 0
    found = {item.username: signed_in(item.public_id, on=local_date(at)) for item in officials(unit_id)}
    scene = Scene(
        unit_id=unit_id, at=at, calendar=calendar_for(unit_id),
        people={name: person for name, person in found.items() if person is not None},
    )  # fmt: skip
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["recommendations"]
    for number, row in enumerate(told):
        _show(row, number=number, scene=scene)
    return len(told)


def _show(row: Mapping[str, Any], *, number: int, scene: Scene) -> None:
    came = scene.moment(row["came"])
    new = NewRecommendation(
        body=row["body"], organisation=row.get("organisation", ""), document=row["document"], title=row["title"],
        document_on=local_date(scene.moment(row["came"] + 1)), received_on=local_date(came), subject=row["subject"].strip(),
        asked="\n".join(row["asked"]), about=row.get("about", ""),
    )  # fmt: skip
    recommendation_id = recording.record(
        new, actor=scene.people[row["by"]], at=came, calendar=scene.calendar, idempotency_key=f"demo-{number}"
    )
    if "assigned" in row:
        owner = scene.people[row["to"]].id
        answering.assign(
            recommendation_id, official_id=owner, department_id=None, **scene.facts(recommendation_id, CLERK, row["assigned"])
        )
    if "answered" in row:
        _answer(recommendation_id, row, scene)


def _answer(recommendation_id: int, row: Mapping[str, Any], scene: Scene) -> None:
    said = Answer(
        accepted=row["accepted"].strip(), refused=row["refused"].strip(), why=row["why"].strip(),
        promised=row["promised"].strip(), promise_on=local_date(scene.moment(row["promise"])),
    )  # fmt: skip
    answering.draft(recommendation_id, said, **scene.facts(recommendation_id, row["to"], row["drafted"]))
    answering.answer(recommendation_id, **scene.facts(recommendation_id, CHAIR, row["answered"]))
    judging.judge(
        recommendation_id, verdict=row["verdict"], words=row["words"], **scene.facts(recommendation_id, FRONT, row["judged"])
    )
    publishing.agree(recommendation_id, read_over=True, **scene.facts(recommendation_id, FRONT, row["judged"]))
    publishing.allow(recommendation_id, read_over=True, **scene.facts(recommendation_id, CHAIR, row["judged"]))
