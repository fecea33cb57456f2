"""flask load generate: whole cases, as the commands would have left them, the same for the same seed, and fast."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import delete, func, select

from accounts.models import Official
from accounts.services.people import set_first_passwords
from core import audit
from core.audit import AuditEntry
from core.codes import clean_code, secret_matches
from core.database import Base
from core.extensions import db
from core.page_cache import PublicVersion
from core.transaction import transaction
from deadlines.proof import Proof
from feedback import projection
from feedback.load.rows import COLUMNS, TABLES
from feedback.models import Answer, Case, CaseClock, CaseEntry, Publication, PublicCase, Rating, Sender
from feedback.queries.public import PublicFilters, public_list
from feedback.services import clocks
from feedback.states import CaseState
from tests.makers import Commune, inside, make_case, read_case

CASES = 150
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def friday(at: Callable[[str], datetime]) -> datetime:
    """It is the Friday of the worked example."""
    return at("2026-11-20 09:00")


@pytest.fixture
def said(runner: FlaskCliRunner, home: Commune) -> str:
    """Make the cases; return what the command said."""
    done = runner.invoke(args=["load", "generate", "--cases", str(CASES), "--seed", "3"])
    assert done.exit_code == 0, done.output
    return done.output


def count(model: type[Base], *conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


# ------------------------------------------------------------------ what is made


def test_load_makes_as_many_cases_as_asked_each_with_its_sender_and_public_row(app: Flask, home: Commune, said: str):
    with inside(app, unit_id=home.unit_id):
        assert [count(model) for model in (Case, Sender, PublicCase)] == [CASES, CASES, CASES]


def test_load_says_how_many_how_fast_and_the_secret_words(app: Flask, home: Commune, said: str):
    first, second = said.strip().splitlines()[-2:]
    secret = second.split(": ")[1]
    with inside(app, unit_id=home.unit_id):
        hashed = set(db.session.scalars(select(Sender.secret_hash)))
    assert first.startswith(f"{CASES} cases in ")
    assert [secret_matches(secret, hashed=each) for each in hashed] == [True]


def test_load_writes_one_audit_entry_and_the_trail_is_whole(app: Flask, home: Commune, said: str):
    with inside(app, unit_id=home.unit_id):
        entries = list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == "feedback:load:generated")))
        assert [entry.facts for entry in entries] == [{"cases": CASES, "seed": 3}]
        assert audit.verify() == []


def test_load_raises_the_version_of_public_pages(app: Flask, home: Commune, said: str):
    with inside(app, unit_id=home.unit_id):
        assert db.session.get(PublicVersion, home.unit_id).number >= 1


def test_load_spreads_cases_over_two_years_in_order(app: Flask, home: Commune, said: str):
    with inside(app, unit_id=home.unit_id):
        moments = list(db.session.scalars(select(Case.received_at).order_by(Case.id)))
        assert moments == sorted(moments)
        assert moments[0] >= datetime(2026, 11, 20, 2, 0, tzinfo=UTC) - timedelta(days=731)
        assert moments[-1] < datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
        assert len({moment.year for moment in moments}) == 3


def test_load_gives_every_case_a_code_of_its_own(app: Flask, home: Commune, said: str):
    with inside(app, unit_id=home.unit_id):
        codes = list(db.session.scalars(select(Case.code)))
        assert len(set(codes)) == CASES
        assert [code for code in codes if clean_code(code) != code] == []


# ------------------------------------------------------------------ as the commands would have left them


def test_public_rows_are_those_that_the_projection_writes(app: Flask, home: Commune, said: str):
    with inside(app, unit_id=home.unit_id):
        made = {row.id: plain(row) for row in db.session.scalars(select(PublicCase))}
        for case in db.session.scalars(select(Case)):
            assert plain(projection.show(case)) == made[case.id]
        db.session.rollback()


def plain(row: PublicCase) -> dict[str, object]:
    """Return a row's values; words are compared as search reads them."""
    values = {column.key: getattr(row, column.key) for column in PublicCase.__table__.columns}
    return values | {name: sorted(set(values[name].split())) for name in ("search_text", "search_marks")}


def test_due_dates_are_those_of_the_engine(app: Flask, home: Commune, said: str):
    with inside(app, unit_id=home.unit_id):
        for case in db.session.scalars(select(Case)):
            before = (case.due_on, [(clock.raw_on, clock.due_on) for clock in clocks.clocks_of(case)])
            clocks.recount(case)
            assert (case.due_on, [(clock.raw_on, clock.due_on) for clock in clocks.clocks_of(case)]) == before
        db.session.rollback()


def test_every_clock_has_its_proof(app: Flask, home: Commune, said: str):
    with inside(app, unit_id=home.unit_id):
        wrong = [
            clock.id
            for clock in db.session.scalars(select(CaseClock))
            if (Proof.from_dict(clock.proof).due_on, Proof.from_dict(clock.proof).raw_on) != (clock.due_on, clock.raw_on)
        ]
        assert wrong == []


def test_anonymous_cases_have_no_clock_and_no_name(app: Flask, home: Commune, said: str):
    with inside(app, unit_id=home.unit_id):
        nameless = list(db.session.scalars(select(Case.id).where(Case.anonymous)))
        assert nameless != []
        assert count(CaseClock, CaseClock.case_id.in_(nameless)) == 0
        assert [
            sender.name for sender in db.session.scalars(select(Sender).where(Sender.case_id.in_(nameless))) if sender.name
        ] == []


def test_senders_open_again_and_are_found_by_telephone(app: Flask, home: Commune, said: str):
    with inside(app, unit_id=home.unit_id):
        named = list(db.session.scalars(select(Sender).where(Sender.phone.is_not(None))))
        assert [sender for sender in named if len(sender.phone) != 10 or len(sender.name.split()) != 3] == []
        assert [sender for sender in named if len(sender.phone_fingerprint or "") != 64] == []


def test_answered_cases_have_issued_answers_and_ratings_follow_them(app: Flask, home: Commune, said: str):
    with inside(app, unit_id=home.unit_id):
        rounds = {(row.case_id, row.round) for row in db.session.scalars(select(Answer))}
        answered = list(db.session.scalars(select(Case).where(Case.state == CaseState.ANSWERED.value)))
        assert [case.id for case in answered if (case.id, case.round) not in rounds] == []
        assert [row for row in db.session.scalars(select(Rating)) if (row.case_id, row.round) not in rounds] == []


def test_versions_count_the_lines_of_the_timeline_that_change_something(app: Flask, home: Commune, said: str):
    with inside(app, unit_id=home.unit_id):
        highest = select(CaseEntry.case_id, func.max(CaseEntry.version)).group_by(CaseEntry.case_id)
        assert dict(db.session.execute(highest).all()) == dict(db.session.execute(select(Case.id, Case.version)).all())


def test_publications_are_shown_and_found(app: Flask, home: Commune, said: str):
    with inside(app, unit_id=home.unit_id):
        shown = db.session.scalars(select(Publication).order_by(Publication.id.desc()).limit(1)).one()
        code = db.session.scalar(select(Case.code).where(Case.id == shown.case_id))
        page = public_list(home.unit_id, PublicFilters(words=shown.title), page=1, today=TODAY)
        assert code in [item.code for item in page.items]


def test_columns_are_all_that_the_tables_demand():
    for table in TABLES:
        demanded = {column.key for column in table.columns if not column.nullable and column.server_default is None}
        assert (table.name, demanded - set(COLUMNS[table.name])) == (table.name, set())
        assert (table.name, set(COLUMNS[table.name]) - set(table.columns.keys())) == (table.name, set())


# ------------------------------------------------------------------ again, and beside real cases


def test_second_load_adds_other_cases(app: Flask, runner: FlaskCliRunner, home: Commune, said: str):
    again = runner.invoke(args=["load", "generate", "--cases", "50", "--seed", "3"])
    assert again.exit_code == 0, again.output
    with inside(app, unit_id=home.unit_id):
        assert (count(Case), count(PublicCase)) == (CASES + 50, CASES + 50)


def test_letters_are_taken_after_a_load(app: Flask, home: Commune, said: str):
    with inside(app, unit_id=home.unit_id):
        case = make_case(home, state="answered")
        assert read_case(case.id).state == "answered"
        assert count(Case) == CASES + 1


def test_load_after_letters_keeps_them(app: Flask, runner: FlaskCliRunner, home: Commune):
    with inside(app, unit_id=home.unit_id):
        code = make_case(home, state="answered").code
    assert runner.invoke(args=["load", "generate", "--cases", "20"]).exit_code == 0
    with inside(app, unit_id=home.unit_id):
        assert (count(Case), count(Case, Case.code == code)) == (21, 1)


def test_same_seed_on_the_same_database_gives_the_same_cases(app: Flask, runner: FlaskCliRunner, home: Commune):
    told = []
    for seed in ("5", "5", "6"):
        assert runner.invoke(args=["load", "generate", "--cases", "40", "--seed", seed]).exit_code == 0
        with inside(app, unit_id=home.unit_id):
            rows = db.session.execute(select(Case.code, Case.received_at, Case.kind, Case.story, Case.state).order_by(Case.id))
            told.append(json.dumps([list(map(str, row)) for row in rows]))
            with transaction() as session:
                for table in reversed(TABLES):
                    session.execute(delete(table))
    assert (told[0] == told[1], told[1] == told[2]) == (True, False)


def test_same_seed_twice_gives_other_cases_the_second_time(app: Flask, runner: FlaskCliRunner, home: Commune):
    for _ in range(2):
        assert runner.invoke(args=["load", "generate", "--cases", "40", "--seed", "5"]).exit_code == 0
    with inside(app, unit_id=home.unit_id):
        assert count(Case) == 80


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--cases", "5", "--unit", "99999"], "No commune 99999 is loaded."),
        (["--cases", "0"], "Invalid value for '--cases'"),
        ([], "Missing option '--cases'"),
    ],
)
def test_load_refuses_what_it_cannot_do(runner: FlaskCliRunner, home: Commune, arguments: list[str], sentence: str):
    done = runner.invoke(args=["load", "generate", *arguments])
    assert (done.exit_code != 0, sentence in done.output) == (True, True)


@pytest.fixture
def in_production(app: Flask, home: Commune) -> Commune:
    """The commune's installation is a real one."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], environment="production")
    return home


def made_in(app: Flask, runner: FlaskCliRunner, home: Commune, *more: str) -> tuple[int, int, str]:
    """Ask for five cases; return the exit code, how many cases there are, and what was said of the refusal."""
    done = runner.invoke(args=["load", "generate", "--cases", "5", *more])
    with inside(app, unit_id=home.unit_id):
        return done.exit_code, count(Case), done.stderr.partition(":")[2].partition(":")[0].strip()


def test_commune_with_a_letter_is_not_filled_unless_it_is_named(app: Flask, runner: FlaskCliRunner, in_production: Commune):
    assert [made_in(app, runner, in_production)[:2] for _ in range(2)] == [(0, 5), (0, 10)]
    with inside(app, unit_id=in_production.unit_id):
        make_case(in_production, state="received")
    refused = "Invented cases would mix with real ones"
    assert made_in(app, runner, in_production) == (1, 11, refused)
    assert made_in(app, runner, in_production, "--yes-into", "99999")[:2] == (1, 11)
    assert made_in(app, runner, in_production, "--yes-into", "06505") == (0, 16, "")


def test_commune_where_somebody_signed_in_is_not_filled(app: Flask, runner: FlaskCliRunner, in_production: Commune):
    with inside(app, unit_id=in_production.unit_id), transaction() as session:
        session.get_one(Official, in_production.clerk.id).last_sign_in_at = datetime(2026, 11, 19, tzinfo=UTC)
    assert made_in(app, runner, in_production)[:2] == (1, 0)


def test_demonstration_is_filled_whoever_signed_in(app: Flask, runner: FlaskCliRunner, in_production: Commune):
    with inside(app, unit_id=in_production.unit_id):
        with transaction():
            set_first_passwords(unit_id=in_production.unit_id, hashed="$x", at=datetime(2026, 11, 19, tzinfo=UTC))
        make_case(in_production, state="received")
    assert made_in(app, runner, in_production)[:2] == (0, 6)


def test_load_names_the_commune_by_its_code(app: Flask, runner: FlaskCliRunner, home: Commune):
    assert runner.invoke(args=["load", "generate", "--cases", "5", "--unit", "06505"]).exit_code == 0
    with inside(app, unit_id=home.unit_id):
        assert count(Case) == 5
