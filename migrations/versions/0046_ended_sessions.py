"""Sessions that were ended by signing out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; sessions that ended before left nothing behind."""
    op.create_table(
        "ended_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_ended_sessions_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ended_sessions")),
        sa.UniqueConstraint("mark", name=op.f("uq_ended_sessions_mark")),
    )
    op.create_index("ix_ended_sessions_at", "ended_sessions", ["ended_at"])


def downgrade() -> None:
    """Take the table away; what was ended can be used again until its twelve hours are over."""
    op.drop_table("ended_sessions")
