"""Receipts' codes and secret words."""

from __future__ import annotations

import pytest

from core.codes import ALPHABET, clean_code, hash_secret, new_code, secret_for, secret_matches, word_list
from core.sealing import sealer
from core.text import fold
from tests.infra.settings import settings_for


@pytest.fixture(autouse=True)
def keys(tmp_path):
    settings = settings_for(database_url="", instance=tmp_path)
    sealer.configure(data_keys=str(settings["data_keys"]), secret_key=str(settings["secret_key"]))


def test_codes_do_not_repeat_and_have_no_look_alikes():
    codes = {new_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert set("".join(codes)) - set(ALPHABET) == {"-"}
    assert set("01AEIOUBLSZ") & set(ALPHABET) == set()


@pytest.mark.parametrize("typed", ["7K3MP-9QXTR", "7k3mp9qxtr", " 7K3MP 9QXTR ", "7k3mp–9qxtr"])
def test_a_code_is_read_however_it_is_typed(typed: str):
    assert clean_code(typed) == "7K3MP-9QXTR"


@pytest.mark.parametrize("typed", ["", "7K3MP", "7K3MP-9QXTO", "../../etc", "7K3MP-9QXTR7", "\x00" * 10])
def test_what_cannot_be_a_code_is_none(typed: str):
    assert clean_code(typed) == ""


def test_there_are_1024_words_that_differ_without_marks():
    assert len(word_list()) == 1024
    assert len({fold(word) for word in word_list()}) == 1024


def test_the_same_form_gives_the_same_secret_and_another_form_another():
    assert secret_for("nonce-1") == secret_for("nonce-1")
    assert len({secret_for(f"nonce-{number}") for number in range(500)}) == 500
    assert len(secret_for("nonce-1").split(" · ")) == 4


def test_a_secret_matches_without_marks_capitals_and_separators():
    secret = secret_for("nonce-1")
    hashed = hash_secret(secret)
    assert hashed.startswith("$argon2id$")
    assert secret_matches(secret, hashed=hashed)
    assert secret_matches(fold(secret.replace(" · ", " ")).upper(), hashed=hashed)
    assert not secret_matches(secret_for("nonce-2"), hashed=hashed)
    assert not secret_matches("", hashed=hashed)
    assert not secret_matches(secret, hashed="not a hash")


def test_another_installation_does_not_know_the_secret(tmp_path):
    hashed, secret = hash_secret(secret_for("n")), secret_for("n")
    sealer.configure(data_keys="A" * 43 + "=", secret_key="y" * 40)
    assert secret_for("n") != secret
    assert not secret_matches(secret, hashed=hashed)
