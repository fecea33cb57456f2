"""An issued assessment as a friendly government may be taken back, with a reason."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

TABLE = "friendly_assessments"
SENTENCES = {
    "taken_back_after_it_was_issued": "taken_back_on is null or issued_on is not null",
    "taking_back_has_its_reason": "(taken_back_on is not null) = (take_back_reason <> '')",
}


def upgrade() -> None:
    """Make room for day and reason; nothing was taken back before."""
    with op.batch_alter_table(TABLE) as table:
        table.add_column(sa.Column("taken_back_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("take_back_reason", sa.Text(), nullable=False, server_default=""))
        for name, sentence in SENTENCES.items():
            table.create_check_constraint(op.f(f"ck_{TABLE}_{name}"), sentence)


def downgrade() -> None:
    """Take them away; what was taken back is before everybody again."""
    with op.batch_alter_table(TABLE) as table:
        for name in SENTENCES:
            table.drop_constraint(op.f(f"ck_{TABLE}_{name}"), type_="check")
        table.drop_column("take_back_reason")
        table.drop_column("taken_back_on")
