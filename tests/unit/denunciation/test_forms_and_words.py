"""The words that were said with a step, and the fields that a step asks for."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict

from denunciation import phrases
from denunciation.forms import FIELDS, DeedForm
from denunciation.models import RegisterEntry
from denunciation.rules import NEED_NUMBER, NEED_RECEIVER, NEED_TEXT
from denunciation.states import Act, Criterion, EndGround, Result, Scope, StillGround, Superior

TODAY = date(2026, 11, 20)


@pytest.fixture
def form_app() -> Flask:
    """Return an application that knows forms and nothing else."""
    made = Flask(__name__)
    made.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False, TESTING=True)
    Babel(made, default_locale="vi")
    return made


def filled(app: Flask, act: Act, **typed: object) -> DeedForm:
    """Return the form of a step as it was sent."""
    with app.test_request_context("/", method="POST"):
        form = DeedForm(formdata=MultiDict([(f"x-{name}", value) for name, value in typed.items()]), prefix="x-")
        form.keep(act)
        return form


@pytest.mark.parametrize("act", Act)
def test_a_form_keeps_the_fields_of_its_step_and_no_other(form_app: Flask, act: Act):
    assert {field.short_name for field in filled(form_app, act)} - {"version", "csrf_token"} == set(FIELDS[act])


@pytest.mark.parametrize("act", Act)
def test_what_the_rules_need_can_be_typed(act: Act):
    needed = {
        name
        for name, acts in (("text", NEED_TEXT), ("number", NEED_NUMBER), ("receiver", NEED_RECEIVER))
        if act in acts
    }  # fmt: skip
    assert needed - set(FIELDS[act]) == set()


@pytest.mark.parametrize(
    ("act", "typed", "wanted"),
    [
        (Act.ACCEPT, {"number": " 12/QĐ ", "conditions_met": "y"}, {"number": "12/QĐ", "conditions_met": True}),
        (Act.CONCLUDE, {"result": "partly", "number": "1", "text": "a\r\nb"}, {"result": Result.PARTLY, "text": "a\nb"}),
        (Act.WITHDRAW, {"text": "Đơn", "still": "coerced"}, {"still": StillGround.COERCED}),
        (Act.WITHDRAW, {"text": "Đơn", "still": ""}, {"still": None, "scope": Scope.WHOLE}),
        (Act.DISCONTINUE, {"number": "8/QĐ", "text": "Giấy chứng tử", "ground": "died"}, {"ground": EndGround.DIED}),
        (Act.WITHDRAW, {"text": "Đơn", "scope": "part"}, {"scope": Scope.PART}),
        (Act.WITHDRAW, {"text": "Đơn", "scope": "some_people"}, {"scope": Scope.SOME_PEOPLE}),
        (Act.AGAIN_DECIDED, {"number": "9/TB", "superior": "stands"}, {"number": "9/TB", "superior": Superior.STANDS}),
        (Act.AGAIN_DECIDED, {"number": "9/TB", "superior": ""}, {"superior": None}),
        (Act.NAME_ACCUSED, {"accused_id": "7"}, {"accused_id": 7, "accused_text": ""}),
        (Act.NAME_ACCUSED, {"accused_id": "", "accused_text": "Ông K"}, {"accused_id": None, "accused_text": "Ông K"}),
        (Act.FULFIL, {"duty": "TC.ACCEPT.NOTIFY", "until": "2026-12-05"}, {"until": date(2026, 12, 5)}),
    ],
)  # fmt: skip
def test_a_sent_form_becomes_a_deed(form_app: Flask, act: Act, typed: dict[str, str], wanted: dict[str, object]):
    deed = filled(form_app, act, on="2026-11-19", **typed).deed(act, today=TODAY)
    assert (deed.act, deed.on, {name: getattr(deed, name) for name in wanted}) == (act, date(2026, 11, 19), wanted)


def test_a_form_without_a_day_means_today(form_app: Flask):
    assert filled(form_app, Act.CLOSE).deed(Act.CLOSE, today=TODAY).on == TODAY


def test_criteria_are_read_as_a_set(form_app: Flask):
    with form_app.test_request_context("/", method="POST"):
        form = DeedForm(formdata=MultiDict([("x-criteria", "places"), ("x-criteria", "people")]), prefix="x-")
        form.keep(Act.EXTEND)
        assert form.deed(Act.EXTEND, today=TODAY).criteria == {Criterion.PLACES, Criterion.PEOPLE}


def test_what_was_said_is_told_in_words(form_app: Flask):
    facts = {
        "number": "1/QĐ", "receiver": "UBND tỉnh", "text": "Lý do", "result": "right", "still": "slander",
        "criteria": ["places", "foreign"], "until": "2026-12-05", "accused_text": "Ông K", "duty": "TC.CONCLUSION.SEND",
        "superior": "anew", "scope": "part", "ground": "settled",
    }  # fmt: skip
    with form_app.test_request_context("/"):
        said = dict(phrases.said_lines(facts))
    assert (said["Kết quả"], said["Cấp trên quyết định"]) == ("Tố cáo đúng", "Cấp trên giải quyết lại")
    assert said["Tiêu chí"] == "Phải xác minh từ hai nơi trở lên, Có yếu tố nước ngoài"
    assert len(said) == len(facts)


def test_nothing_said_has_no_lines(form_app: Flask):
    with form_app.test_request_context("/"):
        assert phrases.said_lines({"act": "close", "on": "2026-11-20"}) == []


def test_an_unknown_fault_has_a_sentence_all_the_same(form_app: Flask):
    with form_app.test_request_context("/"):
        assert phrases.fault("something_new") == "Chỗ này chưa đúng. Hãy xem lại."


def test_an_entry_prints_its_random_id_only():
    entry = RegisterEntry(id="a" * 32, state="received", content_key="wrapped")
    assert repr(entry) == f"<RegisterEntry {'a' * 32}>"
