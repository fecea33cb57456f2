"""Every step, choice, refusal and line of the complaint procedure has words, a form and an address that fit each other."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields
from enum import StrEnum
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import Babel

from deadlines.reference import shipped_terms
from feedback import complaint_events, complaint_phrases
from feedback.complaint_states import COMPLAINT_STEPS, ComplaintAction, Complexity, EndGround, RefusalGround, StopGround
from feedback.forms.complaint_faults import COMPLAINT_SENTENCES
from feedback.forms.complaint_fields import BESIDE, SettlingForm
from feedback.forms.complaint_forms import COMPLAINT_FORMS
from feedback.forms.faults import SENTENCES
from feedback.views.complaint_lines import complaint_pairs
from feedback.views.complaint_steps import COMMANDS
from feedback.views.complaint_words import (
    COMPLAINT_LINES,
    COMPLAINT_ORDER,
    COMPLAINT_SLUGS,
    COMPLAINT_USUAL,
    line_name,
)
from feedback.views.complaint_words import COMPLAINT_STEPS as WORDS
from feedback.views.desk_words import SLUGS as OTHER_SLUGS

ROOT = Path(__file__).resolve().parents[3]
FACTS = frozenset({"case_id", "actor", "at", "version"})
FILES = [
    *sorted(ROOT.joinpath("feedback/services").glob("complaint_*.py")), ROOT / "feedback/complaint_rules.py",
]  # fmt: skip
VOCABULARIES = sorted(complaint_phrases.VOCABULARIES, key=lambda kind: kind.__name__)


def told(facts: dict) -> list[tuple[str, str]]:
    """The pairs that a person reads: what is empty is left out by the caller."""
    return [pair for pair in complaint_pairs(facts) if pair[1]]


@pytest.fixture
def speaking():
    app = Flask(__name__)
    Babel(app, default_locale="vi")
    with app.test_request_context():
        yield


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    with ROOT.joinpath("translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if isinstance(message.id, str)}


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_words_cover_the_vocabulary_in_the_order_of_the_law(vocabulary: type[StrEnum]):
    assert list(complaint_phrases.VOCABULARIES[vocabulary]) == list(vocabulary)


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_each_word_of_a_vocabulary_differs_from_the_others_in_both_languages(
    speaking: None, vocabulary: type[StrEnum], english: dict[str, str]
):
    vietnamese = [str(text) for text in complaint_phrases.VOCABULARIES[vocabulary].values()]
    translated = [english[text] for text in vietnamese]
    assert (len(set(vietnamese)), len(set(translated))) == (len(vocabulary), len(vocabulary))
    assert [text for text in translated if not text or text in vietnamese] == []


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_label_of_an_unknown_value_is_the_value_and_of_none_is_empty(speaking: None, vocabulary: type[StrEnum]):
    assert (complaint_phrases.label(vocabulary, "<i>"), complaint_phrases.label(vocabulary, "")) == ("<i>", "")


def test_choices_leave_out_what_is_told(speaking: None):
    grounds = complaint_phrases.choices(RefusalGround)
    assert (list(grounds), len(complaint_phrases.choices(RefusalGround, without=("6", "5")))) == (list("123456789"), 7)


@pytest.mark.parametrize(
    "table", [WORDS, COMPLAINT_SLUGS, COMPLAINT_FORMS, COMMANDS], ids=["words", "slugs", "forms", "commands"]
)
def test_every_step_has_a_row(table: dict):
    assert set(table) == set(ComplaintAction)


def test_every_step_stands_once_in_the_order_of_the_screen():
    assert sorted(COMPLAINT_ORDER) == sorted(ComplaintAction)
    assert set(ComplaintAction) > COMPLAINT_USUAL


def test_addresses_are_plain_and_none_is_used_twice():
    slugs = [*COMPLAINT_SLUGS.values(), *OTHER_SLUGS.values()]
    assert [slug for slug in slugs if re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) is None] == []
    assert len(set(slugs)) == len(slugs)


@pytest.mark.parametrize("action", ComplaintAction)
def test_a_line_of_the_timeline_fits_its_column_and_belongs_to_one_step(action: ComplaintAction):
    assert len(line_name(action)) <= 24
    assert [other for other in ComplaintAction if line_name(other) == line_name(action)] == [action]
    assert COMPLAINT_LINES[line_name(action)].title == WORDS[action].label


@pytest.mark.parametrize("action", ComplaintAction)
def test_the_form_asks_for_exactly_what_the_command_takes(speaking: None, action: ComplaintAction):
    form = COMPLAINT_FORMS[action](meta={"csrf": False})
    taken = inspect.signature(COMMANDS[action]).parameters
    assert {field.short_name for field in form} - BESIDE == set(taken) - FACTS - {"late"}
    assert ("late" in taken) is isinstance(form, SettlingForm)
    assert set(taken) >= FACTS


@pytest.mark.parametrize("action", ComplaintAction)
def test_what_a_command_needs_is_told_by_its_docstring(action: ComplaintAction):
    assert len(inspect.getdoc(COMMANDS[action]) or "") >= 40


@pytest.mark.parametrize("action", ComplaintAction)
def test_words_of_a_step_are_short_whole_and_english_too(speaking: None, action: ComplaintAction, english: dict[str, str]):
    words = WORDS[action]
    texts = [str(words.label), str(words.hint), str(words.button), str(words.done)]
    assert [text for text in texts if not english.get(text)] == []
    assert [text for text in texts[:3] if text.endswith(".")] == []
    assert (texts[3].endswith("."), max(map(len, texts[:3])) <= 60) == (True, True)


def raised(path: Path) -> set[str]:
    """The codes of refusals that a file names."""
    return set(re.findall(r'"(kn_[a-z_]+)"', path.read_text(encoding="utf-8"))) - {"kn_clock_starts"}


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_every_refusal_has_a_sentence(path: Path):
    assert raised(path) - set(SENTENCES) == set()


def test_every_sentence_is_needed_by_the_procedure():
    everywhere = set().union(
        *(raised(path) for path in ROOT.joinpath("feedback").rglob("*.py") if path.name != "complaint_faults.py")
    )
    assert set(COMPLAINT_SENTENCES) - everywhere == set()


@pytest.mark.parametrize("code", sorted(COMPLAINT_SENTENCES))
def test_a_refusal_is_a_whole_sentence_in_both_languages(speaking: None, code: str, english: dict[str, str]):
    said = str(COMPLAINT_SENTENCES[code])
    assert (said[0].isupper(), said.endswith("."), english[said].endswith("."), english[said] != said) == (True,) * 4


@pytest.mark.parametrize("step", [step for step in COMPLAINT_STEPS if step.term], ids=lambda step: str(step.action))
def test_a_step_names_a_term_that_exists_and_follows_its_law(step):
    assert [term.code for term in shipped_terms() if term.code == step.term] == [step.term]
    assert "Điều" in step.legal_basis


@pytest.mark.parametrize(
    ("facts", "pairs"),
    [
        ({}, []),
        ({"due_on": "2026-12-02", "due_before": None}, [("Hạn giải quyết", "02/12/2026")]),
        ({"ground": "obstacle"}, [("Lý do", "Trở ngại khách quan: tai nạn, ốm đau, đi công tác, học tập ở nơi xa")]),
        ({"ground": "died"}, [("Lý do", "Người khiếu nại đã chết mà không có người kế thừa quyền, nghĩa vụ")]),
        ({"barred": True}, [("Ghi nhận", "đã hết thời hiệu")]),
        ({"barred": False}, [("Ghi nhận", "còn thời hiệu")]),
        ({"barred": None}, []),
        ({"on_time": None}, []),
        ({"on_time": False, "late": True}, [("Ghi nhận", "quá hạn; quá thời hạn khiếu nại lần hai")]),
        ({"late": False, "remote": False, "differs": False, "done": False}, []),
        ({"people": 5, "representatives": 2}, [("Số người", "5"), ("Số người đại diện", "2")]),
        ({"excused_days": 0, "leaving": 0}, []),
        ({"result": "partly"}, [("Kết luận", "Khiếu nại đúng một phần")]),
        ({"scope": "whole"}, [("Rút", "Rút toàn bộ khiếu nại")]),
        ({"unknown": "x"}, []),
    ],
)  # fmt: skip
def test_facts_of_a_line_are_told_in_words(speaking: None, facts: dict, pairs: list[tuple[str, str]]):
    assert told(facts) == pairs


@pytest.mark.parametrize("word", [*StopGround, *EndGround], ids=str)
def test_grounds_of_stopping_and_of_ending_do_not_share_a_code(speaking: None, word: StrEnum):
    kind = StopGround if isinstance(word, StopGround) else EndGround
    assert dict(told({"ground": word.value})) == {"Lý do": complaint_phrases.label(kind, word.value)}


def test_criteria_are_told_one_after_the_other(speaking: None):
    every = [word.value for word in Complexity]
    words = dict(told({"criteria": every}))["Phức tạp"]
    assert words.split("; ") == [complaint_phrases.label(Complexity, code) for code in every]


def test_events_of_the_procedure_are_frozen_and_say_nothing_personal():
    members = inspect.getmembers(complaint_events, inspect.isclass)
    kinds = [item for _name, item in members if item.__module__ == complaint_events.__name__]
    names = {item.name for kind in kinds for item in fields(kind)}
    assert len(kinds) == 13
    assert names == {
        "unit_id", "at", "actor_id", "case_id", "step", "due_on", "term", "number", "ground", "send_on", "why", "scope", "on",
        "result", "on_time", "appeal_on", "state", "late_reason",
    }  # fmt: skip
    assert [kind.__name__ for kind in kinds if not kind.__dataclass_params__.frozen] == []
