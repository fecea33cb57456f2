"""The assessment as commands: numbers are the house's own, points are checked, what is issued is frozen and public."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from deadlines.queries import calendar_for
from feedback.services.sealing import seal_case
from reporting.friendly import queries, services
from reporting.friendly.counting import all_counts, more_counts
from reporting.friendly.criteria import DATA, from_plain, shipped
from reporting.friendly.demo import show_assessments
from reporting.friendly.models import FriendlyAssessment, FriendlyList
from reporting.friendly.numbers import MORE, known_numbers
from reporting.friendly.reminders import remind_friendly
from reporting.friendly.scoring import fingerprint, open_ones
from reporting.periods import Period, calendar
from reporting.queries import board
from tests.makers import NEIGHBOUR, NOW, Commune, inside, make_case, make_commune
from tests.makers_apologies import apologised
from tests.makers_friendly import SCORES, criterion, give, issue, issued, make_friendly, seen
from tests.makers_mobilisation import HEAD, LATER, YEAR
from tests.makers_public import make_public
from tests.makers_reception import DAY_AT, hold_day, public_day
from tests.unit.reporting.test_friendly_criteria import SMALL

LATE = {
    "received_on": date(2026, 3, 1), "accepted_on": date(2026, 3, 5), "state": "answered", "due_on": date(2026, 4, 1),
    "settled_on": date(2026, 4, 9), "in_time": False, "rated_on": date(2026, 4, 12), "satisfied": True,
}  # fmt: skip
IN_TIME = {**LATE, "settled_on": date(2026, 3, 20), "in_time": True}
BEFORE = {
    **IN_TIME, "received_on": date(2025, 3, 1), "accepted_on": date(2025, 3, 2), "due_on": date(2025, 4, 1),
    "settled_on": date(2025, 3, 9), "rated_on": None, "satisfied": None,
}  # fmt: skip
ENDED, OVERDUE = datetime(2027, 1, 4, 1, 0, tzinfo=UTC), datetime(2027, 1, 25, 1, 0, tzinfo=UTC)


@pytest.fixture
def commune(app: Flask, home: Commune) -> Iterator[Commune]:
    with inside(app, unit_id=home.unit_id):
        yield home


def test_every_number_that_a_criterion_may_name_is_counted(commune: Commune):
    make_public(commune.unit_id, LATE)
    found = all_counts(commune.unit_id, YEAR)
    assert found is not None
    assert known_numbers() <= set(found)
    assert set(more_counts(commune.unit_id, YEAR)) == set(MORE)
    assert all_counts(commune.unit_id, calendar(2020, "namdl")) is None


def test_numbers_are_the_boards_and_come_out_as_counted_by_hand(commune: Commune):
    hold_day(commune, public_day(commune), at=DAY_AT)
    make_public(commune.unit_id, *[IN_TIME] * 19, LATE, BEFORE)
    view, whole = seen(commune, make_friendly(commune)), board(commune.unit_id, YEAR, YEAR.last_on).whole
    on_time, satisfied = criterion(view, "on_time"), criterion(view, "satisfied")
    assert on_time.now is not None
    assert (on_time.now.value, on_time.now.of, on_time.now.tenths, on_time.proposed) == (whole.on_time, whole.owed, 950, 15)
    assert on_time.now.value / (on_time.now.of or 1) == whole.on_time_share
    assert satisfied.now is not None
    assert (satisfied.now.value, satisfied.now.of, satisfied.before) == (20, 20, None)
    assert on_time.before is not None
    assert (on_time.before.value, on_time.before.of) == (1, 1)
    reception = criterion(view, "reception").now
    assert reception is not None
    assert reception.value == 1


def test_nothing_tells_of_a_letter_that_moved_to_the_sealed_register(commune: Commune):
    case, plain, report_id = apologised(commune), make_case(commune), make_friendly(commune)
    before = seen(commune, report_id)
    assert criterion(before, "apologies").now is not None
    for moved in (case.id, plain.id):
        with transaction():
            seal_case(moved, actor=commune.clerk, at=NOW)
    assert seen(commune, report_id).made == before.made


def test_points_are_kept_and_wrong_ones_refused(commune: Commune):
    make_public(commune.unit_id, *[IN_TIME] * 10)
    report_id = make_friendly(commune)
    given = {"on_time": {"points": 15, "evidence": " Sổ\n\n"}, "polite": {"points": 4.5}, "unknown": {"points": 1}}
    give(commune, report_id, **given)
    view = seen(commune, report_id)
    assert (criterion(view, "on_time").points, criterion(view, "on_time").evidence, view.made.total) == (15, "Sổ", 19.5)
    assert "unknown" not in db.session.get_one(FriendlyAssessment, report_id).scores
    with pytest.raises(BadInput) as refused:
        give(
            commune, report_id, version=2, polite={"points": 5.5}, visits={"points": 0.3}, noticed={"points": -1},
            on_time={"points": 12, "reason": "vì"}, satisfied={"points": 9, "reason": "Hai ý kiến nhầm"},
        )  # fmt: skip
    assert refused.value.errors == {
        "points_polite": "points_bad", "points_visits": "points_bad", "points_noticed": "points_bad",
        "reason_on_time": "reason_missing",
    }  # fmt: skip
    with pytest.raises(StaleVersion):
        give(commune, report_id, version=1)


def test_issuing_needs_a_leader_an_ended_year_all_points_and_what_he_has_seen(commune: Commune):
    report_id = make_friendly(commune)
    with pytest.raises(BadInput) as refused:
        issue(commune, report_id, version=1, head=replace(HEAD, number=None))
    assert refused.value.errors == {"number": "number_missing", "scores": "scores_open"}
    give(commune, report_id)
    before = fingerprint(seen(commune, report_id).made)
    with pytest.raises(NotAllowed):
        issue(commune, report_id, who="clerk")
    with pytest.raises(WrongState):
        issue(commune, report_id, at=datetime(2026, 12, 31, 9, 0, tzinfo=UTC))
    make_public(commune.unit_id, *[LATE] * 5)
    with pytest.raises(StaleVersion):
        issue(commune, report_id, seen_before=before)
    issue(commune, report_id)
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.subject == f"friendly:{report_id}")).all()
    assert [entry.action.rpartition(":")[2] for entry in entries] == ["made", "filled", "issued"]
    assert (entries[-1].facts["points"], entries[-1].facts["most"]) == (100, 100)
    assert all("Minh chứng" not in str(entry.facts) and "chưa đủ" not in str(entry.facts) for entry in entries)


def test_an_issued_assessment_never_changes_and_a_correction_takes_its_place(commune: Commune):
    first = issued(commune)
    frozen = seen(commune, first)
    make_public(commune.unit_id, *[LATE] * 5)
    assert seen(commune, first).made == frozen.made
    with pytest.raises(WrongState):
        give(commune, first, version=3)
    second = make_friendly(commune)
    view = seen(commune, second)
    assert (view.edition, view.replaces and view.replaces.id, view.made.total) == (2, first, 100)
    give(commune, second, polite={"points": 3, "evidence": "Kiểm tra lại"})
    assert public_total(commune) == 100
    issue(commune, second, head=replace(HEAD, again=True))
    assert (public_total(commune), seen(commune, first).replaced_by) == (98, second)


def public_total(commune: Commune) -> float:
    found = queries.public_assessment(commune.unit_id, YEAR)
    assert found is not None
    assert {(item.evidence, item.reason) for item in found.made.criteria} == {("", "")}
    return found.made.total


def test_the_year_before_is_what_was_issued_then(commune: Commune):
    make_public(commune.unit_id, BEFORE)
    issued(commune, calendar(2025, "namdl"))
    make_public(commune.unit_id, BEFORE, BEFORE)  # written down after it was issued
    kept = criterion(seen(commune, make_friendly(commune)), "on_time").before
    assert kept is not None
    assert (kept.value, kept.of) == (1, 1)


def test_two_who_press_at_once_begin_one_assessment(app: Flask, home: Commune):
    def press(number: int) -> int:
        with app.app_context():
            made = make_friendly(home, key=f"at-once-{number}")
            db.session.remove()
            return made

    with ThreadPoolExecutor(4) as hands:
        assert len(set(hands.map(press, range(4)))) == 1


def test_a_draft_is_thrown_away_and_another_commune_sees_none(commune: Commune):
    report_id, done = make_friendly(commune), issued(commune, calendar(2025, "namdl"))
    neighbour = make_commune(NEIGHBOUR)
    with use_unit(neighbour.unit_id):
        for act in (lambda: seen(neighbour, report_id), lambda: give(neighbour, done)):
            with pytest.raises(NotFound):
                act()
        assert queries.reports(neighbour.clerk, calendar_for(neighbour.unit_id)) == []
        assert queries.issued_periods(neighbour.unit_id).shown == ()
    with transaction():
        services.discard_draft(report_id, actor=commune.clerk, at=LATER, version=1)
    assert db.session.get(FriendlyAssessment, report_id) is None


def test_everybody_reads_periods_with_a_name_only(commune: Commune):
    for period in (
        calendar(2025, "namdl"),
        YEAR,
        calendar(2026, "6tdl"),
        Period(first_on=YEAR.first_on, last_on=date(2026, 3, 1)),
    ):
        issued(commune, period)
    assert [period.name for period in queries.issued_periods(commune.unit_id).shown] == ["2026-namdl", "2026-6tdl", "2025-namdl"]


def test_a_communes_own_criteria_go_before_and_issued_ones_keep_theirs(commune: Commune):
    first = issued(commune, calendar(2025, "namdl"))
    own = from_plain({**SMALL, "valid_from": "2025-01-01"})
    with transaction():
        assert [services.load_lists((own,), unit_id=commune.unit_id, at=LATER) for _run in range(2)] == [1, 0]
    assert seen(commune, first).made.source == shipped()[0].source
    view = seen(commune, make_friendly(commune))
    assert (view.made.source, [item.key for item in view.made.criteria]) == ("Tỉnh", ["on_time", "polite"])
    with transaction():
        assert services.load_lists((replace(own, source="Tỉnh, lần hai"),), unit_id=commune.unit_id, at=LATER) == 1
    assert [row.content["source"] for row in db.session.scalars(select(FriendlyList))] == ["Tỉnh, lần hai"]
    assert queries.criteria_on(commune.unit_id, date(2024, 12, 31)).source == shipped()[0].source
    loaded = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "reporting:friendly:criteria_loaded")).all()
    assert [entry.facts["criteria"] for entry in loaded] == [2, 2]


def test_the_command_loads_criteria_or_says_what_is_wrong(app: Flask, home: Commune, tmp_path: Path):
    file = tmp_path / "criteria.toml"
    text = DATA.read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    told = [app.test_cli_runner().invoke(args=["friendly", "load", str(file)]).output.strip() for _run in range(2)]
    assert told == ["1 lists read, 1 changed.", "1 lists read, 0 changed."]
    file.write_text(text.replace("most = 15", "most = 16"), encoding="utf-8")
    wrong = app.test_cli_runner().invoke(args=["friendly", "load", str(file)])
    assert (wrong.exit_code, "The points add up to 101, not to 100." in wrong.output) == (1, True)


def test_clerks_hear_once_that_the_year_ended_and_leaders_once_that_it_is_late(commune: Commune):
    make_friendly(commune)  # a draft is no assessment
    assert [remind_friendly(ENDED) > 0, remind_friendly(ENDED)] == [True, 0]
    assert [remind_friendly(OVERDUE) > 0, remind_friendly(OVERDUE)] == [True, 0]
    query = select(OutboxMessage.event, OutboxMessage.official_id).where(OutboxMessage.event.like("friendly_%"))
    laid = set(db.session.execute(query).tuples())
    assert {
        ("friendly_soon", commune.clerk.id),
        ("friendly_late", commune.clerk.id),
        ("friendly_late", commune.leader.id),
    } <= laid
    assert ("friendly_soon", commune.leader.id) not in laid


def test_nobody_is_reminded_of_what_was_issued_or_of_half_a_year(commune: Commune):
    assert remind_friendly(datetime(2026, 7, 4, 1, 0, tzinfo=UTC)) == 0
    issued(commune)
    assert (remind_friendly(ENDED), remind_friendly(OVERDUE)) == (0, 0)


@pytest.mark.parametrize(
    ("moment", "names"),
    [
        (datetime(2026, 11, 28, 2, tzinfo=UTC), ["2025-namdl", "2026-namdl"]),
        (datetime(2027, 2, 17, 2, tzinfo=UTC), ["2026-namdl", "2027-namdl"]),
    ],
)
def test_the_demonstration_has_one_issued_and_one_in_work(app: Flask, home: Commune, moment: datetime, names: list[str]):
    with inside(app, unit_id=home.unit_id):
        with transaction():
            assert (show_assessments(home.unit_id, at=moment), show_assessments(home.unit_id, at=moment)) == (2, 0)
        rows = db.session.scalars(select(FriendlyAssessment).order_by(FriendlyAssessment.id)).all()
        assert [(row.name, row.issued_at is not None) for row in rows] == list(zip(names, (True, False), strict=True))
        assert set(rows[1].scores) == set(SCORES)
        assert set(open_ones(queries.assessment_of(rows[1], today=moment.date())).values()) == {"points_missing"}
