"""The tray of letters: laid once, taken by one worker, tried with growing pauses, given up after three days."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.exc import IntegrityError

from core import outbox
from core.database import use_unit
from core.extensions import db
from core.outbox import BACKOFF, GIVE_UP_AFTER, NewLetter, OutboxMessage
from core.transaction import transaction
from tests.makers import NOW
from tests.makers_accounts import SmallCommune, make_small_commune


@pytest.fixture
def commune(app: Flask) -> Iterator[SmallCommune]:
    with app.app_context():
        made = make_small_commune()
        with use_unit(made.unit_id):
            yield made
        db.session.rollback()


def new_letter(commune: SmallCommune, key: str, **changes: object) -> NewLetter:
    values = {
        "unit_id": commune.unit_id, "at": NOW, "event": "test", "subject": "case:1", "audience": "resident", "title": "Tin mới",
        "body": "Nội dung", "dedup_key": key, "email": "an@example.vn",
    }  # fmt: skip
    return NewLetter(**{**values, **changes})


def lay(commune: SmallCommune, *keys: str, **changes: object) -> None:
    with transaction():
        outbox.enqueue_all([new_letter(commune, key, **changes) for key in keys])


def rows() -> list[OutboxMessage]:
    db.session.rollback()
    query = select(OutboxMessage).order_by(OutboxMessage.id).execution_options(populate_existing=True, all_units=True)
    return list(db.session.scalars(query))


def test_a_letter_is_laid_once_whatever_its_second_text(commune: SmallCommune):
    laid = []
    for title in ("Lần một", "Lần hai"):
        with transaction():
            letter = new_letter(commune, "case:1:answered", title=title)
            laid.append(outbox.enqueue(**vars(letter)))
    assert (laid, [row.title for row in rows()]) == ([True, False], ["Lần một"])


def test_of_many_letters_only_the_new_ones_are_laid(commune: SmallCommune):
    lay(commune, "a", "b")
    lay(commune, "b", "c", "c", "a", "d")
    assert [row.dedup_key for row in rows()] == ["a", "b", "c", "d"]


def test_no_letters_are_no_statement(commune: SmallCommune):
    with transaction():
        outbox.enqueue_all([])
    assert rows() == []


@pytest.mark.parametrize(
    ("email", "state", "due"), [("an@example.vn", "waiting", NOW), (None, "page_only", None), ("", "page_only", None)]
)
def test_a_letter_without_an_address_stays_on_its_page(commune: SmallCommune, email: str | None, state: str, due: object):
    lay(commune, "a", email=email)
    assert [(row.state, row.next_try_at, row.email, row.attempts) for row in rows()] == [(state, due, email or None, 0)]


def test_a_long_title_is_cut_to_what_the_column_holds(commune: SmallCommune):
    lay(commune, "a", title="đ" * 300)
    assert rows()[0].title == "đ" * 200


@pytest.mark.parametrize("changes", [{"audience": "press"}, {"audience": "official"}])
def test_the_database_refuses_a_letter_to_nobody(commune: SmallCommune, changes: dict[str, object]):
    with pytest.raises(IntegrityError):
        lay(commune, "a", **changes)
    assert rows() == []


def test_a_command_that_fails_lays_no_letter(commune: SmallCommune):
    with pytest.raises(RuntimeError):
        fail_after_laying(commune)
    assert rows() == []


def fail_after_laying(commune: SmallCommune) -> None:
    with transaction():
        outbox.enqueue_all([new_letter(commune, "a")])
        raise RuntimeError


def claim(*, after: timedelta = timedelta(), limit: int = 50) -> list[str]:
    with transaction():
        return [row.dedup_key for row in outbox.claim_due(at=NOW + after, limit=limit)]


def test_letters_are_claimed_in_order_as_many_as_asked(commune: SmallCommune):
    lay(commune, *"abcde")
    assert [claim(limit=2), claim(limit=2), claim(limit=2), claim(limit=2)] == [["a", "b"], ["c", "d"], ["e"], []]


def test_a_letter_is_not_claimed_before_its_time(commune: SmallCommune):
    lay(commune, "later", at=NOW + timedelta(minutes=10))
    found = [(outbox.anything_due(at=NOW + pause), claim(after=pause)) for pause in (timedelta(minutes=9), timedelta(minutes=10))]
    assert found == [(False, []), (True, ["later"])]


def test_pauses_grow_as_the_table_says_and_then_stay(commune: SmallCommune):
    lay(commune, "a")
    pauses, at = [], NOW
    for _ in range(len(BACKOFF) + 2):
        with transaction():
            (row,) = outbox.claim_due(at=at)
            pauses.append(row.next_try_at - at)
            at = row.next_try_at
    assert pauses == [*BACKOFF, BACKOFF[-1], BACKOFF[-1]]
    assert rows()[0].attempts == len(BACKOFF) + 2


@pytest.mark.parametrize(
    ("sent", "age", "state", "still_due"),
    [
        (True, timedelta(), "sent", False),
        (True, GIVE_UP_AFTER * 2, "sent", False),
        (False, timedelta(), "waiting", True),
        (False, GIVE_UP_AFTER, "waiting", True),
        (False, GIVE_UP_AFTER + timedelta(seconds=1), "failed", False),
    ],
)
def test_how_a_delivery_went_is_written_down(commune: SmallCommune, sent: bool, age: timedelta, state: str, still_due: bool):
    lay(commune, "a")
    claim(after=age)
    with transaction():
        outbox.settle(message_id=rows_id(), at=NOW + age, sent=sent)
    (row,) = rows()
    assert (row.state, row.sent_at, row.next_try_at is not None) == (state, NOW + age if sent else None, still_due)
    assert outbox.anything_due(at=NOW + age + timedelta(days=9)) == still_due


def rows_id() -> int:
    return db.session.scalars(select(OutboxMessage.id).execution_options(all_units=True)).one()


def test_settling_a_letter_that_is_gone_is_no_error(commune: SmallCommune):
    with transaction():
        outbox.settle(message_id=987654, at=NOW, sent=True)
    assert rows() == []


def test_workers_that_claim_together_take_each_letter_once(app: Flask, commune: SmallCommune):
    keys = [f"letter-{number:02}" for number in range(40)]
    lay(commune, *keys)
    gate, taken, problems = threading.Barrier(4), [], []

    def work() -> None:
        gate.wait()
        try:
            with app.app_context():
                while batch := claim(limit=3):
                    taken.extend(batch)
        except Exception as problem:  # noqa: BLE001 - whatever it is, the test must see it
            problems.append(problem)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (problems, sorted(taken)) == ([], keys)
    assert {row.attempts for row in rows()} == {1}


@pytest.mark.parametrize("backend", ["postgresql"])  # SQLite has one writer at a time: the second one waits
def test_a_second_worker_passes_by_letters_that_the_first_holds(app: Flask, commune: SmallCommune):
    lay(commune, *"abcd")
    passed: list[str] = []

    def second() -> None:
        with app.app_context():
            passed.extend(claim())

    with transaction():
        held = [row.dedup_key for row in outbox.claim_due(at=NOW, limit=2)]
        other = threading.Thread(target=second)
        other.start()
        other.join()
    assert (held, passed) == (["a", "b"], ["c", "d"])


def test_an_inbox_shows_the_newest_first_and_is_read_letter_by_letter(commune: SmallCommune):
    for official_id, keys in ((7, "abc"), (8, "x")):
        lay(commune, *keys, audience="official", official_id=official_id, email=None)
    place = {"unit_id": commune.unit_id}
    assert [letter.id for letter in outbox.for_official(official_id=7, **place)] == sorted(
        (row.id for row in rows() if row.official_id == 7), reverse=True
    )
    assert [outbox.unread_count(official_id=who, **place) for who in (7, 8, 9)] == [3, 1, 0]
    newest, middle, oldest = outbox.for_official(official_id=7, **place)
    (other,) = outbox.for_official(official_id=8, **place)
    with transaction():
        outbox.mark_read(official_id=7, at=NOW, letter_ids=[newest.id, oldest.id, other.id], **place)
    assert [outbox.unread_count(official_id=who, **place) for who in (7, 8)] == [1, 1]
    assert [letter.unread for letter in outbox.for_official(official_id=7, **place)] == [False, True, False]
    assert outbox.for_official(official_id=7, limit=1, skip=1, **place) == [middle]
    seen = [outbox.one_for_official(official_id=who, letter_id=middle.id, **place) for who in (7, 8)]
    assert seen == [middle, None]


def test_unread_letters_are_counted_from_an_index_that_holds_no_others(commune: SmallCommune):
    asked: list[tuple[str, object]] = []
    listen = (db.engine, "before_cursor_execute", lambda *call: asked.append(call[2:4]))
    event.listen(*listen)
    outbox.unread_count(unit_id=commune.unit_id, official_id=7)
    event.remove(*listen)
    (counting,) = [said for said in asked if "count" in said[0]]
    db.session.rollback()
    with db.engine.begin() as connection:
        how = "EXPLAIN QUERY PLAN " if db.engine.dialect.name == "sqlite" else "EXPLAIN "
        if db.engine.dialect.name == "postgresql":  # which reads a table of a few rows from end to end
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = str(connection.exec_driver_sql(how + counting[0], counting[1]).all())
    assert "ix_outbox_messages_unread" in plan


def test_an_inbox_is_in_the_order_of_days_however_its_letters_were_laid(commune: SmallCommune):
    for key, days in (("late", 0), ("early", 60), ("same", 0)):
        lay(commune, key, audience="official", official_id=7, email=None, at=NOW - timedelta(days=days))
    laid = {row.id: row.dedup_key for row in rows()}
    assert [laid[item.id] for item in outbox.for_official(unit_id=commune.unit_id, official_id=7)] == ["same", "late", "early"]


def test_a_sender_sees_the_letters_of_one_case_only(commune: SmallCommune):
    lay(commune, "a")
    lay(commune, "b", subject="case:2")
    lay(commune, "c", audience="official", official_id=3)
    seen = [outbox.for_resident(unit_id=commune.unit_id, subject=subject) for subject in ("case:1", "case:2", "case:12")]
    assert [len(letters) for letters in seen] == [1, 1, 0]
    assert outbox.for_resident(unit_id=commune.unit_id + 1, subject="case:1") == []


def test_the_worker_takes_letters_of_every_commune(app: Flask, commune: SmallCommune):
    other = make_small_commune(code="06506", name="Xã Chiến Thắng", hosts=("khac.example",))
    lay(commune, "a")
    lay(other, "b")
    assert claim() == ["a", "b"]
