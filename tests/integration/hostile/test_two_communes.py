"""Two communes on one installation: with the numbers of the first, an official of the second opens and changes nothing.

Every route of the address map is asked, whatever it is; the pages of the second commune hold no name of the first's cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from accounts.models import Unit
from core.database import TenantMissing, use_unit
from core.extensions import db
from feedback.models import Case, CaseEntry
from tests.integration.hostile.scene import STRANGER, Scene, known_case, parts
from tests.makers import NEIGHBOUR, Commune, make_commune
from tests.makers_accounts import token_in
from tests.makers_desk import Desk, desks
from tests.makers_resident import letter_form

THERE = "http://chien-thang.localhost"
THEIRS = ("Nguyễn Văn An", "0912 345 678", "0912345678", "Cầu tràn", "lan can", "Vi Thị Hạnh", "Vạn Linh")
WHO = ("clerk", "officer", "leader", "administrator")
TO_THE_CASE = {"desk.case_step", "desk.complaint_form", "desk.drop_copy"}
"""They change at most what the official typed themselves, and lead to the page of the case, which does not exist here."""
OF_A_COMMUNE = {"case_id", "public_id", "code", "absence_id", "change_id", "dialogue_id", "call_id", "commitment_id", "item_id"}


@pytest.fixture
def neighbour(app: Flask, scene: Scene) -> Commune:
    """Return the second commune."""
    with app.app_context():
        return make_commune(NEIGHBOUR)


@pytest.fixture
def abroad(app: Flask, neighbour: Commune) -> dict[str, Desk]:
    """Return the browsers of the second commune's officials."""
    return desks(app, neighbour, base_url=THERE)


def official_rules(scene: Scene, method: str) -> list[Rule]:
    """Return the desk's routes that name a row of a commune."""
    return [
        rule
        for rule in scene.app.url_map.iter_rules()
        if method in rule.methods and rule.rule.startswith("/can-bo") and OF_A_COMMUNE & set(parts(rule))
    ]


def row(scene: Scene) -> list[tuple[int, str]]:
    """Return version and state of the first commune's cases."""
    with scene.app.app_context(), use_unit(scene.home.unit_id):
        return [(case.version, case.state) for case in db.session.query(Case).order_by(Case.id)]


def addresses_of(scene: Scene, method: str) -> Iterator[tuple[Rule, str]]:
    """Yield the desk's routes with the first commune's numbers in them: those of cases with each case."""
    for rule in official_rules(scene, method):
        for known in scene.cases.values() if "case_id" in parts(rule) else list(scene.cases.values())[:1]:
            yield rule, scene.address(rule, case_id=str(known.id).encode()).decode()


def seen_by(person: Desk, rule: Rule, answer: TestResponse) -> tuple[int, list[str]] | None:
    """Return status and what was told of the first commune, when it is not what somebody of the second may see: nothing."""
    if rule.endpoint in TO_THE_CASE and answer.location:
        answer = person.open(answer.location)
    told = [word for word in THEIRS if word in answer.text]
    return (answer.status_code, told) if answer.status_code not in (403, 404) or told else None


def test_no_page_opens_with_the_numbers_of_another_commune(scene: Scene, abroad: dict[str, Desk]):
    found = {}
    for who, (rule, address) in product(WHO, addresses_of(scene, "GET")):
        found[who, address] = seen_by(abroad[who], rule, abroad[who].open(address))
    assert {key: seen for key, seen in found.items() if seen} == {}


def test_no_step_is_taken_with_the_numbers_of_another_commune(scene: Scene, abroad: dict[str, Desk]):
    before, found = row(scene), {}
    tokens = {who: token_in(abroad[who].open("/can-bo/tai-khoan")) for who in WHO}
    for who, (rule, address) in product(WHO, addresses_of(scene, "POST")):
        verb = rule.rule.rpartition("/")[2]
        data = {f"{verb}-version": "1", f"{verb}-text": "Từ xã khác", f"{verb}-do": "approve"} if "ho-so" in address else {}
        answer = abroad[who].client.post(address, data=data, base_url=THERE, headers={"X-CSRFToken": tokens[who]})
        found[who, address] = seen_by(abroad[who], rule, answer)
    assert {key: seen for key, seen in found.items() if seen} == {}
    assert row(scene) == before


def test_no_list_or_filter_shows_a_name_of_another_commune(scene: Scene, abroad: dict[str, Desk]):
    addresses = [
        "/can-bo?xem=tat-ca", "/can-bo?xem=dang-mo&q=lan", "/can-bo?xem=tat-ca&linh-vuc=1&thon=1&phong=1", "/can-bo/hop-thu",
        "/can-bo/quan-tri", "/can-bo/quan-tri/nhan-su", "/can-bo/quan-tri/phan-cong", "/can-bo/nhap", "/can-bo/nhap/bien-nhan",
        *(f"/can-bo?xem=tat-ca&q={known.code}" for known in scene.cases.values()),
    ]  # fmt: skip
    found = {}
    for who, address in product(WHO, addresses):
        page = abroad[who].client.get(address, base_url=THERE, follow_redirects=True).text
        found[who, address] = [word for word in THEIRS if word in page]
    assert {key: told for key, told in found.items() if told} == {}


def test_public_pages_of_the_second_commune_know_nothing_of_the_first(scene: Scene, neighbour: Commune):
    client, photo = scene.app.test_client(), scene.ids["file.public_id"]
    code = scene.cases["closed"].code
    statuses = {
        path: client.get(path, base_url=THERE).status_code
        for path in (f"/ho-so/{code}", f"/da-nhan/{code}", f"/tep/{photo}/small", f"/ke-hoach/{scene.ids['plan.public_id']}")
    }
    assert set(statuses.values()) == {404}
    lists = "".join(client.get(path, base_url=THERE).text for path in ("/", "/ho-so", "/ho-so?q=can", "/cong-khai", "/ke-hoach"))
    assert [word for word in (*THEIRS, *(known.code for known in scene.cases.values())) if word in lists] == []


def test_secret_words_open_nothing_at_the_second_commune(scene: Scene, neighbour: Commune):
    client, known = scene.app.test_client(), scene.cases["answered"]
    data = {"code": known.code, "secret": known.secret}
    assert client.post("/tra-cuu", data=data, base_url=THERE).status_code == 422
    assert client.post("/tra-cuu", data=data).status_code == 303
    carried = client.get_cookie("xem-don").value
    thief = scene.app.test_client()
    thief.set_cookie("xem-don", carried, domain="chien-thang.localhost")
    assert thief.get(f"/tra-cuu/{known.code}", base_url=THERE).status_code == 303


def test_form_of_one_commune_sent_to_both_makes_a_case_in_each(scene: Scene, neighbour: Commune):
    form = letter_form(scene.clients[STRANGER])
    here = scene.app.test_client().post("/gui", data=form)
    there = scene.app.test_client().post("/gui", data=form, base_url=THERE)
    assert (here.status_code, there.status_code, here.location == there.location) == (303, 303, False)


def test_clerk_cannot_use_fields_villages_or_officers_of_another_commune(
    app: Flask, scene: Scene, neighbour: Commune, abroad: dict[str, Desk]
):
    with app.app_context(), use_unit(neighbour.unit_id):
        own = known_case(neighbour, "received", key="theirs").id
    theirs = scene.home.officer.id
    for typed in ({"field_id": "1"}, {"village_id": "1"}):
        assert abroad["clerk"].take(own, "phan-loai", **{"kind": "PHAN_ANH", **typed}).status_code == 400
    assert abroad["clerk"].take(own, "phan-loai", reason="xã mình").status_code == 303
    answer = abroad["clerk"].take(own, "nhan", officer_id=str(theirs), department_id=str(min(scene.home.officer.department_ids)))
    assert answer.status_code == 400


# ------------------------------------------------------------------ the filter under every query

SHAPES = {
    "rows": select(CaseEntry.id),
    "count": select(func.count(CaseEntry.id)),
    "count-from": select(func.count()).select_from(CaseEntry),
    "subquery": select(select(CaseEntry).subquery().c.id),
    "common-table": select(select(CaseEntry.id).cte().c.id),
    "union": select(CaseEntry.id).union_all(select(Case.id)),
    "exists": select(Unit.id).where(select(CaseEntry.id).exists()),
    "inside-a-value": select(select(func.max(CaseEntry.id)).scalar_subquery()),
    "join-from-another-table": select(Unit.id).join(CaseEntry, CaseEntry.unit_id == Unit.id),
    "inside-a-list": select(Unit.id).where(Unit.id.in_(select(CaseEntry.unit_id))),
}


def test_no_shape_of_a_query_reads_another_commune(app: Flask, scene: Scene, neighbour: Commune):
    for shape, query in SHAPES.items():
        read = {}
        for name, unit_id in (("theirs", scene.home.unit_id), ("ours", neighbour.unit_id)):
            with app.app_context(), use_unit(unit_id):
                read[name] = [value for value in db.session.scalars(query) if value]
        assert (shape, read["ours"], read["theirs"] != []) == (shape, [], True)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_of_a_query_runs_without_a_commune(app: Flask, shape: str):
    with app.app_context(), pytest.raises(TenantMissing):
        db.session.execute(SHAPES[shape])


def test_rows_of_another_commune_are_neither_changed_nor_fetched(app: Flask, scene: Scene, neighbour: Commune):
    known, before = scene.cases["received"], row(scene)
    with app.app_context(), use_unit(neighbour.unit_id):
        assert db.session.get(Case, known.id) is None
        changed = db.session.execute(update(Case).values(place="đổi").execution_options(synchronize_session=False))
        deleted = db.session.execute(delete(CaseEntry).execution_options(synchronize_session=False))
        assert (changed.rowcount, deleted.rowcount) == (0, 0)
        db.session.rollback()
    assert row(scene) == before
