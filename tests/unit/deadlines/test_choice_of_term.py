"""Which row of the law rules: by receipt, transitional clause, complex and remote, and the commune's own rule."""

from dataclasses import replace
from datetime import date

import pytest

from deadlines.terms import NoSuchTerm, NoSuchVariant, NotInForce, Trait, choose_term, similar_codes
from tests.makers_deadlines import make_term

BEFORE, FROM = date(2026, 6, 30), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("received_on", "code", "number", "unit"),
    [
        (date(2012, 7, 1), "KN.ACCEPT.OLD", 10, "cal"),
        (date(2024, 2, 29), "KN.ACCEPT.OLD", 10, "cal"),
        (BEFORE, "KN.ACCEPT.OLD", 10, "cal"),
        (FROM, "KN.ACCEPT", 7, "wd"),
        (date(2027, 12, 31), "KN.ACCEPT", 7, "wd"),
    ],
)
def test_rule_is_chosen_by_the_day_of_receipt(terms, received_on, code, number, unit):
    term = choose_term(terms, "KN.ACCEPT", received_on=received_on)
    assert (term.code, term.number, term.unit) == (code, number, unit)


def test_changed_law_never_moves_an_old_case_even_when_the_act_comes_later(terms):
    term = choose_term(terms, "KN.ACCEPT", received_on=BEFORE, event_on=date(2026, 8, 1))
    assert term.code == "KN.ACCEPT.OLD"


@pytest.mark.parametrize("code", ["KN.DIALOGUE.NOTICE", "KN.SUSPEND.SEND"])
def test_dialogue_and_suspension_follow_the_new_rules_also_in_older_cases(terms, code):
    assert choose_term(terms, code, received_on=BEFORE, event_on=FROM).code == code
    with pytest.raises(NotInForce):
        choose_term(terms, code, received_on=BEFORE, event_on=BEFORE)


def test_without_the_day_of_the_act_the_receipt_decides_also_for_dialogue(terms):
    with pytest.raises(NotInForce):
        choose_term(terms, "KN.DIALOGUE.NOTICE", received_on=BEFORE)


@pytest.mark.parametrize(
    ("code", "complex_case", "remote_area", "chosen", "number"),
    [
        ("KN.SETTLE1", False, False, "KN.SETTLE1", 30),
        ("KN.SETTLE1", True, False, "KN.SETTLE1.COMPLEX", 45),
        ("KN.SETTLE1", False, True, "KN.SETTLE1.REMOTE", 45),
        ("KN.SETTLE1", True, True, "KN.SETTLE1.REMOTE_COMPLEX", 60),
        ("KN.SETTLE1.COMPLEX", False, False, "KN.SETTLE1.COMPLEX", 45),
        ("KN.SETTLE1.COMPLEX", False, True, "KN.SETTLE1.REMOTE_COMPLEX", 60),
        ("KN.SETTLE1.REMOTE", True, False, "KN.SETTLE1.REMOTE_COMPLEX", 60),
        ("KN.SETTLE1.REMOTE_COMPLEX", False, False, "KN.SETTLE1.REMOTE_COMPLEX", 60),
        ("KN.APPEAL2", False, True, "KN.APPEAL2.REMOTE", 45),
        ("KN.EFFECT1", False, False, "KN.EFFECT1", 30),
        ("KN.EFFECT1", False, True, "KN.EFFECT1.REMOTE", 45),
        ("KN.SETTLE2", True, False, "KN.SETTLE2.COMPLEX", 60),
        ("KN.SETTLE2", False, True, "KN.SETTLE2.REMOTE", 60),
        ("KN.SETTLE2", True, True, "KN.SETTLE2.REMOTE_COMPLEX", 70),
        ("KN.SETTLE2.COMPLEX", False, True, "KN.SETTLE2.REMOTE_COMPLEX", 70),
        ("KN.SETTLE2.COMPLEX", False, False, "KN.SETTLE2.COMPLEX", 60),
        ("TC.SETTLE", True, False, "TC.SETTLE.COMPLEX", 60),
        ("TC.SETTLE.VERY_COMPLEX", False, False, "TC.SETTLE.VERY_COMPLEX", 90),
        ("TC.TRIAGE", False, False, "TC.TRIAGE", 7),
        ("TC.TRIAGE.EXT", False, False, "TC.TRIAGE.EXT", 10),
    ],
)
def test_variant_is_chosen_by_what_the_case_is(terms, code, complex_case, remote_area, chosen, number):
    term = choose_term(terms, code, received_on=FROM, complex_case=complex_case, remote_area=remote_area)
    assert (term.code, term.number) == (chosen, number)


@pytest.mark.parametrize(
    ("code", "complex_case", "remote_area"),
    [
        ("KNPA.SETTLE", True, False),
        ("KNPA.SETTLE", False, True),
        ("TC.SETTLE", False, True),
        ("TC.SETTLE", True, True),
        ("KN.APPEAL2", True, False),
        ("KN.EFFECT1", True, True),
        ("KN.ACCEPT", False, True),
        ("TC.TRIAGE", True, False),
    ],
)
def test_variant_that_the_table_does_not_hold_is_refused_and_never_guessed(terms, code, complex_case, remote_area):
    with pytest.raises(NoSuchVariant) as refused:
        choose_term(terms, code, received_on=FROM, complex_case=complex_case, remote_area=remote_area)
    assert refused.value.facts["term"] == code


def test_refused_variant_passes_on_what_the_law_says(terms):
    with pytest.raises(NoSuchVariant) as refused:
        choose_term(terms, "KN.APPEAL2", received_on=FROM, complex_case=True)
    assert refused.value.facts["note_vi"] == "thông thường"
    assert refused.value.facts["note_en"] == "ordinary case"


@pytest.mark.parametrize(
    ("code", "complex_case", "remote_area", "chosen"),
    [
        ("KNPA.SETTLE", True, True, "KNPA.SETTLE"),
        ("TC.SETTLE", True, True, "TC.SETTLE.COMPLEX"),
        ("KN.SETTLE1", True, True, "KN.SETTLE1.REMOTE_COMPLEX"),
        ("KN.EFFECT1", True, True, "KN.EFFECT1.REMOTE"),
        ("KN.ACCEPT", True, True, "KN.ACCEPT"),
    ],
)
def test_a_remote_village_changes_only_what_the_law_changes_for_it(terms, code, complex_case, remote_area, chosen):
    term = choose_term(terms, code, received_on=FROM, complex_case=complex_case, remote_area=remote_area, strict=False)
    assert term.code == chosen


@pytest.mark.parametrize(
    ("code", "on", "valid_from"),
    [
        ("KN.SUSPEND.SEND", BEFORE, "2026-07-01"),
        ("KN.DIALOGUE.NOTICE", BEFORE, "2026-07-01"),
        ("ALL.OVERDUE.DISCIPLINE", BEFORE, "2026-07-01"),
        ("DLG.CQDP.NOTICE", date(2025, 6, 30), "2025-07-01"),
        ("LAND.MEDIATE", date(2024, 7, 31), "2024-08-01"),
        ("PDPL.REQUEST", date(2025, 12, 31), "2026-01-01"),
        ("KN.SETTLE1", date(2012, 6, 30), "2012-07-01"),
        ("KN.ACCEPT", date(2012, 6, 30), "2012-07-01"),
    ],
)
def test_term_before_its_time_is_refused_with_its_first_day(terms, code, on, valid_from):
    with pytest.raises(NotInForce) as refused:
        choose_term(terms, code, received_on=on)
    assert (refused.value.facts["term"], refused.value.facts["on"], refused.value.facts["valid_from"]) == (
        code,
        on.isoformat(),
        valid_from,
    )


def test_superseded_term_asked_by_its_own_code_names_its_successor(terms):
    assert choose_term(terms, "KN.ACCEPT.OLD", received_on=BEFORE).code == "KN.ACCEPT.OLD"
    with pytest.raises(NotInForce) as refused:
        choose_term(terms, "KN.ACCEPT.OLD", received_on=FROM)
    assert refused.value.facts == {
        "term": "KN.ACCEPT.OLD", "on": "2026-07-01", "valid_from": "2012-07-01", "valid_to": "2026-06-30", "instead": "KN.ACCEPT",
    }  # fmt: skip


@pytest.mark.parametrize("code", ["KNPA.SETTLE", "DLG.PARTY.COLLECT", "DLG.PARTY.CONCLUSION", "DLG.FOLLOWUP"])
@pytest.mark.parametrize("on", [date(1990, 1, 1), date(2026, 11, 23), date(2099, 1, 1)])
def test_term_without_dates_is_always_in_force(terms, code, on):
    assert choose_term(terms, code, received_on=on).code == code


def test_unknown_code_is_refused_with_codes_that_look_like_it(terms):
    with pytest.raises(NoSuchTerm) as refused:
        choose_term(terms, "TC.SETTEL", received_on=FROM)
    assert refused.value.facts["term"] == "TC.SETTEL"
    assert all(code.startswith("TC.") for code in refused.value.facts["similar"])


def test_similar_codes_put_the_nearest_first_and_may_be_none(terms):
    assert similar_codes(terms, "knpa.answer")[:1] == ["KNPA.NOTIFY"]
    assert similar_codes(terms, "SETTLE1.REMOTE")[0] == "KN.SETTLE1.REMOTE"
    assert similar_codes(terms, "zzz") == []


def test_own_rule_of_a_commune_goes_before_the_national_one_while_it_holds():
    national = make_term(15, code="KNPA.SETTLE", hard=False)
    own = replace(national, number=10, local=True, valid_from=FROM)
    newer = replace(own, number=8, valid_from=date(2026, 9, 1))
    closed = replace(own, valid_to=date(2026, 8, 31))
    rows = [national, closed, newer]
    chosen = [
        choose_term(rows, "KNPA.SETTLE", received_on=on).number for on in (BEFORE, FROM, date(2026, 8, 31), date(2026, 9, 1))
    ]
    assert chosen == [15, 10, 10, 8]


def test_own_rule_that_ended_gives_way_to_the_national_one():
    national = make_term(15, code="KNPA.SETTLE", hard=False)
    own = replace(national, number=10, local=True, valid_from=date(2026, 1, 1), valid_to=BEFORE)
    assert choose_term([national, own], "KNPA.SETTLE", received_on=FROM).number == 15


def test_of_two_rows_in_force_the_later_one_rules():
    old = make_term(10, code="X.Y", valid_from=date(2012, 7, 1))
    new = make_term(7, code="X.Y", valid_from=FROM)
    assert choose_term([new, old], "X.Y", received_on=FROM).number == 7


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "on", "holds"),
    [
        (None, None, FROM, True),
        (FROM, None, FROM, True),
        (FROM, None, BEFORE, False),
        (None, BEFORE, BEFORE, True),
        (None, BEFORE, FROM, False),
        (FROM, FROM, FROM, True),
    ],
)
def test_first_and_last_day_of_validity_are_included(valid_from, valid_to, on, holds):
    assert make_term(valid_from=valid_from, valid_to=valid_to).in_force(on) is holds


def test_term_speaks_both_languages():
    term = make_term(variant_vi="phức tạp", variant_en="complex")
    assert [term.text("variant", locale) for locale in ("vi", "en", "fr")] == ["phức tạp", "complex", "phức tạp"]


def test_what_the_office_sets_is_what_no_law_fixes():
    assert make_term(hard=True, confidence="uncertain: configurable").set_by_office is False
    assert make_term(hard=False, confidence="uncertain: configurable").set_by_office is True
    assert make_term(hard=False, confidence="office", local=True).set_by_office is True
    assert make_term(hard=False, confidence="found web").set_by_office is False


def test_traits_are_words_of_the_table(terms):
    assert {trait for term in terms for trait in term.traits} == set(Trait)
