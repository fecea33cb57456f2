"""Officers ask to be relieved of a case; whoever assigns decides."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

WAITS = sa.text("outcome = ''")


def upgrade() -> None:
    """Make the table; nobody asked before."""
    op.create_table(
        "case_reliefs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "reason in ('field', 'absent', 'interest', 'other')", name=op.f("ck_case_reliefs_reason_is_known")
        ),
        sa.CheckConstraint("reason <> 'other' or note <> ''", name=op.f("ck_case_reliefs_another_reason_is_said")),
        sa.CheckConstraint("outcome in ('', 'given', 'kept', 'dropped')", name=op.f("ck_case_reliefs_outcome_is_known")),
        sa.CheckConstraint("(outcome = '') = (settled_at is null)", name=op.f("ck_case_reliefs_settled_at_if_settled")),
        sa.CheckConstraint("(settled_at is null) = (settled_by is null)", name=op.f("ck_case_reliefs_somebody_settled_it")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_reliefs_case_id_cases")),
        sa.ForeignKeyConstraint(["asked_by"], ["officials.id"], name=op.f("fk_case_reliefs_asked_by_officials")),
        sa.ForeignKeyConstraint(["settled_by"], ["officials.id"], name=op.f("fk_case_reliefs_settled_by_officials")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_case_reliefs_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_reliefs")),
    )
    op.create_index(op.f("ix_case_reliefs_case_id"), "case_reliefs", ["case_id"])
    op.create_index(
        "one_relief_waits", "case_reliefs", ["case_id"], unique=True, sqlite_where=WAITS, postgresql_where=WAITS
    )
    op.create_index(
        "ix_case_reliefs_waiting", "case_reliefs", ["unit_id", "case_id"], sqlite_where=WAITS, postgresql_where=WAITS
    )


def downgrade() -> None:
    """Take the table away, with the requests in it; who has which case stays."""
    op.drop_table("case_reliefs")
