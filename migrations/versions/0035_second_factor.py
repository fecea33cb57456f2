"""The second factor of officials: the sealed secret of their telephone, and codes for a day without it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables; nobody has a second factor yet."""
    op.create_table(
        "second_factors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        *_whose("second_factors"),
        sa.UniqueConstraint("official_id", name=op.f("uq_second_factors_official_id")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=200), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        *_whose("recovery_codes"),
    )
    op.create_index("ix_recovery_codes_official_id", "recovery_codes", ["official_id"])


def downgrade() -> None:
    """Take the tables away: officials sign in with their password alone."""
    op.drop_table("recovery_codes")
    op.drop_table("second_factors")


def _whose(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f(f"fk_{table}_unit_id_units")),
        sa.ForeignKeyConstraint(
            ["unit_id", "official_id"], ["officials.unit_id", "officials.id"], name=op.f("official_id_in_same_unit")
        ),
    )
