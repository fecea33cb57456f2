"""Many hands at the same moment: no item lost, no number twice, one speaker, one publication; on both databases."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from core.database import use_unit
from core.errors import DomainError
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from dialogue.commitment_models import Commitment, CommitmentEntry
from dialogue.minute_models import MinuteItem, SpeakingTurn
from dialogue.services import commitment_steps, conclusions, minutes, turns
from dialogue.turn_states import TurnStep
from feedback.document_models import IssuedDocument
from feedback.documents import Chosen
from tests.makers import Commune
from tests.makers_dialogue import HELD_AT, read_dialogue
from tests.makers_minutes import CONCLUDED_AT, concluded, draft, held, in_session, item, promise

MANY = 6


def at_once(app: Flask, commune: Commune, work: Callable[[int], object]) -> Counter[str]:
    """Run ``work`` in many threads that begin together; return how often each outcome came."""
    outcomes: Counter[str] = Counter()
    gate, lock = threading.Barrier(MANY), threading.Lock()

    def run(number: int) -> None:
        with app.app_context(), use_unit(commune.unit_id):
            gate.wait()
            try:
                with transaction():
                    work(number)
                word = "done"
            except DomainError as refused:
                word = refused.code
            with lock:
                outcomes[word] += 1

    threads = [threading.Thread(target=run, args=(number,)) for number in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def inside(app: Flask, home: Commune, made: Callable[[], int]) -> int:
    with app.app_context(), use_unit(home.unit_id):
        return made()


def test_items_of_many_writers_all_stay_and_one_item_is_written_once(app: Flask, home: Commune):
    dialogue_id = inside(app, home, lambda: in_session(home))

    def own(number: int) -> None:
        one = item(client_id=f"writer-{number:04d}", opinion=f"Ý kiến {number}")
        minutes.write_item(dialogue_id, one, actor=home.clerk, at=HELD_AT, version=0)

    same = item(client_id="the-same-item", opinion="Rác ở chợ")
    assert at_once(app, home, own) == {"done": MANY}
    assert at_once(
        app, home, lambda _: minutes.write_item(dialogue_id, same, actor=home.clerk, at=HELD_AT, version=0)
    ) == {"done": MANY}  # fmt: skip
    with app.app_context(), use_unit(home.unit_id):
        rows = db.session.execute(select(MinuteItem.client_id, MinuteItem.version)).all()
        assert sorted(map(tuple, rows)) == [("the-same-item", 1), *((f"writer-{number:04d}", 1) for number in range(MANY))]


def test_one_of_many_changes_of_an_item_wins_and_the_others_are_told(app: Flask, home: Commune):
    dialogue_id = inside(app, home, lambda: in_session(home))

    def change(number: int, *, version: int) -> None:
        one = item(client_id="the-same-item", opinion=f"Bản {number}")
        minutes.write_item(dialogue_id, one, actor=home.clerk, at=HELD_AT, version=version)

    with app.app_context(), use_unit(home.unit_id), transaction():
        change(99, version=0)
    assert at_once(app, home, lambda number: change(number, version=1)) == {"done": 1, "stale_version": MANY - 1}


def test_numbers_are_given_once_and_one_speaks(app: Flask, home: Commune):
    dialogue_id = inside(app, home, lambda: in_session(home))

    def number(which: int) -> None:
        turns.take_number(dialogue_id, actor=home.clerk, at=HELD_AT, topic=f"Việc {which}")

    assert at_once(app, home, number) == {"done": MANY}
    with app.app_context(), use_unit(home.unit_id):
        rows = db.session.execute(select(SpeakingTurn.id, SpeakingTurn.number).order_by(SpeakingTurn.number)).all()
    assert [row.number for row in rows] == list(range(1, MANY + 1))

    def start(which: int) -> None:
        turns.take_turn(rows[which].id, TurnStep.START, actor=home.clerk, at=HELD_AT, version=1)

    assert at_once(app, home, start) == {"done": 1, "turn_wrong_state": MANY - 1}


def test_conclusions_are_published_once_with_one_number(app: Flask, home: Commune):
    def prepared() -> int:
        dialogue_id = held(home)
        draft(home, dialogue_id, promise(home))
        with transaction():
            conclusions.write_conclusion(
                dialogue_id, actor=home.clerk, at=CONCLUDED_AT, version=0, text="Giao việc", channels=("posted",)
            )
        return dialogue_id

    dialogue_id = inside(app, home, prepared)
    version = inside(app, home, lambda: read_dialogue(dialogue_id).version)

    def publish(_number: int) -> None:
        conclusions.conclude(
            dialogue_id, actor=home.leader, at=CONCLUDED_AT, version=version, seen=1, calendar=calendar_for(home.unit_id),
            chosen=Chosen(),
        )  # fmt: skip

    outcomes = at_once(app, home, publish)
    assert (outcomes["done"], sum(outcomes.values())) == (1, MANY)
    with app.app_context(), use_unit(home.unit_id):
        numbers = db.session.scalars(select(IssuedDocument.number).where(IssuedDocument.series == "TB")).all()
        assert (numbers, db.session.scalars(select(Commitment.state)).all()) == ([1], ["open"])


@pytest.mark.parametrize("text", ["Đã mua thùng"])
def test_one_of_many_reports_of_one_commitment_wins(app: Flask, home: Commune, text: str):
    row_id = inside(app, home, lambda: concluded(home)[0])

    def report(_number: int) -> None:
        commitment_steps.report_progress(row_id, actor=home.officer, at=CONCLUDED_AT, version=2, text=text)

    assert at_once(app, home, report) == {"done": 1, "stale_version": MANY - 1}
    with app.app_context(), use_unit(home.unit_id):
        kinds = db.session.scalars(select(CommitmentEntry.kind).order_by(CommitmentEntry.id)).all()
        assert kinds == ["open", "progress"]
