"""A reception that is typed into the register days later counts from the day on which people came, on every paper and clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from dialogue.queries import reception_register as register
from dialogue.reception_register_models import ReceptionEntry
from dialogue.services import reception_papers
from dialogue.services import reception_register as service
from feedback.document_kinds import DocumentKind
from feedback.documents import received_words
from feedback.models import Case, CaseClock, PublicCase
from tests.makers import NOW, TODAY, Commune
from tests.makers_desk import desks, words_of
from tests.makers_reception import enter, read_entry

EARLIER = TODAY - timedelta(days=7)
PAPERS = {"papers": "Đơn viết tay, 2 trang", "copies": "02", "sender_address": "Thôn Nà Pất", "sender_id": "020081001234"}


def midnight_of(day) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=7)


def case_of(commune: Commune, entry_id: int) -> Case:
    with use_unit(commune.unit_id), transaction():
        made = service.make_case(entry_id, actor=commune.clerk, at=NOW, version=None)
    return db.session.get(Case, made.case_id)


def first_line(commune: Commune, entry_id: int) -> str:
    """Return the line of the receipt 02/TCD that says when."""
    with transaction():
        paper_id = reception_papers.issue_paper(
            entry_id, DocumentKind.RECEIPT, PAPERS, actor=commune.clerk, at=NOW, version=read_entry(entry_id).version,
            title="Chuyên viên",
        )  # fmt: skip
    document = register.paper(commune.clerk, paper_id)[1]
    return next(block.text for block in document.blocks if block.text.startswith("Hôm nay"))


def test_the_case_of_a_reception_counts_from_the_day_people_came(commune: Commune):
    late, fresh = case_of(commune, enter(commune, received_on=EARLIER)), case_of(commune, enter(commune))
    assert [(case.received_on, case.received_at) for case in (late, fresh)] == [(EARLIER, midnight_of(EARLIER)), (TODAY, NOW)]
    clocks = {
        case.id: sorted(
            (row.started_on, row.due_on) for row in db.session.scalars(select(CaseClock).where(CaseClock.case_id == case.id))
        )
        for case in (late, fresh)
    }
    assert [min(rows)[0] for rows in clocks.values()] == [EARLIER, TODAY]
    assert min(clocks[late.id])[1] < min(clocks[fresh.id])[1]
    assert db.session.get(PublicCase, late.id).received_on == EARLIER


def test_a_row_from_before_counts_from_its_day_too(commune: Commune):
    entry_id = enter(commune)
    with transaction():
        row = db.session.get(ReceptionEntry, entry_id)
        row.received_on, row.received_at = EARLIER, NOW
    case, line = case_of(commune, entry_id), first_line(commune, entry_id)
    assert (case.received_on, line.split(", tại")[0]) == (EARLIER, "Hôm nay, hồi …… giờ …… phút, ngày 13/11/2026")


def test_the_paper_says_no_hour_that_nobody_wrote_down(commune: Commune):
    late, fresh = enter(commune, received_on=EARLIER), enter(commune)
    assert [first_line(commune, number).split(", tại")[0] for number in (late, fresh)] == [
        "Hôm nay, hồi …… giờ …… phút, ngày 13/11/2026", "Hôm nay, hồi 09 giờ 00 phút, ngày 20/11/2026",
    ]  # fmt: skip
    assert [register.entry(commune.clerk, number).received_at for number in (late, fresh)] == [None, NOW]


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 19, 17, 0, tzinfo=UTC), "…… giờ …… phút, ngày 20/11/2026"),
        (datetime(2026, 11, 19, 17, 0, 1, tzinfo=UTC), "00 giờ 00 phút, ngày 20/11/2026"),
        (datetime(2026, 11, 20, 2, 5, tzinfo=UTC), "09 giờ 05 phút, ngày 20/11/2026"),
    ],
)
def test_only_the_beginning_of_a_day_leaves_room_for_the_hour(moment: datetime, words: str):
    assert received_words(moment) == words


def test_the_page_of_the_row_shows_the_day_alone(app: Flask, home: Commune, at: Callable[[str], object]):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        late, fresh = enter(home, received_on=EARLIER), enter(home, identity="020081009999")
    clerk = desks(app, home)["clerk"]
    pages = [words_of(clerk.open(f"/can-bo/tiep-dan/so/{number}").text) for number in (late, fresh)]
    assert [("00:00" in page, "13/11/2026" in page, "09:00, 20/11/2026" in page) for page in pages] == [
        (False, True, False), (False, False, True),
    ]  # fmt: skip
