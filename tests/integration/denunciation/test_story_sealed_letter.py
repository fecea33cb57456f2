"""Told story: a denunciation is typed into /gui and sealed, then settled over Tết; every date is counted by hand beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from flask import Flask
from sqlalchemy import select

from core.database import use_unit
from core.extensions import db
from denunciation.models import RegisterClock
from denunciation.queries.register import opened
from denunciation.services.clocks import clocks_of
from denunciation.states import Act, Criterion, Result
from feedback.models import Case
from tests.makers import Commune
from tests.makers_desk import Desk, desks, form_values
from tests.makers_register import entry_row, take
from tests.makers_resident import send_letter

BY_HAND = (
    # term, began, ends, and how a person counts it
    ("TC.TRIAGE", date(2026, 11, 20), date(2026, 12, 2), "Fri 20 Nov; 23, 24 is Culture Day, 25 26 27 30 Nov, 1, Wed 2 Dec"),
    ("TC.TRANSFER", date(2026, 11, 20), date(2026, 11, 30), "5 working days, were it not the commune's: 23 25 26 27, Mon 30"),
    ("TC.ACCEPT.NOTIFY", date(2026, 11, 27), date(2026, 12, 4), "Fri 27 Nov; 5 working days: 30 Nov, 1 2 3, Fri 4 Dec"),
    ("TC.SETTLE", date(2026, 11, 27), date(2026, 12, 28), "30 days: Sun 27 Dec, so Mon 28 Dec"),
    ("TC.SETTLE.COMPLEX", date(2026, 11, 27), date(2027, 2, 11), "60 days: 26 Jan, 10 stood still: Fri 5 Feb, Tết"),
    ("TC.SUSPEND.SEND", date(2027, 1, 4), date(2027, 1, 11), "Mon 4 Jan; 5 working days: 5 6 7 8, Mon 11 Jan"),
    ("TC.CONCLUSION.SEND", date(2027, 1, 22), date(2027, 1, 29), "Fri 22 Jan; 5 working days: 25 26 27 28, Fri 29 Jan"),
    ("TC.CONCLUSION.ACT", date(2027, 1, 22), date(2027, 2, 2), "7 working days: 25 26 27 28 29 Jan, 1, Tue 2 Feb"),
    ("TC.CONCLUSION.PUBLISH", date(2027, 1, 22), date(2027, 2, 2), "7 working days, the same"),
    ("TC.RESULT.REPORT", date(2027, 1, 29), date(2027, 2, 12), "Fri 29 Jan; 1 2 3 Feb, Thu 4 to Wed 10 are Tết, 11, Fri 12 Feb"),
)  # fmt: skip
COMPLEX = frozenset({Criterion.PLACES})
STORY = "Tôi muốn nói việc cán bộ thu tiền làm giấy tờ mà không đưa biên lai, có nhiều người chứng kiến."


def test_story_of_a_denunciation_typed_into_the_ordinary_form(app: Flask, home: Commune, at: Callable[[str], datetime]):
    at("2026-11-20 09:00")
    people = desks(app, home)
    code, entry_id = _sent_and_sealed(app, home, people["clerk"])
    with app.app_context(), use_unit(home.unit_id):
        _settle(entry_id, home, at)
        timeline = _timeline(entry_id)
        content = opened(home.leader, entry_id, today=date(2027, 3, 1))
        state, closed_on = entry_row(entry_id).state, entry_row(entry_id).closed_on
    for term, began, ends, counted in BY_HAND:
        print(f"{term:24}{began} → {ends}  {counted}")
    assert [(term, began, ends) for term, began, ends, _counted in BY_HAND] == timeline
    assert (content.content["story"], [line.act for line, _facts in content.said][-1]) == (STORY, "close")
    assert (state, closed_on, app.test_client().get(f"/da-nhan/{code}").status_code) == ("closed", date(2027, 3, 1), 200)


def _sent_and_sealed(app: Flask, home: Commune, clerk: Desk) -> tuple[str, str]:
    """Send the letter by the form, open it at the desk, move it."""
    code, _secret = send_letter(app.test_client(), story=STORY, name="Lương Thị Mến", phone="0912 000 111")
    with app.app_context(), use_unit(home.unit_id):
        case_id = db.session.scalar(select(Case.id).where(Case.code == code))
    path = f"/can-bo/ho-so/{case_id}/chuyen-so"
    form = {**form_values(clerk.open(path).text, path), "accused_text": "Ông Đàm Văn Kế, cán bộ thôn"}
    unsure = clerk.send(path, form)
    moved = clerk.send(path, {**form, "sure": "y"})
    assert (unsure.status_code, "trước khi chuyển" in unsure.text) == (400, True)
    assert (moved.status_code, clerk.case(case_id).status_code) == (303, 404)
    with app.app_context(), use_unit(home.unit_id):
        return code, db.session.scalars(select(RegisterClock.entry_id).distinct()).one()


def _settle(entry_id: str, home: Commune, at: Callable[[str], datetime]) -> None:
    road = (
        (Act.ACCEPT, date(2026, 11, 27), {"number": "12/QĐ-UBND", "conditions_met": True}),
        (Act.FULFIL, date(2026, 12, 2), {"duty": "TC.ACCEPT.NOTIFY"}),
        (Act.EXTEND, date(2026, 12, 21), {"number": "15/QĐ-UBND", "text": "Nhiều nơi", "criteria": COMPLEX}),
        (Act.SUSPEND, date(2027, 1, 4), {"number": "1/QĐ-UBND", "text": "Chờ kết luận giám định"}),
        (Act.FULFIL, date(2027, 1, 5), {"duty": "TC.SUSPEND.SEND"}),
        (Act.RESUME, date(2027, 1, 14), {"number": "2/QĐ-UBND", "text": "Đã có kết luận giám định"}),
        (Act.CONCLUDE, date(2027, 1, 22), {"number": "3/KL-UBND", "text": "Có thu tiền sai", "result": Result.PARTLY}),
        (Act.FULFIL, date(2027, 1, 25), {"duty": "TC.CONCLUSION.SEND"}),
        (Act.FULFIL, date(2027, 1, 29), {"duty": "TC.CONCLUSION.ACT"}),
        (Act.FULFIL, date(2027, 2, 1), {"duty": "TC.CONCLUSION.PUBLISH", "until": date(2027, 2, 16)}),
        (Act.FULFIL, date(2027, 2, 3), {"duty": "TC.RESULT.REPORT"}),
        (Act.CLOSE, date(2027, 3, 1), {}),
    )  # fmt: skip
    for act, on, facts in road:
        take(entry_id, act, on, home.leader, at=at(f"{on} 10:00"), **facts)


def _timeline(entry_id: str) -> list[tuple[str, date, date]]:
    order = {term: place for place, (term, *_rest) in enumerate(BY_HAND)}
    found = [(clock.term_code, clock.started_on, clock.due_on) for clock in clocks_of(entry_row(entry_id))]
    return sorted(found, key=lambda clock: order.get(clock[0], 99))
