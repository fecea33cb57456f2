"""Evidence of posting, loudspeaker and village heads; when what hangs may come down; what the quarterly list says of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput, NotAllowed, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines.proof import Proof
from deadlines.queries import calendar_for
from disclosure.models import DisclosureShowing
from disclosure.quarters import Quarter
from disclosure.queries.desk import Shelf, counts, desk_list, replacements
from disclosure.queries.register import register_of
from disclosure.rules import Rank, Showing
from disclosure.services import showing
from tests.makers import NOW, Commune
from tests.makers_desk import paper, photo
from tests.makers_disclosure import (
    TODAY,
    begin,
    hung_places,
    local_morning,
    published,
    row,
    seen,
    show,
    take_down,
    withdraw,
)

LEAST = date(2026, 12, 21)
"""Thirty days after 20 November 2026 is Sunday, 20 December; a period that ends on a day off ends on the next working day."""
LATER = local_morning(date(2026, 12, 28))


def places(commune: Commune, item_id: int) -> list[DisclosureShowing]:
    with use_unit(commune.unit_id):
        query = select(DisclosureShowing).where(DisclosureShowing.item_id == item_id).order_by(DisclosureShowing.id)
        return list(db.session.scalars(query.execution_options(populate_existing=True)))


def refused(problem: pytest.ExceptionInfo[BadInput]) -> dict[str, str]:
    return problem.value.errors


# ------------------------------------------------------------------ noted


def test_what_hangs_has_the_last_day_that_the_law_wants_with_its_proof(commune: Commune):
    item_id = published(commune)
    show(commune, item_id, note="Dán ở bảng tin", photos=[photo()[0]])
    hung = places(commune, item_id)
    assert {(place.from_on, place.to_on, place.least_on) for place in hung} == {(TODAY, None, LEAST)}
    proof = Proof.from_dict(hung[0].proof)
    assert (proof.term, proof.number, proof.due_on) == ("DC.POSTING", 30, LEAST)
    assert [len(place.photos) for place in hung] == [1] * 16
    assert seen(commune, item_id).line.rank is Rank.HANGING


def test_some_places_first_and_the_others_later(commune: Commune):
    item_id = published(commune)
    first, *others = hung_places(commune, item_id)
    show(commune, item_id, [first])
    assert (seen(commune, item_id).line.missing, seen(commune, item_id).line.rank) == (15, Rank.EVIDENCE)
    show(commune, item_id, others, from_on=TODAY - timedelta(days=1))
    assert [group.from_on for group in seen(commune, item_id).groups] == [TODAY, TODAY - timedelta(days=1)]


def test_noted_again_a_wrong_day_is_written_over(commune: Commune):
    item_id = published(commune)
    show(commune, item_id, from_on=date(2026, 11, 17))
    show(commune, item_id, from_on=date(2026, 11, 18))
    assert {place.from_on for place in places(commune, item_id)} == {date(2026, 11, 18)}


def test_what_hangs_permanently_has_no_last_day(commune: Commune):
    item_id = published(commune, kind="4")
    show(commune, item_id)
    assert {(place.least_on, place.proof) for place in places(commune, item_id)} == {(None, None)}
    assert seen(commune, item_id, today=date(2027, 11, 20)).line.rank is Rank.HANGING


def test_the_loudspeaker_is_noted_when_its_days_are_over(commune: Commune):
    item_id = published(commune, kind="8")
    days = {"from_on": date(2026, 11, 18), "to_on": TODAY}
    with pytest.raises(BadInput) as problem:
        show(commune, item_id, ["loudspeaker"], from_on=date(2026, 11, 19), to_on=TODAY)
    assert (refused(problem), problem.value.facts["days"]) == ({"to_on": "broadcast_short"}, 3)
    show(commune, item_id, ["loudspeaker"], **days, note="Phát lúc 6 giờ")
    (spoken,) = [place for place in places(commune, item_id) if place.way == "loudspeaker"]
    assert (spoken.from_on, spoken.to_on, spoken.least_on, spoken.note) == (*days.values(), None, "Phát lúc 6 giờ")


def test_what_was_sent_has_one_day(commune: Commune):
    item_id = published(commune, kind="8")
    show(commune, item_id, ["village_heads"], to_on=TODAY)
    (sent,) = [place for place in places(commune, item_id) if place.way == "village_heads"]
    assert (sent.from_on, sent.to_on) == (TODAY, TODAY)


@pytest.mark.parametrize(
    ("keys", "more", "wrong"),
    [
        ([], {}, {"places": "places_missing"}),
        (["village-999999"], {}, {"places": "place_unknown"}),
        (["portal"], {}, {"places": "place_unknown"}),
        (["headquarters", "loudspeaker"], {}, {"places": "place_unknown"}),
        (["loudspeaker", "village_heads"], {}, {"places": "place_unknown"}),
        (["headquarters"], {"from_on": None}, {"from_on": "date_bad"}),
        (["headquarters"], {"from_on": date(2026, 11, 21)}, {"from_on": "from_later"}),
        (["headquarters"], {"from_on": date(9999, 1, 1)}, {"from_on": "from_later"}),
        (["headquarters"], {"from_on": date(1, 1, 1)}, {"from_on": "from_before_decision"}),
        (["headquarters"], {"note": "x" * 501}, {"note": "text_long"}),
    ],
)
def test_evidence_that_cannot_be_is_refused_and_leaves_nothing(
    commune: Commune, keys: list[str], more: dict[str, Any], wrong: dict[str, str]
):
    item_id = published(commune, kind="8")
    values = {"from_on": TODAY, "note": "", **more}
    with pytest.raises(BadInput) as problem, use_unit(commune.unit_id), transaction():
        showing.note_showing(
            item_id, Showing(places=tuple(keys), **values), actor=commune.clerk, at=NOW, version=2,
            calendar=calendar_for(commune.unit_id),
        )  # fmt: skip
    assert refused(problem) == wrong
    assert {place.from_on for place in places(commune, item_id)} == {None}


def test_a_paper_is_no_photo_of_the_wall(commune: Commune):
    item_id = published(commune)
    with pytest.raises(BadInput) as problem:
        show(commune, item_id, photos=[paper()[0]])
    assert refused(problem) == {"photos": "photo_type"}


def test_evidence_is_noted_of_what_is_published_by_whoever_answers_for_it(commune: Commune):
    item_id = begin(commune)
    with pytest.raises(WrongState):
        show(commune, item_id)
    item_id = published(commune)
    for stranger in ("stranger", "supervisor"):
        with pytest.raises(NotAllowed):
            show(commune, item_id, by=stranger)
    show(commune, item_id, by="officer")
    with pytest.raises(StaleVersion), use_unit(commune.unit_id), transaction():
        showing.take_down(item_id, ["headquarters"], to_on=TODAY, actor=commune.clerk, at=NOW, version=2)


# ------------------------------------------------------------------ down


@pytest.mark.parametrize("to_on", [TODAY, date(2026, 12, 19), date(2026, 12, 20)])
def test_before_its_days_are_over_nothing_comes_down_and_the_article_is_named(commune: Commune, to_on: date):
    item_id = published(commune)
    show(commune, item_id)
    with pytest.raises(BadInput) as problem:
        take_down(commune, item_id, to_on=to_on, at=LATER)
    facts = problem.value.facts
    assert (refused(problem), facts["until"], facts["days"]) == ({"to_on": "posting_short"}, LEAST.isoformat(), 30)
    assert "khoản 2 Điều 13" in str(facts["basis_vi"])
    assert {place.to_on for place in places(commune, item_id)} == {None}


def test_from_the_last_day_on_it_comes_down(commune: Commune):
    item_id = published(commune)
    show(commune, item_id)
    assert seen(commune, item_id, today=LEAST).line.rank is Rank.HANGING
    assert seen(commune, item_id, today=LEAST + timedelta(days=1)).line.rank is Rank.REMOVABLE
    take_down(commune, item_id, to_on=LEAST, at=LATER)
    assert seen(commune, item_id, today=date(2026, 12, 28)).line.rank is Rank.DONE
    with pytest.raises(BadInput) as problem:
        take_down(commune, item_id, to_on=LEAST, at=LATER)
    assert refused(problem) == {"places": "not_hanging"}
    with pytest.raises(BadInput) as problem:
        show(commune, item_id, at=LATER)
    assert refused(problem) == {"places": "place_ended"}


@pytest.mark.parametrize(
    ("to_on", "code"), [(None, "date_bad"), (date(2026, 12, 29), "to_later"), (date(2026, 11, 19), "to_before_from")]
)
def test_it_came_down_on_a_day_that_can_be(commune: Commune, to_on: date | None, code: str):
    item_id = published(commune)
    show(commune, item_id)
    with pytest.raises(BadInput) as problem:
        take_down(commune, item_id, to_on=to_on, at=LATER)
    assert refused(problem) == {"to_on": code}


def test_what_hangs_permanently_comes_down_for_a_later_item_of_its_kind_only(commune: Commune):
    item_id, other = published(commune, kind="4"), published(commune, kind="13")
    show(commune, item_id)
    with pytest.raises(BadInput) as problem:
        take_down(commune, item_id, to_on=date(2026, 12, 28), at=LATER)
    assert refused(problem) == {"to_on": "posting_permanent"}
    with pytest.raises(BadInput) as problem:
        take_down(commune, item_id, to_on=date(2026, 12, 28), at=LATER, replaced_by_id=other)
    assert refused(problem) == {"replaced_by_id": "replacement_unknown"}
    newer = published(commune, kind="4", title="Quy chế mới")
    assert replacements(commune.unit_id, seen(commune, item_id)) == [(newer, "Quy chế mới")]
    take_down(commune, item_id, to_on=date(2026, 12, 28), at=LATER, replaced_by_id=newer)
    assert row(commune, item_id).replaced_by_id == newer


def test_what_was_taken_back_comes_down_at_once(commune: Commune):
    item_id = published(commune)
    show(commune, item_id)
    withdraw(commune, item_id)
    assert seen(commune, item_id).line.rank is Rank.REMOVABLE
    take_down(commune, item_id, to_on=TODAY, at=NOW)
    assert seen(commune, item_id).line.rank is Rank.WITHDRAWN
    query = select(AuditEntry.action, AuditEntry.facts).where(AuditEntry.action.like("disclosure:taken%"))
    assert db.session.execute(query).one()[1] == {"kind": "2", "places": 16, "to_on": "2026-11-20"}


# ------------------------------------------------------------------ the desk's order


def test_the_list_begins_with_what_is_most_urgent(commune: Commune):
    hanging = published(commune, title="đang treo")
    show(commune, hanging)
    missing = published(commune, title="thiếu")
    late = begin(commune, title="chờ, quá hạn", decided_on=date(2026, 11, 2))
    waiting = begin(commune, title="chờ")
    published(commune, title="chỉ cần trang", kind="14")
    gone = published(commune, title="đã gỡ")
    withdraw(commune, gone)

    def titles(shelf: Shelf | None, *, mine: bool = False) -> list[str]:
        return [line.title for line in desk_list(commune.clerk, shelf=shelf, mine=mine, page=1, today=TODAY).items]

    assert titles(None) == ["chờ, quá hạn", "chờ", "thiếu", "đang treo"]
    assert titles(Shelf.WAITING) == ["chờ, quá hạn", "chờ"]
    assert titles(Shelf.MISSING) == ["thiếu"]
    assert titles(Shelf.HANGING) == ["đang treo"]
    assert titles(Shelf.OVER) == ["đã gỡ", "chỉ cần trang"]
    assert counts(commune.unit_id, today=TODAY) == {"all": 4, "waiting": 2, "missing": 1, "hanging": 1, "over": 2}
    ids = {late: Rank.PUBLISH, waiting: Rank.PUBLISH, missing: Rank.EVIDENCE, hanging: Rank.HANGING, gone: Rank.WITHDRAWN}
    assert {item_id: seen(commune, item_id).line.rank for item_id in ids} == ids


def test_python_and_sql_agree_on_every_rank(commune: Commune):
    made = [published(commune), published(commune, kind="14"), begin(commune), published(commune, kind="4")]
    show(commune, made[0])
    show(commune, made[3])
    for day in (TODAY, LEAST, LEAST + timedelta(days=1)):
        lines = [
            line
            for shelf in (None, Shelf.OVER)
            for line in desk_list(commune.clerk, shelf=shelf, mine=False, page=1, today=day).items
        ]
        assert [line.id for line in lines] == [line.id for line in sorted(lines, key=lambda line: line.rank)]
        assert len(lines) == len(made)


def test_mine_is_what_i_answer_for_or_began(commune: Commune):
    begin(commune, title="của phòng")
    begin(commune, title="của người khác", official_id=commune.leader.id)
    page = desk_list(commune.officer, shelf=None, mine=True, page=1, today=TODAY)
    assert [line.title for line in page.items] == ["của phòng"]


# ------------------------------------------------------------------ the quarterly list


def test_an_item_stands_in_every_quarter_in_which_a_form_of_it_began(commune: Commune):
    item_id = published(commune, at=local_morning(date(2026, 12, 30)), decided_on=date(2026, 12, 28))
    show(commune, item_id, from_on=date(2027, 1, 4), at=local_morning(date(2027, 1, 5)))
    today = date(2027, 1, 5)
    (old,) = register_of(commune.unit_id, Quarter(year=2026, number=4), today=today)
    (new,) = register_of(commune.unit_id, Quarter(year=2027, number=1), today=today)
    assert (old.portal_on, old.places) == (date(2026, 12, 30), ())
    assert (new.portal_on, [group.every for group in new.places]) == (None, [False, True])
    assert register_of(commune.unit_id, Quarter(year=2026, number=3), today=today) == []


def test_what_was_taken_back_stands_there_without_its_title(commune: Commune):
    item_id = published(commune)
    show(commune, item_id)
    withdraw(commune, item_id)
    (line,) = register_of(commune.unit_id, Quarter(year=2026, number=4), today=TODAY)
    assert (line.title, line.document, line.withdrawn_on, len(line.places)) == ("", "", TODAY, 2)


def test_a_draft_stands_nowhere(commune: Commune):
    begin(commune)
    assert register_of(commune.unit_id, Quarter(year=2026, number=4), today=TODAY) == []
