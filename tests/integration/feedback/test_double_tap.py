"""Double taps and retries: identical sendings at the same moment make one case, and each is shown the same receipt."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.attachments import Attachment
from core.extensions import db
from feedback.models import Case, PublicCase, Sender
from tests.makers import Commune
from tests.makers_resident import jpeg, letter_form, upload, words_on

TAPS = 20


def tap(app: Flask, form: dict[str, str], start: Barrier) -> tuple[int, str, str]:
    """Send the form from a phone of its own; return status, receipt and secret words."""
    phone = app.test_client()
    photo = upload(jpeg())
    start.wait()
    answer = phone.post("/gui", data={**form, "photos": [photo]}, content_type="multipart/form-data")
    receipt = answer.headers.get("Location", "")
    return answer.status_code, receipt, words_on(phone.get(receipt)) if receipt else ""


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(model.id)).execution_options(all_units=True))


@pytest.mark.settings(form_min_seconds=0)
def test_twenty_identical_sendings_at_once_make_one_case(app: Flask, client: FlaskClient, home: Commune):
    form, start = letter_form(client), Barrier(TAPS)
    with ThreadPoolExecutor(TAPS) as taps:
        answers = list(taps.map(lambda _number: tap(app, form, start), range(TAPS)))
    assert len(set(answers)) == 1
    assert (answers[0][0], len(answers[0][2].split(" · "))) == (303, 4)
    assert [count(app, model) for model in (Case, Sender, PublicCase, Attachment)] == [1, 1, 1, 1]


def test_twenty_different_sendings_at_once_make_twenty_cases(app: Flask, client: FlaskClient, home: Commune):
    forms, start = [letter_form(client) for _ in range(TAPS)], Barrier(TAPS)
    with ThreadPoolExecutor(TAPS) as taps:
        answers = list(taps.map(lambda form: tap(app, form, start), forms))
    assert [status for status, _receipt, _words in answers] == [303] * TAPS
    assert (len({receipt for _status, receipt, _words in answers}), count(app, Case)) == (TAPS, TAPS)
