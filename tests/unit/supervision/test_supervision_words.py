"""Every word and sentence of the room in Vietnamese and English, forms under any input, events without anybody's words."""

from __future__ import annotations

import re
import tomllib
from dataclasses import FrozenInstanceError, fields
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from core.config import ROOT
from supervision import phrases
from supervision.demo import FILE
from supervision.events import EVENTS, RecommendationEvent
from supervision.forms import FORMS, AssignForm, NewForm, RoomForm
from supervision.notices import TELLING
from supervision.rules import STEPS, Answer, NewRecommendation, answer_faults, typed_faults
from supervision.states import Body, PromiseState, State, Step, Verdict
from supervision.trail import write_down
from supervision.views.desk_steps import LOOKS
from supervision.wiring import HANDLERS
from tests.makers_core import say, speaking_app

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
LABELS: dict[str, Any] = {
    **{f"body {key}": words for key, words in phrases.BODIES.items()},
    **{f"state {key}": words for key, (words, _tone, _icon) in phrases.STATES.items()},
    **{f"verdict {key}": words for key, (words, _tone, _icon) in phrases.VERDICTS.items()},
    **{f"promise {key}": words for key, (words, _tone, _icon) in phrases.PROMISES.items()},
    **{f"step {key}": words for key, (words, _hint) in phrases.STEP_WORDS.items()},
    **{f"hint {key}": hint for key, (_words, hint) in phrases.STEP_WORDS.items()},
    **{f"done {key}": words for key, words in phrases.DONE.items()},
    **{f"fault {key}": words for key, words in phrases.FAULTS.items()},
    **{f"article {key}": words for key, words in phrases.ARTICLES.items()},
    **{f"reason {key}": words for key, words in phrases.REASONS.items()},
    "emptied": phrases.EMPTIED, "somebody else": phrases.SOMEBODY_ELSE, "not now": phrases.NOT_NOW,
}  # fmt: skip
VALUES: dict[str, Any] = {
    "due_on": date(2026, 12, 7), "on_behalf": True, "official_id": 7, "department_id": None, "round_number": 1, "days_late": 2,
    "promise_on": None, "verdict": "satisfied", "outcome": "done", "side": "body", "published": False, "edited": True,
    "changed": "title",
}  # fmt: skip
HOSTILE = ("\x00", "x" * 30_000, "<script>", "31/02/2026", "9999-99-99", "-1", "1e9", "٣", "'; drop table", "NaN")


@pytest.fixture(scope="module")
def web() -> Flask:
    return speaking_app()


@pytest.mark.parametrize("name", LABELS)
def test_every_word_is_said_in_both_languages(web: Flask, name: str):
    vi, en = say(web, LABELS[name], "vi"), say(web, LABELS[name], "en")
    assert vi
    assert en
    assert vi != en


def test_every_value_has_its_word():
    assert set(phrases.BODIES) == set(Body)
    assert set(phrases.STATES) == set(State)
    assert set(phrases.VERDICTS) == set(Verdict)
    assert set(phrases.PROMISES) == {"", "late", *PromiseState}
    assert set(phrases.STEP_WORDS) == set(FORMS) == set(STEPS)
    assert set(phrases.DONE) == set(LOOKS) == set(Step)


def test_every_icon_is_drawn():
    icons = (ROOT / "templates" / "components" / "icon.html").read_text(encoding="utf-8")
    looks = [*phrases.STATES.values(), *phrases.VERDICTS.values(), *phrases.PROMISES.values()]
    for name in {icon for _words, _tone, icon in looks} | {icon for _tone, icon in LOOKS.values()}:
        assert f'"{name}":' in icons


def test_every_fault_of_the_rules_has_a_sentence(web: Flask):
    papers = [
        NewRecommendation(body=body, title="", subject="", asked="", received_on=day, document_on=date(2027, 1, 1))
        for body in ("", "member_organisation") for day in (None, date(2026, 11, 20), date(2030, 1, 1))
    ]  # fmt: skip
    today = date(2026, 11, 20)
    codes = {code for paper in papers for code in typed_faults(paper, today=today).values()}
    answers = [Answer(), Answer(refused="a"), Answer(why="a"), Answer(promised="a"), Answer(promise_on=today)]
    answers.append(Answer(promised="a", promise_on=date(2026, 1, 1)))
    codes |= {code for answer in answers for code in answer_faults(answer, today=today).values()}
    assert len(codes) >= 12
    with web.test_request_context():
        assert all(phrases.fault(code) for code in codes)


@pytest.mark.parametrize(
    ("body", "organisation", "name"),
    [
        ("peoples_inspection", "", "Ban Thanh tra nhân dân"),
        ("member_organisation", "Hội Nông dân xã", "Hội Nông dân xã"),
        ("member_organisation", "", "Tổ chức thành viên của Mặt trận"),
        (
            "community_supervision", "Ban giám sát đường Nà Pất",
            "Ban Giám sát đầu tư của cộng đồng (Ban giám sát đường Nà Pất)",
        ),
    ],
)  # fmt: skip
def test_a_body_is_called_by_the_name_it_has(web: Flask, body: str, organisation: str, name: str):
    assert say(web, lambda: phrases.body_name(body, organisation), "vi") == name


@pytest.mark.parametrize(
    ("step", "facts", "title"),
    [
        ("receive", {"on_behalf": False}, "Gửi kiến nghị"),
        ("receive", {"on_behalf": True}, "Ghi kiến nghị thay cơ quan giám sát"),
        ("assign", {"to": "Phòng Kinh tế"}, "Giao cho Phòng Kinh tế trả lời"),
        ("assign", {}, "Giao cho – trả lời"),
        ("judge", {"verdict": "not_satisfied"}, "Chưa hài lòng với trả lời"),
        ("settle", {"outcome": "not_done"}, "Việc đã hứa: Chưa làm được"),
        ("answer", {}, "Duyệt và trả lời"),
    ],
)
def test_the_log_speaks_in_whole_words(web: Flask, step: str, facts: dict, title: str):
    assert say(web, lambda: phrases.entry_title(step, facts), "vi") == title


@pytest.mark.parametrize("step", Step)
def test_every_step_has_its_line_in_the_log(web: Flask, step: Step):
    facts = {"verdict": "satisfied", "outcome": "done", "to": "Vi Thị Hạnh"}
    assert say(web, lambda: phrases.entry_title(step.value, facts), "vi")
    assert say(web, lambda: phrases.entry_title(step.value, facts), "en")


def test_a_note_names_paper_day_and_delay(web: Flask):
    facts = {"paper": "07/KN-BTTND", "due_on": "2026-12-07", "days_late": 2}
    assert say(web, lambda: phrases.entry_note(facts), "vi") == "văn bản 07/KN-BTTND, hạn trả lời 07/12/2026, chậm 2 ngày"
    assert say(web, lambda: phrases.entry_note({"days_late": 0}), "vi") == ""


def test_a_note_says_that_the_leader_changed_the_words(web: Flask):
    assert say(web, lambda: phrases.entry_note({"edited": True}), "vi") == "lãnh đạo sửa lời khi duyệt"
    assert say(web, lambda: phrases.entry_note({"edited": False}), "vi") == ""


@pytest.mark.parametrize(("body", "named"), [(body, body is Body.PEOPLES_INSPECTION) for body in Body])
def test_an_answer_names_the_article_of_the_body_that_the_law_names(web: Flask, body: Body, named: bool):
    assert bool(say(web, lambda: phrases.step_article(Step.ANSWER, body), "vi")) is named
    assert say(web, lambda: phrases.step_article(Step.DRAFT, body), "vi") == ""


# ------------------------------------------------------------------ forms


@pytest.mark.parametrize("step", FORMS)
@pytest.mark.parametrize("value", HOSTILE)
def test_a_step_form_takes_anything_and_never_breaks(web: Flask, step: Step, value: str):
    slug, kind = FORMS[step]
    names = [name for name in kind.__dict__ if not name.startswith("_")] + ["reason", "paper", "words"]
    with web.test_request_context("/", method="POST", data=MultiDict({f"{slug}-{name}": value for name in names})):
        form = kind(prefix=f"{slug}-")
        if isinstance(form, AssignForm):
            form.offer_lists(officials=[], departments=[])
        assert form.validate() in (True, False)
        assert isinstance(form, RoomForm)


@pytest.mark.parametrize("value", HOSTILE)
def test_the_form_of_a_paper_takes_anything(web: Flask, value: str):
    names = ("body", "organisation", "document", "document_on", "received_on", "title", "subject", "asked", "about", "version")
    with web.test_request_context("/", method="POST", data=MultiDict(dict.fromkeys(names, value))):
        form = NewForm()
        form.offer_bodies()
        assert form.validate() is False
        assert isinstance(form.recommendation(), NewRecommendation)


def test_forms_stand_on_the_page_under_addresses_of_their_own():
    slugs = [slug for slug, _kind in FORMS.values()]
    assert len(set(slugs)) == len(slugs)


# ------------------------------------------------------------------ events


def event(kind: type[RecommendationEvent]) -> RecommendationEvent:
    known = {"unit_id": 1, "at": NOW, "actor_id": 7, "recommendation_id": 9, "body": "peoples_inspection", **VALUES}
    return kind(**{item.name: known[item.name] for item in fields(kind)})


@pytest.mark.parametrize("kind", EVENTS)
def test_an_event_is_frozen_and_holds_plain_facts_only(kind: type[RecommendationEvent]):
    made = event(kind)
    with pytest.raises(FrozenInstanceError):
        made.body = "x"  # type: ignore[misc]
    assert made.subject() == "supervision:9"
    assert {type(value) for value in made.facts().values()} <= {str, int, bool, type(None)}
    assert not {"unit_id", "at", "actor_id", "recommendation_id"} & set(made.facts())


def test_every_event_is_written_down_and_some_are_told():
    assert set(HANDLERS) == set(EVENTS)
    assert all(heard[0] is write_down for heard in HANDLERS.values())
    assert {kind for kind, heard in HANDLERS.items() if len(heard) == 2} == set(TELLING)


def test_every_letter_has_its_words_and_holds_none_of_anybody():
    folder = ROOT / "templates" / "emails" / "supervision"
    names = {path.stem for path in folder.glob("[a-z]*.txt")}
    assert names == {
        "received", "assigned", "to_approve", "sent_back", "answered", "asked_again", "withdrawn", "soon", "late", "to_agree",
        "promise_late",
    }  # fmt: skip
    used = {word for path in folder.glob("*.txt") for word in re.findall(r"=(\w+)", path.read_text(encoding="utf-8"))}
    assert used <= {"code", "day", "desk_url"}


def test_the_demonstration_is_a_file_of_three_whole_papers():
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["recommendations"]
    assert [row["body"] for row in told] == ["fatherland_front", "peoples_inspection", "community_supervision"]
    assert all(row["subject"].strip() and row["asked"] and row["title"] for row in told)
