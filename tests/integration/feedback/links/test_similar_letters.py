"""Letters that are like another one: found by village, field, time, phone and text, explained, and within their limits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from accounts.queries import fields, villages
from core.errors import NotFound
from core.extensions import db
from feedback.queries import similar
from feedback.queries.similar import similar_cases, similar_published
from feedback.states import Action
from tests.infra.plans import plan_of, statements_of
from tests.makers import NEIGHBOUR, NOW, TODAY, Commune, inside, make_case, make_commune, publish_case, read_case
from tests.makers_links import BRIDGE, LIGHT, RUBBISH, merge, parts_of, split, turn_away

OTHER_WORDS = "Lan can cầu tràn Nà Pe gãy sau mưa lũ, học sinh đi qua rất nguy hiểm, đề nghị xã sửa."


def found(commune: Commune, case_id: int) -> dict[str, similar.SimilarCase]:
    db.session.rollback()
    return {item.code: item for item in similar_cases(commune.clerk, case_id)}


def test_the_same_matter_in_other_words_is_found_and_explained(commune: Commune):
    first = make_case(commune, story=BRIDGE, at=NOW - timedelta(days=3), phone="0987 654 321")
    for story in (RUBBISH, LIGHT):
        make_case(commune, story=story, phone="0987 111 222")
    mine = make_case(commune, story=OTHER_WORDS)
    (item,) = found(commune, mine.id).values()
    assert (item.code, item.days, item.same_village, item.same_field) == (first.code, 3, True, True)
    assert (item.same_sender, item.repeats, item.score >= similar.LEAST) == (False, "", True)


def test_the_best_come_first_and_never_more_than_five(commune: Commune):
    cases = [make_case(commune, story=BRIDGE + " Sửa sớm." * number, phone="0987 654 321") for number in range(7)]
    scores = [item.score for item in similar_cases(commune.clerk, cases[0].id)]
    assert (len(scores), scores) == (5, sorted(scores, reverse=True))


def test_what_lies_elsewhere_or_long_ago_is_left_out_unless_it_is_from_the_same_phone(commune: Commune):
    there = {"field_id": fields(commune.unit_id)[-1].id, "village_id": villages(commune.unit_id)[-1].id}
    make_case(commune, story=BRIDGE, phone="0987 654 321", **there)
    make_case(commune, story=BRIDGE, phone="0987 654 321", at=NOW - timedelta(days=similar.DAYS + 1))
    own = make_case(commune, story=BRIDGE, at=NOW - timedelta(days=similar.DAYS + 30), **there)
    mine = make_case(commune, story=BRIDGE)
    assert [(item.code, item.same_sender) for item in found(commune, mine.id).values()] == [(own.code, True)]


def test_a_letter_without_village_and_field_is_compared_with_the_newest(commune: Commune):
    first = make_case(commune, story=BRIDGE, phone="0987 654 321")
    mine = make_case(commune, story=BRIDGE, field_id=None, village_id=None)
    item = found(commune, mine.id)[first.code]
    assert (item.same_village, item.same_field) == (False, False)


def test_what_was_merged_split_or_came_out_of_the_letter_is_not_shown(commune: Commune):
    lead = make_case(commune, story=BRIDGE, phone="0987 654 321")
    copy = make_case(commune, story=BRIDGE, phone="0987 654 322")
    merge(commune, copy.id, lead.code)
    mixed = make_case(commune, story=f"{BRIDGE} {RUBBISH}", phone="0987 654 323")
    children = split(commune, mixed.id, parts_of(commune, BRIDGE, RUBBISH))
    mine = make_case(commune, story=BRIDGE)
    assert set(found(commune, mine.id)) == {lead.code, read_case(children[0]).code}
    assert copy.code not in found(commune, lead.id)
    assert mixed.code not in found(commune, children[0])


LED_ELSEWHERE = (
    (Action.GUIDE, "Tòa án nhân dân khu vực", "sent_on"),
    (Action.TRANSFER, "Sở Xây dựng", "sent_on"),
    (Action.REFUSE, "", "answered"),
    (Action.RETURN, "", ""),
)


def test_a_repeated_letter_of_one_phone_is_told_from_a_new_one(commune: Commune):
    firsts = {}
    for action, receiver, repeats in LED_ELSEWHERE:
        came = "walk_in" if action is Action.REFUSE else "web"
        first = make_case(commune, state="classified", story=BRIDGE, channel=came, at=NOW - timedelta(days=20))
        turn_away(commune, first.id, action, receiver=receiver, at=NOW - timedelta(days=19))
        firsts[first.code] = repeats
    mine = found(commune, make_case(commune, story=BRIDGE).id)
    other = found(commune, make_case(commune, story=BRIDGE, phone="0987 654 321").id)
    assert {code: mine[code].repeats for code in firsts} == firsts
    assert {other[code].repeats for code in firsts} == {""}
    assert {mine[code].settled_on for code in firsts} == {TODAY - timedelta(days=19)}


def test_an_answered_letter_of_the_same_phone_counts_as_answered(commune: Commune):
    first = make_case(commune, state="answered", story=BRIDGE, at=NOW - timedelta(days=20))
    mine = make_case(commune, story=BRIDGE)
    assert found(commune, mine.id)[first.code].repeats == "answered"
    assert found(commune, first.id)[mine.code].repeats == ""


def test_another_commune_and_officials_without_letters_get_nothing(commune: Commune):
    mine = make_case(commune, story=BRIDGE)
    neighbour = make_commune(NEIGHBOUR)
    for actor in (neighbour.clerk, commune.administrator):
        with pytest.raises(NotFound):
            similar_cases(actor, mine.id)
    with pytest.raises(NotFound):
        similar_cases(commune.clerk, 10**6)


def test_what_the_same_phone_wrote_is_known_without_the_neighbours(commune: Commune):
    own = make_case(commune, story=BRIDGE, at=NOW - timedelta(days=400))
    make_case(commune, story=BRIDGE, phone="0987 654 321")
    mine = make_case(commune, story=BRIDGE)
    db.session.rollback()
    assert [item.code for item in similar_cases(commune.clerk, mine.id, neighbours=False)] == [own.code]
    anonymous = make_case(commune, story=BRIDGE, anonymous=True)
    assert similar_cases(commune.clerk, anonymous.id, neighbours=False) == ()


def test_the_number_of_questions_to_the_database_does_not_grow(commune: Commune):
    mine = make_case(commune, story=BRIDGE)
    counts = []
    for more in (1, 4):
        for _ in range(more):
            make_case(commune, story=BRIDGE, phone="0987 654 321")
        counts.append(len(statements_of(lambda: similar_cases(commune.clerk, mine.id))))
    assert counts == [7, 7]


# ---------------------------------------------------------------- while somebody types


def typed(commune: Commune, text: str, **place: int | None) -> list[str]:
    db.session.rollback()
    asked = {"village_id": None, "field_id": None, **place}
    return [item.code for item in similar_published(commune.unit_id, text, today=TODAY, **asked)]


def test_only_published_cases_are_shown_to_somebody_who_types(commune: Commune):
    hidden = make_case(commune, story=OTHER_WORDS)
    assert typed(commune, OTHER_WORDS) == []
    shown = make_case(commune, story=BRIDGE)
    publish_case(commune, shown.id)
    assert typed(commune, OTHER_WORDS) == [shown.code]
    assert hidden.code not in typed(commune, OTHER_WORDS)


def test_typing_finds_by_words_from_the_fourth_on_and_by_place(commune: Commune):
    shown = make_case(commune, story=BRIDGE)
    publish_case(commune, shown.id)
    there, here = villages(commune.unit_id)[-1].id, shown.village_id
    assert typed(commune, "cầu tràn hỏng") == []
    assert typed(commune, "lan can cầu tràn hỏng sau mưa") == [shown.code]
    assert typed(commune, "lan can cầu tràn hỏng sau mưa", village_id=here) == [shown.code]
    assert typed(commune, "lan can cầu tràn hỏng sau mưa", village_id=there) == []
    assert typed(commune, "lan can cầu tràn hỏng sau mưa", village_id=there, field_id=shown.field_id) == [shown.code]
    assert typed(commune, "xin cấp giấy khai sinh cho con") == []


LOUDSPEAKER = (
    "Loa phát thanh xóm tôi hỏng nửa tháng nay, bà con không nghe được thông báo lịch cấp nước, mong xã cho người sửa giúp."
)
STREET_LIGHT = "Bóng đèn đường ở ngã ba vào thôn hỏng đã ba tối, chỗ rẽ tối om, người đi làm về rất khó đi. Xin thay giúp."


def test_what_only_asks_in_the_same_way_is_not_shown_to_somebody_who_types(commune: Commune):
    shown = make_case(commune, story=STREET_LIGHT)
    publish_case(commune, shown.id, title="Đèn đường ở ngã ba vào thôn không sáng", story=STREET_LIGHT)
    assert typed(commune, LOUDSPEAKER) == []
    assert typed(commune, "Đèn đường chỗ ngã ba vào thôn không sáng, tối om, người đi làm về khó đi.") == [shown.code]


def test_case_that_is_done_is_shown_only_when_it_is_surely_the_same_matter(commune: Commune):
    codes = []
    for state in ("in_progress", "answered"):
        case = make_case(commune, state=state, story=BRIDGE)
        publish_case(commune, case.id)
        codes.append(case.code)
    assert typed(commune, OTHER_WORDS) == codes[:1]
    assert sorted(typed(commune, "lan can cầu tràn hỏng sau mưa")) == sorted(codes)


def test_old_cases_and_other_communes_do_not_come_up_while_typing(commune: Commune):
    old = make_case(commune, story=BRIDGE, at=NOW - timedelta(days=similar.DAYS + 5))
    publish_case(commune, old.id)
    assert typed(commune, BRIDGE) == []
    shown = make_case(commune, story=BRIDGE)
    publish_case(commune, shown.id)
    neighbour = make_commune(NEIGHBOUR)
    assert [item.code for item in similar_published(neighbour.unit_id, BRIDGE, village_id=None, field_id=None, today=TODAY)] == []


def test_typing_walks_the_newest_published_cases_alone_before_it_sorts(sqlite_app: Flask):
    with inside(sqlite_app):
        unit_id = make_commune().unit_id
    with inside(sqlite_app, unit_id=unit_id):
        asked = {"village_id": 1, "field_id": 2, "today": TODAY}
        told = statements_of(lambda: similar_published(unit_id, BRIDGE, **asked))
    (plan,) = [plan_of(sqlite_app, *each) for each in told if "FROM public_cases" in each[0]]
    walk, _, rest = plan.partition("SCAN recent")
    assert ("ix_public_cases_published" in walk, "TEMP B-TREE" in walk, rest.count("TEMP B-TREE")) == (True, False, 1), plan
