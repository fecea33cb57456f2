"""The settings of short messages: taken whole or refused with a sentence, and never shown."""

from __future__ import annotations

import pytest

from core.config import from_environment
from core.errors import Misconfigured
from core.sms_address import is_sender, sms_address
from tests.unit.core.test_config import GOOD

GATEWAY = {
    "SMS_URL": "https://geheim-token@sms.tinh.example/v1/messages", "SMS_FROM": "UBND VLINH", "PUBLIC_URL": "https://vanlinh.example",
}  # fmt: skip


def test_gateway_is_taken_and_its_token_is_never_shown():
    settings = from_environment({**GOOD, **GATEWAY, "SMS_MARKS": "on"})
    assert (settings.sms_from, settings.sms_marks) == ("UBND VLINH", "on")
    assert "geheim" not in repr(settings)
    address = sms_address(settings.sms_url)
    assert (address.url, address.token) == ("https://sms.tinh.example/v1/messages", "geheim-token")
    assert "geheim" not in repr(address) + str(address)


@pytest.mark.parametrize(
    ("typed", "url", "token"),
    [
        ("https://a@b.vn", "https://b.vn/", "a"),
        ("https://a%40b%3Ac@b.vn:8443/x?y=1", "https://b.vn:8443/x?y=1", "a@b:c"),
        ("http://a@127.0.0.1:8080/sms", "http://127.0.0.1:8080/sms", "a"),
        ("http://a@[::1]:8080/sms", "http://[::1]:8080/sms", "a"),
    ],
)
def test_address_is_taken_to_pieces(typed: str, url: str, token: str):
    found = sms_address(typed)
    assert (found.url, found.token) == (url, token)


@pytest.mark.parametrize(
    "address",
    [
        "https://sms.example.vn/v1", "http://token@sms.example.vn/v1", "token@sms.example.vn", "https://user:password@sms.example.vn",
        "https://token@sms.example.vn:99999", "https://token@sms.example.vn:0/", "https://token@sms.example.vn:port", "ftp://t@h/",
        "https://token@", "https://@sms.example.vn", "https://to ken@sms.example.vn", "https://t%0Aoken@sms.example.vn",
        "https://t%C4%91@sms.example.vn", "https://token@sms.example.vn/#x", "https://token@sms.example.vn/a b", "sms", "https://t@xã.vn/",
    ],
)  # fmt: skip
def test_address_that_cannot_be_right_is_refused_without_being_repeated(address: str):
    with pytest.raises(Misconfigured) as refused:
        from_environment({"INSTANCE_DIR": "no-such-folder", **GOOD, **GATEWAY, "SMS_URL": address})
    assert refused.value.sentence == (
        "SMS_URL must look like https://token@sms.example.vn/v1/messages, with the token before the @ "
        "(http only for this machine)."
    )


@pytest.mark.parametrize(
    ("changes", "beginning"),
    [
        ({"SMS_FROM": ""}, "SMS_FROM, the name that messages come from, must have 2 to 11 Latin letters and digits."),
        ({"SMS_FROM": "X"}, "SMS_FROM, the name"),
        ({"SMS_FROM": "MUOIHAICHUSO"}, "SMS_FROM, the name"),
        ({"SMS_FROM": "Gần Dân"}, "SMS_FROM, the name"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL is missing: short messages (SMS_URL) lead to the page for looking up."),
        ({"SMS_MARKS": "yes"}, 'SMS_MARKS is "off" or, for messages with Vietnamese marks, "on".'),
    ],
)
def test_half_set_gateway_is_refused_with_a_sentence(changes: dict[str, str], beginning: str):
    with pytest.raises(Misconfigured) as refused:
        from_environment({"INSTANCE_DIR": "no-such-folder", **GOOD, **GATEWAY, **changes})
    assert refused.value.sentence.startswith(beginning)


@pytest.mark.parametrize(("name", "good"), [("GANDAN", True), ("UBND V.Linh", True), ("A-", True), ("-A", False), ("AB ", False)])
def test_name_of_the_sender(name: str, good: bool):
    assert is_sender(name) is good
