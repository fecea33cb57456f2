"""The public list by day of receipt: an index that the read API walks when days narrow it.

Revision ID: 0028
Revises: 0027
"""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade():
    op.create_index("ix_public_cases_received", "public_cases", ["unit_id", "received_on", "id"])


def downgrade():
    op.drop_index("ix_public_cases_received", table_name="public_cases")
