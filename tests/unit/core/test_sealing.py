"""Sealed values: keys rotate, foreign keys open nothing, fingerprints find without telling."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Misconfigured
from core.sealing import Sealer

SECRET = "s" * 40
OLD, NEW, FOREIGN = (Fernet.generate_key().decode() for _ in range(3))


def sealer_with(*keys: str, secret_key: str = SECRET) -> Sealer:
    made = Sealer()
    made.configure(data_keys=",".join(keys), secret_key=secret_key)
    return made


@pytest.mark.parametrize("value", ["", "Hoàng Văn Bí Mật", "0912345678", "a" * 5000, "🙂 \n\t", "e\u0301"])
def test_what_was_sealed_comes_back_unchanged(value: str):
    sealer = sealer_with(OLD)
    assert sealer.open(sealer.seal(value)) == value


@given(st.text(max_size=200))
def test_any_text_survives_sealing(value: str):
    sealer = sealer_with(OLD)
    try:
        value.encode()
    except UnicodeEncodeError:
        return
    assert sealer.open(sealer.seal(value)) == value


def test_the_same_value_never_looks_the_same_twice():
    sealer = sealer_with(OLD)
    assert len({sealer.seal("0912345678") for _ in range(50)}) == 50


def test_sealed_text_is_ascii_and_holds_nothing_of_the_value():
    sealed = sealer_with(OLD).seal("Hoàng Văn Bí Mật 0912345678")
    assert sealed.isascii()
    assert [word for word in ("Ho", "0912345678", "Bí") if word in sealed and len(word) > 2] == []


def test_a_new_key_in_front_seals_and_the_old_one_still_opens():
    before, during, after = sealer_with(OLD), sealer_with(NEW, OLD), sealer_with(NEW)
    written_before, written_during = before.seal("an"), during.seal("bình")
    assert (during.open(written_before), during.open(written_during)) == ("an", "bình")
    assert after.open(written_during) == "bình"
    with pytest.raises(Misconfigured):
        after.open(written_before)


def test_resealing_lets_the_old_key_be_thrown_away():
    resealed = sealer_with(NEW, OLD).reseal(sealer_with(OLD).seal("Nguyễn Văn An"))
    assert sealer_with(NEW).open(resealed) == "Nguyễn Văn An"


@pytest.mark.parametrize(
    "sealed",
    [
        "",
        "nonsense",
        "gAAAAA",
        sealer_with(FOREIGN).seal("an"),
        sealer_with(OLD).seal("an")[:-4],
        "A" + sealer_with(OLD).seal("an"),
    ],
    ids=["empty", "nonsense", "beginning", "foreign key", "cut", "shifted"],
)
def test_what_our_keys_did_not_seal_is_refused_with_a_sentence(sealed: str):
    with pytest.raises(Misconfigured) as refused:
        sealer_with(NEW, OLD).open(sealed)
    assert refused.value.sentence == "A sealed value cannot be opened with the present DATA_KEYS."


@pytest.mark.parametrize("position", [0, 10, 40, -5])  # the last letter before the padding holds bits that mean nothing
def test_one_changed_character_is_noticed(position: int):
    sealed = list(sealer_with(OLD).seal("Nguyễn Văn An"))
    sealed[position] = "A" if sealed[position] != "A" else "B"
    with pytest.raises(Misconfigured):
        sealer_with(OLD).open("".join(sealed))


@pytest.mark.parametrize(
    "keys",
    ["short", "A" * 44, "A" * 43 + "=,broken", "Ă" * 43 + "=", f"{OLD} {NEW}"],
    ids=["short", "unpadded", "one of two", "not ASCII", "two"],
)
def test_what_is_not_a_key_is_refused_without_being_named(keys: str):
    with pytest.raises(Misconfigured) as refused:
        Sealer().configure(data_keys=keys, secret_key=SECRET)
    assert refused.value.sentence == "DATA_KEYS holds something that is not a Fernet key (44 characters of base64)."


def test_spaces_and_empty_places_between_keys_do_not_matter():
    sealer = Sealer()
    sealer.configure(data_keys=f" {NEW} ,, {OLD} ,", secret_key=SECRET)
    assert sealer.open(sealer_with(OLD).seal("an")) == "an"
    assert sealer.fingerprint("phone", "1") == sealer_with(NEW, OLD).fingerprint("phone", "1")


def test_a_sealer_without_keys_says_so():
    with pytest.raises(Misconfigured) as refused:
        Sealer().seal("an")
    assert refused.value.sentence == "The data keys were used before the application was made."


def test_a_fingerprint_is_the_same_for_the_same_value_and_survives_rotation():
    first = sealer_with(OLD).fingerprint("phone", "0912345678")
    assert (len(first), sealer_with(OLD).fingerprint("phone", "0912345678")) == (64, first)
    assert sealer_with(NEW, OLD).fingerprint("phone", "0912345678") == first
    assert sealer_with(OLD, secret_key="t" * 40).fingerprint("phone", "0912345678") == first


@pytest.mark.parametrize(
    ("purpose", "value", "keys"),
    [
        ("phone", "0912345679", (OLD,)),
        ("email", "0912345678", (OLD,)),
        ("phone", "0912345678", (NEW,)),
        ("phone", "0912345678", (OLD, NEW)),
        ("phone", "", (OLD,)),
    ],
)
def test_another_value_purpose_or_oldest_key_gives_another_fingerprint(purpose: str, value: str, keys: tuple[str, ...]):
    assert sealer_with(*keys).fingerprint(purpose, value) != sealer_with(OLD).fingerprint("phone", "0912345678")


def test_derived_bytes_depend_on_the_secret_key_alone():
    made = sealer_with(OLD).derive("receipt", "nonce")
    assert (len(made), sealer_with(NEW).derive("receipt", "nonce")) == (32, made)
    others = {
        sealer_with(OLD, secret_key="t" * 40).derive("receipt", "nonce"),
        sealer_with(OLD).derive("receipt", "nonce2"),
        sealer_with(OLD).derive("other", "nonce"),
    }
    assert (len(others), made in others) == (3, False)
