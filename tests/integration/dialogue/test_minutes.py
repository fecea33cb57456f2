"""Minutes written by two people, ended once, and the letters that follow from commitments; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from deadlines.queries import calendar_for
from dialogue.commitment_models import Commitment
from dialogue.commitment_reminders import remind_commitments
from dialogue.minute_models import MinuteItem, SpeakingTurn
from dialogue.queries.day import hall
from dialogue.queries.minutes import written_items
from dialogue.services import minutes, remarks, turns
from dialogue.turn_states import TurnStep
from feedback.queries.documents import paper_of_subject
from tests.makers import Commune
from tests.makers_dialogue import HELD_AT, announced_dialogue, read_dialogue
from tests.makers_minutes import (
    CONCLUDED_AT,
    HEAD,
    concluded,
    done,
    held,
    in_session,
    item,
    promise,
    promised_item,
    read_minutes,
    take,
    write,
)
from tests.makers_papers import as_text


def put(commune: Commune, dialogue_id: int, one: object, *, version: int = 0) -> MinuteItem:
    with transaction():
        return minutes.write_item(dialogue_id, one, actor=commune.clerk, at=HELD_AT, version=version)


def test_the_same_item_sent_twice_is_one_and_two_writers_lose_nothing(commune: Commune):
    dialogue_id = in_session(commune)
    first = item()
    assert (put(commune, dialogue_id, first).version, put(commune, dialogue_id, first).version) == (1, 1)
    changed = replace(first, answer="Sẽ đặt trong tháng.")
    assert put(commune, dialogue_id, changed, version=1).version == 2
    with pytest.raises(StaleVersion) as clash:
        put(commune, dialogue_id, replace(first, opinion="Ruồi nhiều."), version=1)
    assert clash.value.facts["current"] == 2
    assert put(commune, dialogue_id, changed, version=1).version == 2  # sent again after a lost answer
    put(commune, dialogue_id, item(opinion="Đường hỏng"))
    put(commune, dialogue_id, replace(changed, dropped=True), version=2)
    assert [row.opinion for row in written_items(commune.unit_id, dialogue_id)] == ["Đường hỏng"]
    assert db.session.scalar(select(db.func.count(MinuteItem.id))) == 2


def test_ended_minutes_bear_a_number_make_drafts_and_change_no_more(commune: Commune):
    dialogue_id = in_session(commune)
    write(commune, dialogue_id, item(), promised_item(commune), item(opinion="<b>Đường</b> hỏng\nở Nà Lìa"))
    with transaction():
        document_id = minutes.finish(dialogue_id, actor=commune.clerk, at=HELD_AT, version=1)
    kind, paper = paper_of_subject(commune.unit_id, f"dialogue:{dialogue_id}", document_id)
    text = as_text(paper)
    for said in (
        "Ý kiến 3 (số 5): <b>Đường</b> hỏng ở Nà Lìa",
        "120 người, trong đó 52 nữ, 98 người dân tộc thiểu số",
        "hạn 15/01/2027",
    ):
        assert said in text
    assert (kind.number_text, read_dialogue(dialogue_id).state, read_minutes(dialogue_id).finished_by) == (
        "01/BB-UBND", "held", commune.clerk.id,
    )  # fmt: skip
    [draft] = db.session.scalars(select(Commitment)).all()
    assert (draft.state, draft.rule, draft.due_on, draft.text) == (
        "draft",
        "typed",
        date(2027, 1, 15),
        "Đặt 04 thùng rác tại chợ Vạn Linh.",
    )
    for attempt in (lambda: put(commune, dialogue_id, item()), lambda: write(commune, dialogue_id)):
        with pytest.raises(WrongState) as ended:
            attempt()
        assert ended.value.code == "minutes_ended"
    assert paper_of_subject(commune.unit_id, "dialogue:999", document_id) is None


def test_minutes_with_gaps_do_not_end_and_take_no_number(commune: Commune):
    dialogue_id = in_session(commune)
    with pytest.raises(BadInput), transaction():
        minutes.finish(dialogue_id, actor=commune.clerk, at=HELD_AT, version=0)
    write(commune, dialogue_id, head=replace(HEAD, ended_at=None))
    with pytest.raises(BadInput) as refused, transaction():
        minutes.finish(dialogue_id, actor=commune.clerk, at=HELD_AT, version=1)
    assert refused.value.errors == {"ended_at": "minutes_gap_end", "items": "minutes_empty"}
    with pytest.raises(StaleVersion), transaction():
        minutes.write_head(dialogue_id, HEAD, actor=commune.clerk, at=HELD_AT, version=0)
    with pytest.raises(NotAllowed), transaction():
        minutes.write_head(dialogue_id, HEAD, actor=commune.officer, at=HELD_AT, version=1)
    with pytest.raises(NotFound):
        put(commune, 999_999, item())
    with pytest.raises(BadInput) as foreign:
        put(commune, dialogue_id, item(village_id=999_999, department_id=999_999))
    assert foreign.value.errors == {"village_id": "choice_unknown", "department_id": "choice_unknown"}
    with pytest.raises(WrongState) as early:
        put(commune, announced_dialogue(commune), item())
    assert early.value.code == "minutes_not_open"
    assert (read_dialogue(dialogue_id).state, read_minutes(dialogue_id).document_id) == ("in_session", None)


def test_one_speaks_at_a_time_and_numbers_go_on(commune: Commune):
    dialogue_id = in_session(commune)
    for topic in ("Rác ở chợ", "Đường Nà Lìa", "Nước sạch"):
        with transaction():
            turns.take_number(dialogue_id, actor=commune.clerk, at=HELD_AT, topic=topic)
    first, second, third = db.session.scalars(select(SpeakingTurn).order_by(SpeakingTurn.number)).all()

    def go(row: SpeakingTurn, step: TurnStep, version: int | None = None) -> None:
        with transaction():
            turns.take_turn(row.id, step, actor=commune.clerk, at=HELD_AT, version=row.version if version is None else version)

    go(third, TurnStep.CHOOSE)
    assert [line.number for line in hall(commune.unit_id, dialogue_id).waiting] == [3, 1, 2]
    assert [line.number for line in hall(commune.unit_id, dialogue_id).upcoming] == [3]
    go(third, TurnStep.START)
    with pytest.raises(WrongState):
        go(first, TurnStep.START)
    with pytest.raises(StaleVersion):
        go(first, TurnStep.LEAVE, version=9)
    go(third, TurnStep.LATER)
    seen = hall(commune.unit_id, dialogue_id)
    assert (seen.speaking, [(line.number, line.state) for line in seen.ended]) == (None, [(3, "follow_up")])
    go(second, TurnStep.START)
    assert hall(commune.unit_id, dialogue_id).speaking.number == 2
    for facts, error in (
        ({"topic": " "}, {"topic": "text_missing"}),
        ({"topic": "Rác", "minutes_allowed": 0}, {"minutes_allowed": "turn_minutes"}),
        ({"topic": "Rác", "village_id": 999_999}, {"village_id": "village_unknown"}),
    ):
        with pytest.raises(BadInput) as refused, transaction():
            turns.take_number(dialogue_id, actor=commune.clerk, at=HELD_AT, **facts)
        assert refused.value.errors == error
    over = held(commune)
    with pytest.raises(WrongState), transaction():
        turns.take_number(over, actor=commune.clerk, at=HELD_AT, topic="Muộn rồi")


def letters(template: str) -> list[tuple[int, str]]:
    rows = db.session.scalars(select(OutboxMessage).where(OutboxMessage.event == template).order_by(OutboxMessage.id))
    return [(row.official_id, row.title) for row in rows]


def test_the_responsible_are_told_reminded_once_and_the_leaders_when_it_is_late(commune: Commune):
    [row_id] = concluded(commune, promise(commune))
    assert commune.officer.id in {official for official, _title in letters("commitment_opened")}
    for on, template, leaders in (
        (datetime(2027, 1, 8, 1, 0, tzinfo=UTC), "commitment_soon", False),
        (datetime(2027, 1, 15, 1, 0, tzinfo=UTC), "commitment_due", False),
        (datetime(2027, 1, 18, 1, 0, tzinfo=UTC), "commitment_overdue", True),
    ):
        assert (remind_commitments(on) > 0, remind_commitments(on)) == (True, 0)
        told = {official for official, _title in letters(template)}
        assert (commune.officer.id in told, commune.leader.id in told) == (True, leaders)
    before = len(letters("commitment_overdue"))
    assert remind_commitments(datetime(2027, 1, 17, 3, 0, tzinfo=UTC)) == 0  # Sunday
    assert remind_commitments(datetime(2027, 1, 24, 23, 0, tzinfo=UTC)) == 0  # Monday, 06:00
    remind_commitments(datetime(2027, 1, 25, 1, 0, tzinfo=UTC))  # the second week
    assert len(letters("commitment_overdue")) == 2 * before
    assert "thùng" not in " ".join(title for _official, title in letters("commitment_overdue"))
    with transaction():
        calendar = calendar_for(commune.unit_id)
        remarks.remark(row_id, actor=commune.supervisor, at=CONCLUDED_AT, text="Làm sớm", calendar=calendar)
    assert commune.leader.id in {official for official, _title in letters("commitment_remark")}
    take("report_done", row_id, actor=commune.officer, done=done())
    take("dispute", row_id, actor=commune.leader, text="Chưa đủ")
    told = {official for official, _title in letters("commitment_disputed")}
    assert (commune.officer.id in told, commune.leader.id in told) == (True, False)
