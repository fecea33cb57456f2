"""The matters of the law, the words for every phase and fault, and what events say; no database."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel

from consultation import phrases
from consultation.events import EVENTS, ConsultationProlonged
from consultation.matters import all_matters, matters_on
from consultation.rules import CONSULT
from consultation.states import ON_PAPER, Choice, Phase, Step, Verdict, Way
from deadlines.reference import shipped_terms


@pytest.fixture
def words() -> Flask:
    """Return an application that knows the languages and nothing else."""
    app = Flask("words")
    Babel(app, default_locale="vi")
    return app


ROOM = Path("consultation")
CODE = re.compile(r'"([a-z]+_[a-z_]+)"')


def test_the_law_names_nine_matters_in_its_order():
    matters = list(all_matters().values())
    assert [matter.clause for matter in matters] == list(range(1, 10))
    assert all(matter.name_vi and matter.name_en and matter.named("en") == matter.name_en for matter in matters)


def test_no_matter_holds_before_the_law_did():
    assert (matters_on(date(2023, 6, 30)), len(matters_on(date(2023, 7, 1)))) == ({}, 9)


def test_the_term_of_the_law_is_twenty_calendar_days():
    terms = [term for term in shipped_terms() if term.code == CONSULT]
    assert [(term.number, str(term.unit.value), term.basis_en) for term in terms] == [
        (20, "cal", "Law on Grassroots Democracy 2022, Art. 28(2)")
    ]


def test_every_word_has_its_label():
    assert set(phrases.PHASES) == set(Phase)
    assert set(phrases.WAYS) == set(Way)
    assert set(phrases.CHOICES) == set(Choice)
    assert set(phrases.VERDICTS) == set(Verdict)
    assert set(ON_PAPER) == set(Way) - {Way.PORTAL}
    assert set(phrases.STEPS) == {Step.OPEN, Step.PROLONG, Step.CANCEL}


def test_every_fault_of_the_rules_has_a_sentence():
    said = CODE.findall((ROOM / "rules.py").read_text(encoding="utf-8"))
    codes = {word for word in said if word.split("_")[-1] in {"short", "long", "missing", "unknown", "range", "outside", "many"}}
    assert sorted(codes - set(phrases.FAULTS)) == ["too_short"]  # which has a sentence with its day, below


@pytest.mark.parametrize("event", EVENTS)
def test_no_event_has_room_for_words_or_names(event: type):
    assert {item.name for item in fields(event)} & {"name", "words", "text", "title", "reason", "result", "village_id"} == set()


def test_an_event_tells_its_days_as_plain_text():
    at = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    event = ConsultationProlonged(
        unit_id=1, at=at, actor_id=2, consultation_id=7, from_on=date(2026, 12, 21), to_on=date(2027, 1, 4)
    )
    assert (event.subject(), event.facts()) == ("consultation:7", {"from_on": "2026-12-21", "to_on": "2027-01-04"})


def test_too_short_names_the_article_and_the_first_day(words: Flask):
    with words.test_request_context("/"):
        assert "Điều 28" in phrases.too_short(date(2026, 12, 10))
        assert "10/12/2026" in phrases.too_short(date(2026, 12, 10))
        assert phrases.matter_words("land").endswith("(khoản 2 Điều 25)")
        assert phrases.matter_words("gone") == "gone"
