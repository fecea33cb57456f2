"""Photos of a letter: taken with it, kept while it is put right, and shown only to those who may see them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core import attachments
from core.attachments import Attachment
from core.codes import secret_for
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines.clock import now_utc
from feedback.models import Case
from feedback.services import photos
from tests.makers import NOW, Commune, make_case, publish_case
from tests.makers_resident import HEIC, jpeg, letter_form, look_up, post_letter, send_letter, sentences, token_in, upload

MEGABYTE = 1024 * 1024
LEFT_OUT = "Tệp nêu trên đã được bỏ ra: hãy chọn ảnh khác, hoặc cứ gửi đi không kèm tệp ấy."


def rows(app: Flask, home: Commune) -> list[Attachment]:
    with app.app_context(), use_unit(home.unit_id):
        return list(db.session.scalars(select(Attachment).order_by(Attachment.id)))


def subjects(app: Flask, home: Commune) -> list[tuple[str, str]]:
    return [(row.subject.split(":")[0], row.purpose) for row in rows(app, home)]


def make_ready(app: Flask) -> None:
    """Do what the worker does with every photo that waits."""
    with app.app_context():
        for public_id in [row.public_id for row in db.session.scalars(select(Attachment).execution_options(all_units=True))]:
            width, height = attachments.re_encode(public_id)
            with transaction():
                row = db.session.scalars(
                    select(Attachment).where(Attachment.public_id == public_id).execution_options(all_units=True)
                ).one()
                row.state, row.width, row.height = "ready", width, height


# ---------------------------------------------------------------- with the letter


def test_photos_come_with_the_letter(app: Flask, client: FlaskClient, home: Commune):
    send_letter(client, photos=[upload(jpeg("red")), upload(jpeg("blue"))])
    with app.app_context(), use_unit(home.unit_id):
        case = db.session.scalars(select(Case)).one()
    assert [(row.subject, row.purpose, row.state) for row in rows(app, home)] == [(f"case:{case.id}", "story", "waiting")] * 2


def test_letter_sent_twice_has_its_photos_once(app: Flask, client: FlaskClient, home: Commune):
    form = letter_form(client)
    for _ in range(2):
        client.post("/gui", data={**form, "photos": [upload(jpeg())]})
    assert subjects(app, home) == [("case", "story")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (HEIC, "Ảnh HEIC của iPhone chưa đọc được. Hãy chọn ảnh dạng JPEG."),
        (b"", "Tệp này trống. Hãy chọn lại."),
        (b"GIF89a" + b"x" * 40, "Tệp này không phải ảnh JPEG, PNG hay WebP."),
        (b"%PDF-1.4 dong nay khong phai anh", "Tệp này không phải ảnh JPEG, PNG hay WebP."),
        (b"\xff\xd8\xff" + b"x" * (10 * MEGABYTE), "Tệp lớn hơn 10 MB. Hãy chọn tệp nhỏ hơn."),
    ],
    ids=["heic", "empty", "gif", "pdf", "large"],
)
def test_file_that_cannot_be_taken_has_its_own_sentence(client: FlaskClient, home: Commune, content: bytes, expected: str):
    page = post_letter(client, photos=[upload(content, "tệp.jpg")])
    assert (page.status_code, sentences(page)) == (422, [f"Ảnh 1, tệp “tệp.jpg”: {expected} {LEFT_OUT}"])


def test_the_name_of_a_refused_file_is_text_and_short_and_is_logged_nowhere(
    client: FlaskClient, home: Commune, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
):
    name = "<b>\u202egiay-to " + "x" * 80
    page = post_letter(client, photos=[upload(b"MZ", name)])
    assert sentences(page)[0].startswith(f"Ảnh 1, tệp “<b>giay-to {'x' * 29}…”: ")
    assert ("&lt;b&gt;giay-to" in page.text, "<b>giay-to" in page.text) == (True, False)
    written = capsys.readouterr()
    assert [told for told in (caplog.text, written.out, written.err) if "giay-to" in told] == []


def test_the_letter_goes_without_the_file_that_was_refused(app: Flask, client: FlaskClient, home: Commune):
    form = letter_form(client)
    assert client.post("/gui", data={**form, "photos": [upload(jpeg()), upload(b"MZ")]}).status_code == 422
    assert client.post("/gui", data={**form, "kept": "1"}).status_code == 303
    assert subjects(app, home) == [("case", "story")]


def test_sixth_photo_is_too_many_and_five_are_kept(app: Flask, client: FlaskClient, home: Commune):
    page = post_letter(client, photos=[upload(jpeg()) for _ in range(6)])
    assert sentences(page) == ["Nhiều tệp quá: mỗi lần nhiều nhất 5 tệp."]
    assert subjects(app, home) == [("draft", "story")] * 5


# ---------------------------------------------------------------- while the letter is put right


def test_photos_survive_a_fault_elsewhere_in_the_form(app: Flask, client: FlaskClient, home: Commune):
    form = letter_form(client)
    page = client.post("/gui", data={**form, "phone": "12", "photos": [upload(jpeg()), upload(HEIC)]})
    assert sentences(page) == [
        f"Ảnh 2, tệp “anh.jpg”: Ảnh HEIC của iPhone chưa đọc được. Hãy chọn ảnh dạng JPEG. {LEFT_OUT}",
        "Số điện thoại chưa đúng. Số gồm 10 chữ số, bắt đầu bằng số 0.",
    ]
    assert "Đã giữ 1 ảnh, sẽ gửi cùng đơn" in page.text
    assert client.post("/gui", data={**form, "kept": "1", "photos": [upload(jpeg("red"))]}).status_code == 303
    assert subjects(app, home) == [("case", "story")] * 2


def test_kept_photo_that_is_crossed_out_does_not_go(app: Flask, client: FlaskClient, home: Commune):
    form = letter_form(client)
    page = client.post("/gui", data={**form, "phone": "12", "photos": [upload(jpeg()), upload(jpeg("red"))]})
    first, second = re.findall(r'name="drop" value="(\w{32})"', page.text)
    client.post("/gui", data={**form, "kept": "1", "drop": first})
    assert [(row.public_id, row.subject.split(":")[0]) for row in rows(app, home)] == [(second, "case")]


def test_photo_kept_for_one_form_cannot_be_dropped_or_taken_by_another(app: Flask, client: FlaskClient, home: Commune):
    page = post_letter(client, phone="12", photos=[upload(jpeg())])
    (kept,) = re.findall(r'name="drop" value="(\w{32})"', page.text)
    assert post_letter(client, kept="1", drop=kept).status_code == 303
    assert subjects(app, home) == [("draft", "story")]


def test_photos_of_an_expired_form_follow_its_fresh_token(app: Flask, client: FlaskClient, home: Commune):
    form = letter_form(client, form_token="expired")
    page = client.post("/gui", data={**form, "form_token": "expired", "photos": [upload(jpeg())]})
    assert client.post("/gui", data={**form, "form_token": token_in(page), "kept": "1"}).status_code == 303
    assert subjects(app, home) == [("case", "story")]


def test_photos_of_a_letter_that_reads_as_denunciation_are_forgotten(app: Flask, client: FlaskClient, home: Commune):
    form = letter_form(client)
    client.post("/gui", data={**form, "phone": "12", "photos": [upload(jpeg())]})
    client.post("/gui", data={**form, "kept": "1", "story": "Tôi tố cáo ông A nhận tiền.", "photos": [upload(jpeg())]})
    assert rows(app, home) == []


def test_photos_of_a_letter_never_sent_are_forgotten_after_three_days(app: Flask, client: FlaskClient, home: Commune):
    post_letter(client, phone="12", photos=[upload(jpeg())])
    swept = []
    for hours in (71, 73):
        with app.app_context(), transaction():
            swept.append(photos.sweep_drafts(at=now_utc() + timedelta(hours=hours)))
    assert (swept, rows(app, home)) == ([0, 1], [])


# ---------------------------------------------------------------- who sees them


@pytest.fixture
def sent(app: Flask, client: FlaskClient, home: Commune) -> tuple[str, str, str]:
    """Return code, secret words and the photo of a letter."""
    code, words = send_letter(client, photos=[upload(jpeg(side=800))])
    make_ready(app)
    return code, words, rows(app, home)[0].public_id


def test_stranger_does_not_see_a_photo(app: Flask, home: Commune, sent: tuple[str, str, str]):
    assert app.test_client().get(f"/tep/{sent[2]}/small").status_code == 404


def test_photo_that_does_not_exist_looks_the_same(client: FlaskClient, home: Commune):
    assert client.get(f"/tep/{'0' * 32}/small").status_code == 404


def test_sender_sees_the_photo_and_no_browser_keeps_it(app: Flask, home: Commune, sent: tuple[str, str, str]):
    browser = app.test_client()
    look_up(browser, sent[0], secret=sent[1])
    answer = browser.get(f"/tep/{sent[2]}/large")
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "image/jpeg", "private, no-store")
    assert (answer.headers["Content-Security-Policy"], answer.headers["X-Content-Type-Options"]) == (
        "default-src 'none'; sandbox", "nosniff",
    )  # fmt: skip


def test_phone_alone_opens_no_photo(app: Flask, home: Commune, sent: tuple[str, str, str]):
    browser = app.test_client()
    look_up(browser, sent[0], phone="0912345678")
    assert browser.get(f"/tep/{sent[2]}/small").status_code == 404


def test_sender_of_another_letter_does_not_see_it(app: Flask, home: Commune, sent: tuple[str, str, str]):
    browser = app.test_client()
    code, words = send_letter(browser, story="Đèn đường trước trường tắt đã hai tuần.")
    look_up(browser, code, secret=words)
    assert browser.get(f"/tep/{sent[2]}/small").status_code == 404


def test_published_photo_is_for_everybody_for_a_minute_at_a_time(app: Flask, home: Commune, sent: tuple[str, str, str]):
    with app.app_context(), use_unit(home.unit_id):
        case_id = db.session.scalar(select(Case.id).where(Case.code == sent[0]))
        publish_case(home, case_id, photos=[sent[2]])
    answer = app.test_client().get(f"/tep/{sent[2]}/small")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, max-age=60")


@pytest.mark.parametrize(("state", "expected"), [("submitted", 404), ("answered", 200)])
def test_evidence_is_for_the_sender_once_the_answer_is_issued(
    app: Flask, client: FlaskClient, home: Commune, state: str, expected: int
):
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, state=state, key="form-of-the-evidence")
        with transaction():
            stream, _name = upload(jpeg())
            row = attachments.receive(stream, unit_id=home.unit_id, subject=f"case:{case.id}", purpose="answer1", at=NOW)
        public_id, words = row.public_id, secret_for("form-of-the-evidence")
    make_ready(app)
    look_up(client, case.code, secret=words)
    assert client.get(f"/tep/{public_id}/small").status_code == expected
