"""Requests about personal data: which term, who may do which step, and what stands in the way, by which law."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from accounts.permissions import PERMISSIONS
from accounts.roles import Role
from core.permissions import Permission
from deadlines.engine import due_on
from deadlines.reference import shipped_calendar, shipped_terms
from feedback.data_phrases import GROUNDS as GROUND_WORDS
from feedback.data_phrases import RIGHT_HINTS, RIGHTS, STATES, TONES, right_label
from feedback.data_rights import (
    ACKNOWLEDGE_TERM,
    EXTENSION_TERM,
    GROUNDS,
    NEEDS,
    OPEN,
    TERMS,
    TOLD_TERMS,
    WORDS_MOST,
    Ground,
    RequestState,
    Right,
    Step,
    asking_faults,
    extension_faults,
    grounds_for,
    may_erase,
    refusal_faults,
    steps_of,
)
from feedback.forms.faults import SENTENCES
from feedback.states import OPEN_STATES, CaseState

FRIDAY = date(2026, 11, 20)
KNOWN = {term.code: term for term in shipped_terms()}
BOTH = frozenset({Permission.DATA_RUN, Permission.DATA_DECIDE})
DATES = [
    (ACKNOWLEDGE_TERM, FRIDAY, 0, "2026-11-25"),  # Tuesday the 24th is the day of culture
    ("PDPL.REQUEST.SEE", FRIDAY, 0, "2026-11-30"),
    ("PDPL.REQUEST.CORRECT", FRIDAY, 0, "2026-11-30"),
    ("PDPL.REQUEST.STOP", FRIDAY, 0, "2026-12-07"),  # the 5th is a Saturday
    ("PDPL.REQUEST.DELETE", FRIDAY, 0, "2026-12-10"),
    ("PDPL.REQUEST.DELETE", FRIDAY, 15, "2026-12-25"),
    ("PDPL.REQUEST.SEE", FRIDAY, 15, "2026-12-15"),
]


@pytest.mark.parametrize(("code", "start", "more", "last"), DATES)
def test_the_last_day_is_counted_from_the_day_of_the_request(code: str, start: date, more: int, last: str):
    assert due_on(KNOWN[code], start, shipped_calendar(), extension=more).due_on.isoformat() == last


def test_every_right_has_a_term_that_is_shipped_and_in_force_since_2026():
    assert set(TERMS) == set(Right)
    for code in (*TERMS.values(), ACKNOWLEDGE_TERM, EXTENSION_TERM):
        assert KNOWN[code].valid_from == date(2026, 1, 1)
        assert KNOWN[code].basis_vi == "Nghị định 356/2025/NĐ-CP"


def test_what_was_not_compared_with_the_text_says_so_where_people_read_it():
    assert {code for code in TERMS.values() if "cần xác nhận" in KNOWN[code].note_vi + KNOWN[code].variant_vi} == set(
        TERMS.values()
    )
    assert all("to be confirmed" in KNOWN[code].note_en + KNOWN[code].variant_en for code in TERMS.values())


def test_the_public_page_tells_the_acknowledgement_first_and_each_term_once():
    assert TOLD_TERMS == (ACKNOWLEDGE_TERM, *dict.fromkeys(TERMS.values()))
    assert len(TOLD_TERMS) == 5


STEPS = [
    ("asked", False, BOTH, "take extend fulfil refuse"),
    ("asked", True, BOTH, "take fulfil refuse"),
    ("taken", False, BOTH, "extend fulfil refuse"),
    ("taken", True, BOTH, "fulfil refuse"),
    ("asked", False, {Permission.DATA_RUN}, "take fulfil"),
    ("taken", False, {Permission.DATA_RUN}, "fulfil"),
    ("taken", False, {Permission.DATA_DECIDE}, "extend refuse"),
    ("taken", False, set(), ""),
    ("done", False, BOTH, ""),
    ("refused", False, BOTH, ""),
]


@pytest.mark.parametrize(("state", "extended", "permissions", "steps"), STEPS)
def test_steps_follow_the_state_and_the_permissions(state: str, extended: bool, permissions: set, steps: str):
    assert " ".join(steps_of(state, extended=extended, permissions=permissions)) == steps


ROLES = [
    (Role.RECEPTION_CLERK, {Step.TAKE, Step.FULFIL}),
    (Role.LEADER, set(Step)),
    (Role.OFFICER, set()),
    (Role.DEPARTMENT_HEAD, set()),
    (Role.FRONT_SUPERVISOR, set()),
    (Role.ADMINISTRATOR, set()),
]


@pytest.mark.parametrize(("role", "steps"), ROLES)
def test_the_counter_answers_and_the_leader_extends_and_refuses(role: Role, steps: set[Step]):
    assert {step for step in Step if NEEDS[step] in PERMISSIONS[role]} == steps


ASKED = [
    ("see", "", True, {}),
    ("delete", "", True, {}),
    ("correct", "Tên tôi là Ân.", True, {}),
    ("correct", "", True, {"words": "data_words_missing"}),
    ("correct", " \x00 a ", True, {"words": "data_words_missing"}),
    ("", "", True, {"right": "right_missing"}),
    ("steal", "", True, {"right": "right_missing"}),
    ("see", "a" * WORDS_MOST, True, {}),
    ("see", "a" * (WORDS_MOST + 1), True, {"words": "text_long"}),
    ("see", "", False, {"identity_seen": "identity_unseen"}),
    ("", "", False, {"right": "right_missing", "identity_seen": "identity_unseen"}),
]


@pytest.mark.parametrize(("right", "words", "seen", "faults"), ASKED)
def test_a_request_names_a_right_and_a_correction_says_what(right: str, words: str, seen: bool, faults: dict):
    assert asking_faults(right, words, identity_seen=seen) == faults


EXTENDED = [
    (1, "Cần tìm hồ sơ giấy", False, {}),
    (15, "Cần tìm hồ sơ giấy", False, {}),
    (16, "Cần tìm hồ sơ giấy", False, {"days": "data_days_range"}),
    (0, "Cần tìm hồ sơ giấy", False, {"days": "data_days_range"}),
    (None, "Cần tìm hồ sơ giấy", False, {"days": "data_days_range"}),
    (5, "  abc ", False, {"reason": "reason_missing"}),
    (99, "", False, {"days": "data_days_range", "reason": "reason_missing"}),
    (5, "Cần tìm hồ sơ giấy", True, {"days": "data_extension_late"}),
]


@pytest.mark.parametrize(("days", "reason", "late", "faults"), EXTENDED)
def test_an_extension_is_short_has_a_reason_and_comes_in_time(days: int | None, reason: str, late: bool, faults: dict):
    assert extension_faults(days, reason, most=15, late=late) == faults


FITS = {
    Right.SEE: {Ground.OF_OTHERS, Ground.NOT_THEIRS},
    Right.CORRECT: {Ground.NOT_THEIRS},
    Right.DELETE: {Ground.KEPT_BY_LAW, Ground.STILL_NEEDED, Ground.NOT_THEIRS},
    Right.WITHDRAW: {Ground.KEPT_BY_LAW, Ground.STILL_NEEDED, Ground.NOT_THEIRS},
    Right.RESTRICT: {Ground.KEPT_BY_LAW, Ground.STILL_NEEDED, Ground.NOT_THEIRS},
    Right.OBJECT: {Ground.KEPT_BY_LAW, Ground.STILL_NEEDED, Ground.NOT_THEIRS},
}


@pytest.mark.parametrize(("right", "ground"), list(product(Right, Ground)))
def test_a_refusal_needs_a_ground_that_fits_its_right(right: Right, ground: Ground):
    faults = {} if ground in FITS[right] else {"ground": "ground_misfit"}
    assert refusal_faults(right, ground, "Hồ sơ phải lưu.") == faults
    assert (ground in grounds_for(right)) == (ground in FITS[right])


def test_a_refusal_names_a_known_ground_and_explains_itself():
    assert refusal_faults("see", "because", "") == {"ground": "ground_unknown", "refusal": "data_answer_missing"}
    assert all(rule.law for rule in GROUNDS.values())


@pytest.mark.parametrize("state", list(CaseState))
def test_contact_is_erased_only_when_nothing_more_is_told(state: CaseState):
    decision = may_erase([CaseState.CLOSED, state])
    assert decision.allowed == (state not in OPEN_STATES)
    assert decision.law == ("" if decision.allowed else "Luật Tiếp công dân 2013, khoản 1 Điều 28")


def test_words_are_there_for_everything():
    assert (set(RIGHTS), set(RIGHT_HINTS)) == (set(Right), set(Right))
    assert (set(STATES), set(TONES), set(GROUND_WORDS)) == (set(RequestState), set(RequestState), set(Ground))
    assert right_label("nothing") == ""
    assert OPEN < set(RequestState)


def test_every_fault_has_its_sentence():
    codes = {
        "right_missing", "data_words_missing", "identity_unseen", "code_unknown", "data_days_range", "data_extension_late",
        "reason_missing", "data_answer_missing", "data_erase_misfit", "contact_needed", "ground_unknown", "ground_misfit",
        "text_long", "data_correct_misfit", "correct_nameless",
    }  # fmt: skip
    assert codes <= set(SENTENCES)
