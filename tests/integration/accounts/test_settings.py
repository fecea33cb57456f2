"""A commune's rules: defaults, checked changes with before and after, optimistic locking, and the page that lists them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from accounts import queries
from accounts.events import SettingChanged
from accounts.roles import Role
from accounts.services import unit_settings
from core import bus
from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput, NotFound, StaleVersion
from core.extensions import db
from core.settings_registry import SETTINGS, SettingKind
from core.transaction import transaction
from tests.makers_accounts import NOW, make_official, make_small_commune, send, sign_in
from tests.makers_desk import form_values

PAGE = "/can-bo/quan-tri/cai-dat"
FLAG = "allow_anonymous_reflection"
NUMBER = "reopen_days"
TEXT = next(
    item.key for item in SETTINGS if item.kind is SettingKind.TEXT and not (item.words or item.shape or item.may_be_empty)
)


@pytest.fixture
def commune(app, at):
    at("2026-11-20 09:00")
    with app.app_context():
        return make_small_commune()


@pytest.fixture
def inside(app, commune):
    with app.app_context(), use_unit(commune.unit_id):
        yield commune


def write(commune, key: str, value: object, *, version: int = 0, actor=None):
    """Write a rule by the command."""
    with transaction():
        return unit_settings.change_setting(
            unit_id=commune.unit_id, actor=actor, key=key, value=value, expected_version=version, at=NOW
        )


def test_rule_that_nobody_wrote_has_its_default(inside):
    assert {item.key: queries.setting(inside.unit_id, item.key) for item in SETTINGS} == {
        item.key: item.default for item in SETTINGS
    }


@pytest.mark.parametrize("item", SETTINGS, ids=lambda item: item.key)
def test_every_default_is_a_value_the_rule_would_take(item):
    assert unit_settings.checked(item, item.default) == item.default


def test_written_rule_holds_for_this_commune_only(app, inside):
    other = make_small_commune(code="06481", name="Xã Chiến Thắng", hosts=("kia.example",))
    write(inside, NUMBER, 20)
    assert queries.setting(inside.unit_id, NUMBER) == 20
    with use_unit(other.unit_id):
        assert queries.setting(other.unit_id, NUMBER) == 15


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        (NUMBER, 0, "out_of_range"),
        (NUMBER, 61, "out_of_range"),
        ("reception_slot_minutes", 45, "not_offered"),
        ("reception_slot_minutes", 16, "not_offered"),
        ("kn_clock_starts", "signatur", "not_offered"),
        (NUMBER, "15", "must_be_number"),
        (NUMBER, True, "must_be_number"),
        (FLAG, 1, "must_be_flag"),
        (FLAG, "yes", "must_be_flag"),
        (TEXT, "   ", "required"),
        ("skilful_assess_by", "31/02", "not_a_day_of_year"),
        ("reception_fixed_days", "10, mười", "not_days_of_month"),
        ("reception_hours", "sáng", "not_hours"),
    ],
)
def test_value_of_the_wrong_kind_is_refused(inside, key, value, code):
    with pytest.raises(BadInput) as refused:
        write(inside, key, value)
    assert refused.value.errors == {"value": code}


def test_unknown_rule_is_not_found(inside):
    with pytest.raises(NotFound):
        write(inside, "no_such_rule", 1)


def test_change_is_written_down_with_before_and_after_and_told(app, inside):
    heard: list[SettingChanged] = []
    bus.install(app, {**app.extensions["gandan.bus"], SettingChanged: (heard.append,)})
    write(inside, NUMBER, 20)
    write(inside, NUMBER, 25, version=1)
    facts = db.session.scalars(
        select(AuditEntry.facts).where(AuditEntry.subject == f"setting:{NUMBER}").order_by(AuditEntry.id)
    ).all()
    assert facts == [{"before": 15, "after": 20}, {"before": 20, "after": 25}]
    assert [(event.before, event.after) for event in heard] == [(15, 20), (20, 25)]


def test_second_writer_is_refused(inside):
    write(inside, FLAG, False)
    with pytest.raises(StaleVersion) as refused:
        write(inside, FLAG, True)
    assert refused.value.facts == {"expected": 0, "current": 1}


@pytest.mark.settings(page_cache_seconds=30.0)
def test_remembered_value_is_fresh_inside_a_command(app, commune):
    with app.app_context(), use_unit(commune.unit_id):
        assert queries.setting(commune.unit_id, NUMBER) == 15
        with transaction():
            unit_settings.change_setting(unit_id=commune.unit_id, actor=None, key=NUMBER, value=20, expected_version=0, at=NOW)
            assert queries.setting(commune.unit_id, NUMBER) == 20
        assert queries.setting(commune.unit_id, NUMBER) == 15


@pytest.fixture
def desk(app, client, commune):
    """A signed-in administrator."""
    with app.app_context():
        make_official(commune.unit_id, role=Role.ADMINISTRATOR, department_id=commune.office, username="quantri")
    sign_in(client, "quantri")
    return client


def test_page_lists_every_rule_with_note_default_and_law(desk):
    text = desk.get(PAGE).text
    for item in SETTINGS:
        section = text.split(f'id="{item.key}"')[1].split("</section>")[0]
        assert [words for words in (item.label_vi, "Mặc định:", item.legal_basis or "") if words not in section] == []
        assert (item.key, "cần xác nhận" in section) == (item.key, item.uncertain)


def test_every_rule_has_its_own_page(desk):
    assert [item.key for item in SETTINGS if item.label_vi not in desk.get(f"{PAGE}/{item.key}").text] == []


@pytest.mark.parametrize(
    ("key", "sent", "value"), [(NUMBER, "20", 20), (FLAG, "0", False), (FLAG, "1", True), (TEXT, " Quy chế  mới ", "Quy chế mới")]
)
def test_rule_is_changed_on_its_page(app, desk, commune, key, sent, value):
    answer = send(desk, f"{PAGE}/{key}", {"value": sent, "version": 0})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}#{key}")
    with app.app_context(), use_unit(commune.unit_id):
        assert queries.setting(commune.unit_id, key) == value
    assert "đã xác nhận" in desk.get(PAGE).text


@pytest.mark.parametrize(
    ("key", "sent", "sentence"),
    [
        (NUMBER, "nhiều", "Hãy ghi một số nguyên."),
        (NUMBER, "", "Hãy ghi một số nguyên."),
        (NUMBER, "99999999999999999999", "Số này nằm ngoài khoảng cho phép."),
        (FLAG, "2", "Hãy chọn một mục trong danh sách."),
        (TEXT, "", "Chỗ này cần được ghi."),
        ("skilful_assess_by", "31/02", "Hãy ghi một ngày có thật, viết như 30/11."),
        (TEXT, "x" * 301, "Nội dung dài quá."),
    ],
)
def test_refused_value_is_explained(desk, key, sent, sentence):
    answer = send(desk, f"{PAGE}/{key}", {"value": sent, "version": 0})
    assert answer.status_code == 400
    assert sentence in answer.text


def test_value_that_somebody_else_wrote_first_is_shown(desk):
    send(desk, f"{PAGE}/{NUMBER}", {"value": "20", "version": 0})
    answer = send(desk, f"{PAGE}/{NUMBER}", {"value": "25", "version": 0})
    assert answer.status_code == 409
    assert "“20”" in answer.text
    again = form_values(answer.text, "")
    assert (again["value"], again["version"]) == ("25", "1")
    assert send(desk, f"{PAGE}/{NUMBER}", {"value": "25", "version": 1}).status_code == 303


def test_unknown_rule_has_no_page(desk):
    assert desk.get(f"{PAGE}/no_such_rule").status_code == 404


def test_page_speaks_english(desk):
    text = desk.get(f"{PAGE}?lang=en").text
    assert SETTINGS[0].label_en in text


def test_a_length_that_divides_the_hour_is_chosen_from_those_that_do(app, commune):
    with app.app_context():
        chief = make_official(commune.unit_id, role=Role.ADMINISTRATOR, department_id=commune.office)
    client, page = app.test_client(), f"{PAGE}/reception_slot_minutes"
    sign_in(client, chief.username)
    shown = client.get(page).text
    assert [f'value="{minutes}"' in shown for minutes in (15, 20, 30, 60, 45)] == [True, True, True, True, False]
    refused = send(client, page, {"version": "0", "value": "45"})
    assert (refused.status_code, "Hãy chọn một mục trong danh sách." in refused.text) == (400, True)
    assert send(client, page, {"version": "0", "value": "20"}).status_code == 303
    with app.app_context(), use_unit(commune.unit_id):
        assert queries.setting(commune.unit_id, "reception_slot_minutes") == 20


def test_a_rule_of_a_few_words_is_chosen_by_their_names(desk):
    page = desk.get(f"{PAGE}/kn_clock_starts").text
    assert [f'value="{word}"' in page for word in ("submission", "signature")] == [True, True]
    assert ("Từ lúc gửi" in page, "Từ ngày người khiếu nại ký đơn" in page) == (True, True)
    listed = desk.get(PAGE).text
    assert ("Từ lúc gửi" in listed, "submission" in listed) == (True, False)
    assert send(desk, f"{PAGE}/kn_clock_starts", {"value": "signature", "version": 0}).status_code == 303
    assert "Từ ngày người khiếu nại ký đơn" in desk.get(PAGE).text
