"""Errors become pages and JSON that tell nothing personal; what is ours stands in the log with an incident id."""

from __future__ import annotations

import json
import re

import pytest
import structlog
from flask import Flask
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import DataError
from structlog.testing import capture_logs
from werkzeug.exceptions import BadRequest, Gone, RequestEntityTooLarge, ServiceUnavailable, TooManyRequests, UnprocessableEntity

from core import errors
from core.access import PUBLIC, access
from core.extensions import db
from core.transaction import NestedTransaction, transaction
from tests.infra.application import application
from tests.infra.databases import Database
from tests.makers_accounts import make_small_commune

TYPED = "0912345678 Nguyễn Văn Bí Mật"
JSON = {"Accept": "application/json"}
DOMAIN = [
    (errors.DomainError(), 400, "domain_error"),
    (errors.BadInput({"phone": TYPED}), 400, "bad_input"),
    (errors.NotAllowed(), 403, "not_allowed"),
    (errors.NotFound(), 404, "not_found"),
    (errors.WrongState(), 409, "wrong_state"),
    (errors.StaleVersion(expected=1, current=2), 409, "stale_version"),
]
HTTP = [
    (BadRequest(), 400, "bad_request"),
    (Gone(), 410, "gone"),
    (RequestEntityTooLarge(), 413, "request_entity_too_large"),
    (UnprocessableEntity(), 422, "unprocessable_entity"),
    (TooManyRequests(), 429, "too_many_requests"),
    (ServiceUnavailable(), 503, "service_unavailable"),
]
OURS = [
    (NestedTransaction(), 500, "nested_transaction", "domain_error"),
    (errors.Misconfigured(TYPED), 500, "misconfigured", "domain_error"),
    (RuntimeError(TYPED), 500, "unexpected", "unexpected_error"),
    (KeyError(TYPED), 500, "unexpected", "unexpected_error"),
    (UnicodeDecodeError("utf-8", b"x", 0, 1, TYPED), 500, "unexpected", "unexpected_error"),
]


@pytest.fixture
def site(app: Flask) -> Flask:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    structlog.configure(cache_logger_on_first_use=False)
    with app.app_context():
        make_small_commune()
    return app


def failing(app: Flask, error: Exception) -> Flask:
    @access(PUBLIC)
    def view(secret: str = "") -> str:
        raise error

    app.add_url_rule("/hong/<secret>", endpoint="failing", view_func=view)
    return app


@pytest.mark.parametrize(("error", "status", "code"), DOMAIN + HTTP)
def test_a_refusal_is_a_page_for_people_and_one_shape_for_machines(site: Flask, error: Exception, status: int, code: str):
    client = failing(site, error).test_client()
    page, machine = client.get("/hong/x"), client.get("/hong/x", headers=JSON)
    assert (page.status_code, page.mimetype, page.headers["Cache-Control"]) == (status, "text/html", "no-store")
    fault = machine.json["error"]
    assert (set(fault), fault["status"], fault["code"]) == ({"status", "code", "message", "hint"}, status, code)
    assert "" not in (fault["message"], fault["hint"])
    assert page.headers.get("Retry-After") == ("30" if status in (429, 503) else None)
    assert TYPED not in page.text
    assert "<h1>" in page.text


@pytest.mark.parametrize(("statement", "status"), [
    ("select nothing from nowhere", 500),
    ("select cast('2026-13-45' as date) + nothing", 400),  # the date is looked at first
])  # fmt: skip
def test_a_statement_that_failed_leaves_one_error_and_a_whole_page(site: Flask, backend: str, statement: str, status: int):
    """PostgreSQL answers nothing more in its transaction; the page still says whose it is."""

    @access(PUBLIC)
    def view() -> str:
        db.session.execute(text(statement))
        return ""

    site.add_url_rule("/hong-cau-hoi", endpoint="broken", view_func=view)
    page = site.test_client().get("/hong-cau-hoi")
    told = 503 if backend == "sqlite" else status  # SQLite tells every one of these as a database that is away
    assert (page.status_code, "<h1>" in page.text, "Vạn Linh" in page.text) == (told, True, True)


@pytest.mark.parametrize(("code", "beginning"), [
    ("form_expired", "Biểu mẫu này đã quá bảy ngày"),
    ("stale_version", "Có người khác vừa thay đổi hồ sơ này."),
    ("wrong_state", "Việc này không còn làm được"),
    ("foreign_origin", "Yêu cầu này được gửi từ một trang khác"),
])  # fmt: skip
def test_a_code_with_a_sentence_of_its_own_says_it(site: Flask, code: str, beginning: str):
    page = failing(site, errors.WrongState(code)).test_client().get("/hong/x")
    assert page.text.count(beginning) == 1


@pytest.mark.parametrize(("error", "status", "code", "event"), OURS)
def test_our_own_fault_has_an_incident_on_the_page_and_in_the_log(
    site: Flask, error: Exception, status: int, code: str, event: str
):
    client = failing(site, error).test_client()
    with capture_logs() as lines:
        page = client.get("/hong/bi-mat-trong-dia-chi?q=bi-mat", headers={"User-Agent": TYPED.encode().decode("latin-1")})
    (line,) = [line for line in lines if line["event"] == event]
    assert (page.status_code, line["route"], line["log_level"]) == (status, "/hong/<secret>", "error")
    assert re.fullmatch("[0-9a-f]{8}", line["incident"])
    assert page.text.count(line["incident"]) == 1
    written = json.dumps(lines, ensure_ascii=False, default=str)
    assert [secret for secret in (TYPED, "0912345678", "bi-mat") if secret in written + page.text] == []
    machine = client.get("/hong/x", headers=JSON).json["error"]
    assert (machine["status"], machine["code"], len(machine["incident"])) == (status, code, 8)


def test_the_log_says_where_an_unknown_error_came_from(site: Flask):
    with capture_logs() as lines:
        failing(site, RuntimeError(TYPED)).test_client().get("/hong/x")
    (line,) = [line for line in lines if line["event"] == "unexpected_error"]
    assert (line["kind"], line["where"][-1].split(":")[0], line["where"][-1].endswith(" view")) == (
        "RuntimeError", "test_error_answers.py", True,
    )  # fmt: skip


def test_two_faults_are_two_incidents(site: Flask):
    client = failing(site, RuntimeError()).test_client()
    assert len({client.get("/hong/x", headers=JSON).json["error"]["incident"] for _ in range(20)}) == 20


def querying(app: Flask, statement: str, **values: object) -> Flask:
    @access(PUBLIC)
    def view() -> str:
        with transaction() as session:
            session.execute(text(statement), values)
        return "done"

    app.add_url_rule("/hoi", endpoint="querying", view_func=view)
    return app


def test_a_broken_rule_of_the_database_is_our_fault_and_tells_no_values(site: Flask):
    statement = "INSERT INTO units (code, kind, name, name_key, name_en, is_tenant, hosts, profile) "
    statement += "VALUES (:typed, 'commune', :typed, 'x', '', true, '[]', '{}')"
    client = querying(site, statement, typed="06505").test_client()
    with capture_logs() as lines:
        page = client.get("/hoi")
    (line,) = [line for line in lines if line["event"] == "unexpected_error"]
    assert (page.status_code, line["kind"], line["incident"] in page.text) == (500, "IntegrityError", True)
    assert "06505" not in json.dumps(lines, default=str) + page.text


@pytest.mark.parametrize("backend", ["postgresql"])  # SQLite takes any text for a number
def test_a_value_that_the_database_cannot_hold_is_the_senders_mistake(site: Flask):
    with capture_logs() as lines:
        answer = querying(site, "SELECT CAST(:typed AS integer)", typed=TYPED).test_client().get("/hoi", headers=JSON)
    assert (answer.json["error"]["status"], answer.json["error"]["code"]) == (400, "bad_data")
    assert [(line["event"], line["kind"]) for line in lines] == [("bad_data", DataError.__name__)]
    assert TYPED not in json.dumps(lines, ensure_ascii=False, default=str)


@pytest.mark.parametrize("statement", ["SELECT nothing FROM nowhere"])
@pytest.mark.parametrize("backend", ["sqlite"])  # an unknown table is an OperationalError on SQLite, as a database that is away
def test_a_database_that_does_not_answer_is_503_with_an_incident(site: Flask, statement: str):
    with capture_logs() as lines:
        page = querying(site, statement).test_client().get("/hoi")
    (line,) = [line for line in lines if line["event"] == "database_unavailable"]
    assert (page.status_code, page.headers["Retry-After"], line["incident"] in page.text) == (503, "30", True)
    assert "nowhere" not in json.dumps(lines, default=str) + page.text


@pytest.mark.parametrize("backend", ["postgresql"])
def test_wrong_words_to_the_database_are_our_fault_and_have_an_incident(site: Flask):
    with capture_logs() as lines:
        page = querying(site, "SELECT nothing FROM nowhere").test_client().get("/hoi")
    (line,) = [line for line in lines if line["event"] == "unexpected_error"]
    assert (page.status_code, line["kind"], line["incident"] in page.text) == (500, "ProgrammingError", True)
    assert "nowhere" not in json.dumps(lines, default=str) + page.text


@pytest.mark.parametrize("typed", ["\0", "9" * 19, "9" * 400, "-1", "2026-02-31"])
@pytest.mark.parametrize("backend", ["postgresql"])
def test_whatever_is_typed_for_a_number_is_never_our_fault(site: Flask, typed: str):
    answer = querying(site, "SELECT id FROM units WHERE id = CAST(:typed AS integer)", typed=typed).test_client().get("/hoi")
    assert answer.status_code == (200 if typed == "-1" else 400)


def test_a_value_that_a_statement_lacks_is_our_fault(site: Flask):
    assert querying(site, "SELECT :lacking").test_client().get("/hoi", headers=JSON).json["error"]["code"] == "unexpected"


def test_a_database_without_tables_is_not_ready(settings: dict[str, object], empty_database: Database):
    for app in application({**settings, "database_url": empty_database.url}):
        app.config["PROPAGATE_EXCEPTIONS"] = False
        assert app.test_client().get("/readyz").status_code == 503


@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_connection_that_was_cut_is_503_and_the_next_request_works(site: Flask):
    client = querying(site, "SELECT pg_terminate_backend(pg_backend_pid())").test_client()
    assert client.get("/hoi", headers=JSON).json["error"]["code"] == "busy"
    assert client.get("/readyz").json == {"ready": True}


@pytest.mark.parametrize("backend", ["postgresql"])
def test_connections_that_the_server_ended_while_nobody_used_them_are_replaced_unnoticed(site: Flask, database: Database):
    client = querying(site, "SELECT pg_backend_pid()").test_client()
    assert client.get("/hoi").status_code == 200
    with site.app_context():
        idle = db.engine.pool.checkedin()
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with create_engine(database.url, poolclass=NullPool).connect() as elsewhere:
        elsewhere.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))
    assert ([client.get("/hoi").status_code for _ in range(3)], idle > 0) == ([200, 200, 200], True)


def test_nothing_of_a_failed_request_is_kept(site: Flask):
    @access(PUBLIC)
    def view() -> str:
        with transaction() as session:
            session.execute(text("UPDATE units SET name = 'Xã Hỏng'"))
            raise RuntimeError

    site.add_url_rule("/nua-chung", endpoint="half", view_func=view)
    assert site.test_client().get("/nua-chung").status_code == 500
    with site.app_context():
        assert db.session.scalars(text("SELECT name FROM units WHERE is_tenant")).all() == ["Xã Vạn Linh"]
