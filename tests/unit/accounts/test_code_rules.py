"""Codes of the second factor: which one counts and when, how they may be typed, and who must have one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pyotp
import pytest

from accounts import code_rules
from accounts.code_rules import Duty, Match
from accounts.roles import Role

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
AT = datetime(2026, 11, 20, 2, 0, 10, tzinfo=UTC)
HALF_MINUTE = timedelta(seconds=30)


def code_at(moment: datetime) -> str:
    """Return what a telephone with the right time shows."""
    return pyotp.TOTP(SECRET).at(moment)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_the_standard(seconds, code):
    """The last six digits of the test values of RFC 6238, appendix B (SHA-1)."""
    at = datetime.fromtimestamp(seconds, UTC)
    assert code_rules.match(SECRET, code, at=at, last_step=0) == Match(step=seconds // 30)


@pytest.mark.parametrize(("late", "counts"), [(-3, False), (-2, False), (-1, True), (0, True), (1, True), (2, False), (3, False)])
def test_clock_may_be_half_a_minute_off_and_no_more(late, counts):
    found = code_rules.match(SECRET, code_at(AT + late * HALF_MINUTE), at=AT, last_step=0)
    assert found == Match(step=code_rules.step_of(AT) + late if counts else None)


@pytest.mark.parametrize("used", [-1, 0, 1])
def test_code_counts_once_and_none_before_it_any_more(used):
    last = code_rules.step_of(AT) + used
    answers = {late: code_rules.match(SECRET, code_at(AT + late * HALF_MINUTE), at=AT, last_step=last) for late in (-1, 0, 1)}
    assert {late: found.used for late, found in answers.items()} == {late: late <= used for late in (-1, 0, 1)}


@pytest.mark.parametrize("digits", ["", "0", "12345", "1234567", "000000000000", "mười hai"])
def test_what_is_no_code_belongs_to_no_step(digits):
    assert code_rules.match(SECRET, digits, at=AT, last_step=0) == Match(step=None)


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("123456", "123456"),
        (" 123 456 ", "123456"),
        ("123\u00a0456", "123456"),
        ("1234-5678-9012", "123456789012"),
        ("1234.5678·9012", "123456789012"),
        ("１２３４５６", "123456"),
        ("123456a", ""),
        ("12345٦", ""),
        ("+123456", ""),
        ("", ""),
    ],
)
def test_code_is_read_however_it_is_grouped(typed, digits):
    assert code_rules.digits_of(typed) == digits


def test_recovery_codes_are_ten_different_ones_of_twelve_digits():
    codes = code_rules.new_recovery_codes()
    assert (len(codes), len(set(codes)), {len(code) for code in codes}) == (10, 10, {12})
    assert all(code_rules.digits_of(code_rules.in_groups(code)) == code for code in codes)
    assert set(codes).isdisjoint(code_rules.new_recovery_codes())


def test_secret_is_new_each_time_and_typed_in_groups_of_four():
    first, second = code_rules.new_secret(), code_rules.new_secret()
    assert first != second
    assert [len(group) for group in code_rules.in_groups(first).split(" ")] == [4] * 8


def test_address_for_the_application_names_product_and_person():
    address = code_rules.address_for_app(SECRET, name="chu:tich", issuer="Gần Dân: Vạn Linh")
    read = pyotp.parse_uri(address)
    assert (read.secret, read.name, read.issuer) == (SECRET, "chu tich", "Gần Dân  Vạn Linh")
    assert (read.interval, read.digits) == (30, 6)


@pytest.mark.parametrize(("duty", "role", "entrusted"), list(product(Duty, Role, (False, True))))
def test_who_must_have_a_factor_follows_from_setting_post_and_trust(duty, role, entrusted):
    wide = entrusted or role in (Role.LEADER, Role.ADMINISTRATOR)
    expected = {Duty.OPTIONAL: False, Duty.LEADERS: wide, Duty.ALL: True}[duty]
    assert code_rules.must_have_factor(duty, roles=(role,), entrusted=entrusted) is expected


def test_who_holds_no_post_must_have_a_factor_only_where_everybody_must():
    answers = [code_rules.must_have_factor(duty, roles=(), entrusted=False) for duty in Duty]
    assert dict(zip(Duty, answers, strict=True)) == {Duty.OPTIONAL: False, Duty.LEADERS: False, Duty.ALL: True}
