"""The sealed tables. They name nobody else's rows and nobody names theirs; an entry prints its random id and nothing more.

What stands here in the clear: random ids, the register's own number, state, days and officials who acted. Who is accused,
what happened, every reason and every paper number lie in envelopes (denunciation.envelopes).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, JsonDict, UnitScoped, UtcDateTime, new_public_id
from core.rotation import WRAPPED


class RegisterEntry(UnitScoped, Base):
    """One denunciation. ``number`` counts within the commune's year and is seen inside the register only.

    An entry that accuses an official of the commune has no number, because whoever may not see it would find the gap.

    ``identity_key`` null: there is nothing that tells the denouncer, or it was copied to paper and destroyed. ``origin`` is a
    keyed fingerprint of the public code it came from, so that what the sender adds later finds it.
    """

    __tablename__ = "register_entries"
    __table_args__ = (
        UniqueConstraint("unit_id", "year", "number"),
        Index("ix_register_entries_origin", "origin"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint(
            "state in ('received', 'accepted', 'suspended', 'concluded', 'closed', 'transferred', 'not_accepted', "
            "'discontinued')",
            name="state_is_known",
        ),
        CheckConstraint("state <> 'closed' or closed_on is not null", name="closed_on_if_closed"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_public_id)
    year: Mapped[int]
    number: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(default=1)
    received_on: Mapped[date]
    received_by: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_on: Mapped[date]
    accepted_on: Mapped[date | None]
    concluded_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    extensions: Mapped[int] = mapped_column(default=0)
    content_key: Mapped[str] = mapped_column(Text, info={WRAPPED: True})
    identity_key: Mapped[str | None] = mapped_column(Text, info={WRAPPED: True})
    origin: Mapped[str | None] = mapped_column(String(64))

    def __repr__(self) -> str:
        """Print the random id only."""
        return f"<RegisterEntry {self.id}>"


class RegisterValue(UnitScoped, Base):
    """One sealed value of an entry: content, accused, identity, redacted copy, something added later."""

    __tablename__ = "register_values"
    __table_args__ = (UniqueConstraint("entry_id", "name"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_public_id)
    entry_id: Mapped[str] = mapped_column(ForeignKey("register_entries.id"))
    name: Mapped[str] = mapped_column(String(40))
    body: Mapped[bytes] = mapped_column(LargeBinary)


class RegisterFile(UnitScoped, Base):
    """One sealed photo or paper. Handwriting, faces and file data may tell the denouncer, so it has the identity's care."""

    __tablename__ = "register_files"
    __table_args__ = (Index("ix_register_files_entry_id", "entry_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_public_id)
    entry_id: Mapped[str] = mapped_column(ForeignKey("register_entries.id"))
    place: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(40))
    body: Mapped[bytes] = mapped_column(LargeBinary)


class RegisterStep(UnitScoped, Base):
    """One step on the road, in order; ``on`` is its legal day, ``body`` what was said, sealed."""

    __tablename__ = "register_steps"
    __table_args__ = (UniqueConstraint("entry_id", "place"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_public_id)
    entry_id: Mapped[str] = mapped_column(ForeignKey("register_entries.id"))
    place: Mapped[int]
    act: Mapped[str] = mapped_column(String(16))
    on: Mapped[date] = mapped_column("done_on")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)


class RegisterClock(UnitScoped, Base):
    """One legal period of an entry with its proof (deadlines.engine); ``stopped``: a suspension stands."""

    __tablename__ = "register_clocks"
    __table_args__ = (Index("ix_register_clocks_entry_id", "entry_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_public_id)
    entry_id: Mapped[str] = mapped_column(ForeignKey("register_entries.id"))
    place: Mapped[int]
    term_code: Mapped[str] = mapped_column(String(40))
    started_on: Mapped[date]
    due_on: Mapped[date]
    ended_on: Mapped[date | None]
    stopped: Mapped[bool] = mapped_column(default=False)
    proof: Mapped[dict[str, Any]] = mapped_column(JsonDict)


class RegisterReader(UnitScoped, Base):
    """An official on the commune's list of those who may open the register."""

    __tablename__ = "register_readers"

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    official_id: Mapped[int] = mapped_column(ForeignKey("officials.id"), primary_key=True)
    named_by: Mapped[int]
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RegisterTrail(UnitScoped, Base):
    """The register's own audit chain, one a commune: who did or read what, when; the reason is sealed, the entry an opaque id."""

    __tablename__ = "register_trail"
    __table_args__ = (UniqueConstraint("unit_id", "seq"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_public_id)
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(40))
    entry_id: Mapped[str] = mapped_column(String(32), index=True)
    reason: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class RegisterHead(UnitScoped, Base):
    """The end of a commune's chain and the last number of a year: whoever writes the register queues up here."""

    __tablename__ = "register_heads"

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
