"""The communes of an installation as people look for theirs: by name, by a former commune taken over, by a village. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.text import fold

KIND_WORDS = frozenset({"xa", "phuong", "thi", "tran", "thon", "ban", "khu", "pho", "to", "dan"})
"""Words for what a place is; who types them with a name means the name."""


@dataclass(frozen=True, kw_only=True)
class Door:
    """A commune with a host name of its own; ``former``: communes it took over or took parts of."""

    unit_id: int
    name: str
    host: str
    province: str = ""
    former: tuple[str, ...] = ()
    villages: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FoundDoor:
    """A commune that was found, and the former commune (``taken_over``) or village of it that was meant ("": its own name)."""

    door: Door
    meant: str = ""
    taken_over: bool = False


def found_doors(doors: Sequence[Door], typed: str) -> list[FoundDoor]:
    """Return the communes that ``typed`` may mean, with or without marks; nothing typed: all of them, in the order given.

    Those whose own name it is come first, then those that took a commune of that name over, then those with such a village.

    >>> vl = Door(unit_id=1, name="Xã Vạn Linh", host="vl.example", former=("Xã Y Tịch",), villages=("Thôn Nà Pất",))
    >>> [(each.door.name, each.meant) for each in found_doors([vl], "y tich")]
    [('Xã Vạn Linh', 'Xã Y Tịch')]
    """
    sought = fold(typed).split()
    wanted = [word for word in sought if word not in KIND_WORDS] or sought
    if not wanted:
        return [FoundDoor(door=door) for door in doors]
    named = [FoundDoor(door=door) for door in doors if _has(door.name, wanted)]
    former = [FoundDoor(door=door, meant=name, taken_over=True) for door in doors for name in _first(door.former, wanted)]
    village = [FoundDoor(door=door, meant=name) for door in doors for name in _first(door.villages, wanted)]
    return _each_once([*named, *former, *village])


def _has(name: str, wanted: Sequence[str]) -> bool:
    """Return whether the words stand in a name one after the other; the last may be the beginning of one."""
    return f" {' '.join(wanted)}" in f" {fold(name)}"


def _first(names: Iterable[str], wanted: Sequence[str]) -> list[str]:
    """Return the first of the names that has the words, if one has."""
    return [name for name in names if _has(name, wanted)][:1]


def _each_once(found: Iterable[FoundDoor]) -> list[FoundDoor]:
    once: dict[str, FoundDoor] = {}
    for each in found:
        once.setdefault(each.door.host, each)
    return list(once.values())
