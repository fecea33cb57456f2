"""The apology for a late answer: written, signed, read by its sender, shown to all, and never an extension; on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from accounts.queries import officials
from accounts.roles import Role
from core.audit import AuditEntry
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from deadlines.queries import calendar_for
from feedback.apology_models import CaseApology
from feedback.models import PublicCase
from feedback.queries.desk import work_list
from feedback.queries.desk_filters import DeskFilters
from feedback.queries.desk_tabs import Tab
from feedback.queries.public import public_case
from feedback.queries.tracking import tracked
from feedback.queries.waiting import Waiting
from feedback.reminders import send_reminders
from feedback.services import answering, apologising
from feedback.states import Action
from tests.makers import Commune, look, make_case, read_case, read_version, submit
from tests.makers_apologies import DUE, LATE, NEW, WORDS, apologised, decide, moment, write
from tests.makers_letters import readers, tray
from tests.makers_register import seal


def with_role(commune: Commune, role: Role) -> list[int | str]:
    return sorted((person.id for person in officials(commune.unit_id, role=role)), key=str)


def rows(case_id: int) -> list[tuple[Any, ...]]:
    query = select(CaseApology.state, CaseApology.missed_on, CaseApology.new_on, CaseApology.signed_on)
    return [tuple(row) for row in db.session.execute(query.where(CaseApology.case_id == case_id).order_by(CaseApology.id))]


# ---------------------------------------------------------------- the road of an apology


def test_an_apology_is_written_signed_and_moves_no_date_of_the_law(commune: Commune):
    case = make_case(commune, state="in_progress")
    write(commune, case.id)
    assert rows(case.id) == [("submitted", DUE, NEW, None)]
    decide(commune, case.id)
    assert rows(case.id) == [("sent", DUE, NEW, LATE)]
    after = read_case(case.id)
    assert (after.due_on, after.extended, after.state) == (DUE, False, "in_progress")
    submit(commune, case.id, at=moment(LATE), late_reason="other_office")
    with transaction():
        answering.approve_answer(case.id, actor=commune.leader, at=moment(LATE), version=read_version(case.id), issue_now=True)
    assert read_case(case.id).on_time is False


def test_nothing_is_apologised_for_before_the_day_has_passed(commune: Commune):
    case = make_case(commune, state="in_progress")
    assert look(commune.officer, case.id, today=DUE).step(Action.APOLOGISE) is None
    assert look(commune.officer, case.id, today=LATE).step(Action.APOLOGISE) is not None
    with pytest.raises(WrongState) as refused:
        write(commune, case.id, on=DUE)
    assert (refused.value.code, rows(case.id)) == ("apology_not_owed", [])


def test_a_second_apology_waits_until_the_promised_day_has_passed_too(commune: Commune):
    case = apologised(commune)
    for day in (LATE, NEW):
        assert look(commune.officer, case.id, today=day).step(Action.APOLOGISE) is None
        with pytest.raises(WrongState) as refused:
            write(commune, case.id, on=day, new_on=date(2026, 12, 28))
        assert refused.value.code == "apology_not_owed"
    write(commune, case.id, on=date(2026, 12, 22), new_on=date(2026, 12, 28))
    assert [row[:3] for row in rows(case.id)] == [("sent", DUE, NEW), ("submitted", NEW, date(2026, 12, 28))]


def test_a_form_that_is_sent_twice_makes_one_apology(commune: Commune):
    case = make_case(commune, state="in_progress")
    version = read_version(case.id)
    write(commune, case.id, version=version)
    with pytest.raises(StaleVersion):
        write(commune, case.id, version=version)
    with pytest.raises(WrongState) as refused:
        write(commune, case.id)
    assert (refused.value.code, len(rows(case.id))) == ("apology_waits", 1)
    decide(commune, case.id)
    with pytest.raises(WrongState) as refused:
        decide(commune, case.id)
    assert (refused.value.code, readers(case.id, "apologised")) == ("no_apology", ["sender"])


def test_the_leader_sends_it_back_with_a_word_and_it_is_written_anew(commune: Commune):
    case = make_case(commune, state="in_progress")
    write(commune, case.id)
    with pytest.raises(BadInput) as refused:
        decide(commune, case.id, sign=False, note="Ừ")
    assert refused.value.errors == {"note": "note_missing"}
    decide(commune, case.id, sign=False, note="Nói rõ Sở nào.")
    shown = look(commune.officer, case.id, today=LATE)
    assert [(item.state, item.leader_note) for item in shown.apologies] == [("sent_back", "Nói rõ Sở nào.")]
    write(commune, case.id, why="Sở Xây dựng tỉnh chưa trả lời.")
    assert [(item.state, item.why, item.leader_note) for item in look(commune.officer, case.id, today=LATE).apologies] == [
        ("submitted", "Sở Xây dựng tỉnh chưa trả lời.", "")
    ]


def test_what_lies_too_long_cannot_be_signed_any_more(commune: Commune):
    case = make_case(commune, state="in_progress")
    write(commune, case.id)
    with pytest.raises(BadInput) as refused:
        decide(commune, case.id, on=NEW)
    assert (refused.value.errors, rows(case.id)[0][0]) == ({"": "apology_day_past"}, "submitted")


HOSTILE = [
    ({"new_on": date(9999, 12, 31)}, {"new_on": "apology_day_far"}),
    ({"new_on": date(2026, 12, 19)}, {"new_on": "apology_day_off"}),
    ({"new_on": LATE}, {"new_on": "apology_day_past"}),
    ({"new_on": None}, {"new_on": "apology_day_missing"}),
    ({"reason": "' or 1=1"}, {"reason": "late_reason_missing"}),
    ({"done": "\x00\x00\x00 \u200b"}, {"done": "apology_done_missing"}),
    ({"done": "Xã đã hỏi [[cơ quan]] rồi."}, {"done": "mark_left"}),
]


@pytest.mark.parametrize(("changes", "errors"), HOSTILE)
def test_what_cannot_be_said_is_refused_in_place(commune: Commune, changes: dict[str, Any], errors: dict[str, str]):
    case = make_case(commune, state="in_progress")
    with pytest.raises(BadInput) as refused:
        write(commune, case.id, **changes)
    assert (refused.value.errors, rows(case.id)) == (errors, [])


def test_only_who_handles_writes_and_only_a_leader_signs(commune: Commune):
    case = make_case(commune, state="in_progress")
    for actor, problem in ((commune.clerk, NotAllowed), (commune.leader, NotAllowed), (commune.administrator, NotFound)):
        with pytest.raises(problem), transaction():
            apologising.write_apology(case.id, actor=actor, at=moment(LATE), version=read_version(case.id), apology=WORDS)
    write(commune, case.id)
    with pytest.raises(NotAllowed), transaction():
        apologising.decide_apology(case.id, actor=commune.officer, at=moment(LATE), version=read_version(case.id), sign=True)


def test_a_case_without_a_term_owes_no_apology(commune: Commune):
    case = make_case(commune, state="in_progress", anonymous=True, name="", phone="")
    assert look(commune.officer, case.id, today=date(2027, 3, 1)).apology_owed_for is None


BROKEN = [
    {"state": "perhaps"}, {"new_on": DUE}, {"signed_on": LATE}, {"state": "sent"}, {"signed_by": 1},
]  # fmt: skip


@pytest.mark.parametrize("values", BROKEN)
def test_the_table_refuses_what_the_rule_would(commune: Commune, values: dict[str, Any]):
    case = make_case(commune, state="in_progress")
    write(commune, case.id)
    with pytest.raises(IntegrityError):
        db.session.execute(update(CaseApology).where(CaseApology.case_id == case.id).values(**values))
    db.session.rollback()


# ---------------------------------------------------------------- who is told


def test_the_leaders_are_asked_to_sign_and_the_sender_is_told_without_a_word_of_the_letter(commune: Commune):
    case = apologised(commune)
    assert readers(case.id, "desk_apology_written") == with_role(commune, Role.LEADER)
    letter = next(told for told in tray(case.id) if told.event == "apologised")
    assert letter.title == f"Hồ sơ {case.code} có thông tin mới"
    assert "xin lỗi" in letter.body
    assert "21/12/2026" in letter.body
    for word in (WORDS.why, WORDS.done, "Sở Xây dựng"):
        assert word not in letter.body


def test_the_trail_says_what_was_done_and_none_of_its_words(commune: Commune):
    case = apologised(commune)
    query = select(AuditEntry.action, AuditEntry.facts).where(AuditEntry.subject == f"case:{case.id}")
    found = [(action, facts) for action, facts in db.session.execute(query) if "apology" in action]
    assert [action for action, _facts in found] == ["feedback:apology:written", "feedback:apology:sent"]
    for _action, facts in found:
        assert {name: facts[name] for name in ("reason", "missed_on", "new_on")} == {
            "reason": "other_office", "missed_on": "2026-12-14", "new_on": "2026-12-21",
        }  # fmt: skip
        assert "Sở Xây dựng" not in str(facts)


PROMISED = [
    # morning, told: from three working days before the promised day, every working day after it, the leaders on the first
    ("2026-12-15", []),
    ("2026-12-16", ["officer"]),
    ("2026-12-21", ["officer"]),
    ("2026-12-22", ["officer", "leaders"]),
    ("2026-12-23", ["officer"]),
    ("2026-12-26", []),  # a Saturday
]


@pytest.mark.parametrize(("day", "told"), PROMISED)
def test_the_promised_day_is_watched_like_the_due_date(commune: Commune, day: str, told: list[str]):
    case = apologised(commune)
    send_reminders(moment(date.fromisoformat(day)))
    send_reminders(moment(date.fromisoformat(day)) + timedelta(minutes=5))
    reminded = readers(case.id, "desk_promise")
    assert len(reminded) == len(set(reminded))
    found = ["officer"] if commune.officer.id in reminded else []
    found += ["leaders"] if set(with_role(commune, Role.LEADER)) <= set(reminded) else []
    assert found == told


# ---------------------------------------------------------------- lists and pages


def listed(commune: Commune, actor: Any, *, today: date, **filters: Any) -> list[tuple[int, str, Waiting]]:
    page = work_list(actor, filters=DeskFilters(**filters), page=1, today=today, calendar=calendar_for(commune.unit_id))
    return [(row.id, row.apology, row.waiting) for row in page.items]


def test_the_work_list_asks_for_it_and_lays_it_before_the_leader(commune: Commune):
    case = make_case(commune, state="in_progress")
    assert listed(commune, commune.officer, today=DUE) == [(case.id, "", Waiting.ANSWER)]
    assert listed(commune, commune.officer, today=LATE) == [(case.id, "owed", Waiting.ANSWER)]
    assert listed(commune, commune.leader, today=LATE, tab=Tab.APPROVAL) == []
    write(commune, case.id)
    waits = [(case.id, "to_sign", Waiting.APOLOGY)]
    assert listed(commune, commune.leader, today=LATE, tab=Tab.APPROVAL) == waits
    assert listed(commune, commune.officer, today=LATE, waiting=Waiting.APOLOGY) == waits
    decide(commune, case.id)
    assert listed(commune, commune.leader, today=LATE, tab=Tab.APPROVAL) == []
    assert listed(commune, commune.officer, today=NEW) == [(case.id, "", Waiting.ANSWER)]
    assert listed(commune, commune.officer, today=date(2026, 12, 22)) == [(case.id, "owed", Waiting.ANSWER)]


def test_the_sender_has_one_line_of_the_apology_and_nothing_of_its_draft(commune: Commune):
    case = make_case(commune, state="in_progress")
    write(commune, case.id)

    def seen() -> list[str]:
        read_case(case.id)
        known = tracked(commune.unit_id, case.id, today=LATE, calendar=calendar_for(commune.unit_id), locale="vi")
        return [entry.kind for entry in known.entries]

    assert not {"apology_written", "apologised"} & set(seen())
    decide(commune, case.id)
    assert seen().count("apologised") == 1
    assert "apology_written" not in seen()


def test_everybody_sees_the_two_days_and_no_word(commune: Commune):
    case = apologised(commune)
    shown = public_case(commune.unit_id, case.code, today=LATE)
    assert (shown.apology_on, shown.promised_on, shown.overdue) == (LATE, NEW, True)
    row = db.session.get(PublicCase, case.id)
    texts = [str(getattr(row, column.name)) for column in PublicCase.__table__.columns]
    assert not [text for text in texts if "Sở Xây dựng" in text]


def test_an_apology_goes_with_its_letter_into_the_sealed_register(commune: Commune):
    case = apologised(commune)
    code = case.code
    seal(case.id, commune.clerk, at=moment(LATE))
    assert rows(case.id) == []
    kept = db.session.execute(select(PublicCase.apology_on, PublicCase.promised_on).where(PublicCase.code == code)).one()
    assert tuple(kept) == (LATE, NEW)  # no public byte moves: nobody outside can tell
    left = select(OutboxMessage.event).where(OutboxMessage.event.like("%apolog%"), OutboxMessage.subject.like(f"%{case.id}%"))
    assert db.session.scalars(left).all() == []
    send_reminders(moment(NEW + timedelta(days=1)))
    assert db.session.scalars(select(OutboxMessage.event).where(OutboxMessage.event == "desk_promise")).all() == []
