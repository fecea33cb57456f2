"""The proof: everything a date rests on, kept as JSON and read back years later."""

import json
from datetime import date

import pytest

from deadlines.calendar import DayOff, Why
from deadlines.engine import aim_on, due_on
from deadlines.proof import Proof, Suspension
from deadlines.terms import choose_term
from tests.makers_deadlines import day, make_calendar, make_term, special, written


def proof_of(terms, calendar, code, start, **changes) -> Proof:
    term = choose_term(terms, code, received_on=day(start))
    return due_on(term, day(start), calendar, **changes).proof


def test_proof_of_the_worked_example_is_exactly_this_json(terms, calendar):
    assert proof_of(terms, calendar, "KN.SETTLE1", "Wed 02/12/2026").to_dict() == {
        "v": 1,
        "term": "KN.SETTLE1",
        "number": 30,
        "unit": "cal",
        "direction": "after",
        "clock": ["ngày thụ lý", "the day of acceptance"],
        "article": ["Điều 28 Luật Khiếu nại 2011", "Law on Complaints 2011, Art. 28"],
        "start_on": "2026-12-02",
        "calendar": "shipped",
        "first_counted_on": "2026-12-03",
        "rolled": [
            ["2027-01-01", "statutory", "Tết Dương lịch", "New Year's Day"],
            ["2027-01-02", "saturday"],
            ["2027-01-03", "sunday"],
        ],
        "raw_on": "2027-01-01",
        "due_on": "2027-01-04",
        "aim_on": "2026-12-31",
        "provisional": [2027],
    }


def test_proof_in_working_days_names_every_day_that_was_skipped(terms, calendar):
    proof = proof_of(terms, calendar, "KN.ACCEPT", "Fri 20/11/2026")
    assert [(written(item.on), item.why, item.name_vi) for item in proof.skipped] == [
        ("Sat 21/11/2026", Why.SATURDAY, ""),
        ("Sun 22/11/2026", Why.SUNDAY, ""),
        ("Tue 24/11/2026", Why.STATUTORY, "Ngày Văn hóa Việt Nam"),
        ("Sat 28/11/2026", Why.SATURDAY, ""),
        ("Sun 29/11/2026", Why.SUNDAY, ""),
    ]
    assert (proof.rolled, proof.worked, proof.provisional) == ((), (), ())


def test_proof_holds_suspension_extension_and_worked_saturday(terms, calendar):
    stop = Suspension(day("Mon 24/08/2026"), day("Wed 26/08/2026"))
    proof = proof_of(terms, calendar, "KNPA.SETTLE", "Mon 17/08/2026", suspensions=[stop], extension=5)
    data = proof.to_dict()
    assert (data["extension"], data["suspensions"], data["worked"]) == (5, [["2026-08-24", "2026-08-26"]], ["2026-08-22"])
    assert [row for row in data["skipped"] if row[1] == "suspended"] == [["2026-08-25", "suspended"], ["2026-08-26", "suspended"]]
    assert proof.total == 20


def test_suspensions_are_kept_in_order(terms, calendar):
    stops = [Suspension(day("Thu 12/11/2026"), day("Fri 13/11/2026")), Suspension(day("Thu 05/11/2026"), day("Fri 06/11/2026"))]
    proof = proof_of(terms, calendar, "KNPA.SETTLE", "Mon 02/11/2026", suspensions=stops)
    assert [written(stop.stopped_on) for stop in proof.suspensions] == ["Thu 05/11/2026", "Thu 12/11/2026"]


def test_proof_can_be_written_as_json_and_read_back(terms, calendar):
    stop = Suspension(day("Mon 24/08/2026"), day("Wed 26/08/2026"))
    proof = proof_of(terms, calendar, "KNPA.SETTLE", "Mon 17/08/2026", suspensions=[stop], extension=5)
    assert Proof.from_dict(json.loads(json.dumps(proof.to_dict(), ensure_ascii=False))) == proof


def test_proof_at_once_keeps_its_zero(terms, calendar):
    data = proof_of(terms, calendar, "TC.CRIME", "Sun 22/11/2026").to_dict()
    assert (data["number"], data["raw_on"], data["due_on"], data["aim_on"]) == (0, "2026-11-22", "2026-11-22", "2026-11-22")
    assert Proof.from_dict(data).number == 0


def test_proof_says_when_the_office_set_the_time(terms, calendar):
    assert proof_of(terms, calendar, "KNPA.SETTLE", "Mon 02/11/2026").to_dict()["by_office"] is True
    assert "by_office" not in proof_of(terms, calendar, "KNPA.NOTIFY", "Mon 02/11/2026").to_dict()


@pytest.mark.parametrize("data", [{}, {"v": 2}, {"v": "1"}])
def test_unknown_form_of_a_proof_is_refused(data):
    with pytest.raises(ValueError, match="unknown form"):
        Proof.from_dict(data)


def test_proof_names_the_version_of_its_calendar():
    calendar = make_calendar(version="17.2")
    assert due_on(make_term(), date(2026, 11, 20), calendar).proof.calendar == "17.2"


@pytest.mark.parametrize(
    ("code", "start", "years"),
    [
        ("KN.ACCEPT", "Fri 20/11/2026", ()),
        ("KN.ACCEPT", "Thu 31/12/2026", (2027,)),
        ("KN.SETTLE1", "Tue 01/12/2026", ()),
        ("KN.SETTLE1", "Wed 02/12/2026", (2027,)),
        ("KN.SETTLE1", "Sat 05/12/2026", (2027,)),
        ("TCD.ONLINE.NOTIFY", "Mon 04/01/2027", (2027,)),
        ("DLG.CQDP.NOTICE", "Wed 06/01/2027", ()),
        ("TC.CRIME", "Fri 05/02/2027", ()),
    ],
)
def test_proof_warns_only_where_the_date_rests_on_a_provisional_year(terms, calendar, code, start, years):
    assert proof_of(terms, calendar, code, start).provisional == years


def test_proof_names_uncertain_days_it_rests_on(terms, calendar):
    proof = proof_of(terms, calendar, "TC.TRANSFER", "Mon 01/02/2027")
    assert [written(on) for on in proof.uncertain][:2] == ["Thu 04/02/2027", "Fri 05/02/2027"]
    assert len(proof.uncertain) == 7


def test_calendar_days_do_not_rest_on_holidays_inside_the_count(terms, calendar):
    proof = proof_of(terms, calendar, "KN.SETTLE1", "Mon 25/01/2027")
    assert (proof.uncertain, proof.skipped, proof.provisional) == ((), (), (2027,))


@pytest.mark.parametrize(
    ("start", "aim"),
    [
        ("Wed 02/12/2026", "Thu 31/12/2026"),
        ("Tue 01/12/2026", "Thu 31/12/2026"),
        ("Thu 15/01/2026", "Fri 13/02/2026"),
        ("Sat 01/08/2026", "Fri 28/08/2026"),
        ("Thu 23/07/2026", "Sat 22/08/2026"),
    ],
)
def test_safe_day_is_the_last_working_day_on_or_before_the_raw_one(terms, calendar, start, aim):
    term = choose_term(terms, "KN.SETTLE1", received_on=day(start))
    assert written(aim_on(due_on(term, day(start), calendar))) == aim


def test_safe_day_of_a_count_back_is_the_answer_itself(calendar):
    due = due_on(make_term(5, "cal", "before"), day("Thu 10/12/2026"), calendar)
    assert (aim_on(due), written(due.due_on)) == (due.due_on, "Fri 04/12/2026")


def test_first_counted_day_follows_the_event_over_days_off(calendar):
    firsts = [
        due_on(make_term(3), day("Fri 13/02/2026"), calendar).proof.first_counted_on,
        due_on(make_term(3, "cal"), day("Fri 13/02/2026"), calendar).proof.first_counted_on,
        due_on(make_term(3, "wd", "before"), day("Mon 23/02/2026"), calendar).proof.first_counted_on,
        due_on(make_term(1, "year"), day("Fri 13/02/2026"), calendar).proof.first_counted_on,
    ]
    assert firsts == [day("Mon 23/02/2026"), day("Sat 14/02/2026"), day("Fri 13/02/2026"), None]


def test_proof_is_small_enough_to_stand_in_every_case(terms, calendar):
    sizes = {
        code: len(json.dumps(proof_of(terms, calendar, code, "Fri 20/11/2026").to_dict(), ensure_ascii=False))
        for code in ("KNPA.NOTIFY", "KNPA.SETTLE", "KN.SETTLE1")
    }
    assert {code: size for code, size in sizes.items() if size > 1000} == {}


def test_same_question_gives_the_same_proof(terms, calendar):
    assert proof_of(terms, calendar, "KNPA.SETTLE", "Fri 20/11/2026") == proof_of(
        terms, calendar, "KNPA.SETTLE", "Fri 20/11/2026"
    )


def test_a_new_holiday_changes_the_proof_and_the_day():
    before, after = make_calendar(), make_calendar(special("Tue 10/03/2026", name="Ngày nghỉ mới"))
    term = make_term(3)
    assert written(due_on(term, day("Mon 09/03/2026"), before).due_on) == "Thu 12/03/2026"
    moved = due_on(term, day("Mon 09/03/2026"), after)
    assert (written(moved.due_on), moved.proof.skipped) == (
        "Fri 13/03/2026",
        (DayOff(day("Tue 10/03/2026"), Why.STATUTORY, "Ngày nghỉ mới", "A test holiday"),),
    )
