"""An invitation to the dialogue of a complaint says what is to be talked about, and who is invited."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

COLUMNS = ("topics", "invited")


def upgrade() -> None:
    """Invitations that went out before have no words of it."""
    for column in COLUMNS:
        op.add_column("complaint_dialogues", sa.Column(column, sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take the columns away."""
    with op.batch_alter_table("complaint_dialogues") as table:
        for column in COLUMNS:
            table.drop_column(column)
