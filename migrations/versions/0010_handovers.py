"""Letters that one commune of the installation hands over to another."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "case_handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_unit_id", sa.Integer(), nullable=False),
        sa.Column("from_case_id", sa.Integer(), nullable=False),
        sa.Column("from_code", sa.String(length=11), nullable=False),
        sa.Column("to_unit_id", sa.Integer(), nullable=False),
        sa.Column("to_case_id", sa.Integer(), nullable=False),
        sa.Column("to_code", sa.String(length=11), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.CheckConstraint("from_unit_id <> to_unit_id", name=op.f("ck_case_handovers_between_two_communes")),
        sa.CheckConstraint("from_case_id <> to_case_id", name=op.f("ck_case_handovers_two_cases")),
        sa.CheckConstraint(
            "returned_on is null or returned_on >= sent_on", name=op.f("ck_case_handovers_returned_after_it_was_sent")
        ),
        sa.ForeignKeyConstraint(["from_unit_id"], ["units.id"], name=op.f("fk_case_handovers_from_unit_id_units")),
        sa.ForeignKeyConstraint(["to_unit_id"], ["units.id"], name=op.f("fk_case_handovers_to_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_handovers")),
        sa.UniqueConstraint("from_case_id", name=op.f("uq_case_handovers_from_case_id")),
        sa.UniqueConstraint("to_case_id", name=op.f("uq_case_handovers_to_case_id")),
    )
    op.create_index("ix_case_handovers_arrived", "case_handovers", ["to_unit_id", "from_code"])
    op.create_index("ix_case_handovers_left", "case_handovers", ["from_unit_id", "to_code"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_case_handovers_left", table_name="case_handovers")
    op.drop_index("ix_case_handovers_arrived", table_name="case_handovers")
    op.drop_table("case_handovers")
