"""Letters that another body forwarded: who did, and when it was told how they were settled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

OWED = sa.text("settled_on is not null and reported_on is null")


def upgrade() -> None:
    """Make the table; of letters before nobody wrote down who forwarded them."""
    op.create_table(
        "case_forwardings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("term_code", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("report_number", sa.String(length=60), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "source in ('front', 'council', 'deputy', 'board', 'other')", name=op.f("ck_case_forwardings_source_is_known")
        ),
        sa.CheckConstraint("body <> ''", name=op.f("ck_case_forwardings_the_body_is_named")),
        sa.CheckConstraint(
            "settled_on is not null or (due_on is null and reported_on is null)",
            name=op.f("ck_case_forwardings_only_an_outcome_is_told"),
        ),
        sa.CheckConstraint("due_on is null or term_code <> ''", name=op.f("ck_case_forwardings_a_due_date_has_its_term")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_forwardings_case_id_cases")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_case_forwardings_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_forwardings")),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_forwardings_case_id")),
    )
    op.create_index(
        "ix_case_forwardings_owed", "case_forwardings", ["unit_id", "case_id"], sqlite_where=OWED, postgresql_where=OWED
    )


def downgrade() -> None:
    """Take the table away, with who forwarded what in it; the letters and their channel stay."""
    op.drop_table("case_forwardings")
