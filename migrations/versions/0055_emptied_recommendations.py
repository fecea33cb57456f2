"""When the words of a supervision recommendation were taken out, because they belong elsewhere."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

NAME = "ck_recommendations_emptied_holds_no_words"
NO_WORDS = (
    "emptied_at is null or (state = 'withdrawn' and organisation = '' and document = '' and document_on is null"
    " and title = '' and subject = '' and asked = '' and about = '' and official_id is null and department_id is null"
    " and published_on is null)"
)


def upgrade() -> None:
    """Make the column; nothing was emptied before.

    SQLite takes a check only with its column: to make the table anew would drop one that rounds and log name.
    """
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"ALTER TABLE recommendations ADD COLUMN emptied_at DATETIME CONSTRAINT {NAME} CHECK ({NO_WORDS})")
        return
    op.add_column("recommendations", sa.Column("emptied_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(op.f(NAME), "recommendations", sa.text(NO_WORDS))


def downgrade() -> None:
    """Take the column away; an emptied recommendation stays as a withdrawn one without words."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f(NAME), "recommendations", type_="check")
    op.drop_column("recommendations", "emptied_at")
