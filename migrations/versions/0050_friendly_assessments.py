"""The assessments of a commune as a friendly government, and its own lists of criteria."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

VALUES = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables; nothing was assessed before."""
    op.create_table(
        "friendly_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("content", VALUES, nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_to is null or valid_to >= valid_from", name=op.f("ck_friendly_lists_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_friendly_lists_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_friendly_lists")),
        sa.UniqueConstraint("unit_id", "valid_from", name=op.f("uq_friendly_lists_unit_id_valid_from")),
    )
    op.create_table(
        "friendly_assessments",
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
        sa.Column("scores", VALUES, nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("frozen", VALUES, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_friendly_assessments_version_counts_from_one")),
        sa.CheckConstraint("edition >= 1", name=op.f("ck_friendly_assessments_editions_count_from_one")),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_friendly_assessments_ends_after_it_starts")),
        sa.CheckConstraint("(edition = 1) = (replaces_id is null)", name=op.f("ck_friendly_assessments_a_later_edition_replaces_one")),
        sa.CheckConstraint("(issued_at is null) = (issued_by is null)", name=op.f("ck_friendly_assessments_somebody_issued_it")),
        sa.CheckConstraint("(issued_at is null) = (issued_on is null)", name=op.f("ck_friendly_assessments_issued_on_a_day")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_friendly_assessments_unit_id_units")),
        sa.ForeignKeyConstraint(["made_by"], ["officials.id"], name=op.f("fk_friendly_assessments_made_by_officials")),
        sa.ForeignKeyConstraint(["issued_by"], ["officials.id"], name=op.f("fk_friendly_assessments_issued_by_officials")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["friendly_assessments.id"], name=op.f("fk_friendly_assessments_replaces_id_friendly_assessments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_friendly_assessments")),
        sa.UniqueConstraint(
            "unit_id", "first_on", "last_on", "edition", name=op.f("uq_friendly_assessments_unit_id_first_on_last_on_edition")
        ),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_friendly_assessments_idempotency_key")),
    )
    op.create_index("ix_friendly_assessments_newest", "friendly_assessments", ["unit_id", "last_on", "id"])


def downgrade() -> None:
    """Take the tables away."""
    op.drop_index("ix_friendly_assessments_newest", table_name="friendly_assessments")
    op.drop_table("friendly_assessments")
    op.drop_table("friendly_lists")
