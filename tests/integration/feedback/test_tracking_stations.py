"""What the sender reads of the road: stations in every state, late and reopened, and what may still be done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.transaction import transaction
from deadlines.queries import calendar_for
from feedback.queries.tracking import TrackedCase, receipt, tracked
from feedback.services import handling, sender, upkeep
from feedback.states import Action
from tests.makers import NEIGHBOUR, NOW, TODAY, Commune, make_case, make_commune, read_case, read_version
from tests.makers_letters import turned_away_case
from tests.makers_roads import answer_again

SENT, NOTIFY, PROMISED, SETTLE = date(2026, 11, 20), date(2026, 12, 7), date(2026, 12, 28), date(2026, 12, 14)
LAST_WORD = date(2026, 12, 5)
BEGUN = [("registered", SENT, "done"), ("accepted", SENT, "done")]
AGAIN = [("answered_first", SENT, "done"), ("reopened", SENT, "done")]
WAITING = [("answered", PROMISED, "next"), ("closed", None, "next")]
ON_TIME = {
    "received": [("registered", SENT, "done"), ("accepted", NOTIFY, "now"), *WAITING],
    "classified": [("registered", SENT, "done"), ("accepted", NOTIFY, "now"), *WAITING],
    "in_progress": [*BEGUN, ("answered", SETTLE, "now"), ("closed", None, "next")],
    "submitted": [*BEGUN, ("answered", SETTLE, "now"), ("closed", None, "next")],
    "answered": [*BEGUN, ("answered", SENT, "done"), ("closed", LAST_WORD, "now")],
    "reopened": [*BEGUN, *AGAIN, ("answered", SETTLE, "now"), ("closed", None, "next")],
    "closed": [*BEGUN, ("answered", SENT, "done"), ("closed", SENT, "done")],
}
LATE = {
    "received": (NOTIFY, [("registered", SENT, "done"), ("accepted", NOTIFY, "late"), *WAITING]),
    "in_progress": (SETTLE, [*BEGUN, ("answered", SETTLE, "late"), ("closed", None, "next")]),
    "reopened": (SETTLE, [*BEGUN, *AGAIN, ("answered", SETTLE, "late"), ("closed", None, "next")]),
}


def follow(commune: Commune, case_id: int, *, today: date = TODAY, locale: str = "vi") -> TrackedCase:
    read_case(case_id)
    return tracked(commune.unit_id, case_id, today=today, calendar=calendar_for(commune.unit_id), locale=locale)


def stations(commune: Commune, case_id: int, *, today: date = TODAY) -> list[tuple[str, date | None, str]]:
    return [(stop.name, stop.on, stop.state) for stop in follow(commune, case_id, today=today).receipt.stations]


@pytest.mark.parametrize("state", ON_TIME)
def test_stations_of_a_case_in_time(commune: Commune, state: str):
    assert stations(commune, make_case(commune, state=state).id) == ON_TIME[state]


@pytest.mark.parametrize("state", LATE)
def test_station_is_late_from_the_day_after_its_date(commune: Commune, state: str):
    case_id = make_case(commune, state=state).id
    due, expected = LATE[state]
    assert stations(commune, case_id, today=due) == ON_TIME[state]  # the last day lasts until midnight
    assert stations(commune, case_id, today=due + timedelta(days=1)) == expected


def test_last_station_names_the_last_day_to_open_the_case_again_and_no_day_that_has_passed(commune: Commune):
    case_id = make_case(commune, state="answered").id
    after = LAST_WORD + timedelta(days=1)
    assert [stations(commune, case_id, today=day)[-1] for day in (LAST_WORD, after)] == [
        ("closed", LAST_WORD, "now"), ("closed", None, "now"),
    ]  # fmt: skip


@pytest.mark.parametrize("action", [Action.TRANSFER, Action.GUIDE, Action.RETURN, Action.REFUSE, Action.FILE_ONLY])
def test_turned_away_case_ends_at_its_second_station(commune: Commune, action: Action):
    case_id = turned_away_case(commune, action)
    state = read_case(case_id).state
    assert stations(commune, case_id, today=TODAY.replace(year=2027)) == [("registered", SENT, "done"), (state, SENT, "done")]


def test_anonymous_case_promises_no_date_and_is_never_late(commune: Commune):
    case_id = make_case(commune, anonymous=True, name="", phone="").id
    assert stations(commune, case_id, today=TODAY.replace(year=2027)) == [
        ("registered", SENT, "done"), ("accepted", None, "now"), ("answered", None, "next"), ("closed", None, "next"),
    ]  # fmt: skip


def test_case_closed_after_its_second_answer_shows_that_it_was_reopened(commune: Commune):
    case_id = make_case(commune, state="reopened").id
    answer_again(commune, case_id)
    with transaction():
        sender.rate(case_id, unit_id=commune.unit_id, at=NOW, satisfied=True)
    assert stations(commune, case_id) == [
        *BEGUN, *AGAIN, ("answered", SENT, "done"), ("closed", SENT, "done"),
    ]  # fmt: skip


def test_extension_moves_the_station(commune: Commune):
    case = make_case(commune, state="in_progress")
    with transaction():
        handling.request_extension(
            case.id, actor=commune.officer, at=NOW, version=case.version, days=5, reason="Chờ vật tư về kho"
        )
    with transaction():
        handling.decide_extension(case.id, actor=commune.leader, at=NOW, version=read_version(case.id), approve=True)
    assert stations(commune, case.id)[2] == ("answered", date(2026, 12, 21), "now")


# ---------------------------------------------------------------- what may still be done


@pytest.mark.parametrize(
    ("state", "may_add", "may_rate", "until"),
    [
        ("received", True, False, None),
        ("classified", True, False, None),
        ("in_progress", True, False, None),
        ("submitted", True, False, None),
        ("approved", True, False, None),
        ("answered", False, True, date(2026, 12, 5)),  # fifteen calendar days
        ("reopened", True, False, None),
        ("closed", False, False, date(2026, 12, 5)),
    ],
)
def test_sender_may_add_while_open_and_rate_once_answered(
    commune: Commune, state: str, may_add: bool, may_rate: bool, until: date | None
):
    seen = follow(commune, make_case(commune, state=state).id)
    assert (seen.may_add, seen.may_rate, seen.reopen_until) == (may_add, may_rate, until)


def test_turned_away_case_takes_neither_words_nor_rating(commune: Commune):
    seen = follow(commune, turned_away_case(commune, Action.GUIDE))
    assert (seen.may_add, seen.may_rate, seen.reopens, seen.reopen_until) == (False, False, False, None)


def test_reopening_ends_with_its_last_day_and_rating_does_not(commune: Commune):
    case_id = make_case(commune, state="answered").id
    last = date(2026, 12, 5)
    seen = [follow(commune, case_id, today=day) for day in (last, last + timedelta(days=1))]
    assert [(item.may_rate, item.reopens) for item in seen] == [(True, True), (True, False)]


def test_case_that_closed_by_itself_may_still_be_rated(commune: Commune):
    case_id = make_case(commune, state="answered").id
    assert upkeep.close_finished(NOW + timedelta(days=15)) == 0
    assert upkeep.close_finished(NOW + timedelta(days=16)) == 1
    seen = follow(commune, case_id, today=date(2026, 12, 6))
    assert (seen.receipt.state, seen.may_rate, seen.reopens) == ("closed", True, False)


def test_second_answer_may_be_rated_and_not_reopened(commune: Commune):
    case_id = make_case(commune, state="reopened").id
    answer_again(commune, case_id)
    seen = follow(commune, case_id)
    assert (seen.may_rate, seen.reopens, seen.reopen_until) == (True, False, None)
    assert [(answer.round, answer.satisfied, answer.rating_reason) for answer in seen.answers] == [
        (1, False, "Lan can vẫn còn lung lay"), (2, None, ""),
    ]  # fmt: skip


# ---------------------------------------------------------------- what is shown


@pytest.mark.parametrize(("state", "answers"), [("in_progress", 0), ("submitted", 0), ("approved", 0), ("answered", 1)])
def test_answer_is_shown_when_it_is_issued_and_not_before(commune: Commune, state: str, answers: int):
    assert len(follow(commune, make_case(commune, state=state).id).answers) == answers


def test_sender_s_timeline_holds_nothing_of_the_office_s_own_talk(commune: Commune):
    case_id = make_case(commune, state="submitted").id
    with transaction():
        handling.add_note(case_id, actor=commune.officer, at=NOW, text="Ghi chú nội bộ")
        handling.give_direction(case_id, actor=commune.leader, at=NOW, text="Làm ngay")
        handling.ask_sender(case_id, actor=commune.officer, at=NOW, text="Hỏng bên nào?")
    assert [entry.kind for entry in follow(commune, case_id).entries] == ["registered", "accepted", "asked"]


def test_case_of_a_neighbour_is_neither_tracked_nor_receipted(commune: Commune):
    case = make_case(commune)
    neighbour = make_commune(NEIGHBOUR)
    calendar = calendar_for(neighbour.unit_id)
    assert tracked(neighbour.unit_id, case.id, today=TODAY, calendar=calendar, locale="vi") is None
    assert receipt(neighbour.unit_id, case.code, today=TODAY, calendar=calendar, locale="vi") is None


def test_receipt_names_the_field_in_the_reader_s_language(commune: Commune):
    case_id = make_case(commune).id
    names = [follow(commune, case_id, locale=locale).receipt.field_name for locale in ("vi", "en")]
    assert names[0] == "Môi trường, rác thải"
    assert names[1].isascii()
