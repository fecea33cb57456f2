"""Stand-ins keep the days that the page of a complaint showed, and the case that a merged letter follows."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; older stand-ins go on without them."""
    with op.batch_alter_table("stand_ins") as batch_op:
        batch_op.add_column(sa.Column("days", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True))
        batch_op.add_column(sa.Column("leading_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("stand_ins") as batch_op:
        batch_op.drop_column("leading_id")
        batch_op.drop_column("days")
