"""The style page: whole where screens are built, absent where residents are served, and never behind the components."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from flask import Flask

from reporting.style_samples import GLUED, LONG
from tests.house import tree

PAGE = "/ung-dung/mau"
PARTS = tree.ROOT / "templates" / "reporting" / "style"
COMPONENTS = tree.ROOT / "templates" / "components"
DRAWING_BYTES = 6 * 1024
FIELDS = 9
WORDS = {
    "vi": ("Quá hạn 12 ngày làm việc", "Quá hạn 1 ngày làm việc", "Còn 1 ngày làm việc", "Còn 2 ngày làm việc"),
    "en": ("12 working days overdue", "1 working day overdue", "1 working day left", "2 working days left"),
}


@pytest.fixture
def page(sqlite_app: Flask) -> str:
    """Return the page in Vietnamese."""
    answer = sqlite_app.test_client().get(PAGE)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.settings(environment="production")
def test_style_page_does_not_exist_in_production(sqlite_app: Flask):
    for address in (PAGE, f"{PAGE}?lang=en", f"{PAGE}/"):
        answer = sqlite_app.test_client().get(address)
        assert (address, answer.status_code, "data-part" in answer.text) == (address, 404, False)


@pytest.mark.settings(environment="development")
def test_style_page_is_not_indexed_and_not_kept(sqlite_app: Flask):
    answer = sqlite_app.test_client().get(PAGE)
    assert (answer.status_code, answer.headers["X-Robots-Tag"], answer.headers["Cache-Control"]) == (
        200, "noindex, nofollow", "no-store",
    )  # fmt: skip
    assert '<meta name="robots" content="noindex, nofollow">' in answer.text


def test_no_page_leads_to_the_style_page():
    leading = [tree.name(path) for path in tree.templates() if f'"{PAGE}' in tree.text(path)]
    assert leading == []


def test_every_component_is_shown():
    imported = "\n".join(tree.text(path) for path in tree.templates() if path.parent == PARTS)
    shown = set(re.findall(r'from "components/(\w+)\.html"', imported))
    assert {path.stem for path in COMPONENTS.glob("*.html")} - shown == set()


def test_style_sheet_of_the_style_page_is_loaded_nowhere_else():
    users = [tree.name(path) for path in tree.templates() if "css/style_page.css" in tree.text(path)]
    assert users == ["templates/reporting/style_page.html"]


def test_page_is_whole(page: str):
    assert re.findall(r'data-part="([^"]+)"', page) == sorted(path.stem for path in PARTS.glob("*.html"))
    ids = Counter(re.findall(r'\sid="([^"]+)"', page))
    assert [name for name, many in ids.items() if many > 1] == []
    linked = re.findall(r'(?:href="#|for="|aria-describedby="|aria-labelledby=")([^"]+)"', page)
    assert {name for names in linked for name in names.split()} - set(ids) == set()
    for sample in (LONG, GLUED, "12.408", "97,5", "Chưa có số liệu."):
        assert (sample, sample in page) == (sample, True)


def test_every_field_is_shown_empty_filled_refused_and_switched_off(page: str):
    forms = re.findall(r'<form class="form".*?</form>', page, re.S)
    assert [form.count('class="error"') for form in forms] == [0, 0, FIELDS, 0]
    assert [form.count(" disabled") for form in forms] == [0, 0, 0, 1]
    assert [form.count("Nguyễn Hoàng Nghiêng Thượng Khuyến") for form in forms] == [0, 1, 0, 1]
    assert [form.count("cầu hỏng") for form in forms] == [0, 0, 1, 0]


def test_drawings_are_light_and_colours_those_of_the_style_sheet(page: str):
    drawings = set(re.findall(r'<svg class="art".*?</svg>', page, re.S))
    assert (len(drawings), max(len(drawing.encode()) for drawing in drawings) <= DRAWING_BYTES) == (3, True)
    sheet = tree.text(tree.ROOT / "static" / "css" / "app.css")
    shown = re.findall(r'class="swatch s-([\w-]+)"', page)
    assert [colour for colour in shown if not re.search(rf"--{colour}: #", sheet)] == []
    assert len(shown) == 11


def test_numbers_of_days_are_said_in_singular_and_plural(sqlite_app: Flask):
    browser = sqlite_app.test_client()
    for language, words in WORDS.items():
        browser.set_cookie("lang", language)
        text = browser.get(PAGE).text
        assert (language, [sentence for sentence in words if sentence not in text]) == (language, [])
