"""The report on mass mobilisation as commands: its numbers are the house's own, frozen when issued, one draft a period."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.services.unit_settings import change_setting
from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from dialogue.reception_states import ReceptionKind
from feedback.services.sealing import seal_case
from reporting.duties import promise_facts
from reporting.duty_measures import promises
from reporting.editions.heads import head_faults
from reporting.editions.queries import number_used
from reporting.mobilisation import queries, services
from reporting.mobilisation.counting import OF_TALLY, SOURCES, counts
from reporting.mobilisation.filling import fingerprint
from reporting.mobilisation.models import MobilisationReport
from reporting.mobilisation.sections import MANY, numbers, sections_on
from reporting.periods import Period, calendar, report
from reporting.queries import board
from reporting.statutory.counting import counts as statutory_counts
from tests import makers_consultation, makers_disclosure, makers_supervision
from tests.makers import NEIGHBOUR, NOW, Commune, inside, make_case, make_commune
from tests.makers_apologies import apologised
from tests.makers_minutes import CONCLUDED_AT, concluded, done, promise, take
from tests.makers_mobilisation import HEAD, LATER, YEAR, issue, issued, make_mobilisation, seen, value, write
from tests.makers_public import make_public
from tests.makers_reception import DAY_AT, enter, hold_day, public_day

RECEIVED = {"received_on": date(2026, 3, 1), "accepted_on": date(2026, 3, 5), "state": "in_progress", "due_on": date(2026, 4, 1)}
LATE = {
    **RECEIVED, "state": "answered", "settled_on": date(2026, 4, 9), "in_time": False, "late_reason": "weather",
    "rated_on": date(2026, 4, 12), "satisfied": True,
}  # fmt: skip
IN_TIME = {**RECEIVED, "state": "answered", "settled_on": date(2026, 3, 20), "in_time": True}
BEFORE = {**IN_TIME, "received_on": date(2025, 3, 1), "accepted_on": date(2025, 3, 2), "settled_on": date(2025, 3, 9)}
HALF = calendar(2026, "6tdl")
IN_JULY = datetime(2026, 7, 6, 2, 0, tzinfo=UTC)


@pytest.fixture
def commune(app: Flask, home: Commune) -> Iterator[Commune]:
    """Return the commune, with the application entered."""
    with inside(app, unit_id=home.unit_id):
        yield home


def test_every_number_of_the_outline_is_counted_and_nothing_else(commune: Commune):
    make_public(commune.unit_id, LATE)
    found = counts(commune.unit_id, YEAR)
    shown = {name for section in sections_on(YEAR.last_on) for part in section.parts for name in part.numbers}
    assert {name for name in shown if not name.endswith(MANY)} <= set(found)
    assert set(numbers()) == shown
    assert len(found) == sum(len(source(commune.unit_id, YEAR)) for source in SOURCES)  # no two sources name the same number


def test_letters_are_the_boards_own_and_come_out_as_counted_by_hand(commune: Commune):
    make_public(commune.unit_id, RECEIVED, LATE, LATE, IN_TIME, BEFORE)
    view = seen(commune, make_mobilisation(commune))
    tally = board(commune.unit_id, YEAR, YEAR.last_on).whole
    assert {name: value(view, f"letters.{name}") for name in OF_TALLY} == {name: getattr(tally, name) for name in OF_TALLY}
    by_hand = {
        "carried": 0, "received": 4, "settled": 3, "answered": 3, "on_time": 1, "late": 2, "late_by.weather": 2, "open": 1,
        "overdue": 1, "rated": 2, "satisfied": 2,
    }  # fmt: skip
    assert {name: value(view, f"letters.{name}") for name in by_hand} == by_hand
    figures = {figure.key: figure for section in view.filled for part in section.parts for figure in part.figures}
    assert (figures["letters.received"].before, figures["letters.late"].before) == (1, 0)
    assert "weather" not in figures["letters.late_by.weather"].words


def test_half_a_year_and_two_days_count_what_lies_in_them(commune: Commune):
    make_public(commune.unit_id, LATE, {**IN_TIME, "received_on": date(2026, 7, 1), "settled_on": date(2026, 7, 9)})
    half = seen(commune, make_mobilisation(commune, HALF, at=IN_JULY))
    days = seen(commune, make_mobilisation(commune, Period(first_on=date(2026, 4, 1), last_on=date(2026, 7, 1))))
    shown = ("letters.received", "letters.late", "letters.open")
    assert [value(half, key) for key in shown] == [1, 1, 0]
    assert [value(days, key) for key in shown] == [1, 1, 1]


def test_receptions_are_those_of_the_statutory_report(commune: Commune):
    hold_day(commune, public_day(commune), at=DAY_AT)
    regular = {"kind": ReceptionKind.REGULAR, "begins": time(14), "ends": time(16), "receiver": "Vi Thị Hạnh"}
    hold_day(commune, public_day(commune, **regular), at=DAY_AT + timedelta(hours=8))
    enter(commune)
    enter(commune, name="Lý Thị Mai", identity="", people=6, representatives="Lý Thị Mai")
    view = seen(commune, make_mobilisation(commune))
    span = {"first_on": YEAR.first_on, "last_on": YEAR.last_on}
    other = statutory_counts(commune.unit_id, **span)
    keys = ("reception.chair.days", "reception.regular.days", "reception.all.visits", "reception.all.people")
    assert [value(view, key) for key in keys] == [other[key] for key in keys] == [1, 1, 2, 7]


def test_dialogues_and_promises_are_the_boards(commune: Commune):
    kept, _late = concluded(commune, promise(commune), promise(commune, text="Sửa đèn đường."))
    on = CONCLUDED_AT.date()
    take("report_done", kept, actor=commune.officer, at=CONCLUDED_AT + timedelta(days=9), done=done(done_on=on))
    after = datetime(2028, 1, 3, 2, 0, tzinfo=UTC)
    view = seen(commune, make_mobilisation(commune, calendar(2027, "namdl"), at=after), at=after)
    year = seen(commune, make_mobilisation(commune))
    told = promises(promise_facts(commune.unit_id), day=YEAR.last_on)
    names = ("made", "kept", "in_time", "owed", "overdue")
    assert [value(year, f"promises.{name}") for name in names] == [getattr(told, name) for name in names]
    assert (value(year, "dialogues.held"), value(year, "promises.made")) == (1, 2)
    assert (value(view, "dialogues.held"), value(view, "promises.made"), value(view, "promises.kept")) == (0, 0, 1)


def test_disclosures_consultations_and_recommendations_of_the_rooms(commune: Commune):
    makers_disclosure.withdraw(commune, makers_disclosure.published(commune))
    makers_disclosure.published(commune)
    makers_disclosure.begin(commune)
    makers_consultation.summed_up(commune)
    makers_consultation.opened(commune, closes_on=date(2027, 1, 20))
    answered = makers_supervision.answered(commune)
    makers_supervision.settle(commune, answered, at=NOW + timedelta(days=3))
    makers_supervision.record(commune)
    makers_supervision.withdraw(commune, makers_supervision.record(commune))
    view = seen(commune, make_mobilisation(commune))
    found = {
        "disclosures.posted": 2, "consultations.held": 1, "consultations.opinions": 47, "consultations.points": 1,
        "consultations.taken_up": 1, "supervision.received": 2, "supervision.answered": 1, "supervision.on_time": 1,
        "supervision.answered_late": 0, "supervision.waiting": 1, "supervision.promises_kept": 1,
        "supervision.promises_broken": 0, "supervision.promises_open": 0,
    }  # fmt: skip
    assert {key: value(view, key) for key in found} == found


def test_recommendations_stand_as_at_the_end_of_the_period(commune: Commune):
    answered = makers_supervision.answered(commune)
    makers_supervision.settle(commune, answered, at=datetime(2027, 1, 4, 2, 0, tzinfo=UTC))
    days = Period(first_on=date(2026, 11, 1), last_on=NOW.date())
    earlier = counts(commune.unit_id, Period(first_on=days.first_on, last_on=days.last_on - timedelta(days=1)))
    then, year = counts(commune.unit_id, days), counts(commune.unit_id, YEAR)
    keys = [f"supervision.{name}" for name in ("received", "answered", "waiting", "promises_open", "promises_overdue")]
    assert [earlier[key] for key in keys][-2:] == [0, 0]
    assert [then[key] for key in keys] == [1, 1, 0, 1, 0]
    assert [year[key] for key in keys] == [1, 1, 0, 1, 1]


def test_nothing_tells_of_a_letter_that_moved_to_the_sealed_register(commune: Commune):
    case = apologised(commune)
    plain = make_case(commune)
    report_id = make_mobilisation(commune)
    before = seen(commune, report_id)
    assert value(before, "letters.apologised") == 1
    for moved in (case.id, plain.id):
        with transaction():
            seal_case(moved, actor=commune.clerk, at=NOW)
    assert seen(commune, report_id).filled == before.filled


def test_a_period_has_one_draft_however_often_and_by_whomever_it_is_begun(app: Flask, commune: Commune):
    first = make_mobilisation(commune, key="one")
    assert {first, make_mobilisation(commune, key="one"), make_mobilisation(commune, key="two")} == {first}
    with pytest.raises(BadInput) as refused:
        make_mobilisation(commune, calendar(2028, "6tdl"))
    assert refused.value.errors == {"period": "period_later"}
    with pytest.raises(NotAllowed), transaction():
        services.make_report(YEAR, actor=commune.officer, at=LATER, idempotency_key="x")


def test_two_who_press_at_once_begin_one_report(app: Flask, home: Commune):
    def press(number: int) -> int:
        with app.app_context():
            made = make_mobilisation(home, key=f"at-once-{number}")
            db.session.remove()
            return made

    with ThreadPoolExecutor(4) as hands:
        assert len(set(hands.map(press, range(4)))) == 1


def test_words_are_kept_by_section_and_only_those_of_the_outline(commune: Commune):
    report_id = make_mobilisation(commune)
    write(commune, report_id, leading="  Đã ban hành kế hoạch.\n\n", unknown="x")
    with pytest.raises(StaleVersion):
        write(commune, report_id, version=1, leading="Lời cũ")
    write(commune, report_id, version=2, front="Phối hợp tốt.")
    words = {section.key: section.words for section in seen(commune, report_id).filled if section.words}
    assert words == {"leading": "Đã ban hành kế hoạch.", "front": "Phối hợp tốt."}
    assert "unknown" not in db.session.get_one(MobilisationReport, report_id).words


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"number": None}, {"number": "number_missing"}),
        ({"number": 0}, {"number": "number_missing"}),
        ({"symbol": " "}, {"symbol": "symbol_missing"}),
        ({"day": None}, {"day": "day_of_paper_missing"}),
        ({"day": date(2026, 12, 31)}, {"day": "day_of_paper_outside"}),
        ({"day": date(2027, 1, 6)}, {"day": "day_of_paper_outside"}),
        ({"signing": "verifier"}, {"signing": "choice_unknown"}),
    ],
)
def test_the_head_of_the_paper_is_whole(changes: dict[str, Any], faults: dict[str, str]):
    head = replace(HEAD, **changes)
    assert head_faults(head, last_on=YEAR.last_on, today=date(2027, 1, 5)) == faults


def test_issuing_needs_a_leader_an_ended_period_words_and_what_he_has_seen(commune: Commune):
    report_id = make_mobilisation(commune)
    with pytest.raises(BadInput) as refused:
        issue(commune, report_id, version=1, head=replace(HEAD, number=None))
    assert refused.value.errors == {"number": "number_missing", "words": "section_blank"}
    write(commune, report_id)
    before = fingerprint(seen(commune, report_id).filled)
    with pytest.raises(NotAllowed):
        issue(commune, report_id, who="clerk")
    with pytest.raises(WrongState):
        issue(commune, report_id, at=datetime(2026, 12, 31, 9, 0, tzinfo=UTC))
    make_public(commune.unit_id, RECEIVED)
    with pytest.raises(StaleVersion):
        issue(commune, report_id, seen_before=before)
    issue(commune, report_id)
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.subject == f"mobilisation:{report_id}")).all()
    assert [entry.action.rpartition(":")[2] for entry in entries] == ["made", "filled", "issued"]
    assert all("Lời của mục" not in str(entry.facts) for entry in entries)


def test_an_issued_report_never_changes_and_a_correction_begins_with_its_words(commune: Commune):
    make_public(commune.unit_id, RECEIVED)
    first = issued(commune)
    frozen = seen(commune, first)
    make_public(commune.unit_id, RECEIVED)
    with use_unit(commune.unit_id), transaction():
        change_setting(
            unit_id=commune.unit_id, actor=commune.administrator, key="mobilisation_report_recipients", value="Nơi khác; Lưu: VP",
            expected_version=0, at=LATER,
        )  # fmt: skip
    again = seen(commune, first)
    assert (again.filled, again.paper) == (frozen.filled, frozen.paper)
    assert again.paper is not None
    assert again.paper.recipients[0] == "Thường trực Đảng ủy (báo cáo)"
    assert queries.recipients_of(commune.unit_id) == ("Nơi khác", "Lưu: VP")
    for act in (lambda: write(commune, first, version=3), lambda: issue(commune, first, version=3)):
        with pytest.raises(WrongState):
            act()
    second = make_mobilisation(commune)
    view = seen(commune, second)
    assert (view.edition, view.replaces and view.replaces.id, value(view, "letters.received")) == (2, first, 2)
    assert [section.words for section in view.filled] == [section.words for section in frozen.filled]
    with pytest.raises(BadInput) as refused:
        issue(commune, second, version=1)
    assert refused.value.errors == {"number": "number_used"}
    other = replace(HEAD, symbol="BC-HĐND")
    assert [number_used(db.session.get_one(MobilisationReport, second), head) for head in (HEAD, other)] == [True, False]
    issue(commune, second, version=1, head=replace(HEAD, again=True))
    assert seen(commune, first).replaced_by == second
    replaced = seen(commune, second).replaces
    assert (replaced and replaced.paper) == frozen.paper


def test_whoever_signs_has_the_post(commune: Commune):
    report_id = make_mobilisation(commune)
    write(commune, report_id)
    with pytest.raises(BadInput) as refused:
        issue(commune, report_id, head=replace(HEAD, signing="body_deputy", signer=commune.leader.name))
    assert refused.value.errors == {"signer": "signer_not_deputy"}
    issue(commune, report_id, head=replace(HEAD, signing="body_deputy", signer=""))
    paper = seen(commune, report_id).paper
    assert (paper and paper.signed_by(commune.leader.name)) == ""


def test_the_year_before_is_what_was_issued_then(commune: Commune):
    make_public(commune.unit_id, BEFORE)
    issued(commune, calendar(2025, "namdl"), at=LATER)
    make_public(commune.unit_id, BEFORE)  # written down after it was issued
    view = seen(commune, make_mobilisation(commune))
    (received,) = [
        figure for section in view.filled for part in section.parts for figure in part.figures if figure.key == "letters.received"
    ]  # fmt: skip
    assert received.before == 1


def test_a_draft_is_thrown_away_and_another_commune_sees_none(commune: Commune):
    report_id = make_mobilisation(commune)
    neighbour = make_commune(NEIGHBOUR)
    with use_unit(neighbour.unit_id):
        for act in (lambda: seen(neighbour, report_id), lambda: write(neighbour, report_id)):
            with pytest.raises(NotFound):
                act()
        assert queries.reports(neighbour.clerk, calendar_for(neighbour.unit_id)) == []
    with transaction():
        services.discard_draft(report_id, actor=commune.clerk, at=LATER, version=1)
    assert db.session.get(MobilisationReport, report_id) is None


def test_the_periods_and_the_day_of_sending_are_settings(commune: Commune):
    days = calendar_for(commune.unit_id)
    assert queries.ended(commune.unit_id, date(2026, 11, 20)) == [HALF]
    assert queries.ended(commune.unit_id, date(2027, 1, 2)) == [YEAR]
    assert queries.sending_of(commune.unit_id, days).due_on(HALF) == date(2026, 7, 10)  # Friday
    assert queries.sending_of(commune.unit_id, days).due_on(Period(first_on=HALF.first_on, last_on=HALF.last_on)) is None
    missing = queries.missing(commune.clerk, days, today=date(2026, 11, 20))
    assert missing == [(HALF, date(2026, 7, 10))]
    with use_unit(commune.unit_id), transaction():
        change_setting(
            unit_id=commune.unit_id, actor=commune.administrator, key="mobilisation_report_periods", value=15,
            expected_version=0, at=LATER,
        )  # fmt: skip
    assert queries.ended(commune.unit_id, date(2026, 11, 20)) == [report(2026, "6t")]
    assert queries.ended(commune.unit_id, date(2026, 12, 20)) == [report(2026, "nam")]
