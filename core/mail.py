"""Email by SMTP: one plain-text letter at a time, from the address in the settings."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 20


def send(*, mail_url: str, sender: str, recipient: str, title: str, body: str, reference: str) -> None:
    """Send one letter. ``mail_url``: smtp://user:password@host:port or smtps://…; raises OSError or SMTPException.

    ``reference`` makes the Message-ID, so that a letter sent twice after a crash is recognised as one.
    """
    place = urlsplit(mail_url)
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, recipient, title.replace("\n", " ")
    letter["Date"] = formatdate(localtime=False)
    letter["Message-ID"] = f"<{reference}@{sender.rpartition('@')[2]}>" if reference else make_msgid()
    letter.set_content(body)
    maker = smtplib.SMTP_SSL if place.scheme == "smtps" else smtplib.SMTP
    with maker(place.hostname or "localhost", place.port or 0, timeout=TIMEOUT_SECONDS) as server:
        if place.scheme == "smtp+tls":
            server.starttls()
        if place.username:
            server.login(unquote(place.username), unquote(place.password or ""))
        server.send_message(letter)
