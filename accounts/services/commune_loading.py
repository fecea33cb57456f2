"""The command that brings a commune's file into the database: good rows go in, bad ones are reported, twice is once.

The file is the master of departments, villages, fields, plans and names of officials. What administrators look after on
their pages (posts, responsibilities, settings) is only begun by it and never overwritten; passwords are never in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import or_, select

from accounts.boundary_file import read_boundary_file
from accounts.commune_file import BadRow, CommuneFile, FileRow, LoadReport, read_commune_file
from accounts.events import CommuneLoaded
from accounts.kinds import UnitKind
from accounts.models import (
    Department,
    Field,
    Official,
    Posting,
    PublishedPlan,
    Responsibility,
    Unit,
    UnitSetting,
    Village,
)
from accounts.read_models import Post
from accounts.roles import Role
from accounts.services.boundary_loading import load_boundaries
from accounts.services.people import set_posts, tell_of_loaded_posts
from accounts.services.unit_settings import checked, definition_of
from accounts.services.unit_tree import load_tree
from accounts.services.village_names import write_names
from core import audit, bus, page_cache
from core.database import use_unit
from core.errors import BadInput, NotFound
from core.extensions import db
from core.text import fold

WRONG_VALUES = {
    "must_be_flag": "is not true or false", "must_be_number": "is not a whole number", "required": "is empty",
    "not_in_this_release": "cannot be changed in this release", "not_a_day_of_year": "is no day and month such as 30/11",
    "not_days_of_month": "is no list of days of a month such as 10,25", "not_hours": "is no time such as 08:00-11:00",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Posted:
    """An official whom the file gave his first posts; ``new``: his account too."""

    official: Official
    posts: tuple[Post, ...]
    new: bool


@dataclass(kw_only=True)
class Load:
    """A load under way: the commune, the day it begins to hold, and the ids of what was loaded by code."""

    unit: Unit
    start: date
    at: datetime
    report: LoadReport
    departments: dict[str, int] = field(default_factory=dict)
    villages: dict[str, int] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)
    officials: dict[str, int] = field(default_factory=dict)
    posted: list[Posted] = field(default_factory=list)


def load_commune(path: Path, *, at: datetime) -> LoadReport:
    """Load a commune's file inside the caller's transaction.

    Side effects: units, departments, villages, fields, officials (without a password), responsibilities, settings that nobody
    has written yet, plans; when something changed an audit entry and CommuneLoaded, and public pages are made anew. In a commune
    at work posts that the file gives are audited and told one by one, as if they were given by hand.
    """
    read = read_commune_file(path)
    report = LoadReport(problems=read.problems)
    if read.commune is None:
        return report
    unit = load_tree(read, report)
    if unit is None:
        report.problems.append(read.commune.problem("its code is none of the communes in the list of units"))
        return report
    report.unit_id = unit.id
    load = Load(unit=unit, start=read.commune.values["tree"]["reform_on"], at=at, report=report)
    with use_unit(unit.id):
        at_work = _is_at_work(unit.id)
        _load_parts(load, read)
        db.session.flush()
        for given in load.posted if at_work else ():
            tell_of_loaded_posts(given.official, given.posts, new=given.new, at=at)
        _load_boundaries(load, path.parent, read.commune.values["tree"]["boundaries"])
    if report.changes:
        facts = {"file": path.name, "added": dict(report.added), "changed": dict(report.changed)}
        audit.record(unit_id=unit.id, at=at, actor_id=None, action="commune:loaded", subject=f"unit:{unit.code}", facts=facts)
        bus.publish(CommuneLoaded(unit_id=unit.id, at=at, changes=report.changes))
        page_cache.raise_version(unit.id)
    return report


def _is_at_work(unit_id: int) -> bool:
    """True when somebody can sign in, or once did: whoever leads hears of posts from then on."""
    came_in = or_(Official.password_hash != "", Official.last_sign_in_at.is_not(None))
    return db.session.scalar(select(Official.id).where(Official.unit_id == unit_id, came_in).limit(1)) is not None


def _load_boundaries(load: Load, folder: Path, name: str | None) -> None:
    """Load the boundaries that the file names; they are counted with its rows."""
    if name is None:
        return
    found = load_boundaries(read_boundary_file(folder / name), unit_id=load.unit.id, at=load.at)
    load.report.added.update(found.added)
    load.report.changed.update(found.changed)
    load.report.unchanged += found.unchanged
    load.report.problems += found.problems


def _load_parts(load: Load, read: CommuneFile) -> None:
    parts: tuple[tuple[str, Callable[[Load, dict[str, Any], int], None]], ...] = (
        ("departments", _department),
        ("villages", _village),
        ("fields", _field),
        ("officials", _official),
        ("responsibilities", _responsibility),
        ("plans", _plan),
    )
    for section, take in parts:
        for row in read.sections[section]:
            _attempt(load, row, lambda row=row, take=take: take(load, row.values, row.number))  # type: ignore[misc]
    for key, value in read.settings.items():
        row = FileRow(file=read.name, place=f"settings, {key}", values={})
        _attempt(load, row, lambda key=key, value=value: _setting(load, key, value))  # type: ignore[misc]


def _attempt(load: Load, row: FileRow, take: Callable[[], None]) -> None:
    try:
        take()
    except BadRow as error:
        load.report.problems.append(row.problem(str(error)))


def _put(load: Load, model: type[Any], key: dict[str, Any], values: dict[str, Any]) -> Any:
    """Write a row that is known by ``key`` within the commune; count whether it was added, changed or already so."""
    name = model.__tablename__
    query = select(model).where(model.unit_id == load.unit.id)
    for column, value in key.items():
        query = query.where(getattr(model, column).is_not_distinct_from(value))
    row = db.session.scalar(query)
    if row is None:
        row = model(unit_id=load.unit.id, **key, **values)
        db.session.add(row)
        load.report.added[name] += 1
    elif any(getattr(row, column) != value for column, value in values.items()):
        for column, value in values.items():
            setattr(row, column, value)
        load.report.changed[name] += 1
    else:
        load.report.unchanged += 1
    db.session.flush()
    return row


def _when(load: Load, row: dict[str, Any]) -> dict[str, date | None]:
    first, last = row["valid_from"] or load.start, row["valid_to"]
    if last is not None and last < first:
        raise BadRow("valid_to is before valid_from")
    return {"valid_from": first, "valid_to": last}


def _named(known: dict[str, int], code: str | None, what: str) -> int | None:
    if code is None:
        return None
    if code not in known:
        raise BadRow(f"{what} {code!r} is not in this file")
    return known[code]


def _department(load: Load, row: dict[str, Any], sort: int) -> None:
    values = {name: row[name] for name in ("name", "name_en", "phone", "partner")}
    stored = _put(load, Department, {"code": row["code"]}, {**values, "sort": sort, **_when(load, row)})
    load.departments[row["code"]] = stored.id


def _village(load: Load, row: dict[str, Any], sort: int) -> None:
    former = None
    if row["former_commune"] is not None:
        query = select(Unit).where(Unit.code == row["former_commune"], Unit.kind == UnitKind.OLD_COMMUNE)
        former = db.session.scalar(query)
        if former is None:
            raise BadRow(f"former_commune {row['former_commune']!r} is not in the list of units")
    values = {name: row[name] for name in ("name", "sample", "remote", "latitude", "longitude")}
    values |= {"name_key": fold(row["name"]), "old_commune_id": former.id if former else None, "sort": sort}
    values["old_commune"] = former.name if former else ""
    stored = _put(load, Village, {"code": row["code"]}, {**values, **_when(load, row)})
    load.villages[row["code"]] = stored.id
    write_names(
        stored.id, unit_id=load.unit.id, former=row["former_names"], also=row["also_written"], added=load.report.added,
        changed=load.report.changed,
    )  # fmt: skip


def _field(load: Load, row: dict[str, Any], sort: int) -> None:
    values = {name: row[name] for name in ("name", "name_en", "stat_group", "answer_days", "answer_basis")}
    stored = _put(load, Field, {"code": row["code"]}, {**values, "sort": sort, **_when(load, row)})
    load.fields[row["code"]] = stored.id


def _official(load: Load, row: dict[str, Any], _sort: int) -> None:
    if not row["postings"]:
        raise BadRow("postings are empty")
    posts = tuple(
        Post(Role(post["role"]), _named(load.departments, post["department"], "department")) for post in row["postings"]
    )
    values = {name: row[name] for name in ("full_name", "title", "email")}
    query = select(Official.id).where(Official.unit_id == load.unit.id, Official.username == row["username"])
    new = db.session.scalar(query) is None
    if new:
        values["created_at"] = load.at
    stored = _put(load, Official, {"username": row["username"]}, values)
    load.officials[row["username"]] = stored.id
    if db.session.scalar(select(Posting.id).where(Posting.official_id == stored.id).limit(1)) is None:
        set_posts(stored, posts, on=load.start)
        load.report.added["postings"] += len(posts)
        load.posted.append(Posted(official=stored, posts=posts, new=new))


def _responsibility(load: Load, row: dict[str, Any], _sort: int) -> None:
    key = {
        "field_id": _named(load.fields, row["field"], "field"),
        "village_id": _named(load.villages, row["village"], "village"),
    }
    values = {
        "department_id": _named(load.departments, row["department"], "department"),
        "officer_id": _named(load.officials, row["officer"], "officer"),
        "substitute_id": _named(load.officials, row["substitute"], "substitute"),
    }
    if row["substitute"] is not None and row["officer"] in (None, row["substitute"]):
        raise BadRow("a substitute stands in for another officer")
    query = select(Responsibility.id).where(Responsibility.unit_id == load.unit.id)
    query = query.where(Responsibility.field_id.is_not_distinct_from(key["field_id"]))
    if db.session.scalar(query.where(Responsibility.village_id.is_not_distinct_from(key["village_id"])).limit(1)):
        load.report.unchanged += 1
        return
    _put(load, Responsibility, key, {**values, "valid_from": row["valid_from"] or load.start})


def _plan(load: Load, row: dict[str, Any], _sort: int) -> None:
    values = {name: value for name, value in row.items() if name != "title"}
    _put(load, PublishedPlan, {"title": row["title"]}, values)


def _setting(load: Load, key: str, value: Any) -> None:
    try:
        clean = checked(definition_of(key), value)
    except NotFound:
        raise BadRow("there is no such setting") from None
    except BadInput as error:
        raise BadRow(", ".join(_wrong(code, error.facts) for code in error.errors.values())) from None
    row = db.session.scalar(select(UnitSetting).where(UnitSetting.unit_id == load.unit.id, UnitSetting.key == key))
    if row is not None:
        load.report.unchanged += 1
        return
    _put(load, UnitSetting, {"key": key}, {"value": clean, "changed_at": load.at})


def _wrong(code: str, facts: Mapping[str, object]) -> str:
    """Return what is wrong with the value of a rule, as the lines about other rows say it."""
    if code == "out_of_range":
        return f"is not a number from {facts['least']} to {facts['most']}"
    if code == "not_offered":
        return f"is none of {facts['one_of']}"
    return WRONG_VALUES[code]
