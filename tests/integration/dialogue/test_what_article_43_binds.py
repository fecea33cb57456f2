"""The 7 and 10 days of Art. 43 bind the conference; secretary and chair follow the office's number, a hearing neither."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from accounts.services.unit_settings import change_setting
from core.audit import AuditEntry
from core.errors import BadInput, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from dialogue.checklist import CheckStep
from dialogue.queries.conclusions import published_conclusion
from dialogue.queries.dates import check_lines
from dialogue.queries.dialogues import one_dialogue
from dialogue.services import conclusions, planning
from dialogue.states import DialogueKind
from feedback.queries.documents import paper_of_subject
from tests.makers import Commune
from tests.makers_desk import sit_down
from tests.makers_dialogue import plan_dialogue, read_dialogue
from tests.makers_minutes import conclude, held, in_session, publish
from tests.makers_papers import as_text

CONFERENCE, LEADERS, HEARING = DialogueKind.COMMUNE_CONFERENCE, DialogueKind.LEADER_DIALOGUE, DialogueKind.PRE_DECISION_HEARING
LATE = datetime(2026, 12, 10, 2, 0, tzinfo=UTC)
"""Thursday, 10 December 2026: five days before the dialogue."""
MONTH_LATER = datetime(2027, 1, 18, 2, 0, tzinfo=UTC)


def kind(*kinds: DialogueKind) -> dict[str, object]:
    return {"kind": kinds[0], "satisfies": kinds}


def announced_late(commune: Commune, *kinds: DialogueKind) -> dict[str, str]:
    """Announce five days before; return why not."""
    dialogue_id = plan_dialogue(commune, **kind(*kinds))
    try:
        with transaction():
            planning.announce(dialogue_id, actor=commune.leader, at=LATE, version=1, calendar=calendar_for(commune.unit_id))
    except BadInput as fault:
        return {**fault.errors, **fault.facts}
    return {}


def test_only_who_made_the_rule_refuses_a_late_announcement(commune: Commune):
    law = {"held_on": "notice_too_late", "latest_on": "2026-12-08", "term": "DLG.CQDP.NOTICE"}
    office = {"held_on": "notice_too_late_for_office", "latest_on": "2026-12-08", "term": "dialogue_notice_days"}
    assert announced_late(commune, CONFERENCE) == law
    assert announced_late(commune, CONFERENCE, LEADERS, HEARING) == law
    assert announced_late(commune, LEADERS) == office
    assert announced_late(commune, LEADERS, HEARING) == office
    assert announced_late(commune, HEARING) == {}


def set_days(commune: Commune, days: int, *, version: int) -> None:
    facts = {"unit_id": commune.unit_id, "actor": commune.administrator, "key": "dialogue_notice_days", "value": days}
    with transaction():
        change_setting(**facts, expected_version=version, at=LATE)


def test_the_office_sets_its_own_number_and_the_strictest_of_several_counts(commune: Commune):
    set_days(commune, 3, version=0)
    assert announced_late(commune, LEADERS) == {}
    assert announced_late(commune, CONFERENCE, LEADERS)["term"] == "DLG.CQDP.NOTICE"
    set_days(commune, 20, version=1)
    assert announced_late(commune, CONFERENCE, LEADERS) == {
        "held_on": "notice_too_late_for_office", "latest_on": "2026-11-25", "term": "dialogue_notice_days",
    }  # fmt: skip


@pytest.mark.parametrize(("bound", "codes"), [(CONFERENCE, "missing"), (LEADERS, "wanted"), (HEARING, "wanted")])
def test_what_people_have_to_know_is_asked_for_in_the_name_of_whoever_asks(commune: Commune, bound: DialogueKind, codes: str):
    dialogue_id = plan_dialogue(commune, how_to_join="", places=(), **kind(bound))
    with pytest.raises(BadInput) as refused, transaction():
        planning.announce(dialogue_id, actor=commune.leader, at=LATE, version=1, calendar=calendar_for(commune.unit_id))
    assert refused.value.errors == {"how_to_join": f"how_to_join_{codes}", "places": f"place_{codes}"}


def test_a_hearing_is_published_without_a_last_day_and_is_never_late(commune: Commune):
    dialogue_id = held(commune, **kind(HEARING))
    with transaction():
        conclusions.write_conclusion(
            dialogue_id, actor=commune.clerk, at=MONTH_LATER, version=0, text="Giữ nguyên dự thảo quyết định.", channels=()
        )
    document_id = publish(commune, dialogue_id, at=MONTH_LATER)
    said = published_conclusion(commune.unit_id, dialogue_id, locale="vi")
    facts = db.session.scalar(select(AuditEntry.facts).where(AuditEntry.action == "dialogue:dialogue:concluded"))
    text = as_text(paper_of_subject(commune.unit_id, f"dialogue:{dialogue_id}", document_id)[1])
    assert (said.due_on, said.days_late, said.why, said.published_on) == (None, 0, (), date(2027, 1, 18))
    assert (facts["days_late"], facts["due_on"], read_dialogue(dialogue_id).state) == (0, None, "concluded")
    assert ("Luật Tổ chức chính quyền địa phương" in text, "Căn cứ Luật Thực hiện dân chủ ở cơ sở" in text) == (False, True)


def test_the_conclusions_of_a_conference_name_its_law(commune: Commune):
    dialogue_id = held(commune, **kind(CONFERENCE))
    text = as_text(paper_of_subject(commune.unit_id, f"dialogue:{dialogue_id}", conclude(commune, dialogue_id))[1])
    assert "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025" in text


@pytest.mark.parametrize(("bound", "channels"), [(CONFERENCE, "channels_missing"), (LEADERS, "channels_wanted")])
def test_results_that_are_owed_to_everybody_say_how_they_are_published(commune: Commune, bound: DialogueKind, channels: str):
    dialogue_id = held(commune, **kind(bound))
    with transaction():
        conclusions.write_conclusion(dialogue_id, actor=commune.clerk, at=MONTH_LATER, version=0, text="Kết luận", channels=())
    with pytest.raises(BadInput) as silent:
        publish(commune, dialogue_id, at=MONTH_LATER)
    assert silent.value.errors == {"channels": channels}


def test_a_hearing_without_ended_minutes_is_refused_without_naming_a_law_that_does_not_bind_it(commune: Commune):
    dialogue_id = in_session(commune, **kind(HEARING))
    with transaction():
        read_dialogue(dialogue_id).state = "held"
    with pytest.raises(WrongState) as refused:
        conclude(commune, dialogue_id)
    assert refused.value.code == "minutes_wanted"


MARKED = [
    # kinds, steps that the checklist calls the law's, the days of notice and results
    ((CONFERENCE,), {"notice", "minutes", "results"}, ("2026-12-08", "2026-12-25")),
    ((LEADERS,), {"minutes"}, ("2026-12-08", "2026-12-25")),
    ((HEARING,), {"minutes"}, ("None", "None")),
]


@pytest.mark.parametrize(("kinds", "hard", "days"), MARKED)
def test_the_checklist_calls_law_what_a_law_demands(
    commune: Commune, kinds: tuple[DialogueKind, ...], hard: set[str], days: tuple[str, str]
):
    view = one_dialogue(commune.unit_id, plan_dialogue(commune, **kind(*kinds)))
    lines = {
        line.step: line
        for line in check_lines(view, unit_id=commune.unit_id, calendar=calendar_for(commune.unit_id), today=date(2026, 12, 1))
    }
    assert {step.value for step, line in lines.items() if line.hard} == hard
    assert (str(lines[CheckStep.NOTICE].due_on), str(lines[CheckStep.RESULTS].due_on)) == days


def test_pages_of_a_hearing_name_no_day_of_article_43(app, commune: Commune):
    dialogue_id = held(commune, **kind(HEARING))
    code, desk = read_dialogue(dialogue_id).code, sit_down(app, commune.leader)
    with transaction():
        conclusions.write_conclusion(dialogue_id, actor=commune.clerk, at=MONTH_LATER, version=0, text="Đã nghe.", channels=())
    before = [desk.open(f"/can-bo/doi-thoai/{dialogue_id}{page}") for page in ("", "/ket-luan")]
    publish(commune, dialogue_id, at=MONTH_LATER)
    after = [desk.open(f"/can-bo/doi-thoai/{dialogue_id}/ket-luan"), app.test_client().get(f"/doi-thoai/{code}")]
    assert [page.status_code for page in (*before, *after)] == [200] * 4
    assert [page.text for page in (*before, *after) if "Điều 43" in page.text or "công bố đúng hạn" in page.text] == []
    assert ("luật không đặt hạn công bố" in before[1].text, "Công bố ngày 18/01/2027" in after[0].text) == (True, True)
