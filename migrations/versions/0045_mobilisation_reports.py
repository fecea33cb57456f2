"""The reports on mass mobilisation by the government."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

VALUES = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the table; nothing was reported before."""
    op.create_table(
        "mobilisation_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=12), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", VALUES, nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("frozen", VALUES, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_mobilisation_reports_version_counts_from_one")),
        sa.CheckConstraint("edition >= 1", name=op.f("ck_mobilisation_reports_editions_count_from_one")),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_mobilisation_reports_ends_after_it_starts")),
        sa.CheckConstraint("(edition = 1) = (replaces_id is null)", name=op.f("ck_mobilisation_reports_a_later_edition_replaces_one")),
        sa.CheckConstraint("(issued_at is null) = (issued_by is null)", name=op.f("ck_mobilisation_reports_somebody_issued_it")),
        sa.CheckConstraint("(issued_at is null) = (issued_on is null)", name=op.f("ck_mobilisation_reports_issued_on_a_day")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_mobilisation_reports_unit_id_units")),
        sa.ForeignKeyConstraint(["made_by"], ["officials.id"], name=op.f("fk_mobilisation_reports_made_by_officials")),
        sa.ForeignKeyConstraint(["issued_by"], ["officials.id"], name=op.f("fk_mobilisation_reports_issued_by_officials")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["mobilisation_reports.id"], name=op.f("fk_mobilisation_reports_replaces_id_mobilisation_reports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mobilisation_reports")),
        sa.UniqueConstraint(
            "unit_id", "first_on", "last_on", "edition", name=op.f("uq_mobilisation_reports_unit_id_first_on_last_on_edition")
        ),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_mobilisation_reports_idempotency_key")),
    )
    op.create_index("ix_mobilisation_reports_newest", "mobilisation_reports", ["unit_id", "last_on", "id"])


def downgrade() -> None:
    """Take the table away."""
    op.drop_index("ix_mobilisation_reports_newest", table_name="mobilisation_reports")
    op.drop_table("mobilisation_reports")
