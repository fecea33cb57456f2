"""Passwords, lockout, names, and who handles a matter: decided from facts alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts import rules
from accounts.roles import Role
from accounts.rules import Fit, PasswordFault, Row, Stand

COMMON = frozenset({"matkhau123456", "password1234"})
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("mưa xuân 12x", None),
        ("mưa xuân 12", PasswordFault.TOO_SHORT),
        ("a" * 129, PasswordFault.TOO_LONG),
        ("x1" * 64, PasswordFault.MONOTONOUS),
        ("Mật Khẩu 123456", PasswordFault.COMMON),
        ("matkhau123456", PasswordFault.COMMON),
        ("P-a-s-s-word1234", PasswordFault.COMMON),
        ("aaaaaaaaaaaa", PasswordFault.MONOTONOUS),
        ("abababababab", PasswordFault.MONOTONOUS),
        ("kinhte.hatang1", PasswordFault.HOLDS_USERNAME),
        ("KINHTEHATANG2026", PasswordFault.HOLDS_USERNAME),
        ("kinhte.hatang và con trâu", None),
        ("bốn con trâu qua cầu tre", None),
    ],
)
def test_new_password_is_judged_by_length_list_name_and_variety(password, fault):
    assert rules.password_fault(password, username="kinhte.hatang", common=COMMON) == fault


def test_password_length_counts_letters_however_they_were_composed():
    composed, decomposed = "ấấấấấấbcdefg", "ấ" * 6 + "bcdef"
    assert rules.password_fault(composed, username="x", common=COMMON) is None
    assert rules.password_fault(decomposed, username="x", common=COMMON) == PasswordFault.TOO_SHORT
    assert rules.normal_password("ấ") == "ấ"


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [
        (0, None),
        (1, None),
        (4, None),
        (5, 15),
        (6, None),
        (9, None),
        (10, 30),
        (15, 60),
        (20, 120),
        (25, 240),
        (30, 480),
        (35, 480),
        (500, 480),
    ],
)
def test_lock_grows_with_every_fifth_failure_up_to_eight_hours(failures, minutes):
    assert rules.lock_length(failures) == (None if minutes is None else timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("name", "valid"),
    [
        ("tiepdan", True), ("kinhte.hatang", True), ("a-b_c.9", True), ("abc", True), ("a" * 40, True),
        ("ab", False), ("a" * 41, False), ("Tiepdan", False), (".abc", False), ("abc-", False), ("tiếpdân", False),
        ("a b", False), ("", False),
    ],
)  # fmt: skip
def test_username_is_short_plain_and_small(name, valid):
    assert rules.username_is_valid(name) is valid


@pytest.mark.parametrize(
    ("first", "last", "valid"),
    [
        (date(2026, 11, 20), None, True),
        (date(2026, 11, 21), None, False),
        (date(2026, 11, 1), date(2026, 11, 20), True),
        (date(2026, 11, 1), date(2026, 11, 19), False),
    ],
)
def test_validity_includes_both_ends(first, last, valid):
    assert rules.in_force(first, last, on=TODAY) is valid


def row(row_id: int, **changes: object) -> Row:
    """Return a row of the matrix that names nothing unless it is said."""
    facts = {
        "field_id": None, "village_id": None, "department_id": 1, "officer_id": 10, "substitute_id": 11,
        "valid_from": date(2025, 7, 1), "valid_to": None,
    }  # fmt: skip
    return Row(id=row_id, **{**facts, **changes})


GENERAL, VILLAGE, FIELD, EXACT = row(1), row(2, village_id=7), row(3, field_id=5), row(4, field_id=5, village_id=7)
OTHER_FIELD, OTHER_VILLAGE = row(5, field_id=6), row(6, village_id=8)


@pytest.mark.parametrize(
    ("rows", "chosen", "fit"),
    [
        ([GENERAL, VILLAGE, FIELD, EXACT], 4, Fit.FIELD_AND_VILLAGE),
        ([EXACT, FIELD, VILLAGE, GENERAL], 4, Fit.FIELD_AND_VILLAGE),
        ([GENERAL, VILLAGE, FIELD], 3, Fit.FIELD),
        ([GENERAL, VILLAGE], 2, Fit.VILLAGE),
        ([GENERAL, OTHER_FIELD, OTHER_VILLAGE], 1, Fit.DEFAULT),
    ],
)
def test_most_exact_row_of_the_matrix_wins(rows, chosen, fit):
    found = rules.choose_row(rows, field_id=5, village_id=7, on=TODAY)
    assert found is not None
    assert (found[0].id, found[1]) == (chosen, fit)


def test_no_row_fits_when_none_speaks_of_the_matter():
    assert rules.choose_row([OTHER_FIELD, OTHER_VILLAGE], field_id=5, village_id=7, on=TODAY) is None
    assert rules.choose_row([], field_id=5, village_id=7, on=TODAY) is None


def test_matter_without_field_or_village_falls_to_the_general_row():
    found = rules.choose_row([GENERAL, VILLAGE, FIELD, EXACT], field_id=None, village_id=None, on=TODAY)
    assert found == (GENERAL, Fit.DEFAULT)


def test_row_that_is_over_or_not_begun_is_not_taken():
    over = row(3, field_id=5, valid_to=date(2026, 11, 19))
    later = row(4, field_id=5, valid_from=date(2026, 11, 21))
    assert rules.choose_row([GENERAL, over, later], field_id=5, village_id=7, on=TODAY) == (GENERAL, Fit.DEFAULT)


def test_of_two_rows_as_exact_the_newer_wins():
    newer = row(9, field_id=5, valid_from=date(2026, 1, 1))
    assert rules.choose_row([newer, FIELD], field_id=5, village_id=7, on=TODAY) == (newer, Fit.FIELD)


@pytest.mark.parametrize(
    ("officer", "substitute", "active", "away", "person", "stand"),
    [
        (10, 11, {10, 11}, set(), 10, Stand.OFFICER),
        (10, 11, {10, 11}, {10}, 11, Stand.SUBSTITUTE_OFFICER_AWAY),
        (10, 11, {11}, set(), 11, Stand.SUBSTITUTE_OFFICER_GONE),
        (10, 11, {10, 11}, {10, 11}, None, Stand.NOBODY_AVAILABLE),
        (10, None, {10}, {10}, None, Stand.NOBODY_AVAILABLE),
        (10, None, set(), set(), None, Stand.NOBODY_AVAILABLE),
        (None, None, {10}, set(), None, Stand.DEPARTMENT_ONLY),
    ],
)
def test_substitute_is_proposed_when_the_officer_is_away_or_gone(officer, substitute, active, away, person, stand):
    chosen = rules.choose_person(
        row(1, officer_id=officer, substitute_id=substitute), active=frozenset(active), away=frozenset(away)
    )
    assert chosen == (person, stand)


def test_nobody_changes_his_own_account():
    assert rules.may_change_person(actor_id=3, official_id=3) == rules.Refused(reason="not_oneself")
    assert rules.may_change_person(actor_id=3, official_id=4) is None


def test_last_administrator_stays():
    assert rules.may_lose_administrator(official_id=3, administrators=[3]) == rules.Refused(reason="last_administrator")
    assert rules.may_lose_administrator(official_id=3, administrators=[3, 4]) is None


def test_only_a_leader_may_stand_in_no_department():
    assert [role for role in Role if not rules.posting_needs_department(role)] == [Role.LEADER]
