"""The commands of the room on both databases: who may, when, what is kept once, what is refused with its reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from consultation.models import Consultation, ConsultationAnswer, ConsultationOpinion
from consultation.queries.consultations import one_consultation, past_page, public_consultation
from consultation.queries.numbers import numbers_of
from consultation.queries.papers import words_page
from consultation.services import drafting, opening, opinions
from consultation.states import Phase
from core.audit import AuditEntry
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from denunciation.models import RegisterEntry
from tests.makers import NOW, TODAY, Commune
from tests.makers_consultation import (
    AFTER,
    CLOSES,
    WORDS,
    draft,
    give,
    new_consultation,
    opened,
    opinion,
    read,
)

REASON = "Nhiều thôn chưa họp kịp vì mưa."


def refused(error: type[Exception], act: Callable[[], Any]) -> Any:
    with pytest.raises(error) as caught, transaction():
        act()
    return caught.value


def declined(error: type[Exception], act: Callable[[], Any]) -> Any:
    """Return the refusal of a maker, which has a transaction of its own."""
    with pytest.raises(error) as caught:
        act()
    return caught.value


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def actions(consultation_id: int) -> list[str]:
    query = select(AuditEntry.action).where(AuditEntry.subject == f"consultation:{consultation_id}").order_by(AuditEntry.id)
    return [action.removeprefix("consultation:") for action in db.session.scalars(query)]


# ------------------------------------------------------------------ drafts and opening


def test_a_draft_is_kept_once_and_nobody_outside_sees_it(commune: Commune):
    first, again = draft(commune, key="form"), draft(commune, key="form")
    row = read(first)
    assert (first, count(Consultation), row.state) == (again, 1, "draft")
    assert (row.earliest_on, row.proof["term"]) == (date(2026, 12, 10), "DC.CONSULT")
    assert public_consultation(commune.unit_id, row.code, today=TODAY) is None
    assert actions(first) == ["consultation:drafted"]


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"closes_on": date(2026, 12, 9)}, {"closes_on": "too_short"}),
        ({"closes_on": date(2028, 12, 9)}, {"closes_on": "too_long"}),
        ({"opens_on": date(2026, 11, 19)}, {"opens_on": "opens_past"}),
        ({"opens_on": date(9999, 12, 1), "closes_on": date(9999, 12, 31)}, {"opens_on": "calendar_not_covered"}),
        ({"village_ids": (999_999,)}, {"village_ids": "village_unknown"}),
        ({"official_id": 999_999}, {"official_id": "official_missing"}),
        ({"questions": ("", "  ")}, {"question_1": "question_missing"}),
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_is_kept(commune: Commune, changes: dict[str, Any], errors: dict[str, str]):
    problem = declined(BadInput, lambda: draft(commune, **changes))
    assert (problem.errors, count(Consultation)) == (errors, 0)


def test_too_short_says_the_first_day_that_the_law_allows(commune: Commune):
    problem = declined(BadInput, lambda: draft(commune, closes_on=date(2026, 12, 1)))
    assert problem.facts == {"closes_on": date(2026, 12, 10)}


def test_a_draft_is_written_over_by_who_saw_it(commune: Commune):
    consultation_id = draft(commune)
    new = new_consultation(official_id=commune.clerk.id, questions=("Chỉ còn một câu?",))
    facts = {"actor": commune.clerk, "at": NOW}
    with transaction():
        drafting.change(consultation_id, new, version=1, **facts)
    view = one_consultation(commune.unit_id, consultation_id, today=TODAY)
    assert (view.questions, view.version) == ([(1, "Chỉ còn một câu?")], 2)
    refused(StaleVersion, lambda: drafting.change(consultation_id, new, version=1, **facts))


def test_only_who_decides_opens_and_only_once(commune: Commune):
    consultation_id = draft(commune)
    refused(NotAllowed, lambda: opening.open_up(consultation_id, actor=commune.clerk, at=NOW, version=1))
    with transaction():
        opening.open_up(consultation_id, actor=commune.leader, at=NOW, version=1)
    refused(WrongState, lambda: opening.open_up(consultation_id, actor=commune.leader, at=NOW, version=2))
    refused(
        WrongState,
        lambda: drafting.change(consultation_id, new_consultation(), actor=commune.clerk, at=NOW, version=2),
    )
    assert actions(consultation_id) == ["consultation:drafted", "consultation:opened"]


def test_a_draft_whose_first_day_is_over_is_not_opened(commune: Commune):
    consultation_id = draft(commune)
    later = NOW + timedelta(days=1)
    problem = refused(BadInput, lambda: opening.open_up(consultation_id, actor=commune.leader, at=later, version=1))
    assert problem.errors == {"opens_on": "opens_past"}


def test_the_last_day_moves_later_with_a_reason_and_never_earlier(commune: Commune):
    consultation_id = opened(commune)
    facts = {"actor": commune.leader, "at": NOW, "version": 2}
    earlier = {"to_on": CLOSES - timedelta(days=1), "reason": REASON}
    assert refused(BadInput, lambda: opening.prolong(consultation_id, **earlier, **facts)).errors == {"to_on": "only_later"}
    missing = refused(BadInput, lambda: opening.prolong(consultation_id, to_on=None, reason="", **facts))
    assert missing.errors == {"to_on": "date_bad", "reason": "reason_short"}
    with transaction():
        opening.prolong(consultation_id, to_on=date(2027, 1, 4), reason=REASON, **facts)
    view = one_consultation(commune.unit_id, consultation_id, today=TODAY)
    assert [(move.from_on, move.to_on, move.reason) for move in view.moves] == [(CLOSES, date(2027, 1, 4), REASON)]
    assert view.closes_on == date(2027, 1, 4)


def test_a_closed_one_is_not_prolonged(commune: Commune):
    consultation_id = opened(commune)
    refused(
        WrongState,
        lambda: opening.prolong(
            consultation_id, actor=commune.leader, at=AFTER, version=2, to_on=date(2027, 2, 1), reason=REASON
        ),
    )


def test_calling_off_needs_a_reason_and_shows_it(commune: Commune):
    consultation_id = opened(commune)
    facts = {"actor": commune.leader, "at": NOW, "version": 2}
    assert refused(BadInput, lambda: opening.cancel(consultation_id, reason="Thôi", **facts)).errors == {"reason": "reason_short"}
    with transaction():
        opening.cancel(consultation_id, reason=REASON, **facts)
    view = public_consultation(commune.unit_id, read(consultation_id).code, today=TODAY)
    assert (view.phase, view.cancel_reason) == (Phase.CANCELLED, REASON)


def test_a_draft_that_is_called_off_was_never_public(commune: Commune):
    consultation_id = draft(commune)
    with transaction():
        opening.cancel(consultation_id, actor=commune.leader, at=NOW, version=1, reason=REASON)
    assert public_consultation(commune.unit_id, read(consultation_id).code, today=TODAY) is None
    assert past_page(commune.unit_id, today=TODAY, page=1).items == []


def test_files_of_a_draft_are_pdf_and_go_again(commune: Commune):
    consultation_id = draft(commune)
    facts = {"actor": commune.clerk, "at": NOW}
    assert refused(
        BadInput, lambda: drafting.add_files(consultation_id, [BytesIO(b"\x89PNG\r\n\x1a\n....")], **facts)
    ).errors == {"files": "file_not_pdf"}
    acting = BytesIO(b"%PDF-1.4\n1 0 obj <</S /JavaScript>> endobj\n%%EOF")
    assert refused(BadInput, lambda: drafting.add_files(consultation_id, [acting], **facts)).errors == {"files": "pdf_active"}
    with transaction():
        drafting.add_files(consultation_id, [BytesIO(b"%PDF-1.4\n%%EOF")], **facts)
    view = one_consultation(commune.unit_id, consultation_id, today=TODAY)
    assert [file.is_document for file in view.files] == [True]
    assert refused(BadInput, lambda: drafting.add_files(consultation_id, [BytesIO(b"%PDF-1.4\n%%EOF")] * 5, **facts)).errors == {
        "files": "photo_many"
    }
    refused(NotFound, lambda: drafting.drop_file(consultation_id, "0" * 32, **facts))
    with transaction():
        drafting.drop_file(consultation_id, view.files[0].public_id, **facts)
    assert one_consultation(commune.unit_id, consultation_id, today=TODAY).files == []


# ------------------------------------------------------------------ opinions


def test_a_repeated_sending_is_one_opinion(commune: Commune):
    consultation_id = opened(commune)
    taken = [give(commune, consultation_id, key="form", new=opinion("disagree", words=WORDS, name="Lan")) for _time in range(3)]
    assert (taken, count(ConsultationOpinion), count(ConsultationAnswer)) == ([True, False, False], 1, 2)
    assert actions(consultation_id)[2:] == ["opinion:given"]


@pytest.mark.parametrize(
    ("changes", "at"), [({"opens_on": date(2026, 11, 23)}, NOW), ({}, AFTER)], ids=["before the first day", "after the last"]
)
def test_opinions_are_taken_between_both_days(commune: Commune, changes: dict[str, Any], at: Any):
    consultation_id = opened(commune, **changes)
    problem = declined(BadInput, lambda: give(commune, consultation_id, at=at))
    assert (problem.errors, count(ConsultationOpinion)) == ({"window": "not_open"}, 0)


def test_a_draft_takes_no_opinion(commune: Commune):
    consultation_id = draft(commune)
    declined(NotFound, lambda: give(commune, consultation_id))


def test_words_that_denounce_are_refused_and_nothing_of_them_is_kept(commune: Commune):
    consultation_id = opened(commune)
    said = opinion("disagree", words="Tôi tố cáo ông trưởng thôn ăn chặn tiền hỗ trợ của bà con.")
    problem = declined(BadInput, lambda: give(commune, consultation_id, new=said))
    assert (problem.errors, count(ConsultationOpinion)) == ({"words_1": "reads_as_denunciation"}, 0)


def test_a_village_of_elsewhere_is_refused(commune: Commune):
    consultation_id = opened(commune)
    problem = declined(BadInput, lambda: give(commune, consultation_id, new=opinion(village_id=999_999)))
    assert problem.errors == {"village_id": "village_unknown"}


@pytest.mark.parametrize("denounces", [True, False])
def test_words_are_taken_out_and_the_choice_counts_on(commune: Commune, denounces: bool):
    consultation_id = opened(commune)
    give(commune, consultation_id, new=opinion("disagree", words=WORDS, name="Hoàng Thị Lan"))
    opinion_id = db.session.scalars(select(ConsultationOpinion.id)).one()
    refused(NotAllowed, lambda: opinions.empty(opinion_id, actor=commune.supervisor, at=NOW, denounces=denounces))
    with transaction():
        assert opinions.empty(opinion_id, actor=commune.clerk, at=NOW, denounces=denounces) == consultation_id
    row = db.session.scalars(select(ConsultationOpinion).execution_options(populate_existing=True)).one()
    assert (row.name, row.emptied_at, count(RegisterEntry)) == (None, NOW, 1 if denounces else 0)
    assert words_page(commune.unit_id, consultation_id, page=1).items == []
    assert numbers_of(consultation_id)[0].whole.disagree == 1
    assert actions(consultation_id)[-1] == "opinion:emptied"
    refused(WrongState, lambda: opinions.empty(opinion_id, actor=commune.clerk, at=NOW, denounces=denounces))
