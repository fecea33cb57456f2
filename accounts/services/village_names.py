"""The other names of villages, written from a commune's file: what is no longer in the file is taken away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select

from accounts.place_models import VillageName
from core.extensions import db
from core.text import fold


def write_names(
    village_id: int, *, unit_id: int, former: Sequence[str], also: Sequence[str], added: Counter[str], changed: Counter[str]
) -> None:  # fmt: skip
    """Make the names of a village those given: ``former`` ones, and ones that people ``also`` write."""
    wanted = {fold(name): (name, False) for name in also} | {fold(name): (name, True) for name in former}
    known = {
        row.name_key: row
        for row in db.session.scalars(
            select(VillageName).where(VillageName.unit_id == unit_id, VillageName.village_id == village_id)
        )
    }
    for key, row in known.items():
        if key not in wanted:
            db.session.delete(row)
            changed["village_names"] += 1
        elif (row.name, row.former) != wanted[key]:
            row.name, row.former = wanted[key]
            changed["village_names"] += 1
    for key in wanted.keys() - known.keys():
        name, is_former = wanted[key]
        db.session.add(VillageName(unit_id=unit_id, village_id=village_id, name=name, name_key=key, former=is_former))
        added["village_names"] += 1
