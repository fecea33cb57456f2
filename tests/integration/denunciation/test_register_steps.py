"""Each state × each step run against the service, the roads of the law with dates counted by hand, and many hands at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import select

from core.database import use_unit
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from denunciation import trail
from denunciation.models import RegisterEntry, RegisterStep
from denunciation.queries.register import entry_page, opened
from denunciation.rules import Deed
from denunciation.services import steps
from denunciation.services.clocks import clocks_of, running
from denunciation.states import Act, Criterion, EndGround, EntryState, Result, Scope, Source, StillGround, Superior, step_of
from tests.makers import Commune, make_case
from tests.makers_register import entry_row, make_entry, seal, take

FRIDAY = date(2026, 11, 20)
TWO = frozenset({Criterion.PLACES, Criterion.PEOPLE})
FACTS: dict[Act, dict[str, object]] = {
    Act.NAME_ACCUSED: {"accused_text": "Ông K"},
    Act.LENGTHEN: {"text": "Phải hỏi nhiều nơi"},
    Act.ACCEPT: {"number": "1/QĐ", "conditions_met": True},
    Act.DECLINE: {"text": "Không đủ điều kiện"},
    Act.TRANSFER: {"number": "2/PC", "receiver": "UBND tỉnh"},
    Act.CRIME: {"receiver": "Cơ quan điều tra", "text": "Có dấu hiệu nhận hối lộ"},
    Act.FULFIL: {"duty": "TC.ACCEPT.NOTIFY"},
    Act.EXTEND: {"number": "3/QĐ", "text": "Nhiều nơi", "criteria": TWO},
    Act.SUSPEND: {"number": "4/QĐ", "text": "Chờ giám định"},
    Act.RESUME: {"number": "5/QĐ", "text": "Đã có giám định"},
    Act.WITHDRAW: {"text": "Đơn xin rút mẫu 02", "number": "9/QĐ"},
    Act.DISCONTINUE: {"number": "8/QĐ", "text": "Giấy chứng tử", "ground": EndGround.DIED},
    Act.CONCLUDE: {"number": "6/KL", "text": "Tố cáo đúng", "result": Result.RIGHT},
    Act.CLOSE: {},
    Act.REPORT_DEMANDED: {"number": "7/CV-UBND"},
    Act.AGAIN: {},
    Act.AGAIN_DECIDED: {"number": "8/TB-UBND", "superior": Superior.STANDS},
}
ROADS: dict[EntryState, tuple[Act, ...]] = {
    EntryState.RECEIVED: (),
    EntryState.ACCEPTED: (Act.ACCEPT,),
    EntryState.SUSPENDED: (Act.ACCEPT, Act.SUSPEND),
    EntryState.CONCLUDED: (Act.ACCEPT, Act.CONCLUDE),
    EntryState.TRANSFERRED: (Act.TRANSFER,),
    EntryState.NOT_ACCEPTED: (Act.DECLINE,),
    EntryState.DISCONTINUED: (Act.WITHDRAW,),
}
DONE_LATER = {
    # steps that the table allows but what runs now does not: (state, step) → the code that says why
    (EntryState.RECEIVED, Act.FULFIL): {"duty": "duty_unknown"},
    (EntryState.DISCONTINUED, Act.FULFIL): {"duty": "duty_unknown"},
    (EntryState.TRANSFERRED, Act.FULFIL): {"duty": "duty_unknown"},
    (EntryState.NOT_ACCEPTED, Act.FULFIL): {"duty": "duty_unknown"},
    (EntryState.CONCLUDED, Act.CLOSE): {"": "duties_open"},
    (EntryState.CONCLUDED, Act.AGAIN_DECIDED): {"": "again_unknown"},
}
_papers = count(1)


def entry_in(state: EntryState, home: Commune, *, at: datetime) -> str:
    """Return the id of an entry that was brought to a state."""
    entry_id = make_entry(home.leader, at=at, paper_number=f"TC-{next(_papers)}").entry_id
    for act in ROADS[state]:
        take(entry_id, act, FRIDAY, home.leader, at=at, **FACTS[act])
    return entry_id


def outcome(entry_id: str, act: Act, home: Commune, *, at: datetime) -> str:
    """Return the state after a step, or how it was refused."""
    before = entry_row(entry_id).version
    try:
        return take(entry_id, act, FRIDAY, home.leader, at=at, **FACTS[act]).state
    except WrongState:
        assert entry_row(entry_id).version == before
        return "refused"
    except BadInput as fault:
        assert entry_row(entry_id).version == before
        return str(fault.errors)


def expected(state: EntryState, act: Act) -> str:
    """Return what the table says of a state and a step."""
    step = step_of(act)
    if state not in step.states:
        return "refused"
    if (state, act) in DONE_LATER:
        return str(DONE_LATER[state, act])
    return str((step.leads_to or state).value)


def test_every_step_from_every_state_does_what_the_table_says(app: Flask, home: Commune, at: Callable[[str], datetime]):
    moment = at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        found = {(state, act): outcome(entry_in(state, home, at=moment), act, home, at=moment) for state in ROADS for act in Act}
    assert found == {(state, act): expected(state, act) for state in ROADS for act in Act}


@pytest.mark.parametrize(
    ("road", "dates"),
    [
        (
            [(Act.LENGTHEN, date(2026, 11, 27), {})],
            # 10 working days: 23 25 26 27 30 Nov, 1 2 3 4, Mon 7 Dec; handing on stays Mon 30 Nov
            {"TC.TRANSFER": date(2026, 11, 30), "TC.TRIAGE.EXT": date(2026, 12, 7)},
        ),
        (
            [(Act.ACCEPT, date(2026, 11, 25), {}), (Act.EXTEND, date(2026, 12, 20), {}), (Act.EXTEND, date(2027, 1, 20), {})],
            # 90 days from 25 Nov: Tue 23 Feb 2027; 5 working days of notice: 26 27 30 Nov, 1, Wed 2 Dec
            {"TC.ACCEPT.NOTIFY": date(2026, 12, 2), "TC.SETTLE.VERY_COMPLEX": date(2027, 2, 23)},
        ),
        (
            [(Act.ACCEPT, date(2026, 11, 25), {}), (Act.WITHDRAW, date(2026, 12, 1), {"still": StillGround.COERCED})],
            {"TC.ACCEPT.NOTIFY": date(2026, 12, 2), "TC.SETTLE": date(2026, 12, 25)},  # it goes on: 30 days to Fri 25 Dec
        ),
        (
            [(Act.ACCEPT, date(2026, 11, 25), {}), (Act.WITHDRAW, date(2026, 12, 1), {"scope": Scope.SOME_PEOPLE})],
            {"TC.ACCEPT.NOTIFY": date(2026, 12, 2), "TC.SETTLE": date(2026, 12, 25)},  # the others denounce on
        ),
        (
            [(Act.ACCEPT, date(2026, 11, 25), {}), (Act.WITHDRAW, date(2026, 12, 1), {"scope": Scope.WHOLE})],
            {"TC.ACCEPT.NOTIFY": date(2026, 12, 2), "TC.SUSPEND.SEND": date(2026, 12, 8)},  # 2 3 4 7, Tue 8 Dec
        ),
        (
            [(Act.CRIME, date(2026, 11, 23), {})],
            {"TC.TRIAGE": date(2026, 12, 2), "TC.TRANSFER": date(2026, 11, 30)},  # 23 25 26 27, Mon 30 Nov
        ),
        ([(Act.WITHDRAW, date(2026, 11, 23), {})], {}),  # nothing was accepted, so no decision ends it
        ([(Act.TRANSFER, date(2026, 11, 23), {})], {}),
        ([(Act.DECLINE, date(2026, 11, 23), {})], {}),
    ],
    ids=[
        "lengthened",
        "extended twice",
        "withdrawn under threat",
        "some withdrew",
        "withdrawn",
        "crime",
        "withdrawn before it was accepted",
        "transferred",
        "not accepted",
    ],
)
def test_what_runs_after_a_road_ends_on_the_day_counted_by_hand(
    app: Flask,
    home: Commune,
    at: Callable[[str], datetime],
    road: list[tuple[Act, date, dict[str, object]]],
    dates: dict[str, date],
):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        entry_id = make_entry(home.leader, at=at("2026-11-20 09:00")).entry_id
        for act, on, facts in road:
            take(entry_id, act, on, home.leader, at=at(f"{on} 10:00"), **{**FACTS[act], **facts})
        left = {clock.term_code: clock.due_on for clock in clocks_of(entry_row(entry_id)) if clock.ended_on is None}
    assert left == dates


def left_of(entry_id: str) -> dict[str, date]:
    """Return what still runs."""
    return {clock.term_code: clock.due_on for clock in clocks_of(entry_row(entry_id)) if clock.ended_on is None}


@pytest.mark.parametrize("road", [(), (Act.TRANSFER,), (Act.DECLINE,), (Act.ACCEPT,)])
def test_the_press_is_answered_in_twenty_days_whatever_becomes_of_it(
    app: Flask, home: Commune, at: Callable[[str], datetime], road: tuple[Act, ...]
):
    moment = at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        entry_id = make_entry(home.leader, at=moment, source=Source.PASSED_ON).entry_id
        for act in road:
            take(entry_id, act, FRIDAY, home.leader, at=moment, **FACTS[act])
        assert left_of(entry_id)["TC.PRESS"] == date(2026, 12, 10)  # 20 days from Fri 20 November: Thu 10 December
        page = entry_page(home.leader, entry_id, today=FRIDAY, calendar=calendar_for(home.unit_id), locale="vi")
        assert "TC.PRESS" in [code for code, _label in page.duties]
        take(entry_id, Act.FULFIL, FRIDAY, home.leader, at=moment, duty="TC.PRESS")
        assert "TC.PRESS" not in left_of(entry_id)


def test_only_what_was_passed_on_has_somebody_to_answer(app: Flask, home: Commune, at: Callable[[str], datetime]):
    moment = at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        found = {}
        for number, source in enumerate((Source.LETTER, Source.ORAL, Source.UNSIGNED, Source.PASSED_ON)):
            entry_id = make_entry(home.leader, at=moment, source=source, paper_number=f"TC-P{number}").entry_id
            found[source] = set(left_of(entry_id))
        above = make_entry(home.leader, at=moment, source=Source.PASSED_ON, accused_id=home.leader.id, accused_text="").entry_id
        found["above"] = set(left_of(above))
    triage = {"TC.TRIAGE", "TC.TRANSFER"}
    assert found == {
        Source.LETTER: triage, Source.ORAL: triage, Source.UNSIGNED: triage, Source.PASSED_ON: triage | {"TC.PRESS"},
        "above": {"TC.TRANSFER"},
    }  # fmt: skip


def test_the_result_is_reported_in_five_days_and_the_file_waits_for_it(app: Flask, home: Commune, at: Callable[[str], datetime]):
    moment = at("2026-12-11 09:00")
    with app.app_context(), use_unit(home.unit_id):
        entry_id = entry_in(EntryState.CONCLUDED, home, at=moment)
        take(entry_id, Act.FULFIL, FRIDAY, home.leader, at=moment, duty="TC.CONCLUSION.SEND")
        take(entry_id, Act.FULFIL, FRIDAY, home.leader, at=moment, duty="TC.CONCLUSION.PUBLISH", until=date(2026, 12, 5))
        take(entry_id, Act.FULFIL, date(2026, 11, 26), home.leader, at=moment, duty="TC.CONCLUSION.ACT")
        assert left_of(entry_id) == {"TC.ACCEPT.NOTIFY": date(2026, 11, 30), "TC.RESULT.REPORT": date(2026, 12, 3)}
        take(entry_id, Act.FULFIL, FRIDAY, home.leader, at=moment, duty="TC.ACCEPT.NOTIFY")
        with pytest.raises(BadInput) as early:
            take(entry_id, Act.CLOSE, FRIDAY, home.leader, at=moment)
        assert early.value.errors == {"": "duties_open"}
        take(entry_id, Act.FULFIL, date(2026, 12, 1), home.leader, at=moment, duty="TC.RESULT.REPORT")
        assert take(entry_id, Act.CLOSE, date(2026, 12, 1), home.leader, at=moment).state == "closed"


def test_a_report_that_the_superior_demands_and_what_is_denounced_again_have_their_days(
    app: Flask, home: Commune, at: Callable[[str], datetime]
):
    moment = at("2027-01-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        entry_id = entry_in(EntryState.ACCEPTED, home, at=moment)
        offered = _offered(entry_id, home, moment.date())
        take(entry_id, Act.REPORT_DEMANDED, date(2027, 1, 8), home.leader, at=moment, **FACTS[Act.REPORT_DEMANDED])
        assert left_of(entry_id)["TC.AGAIN.OVERDUE"] == date(2027, 1, 15)  # Fri 8; 11 12 13 14, Fri 15
        assert offered - _offered(entry_id, home, moment.date()) == {Act.REPORT_DEMANDED}
        take(entry_id, Act.FULFIL, date(2027, 1, 12), home.leader, at=moment, duty="TC.AGAIN.OVERDUE")
        take(entry_id, Act.CONCLUDE, date(2027, 1, 12), home.leader, at=moment, **FACTS[Act.CONCLUDE])
        assert {Act.AGAIN, Act.AGAIN_DECIDED} & _offered(entry_id, home, moment.date()) == {Act.AGAIN}
        take(entry_id, Act.AGAIN, date(2027, 1, 18), home.leader, at=moment, text="Theo thông báo của UBND tỉnh")
        assert left_of(entry_id)["TC.AGAIN"] == date(2027, 2, 11)  # 20 days: Sun 7 Feb is Tết, so Thu 11
        assert {Act.AGAIN, Act.AGAIN_DECIDED} & _offered(entry_id, home, moment.date()) == {Act.AGAIN_DECIDED}
        late = moment.replace(month=2, day=20)
        decided = {"number": "9/TB-UBND", "superior": Superior.ANEW, "text": "Chưa làm rõ một nội dung"}
        row = take(entry_id, Act.AGAIN_DECIDED, date(2027, 2, 11), home.leader, at=late, **decided)
        said = opened(home.leader, entry_id, today=late.date()).said[-1][1]
        assert (row.state, "TC.AGAIN" in left_of(entry_id), said["superior"]) == ("concluded", False, "anew")


def _offered(entry_id: str, home: Commune, today: date) -> set[Act]:
    page = entry_page(home.leader, entry_id, today=today, calendar=calendar_for(home.unit_id), locale="vi")
    return {act for act, _law in page.acts}


def test_a_sign_of_crime_is_due_and_done_on_the_day_it_is_seen(app: Flask, home: Commune, at: Callable[[str], datetime]):
    with app.app_context(), use_unit(home.unit_id):
        entry_id = make_entry(home.leader, at=at("2026-11-20 09:00")).entry_id
        take(entry_id, Act.CRIME, FRIDAY, home.leader, at=at("2026-11-20 10:00"), **FACTS[Act.CRIME])
        crime = next(clock for clock in clocks_of(entry_row(entry_id)) if clock.term_code == "TC.CRIME")
        assert (crime.started_on, crime.due_on, crime.ended_on) == (FRIDAY, FRIDAY, FRIDAY)


def test_two_suspensions_are_both_left_out_of_the_count(app: Flask, home: Commune, at: Callable[[str], datetime]):
    road = (
        (Act.ACCEPT, date(2026, 11, 25)), (Act.SUSPEND, date(2026, 12, 1)), (Act.RESUME, date(2026, 12, 4)),
        (Act.SUSPEND, date(2026, 12, 14)), (Act.RESUME, date(2026, 12, 18)),
    )  # fmt: skip
    with app.app_context(), use_unit(home.unit_id):
        entry_id = make_entry(home.leader, at=at("2026-11-20 09:00")).entry_id
        stopped = []
        for act, on in road:
            take(entry_id, act, on, home.leader, at=at(f"{on} 10:00"), **FACTS[act])
            stopped.append([clock.stopped for clock in clocks_of(entry_row(entry_id)) if clock.term_code == "TC.SETTLE"])
        settle = next(clock for clock in clocks_of(entry_row(entry_id)) if clock.term_code == "TC.SETTLE")
        proof = settle.proof["suspensions"]
    # 30 days from 25 Nov: 25 Dec; 3 and 4 days stood still: Fri 1 Jan 2027, New Year, so Mon 4 Jan
    assert (settle.due_on, stopped) == (date(2027, 1, 4), [[False], [True], [False], [True], [False]])
    assert proof == [["2026-12-01", "2026-12-04"], ["2026-12-14", "2026-12-18"]]


def test_a_step_on_an_older_version_changes_nothing(app: Flask, home: Commune, at: Callable[[str], datetime]):
    moment = at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        entry_id = make_entry(home.leader, at=moment).entry_id
        with pytest.raises(StaleVersion), transaction():
            steps.take(
                entry_id,
                Deed(act=Act.ACCEPT, on=FRIDAY, number="1", conditions_met=True),
                actor=home.leader,
                at=moment,
                version=7,
            )
        assert (entry_row(entry_id).state, db.session.scalars(select(RegisterStep)).all()) == ("received", [])


@pytest.mark.parametrize("who", ["clerk", "officer", "stranger"])
def test_who_is_not_named_takes_no_step(app: Flask, home: Commune, at: Callable[[str], datetime], who: str):
    moment = at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        entry_id = make_entry(home.leader, at=moment).entry_id
        for act in Act:
            with pytest.raises(NotFound):
                take(entry_id, act, FRIDAY, getattr(home, who), at=moment, **FACTS[act])
        assert entry_row(entry_id).version == 1


def test_an_official_who_is_accused_has_no_number_and_leaves_no_gap(app: Flask, home: Commune, at: Callable[[str], datetime]):
    moment = at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        made = [
            make_entry(home.leader, at=moment, accused_id=accused, accused_text="" if accused else "Ông K").entry_id
            for accused in (None, home.officer.id, None)
        ]
        pages = [
            entry_page(home.leader, entry_id, today=FRIDAY, calendar=calendar_for(home.unit_id), locale="vi").number
            for entry_id in made
        ]
    assert (pages[0], pages[1].startswith("R-"), pages[2]) == ("1/2026", True, "2/2026")


def test_an_unknown_accused_is_refused(app: Flask, home: Commune, at: Callable[[str], datetime]):
    moment = at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        with pytest.raises(BadInput) as wrong:
            make_entry(home.leader, at=moment, accused_id=999_999)
        with pytest.raises(BadInput) as empty:
            make_entry(home.leader, at=moment, accused_text=" ", text="", paper_number="", received_on=date(2026, 11, 21))
        with pytest.raises(BadInput) as ancient:
            make_entry(home.leader, at=moment, received_on=date(1900, 1, 1))
    assert wrong.value.errors == {"accused_id": "official_unknown"}
    assert ancient.value.errors == {"received_on": "day_too_early"}
    assert empty.value.errors == {
        "received_on": "day_ahead", "text": "text_missing", "paper_number": "number_missing", "accused_text": "accused_missing",
    }  # fmt: skip


def test_what_was_said_with_a_step_is_sealed_and_read_with_the_content(app: Flask, home: Commune, at: Callable[[str], datetime]):
    moment = at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        entry_id = make_entry(home.leader, at=moment).entry_id
        take(entry_id, Act.DECLINE, FRIDAY, home.leader, at=moment, text="Nêu rõ vì sao không thụ lý")
        body = db.session.scalars(select(RegisterStep.body)).one()
        said = opened(home.leader, entry_id, today=FRIDAY).said
    assert ("thụ lý".encode() in bytes(body), [facts["text"] for _line, facts in said]) == (False, ["Nêu rõ vì sao không thụ lý"])


def test_entries_written_at_once_have_different_numbers_without_a_gap(app: Flask, home: Commune, at: Callable[[str], datetime]):
    moment = at("2026-11-20 09:00")

    def write(number: int) -> str:
        with app.app_context(), use_unit(home.unit_id):
            return make_entry(home.leader, at=moment, paper_number=f"TC-{number}").entry_id

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(write, range(16)))
    with app.app_context(), use_unit(home.unit_id):
        numbers = sorted(db.session.scalars(select(RegisterEntry.number)))
        broken = trail.verify()
    assert (len(set(made)), numbers, broken) == (16, list(range(1, 17)), [])


def test_two_who_move_one_letter_at_once_make_one_entry(app: Flask, home: Commune, at: Callable[[str], datetime]):
    moment = at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        case_id = make_case(home, at=moment).id

    def move(who: str) -> str:
        with app.app_context(), use_unit(home.unit_id):
            try:
                return seal(case_id, getattr(home, who), at=moment, wipe=False).entry_id
            except NotFound:
                return ""

    with ThreadPoolExecutor(4) as pool:
        made = [entry_id for entry_id in pool.map(move, ("clerk", "officer", "leader", "stranger")) if entry_id]
    with app.app_context(), use_unit(home.unit_id):
        entries = db.session.scalars(select(RegisterEntry.id)).all()
        waits = running(entry_row(made[0]))
    assert (len(made), entries, waits) == (1, made, {"TC.TRIAGE": FRIDAY, "TC.TRANSFER": FRIDAY})
