"""Tables of people and places. Tenant rows carry their commune, and a composite key keeps them from naming another's rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    or_,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from core.database import Base, JsonDict, UnitScoped, UtcDateTime, new_public_id

ENDS_AFTER_START = "valid_to is null or valid_to >= valid_from"


def valid_on(first: InstrumentedAttribute[date], last: InstrumentedAttribute[date | None], on: date) -> Any:
    """Return the SQL condition of rules.in_force."""
    return and_(first <= on, or_(last.is_(None), last >= on))


def _within_unit(column: str, target: str) -> ForeignKeyConstraint:
    """Return a key that only lets a row name another row of the same commune."""
    return ForeignKeyConstraint(["unit_id", column], [f"{target}.unit_id", f"{target}.id"], name=f"{column}_in_same_unit")


class Unit(Base):
    """An administrative unit with its time (``valid_from`` null: older than our lists): a province, a commune, or an ended one.

    ``is_tenant`` units have officials and cases here. A code alone names no unit: new communes took over old codes.
    """

    __tablename__ = "units"
    __table_args__ = (
        UniqueConstraint("kind", "code"),
        Index("ix_units_name_key", "name_key"),
        CheckConstraint("valid_to is null or valid_from is null or valid_to >= valid_from", name="ends_after_it_starts"),
        CheckConstraint("kind in ('province', 'commune', 'old_district', 'old_commune')", name="kind_is_known"),
        CheckConstraint("not is_tenant or kind = 'commune'", name="tenant_is_a_commune"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    name_key: Mapped[str] = mapped_column(String(120))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    is_tenant: Mapped[bool] = mapped_column(default=False)
    hosts: Mapped[list[str]] = mapped_column(JsonDict, default=list)
    profile: Mapped[dict[str, Any]] = mapped_column(JsonDict, default=dict)


class UnitSuccession(Base):
    """Which unit took over (a part of) an ended one; a split unit has several rows."""

    __tablename__ = "unit_successions"

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True, index=True)


class Department(UnitScoped, Base):
    """A division of the commune's administration, or a ``partner`` body beside it (police, Fatherland Front)."""

    __tablename__ = "departments"
    __table_args__ = (
        UniqueConstraint("unit_id", "id"),
        UniqueConstraint("unit_id", "code"),
        CheckConstraint(ENDS_AFTER_START, name="ends_after_it_starts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    partner: Mapped[bool] = mapped_column(default=False)
    sort: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Village(UnitScoped, Base):
    """A village of the commune, with the former commune it came from; ``sample`` rows await the commune's own list."""

    __tablename__ = "villages"
    __table_args__ = (
        UniqueConstraint("unit_id", "id"),
        UniqueConstraint("unit_id", "code"),
        CheckConstraint(ENDS_AFTER_START, name="ends_after_it_starts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(120))
    old_commune_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    old_commune: Mapped[str] = mapped_column(String(120), default="")
    sample: Mapped[bool] = mapped_column(default=False)
    remote: Mapped[bool] = mapped_column(default=False)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    sort: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Field(UnitScoped, Base):
    """A subject that letters are sorted by; ``answer_days`` (working days) overrides the general answer time.

    ``answer_basis`` is the commune's own decision that sets them; the proof of a due date names it.
    """

    __tablename__ = "fields"
    __table_args__ = (
        UniqueConstraint("unit_id", "id"),
        UniqueConstraint("unit_id", "code"),
        CheckConstraint(ENDS_AFTER_START, name="ends_after_it_starts"),
        CheckConstraint("answer_days is null or answer_days between 1 and 60", name="answer_days_are_1_to_60"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    stat_group: Mapped[str] = mapped_column(String(20))
    answer_days: Mapped[int | None]
    answer_basis: Mapped[str] = mapped_column(String(200), default="")
    sort: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Official(UnitScoped, Base):
    """A person who works here and may sign in. ``session_epoch`` goes up when all his sessions must end."""

    __tablename__ = "officials"
    __table_args__ = (
        UniqueConstraint("unit_id", "id"),
        UniqueConstraint("unit_id", "username"),
        UniqueConstraint("public_id"),
        CheckConstraint("username = lower(username)", name="username_is_small_letters"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), default=new_public_id)
    username: Mapped[str] = mapped_column(String(40))
    full_name: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(160), default="")
    email: Mapped[str] = mapped_column(String(160), default="")
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    must_change_password: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)
    session_epoch: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    password_changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_sign_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Posting(UnitScoped, Base):
    """A role that an official holds in a department for a time."""

    __tablename__ = "postings"
    __table_args__ = (
        _within_unit("official_id", "officials"),
        _within_unit("department_id", "departments"),
        Index("ix_postings_official_id", "official_id"),
        CheckConstraint(ENDS_AFTER_START, name="ends_after_it_starts"),
        CheckConstraint(
            "role in ('reception_clerk', 'officer', 'department_head', 'leader', 'front_supervisor', 'administrator')",
            name="role_is_known",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    official_id: Mapped[int]
    role: Mapped[str] = mapped_column(String(30))
    department_id: Mapped[int | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Absence(UnitScoped, Base):
    """Days on which an official is away; ``substitute_id`` None: the responsibility matrix names who stands in, or nobody."""

    __tablename__ = "absences"
    __table_args__ = (
        _within_unit("official_id", "officials"),
        _within_unit("substitute_id", "officials"),
        Index("ix_absences_official_id", "official_id"),
        CheckConstraint("last_on >= first_on", name="ends_after_it_starts"),
        CheckConstraint("substitute_id is null or substitute_id <> official_id", name="substitute_is_somebody_else"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    official_id: Mapped[int]
    substitute_id: Mapped[int | None]
    first_on: Mapped[date]
    last_on: Mapped[date]


class Responsibility(UnitScoped, Base):
    """One row of the matrix: who handles a field in a village (null: every field, every village) from a day on."""

    __tablename__ = "responsibilities"
    __table_args__ = (
        _within_unit("field_id", "fields"),
        _within_unit("village_id", "villages"),
        _within_unit("department_id", "departments"),
        _within_unit("officer_id", "officials"),
        _within_unit("substitute_id", "officials"),
        UniqueConstraint("public_id"),
        Index("ix_responsibilities_field_village", "unit_id", "field_id", "village_id"),
        CheckConstraint(ENDS_AFTER_START, name="ends_after_it_starts"),
        CheckConstraint("substitute_id is null or officer_id is not null", name="substitute_stands_in_for_somebody"),
        CheckConstraint("substitute_id is null or substitute_id <> officer_id", name="substitute_is_somebody_else"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), default=new_public_id)
    field_id: Mapped[int | None]
    village_id: Mapped[int | None]
    department_id: Mapped[int]
    officer_id: Mapped[int | None]
    substitute_id: Mapped[int | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)


class UnitSetting(UnitScoped, Base):
    """A rule of this commune that differs from the product's default, or was confirmed."""

    __tablename__ = "unit_settings"
    __table_args__ = (UniqueConstraint("unit_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    value: Mapped[Any] = mapped_column(JsonDict)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[int | None]


class SignInThrottle(UnitScoped, Base):
    """Failed sign-ins under one name, whether an account of that name exists or not (the row does not tell)."""

    __tablename__ = "sign_in_throttles"
    __table_args__ = (UniqueConstraint("unit_id", "fingerprint"), Index("ix_sign_in_throttles_last", "last_failed_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_failed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PublishedPlan(UnitScoped, Base):
    """A plan or programme that the commune shows: plain text, "# " and "## " begin headings, "- " begins a list line."""

    __tablename__ = "published_plans"
    __table_args__ = (UniqueConstraint("public_id"), UniqueConstraint("unit_id", "title"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), default=new_public_id)
    number: Mapped[str] = mapped_column(String(60), default="")
    title: Mapped[str] = mapped_column(String(300))
    issuer: Mapped[str] = mapped_column(String(160), default="")
    year: Mapped[int]
    issued_on: Mapped[date | None]
    issued_words: Mapped[str] = mapped_column(String(80), default="")
    signed_by: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text)
    source_note: Mapped[str] = mapped_column(Text, default="")
