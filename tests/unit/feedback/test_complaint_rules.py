"""The rules of a complaint as tables: people, signatures, the time bar, and what must come before each decision."""

from __future__ import annotations

from datetime import date

import pytest

from feedback.complaint_rules import (
    People,
    Standing,
    TimeBar,
    Withdrawn,
    clean_criteria,
    fault_of_ending,
    fault_of_refusal,
    is_numbered,
    missing_for_acceptance,
    missing_for_closing,
    missing_for_decision,
    most_representatives,
    names_in,
    needs_representatives,
    people_after,
    people_faults,
    repeats_letter,
    ruling_term,
    setting_aside_faults,
    withdrawal_faults,
)
from feedback.complaint_states import Complexity, EndGround, RefusalGround, Scope

SIGNED = {"signed_on": date(2026, 11, 20), "barred": False}


# Law on Citizen Reception 2013 Art. 29: 5–10 people 1 or 2, more people up to 5; nobody speaks for one person.
@pytest.mark.parametrize(
    ("people", "most", "needed"),
    [(1, 0, False), (2, 2, False), (4, 2, False), (5, 2, True), (10, 2, True), (11, 5, True), (300, 5, True)],
)
def test_how_many_may_speak_for_how_many(people: int, most: int, needed: bool):
    assert (most_representatives(people), needs_representatives(people)) == (most, needed)


NAMES = ("Nguyễn Văn An", "Lý Thị Bình", "Hoàng Văn Chung", "Nông Thị Dung", "Vi Văn Em", "Lương Thị Hoa")
PAPER = "Văn bản cử đại diện ngày 18/11/2026"
PEOPLE = [
    ("one person for themselves", {}, {}),
    ("nobody", {"people": 0}, {"people": "kn_people_range"}),
    ("more than a commune has", {"people": 10_001}, {"people": "kn_people_range"}),
    ("one person with a representative", {"representatives": NAMES[:1], "appointment_paper": PAPER},
     {"representatives": "kn_representatives_many"}),
    ("three people without one", {"people": 3}, {}),
    ("five people without one", {"people": 5}, {"representatives": "kn_representatives_missing"}),
    ("five people with two", {"people": 5, "representatives": NAMES[:2], "appointment_paper": PAPER}, {}),
    ("ten people with three", {"people": 10, "representatives": NAMES[:3], "appointment_paper": PAPER},
     {"representatives": "kn_representatives_many"}),
    ("eleven people with five", {"people": 11, "representatives": NAMES[:5], "appointment_paper": PAPER}, {}),
    ("eleven people with six", {"people": 11, "representatives": NAMES, "appointment_paper": PAPER},
     {"representatives": "kn_representatives_many"}),
    ("two without a paper", {"people": 7, "representatives": NAMES[:2]}, {"appointment_paper": "kn_appointment_missing"}),
    ("an attorney without a paper", {"attorney": NAMES[0]}, {"attorney_paper": "kn_attorney_paper_missing"}),
    ("an attorney with a paper", {"attorney": NAMES[0], "attorney_paper": "Giấy ủy quyền 12/2026, UBND xã chứng thực"}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "faults"), [row[1:] for row in PEOPLE], ids=[row[0] for row in PEOPLE])
def test_who_complains_and_who_speaks_for_them(facts: dict, faults: dict):
    assert people_faults(People(**facts), on=date(2026, 12, 31)) == faults


ACCEPTANCE = [
    ("signed and in time", SIGNED, ""),
    ("not signed", {"barred": False}, "kn_not_signed"),
    ("time not checked", {"signed_on": date(2026, 11, 20)}, "kn_time_unchecked"),
    ("too late", {**SIGNED, "barred": True}, "kn_time_barred"),
    ("two people, one signature", {**SIGNED, "people": 2}, "kn_signatures_missing"),
    ("two people, all signed", {**SIGNED, "people": 2, "all_signed": True}, ""),
    ("five people without representatives", {**SIGNED, "people": 5, "all_signed": True}, "kn_representatives_missing"),
    ("five people, represented without a paper", {**SIGNED, "people": 5, "all_signed": True, "represented": True},
     "kn_representatives_missing"),
    ("five people, represented",
     {**SIGNED, "people": 5, "all_signed": True, "represented": True, "appointment_paper": PAPER}, ""),
    ("withdrawn", {**SIGNED, "withdrawn": True}, "kn_is_withdrawn"),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "code"), [row[1:] for row in ACCEPTANCE], ids=[row[0] for row in ACCEPTANCE])
def test_what_stands_against_acceptance(facts: dict, code: str):
    assert missing_for_acceptance(Standing(**facts)) == code


@pytest.mark.parametrize(
    ("ground", "facts", "code"),
    [
        (RefusalGround.TIME_BARRED, {"barred": True}, ""),
        (RefusalGround.TIME_BARRED, {"barred": False}, "kn_not_barred"),
        (RefusalGround.TIME_BARRED, {}, "kn_time_unchecked"),
        (RefusalGround.NO_SIGNATURE, {}, ""),
        (RefusalGround.NO_SIGNATURE, SIGNED, "kn_is_signed"),
        (RefusalGround.COURT, SIGNED, ""),
        (RefusalGround.NOT_OWN_RIGHT, {}, ""),
    ],
)
def test_a_ground_of_refusal_must_fit_what_is_on_file(ground: RefusalGround, facts: dict, code: str):
    assert fault_of_refusal(ground, Standing(**facts)) == code


DECISION = [
    ("reported, nothing differs", {"reported": True}, ""),
    ("no report", {}, "kn_report_missing"),
    ("differs, no dialogue", {"reported": True, "differs": True}, "kn_dialogue_missing"),
    ("differs, dialogue held", {"reported": True, "differs": True, "dialogue_held": True}, ""),
    ("withdrawn", {"reported": True, "withdrawn": True}, "kn_is_withdrawn"),
]


@pytest.mark.parametrize(("facts", "code"), [row[1:] for row in DECISION], ids=[row[0] for row in DECISION])
def test_what_must_come_before_the_decision(facts: dict, code: str):
    assert missing_for_decision(Standing(**facts)) == code


@pytest.mark.parametrize(
    ("scope", "facts", "faults"),
    [
        (Scope.WHOLE, {"what": "", "leaving": 0, "people": 1}, {}),
        (Scope.PART, {"what": "", "leaving": 0, "people": 1}, {"what": "kn_part_missing"}),
        (Scope.PART, {"what": "Nội dung về bồi thường", "leaving": 0, "people": 1}, {}),
        (Scope.SOME_PEOPLE, {"what": "", "leaving": 1, "people": 3}, {}),
        (Scope.SOME_PEOPLE, {"what": "", "leaving": 3, "people": 3}, {}),
        (Scope.SOME_PEOPLE, {"what": "", "leaving": 0, "people": 3}, {"leaving": "kn_leaving_range"}),
        (Scope.SOME_PEOPLE, {"what": "", "leaving": 4, "people": 3}, {"leaving": "kn_leaving_range"}),
        (Scope.SOME_PEOPLE, {"what": "", "leaving": 1, "people": 1}, {"leaving": "kn_leaving_range"}),
    ],
)
def test_what_can_be_withdrawn(scope: Scope, facts: dict, faults: dict):
    assert withdrawal_faults(scope, **facts) == faults


def test_a_settlement_ends_for_withdrawal_only_after_one():
    assert fault_of_ending(EndGround.WITHDRAWN, Standing()) == "kn_not_withdrawn"
    assert fault_of_ending(EndGround.WITHDRAWN, Standing(withdrawn=True)) == ""
    assert fault_of_ending(EndGround.DIED, Standing()) == ""


def test_a_file_is_closed_when_the_decision_was_carried_out_or_nothing_had_to_be():
    assert missing_for_closing(Standing()) == "kn_not_enforced"
    assert missing_for_closing(Standing(enforced=True)) == missing_for_closing(Standing(nothing_to_enforce=True)) == ""


@pytest.mark.parametrize(("lodged", "barred"), [(date(2026, 11, 20), False), (date(2026, 11, 21), True)])
def test_the_last_day_of_the_time_limit_still_counts(lodged: date, barred: bool):
    assert TimeBar(last_on=date(2026, 11, 20), lodged_on=lodged).barred is barred


LETTER = "Ngày 02/10/2026 Chủ tịch xã ra quyết định thu hồi một trăm hai mươi mét vuông đất vườn nhà tôi mà không đo lại."


@pytest.mark.parametrize(
    ("summary", "repeats"),
    [
        ("Khiếu nại một quyết định thu hồi đất; cơ quan đang xác minh diện tích.", False),
        ("Chủ tịch xã ra quyết định thu hồi một trăm hai mươi mét vuông đất.", True),
        ("chu tich xa ra quyet dinh thu hoi mot tram", True),
        ("Thu hồi đất", False),
        ("", False),
    ],
)
def test_a_public_summary_is_not_the_letter_s_own_words(summary: str, repeats: bool):
    assert repeats_letter(summary, LETTER) is repeats


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("12/QĐ-UBND", True), ("012 / QĐ-UBND", True), ("12/qđ-ubnd", True), ("13/QĐ-UBND", False), ("12/QĐ-CTUBND", False),
        ("12", False), ("", False), ("số mười hai", False),
    ],
)  # fmt: skip
def test_a_number_is_the_same_however_it_was_written(written: str, same: bool):
    assert is_numbered(written, 12, "QĐ-UBND") is same


def test_names_are_read_line_by_line_each_once():
    assert names_in(" Nguyễn Văn An,Lý Thị Bình\n\nNguyễn Văn An; Vi Văn Em ") == ("Nguyễn Văn An", "Lý Thị Bình", "Vi Văn Em")


def test_criteria_stand_in_the_order_of_the_decree():
    assert clean_criteria(["g", "x", "a"], [word.value for word in Complexity]) == ("a", "g")
    assert [word.value for word in Complexity] == ["a", "b", "c", "d", "đ", "e", "g"]
    assert [ground.value for ground in RefusalGround] == [str(number) for number in range(1, 10)]


@pytest.mark.parametrize(
    ("code", "challenged", "rules"),
    [
        ("KN.PRESCRIPTION", "administrative", "KN.PRESCRIPTION"),
        ("KN.PRESCRIPTION", "discipline", "KN.PRESCRIPTION.DISCIPLINE"),
        ("KN.PRESCRIPTION", "dismissal", "KN.PRESCRIPTION.DISCIPLINE"),
        ("KN.APPEAL2", "administrative", "KN.APPEAL2"),
        ("KN.APPEAL2", "discipline", "KN.APPEAL2.DISCIPLINE"),
        ("KN.APPEAL2", "dismissal", "KN.APPEAL2.DISMISSAL"),
        ("KN.ACCEPT", "dismissal", "KN.ACCEPT"),
        ("KN.APPEAL2", "", "KN.APPEAL2"),
    ],
)
def test_the_term_follows_what_is_complained_about(code: str, challenged: str, rules: str):
    assert ruling_term(code, challenged) == rules


def test_an_authority_is_certified_from_2027_on():
    who = People(attorney="Nông Văn Bảo")
    assert people_faults(who, on=date(2026, 12, 31)) == {"attorney_paper": "kn_attorney_paper_missing"}
    assert people_faults(who, on=date(2027, 1, 1)) == {"attorney_paper": "kn_attorney_paper_uncertified"}


def gone(*, whole: bool = False, part: str = "", people: int = 1, left: int = 0) -> Withdrawn:
    return Withdrawn(whole=whole, part=part, people=people, left=left)


@pytest.mark.parametrize(
    ("scope", "before", "returning", "fault", "after"),
    [
        (Scope.WHOLE, gone(whole=True), 0, {}, (1, 0)),
        (Scope.WHOLE, gone(), 0, {"scope": "kn_nothing_withdrawn"}, None),
        (Scope.WHOLE, gone(whole=True, people=0, left=3), 0, {}, (3, 0)),
        (Scope.WHOLE, gone(whole=True, people=0), 0, {}, (1, 0)),  # of a file from before those who left were counted
        (Scope.PART, gone(part="Cây trồng", people=2, left=1), 0, {}, (2, 1)),
        (Scope.PART, gone(whole=True), 0, {"scope": "kn_nothing_withdrawn"}, None),
        (Scope.SOME_PEOPLE, gone(people=2, left=1), 1, {}, (3, 0)),
        (Scope.SOME_PEOPLE, gone(people=2, left=1), 2, {"returning": "kn_returning_range"}, None),
        (Scope.SOME_PEOPLE, gone(people=2, left=1), 0, {"returning": "kn_returning_range"}, None),
        (Scope.SOME_PEOPLE, gone(whole=True, people=0, left=3), 2, {}, (2, 1)),
        (Scope.SOME_PEOPLE, gone(whole=True, people=3, left=1), 1, {}, (1, 3)),
    ],
)
def test_a_withdrawal_is_set_aside_for_whom_it_was_made(scope, before, returning, fault, after):
    assert setting_aside_faults(scope, before, returning=returning) == fault
    if after is not None:
        assert people_after(scope, before, returning=returning) == after
