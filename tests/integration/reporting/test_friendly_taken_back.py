"""An issued assessment is taken back: who may, what everybody reads then, and what comes after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, WrongState
from core.extensions import db
from core.transaction import transaction
from reporting.friendly import queries, services
from reporting.friendly.scoring import Measured
from reporting.periods import calendar
from tests.makers import NEIGHBOUR, Commune, inside, make_commune
from tests.makers_desk import Desk, desks, form_values, words_of
from tests.makers_friendly import criterion, issued, make_friendly, seen
from tests.makers_mobilisation import LATER, YEAR
from tests.makers_public import make_public

LIST, PUBLIC, REASON = "/can-bo/bao-cao/than-thien", "/cong-khai/than-thien", "Tính nhầm số thư của thôn Nà Pán."
IN_TIME = {
    "received_on": date(2025, 3, 1), "accepted_on": date(2025, 3, 5), "state": "answered", "due_on": date(2025, 4, 1),
    "settled_on": date(2025, 3, 20), "in_time": True,
}  # fmt: skip


def take_back(commune: Commune, report_id: int, *, who: str = "leader", reason: str = REASON, version: int = 0) -> None:
    at_version = version or seen(commune, report_id).version
    with use_unit(commune.unit_id), transaction():
        services.take_back(report_id, reason=reason, actor=getattr(commune, who), at=LATER, version=at_version)


def test_only_a_leader_takes_back_what_stands_for_its_period(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        draft, first = make_friendly(home), issued(home, calendar(2025, "namdl"))
        second = issued(home, calendar(2025, "namdl"))
        for who, report_id, refusal, code in (
            ("clerk", second, NotAllowed, ""), ("leader", draft, WrongState, "report_draft"),
            ("leader", first, WrongState, "report_replaced"), ("leader", 10**6, NotFound, ""),
        ):  # fmt: skip
            with pytest.raises(refusal) as problem:
                take_back(home, report_id, who=who, version=1)
            assert getattr(problem.value, "code", "") == code or not code
        for reason, code in ((" \x00ít ", "reason_short"), ("x" * 501, "text_long")):
            with pytest.raises(BadInput) as fault:
                take_back(home, second, reason=reason)
            assert fault.value.errors == {"reason": code}
        take_back(home, second)
        with pytest.raises(WrongState, match="report_gone"):
            take_back(home, second)
        action = AuditEntry.action == "reporting:friendly:taken_back"
        entries = db.session.scalars(select(AuditEntry).where(action)).all()
        assert [(entry.subject, REASON in str(entry.facts)) for entry in entries] == [(f"friendly:{second}", False)]
        neighbour = make_commune(NEIGHBOUR)
        with pytest.raises(NotFound):
            take_back(neighbour, first, version=1)


def test_an_earlier_edition_does_not_come_back_and_a_new_one_takes_the_place(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        issued(home)
        take_back(home, issued(home))
        known = queries.issued_periods(home.unit_id)
        assert (known.shown, [(left.period, left.gone_on, left.reason) for left in known.gone]) == (
            (), [(YEAR, LATER.date(), REASON)],
        )  # fmt: skip
        assert queries.public_assessment(home.unit_id, YEAR) is None
        third = issued(home)
        assert (seen(home, third).edition, queries.issued_periods(home.unit_id).shown) == (3, (YEAR,))
        assert queries.issued_periods(home.unit_id).gone == ()


def test_what_was_taken_back_tells_nothing_of_a_year_before(app: Flask, home: Commune):
    def before() -> Measured | None:
        return criterion(seen(home, draft), "on_time").before

    with inside(app, unit_id=home.unit_id):
        make_public(home.unit_id, *[IN_TIME] * 10)
        last = issued(home, calendar(2025, "namdl"))
        draft = make_friendly(home)
        make_public(home.unit_id, IN_TIME)
        assert before() == Measured(value=10, of=10, share=True)
        take_back(home, last)
        assert before() == Measured(value=11, of=11, share=True)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("taken_back_on = last_on, take_back_reason = 'Nhầm'", "taken_back_after_it_was_issued"),
        ("take_back_reason = 'Nhầm'", "taking_back_has_its_reason"),
    ],
)
def test_nothing_is_taken_back_that_was_not_issued_or_without_a_reason(app: Flask, home: Commune, change: str, name: str):
    with inside(app, unit_id=home.unit_id):
        report_id = make_friendly(home)
        with pytest.raises(IntegrityError) as problem, transaction() as session:
            session.execute(text(f"UPDATE friendly_assessments SET {change} WHERE id = :number"), {"number": report_id})
        assert name in str(problem.value)


@pytest.fixture
def people(app: Flask, home: Commune, at: Callable[[str], datetime]) -> dict[str, Desk]:
    """Return the officials' browsers, five days after the year ended."""
    at("2027-01-05 09:00")
    return desks(app, home)


def test_the_page_of_the_period_says_that_it_is_gone_and_nothing_of_what_it_said(
    app: Flask, home: Commune, people: dict[str, Desk]
):
    with inside(app, unit_id=home.unit_id):
        issued(home, calendar(2025, "namdl"))
        address = f"{LIST}/{issued(home)}"
    leader, anyone = people["leader"], app.test_client()
    before, path = anyone.get(PUBLIC), f"{address}/thu-hoi"
    assert (before.status_code, "Đã thu hồi" in before.text) == (200, False)
    assert path not in people["clerk"].open(address).text
    form = form_values(leader.open(address).text, path)
    assert people["clerk"].send(path, {**form, "reason": REASON}).status_code == 403
    for typed, status in (({"reason": ""}, 400), ({"reason": REASON, "version": "1"}, 409), ({"reason": REASON, "x": "1"}, 400)):
        answer = leader.send(path, {**form, **typed})
        assert (answer.status_code, typed["reason"] in answer.text) == (status, True)
    assert leader.send(path, {**form, "reason": REASON}).status_code == 303
    assert leader.send(path, {**form, "reason": REASON}).status_code == 409
    kept = words_of(leader.open(address).text)
    assert ("Đã thu hồi ngày 05/01/2027" in kept, REASON in kept, "Lập bản thay thế" in kept) == (True, True, True)
    assert "Đã thu hồi" in words_of(people["clerk"].open(LIST).text)

    gone = anyone.get(f"{PUBLIC}?ky=2026-namdl")
    words = words_of(gone.text)
    assert (gone.status_code, gone.headers["X-Robots-Tag"]) == (410, "noindex, noarchive")
    assert ("thu hồi ngày 05/01/2027" in words, REASON in words, "100/100" in words, "Tốt" in words) == (True, True, False, False)
    latest = anyone.get(PUBLIC)
    assert (latest.status_code, "2025" in words_of(latest.text)) == (200, True)
    assert f'href="{PUBLIC}?ky=2026-namdl"' in latest.text
    english = words_of(anyone.get(f"{PUBLIC}?ky=2026-namdl&lang=en").text)
    assert "This self-assessment was withdrawn" in english


def test_a_commune_whose_only_assessment_is_gone_says_so(app: Flask, home: Commune, people: dict[str, Desk]):
    with inside(app, unit_id=home.unit_id):
        take_back(home, issued(home))
    page = app.test_client().get(PUBLIC)
    assert (page.status_code, "Hiện không có bản tự đánh giá nào" in page.text, "Chưa công bố" in page.text) == (200, True, False)
    assert f'href="{PUBLIC}?ky=2026-namdl"' in page.text
