"""What narrows the list of the desk: every filter, words with and without marks, and codes; on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from accounts.models import Official, Posting, UnitSetting
from accounts.queries import fields, villages
from accounts.services.unit_settings import change_setting
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from feedback.queries.desk_filters import DueWithin, Unhappy
from feedback.queries.desk_search import case_of_code
from feedback.queries.desk_tabs import Tab
from feedback.services import answering, sender, triage
from feedback.states import CaseKind
from tests.integration.feedback.test_desk_tabs import rows
from tests.makers import (
    NEIGHBOUR,
    NOW,
    TODAY,
    Commune,
    department_of,
    look,
    make_case,
    make_commune,
    make_receipt,
    publish_case,
    read_case,
    read_version,
    submit,
)
from tests.makers_roads import nobody, person, with_roads

BRIDGE = "Cầu tràn hỏng lan can từ sau trận mưa đầu tháng."
RUBBISH = "Bãi rác tự phát bên mương, mùi hôi đường xóm."


def found(actor, names: dict[int, str], **narrowed: object) -> set[str]:
    return {names[row.id] for row in rows(actor, Tab.ALL, **narrowed)}


def test_each_filter_narrows_to_its_cases_and_two_narrow_further(commune: Commune):
    roads = with_roads(commune)
    field, other = [item.id for item in fields(commune.unit_id)][:2]
    here, there = [item.id for item in villages(commune.unit_id)][:2]
    names = {
        make_case(roads, field_id=field, village_id=here).id: "new",
        make_case(roads, field_id=other, village_id=here, kind=CaseKind.PETITION, state="classified").id: "sorted",
        make_case(roads, field_id=other, village_id=there, state="in_progress").id: "busy",
        make_case(roads, field_id=field, village_id=there, state="answered").id: "answered",
        nobody(roads): "nobody",
    }
    expected = {
        ("state", "classified"): {"sorted"},
        ("state", "in_progress"): {"busy", "nobody"},
        ("state", "refused"): set(),
        ("kind", "KIEN_NGHI"): {"sorted"},
        ("field_id", other): {"sorted", "busy"},
        ("village_id", there): {"busy", "answered"},
        ("department_id", department_of(roads.officer)): {"busy", "answered", "nobody"},
        ("department_id", department_of(roads.clerk)): set(),
        ("mine", True): {"busy", "answered", "nobody"},
        ("unassigned", True): {"new", "sorted", "nobody"},
        ("q", ""): {"new", "sorted", "busy", "answered", "nobody"},
    }
    assert {(name, value): found(roads.officer, names, **{name: value}) for name, value in expected} == expected
    assert found(roads.officer, names, field_id=other, village_id=here) == {"sorted"}
    assert found(roads.stranger, names, mine=True) == set()


def test_case_of_who_handles_letters_no_more_has_no_officer_and_lies_in_the_hands_of_the_department(commune: Commune):
    roads = with_roads(commune)
    other, head = person(roads, "kinhte.moitruong"), person(roads, "kinhte.truong")
    names = {make_case(roads, state="in_progress").id: "closed"}
    moved = make_case(roads, state="in_progress").id
    names[moved] = "moved"
    with transaction():
        triage.assign(
            moved, actor=roads.clerk, at=NOW, version=read_version(moved), department_id=department_of(other), officer_id=other.id
        )
    assert found(head, names, unassigned=True) == {names[row.id] for row in rows(head, Tab.TODO)} == set()
    with transaction() as session:
        session.get(Official, roads.officer.id).active = False
    assert found(head, names, unassigned=True) == {names[row.id] for row in rows(head, Tab.TODO)} == {"closed"}
    with transaction() as session:
        session.execute(update(Posting).where(Posting.official_id == other.id).values(valid_to=TODAY - timedelta(days=1)))
    assert found(head, names, unassigned=True) == {names[row.id] for row in rows(head, Tab.TODO)} == {"closed", "moved"}
    assert rows(roads.stranger, Tab.TODO) == []


def test_dates_that_passed_and_dates_that_come_soon(commune: Commune):
    names = {
        make_case(commune, at=NOW - timedelta(days=30)).id: "passed",
        make_case(commune, at=NOW - timedelta(days=30), state="answered").id: "answered",
        make_case(commune, at=NOW).id: "calm",
    }
    days = {"today": date(2026, 11, 20), "third": date(2026, 11, 26), "fourth": date(2026, 11, 27)}  # Tue 24 Nov is off
    for name, day in days.items():
        case = make_case(commune)
        names[case.id] = name
        read_case(case.id).due_on = day
        db.session.commit()
    assert found(commune.clerk, names, due=DueWithin.OVERDUE) == {"passed"}
    assert found(commune.clerk, names, due=DueWithin.SOON) == {"today", "third"}
    with transaction():
        known = db.session.scalars(select(UnitSetting).where(UnitSetting.key == "due_soon_days")).one_or_none()
        change_setting(
            unit_id=commune.unit_id, actor=commune.administrator, key="due_soon_days", value=1, at=NOW,
            expected_version=known.version if known else 0,
        )  # fmt: skip
    assert found(commune.clerk, names, due=DueWithin.SOON) == {"today"}


def test_senders_who_were_not_satisfied_in_either_round_since_a_day_and_letters_of_an_unknown_place(commune: Commune):
    days = {"today": 0, "first day": 29, "before": 30, "quarter": 89, "older": 90}
    names = {make_case(commune, state="reopened", at=NOW - timedelta(days=ago)).id: name for name, ago in days.items()}
    twice = make_case(commune, state="reopened", at=NOW - timedelta(days=200)).id
    names[twice] = "twice"
    answered_again(commune, twice)
    names[make_case(commune, state="closed").id] = "satisfied"
    names[make_case(commune, state="answered").id] = "silent"
    month = {"today", "first day", "twice"}
    assert found(commune.clerk, names, unhappy=Unhappy.MONTH) == month
    assert found(commune.clerk, names, unhappy=Unhappy.QUARTER) == month | {"before", "quarter"}
    assert found(commune.clerk, names, unhappy=Unhappy.EVER) == month | {"before", "quarter", "older"}
    names[make_case(commune, village_id=None).id] = "no village"
    names[make_case(commune, field_id=None).id] = "no field"
    assert found(commune.clerk, names, no_village=True) == {"no village"}
    assert found(commune.clerk, names, no_field=True) == {"no field"}
    assert found(commune.clerk, names, no_field=True, unhappy=Unhappy.EVER) == set()


def test_answers_that_everybody_is_to_read_and_cannot_yet(commune: Commune):
    late = NOW.replace(hour=18)  # the next day here, still the same in UTC
    names: dict[int, str] = {}
    for name, published_at, answer in (
        ("before", NOW - timedelta(days=2), ""), ("same day", NOW, ""), ("with answer", NOW, "Đã hàn lại."),
        ("later, left out", late, ""), ("first answer only", NOW - timedelta(days=40), "Đã hàn lại."),
    ):  # fmt: skip
        case = make_case(commune, state="answered", at=NOW)
        names[case.id] = name
        publish_case(commune, case.id, at=published_at, answer=answer)
    names[make_case(commune, state="answered").id] = "not public"
    early = make_case(commune, state="in_progress").id
    names[early] = "no answer yet"
    publish_case(commune, early)
    expected = {names[number] for number in names if look(commune.clerk, number).public_answer_is_old}
    assert found(commune.clerk, names, unpublished=True) == expected == {"before", "same day", "first answer only"}


def answered_again(commune: Commune, case_id: int) -> None:
    """The second answer, which does not satisfy either."""
    submit(commune, case_id)
    with transaction():
        answering.approve_answer(case_id, actor=commune.leader, at=NOW, version=read_version(case_id))
    with transaction():
        answering.issue_answer(case_id, actor=commune.officer, at=NOW, version=read_version(case_id))
    with transaction():
        sender.rate(case_id, unit_id=commune.unit_id, at=NOW, satisfied=False, reason="Vẫn còn lung lay")


@pytest.mark.parametrize(
    ("typed", "hits"),
    [
        ("cầu tràn", {"bridge"}),
        ("CAU TRAN", {"bridge"}),
        ("câu trán", {"bridge"}),  # wrong marks are no marks
        ("tràn cầu", {"bridge"}),  # in any order
        ("lan   can,", {"bridge"}),
        ("mương", {"rubbish"}),
        ("duong xom", {"rubbish"}),  # đ is d
        ("dduwowngf xoms", {"rubbish"}),  # telex left its letters
        ("rac1", {"rubbish"}),  # and VNI its numbers
        ("tha", {"bridge"}),  # part of a word
        ("cầu rác", set()),  # every word has to be there
        ("%", {"bridge", "rubbish"}),  # no word at all
        ("_an", {"bridge"}),  # no wildcard
        ("Nguyễn Văn An", set()),  # nobody is found by the sender's name
        ("0912345678", set()),
        ("' OR 1=1 --", set()),
    ],
)
def test_words_are_found_without_marks_and_every_word_counts(commune: Commune, typed: str, hits: set[str]):
    names = {make_receipt(commune, story=BRIDGE).case_id: "bridge", make_receipt(commune, story=RUBBISH).case_id: "rubbish"}
    assert found(commune.clerk, names, q=typed) == hits


@pytest.mark.parametrize("typed", ["2/11", "02.11.2026", "2-11-26", "ngày 2 tháng 11", "2 thang 11 nam 2026", "2026-11-02"])
def test_day_of_receipt_is_found_however_it_is_written(commune: Commune, typed: str):
    days = [NOW.replace(day=2), NOW.replace(day=3), NOW.replace(year=2025, day=3)]
    first, *_others = [make_receipt(commune, at=moment).case_id for moment in days]
    assert [row.id for row in rows(commune.clerk, Tab.ALL, q=typed)] == [first]


def test_code_is_found_however_it_is_typed_and_by_its_first_signs(commune: Commune):
    case_id = make_receipt(commune).case_id
    make_receipt(commune)
    code = read_case(case_id).code
    typed = [code, code.lower(), code.replace("-", ""), code.replace("-", " "), f" {code} "]
    assert [[row.id for row in rows(commune.clerk, q=way)] for way in typed] == [[case_id]] * len(typed)
    starts = [code[:4], code[:5].lower(), code[:7], code[:9].replace("-", " ")]
    assert [[row.id for row in rows(commune.clerk, q=start)] for start in starts] == [[case_id]] * len(starts)
    assert rows(commune.clerk, q=code[:3]) == []


def test_code_of_a_neighbour_finds_nothing_here(commune: Commune):
    neighbour = make_commune(NEIGHBOUR)
    with use_unit(neighbour.unit_id):
        code = make_case(neighbour).code
    assert (rows(commune.clerk, Tab.ALL, q=code), rows(commune.clerk, Tab.ALL)) == ([], [])


def test_code_search_stays_within_the_list_it_is_typed_in(commune: Commune):
    code = make_case(commune, state="answered").code
    assert [len(rows(commune.clerk, tab, q=code)) for tab in (Tab.TODO, Tab.OPEN, Tab.ALL)] == [0, 0, 1]


def test_whole_code_names_a_case_of_the_own_commune_to_who_may_read_letters(commune: Commune):
    case_id = make_case(commune).id
    code, neighbour = read_case(case_id).code, make_commune(NEIGHBOUR)
    readers = (commune.clerk, commune.officer, commune.administrator, neighbour.clerk)
    assert [case_of_code(reader, code.lower()) for reader in readers] == [case_id, case_id, None, None]
    assert case_of_code(commune.clerk, code[:9]) is None
