"""Rules of letters that belong together or went elsewhere: what may be done from where, by whom, and how a refusal is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask

from accounts.permissions import Actor, permissions_of
from accounts.roles import Role
from core.text import clean_text, fold
from feedback.doors import door, doors
from feedback.forms.faults import SENTENCES, sentence
from feedback.forms.link_steps import LINK_FORMS
from feedback.matrix import step_for
from feedback.permissions import may
from feedback.phrases import grounds_for
from feedback.queries.links import may_part
from feedback.rules import merge_fault
from feedback.services.merging import MAY_LEAD
from feedback.services.repeats import EARLIER
from feedback.services.splitting import FEWEST, MOST
from feedback.services.supporting import Support
from feedback.states import (
    LIVES_IN_OTHERS,
    MERGEABLE_KINDS,
    OPEN_STATES,
    SIDE_CLOCKS,
    WAITING_TO_BE_ACCEPTED,
    Action,
    CaseKind,
    CaseState,
)
from feedback.views.support import _words as words_of_support
from tests.makers_core import bare_app

ROADS = {
    Action.MERGE: "received classified in_progress",
    Action.UNMERGE: "merged",
    Action.SPLIT: "received classified",
    Action.URGE: "transferred",
    Action.RECORD_REPLY: "transferred",
    Action.MARK_URGENT: "received classified in_progress reopened",
    Action.PORTAL: "received classified in_progress reopened",
    Action.FILE: "classified in_progress reopened",
    Action.REVOKE: "transferred guided returned refused filed_only filed",
}
WHO = {
    Action.MERGE: {"reception_clerk"}, Action.UNMERGE: {"reception_clerk"}, Action.SPLIT: {"reception_clerk"},
    Action.PORTAL: {"reception_clerk"}, Action.URGE: {"reception_clerk", "leader", "department_head"},
    Action.RECORD_REPLY: {"reception_clerk", "leader", "department_head"},
    Action.MARK_URGENT: {"reception_clerk", "leader", "department_head"},
    Action.FILE: {"reception_clerk", "leader", "department_head"},
    Action.REVOKE: {"reception_clerk", "leader", "department_head"},
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Facts:
    state: str
    kind: str = "PHAN_ANH"
    unit_id: int = 1
    department_id: int | None = 5
    officer_id: int | None = 9


def person(role: Role, *, unit_id: int = 1) -> Actor:
    return Actor(id=9, unit_id=unit_id, name="Cán bộ", permissions=permissions_of([role]), department_ids=frozenset({5}))


@pytest.fixture(scope="module")
def app() -> Flask:
    return bare_app()


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("action", ROADS, ids=str)
def test_a_step_around_a_case_is_open_in_its_states_only(action: Action, state: CaseState):
    step = step_for(action, CaseKind.REFLECTION)
    assert step is not None
    assert (state in step.states) is (state.value in ROADS[action].split())


@pytest.mark.parametrize("action", ROADS, ids=str)
def test_who_may_take_a_step_around_a_case(action: Action):
    states = [CaseState(name) for name in ROADS[action].split()]
    found = {role.value for role in Role if any(may(person(role), action, Facts(state=state.value)) for state in states)}
    assert found == WHO[action]


@pytest.mark.parametrize("action", ROADS, ids=str)
def test_nobody_of_another_commune_takes_any(action: Action):
    state = ROADS[action].split()[0]
    assert [role for role in Role if may(person(role, unit_id=2), action, Facts(state=state))] == []


@pytest.mark.parametrize("action", ROADS, ids=str)
def test_a_complaint_is_only_split_before_it_is_accepted_and_unfiled(action: Action):
    known = {Action.SPLIT: WAITING_TO_BE_ACCEPTED, Action.REVOKE: {CaseState.FILED_ONLY}}
    step = step_for(action, CaseKind.COMPLAINT)
    assert (step.states if step else None) == known.get(action)


@pytest.mark.parametrize("action", ROADS, ids=str)
def test_every_step_has_a_form_and_stands_on_a_text(action: Action):
    step = step_for(action, CaseKind.PETITION)
    assert (action in LINK_FORMS, bool(step and step.legal_basis)) == (True, True)


PARTING = {
    "received": True, "classified": True, "in_progress": True,  # nobody was told an answer yet
    "split": True, "filed": True,  # nobody will ever be told one under this number
    "answered": False, "reopened": False, "closed": False,  # the follower was told the answer
    "transferred": False, "guided": False, "returned": False, "refused": False,  # the follower was told where it went
    "filed_only": False, "merged": False,  # do not lead
}  # fmt: skip


@pytest.mark.parametrize("state", CaseState)
def test_a_merge_is_undone_while_nobody_was_told_an_answer(state: CaseState):
    assert may_part(state.value) is PARTING.get(state.value, False)


def test_what_leads_is_open_or_has_something_to_tell():
    assert MAY_LEAD - OPEN_STATES == {CaseState.ANSWERED, CaseState.TRANSFERRED}
    assert MAY_LEAD & LIVES_IN_OTHERS == frozenset()


def test_only_complaints_stand_alone():
    assert set(CaseKind) - MERGEABLE_KINDS == {CaseKind.COMPLAINT}


def test_a_letter_is_split_into_two_to_four():
    assert (FEWEST, MOST) == (2, 4)


def test_the_clocks_beside_the_road_are_two():
    assert sorted(SIDE_CLOCKS) == ["KNPA.PORTAL", "KNPA.URGENT"]


def test_an_earlier_case_is_settled_and_its_two_grounds_never_overlap():
    assert EARLIER["nothing_new"] & EARLIER["already_guided"] == frozenset()
    assert [state for states in EARLIER.values() for state in states if state in OPEN_STATES] == []


def test_the_grounds_of_a_repeated_letter_are_grounds_of_refusal_and_of_filing():
    ways = {code: {action for action in Action if code in {item.code for item in grounds_for(action)}} for code in EARLIER}
    assert ways == {"nothing_new": {Action.REFUSE}, "already_guided": {Action.FILE_ONLY}}


FAULTS = (
    "leading_unknown leading_itself leading_state leading_kind leads_others reason_missing parts_few parts_many part_short "
    "field_unknown anonymous_not_allowed text_missing replied_on_missing replied_on_range reason_short portal_number_missing "
    "earlier_missing earlier_unknown earlier_state earlier_later leading_anonymous leading_later file_reason_missing "
    "filed_nameless filed_leads"
)


@pytest.mark.parametrize("code", FAULTS.split())
def test_every_refusal_is_a_sentence_of_its_own(app: Flask, code: str):
    assert code in SENTENCES
    with app.test_request_context("/"):
        said = sentence(code)
    assert (said.endswith((".", ").")), clean_text(said) == said, said != sentence_of_anything(app)) == (True, True, True)


def sentence_of_anything(app: Flask) -> str:
    with app.test_request_context("/"):
        return sentence("no_such_code")


def test_every_outcome_of_support_has_its_own_words(app: Flask):
    with app.test_request_context("/"):
        said = [words_of_support(outcome) for outcome in Support]
    assert (len(set(said)), [text for text in said if not text.endswith(".")]) == (len(Support), [])


DOORS = (
    (
        "land_dispute",
        "Điều 235",
        "Hội đồng hòa giải",
        "30 ngày",
        "Land Law 2024, Art. 235: conciliation at the commune in 30 days",
    ),
    ("crime_report", "Điều 27", "Công an", "113", "Law on Denunciation Art. 27: a crime goes to the police at once"),
    ("information_request", "Điều 10, 24", "Văn phòng", "phiếu yêu cầu", "Law on Access to Information Art. 24: a form"),
    (
        "administrative_procedure",
        "Điều 1, 2",
        "Trung tâm Phục vụ hành chính công",
        "giấy hẹn",
        "Decree 118/2025: a date is given",
    ),
)


@pytest.mark.parametrize(("code", "article", "receiver", "says", "_why"), DOORS, ids=[row[0] for row in DOORS])
def test_a_door_names_article_receiver_and_what_to_do(code: str, article: str, receiver: str, says: str, _why: str):
    found = door(code, "vi")
    assert found is not None
    assert (article in found.article, receiver in found.receiver, says in found.text) == (True, True, True)


def test_the_doors_are_those_of_the_table_in_its_order():
    assert [item.code for item in doors("vi")] == [row[0] for row in DOORS]
    assert [item.code for item in doors("en")] == [row[0] for row in DOORS]


@pytest.mark.parametrize("locale", ["vi", "en"])
@pytest.mark.parametrize("code", [row[0] for row in DOORS])
def test_a_door_is_written_clean_in_whole_sentences(code: str, locale: str):
    found = door(code, locale)
    assert found is not None
    texts = (found.title, found.receiver, found.text, found.article)
    assert [text for text in texts if clean_text(text) != text] == []
    assert (found.text.endswith("."), found.title.endswith(".")) == (True, False)


@pytest.mark.parametrize("code", [row[0] for row in DOORS])
def test_the_numbers_of_a_door_are_the_same_in_both_languages(code: str):
    def numbers(text: str) -> list[str]:
        return sorted(word for word in fold(text).replace(",", " ").replace(":", " ").replace(";", " ").split() if word.isdigit())

    vi, en = door(code, "vi"), door(code, "en")
    assert vi is not None
    assert en is not None
    assert numbers(f"{vi.text} {vi.article}") == numbers(f"{en.text} {en.article}")


@pytest.mark.parametrize("code", ["", "LAND_DISPUTE", "land_dispute ", "../doors", "land_dispute,crime_report"])
def test_what_is_not_quite_a_code_opens_no_door(code: str):
    assert (door(code, "vi"), door(code, "en")) == (None, None)


D4, D9 = date(2026, 12, 4), date(2026, 12, 9)
MERGES = [
    # anonymous, leading anonymous, answer, leading's answer, leading open → fault
    (False, False, D4, D4, True, "", "the same day"),
    (False, False, D9, D4, True, "", "the later one follows"),
    (False, False, D4, D9, True, "leading_later", "the earlier clock would be lost"),
    (False, False, D4, None, True, "leading_later", "the leading one has no clock"),
    (False, False, None, None, True, "", "nobody waits"),
    (False, False, None, D9, True, "", "a letter that nobody waits for"),
    (False, False, D4, None, False, "", "answered already"),
    (False, False, D4, D9, False, "", "transferred already"),
    (False, True, D9, D4, True, "leading_anonymous", "a name is owed an answer"),
    (False, True, D4, D9, False, "leading_anonymous", "whatever the clocks say"),
    (True, False, None, D4, True, "", "without a name it follows one with a name"),
    (True, True, None, None, True, "", "both without a name"),
    (True, True, D4, None, True, "leading_later", "an emergency without a name keeps its clock"),
]


@pytest.mark.parametrize(
    ("anonymous", "led", "answer", "leading", "is_open", "fault", "why"), MERGES, ids=[row[6] for row in MERGES]
)
def test_what_may_follow_what(
    anonymous: bool, led: bool, answer: date | None, leading: date | None, is_open: bool, fault: str, why: str
):
    found = merge_fault(
        anonymous=anonymous, leading_anonymous=led, answer_on=answer, leading_on=leading, leading_open=is_open
    )  # fmt: skip
    assert found == fault, why
