"""What the commune discloses by the Law on Grassroots Democracy: items, their old editions, and where they are shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

VALUES = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables; nothing was disclosed here before."""
    _items()
    _editions()
    _showings()


def _items() -> None:
    op.create_table(
        "disclosures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=11), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("proof", VALUES, nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", VALUES, nullable=False),
        sa.Column("words_key", sa.Text(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdraw_reason", sa.Text(), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_disclosures_version_counts_from_one")),
        sa.CheckConstraint("state in ('draft', 'published', 'withdrawn')", name=op.f("ck_disclosures_state_is_known")),
        sa.CheckConstraint("(state = 'draft') = (published_on is null)", name=op.f("ck_disclosures_published_on_if_not_a_draft")),
        sa.CheckConstraint("(published_on is null) = (published_by is null)", name=op.f("ck_disclosures_somebody_published_it")),
        sa.CheckConstraint("(state = 'withdrawn') = (withdrawn_on is not null)", name=op.f("ck_disclosures_withdrawn_on_if_withdrawn")),
        sa.CheckConstraint("state <> 'withdrawn' or withdraw_reason <> ''", name=op.f("ck_disclosures_withdrawing_has_its_reason")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_disclosures_unit_id_units")),
        sa.ForeignKeyConstraint(["official_id"], ["officials.id"], name=op.f("fk_disclosures_official_id_officials")),
        sa.ForeignKeyConstraint(["published_by"], ["officials.id"], name=op.f("fk_disclosures_published_by_officials")),
        sa.ForeignKeyConstraint(["created_by"], ["officials.id"], name=op.f("fk_disclosures_created_by_officials")),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["disclosures.id"], name=op.f("fk_disclosures_replaced_by_id_disclosures")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosures")),
        sa.UniqueConstraint("code", name=op.f("uq_disclosures_code")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_disclosures_idempotency_key")),
    )
    op.create_index("ix_disclosures_newest", "disclosures", ["unit_id", "state", "published_on", "id"])
    op.create_index("ix_disclosures_due", "disclosures", ["unit_id", "state", "due_on"])


def _editions() -> None:
    op.create_table(
        "disclosure_editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", VALUES, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("replaced_on", sa.Date(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_disclosure_editions_numbers_count_from_one")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_disclosure_editions_says_why")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_disclosure_editions_unit_id_units")),
        sa.ForeignKeyConstraint(["item_id"], ["disclosures.id"], name=op.f("fk_disclosure_editions_item_id_disclosures")),
        sa.ForeignKeyConstraint(["replaced_by"], ["officials.id"], name=op.f("fk_disclosure_editions_replaced_by_officials")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_editions")),
        sa.UniqueConstraint("item_id", "number", name=op.f("uq_disclosure_editions_item_id_number")),
    )


def _showings() -> None:
    op.create_table(
        "disclosure_showings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=24), nullable=False),
        sa.Column("way", sa.String(length=14), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("least_on", sa.Date(), nullable=True),
        sa.Column("proof", VALUES, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("photos", VALUES, nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("way in ('headquarters', 'village', 'loudspeaker', 'village_heads')", name=op.f("ck_disclosure_showings_way_is_known")),
        sa.CheckConstraint("(way = 'village') = (village_id is not null)", name=op.f("ck_disclosure_showings_village_if_in_a_village")),
        sa.CheckConstraint("to_on is null or from_on is not null", name=op.f("ck_disclosure_showings_begins_before_it_ends")),
        sa.CheckConstraint("to_on is null or to_on >= from_on", name=op.f("ck_disclosure_showings_ends_after_it_begins")),
        sa.CheckConstraint("(from_on is null) = (noted_by is null)", name=op.f("ck_disclosure_showings_somebody_noted_it")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_disclosure_showings_unit_id_units")),
        sa.ForeignKeyConstraint(["item_id"], ["disclosures.id"], name=op.f("fk_disclosure_showings_item_id_disclosures")),
        sa.ForeignKeyConstraint(["village_id"], ["villages.id"], name=op.f("fk_disclosure_showings_village_id_villages")),
        sa.ForeignKeyConstraint(["noted_by"], ["officials.id"], name=op.f("fk_disclosure_showings_noted_by_officials")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_showings")),
        sa.UniqueConstraint("item_id", "place", name=op.f("uq_disclosure_showings_item_id_place")),
    )
    op.create_index("ix_disclosure_showings_begun", "disclosure_showings", ["unit_id", "from_on"])


def downgrade() -> None:
    """Take the tables away."""
    op.drop_index("ix_disclosure_showings_begun", table_name="disclosure_showings")
    op.drop_table("disclosure_showings")
    op.drop_table("disclosure_editions")
    op.drop_index("ix_disclosures_due", table_name="disclosures")
    op.drop_index("ix_disclosures_newest", table_name="disclosures")
    op.drop_table("disclosures")
