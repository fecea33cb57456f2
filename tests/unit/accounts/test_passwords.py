"""Hashing: argon2id with the library's defaults, equal work for nobody's name, one-time passwords."""

from __future__ import annotations

import re
import time
from statistics import median

from argon2 import PasswordHasher, extract_parameters

from accounts import passwords, rules


def test_hash_is_argon2id_with_the_defaults_of_the_library():
    hashed = passwords.hash_password("bốn con trâu qua cầu tre")
    defaults = PasswordHasher()
    found = extract_parameters(hashed)
    assert hashed.startswith("$argon2id$")
    assert (found.time_cost, found.memory_cost, found.parallelism) == (
        defaults.time_cost, defaults.memory_cost, defaults.parallelism,
    )  # fmt: skip
    assert not passwords.needs_rehash(hashed)


def test_password_matches_only_itself_in_either_composition():
    hashed = passwords.hash_password("mưa ấm áp hôm nay")
    assert passwords.password_matches("mưa ấm áp hôm nay", hashed=hashed)
    assert passwords.password_matches("mưa ấm áp hôm nay", hashed=hashed)
    assert not passwords.password_matches("mua am ap hom nay", hashed=hashed)


def test_nobodys_password_never_matches():
    assert not passwords.password_matches("", hashed="")
    assert not passwords.password_matches("bất cứ điều gì", hashed=None)


def test_broken_hash_matches_nothing():
    assert not passwords.password_matches("bất cứ điều gì", hashed="!")


def test_weaker_hash_is_to_be_made_anew():
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("bốn con trâu")
    assert passwords.needs_rehash(weak)
    assert passwords.password_matches("bốn con trâu", hashed=weak)


def test_unknown_name_takes_as_long_as_a_known_one():
    hashed = passwords.hash_password("bốn con trâu qua cầu tre")
    passwords.password_matches("làm nóng", hashed=None)

    def taken(stored: str | None) -> float:
        begin = time.process_time()
        passwords.password_matches("sai mật khẩu rồi", hashed=stored)
        return time.process_time() - begin

    pairs = [(taken(hashed), taken(None)) for _ in range(7)]
    known, unknown = median(first for first, _ in pairs), median(second for _, second in pairs)
    assert 0.5 < unknown / known < 2.0


def test_one_time_password_is_readable_strong_and_taken_by_the_rules():
    made = {passwords.one_time_password() for _ in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(r"[2-9a-hjkmnp-z]{4}(-[2-9a-hjkmnp-z]{4}){3}", password) for password in made)
    faults = {rules.password_fault(password, username="tiepdan", common=passwords.common_passwords()) for password in made}
    assert faults == {None}


def test_every_listed_common_password_would_otherwise_be_long_enough():
    listed = passwords.common_passwords()
    assert len(listed) > 60
    assert [word for word in listed if len(word) < rules.PASSWORD_LEAST or word != word.lower()] == []
