"""The forms of residents and of the desk: what each typed value becomes, or the sentence beside its field; no database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict

from accounts.read_models import VillageItem
from consultation.forms.opinion import OpinionForm
from consultation.forms.planning import DraftForm
from consultation.forms.sheets import SheetForm
from consultation.forms.summary import PointForm
from consultation.matters import all_matters
from consultation.rules import Point, Said
from core.config import ROOT

ASKED = [(1, "Làm đường trước có hợp lý không?"), (2, "Góp năm ngày công có được không?")]
VILLAGES = [
    VillageItem(
        id=8, code="na-pat", name="Nà Pất", old_commune="Xã Y Tịch", sample=False, remote=False, latitude=None, longitude=None
    )
]
DENOUNCING = "Tôi tố cáo ông trưởng thôn ăn chặn tiền hỗ trợ của bà con."
HUGE = "9" * 5000
STRANGE = ("", "\x00", HUGE, "31/02/2026", "9999-12-31", "-1", "1e9", "٣", "<b>", "' or 1=1", "\u202e", "😀" * 300)


class Person:
    id, full_name, title = 4, "Vi Thị Hạnh", ""


@pytest.fixture
def forms() -> Flask:
    app = Flask("forms")
    app.config.update(
        SECRET_KEY="s" * 40, WTF_CSRF_ENABLED=False, BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "translations")
    )  # fmt: skip
    Babel(app, default_locale="vi")
    return app


def told(form: Any) -> dict[str, str]:
    """Return the first sentence at each field that has some."""
    return {field.short_name: str(field.errors[0]) for field in form if field.errors}


def opinion(forms: Flask, **typed: str) -> tuple[bool, OpinionForm]:
    with forms.test_request_context("/", method="POST", data=typed):
        form = OpinionForm(asked=ASKED, village_items=VILLAGES)
        return form.validate(), form


def test_an_opinion_is_a_choice_with_words_name_and_village():
    app = Flask("forms")
    Babel(app, default_locale="vi")
    good, form = opinion(app, choice_1="other", words_1=" Làm  sau ", choice_2="agree", name="Lan", village_id="8")
    given = form.opinion()
    assert (good, given.said[1].choice, given.village_id, given.name) == (True, "other", 8, "Lan")
    assert given.said[2] == Said(choice="agree", words="")


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ({"choice_1": "agree"}, {}),
        ({}, {"choice_1": "Hãy trả lời ít nhất một câu."}),
        ({"choice_1": "perhaps"}, {"choice_1": "Hãy chọn một trong ba ý."}),
        ({"choice_2": "other"}, {"words_2": "Hãy viết ý kiến khác của mình."}),
        ({"words_2": "Tôi nghĩ khác"}, {"choice_2": "Hãy chọn một ý cho câu này."}),
        ({"choice_1": "agree", "village_id": "9"}, {"village_id": "Thôn này không có trong danh sách của xã."}),
        ({"choice_1": "agree", "name": "x" * 121}, {"name": "Chữ dài quá. Hãy viết ngắn lại."}),
        ({"choice_1": "agree", "choice_5": "agree"}, {}),  # a question that was not asked is passed over
    ],
)
def test_faults_stand_at_their_fields(forms: Flask, typed: dict[str, str], faults: dict[str, str]):
    good, form = opinion(forms, **typed)
    assert (told(form), good) == (faults, not faults)


def test_a_question_that_was_not_asked_is_no_answer(forms: Flask):
    assert set(opinion(forms, choice_1="agree", choice_4="agree")[1].opinion().said) == {1, 2}


def test_words_that_denounce_are_seen(forms: Flask):
    assert opinion(forms, choice_1="disagree", words_1=DENOUNCING)[1].denounces
    assert not opinion(forms, choice_1="disagree", words_1="Đường này chưa cần làm.")[1].denounces


@pytest.mark.parametrize("value", STRANGE)
@pytest.mark.parametrize("name", ["choice_1", "words_1", "name", "village_id", "form_token", "website"])
def test_whatever_is_typed_an_opinion_is_taken_or_has_its_sentence(forms: Flask, name: str, value: str):
    good, form = opinion(forms, **{"choice_2": "agree", name: value})
    assert good == (not form.errors)
    form.opinion()


DRAFT = {
    "title": "Kế hoạch làm đường", "matter": "plan", "about": "Xã định làm bốn tuyến đường thôn.", "text": "", "version": "0",
    "question_1": "Có hợp lý không?", "opens_on": "2026-11-20", "closes_on": "21/12/2026", "ways": ["portal", "meeting"],
    "official_id": "4", "token": "t",
}  # fmt: skip


def draft(forms: Flask, **changes: Any) -> tuple[bool, DraftForm]:
    with forms.test_request_context("/", method="POST", data=MultiDict({**DRAFT, **changes})):
        form = DraftForm()
        form.offer_lists(officials=[Person()], villages=VILLAGES, matters=all_matters())
        return form.validate(), form


def test_a_draft_becomes_what_the_command_takes(forms: Flask):
    good, form = draft(forms, village_ids=["8"])
    new = form.consultation()
    assert (good, new.opens_on, new.closes_on) == (True, date(2026, 11, 20), date(2026, 12, 21))
    assert (new.ways, new.village_ids, new.official_id, new.questions[0]) == (("portal", "meeting"), (8,), 4, "Có hợp lý không?")


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"opens_on": ""}, ["opens_on"]),
        ({"closes_on": "31/02/2026"}, ["closes_on"]),
        ({"ways": ["pigeon"]}, ["ways"]),
        ({"village_ids": ["77"]}, ["village_ids"]),
        ({"matter": "unheard"}, ["matter"]),
        ({"official_id": "99"}, ["official_id"]),
        ({"title": "x" * 161}, ["title"]),
        ({"question_3": "x" * 301}, ["question_3"]),
    ],
)
def test_what_a_draft_cannot_hold_is_said_at_its_field(forms: Flask, changes: dict[str, Any], fields: list[str]):
    good, form = draft(forms, **changes)
    assert (good, list(told(form))) == (False, fields)


@pytest.mark.parametrize("value", STRANGE)
@pytest.mark.parametrize("name", list(DRAFT))
def test_whatever_is_typed_a_draft_has_its_sentence_or_is_read(forms: Flask, name: str, value: str):
    good, form = draft(forms, **{name: value})
    if good:
        assert form.consultation().opens_on is not None
    else:
        assert form.errors


def test_an_unknown_field_is_refused(forms: Flask):
    assert draft(forms, state="published")[0] is False


def sheet(forms: Flask, **typed: str) -> tuple[bool, SheetForm]:
    with forms.test_request_context("/", method="POST", data=typed):
        form = SheetForm()
        form.offer_lists(asked=ASKED, village_items=VILLAGES)
        return form.validate(), form


def test_a_sheet_reads_an_empty_number_as_none(forms: Flask):
    good, form = sheet(forms, way="meeting", held_on="20/11/2026", agree_1="41", other_2="3", village_id="8")
    assert (good, form.sheet().counts, form.sheet().village_id) == (True, {1: (41, 0, 0), 2: (0, 0, 3)}, 8)


@pytest.mark.parametrize("value", ["-3", "hai", "1.5", HUGE, "\x00"])
def test_a_number_that_is_none_has_its_sentence(forms: Flask, value: str):
    good, form = sheet(forms, way="meeting", held_on="20/11/2026", agree_1=value)
    assert (good, list(told(form))) == (False, ["agree_1"])


def test_a_sheet_needs_its_day(forms: Flask):
    assert list(told(sheet(forms, way="meeting", agree_1="4")[1])) == ["held_on"]


def test_a_point_becomes_what_the_command_takes(forms: Flask):
    typed = {"text": "Đọc loa  thêm.", "people": "7", "verdict": "accepted", "explanation": ""}
    with forms.test_request_context("/", method="POST", data=typed):
        form = PointForm()
        form.offer_verdicts()
        assert (form.validate(), form.point().people, form.point().verdict) == (True, 7, "accepted")
        assert isinstance(form.point(), Point)
