"""Proof 3: twelve secrets of sealed letters lie nowhere outside the sealed tables, and the public sees nothing move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.codes import secret_for
from core.database import use_unit
from core.extensions import db
from core.jobs import run_due
from core.outbox import enqueue
from core.text import words
from core.transaction import transaction
from deadlines.clock import now_utc
from feedback.models import Case
from feedback.services import handling, photos
from tests.house.running.test_access import sample
from tests.makers import NEIGHBOUR, Commune, make_case, make_commune, publish_case
from tests.makers_desk import Desk, desks, form_values, photo, sit_down
from tests.makers_register import integrity, kept_files, kept_rows, sqlite_bytes, traces

SECRETS = (
    "Bàn Phúc Lộc Tài", "0987 612 345", "bantailoc@example.org", "nhận phong bì hai mươi triệu", "khu tái định cư Nà Pẻng",
    "đường mòn sau miếu Khau Cưởm", "hứa cho trúng thầu kênh mương", "sổ tay bìa xanh ghi tên từng hộ",
    "xác nhận khống diện tích rừng", "cháu ruột đứng tên giùm", "quán nước đầu cầu Pắc Luông", "giấy vay viết tay ngày rằm",
)  # fmt: skip
NAME, PHONE, MAIL, *SAID = SECRETS
LEVELS = ("waiting", "published", "answered")


@pytest.mark.settings(log_level="DEBUG")
def test_twelve_secrets_leave_no_trace_and_the_public_sees_nothing_move(
    app: Flask, home: Commune, at: Callable[[str], datetime], tmp_path: Path
):
    at("2026-11-20 09:00")
    said = StringIO()
    with redirect_stdout(said):
        people = {**desks(app, home), "other leader": sit_down(app, _neighbour(app).leader, base_url="http://chienthang.example")}
        cases = _letters(app, home)
        first, known = _public_bytes(app, cases), traces(SECRETS, [*kept_rows(app), *kept_files(tmp_path)])
        for who, level in (("clerk", "waiting"), ("leader", "answered")):
            _seal(people[who], cases[level]["id"])
        second = _public_bytes(app, cases)
        _seal(people["officer"], cases["published"]["id"])
        third = _public_bytes(app, cases)
        with app.app_context():
            run_due(at=now_utc())
        places = [
            *kept_rows(app), *kept_files(tmp_path), *sqlite_bytes(app), *_everything(app, people, cases), *_searches(app),
            ("log", said.getvalue().encode()),
        ]  # fmt: skip
    secrets_before = {trace.split(" in ")[0] for trace in known}
    moved = {address for address in second if second[address] != third[address]}
    gone = {f"/ho-so/{cases['published']['code']}", "/ho-so", "/ho-so?trang-thai=dang-giai-quyet"}
    assert secrets_before >= set(SAID)
    assert [address for address in first if first[address] != second[address]] == []
    assert (moved, traces(SECRETS, places), integrity(app)) == (gone, [], "ok")


def _neighbour(app: Flask) -> Commune:
    with app.app_context():
        return make_commune(NEIGHBOUR)


def _letters(app: Flask, home: Commune) -> dict[str, dict[str, object]]:
    """Make a fresh letter, a published one and an answered one, each with secrets in every place that a letter has."""
    made: dict[str, dict[str, object]] = {}
    with app.app_context(), use_unit(home.unit_id):
        for number, level in enumerate(LEVELS):
            first, second, third = SAID[number * 3 : number * 3 + 3]
            facts = {
                "story": f"Ông ấy {first}, ai cũng biết. {second}.",
                "place": third,
                "name": NAME,
                "phone": PHONE,
                "email": MAIL,
            }
            case = make_case(
                home, state="answered" if level == "answered" else "received", key=f"key-{level}", lat=21.64, lon=106.48, **facts
            )
            made[level] = {"id": case.id, "code": case.code, "secret": secret_for(f"key-{level}")}
            _hang_more(home, case.id, number)
            if level == "published":
                publish_case(home, case.id, title=f"Về việc {first}", story=f"Có người nói {second} và {third}.")
    return made


def _hang_more(home: Commune, case_id: int, number: int) -> None:
    with transaction():
        handling.add_note(case_id, actor=home.clerk, at=now_utc(), text=f"Nghe nói {SAID[number]}")
        photos.attach([photo()[0]], case_id=case_id, unit_id=home.unit_id, at=now_utc())
        enqueue(
            unit_id=home.unit_id, at=now_utc(), event="case:told", subject=f"case:{case_id}", audience="official",
            official_id=home.officer.id, title=f"Thư mới: {SAID[number]}", body=f"{NAME} viết: {SAID[8]}",
            dedup_key=f"told-{case_id}",
        )  # fmt: skip


def _seal(person: Desk, case_id: object) -> None:
    path = f"/can-bo/ho-so/{case_id}/chuyen-so"
    page = person.open(path)
    answer = person.send(path, {**form_values(page.text, path), "accused_text": SAID[8], "sure": "y"})
    assert (page.status_code, answer.status_code, answer.location) == (200, 303, "/can-bo")


def _public_bytes(app: Flask, cases: dict[str, dict[str, object]]) -> dict[str, tuple[bytes, str | None]]:
    """Return what everybody, and the senders, see: bytes and ETag of each address."""
    addresses = ["/", "/ho-so", "/cong-khai", "/to-cao", "/tra-cuu", "/ho-so?trang-thai=dang-giai-quyet", "/ho-so?q=cau"]
    for facts in cases.values():
        addresses += [f"/ho-so/{facts['code']}", f"/da-nhan/{facts['code']}", f"/da-nhan/{facts['code']}?in=1"]
    client = app.test_client()
    answers = {address: client.get(address) for address in addresses}
    seen = {address: (answer.data, answer.headers.get("ETag")) for address, answer in answers.items()}
    for level, facts in cases.items():
        seen |= {f"{facts['code']} by phone {level}": (_dates(app, str(facts["code"])), None)}
    return seen


def _dates(app: Flask, code: str) -> bytes:
    client: FlaskClient = app.test_client()
    client.post("/tra-cuu", data={"code": code, "phone": PHONE, "secret": ""})
    return client.get(f"/tra-cuu/{code}").data


def _everything(app: Flask, people: dict[str, Desk], cases: dict[str, dict[str, object]]) -> Iterator[tuple[str, bytes]]:
    """Yield what every address of the URL map answers to the public and to each official, the other commune's leader too."""
    public = Desk(client=app.test_client())
    for who, person in {"public": public, **people}.items():
        for address in _addresses(app, cases):
            yield f"{who} {address}", person.open(address).data


def _addresses(app: Flask, cases: dict[str, dict[str, object]]) -> list[str]:
    """Return every address that can be read, with the moved letters' numbers and codes where one is asked for."""
    rules = [rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint != "static"]
    found = ["/can-bo?xem=tat-ca", "/ho-so?trang-thai=da-tra-loi", "/?lang=en"]
    for rule in rules:
        for facts in cases.values():
            known = rule.replace("<int(max=2147483647):case_id>", str(facts["id"])).replace("<code>", str(facts["code"]))
            found.append(sample(known))
    return sorted(set(found))


def _searches(app: Flask) -> Iterator[tuple[str, bytes]]:
    """Yield what searching for the rarest word of each secret finds, without the words of the question itself."""
    client = app.test_client()
    for secret in SAID:
        for word in words(secret)[-2:]:
            page = client.get(f"/ho-so?q={word}").data
            yield f"search {word}", page.replace(word.encode(), b"")


def test_what_was_sealed_cannot_be_opened_at_the_desk_any_more(app: Flask, home: Commune, desk: dict[str, Desk]):
    cases = _letters(app, home)
    case_id = cases["waiting"]["id"]
    _seal(desk["clerk"], case_id)
    statuses = {who: person.open(f"/can-bo/ho-so/{case_id}").status_code for who, person in desk.items()}
    with app.app_context(), use_unit(home.unit_id):
        left = db.session.get(Case, case_id)
    assert (set(statuses.values()), left) == ({404, 403}, None)
