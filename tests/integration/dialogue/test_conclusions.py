"""From ended minutes to published results: the hard gates, the last day, and every promise a commitment, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from core.audit import AuditEntry
from core.errors import BadInput, NotAllowed, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from dialogue.commitment_models import CommitmentEntry
from dialogue.commitment_states import DueRule
from dialogue.queries.commitments import lines_of, opening_of
from dialogue.queries.conclusions import conclusion_row, published_conclusion
from dialogue.services import commitments, conclusions
from dialogue.states import DialogueKind
from feedback.document_models import IssuedDocument
from feedback.queries.documents import paper_of_subject
from tests.makers import Commune
from tests.makers_dialogue import HELD_AT, read_dialogue
from tests.makers_minutes import (
    CONCLUDED_AT,
    conclude,
    concluded,
    done,
    draft,
    held,
    in_session,
    promise,
    promised_item,
    publish,
    read_commitment,
    take,
)
from tests.makers_papers import as_text


def test_conclusions_turn_promises_into_commitments_with_number_and_proof(commune: Commune):
    dialogue_id = held(commune, promised_item(commune), promised_item(commune, promise_due_on=None))
    first, second = (line.id for line in lines_of(commune.unit_id, dialogue_id, drafts=True, today=CONCLUDED_AT.date()))
    with pytest.raises(BadInput) as lacking:
        conclude(commune, dialogue_id)
    assert (lacking.value.errors, lacking.value.facts["commitment_ids"]) == ({"commitments": "commitment_gaps"}, [first, second])
    assert read_dialogue(dialogue_id).state == "held"
    for commitment_id, rule in ((first, DueRule.TYPED), (second, DueRule.FOLLOW_UP)):
        with transaction():
            whole = promise(commune, rule=rule)
            commitments.change_draft(commitment_id, whole, actor=commune.clerk, at=CONCLUDED_AT, version=1)
    document_id = publish(commune, dialogue_id)
    one, two = read_commitment(first), read_commitment(second)
    assert (one.state, one.due_on, one.first_due_on, one.proof) == ("open", date(2027, 1, 15), date(2027, 1, 15), None)
    # 15 working days from Tuesday 22 December 2026, with New Year's Day off: Wednesday 13 January 2027
    assert (two.state, two.due_on, two.proof["term"]) == ("open", date(2027, 1, 13), "DLG.FOLLOWUP")
    row = read_dialogue(dialogue_id)
    assert (row.state, row.concluded_on) == ("concluded", date(2026, 12, 22))
    item, paper = paper_of_subject(commune.unit_id, f"dialogue:{dialogue_id}", document_id)
    text = as_text(paper)
    assert (item.number_text, item.kind.value) == ("01/TB-UBND", "dialogue_conclusion")
    for said in (
        "biên bản số 01/BB-UBND",
        "hạn 15/01/2027",
        "hạn 13/01/2027",
        "Giao các đơn vị làm đúng hạn",
        "120 người, trong đó 52 nữ",
        "Căn cứ Quyết định số 320-QĐ/TU ngày 13/6/2016 của Ban Thường vụ Tỉnh ủy Lạng Sơn",
    ):
        assert said in text
    said = published_conclusion(commune.unit_id, dialogue_id, locale="vi")
    assert (said.due_on, said.days_late, said.number, len(said.why)) == (date(2026, 12, 25), 0, "01/TB-UBND", 2)
    actions = list(
        db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject == f"commitment:{first}").order_by(AuditEntry.id))
    )
    assert actions == ["dialogue:commitment:drafted", "dialogue:commitment:changed", "dialogue:commitment:opened"]


@pytest.mark.parametrize(
    ("at", "late"),
    [
        (datetime(2026, 12, 25, 16, 59, tzinfo=UTC), 0),  # Friday 25 December, 23:59 in Vietnam: the tenth day
        (datetime(2026, 12, 25, 17, 0, tzinfo=UTC), 1),
        (datetime(2027, 1, 5, 3, 0, tzinfo=UTC), 11),
    ],
)
def test_late_conclusions_are_published_and_stay_visible_as_late(commune: Commune, at: datetime, late: int):
    dialogue_id = held(commune)
    conclude(commune, dialogue_id, at=at)
    said = published_conclusion(commune.unit_id, dialogue_id, locale="vi")
    facts = db.session.scalar(select(AuditEntry.facts).where(AuditEntry.action == "dialogue:dialogue:concluded"))
    assert (said.due_on, said.days_late, facts["days_late"]) == (date(2026, 12, 25), late, late)


def test_without_ended_minutes_or_words_there_are_no_results(commune: Commune):
    dialogue_id = in_session(commune)
    with pytest.raises(WrongState) as early, transaction():
        conclusions.write_conclusion(dialogue_id, actor=commune.clerk, at=HELD_AT, version=0, text="Kết luận", channels=())
    assert early.value.code == "conclusions_not_now"
    with transaction():
        row = read_dialogue(dialogue_id)
        row.state = "held"
    with pytest.raises(WrongState) as refused:
        conclude(commune, dialogue_id)
    assert refused.value.code == "minutes_missing"
    ended = held(commune)
    with pytest.raises(BadInput) as wordless:
        publish(commune, ended, seen=0)
    assert wordless.value.errors == {"text": "conclusion_missing"}
    with transaction():
        conclusions.write_conclusion(ended, actor=commune.clerk, at=CONCLUDED_AT, version=0, text="Kết luận", channels=("radio",))
    with pytest.raises(BadInput) as silent:
        publish(commune, ended)
    assert silent.value.errors == {"channels": "channels_missing"}
    with pytest.raises(StaleVersion), transaction():
        conclusions.write_conclusion(ended, actor=commune.clerk, at=CONCLUDED_AT, version=0, text="Bản khác", channels=())
    with pytest.raises(NotAllowed):
        publish(commune, ended, actor=commune.clerk)


def test_the_first_number_is_given_back_when_the_conclusions_fail(commune: Commune):
    dialogue_id = held(commune)
    draft(commune, dialogue_id, promise(commune, due_on=date(2026, 12, 1)))
    with pytest.raises(BadInput) as refused:
        conclude(commune, dialogue_id)
    assert refused.value.errors == {"commitments": "commitment_date_past"}
    numbers = db.session.scalars(select(IssuedDocument.series).where(IssuedDocument.subject != "")).all()
    assert (numbers, conclusion_row(commune.unit_id, dialogue_id).published_on) == (["BB"], None)


def test_the_strictest_of_several_duties_counts(commune: Commune):
    dialogue_id = held(commune)
    dues = conclusions.last_days(read_dialogue(dialogue_id), calendar_for(commune.unit_id))
    assert [(due.due_on.isoformat(), due.proof.term) for due in dues] == [
        ("2026-12-25", "DLG.CQDP.RESULT"), ("2026-12-25", "DLG.PARTY.CONCLUSION"),
    ]  # fmt: skip
    alone = held(commune, kind=DialogueKind.LEADER_DIALOGUE, satisfies=())
    assert [due.proof.term for due in conclusions.last_days(read_dialogue(alone), calendar_for(commune.unit_id))] == [
        "DLG.PARTY.CONCLUSION"
    ]


def test_the_next_dialogue_opens_with_the_commitments_of_the_last(commune: Commune):
    kept, late = concluded(commune, promise(commune), promise(commune, text="Mở lại đường Nà Lìa.", due_on=date(2026, 12, 30)))
    take("report_done", kept, actor=commune.officer, done=done())
    before, today = date(2027, 3, 1), date(2027, 1, 4)
    opening = [(line.id, line.state, line.days_late) for line in opening_of(commune.unit_id, before=before, today=today)]
    assert opening == [(kept, "done", 0), (late, "open", 5)]
    assert opening_of(commune.unit_id, before=HELD_AT.date(), today=today) == []
    spring = datetime(2027, 3, 1, 1, 0, tzinfo=UTC)
    following = held(commune, starts_at=spring, ends_at=spring.replace(hour=4), questions_from=None, questions_to=None)
    paper = paper_of_subject(commune.unit_id, f"dialogue:{following}", _minutes_paper(following))
    text = as_text(paper[1])
    assert [words in text for words in ("Mở lại đường Nà Lìa", "quá hạn 61 ngày", "đã báo làm xong")] == [True, True, True]


def _minutes_paper(dialogue_id: int) -> int:
    query = select(IssuedDocument.id).where(IssuedDocument.subject == f"dialogue:{dialogue_id}", IssuedDocument.series == "BB")
    return db.session.scalar(query)


def test_history_begins_with_the_promise(commune: Commune):
    [commitment_id] = concluded(commune)
    kinds = db.session.scalars(select(CommitmentEntry.kind).where(CommitmentEntry.commitment_id == commitment_id)).all()
    assert kinds == ["open"]
