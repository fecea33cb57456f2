"""The header by which mail programs end letters with one press: one whole line, and only where it belongs."""

from __future__ import annotations

import pytest

from core import mail
from tests.infra.mail import MailServer

TOKEN = "0123456789abcdef" * 4


def send(server: MailServer, *, leave: str = "", title: str = "Tin công khai của Xã Vạn Linh") -> dict[str, str]:
    mail.send(
        mail_url=server.url, sender="xavanlinh@example.vn", recipient="an@example.vn", title=title, body="Tin mới.",
        reference="7", leave=leave,
    )  # fmt: skip
    return {name: str(value) for name, value in server.letters[-1].raw_items()}


@pytest.mark.parametrize("host", ["a.vn", "gop-y.vanlinh.langson.gov.vn", "x" * 60 + ".example.vn"])
def test_the_address_is_one_line_as_it_has_to_be_called(mail_server: MailServer, host: str):
    address = f"https://{host}/theo-doi/thoi/{TOKEN}"
    raw = send(mail_server, leave=address)
    assert raw["List-Unsubscribe"] == f"<{address}>"
    assert raw["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_letters_to_others_have_no_such_header(mail_server: MailServer):
    assert [name for name in send(mail_server) if name.startswith("List-")] == []


def test_other_headers_are_folded_as_before(mail_server: MailServer):
    long = "Đường " * 30 + "cuối"
    send(mail_server, leave=f"https://a.vn/{TOKEN}", title=long)
    assert mail_server.letters[-1]["Subject"] == long


def test_a_line_end_in_the_address_adds_no_header(mail_server: MailServer):
    with pytest.raises(ValueError, match=r"[Hh]eader|line"):
        send(mail_server, leave="https://a.vn/\nBcc: la@example.vn")
    assert mail_server.letters == []
