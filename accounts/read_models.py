"""What the queries of this room give back: frozen, detached from the database, safe to hand to templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from accounts import rules
from accounts.permissions import Actor, permissions_of
from accounts.roles import Role
from core.permissions import Permission
from core.settings_registry import SettingDef


@dataclass(frozen=True, kw_only=True)
class CommuneProfile:
    """The commune as pages and papers name it; ``sample`` is true while address, telephone or hours are examples."""

    unit_id: int
    code: str
    name: str
    name_en: str
    short_name: str
    province_name: str
    authority: str
    superior: str
    symbol: str
    address: str
    phone: str
    email: str
    hours: str
    reception_place: str
    chair_reception: str
    latitude: float | None
    longitude: float | None
    sample: bool

    def named(self, locale: str) -> str:
        """Return the name in ``locale`` ("vi" or "en")."""
        return self.name_en if locale == "en" and self.name_en else self.name

    def heading(self, locale: str) -> str:
        """Return commune and province, "Xã Vạn Linh, tỉnh Lạng Sơn"; the English name alone, beside longer words in the head."""
        if locale == "en" and self.name_en:
            return self.name_en
        province = self.province_name[:1].lower() + self.province_name[1:]
        return ", ".join(part for part in (self.name, province) if part)


@dataclass(frozen=True, kw_only=True)
class DepartmentItem:
    """A department of the commune."""

    id: int
    code: str
    name: str
    name_en: str
    phone: str
    partner: bool

    def named(self, locale: str) -> str:
        """Return the name in ``locale`` ("vi" or "en")."""
        return self.name_en if locale == "en" and self.name_en else self.name


@dataclass(frozen=True, kw_only=True)
class VillageItem:
    """A village; ``old_commune`` is the former commune it came from ("Xã Y Tịch")."""

    id: int
    code: str
    name: str
    old_commune: str
    sample: bool
    remote: bool
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, kw_only=True)
class FieldItem:
    """A subject of letters; ``answer_days`` in working days, None: the general rule."""

    id: int
    code: str
    name: str
    name_en: str
    stat_group: str
    answer_days: int | None

    def named(self, locale: str) -> str:
        """Return the name in ``locale`` ("vi" or "en")."""
        return self.name_en if locale == "en" and self.name_en else self.name


class Post(NamedTuple):
    """A role in a department (None: in none, as a leader may be)."""

    role: Role
    department_id: int | None


@dataclass(frozen=True, kw_only=True)
class OfficialItem:
    """An official with the roles and departments that he holds on the day that was asked for."""

    id: int
    public_id: str
    username: str
    full_name: str
    title: str
    email: str
    active: bool
    version: int
    roles: tuple[Role, ...]
    department_ids: tuple[int, ...]
    last_sign_in_at: datetime | None

    @property
    def permissions(self) -> frozenset[Permission]:
        """Everything that his roles permit."""
        return permissions_of(self.roles)

    def handles_letters_in(self, department_id: int) -> bool:
        """Return whether he handles letters and serves in a department."""
        return Permission.CASE_HANDLE in self.permissions and department_id in self.department_ids


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Who should handle a matter, and why: ``fit`` of the matrix row, ``stand`` of the person (None: no row fits)."""

    department: DepartmentItem | None
    officer: OfficialItem | None
    substitute: OfficialItem | None
    fit: rules.Fit | None
    stand: rules.Stand | None


@dataclass(frozen=True, kw_only=True)
class SettingItem:
    """One rule of the commune; ``version`` 0 and no moment: the product's default holds and nobody confirmed it."""

    definition: SettingDef
    value: bool | int | str
    version: int
    changed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PlanItem:
    """A published plan in the list."""

    public_id: str
    number: str
    title: str
    issuer: str
    year: int
    issued_on: date | None
    issued_words: str


@dataclass(frozen=True, kw_only=True)
class PlanBlock:
    """A piece of a plan's text: ``kind`` heading, subheading, paragraph or list; a list has several ``lines``, others one."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A published plan with its whole text."""

    item: PlanItem
    signed_by: str
    source_note: str
    blocks: tuple[PlanBlock, ...]


@dataclass(frozen=True, kw_only=True)
class UnitItem:
    """An administrative unit and its time; ``within`` is the name of its parent ("Huyện Chi Lăng", "Tỉnh Lạng Sơn")."""

    id: int
    code: str
    kind: str
    name: str
    within: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, kw_only=True)
class OldPlace:
    """A unit that has ended and the units that took over (several when it was split)."""

    unit: UnitItem
    successors: tuple[UnitItem, ...]


@dataclass(frozen=True, kw_only=True)
class ResponsibilityItem:
    """One row of the matrix with the names it shows; None for a field or a village means every one."""

    public_id: str
    field: FieldItem | None
    village: VillageItem | None
    department: DepartmentItem
    officer: OfficialItem | None
    substitute: OfficialItem | None
    valid_from: date
    valid_to: date | None
    version: int


@dataclass(frozen=True, kw_only=True)
class AbsenceItem:
    """Days, both included, on which an official is away, and who stands in (None: nobody was named)."""

    id: int
    official_id: int
    first_on: date
    last_on: date
    substitute_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class SignedIn(Actor):
    """Who is signed in: the actor of commands, with what pages say of him.

    ``second_factor``: his sign-in takes a code too. ``owes_factor``: he must have one here and has none.
    """

    public_id: str
    username: str
    title: str
    roles: tuple[Role, ...]
    session_epoch: int
    must_change_password: bool
    second_factor: bool = False
    owes_factor: bool = False

    is_authenticated = True
    is_active = True
    is_anonymous = False

    @property
    def full_name(self) -> str:
        """The name on the page."""
        return self.name

    def get_id(self) -> str:
        """What the session keeps of him."""
        return self.public_id
