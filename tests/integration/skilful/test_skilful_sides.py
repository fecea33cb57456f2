"""Who publishes and who may do what: what is refused whoever asks, and what every command leaves behind."""

from __future__ import annotations

from typing import Any

import pytest

from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.transaction import transaction
from skilful.services import deciding, noting, registering
from tests.makers import NOW, Commune, make_commune
from tests.makers_skilful import (
    CARRIER,
    NAME,
    OUTCOME,
    REASON,
    TODAY,
    assess,
    audited,
    carry_on,
    correct,
    department_of,
    end,
    note,
    notes,
    publish,
    published,
    reassess,
    recognise,
    register,
    row,
    strike,
    take,
    take_back,
    withdraw,
)


def faults(problem: Any) -> dict[str, str]:
    return dict(problem.value.errors)


# ------------------------------------------------------------------ before everybody


def test_who_publishes_has_read_it_over(commune: Commune):
    model_id = register(commune)
    with pytest.raises(BadInput) as problem:
        publish(commune, model_id, read_over=False)
    assert faults(problem) == {"read_over": "read_over"}
    assert row(commune, model_id).published_on is None


def test_it_is_taken_back_for_good(commune: Commune):
    model_id = published(commune)
    take_back(commune, model_id)
    kept = row(commune, model_id)
    assert (kept.taken_back_on, kept.take_back_reason) == (TODAY, REASON)
    for command in (publish, take_back):
        with pytest.raises(WrongState):
            command(commune, model_id)


# ------------------------------------------------------------------ every command


DECISIONS = (assess, reassess, recognise, strike, publish, take_back)
WRITINGS = (correct, note, carry_on, end, withdraw)


@pytest.mark.parametrize("command", DECISIONS)
@pytest.mark.parametrize("who", ["supervisor", "clerk", "officer"])
def test_only_the_leader_decides(commune: Commune, command: Any, who: str):
    model_id = register(commune, by=who)
    with pytest.raises(NotAllowed):
        command(commune, model_id, by=who)


@pytest.mark.parametrize("command", WRITINGS)
def test_nobody_goes_on_with_what_is_anothers(commune: Commune, command: Any):
    model_id = register(commune)
    with pytest.raises(NotAllowed):
        command(commune, model_id, by="stranger")


def test_whose_department_looks_after_it_goes_on_with_it(commune: Commune):
    model_id = register(commune, by="leader", department_id=department_of(commune, "mat_tran"))
    note(commune, model_id, by="supervisor")
    assert len(notes(commune, model_id)) == 1


def test_nobody_writes_over_what_he_has_not_seen(commune: Commune):
    model_id = register(commune)
    with pytest.raises(StaleVersion):
        take(commune, registering.end, model_id, by="supervisor", reason=REASON, version=9)
    assert row(commune, model_id).state == "registered"


def test_a_second_press_of_a_note_is_stale_and_makes_no_second_note(commune: Commune):
    model_id = register(commune)
    facts = {"by": "supervisor", "words": "Đã trồng 350 mét hoa.", "on": TODAY, "public": True, "version": 1}
    take(commune, noting.note, model_id, **facts)
    with pytest.raises(StaleVersion):
        take(commune, noting.note, model_id, **facts)
    assert len(notes(commune, model_id)) == 1


def test_what_is_not_there_is_not_found(commune: Commune):
    with pytest.raises(NotFound), transaction():
        deciding.publish(999_999, read_over=True, actor=commune.leader, at=NOW, version=1)


def test_another_commune_is_not_reached(commune: Commune):
    model_id = register(commune)
    neighbour = make_commune("accounts/data/chien_thang.toml")
    with pytest.raises(NotFound), use_unit(neighbour.unit_id), transaction():
        deciding.publish(model_id, read_over=True, actor=neighbour.leader, at=NOW, version=1)


def test_a_key_is_one_of_its_commune(commune: Commune):
    neighbour = make_commune("accounts/data/chien_thang.toml")
    assert register(commune, key="same") != register(neighbour, key="same", by="clerk")


def test_every_step_is_written_down_without_anybodys_words(commune: Commune):
    model_id = published(commune)
    carry_on(commune, model_id)
    take_back(commune, model_id)
    end(commune, model_id)
    actions = [entry.action.removeprefix("skilful:") for entry in audited(model_id)]
    assert actions == [
        "model:registered", "progress:noted", "model:assessed", "model:recognised", "model:published", "model:carried:on",
        "model:taken:back", "model:ended",
    ]  # fmt: skip
    told = " ".join(str(entry.facts) for entry in audited(model_id))
    for words in (NAME, CARRIER, OUTCOME, REASON, "350 mét", "112/QĐ"):
        assert words not in told
