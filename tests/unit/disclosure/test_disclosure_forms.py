"""Forms of the room under any input: a fault is a sentence, never an exception, and what was typed stays."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict

from core.errors import BadInput
from disclosure.forms import CorrectionForm, ItemForm, ReasonForm, ShowForm, TakeDownForm
from disclosure.phrases import SENTENCES, quarter_name, refused, sentence
from disclosure.quarters import Quarter
from disclosure.queries.places import Place

HOSTILE = ("\x00", "x" * 30_000, "<script>", "31/02/2026", "9999-99-99", "-1", "1e9", "٣", "\ud800", "'; drop table", "NaN")
VILLAGES = [SimpleNamespace(id=1, name="Thôn Kép I"), SimpleNamespace(id=2, name="Thôn Kép II")]
PEOPLE = [SimpleNamespace(id=7, full_name="Vi Thị Hạnh")]


@pytest.fixture
def web() -> Flask:
    """Return a bare application that speaks Vietnamese."""
    app = Flask("forms", root_path=".")
    app.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False, BABEL_DEFAULT_LOCALE="vi")
    Babel(app)
    return app


def sent(web: Flask, kind: type[Any], values: Any, prefix: str = "") -> Any:
    with web.test_request_context("/", method="POST", data=MultiDict(values)):
        form = kind(prefix=prefix)
        if isinstance(form, ItemForm):
            form.offer_lists(officials=PEOPLE, villages=VILLAGES)
        if isinstance(form, ShowForm | TakeDownForm):
            form.offer_places([place("headquarters"), place("village-1", "Thôn Kép I")])
        if isinstance(form, TakeDownForm):
            form.offer_replacements([(5, "Quy chế mới")])
        form.good = form.validate()
        form.told = {name: [str(words) for words in errors] for name, errors in form.errors.items()}
        return form


def place(key: str, name: str = "") -> Place:
    way = key.partition("-")[0]
    return Place(key=key, way=way, name=name, from_on=None, to_on=None, least_on=None, proof=None, note="", photos=())


GOOD = [
    ("title", "Dự toán"), ("decided_on", "16/11/2026"), ("official_id", "7"), ("village_ids", "1"), ("village_ids", "2"),
    ("summary", "Thu 6 tỷ"), ("text", "Chi"),
]  # fmt: skip


def test_a_good_form_is_the_item_that_was_typed(web: Flask):
    form = sent(web, ItemForm, GOOD)
    item = form.item("2")
    assert (form.good, form.told) == (True, {})
    assert (item.kind, item.title, item.decided_on, item.official_id, item.village_ids) == (
        "2", "Dự toán", date(2026, 11, 16), 7, (1, 2),
    )  # fmt: skip


def test_the_places_of_a_published_item_stay(web: Flask):
    assert sent(web, CorrectionForm, GOOD).item("2", (9,)).village_ids == (9,)


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "name", ["title", "document", "decided_on", "summary", "text", "official_id", "village_ids", "dropped", "version"]
)
def test_no_input_is_an_exception(web: Flask, name: str, value: str):
    value = value.encode("utf-8", "replace").decode()
    form = sent(web, ItemForm, [*[pair for pair in GOOD if pair[0] != name], (name, value)])
    if form.good:
        form.item("2")
    assert all(form.told.values())


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", ["places", "from_on", "to_on", "note"])
def test_no_evidence_is_an_exception(web: Flask, name: str, value: str):
    value = value.encode("utf-8", "replace").decode()
    form = sent(web, ShowForm, [(f"loa-{name}", value)], prefix="loa-")
    if form.good:
        form.showing()
    assert all(form.told.values())


def test_a_place_that_is_not_offered_is_refused_in_words(web: Flask):
    form = sent(web, ShowForm, [("x-places", "village-9"), ("x-from_on", "20/11/2026")], prefix="x-")
    assert form.told == {"places": ["Có nơi không thuộc thông tin này. Hãy chọn lại."]}


def test_what_takes_its_place_is_an_id_or_nothing(web: Flask):
    assert (
        sent(web, TakeDownForm, [("x-places", "headquarters"), ("x-replaced_by_id", "5")], prefix="x-").replaced_by_id.data == 5
    )
    assert (
        sent(web, TakeDownForm, [("x-places", "headquarters"), ("x-replaced_by_id", "")], prefix="x-").replaced_by_id.data is None
    )
    assert sent(web, TakeDownForm, [("x-replaced_by_id", "6")], prefix="x-").good is False


def test_an_unknown_field_is_refused(web: Flask):
    assert sent(web, ReasonForm, [("reason", "x"), ("admin", "1")]).good is False


def test_a_refusal_stands_beside_its_field_or_on_top(web: Flask):
    form = sent(web, ReasonForm, [("reason", "")])
    with web.test_request_context("/"):
        form.blame({"reason": "reason_missing", "nowhere": "nothing_to_read"})
    assert [str(words) for words in form.reason.errors] == ["Hãy ghi lý do."]
    assert form.form_errors == ["Chưa có nội dung để đọc: hãy ghi nội dung hoặc thêm tệp."]


# ------------------------------------------------------------------ words


def test_every_code_has_a_sentence_of_its_own(web: Flask):
    with web.test_request_context("/"):
        told = [sentence(code) for code in SENTENCES if code != "to_later"]
    assert len(set(told)) == len(told)
    assert all(words.endswith(".") for words in told)


def test_a_refusal_that_rests_on_a_term_says_its_days_and_article(web: Flask):
    facts = {"until": "2026-12-21", "days": 30, "basis_vi": "khoản 2 Điều 13 Luật X", "basis_en": "Law X, Art. 13(2)"}
    with web.test_request_context("/"):
        short = refused(BadInput({"to_on": "posting_short"}, **facts))["to_on"]
        permanent = refused(BadInput({"to_on": "posting_permanent"}, **facts))["to_on"]
        spoken = refused(BadInput({"to_on": "broadcast_short"}, days=3))["to_on"]
        other = refused(BadInput({"to_on": "unheard_of"}))["to_on"]
    assert short == "Phải niêm yết liên tục ít nhất 30 ngày, nên giữ đến hết 21/12/2026 (khoản 2 Điều 13 Luật X)."
    assert "chỉ gỡ khi có bản mới thay (khoản 2 Điều 13 Luật X)" in permanent
    assert spoken.startswith("Phải phát loa ít nhất 3 ngày liên tục")
    assert other.endswith(".")


@pytest.mark.parametrize(
    ("number", "name"), [(1, "quý I năm 2026"), (2, "quý II năm 2026"), (3, "quý III năm 2026"), (4, "quý IV năm 2026")]
)
def test_a_quarter_is_called_by_its_roman_number(web: Flask, number: int, name: str):
    with web.test_request_context("/"):
        assert quarter_name(Quarter(year=2026, number=number)) == name
