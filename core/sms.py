"""Handing one short message to a gateway: a plain HTTP contract that a provider of brand names or a small adapter can serve.

POST, JSON of ``to`` (84912345678), ``text``, ``from``, ``reference``; the token as Bearer; Idempotency-Key is the reference,
the same at every try. docs/operations.md tells it to whoever builds the other side.
"""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field
from enum import StrEnum

from core import outgoing
from core.sms_address import SmsAddress

SECONDS = 15.0
TRIED_AGAIN = frozenset({408, 425, 429})
OUR_FAULT = frozenset({401, 402, 403, 404, 405})


class Fate(StrEnum):
    """What became of one try. refused: never again; later: this one again; away: the gateway takes nothing now."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    LATER = "later"
    AWAY = "away"


@dataclass(frozen=True, kw_only=True)
class Gateway:
    """Where messages leave, under which name; ``marks``: with diacritics."""

    address: SmsAddress = field(repr=False)
    sender: str
    marks: bool


@dataclass(frozen=True, kw_only=True)
class Tried:
    """How a try ended; ``fault`` is a status or a short word for logs and the clerk's list, "" when it was accepted."""

    fate: Fate
    fault: str = ""


def send(gateway: Gateway, *, to: str, text: str, reference: str) -> Tried:
    """Hand one message in. Nothing of it, nor of the answer, is told but a status."""
    body = json.dumps({"to": to, "text": text, "from": gateway.sender, "reference": reference}, ensure_ascii=False).encode()
    headers = {
        "Authorization": f"Bearer {gateway.address.token}", "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": reference, "User-Agent": "GanDan-SMS/1",
    }  # fmt: skip
    try:
        answer = outgoing.call(gateway.address.url, body=body, headers=headers, anywhere=True, looked_at=1024, seconds=SECONDS)
    except TimeoutError:
        return Tried(fate=Fate.AWAY, fault="timeout")
    except (OSError, outgoing.Unsafe):
        return Tried(fate=Fate.AWAY, fault="unreachable")
    except (http.client.HTTPException, ValueError):
        return Tried(fate=Fate.LATER, fault="no_http")
    return fate_of(answer.status)


def fate_of(status: int) -> Tried:
    """Return what a status means. 401 to 405 are about token, account and address, not about the message: it waits."""
    if 200 <= status < 300:
        return Tried(fate=Fate.ACCEPTED)
    if status in OUR_FAULT or status == 429:
        return Tried(fate=Fate.AWAY, fault=str(status))
    if 400 <= status < 500 and status not in TRIED_AGAIN:
        return Tried(fate=Fate.REFUSED, fault=str(status))
    return Tried(fate=Fate.LATER, fault=str(status))
