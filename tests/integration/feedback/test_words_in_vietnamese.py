"""On an English page, what stays Vietnamese says so: a screen reader reads it in Vietnamese (WCAG 3.1.2)."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from flask import Flask
from flask.testing import FlaskClient

from accounts.queries import villages
from tests.makers import Commune, inside
from tests.makers_public import make_public, published

MARKS = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
OWN_NAMES = ("Gần Dân", "Lạng Sơn")
ALONE = frozenset({"meta", "link", "input", "img", "br", "hr", "path", "use", "source", "wbr"})


class Unmarked(HTMLParser):
    """Collects the texts with Vietnamese letters that stand in no element with lang="vi"."""

    def __init__(self) -> None:
        super().__init__()
        self.languages: list[tuple[str, str]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALONE:
            above = self.languages[-1][1] if self.languages else ""
            self.languages.append((tag, dict(attrs).get("lang") or above))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing stands in an element that is closed at once."""

    def handle_endtag(self, tag: str) -> None:
        while tag not in ALONE and self.languages and self.languages.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for name in OWN_NAMES:
            data = data.replace(name, "")
        tag, language = self.languages[-1] if self.languages else ("", "")
        if MARKS.search(data) and language != "vi" and tag not in ("script", "style", "title"):
            self.found.append(data.strip())


def unmarked(page: str) -> list[str]:
    reader = Unmarked()
    reader.feed(page)
    return reader.found


def test_words_that_stay_vietnamese_on_english_pages_are_marked(app: Flask, client: FlaskClient, home: Commune):
    with inside(app, unit_id=home.unit_id):
        village = villages(home.unit_id)[0]
        (code,) = make_public(
            home.unit_id, published("Cầu tràn hỏng", story="Cầu tràn đã hỏng lâu. Mong sửa.", village_id=village.id)
        )
    pages = {path: unmarked(client.get(f"{path}?lang=en").text) for path in ("/", "/ho-so", f"/ho-so/{code}")}
    assert pages == {path: [] for path in pages}
