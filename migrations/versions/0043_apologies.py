"""Apologies for late answers, and the two days of the last one that the public row shows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

SHOWN = ("apology_on", "promised_on")
WAITS = sa.text("state <> 'sent'")


def upgrade() -> None:
    """Make the table and the two columns; nobody apologised here before."""
    op.create_table(
        "case_apologies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("missed_on", sa.Date(), nullable=False),
        sa.Column("new_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("leader_note", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('submitted', 'sent_back', 'sent')", name=op.f("ck_case_apologies_state_is_known")),
        sa.CheckConstraint("new_on > missed_on", name=op.f("ck_case_apologies_a_later_day_is_promised")),
        sa.CheckConstraint("(state = 'sent') = (signed_on is not null)", name=op.f("ck_case_apologies_signed_on_if_sent")),
        sa.CheckConstraint("(signed_on is null) = (signed_by is null)", name=op.f("ck_case_apologies_somebody_signed_it")),
        sa.CheckConstraint("signed_on is null or new_on > signed_on", name=op.f("ck_case_apologies_the_day_is_still_to_come")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_apologies_case_id_cases")),
        sa.ForeignKeyConstraint(["written_by"], ["officials.id"], name=op.f("fk_case_apologies_written_by_officials")),
        sa.ForeignKeyConstraint(["signed_by"], ["officials.id"], name=op.f("fk_case_apologies_signed_by_officials")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_case_apologies_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_apologies")),
        sa.UniqueConstraint("case_id", "round", "missed_on", name=op.f("uq_case_apologies_case_id_round_missed_on")),
    )
    op.create_index("ix_case_apologies_state", "case_apologies", ["unit_id", "state", "case_id"])
    op.create_index(
        "one_apology_waits", "case_apologies", ["case_id", "round"], unique=True, sqlite_where=WAITS, postgresql_where=WAITS
    )
    for name in SHOWN:
        op.add_column("public_cases", sa.Column(name, sa.Date(), nullable=True))


def downgrade() -> None:
    """Take the table and the columns away, with the apologies in them."""
    for name in reversed(SHOWN):
        op.drop_column("public_cases", name)
    op.drop_table("case_apologies")
