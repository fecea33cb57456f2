"""Many at once: failures are counted one by one, one of two writers wins, one of many loads does the work."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from accounts import code_rules, queries
from accounts.factor_models import RecoveryCode, SecondFactor
from accounts.models import Official, Responsibility, SignInThrottle, Unit, UnitSetting
from accounts.read_models import Post
from accounts.roles import Role
from accounts.services import identities, people, responsibilities, second_factor, signing_in, unit_settings
from accounts.services.commune_loading import load_commune
from accounts.vouched import Vouched
from core import audit
from core.database import use_unit
from core.errors import DomainError
from core.extensions import db
from core.transaction import transaction
from tests.makers_accounts import NOW, START, TODAY, hash_of_password, make_official, make_small_commune, official_row
from tests.makers_factor import Phone, give_factor

MANY = 8


@pytest.fixture
def commune(app, at):
    at("2026-11-20 09:00")
    with app.app_context():
        return make_small_commune()


def at_once(app, unit_id: int, work: Callable[[int], object]) -> Counter[str]:
    """Run ``work`` in many threads that begin together; returns how often each outcome came."""
    outcomes: Counter[str] = Counter()
    gate, lock = threading.Barrier(MANY), threading.Lock()

    def run(number: int) -> None:
        with app.app_context(), use_unit(unit_id):
            gate.wait()
            try:
                with transaction():
                    done = work(number)
                word = done if isinstance(done, str) else "done"
            except DomainError as refused:
                word = refused.code
            with lock:
                outcomes[word] += 1

    threads = [threading.Thread(target=run, args=(number,)) for number in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_failures_at_the_same_moment_are_all_counted(app, commune):
    check = signing_in.PasswordCheck(
        unit_id=commune.unit_id, fingerprint="f" * 64, official_id=None, right=False, known_hash="", fresh_hash=None
    )
    outcomes = at_once(app, commune.unit_id, lambda _: signing_in.sign_in(check, at=NOW, ip_hash="x").reason)
    assert outcomes == {"wrong": 4, "locked": 4}
    with app.app_context(), use_unit(commune.unit_id):
        assert db.session.scalars(select(SignInThrottle.failures)).all() == [5]


def test_right_guess_among_many_wrong_ones_is_refused_once_the_name_rests(app, commune):
    """Guesses that were all checked before the first failure was counted still queue up on the name."""
    with app.app_context():
        official = make_official(commune.unit_id, department_id=commune.economy, username="canbo")
    facts = {"unit_id": commune.unit_id, "fingerprint": "f" * 64, "fresh_hash": None}
    wrong = signing_in.PasswordCheck(official_id=official.id, right=False, known_hash="", **facts)
    for _ in range(5):
        with app.app_context(), use_unit(commune.unit_id), transaction():
            signing_in.sign_in(wrong, at=NOW, ip_hash="x")
    right = signing_in.PasswordCheck(official_id=official.id, right=True, known_hash=hash_of_password(), **facts)
    outcomes = at_once(app, commune.unit_id, lambda _: signing_in.sign_in(right, at=NOW, ip_hash="x").reason)
    assert outcomes == {"locked": MANY}


@pytest.fixture
def clerk_with_factor(app, commune):
    with app.app_context():
        clerk = make_official(commune.unit_id, department_id=commune.economy, username="canbo")
        return clerk, give_factor(clerk, at=NOW - timedelta(hours=1))


def finishing(official, code: str) -> Callable[[int], str]:
    """Return work that types a code after the password, and says what came of it."""

    def work(_number: int) -> str:
        answer = second_factor.finish_sign_in(
            unit_id=official.unit_id, public_id=official.public_id, session_epoch=2, typed=code, at=NOW, ip_hash="x"
        )
        return answer.reason if isinstance(answer, signing_in.SignInRefused) else "in"

    return work


def test_one_code_sent_many_times_at_once_opens_once(app, commune, clerk_with_factor):
    official, telephone = clerk_with_factor
    assert at_once(app, commune.unit_id, finishing(official, telephone.code(NOW))) == {"in": 1, "code_used": MANY - 1}


def test_one_recovery_code_sent_many_times_at_once_opens_once(app, commune, clerk_with_factor):
    official, telephone = clerk_with_factor
    outcomes = at_once(app, commune.unit_id, finishing(official, telephone.codes[0]))
    assert (outcomes["in"], outcomes.total()) == (1, MANY)


def test_wrong_codes_at_the_same_moment_are_all_counted(app, commune, clerk_with_factor):
    official, telephone = clerk_with_factor
    assert at_once(app, commune.unit_id, finishing(official, telephone.wrong())) == {"code_wrong": 4, "code_locked": 4}
    assert at_once(app, commune.unit_id, finishing(official, telephone.code(NOW))) == {"code_locked": MANY}


def test_first_code_sent_many_times_at_once_turns_one_factor_on(app, commune):
    with app.app_context():
        official = make_official(commune.unit_id, department_id=commune.economy, username="canbo")
    telephone = Phone(secret=code_rules.new_secret(), codes=code_rules.new_recovery_codes())
    hashes = second_factor.hashes_of(telephone.codes)
    outcomes = at_once(
        app,
        commune.unit_id,
        lambda _: second_factor.turn_on(
            actor=official, secret=telephone.secret, typed=telephone.code(NOW), hashes=hashes, at=NOW
        ),
    )
    assert outcomes == {"done": MANY}
    with app.app_context(), use_unit(commune.unit_id):
        rows = [db.session.scalar(select(func.count()).select_from(table)) for table in (SecondFactor, RecoveryCode)]
    assert rows == [1, 10]


def test_one_of_many_writers_of_a_rule_wins(app, commune):
    outcomes = at_once(
        app,
        commune.unit_id,
        lambda number: unit_settings.change_setting(
            unit_id=commune.unit_id, actor=None, key="reopen_days", value=20 + number, expected_version=1, at=NOW
        ),
    )
    assert outcomes == {"stale_version": MANY}
    with app.app_context(), use_unit(commune.unit_id), transaction():
        unit_settings.change_setting(unit_id=commune.unit_id, actor=None, key="reopen_days", value=20, expected_version=0, at=NOW)
    outcomes = at_once(
        app,
        commune.unit_id,
        lambda number: unit_settings.change_setting(
            unit_id=commune.unit_id, actor=None, key="reopen_days", value=21 + number, expected_version=1, at=NOW
        ),
    )
    assert outcomes == {"done": 1, "stale_version": MANY - 1}
    with app.app_context(), use_unit(commune.unit_id):
        assert db.session.scalars(select(UnitSetting.version)).all() == [2]
        assert audit.verify() == []


def test_one_of_many_editors_of_an_official_wins(app, commune):
    with app.app_context():
        officer = make_official(commune.unit_id, department_id=commune.economy, username="canbo")
    outcomes = at_once(
        app,
        commune.unit_id,
        lambda number: people.change_official(
            unit_id=commune.unit_id,
            actor=None,
            public_id=officer.public_id,
            expected_version=1,
            facts=people.PersonFacts(
                full_name=f"Người Số {number}", title="", email="", posts=(Post(Role.OFFICER, commune.economy),)
            ),
            on=TODAY,
            at=NOW,
        ),
    )
    assert outcomes == {"done": 1, "stale_version": MANY - 1}


def test_one_of_many_changes_of_a_matrix_row_wins(app, commune):
    with app.app_context(), use_unit(commune.unit_id):
        officers = [make_official(commune.unit_id, department_id=commune.economy) for _ in range(MANY)]
        with transaction():
            row = responsibilities.add_responsibility(
                unit_id=commune.unit_id,
                actor=None,
                facts=responsibilities.RowFacts(
                    field_id=commune.roads, village_id=None, department_id=commune.economy, officer_id=None, substitute_id=None
                ),
                on=START,
                at=NOW,
            )
            public_id = row.public_id
    outcomes = at_once(
        app,
        commune.unit_id,
        lambda number: responsibilities.change_responsibility(
            unit_id=commune.unit_id,
            actor=None,
            public_id=public_id,
            expected_version=1,
            facts=responsibilities.RowFacts(
                field_id=commune.roads,
                village_id=None,
                department_id=commune.economy,
                officer_id=officers[number].id,
                substitute_id=None,
            ),
            on=TODAY,
            at=NOW,
        ),
    )
    assert outcomes == {"done": 1, "stale_version": MANY - 1}
    with app.app_context(), use_unit(commune.unit_id):
        assert len(queries.responsibilities(commune.unit_id, on=TODAY)) == 1
        assert db.session.scalar(select(func.count()).select_from(Responsibility)) == 2


def test_one_of_two_administrators_always_stays(app, commune):
    with app.app_context():
        pair = [make_official(commune.unit_id, role=Role.ADMINISTRATOR, department_id=commune.office) for _ in range(2)]

    def disable_the_other(number: int) -> object:
        mine, other = pair[number % 2], pair[(number + 1) % 2]
        return people.disable_official(
            unit_id=commune.unit_id, actor=mine, public_id=other.public_id, expected_version=None, on=TODAY, at=NOW
        )

    at_once(app, commune.unit_id, disable_the_other)
    with app.app_context(), use_unit(commune.unit_id):
        assert db.session.scalar(select(func.count()).select_from(Official).where(Official.active)) == 1


def test_commune_loaded_twice_one_after_the_other_from_two_places_is_there_once(app):
    with app.app_context():
        for _ in range(2):
            with transaction():
                load_commune(Path("accounts/data/chien_thang.toml"), at=NOW)
        assert db.session.scalar(select(func.count()).select_from(Unit).where(Unit.is_tenant)) == 1


def test_one_identity_that_many_link_at_the_same_moment_opens_one_account(app, commune):
    with app.app_context():
        people_here = [make_official(commune.unit_id, department_id=commune.office) for _ in range(MANY)]
    who = Vouched(issuer="https://sso.tinh.example", subject="s-1")

    def link(number: int) -> str:
        refused = identities.link(who, actor=people_here[number], at=NOW)
        return refused.reason if refused else "linked"

    assert at_once(app, commune.unit_id, link) == {"linked": 1, "taken": MANY - 1}


def test_many_first_sign_ins_with_the_e_mail_of_one_account_link_one_identity(app, commune):
    with app.app_context():
        clerk = make_official(commune.unit_id, department_id=commune.office)
        with use_unit(commune.unit_id), transaction():
            official_row(commune.unit_id, clerk.id).email = "lan@vanlinh.example"

    def sign_in(number: int) -> str:
        who = Vouched(issuer="https://sso.tinh.example", subject=f"s-{number}", email="lan@vanlinh.example")
        answer = identities.sign_in(who, unit_id=commune.unit_id, by_email=True, proved_twice=False, at=NOW, ip_hash="x")
        return answer.reason if isinstance(answer, identities.IdentityRefused) else "opened"

    assert at_once(app, commune.unit_id, sign_in) == {"opened": 1, "unknown": MANY - 1}
