"""A real SMTP server for tests: it takes letters, keeps them, and can be told to refuse."""

from __future__ import annotations

import ssl
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.infra.ports import LOOPBACK, free_port

TAKEN = "250 Message accepted for delivery"


class MailServer:
    """``letters`` are what was delivered, in order; ``answer`` is what the server says to the next ones.

    ``carries_marks``: whether it takes addresses with letters of other scripts (SMTPUTF8, RFC 6531); hardly any does.
    ``certificate``: a certificate and its key; then it offers encryption (``scheme`` smtp+tls) or speaks nothing else (smtps).
    """

    def __init__(self, *, carries_marks: bool = True, scheme: str = "smtp", certificate: tuple[Path, Path] | None = None) -> None:
        self.letters: list[EmailMessage] = []
        self.answer = TAKEN
        self.port, self.scheme = free_port(), scheme
        tls = {"smtps": "ssl_context", "smtp+tls": "tls_context"}
        secure = {tls[scheme]: _context(*certificate)} if certificate else {}
        self._controller = Controller(self, hostname=LOOPBACK, port=self.port, enable_SMTPUTF8=carries_marks, **secure)

    @property
    def url(self) -> str:
        """The server's address as the setting MAIL_URL."""
        return f"{self.scheme}://{LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Listen."""
        self._controller.start()

    def stop(self) -> None:
        """Listen no more."""
        self._controller.stop()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the letter, unless told to refuse."""
        if self.answer == TAKEN:
            self.letters.append(message_from_bytes(envelope.original_content or b"", policy=policy.default))
        return self.answer


def _context(certificate: Path, secret: Path) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate, secret)
    return made
