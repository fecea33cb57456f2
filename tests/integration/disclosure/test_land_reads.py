"""What the desk and everybody read of land projects: the order of the lists, what is told of a draft, what is never selected."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from core.database import use_unit
from core.transaction import transaction
from disclosure.land_states import PlanPhase, TalkState
from disclosure.queries import land_public
from disclosure.queries.land import land_list, land_project, open_land_ids, project_of_item
from disclosure.queries.land_public import (
    PublicLand,
    PublicLetter,
    all_lands,
    land_gone,
    letters_about,
    public_land,
    public_lands,
)
from disclosure.services import land_plans, land_projects, publishing
from tests.makers import NOW, Commune, make_case, publish_case
from tests.makers_dialogue import announced_dialogue, plan_dialogue
from tests.makers_disclosure import local_morning, published, row, withdraw
from tests.makers_land import (
    COUNTED,
    NAME,
    OWED,
    PLAN,
    POSTED,
    REASON,
    UNTIL,
    begin_land,
    count_land,
    land_row,
    later,
    open_land,
    posted_plan,
    step,
)


def names(commune: Commune, *, over: bool = False, today: date = COUNTED) -> list[str]:
    return [line.name for line in land_list(commune.unit_id, over=over, page=1, today=today).items]


def told(commune: Commune, project_id: int, *, today: date = COUNTED) -> PublicLand:
    found = public_land(commune.unit_id, land_row(commune, project_id).code, today=today)
    assert found is not None
    return found


# ------------------------------------------------------------------ the desk


def test_who_is_owed_a_dialogue_stands_first_then_the_newest(commune: Commune):
    ids = {name: open_land(commune, name=name) for name in ("A", "B", "C", "D")}
    for name, on in (("B", date(2026, 12, 28)), ("A", COUNTED)):
        count_land(commune, ids[name], posted_plan(commune, ids[name]), on=on)
    assert names(commune) == ["A", "B", "D", "C"]


def test_a_dialogue_that_was_held_is_owed_no_more(commune: Commune):
    first, second = open_land(commune, name="A"), open_land(commune, name="B")
    item_id = posted_plan(commune, first)
    count_land(commune, first, item_id)
    assert names(commune) == ["A", "B"]
    dialogue_id = announced_dialogue(commune, **later())
    step(commune, land_plans.link_dialogue, first, item_id, dialogue_id, at=local_morning(COUNTED))
    assert names(commune) == ["A", "B"]  # arranged is not held
    with transaction() as session:
        from_words = "UPDATE dialogues SET state = 'held' WHERE id = :id"
        session.connection().exec_driver_sql(from_words.replace(":id", str(dialogue_id)))
    assert second
    assert names(commune) == ["B", "A"]


def test_what_ended_lies_on_the_other_side(commune: Commune):
    going, ended, gone = (open_land(commune, name=name) for name in ("A", "B", "C"))
    step(commune, land_projects.finish_project, ended, by="leader")
    step(commune, land_projects.withdraw_project, gone, by="leader", reason=REASON)
    assert going
    assert names(commune) == ["A"]
    assert names(commune, over=True) == ["C", "B"]


def test_a_page_says_that_there_is_more(commune: Commune, monkeypatch: Any):
    monkeypatch.setattr("disclosure.queries.land.SIZE", 2)
    for name in ("A", "B", "C"):
        open_land(commune, name=name)
    first = land_list(commune.unit_id, over=False, page=1, today=COUNTED)
    second = land_list(commune.unit_id, over=False, page=2, today=COUNTED)
    assert [line.name for line in first.items] == ["C", "B"]
    assert [line.name for line in second.items] == ["A"]
    assert (first.has_next, second.has_next) == (True, False)


def test_a_project_has_its_drafts_in_their_order(commune: Commune):
    project_id = open_land(commune)
    posted_plan(commune, project_id, title="Phương án 1")
    posted_plan(commune, project_id, on=date(2026, 12, 1), title="Phương án 2")
    found = land_project(commune.unit_id, project_id, today=COUNTED)
    assert found is not None
    assert [plan.title for plan in found.line.plans] == ["Phương án 1", "Phương án 2"]
    assert [plan.phase for plan in found.line.plans] == [PlanPhase.COUNTING, PlanPhase.POSTING]
    assert [plan.until for plan in found.line.plans] == [UNTIL, date(2026, 12, 31)]


def test_nothing_of_another_commune_is_read(commune: Commune):
    project_id = open_land(commune)
    item_id = posted_plan(commune, project_id)
    code = land_row(commune, project_id).code
    elsewhere = commune.unit_id + 1
    with use_unit(elsewhere):
        assert land_project(elsewhere, project_id, today=COUNTED) is None
        assert project_of_item(elsewhere, item_id) is None
        assert public_land(elsewhere, code, today=COUNTED) is None
        assert land_list(elsewhere, over=False, page=1, today=COUNTED).items == []
        assert open_land_ids(elsewhere) == []
        assert all_lands(elsewhere) == []


def test_an_item_names_its_project(commune: Commune):
    project_id = open_land(commune)
    item_id = posted_plan(commune, project_id)
    found = project_of_item(commune.unit_id, item_id)
    assert found is not None
    assert (found.id, found.name, found.state) == (project_id, NAME, "open")
    assert project_of_item(commune.unit_id, published(commune)) is None


def test_only_projects_before_everybody_are_reminded_of(commune: Commune):
    begin_land(commune)
    project_id = open_land(commune)
    ended = open_land(commune)
    step(commune, land_projects.finish_project, ended, by="leader")
    assert open_land_ids(commune.unit_id) == [(project_id, commune.officer.id)]


# ------------------------------------------------------------------ everybody


def test_everybody_reads_what_goes_on_first(commune: Commune):
    begin_land(commune, name="Chưa công khai")
    ended = open_land(commune, name="Đã xong")
    open_land(commune, name="Đang làm")
    step(commune, land_projects.finish_project, ended, by="leader")
    page = public_lands(commune.unit_id, page=1, today=COUNTED)
    assert [land.name for land in page.items] == ["Đang làm", "Đã xong"]


def test_no_read_model_of_everybody_has_room_for_a_person():
    known = {field.name for model in (PublicLand, PublicLetter) for field in fields(model)}
    assert known & {"official", "official_id", "created_by", "subject", "story", "sender", "id"} == set()


def test_a_draft_that_is_not_on_the_portal_is_nobodys(commune: Commune):
    project_id = open_land(commune)
    item_id = posted_plan(commune, project_id)
    assert [plan.title for plan in told(commune, project_id).plans] == [PLAN]
    withdraw(commune, item_id)
    assert told(commune, project_id).plans == ()


def test_what_hangs_is_told_until_its_last_day(commune: Commune):
    project_id = open_land(commune)
    posted_plan(commune, project_id)
    assert [plan.until for plan in told(commune, project_id, today=POSTED).hanging] == [UNTIL]
    assert [plan.until for plan in told(commune, project_id, today=UNTIL).hanging] == [UNTIL]
    assert told(commune, project_id, today=COUNTED).hanging == ()


def test_of_a_dialogue_that_is_only_planned_everybody_reads_the_duty(commune: Commune):
    project_id = open_land(commune)
    item_id = posted_plan(commune, project_id)
    count_land(commune, project_id, item_id)
    dialogue_id = plan_dialogue(commune, **later())
    step(commune, land_plans.link_dialogue, project_id, item_id, dialogue_id, at=local_morning(COUNTED))
    (plan,) = told(commune, project_id).plans
    assert (plan.dialogue, plan.talk.state, plan.talk.on, plan.talk.due_on) == (None, TalkState.WAITING, None, OWED)
    (late,) = told(commune, project_id, today=date(2027, 2, 24)).plans
    assert (late.talk.state, late.talk.late) == (TalkState.LATE, 2)


def test_only_published_letters_are_told(commune: Commune):
    project_id = open_land(commune)
    code = land_row(commune, project_id).code
    hidden, shown = make_case(commune, state="in_progress"), make_case(commune, state="answered")
    publish_case(commune, shown.id, answer="Đã đo lại.")
    for case in (hidden, shown):
        step(commune, land_plans.link_letter, project_id, case.code)
    assert [letter.code for letter in letters_about(commune.unit_id, code)[0]] == [shown.code]
    assert letters_about(commune.unit_id, "7K3MP-9QXTR") == ([], 0)
    other = open_land(commune)
    assert letters_about(commune.unit_id, land_row(commune, other).code) == ([], 0)


def test_letters_that_find_no_room_are_counted(commune: Commune, monkeypatch: pytest.MonkeyPatch):
    project_id = open_land(commune)
    code, ids = land_row(commune, project_id).code, [make_case(commune, state="answered") for _number in range(3)]
    for case in ids:
        publish_case(commune, case.id, answer="Đã đo lại.")
        step(commune, land_plans.link_letter, project_id, case.code)
    for most, left in ((4, 0), (3, 0), (2, 1), (1, 2)):
        monkeypatch.setattr(land_public, "LETTERS_MOST", most)
        letters, number = letters_about(commune.unit_id, code)
        assert ([letter.code for letter in letters], number) == ([case.code for case in reversed(ids)][:most], left)


def test_of_what_was_taken_back_the_days_and_the_reason_are_left(commune: Commune):
    project_id = open_land(commune)
    code = land_row(commune, project_id).code
    assert land_gone(commune.unit_id, code) is None
    step(commune, land_projects.withdraw_project, project_id, by="leader", reason=f"  {REASON} ", at=local_morning(COUNTED))
    left = land_gone(commune.unit_id, code)
    assert left is not None
    assert (left.published_on, left.ended_on, left.reason) == (POSTED, COUNTED, REASON)
    assert {field.name for field in fields(left)} == {"code", "published_on", "ended_on", "reason"}
    assert public_land(commune.unit_id, code, today=COUNTED) is None


def test_the_map_of_the_site_names_begin_and_end(commune: Commune):
    first, second = open_land(commune), open_land(commune)
    step(commune, land_projects.finish_project, second, by="leader", at=local_morning(COUNTED))
    known = dict(all_lands(commune.unit_id))
    assert known == {land_row(commune, first).code: POSTED, land_row(commune, second).code: COUNTED}


def test_the_items_of_a_project_that_is_taken_back_stay(commune: Commune):
    project_id = open_land(commune)
    item_id = posted_plan(commune, project_id)
    step(commune, land_projects.withdraw_project, project_id, by="leader", reason=REASON)
    assert row(commune, item_id).state == "published"
    with transaction():
        publishing.withdraw(item_id, reason=REASON, actor=commune.clerk, at=NOW, version=row(commune, item_id).version)
    assert row(commune, item_id).state == "withdrawn"
