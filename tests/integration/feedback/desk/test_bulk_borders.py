"""Many cases at once at the borders of the command, and names and filters of saved lists; one commune, one walk each."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.permissions import Actor
from core.database import use_unit
from core.errors import BadInput
from core.extensions import db
from core.transaction import transaction
from feedback.desk_models import SavedView
from feedback.models import CaseEntry
from feedback.queries.saved_views import own_views
from feedback.services import bulk, saved_views
from feedback.services.bulk import Pick
from feedback.states import Action
from tests.makers import NEIGHBOUR, NOW, Commune, make_case, make_commune, read_case, read_version
from tests.makers_desk import Desk, words_of

BIGGEST = 2**31 - 1


def said(results: list[bulk.Result]) -> list[tuple[int, str]]:
    """Return id and the kind of refusal ("" for done) of each result, in their order."""
    return [(item.case_id, type(item.refused).__name__ if item.refused else "") for item in results]


def entries(case_id: int, kind: str) -> int:
    """Return how often a kind of line stands in the timeline of a case."""
    query = select(func.count(CaseEntry.id)).where(CaseEntry.case_id == case_id, CaseEntry.kind == kind)
    return db.session.scalar(query) or 0


def test_picks_at_their_borders_each_get_their_own_answer(app: Flask, home: Commune):
    with app.app_context():
        there = make_commune(NEIGHBOUR)
        with use_unit(there.unit_id):
            theirs = make_case(there, state="classified").id
            before = read_version(theirs)
    with app.app_context(), use_unit(home.unit_id):
        first, second, third = (make_case(home, state="classified").id for _ in range(3))
        version = read_version(first)
        to = {"actor": home.clerk, "at": NOW, "department_id": min(home.officer.department_ids), "officer_id": home.officer.id}
        assert bulk.give_many([], **to) == []
        picks = [
            Pick(case_id=BIGGEST, version=1),  # nobody's
            Pick(case_id=third, version=version + 1),  # a version that is still to come
            Pick(case_id=second, version=version - 1),  # seen before the last step
            Pick(case_id=theirs, version=before),  # another commune's
            Pick(case_id=first, version=version),
            Pick(case_id=first, version=version),  # marked twice: the second finds it moved on
            Pick(case_id=0, version=0),
        ]
        results = bulk.give_many(picks, **to)
        expected = {0: "NotFound", second: "StaleVersion", third: "StaleVersion", theirs: "NotFound", BIGGEST: "NotFound"}
        ordered = sorted([*expected.items(), (first, ""), (first, "StaleVersion")], key=lambda item: item[0])
        assert said(results) == ordered
        assert [read_case(case_id).state for case_id in (first, second, third)] == ["in_progress", "classified", "classified"]
        assert [entries(first, "accepted"), entries(second, "accepted"), entries(third, "accepted")] == [1, 0, 0]
        assert {item.action for item in results if item.case_id == first and not item.refused} == {Action.ACCEPT}
    with app.app_context(), use_unit(there.unit_id):
        assert (read_case(theirs).state, read_version(theirs)) == ("classified", before)


@pytest.mark.parametrize("who", ["officer", "supervisor"])
def test_who_may_not_give_changes_nothing_even_past_the_page(app: Flask, home: Commune, who: str):
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, state="classified")
        actor: Actor = getattr(home, who)
        results = bulk.give_many(
            [Pick(case_id=case.id, version=case.version)],
            actor=actor, at=NOW, department_id=min(home.officer.department_ids), officer_id=home.officer.id,
        )  # fmt: skip
        assert said(results) == [(case.id, "NotAllowed")]
        assert (read_case(case.id).state, entries(case.id, "accepted")) == ("classified", 0)


NAMES = [
    ("", "view_name", "empty"),
    (" \t\u200b\ufeff ", "view_name", "nothing visible"),
    ("x" * 61, "view_name", "one letter too many"),
    ("ế" * 60, "ế" * 60, "sixty letters with marks"),
    ("e\u0302\u0301" * 60, "ế" * 60, "the same sixty, taken apart: no second list"),
    ("  Việc   trễ ", "Việc trễ", "spaces"),
    ("Việc trễ", "Việc trễ", "the same name again"),
    ("việc trễ", "việc trễ", "small letters are another name"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>", "markup is a name"),
    ("{{ 7*7 }} %(x)s {x}", "{{ 7*7 }} %(x)s {x}", "a template is a name"),
    ("a\x00b\u202ec\uffff", "abc", "signs that cannot be seen"),
    ("'; drop table saved_views; --", "'; drop table saved_views; --", "a command is a name"),
    ("👍" * 60, "👍" * 60, "sixty pictures"),
]


def test_names_of_lists_are_kept_clean_once_and_shown_as_text(app: Flask, home: Commune, desk: dict[str, Desk]):
    with app.app_context(), use_unit(home.unit_id):
        for typed, result, why in NAMES:
            try:
                with transaction():
                    kept = saved_views.save_view(
                        actor=home.clerk, at=NOW, name=typed, filters="xem=dang-mo", opens_first=False
                    ).name
            except BadInput as fault:
                kept = fault.errors["name"]
            assert (why, kept) == (why, result)
        names = {result for _typed, result, _why in NAMES} - {"view_name"}
        assert {view.name for view in own_views(home.clerk)} == names
        assert db.session.scalar(select(func.count(SavedView.id)).where(SavedView.official_id == home.clerk.id)) == len(names)
        assert own_views(home.leader) == []
    page = desk["clerk"].open("/can-bo/danh-sach")
    assert ("<script>alert" in page.text, "<script>alert(1)</script>" in words_of(page.text)) == (False, True)
    assert ("{{ 7*7 }}" in words_of(page.text), "49 %" in words_of(page.text)) == (True, False)
    for number in (40, 41, 300):  # an address of very many fields narrows nothing, and never ends in an error
        query = "&".join(f"la{place}=1" for place in range(number))
        assert (number, desk["clerk"].open(f"/can-bo?{query}").status_code) == (number, 200)
