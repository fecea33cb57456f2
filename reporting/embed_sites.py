"""Which other sites may show the commune's card in a frame, read from one line that an administrator typed. Pure."""

from __future__ import annotations

import re

MOST = 20
SITE = re.compile(r"https?://(\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?")
BETWEEN = re.compile(r"[\s,;]+")
CARD_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors "


def sites_of(line: str) -> tuple[str, ...]:
    """Return the sites that a line names (scheme, host, port), each once; what is none is left out.

    >>> sites_of("https://vanlinh.langson.gov.vn/, javascript:x 'unsafe' https://*.langson.gov.vn")
    ('https://vanlinh.langson.gov.vn', 'https://*.langson.gov.vn')
    """
    typed = (word.lower().rstrip("/") for word in BETWEEN.split(line.strip()))
    return tuple(dict.fromkeys(word for word in typed if SITE.fullmatch(word)))[:MOST]


def card_policy(line: str) -> str:
    """Return the policy of the card: its own style sheet, links, and frames on this site and on the sites of the line."""
    return CARD_POLICY + " ".join(["'self'", *sites_of(line)])
