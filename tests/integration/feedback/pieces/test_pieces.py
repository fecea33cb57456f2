"""Files in pieces: begun with the letter's key, kept through every cut, attached once when they are whole."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core import pieces as storage
from core.attachments import Attachment
from core.audit import AuditEntry
from core.extensions import db
from core.transaction import transaction
from feedback.models import Case
from feedback.piece_models import PieceUpload
from feedback.services import upkeep
from tests.makers import NOW, Commune
from tests.makers_pieces import TUS, Phone, checksum, code_in, noisy_jpeg, ogg, phone_of, sha256, webm
from tests.makers_resident import HEIC, jpeg, send_letter

PHOTO, OTHER = noisy_jpeg(560_000), noisy_jpeg(80_000, seed=2)


def attached(app: Flask) -> list[tuple[str, str, str]]:
    """Return subject, hash and purpose of every attachment."""
    with app.app_context():
        rows = db.session.scalars(select(Attachment).order_by(Attachment.id).execution_options(all_units=True))
        return [(row.subject, row.sha256, row.purpose) for row in rows]


def on_the_way(app: Flask) -> list[int]:
    """Return the sizes of the files that came in part."""
    folder = Path(app.config["STORAGE_DIR"]) / "pieces"
    return sorted(path.stat().st_size for path in folder.iterdir()) if folder.is_dir() else []


def told(answer) -> tuple[int, str]:
    """Return status and offset of an answer."""
    return answer.status_code, answer.headers.get("Upload-Offset", "")


def test_a_file_in_pieces_becomes_the_photo_of_its_letter_once(app: Flask, client: FlaskClient, home: Commune):
    phone = phone_of(client)
    assert told(phone.open(PHOTO)) == (201, "0")
    first = PHOTO[:200_000]
    assert told(phone.send(first, at=0, Upload_Checksum=checksum(first))) == (204, "200000")
    assert told(phone.stands()) == (200, "200000")
    assert (attached(app), on_the_way(app)) == ([], [200_000])
    assert told(phone.send(PHOTO[200_000:], at=200_000)) == (204, str(len(PHOTO)))
    assert (attached(app), on_the_way(app)) == ([("case:1", sha256(PHOTO), "story")], [])
    assert told(phone.stands()) == (200, str(len(PHOTO)))
    assert told(phone.open(PHOTO)) == (201, str(len(PHOTO)))
    assert told(phone.send(b"", at=len(PHOTO))) == (409, str(len(PHOTO)))
    with app.app_context():
        trail = select(AuditEntry.facts).where(AuditEntry.action == "feedback:file:arrived")
        assert list(db.session.scalars(trail.execution_options(all_units=True))) == [{"kind": "photo", "size": len(PHOTO)}]
        assert upkeep.re_encode_photos(NOW) == 1


def test_what_a_cut_piece_brought_is_kept(app: Flask, client: FlaskClient, home: Commune):
    phone = phone_of(client)
    phone.open(PHOTO)
    assert told(phone.send(PHOTO[:70_000], at=0, claim=200_000, Upload_Checksum=checksum(PHOTO[:200_000]))) == (408, "70000")
    assert told(phone.stands()) == (200, "70000")
    assert told(phone.send(PHOTO[70_000:270_000], at=70_000)) == (204, "270000")
    assert told(phone.send(PHOTO[270_000:], at=270_000))[0] == 204
    assert attached(app) == [("case:1", sha256(PHOTO), "story")]


def test_after_a_crash_the_phone_goes_on_where_the_disk_ends_or_where_it_was_told(app: Flask, client: FlaskClient, home: Commune):
    phone = phone_of(client)
    phone.open(PHOTO)
    phone.send(PHOTO[:100_000], at=0)
    with app.app_context():  # killed after more had come, before it was written down
        file = next((Path(app.config["STORAGE_DIR"]) / "pieces").iterdir())
        file.write_bytes(PHOTO[:150_000])
    assert told(phone.send(PHOTO[100_000:120_000], at=100_000)) == (204, "150000")
    assert on_the_way(app) == [150_000]
    file.write_bytes(PHOTO[:180_000])
    assert told(phone.stands()) == (200, "180000")
    assert told(phone.send(PHOTO[180_000:], at=180_000))[0] == 204
    assert attached(app) == [("case:1", sha256(PHOTO), "story")]


def test_a_lost_file_begins_again(app: Flask, client: FlaskClient, home: Commune):
    phone = phone_of(client)
    phone.open(OTHER)
    phone.send(OTHER[:30_000], at=0)
    next((Path(app.config["STORAGE_DIR"]) / "pieces").iterdir()).unlink()
    assert told(phone.stands()) == (200, "0")
    assert told(phone.send(OTHER, at=0))[0] == 204


def test_a_whole_file_that_was_not_written_down_is_finished_when_its_phone_asks(app: Flask, client: FlaskClient, home: Commune):
    phone = phone_of(client)
    phone.open(OTHER)
    phone.send(OTHER[:10], at=0)
    next((Path(app.config["STORAGE_DIR"]) / "pieces").iterdir()).write_bytes(OTHER)
    assert told(phone.stands()) == (200, str(len(OTHER)))
    assert attached(app) == [("case:1", sha256(OTHER), "story")]


@pytest.mark.parametrize("at", [1, 69_999, 70_001, 299_999])
def test_a_piece_that_does_not_follow_changes_nothing(app: Flask, client: FlaskClient, home: Commune, at: int):
    phone = phone_of(client)
    phone.open(PHOTO)
    phone.send(PHOTO[:70_000], at=0)
    answer = phone.send(PHOTO[at : at + 10], at=at)
    assert (told(answer), code_in(answer)) == ((409, "70000"), "offset")
    assert told(phone.stands()) == (200, "70000")


def test_damage_is_found_in_a_piece_and_in_the_whole(app: Flask, client: FlaskClient, home: Commune):
    phone = phone_of(client)
    phone.open(OTHER)
    phone.send(OTHER[:10_000], at=0)
    damaged = phone.send(OTHER[10_000:20_000], at=10_000, Upload_Checksum=checksum(b"something else"))
    assert (damaged.status_code, code_in(damaged), told(phone.stands())) == (460, "checksum", (200, "10000"))
    wrong = phone.send(b"x" * (len(OTHER) - 10_000), at=10_000)
    assert (wrong.status_code, code_in(wrong), told(phone.stands())) == (460, "file_differs", (200, "0"))
    assert told(phone.send(OTHER, at=0))[0] == 204
    assert len(attached(app)) == 1


def test_two_tabs_take_each_others_file_over_and_neither_spoils_it(app: Flask, client: FlaskClient, home: Commune):
    phone = phone_of(client)
    phone.open(PHOTO)
    phone.send(PHOTO[:50_000], at=0)
    name = phone.places[0].rsplit("/", 1)[1]
    with app.app_context(), storage.writing(name, offset=50_000, stored=50_000) as first:
        first.write(PHOTO[50_000:60_000])
        assert told(phone.send(PHOTO[50_000:90_000], at=50_000)) == (204, "90000")
        with pytest.raises(storage.TakenOver):
            first.write(b"y" * 70_000)
        with pytest.raises(storage.TakenOver):
            first.sync()
    assert told(phone.stands()) == (200, "90000")
    assert told(phone.send(PHOTO[90_000:200_000], at=90_000)) == (204, "200000")
    assert told(phone.send(PHOTO[200_000:], at=200_000))[0] == 204
    assert attached(app) == [("case:1", sha256(PHOTO), "story")]


# ------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("kind", "content", "status", "code"),
    [
        ("photo", HEIC, 415, "photo_heic"),
        ("photo", b"<html><script>alert(1)</script>", 415, "photo_type"),
        ("photo", b"%PDF-1.7 and more", 415, "photo_type"),
        ("photo", webm(), 415, "photo_type"),
        ("voice", jpeg(), 415, "voice_type"),
        ("voice", webm(70), 415, "voice_long"),
        ("voice", webm(kinds=(1, 2)), 415, "voice_type"),
    ],
)
def test_a_whole_file_of_the_wrong_kind_has_its_sentence_and_leaves_nothing(
    app: Flask, client: FlaskClient, home: Commune, kind: str, content: bytes, status: int, code: str
):
    phone = phone_of(client)
    answer = phone.send_all(content, kind=kind)
    assert (answer.status_code, code_in(answer), answer.get_json()["message"] != "") == (status, code, True)
    assert (attached(app), on_the_way(app), phone.stands().status_code) == ([], [], status)
    better = webm() if kind == "voice" else OTHER
    assert phone.send_all(better, kind=kind).status_code == 204


ANNOUNCED = [
    ({"key": "a" * 20}, 404, "unknown"),
    ({"key": ""}, 404, "unknown"),
    ({"key": "' or 1=1 --"}, 404, "unknown"),
    ({"key": None}, 404, "unknown"),
    ({"number": 3}, 404, "unknown"),
    ({"number": -1}, 400, "metadata"),
    ({"number": "٣"}, 400, "metadata"),
    ({"number": 10**12}, 400, "metadata"),
    ({"kind": "film"}, 400, "metadata"),
    ({"kind": None}, 400, "metadata"),
    ({"sha256": "zz"}, 400, "metadata"),
    ({"length": 0}, 413, "photo_empty"),
    ({"length": "many"}, 400, "metadata"),
    ({"length": 10 * 1024 * 1024 + 1}, 413, "photo_large"),
    ({"kind": "voice", "length": 1024 * 1024 + 1}, 413, "voice_large"),
]


def test_what_cannot_be_announced_is_refused_with_a_sentence(app: Flask, client: FlaskClient, home: Commune):
    phone = phone_of(client)
    for changes, status, code in ANNOUNCED:
        answer = phone.open(OTHER, **changes)
        found = (answer.status_code, code_in(answer), bool(answer.get_json()["message"]))
        assert found == (415 if code == "photo_empty" else status, code, True), changes
    assert phone.places == {}


def test_pieces_that_are_none_are_refused_before_they_are_read(app: Flask, client: FlaskClient, home: Commune):
    phone = phone_of(client)
    phone.open(PHOTO)
    refused = [
        (phone.send(PHOTO[: 256 * 1024 + 1], at=0), 413, "piece_large"),
        (phone.send(PHOTO[-100:] + b"more", at=len(PHOTO) - 100), 413, "piece_large"),
        (phone.send(b"x", at=0, Content_Type="image/jpeg"), 415, "piece_type"),
        (phone.send(b"x", at=0, Upload_Offset="-1"), 400, "metadata"),
        (phone.send(b"x", at=0, Upload_Offset="99999999999"), 400, "metadata"),
        (phone.send(b"x", at=0, Upload_Checksum="md5 AAAA"), 400, "metadata"),
        (phone.send(b"x", at=0, Upload_Checksum="sha256 ???"), 400, "metadata"),
        (phone.send(b"x", at=0, Tus_Resumable="0.2.2"), 412, "version"),
    ]
    assert [(answer.status_code, code_in(answer)) for answer, _status, _code in refused] == [row[1:] for row in refused]
    assert told(phone.stands()) == (200, "0")
    plain = client.open(phone.places[0], method="PATCH", headers={**TUS, "Upload-Offset": "0"}, content_type="text/plain")
    assert plain.status_code == 415
    for method in ("HEAD", "PATCH"):
        assert client.open("/gui/tep/" + "0" * 32, method=method, headers=TUS).status_code == 404
    assert client.get(phone.places[0]).status_code == 405


def test_the_server_says_what_it_can(client: FlaskClient, home: Commune):
    answer = client.open("/gui/tep", method="OPTIONS")
    wanted = ("Tus-Version", "Tus-Extension", "Tus-Max-Size", "Tus-Checksum-Algorithm")
    assert [answer.headers[name] for name in wanted] == ["1.0.0", "creation,checksum,expiration", str(10 * 1024 * 1024), "sha256"]


def test_a_letter_has_as_many_files_as_its_form_allows(app: Flask, client: FlaskClient, home: Commune):
    phone = phone_of(client, files=99)
    answers = [phone.open(OTHER, number=number).status_code for number in range(5)]
    assert answers == [201] * 5
    sixth, voice = phone.open(OTHER, number=5), phone.open(ogg(), number=5, kind="voice")
    assert (sixth.status_code, code_in(sixth), voice.status_code) == (413, "photo_many", 201)
    assert code_in(phone.open(ogg(), number=4, kind="voice")) == "voice_many"
    assert phone.open(OTHER, number=6).status_code == 404


def test_another_photo_in_the_same_place_begins_anew_until_one_is_there(app: Flask, client: FlaskClient, home: Commune):
    phone = phone_of(client, files=1)
    first = phone.open(PHOTO).headers["Location"]
    phone.send(PHOTO[:1000], at=0)
    assert phone.open(PHOTO).headers["Location"] == first
    second = phone.open(OTHER)
    assert (second.headers["Location"] != first, told(second), on_the_way(app)) == (True, (201, "0"), [])
    phone.send(OTHER, at=0)
    taken = phone.open(PHOTO)
    assert (taken.status_code, code_in(taken)) == (422, "number_taken")


def test_letters_that_announced_nothing_take_no_file(app: Flask, client: FlaskClient, home: Commune):
    for files in ("0", "", "-3", "many", "2.5"):
        assert phone_of(client, files=files).open(OTHER).status_code == 404


# ------------------------------------------------------------------ time, and what becomes of the letter


def test_files_expire_keys_grow_old_and_sweeps_leave_nothing(app: Flask, client: FlaskClient, home: Commune, at):
    at("2026-11-20 09:00")
    phone = phone_of(client)
    phone.open(PHOTO)
    phone.send(PHOTO[:90_000], at=0)
    phone.send_all(OTHER, number=1)
    at("2026-11-22 08:59")
    assert told(phone.stands()) == (200, "90000")
    moment = at("2026-11-22 09:00")
    gone = phone.send(PHOTO[90_000:], at=90_000)
    assert (phone.stands().status_code, gone.status_code, code_in(gone)) == (410, 410, "expired")
    assert told(phone.open(PHOTO)) == (201, "0")
    phone.send(PHOTO[:90_000], at=0)
    with app.app_context():
        stray = Path(app.config["STORAGE_DIR"]) / "pieces" / ("f" * 32 + ".abcd0123")
        stray.write_bytes(b"left by a crash")
        os.utime(stray, (moment.timestamp(), moment.timestamp()))
        assert upkeep.sweep_pieces(moment + timedelta(hours=71)) == 0
        assert upkeep.sweep_pieces(moment + timedelta(hours=73)) == 2
        states = [row.done_at is not None for row in db.session.scalars(select(PieceUpload).execution_options(all_units=True))]
        assert (on_the_way(app), states) == ([], [True])
    assert phone.stands().status_code == 404
    at("2026-11-28 09:01")
    old = phone.open(PHOTO)
    assert (old.status_code, code_in(old)) == (410, "key_old")


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("received", 201),
        ("in_progress", 201),
        ("merged", 201),
        ("split", 201),
        ("withdrawn", 410),
        ("returned", 410),
        ("closed", 410),
    ],
)
def test_a_letter_takes_files_only_while_it_is_open(app: Flask, client: FlaskClient, home: Commune, state: str, status: int):
    phone = phone_of(client)
    phone.open(OTHER)
    with app.app_context(), transaction():
        case = db.session.scalars(select(Case).execution_options(all_units=True)).one()
        case.state, case.department_id = state, min(home.officer.department_ids)
    assert phone.open(PHOTO, number=1).status_code == status
    last = phone.send(OTHER, at=0)
    assert (last.status_code, len(attached(app)), on_the_way(app)) == ((204, 1, []) if status == 201 else (410, 0, []))


def test_the_key_of_one_letter_opens_no_other(app: Flask, client: FlaskClient, home: Commune):
    mine, theirs = phone_of(client, files=1), phone_of(client, files=1)
    stranger = Phone(client=client, key=mine.key + "x")
    assert stranger.open(OTHER).status_code == 404
    mine.send_all(OTHER)
    theirs.send_all(OTHER)
    assert [subject for subject, _hash, _purpose in attached(app)] == ["case:1", "case:2"]
    send_letter(client)
    assert Phone(client=client, key="").open(OTHER).status_code == 404
