"""What stands before each step of a complaint: nine grounds, groups, withdrawal, decision, closing, each over its whole table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.complaint_rules import (
    People,
    Standing,
    clean_criteria,
    fault_of_ending,
    fault_of_refusal,
    missing_for_acceptance,
    missing_for_closing,
    missing_for_decision,
    most_representatives,
    names_in,
    needs_representatives,
    people_faults,
    repeats_letter,
    withdrawal_faults,
)
from feedback.complaint_states import Complexity, EndGround, RefusalGround, Scope

SIGNED_ON = DAY = date(2026, 11, 20)
PAPER = "Văn bản cử đại diện ngày 18/11/2026"
PEOPLE = tuple(f"Người Thứ {number}" for number in range(1, 8))
MANY, MISSING = "kn_representatives_many", "kn_representatives_missing"
READY = Standing(signed_on=SIGNED_ON, barred=False)

# How many complain; what is said of 0, 1, 2, 3, 5 and 6 representatives with a paper; why (Law on Citizen Reception Art. 29).
GROUPS = [
    (1, ("", MANY, MANY, MANY, MANY, MANY), "one person speaks for themselves"),
    (2, ("", "", "", MANY, MANY, MANY), "below five nobody must be named, two may"),
    (3, ("", "", "", MANY, MANY, MANY), "below five"),
    (4, ("", "", "", MANY, MANY, MANY), "the last number below five"),
    (5, (MISSING, "", "", MANY, MANY, MANY), "from five on: 1 or 2"),
    (6, (MISSING, "", "", MANY, MANY, MANY), "five to ten"),
    (9, (MISSING, "", "", MANY, MANY, MANY), "five to ten"),
    (10, (MISSING, "", "", MANY, MANY, MANY), "the last number with 1 or 2"),
    (11, (MISSING, "", "", "", "", MANY), "from eleven on: up to 5"),
    (12, (MISSING, "", "", "", "", MANY), "above ten"),
    (250, (MISSING, "", "", "", "", MANY), "a whole village"),
    (10_000, (MISSING, "", "", "", "", MANY), "the most that is taken"),
]  # fmt: skip
SPEAKERS = (0, 1, 2, 3, 5, 6)
CELLS = [(people, speakers, code, why) for people, codes, why in GROUPS for speakers, code in zip(SPEAKERS, codes, strict=True)]


@pytest.mark.parametrize(("people", "speakers", "code", "why"), CELLS, ids=[f"{row[0]}-{row[1]}" for row in CELLS])
def test_number_of_representatives_fits_the_number_of_people(people: int, speakers: int, code: str, why: str):
    faults = people_faults(People(people=people, representatives=PEOPLE[:speakers], appointment_paper=PAPER), on=DAY)
    assert faults == ({"representatives": code} if code else {}), why


@pytest.mark.parametrize(("people", "speakers", "code", "why"), CELLS, ids=[f"{row[0]}-{row[1]}" for row in CELLS])
def test_representatives_without_a_paper_are_told_so_beside_every_other_fault(people: int, speakers: int, code: str, why: str):
    faults = people_faults(People(people=people, representatives=PEOPLE[:speakers], appointment_paper=" \t"), on=DAY)
    wanted = {"representatives": code} if code else {}
    assert faults == (wanted | {"appointment_paper": "kn_appointment_missing"} if speakers else wanted), why


@pytest.mark.parametrize("people", [-1, 0, 10_001, 2**31])
def test_number_of_people_outside_the_range_is_the_only_thing_said_about_numbers(people: int):
    assert people_faults(People(people=people), on=DAY) == {"people": "kn_people_range"}


@pytest.mark.parametrize(
    ("attorney", "paper", "faults"),
    [
        ("", "", {}),
        ("", "Giấy ủy quyền số 3", {}),
        ("Luật sư Vi Văn Em", "", {"attorney_paper": "kn_attorney_paper_missing"}),
        ("Luật sư Vi Văn Em", "   ", {"attorney_paper": "kn_attorney_paper_missing"}),
        ("Luật sư Vi Văn Em", "Giấy ủy quyền số 3", {}),
    ],
)
def test_an_attorney_needs_a_certified_paper(attorney: str, paper: str, faults: dict[str, str]):
    assert people_faults(People(attorney=attorney, attorney_paper=paper), on=DAY) == faults


@given(people=st.integers(1, 10_000))
def test_more_people_never_have_fewer_representatives(people: int):
    assert most_representatives(people) <= most_representatives(people + 1)
    assert needs_representatives(people) <= needs_representatives(people + 1)
    assert most_representatives(people) >= needs_representatives(people)


# Law on Complaints Art. 11: two of the nine grounds can be read from the file, the other seven are the chair's judgement.
BARRED = {None: "kn_time_unchecked", False: "kn_not_barred", True: ""}
GROUNDS = [(ground, signed, barred) for ground, signed, barred in product(RefusalGround, (None, SIGNED_ON), BARRED)]


@pytest.mark.parametrize(
    ("ground", "signed", "barred"), GROUNDS, ids=[f"{ground}-{bool(signed)}-{barred}" for ground, signed, barred in GROUNDS]
)
def test_each_of_the_nine_grounds_fits_what_is_on_file(ground: RefusalGround, signed: date | None, barred: bool | None):
    found = fault_of_refusal(ground, Standing(signed_on=signed, barred=barred))
    special = {RefusalGround.TIME_BARRED: BARRED[barred], RefusalGround.NO_SIGNATURE: "kn_is_signed" if signed else ""}
    assert found == special.get(ground, "")


# The first thing that is missing is told, in the order in which it can be mended.
LADDER = [
    ({"withdrawn": True}, "kn_is_withdrawn"),
    ({"signed_on": None}, "kn_not_signed"),
    ({"barred": None}, "kn_time_unchecked"),
    ({"barred": True}, "kn_time_barred"),
    ({"people": 5, "all_signed": False}, "kn_signatures_missing"),
    ({"people": 5, "all_signed": True, "represented": False}, "kn_representatives_missing"),
]


@pytest.mark.parametrize(("first", "second"), [(a, b) for a in range(6) for b in range(a + 1, 6)])
def test_of_two_obstacles_to_acceptance_the_earlier_is_told(first: int, second: int):
    standing = replace(replace(READY, **LADDER[second][0]), **LADDER[first][0])
    assert missing_for_acceptance(standing) == LADDER[first][1]


@pytest.mark.parametrize("number", range(6))
def test_each_obstacle_alone_stands_against_acceptance(number: int):
    assert missing_for_acceptance(replace(READY, **LADDER[number][0])) == LADDER[number][1]
    assert missing_for_acceptance(READY) == ""


# People, all signed, represented, paper → what is missing (LKN Art. 8.4; Decree 124/2020 Art. 16.1).
UNSIGNED, UNSPOKEN = "kn_signatures_missing", "kn_representatives_missing"
TOGETHER = [
    (1, False, False, "", "", "one person signs the letter itself"),
    (2, False, False, "", UNSIGNED, "two people: both sign"),
    (2, True, False, "", "", "two people need nobody to speak"),
    (4, True, False, "", "", "four people neither"),
    (4, False, True, PAPER, UNSIGNED, "a representative replaces no signature"),
    (5, True, False, "", UNSPOKEN, "five people name who speaks"),
    (5, True, True, "", UNSPOKEN, "in writing"),
    (5, True, False, PAPER, UNSPOKEN, "a paper that names nobody"),
    (5, True, True, PAPER, "", "five people, all in order"),
    (5, False, True, PAPER, UNSIGNED, "signatures come first"),
    (10, True, True, PAPER, "", "ten people"),
    (11, True, True, PAPER, "", "eleven people"),
    (11, True, True, "", UNSPOKEN, "eleven people without the paper"),
]


@pytest.mark.parametrize(("people", "signed", "spoken", "paper", "code", "why"), TOGETHER, ids=[row[-1] for row in TOGETHER])
def test_several_people_are_accepted_signed_and_represented(
    people: int, signed: bool, spoken: bool, paper: str, code: str, why: str
):
    facts = {"people": people, "all_signed": signed, "represented": spoken, "appointment_paper": paper}
    assert missing_for_acceptance(replace(READY, **facts)) == code, why


# The dialogue is a duty exactly when request and finding differ (LKN Art. 30.1); a withdrawn complaint is not decided (Art. 10).
DECISIONS = list(product((False, True), repeat=4))


@pytest.mark.parametrize(("withdrawn", "reported", "differs", "held"), DECISIONS)
def test_decision_waits_for_report_and_where_opinions_differ_for_the_dialogue(
    withdrawn: bool, reported: bool, differs: bool, held: bool
):
    found = missing_for_decision(Standing(withdrawn=withdrawn, reported=reported, differs=differs, dialogue_held=held))
    free = {(True, False, False), (True, False, True), (True, True, True)}
    if withdrawn:
        assert found == "kn_is_withdrawn"
    elif (reported, differs, held) in free:
        assert found == ""
    else:
        assert found == ("kn_dialogue_missing" if reported else "kn_report_missing")


@pytest.mark.parametrize(("ground", "withdrawn"), list(product(EndGround, (False, True))))
def test_only_the_ground_of_withdrawal_needs_a_withdrawal_on_file(ground: EndGround, withdrawn: bool):
    wanted = "kn_not_withdrawn" if (ground, withdrawn) == (EndGround.WITHDRAWN, False) else ""
    assert fault_of_ending(ground, Standing(withdrawn=withdrawn)) == wanted


@pytest.mark.parametrize(
    ("enforced", "nothing", "code"),
    [(False, False, "kn_not_enforced"), (True, False, ""), (False, True, ""), (True, True, "")],
)
def test_file_closes_when_the_decision_is_carried_out_or_the_complaint_was_wrong(enforced: bool, nothing: bool, code: str):
    assert missing_for_closing(Standing(enforced=enforced, nothing_to_enforce=nothing)) == code


RANGE, PART = {"leaving": "kn_leaving_range"}, {"what": "kn_part_missing"}
WITHDRAWALS = [
    (Scope.WHOLE, "", 0, 1, {}, "one person withdraws everything"),
    (Scope.WHOLE, "", 0, 20, {}, "all twenty withdraw together"),
    (Scope.WHOLE, "", 99, 1, {}, "a number typed by mistake is not read"),
    (Scope.PART, "", 0, 1, PART, "which part?"),
    (Scope.PART, "    ", 0, 1, PART, "blanks name no part"),
    (Scope.PART, "Cây.", 0, 1, PART, "four letters name no part"),
    (Scope.PART, "Cây ổ", 0, 1, {}, "five letters do"),
    (Scope.PART, "Nội dung về bồi thường cây cối", 0, 1, {}, "a part is named"),
    (Scope.PART, "Nội dung về bồi thường cây cối", 7, 3, {}, "the number belongs to another scope"),
    (Scope.SOME_PEOPLE, "", 1, 1, RANGE, "one person alone withdraws the whole"),
    (Scope.SOME_PEOPLE, "", 0, 2, RANGE, "nobody leaves"),
    (Scope.SOME_PEOPLE, "", -1, 2, RANGE, "fewer than nobody"),
    (Scope.SOME_PEOPLE, "", 1, 2, {}, "one of two leaves"),
    (Scope.SOME_PEOPLE, "", 2, 2, {}, "both leave: the road ends"),
    (Scope.SOME_PEOPLE, "", 3, 2, RANGE, "more than there are"),
    (Scope.SOME_PEOPLE, "", 4, 5, {}, "four of five leave"),
    (Scope.SOME_PEOPLE, "", 11, 11, {}, "all eleven leave"),
    (Scope.SOME_PEOPLE, "", 12, 11, RANGE, "twelve of eleven"),
]


@pytest.mark.parametrize(
    ("scope", "what", "leaving", "people", "faults", "why"), WITHDRAWALS, ids=[f"{row[0]}: {row[-1]}" for row in WITHDRAWALS]
)
def test_withdrawal_says_what_or_how_many(scope: Scope, what: str, leaving: int, people: int, faults: dict[str, str], why: str):
    assert withdrawal_faults(scope, what=what, leaving=leaving, people=people) == faults, why


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", ()),
        (" , ;\n", ()),
        ("Nông Văn An", ("Nông Văn An",)),
        ("Nông  Văn\tAn", ("Nông Văn An",)),
        ("Nông Văn An\r\nLý Thị Bình", ("Nông Văn An", "Lý Thị Bình")),
        ("Nông Văn An; Lý Thị Bình, Nông Văn An", ("Nông Văn An", "Lý Thị Bình")),
        ("x" * 200, ("x" * 120,)),
        ("<b>An</b>", ("<b>An</b>",)),
    ],
)
def test_names_are_clean_once_each_and_in_order(typed: str, names: tuple[str, ...]):
    assert names_in(typed) == names


@given(chosen=st.lists(st.sampled_from([*(word.value for word in Complexity), "x", "", "A"]), max_size=20))
def test_criteria_keep_the_order_of_the_decree_and_lose_what_is_unknown(chosen: list[str]):
    known = [word.value for word in Complexity]
    clean = clean_criteria(chosen, known)
    assert (set(clean), list(clean)) == (set(chosen) & set(known), sorted(clean, key=known.index))


EIGHT = "một hai ba bốn năm sáu bảy tám"


@pytest.mark.parametrize(
    ("summary", "letter", "repeats"),
    [
        (EIGHT, EIGHT, True),
        (EIGHT.removesuffix(" tám"), EIGHT, False),
        (f"Đơn nói {EIGHT} chín", f"Tôi viết {EIGHT}.", True),
        (EIGHT.upper(), EIGHT, True),
        (EIGHT.replace(" ", ", "), EIGHT, True),
        (EIGHT, "", False),
        ("", EIGHT, False),
        (EIGHT.replace("bốn", "4"), EIGHT, False),
    ],
)
def test_eight_words_in_a_row_are_the_letter_s_own(summary: str, letter: str, repeats: bool):
    assert repeats_letter(summary, letter) is repeats
