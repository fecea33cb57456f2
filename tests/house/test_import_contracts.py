"""The import contracts name every room that is built, and every pure file."""

from __future__ import annotations

import tomllib

import pytest

from tests.house import tree

PURE = ("permissions", "rules", "events", "states")
PURE_BY_NAME = ("core.errors", "core.text", "deadlines.calendar", "deadlines.terms", "deadlines.engine")


@pytest.fixture(scope="module")
def contracts() -> dict[str, dict]:
    """Return the contracts of import-linter by name."""
    tool = tomllib.loads(tree.text(tree.ROOT / "pyproject.toml"))["tool"]["importlinter"]
    return {contract["name"]: contract for contract in tool["contracts"]}


def test_every_room_stands_on_a_floor(contracts: dict[str, dict]):
    assert sorted(contracts["Rooms stand on floors"]["layers"]) == sorted(tree.rooms())


def test_floors_are_in_the_order_of_the_house(contracts: dict[str, dict]):
    order = [room for room in reversed(tree.ROOMS) if room in tree.rooms()]
    assert contracts["Rooms stand on floors"]["layers"] == order


def test_every_domain_room_has_its_layers(contracts: dict[str, dict]):
    wanted = [f"Inside the room {room}" for room in tree.rooms() if room != "core"]
    assert [name for name in wanted if not contracts.get(name, {}).get("exhaustive")] == []


def test_every_pure_file_is_kept_pure(contracts: dict[str, dict]):
    kept = contracts["Legal time and rules never touch the web or the database"]["source_modules"]
    pure = [f"*.{name}" for name in PURE] + list(PURE_BY_NAME)
    assert [name for name in pure if name not in kept] == []


def test_sealed_room_is_closed_as_soon_as_it_is_built(contracts: dict[str, dict]):
    assert ("denunciation" in tree.rooms()) == ("Nobody looks into the sealed room" in contracts)
