"""Laws of questions for any input: the window, cleaning, what must be held, who drafts and keys in, and the steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.permissions import PERMISSIONS, Actor
from accounts.roles import Role
from core.permissions import Permission
from core.text import phone_digits
from dialogue.question_rules import (
    NewQuestion,
    Window,
    cleaned_question,
    contact_faults,
    may_draft,
    may_key_in,
    question_faults,
    question_window,
)
from dialogue.question_states import (
    KEYED,
    STEPS,
    UNANSWERED,
    QuestionChannel,
    QuestionOutcome,
    QuestionState,
    QuestionStep,
    question_leads_to,
)
from dialogue.states import DialogueState

DAY = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31))
MAYBE_DAY = st.none() | DAY
STATE = st.sampled_from(DialogueState)
TYPED = st.text(max_size=60) | st.from_regex(r"[ 0-9+.()-]{0,30}", fullmatch=True)
QUESTION = st.builds(
    NewQuestion, text=st.text(max_size=80), name=TYPED, phone=TYPED, email=TYPED, hide_name=st.booleans(),
    channel=st.sampled_from(QuestionChannel), locale=st.sampled_from(["vi", "en", "fr", "", "VI", "en-US"]),
)  # fmt: skip
FULL = NewQuestion(text="Bao giờ có nước sạch?", name="Nông Thị Lưu", phone="0912345678", email="luu@example.vn")


@dataclass(frozen=True, kw_only=True)
class Dialogue:
    state: str
    questions_from: date | None
    questions_to: date | None


@dataclass(frozen=True, kw_only=True)
class Assigned:
    unit_id: int = 1
    department_id: int | None = None
    officer_id: int | None = None


@settings(max_examples=80)
@given(STATE, MAYBE_DAY, MAYBE_DAY, DAY)
def test_a_window_is_open_exactly_when_it_has_no_reason_to_be_closed(
    state: DialogueState, first: date | None, last: date | None, today: date
):
    window = question_window(Dialogue(state=state, questions_from=first, questions_to=last), today=today)
    assert window.open is (window.code == "")
    assert window.code in ("", "none", "early", "late", "cancelled")
    if window.open:
        assert state is DialogueState.ANNOUNCED
        assert window.first_on <= today <= window.last_on


@settings(max_examples=60)
@given(DAY, st.integers(min_value=0, max_value=60))
def test_a_window_is_open_on_as_many_days_as_it_counts(first: date, length: int):
    dialogue = Dialogue(state="announced", questions_from=first, questions_to=first + timedelta(days=length))
    days = [first + timedelta(days=number) for number in range(-2, length + 3)]
    codes = [question_window(dialogue, today=day).code for day in days]
    assert codes == ["early"] * 2 + [""] * (length + 1) + ["late"] * 2


@pytest.mark.parametrize(
    ("state", "before", "inside", "after"),
    [
        ("planned", "early", "late", "late"),
        ("announced", "early", "", "late"),
        ("in_session", "early", "late", "late"),
        ("held", "early", "late", "late"),
        ("concluded", "early", "late", "late"),
        ("cancelled", "cancelled", "cancelled", "cancelled"),
    ],
)
def test_every_state_has_its_answer_before_inside_and_after_the_window(state: str, before: str, inside: str, after: str):
    first, last = date(2026, 11, 20), date(2026, 11, 20)
    dialogue = Dialogue(state=state, questions_from=first, questions_to=last)
    days = (date(2026, 11, 19), first, date(2026, 11, 21))
    assert [question_window(dialogue, today=day).code for day in days] == [before, inside, after]


@pytest.mark.parametrize(
    ("first", "last", "state", "window"),
    [
        (None, None, "cancelled", Window(open=False, code="cancelled")),
        (date(2026, 11, 20), None, "cancelled", Window(open=False, code="cancelled", first_on=date(2026, 11, 20))),
        (None, date(2026, 12, 1), "announced", Window(open=False, code="none")),
        (date(2026, 11, 20), None, "announced", Window(open=False, code="none")),
        (date(2026, 12, 2), date(2026, 12, 1), "announced",
         Window(open=False, code="early", first_on=date(2026, 12, 2), last_on=date(2026, 12, 1))),
    ],
)  # fmt: skip
def test_a_window_that_is_none_names_no_days(first: date | None, last: date | None, state: str, window: Window):
    assert question_window(Dialogue(state=state, questions_from=first, questions_to=last), today=date(2026, 12, 1)) == window


@settings(max_examples=100)
@given(QUESTION)
def test_a_cleaned_question_keeps_its_bounds_and_nothing_invisible(new: NewQuestion):
    clean = cleaned_question(new)
    assert (len(clean.name) <= 120, clean.locale in ("vi", "en")) == (True, True)
    assert clean.email == clean.email.lower()
    for line in (clean.name, clean.phone, clean.email):
        assert "\n" not in line
        assert "\u200b" not in line
    assert replace(clean, text="", name="", phone="", email="", locale="") == replace(
        new, text="", name="", phone="", email="", locale=""
    )


@settings(max_examples=100)
@given(QUESTION)
def test_what_passes_has_a_phone_of_digits_only(new: NewQuestion):
    clean = cleaned_question(new)
    if "phone" not in question_faults(clean):
        assert clean.phone == phone_digits(clean.phone) == phone_digits(new.phone)


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("0912345678", "0912345678"), ("0912.345.678", "0912345678"), ("(0912) 345-678", "0912345678"),
        ("+84912345678", "0912345678"), ("+84 0912345678", "0912345678"), ("0084 912 345 678", "0912345678"),
        ("84912345678", "0912345678"), ("tel: 0912345678", "0912345678"),
        ("０９１２３４５６７８", "0912345678"), ("\u202a0912345678\u202c", "0912345678"),
    ],
)  # fmt: skip
def test_a_number_is_read_in_every_writing(typed: str, phone: str):
    clean = cleaned_question(replace(FULL, phone=typed))
    assert clean.phone.replace(" ", "") == phone
    assert ("phone" in question_faults(clean)) is (len(phone) not in (10, 11))


@pytest.mark.parametrize(
    "typed",
    [
        "0912345678 và số máy nhà 02053825123",
        "0912345678 / 0987654321",
        "0912 345 678 (con trai 0987 654 321)",
        "0912345678, nếu không được thì 113",
        "0912345678 0987654321",
    ],
)
def test_two_numbers_in_one_field_are_refused_and_none_is_lost_in_silence(typed: str):
    assert question_faults(cleaned_question(replace(FULL, phone=typed))) == {"phone": "phone_bad"}


@pytest.mark.parametrize(
    ("email", "good"),
    [
        ("a@b.vn", True), ("luu.nong@chilang.langson.gov.vn", True), ("a+b@c.vn", True), ("", True), ("  a@b.vn ", True),
        ("A@B.VN", True), ("nông@xã.vn", False), ("a@b", False), ("a@b.", False), ("a@.vn", False), ("@b.vn", False),
        ("a@", False), ("a.b.vn", False), ("a@b@c.vn", False), ("a b@c.vn", False), ("a@b.vn,c@d.vn", False),
        ("a@b.vn;", False), ("<a@b.vn>", False), ('"a"@b.vn', False), ("a'@b.vn", False), ("a\nb@c.vn", False), ("@", False),
    ],
)  # fmt: skip
def test_an_address_holds_one_name_and_a_host(email: str, good: bool):
    for needed, who in product((True, False), (FULL, replace(FULL, channel=QuestionChannel.PAPER))):
        faults = contact_faults(cleaned_question(replace(who, email=email)), phone_needed=needed)
        assert faults == ({} if good else {"email": "email_bad"})


@pytest.mark.parametrize("channel", QuestionChannel)
@pytest.mark.parametrize(("name", "phone"), list(product(("", "Ý", "Lý Tà"), ("", "1", "0912345678"))))
def test_only_who_writes_on_the_web_must_leave_a_name_and_a_phone(channel: QuestionChannel, name: str, phone: str):
    expected = {"phone": "phone_bad"} if phone == "1" else {}
    if channel is QuestionChannel.WEB:
        expected |= {"name": "name_missing"} if len(name) < 2 else {}
        expected |= {} if phone else {"phone": "phone_missing"}
    assert question_faults(replace(FULL, channel=channel, name=name, phone=phone)) == expected


@pytest.mark.parametrize(
    ("length", "code"), [(0, "question_short"), (9, "question_short"), (10, ""), (11, ""), (1999, ""), (2000, ""),
                         (2001, "question_long"), (50_000, "question_long")],
)  # fmt: skip
@pytest.mark.parametrize("channel", QuestionChannel)
def test_a_question_has_ten_to_two_thousand_characters_however_it_came(length: int, code: str, channel: QuestionChannel):
    assert question_faults(replace(FULL, text="ệ" * length, channel=channel)).get("text", "") == code


def actor(*permissions: Permission, departments: frozenset[int] = frozenset(), number: int = 7, unit_id: int = 1) -> Actor:
    """Return an official with these permissions."""
    return Actor(id=number, unit_id=unit_id, name="", permissions=frozenset(permissions), department_ids=departments)


@pytest.mark.parametrize(
    ("role", "keys"),
    [
        (Role.RECEPTION_CLERK, {"web", "village_head", "front", "paper", "hall"}),
        (Role.LEADER, {"web", "village_head", "front", "paper", "hall"}),
        (Role.FRONT_SUPERVISOR, {"web", "village_head", "front", "paper"}),
        (Role.OFFICER, set()),
        (Role.DEPARTMENT_HEAD, set()),
        (Role.ADMINISTRATOR, set()),
    ],
)
def test_the_office_and_the_front_key_in_and_nobody_else(role: Role, keys: set[str]):
    who = actor(*PERMISSIONS[role])
    assert {channel.value for channel in QuestionChannel if may_key_in(who, channel)} == keys


@pytest.mark.parametrize(
    ("role", "steps"),
    [
        (Role.RECEPTION_CLERK, {"accept", "refuse", "lead", "merge", "unmerge", "assign", "settle"}),
        (Role.LEADER, {"accept", "refuse", "lead", "merge", "unmerge", "assign", "settle"}),
        (Role.OFFICER, {"draft"}),
        (Role.DEPARTMENT_HEAD, {"draft"}),
        (Role.FRONT_SUPERVISOR, set()),
        (Role.ADMINISTRATOR, set()),
    ],
)
def test_who_plans_moderates_and_who_answers_drafts(role: Role, steps: set[str]):
    assert {step.value for step, (_from, _to, needed) in STEPS.items() if needed in PERMISSIONS[role]} == steps


@settings(max_examples=80)
@given(
    st.sampled_from(Role), st.sets(st.integers(1, 4)).map(frozenset), st.integers(1, 3), st.integers(1, 2),
    st.none() | st.integers(1, 4), st.none() | st.integers(1, 3), st.integers(1, 2),
)  # fmt: skip
def test_nobody_drafts_for_another_commune_or_without_the_right(
    role: Role, departments: frozenset[int], number: int, home: int, department: int | None, officer: int | None, unit_id: int
):
    who = actor(*PERMISSIONS[role], departments=departments, number=number, unit_id=home)
    may = may_draft(who, Assigned(unit_id=unit_id, department_id=department, officer_id=officer))
    asked = officer == number or (department is not None and department in departments)
    assert may is (role in (Role.OFFICER, Role.DEPARTMENT_HEAD) and home == unit_id and asked)


@pytest.mark.parametrize("state", QuestionState)
def test_no_step_changes_what_was_led_to_its_own_procedure(state: QuestionState):
    out = {step.value for step in QuestionStep if question_leads_to(step, state)}
    assert (
        out
        == {
            "waiting": {"accept", "refuse", "lead", "merge"},
            "accepted": {"accept", "refuse", "lead", "merge", "assign", "draft", "settle"},
            "merged": {"unmerge"},
            "led_elsewhere": set(),
            "refused": {"accept"},
        }[state.value]
    )


def test_no_step_leads_back_to_waiting_and_every_other_state_is_reached():
    reached = {
        question_leads_to(step, state) for step in QuestionStep for state in (QuestionState.WAITING, QuestionState.ACCEPTED)
    }
    assert reached - {None} == set(QuestionState) - {QuestionState.WAITING}


def test_words_of_questions_are_those_that_the_database_keeps():
    assert [channel.value for channel in KEYED] == ["village_head", "front", "paper"]
    assert {outcome.value for outcome in UNANSWERED} == {"open", "follow_up"}
    words = (*QuestionChannel, *QuestionState, *QuestionOutcome)
    assert [word.value for word in words if len(word.value) > 16] == []
