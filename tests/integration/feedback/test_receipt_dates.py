"""The dates on a receipt and the sentences under them: days off, letters of unclear kind, fields with days of their own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from accounts.models import Field
from accounts.queries import fields
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from feedback.models import CaseClock
from feedback.queries.tracking import receipt
from feedback.queries.views_of_clocks import ClockView, clock_views
from feedback.services import sender, triage
from feedback.states import CaseKind
from tests.makers import (
    NOW,
    TODAY,
    Commune,
    ask_for_time,
    look,
    make_case,
    make_receipt,
    read_case,
    read_version,
)
from tests.makers_roads import time_decided

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def views(case_id: int, commune: Commune, *, today: date = TODAY, locale: str = "vi") -> list[ClockView]:
    read_case(case_id)
    return clock_views(commune.unit_id, case_id, today=today, calendar=calendar_for(commune.unit_id), locale=locale)


def clocks(case_id: int) -> list[tuple[str, str, date]]:
    query = select(CaseClock.term_code, CaseClock.state, CaseClock.due_on).where(CaseClock.case_id == case_id)
    return [tuple(row) for row in db.session.execute(query.order_by(CaseClock.id))]


@pytest.mark.parametrize(
    ("sent", "received", "due"),
    [
        ("2026-11-20 09:00", "2026-11-20", "2026-12-07"),  # Friday; Tuesday 24 November is off
        ("2026-11-20 23:59", "2026-11-20", "2026-12-07"),  # the last minute of Friday
        ("2026-11-21 00:00", "2026-11-21", "2026-12-07"),  # Saturday: day one is Monday all the same
        ("2026-11-22 10:00", "2026-11-22", "2026-12-07"),  # Sunday
        ("2026-11-23 00:01", "2026-11-23", "2026-12-08"),  # Monday: day one is Wednesday, after the holiday
        ("2026-11-24 08:00", "2026-11-24", "2026-12-08"),  # on the holiday itself
        ("2026-08-21 09:00", "2026-08-21", "2026-09-08"),  # Friday: Saturday 22 August is worked and is day one
        ("2026-08-22 09:00", "2026-08-22", "2026-09-09"),  # on the worked Saturday; 31 August to 2 September are off
        ("2026-12-31 16:00", "2026-12-31", "2027-01-15"),  # over New Year's Day, into a year that is provisional
        ("2027-02-03 09:00", "2027-02-03", "2027-02-24"),  # the day before Tết: day one is 11 February
    ],
)
def test_receipt_promises_the_tenth_working_day_after_the_day_it_came_in(commune: Commune, sent: str, received: str, due: str):
    moment = datetime.fromisoformat(sent).replace(tzinfo=LOCAL).astimezone(UTC)
    case = make_case(commune, at=moment)
    assert (case.received_on.isoformat(), case.due_on.isoformat()) == (received, due)
    shown = receipt(commune.unit_id, case.code, today=case.received_on, calendar=calendar_for(commune.unit_id), locale="vi")
    assert [(clock.started_on, clock.state) for clock in shown.clocks] == [
        (case.received_on, "running"), (case.due_on, "planned"),
    ]  # fmt: skip


# ---------------------------------------------------------------- the sentences


SENTENCES = {
    "vi": (
        "Hạn chót là hết thứ Hai, 07/12/2026.",
        "Luật cho 10 ngày làm việc, tính từ ngày nhận được kiến nghị, phản ánh: thứ Sáu, 20/11/2026.",
        "Ngày đó không tính (khoản 2 Điều 147 Bộ luật Dân sự 2015); ngày thứ nhất là thứ Hai, 23/11/2026.",
        "Không tính 6 ngày thứ Bảy, Chủ nhật nằm giữa.",
        "Không tính thứ Ba, 24/11/2026: Ngày Văn hóa Việt Nam.",
        "Căn cứ: khoản 1 Điều 28 Luật Tiếp công dân 2013.",
    ),
    "en": (
        "The last day is Monday 7 December 2026, until midnight.",
        "The law gives 10 working days, counted from the day the matter was received: Friday 20 November 2026.",
        "That day itself is not counted (Civil Code 2015, Art. 147(2)); day one is Monday 23 November 2026.",
        "6 weekend days in between are not counted.",
        "Not counted: Tuesday 24 November 2026 (Vietnam Culture Day).",
        "Legal basis: Law on Citizen Reception 2013, Art. 28(1).",
    ),
}
LABELS = {
    "vi": ["Báo cho người gửi biết đã nhận giải quyết hay chuyển nơi khác", "Trả lời nội dung kiến nghị, phản ánh"],
    "en": ["Tell the sender that the matter is accepted or passed on", "Answer to a petition or reflection"],
}


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_clock_says_which_day_and_why_in_the_reader_s_language(commune: Commune, locale: str):
    shown = views(make_case(commune).id, commune, locale=locale)
    assert shown[0].sentences == SENTENCES[locale]
    assert [clock.label for clock in shown] == LABELS[locale]


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        ("vi", "Đã gia hạn thêm 5 ngày làm việc, tổng cộng 20 ngày làm việc."),
        ("en", "The time was extended by 5 working days, to 20 working days in all."),
    ],
)
def test_extended_clock_says_by_how_much(commune: Commune, locale: str, sentence: str):
    case_id = time_decided(commune, approve=True)
    clock = views(case_id, commune, locale=locale)[-1]
    assert (clock.extension_days, clock.due_on, clock.sentences[2]) == (5, date(2026, 12, 21), sentence)


@pytest.mark.parametrize(
    ("today", "remaining", "urgency"),
    [
        (date(2026, 11, 20), 10, "on_time"),
        (date(2026, 12, 1), 4, "on_time"),
        (date(2026, 12, 2), 3, "due_soon"),
        (date(2026, 12, 6), 1, "due_soon"),  # Sunday
        (date(2026, 12, 7), 0, "due_today"),
        (date(2026, 12, 8), -1, "overdue"),
        (date(2026, 12, 14), -5, "overdue"),
    ],
)
def test_running_clock_says_what_is_left_of_it(commune: Commune, today: date, remaining: int, urgency: str):
    running, planned = views(make_case(commune).id, commune, today=today)
    assert (running.remaining, running.urgency, running.in_time) == (remaining, urgency, None)
    assert (planned.remaining, planned.urgency, planned.in_time) == (None, None, None)


@pytest.mark.parametrize(("days", "in_time"), [(0, True), (17, True), (18, False)])  # 7 December is the seventeenth day after
def test_ended_clock_says_whether_it_was_kept(commune: Commune, days: int, in_time: bool):
    case = make_case(commune, state="classified")
    with transaction():
        triage.accept(
            case.id, actor=commune.clerk, at=NOW + timedelta(days=days), version=case.version,
            department_id=min(commune.officer.department_ids), officer_id=None,
        )  # fmt: skip
    first = views(case.id, commune)[0]
    assert (first.state, first.in_time, first.remaining) == ("ended", in_time, None)


# ---------------------------------------------------------------- letters of unclear kind


def test_letter_of_unclear_kind_has_the_general_answer_time(commune: Commune):
    case = make_case(commune, kind=CaseKind.OTHER)
    assert clocks(case.id) == [
        ("ALL.RECEPTION.NOTIFY", "running", date(2026, 12, 7)), ("KNPA.SETTLE", "planned", date(2026, 12, 28)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (CaseKind.PETITION, "KNPA.NOTIFY"), (CaseKind.REFLECTION, "KNPA.NOTIFY"), (CaseKind.OTHER, "ALL.RECEPTION.NOTIFY"),
    ],
)  # fmt: skip
def test_classifying_counts_from_the_receipt_by_the_term_of_the_kind(commune: Commune, kind: CaseKind, code: str):
    case = make_case(commune, kind=CaseKind.OTHER)
    with transaction():
        triage.classify(
            case.id, actor=commune.clerk, at=NOW + timedelta(days=5), version=1, kind=kind, field_id=fields(commune.unit_id)[0].id
        )
    assert clocks(case.id)[0] == (code, "running", date(2026, 12, 7))
    assert len(clocks(case.id)) == 2


# ---------------------------------------------------------------- fields with days of their own


@pytest.fixture
def quick(commune: Commune) -> int:
    """Return a field that the commune answers in five working days."""
    field_id = fields(commune.unit_id)[1].id
    with transaction() as session:
        session.get_one(Field, field_id).answer_days = 5
    return field_id


def test_field_s_own_days_are_promised_and_kept(commune: Commune, quick: int):
    promised = make_case(commune, field_id=quick)
    assert clocks(promised.id)[1] == ("KNPA.SETTLE", "planned", date(2026, 12, 14))
    taken = make_case(commune, field_id=quick, state="in_progress")
    assert taken.due_on == date(2026, 11, 30)
    assert make_case(commune, state="in_progress").due_on == date(2026, 12, 14)


def test_field_s_own_days_are_told_as_the_office_s_word(commune: Commune, quick: int):
    clock = views(make_case(commune, field_id=quick, state="in_progress").id, commune)[-1]
    told = "Luật không ghi số ngày; cơ quan đặt 5 ngày làm việc, tính từ ngày nhận giải quyết: thứ Sáu, 20/11/2026."
    assert clock.sentences[1] == told


def test_classifying_into_another_field_promises_its_days(commune: Commune, quick: int):
    case_id = make_receipt(commune).case_id
    with transaction():
        triage.classify(case_id, actor=commune.clerk, at=NOW, version=1, kind=CaseKind.REFLECTION, field_id=quick)
    assert [row[2] for row in clocks(case_id)] == [date(2026, 12, 7), date(2026, 12, 14)]


def test_reopened_case_has_its_field_s_days_again(commune: Commune, quick: int):
    case = make_case(commune, field_id=quick, state="answered")
    with transaction():
        sender.rate(case.id, unit_id=commune.unit_id, at=NOW, satisfied=False, reason="Vẫn còn tối đèn")
    assert read_case(case.id).due_on == date(2026, 11, 30)


def test_extension_is_counted_on_top_of_the_field_s_days(commune: Commune, quick: int):
    case = make_case(commune, field_id=quick, state="in_progress")
    ask_for_time(commune, case.id, days=5)
    assert look(commune.officer, case.id).due_on == date(2026, 11, 30)  # asking moves nothing
    with transaction():
        triage.assign(
            case.id, actor=commune.clerk, at=NOW, version=read_version(case.id),
            department_id=min(commune.officer.department_ids), officer_id=None,
        )  # fmt: skip
    assert read_case(case.id).due_on == date(2026, 11, 30)  # giving it on moves nothing either
