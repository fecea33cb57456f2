"""Reminders of requests about personal data: who is told, on which mornings, and that each is told once."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from accounts.models import Posting
from core.extensions import db
from core.formats import HERE
from core.outbox import OutboxMessage
from core.transaction import transaction
from feedback.data_reminders import send_data_reminders
from feedback.services import data_requests
from tests.makers import NOW, Commune, make_case
from tests.makers_data import DONE, WORDS, asked

FRIDAY = date(2026, 11, 20)
NEAR, LATE = "sắp đến hạn", "quá hạn"


def morning(day: date) -> datetime:
    return datetime.combine(day, time(7, 30), tzinfo=HERE)


def told(case_id: int) -> list[OutboxMessage]:
    query = select(OutboxMessage).filter_by(subject=f"case:{case_id}", event="desk_data_due").order_by(OutboxMessage.id)
    return list(db.session.scalars(query))


def answering(unit_id: int) -> set[int]:
    """Return the clerks and leaders of a commune: four of the makers' people."""
    roles = select(Posting.official_id).where(Posting.role.in_(["reception_clerk", "leader"]))
    return set(db.session.scalars(roles.where(Posting.unit_id == unit_id)))


def mornings(first: date, last: date) -> dict[date, int]:
    """Let every morning of some days pass twice; return on which of them how many letters were laid."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    laid = {day: send_data_reminders(morning(day)) + send_data_reminders(morning(day)) for day in days}
    return {day: number for day, number in laid.items() if number}


def test_clerk_and_leader_are_told_once_when_it_is_near_and_once_when_it_is_late(commune: Commune):
    case = make_case(commune, state="closed")
    asked(commune, case.id)  # to be acknowledged by 25/11: 24/11 is a day off
    assert mornings(FRIDAY, FRIDAY + timedelta(days=14)) == {date(2026, 11, 23): 4, date(2026, 11, 26): 4}
    letters = told(case.id)
    assert [NEAR in letter.title for letter in letters] == [True] * 4 + [False] * 4
    assert [LATE in letter.title for letter in letters] == [False] * 4 + [True] * 4
    for told_then in (letters[:4], letters[4:]):
        assert {letter.official_id for letter in told_then} == answering(commune.unit_id)
    for letter in letters:
        assert "Thứ Tư, 25/11/2026." in letter.body
        assert "/can-bo/du-lieu-ca-nhan/" in letter.body
        assert not any(word in letter.title + letter.body for word in (WORDS, "Nguyễn Văn An", "0912"))


def test_the_day_of_the_answer_comes_next_once_it_is_acknowledged(commune: Commune):
    case = make_case(commune, state="closed")
    public_id = asked(commune, case.id).public_id
    with transaction():
        data_requests.take(public_id, actor=commune.clerk, at=NOW)
    assert mornings(FRIDAY, date(2026, 12, 11)) == {date(2026, 12, 9): 4, date(2026, 12, 11): 4}
    with transaction():
        data_requests.extend(public_id, actor=commune.leader, at=NOW, days=5, reason="Hồ sơ giấy ở kho huyện cũ.")
    assert mornings(date(2026, 12, 11), date(2026, 12, 14)) == {date(2026, 12, 14): 4}
    assert "Thứ Ba, 15/12/2026." in told(case.id)[-1].body


@pytest.mark.parametrize("ended", [True, False])
def test_nobody_is_told_of_what_was_answered_or_before_seven(commune: Commune, ended: bool):
    case = make_case(commune, state="closed")
    public_id = asked(commune, case.id, "see", words="").public_id
    if ended:
        with transaction():
            data_requests.take(public_id, actor=commune.clerk, at=NOW)
            data_requests.fulfil(public_id, actor=commune.clerk, at=NOW, answer=DONE)
        assert mornings(FRIDAY, date(2026, 12, 14)) == {}
    assert send_data_reminders(morning(date(2026, 11, 26)) - timedelta(hours=2)) == 0
    assert told(case.id) == []
