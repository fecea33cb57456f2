"""What a complaint is about, and a withdrawal that was set aside because the complainant was pressed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

CHECKS = {
    "people_who_left_are_counted": "people_left >= 0",
    "continued_with_a_recorded_reason": "continued_on is null or continued_reason <> ''",
}
COLUMNS = ("challenged", "people_left", "continued_on", "continued_reason")


def upgrade() -> None:
    """Make the columns; what was complained about until now counts as an administrative decision or act."""
    with op.batch_alter_table("complaints") as table:
        table.add_column(sa.Column("challenged", sa.String(length=14), nullable=False, server_default="administrative"))
        table.add_column(sa.Column("people_left", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("continued_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("continued_reason", sa.Text(), nullable=False, server_default=""))
        for name, sentence in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_complaints_{name}"), sentence)


def downgrade() -> None:
    """Take the columns away."""
    with op.batch_alter_table("complaints") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_complaints_{name}"), type_="check")
        for name in COLUMNS:
            table.drop_column(name)
