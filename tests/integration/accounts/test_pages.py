"""Every page of the room: whole HTML, a title of its own, both languages, no inline code, no strange input breaks it."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import html5lib
import pytest
from flask.testing import FlaskClient

from accounts import plan_queries, queries
from accounts.services import people
from accounts.services.commune_loading import load_commune
from core.database import use_unit
from core.transaction import transaction
from tests.makers_accounts import NOW, TODAY, hash_of_password, sign_in, token_in

ADMIN = "/can-bo/quan-tri"
PAGES = {
    "sign_in": "/dang-nhap",
    "plans": "/ke-hoach",
    "plan": "/ke-hoach/{plan}",
    "account": "/can-bo/tai-khoan",
    "overview": ADMIN,
    "officials": f"{ADMIN}/nhan-su",
    "new_official": f"{ADMIN}/nhan-su/moi",
    "official": f"{ADMIN}/nhan-su/{{person}}",
    "matrix": f"{ADMIN}/phan-cong",
    "new_row": f"{ADMIN}/phan-cong/moi",
    "row": f"{ADMIN}/phan-cong/{{row}}",
    "settings": f"{ADMIN}/cai-dat",
    "flag": f"{ADMIN}/cai-dat/allow_anonymous_reflection",
    "number": f"{ADMIN}/cai-dat/reopen_days",
    "text": f"{ADMIN}/cai-dat/dialogue_regulation",
}
OPEN = {"sign_in", "plans", "plan"}
FORMS = {
    "sign_in": ["username", "password", "next"],
    "account": ["current", "password", "again"],
    "new_official": ["username", "full_name", "title", "email", "role_1", "department_1"],
    "official": ["version", "full_name", "title", "email", "role_1", "department_1"],
    "new_row": ["field_id", "village_id", "department_id", "officer_id", "substitute_id"],
    "row": ["version", "field_id", "department_id", "officer_id"],
    "flag": ["value", "version"],
    "number": ["value", "version"],
    "text": ["value", "version"],
}
STRANGE = [
    "\x00",
    "\ud800".encode("utf-8", "surrogatepass"),
    "'; DROP TABLE officials; --",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "-1",
    "9" * 40,
    "٣",
    "ấ" * 2000,
    "\u202e\u200bx",
    "\r\nSet-Cookie: a=b",
]


@pytest.fixture
def ids(app, at):
    """The demo commune with passwords, and what stands in its addresses."""
    at("2026-11-20 09:00")
    with app.app_context():
        with transaction():
            unit_id = load_commune(Path("accounts/data/van_linh.toml"), at=NOW).unit_id
        with use_unit(unit_id):
            with transaction():
                people.set_first_passwords(unit_id=unit_id, hashed=hash_of_password(), at=NOW)
            return {
                "plan": plan_queries.plans(unit_id)[0].public_id,
                "person": queries.officials(unit_id, role="officer")[0].public_id,
                "row": queries.responsibilities(unit_id, on=TODAY)[0].public_id,
            }


@pytest.fixture
def desk(client, ids):
    """A signed-in administrator."""
    sign_in(client, "quantri")
    return client


def address(name: str, ids: dict[str, str]) -> str:
    """Return the address of a page."""
    return PAGES[name].format(**ids)


def test_pages_are_whole_html_with_a_title_of_their_own_and_no_inline_code_in_both_languages(app, desk, ids):
    titles = {}
    for name, language in product(PAGES, ("vi", "en")):
        browser = app.test_client() if name in OPEN else desk
        page = browser.get(f"{address(name, ids)}?lang={language}")
        assert (name, page.status_code, f'<html lang="{language}"' in page.text) == (name, 200, True)
        html5lib.HTMLParser(strict=True).parse(page.text)
        [titles[name, language]] = re.findall(r"<title>(.+?) – Vạn Linh</title>", page.text)
        assert (name, len(re.findall(r"<h1", page.text))) == (name, 1)
        assert (name, re.findall(r'\sstyle="|\son[a-z]+="|<style|<script(?![^>]*src=)', page.text)) == (name, [])
    assert [name for name in PAGES if titles[name, "vi"] == ""] == []


@pytest.mark.parametrize("name", sorted(OPEN - {"sign_in"}))
def test_public_page_is_kept_by_its_etag_and_sets_no_cookie(app, ids, name):
    browser = app.test_client()
    first = browser.get(address(name, ids))
    again = browser.get(address(name, ids), headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert "Set-Cookie" not in first.headers


def test_officials_pages_are_closed_to_strangers_and_never_kept(app, desk, ids):
    for path in (address(name, ids) for name in sorted(set(PAGES) - OPEN)):
        page = desk.get(path)
        assert (path, app.test_client().get(path).status_code) == (path, 303)
        assert (path, page.headers["Cache-Control"], 'content="noindex"' in page.text) == (path, "no-store", True)


def test_every_field_has_its_label_and_every_form_its_token(app, desk, ids):
    for name in FORMS:
        browser = app.test_client() if name in OPEN else desk
        check_labels_and_tokens(browser.get(address(name, ids)).text)


def check_labels_and_tokens(text: str) -> None:
    document = html5lib.parse(text, namespaceHTMLElements=False)
    labels = {label.get("for") for label in document.iter("label")}
    shown = [
        field
        for tag in ("input", "select", "textarea")
        for field in document.iter(tag)
        if field.get("type") not in ("hidden", "radio", "checkbox") and field.get("name")
    ]
    assert {field.get("id") for field in shown} - labels == set()
    for form in document.iter("form"):
        if form.get("method") == "post":
            assert [field for field in form.iter("input") if field.get("name") == "csrf_token"] != []


@pytest.mark.parametrize("names", [sorted(set(FORMS) - OPEN - {"account"}), ["account"], ["sign_in"]], ids=str)
def test_strange_input_is_answered_with_a_page_and_without_live_markup(app, ids, names):
    browser = app.test_client()
    if not OPEN & set(names):
        sign_in(browser, "quantri")
    for path, fields in ((address(name, ids), FORMS[name]) for name in names):
        type_strangely(browser, path, fields)


def type_strangely(browser: FlaskClient, path: str, fields: list[str]) -> None:
    token = token_in(browser.get(path))
    for field, value in product(fields, STRANGE):
        answer = browser.post(path, data={field: value, "csrf_token": token})
        assert answer.status_code in (200, 303, 400, 401, 404, 409), (field, value)
        assert "<script>alert" not in answer.text
        assert "Set-Cookie: a=b" not in str(answer.headers)


@pytest.mark.parametrize(
    "path", ["/ke-hoach/%00", "/ke-hoach/" + "x" * 3000, f"{ADMIN}/cai-dat/%F0%9F", f"{ADMIN}/phan-cong/..%2f"]
)
def test_strange_address_is_answered_with_a_page(desk, path):
    assert desk.get(path).status_code in (400, 404)


@pytest.mark.parametrize("name", ["overview", "officials", "matrix", "settings"])
def test_pages_of_the_administration_lead_to_each_other(desk, ids, name):
    text = desk.get(address(name, ids)).text
    links = [f"{ADMIN}", f"{ADMIN}/nhan-su", f"{ADMIN}/phan-cong", f"{ADMIN}/cai-dat", f"{ADMIN}/lich-nghi"]
    assert [link for link in links if f'href="{link}"' not in text] == []
    assert text.count('aria-current="page"') >= 1


def test_list_of_officials_asks_the_database_as_often_for_three_as_for_seventeen(app, desk, ids):
    """The number of queries does not grow with the rows."""
    counted: list[str] = []
    with app.app_context():
        engine = queries.db.engine

    def count(_connection, _cursor, statement, *_rest):
        counted.append(statement)

    queries.db.event.listen(engine, "before_cursor_execute", count)
    desk.get(address("officials", ids))
    people_pages = len(counted)
    counted.clear()
    desk.get(address("matrix", ids))
    assert people_pages < 15
    assert len(counted) < 15
