"""The words of land projects: every state has one, every refusal a sentence, and days are told as people count them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel

from core.errors import BadInput
from disclosure import land_phrases
from disclosure.land_phrases import DONE, FAULTS, PHASES, STATES, fault, hangs, opinions, refused, talk_words
from disclosure.land_rules import NO_TALK, Talk
from disclosure.land_states import LandState, PlanPhase, TalkState
from disclosure.queries.land import Plan

TODAY = date(2026, 12, 1)
DUE = date(2027, 2, 22)
ROOM = Path(land_phrases.__file__).parent
PLAN = Plan(
    item_id=4,
    code="7K3MP-9QXTR",
    title="Phương án",
    published_on=TODAY,
    phase=PlanPhase.POSTING,
    until=date(2026, 12, 21),
    proof=None,
    up=True,
    groups=(),
    agree=None,
    disagree=None,
    minutes="",
    minutes_on=None,
    talk=NO_TALK,
    talk_proof=None,
    dialogue=None,
)


@pytest.fixture
def web() -> Flask:
    """Return a bare application that speaks Vietnamese."""
    app = Flask("words", root_path=".")
    app.config.update(SECRET_KEY="x", BABEL_DEFAULT_LOCALE="vi")
    Babel(app)
    return app


def plan(**changes: Any) -> Plan:
    return replace(PLAN, **changes)


def test_every_state_and_phase_has_a_word_a_tone_and_an_icon():
    assert set(STATES) == set(LandState)
    assert set(PHASES) == set(PlanPhase)
    for word, tone, icon in (*STATES.values(), *PHASES.values()):
        assert str(word)
        assert tone in {"open", "wait", "good", "late", "mute", "again"}
        assert icon in (Path("templates/components/icon.html").read_text(encoding="utf-8"))


def test_no_two_phases_that_ask_for_something_share_a_word(web: Flask):
    with web.test_request_context("/"):
        asking = (PlanPhase.UNPOSTED, PlanPhase.POSTING, PlanPhase.COUNTING, PlanPhase.TALKING, PlanPhase.SETTLED)
        assert len({str(PHASES[phase][0]) for phase in asking}) == len(asking)


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (None, "Chưa niêm yết ở nơi nào."),
        (date(2026, 11, 30), "Đã niêm yết đủ ngày, đến hết 30/11/2026."),
        (date(2026, 1, 5), "Đã niêm yết đủ ngày, đến hết 05/01/2026."),
        (date(2026, 12, 1), "Niêm yết ít nhất đến hết hôm nay, 01/12/2026."),
        (date(2026, 12, 2), "Niêm yết ít nhất đến hết 02/12/2026, còn 1 ngày."),
        (date(2026, 12, 21), "Niêm yết ít nhất đến hết 21/12/2026, còn 20 ngày."),
        (date(2027, 1, 4), "Niêm yết ít nhất đến hết 04/01/2027, còn 34 ngày."),
    ],
)
def test_until_when_it_hangs(web: Flask, until: date | None, words: str):
    with web.test_request_context("/"):
        assert hangs(plan(until=until), TODAY) == words


@pytest.mark.parametrize(
    ("agree", "disagree", "words"),
    [
        (None, None, ""),
        (11, 3, "11 người đồng ý, 3 người không đồng ý."),
        (0, 1, "0 người đồng ý, 1 người không đồng ý."),
        (100_000, 0, "100000 người đồng ý, 0 người không đồng ý."),
    ],
)
def test_who_agrees(web: Flask, agree: int | None, disagree: int | None, words: str):
    with web.test_request_context("/"):
        assert opinions(plan(agree=agree, disagree=disagree)) == words


@pytest.mark.parametrize(
    ("talk", "told"),
    [
        (
            Talk(state=TalkState.WAITING, due_on=DUE),
            ("phải đối thoại đến hết 22/02/2027", "wait", "hourglass"),
        ),
        (
            Talk(state=TalkState.LATE, due_on=DUE, late=4),
            ("chưa đối thoại, chậm 4 ngày", "late", "late"),
        ),
        (
            Talk(state=TalkState.ARRANGED, due_on=DUE, on=date(2027, 1, 12)),
            ("đối thoại ngày 12/01/2027", "open", "calendar"),
        ),
        (
            Talk(state=TalkState.ARRANGED, due_on=DUE, on=date(2027, 2, 23), late=1),
            ("đối thoại ngày 23/02/2027, chậm 1 ngày", "late", "calendar"),
        ),
        (
            Talk(state=TalkState.HELD, due_on=DUE, on=date(2027, 1, 12)),
            ("đã đối thoại ngày 12/01/2027", "good", "check"),
        ),
        (
            Talk(state=TalkState.HELD, due_on=DUE, on=date(2027, 3, 1), late=7),
            ("đã đối thoại ngày 01/03/2027, chậm 7 ngày", "late", "check"),
        ),
    ],
)
def test_where_the_dialogue_stands(web: Flask, talk: Talk, told: tuple[str, str, str]):
    with web.test_request_context("/"):
        assert talk_words(plan(talk=talk)) == told


def test_a_plan_without_a_proof_explains_nothing():
    for locale in ("vi", "en"):
        assert PLAN.why_posted(locale) == []
        assert PLAN.why_talk(locale) == []


# ------------------------------------------------------------------ refusals


def codes_of(name: str) -> set[str]:
    """Return the codes with which a file of the room refuses."""
    text = (ROOM / name).read_text(encoding="utf-8")
    inside = re.findall(r'(?:faults\[[^]]+\] = |"\w*": )"(\w+)"', text)
    chosen = re.findall(r'"(\w+)" if ', text)
    other = re.findall(r'else "(\w+)"', text)
    return {code for code in (*inside, *chosen, *other) if "_" in code}


@pytest.mark.parametrize("name", ["land_rules.py", "services/land_plans.py", "services/land_projects.py"])
def test_every_refusal_has_a_sentence(web: Flask, name: str):
    found = codes_of(name)
    assert found
    with web.test_request_context("/"):
        for code in found - {"opinions_early"}:
            assert fault(code) != code, code


def test_no_sentence_is_left_over(web: Flask):
    names = ("land_rules.py", "services/land_plans.py", "services/land_projects.py", "land_phrases.py")
    text = "".join((ROOM / name).read_text(encoding="utf-8") for name in names)
    assert [code for code in FAULTS if text.count(f'"{code}"') < 2] == []


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_a_sentence_is_one_and_says_no_code(web: Flask, code: str):
    with web.test_request_context("/"):
        words = fault(code)
    assert words.endswith(".")
    assert words[0].isupper()
    assert "_" not in words
    assert len(words) < 120


@pytest.mark.parametrize("code", ["owner_missing", "village_unknown", "reason_missing", "text_long", "date_bad", "form_old"])
def test_other_sentences_are_those_of_the_room_and_of_letters(web: Flask, code: str):
    with web.test_request_context("/"):
        assert fault(code) not in ("", code)


def test_minutes_that_are_too_early_are_refused_with_the_day(web: Flask):
    problem = BadInput({"minutes_on": "opinions_early", "agree": "people_bad"}, until="2026-12-21")
    with web.test_request_context("/"):
        told = refused(problem)
    assert told["minutes_on"] == "Phương án phải niêm yết đến hết 21/12/2026, nên biên bản lấy ý kiến không thể trước ngày đó."
    assert told["agree"] == "Hãy ghi một số từ 0 đến 100.000."


def test_every_step_says_what_was_done(web: Flask):
    steps = {"moi", "sua", "cong-khai", "y-kien", "doi-thoai", "thu", "bo-thu", "ket-thuc", "go"}
    assert set(DONE) == steps
    with web.test_request_context("/"):
        assert all(str(words).startswith("Đã ") for words in DONE.values())
