"""The code after the password: what it opens, what a wrong one costs, and that each one counts once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.factor_models import RecoveryCode
from accounts.models import SignInThrottle
from accounts.roles import Role
from accounts.services import people, second_factor
from core.audit import AuditEntry
from core.database import use_unit
from core.errors import NotFound
from core.extensions import db
from core.transaction import transaction
from tests.makers_accounts import NOW, TODAY, hash_of_password, make_official, make_small_commune, official_row, sign_in, token_in
from tests.makers_desk import words_of
from tests.makers_factor import CODE_STEP, acts, give_factor, sign_in_with, type_code

BEFORE = NOW - timedelta(hours=1)
WRONG_PASSWORD = "sai mất rồi đấy nhé"


@pytest.fixture
def commune(app, at):
    at("2026-11-20 09:00")
    with app.app_context():
        return make_small_commune()


@pytest.fixture
def clerk(app, commune):
    with app.app_context():
        return make_official(commune.unit_id, role=Role.RECEPTION_CLERK, department_id=commune.office, username="tiepdan")


@pytest.fixture
def telephone(app, clerk):
    with app.app_context():
        return give_factor(clerk, at=BEFORE)


def test_password_alone_leads_to_the_code_and_opens_nothing(app, client, clerk, telephone):
    answer = sign_in(client, "tiepdan", wanted="/can-bo/vang-mat")
    assert (answer.status_code, answer.location) == (303, f"{CODE_STEP}?next=/can-bo/vang-mat")
    page = client.get(answer.location)
    assert (page.status_code, page.headers["Cache-Control"], 'autocomplete="one-time-code"' in page.text) == (
        200,
        "no-store",
        True,
    )
    assert 'inputmode="numeric"' in page.text
    assert [client.get(path).status_code for path in ("/can-bo", "/can-bo/tai-khoan", "/can-bo/tai-khoan/hai-buoc")] == [303] * 3
    with app.app_context():
        assert (acts("official:signed_in"), official_row(clerk.unit_id, clerk.id).last_sign_in_at) == ([], None)


def test_code_opens_the_page_that_was_wanted_in_a_new_session(app, client, clerk, telephone):
    sign_in(client, "tiepdan")
    with client.session_transaction() as half:
        half["planted"] = "x"
    client.get(CODE_STEP)
    with client.session_transaction() as half:
        before = half["csrf_token"]
    answer = type_code(client, telephone.code(), wanted="/can-bo/vang-mat?a=1")
    assert (answer.status_code, answer.location) == (303, "/can-bo/vang-mat?a=1")
    with client.session_transaction() as after:
        assert ("planted" in after, "half" in after, after.get("csrf_token") == before) == (False,) * 3
    assert client.get("/can-bo/tai-khoan").status_code == 200
    with app.app_context():
        assert acts("official:signed_in") == ["official:signed_in"]


@pytest.mark.parametrize("wanted", ["https://xau.example/", "//xau.example/", "/dang-xuat", "javascript:alert(1)"])
def test_code_leads_to_no_foreign_page(client, clerk, telephone, wanted):
    sign_in(client, "tiepdan")
    assert type_code(client, telephone.code(), wanted=wanted).location == "/can-bo"


def test_code_may_be_typed_in_groups(client, clerk, telephone):
    code = telephone.code()
    assert sign_in_with(client, "tiepdan", f" {code[:3]} {code[3:]} ").status_code == 303


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "mười hai", "12345678901"])
def test_what_is_no_code_is_explained_and_not_counted(app, client, clerk, telephone, typed):
    answer = sign_in_with(client, "tiepdan", typed)
    assert (answer.status_code, "has-error" in answer.text) == (400, True)
    with app.app_context(), use_unit(clerk.unit_id):
        assert db.session.scalars(select(SignInThrottle)).all() == []


def test_same_code_counts_once(app, client, clerk, telephone):
    code = telephone.code()
    assert sign_in_with(client, "tiepdan", code).status_code == 303
    again = sign_in_with(app.test_client(), "tiepdan", code)
    assert (again.status_code, "Mã này đã dùng rồi" in again.text) == (401, True)


def test_code_before_a_used_one_counts_no_more(app, client, clerk, telephone):
    late, now = telephone.code(NOW - timedelta(seconds=30)), telephone.code()
    assert sign_in_with(client, "tiepdan", now).status_code == 303
    assert sign_in_with(app.test_client(), "tiepdan", late).status_code == 401


def test_typing_used_codes_again_rests_nobody(app, client, clerk, telephone, at):
    code = telephone.code()
    sign_in_with(client, "tiepdan", code)
    other = app.test_client()
    sign_in(other, "tiepdan")
    assert {type_code(other, code).status_code for _ in range(7)} == {401}
    at("2026-11-20 09:01")
    assert type_code(other, telephone.code()).status_code == 303


def test_fifth_wrong_code_rests_the_step_and_a_right_password_does_not_help(app, client, clerk, telephone, at):
    sign_in(client, "tiepdan")
    pages = [type_code(client, telephone.wrong()) for _ in range(5)]
    assert ["tạm không nhận mã" in page.text for page in pages] == [False] * 4 + [True]
    assert ({page.status_code for page in pages}, "09:15, 20/11/2026" in pages[-1].text) == ({401}, True)
    at("2026-11-20 09:10")
    other = app.test_client()
    assert "tạm không nhận mã" in sign_in_with(other, "tiepdan", telephone.code()).text
    assert "tạm không nhận mã" in type_code(other, telephone.codes[0]).text
    at("2026-11-20 09:16")
    assert sign_in_with(app.test_client(), "tiepdan", telephone.code()).status_code == 303
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "second_factor:locked")).one()
    assert (entry.subject, entry.facts["failures"], entry.facts["minutes"]) == (f"official:{clerk.public_id}", 5, 15)


def test_right_password_forgives_no_wrong_code(app, clerk, telephone):
    for _ in range(4):
        sign_in_with(app.test_client(), "tiepdan", telephone.wrong())
    assert "tạm không nhận mã" in sign_in_with(app.test_client(), "tiepdan", telephone.wrong()).text


def test_wrong_password_says_the_same_with_and_without_a_second_factor(app, commune, clerk, telephone):
    with app.app_context():
        make_official(commune.unit_id, department_id=commune.office, username="khongma")
    pages = []
    for name in ("tiepdan", "khongma", "khongcoai"):
        answer = sign_in(app.test_client(), name, password=WRONG_PASSWORD)
        pages.append((answer.status_code, words_of(answer.text).replace(name, "TÊN")))
    assert pages[0] == pages[1] == pages[2]


def test_name_that_rests_gets_no_code_page_even_with_the_right_password(client, clerk, telephone):
    for _ in range(5):
        sign_in(client, "tiepdan", password=WRONG_PASSWORD)
    assert sign_in(client, "tiepdan").status_code == 401


def test_five_minutes_after_the_password_the_code_is_too_late(client, clerk, telephone, at):
    sign_in(client, "tiepdan")
    page = client.get(CODE_STEP)
    at("2026-11-20 09:05")
    sent = client.post(CODE_STEP, data={"csrf_token": token_in(page), "code": telephone.code(), "next": "/can-bo/vang-mat"})
    assert (sent.status_code, sent.location) == (303, "/dang-nhap?next=/can-bo/vang-mat&ended=1")
    assert client.get(CODE_STEP).location == "/dang-nhap?ended=1"
    assert client.get("/can-bo/tai-khoan").status_code == 303


def test_clock_that_jumps_back_does_not_give_more_time(client, clerk, telephone, at):
    sign_in(client, "tiepdan")
    at("2026-11-20 08:00")
    assert client.get(CODE_STEP).status_code == 303


def test_code_page_is_closed_without_a_password(client, clerk, telephone):
    assert client.get(CODE_STEP).location == "/dang-nhap?ended=1"


def test_whoever_is_signed_in_and_comes_back_to_the_code_goes_on_to_work(client, clerk, telephone):
    sign_in_with(client, "tiepdan", telephone.code())
    assert client.get(CODE_STEP).location == "/can-bo"


@pytest.mark.parametrize("change", ["reset", "disable", "take"])
def test_what_changes_meanwhile_ends_the_waiting_for_a_code(app, client, clerk, telephone, change):
    sign_in(client, "tiepdan")
    page = client.get(CODE_STEP)
    facts = {"unit_id": clerk.unit_id, "actor": None, "public_id": clerk.public_id, "at": NOW}
    with app.app_context(), use_unit(clerk.unit_id), transaction():
        if change == "reset":
            people.reset_password(hashed=hash_of_password(), **facts)
        elif change == "disable":
            people.disable_official(expected_version=None, on=TODAY, **facts)
        else:
            second_factor.take_away(**facts)
    sent = client.post(CODE_STEP, data={"csrf_token": token_in(page), "code": telephone.code(), "next": ""})
    assert (sent.status_code, sent.location) == (303, "/dang-nhap?ended=1")
    assert client.get("/can-bo/tai-khoan").status_code == 303


def test_recovery_code_opens_once_and_says_how_many_are_left(app, client, clerk, telephone):
    code = telephone.codes[3]
    assert sign_in_with(client, "tiepdan", f"{code[:4]} {code[4:8]} {code[8:]}").status_code == 303
    assert "còn 9 mã" in client.get("/can-bo/tai-khoan").text
    assert "Mã chưa đúng" in sign_in_with(app.test_client(), "tiepdan", code).text
    with app.app_context(), use_unit(clerk.unit_id):
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "official:recovery_code_used")).one()
        rows = db.session.scalars(select(RecoveryCode)).all()
    assert (entry.actor_id, entry.facts) == (clerk.id, {"left": 9})
    assert sorted(row.used_at is not None for row in rows) == [False] * 9 + [True]


def test_wrong_recovery_codes_are_counted_with_wrong_codes(client, clerk, telephone):
    sign_in(client, "tiepdan")
    pages = [type_code(client, "000000000000" if number % 2 else telephone.wrong()) for number in range(5)]
    assert ["tạm không nhận mã" in page.text for page in pages] == [False] * 4 + [True]


def test_codes_lie_in_the_database_neither_plain_nor_in_the_trail(app, client, clerk, telephone, caplog, capsys):
    sign_in_with(client, "tiepdan", telephone.codes[0])
    with app.app_context():
        connection = db.engine.connect()
        tables = ("second_factors", "recovery_codes", "audit_entries", "outbox_messages", "officials", "sign_in_throttles")
        held = " ".join(str(tuple(row)) for name in tables for row in connection.exec_driver_sql(f"SELECT * FROM {name}"))
        connection.close()
    said = caplog.text + "".join(capsys.readouterr())
    assert [word for word in (telephone.secret, *telephone.codes) if word in held or word in said] == []


def test_of_one_commune_no_code_opens_another(app, commune, clerk, telephone):
    with app.app_context():
        other = make_small_commune(code="06481", name="Xã Khác")
        row = official_row(clerk.unit_id, clerk.id)
        facts = {
            "public_id": clerk.public_id,
            "session_epoch": row.session_epoch,
            "typed": telephone.code(),
            "at": NOW,
            "ip_hash": "x",
        }
        with use_unit(other.unit_id), pytest.raises(NotFound), transaction():
            second_factor.finish_sign_in(unit_id=other.unit_id, **facts)


@pytest.mark.settings(rate_limits="on")
def test_codes_from_one_address_are_limited(app, clerk, telephone):
    client = app.test_client()
    sign_in(client, "tiepdan")
    token = token_in(client.get(CODE_STEP))
    codes = [client.post(CODE_STEP, data={"csrf_token": token, "code": "12", "next": ""}).status_code for _ in range(17)]
    assert codes == [400] * 15 + [429] * 2
