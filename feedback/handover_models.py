"""The table of handovers: which case of one commune goes on as which case of another commune of this installation."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class CaseHandover(Base):
    """One letter that one commune handed to another: two cases, two codes, a day; ``returned_on`` when it came back.

    The row lies between two communes, so it is no tenant row: every query names the commune and the case it asks for. It holds
    no word of the letter and no key to the cases: when a case leaves for the sealed register, this stays, and the codes answer
    as before (docs/adr/0016-handover-between-communes.md).
    """

    __tablename__ = "case_handovers"
    __table_args__ = (
        UniqueConstraint("from_case_id"),
        UniqueConstraint("to_case_id"),
        Index("ix_case_handovers_arrived", "to_unit_id", "from_code"),
        Index("ix_case_handovers_left", "from_unit_id", "to_code"),
        CheckConstraint("from_unit_id <> to_unit_id", name="between_two_communes"),
        CheckConstraint("from_case_id <> to_case_id", name="two_cases"),
        CheckConstraint("returned_on is null or returned_on >= sent_on", name="returned_after_it_was_sent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    from_unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    from_case_id: Mapped[int]
    from_code: Mapped[str] = mapped_column(String(11))
    to_unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    to_case_id: Mapped[int]
    to_code: Mapped[str] = mapped_column(String(11))
    sent_on: Mapped[date]
    returned_on: Mapped[date | None]
