"""Why answers were late, from the answer to the board: kept with each round, counted by days, told in words, stored with it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from core.extensions import db
from core.transaction import transaction
from feedback.late_reasons import UNSAID, Lateness
from feedback.models import PublicCase
from feedback.services import answering, sender, triage
from feedback.states import Action, CaseKind
from reporting import snapshots
from reporting.periods import Period, last_months, month
from reporting.queries import board
from reporting.snapshot_models import BoardSnapshot
from tests.makers import NOW, TODAY, Commune, draft, inside, make_case, make_receipt, read_version
from tests.makers_complaints import moment
from tests.makers_public import make_public

YEAR = Period(first_on=date(2026, 1, 1), last_on=date(2026, 12, 31))


def do(command: Any, case_id: int, actor: Any, day: str, **facts: Any) -> None:
    with transaction():
        command(case_id, actor=actor, at=moment(day), version=read_version(case_id), **facts)


def answer(commune: Commune, case_id: int, day: str, *, reason: str, approved_on: str = "") -> None:
    do(answering.save_draft, case_id, commune.officer, day, draft=draft(done_on=date.fromisoformat(day), late_reason=reason))
    do(answering.submit_answer, case_id, commune.officer, day)
    do(answering.approve_answer, case_id, commune.leader, approved_on or day, issue_now=True)


def late_twice(commune: Commune) -> int:
    """Return a case that was answered late, opened again, and answered late again for another reason."""
    case_id = make_case(commune, state="in_progress", at=moment("2026-07-01")).id
    answer(commune, case_id, "2026-09-07", reason="weather")
    with transaction():
        sender.rate(case_id, unit_id=commune.unit_id, at=moment("2026-09-10"), satisfied=False, reason="Vẫn còn lung lay")
    answer(commune, case_id, "2026-11-03", reason="means")
    return case_id


def imported(commune: Commune) -> int:
    """Return a case whose late answer came from another system: nobody was asked why."""
    case_id = make_case(commune, state="in_progress", at=moment("2026-07-02")).id
    do(answering.save_draft, case_id, commune.officer, "2026-10-06", draft=draft(late_reason=""))
    do(answering.submit_answer, case_id, commune.officer, "2026-10-06", reason_asked=False)
    do(answering.approve_answer, case_id, commune.leader, "2026-10-06", issue_now=True, reason_asked=False)
    return case_id


def guided(commune: Commune, *, on: str, late: Lateness = UNSAID) -> int:
    """Return a letter that came in on 1 August and was led elsewhere."""
    case_id = make_receipt(commune, at=moment("2026-08-03")).case_id
    do(triage.classify, case_id, commune.clerk, "2026-08-03", kind=CaseKind.REFLECTION, field_id=known_field(case_id))
    words = {"ground": "Không thuộc thẩm quyền", "letter": "Kính mời ông bà đến Tòa án.", "receiver": "Tòa án"}
    do(triage.turn_away, case_id, commune.clerk, on, action=Action.GUIDE, late=late, **words)
    return case_id


def known_field(case_id: int) -> int:
    return db.session.scalar(select(PublicCase.field_id).where(PublicCase.id == case_id))


def reasons(commune: Commune, period: Period, day: str) -> dict[str, int]:
    """Return the reasons of a period as the board stood on a day."""
    db.session.rollback()
    found = board(commune.unit_id, period, date.fromisoformat(day))
    assert sum(found.late_by_reason.values()) == found.whole.late
    return dict(found.late_by_reason)


def public(case_id: int) -> tuple[str, str]:
    """Return the reasons of the last and of the first round as everybody may know them."""
    db.session.rollback()
    row = db.session.get(PublicCase, case_id)
    return row.late_reason, row.first_late_reason


DAYS: tuple[tuple[Period, str, dict[str, int]], ...] = (
    (YEAR, "2026-09-06", {}),
    (YEAR, "2026-09-07", {"weather": 1}),
    (YEAR, "2026-09-15", {"weather": 1, "other_office": 1}),
    (YEAR, "2026-10-05", {"weather": 1, "other_office": 1}),
    (YEAR, "2026-10-06", {"weather": 1, "other_office": 1, "": 1}),
    (YEAR, "2026-11-02", {"weather": 1, "other_office": 1, "": 1}),
    (YEAR, "2026-11-03", {"weather": 1, "other_office": 1, "": 1, "means": 1}),
    (month(2026, 8), "2026-11-20", {}),
    (month(2026, 9), "2026-11-20", {"weather": 1, "other_office": 1}),
    (month(2026, 9), "2026-09-10", {"weather": 1}),
    (month(2026, 10), "2026-11-20", {"": 1}),
    (month(2026, 11), "2026-11-20", {"means": 1}),
)


def section(page: str) -> str:
    """Return what the section of the reasons says, in one line, or nothing when there is none."""
    found = re.search(r'<section class="section" id="vi-sao-tre">(.*?)</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


def test_reasons_go_from_the_answers_to_the_board_as_of_any_day(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        twice, bare = late_twice(home), imported(home)
        late = guided(home, on="2026-09-15", late=Lateness(reason="other_office", note="Đang chờ Sở"))
        early = guided(home, on="2026-08-04", late=Lateness(reason="weather"))
        assert [public(case_id) for case_id in (twice, bare, late, early)] == [
            ("means", "weather"), ("", ""), ("other_office", ""), ("", ""),
        ]  # fmt: skip
        found = {(period.first_on, period.last_on, day): reasons(home, period, day) for period, day, _ in DAYS}
        assert found == {(period.first_on, period.last_on, day): counts for period, day, counts in DAYS}

    # the page of any period as of any day
    whole = section(client.get("/cong-khai").text)
    for words in ("4 lần xong trễ hạn trong kỳ", "Thời tiết hoặc thiên tai 1", "Chưa có kinh phí hoặc người làm 1"):
        assert words in whole, words
    assert whole.index("Chờ ý kiến cơ quan khác") < whole.index("Chưa ghi lý do")
    assert "Đang chờ Sở" not in client.get("/cong-khai").text
    september = section(client.get("/cong-khai?ky=2026-09&ngay=2026-09-10").text)
    assert ("1 lần xong trễ hạn" in september, "Thời tiết" in september, "Chưa ghi" in september) == (True, True, False)
    assert section(client.get("/cong-khai?ky=2026-08").text) == ""
    english = section(client.get("/cong-khai?lang=en").text)
    assert ("Weather or natural disaster 1" in english, "No reason was given" in english) == (True, True)

    # the worker stores it; a board of the older form is counted anew
    with inside(app, unit_id=home.unit_id):
        snapshots.keep_boards(NOW)
        db.session.rollback()
        kept = snapshots.stored_board(home.unit_id, last_months(TODAY), TODAY)
        assert (kept.made_at, kept.board.late_by_reason) == (NOW, {"weather": 1, "other_office": 1, "": 1, "means": 1})
        row = db.session.scalars(select(BoardSnapshot).where(BoardSnapshot.last_on == TODAY)).first()
        older = {name: value for name, value in row.numbers.items() if name != "late"}
        with transaction() as session:
            session.execute(update(BoardSnapshot).values(numbers=older, took_ms=snapshots.MOST_MS + 1))
        counted = snapshots.stored_board(home.unit_id, last_months(TODAY), TODAY)
        assert (counted.made_at, counted.board) == (None, kept.board)


@pytest.mark.parametrize("late", [0, 1])
def test_nothing_is_said_and_nothing_asked_of_the_database_where_nothing_was_late(
    app: Flask, client: FlaskClient, home: Commune, late: int
):
    with inside(app, unit_id=home.unit_id):
        rows = [{"state": "answered", "settled_on": date(2026, 11, 9), "in_time": place >= late} for place in range(3)]
        make_public(home.unit_id, *rows)
        assert reasons(home, last_months(TODAY), "2026-11-20") == ({"": 1} if late else {})
    assert ("Chưa ghi lý do" in section(client.get("/cong-khai").text)) is bool(late)
