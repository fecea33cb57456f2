"""A commune with something of everything that is open: cases of the board's table, published ones, and a dialogue's matters."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from accounts.queries import fields, villages
from tests.makers import Commune
from tests.makers_board import TABLE
from tests.makers_public import make_public, published

DANGEROUS = '=HYPERLINK("http://xau.example";"Bấm")'


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Codes of all cases in the order they came, of the published ones, and of the fields and villages they are in."""

    codes: list[str]
    published: list[str]
    fields: list[str]
    villages: list[str]


def open_scene(commune: Commune) -> Scene:
    """Make the table's cases in two fields and two villages, one in none, and three published ones, one with a square."""
    field_items, village_items = fields(commune.unit_id)[:2], villages(commune.unit_id)[:2]
    rows: list[dict[str, object]] = [
        {**asdict(each.facts), "field_id": field_items[place % 2].id, "village_id": village_items[place % 2].id}
        for place, each in enumerate(TABLE)
    ]
    rows.append({"state": "received", "received_on": date(2026, 11, 4)})
    said = [
        published("Cầu treo bị đứt", square_lat=21.6512, square_lon=106.5123, field_id=field_items[0].id),
        published("Đường làng có ổ gà", village_id=village_items[0].id),
        published(DANGEROUS, received_on=date(2026, 10, 2)),
    ]
    nowhere: dict[str, object] = {"square_lat": None, "square_lon": None}
    codes = make_public(commune.unit_id, *({**nowhere, **row} for row in (*rows, *said)))
    return Scene(
        codes=codes,
        published=codes[-3:],
        fields=[item.code for item in field_items],
        villages=[item.code for item in village_items],
    )
