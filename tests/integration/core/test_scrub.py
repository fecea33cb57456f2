"""Files are read again: what is missing or changed is told by name and breaks the job off, what is whole is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select
from structlog.testing import capture_logs

from core import attachments
from core.extensions import db
from core.jobs import JobLease, JobsBrokeOff, run_due
from core.objects import Opened, store
from core.scrub import NIGHTS, FilesDamaged, scrub
from core.transaction import transaction
from feedback.services.upkeep import re_encode_photos
from tests.integration.core.test_attachments import jpeg, keep
from tests.makers import NOW, make_commune

PAPER = b"%PDF-1.7\n..."


@pytest.fixture
def folder(app: Flask) -> Iterator[Path]:
    """Return where the files of a commune lie that has a photo and a paper."""
    with app.app_context():
        make_commune()
        keep(app, jpeg())
        keep(app, PAPER, documents=True)
        re_encode_photos(NOW)
        yield Path(app.config["STORAGE_DIR"])


def a_month() -> tuple[int, list[str]]:
    """Let thirty nights pass; return how many files were read and what was told of them."""
    read, told = 0, []
    for night in range(NIGHTS):
        with capture_logs() as lines, suppress(FilesDamaged):
            read += scrub(NOW + timedelta(days=night))
        told += [f"{line['event']} {line['file']} {line['fault']}" for line in lines]
    return read, told


def file_of(folder: Path, media_type: str, pattern: str) -> tuple[Path, str]:
    query = select(attachments.Attachment.public_id).where(attachments.Attachment.media_type == media_type)
    public_id = db.session.scalars(query.execution_options(all_units=True)).one()
    (path,) = folder.glob(pattern.format(public_id))
    return path, public_id


def test_every_file_is_read_once_a_month_and_whole_ones_say_nothing(folder: Path):
    assert a_month() == (2, [])


@pytest.mark.parametrize(
    ("media_type", "pattern"),
    [("application/pdf", "documents/{}"), ("image/jpeg", "photos/{}.large.jpg"), ("image/jpeg", "photos/{}.small.jpg")],
)
@pytest.mark.parametrize("fault", ["missing", "changed"])
def test_what_is_lost_or_changed_is_named(folder: Path, media_type: str, pattern: str, fault: str):
    path, public_id = file_of(folder, media_type, pattern)
    if fault == "missing":
        path.unlink()
    else:
        path.write_bytes(b"x" + path.read_bytes()[1:])
    assert a_month()[1] == [f"file_damaged {public_id} {fault}"]


def test_a_night_that_found_something_is_a_job_that_broke_off(app: Flask, folder: Path):
    path, public_id = file_of(folder, "application/pdf", "documents/{}")
    path.unlink()
    query = select(attachments.Attachment.id).where(attachments.Attachment.public_id == public_id)
    number = db.session.scalars(query.execution_options(all_units=True)).one()
    nights = [NOW + timedelta(days=days) for days in range(NIGHTS)]
    night = next(each for each in nights if each.toordinal() % NIGHTS == number)
    with pytest.raises(FilesDamaged) as damaged:
        scrub(night)
    assert damaged.value.facts == {"files": 1}
    with pytest.raises(JobsBrokeOff):
        run_due(at=night)
    lease = db.session.get(JobLease, "scrub")
    assert (lease.last_run_at, lease.last_result) == (night, None)


@pytest.mark.parametrize("left", [None, b"\0\0\0\0"])
def test_a_file_that_goes_during_the_pass_is_told_to_nobody(folder: Path, monkeypatch: pytest.MonkeyPatch, left: bytes | None):
    """Who reads the log learns nothing of a letter that was moved at night."""
    path, public_id = file_of(folder, "application/pdf", "documents/{}")

    def goes(name: str) -> Opened:
        if name.endswith(public_id):
            with transaction() as session:
                gone = delete(attachments.Attachment).where(attachments.Attachment.public_id == public_id)
                session.execute(gone, execution_options={"all_units": True})
            path.unlink() if left is None else path.write_bytes(left)
        return opens(name)

    opens = store().open
    monkeypatch.setattr(store(), "open", goes)
    assert (a_month(), path.exists()) == ((2, []), left is not None)
