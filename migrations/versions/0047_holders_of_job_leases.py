"""By which word a job's lease is held, so that a worker that lost it cannot give it back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column; leases that are held now run out by themselves."""
    op.add_column("job_leases", sa.Column("holder", sa.String(length=32), nullable=True))


def downgrade() -> None:
    """Take the column away."""
    op.drop_column("job_leases", "holder")
