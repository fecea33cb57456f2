"""The form of an opinion: what is taken, what is kept after an error, what is never stored, written or remembered."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from accounts.queries import villages
from consultation.models import ConsultationAnswer, ConsultationOpinion
from core.audit import AuditEntry
from core.extensions import db
from core.outbox import OutboxMessage
from tests.makers import Commune, inside
from tests.makers_consultation import WORDS, opened, read
from tests.makers_desk import ids_of, words_of
from tests.makers_resident import sentences, token_in, value_of

NAME = "Hoàng Thị Bưởi"
DENOUNCING = "Tôi tố cáo ông trưởng thôn ăn chặn tiền hỗ trợ của bà con."
VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")


@pytest.fixture
def base(app: Flask, home: Commune, at: Callable[[str], Any]) -> str:
    """Return the public address of a consultation that is open today."""
    at("2026-11-20 09:00")
    with inside(app, unit_id=home.unit_id):
        return f"/lay-y-kien/{read(opened(home)).code}"


def send(client: FlaskClient, base: str, **typed: Any) -> TestResponse:
    token = typed.pop("form_token", "") or token_in(client.get(f"{base}/gop-y"))
    return client.post(f"{base}/gop-y", data={"form_token": token, **typed})


def answers(app: Flask, home: Commune) -> list[tuple[str, str]]:
    with inside(app, unit_id=home.unit_id):
        rows = db.session.scalars(select(ConsultationAnswer).order_by(ConsultationAnswer.id))
        return [(row.choice, row.words) for row in rows]


def opinions(app: Flask, home: Commune) -> list[tuple[str | None, int | None]]:
    with inside(app, unit_id=home.unit_id):
        rows = db.session.scalars(select(ConsultationOpinion).order_by(ConsultationOpinion.id))
        return [(row.name, row.village_id) for row in rows]


def test_name_and_village_may_be_left_out_or_given(app: Flask, home: Commune, client: FlaskClient, base: str):
    with inside(app, unit_id=home.unit_id):
        village_id = villages(home.unit_id)[0].id
    assert send(client, base, choice_1="agree").status_code == 303
    assert send(client, base, choice_1="agree", name=f"  {NAME} ", village_id=str(village_id)).status_code == 303
    assert opinions(app, home) == [(None, None), (NAME, village_id)]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"choice_1": "agree"}, [("agree", "")]),
        ({"choice_2": "disagree"}, [("disagree", "")]),
        (
            {"choice_1": "agree", "choice_2": "other", "words_2": "  Ba ngày\x00 thôi. "},
            [("agree", ""), ("other", "Ba ngày thôi.")],
        ),
        ({"choice_1": "disagree", "words_1": "<b>Chưa</b> cần."}, [("disagree", "<b>Chưa</b> cần.")]),
    ],
)
def test_what_was_said_is_stored_question_by_question(
    app: Flask, home: Commune, client: FlaskClient, base: str, typed: dict[str, str], stored: list[tuple[str, str]]
):
    assert send(client, base, **typed).status_code == 303
    assert answers(app, home) == stored


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({}, "choice_1", "Hãy trả lời ít nhất một câu."),
        ({"choice_2": "other"}, "words_2", "Hãy viết ý kiến khác của mình."),
        ({"words_1": WORDS}, "choice_1", "Hãy chọn một ý cho câu này."),
        ({"choice_1": "perhaps"}, "choice_1", "Hãy chọn một trong ba ý."),
        ({"choice_1": "agree", "village_id": "999999"}, "village_id", "Thôn này không có trong danh sách của xã."),
        ({"choice_1": "agree", "words_1": "x" * 2001}, "words_1", "Chữ dài quá 2000. Hãy viết ngắn lại."),
        ({"choice_1": "agree", "name": "x" * 121}, "name", "Chữ dài quá. Hãy viết ngắn lại."),
    ],
)
def test_the_summary_of_errors_leads_to_the_field_and_everything_typed_stays(
    app: Flask, home: Commune, client: FlaskClient, base: str, typed: dict[str, str], field: str, sentence: str
):
    kept = {"words_2": "Ba ngày thôi.", "name": NAME, **typed} if "choice_2" in typed else {"name": NAME, **typed}
    kept = {**kept, "words_2": ""} if "choice_2" in typed else kept
    answer = send(client, base, **kept)
    assert (answer.status_code, sentences(answer), answers(app, home)) == (422, [sentence], [])
    target = re.search(r'data-error-summary>.*?<a href="#([^"]+)"', answer.text, re.DOTALL)
    assert target is not None
    assert target[1].startswith(field)
    assert target[1] in ids_of(answer.text)
    for name in ("name", "words_1", "words_2"):
        assert value_of(answer, name) == kept.get(name, "")


def test_a_chosen_answer_stays_chosen_after_an_error_elsewhere(client: FlaskClient, base: str):
    page = send(client, base, choice_1="disagree", choice_2="other").text
    assert re.search(r'<input checked[^>]*name="choice_1"[^>]*value="disagree"', page)
    assert re.search(r'<input checked[^>]*name="choice_2"[^>]*value="other"', page)


def test_english_refusals_have_no_vietnamese_left(client: FlaskClient, base: str):
    token = token_in(client.get(f"{base}/gop-y"))
    for typed in ({}, {"choice_1": "other"}, {"words_1": "x"}, {"choice_1": "agree", "village_id": "x"}):
        answer = client.post(f"{base}/gop-y?lang=en", data={"form_token": token, **typed})
        assert (answer.status_code, [item for item in sentences(answer) if VIETNAMESE.search(item)]) == (422, [])
        assert sentences(answer)


# ------------------------------------------------------------------ the token


def test_the_same_form_sent_again_is_one_opinion_and_another_form_is_another(
    app: Flask, home: Commune, client: FlaskClient, base: str
):
    token = token_in(client.get(f"{base}/gop-y"))
    assert [send(client, base, form_token=token, choice_1=word).status_code for word in ("agree", "disagree")] == [303, 303]
    assert answers(app, home) == [("agree", "")]
    assert send(client, base, choice_1="disagree").status_code == 303
    assert len(opinions(app, home)) == 2


def test_a_refused_form_keeps_its_token_and_is_taken_when_mended(app: Flask, home: Commune, client: FlaskClient, base: str):
    token = token_in(client.get(f"{base}/gop-y"))
    refused = send(client, base, form_token=token, choice_1="other")
    assert token_in(refused) == token
    assert send(client, base, form_token=token, choice_1="other", words_1="Làm sau.").status_code == 303
    assert answers(app, home) == [("other", "Làm sau.")]


def test_a_form_older_than_a_week_is_shown_again_with_a_new_token(
    app: Flask, home: Commune, client: FlaskClient, base: str, at: Callable[[str], Any]
):
    old = token_in(client.get(f"{base}/gop-y"))
    at("2026-11-28 09:00")
    refused = send(client, base, form_token=old, choice_1="disagree", words_1=WORDS, name=NAME)
    assert (refused.status_code, len(sentences(refused)), opinions(app, home)) == (422, 1, [])
    assert "Trang này mở đã quá lâu." in sentences(refused)[0]
    assert (value_of(refused, "words_1"), value_of(refused, "name")) == (WORDS, NAME)
    fresh = token_in(refused)
    assert fresh != old
    assert send(client, base, form_token=fresh, choice_1="disagree").status_code == 303


@pytest.mark.settings(form_min_seconds=3)
def test_a_form_that_comes_back_at_once_is_asked_again(
    app: Flask, home: Commune, client: FlaskClient, base: str, at: Callable[[str], Any]
):
    token = token_in(client.get(f"{base}/gop-y"))
    assert send(client, base, form_token=token, choice_1="agree").status_code == 422
    at("2026-11-20 09:01")
    assert send(client, base, form_token=token, choice_1="agree").status_code == 303
    assert len(opinions(app, home)) == 1


@pytest.mark.settings(rate_limits="on")
def test_the_twenty_first_in_ten_minutes_is_told_politely_with_its_words(
    app: Flask, home: Commune, client: FlaskClient, base: str
):
    token = token_in(client.get(f"{base}/gop-y"))
    taken = [send(client, base, form_token=token, choice_1="agree").status_code for _time in range(20)]
    answer = send(client, base, form_token=token, choice_1="other", words_1=WORDS, name=NAME)
    assert (taken, answer.status_code) == ([303] * 20, 429)
    assert "hãy đợi mười phút" in sentences(answer)[0]
    assert (value_of(answer, "words_1"), value_of(answer, "name"), token_in(answer)) == (WORDS, NAME, token)
    assert client.get(base).status_code == 200


# ------------------------------------------------------------------ what is not kept


@pytest.mark.parametrize("where", ["words_1", "words_2"])
def test_a_denunciation_leads_to_its_own_page_and_leaves_no_trace(
    app: Flask, home: Commune, client: FlaskClient, base: str, where: str, caplog: pytest.LogCaptureFixture
):
    def rows() -> list[int]:
        with inside(app, unit_id=home.unit_id):
            models = (ConsultationOpinion, ConsultationAnswer, AuditEntry, OutboxMessage)
            return [db.session.scalar(select(func.count()).select_from(model)) or 0 for model in models]

    before = rows()
    with caplog.at_level(logging.DEBUG):
        answer = send(client, base, choice_1="disagree", choice_2="disagree", name=NAME, **{where: DENOUNCING})
    assert (answer.status_code, rows()) == (422, before)
    assert 'href="/to-cao"' in answer.text
    assert value_of(answer, where) == DENOUNCING
    assert "no-store" in answer.headers["Cache-Control"]
    assert [word for word in ("tố cáo", "trưởng thôn", NAME) if word in caplog.text] == []


def test_nothing_personal_is_in_title_address_log_trail_or_cookie(
    app: Flask, home: Commune, client: FlaskClient, base: str, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.DEBUG):
        answer = send(client, base, choice_1="other", words_1=WORDS, name=NAME)
        thanks = client.get(answer.location)
    title = re.search(r"<title>(.*?)</title>", thanks.text, re.DOTALL)
    assert title is not None
    with inside(app, unit_id=home.unit_id):
        facts = " ".join(str(row.facts) for row in db.session.scalars(select(AuditEntry)))
    places = (title[1], answer.location, caplog.text, facts, thanks.text, str(answer.headers))
    assert [word for word in (NAME, "Bưởi", "Mỏ Cấy", "other") if any(word in place for place in places[:4])] == []
    assert [word for word in (NAME, WORDS) if any(word in place for place in places)] == []
    assert "Set-Cookie" not in answer.headers


def test_thanks_say_what_comes_next_and_are_nobodys_copy(client: FlaskClient, base: str):
    page = client.get(f"{base}/da-gui")
    said = words_of(page.text)
    assert "Xã nhận ý kiến đến hết thứ Hai, 21/12/2026." in said
    assert "chậm nhất thứ Ba, 05/01/2027" in said
    assert (page.headers["Cache-Control"], "noindex" in page.headers["X-Robots-Tag"]) == ("private, no-store", True)
    assert "ETag" not in page.headers


def test_a_page_of_another_site_sends_nothing(app: Flask, home: Commune, client: FlaskClient, base: str):
    token = token_in(client.get(f"{base}/gop-y"))
    data = {"form_token": token, "choice_1": "agree"}
    answer = client.post(f"{base}/gop-y", data=data, headers={"Origin": "https://elsewhere.example"})
    assert (answer.status_code in (400, 403), opinions(app, home)) == (True, [])
