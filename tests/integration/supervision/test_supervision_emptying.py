"""What is a denunciation is not taken; one that lies here already leaves with every word, and nothing tells why."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound
from core.extensions import db
from core.shredding import ShredTask
from core.transaction import transaction
from supervision.models import Recommendation, RecommendationEntry, RecommendationRound
from supervision.queries import public
from supervision.queries.desk import counts, desk_list, names_of
from supervision.services.emptying import empty
from supervision.states import Body
from tests.makers import NOW, Commune, inside
from tests.makers_desk import Desk, form_values, words_of
from tests.makers_supervision import (
    TITLE,
    TODAY,
    ask_again,
    audited,
    draft,
    letters,
    published,
    record,
    row,
    take_back,
    withdraw,
)

LIST = "/can-bo/giam-sat"
DENOUNCING = "Tôi làm đơn tố cáo ông Vi Văn Thành, Chủ tịch UBND xã, nhận tiền của dân."
WAYS = pytest.mark.parametrize("denounces", [False, True])


def emptied(commune: Commune, recommendation_id: int, *, by: str = "clerk", **facts: Any) -> Any:
    with use_unit(commune.unit_id), transaction():
        return empty(recommendation_id, actor=getattr(commune, by), at=NOW, **facts)


def kept(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def full(commune: Commune) -> int:
    """Return a recommendation with everything: public, asked again, the second answer on the leader's table."""
    recommendation_id = published(commune, body="member_organisation", organisation="Hội Nông dân xã", about="Kênh Nà Pất")
    ask_again(commune, recommendation_id)
    draft(commune, recommendation_id)
    return recommendation_id


# ------------------------------------------------------------------ nothing is stored


@pytest.mark.parametrize("field", ["title", "subject", "asked", "about"])
def test_a_denunciation_is_not_kept(commune: Commune, field: str):
    with pytest.raises(BadInput) as problem:
        record(commune, by="supervisor", **{field: DENOUNCING})
    assert (problem.value.errors, kept(Recommendation)) == ({field: "reads_as_denunciation"}, 0)


def test_nor_does_it_come_in_by_another_step(commune: Commune):
    recommendation_id = record(commune)
    with pytest.raises(BadInput) as problem:
        withdraw(commune, recommendation_id, reason=DENOUNCING)
    assert problem.value.errors == {"reason": "reads_as_denunciation"}
    assert row(commune, recommendation_id).state == "received"


@pytest.mark.parametrize(
    ("who", "way"), [("clerk", 'href="/can-bo/so-kin"'), ("supervisor", 'href="/to-cao"')], ids=["office", "front"]
)
def test_the_page_keeps_the_words_and_tells_the_way(app: Flask, home: Commune, people: dict[str, Desk], who: str, way: str):
    new, desk = f"{LIST}/moi", people[who]
    form = form_values(desk.open(new).text, new) | {"body": "fatherland_front", "title": TITLE, "asked": "Xem xét việc ấy."}
    answer = desk.send(new, form | {"document": "01/KN", "subject": DENOUNCING})
    with inside(app, unit_id=home.unit_id):
        stored = kept(Recommendation)
    assert (answer.status_code, stored, DENOUNCING in answer.text) == (400, 0, True)
    assert way in answer.text.split("<form class")[0].split("data-error-summary")[1]


# ------------------------------------------------------------------ every word leaves


@WAYS
def test_nothing_is_left_but_a_number_and_the_same_for_both(commune: Commune, denounces: bool):
    recommendation_id, other = full(commune), record(commune)
    code = row(commune, recommendation_id).code
    assert (emptied(commune, recommendation_id, denounces=denounces) is not None) == denounces
    left = row(commune, recommendation_id)
    texts = (left.title, left.subject, left.asked, left.about, left.organisation, left.document, left.take_back_reason)
    assert (left.state, left.withdraw_reason, left.body, left.emptied_at) == ("withdrawn", "–", Body.FATHERLAND_FRONT, NOW)
    assert (set(texts), left.official_id, left.document_on, left.published_on) == ({""}, None, None, None)
    assert (letters(recommendation_id), len(letters(other)) > 0) == ([], True)
    of_other = [select(model.recommendation_id) for model in (RecommendationRound, RecommendationEntry)]
    assert [set(db.session.scalars(query)) for query in of_other] == [{other}, {other}]
    assert audited(recommendation_id)[-1].action == "supervision:recommendation:emptied"
    assert audited(recommendation_id)[-1].facts == {"body": "member_organisation"}
    assert public.public_recommendation(commune.unit_id, code, today=TODAY, locale="vi") is None
    assert public.taken_back(commune.unit_id, code) is None
    assert db.session.scalars(select(ShredTask)).one().facts["tables"] == [
        "outbox_messages", "recommendations", "short_messages", "supervision_entries", "supervision_rounds",
    ]  # fmt: skip


def test_it_is_read_and_counted_nowhere(commune: Commune):
    recommendation_id, other = full(commune), record(commune)
    emptied(commune, recommendation_id, denounces=True)
    numbers = counts(commune.unit_id, today=TODAY)
    assert {name: number for name, number in numbers.items() if number} == {"all": 1, "received": 1}
    assert [line.id for line in desk_list(commune.leader, shelf=None, mine=False, page=1, today=TODAY).items] == [other]
    assert set(names_of(commune.unit_id, [recommendation_id, other])) == {other}
    assert [year.received for year in public.numbers_by_year(commune.unit_id, today=TODAY)] == [1]
    assert public.all_published(commune.unit_id) == []


def test_one_that_was_taken_back_keeps_no_reason(commune: Commune):
    recommendation_id = published(commune)
    take_back(commune, recommendation_id)
    code = row(commune, recommendation_id).code
    emptied(commune, recommendation_id, denounces=True)
    assert public.taken_back(commune.unit_id, code) is None


@WAYS
def test_it_happens_once_and_the_form_that_made_it_makes_no_other(commune: Commune, denounces: bool):
    recommendation_id = record(commune, key="first")
    emptied(commune, recommendation_id, denounces=denounces)
    with pytest.raises(NotFound):
        emptied(commune, recommendation_id, denounces=denounces)
    with pytest.raises(NotFound):
        withdraw(commune, recommendation_id)
    assert (record(commune, key="first"), kept(Recommendation)) == (recommendation_id, 1)


@pytest.mark.parametrize("who", ["supervisor", "administrator"])
def test_who_seals_nothing_empties_nothing(commune: Commune, who: str):
    recommendation_id = record(commune)
    with pytest.raises(NotAllowed):
        emptied(commune, recommendation_id, by=who, denounces=True)
    assert row(commune, recommendation_id).title == TITLE


# ------------------------------------------------------------------ the page


def test_who_may_move_it_is_shown_the_way(app: Flask, home: Commune, people: dict[str, Desk]):
    with inside(app, unit_id=home.unit_id):
        one = f"{LIST}/{record(home)}"
    shown = {name for name, desk in people.items() if f'href="{one}/chuyen-so"' in desk.open(one).text}
    opened = {name for name, desk in people.items() if desk.open(f"{one}/chuyen-so").status_code == 200}
    assert shown == opened == {"clerk", "officer", "stranger", "leader"}


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"why": "other", "sure": "y"}, 303), ({"why": "denunciation", "sure": "y", "accused_text": "Ông ở xã khác"}, 303),
        ({"why": "other"}, 400), ({"sure": "y"}, 400), ({"why": "\x00", "sure": "y"}, 400),
        ({"why": "denunciation", "sure": "y", "accused_id": "999999"}, 400),
        ({"why": "denunciation", "sure": "y", "accused_text": "x" * 30_000}, 400),
    ],
)  # fmt: skip
def test_the_form_asks_why_and_whether_one_is_sure(
    app: Flask, home: Commune, people: dict[str, Desk], typed: dict[str, str], status: int
):
    with inside(app, unit_id=home.unit_id):
        one = f"{LIST}/{record(home)}"
    path, clerk = f"{one}/chuyen-so", people["clerk"]
    answer = clerk.send(path, form_values(clerk.open(path).text, path) | typed)
    told = "Đã chuyển kiến nghị đi." in words_of(clerk.open(LIST).text)
    moved = status == 303
    assert (answer.status_code, told, clerk.open(one).status_code) == (status, moved, 404 if moved else 200)


def test_a_public_one_is_gone_from_everybodys_pages(app: Flask, home: Commune, people: dict[str, Desk], client: FlaskClient):
    with inside(app, unit_id=home.unit_id):
        recommendation_id = published(home)
        code = row(home, recommendation_id).code
    path, clerk = f"{LIST}/{recommendation_id}/chuyen-so", people["clerk"]
    before = [client.get(f"/giam-sat/{code}").status_code, TITLE in client.get("/giam-sat").text]
    clerk.send(path, form_values(clerk.open(path).text, path) | {"why": "other", "sure": "y"})
    after = [client.get(f"/giam-sat/{code}").status_code, TITLE in client.get("/giam-sat").text]
    assert (before, after) == ([200, True], [404, False])
