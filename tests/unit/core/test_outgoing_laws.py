"""Laws of calling an address: whatever is typed is a good target or refused, and no writing of a private address gets through."""

from __future__ import annotations

import ipaddress

from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.outgoing import Target, Unsafe, is_public, signature, target_of

CODES = {"address_bad", "address_not_https", "address_private"}
PRIVATE_V4 = st.one_of(
    *(
        st.integers(min_value=int(net[0]), max_value=int(net[-1])).map(ipaddress.IPv4Address)
        for net in map(
            ipaddress.IPv4Network,
            ("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
             "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4"),
        )
    )
)  # fmt: skip


def target_or_code(text: str) -> Target | str:
    """Return the target, or why it is refused."""
    try:
        return target_of(text)
    except Unsafe as refused:
        return refused.code


@given(
    st.one_of(
        st.text(max_size=60),
        st.text(max_size=40).map(lambda text: f"https://{text}"),
        st.text(alphabet="abc.:/@[]#?%\\0123456789", max_size=40).map(lambda text: f"https://{text}"),
    )
)
@example("https://a.vn:65536/")
@example("https://[::]/")
@example("https://[/")
@example("https://a.vn:-1/")
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_target_or_refused_by_name(text: str):
    target = target_or_code(text)
    if isinstance(target, str):
        assert target in CODES
    else:
        assert (target.secure, 0 < target.port < 65536, target.path.startswith("/")) == (True, True, True)
        assert not set(target.path) & set(" \r\n\t")
        assert "@" not in target.host
        assert "." in target.host or ":" in target.host


@given(PRIVATE_V4)
@settings(max_examples=200, deadline=None)
def test_private_address_is_private_in_every_writing(address: ipaddress.IPv4Address):
    number = int(address)
    inside = (
        address, ipaddress.IPv6Address(0xFFFF_0000_0000 + number), ipaddress.IPv6Address(number),
        ipaddress.IPv6Address((0x64FF9B << 96) + number), ipaddress.IPv6Address((0x2002 << 112) + (number << 80)),
    )  # fmt: skip
    assert [is_public(each) for each in inside] == [False] * 5
    for each in inside:
        written = f"https://[{each}]/" if each.version == 6 else f"https://{each}/"
        assert target_or_code(written) == "address_private"


@given(st.integers(min_value=0, max_value=2**128 - 1))
@settings(max_examples=200, deadline=None)
def test_only_what_the_registry_calls_global_is_public(number: int):
    address = ipaddress.IPv6Address(number)
    assert not is_public(address) or address.is_global


@given(st.text(max_size=20), st.integers(min_value=0, max_value=2**40), st.binary(max_size=40), st.binary(min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_signature_changes_with_every_byte_that_is_signed(secret: str, timestamp: int, body: bytes, more: bytes):
    made = signature(secret, timestamp=timestamp, body=body)
    assert made == signature(secret, timestamp=timestamp, body=body)
    assert made != signature(secret, timestamp=timestamp, body=body + more)
    assert made != signature(secret, timestamp=timestamp + 1, body=body)
    assert made != signature(secret + "x", timestamp=timestamp, body=body)
