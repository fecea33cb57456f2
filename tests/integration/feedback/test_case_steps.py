"""Which steps the case screen offers to whom: the table of steps without those that the situation makes impossible."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.errors import BadInput, NotFound, StaleVersion
from core.extensions import db
from core.transaction import transaction
from feedback.models import CaseEntry
from feedback.queries.case_file import entries_since
from feedback.services import answering, handling, sender
from feedback.states import STEPS, Action
from tests.makers import NEIGHBOUR, NOW, Commune, draft, look, make_case, make_commune, read_version
from tests.makers_roads import answer_again, drafted, people, situations, with_roads

SORTING = "accept transfer guide return file_only"
BESIDE = "merge mark_urgent portal"
NOT_TAKEN = {
    "clerk": f"classify note publish {BESIDE} split", "officer": "note", "head": "note mark_urgent remind",
    "leader": "note direct publish mark_urgent remind",
}  # fmt: skip
CLASSIFIED = {
    "clerk": f"classify {SORTING} note publish {BESIDE} split", "officer": "note",
    "head": f"{SORTING} note mark_urgent remind",
    "leader": f"{SORTING} note direct publish mark_urgent remind",
}  # fmt: skip
TRANSFERRED = {
    "clerk": "note publish record_reply", "officer": "note", "head": "note record_reply", "leader": "note publish record_reply",
}  # fmt: skip
SETTLED = {"clerk": "note publish", "officer": "note", "head": "note", "leader": "note publish"}


def handled(officer: str, leader: str = "", *, beside: str = BESIDE, also: str = "", own: str = "relieve") -> dict[str, str]:
    """Return what is offered while a case is worked on; the head may do what the officer may, and give it on.

    ``own``: what only the case's officer may.
    """
    return {
        "clerk": f"assign note publish remind {beside} {also}", "officer": f"note ask {officer} {own}",
        "head": f"assign note ask mark_urgent remind {officer} {also}",
        "leader": f"assign note direct mark_urgent remind {leader} publish {also}",
    }  # fmt: skip


OFFERED = {
    "received": NOT_TAKEN, "late": NOT_TAKEN, "classified": CLASSIFIED,
    "published": {**NOT_TAKEN, "clerk": f"{NOT_TAKEN['clerk']} unpublish", "leader": f"{NOT_TAKEN['leader']} unpublish"},
    "in_progress": handled("extend draft"), "late_work": handled("apologise draft"), "asked": handled("extend draft"),
    "nobody": handled("extend draft", own=""), "relief_asked": handled("extend draft", own=""),
    "reopened": handled("extend draft", beside="mark_urgent portal"),
    "drafted": handled("extend draft submit"), "sent_back": handled("extend draft submit"),
    "submitted": handled("extend", "approve send_back", own="recall"),
    "approved": handled("extend issue", "send_back", own=""),
    "time_asked": handled("draft", "decide_extension"), "time_given": handled("draft"),
    "time_declined": handled("extend draft"), "anonymous": handled("draft", also="file"),
    **dict.fromkeys(("answered", "closed", "guided", "returned", "refused", "filed_only"), SETTLED), "transferred": TRANSFERRED,
}  # fmt: skip
BYSTANDERS = {"stranger": "note", "supervisor": ""}


def test_offered_steps_are_the_table_without_the_impossible_ones(commune: Commune):
    roads = with_roads(commune)
    actors = people(roads)
    for name, case_id in situations(roads).items():
        offered = {role: {step.action.value for step in look(actor, case_id).steps} for role, actor in actors.items()}
        expected = {role: set(words.split()) for role, words in {**OFFERED[name], **BYSTANDERS}.items()}
        assert (name, offered) == (name, expected)


def test_steps_stand_in_the_order_of_the_table_with_their_article(commune: Commune):
    roads = with_roads(commune)
    articles = {step.action: step.legal_basis for step in STEPS}
    order = [step.action for step in STEPS]
    for case_id in (make_case(roads, state="classified").id, make_case(roads, state="submitted").id):
        steps = look(roads.leader, case_id).steps
        assert [step.action for step in steps] == sorted((step.action for step in steps), key=order.index)
        assert [step.legal_basis for step in steps] == [articles[step.action] for step in steps]


def test_blocked_step_names_what_is_missing_and_refuses_for_the_same(commune: Commune):
    roads = with_roads(commune)
    case_id = drafted(roads)
    blocked = look(roads.officer, case_id).step(Action.SUBMIT).blocked_by
    assert set(blocked) == {"done_by_missing", "no_evidence_reason_missing"}
    with pytest.raises(BadInput) as refused, transaction():
        answering.submit_answer(case_id, actor=roads.officer, at=NOW, version=read_version(case_id))
    assert set(refused.value.errors.values()) == set(blocked)
    with transaction():
        answering.save_draft(case_id, actor=roads.officer, at=NOW, version=read_version(case_id), draft=draft())
    assert look(roads.officer, case_id).step(Action.SUBMIT).blocked_by == ()


def test_step_that_is_not_offered_is_not_there(commune: Commune):
    case = make_case(commune)
    assert look(commune.clerk, case.id).step(Action.ISSUE) is None


def test_extension_comes_back_in_the_second_round(commune: Commune):
    roads = with_roads(commune)
    case_id = make_case(roads, state="in_progress").id
    with transaction():
        handling.request_extension(
            case_id, actor=roads.officer, at=NOW, version=read_version(case_id), days=5, reason="Chờ vật tư về kho"
        )
    with transaction():
        handling.decide_extension(case_id, actor=roads.leader, at=NOW, version=read_version(case_id), approve=True)
    assert look(roads.officer, case_id).step(Action.EXTEND) is None
    answer_again(roads, case_id)
    with transaction():
        sender.rate(case_id, unit_id=roads.unit_id, at=NOW, satisfied=False, reason="Vẫn còn lung lay")
    shown = look(roads.officer, case_id)
    assert (shown.round, shown.step(Action.EXTEND).blocked_by, shown.extensions) == (2, (), ())


def test_assignment_is_proposed_to_whoever_may_give_the_case_away(commune: Commune):
    roads = with_roads(commune)
    case = make_case(roads, state="classified")
    proposed = {role: look(actor, case.id).proposal is not None for role, actor in people(roads).items()}
    assert proposed == {
        "clerk": True, "officer": False, "head": True, "stranger": False, "leader": True, "supervisor": False,
    }  # fmt: skip


# ---------------------------------------------------------------- timeline


def kinds(actor, case_id: int, *, version: int = -1) -> list[str]:
    db.session.rollback()
    return [entry.kind for entry in entries_since(actor, case_id, version=version)]


def test_timeline_since_a_version_holds_what_came_after_it(commune: Commune):
    case = make_case(commune, state="approved")
    whole = ["registered", "classified", "accepted", "drafted", "submitted", "approved"]
    assert [kinds(commune.clerk, case.id, version=version) for version in range(7)] == [whole[start:] for start in range(7)]
    assert kinds(commune.clerk, case.id) == whole


def test_note_adds_a_line_and_raises_no_version(commune: Commune):
    case = make_case(commune, state="in_progress")
    assert case.version == 3
    with transaction():
        handling.add_note(case.id, actor=commune.officer, at=NOW, text="Đã gọi cho thôn.")
    assert read_version(case.id) == 3
    last = entries_since(commune.officer, case.id)[-1]
    assert (last.kind, last.actor_name, last.text, last.for_sender, last.version) == (
        "note", look(commune.officer, case.id).officer_name, "Đã gọi cho thôn.", False, 3,
    )  # fmt: skip


def test_version_counts_the_lines_that_changed_the_case(commune: Commune):
    case = make_case(commune, state="closed")
    versions = list(db.session.scalars(select(CaseEntry.version).where(CaseEntry.case_id == case.id).order_by(CaseEntry.id)))
    assert versions == list(range(1, case.version + 1))


def test_whoever_comes_second_is_shown_what_the_first_did(commune: Commune):
    case = make_case(commune, state="submitted")
    seen = case.version
    with transaction():
        answering.send_back(case.id, actor=commune.leader, at=NOW, version=seen, note="Ghi rõ ngày làm xong")
    with pytest.raises(StaleVersion) as refused, transaction():
        answering.approve_answer(case.id, actor=commune.leader, at=NOW + timedelta(minutes=1), version=seen)
    assert kinds(commune.leader, case.id, version=refused.value.facts["expected"]) == ["sent_back"]


def test_timeline_of_a_case_elsewhere_does_not_exist(commune: Commune):
    case = make_case(commune)
    neighbour = make_commune(NEIGHBOUR)
    for actor in (neighbour.clerk, commune.administrator):
        with pytest.raises(NotFound):
            entries_since(actor, case.id)
