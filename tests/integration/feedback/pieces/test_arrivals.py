"""Who sees what of files that follow: how many have come, the voice to be heard, and nothing of a letter that was sealed."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core import shredding
from core.attachments import Attachment
from core.database import use_unit
from core.errors import BadInput
from core.extensions import db
from core.transaction import transaction
from feedback.models import Case, PublicCase
from feedback.piece_models import FilesComing, PieceUpload
from feedback.services import handing_over, sealing, splitting
from feedback.services.photos import keep_voice
from feedback.services.splitting import Part
from feedback.services.upkeep import re_encode_photos
from feedback.states import CaseKind
from feedback.views.case_page import publishable
from tests.makers import NEIGHBOUR, NOW, Commune, look, make_commune, publish_case, read_case
from tests.makers_desk import sit_down, words_of
from tests.makers_handover import GROUND, LETTER
from tests.makers_pieces import code_in, mp4, noisy_jpeg, ogg, phone_of, recordings_in, webm
from tests.makers_resident import (
    code_of,
    jpeg,
    letter_form,
    look_up,
    post_letter,
    send_letter,
    sentences,
    token_in,
    upload,
    words_on,
)

PHOTO = noisy_jpeg(60_000)
COMING = "Ảnh và ghi âm gửi sau: đã tới {} trong 3. Phần còn lại đang được gửi từ điện thoại."
MISSING = "Ảnh và ghi âm gửi sau: đã tới {} trong 3. Phần còn lại không gửi tới được"


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(model.id)).execution_options(all_units=True))


def test_pages_say_how_many_files_have_come(app: Flask, client: FlaskClient, home: Commune, at):
    at("2026-11-20 09:00")
    phone = phone_of(client)
    receipt = client.get(f"/da-nhan/{phone.code}")
    secret = words_on(receipt)
    assert COMING.format(0) in words_of(receipt.text)
    phone.send_all(PHOTO, number=0)
    phone.send_all(webm(4), number=2, kind="voice")
    assert COMING.format(2) in words_of(client.get(f"/da-nhan/{phone.code}").text)
    assert "đã tới" not in words_of(app.test_client().get(f"/da-nhan/{phone.code}").text)
    look_up(client, phone.code, secret=secret)
    assert COMING.format(2) in words_of(client.get(f"/tra-cuu/{phone.code}").text)
    assert COMING.format(2) in words_of(sit_down(app, home.clerk).case(1).text)
    at("2026-11-23 09:00")
    look_up(client, phone.code, secret=secret)
    assert MISSING.format(2) in words_of(client.get(f"/tra-cuu/{phone.code}").text)
    phone.send_all(noisy_jpeg(30_000, seed=9), number=1)
    assert "đã tới" not in words_of(client.get(f"/tra-cuu/{phone.code}").text)
    assert "Ảnh, ghi âm đã tới đủ (3)." in words_of(sit_down(app, home.clerk).case(1).text)


def test_pages_wait_for_no_file_that_was_refused_and_take_another_in_its_place(app: Flask, client: FlaskClient, home: Commune):
    phone = phone_of(client, files=6)
    for number in range(5):
        assert phone.send_all(noisy_jpeg(3_000, seed=number), number=number).status_code == 204
    assert [code_in(phone.open(noisy_jpeg(3_000, seed=7), number=5)) for _again in range(2)] == ["photo_many"] * 2
    page = words_of(client.get(f"/da-nhan/{phone.code}").text)
    assert "đã tới 5 trong 6. Phần còn lại không gửi tới được" in page
    phone.send_all(webm(4), number=5, kind="voice")
    assert "Ảnh, ghi âm đã tới đủ (6)." in words_of(client.get(f"/da-nhan/{phone.code}").text)


def test_photo_that_is_too_large_takes_no_place_of_another(app: Flask, client: FlaskClient, home: Commune):
    phone = phone_of(client, files=6)
    assert code_in(phone.open(PHOTO, number=0, length=11 * 1024 * 1024)) == "photo_large"
    answers = [phone.open(noisy_jpeg(3_000, seed=number), number=number).status_code for number in range(1, 6)]
    assert answers == [201] * 5


def test_a_letter_without_files_says_nothing_of_them(app: Flask, client: FlaskClient, home: Commune):
    code, secret = send_letter(client)
    look_up(client, code, secret=secret)
    assert [word in client.get(f"/tra-cuu/{code}").text for word in ("gửi sau", "<audio")] == [False, False]


# ------------------------------------------------------------------ voices


@pytest.mark.parametrize(("content", "kind"), [(webm(4), "audio/webm"), (ogg(4), "audio/ogg"), (mp4(4), "audio/mp4")])
def test_a_voice_is_heard_by_its_sender_and_by_who_may_know_them(
    app: Flask, client: FlaskClient, home: Commune, content: bytes, kind: str
):
    phone = phone_of(client, files=1)
    secret = words_on(client.get(f"/da-nhan/{phone.code}"))
    assert phone.send_all(content, kind="voice").status_code == 204
    look_up(client, phone.code, secret=secret)
    (address,) = recordings_in(client.get(f"/tra-cuu/{phone.code}"))
    heard = client.get(address, headers={"Range": "bytes=0-9"})
    assert (heard.status_code, heard.mimetype, heard.data) == (206, kind, content[:10])
    assert heard.headers["Content-Security-Policy"].startswith("default-src 'none'")
    clerk, stranger = sit_down(app, home.clerk), sit_down(app, home.stranger)
    assert recordings_in(clerk.case(1)) == [address]
    assert (clerk.open(address).status_code, clerk.open(address).data) == (200, content)
    assert (app.test_client().get(address).status_code, stranger.open(address).status_code) == (404, 404)
    assert recordings_in(stranger.case(1)) == []


def test_a_voice_is_never_published_and_stays_with_the_letter(app: Flask, client: FlaskClient, home: Commune):
    phone = phone_of(client, files=2)
    phone.send_all(PHOTO)
    phone.send_all(webm(4), number=1, kind="voice")
    with app.app_context(), use_unit(home.unit_id):
        assert re_encode_photos(NOW) == 1
        file = look(home.clerk, 1)
        photo, voice = file.pictures
        assert ([item.is_voice for item in file.pictures], publishable(file)) == ([False, True], [photo])
        publish_case(home, 1, photos=[photo.public_id])
        assert db.session.get(PublicCase, 1).photos == [photo.public_id]
        with pytest.raises(BadInput) as refused:
            publish_case(home, 1, photos=[voice.public_id])
        assert refused.value.errors == {"photos": "photo_unknown"}
        field_id = read_case(1).field_id or 1
        parts = [Part(kind=CaseKind.REFLECTION, field_id=field_id, story=f"Việc thứ {n} trong đơn này.") for n in (1, 2)]
        with transaction():
            made = splitting.split(1, actor=home.clerk, at=NOW, version=read_case(1).version, parts=parts)
        assert [[item.is_voice for item in look(home.clerk, case_id).pictures] for case_id in made] == [[False], [False]]


def test_the_plain_form_takes_a_voice_and_keeps_it_while_it_is_put_right(app: Flask, client: FlaskClient, home: Commune):
    good = upload(webm(4), "ghi-am.webm")
    code, secret = send_letter(client, voice=good, photos=[upload(jpeg())])
    look_up(client, code, secret=secret)
    assert len(recordings_in(client.get(f"/tra-cuu/{code}"))) == 1
    token = token_in(client.get("/gui"))
    wrong = post_letter(client, form_token=token, story="", voice=upload(ogg(4)))
    assert (wrong.status_code, "Bỏ bản ghi âm" in wrong.text) == (422, True)
    again = post_letter(client, form_token=token, kept="1", photos=[upload(jpeg()) for _ in range(5)], voice=upload(ogg(5)))
    assert again.status_code == 303, sentences(again)
    with app.app_context(), use_unit(home.unit_id):
        kinds = [(item.is_voice, item.state) for item in look(home.clerk, 2).pictures]
        assert sorted(kinds) == [(False, "waiting")] * 5 + [(True, "ready")]
        with transaction():
            keep_voice(io.BytesIO(mp4(3)), unit_id=home.unit_id, subject="case:2", at=NOW)
        assert sum(item.is_voice for item in look(home.clerk, 2).pictures) == 1
    assert code_of(again) != code


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Bản ghi âm này rỗng."),
        (jpeg(), "Tệp này không phải bản ghi âm đọc được."),
        (webm(70), "Bản ghi âm dài hơn 60 giây."),
        (webm(5) + b"\0" * 1024 * 1024, "Bản ghi âm lớn hơn 1 MB."),
    ],
)
def test_a_voice_that_cannot_be_taken_has_its_sentence_and_the_words_stay(
    app: Flask, client: FlaskClient, home: Commune, content: bytes, sentence: str
):
    answer = client.post("/gui", data=letter_form(client, voice=upload(content, "ghi-am.webm")))
    assert (answer.status_code, [found.startswith(sentence) for found in sentences(answer)]) == (422, [True])
    assert (count(app, Case), count(app, Attachment)) == (0, 0)


# ------------------------------------------------------------------ letters that go elsewhere


def test_files_follow_a_letter_to_another_commune(app: Flask, client: FlaskClient, home: Commune):
    phone = phone_of(client, files=2)
    phone.send_all(PHOTO)
    phone.open(webm(4), number=1, kind="voice")
    with app.app_context():
        there = make_commune(NEIGHBOUR)
        with use_unit(home.unit_id):
            case = read_case(1)
            with transaction():
                row = db.session.get(Case, 1)
                row.state = "classified"
            with transaction():
                moved = handing_over.hand_over(
                    1, actor=home.clerk, at=NOW, version=case.version, unit_id=there.unit_id, ground=GROUND, letter=LETTER
                )
    assert phone.send(webm(4), at=0, number=1).status_code == 204
    with app.app_context(), use_unit(there.unit_id):
        assert [item.is_voice for item in look(there.clerk, moved).pictures] == [False, True]


def test_a_sealed_letter_takes_its_coming_files_along_and_takes_no_more(app: Flask, client: FlaskClient, home: Commune):
    phone = phone_of(client)
    phone.send_all(webm(4), number=1, kind="voice")
    phone.open(PHOTO)
    phone.send(PHOTO[:20_000], at=0)
    with app.app_context(), use_unit(home.unit_id):
        with transaction():
            sealing.seal_case(1, actor=home.leader, at=NOW)
        shredding.run(NOW + timedelta(minutes=1))
        storage = Path(app.config["STORAGE_DIR"])
        assert [list((storage / name).iterdir()) for name in ("pieces", "incoming", "documents")] == [[], [], []]
    assert [count(app, model) for model in (PieceUpload, FilesComing, Attachment, Case)] == [0, 0, 0, 0]
    assert (phone.stands().status_code, phone.send(PHOTO[20_000:], at=20_000).status_code) == (404, 404)
    refused = phone.open(PHOTO)
    assert (refused.status_code, code_in(refused)) == (410, "letter_closed")
    again = post_letter(client, form_token=phone.token, files_coming="3")
    assert (again.headers["Location"].rsplit("/", 1)[1], count(app, FilesComing)) == (phone.code, 0)
