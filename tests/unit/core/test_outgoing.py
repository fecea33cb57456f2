"""Addresses that somebody typed: which may be called, what a name may lead to, and the signature of what is sent."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import socket

import pytest

from core import outgoing
from core.outgoing import Target, Unsafe, found_at, is_public, signature, target_of

PRIVATE = (
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1", "172.31.255.255",
    "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001:db8::1", "2002:7f00:1::", "2001:0:7f00:1::",
    "fc00::1", "fd12::1", "fe80::1", "fec0::1", "ff02::1",
)  # fmt: skip
PUBLIC = ("1.1.1.1", "8.8.8.8", "103.1.210.1", "2606:4700:4700::1111", "2001:4860:4860::8888", "::ffff:8.8.8.8")


@pytest.mark.parametrize("address", PRIVATE)
def test_address_of_no_public_net_is_never_called(address: str):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_address_of_the_public_internet_may_be_called(address: str):
    assert is_public(ipaddress.ip_address(address))


REFUSED = (
    ("", "address_bad"), ("khong phai dia chi", "address_bad"), ("https://", "address_bad"), ("https:///x", "address_bad"),
    ("https://a.vn:0/", "address_bad"), ("https://a.vn:99999/", "address_bad"), ("https://a.vn:x/", "address_bad"),
    ("https://ai:mat-khau@a.vn/", "address_bad"), ("https://@a.vn/", "address_bad"), ("https://a.vn/#x", "address_bad"),
    ("https://a.vn/\r\nHost: b.vn", "address_bad"), ("https://a.vn/ x", "address_bad"), ("https://a_b.vn/", "address_bad"),
    ("https://xã.vn/", "address_bad"), ("https://a.vn/đường", "address_bad"), ("https://[::1/", "address_bad"),
    ("https://a.vn\\@b.vn/", "address_bad"), ("https://" + "a" * 300 + ".vn/", "address_bad"),
    ("http://a.vn/", "address_not_https"), ("ftp://a.vn/", "address_not_https"), ("file://a.vn/etc/passwd", "address_not_https"),
    ("gopher://a.vn/", "address_not_https"), ("https://localhost/", "address_private"), ("https://may-chu/", "address_private"),
    ("https://127.0.0.1/", "address_private"), ("https://[::1]/", "address_private"),
    ("https://[::ffff:10.0.0.1]/", "address_private"),
    ("https://169.254.169.254/latest/meta-data", "address_private"),
)  # fmt: skip


@pytest.mark.parametrize(("address", "code"), REFUSED)
def test_address_that_must_not_be_called_is_refused_before_anything_is_looked_up(address: str, code: str):
    with pytest.raises(Unsafe) as caught:
        target_of(address)
    assert caught.value.code == code


def test_good_address_is_taken_to_pieces():
    assert target_of("https://he-thong.langson.gov.vn/nhan?a=1") == Target(
        secure=True, host="he-thong.langson.gov.vn", port=443, path="/nhan?a=1"
    )
    assert target_of("https://A.vn:8443") == Target(secure=True, host="a.vn", port=8443, path="/")
    assert target_of("http://127.0.0.1:8080/x", anywhere=True) == Target(secure=False, host="127.0.0.1", port=8080, path="/x")
    with pytest.raises(Unsafe):
        target_of("ftp://127.0.0.1/x", anywhere=True)


def leads_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Let every name lead to these addresses; return the names that were looked up."""
    asked: list[str] = []

    def look_up(host: str, port: int, **_options: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [
            (socket.AF_INET6 if ":" in each else socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses
        ]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


NAME = Target(secure=True, host="a.vn", port=443, path="/")


def test_name_that_leads_to_a_private_address_is_refused_even_among_public_ones(monkeypatch: pytest.MonkeyPatch):
    for addresses in (("127.0.0.1",), ("8.8.8.8", "10.0.0.1"), ("::ffff:192.168.0.1",), ("fe80::1%eth0",)):
        leads_to(monkeypatch, *addresses)
        with pytest.raises(Unsafe) as caught:
            found_at(NAME)
        assert caught.value.code == "address_private", addresses
    leads_to(monkeypatch)
    with pytest.raises(OSError, match="nowhere"):
        found_at(NAME)


def test_name_is_looked_up_once_and_the_connection_goes_to_what_was_found(monkeypatch: pytest.MonkeyPatch):
    asked, called = leads_to(monkeypatch, "8.8.8.8", "1.1.1.1"), []

    def connect(place: tuple[str, int], _timeout: float) -> socket.socket:
        called.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(ConnectionRefusedError):
        outgoing.call("https://a.vn/x", body=b"{}")
    assert (asked, called) == (["a.vn"], [("8.8.8.8", 443)])


def test_signature_is_the_one_that_receivers_make_again():
    made = signature("whsec_abc", timestamp=1_795_000_000, body='{"a":"đ"}'.encode())
    expected = hmac.new(b"whsec_abc", b"1795000000." + '{"a":"đ"}'.encode(), hashlib.sha256).hexdigest()
    assert made == f"v1={expected}"
    assert signature("other", timestamp=1_795_000_000, body=b"") != signature("whsec_abc", timestamp=1_795_000_000, body=b"")
