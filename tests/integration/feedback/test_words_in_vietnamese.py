"""On an English page, what stays Vietnamese says so: a screen reader reads it in Vietnamese (WCAG 3.1.2)."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from accounts.queries import villages
from tests.languages import unmarked
from tests.makers import Commune, inside
from tests.makers_public import make_public, published


def test_words_that_stay_vietnamese_on_english_pages_are_marked(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        village = villages(home.unit_id)[0]
        (code,) = make_public(
            home.unit_id, published("Cầu tràn hỏng", story="Cầu tràn đã hỏng lâu. Mong sửa.", village_id=village.id)
        )
    pages = {path: unmarked(client.get(f"{path}?lang=en").text) for path in ("/", "/ho-so", f"/ho-so/{code}")}
    assert pages == {path: [] for path in pages}
