"""Letters leave by a real SMTP server: once each, patiently when it is away, never at all without one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select
from structlog.testing import capture_logs

from core import jobs, mail, outbox
from core.database import use_unit
from core.extensions import db
from core.outbox import BACKOFF, OutboxMessage
from core.transaction import transaction
from feedback.services.upkeep import deliver_letters, letters_wait
from tests.infra.certificates import own_certificate
from tests.infra.mail import TAKEN, MailServer
from tests.infra.ports import LOOPBACK, free_port
from tests.makers import NOW, Commune, make_commune, make_receipt
from tests.makers_letters import use_mail

SENDER = "an@example.vn"


@pytest.fixture
def commune(app: Flask) -> Iterator[Commune]:
    with app.app_context():
        made = make_commune()
        with use_unit(made.unit_id):
            yield made
        db.session.rollback()


def states() -> list[tuple[str, int]]:
    db.session.rollback()
    rows = db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.email.is_not(None))
        .order_by(OutboxMessage.id)
        .execution_options(populate_existing=True)
    )
    return [(row.state, row.attempts) for row in rows]


def lay(commune: Commune, number: int, *, at: datetime = NOW) -> None:
    with transaction():
        for index in range(number):
            outbox.enqueue(
                unit_id=commune.unit_id, at=at, event="test", subject="case:1", audience="resident", title=f"Thư {index}",
                body="Nội dung có dấu.", dedup_key=f"test:{index}", email=f"nguoi{index}@example.vn",
            )  # fmt: skip


def test_letter_to_a_resident_arrives_as_it_was_written(app: Flask, commune: Commune, mail_server: MailServer):
    use_mail(app, mail_server.url)
    receipt = make_receipt(commune, email=SENDER)
    assert deliver_letters(NOW) == 1
    (letter,) = mail_server.letters
    assert (letter["To"], letter["From"]) == (SENDER, "xavanlinh@example.vn")
    assert letter["Subject"] == f"Hồ sơ {receipt.code} có thông tin mới"
    assert "Ủy ban nhân dân xã Vạn Linh đã nhận thư của ông/bà" in letter.get_content()
    assert states() == [("sent", 1)]


def test_sent_letter_is_not_sent_again(app: Flask, commune: Commune, mail_server: MailServer):
    use_mail(app, mail_server.url)
    lay(commune, 3)
    assert [deliver_letters(NOW), deliver_letters(NOW + timedelta(days=1))] == [3, 0]
    assert [letter["Subject"] for letter in mail_server.letters] == ["Thư 0", "Thư 1", "Thư 2"]


def test_without_a_mail_server_letters_wait_on_their_pages(app: Flask, commune: Commune):
    lay(commune, 2)
    assert letters_wait(NOW) is False
    assert deliver_letters(NOW) == 0
    assert states() == [("waiting", 0)] * 2


def taken_away(unit_id: int) -> None:
    db.session.execute(delete(OutboxMessage).where(OutboxMessage.subject == "case:1"))


def held_back(unit_id: int) -> None:
    outbox.hold_back(unit_id=unit_id, subjects=["case:1"], event="test")


@pytest.mark.parametrize(("command", "left"), [(taken_away, []), (held_back, ["page_only", "page_only"])])
def test_letters_in_hand_do_not_leave_when_their_case_went_meanwhile(
    app: Flask, commune: Commune, monkeypatch: pytest.MonkeyPatch, command: Callable[[int], None], left: list[str]
):
    """Twenty are claimed at once, and one before may hold them up for long: a case is sealed in that time."""
    written_to = []

    def slowly(*, recipient: str, **_letter: object) -> None:
        with transaction():
            command(commune.unit_id)
        written_to.append(recipient)

    use_mail(app, "smtp://mail.example:25")
    monkeypatch.setattr(mail, "send", slowly)
    lay(commune, 3)
    assert (deliver_letters(NOW), written_to) == (1, ["nguoi0@example.vn"])
    assert [state for state, _attempts in states()][1:] == left


def test_server_that_is_away_costs_one_try_and_loses_nothing(app: Flask, commune: Commune, mail_server: MailServer):
    lay(commune, 25)
    use_mail(app, f"smtp://{LOOPBACK}:{free_port()}")
    assert deliver_letters(NOW) == 0
    assert states() == [("waiting", 1)] * 20 + [("waiting", 0)] * 5
    assert deliver_letters(NOW + timedelta(seconds=10)) == 0
    use_mail(app, mail_server.url)
    later = NOW + BACKOFF[0] + BACKOFF[1]
    assert deliver_letters(later) == 25
    assert sorted(letter["To"] for letter in mail_server.letters) == sorted(f"nguoi{index}@example.vn" for index in range(25))
    assert deliver_letters(later + timedelta(hours=7)) == 0


def test_server_with_a_wrong_certificate_is_as_one_that_is_away(app: Flask, commune: Commune, tmp_path: Path):
    server = MailServer(scheme="smtp+tls", certificate=own_certificate(tmp_path))
    server.start()
    use_mail(app, server.url)
    lay(commune, 21)
    with capture_logs() as lines:
        assert deliver_letters(NOW) == 0
    server.stop()
    assert (states(), server.letters) == ([("waiting", 1)] * 20 + [("waiting", 0)], [])
    assert [(line["event"], line["why"]) for line in lines] == [("mail_server_away", "SSLCertVerificationError")]


def test_letter_that_cannot_be_written_does_not_hold_up_the_others(app: Flask, commune: Commune, mail_server: MailServer):
    use_mail(app, mail_server.url)
    lay(commune, 2)
    with transaction():
        db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).first().email = "an@example.vn\nBcc: la@example.vn"
    assert deliver_letters(NOW) == 1
    assert states() == [("waiting", 1), ("sent", 1)]


@pytest.mark.parametrize("recipient", ["nguyễn.an@example.vn", "an@xã.vn"])
def test_address_that_the_server_cannot_carry_does_not_hold_up_the_others(app: Flask, commune: Commune, recipient: str):
    server = MailServer(carries_marks=False)
    server.start()
    use_mail(app, server.url)
    lay(commune, 3)
    with transaction():
        db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).first().email = recipient
    assert deliver_letters(NOW) == 2
    server.stop()
    assert states() == [("waiting", 1), ("sent", 1), ("sent", 1)]


def test_letters_that_were_tried_before_stand_behind_new_ones(app: Flask, commune: Commune, mail_server: MailServer):
    lay(commune, 2)
    use_mail(app, f"smtp://{LOOPBACK}:{free_port()}")
    assert deliver_letters(NOW) == 0
    with transaction():
        outbox.enqueue(
            unit_id=commune.unit_id, at=NOW, event="test", subject="case:1", audience="resident", title="Thư mới",
            body="Nội dung.", dedup_key="test:new", email="moi@example.vn",
        )  # fmt: skip
    use_mail(app, mail_server.url)
    assert deliver_letters(NOW + timedelta(days=1)) == 3
    assert [letter["Subject"] for letter in mail_server.letters] == ["Thư mới", "Thư 0", "Thư 1"]


def test_refused_letter_is_tried_again_with_growing_pauses_and_then_given_up(
    app: Flask, commune: Commune, mail_server: MailServer
):
    use_mail(app, mail_server.url)
    lay(commune, 1)
    mail_server.answer = "451 try again later"
    tries = []
    for hours in range(100):
        if letters_wait(NOW + timedelta(hours=hours)):
            tries.append(hours)
            deliver_letters(NOW + timedelta(hours=hours))
    assert tries[:6] == [0, 1, 2, 3, 5, 11]
    assert states()[0][0] == "failed"
    assert tries[-1] <= 78
    mail_server.answer = TAKEN
    assert deliver_letters(NOW + timedelta(hours=101)) == 0


def test_letter_older_than_three_days_is_not_sent_when_mail_is_switched_on(app: Flask, commune: Commune, mail_server: MailServer):
    lay(commune, 1, at=NOW - timedelta(days=4))
    use_mail(app, mail_server.url)
    assert deliver_letters(NOW) == 0
    assert (mail_server.letters, states()) == ([], [("failed", 1)])


def test_worker_killed_between_claim_and_sending_sends_it_after_the_pause(app: Flask, commune: Commune, mail_server: MailServer):
    use_mail(app, mail_server.url)
    lay(commune, 1)
    with transaction():
        assert len(outbox.claim_due(at=NOW)) == 1
    assert deliver_letters(NOW) == 0
    assert deliver_letters(NOW + BACKOFF[0]) == 1
    assert len(mail_server.letters) == 1


def test_same_letter_sent_twice_after_a_crash_carries_the_same_id(app: Flask, commune: Commune, mail_server: MailServer):
    use_mail(app, mail_server.url)
    lay(commune, 1)
    deliver_letters(NOW)
    with transaction():
        row = db.session.scalars(select(OutboxMessage)).one()
        row.state, row.next_try_at = "waiting", NOW
    deliver_letters(NOW)
    assert len({letter["Message-ID"] for letter in mail_server.letters}) == 1


def test_two_workers_never_claim_the_same_letter(app: Flask, commune: Commune):
    lay(commune, 3)
    with transaction():
        first = [row.id for row in outbox.claim_due(at=NOW)]
    with transaction():
        second = [row.id for row in outbox.claim_due(at=NOW)]
    assert (len(first), second) == (3, [])


def test_worker_delivers_by_itself(app: Flask, commune: Commune, mail_server: MailServer):
    use_mail(app, mail_server.url)
    make_receipt(commune, email=SENDER)
    assert jobs.run_due(at=NOW)["letters"] == 1
    assert [letter["To"] for letter in mail_server.letters] == [SENDER]
