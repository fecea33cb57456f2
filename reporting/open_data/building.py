"""Builds the files of data in the worker: when something public has changed, and every day.

A build reads in one transaction, a batch in memory at a time. Small communes have new files within seconds of a change. Where a
build takes long, changes are gathered for a while; but words that were taken back are looked for at once, and the old files are
gone before the new ones are begun.
"""

from __future__ import annotations

import hashlib
import time
from array import array
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select, text

from core.database import use_unit
from core.extensions import db
from core.i18n import use_locale
from core.page_cache import PublicVersion
from core.statement_time import limit_statements
from deadlines.clock import local_date
from dialogue.queries.open_questions import public_question_ids
from feedback.queries.open_cases import published_ids
from feedback.services.upkeep import tenant_ids
from reporting.open_data import files
from reporting.open_data.datasets import DATASETS
from reporting.open_data.files import Build
from reporting.open_data.items import surroundings_of
from reporting.open_data.serving import dumped
from reporting.open_data.taken_back import trail_end, words_taken_back
from reporting.open_data.writers import WRITERS, Written

SOON, LONGEST = timedelta(seconds=10), timedelta(hours=1)
"""How long changes are gathered, at least and at most."""
PATIENCE = 20
"""How many times as long as a build takes they are gathered: the worker has other work. Words taken back do not wait for it."""
QUICK_SECONDS = 3.0
CHECKED = "gandan.open_data.checked"
IDS, QUESTION_IDS = "published.ids", "questions.ids"
SNAPSHOT = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def instance() -> Path:
    """Return the folder of this installation's own files."""
    return current_app.config["SETTINGS"].instance


def anything_due(at: datetime) -> bool:
    """Return whether the files of some commune should be built now; asked every second, with one question for all of them."""
    versions = dict(db.session.execute(select(PublicVersion.unit_id, PublicVersion.number)).tuples().all())
    return any(due(unit_id, at=at, version=versions.get(unit_id, 0)) for unit_id in tenant_ids())


def build_due(at: datetime) -> int:
    """Build what is due; returns how many communes were built."""
    built = 0
    for unit_id in tenant_ids():
        if due(unit_id, at=at):
            build(unit_id, at=at)
            built += 1
    return built


def due(unit_id: int, *, at: datetime, version: int | None = None) -> bool:
    """Return whether a commune's files are missing, of another day, or of a version that is over and waited long enough.

    ``version``: the public version, where it is known (None: it is looked up).
    """
    last = files.present(files.folder_of(instance(), unit_id))
    if last is None or last.today != local_date(at).isoformat():
        return True
    version = _version(unit_id) if version is None else version
    if last.version == version:
        return False
    waited = at - datetime.fromisoformat(last.as_of)
    wait = min(max(SOON, timedelta(seconds=last.seconds * PATIENCE)), LONGEST)
    return waited >= wait or (waited >= SOON and _cannot_wait(unit_id, last, version))


def _cannot_wait(unit_id: int, last: Build, version: int) -> bool:
    """Return whether words were taken back, looked for once in each public version."""
    checked: dict[int, tuple[str, int, bool]] = current_app.extensions.setdefault(CHECKED, {})
    known = checked.get(unit_id)
    if known is None or known[:2] != (last.name, version):
        known = checked[unit_id] = (last.name, version, something_withdrawn(unit_id, last))
    return known[2]


def _version(unit_id: int) -> int:
    return db.session.scalar(select(PublicVersion.number).where(PublicVersion.unit_id == unit_id)) or 0


def build(unit_id: int, *, at: datetime) -> Build:
    """Write all files of a commune anew and make them the present ones."""
    folder, started = files.folder_of(instance(), unit_id), time.monotonic()
    last = files.present(folder)
    if last is not None and last.seconds > QUICK_SECONDS and something_withdrawn(unit_id, last):
        files.withdraw(folder)
    name = f"{at:%Y%m%dT%H%M%S%f}"
    place = folder / name
    place.mkdir(parents=True, exist_ok=True)
    with use_unit(unit_id), use_locale("vi"):
        version = _begin(unit_id)
        trail = trail_end(unit_id)
        written = _write(unit_id, place, at=at)
        _keep_ids(unit_id, place)
    db.session.rollback()
    made = Build(
        name=name, version=version, today=local_date(at).isoformat(), as_of=at.isoformat(),
        seconds=round(time.monotonic() - started, 3), files=written, trail=trail,
    )  # fmt: skip
    files.finish(folder, made)
    return made


def _begin(unit_id: int) -> int:
    """Begin a transaction that sees one moment for as long as it takes, and return the public version of that moment."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(SNAPSHOT)
        limit_statements(0)
    return _version(unit_id)


def _write(unit_id: int, place: Path, *, at: datetime) -> dict[str, Written]:
    around = surroundings_of(unit_id, today=local_date(at), locale="vi")
    written: dict[str, Written] = {}
    for dataset in DATASETS:
        names = [name for name, _meaning in dataset.columns]
        writers = {f"{dataset.name}.{kind}": WRITERS[kind](place / f"{dataset.name}.{kind}", names) for kind in dataset.formats}
        for item in dataset.rows(unit_id, around):
            line = dumped(item)
            for writer in writers.values():
                writer.add(item, line)
        written |= {name: writer.close() for name, writer in writers.items()}
    return written


# ------------------------------------------------------------------ what was taken back


def _keep_ids(unit_id: int, place: Path) -> None:
    """Keep the numbers of the published cases and of the public questions, beside the files and never given out."""
    for name, numbers in ((IDS, published_ids(unit_id)), (QUESTION_IDS, public_question_ids(unit_id))):
        with (place / name).open("wb") as ids:
            array("q", numbers).tofile(ids)


def _kept_ids(unit_id: int, last: Build, name: str) -> array[int]:
    """Return numbers that were kept with a build; raises FileNotFoundError."""
    kept = array("q")
    kept.frombytes(files.path_of(files.folder_of(instance(), unit_id), last, name).read_bytes())
    return kept


def something_withdrawn(unit_id: int, last: Build) -> bool:
    """Return whether words of the last build went since: from the trail and an index, in a fraction of a build."""
    try:
        before = _kept_ids(unit_id, last, IDS)
        questions = _kept_ids(unit_id, last, QUESTION_IDS) if last.trail is not None else array("q")
    except FileNotFoundError:
        return True
    if last.trail is not None and words_taken_back(unit_id, since=last.trail, cases=before, questions=questions):
        return True
    return not holds_all(array("q", published_ids(unit_id)), before)


def holds_all(now: array[int], before: array[int]) -> bool:
    """Return whether every number of the one rising list is in the other."""
    place, size = 0, len(now)
    for number in before:
        while place < size and now[place] < number:
            place += 1
        if place == size or now[place] != number:
            return False
    return True


def digest_lines(build: Build, name: str) -> str:
    """Return the checksums of a dataset's files, as sha256sum reads them."""
    lines = [
        f"{written.sha256}  {each}" for each, written in sorted(build.files.items()) if each.partition(".")[0] == name
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def etag_of(build: Build, name: str, *, bom: bool = False) -> str:
    """Return what changes with the bytes of a file."""
    written = build.files[name]
    return hashlib.sha256(f"{written.sha256_bom if bom else written.sha256}".encode()).hexdigest()[:24]
