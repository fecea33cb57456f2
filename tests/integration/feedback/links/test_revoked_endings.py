"""An ending by mistake is taken back: state and clocks as before, the sender is told, and nothing is counted twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from accounts.services.unit_settings import change_setting
from core.audit import AuditEntry
from core.errors import BadInput, NotAllowed, StaleVersion, WrongState
from core.extensions import db
from core.outbox import OutboxMessage, claim_due, settle
from core.transaction import transaction
from deadlines.queries import calendar_for
from feedback.link_models import CaseTransfer
from feedback.models import Case, CaseClock, PublicCase
from feedback.queries.tracking import tracked
from feedback.services import handling, revoking
from feedback.states import Action
from tests.makers import NEIGHBOUR, NOW, TODAY, Commune, look, make_case, make_commune, read_case, read_version
from tests.makers_handover import handed
from tests.makers_letters import tray
from tests.makers_links import file_information, mark_urgent, merge, merged, reply, revoke, transfer, turn_away, unmerge

HOUR = timedelta(hours=1)
WAYS = [
    (Action.TRANSFER, "transferred"), (Action.GUIDE, "guided"), (Action.RETURN, "returned"), (Action.REFUSE, "refused"),
    (Action.FILE_ONLY, "filed_only"),
]  # fmt: skip
COLUMNS = ("state", "ground", "due_on", "answered_on", "closed_on", "on_time", "late_reason", "late_note", "department_id")
SHOWN = ("state", "due_on", "settled_on", "in_time", "last_on", "answered_on", "closed_on", "notice_due_on", "late_reason")


def stand(case_id: int) -> tuple[Any, ...]:
    """Return how a case stands: its own columns, its clocks, and what the public counts of it."""
    case = read_case(case_id)
    clocks = db.session.execute(
        select(CaseClock.term_code, CaseClock.state, CaseClock.started_on, CaseClock.due_on, CaseClock.ended_on)
        .where(CaseClock.case_id == case_id)
        .order_by(CaseClock.term_code, CaseClock.started_on)
    ).all()
    row = db.session.get_one(PublicCase, case_id, populate_existing=True)
    return [getattr(case, name) for name in COLUMNS], clocks, [getattr(row, name) for name in SHOWN]


def set_hours(commune: Commune, hours: int, *, version: int = 0) -> None:
    """Set in how many hours an ending may be taken back."""
    with transaction():
        change_setting(
            unit_id=commune.unit_id, actor=commune.leader, key="revoke_hours", value=hours, expected_version=version, at=NOW
        )  # fmt: skip


def refusal(commune: Commune, case_id: int, **changes: Any) -> str:
    """Return the code of what stands against taking an ending back; the page offers it exactly when nothing does."""
    at = changes.get("at", NOW + HOUR)
    offered = look(commune.clerk, case_id, at=at).step(Action.REVOKE) is not None
    with pytest.raises(WrongState) as refused:
        revoke(commune, case_id, **{"at": at, **changes})
    assert offered is False
    return refused.value.code


@pytest.mark.parametrize(("action", "state"), WAYS)
def test_a_case_goes_on_as_if_it_had_not_been_turned_away(commune: Commune, action: Action, state: str):
    case = make_case(commune, state="classified", channel="walk_in")  # refused is only who came in person
    mark_urgent(commune, case.id)
    before = stand(case.id)
    later = NOW + timedelta(days=30)
    turn_away(commune, case.id, action, at=later, receiver="Sở Xây dựng")
    assert (read_case(case.id).state, stand(case.id) == before) == (state, False)
    assert look(commune.clerk, case.id, at=later + HOUR).step(Action.REVOKE) is not None
    revoke(commune, case.id, at=later + HOUR)
    assert stand(case.id) == before
    assert db.session.scalars(select(CaseTransfer).where(CaseTransfer.case_id == case.id)).all() == []
    turn_away(commune, case.id, action, at=later + 2 * HOUR, receiver="Sở Nông nghiệp")
    assert read_case(case.id).state == state


@pytest.mark.parametrize("state", ["classified", "in_progress"])
def test_a_letter_that_was_filed_goes_on(commune: Commune, state: str):
    case = make_case(commune, state=state, anonymous=True)
    mark_urgent(commune, case.id)
    before = stand(case.id)
    file_information(commune, case.id)
    revoke(commune, case.id)
    assert stand(case.id) == before


def test_the_sender_is_told_and_reads_why(commune: Commune):
    case = transfer(commune, email="an@example.vn", locale="en")
    revoke(commune, case.id, at=NOW + HOUR)
    letter = next(told for told in tray(case.id) if told.event == "revoked")
    assert (
        "is no longer valid" in letter.body,
        "20 Nov 2026" in letter.body,
        "nhầm" in letter.body,
    ) == (True, True, False)
    page = tracked(commune.unit_id, case.id, today=TODAY, calendar=calendar_for(commune.unit_id), locale="vi")
    assert page is not None
    line = page.entries[-1]
    assert (page.receipt.state, line.kind, line.text) == ("classified", "revoked", "Chuyển nhầm nơi nhận")


def test_the_first_letter_stays_here_while_it_has_not_left(commune: Commune):
    def states(case_id: int) -> dict[str, str]:
        db.session.rollback()
        rows = db.session.scalars(select(OutboxMessage).where(OutboxMessage.subject == f"case:{case_id}"))
        return {row.event: row.state for row in rows if row.event in ("transferred", "revoked")}

    waits, gone, held = (transfer(commune, email="an@example.vn") for _letter in range(3))
    with transaction():
        for row in claim_due(at=NOW):
            sent = row.subject == f"case:{gone.id}" and row.event == "transferred"
            settle(message_id=row.id, at=NOW, sent=sent)
    for case in (waits, gone):
        revoke(commune, case.id, at=NOW + HOUR)
    assert states(waits.id) == {"transferred": "page_only", "revoked": "waiting"}
    assert states(gone.id) == {"transferred": "sent", "revoked": "waiting"}
    assert states(held.id) == {"transferred": "waiting"}


def test_a_letter_in_hand_at_that_moment_is_written_down_as_sent(commune: Commune):
    case = transfer(commune, email="an@example.vn")
    with transaction():
        number = next(row.id for row in claim_due(at=NOW) if row.event == "transferred")
    revoke(commune, case.id, at=NOW + HOUR)
    with transaction():
        settle(message_id=number, at=NOW + HOUR, sent=True)
    assert db.session.get_one(OutboxMessage, number).state == "sent"


def test_senders_of_letters_that_follow_are_told_too(commune: Commune):
    copy, lead = merged(commune, leading="classified", state="classified")
    turn_away(commune, lead.id, Action.TRANSFER, receiver="Sở Xây dựng")
    revoke(commune, lead.id)
    assert [told.event for told in tray(copy.id)][-2:] == ["transferred", "revoked"]
    assert read_case(copy.id).state == "merged"
    unmerge(commune, copy.id)


def test_what_somebody_acted_upon_stays(commune: Commune):
    answered, old, plain = (transfer(commune) for _case in range(3))
    reply(commune, answered.id, at=NOW)
    assert refusal(commune, answered.id) == "revoke_acted"
    assert refusal(commune, old.id, at=NOW + timedelta(hours=24, seconds=1)) == "revoke_late"
    joining = make_case(commune, state="classified")
    merge(commune, joining.id, old.code)
    assert refusal(commune, old.id) == "revoke_acted"
    with transaction():
        handling.add_note(plain.id, actor=commune.clerk, at=NOW, text="Gọi cho Sở.")
    set_hours(commune, 0)
    assert refusal(commune, plain.id) == "revoke_off"
    set_hours(commune, 1, version=1)
    revoke(commune, plain.id, at=NOW + HOUR)


def test_a_handover_and_a_filing_that_let_others_go_stay(commune: Commune):
    case, _there = handed(commune, make_commune(NEIGHBOUR))
    assert refusal(commune, case.id) == "revoke_impossible"
    kept, named = (make_case(commune, state="classified", anonymous=True) for _case in range(2))
    merge(commune, named.id, kept.code)
    with transaction() as session:
        session.get_one(Case, named.id).anonymous = False
    file_information(commune, kept.id)
    assert refusal(commune, kept.id) == "revoke_impossible"


def test_it_needs_a_reason_the_right_post_and_the_present_version(commune: Commune):
    case = transfer(commune)
    with pytest.raises(BadInput):
        revoke(commune, case.id, reason="  ")
    for actor, version, error in (
        (commune.officer, read_version(case.id), NotAllowed), (commune.clerk, 1, StaleVersion),
    ):  # fmt: skip
        with pytest.raises(error), transaction():
            revoking.revoke(case.id, actor=actor, at=NOW, version=version, reason="Chuyển nhầm")
    revoke(commune, case.id)
    with pytest.raises(WrongState):
        revoke(commune, case.id)


def test_the_trail_names_both_states_and_no_words(commune: Commune):
    case = transfer(commune)
    revoke(commune, case.id, reason="Bà Lan ở Nà Pe gọi lại")
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert "Lan" not in str(entry.facts)
    assert {name: entry.facts[name] for name in ("ending", "ended_on", "state")} == {
        "ending": "transferred", "ended_on": "2026-11-20", "state": "classified",
    }  # fmt: skip


def test_it_is_offered_to_whoever_may_end_a_case(commune: Commune):
    case = transfer(commune)
    with transaction():
        handling.add_note(case.id, actor=commune.clerk, at=NOW, text="Xem lại.")
    offered = [look(actor, case.id, at=NOW).step(Action.REVOKE) is not None for actor in (commune.leader, commune.officer)]
    assert (offered, look(commune.clerk, case.id).step(Action.REVOKE)) == ([True, False], None)
