"""A write that another site sent, or that carries no token of ours, changes nothing, at any address."""

from __future__ import annotations

from itertools import product

from sqlalchemy import func, select

from core.audit import AuditEntry
from core.extensions import db
from feedback.models import Case
from tests.integration.hostile.scene import STRANGER, WHO, Scene
from tests.makers_resident import letter_form

FOREIGN = (
    {"Origin": "https://evil.example"}, {"Origin": "http://localhost.evil.example"}, {"Origin": "http://localhost:81"},
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
)  # fmt: skip
WITHOUT_TOKEN: tuple[dict[str, str], ...] = (
    {}, {"csrf_token": ""}, {"csrf_token": "IjEi.aaaa.bbbb"}, {"version": "1", "ghi-chu-text": "không có mã"},
)  # fmt: skip
BEFORE_THE_FORM = {301, 303, 308}


def marks(scene: Scene) -> tuple[int, int]:
    """Return how many cases and audit entries there are."""
    with scene.app.app_context():
        return tuple(
            db.session.scalar(select(func.count()).select_from(model).execution_options(all_units=True))
            for model in (Case, AuditEntry)
        )


def test_write_of_another_site_is_refused_everywhere(scene: Scene):
    before, answers = marks(scene), {}
    for who in WHO:
        for rule, headers in product(scene.rules(who, "POST"), FOREIGN):
            answer = scene.clients[who].post(scene.address(rule).decode(), headers={**scene.headers(who), **headers})
            answers[(who, str(rule), *headers.items())] = answer.status_code
    assert {key: status for key, status in answers.items() if status != 403} == {}
    assert marks(scene) == before


def test_letter_of_another_site_is_refused_with_a_valid_token_too(scene: Scene):
    client = scene.clients[STRANGER]
    form, before = letter_form(client), marks(scene)
    assert client.post("/gui", data=form, headers={"Origin": "https://evil.example"}).status_code == 403
    assert marks(scene) == before


def test_official_form_without_its_token_is_refused(scene: Scene):
    before, answers = marks(scene), {}
    public = {str(rule) for rule in scene.rules(STRANGER, "POST")} - {"/dang-nhap", "/dang-xuat"}
    for who in WHO[1:]:
        for rule, data in product((rule for rule in scene.rules(who, "POST") if str(rule) not in public), WITHOUT_TOKEN):
            answer = scene.clients[who].post(scene.address(rule).decode(), data=data)
            answers[(who, str(rule), *data)] = answer.status_code
    assert {key: status for key, status in answers.items() if status != 400} == {}
    assert marks(scene) == before


def test_token_of_one_official_does_not_serve_another(scene: Scene):
    address = f"/can-bo/ho-so/{scene.cases['submitted'].id}/ghi-chu"
    borrowed = scene.clients["leader"].post(address, data={"ghi-chu-text": "mượn"}, headers=scene.headers("clerk"))
    assert borrowed.status_code == 400


def test_nobody_writes_where_their_role_has_nothing_to_write(scene: Scene):
    before = marks(scene)
    own = {who: {(rule.rule, rule.endpoint) for rule in scene.rules(who, "POST")} for who in WHO}
    answers = {
        (who, rule.rule): scene.clients[who].post(scene.address(rule).decode(), headers=scene.headers(who)).status_code
        for who, rule in product(WHO[1:], scene.app.url_map.iter_rules())
        if "POST" in rule.methods and (rule.rule, rule.endpoint) not in own[who] | own[STRANGER]
    }
    assert {rule: status for rule, status in answers.items() if status != 403} == {}
    assert marks(scene) == before


def test_stranger_is_sent_to_sign_in_and_changes_nothing(scene: Scene):
    before, own = marks(scene), {rule.endpoint for rule in scene.rules(STRANGER, "POST")}
    answers = {
        rule.rule: scene.app.test_client().post(scene.address(rule).decode()).status_code
        for rule in scene.app.url_map.iter_rules()
        if "POST" in rule.methods and rule.endpoint not in own
    }
    assert {rule: status for rule, status in answers.items() if status not in BEFORE_THE_FORM | {400, 401, 403}} == {}
    assert marks(scene) == before
