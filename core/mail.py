"""Email by SMTP: one plain-text letter at a time, from the address in the settings."""

from __future__ import annotations

import smtplib
import ssl
from email.headerregistry import HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy, default
from email.utils import formatdate, make_msgid
from urllib.parse import SplitResult, unquote, urlsplit

TIMEOUT_SECONDS = 20


class WholeLine(UniqueUnstructuredHeader):
    """A header that stays one line: an address that is folded or encoded is no address for who has to call it."""

    def fold(self, *, policy: EmailPolicy) -> str:
        """Return the header as it is sent."""
        return f"{self.name}: {self}{policy.linesep}"


def _policy() -> EmailPolicy:
    headers = HeaderRegistry()
    headers.map_to_type("list-unsubscribe", WholeLine)
    return default.clone(header_factory=headers)


def send(*, mail_url: str, sender: str, recipient: str, title: str, body: str, reference: str, leave: str = "") -> None:
    """Send one letter. ``mail_url``: smtp://user:password@host:port, smtp+tls://… or smtps://…; raises OSError or SMTPException.

    Encrypted, only to a server whose certificate an authority vouches for that the machine trusts: else password and letter go to
    whoever stands between (ssl.SSLError, an OSError).

    ``reference`` makes the Message-ID, so that a letter sent twice after a crash is recognised as one. ``leave`` is the address
    that mail programs call, with one press and without a page, when somebody wants no more letters (RFC 8058).
    """
    place = urlsplit(mail_url)
    letter = EmailMessage(policy=_policy())
    letter["From"], letter["To"], letter["Subject"] = sender, recipient, title.replace("\n", " ")
    letter["Date"] = formatdate(localtime=False)
    letter["Message-ID"] = f"<{reference}@{sender.rpartition('@')[2]}>" if reference else make_msgid()
    if leave:
        letter["List-Unsubscribe"], letter["List-Unsubscribe-Post"] = f"<{leave}>", "List-Unsubscribe=One-Click"
    letter.set_content(body)
    with _server(place) as server:
        if place.scheme == "smtp+tls":
            server.starttls(context=ssl.create_default_context())
        if place.username:
            server.login(unquote(place.username), unquote(place.password or ""))
        server.send_message(letter)


def _server(place: SplitResult) -> smtplib.SMTP:
    host, port = place.hostname or "localhost", place.port or 0
    if place.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
