"""A letter with several matters: each a case of its own, one sender who sees them all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.errors import BadInput, NotAllowed, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from feedback.complaint_states import ComplaintAction as Do
from feedback.models import CaseClock, PublicCase, Sender
from feedback.queries.links import surroundings
from feedback.queries.tracking import tracked
from feedback.services import sender, splitting
from feedback.services.splitting import Part
from feedback.states import Action, CaseKind, Channel
from tests.makers import NOW, TODAY, Commune, look, make_case, make_receipt, read_case, read_version
from tests.makers_complaints import STORY, Walk
from tests.makers_letters import readers, tray
from tests.makers_links import BRIDGE, LIGHT, RUBBISH, parts_of, split

MIXED = f"{BRIDGE} {RUBBISH} {LIGHT}"
KINDS = (CaseKind.REFLECTION, CaseKind.PETITION, CaseKind.OTHER)


def test_each_part_is_a_case_with_its_own_kind_field_and_clock_from_the_day_of_the_letter(commune: Commune):
    letter = make_case(commune, story=MIXED)
    later = NOW + timedelta(days=5)
    ids = split(commune, letter.id, parts_of(commune, BRIDGE, RUBBISH, LIGHT, kinds=KINDS), at=later)
    children = [read_case(number) for number in ids]
    assert [child.kind for child in children] == ["PHAN_ANH", "KIEN_NGHI", "KHAC"]
    assert [(child.story, child.state, child.received_on) for child in children] == [
        (text, "classified", TODAY) for text in (BRIDGE, RUBBISH, LIGHT)
    ]
    assert len({child.field_id for child in children}) == 3
    assert {child.due_on for child in children} == {letter.due_on}
    running = select(CaseClock.term_code).where(CaseClock.case_id.in_(ids), CaseClock.state == "running").order_by(CaseClock.id)
    assert list(db.session.scalars(running)) == ["KNPA.NOTIFY", "KNPA.NOTIFY", "ALL.RECEPTION.NOTIFY"]
    assert len({child.code for child in children} | {letter.code}) == 4
    parent, parts = (
        surroundings(commune.unit_id, ids[0], today=TODAY).parent,
        surroundings(commune.unit_id, letter.id, today=TODAY).parts,
    )
    assert (parent and parent.due_on, [part.due_on for part in parts]) == (None, [letter.due_on] * 3)


def test_a_part_that_is_a_complaint_goes_on_by_its_own_procedure(commune: Commune):
    letter = make_case(commune, story=MIXED)
    ids = split(commune, letter.id, parts_of(commune, BRIDGE, STORY, kinds=(CaseKind.REFLECTION, CaseKind.COMPLAINT)))
    walk = Walk(commune=commune, case_id=ids[1])
    assert walk.clocks[0] == ("KN.ACCEPT", "running", "2026-12-02")
    walk.take(Do.RECORD_SIGNATURE, TODAY)
    walk.take(Do.CHECK_TIME, TODAY)
    walk.take(Do.ACCEPT, TODAY)
    assert (walk.case.state, walk.row.signature) == ("accepted", "paper")


def test_a_complaint_in_a_letter_on_paper_was_signed_with_it(commune: Commune):
    letter = make_case(commune, story=MIXED, channel=Channel.PAPER)
    ids = split(commune, letter.id, parts_of(commune, BRIDGE, STORY, kinds=(CaseKind.REFLECTION, CaseKind.COMPLAINT)))
    row = Walk(commune=commune, case_id=ids[1]).row
    assert (row.signature, row.signed_on) == ("paper", TODAY)


def test_the_letter_has_no_clock_no_public_page_and_no_step_but_a_note(commune: Commune):
    letter = make_case(commune, story=MIXED)
    ids = split(commune, letter.id, parts_of(commune, BRIDGE, RUBBISH))
    parent = read_case(letter.id)
    assert (parent.state, parent.closed_on) == ("split", TODAY)
    assert set(db.session.scalars(select(PublicCase.id))) == set(ids)
    assert {step.action for step in look(commune.clerk, parent.id).steps} == {Action.NOTE, Action.PUBLISH}
    assert [kin.id for kin in surroundings(commune.unit_id, parent.id, today=TODAY).parts] == ids
    assert surroundings(commune.unit_id, ids[0], today=TODAY).parent.id == parent.id


def test_the_sender_is_told_once_and_opens_every_part_with_the_same_words(commune: Commune):
    receipt = make_receipt(commune, story=MIXED)
    ids = split(commune, receipt.case_id, parts_of(commune, BRIDGE, RUBBISH))
    codes = [read_case(number).code for number in ids]
    assert readers(receipt.case_id, "split") == ["sender"]
    body = next(told.body for told in tray(receipt.case_id) if told.event == "split")
    assert (all(code in body for code in codes), "2 đơn" in body) == (True, True)
    assert [told.event for number in ids for told in tray(number)] == []
    for number, code in zip(ids, codes, strict=True):
        with transaction():
            found = sender.look_up(code, unit_id=commune.unit_id, at=NOW, secret=receipt.secret)
        assert (found.case_id, found.level) == (number, "full")


def test_the_code_of_the_letter_shows_all_parts(commune: Commune):
    letter = make_case(commune, story=MIXED)
    split(commune, letter.id, parts_of(commune, BRIDGE, RUBBISH))
    view = tracked(commune.unit_id, letter.id, today=TODAY, calendar=calendar_for(commune.unit_id), locale="vi")
    assert [(part.story, part.receipt.state) for part in view.parts] == [(BRIDGE, "classified"), (RUBBISH, "classified")]
    assert ([stop.name for stop in view.receipt.stations], view.may_add) == (["registered", "split"], False)


def test_the_parts_keep_who_sent_them_and_what_they_may_see(commune: Commune):
    letter = make_case(commune, story=MIXED, name="Nông Thị Bình", email="binh@example.vn", locale="en")
    ids = split(commune, letter.id, parts_of(commune, BRIDGE, RUBBISH))
    rows = list(db.session.scalars(select(Sender).where(Sender.case_id.in_([letter.id, *ids])).order_by(Sender.case_id)))
    facts = {(row.name, row.phone, row.email, row.locale, row.phone_fingerprint, row.secret_hash) for row in rows}
    assert (len(rows), len(facts), rows[1].name, rows[1].locale) == (3, 1, "Nông Thị Bình", "en")


def test_an_anonymous_letter_gives_anonymous_reflections_without_a_clock(commune: Commune):
    letter = make_case(commune, story=MIXED, anonymous=True)
    with pytest.raises(BadInput) as caught:
        split(commune, letter.id, parts_of(commune, BRIDGE, RUBBISH, kinds=KINDS[:2]))
    assert caught.value.errors == {"kind_2": "anonymous_not_allowed"}
    ids = split(commune, letter.id, parts_of(commune, BRIDGE, RUBBISH))
    assert [(read_case(number).anonymous, read_case(number).due_on) for number in ids] == [(True, None)] * 2


def test_what_is_missing_is_said_beside_its_row(commune: Commune):
    letter = make_case(commune, story=MIXED)
    good = parts_of(commune, BRIDGE, RUBBISH)
    cases = [
        ([], {"story_2": "parts_few"}),
        (good[:1], {"story_2": "parts_few"}),
        ([*good, *good, *good], {"": "parts_many"}),
        ([good[0], Part(kind=CaseKind.OTHER, field_id=good[1].field_id, story="ngắn")], {"story_2": "part_short"}),
        ([good[0], Part(kind=CaseKind.OTHER, field_id=None, story=RUBBISH)], {"field_id_2": "field_unknown"}),
        ([good[0], Part(kind=CaseKind.OTHER, field_id=10**9, story=RUBBISH)], {"field_id_2": "field_unknown"}),
        ([good[0], Part(kind=CaseKind.OTHER, field_id=good[0].field_id, story="a" * 5001)], {"story_2": "part_short"}),
    ]
    for parts, errors in cases:
        with pytest.raises(BadInput) as caught:
            split(commune, letter.id, parts)
        assert caught.value.errors == errors
    assert (read_case(letter.id).state, read_version(letter.id)) == ("received", 1)


def test_a_letter_is_split_once_before_it_is_taken_on_and_by_who_classifies(commune: Commune):
    letter, taken = make_case(commune, story=MIXED), make_case(commune, state="in_progress")
    parts = parts_of(commune, BRIDGE, RUBBISH)
    with pytest.raises(WrongState):
        split(commune, taken.id, parts)
    with transaction(), pytest.raises(NotAllowed):
        splitting.split(letter.id, actor=commune.officer, at=NOW, version=1, parts=parts)
    with transaction(), pytest.raises(StaleVersion):
        splitting.split(letter.id, actor=commune.clerk, at=NOW, version=4, parts=parts)
    split(commune, letter.id, parts)
    with pytest.raises(WrongState):
        split(commune, letter.id, parts)


def test_a_complaint_with_several_matters_is_split_before_it_is_accepted_and_not_after(commune: Commune):
    receipt = make_receipt(commune, kind=CaseKind.COMPLAINT, story=f"{STORY} {RUBBISH}")
    walk = Walk(commune=commune, case_id=receipt.case_id)
    assert Action.SPLIT in {step.action for step in look(commune.clerk, walk.case_id).steps}
    ids = split(commune, walk.case_id, parts_of(commune, STORY, RUBBISH, kinds=(CaseKind.COMPLAINT, CaseKind.REFLECTION)))
    assert walk.case.state == "split"
    assert [state for _term, state, _due in walk.clocks] == ["ended"]
    assert {step.action for step in look(commune.clerk, walk.case_id).steps} == {Action.NOTE, Action.PUBLISH}
    view = tracked(commune.unit_id, walk.case_id, today=TODAY, calendar=calendar_for(commune.unit_id), locale="vi")
    assert [stop.name for stop in view.receipt.stations] == ["registered", "split"]
    assert [part.receipt.state for part in view.parts] == ["classified", "classified"]
    part = Walk(commune=commune, case_id=ids[0])
    part.take(Do.RECORD_SIGNATURE, TODAY)
    part.take(Do.CHECK_TIME, TODAY)
    part.take(Do.ACCEPT, TODAY)
    with pytest.raises(WrongState):
        split(commune, part.case_id, parts_of(commune, STORY, RUBBISH))
