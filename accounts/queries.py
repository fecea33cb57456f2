"""Reads of one commune: profile, lists, officials, settings, and who should handle a matter. Read models only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, or_, select

from accounts import rules
from accounts.factor_models import has_factor
from accounts.helper_models import helps_on
from accounts.kinds import UnitKind
from accounts.leave_queries import stand_ins
from accounts.memory import remembered
from accounts.models import (
    Absence,
    Department,
    Field,
    Official,
    Posting,
    Responsibility,
    Unit,
    UnitSetting,
    Village,
    valid_on,
)
from accounts.permissions import HELPER_PERMISSIONS, permissions_of
from accounts.read_models import (
    AbsenceItem,
    CommuneProfile,
    DepartmentItem,
    FieldItem,
    OfficialItem,
    Post,
    Proposal,
    ResponsibilityItem,
    SettingItem,
    SignedIn,
    VillageItem,
)
from accounts.roles import Role
from accounts.session_models import is_ended
from core.alphabet import alphabetical, by_given_name
from core.extensions import db
from core.settings_registry import SettingDef, setting_def

EVERY_UNIT = {"all_units": True}
PROFILE_TEXTS = (
    "short_name", "authority", "superior", "symbol", "address", "phone", "email", "hours", "reception_place", "chair_reception",
)  # fmt: skip


# ------------------------------------------------------------------ the commune


def commune_profile(unit_id: int) -> CommuneProfile | None:
    """Return how a commune presents itself, or None when there is no such tenant."""
    return remembered(("profile", unit_id), lambda: _profile(unit_id))


def _profile(unit_id: int) -> CommuneProfile | None:
    unit = db.session.scalar(select(Unit).where(Unit.id == unit_id, Unit.is_tenant))
    if unit is None:
        return None
    province = db.session.scalar(select(Unit.name).where(Unit.id == unit.parent_id))
    texts = {name: str(unit.profile.get(name, "")) for name in PROFILE_TEXTS}
    return CommuneProfile(
        unit_id=unit.id, code=unit.code, name=unit.name, name_en=unit.name_en, province_name=province or "",
        latitude=unit.latitude, longitude=unit.longitude, sample=bool(unit.profile.get("sample")), **texts,
    )  # fmt: skip


def unit_for_host(host: str) -> int | None:
    """Return whose a host name is; one that nobody claims is that of the first commune without names, or of the only one.

    None: no commune is loaded, or the name leads to all of them.
    """
    name = host.rsplit(":", 1)[0].lower().strip("[]")
    tenants = remembered("tenants", _tenants)
    claimed = [unit_id for unit_id, hosts in tenants if name in hosts]
    unclaimed = [unit_id for unit_id, hosts in tenants if not hosts]
    only = [unit_id for unit_id, _hosts in tenants] if len(tenants) == 1 else []
    return next(iter([*claimed, *unclaimed, *only]), None)


def leads_to_all(host: str) -> bool:
    """Return whether a host name is none of several communes', so that people have to choose theirs."""
    return unit_for_host(host) is None and len(remembered("tenants", _tenants)) > 1


def own_host(unit_id: int, host: str) -> str:
    """Return the name under which a commune is reached where ``host`` leads to another one; "" where it leads there."""
    if unit_for_host(host) == unit_id:
        return ""
    return next((hosts[0] for each, hosts in remembered("tenants", _tenants) if each == unit_id and hosts), "")


def tenant_by_code(code: str) -> int | None:
    """Return the id of the commune with an official code, if it has officials and cases here."""
    return db.session.scalar(select(Unit.id).where(Unit.code == code, Unit.kind == UnitKind.COMMUNE, Unit.is_tenant))


def only_tenant() -> int | None:
    """Return the commune when there is exactly one, or None."""
    tenants = _tenants()
    return tenants[0][0] if len(tenants) == 1 else None


def _tenants() -> list[tuple[int, tuple[str, ...]]]:
    query = select(Unit.id, Unit.hosts).where(Unit.is_tenant).order_by(Unit.id)
    return [(unit_id, tuple(hosts or ())) for unit_id, hosts in db.session.execute(query)]


def departments(unit_id: int, *, on: date | None = None) -> list[DepartmentItem]:
    """Return the departments in their order; ``on``: only those that exist on a day."""
    return remembered(
        ("departments", unit_id, on), lambda: [_department(row) for row in db.session.scalars(_listed(Department, unit_id, on))]
    )


def villages(unit_id: int, *, on: date | None = None) -> list[VillageItem]:
    """Return the villages by name; ``on``: only those that exist on a day."""

    def listed() -> list[VillageItem]:
        rows = db.session.scalars(_listed(Village, unit_id, on))
        return [_village(row) for row in sorted(rows, key=lambda row: alphabetical(row.name))]

    return remembered(("villages", unit_id, on), listed)


def fields(unit_id: int, *, on: date | None = None) -> list[FieldItem]:
    """Return the fields in their order; ``on``: only those in use on a day."""
    return remembered(("fields", unit_id, on), lambda: [_field(row) for row in db.session.scalars(_listed(Field, unit_id, on))])


def _listed(model: Any, unit_id: int, on: date | None) -> Select[Any]:
    query = select(model).where(model.unit_id == unit_id)
    if on is not None:
        query = query.where(valid_on(model.valid_from, model.valid_to, on))
    return query.order_by(model.sort, model.id)


def _department(row: Department) -> DepartmentItem:
    return DepartmentItem(id=row.id, code=row.code, name=row.name, name_en=row.name_en, phone=row.phone, partner=row.partner)


def _village(row: Village) -> VillageItem:
    return VillageItem(
        id=row.id, code=row.code, name=row.name, old_commune=row.old_commune, sample=row.sample, remote=row.remote,
        latitude=row.latitude, longitude=row.longitude,
    )  # fmt: skip


def _field(row: Field) -> FieldItem:
    return FieldItem(
        id=row.id, code=row.code, name=row.name, name_en=row.name_en, stat_group=row.stat_group, answer_days=row.answer_days
    )


# ------------------------------------------------------------------ officials


def officials(
    unit_id: int, *, role: Role | None = None, department_id: int | None = None, on: date | None = None, active_only: bool = True
) -> list[OfficialItem]:
    """Return the officials by given name, with what they hold on a day (None: in any post that is not ended).

    ``role`` and ``department_id`` keep those who hold that role, or a post in that department; both: in one and the same post.
    """
    query = select(Official).where(Official.unit_id == unit_id).order_by(Official.id)
    if active_only:
        query = query.where(Official.active)
    people = sorted(db.session.scalars(query), key=lambda person: by_given_name(person.full_name))
    posts = _postings(unit_id, on=on)
    wanted = {
        official_id
        for official_id, held in posts.items()
        if any((role is None or post.role == role) and (department_id in (None, post.department_id)) for post in held)
    }
    if role is not None or department_id is not None:
        people = [person for person in people if person.id in wanted]
    return [_official(person, posts.get(person.id, ())) for person in people]


def official(unit_id: int, official_id: int, *, on: date | None = None) -> OfficialItem | None:
    """Return one official, also a disabled one, or None."""
    return _one_official(unit_id, Official.id == official_id, on=on)


def official_by_public_id(unit_id: int, public_id: str, *, on: date | None = None) -> OfficialItem | None:
    """Return one official, also a disabled one, or None."""
    return _one_official(unit_id, Official.public_id == public_id, on=on)


def official_names(unit_id: int, official_ids: Sequence[int]) -> dict[int, str]:
    """Return the full names of officials by id, for timelines."""
    query = select(Official.id, Official.full_name).where(Official.unit_id == unit_id, Official.id.in_(set(official_ids)))
    return dict(db.session.execute(query).tuples().all()) if official_ids else {}


def signed_in(public_id: str, *, on: date, mark: str = "") -> SignedIn | None:
    """Return the active official of a session with the roles of the day, in one query over every commune, or None.

    ``mark`` names the session (session_models.EndedSession): one that was ended has no official.
    """
    query = (
        select(Official, Posting.role, Posting.department_id, helps_on(on), has_factor())
        .outerjoin(Posting, and_(Posting.official_id == Official.id, valid_on(Posting.valid_from, Posting.valid_to, on)))
        .where(Official.public_id == public_id, Official.active)
        .order_by(Posting.id)
    )
    query = query.where(~is_ended(mark)) if mark else query
    rows = db.session.execute(query, execution_options=EVERY_UNIT).all()
    if not rows:
        return None
    row = rows[0][0]
    roles = tuple(dict.fromkeys(Role(role) for _row, role, *_others in rows if role is not None))
    helping = HELPER_PERMISSIONS if rows[0][3] else frozenset()
    return SignedIn(
        id=row.id, unit_id=row.unit_id, name=row.full_name, permissions=permissions_of(roles) | helping, public_id=row.public_id,
        department_ids=frozenset(department_id for _row, _role, department_id, *_others in rows if department_id is not None),
        username=row.username, title=row.title, roles=roles, session_epoch=row.session_epoch,
        must_change_password=row.must_change_password, second_factor=rows[0][4],
    )  # fmt: skip


def posts_of(unit_id: int, official_id: int, *, on: date) -> list[Post]:
    """Return the posts that an official holds on a day."""
    posts = _postings(unit_id, on=on, official_id=official_id).get(official_id, ())
    return [Post(Role(row.role), row.department_id) for row in posts]


def _one_official(unit_id: int, condition: Any, *, on: date | None) -> OfficialItem | None:
    row = db.session.scalar(select(Official).where(Official.unit_id == unit_id, condition))
    return None if row is None else _official(row, _postings(unit_id, on=on, official_id=row.id).get(row.id, ()))


def _postings(unit_id: int, *, on: date | None, official_id: int | None = None) -> dict[int, tuple[Posting, ...]]:
    condition = Posting.valid_to.is_(None) if on is None else valid_on(Posting.valid_from, Posting.valid_to, on)
    query = select(Posting).where(Posting.unit_id == unit_id, condition).order_by(Posting.id)
    if official_id is not None:
        query = query.where(Posting.official_id == official_id)
    posts: dict[int, tuple[Posting, ...]] = {}
    for row in db.session.scalars(query):
        posts[row.official_id] = (*posts.get(row.official_id, ()), row)
    return posts


def _official(row: Official, posts: Sequence[Posting]) -> OfficialItem:
    return OfficialItem(
        id=row.id, public_id=row.public_id, username=row.username, full_name=row.full_name, title=row.title, email=row.email,
        active=row.active, version=row.version, roles=tuple(dict.fromkeys(Role(post.role) for post in posts)),
        department_ids=tuple(dict.fromkeys(post.department_id for post in posts if post.department_id is not None)),
        last_sign_in_at=row.last_sign_in_at,
    )  # fmt: skip


# ------------------------------------------------------------------ who handles a matter


def propose_assignment(unit_id: int, field_id: int | None, village_id: int | None, on: date) -> Proposal:
    """Return who should handle a matter on a day: the most exact row of the matrix, its officer or his substitute, and why.

    A row of a department that has ended speaks no more; nobody is proposed who handles no letters there on that day.
    """
    places = {item.id: item for item in departments(unit_id, on=on)}
    query = select(Responsibility).where(
        Responsibility.unit_id == unit_id,
        or_(Responsibility.field_id.is_(None), Responsibility.field_id == field_id),
        or_(Responsibility.village_id.is_(None), Responsibility.village_id == village_id),
        valid_on(Responsibility.valid_from, Responsibility.valid_to, on),
    )
    rows = [_row(row) for row in db.session.scalars(query) if row.department_id in places]
    chosen = rules.choose_row(rows, field_id=field_id, village_id=village_id, on=on)
    if chosen is None:
        return Proposal(department=None, officer=None, substitute=None, fit=None, stand=None)
    row, fit = chosen
    people = {person.id: person for person in officials(unit_id, on=on, active_only=False)}
    active = frozenset(person.id for person in people.values() if person.active and person.handles_letters_in(row.department_id))
    person_id, stand = rules.choose_person(row, active=active, away=away_on(unit_id, on), named=stand_ins(unit_id, on))
    return Proposal(
        department=places[row.department_id], officer=people.get(person_id) if person_id else None,
        substitute=people.get(row.substitute_id) if row.substitute_id else None, fit=fit, stand=stand,
    )  # fmt: skip


def away_on(unit_id: int, on: date) -> frozenset[int]:
    """Return the ids of officials who are absent on a day."""
    query = select(Absence.official_id).where(Absence.unit_id == unit_id, Absence.first_on <= on, Absence.last_on >= on)
    return frozenset(db.session.scalars(query))


def responsibilities(unit_id: int, *, on: date) -> list[ResponsibilityItem]:
    """Return the rows of the matrix that hold on a day or begin later, by field and village, the general rows first."""
    query = select(Responsibility).where(
        Responsibility.unit_id == unit_id, or_(Responsibility.valid_to.is_(None), Responsibility.valid_to >= on)
    )
    return _matrix(unit_id, list(db.session.scalars(query)))


def responsibility(unit_id: int, public_id: str) -> ResponsibilityItem | None:
    """Return one row of the matrix, or None."""
    query = select(Responsibility).where(Responsibility.unit_id == unit_id, Responsibility.public_id == public_id)
    return next(iter(_matrix(unit_id, list(db.session.scalars(query)))), None)


def _matrix(unit_id: int, rows: Sequence[Responsibility]) -> list[ResponsibilityItem]:
    people = {person.id: person for person in officials(unit_id, active_only=False)}
    by_field = {item.id: item for item in fields(unit_id)}
    by_village = {item.id: item for item in villages(unit_id)}
    by_department = {item.id: item for item in departments(unit_id)}
    place_of = {item_id: place for place, item_id in enumerate([None, *by_field])}
    ordered = sorted(rows, key=lambda row: (place_of[row.field_id], row.village_id or 0, row.valid_from))
    return [
        ResponsibilityItem(
            public_id=row.public_id, field=by_field.get(row.field_id or 0), village=by_village.get(row.village_id or 0),
            department=by_department[row.department_id], officer=people.get(row.officer_id or 0),
            substitute=people.get(row.substitute_id or 0), valid_from=row.valid_from, valid_to=row.valid_to, version=row.version,
        )
        for row in ordered
    ]  # fmt: skip


def absences(unit_id: int, official_id: int, *, on: date) -> list[AbsenceItem]:
    """Return the present and coming absences of an official, soonest first."""
    query = (
        select(Absence)
        .where(Absence.unit_id == unit_id, Absence.official_id == official_id, Absence.last_on >= on)
        .order_by(Absence.first_on, Absence.id)
    )
    return [
        AbsenceItem(
            id=row.id, official_id=row.official_id, first_on=row.first_on, last_on=row.last_on, substitute_id=row.substitute_id
        )
        for row in db.session.scalars(query)
    ]  # fmt: skip


def _row(row: Responsibility) -> rules.Row:
    return rules.Row(
        id=row.id, field_id=row.field_id, village_id=row.village_id, department_id=row.department_id, officer_id=row.officer_id,
        substitute_id=row.substitute_id, valid_from=row.valid_from, valid_to=row.valid_to,
    )  # fmt: skip


# ------------------------------------------------------------------ settings


def setting(unit_id: int, key: str) -> Any:
    """Return the value of a rule in a commune: its own, or the product's default. Raises KeyError for an unknown key."""
    definition = setting_def(key)
    values = remembered(("settings", unit_id), lambda: _setting_values(unit_id))
    return values.get(key, definition.default)


def setting_items(unit_id: int, definitions: Sequence[SettingDef]) -> list[SettingItem]:
    """Return every rule with its value in the commune, in the order of the definitions."""
    rows = {row.key: row for row in db.session.scalars(select(UnitSetting).where(UnitSetting.unit_id == unit_id))}
    return [
        SettingItem(
            definition=item, value=rows[item.key].value if item.key in rows else item.default,
            version=rows[item.key].version if item.key in rows else 0,
            changed_at=rows[item.key].changed_at if item.key in rows else None,
        )
        for item in definitions
    ]  # fmt: skip


def _setting_values(unit_id: int) -> dict[str, Any]:
    query = select(UnitSetting.key, UnitSetting.value).where(UnitSetting.unit_id == unit_id)
    return dict(db.session.execute(query, execution_options=EVERY_UNIT).tuples().all())
