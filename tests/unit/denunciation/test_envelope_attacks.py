"""What a thief or a wrong hand can do to an envelope: every byte, every place, every key; and what the bytes tell."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import date

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Misconfigured
from core.sealing import sealer
from denunciation.envelopes import NONCE_BYTES, PADDING, new_key, seal, seal_facts, unseal, unseal_facts, unwrap, wrap

ENTRY, OTHER = "a" * 32, "b" * 32
FIELDS = ("content", "accused", "identity", "copy", "paper", "added:1", "added:11", "step:1", "step:11", f"file:{ENTRY}")
TAG_BYTES = 16


def opens(sealed: bytes, key: bytes, *, entry_id: str = ENTRY, field: str = "content") -> bool:
    try:
        unseal(sealed, key=key, entry_id=entry_id, field=field)
    except Misconfigured:
        return False
    return True


def test_no_byte_of_an_envelope_can_be_changed():
    key = new_key()
    sealed = seal("Ông ấy nhận tiền".encode(), key=key, entry_id=ENTRY, field="content")
    opened = [
        place for place in range(len(sealed)) for bit in (1, 128)
        if opens(sealed[:place] + bytes([sealed[place] ^ bit]) + sealed[place + 1 :], key)
    ]  # fmt: skip
    assert (opened, opens(sealed, key)) == ([], True)


@pytest.mark.parametrize("length", [NONCE_BYTES, NONCE_BYTES + 1, NONCE_BYTES + TAG_BYTES, -TAG_BYTES, -1])
def test_a_shortened_envelope_does_not_open(length: int):
    key = new_key()
    sealed = seal(b"0123456789" * 4, key=key, entry_id=ENTRY, field="content")
    assert opens(sealed[:length], key) is False


@pytest.mark.parametrize("more", [b"\0", b"x" * 16])
def test_a_lengthened_envelope_does_not_open(more: bytes):
    key = new_key()
    sealed = seal(b"text", key=key, entry_id=ENTRY, field="content")
    assert (opens(sealed + more, key), opens(more + sealed, key)) == (False, False)


@pytest.mark.parametrize("sealed_as", FIELDS)
@pytest.mark.parametrize("opened_as", FIELDS)
def test_a_value_opens_in_its_own_field_alone(sealed_as: str, opened_as: str):
    key = new_key()
    assert opens(seal(b"text", key=key, entry_id=ENTRY, field=sealed_as), key, field=opened_as) is (sealed_as == opened_as)


@pytest.mark.parametrize(
    ("entry_id", "field", "why"),
    [
        (OTHER, "content", "another entry"),
        ("A" * 32, "content", "capitals are another id"),
        (ENTRY, "Content", "capitals are another field"),
        (ENTRY, "content ", "a space more"),
        (ENTRY, "", "no field"),
        ("", "content", "no entry"),
        (ENTRY[:-1], "acontent", "a letter moved over the border"),
    ],
)
def test_the_place_is_bound_letter_by_letter(entry_id: str, field: str, why: str):
    key = new_key()
    assert opens(seal(b"text", key=key, entry_id=ENTRY, field="content"), key, entry_id=entry_id, field=field) is False, why


def test_two_values_of_an_entry_cannot_change_places():
    key = new_key()
    content, accused = (seal(field.encode(), key=key, entry_id=ENTRY, field=field) for field in ("content", "accused"))
    assert (opens(content, key, field="accused"), opens(accused, key, field="content")) == (False, False)


def test_nonce_of_one_and_text_of_another_do_not_open():
    key = new_key()
    first, second = (seal(b"same text", key=key, entry_id=ENTRY, field="content") for _ in range(2))
    assert opens(first[:NONCE_BYTES] + second[NONCE_BYTES:], key) is False


def test_two_thousand_envelopes_have_two_thousand_nonces():
    key = new_key()
    nonces = {seal(b"", key=key, entry_id=ENTRY, field="content")[:NONCE_BYTES] for _ in range(2000)}
    assert (len(nonces), {len(nonce) for nonce in nonces}) == (2000, {12})


def test_keys_are_256_bits_and_never_the_same():
    keys = [new_key() for _ in range(500)]
    assert (len(set(keys)), {len(key) for key in keys}) == (500, {32})


@given(plain=st.binary(max_size=300))
def test_any_bytes_come_back_and_show_nothing_of_themselves(plain: bytes):
    key = new_key()
    sealed = seal(plain, key=key, entry_id=ENTRY, field="content")
    assert unseal(sealed, key=key, entry_id=ENTRY, field="content") == plain
    assert (len(sealed) - len(plain), len(plain) >= 8 and plain in sealed) == (NONCE_BYTES + TAG_BYTES, False)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-10**9, 10**9) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=8,
)  # fmt: skip


@given(facts=st.dictionaries(st.text(max_size=8), JSON, max_size=5))
def test_facts_come_back_and_their_length_is_a_step(facts: dict[str, object]):
    key = new_key()
    sealed = seal_facts(facts, key=key, entry_id=ENTRY, field="content")
    assert unseal_facts(sealed, key=key, entry_id=ENTRY, field="content") == facts
    assert (len(sealed) - NONCE_BYTES - TAG_BYTES) % PADDING == 0


@pytest.mark.parametrize(
    ("letters", "blocks"), [(0, 1), (1012, 1), (1013, 1), (1014, 2), (2037, 2), (2038, 3)],
    ids=["empty", "short", "exactly one block", "one letter more", "exactly two blocks", "one letter more than two"],
)  # fmt: skip
def test_a_block_more_begins_after_1024_bytes(letters: int, blocks: int):
    frame = len(json.dumps({"text": ""}, separators=(",", ":")))
    assert frame == 11
    sealed = seal_facts({"text": "x" * letters}, key=new_key(), entry_id=ENTRY, field="content")
    assert (len(sealed) - NONCE_BYTES - TAG_BYTES) // PADDING == blocks


def test_yes_and_no_or_two_names_look_alike():
    key = new_key()
    lengths = {
        len(seal_facts(facts, key=key, entry_id=ENTRY, field="accused"))
        for facts in (
            {"id": 1, "text": ""},
            {"id": None, "text": "Ông Bùi Văn Nhận, nơi khác"},
            {"id": 10_000, "text": "x" * 200},
        )
    }
    assert len(lengths) == 1


def test_a_day_is_kept_as_it_is_written():
    key = new_key()
    sealed = seal_facts({"on": date(2026, 11, 20)}, key=key, entry_id=ENTRY, field="step:1")
    assert unseal_facts(sealed, key=key, entry_id=ENTRY, field="step:1") == {"on": "2026-11-20"}


def test_database_drivers_that_return_memory_are_understood():
    key = new_key()
    sealed = memoryview(seal(b"text", key=key, entry_id=ENTRY, field="content"))
    assert unseal(sealed, key=key, entry_id=ENTRY, field="content") == b"text"


# ------------------------------------------------------------------ keys around keys


def configured(*keys: str) -> None:
    sealer.configure(data_keys=",".join(keys), secret_key="s")


def test_an_entry_opens_through_every_step_of_a_rotation():
    old, middle, fresh = (Fernet.generate_key().decode() for _ in range(3))
    configured(old)
    key = new_key()
    wrapped = wrap(key)
    steps = []
    for keys in ((middle, old), (fresh, middle, old), (old, fresh)):
        configured(*keys)
        steps.append(unwrap(wrapped) == key)
    assert steps == [True, True, True]


def test_after_resealing_the_old_data_key_is_worth_nothing():
    old, fresh = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    configured(old)
    key = new_key()
    wrapped = wrap(key)
    configured(fresh, old)
    again = sealer.reseal(wrapped)
    configured(fresh)
    assert unwrap(again) == key
    with pytest.raises(Misconfigured):
        unwrap(wrapped)
    configured(old)
    with pytest.raises(Misconfigured):
        unwrap(again)


def test_a_wrapped_key_shows_neither_itself_nor_that_it_is_the_same():
    configured(Fernet.generate_key().decode())
    key = new_key()
    first, second = wrap(key), wrap(key)
    assert (first == second, b64encode(key).decode() in first, first.isascii()) == (False, False, True)


@pytest.mark.parametrize("wrapped", ["", "x", "gAAAA", "không"], ids=["empty", "a letter", "a beginning", "letters with marks"])
def test_what_is_no_wrapped_key_is_refused_as_one(wrapped: str):
    configured(Fernet.generate_key().decode())
    with pytest.raises(Misconfigured):
        unwrap(wrapped)


def test_destroying_the_key_of_the_identity_leaves_the_content():
    content_key, identity_key = new_key(), new_key()
    content = seal_facts({"story": "x"}, key=content_key, entry_id=ENTRY, field="content")
    identity = seal_facts({"name": "An"}, key=identity_key, entry_id=ENTRY, field="identity")
    del identity_key
    assert (opens(content, content_key), opens(identity, content_key, field="identity")) == (True, False)
