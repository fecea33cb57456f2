"""Who moved a row and who is named in it are found by marks alone, among the people whom the copy knows."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from accounts.services import returning
from accounts.services.returning import NOBODY, by, names, who_is_named, who_moved
from core.gone import Gone, Marks, line
from core.permissions import Permission
from core.sealing import sealer
from tests.infra.settings import DATA_KEY, SECRET_KEY

CLERK, CHAIR, NEW = 3, 7, 31


@pytest.fixture(autouse=True)
def people(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the copy know a clerk and a chair; whoever came later is not in it."""
    sealer.configure(data_keys=DATA_KEY, secret_key=SECRET_KEY)
    known = [SimpleNamespace(id=number) for number in (1, CLERK, CHAIR)]
    monkeypatch.setattr(returning, "officials", lambda _unit_id, *, active_only: [] if active_only else known)
    yield
    sealer.configure(data_keys=DATA_KEY, secret_key=SECRET_KEY)


def found(*lines: tuple[str, ...]) -> Gone:
    gone = Marks(line("letter", "A", *facts) for facts in lines).find("letter", "A")
    assert gone is not None
    return gone


@pytest.mark.parametrize(
    ("lines", "mover", "named"),
    [
        ([(by(CLERK), names(CHAIR))], CLERK, CHAIR),
        ([(by(CLERK),)], CLERK, None),
        ([()], NOBODY, None),
        ([(by(NEW), names(NEW))], NOBODY, None),  # whoever got that number in the copy later is somebody else
        ([(by(CHAIR), names(CHAIR))], CHAIR, CHAIR),
        ([(by(CLERK),), (by(CHAIR), names(CLERK))], CHAIR, CLERK),  # named later, by somebody else
        ([(by(CLERK), names(1)), (by(CLERK), names(CHAIR))], CLERK, CHAIR),  # named anew: the last one counts
        ([(by(CLERK), names(CHAIR)), (by(NEW), names(NEW))], CLERK, CHAIR),
    ],
)
def test_the_last_whom_the_copy_knows(lines: list[tuple[str, ...]], mover: int, named: int | None):
    gone = found(*lines)
    assert (who_moved(gone, unit_id=5).id, who_is_named(gone, unit_id=5)) == (mover, named)


def test_whoever_moves_again_may_do_this_and_nothing_else():
    actor = who_moved(found((by(CLERK),)), unit_id=5)
    assert (actor.unit_id, actor.permissions, actor.department_ids) == (5, {Permission.DENUNCIATION_SEAL}, frozenset())


def test_to_move_and_to_be_named_are_two_facts():
    gone = found((by(CLERK),))
    assert [gone.says(fact) for fact in (by(CLERK), names(CLERK), by(1))] == [True, False, False]
