"""Marks of the data keys that a database was used with: a wrong arrangement of keys is told at the start."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The keys that the next start finds are taken as the right ones."""
    op.create_table(
        "key_marks",
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("finds", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_key_marks")),
    )


def downgrade() -> None:
    """Forget the marks."""
    op.drop_table("key_marks")
