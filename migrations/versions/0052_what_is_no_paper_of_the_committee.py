"""Hearings are published without a last day, which no law names; the Party office's notice on a day of the secretary."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

BEFORE = ("ck_conclusions_paper_and_last_day_if_published", "published_on is null or (document_id is not null and due_on is not null)")
AFTER = ("ck_conclusions_paper_if_published", "published_on is null or document_id is not null")


def upgrade() -> None:
    """Ask for the paper alone; make room for number and day of the Party office's notice."""
    _put(AFTER, in_place_of=BEFORE)
    with op.batch_alter_table("reception_days", schema=None) as batch_op:
        batch_op.add_column(sa.Column("party_notice", sa.String(length=120), nullable=False, server_default=""))


def downgrade() -> None:
    """Ask for the last day again; what had none gets the day on which it was published. The notices' numbers are lost."""
    with op.batch_alter_table("reception_days", schema=None) as batch_op:
        batch_op.drop_column("party_notice")
    op.execute("update conclusions set due_on = published_on where published_on is not null and due_on is null")
    _put(BEFORE, in_place_of=AFTER)


def _put(new: tuple[str, str], *, in_place_of: tuple[str, str]) -> None:
    with op.batch_alter_table("conclusions", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(in_place_of[0]), type_="check")
        batch_op.create_check_constraint(op.f(new[0]), new[1])
