"""Why an answer, or another ending, came after its due date: kept with it, and its code in the public model."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

CODE, NOTE = sa.String(length=20), sa.String(length=200)
COLUMNS = (
    ("answers", "late_reason", CODE), ("answers", "late_note", NOTE), ("cases", "late_reason", CODE), ("cases", "late_note", NOTE),
    ("public_cases", "late_reason", CODE), ("public_cases", "first_late_reason", CODE),
)  # fmt: skip
BOARD = [
    "unit_id", "last_on", "received_on", "settled_on", "field_id", "village_id", "department_id", "state", "accepted_on",
    "notice_due_on", "due_on", "due_before", "extended_on", "in_time", "evidence", "rated_on", "satisfied", "reopened_on",
]  # fmt: skip


def upgrade() -> None:
    """Add the columns, empty: nobody was asked before. Stored boards know no reasons; the worker counts them anew."""
    for table, name, kind in COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=""))
    op.drop_index("ix_public_cases_board", "public_cases")
    op.create_index("ix_public_cases_board", "public_cases", [*BOARD, "late_reason"])
    op.execute("DELETE FROM board_snapshots")


def downgrade() -> None:
    """Drop them; the index of the board is as before."""
    op.drop_index("ix_public_cases_board", "public_cases")
    op.create_index("ix_public_cases_board", "public_cases", BOARD)
    for table, name, _kind in reversed(COLUMNS):
        op.drop_column(table, name)
