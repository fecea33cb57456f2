"""Envelopes open with their key in their place, and nowhere else."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from core.errors import Misconfigured
from core.sealing import sealer
from denunciation.envelopes import NONCE_BYTES, PADDING, new_key, seal, seal_facts, unseal, unseal_facts, unwrap, wrap

PLACE = {"entry_id": "a" * 32, "field": "content"}


def test_what_was_sealed_opens_again():
    key = new_key()
    assert unseal(seal("Chữ có dấu".encode(), key=key, **PLACE), key=key, **PLACE).decode() == "Chữ có dấu"


def test_the_same_text_is_never_sealed_to_the_same_bytes():
    key = new_key()
    first, second = (seal(b"same", key=key, **PLACE) for _ in range(2))
    assert (first == second, first[:NONCE_BYTES] == second[:NONCE_BYTES]) == (False, False)


@pytest.mark.parametrize(
    "changed", [{"entry_id": "b" * 32, "field": "content"}, {"entry_id": "a" * 32, "field": "accused"}], ids=["entry", "field"]
)
def test_a_value_moved_to_another_place_does_not_open(changed: dict[str, str]):
    key = new_key()
    sealed = seal(b"text", key=key, **PLACE)
    with pytest.raises(Misconfigured):
        unseal(sealed, key=key, **changed)


def test_another_key_does_not_open():
    with pytest.raises(Misconfigured):
        unseal(seal(b"text", key=new_key(), **PLACE), key=new_key(), **PLACE)


@pytest.mark.parametrize("place", [0, NONCE_BYTES, -1])
def test_one_changed_bit_is_noticed(place: int):
    key = new_key()
    sealed = bytearray(seal(b"some longer text", key=key, **PLACE))
    sealed[place] ^= 1
    with pytest.raises(Misconfigured):
        unseal(bytes(sealed), key=key, **PLACE)


def test_short_facts_have_one_length():
    key = new_key()
    lengths = {len(seal_facts({"text": "x" * number}, key=key, **PLACE)) for number in (0, 10, 500, 900)}
    assert lengths == {NONCE_BYTES + PADDING + 16}


def test_facts_come_back_as_they_were():
    key, facts = new_key(), {"text": "Ông ấy", "n": 3, "list": ["a"], "none": None}
    assert unseal_facts(seal_facts(facts, key=key, **PLACE), key=key, **PLACE) == facts


def test_a_wrapped_key_opens_after_the_data_keys_were_rotated():
    old, fresh = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    sealer.configure(data_keys=old, secret_key="s")
    key = new_key()
    wrapped = wrap(key)
    sealer.configure(data_keys=f"{fresh},{old}", secret_key="s")
    assert (unwrap(wrapped) == key, key.hex() in wrapped) == (True, False)


def test_a_wrapped_key_does_not_open_without_its_data_key():
    sealer.configure(data_keys=Fernet.generate_key().decode(), secret_key="s")
    wrapped = wrap(new_key())
    sealer.configure(data_keys=Fernet.generate_key().decode(), secret_key="s")
    with pytest.raises(Misconfigured):
        unwrap(wrapped)
