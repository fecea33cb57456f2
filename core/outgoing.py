"""Talking to an address that somebody typed, so that it can be used against nobody: SSRF ends here.

https only; the name is looked up once and the connection goes to the address that was found, which must be one of the public
internet (no private, local, mapped or translated one); no redirect is followed; every call ends within its time. ``anywhere``
lifts the first two rules for development (WEBHOOK_TARGETS=any, never on a production server).
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

STEP_SECONDS, WHOLE_SECONDS = 10.0, 20.0
LONGEST_ADDRESS = 300
LOOKED_AT = 64 * 1024
HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
TARGET = re.compile(r"[!-~]*")
TRANSLATED = tuple(
    ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "fec0::/10", "::/96")
)
"""Nets of IPv6 in which an IPv4 address hides, and an old private one."""
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unsafe(Exception):
    """The address must not be called. ``code``: address_bad, address_not_https, address_private."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Target:
    """An address taken to pieces; ``path`` has the query."""

    secure: bool
    host: str
    port: int
    path: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back: the status, and the first bytes of the body."""

    status: int
    body: bytes


def target_of(address: str, *, anywhere: bool = False) -> Target:
    """Return the pieces of an address. Raises Unsafe for what is no https address, or plainly one of a private net."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Unsafe("address_bad") from None
    literal = _literal(host)
    plain = len(address) <= LONGEST_ADDRESS and TARGET.fullmatch(address) and (literal or HOST.fullmatch(host))
    if not plain or parts.username is not None or parts.password is not None or parts.fragment or port == 0:
        raise Unsafe("address_bad")
    if parts.scheme != "https" and not (anywhere and parts.scheme == "http"):
        raise Unsafe("address_not_https")
    if literal is not None and not anywhere and not is_public(literal):
        raise Unsafe("address_private")
    if literal is None and not anywhere and "." not in host.strip("."):
        raise Unsafe("address_private")
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(secure=secure, host=host, port=port or (443 if secure else 80), path=path)


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def is_public(address: Address) -> bool:
    """Return whether an address is one of the public internet and nothing hides in it."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in net for net in TRANSLATED):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def found_at(target: Target, *, anywhere: bool = False) -> str:
    """Look a name up, once, and return the first address. Raises Unsafe when any of them is not public; OSError."""
    rows = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = [str(row[4][0]) for row in rows]
    if not addresses:
        raise OSError("the name leads nowhere")
    if not anywhere and not all(is_public(ipaddress.ip_address(each.partition("%")[0])) for each in addresses):
        raise Unsafe("address_private")
    return addresses[0]


def call(
    address: str, *, method: str = "POST", body: bytes | None = None, headers: Mapping[str, str] | None = None,
    anywhere: bool = False, looked_at: int = LOOKED_AT, seconds: float | None = None,
) -> Answer:  # fmt: skip
    """Call an address and return what it answered, a redirect included; it ends after ``seconds`` (WHOLE_SECONDS) at the latest.

    Raises Unsafe, OSError, http.client.HTTPException.
    """
    target = target_of(address, anywhere=anywhere)
    connection = _Pinned(target, found_at(target, anywhere=anywhere))
    clock = threading.Timer(seconds or WHOLE_SECONDS, connection.cut)
    clock.daemon = True
    clock.start()
    try:
        connection.request(method, target.path, body=body, headers={"User-Agent": "GanDan-Webhook/1", **(headers or {})})
        answer = connection.getresponse()
        found = Answer(status=answer.status, body=answer.read(looked_at))
    except (OSError, http.client.HTTPException):
        if connection.was_cut:
            raise TimeoutError from None
        raise
    else:
        if connection.was_cut:  # an end that we made ourselves looks like the end of an answer
            raise TimeoutError
        return found
    finally:
        clock.cancel()
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection that goes to one looked-up address; the name is only told to the other side and checked in its certificate."""

    def __init__(self, target: Target, address: str) -> None:
        super().__init__(target.host, target.port, timeout=STEP_SECONDS)
        self.default_port = 443 if target.secure else 80
        self._target, self._address = target, address
        self.was_cut = False

    def connect(self) -> None:
        """Open the connection."""
        self.sock = socket.create_connection((self._address, self._target.port), STEP_SECONDS)
        if self._target.secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self._target.host)
        if self.was_cut:  # the time was over while there was nothing to cut yet
            raise TimeoutError

    def cut(self) -> None:
        """End it from outside, when its time is over."""
        self.was_cut = True
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


def signature(secret: str, *, timestamp: int, body: bytes) -> str:
    """Return the signature of a body sent at a moment (seconds of the epoch), as receivers make it again."""
    made = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1={made.hexdigest()}"
