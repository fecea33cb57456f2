"""Email through a real SMTP server: what arrives, what is refused, and a server that is not there."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from core import letters, mail
from tests.infra.certificates import own_certificate
from tests.infra.mail import TAKEN, MailServer
from tests.infra.ports import LOOPBACK, free_port

BODY = "Kính gửi ông Nguyễn Văn An,\n\nHồ sơ đã có kết quả.\n.\nDòng sau dấu chấm."


def send(url: str, **changes: object) -> None:
    values = {
        "sender": "xavanlinh@example.vn",
        "recipient": "an@example.vn",
        "title": "Có tin mới",
        "body": BODY,
        "reference": "7",
    }
    mail.send(mail_url=url, **{"body": BODY, "reference": "7", **values, **changes})


def test_a_letter_arrives_whole(mail_server: MailServer):
    send(mail_server.url)
    (letter,) = mail_server.letters
    assert (letter["From"], letter["To"], letter["Subject"]) == ("xavanlinh@example.vn", "an@example.vn", "Có tin mới")
    assert letter["Message-ID"] == "<7@example.vn>"
    assert (letter.get_content_type(), letter.is_multipart()) == ("text/plain", False)
    assert letter.get_content().splitlines() == BODY.splitlines()
    assert letter["Date"].endswith(" -0000")


@pytest.mark.parametrize(
    "title",
    ["Tin", "Đường " * 30 + "cuối", "Hồ sơ 7K3MP-9QXTR có thông tin mới", "dấu : và ; và <thẻ>", "một\nhai", "🙂"],
)
def test_every_title_arrives_on_one_line(mail_server: MailServer, title: str):
    send(mail_server.url, title=title)
    assert mail_server.letters[0]["Subject"] == title.replace("\n", " ")


@pytest.mark.parametrize("name", ["recipient", "sender"])
def test_a_line_end_in_an_address_adds_no_recipient(mail_server: MailServer, name: str):
    with pytest.raises(ValueError, match=r"[Hh]eader|line"):
        send(mail_server.url, **{name: "an@example.vn\nBcc: la@example.vn"})
    assert mail_server.letters == []


def test_without_a_reference_every_letter_has_a_name_of_its_own(mail_server: MailServer):
    for _ in range(2):
        send(mail_server.url, reference="")
    assert len({letter["Message-ID"] for letter in mail_server.letters}) == 2


@pytest.mark.parametrize("answer", ["451 try again later", "550 no such person", "554 spam", "552 too large"])
def test_a_refusal_is_told_with_its_code(mail_server: MailServer, answer: str):
    mail_server.answer = answer
    with pytest.raises(smtplib.SMTPResponseException) as refused:
        send(mail_server.url)
    assert (refused.value.smtp_code, mail_server.letters) == (int(answer[:3]), [])


def test_after_a_refusal_the_next_letter_goes(mail_server: MailServer):
    mail_server.answer = "451 try again later"
    with pytest.raises(smtplib.SMTPException):
        send(mail_server.url, reference="1")
    mail_server.answer = TAKEN
    send(mail_server.url, reference="2")
    assert [letter["Message-ID"] for letter in mail_server.letters] == ["<2@example.vn>"]


def test_a_server_that_is_away_is_an_os_error():
    with pytest.raises(ConnectionRefusedError):
        send(f"smtp://{LOOPBACK}:{free_port()}")


@pytest.fixture(params=["smtp+tls", "smtps"])
def secure_server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MailServer]:
    server = MailServer(scheme=request.param, certificate=own_certificate(tmp_path))
    server.start()
    yield server
    server.stop()


def test_a_server_whose_certificate_nobody_vouches_for_gets_neither_password_nor_letter(secure_server: MailServer):
    with pytest.raises(ssl.SSLCertVerificationError):
        send(secure_server.url.replace("://", "://user:p%40ss@"))
    assert secure_server.letters == []


def test_a_server_of_an_authority_that_the_machine_trusts_gets_it(
    secure_server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "own.crt"))
    send(secure_server.url)
    assert [letter["Subject"] for letter in secure_server.letters] == ["Có tin mới"]


def test_a_certificate_of_another_server_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "own.crt"))
    server = MailServer(scheme="smtp+tls", certificate=own_certificate(tmp_path, address="127.0.0.2"))
    server.start()
    with pytest.raises(ssl.SSLCertVerificationError, match="not valid for"):
        send(server.url)
    server.stop()
    assert server.letters == []


@pytest.mark.parametrize("scheme", ["smtp+tls", "smtp"])
def test_what_should_be_encrypted_or_signed_in_is_not_sent_openly(mail_server: MailServer, scheme: str):
    user = "" if scheme == "smtp+tls" else "user:p%40ss@"
    with pytest.raises(smtplib.SMTPNotSupportedError):
        send(mail_server.url.replace("smtp://", f"{scheme}://{user}"))
    assert mail_server.letters == []


def test_the_settings_name_server_and_sender(sqlite_app: Flask):
    with sqlite_app.app_context():
        assert letters.mail_settings() == ("", "")
        given = {"mail_url": "smtp://mail.example:25", "mail_from": "xa@example.vn"}
        sqlite_app.config["SETTINGS"] = replace(sqlite_app.config["SETTINGS"], **given)
        assert letters.mail_settings() == ("smtp://mail.example:25", "xa@example.vn")


@pytest.mark.parametrize(
    ("public_url", "address"),
    [("", "/ho-so"), ("https://xa.example", "https://xa.example/ho-so"), ("https://xa.example/", "https://xa.example/ho-so")],
)
def test_letters_name_the_public_address(sqlite_app: Flask, public_url: str, address: str):
    with sqlite_app.app_context():
        sqlite_app.config["SETTINGS"] = replace(sqlite_app.config["SETTINGS"], public_url=public_url)
        assert letters.public_address("/ho-so") == address
