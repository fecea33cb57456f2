"""Fills a commune with invented cases for measurements, batch by batch, each batch one transaction.

What comes out depends on the seed, the commune and the first free number alone: the same seed on the same database gives the
same cases. Names and telephone numbers are invented and lie sealed like real ones; all share one secret.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from accounts.models import Field, Responsibility, Village
from accounts.queries import officials, propose_assignment
from accounts.roles import Role
from core import audit, page_cache
from core.codes import hash_secret, secret_for
from core.errors import DomainError
from core.extensions import db
from core.sealing import sealer
from core.transaction import transaction
from deadlines import engine
from deadlines import queries as legal_time
from deadlines.clock import local_date
from deadlines.terms import choose_term
from feedback.load import writer
from feedback.load.rows import Batch, CaseRows, Commune, Counted, Hands, Place, Topic
from feedback.load.shapes import arrivals
from feedback.load.texts import person
from feedback.models import Case
from feedback.services.clocks import notify_code

BATCH = 5000
SPREAD_DAYS = 730
PEOPLE = 500
MIDDLE = (21.6405, 106.485)


class NobodyToHandle(DomainError):
    """The commune has no field, village, leader or officer: its file was not loaded."""

    status = 409
    code = "commune_not_loaded"


@dataclass(frozen=True, kw_only=True)
class Done:
    """What was made, how long it took, and the secret words that open every one of the cases."""

    cases: int
    seconds: float
    secret: str

    @property
    def rate(self) -> float:
        """Cases a second."""
        return self.cases / self.seconds if self.seconds else 0.0


def generate(unit_id: int, *, cases: int, seed: int, at: datetime, report: Callable[[int, float], None]) -> Done:
    """Make ``cases`` invented cases of the last 24 months and tell ``report`` the number and the seconds after each batch.

    ``at`` is now (UTC). Raises NobodyToHandle. Leaves one audit entry and raises the version of the public pages.
    """
    began = time.perf_counter()
    commune, secret = _commune(unit_id, seed=seed, at=at)
    before = db.session.scalar(select(func.max(Case.id)).execution_options(all_units=True)) or 0
    commune = replace(commune, seed=f"{seed}-{before}")
    rng = random.Random(commune.seed)  # noqa: S311 - invented cases, not secrets
    first = max(local_date(at) - timedelta(days=SPREAD_DAYS), legal_time.calendar_for(unit_id).first)
    moments = arrivals(rng, number=cases, first=first, last=at)
    with ThreadPoolExecutor(max_workers=1) as maker:
        _write_batches([moments[start : start + BATCH] for start in range(0, cases, BATCH)], commune, maker, report, began)
    with transaction() as session:
        writer.trace_published(session.connection())
        facts = {"cases": cases, "seed": seed}
        audit.record(
            unit_id=unit_id, at=at, actor_id=None, action="feedback:load:generated", subject=f"unit:{unit_id}", facts=facts
        )
        page_cache.raise_version(unit_id)
    writer.refresh_statistics()
    return Done(cases=cases, seconds=time.perf_counter() - began, secret=secret)


def _write_batches(
    batches: list[list[datetime]], commune: Commune, maker: ThreadPoolExecutor, report: Callable[[int, float], None], began: float
) -> None:
    """Write one batch while the next is being made. A batch made for ids that somebody else took meanwhile is made anew."""
    waiting: Future[Batch] | None = None
    written = 0
    for number, moments in enumerate(batches):
        with transaction() as session:
            connection = session.connection()
            free = writer.lock_and_next_ids(connection)
            batch = waiting.result() if waiting else _made(commune, number, moments, free)
            if batch.first_id != free:
                batch = _made(commune, number, moments, free)
            if number + 1 < len(batches):
                waiting = maker.submit(_made, commune, number + 1, batches[number + 1], batch.next_id)
            writer.write(connection, batch.rows)
        written += len(moments)
        report(written, time.perf_counter() - began)


def _made(commune: Commune, number: int, moments: list[datetime], free: Mapping[str, int]) -> Batch:
    """Return the rows of a batch; it touches no database, so it may be made beside one that is being written."""
    batch = Batch(first_id=dict(free), next_id=dict(free))
    rows = CaseRows(commune, random.Random(f"{commune.seed}:{number}"), batch)  # noqa: S311 - invented cases, not secrets
    for received in moments:
        rows.make(received)
    return batch


def _commune(unit_id: int, *, seed: int, at: datetime) -> tuple[Commune, str]:
    today = local_date(at)
    rows = db.session.scalars(select(Field).where(Field.unit_id == unit_id).order_by(Field.id))
    topics = tuple(Topic(id=row.id, code=row.code, name=row.name, answer_days=row.answer_days) for row in rows)
    villages = db.session.scalars(select(Village).where(Village.unit_id == unit_id).order_by(Village.id))
    places = tuple(
        Place(id=row.id, name=row.name, lat=row.latitude or MIDDLE[0], lon=row.longitude or MIDDLE[1]) for row in villages
    )
    leaders = officials(unit_id, role=Role.LEADER)
    officers = officials(unit_id, role=Role.OFFICER)
    if not (topics and places and leaders and officers):
        raise NobodyToHandle(unit_id=unit_id)
    secret = secret_for(f"load-{unit_id}-{seed}")
    spare = Hands(department_id=officers[0].department_ids[0], officer_id=officers[0].id)
    commune = Commune(
        unit_id=unit_id, topics=topics, places=places, leader_id=leaders[0].id, count=_counter(unit_id), notify=notify_code,
        hands=_hands(unit_id, topics, places, on=today, spare=spare),
        senders=_people(random.Random(seed)), secret_hash=hash_secret(secret), now=at, seed=str(seed),  # noqa: S311
    )  # fmt: skip
    return commune, secret


def _hands(
    unit_id: int, topics: tuple[Topic, ...], places: tuple[Place, ...], *, on: date, spare: Hands
) -> dict[tuple[int, int], Hands]:
    """Return who handles each field in each village; the matrix is asked once per field where no village has a row of its own."""
    special = set(
        db.session.scalars(
            select(Responsibility.village_id).where(Responsibility.unit_id == unit_id, Responsibility.village_id.is_not(None))
        )
    )
    found: dict[tuple[int, int | None], Hands] = {}
    hands = {}
    for topic in topics:
        for place in places:
            key = (topic.id, place.id if place.id in special else None)
            if key not in found:
                proposal = propose_assignment(unit_id, topic.id, key[1], on)
                known = proposal.department is not None and proposal.officer is not None
                found[key] = Hands(department_id=proposal.department.id, officer_id=proposal.officer.id) if known else spare
            hands[topic.id, place.id] = found[key]
    return hands


def _counter(unit_id: int) -> Callable[[str, date, int | None], Counted]:
    """Return the engine's answer by term, first day and the field's own number of days; every day is counted once."""
    calendar, terms = legal_time.calendar_for(unit_id), legal_time.all_terms(unit_id)
    known: dict[tuple[str, date, int | None], Counted] = {}

    def count(code: str, start: date, answer_days: int | None) -> Counted:
        key = (code, start, answer_days)
        if key not in known:
            term = choose_term(terms, code, received_on=start, strict=False)
            due = engine.due_on(replace(term, number=answer_days) if answer_days else term, start, calendar)
            proof = json.dumps(due.proof.to_dict(), ensure_ascii=False)
            known[key] = Counted(raw_on=due.raw_on.isoformat(), due_on=due.due_on, proof=proof)
        return known[key]

    return count


def _people(rng: random.Random) -> tuple[tuple[str, str, str], ...]:
    people = []
    for _ in range(PEOPLE):
        phone = f"09{rng.randrange(10**8):08d}"
        people.append((sealer.seal(person(rng)), sealer.seal(phone), sealer.fingerprint("phone", phone)))
    return tuple(people)
