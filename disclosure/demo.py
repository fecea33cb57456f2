"""The demonstration's disclosures: some in time, one late, one waiting, permanent ones, one corrected.

Everything is done by the commands that the pages call, each in the name of the official whose work it is and on its own day.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import officials, signed_in, villages
from core.extensions import db
from core.formats import HERE
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from deadlines.queries import calendar_for
from disclosure.models import DisclosureItem, DisclosureShowing
from disclosure.rules import NewItem, Showing
from disclosure.services import drafting, publishing, showing
from disclosure.states import HUNG, Way

FILE = Path(__file__).parent / "data" / "demo_vi.toml"
OFFICE = "tiepdan"
READ_DAYS = timedelta(days=2)
NOTES = {"loudspeaker": "Phát lúc 6 giờ và 17 giờ.", "village_heads": "Gửi qua nhóm trưởng thôn."}


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The commune on the day of the demonstration."""

    unit_id: int
    at: datetime
    calendar: WorkingCalendar
    people: Mapping[str, Actor]
    village_ids: tuple[int, ...]

    def day(self, working_days: int) -> date:
        """Return the day that lies so many working days before today."""
        day = local_date(self.at)
        while working_days:
            day -= timedelta(days=1)
            working_days -= self.calendar.is_working(day)
        return day

    def moment(self, working_days: int, hour: int = 9) -> datetime:
        """Return a moment of that day."""
        return datetime.combine(self.day(working_days), time(hour), HERE).astimezone(UTC)

    def facts(self, working_days: int, version: int) -> dict[str, Any]:
        """Return what every command wants to know of the office's step on that day."""
        return {"actor": self.people[OFFICE], "at": self.moment(working_days), "version": version}


def scene_of(unit_id: int, *, at: datetime) -> Scene:
    """Return the commune as it is on a day."""
    today = local_date(at)
    found = {item.username: signed_in(item.public_id, on=today) for item in officials(unit_id)}
    return Scene(
        unit_id=unit_id, at=at, calendar=calendar_for(unit_id),
        village_ids=tuple(item.id for item in villages(unit_id, on=today)),
        people={name: person for name, person in found.items() if person is not None},
    )  # fmt: skip


def show_disclosures(unit_id: int, *, at: datetime) -> int:
    """Disclose what the file tells; return how many items there are. Call in a transaction."""
    scene = scene_of(unit_id, at=at)
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["item"]
    for number, row in enumerate(told, start=1):
        _disclosed(row, number, scene)
    return len(told)


def _disclosed(row: Mapping[str, Any], number: int, scene: Scene) -> None:
    """Begin one item, and take the steps that the file tells of it."""
    owner, day = scene.people[row["by"]], row["decided"]
    item_id = drafting.draft(
        _item(row, scene, first=True), actor=owner, at=scene.moment(max(0, day - 1)), calendar=scene.calendar,
        idempotency_key=f"demo-disclosure-{number}",
    )  # fmt: skip
    if "published" not in row:
        return
    publishing.publish(item_id, **scene.facts(row["published"], 1))
    for name, ways in (("sent", {Way.VILLAGE_HEADS}), ("hung", HUNG), ("read", {Way.LOUDSPEAKER})):
        if name in row:
            _shown(item_id, row[name], [way.value for way in ways], scene)
    if "corrected" in row:
        publishing.correct(
            item_id, _item(row, scene, first=False), reason=row["reason"], calendar=scene.calendar,
            **scene.facts(row["corrected"], _version(item_id)),
        )  # fmt: skip
    if "down" in row:
        showing.take_down(
            item_id, hung_places(item_id), to_on=scene.day(row["down"]), **scene.facts(row["down"], _version(item_id))
        )


def _item(row: Mapping[str, Any], scene: Scene, *, first: bool) -> NewItem:
    summary = row.get("summary_before", row["summary"]) if first else row["summary"]
    return NewItem(
        kind=row["kind"], title=row["title"], document=row["document"], decided_on=scene.day(row["decided"]), summary=summary,
        text=row["text"].strip(), official_id=scene.people[row["by"]].id, village_ids=scene.village_ids,
    )  # fmt: skip


def _shown(item_id: int, day: int, ways: Sequence[str], scene: Scene) -> None:
    """Note evidence; what was read out is noted when its three days are over."""
    from_on = scene.day(day)
    read = ways == [Way.LOUDSPEAKER.value]
    shown = Showing(
        places=tuple(_places(item_id, ways)), from_on=from_on, to_on=from_on + READ_DAYS if read else None,
        note=NOTES.get(ways[0], ""),
    )  # fmt: skip
    facts = scene.facts(day - 3 if read else day, _version(item_id))
    showing.note_showing(item_id, shown, calendar=scene.calendar, **facts)


def hung_places(item_id: int) -> list[str]:
    """Return the keys of the places where an item hangs, or will."""
    return _places(item_id, [way.value for way in HUNG])


def _places(item_id: int, ways: Sequence[str]) -> list[str]:
    query = select(DisclosureShowing.place).where(DisclosureShowing.item_id == item_id, DisclosureShowing.way.in_(ways))
    return list(db.session.scalars(query))


def _version(item_id: int) -> int:
    return db.session.get_one(DisclosureItem, item_id).version
