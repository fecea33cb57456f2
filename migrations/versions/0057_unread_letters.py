"""An index of the letters that an official has not opened yet: every page of the desk counts them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

NAME = "ix_outbox_messages_unread"
UNREAD = sa.text("read_at is null and official_id is not null")


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        NAME, "outbox_messages", ["official_id", "unit_id"], unique=False, sqlite_where=UNREAD, postgresql_where=UNREAD
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_index(NAME, table_name="outbox_messages")
