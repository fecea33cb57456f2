"""A request to correct: name, phone and email are set right in every part of a letter, and what hangs on them follows."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput
from core.extensions import db
from core.outbox import OutboxMessage
from core.short_messages import ShortMessage
from core.transaction import transaction
from feedback.models import Case, Sender
from feedback.services import data_requests
from feedback.services.contact_correcting import Correction
from feedback.services.messages import choose
from tests.makers import NOW, Commune, make_case
from tests.makers_data import DONE, asked, read_request
from tests.makers_desk import desks, form_values, words_of
from tests.makers_links import parts_of, split
from tests.makers_resident import look_up

RIGHT = Correction(name="  Nguyễn Văn  Ân ", phone="0987 654 321", email="An.Moi@Example.VN")
KEPT = ("Nguyễn Văn An", "0912345678", "an@example.vn")


def fulfil(commune: Commune, case_id: int, correction: Correction, right: str = "correct") -> str:
    row = asked(commune, case_id, right)
    with transaction():
        data_requests.fulfil(row.public_id, actor=commune.clerk, at=NOW, answer=DONE, correction=correction)
    return row.public_id


def sender_of(case_id: int) -> Sender:
    db.session.rollback()
    return db.session.scalars(select(Sender).filter_by(case_id=case_id).execution_options(populate_existing=True)).one()


def contact(case_id: int) -> tuple[str | None, str | None, str | None]:
    own = sender_of(case_id)
    return own.name, own.phone, own.email


def letter(commune: Commune, **facts: Any) -> Case:
    return make_case(commune, **{"email": "an@example.vn", "state": "classified", **facts})


def test_all_three_are_set_right_in_every_part_of_the_letter(commune: Commune):
    case = letter(commune)
    parts = split(commune, case.id, parts_of(commune, "Lan can cầu hỏng.", "Đèn đường không sáng."))
    public_id = fulfil(commune, parts[0], RIGHT)
    for case_id in (case.id, *parts):
        assert contact(case_id) == ("Nguyễn Văn Ân", "0987654321", "an.moi@example.vn")
    assert (read_request(public_id).state, read_request(public_id).answer) == ("done", DONE)
    waiting = select(OutboxMessage.email).filter_by(subject=f"case:{case.id}", audience="resident", state="waiting")
    assert set(db.session.scalars(waiting)) == {"an.moi@example.vn"}


@pytest.mark.parametrize(
    ("said", "locale", "told"),
    [
        (RIGHT, "vi", "gửi đến một địa chỉ email khác"),
        (Correction(email="be@example.vn"), "en", "go to another email address"),
        (Correction(email="an@example.vn"), "vi", ""),
        (Correction(phone="0987654321"), "vi", ""),
    ],
)
def test_former_address_hears_that_letters_go_elsewhere_and_not_where(commune: Commune, said: Correction, locale: str, told: str):
    case = letter(commune, locale=locale)
    fulfil(commune, case.id, said)
    query = select(OutboxMessage.email, OutboxMessage.title, OutboxMessage.body).filter_by(event="data_email_moved")
    laid = db.session.execute(query).all()
    assert [(email, told in body) for email, _title, body in laid] == ([("an@example.vn", True)] if told else [])
    assert not any(private in f"{title}\n{body}" for _email, title, body in laid for private in ("be@", "moi@", "Nguyễn", "0987"))
    trail = db.session.scalars(select(AuditEntry.facts).where(AuditEntry.action == "feedback:data:answered")).all()
    assert len(trail) == 1
    assert "example.vn" not in str(trail)


def test_letter_without_an_email_has_no_former_one(commune: Commune):
    case = letter(commune, email="")
    fulfil(commune, case.id, Correction(email="be@example.vn"))
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage).filter_by(event="data_email_moved")) == 0


@pytest.mark.parametrize(
    ("said", "index"),
    [(Correction(name="Trần Thị Bé"), 0), (Correction(phone="+84987654321"), 1), (Correction(email="be@example.vn"), 2)],
)
def test_what_is_left_empty_stays(commune: Commune, said: Correction, index: int):
    case = letter(commune)
    fulfil(commune, case.id, said)
    expected = list(KEPT)
    expected[index] = ("Trần Thị Bé", "0987654321", "be@example.vn")[index]
    assert list(contact(case.id)) == expected


def test_nothing_more_is_sent_to_the_old_phone_and_nothing_yet_to_the_new_one(commune: Commune):
    case = letter(commune, state="received")
    with transaction():
        choose(case.id, unit_id=commune.unit_id, at=NOW, allowed=True)
    fulfil(commune, case.id, Correction(phone="0987654321"))
    own = sender_of(case.id)
    assert (own.messages_allowed_at, own.messages_stopped_at) == (None, None)
    assert db.session.scalar(select(func.count()).select_from(ShortMessage).where(ShortMessage.subject == f"case:{case.id}")) == 0


def test_the_same_phone_is_no_change_and_keeps_the_consent(commune: Commune):
    case = letter(commune, state="received")
    with transaction():
        choose(case.id, unit_id=commune.unit_id, at=NOW, allowed=True)
    fulfil(commune, case.id, Correction(phone="0912 345 678"))
    assert sender_of(case.id).messages_allowed_at == NOW


def test_one_looks_it_up_by_the_new_phone_and_no_more_by_the_old(app: Flask, home: Commune, client: FlaskClient):
    with app.app_context(), use_unit(home.unit_id):
        case = letter(home)
        fulfil(home, case.id, RIGHT)
        code = case.code
    assert look_up(client, code, phone="0912345678").status_code == 422
    assert look_up(client, code, phone="0987654321").status_code == 303


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        (Correction(name="A"), {"name": "name_missing"}), (Correction(phone="12"), {"phone": "phone_bad"}),
        (Correction(email="không@được"), {"email": "email_bad"}),
        (Correction(name="A", phone="x", email="y"), {"name": "name_missing", "phone": "phone_bad", "email": "email_bad"}),
    ],
)  # fmt: skip
def test_what_cannot_be_right_changes_nothing(commune: Commune, said: Correction, faults: dict[str, str]):
    case = letter(commune)
    with pytest.raises(BadInput) as fault:
        fulfil(commune, case.id, said)
    assert fault.value.errors == faults
    assert contact(case.id) == KEPT


def test_only_a_request_to_correct_corrects_and_only_a_named_letter_is(commune: Commune):
    case, nameless = letter(commune), letter(commune, anonymous=True, name="", phone="", email="", state="received")
    with pytest.raises(BadInput) as fault:
        fulfil(commune, case.id, RIGHT, "see")
    assert fault.value.errors == {"name": "data_correct_misfit"}
    with pytest.raises(BadInput) as fault:
        fulfil(commune, nameless.id, Correction(name="Trần Thị Bé", phone="0987654321"))
    assert fault.value.errors == {"name": "correct_nameless", "phone": "correct_nameless"}


def test_the_trail_names_what_was_set_right_and_no_value(commune: Commune):
    case = letter(commune)
    fulfil(commune, case.id, RIGHT)
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert "name phone email" in str(entry.facts)
    assert not any(value in str(entry.facts) for value in (*KEPT, "Ân", "0987654321", "an.moi"))


def test_the_form_at_the_desk_keeps_what_was_typed_and_sets_it_right(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        case = letter(home)
        address = f"/can-bo/du-lieu-ca-nhan/{asked(home, case.id, 'correct').public_id}"
    clerk = desks(app, home)["clerk"]
    typed = {"name": "Nguyễn Văn Ân", "phone": "09", "email": "", "answer": DONE}
    values = form_values(clerk.open(address).text, f"{address}/lam-xong") | typed
    refused = clerk.client.post(f"{address}/lam-xong", data=values)
    assert refused.status_code == 400
    assert "Số điện thoại chưa đúng" in words_of(refused.text)
    assert 'value="Nguyễn Văn Ân"' in refused.text
    values["phone"] = "0987654321"
    assert clerk.client.post(f"{address}/lam-xong", data=values).status_code == 303
    with app.app_context(), use_unit(home.unit_id):
        assert contact(case.id) == ("Nguyễn Văn Ân", "0987654321", "an@example.vn")


def test_other_requests_have_no_such_fields(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        address = f"/can-bo/du-lieu-ca-nhan/{asked(home, letter(home).id, 'object').public_id}"
    page = desks(app, home)["clerk"].open(address).text
    assert 'name="answer"' in page
    assert 'name="phone"' not in page
