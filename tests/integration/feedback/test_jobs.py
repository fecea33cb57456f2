"""What the worker does besides letters: photos, finished cases, leftovers; and the table it reads."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from core import attachments, jobs
from core.attachments import Attachment
from core.database import set_current_unit, use_unit
from core.extensions import db
from core.transaction import transaction
from feedback.jobs import JOBS
from feedback.services import upkeep
from tests.makers import NOW, Commune, make_case, make_commune, read_case
from tests.makers_letters import readers


@pytest.fixture
def commune(app: Flask) -> Iterator[Commune]:
    with app.app_context():
        made = make_commune()
        with use_unit(made.unit_id):
            yield made
        db.session.rollback()


def photo() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (320, 240), "green").save(target, "JPEG")
    return target.getvalue()


def attach(commune: Commune, content: bytes, *, subject: str = "case:1") -> str:
    with transaction():
        row = attachments.receive(io.BytesIO(content), unit_id=commune.unit_id, subject=subject, purpose="story", at=NOW)
        return row.public_id


def row_of(public_id: str) -> Attachment:
    db.session.rollback()
    return db.session.scalars(select(Attachment).where(Attachment.public_id == public_id)).one()


def test_photo_gets_its_two_sizes_and_the_received_file_goes(app: Flask, commune: Commune):
    public_id = attach(commune, photo())
    assert upkeep.photos_wait(NOW) is True
    assert upkeep.re_encode_photos(NOW) == 1
    row = row_of(public_id)
    assert (row.state, row.width, row.height) == ("ready", 320, 240)
    assert list((Path(app.config["STORAGE_DIR"]) / "incoming").iterdir()) == []
    assert (upkeep.photos_wait(NOW), upkeep.re_encode_photos(NOW)) == (False, 0)


def test_photo_that_cannot_be_read_is_marked_and_its_neighbour_is_made(commune: Commune):
    broken, whole = attach(commune, photo()[:200]), attach(commune, photo())
    assert upkeep.re_encode_photos(NOW) == 2
    assert (row_of(broken).state, row_of(whole).state) == ("failed", "ready")


def test_photos_of_a_letter_that_was_never_sent_are_forgotten(commune: Commune):
    kept, sent = attach(commune, photo(), subject="draft:abc"), attach(commune, photo())
    assert upkeep.sweep_drafts(NOW + timedelta(hours=71)) == 0
    assert upkeep.sweep_drafts(NOW + timedelta(hours=73)) == 1
    db.session.rollback()
    assert db.session.scalars(select(Attachment.public_id)).all() == [sent]
    assert kept != sent


def test_answered_case_ends_when_the_days_for_reopening_have_passed(commune: Commune):
    case = make_case(commune, state="answered")
    assert upkeep.close_finished(NOW + timedelta(days=15)) == 0
    assert upkeep.close_finished(NOW + timedelta(days=16)) == 1
    closed = read_case(case.id)
    assert (closed.state, closed.closed_on) == ("closed", date(2026, 12, 6))
    assert readers(case.id, "closed") == ["sender"]
    assert upkeep.close_finished(NOW + timedelta(days=17)) == 0


def test_case_that_is_not_answered_is_not_ended(commune: Commune):
    open_cases = [make_case(commune, state=state).id for state in ("received", "in_progress", "submitted", "reopened")]
    assert upkeep.close_finished(NOW + timedelta(days=400)) == 0
    assert [read_case(case_id).state for case_id in open_cases] == ["received", "in_progress", "in_progress", "reopened"]


def test_table_of_jobs_is_the_worker_s(app: Flask, commune: Commune):
    assert [job.name for job in JOBS] == [
        "letters", "short_messages", "photos", "reminders", "data_reminders", "escalation", "finished_cases", "ended_cases",
        "cleaning", "drafts", "orphans", "scrub", "follow_digests", "follow_tidy", "pieces", "old_messages", "webhooks",
        "old_deliveries",
    ]  # fmt: skip
    assert {job.name for job in JOBS} <= set(jobs.jobs())
    assert set(jobs.run_due(at=NOW)) >= {job.name for job in JOBS}


def test_jobs_need_no_commune_to_be_chosen(app: Flask, commune: Commune):
    make_case(commune, state="answered")
    attach(commune, photo())
    set_current_unit(None)
    done = jobs.run_due(at=NOW + timedelta(days=20))
    assert (done["finished_cases"], done["photos"]) == (1, 1)
