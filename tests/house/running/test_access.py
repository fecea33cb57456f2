"""Every route declares who may open it, and the table of routes changes only on purpose.

`make golden` writes both tables anew. access.txt must be equal; an address may leave urls.txt only when a redirect stays.
"""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect, Rule

from core.access import Access, declared, takes_files
from tests.house import tree

GOLDEN = tree.ROOT / "tests" / "golden"
WITH_FILES = re.compile(r"<form[^>]*enctype=\"multipart/form-data\".*?</form>", re.S)
LEADS_TO = re.compile(r"(?:form)?action=\"(?P<address>[^\"]+)\"")
NAMED, WRITTEN_IN = re.compile(r"url_for\('([\w.]+)'"), re.compile(r"{{.*?}}")
PARAMETER = re.compile(r"<(?:(?P<kind>\w+)(?:\((?P<options>[^)]*)\))?:)?\w+>")


def rules(app: Flask) -> list[Rule]:
    """Return all routes in the order of their addresses."""
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ())))


def methods(rule: Rule) -> str:
    """Return the methods a route is for."""
    return ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))


def word(need: Access | None) -> str:
    """Return an access as it stands in the table."""
    return "NOBODY" if need is None else str(need.value)


def table(app: Flask) -> list[str]:
    """Return "address methods access" for each route, and "files" where its form brings some."""
    return [
        f"{rule.rule} {methods(rule)} {word(declared(app, rule.endpoint))}" + " files" * takes_files(app, rule.endpoint)
        for rule in rules(app)
    ]


def test_every_route_declares_its_access(sqlite_app: Flask):
    assert [rule.rule for rule in rules(sqlite_app) if declared(sqlite_app, rule.endpoint) is None] == []


def test_routes_and_their_access_are_those_of_the_golden_table(sqlite_app: Flask, request: pytest.FixtureRequest):
    path, lines = GOLDEN / "access.txt", table(sqlite_app)
    if request.config.getoption("--update-golden"):
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == path.read_text(encoding="utf-8").splitlines()


def sample(address: str) -> str:
    """Return an address that a route takes, with made-up values in place of its parameters."""
    return PARAMETER.sub(sample_value, address)


def sample_value(parameter: re.Match[str]) -> str:
    """Return a value that a parameter such as <int:year>, <any('a', 'b'):verb> or <string(length=32):id> takes."""
    kind, options = parameter["kind"] or "string", parameter["options"] or ""
    if kind == "any":
        return options.split(",")[0].strip("'\" ")
    if kind == "int":
        return "1"
    length = re.search(r"length=(\d+)", options)
    return "x" * int(length[1] if length else 1)


def answers(app: Flask, address: str) -> bool:
    """Return whether a promised address still leads somewhere, be it by a redirect."""
    try:
        app.url_map.bind("localhost").match(sample(address))
    except (RequestRedirect, MethodNotAllowed):
        return True
    except NotFound:
        return False
    return True


def test_no_promised_address_vanishes(sqlite_app: Flask, request: pytest.FixtureRequest):
    path = GOLDEN / "urls.txt"
    known = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    if request.config.getoption("--update-golden"):
        known = sorted({*known, *(rule.rule for rule in rules(sqlite_app))})
        path.write_text("\n".join(known) + "\n", encoding="utf-8")
    assert known != []
    assert [address for address in known if not answers(sqlite_app, address)] == []


def test_every_address_is_on_the_list_of_promises(sqlite_app: Flask):
    known = set((GOLDEN / "urls.txt").read_text(encoding="utf-8").splitlines())
    assert sorted({rule.rule for rule in rules(sqlite_app)} - known) == []


def test_a_stranger_is_sent_to_sign_in_from_every_page_of_officials(sqlite_app: Flask):
    client, let_in = sqlite_app.test_client(), []
    for rule in rules(sqlite_app):
        if word(declared(sqlite_app, rule.endpoint)) in ("public", "machine"):
            continue
        for method in methods(rule).split(","):
            answer = client.open(sample(rule.rule), method=method)
            if answer.status_code != 303 or not (answer.location or "").startswith("/dang-nhap"):
                let_in.append(f"{method} {rule.rule} answered {answer.status_code}")
    assert let_in == []


def endpoints(app: Flask, address: str) -> set[str]:
    """Return where a form's address in a template leads to: named routes, or the route of a path with values written in."""
    if named := NAMED.findall(address):
        return set(named)
    path = re.split(r"[?#]", WRITTEN_IN.sub("1", address))[0]
    return {app.url_map.bind("localhost").match(path, method="POST")[0]}


def test_requests_with_files_are_taken_where_a_form_brings_files_and_nowhere_else(sqlite_app: Flask):
    forms = [form for path in tree.templates() for form in WITH_FILES.findall(tree.text(path))]
    addresses = {match["address"] for form in forms for match in LEADS_TO.finditer(form)}
    found = {endpoint for address in addresses for endpoint in endpoints(sqlite_app, address)}
    assert found == {rule.endpoint for rule in rules(sqlite_app) if takes_files(sqlite_app, rule.endpoint)}
    assert len(found) > 5
