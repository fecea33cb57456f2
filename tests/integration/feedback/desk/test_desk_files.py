"""Papers that tell who sent a letter are served only to officials who may know the sender."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from flask import Flask

from core import attachments
from core.database import use_unit
from core.transaction import transaction
from feedback.queries.photos import shown_file
from tests.makers import NEIGHBOUR, NOW, Commune, make_case, make_commune


@pytest.fixture
def commune(app: Flask) -> Iterator[Commune]:
    with app.app_context():
        made = make_commune()
        with use_unit(made.unit_id):
            yield made


def paper(commune: Commune, case_id: int, *, purpose: str) -> str:
    with transaction():
        row = attachments.receive(
            io.BytesIO(b"%PDF-1.7 x"), unit_id=commune.unit_id, subject=f"case:{case_id}", purpose=purpose, at=NOW, documents=True
        )
    return row.public_id


@pytest.mark.parametrize(
    ("purpose", "who", "sees"),
    [
        ("scan", "clerk", True),
        ("scan", "officer", True),
        ("scan", "leader", True),
        ("scan", "stranger", False),
        ("scan", "supervisor", False),
        ("scan", "administrator", False),
        ("story", "supervisor", False),
        ("answer1", "supervisor", True),
        ("answer1", "stranger", True),
        ("answer1", "administrator", False),
    ],
)
def test_who_is_served_which_paper(commune: Commune, purpose: str, who: str, sees: bool):
    case = make_case(commune, state="in_progress")
    public_id = paper(commune, case.id, purpose=purpose)
    shown = shown_file(unit_id=commune.unit_id, public_id=public_id, size="large", official=getattr(commune, who))
    assert (shown is not None) is sees


def test_another_commune_s_clerk_is_served_nothing(commune: Commune):
    case = make_case(commune)
    public_id = paper(commune, case.id, purpose="scan")
    neighbour = make_commune(NEIGHBOUR)
    with use_unit(neighbour.unit_id):
        assert shown_file(unit_id=neighbour.unit_id, public_id=public_id, size="large", official=neighbour.clerk) is None
