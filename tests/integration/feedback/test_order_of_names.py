"""Lists of names on both databases: villages by the Vietnamese alphabet, people by their given names."""

from __future__ import annotations

from datetime import date

from accounts.models import Official, Village
from accounts.queries import officials, villages
from core.extensions import db
from tests.makers import NOW, Commune

ADDED = ("Thôn Ấp Mới", "Thôn Đèo Bén", "Thôn Dốc Mới", "Thôn Ải", "Thôn Nà 10", "Thôn Nà 2")
PEOPLE = ("Đàm Văn Ân", "Bế Thị Ánh", "Chu Văn An")


def test_villages_and_people_stand_in_the_order_of_the_alphabet(commune: Commune):
    since = date(2025, 7, 1)
    db.session.add_all(
        Village(unit_id=commune.unit_id, code=f"moi-{place}", name=name, name_key="", valid_from=since)
        for place, name in enumerate(ADDED)
    )
    db.session.add_all(
        Official(unit_id=commune.unit_id, username=f"nguoi{place}", full_name=name, created_at=NOW)
        for place, name in enumerate(PEOPLE)
    )
    db.session.flush()
    names = [item.name for item in villages(commune.unit_id)]
    people = [item.full_name for item in officials(commune.unit_id, active_only=False)]
    db.session.rollback()
    assert [name for name in names if name in ADDED] == [
        "Thôn Ải", "Thôn Ấp Mới", "Thôn Dốc Mới", "Thôn Đèo Bén", "Thôn Nà 2", "Thôn Nà 10",
    ]  # fmt: skip
    assert [name for name in people if name in PEOPLE] == ["Chu Văn An", "Bế Thị Ánh", "Đàm Văn Ân"]
