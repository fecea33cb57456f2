"""Loads the tree of administrative units: province, communes of today, the ended districts and communes with who took over."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any, Protocol

from sqlalchemy import select

from accounts.commune_file import CommuneFile, Problem
from accounts.kinds import UnitKind
from accounts.models import Unit, UnitSuccession
from core.extensions import db
from core.text import clean_line, fold


class Counts(Protocol):
    """Where the numbers of rows and the problems are written down."""

    added: Counter[str]
    changed: Counter[str]
    unchanged: int
    problems: list[Problem]


class UnitTree:
    """The units that are known, by kind and code, while a file is loaded."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.known = {(unit.kind, unit.code): unit for unit in db.session.scalars(select(Unit))}
        self.successions = {(row.unit_id, row.successor_id) for row in db.session.scalars(select(UnitSuccession))}

    def put(self, kind: UnitKind, code: str, **values: Any) -> Unit:
        """Write one unit and count whether it was added, changed or already so."""
        unit = self.known.get((kind, code))
        if unit is None:
            unit = Unit(kind=kind.value, code=code, hosts=[], profile={}, is_tenant=False, **values)
            unit.name_key = fold(unit.name)
            db.session.add(unit)
            self.known[kind, code] = unit
            self.counts.added["units"] += 1
        elif any(getattr(unit, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(unit, name, value)
            unit.name_key = fold(unit.name)
            self.counts.changed["units"] += 1
        else:
            self.counts.unchanged += 1
        return unit

    def follow(self, unit: Unit, successor: Unit) -> None:
        """Write that ``successor`` took over (a part of) ``unit``."""
        if (unit.id, successor.id) not in self.successions:
            db.session.add(UnitSuccession(unit_id=unit.id, successor_id=successor.id))
            self.successions.add((unit.id, successor.id))
            self.counts.added["successions"] += 1


def load_tree(read: CommuneFile, counts: Counts) -> Unit | None:
    """Load the tree that a commune's file names and return the commune itself as a tenant, or None when it is not in it."""
    if read.commune is None:
        return None
    commune = read.commune.values
    reform_on: date = commune["tree"]["reform_on"]
    tree = UnitTree(counts)
    province = commune["tree"]["province"]
    top = tree.put(UnitKind.PROVINCE, province["code"], name=province["name"], parent_id=None, valid_from=None, valid_to=None)
    db.session.flush()
    for row in read.units:
        tree.put(
            UnitKind.COMMUNE, row.values["code"], name=row.values["name"], parent_id=top.id, valid_from=reform_on, valid_to=None,
            latitude=row.values["latitude"], longitude=row.values["longitude"],
        )  # fmt: skip
    db.session.flush()
    _load_former(read, tree, top=top, reform_on=reform_on)
    unit = tree.known.get((UnitKind.COMMUNE, commune["code"]))
    if unit is not None:
        _make_tenant(read, tree, unit)
    db.session.flush()
    return unit


def _load_former(read: CommuneFile, tree: UnitTree, *, top: Unit, reform_on: date) -> None:
    ended_on = reform_on - timedelta(days=1)
    past = {"valid_from": None, "valid_to": ended_on}
    districts = {row.values["district_code"]: row.values["district"] for row in read.former_units}
    for code, name in districts.items():
        tree.put(UnitKind.OLD_DISTRICT, code, name=name, parent_id=top.id, **past)
    db.session.flush()
    for row in read.former_units:
        district = tree.known[UnitKind.OLD_DISTRICT, row.values["district_code"]]
        tree.put(
            UnitKind.OLD_COMMUNE, row.values["code"], name=row.values["name"], latitude=row.values["latitude"],
            longitude=row.values["longitude"], parent_id=district.id, **past,
        )  # fmt: skip
    db.session.flush()
    for row in read.former_units:
        for code in row.values["successors"]:
            successor = tree.known.get((UnitKind.COMMUNE, code))
            if successor is None:
                tree.counts.problems.append(row.problem(f"successor {code!r} is not in the list of communes"))
            else:
                tree.follow(tree.known[UnitKind.OLD_COMMUNE, row.values["code"]], successor)


def _make_tenant(read: CommuneFile, tree: UnitTree, unit: Unit) -> None:
    if read.commune is None:
        return
    commune = read.commune.values
    claimed = {host for other in tree.known.values() if other is not unit for host in other.hosts}
    hosts = []
    for host in dict.fromkeys(clean_line(str(host)).lower() for host in commune["hosts"]):
        if host in claimed:
            tree.counts.problems.append(read.commune.problem(f"host {host!r} belongs to another commune"))
        else:
            hosts.append(host)
    profile = {key: value for key, value in commune["profile"].items() if key != "name_en"}
    tree.put(
        UnitKind.COMMUNE, unit.code, is_tenant=True, hosts=hosts, profile=profile,
        name_en=str(commune["profile"].get("name_en", "")),
    )  # fmt: skip
