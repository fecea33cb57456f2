"""Proof: state × action × role × kind, each row run against the services and the pages, on both databases.

Each row puts its case into the state by hand (tests/makers_matrix.py) and tries the step. What the table by hand allows
succeeds; everything else answers with the rule and its article, and changes nothing. The services run every row on each
database; the pages, which cost twenty times as much, run the odd rows on one and the even rows on the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

import pytest
from flask import Flask

from accounts.permissions import Actor
from core.database import use_unit
from core.errors import DomainError, NotAllowed, WrongState
from core.transaction import transaction
from feedback.complaint_states import IN_HAND
from feedback.complaint_states import ComplaintAction as Do
from feedback.matrix import step_for
from feedback.states import Action
from feedback.views.case_page import SLUGS
from tests.makers import Commune, look
from tests.makers_complaints import moment
from tests.makers_desk import Desk, desks
from tests.makers_matrix import TODAY, Stage, stage
from tests.matrix_table import COMPLAINT, OTHER_LETTERS

KINDS = {"KHIEU_NAI": COMPLAINT, "KIEN_NGHI": OTHER_LETTERS, "PHAN_ANH": OTHER_LETTERS, "KHAC": OTHER_LETTERS,
         "PAKN_QDHC": OTHER_LETTERS}  # fmt: skip
ACTIONS: dict[str, Action | Do] = {action.value: action for action in (*Action, *Do)}
NEEDS_MORE = frozenset(
    {"submit", "recall", "issue", "approve", "send_back", "decide_extension", "unpublish", "handover", "apologise",
     "decide_apology", "revoke", "report_back"}
)  # fmt: skip
"""Allowed by state and post, but only with a draft, a request, a publication, another commune, a missed day, an ending,
or a body that forwarded the letter: tested elsewhere."""

FORWARD_ONLY = {"PAKN_QDHC": frozenset({"accept"})}
"""Feedback on a regulation is passed on, never taken on (Decree 20/2008 Art. 9.1d): refused by a rule of its own."""

DENIED_FOR_EACH = {"KHIEU_NAI": 2, "PHAN_ANH": 1, "PAKN_QDHC": 1, "KIEN_NGHI": 1, "KHAC": 1}
WHOLE_TABLE = frozenset({"KHIEU_NAI", "PHAN_ANH"})
SHARE = {"KIEN_NGHI": 0, "KHAC": 1, "PAKN_QDHC": 2}
"""The other kinds share the table of the reflection; of them the states before the answer are walked, each a third of it."""
NAMELESS = frozenset({"file"})
"""Steps with a letter that nobody signed: the case loses its sender before them."""
TOO_LATE = frozenset({"record_appeal", "record_court"})
ABOVE = frozenset({"record_second", "record_outcome"})
"""Steps with a complaint in hand whose time has passed without a decision, and that was taken above since (LKN Art. 33.1)."""


@dataclass(frozen=True)
class Row:
    """One row of the table."""

    kind: str
    state: str
    who: str
    action: str
    allowed: bool

    @property
    def scene(self) -> dict[str, bool]:
        """Return in which way the case stands in its state before the step."""
        in_hand = self.kind == "KHIEU_NAI" and self.state in IN_HAND and self.allowed
        return {
            "anonymous": self.action in NAMELESS, "late": in_hand and self.action in TOO_LATE,
            "above": in_hand and self.action in ABOVE,
        }  # fmt: skip


class Undone(Exception):
    """Takes an allowed step back."""


def rows() -> list[Row]:
    """Return the rows: everything that is allowed, and for each kind, state and post some of what is not, in turn."""
    found: list[Row] = []
    for kind, table in KINDS.items():
        for number, (state, posts) in enumerate(table.items()):
            if kind not in WHOLE_TABLE and number > 2:
                break
            for who in ("clerk", "officer", "leader", "supervisor"):
                allowed = set(posts.get(who, "").split())
                names = sorted(allowed - NEEDS_MORE - FORWARD_ONLY.get(kind, frozenset()))
                names = names if kind in WHOLE_TABLE else names[SHARE[kind] :: len(SHARE)]
                found += [Row(kind, state, who, name, True) for name in names]
                denied = sorted(set(ACTIONS) - allowed)
                start = (number * 7 + len(who) * 5) % len(denied)
                turned = denied[start:] + denied[:start]
                step = len(turned) // DENIED_FOR_EACH[kind]
                found += [Row(kind, state, who, name, False) for name in islice(turned, 0, step * DENIED_FOR_EACH[kind], step)]
    return found


ROWS = rows()


def actor_of(commune: Commune, who: str) -> Actor:
    return {"clerk": commune.clerk, "officer": commune.officer, "leader": commune.leader, "supervisor": commune.supervisor}[who]


def test_the_table_is_long_enough_and_holds_both_answers():
    assert len(ROWS) >= 300
    assert len({(row.kind, row.state, row.who, row.action) for row in ROWS}) == len(ROWS)
    assert {row.kind for row in ROWS if row.allowed} == {row.kind for row in ROWS if not row.allowed} == set(KINDS)
    assert {row.action for row in ROWS if row.allowed} == set(ACTIONS) - NEEDS_MORE


@pytest.fixture
def stages(app: Flask, home: Commune) -> dict[str, Stage]:
    with app.app_context(), use_unit(home.unit_id):
        return {kind: stage(home, kind) for kind in KINDS}


def test_services_do_what_the_table_allows_and_refuse_the_rest_with_its_article(
    app: Flask, home: Commune, stages: dict[str, Stage]
):
    wrong: list[str] = []
    with app.app_context(), use_unit(home.unit_id):
        for kind, state, scene in dict.fromkeys((row.kind, row.state, tuple(row.scene.items())) for row in ROWS):
            case = stages[kind]
            before = case.put(state, **dict(scene))
            for row in (item for item in ROWS if (item.kind, item.state, tuple(item.scene.items())) == (kind, state, scene)):
                problem = tried(case, row, actor=actor_of(home, row.who))
                if problem or case.print_of() != before:
                    wrong.append(f"{row}: {problem or 'changed'}")
    assert wrong == []


def tried(case: Stage, row: Row, *, actor: Actor) -> str:
    """Return what is wrong with the services' answer to a row, or ""; what was allowed is taken back."""
    try:
        with transaction():
            case.call(ACTIONS[row.action])(actor=actor, at=moment(TODAY), version=1)
            raise Undone
    except Undone:
        return "" if row.allowed else "was done"
    except (NotAllowed, WrongState) as refusal:
        return "" if not row.allowed and "legal_basis" in refusal.facts else f"refused: {refusal.facts}"
    except DomainError as other:
        return f"{type(other).__name__} {getattr(other, 'errors', other.facts)}"


def test_pages_do_what_the_table_allows_and_answer_the_rest_with_the_rule(
    app: Flask, home: Commune, stages: dict[str, Stage], backend: str, at
):
    at("2026-11-20 09:00")
    browsers = desks(app, home)
    tokens = {who: token_of(browser) for who, browser in browsers.items()}
    wrong: list[str] = []
    standing: dict[str, tuple[tuple[str, dict[str, bool]], tuple]] = {}
    for row in ROWS[0 if backend == "sqlite" else 1 :: 2]:
        case, wanted = stages[row.kind], (row.state, row.scene)
        with app.app_context(), use_unit(home.unit_id):
            if row.kind not in standing or standing[row.kind][0] != wanted:
                standing[row.kind] = (wanted, case.put(row.state, **row.scene))
            typed = case.form(ACTIONS[row.action])
        problem = pressed(browsers[row.who], case, row, typed=typed, token=tokens[row.who])
        with app.app_context(), use_unit(home.unit_id):
            changed = case.print_of() != standing[row.kind][1]
        if changed:
            standing.pop(row.kind)
        if problem or changed is not row.allowed:
            wrong.append(f"{row}: {problem} changed: {changed}")
    assert wrong == []


def token_of(browser: Desk) -> str:
    """Return the form token of a signed-in browser."""
    found = re.search(r'name="[^"]*csrf_token"[^>]*value="([^"]+)"', browser.open("/can-bo/tai-khoan").text)
    assert found is not None
    return found[1]


def pressed(browser: Desk, case: Stage, row: Row, *, typed: dict, token: str) -> str:
    """Send the form of a row's step; return what is wrong with the answer, or ""."""
    slug = SLUGS[ACTIONS[row.action]]
    data = {f"{slug}-{name}": value for name, value in {**typed, "version": "1", "csrf_token": token}.items()}
    answer = browser.send(f"/can-bo/ho-so/{case.case_id}/{slug}", data)
    if row.allowed:
        return "" if answer.status_code == 303 else f"{answer.status_code}"
    told = "Căn cứ:" in answer.text
    return "" if answer.status_code in (403, 409) and told else f"{answer.status_code}, rule told: {told}"


def test_the_screen_offers_only_what_the_table_allows_with_article_form_and_deadline(
    app: Flask, home: Commune, stages: dict[str, Stage]
):
    nothing_to_do = {"mark_complex", "hold_dialogue", "finish_task", "receive_papers", "confirm_sent", "withdraw", "unpublish"}
    nothing_to_do |= {"decide_apology", "report_back", "revoke"}  # nobody wrote one; nobody forwarded it; no step led there
    with app.app_context(), use_unit(home.unit_id):
        for state, posts in COMPLAINT.items():
            for scene, missing in scenes(state):
                stages["KHIEU_NAI"].put(state, **scene)
                for who in ("clerk", "officer", "leader"):
                    steps = look(actor_of(home, who), stages["KHIEU_NAI"].case_id, today=TODAY).steps
                    offered, allowed = {step.action.value for step in steps}, set(posts[who].split())
                    left_out = nothing_to_do | (missing if who == "officer" else set())
                    assert (state, who, offered - allowed, allowed - offered - left_out) == (state, who, set(), set())
                    assert not offered & missing
                    for step in steps:
                        row = step_for(step.action, "KHIEU_NAI")
                        assert (step.legal_basis, step.form) == (row.legal_basis, row.form)
                        assert bool(step.deadline) is bool(row.term)


def scenes(state: str) -> list[tuple[dict[str, bool], set[str]]]:
    """Return the ways in which a complaint stands in a state, each with the steps that have nothing to record then.

    In hand: in time nobody can be above, late they can, and once the second complaint is on file it is followed.
    An apology is owed for what is late, and for nothing else.
    """
    if state not in IN_HAND:
        return [({}, {"apologise"})]
    return [({}, {"apologise", *TOO_LATE, *ABOVE}), ({"late": True}, set(ABOVE)), ({"above": True}, {"record_appeal"})]
