"""Who sees what of a case: its sender, the public, officials, the trail; on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.queries import fields, villages
from core import audit
from core.audit import AuditEntry
from core.errors import BadInput, NotFound
from core.extensions import db
from core.transaction import transaction
from feedback.models import PublicCase
from feedback.rules import NewCase
from feedback.services import publishing, sender
from tests.makers import (
    NOW,
    Commune,
    letter,
    look,
    make_case,
    make_receipt,
    publish_case,
    read_version,
)

# ---------------------------------------------------------------- looking up


def test_code_and_words_open_the_case_and_the_phone_shows_dates(commune: Commune):
    receipt = make_receipt(commune)
    with transaction():
        full = sender.look_up(receipt.code.lower(), unit_id=commune.unit_id, at=NOW, secret=receipt.secret.upper())
        dates = sender.look_up(receipt.code, unit_id=commune.unit_id, at=NOW, phone="+84 912 345 678")
    assert (full.case_id, full.level, dates.case_id, dates.level) == (receipt.case_id, "full", receipt.case_id, "dates")


@pytest.mark.parametrize("real", [True, False])
def test_wrong_tries_lock_a_code_whether_it_exists_or_not(commune: Commune, real: bool):
    receipt = make_receipt(commune)
    code = receipt.code if real else "CCCCC-DDDDD"
    results = []
    for _ in range(6):
        with transaction():
            results.append(sender.look_up(code, unit_id=commune.unit_id, at=NOW, secret="sai · rồi"))
    assert [item.locked_until is not None for item in results] == [False] * 4 + [True] * 2
    with transaction():
        locked = sender.look_up(code, unit_id=commune.unit_id, at=NOW, secret=receipt.secret)
        after = sender.look_up(code, unit_id=commune.unit_id, at=NOW + timedelta(minutes=2), secret=receipt.secret)
    assert (locked.level, after.level) == ("", "full" if real else "")


# ---------------------------------------------------------------- what the public sees


def test_nothing_but_number_field_village_dates_and_state_before_approval(commune: Commune):
    case = make_case(commune, state="answered")
    row = db.session.get(PublicCase, case.id)
    assert (row.published, row.title, row.story, row.answer, row.photos) == (False, "", "", "", [])
    names = {fields(commune.unit_id)[0].name, villages(commune.unit_id)[0].name}
    assert "nguyen van an" not in row.search_text
    assert len(names) == 2


def test_the_public_version_is_the_approved_copy_and_goes_when_it_is_taken_back(commune: Commune):
    case = make_case(commune, state="answered")
    publish_case(commune, case.id)
    row = db.session.get(PublicCase, case.id, populate_existing=True)
    assert (row.published, row.title) == (True, "Cầu tràn hỏng lan can")
    assert "lan can cau tran hong" in row.search_text
    with transaction():
        publishing.unpublish(case.id, actor=commune.leader, at=NOW, version=read_version(case.id), reason="Còn lộ tên người")
    row = db.session.get(PublicCase, case.id, populate_existing=True)
    assert (row.published, row.title, row.story) == (False, "", "")
    assert "lan can" not in row.search_text


def test_a_photo_of_another_case_cannot_be_published(commune: Commune):
    case = make_case(commune)
    with pytest.raises(BadInput) as refused:
        publish_case(commune, case.id, photos=["f" * 32])
    assert refused.value.errors == {"photos": "photo_unknown"}


def test_public_columns_are_the_ones_that_were_decided(commune: Commune):
    assert sorted(PublicCase.__table__.columns.keys()) == sorted(
        [
            "id", "unit_id", "code", "kind", "state", "field_id", "village_id", "received_on", "accepted_on", "due_on",
            "answered_on", "closed_on", "on_time", "extended", "reopened", "outcome", "evidence", "satisfied", "published",
            "title", "story", "answer", "photos", "search_text", "search_marks", "square_lat", "square_lon", "department_id",
            "notice_due_on", "due_before", "extended_on", "settled_on", "in_time", "rated_on", "reopened_on", "first_due_on",
            "first_due_before", "first_extended_on", "first_settled_on", "first_in_time", "first_evidence", "last_on",
            "fixed_on", "fixed_photos", "late_reason", "first_late_reason", "apology_on",
            "promised_on",
        ]
    )  # fmt: skip


# ---------------------------------------------------------------- who sees what


def test_the_supervisor_reads_the_case_without_its_sender(commune: Commune):
    case = make_case(commune, state="in_progress")
    assert look(commune.clerk, case.id).sender.name == "Nguyễn Văn An"
    assert look(commune.officer, case.id).sender.phone == "0912345678"
    assert look(commune.stranger, case.id).sender is None
    assert look(commune.supervisor, case.id).sender is None
    assert look(commune.supervisor, case.id).steps == ()


def test_the_administrator_reads_no_case(commune: Commune):
    case = make_case(commune)
    with pytest.raises(NotFound):
        look(commune.administrator, case.id)


# ---------------------------------------------------------------- the trail


def test_every_step_leaves_an_entry_without_a_personal_word(commune: Commune):
    case = make_case(commune, state="reopened")
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.subject == f"case:{case.id}").order_by(AuditEntry.seq)).all()
    assert [entry.action for entry in entries] == [
        "feedback:case:registered", "feedback:case:classified", "feedback:case:accepted", "feedback:answer:submitted",
        "feedback:answer:approved", "feedback:answer:issued", "feedback:case:rated", "feedback:case:reopened",
    ]  # fmt: skip
    told = " ".join(str(entry.facts) for entry in entries)
    assert [word for word in ("Nguyễn", "0912", "lan can", "lung lay") if word in told] == []
    assert audit.verify() == []


def test_a_letter_is_a_frozen_value(commune: Commune):
    assert isinstance(letter(), NewCase)
    with pytest.raises(AttributeError):
        letter().name = "x"
