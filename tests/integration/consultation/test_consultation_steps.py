"""Every command by every role and in every phase; another commune's rows, stale versions, the trail and the public pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from consultation.models import ConsultationOpinion, ConsultationPoint, ConsultationSheet
from consultation.services import drafting, opening, sheets, summing
from consultation.services import opinions as opinion_commands
from core.audit import AuditEntry
from core.errors import NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.page_cache import PublicVersion
from core.transaction import transaction
from tests.makers import NEIGHBOUR, NOW, Commune, make_commune
from tests.makers_consultation import (
    AFTER,
    CLOSES,
    LATE,
    WORDS,
    draft,
    give,
    new_consultation,
    new_sheet,
    opened,
    opinion,
    point,
    read,
    record,
    summed_up,
)

NAME = "Hoàng Thị Bưởi"
REASON = "Nhiều thôn chưa họp kịp vì mưa."
RESULT = "Xã làm như dự thảo."
LATER = CLOSES + timedelta(days=14)
BEFORE_OPENING = {"opens_on": date(2026, 12, 1), "closes_on": date(2026, 12, 28)}

Act = Callable[..., Any]


def change(commune: Commune, row_id: int, **facts: Any) -> None:
    drafting.change(row_id, new_consultation(official_id=commune.clerk.id), **facts)


def open_up(_commune: Commune, row_id: int, **facts: Any) -> None:
    opening.open_up(row_id, **facts)


def prolong(_commune: Commune, row_id: int, **facts: Any) -> None:
    opening.prolong(row_id, to_on=LATER, reason=REASON, **facts)


def cancel(_commune: Commune, row_id: int, **facts: Any) -> None:
    opening.cancel(row_id, reason=REASON, **facts)


def count(_commune: Commune, row_id: int, *, version: int, **facts: Any) -> None:
    sheets.record(row_id, new_sheet(), idempotency_key=f"count-{row_id}-{version}", **facts)


def write(_commune: Commune, row_id: int, **facts: Any) -> None:
    summing.write_point(row_id, point(), **facts)


def publish(_commune: Commune, row_id: int, **facts: Any) -> None:
    summing.publish_summary(row_id, result=RESULT, **facts)


COMMANDS: dict[str, Act] = {
    "change": change, "open": open_up, "prolong": prolong, "cancel": cancel, "count": count, "write": write, "publish": publish,
}  # fmt: skip


def called_off(commune: Commune) -> int:
    row_id = opened(commune)
    take("cancel", commune, row_id, actor=commune.leader, at=NOW)
    return row_id


PHASES: dict[str, tuple[Callable[[Commune], int], datetime, set[str]]] = {
    "draft": (draft, NOW, {"change", "open", "cancel"}),
    "coming": (lambda home: opened(home, **BEFORE_OPENING), NOW, {"prolong", "cancel"}),
    "running": (opened, NOW, {"prolong", "cancel", "count"}),
    "closed": (opened, AFTER, {"cancel", "count", "write", "publish"}),
    "late": (opened, LATE, {"cancel", "count", "write", "publish"}),
    "done": (summed_up, AFTER, set()),
    "cancelled": (called_off, NOW, set()),
}
"""Phase → (how one gets there, when the command comes, the commands that it takes)."""
ROLES = {
    "clerk": {"change", "count", "write"},
    "officer": {"change", "count", "write"},
    "stranger": {"change", "count", "write"},
    "leader": set(COMMANDS),
    "supervisor": {"count"},
    "administrator": set(),
}
GOOD_PHASE = {"change": "draft", "open": "draft", "prolong": "running", "cancel": "running", "count": "running",
    "write": "closed", "publish": "closed"}  # fmt: skip


def take(name: str, commune: Commune, row_id: int, *, actor: Any, at: datetime, version: int | None = None) -> None:
    seen = read(row_id).version if version is None else version
    with transaction():
        COMMANDS[name](commune, row_id, actor=actor, at=at, version=seen)


def outcome(name: str, commune: Commune, row_id: int, **facts: Any) -> str:
    try:
        take(name, commune, row_id, **facts)
    except (NotAllowed, NotFound, StaleVersion, WrongState) as refused:
        return type(refused).__name__
    return "done"


def public_number(commune: Commune) -> int:
    found = db.session.get(PublicVersion, commune.unit_id, populate_existing=True)
    number = found.number if found else 0
    db.session.rollback()
    return number


def facts_of(row_id: int) -> list[dict[str, Any]]:
    query = select(AuditEntry.facts).where(AuditEntry.subject == f"consultation:{row_id}").order_by(AuditEntry.id)
    return list(db.session.scalars(query))


@pytest.mark.parametrize("phase", list(PHASES))
def test_a_phase_takes_its_commands_and_refuses_the_others(commune: Commune, phase: str):
    make, at, takes = PHASES[phase]
    said = {name: outcome(name, commune, make(commune), actor=commune.leader, at=at) for name in COMMANDS}
    assert said == {name: "done" if name in takes else "WrongState" for name in COMMANDS}


@pytest.mark.parametrize("phase", list(PHASES))
def test_what_is_refused_names_the_phase_and_leaves_the_row(commune: Commune, phase: str):
    make, at, takes = PHASES[phase]
    row_id = make(commune)
    before = (read(row_id).state, read(row_id).version)
    for name in sorted(set(COMMANDS) - takes):
        with pytest.raises(WrongState) as refused:
            take(name, commune, row_id, actor=commune.leader, at=at)
        assert phase in str(refused.value.facts)
    assert (read(row_id).state, read(row_id).version) == before


@pytest.mark.parametrize("who", list(ROLES))
def test_a_role_takes_its_commands_and_no_other(commune: Commune, who: str):
    said = {}
    for name in COMMANDS:
        make, at, _takes = PHASES[GOOD_PHASE[name]]
        said[name] = outcome(name, commune, make(commune), actor=getattr(commune, who), at=at)
    assert said == {name: "done" if name in ROLES[who] else "NotAllowed" for name in COMMANDS}


def test_another_communes_row_is_not_found_by_any_command(commune: Commune):
    rows = {name: PHASES[GOOD_PHASE[name]][0](commune) for name in COMMANDS}
    neighbour = make_commune(NEIGHBOUR)
    for name, row_id in rows.items():
        at, version = PHASES[GOOD_PHASE[name]][1], read(row_id).version
        assert outcome(name, neighbour, row_id, actor=neighbour.leader, at=at, version=version) == "NotFound"
        assert outcome(name, commune, 999_999, actor=commune.leader, at=at, version=version) == "NotFound"
        assert read(row_id).version == version


@pytest.mark.parametrize("away", [-1, 1])
def test_who_saw_another_version_is_refused(commune: Commune, away: int):
    for name in COMMANDS:
        if name == "count":  # many hands count at the same time
            continue
        make, at, _takes = PHASES[GOOD_PHASE[name]]
        row_id = make(commune)
        version = read(row_id).version
        assert outcome(name, commune, row_id, actor=commune.leader, at=at, version=version + away) == "StaleVersion"
        assert read(row_id).version == version


def test_what_everybody_sees_makes_the_public_pages_anew(commune: Commune):
    raised = {}
    for name in COMMANDS:
        make, at, _takes = PHASES[GOOD_PHASE[name]]
        row_id = make(commune)
        before = public_number(commune)
        take(name, commune, row_id, actor=commune.leader, at=at)
        raised[name] = public_number(commune) > before
    assert raised == {name: name not in ("change", "write") for name in COMMANDS}  # a draft and its points are not public


def test_a_refused_command_leaves_no_entry_and_no_new_page(commune: Commune):
    for name in COMMANDS:
        make, at, _takes = PHASES[GOOD_PHASE[name]]
        row_id = make(commune)
        before, number = facts_of(row_id), public_number(commune)
        assert outcome(name, commune, row_id, actor=commune.administrator, at=at) == "NotAllowed"
        assert (facts_of(row_id), public_number(commune)) == (before, number)


def test_an_opinion_makes_the_public_pages_anew_and_a_repeated_one_does_not(commune: Commune):
    row_id = opened(commune)
    before = public_number(commune)
    assert give(commune, row_id, key="form") is True
    once = public_number(commune)
    assert give(commune, row_id, key="form") is False
    assert (once > before, public_number(commune)) == (True, once)


def test_the_trail_of_a_whole_consultation_holds_nobodys_words(commune: Commune):
    row_id = opened(commune)
    give(commune, row_id, new=opinion("disagree", words=WORDS, name=NAME))
    record(commune, row_id)
    for name, at in (("prolong", NOW), ("write", LATE), ("publish", LATE)):
        take(name, commune, row_id, actor=commune.leader, at=at)
    told = facts_of(row_id)
    assert len(told) == 7
    hidden = (WORDS, NAME, REASON, RESULT, "Làm đường Mỏ Cấy", "07/BB", "Kế hoạch làm đường", "41")
    assert [word for word in hidden if word in str(told)] == []


def test_the_trail_says_from_which_to_which_day_it_was_prolonged(commune: Commune):
    row_id = opened(commune)
    take("prolong", commune, row_id, actor=commune.leader, at=NOW)
    assert facts_of(row_id)[-1] == {"from_on": "2026-12-21", "to_on": "2027-01-04"}


@pytest.mark.parametrize(("make", "opened_before"), [(draft, False), (opened, True)])
def test_the_trail_says_whether_everybody_knew_of_what_is_called_off(commune: Commune, make: Any, opened_before: bool):
    row_id = make(commune)
    take("cancel", commune, row_id, actor=commune.leader, at=NOW)
    assert facts_of(row_id)[-1] == {"opened": opened_before}


@pytest.mark.parametrize(("at", "late"), [(AFTER, False), (LATE, True)])
def test_the_trail_says_whether_the_summary_was_late(commune: Commune, at: datetime, late: bool):
    row_id = opened(commune)
    take("publish", commune, row_id, actor=commune.leader, at=at)
    assert facts_of(row_id)[-1] == {"points": 0, "late": late}


def test_nobody_is_named_as_giver_of_an_opinion(commune: Commune):
    row_id = opened(commune)
    give(commune, row_id, new=opinion(name=NAME))
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "consultation:opinion:given")).one()
    assert (entry.actor_id, entry.facts) == (None, {})


# ------------------------------------------------------------------ words taken out


@pytest.mark.parametrize("denounces", [False, True])
def test_emptied_words_are_gone_and_the_choice_counts_on(commune: Commune, denounces: bool):
    row_id = opened(commune)
    give(commune, row_id, new=opinion("disagree", words=WORDS, name=NAME))
    opinion_id = db.session.scalar(select(ConsultationOpinion.id))
    with transaction():
        opinion_commands.empty(opinion_id, actor=commune.clerk, at=NOW, denounces=denounces)
    kept = db.session.get(ConsultationOpinion, opinion_id, populate_existing=True)
    assert (kept.name, kept.emptied_at is not None) == (None, True)
    assert facts_of(row_id)[-1] == {"opinion_id": opinion_id}
    with pytest.raises(WrongState), transaction():
        opinion_commands.empty(opinion_id, actor=commune.clerk, at=NOW, denounces=denounces)


@pytest.mark.parametrize("who", ["supervisor", "administrator"])
def test_who_seals_nothing_empties_nothing(commune: Commune, who: str):
    give(commune, opened(commune), new=opinion("disagree", words=WORDS, name=NAME))
    opinion_id = db.session.scalar(select(ConsultationOpinion.id))
    with pytest.raises(NotAllowed), transaction():
        opinion_commands.empty(opinion_id, actor=getattr(commune, who), at=NOW, denounces=False)
    assert db.session.get(ConsultationOpinion, opinion_id, populate_existing=True).name == NAME


def test_a_point_and_a_sheet_of_another_consultation_are_not_found(commune: Commune):
    mine, other = opened(commune), opened(commune)
    sheet_id = record(commune, other)
    with transaction():
        point_id = summing.write_point(other, point(), actor=commune.clerk, at=AFTER, version=2)
    facts = {"actor": commune.clerk, "at": AFTER}
    with pytest.raises(NotFound), transaction():
        summing.drop_point(mine, point_id, version=2, **facts)
    with pytest.raises(NotFound), transaction():
        summing.write_point(mine, point(), point_id=point_id, version=2, **facts)
    with pytest.raises(NotFound), transaction():
        sheets.record(mine, new_sheet(), idempotency_key="k", replaces=sheet_id, reason=REASON, **facts)
    assert [row.consultation_id for row in db.session.scalars(select(ConsultationPoint))] == [other]
    assert [row.replaced_by_id for row in db.session.scalars(select(ConsultationSheet))] == [None]
