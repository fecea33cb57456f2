"""The origin of an address decides where the provider's endpoints may lie and where forms may lead."""

from __future__ import annotations

import pytest

from accounts.vouched import ProviderFault, Vouched, origin_of


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://sso.tinh.example/realms/a?b#c", "https://sso.tinh.example"),
        ("https://SSO.tinh.example:443/", "https://sso.tinh.example"),
        ("https://sso.tinh.example:8443/x", "https://sso.tinh.example:8443"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://[::1]:9000/x", "http://[::1]:9000"),
        ("https://sso.tinh.example@xau.example/", ""),
        ("https://sso.tinh.example:port/", ""),
        ("http://[::1", ""),
        ("javascript:alert(1)", ""),
        ("//xau.example/", ""),
        ("/auth", ""),
        ("", ""),
    ],
)
def test_origin_is_scheme_host_and_port(address: str, origin: str):
    assert origin_of(address) == origin


def test_who_is_vouched_for_does_not_show_in_logs():
    shown = repr(Vouched(issuer="https://sso.tinh.example", subject="cccd-042", email="lan@vanlinh.example"))
    assert shown == "Vouched(issuer='https://sso.tinh.example')"


def test_fault_tells_its_code_only():
    assert str(ProviderFault("answer", "no ID token")) == "answer"
