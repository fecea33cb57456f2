"""Items through the commands: the clock with its proof, publishing, corrections that keep the old text, taking back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from core.attachments import Attachment, pictures
from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.outbox import OutboxMessage
from core.page_cache import PublicVersion
from core.transaction import transaction
from deadlines.proof import Proof
from deadlines.queries import calendar_for
from disclosure.models import DisclosureEdition, DisclosureItem, DisclosureShowing
from disclosure.queries.public import public_item
from disclosure.services import drafting, publishing
from tests.makers import NEIGHBOUR, NOW, Commune, make_commune
from tests.makers_desk import paper, photo
from tests.makers_disclosure import (
    DECIDED,
    DUE,
    REASON,
    TITLE,
    begin,
    correct,
    local_morning,
    new_item,
    publish,
    published,
    row,
    seen,
    withdraw,
)


def faults(problem: pytest.ExceptionInfo[BadInput]) -> dict[str, str]:
    return problem.value.errors


def actions(commune: Commune) -> list[str]:
    query = select(AuditEntry.action).where(AuditEntry.subject.like("disclosure:%")).order_by(AuditEntry.id)
    return list(db.session.scalars(query))


# ------------------------------------------------------------------ begun


def test_a_draft_has_its_last_day_with_the_proof_and_a_row_for_every_place(commune: Commune):
    item = row(commune, begin(commune))
    proof = Proof.from_dict(item.proof)
    assert (item.state, item.version, item.due_on, proof.due_on) == ("draft", 1, DUE, DUE)
    assert (proof.term, proof.number, proof.start_on) == ("DC.PUBLISH", 5, DECIDED)
    places = db.session.scalars(select(DisclosureShowing).where(DisclosureShowing.item_id == item.id)).all()
    assert len(places) == 16
    assert {place.way for place in places} == {"headquarters", "village"}
    assert all(place.from_on is None for place in places)


@pytest.mark.parametrize(("kind", "ways"), [("7", 4), ("4", 2), ("2", 2), ("14", 0)])
def test_the_kind_decides_the_forms(commune: Commune, kind: str, ways: int):
    item_id = begin(commune, kind=kind)
    assert len({place.way for place in seen(commune, item_id).places}) == ways


def test_the_same_form_sent_twice_is_one_item(commune: Commune):
    assert begin(commune, key="once") == begin(commune, key="once", title="Chữ khác")
    assert [item.title for item in db.session.scalars(select(DisclosureItem))] == [TITLE]


def test_words_are_cleaned(commune: Commune):
    item = row(commune, begin(commune, title="  Dự\x00 toán \n ngân sách ", summary="một\r\n\r\n\r\nhai"))
    assert (item.title, item.summary) == ("Dự toán ngân sách", "một\n\nhai")


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"kind": "15"}, {"kind": "kind_unknown"}),
        ({"title": " \x00 "}, {"title": "title_missing"}),
        ({"decided_on": date(2026, 11, 21)}, {"decided_on": "decided_later"}),
        ({"decided_on": date(9999, 12, 31)}, {"decided_on": "decided_later"}),
        ({"decided_on": date(2023, 6, 30)}, {"decided_on": "decided_old"}),
        ({"decided_on": date(2023, 7, 3)}, {"decided_on": "decided_old"}),
        ({"decided_on": date(1, 1, 1)}, {"decided_on": "decided_old"}),
        ({"official_id": 999_999}, {"official_id": "owner_unknown"}),
        ({"village_ids": ()}, {"village_ids": "villages_missing"}),
        ({"village_ids": (999_999,)}, {"village_ids": "village_unknown"}),
    ],
)
def test_what_cannot_be_taken_is_refused_and_leaves_nothing(commune: Commune, changes: dict[str, Any], wrong: dict[str, str]):
    with pytest.raises(BadInput) as problem:
        begin(commune, **changes)
    assert faults(problem) == wrong
    assert db.session.scalars(select(DisclosureItem.id)).all() == []


@pytest.mark.parametrize("by", ["supervisor", "administrator"])
def test_who_does_not_write_begins_nothing(commune: Commune, by: str):
    with pytest.raises(NotAllowed):
        begin(commune, by=by)


def test_whoever_answers_for_a_draft_is_told_and_not_of_their_own(commune: Commune):
    item_id = begin(commune)
    begin(commune, by="officer")
    letters = db.session.scalars(select(OutboxMessage).where(OutboxMessage.event == "disclosure_assigned")).all()
    assert [(letter.official_id, letter.subject) for letter in letters] == [(commune.officer.id, f"disclosure:{item_id}")]
    assert TITLE not in letters[0].title + letters[0].body
    assert f"/can-bo/cong-khai/{item_id}" in letters[0].body


def test_who_may_publish_hears_once_of_a_draft_of_somebody_who_may_not(commune: Commune):
    begin(commune)  # the clerk publishes it themselves
    item_id = begin(commune, by="officer")
    change(commune, item_id, by="officer", title="Tên khác")
    letters = db.session.scalars(select(OutboxMessage).where(OutboxMessage.event == "disclosure_to_publish")).all()
    told = [letter.official_id for letter in letters]
    assert {commune.clerk.id, commune.leader.id} <= set(told)
    assert commune.officer.id not in told
    assert len(told) == len(set(told))
    assert {letter.subject for letter in letters} == {f"disclosure:{item_id}"}
    assert TITLE not in letters[0].title + letters[0].body


# ------------------------------------------------------------------ changed, thrown away


def change(
    commune: Commune, item_id: int, *, by: str = "clerk", version: int = 1, dropped: tuple[str, ...] = (), **changes: Any
) -> None:
    with use_unit(commune.unit_id), transaction():
        drafting.change(
            item_id, new_item(commune, **changes), dropped=dropped, actor=getattr(commune, by), at=NOW, version=version,
            calendar=calendar_for(commune.unit_id),
        )  # fmt: skip


def test_a_changed_date_counts_anew_and_places_follow_the_villages(commune: Commune):
    item_id = begin(commune)
    first = new_item(commune).village_ids[0]
    change(commune, item_id, decided_on=date(2026, 11, 17), village_ids=(first,))
    item = row(commune, item_id)
    assert (item.due_on, item.version) == (date(2026, 11, 25), 2)  # the 24th is a day off
    assert [place.key for place in seen(commune, item_id).places] == ["headquarters", f"village-{first}"]


def test_an_official_changes_only_what_is_theirs(commune: Commune):
    item_id = begin(commune)
    change(commune, item_id, by="officer", title="Của tôi")
    with pytest.raises(NotAllowed):
        change(commune, item_id, by="stranger", version=2)
    assert row(commune, item_id).title == "Của tôi"


def test_who_has_seen_an_older_version_is_refused(commune: Commune):
    item_id = begin(commune)
    change(commune, item_id)
    with pytest.raises(StaleVersion):
        change(commune, item_id)


def test_files_are_kept_in_order_and_a_dropped_one_is_gone(commune: Commune):
    item_id = begin(commune, files=[paper()[0], photo()[0]])
    kept = row(commune, item_id).files
    assert [file.is_document for file in pictures(unit_id=commune.unit_id, subject=f"disclosure:{item_id}")] == [True, False]
    change(commune, item_id, dropped=(kept[0],))
    assert row(commune, item_id).files == kept[1:]
    assert db.session.scalars(select(Attachment.public_id)).all() == kept[1:]


def test_a_file_that_is_none_is_refused_by_its_field(commune: Commune):
    with pytest.raises(BadInput) as problem:
        begin(commune, files=[type(paper()[0])(b"MZ not a paper")])
    assert faults(problem) == {"files": "photo_type"}


def test_a_draft_that_is_thrown_away_leaves_only_its_trail(commune: Commune):
    item_id = begin(commune, files=[paper()[0]])
    with use_unit(commune.unit_id), transaction():
        drafting.discard(item_id, actor=commune.clerk, at=NOW, version=1)
    assert [db.session.scalars(select(model.id)).all() for model in (DisclosureItem, DisclosureShowing, Attachment)] == [
        [],
        [],
        [],
    ]
    assert actions(commune) == ["disclosure:drafted", "disclosure:discarded"]


# ------------------------------------------------------------------ published


def test_a_published_item_is_everybodys_and_the_pages_are_made_anew(commune: Commune):
    item_id = begin(commune)
    before = db.session.get(PublicVersion, commune.unit_id)
    number = before.number if before else 0
    publish(commune, item_id)
    item = row(commune, item_id)
    assert (item.state, item.published_on, item.published_by) == ("published", date(2026, 11, 20), commune.clerk.id)
    assert db.session.get(PublicVersion, commune.unit_id, populate_existing=True).number == number + 1
    shown = public_item(commune.unit_id, item.code, today=date(2026, 11, 20), locale="vi")
    assert shown is not None
    assert (shown.line.title, shown.late) == (TITLE, 0)


@pytest.mark.parametrize(("day", "late"), [(date(2026, 11, 23), 0), (date(2026, 11, 24), 1), (date(2026, 12, 1), 8)])
def test_the_trail_says_how_late(commune: Commune, day: date, late: int):
    item_id = published(commune, at=local_morning(day))
    query = select(AuditEntry.facts).where(AuditEntry.action == "disclosure:published")
    assert db.session.scalar(query)["days_late"] == late
    assert seen(commune, item_id, today=day).line.late == late


@pytest.mark.parametrize(
    ("changes", "wrong"), [({"summary": ""}, {"summary": "summary_missing"}), ({"text": ""}, {"text": "nothing_to_read"})]
)
def test_nothing_is_published_that_cannot_be_read(commune: Commune, changes: dict[str, str], wrong: dict[str, str]):
    item_id = begin(commune, **changes)
    with pytest.raises(BadInput) as problem:
        publish(commune, item_id)
    assert (faults(problem), row(commune, item_id).state) == (wrong, "draft")


@pytest.mark.parametrize("by", ["officer", "stranger", "supervisor"])
def test_only_the_office_and_leaders_publish(commune: Commune, by: str):
    item_id = begin(commune)
    with pytest.raises(NotAllowed):
        publish(commune, item_id, by=by)
    publish(commune, item_id, by="leader")


def test_nothing_is_published_twice(commune: Commune):
    item_id = published(commune)
    with pytest.raises(WrongState):
        publish(commune, item_id)


# ------------------------------------------------------------------ corrected, taken back


def test_a_correction_keeps_the_old_text_and_says_why(commune: Commune):
    item_id = published(commune)
    assert correct(commune, item_id, summary="Thu 6,1 tỷ đồng.") == 1
    assert correct(commune, item_id, summary="Thu 6,2 tỷ đồng.", reason="Cộng lại lần nữa") == 2
    kept = db.session.scalars(select(DisclosureEdition).order_by(DisclosureEdition.number)).all()
    assert [(old.number, old.summary, old.reason) for old in kept] == [
        (1, "Năm sau xã dự kiến thu 6 tỷ đồng, chi 8 tỷ đồng.", REASON), (2, "Thu 6,1 tỷ đồng.", "Cộng lại lần nữa"),
    ]  # fmt: skip
    shown = public_item(commune.unit_id, row(commune, item_id).code, today=date(2026, 11, 20), locale="vi")
    assert shown is not None
    assert [correction.reason for correction in shown.corrections] == [REASON, "Cộng lại lần nữa"]
    assert shown.line.summary == "Thu 6,2 tỷ đồng."


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"reason": " "}, {"reason": "reason_missing"}),
        ({"reason": "x" * 1001}, {"reason": "text_long"}),
        ({}, {"reason": "nothing_changed"}),
        ({"summary": ""}, {"summary": "summary_missing"}),
        ({"decided_on": date(2026, 11, 21), "at": local_morning(date(2026, 11, 25))}, {"decided_on": "decided_after_publishing"}),
    ],
)
def test_a_correction_needs_a_reason_and_a_change(commune: Commune, changes: dict[str, Any], wrong: dict[str, str]):
    item_id = published(commune)
    with pytest.raises(BadInput) as problem:
        correct(commune, item_id, **changes)
    assert faults(problem) == wrong
    assert db.session.scalars(select(DisclosureEdition.id)).all() == []


def test_a_file_dropped_by_a_correction_stays_for_officials(commune: Commune):
    item_id = published(commune, files=[paper()[0]])
    kept = row(commune, item_id).files
    with use_unit(commune.unit_id), transaction():
        publishing.correct(
            item_id, new_item(commune), dropped=kept, reason=REASON, actor=commune.clerk, at=NOW, version=2,
            calendar=calendar_for(commune.unit_id),
        )  # fmt: skip
    assert row(commune, item_id).files == []
    assert db.session.scalars(select(Attachment.public_id)).all() == kept


def test_what_was_taken_back_has_its_reason_and_no_page(commune: Commune):
    item_id = published(commune)
    with pytest.raises(BadInput):
        withdraw(commune, item_id, reason="")
    with pytest.raises(NotAllowed):
        withdraw(commune, item_id, by="officer")
    withdraw(commune, item_id, reason="Có tên người không được công khai")
    item = row(commune, item_id)
    assert (item.state, item.withdrawn_on, item.withdraw_reason) == (
        "withdrawn", date(2026, 11, 20), "Có tên người không được công khai",
    )  # fmt: skip
    assert public_item(commune.unit_id, item.code, today=date(2026, 11, 20), locale="vi") is None
    with pytest.raises(WrongState):
        correct(commune, item_id, title="Khác")


def test_every_act_is_in_the_trail_without_words(commune: Commune):
    item_id = published(commune)
    correct(commune, item_id, title="Tên khác")
    withdraw(commune, item_id)
    assert actions(commune) == ["disclosure:drafted", "disclosure:published", "disclosure:corrected", "disclosure:withdrawn"]
    told = str(db.session.scalars(select(AuditEntry.facts).where(AuditEntry.subject == f"disclosure:{item_id}")).all())
    assert [word for word in (TITLE, "Tên khác", REASON, "thu 6 tỷ") if word in told] == []


def test_another_commune_neither_sees_nor_changes(commune: Commune):
    item_id = published(commune)
    code = row(commune, item_id).code
    theirs, neighbour = new_item(commune).village_ids, make_commune(NEIGHBOUR)
    with use_unit(neighbour.unit_id):
        assert public_item(neighbour.unit_id, code, today=date(2026, 11, 20), locale="vi") is None
        with pytest.raises(NotFound), transaction():
            publishing.withdraw(item_id, reason=REASON, actor=neighbour.leader, at=NOW, version=2)
        with pytest.raises(BadInput) as problem:
            begin(neighbour, village_ids=theirs)
    assert faults(problem)["village_ids"] == "village_unknown"
    assert row(commune, item_id).state == "published"
