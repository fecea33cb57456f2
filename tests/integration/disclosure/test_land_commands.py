"""The road of a land project: a draft plan hangs as long as the Land Law wants, opinions, a dialogue, letters, the end."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from dialogue.services import rescheduling
from disclosure.land_models import LandLetter, LandPlan, LandProject
from disclosure.land_states import PlanPhase, TalkState
from disclosure.models import DisclosureShowing
from disclosure.services import drafting, land_plans, land_projects, publishing
from feedback.models import Case
from feedback.states import CaseKind
from tests.makers import NOW, Commune, make_case
from tests.makers_dialogue import announced_dialogue, plan_dialogue, read_dialogue
from tests.makers_disclosure import begin, local_morning, published, row, show, take_down
from tests.makers_land import (
    COUNTED,
    OWED,
    POSTED,
    REASON,
    UNTIL,
    begin_land,
    count_land,
    land_row,
    later,
    new_project,
    only_plan,
    open_land,
    posted_plan,
    seen_land,
    step,
)
from tests.makers_register import seal


def numbers(commune: Commune) -> tuple[int, int]:
    return tuple(db.session.scalar(select(func.count()).select_from(model)) or 0 for model in (LandPlan, LandLetter))  # type: ignore[return-value]


# ------------------------------------------------------------------ a project


def test_the_same_form_twice_is_one_project(commune: Commune):
    assert begin_land(commune, key="twice") == begin_land(commune, key="twice")
    assert db.session.scalar(select(func.count()).select_from(LandProject)) == 1


def test_a_project_is_nobodys_until_it_is_published_and_its_changes_are_named(commune: Commune):
    project_id = begin_land(commune)
    step(commune, land_projects.change_project, project_id, new_project(commune, name="Tên khác"))
    step(commune, land_projects.publish_project, project_id)
    found = land_row(commune, project_id)
    assert (found.state, found.name, found.version, found.published_on) == ("open", "Tên khác", 3, date(2026, 11, 20))
    trail = db.session.execute(
        select(AuditEntry.action, AuditEntry.facts).where(AuditEntry.subject == f"land:{project_id}")
    ).all()
    assert [entry.action for entry in trail] == ["land:project:begun", "land:project:changed", "land:project:published"]
    assert trail[1].facts == {"changed": ["name"]}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"official_id": 999_999}, {"official_id": "owner_unknown"}),
        ({"department_id": 999_999}, {"department_id": "department_unknown"}),
        ({"village_ids": (999_999,)}, {"village_ids": "village_unknown"}),
        ({"name": "  "}, {"name": "name_missing"}),
    ],
)
def test_what_a_project_may_not_be(commune: Commune, changes: dict[str, Any], fault: dict[str, str]):
    with pytest.raises(BadInput) as problem:
        begin_land(commune, **changes)
    assert problem.value.errors == fault


def test_who_may_not_write_or_end(commune: Commune):
    with pytest.raises(NotAllowed):
        begin_land(commune, by="supervisor")
    project_id = open_land(commune)
    for command in (land_projects.finish_project, land_projects.publish_project):
        with pytest.raises((NotAllowed, WrongState)):
            step(commune, command, project_id, by="officer")
    with pytest.raises(NotAllowed):
        step(commune, land_projects.withdraw_project, project_id, by="clerk", reason=REASON)


def test_two_at_once_are_told(commune: Commune):
    project_id = begin_land(commune)
    with pytest.raises(StaleVersion):
        step(commune, land_projects.publish_project, project_id, version=7)


# ------------------------------------------------------------------ the posting


def test_a_draft_hangs_by_the_term_of_land_with_its_article(commune: Commune):
    project_id = open_land(commune)
    posted_plan(commune, project_id)
    plan = only_plan(commune, project_id, today=POSTED)
    assert (plan.until, plan.phase, plan.up) == (UNTIL, PlanPhase.POSTING, True)
    assert plan.proof is not None
    assert (plan.proof["term"], plan.proof["number"]) == ("LAND.PLAN.POST", 30)
    assert "Điều 87 Luật Đất đai 2024" in " ".join(plan.why_posted("vi"))
    assert "Land Law 2024, Art. 87" in " ".join(plan.why_posted("en"))


def test_what_is_no_draft_plan_hangs_by_the_law_on_democracy(commune: Commune):
    item_id = published(commune, kind="3")
    show(commune, item_id)
    proofs = db.session.scalars(select(DisclosureShowing.proof).where(DisclosureShowing.item_id == item_id))
    assert {proof["term"] for proof in proofs} == {"DC.POSTING"}


def test_taking_it_down_early_is_refused_with_the_article_of_land(commune: Commune):
    item_id = posted_plan(commune, open_land(commune))
    with pytest.raises(BadInput) as problem:
        take_down(commune, item_id, to_on=date(2026, 12, 20), at=local_morning(date(2026, 12, 20)))
    assert problem.value.errors == {"to_on": "posting_short"}
    assert (problem.value.facts["until"], problem.value.facts["basis_vi"]) == (UNTIL.isoformat(), "Điều 87 Luật Đất đai 2024")
    take_down(commune, item_id, to_on=UNTIL, at=local_morning(UNTIL))


def test_a_draft_that_is_thrown_away_leaves_its_project(commune: Commune):
    project_id, item_id = begin_land(commune), begin(commune, kind="3")
    with use_unit(commune.unit_id), transaction():
        for _again in range(2):
            land_plans.add_plan(project_id, item_id, actor=commune.clerk, at=NOW)
    assert (numbers(commune), land_row(commune, project_id).version) == ((1, 0), 2)
    with use_unit(commune.unit_id), transaction():
        drafting.discard(item_id, actor=commune.clerk, at=NOW, version=1)
    assert numbers(commune) == (0, 0)


# ------------------------------------------------------------------ opinions and the dialogue


def test_who_disagrees_is_owed_a_dialogue_within_sixty_days(commune: Commune):
    project_id = open_land(commune)
    item_id = posted_plan(commune, project_id)
    assert only_plan(commune, project_id).phase is PlanPhase.COUNTING
    count_land(commune, project_id, item_id)
    plan = only_plan(commune, project_id)
    assert (plan.phase, plan.talk.state, plan.talk.due_on) == (PlanPhase.TALKING, TalkState.WAITING, OWED)
    assert "60 ngày" in " ".join(plan.why_talk("vi"))
    late = only_plan(commune, project_id, today=date(2027, 2, 25))
    assert (late.talk.state, late.talk.late) == (TalkState.LATE, 3)


def test_when_nobody_disagrees_nothing_is_owed(commune: Commune):
    project_id = open_land(commune)
    item_id = posted_plan(commune, project_id)
    count_land(commune, project_id, item_id, disagree=0)
    plan = only_plan(commune, project_id)
    assert (plan.phase, plan.talk.due_on, plan.talk_proof) == (PlanPhase.SETTLED, None, None)
    with pytest.raises(BadInput) as problem:
        step(commune, land_plans.link_dialogue, project_id, item_id, 1, at=local_morning(COUNTED))
    assert problem.value.errors == {"dialogue_id": "no_dialogue_owed"}


def test_minutes_before_the_end_of_the_posting_are_refused_with_the_day(commune: Commune):
    project_id = open_land(commune)
    item_id = posted_plan(commune, project_id)
    with pytest.raises(BadInput) as problem:
        count_land(commune, project_id, item_id, on=date(2026, 12, 18))
    assert (problem.value.errors, problem.value.facts["until"]) == ({"minutes_on": "opinions_early"}, UNTIL.isoformat())


def test_opinions_on_what_never_hung_or_belongs_elsewhere(commune: Commune):
    project_id = open_land(commune)
    item_id = posted_plan(commune, project_id, hung=False)
    with pytest.raises(BadInput) as problem:
        count_land(commune, project_id, item_id)
    assert problem.value.errors == {"minutes_on": "not_posted"}
    with pytest.raises(NotFound):
        count_land(commune, project_id, published(commune))


def test_opinions_are_written_again_and_the_trail_keeps_both(commune: Commune):
    project_id = open_land(commune)
    item_id = posted_plan(commune, project_id)
    count_land(commune, project_id, item_id)
    held = announced_dialogue(commune, **later())
    step(commune, land_plans.link_dialogue, project_id, item_id, held, at=local_morning(COUNTED))
    count_land(commune, project_id, item_id, disagree=0)
    assert (only_plan(commune, project_id).dialogue, numbers(commune)) == (None, (1, 0))
    query = select(AuditEntry.facts).where(AuditEntry.action == "land:opinions:counted").order_by(AuditEntry.id)
    assert [facts["disagree"] for facts in db.session.scalars(query)] == [3, 0]


def test_a_dialogue_answers_and_one_that_is_called_off_does_not(commune: Commune):
    project_id = open_land(commune)
    item_id = posted_plan(commune, project_id)
    count_land(commune, project_id, item_id)
    dialogue_id = announced_dialogue(commune, **later())
    step(commune, land_plans.link_dialogue, project_id, item_id, dialogue_id, at=local_morning(COUNTED))
    plan = only_plan(commune, project_id)
    assert (plan.talk.state, plan.talk.on, plan.phase) == (TalkState.ARRANGED, date(2027, 1, 12), PlanPhase.TALKING)
    version = read_dialogue(dialogue_id).version
    with use_unit(commune.unit_id), transaction():
        rescheduling.cancel(dialogue_id, actor=commune.leader, at=NOW, version=version, reason="Lũ về, đường tắc")
    assert only_plan(commune, project_id).talk.state is TalkState.WAITING
    with pytest.raises(BadInput) as problem:
        step(commune, land_plans.link_dialogue, project_id, item_id, dialogue_id, at=local_morning(COUNTED))
    assert problem.value.errors == {"dialogue_id": "dialogue_unknown"}


@pytest.mark.parametrize("known", [True, False])
def test_a_dialogue_before_the_minutes_or_of_nobody_answers_nothing(commune: Commune, known: bool):
    project_id = open_land(commune)
    item_id = posted_plan(commune, project_id)
    count_land(commune, project_id, item_id)
    dialogue_id = plan_dialogue(commune) if known else 999_999
    with pytest.raises(BadInput) as problem:
        step(commune, land_plans.link_dialogue, project_id, item_id, dialogue_id, at=local_morning(COUNTED))
    assert problem.value.errors == {"dialogue_id": "dialogue_unknown"}


def test_a_draft_that_is_taken_back_owes_nothing(commune: Commune):
    project_id = open_land(commune)
    item_id = posted_plan(commune, project_id)
    count_land(commune, project_id, item_id)
    with use_unit(commune.unit_id), transaction():
        publishing.withdraw(item_id, reason=REASON, actor=commune.clerk, at=NOW, version=row(commune, item_id).version)
    plan = only_plan(commune, project_id)
    assert (plan.phase, plan.talk.state) == (PlanPhase.GONE, TalkState.NONE)
    step(commune, land_projects.finish_project, project_id, by="leader")


def test_a_project_does_not_end_while_something_is_owed(commune: Commune):
    project_id = open_land(commune)
    item_id = posted_plan(commune, project_id)

    def refused(on: date) -> dict[str, str]:
        with pytest.raises(BadInput) as problem:
            step(commune, land_projects.finish_project, project_id, by="leader", at=local_morning(on))
        return problem.value.errors

    assert refused(POSTED) == {"": "posting_goes_on"}
    assert refused(COUNTED) == {"": "opinions_owed"}
    count_land(commune, project_id, item_id)
    assert refused(COUNTED) == {"": "dialogue_owed"}
    count_land(commune, project_id, item_id, disagree=0)
    step(commune, land_projects.finish_project, project_id, by="leader", at=local_morning(COUNTED))
    assert (land_row(commune, project_id).state, land_row(commune, project_id).ended_on) == ("finished", COUNTED)
    with pytest.raises(WrongState):
        count_land(commune, project_id, item_id)


# ------------------------------------------------------------------ letters


def letter(commune: Commune, **facts: Any) -> Case:
    return make_case(commune, **{"state": "classified", **facts})


def link(commune: Commune, project_id: int, code: str) -> None:
    step(commune, land_plans.link_letter, project_id, code)


def test_a_petition_is_linked_once_and_taken_out(commune: Commune):
    project_id, case = begin_land(commune), letter(commune)
    link(commune, project_id, f" {case.code.lower()} ")
    (line,) = seen_land(commune, project_id).letters
    assert (line.id, line.code, line.state, line.due_on) == (case.id, case.code, "classified", case.due_on)
    with pytest.raises(BadInput) as problem:
        link(commune, project_id, case.code)
    assert problem.value.errors == {"code": "letter_twice"}
    step(commune, land_plans.unlink_letter, project_id, case.id)
    assert seen_land(commune, project_id).letters == ()
    with pytest.raises(NotFound):
        step(commune, land_plans.unlink_letter, project_id, case.id)


@pytest.mark.parametrize("code", ["", "x", "\x00", "7K3MP-9QXTR", "a" * 500])
def test_a_code_of_no_letter(commune: Commune, code: str):
    with pytest.raises(BadInput) as problem:
        link(commune, begin_land(commune), code)
    assert problem.value.errors == {"code": "letter_unknown"}


def test_a_letter_that_nobody_read_yet_is_not_linked(commune: Commune):
    project_id, case = begin_land(commune), make_case(commune)
    with pytest.raises(BadInput) as problem:
        link(commune, project_id, case.code)
    assert problem.value.errors == {"code": "letter_unread"}


@pytest.mark.parametrize("kind", sorted(set(CaseKind) - {CaseKind.PETITION, CaseKind.REFLECTION}))
def test_only_petitions_and_reflections_are_linked(commune: Commune, kind: CaseKind):
    project_id, case = begin_land(commune), letter(commune)
    with transaction():
        db.session.get_one(Case, case.id).kind = kind.value
    with pytest.raises(BadInput) as problem:
        link(commune, project_id, case.code)
    assert problem.value.errors == {"code": "letter_kind"}


def test_a_letter_that_is_moved_to_the_sealed_register_is_linked_to_nothing(commune: Commune):
    project_id, case = open_land(commune), letter(commune)
    link(commune, project_id, case.code)
    version = land_row(commune, project_id).version
    seal(case.id, commune.clerk)
    assert (numbers(commune), seen_land(commune, project_id).letters) == ((0, 0), ())
    assert (seen_land(commune, project_id).line.letters, land_row(commune, project_id).version) == (0, version)
    with pytest.raises(BadInput) as problem:
        link(commune, project_id, case.code)
    assert problem.value.errors == {"code": "letter_unknown"}  # as of a code that never was


def test_nothing_of_another_commune_is_found(commune: Commune):
    with pytest.raises(NotFound), use_unit(commune.unit_id), transaction():
        land_projects.publish_project(999_999, actor=commune.clerk, at=NOW, version=1)


def test_sixty_days_need_a_calendar(commune: Commune):
    project_id = open_land(commune, at=local_morning(date(2027, 11, 1)), decided_on=date(2027, 10, 20))
    item_id = posted_plan(commune, project_id, on=date(2027, 11, 1), decided_on=date(2027, 10, 26))
    on = date(2027, 12, 15)
    with pytest.raises(BadInput) as problem:
        count_land(commune, project_id, item_id, on=on)
    assert problem.value.errors == {"minutes_on": "calendar_not_covered"}
