"""Officials sign in through the province's provider: whose identity there opens which account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table('official_identities',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('official_id', sa.Integer(), nullable=False),
    sa.Column('issuer', sa.String(length=300), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('how', sa.String(length=8), nullable=False),
    sa.Column('linked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("how in ('own', 'email')", name=op.f('ck_official_identities_how_is_known')),
    sa.ForeignKeyConstraint(['unit_id', 'official_id'], ['officials.unit_id', 'officials.id'], name='official_id_in_same_unit'),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_official_identities_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_official_identities')),
    sa.UniqueConstraint('unit_id', 'fingerprint', name=op.f('uq_official_identities_unit_id_fingerprint')),
    sa.UniqueConstraint('unit_id', 'official_id', name=op.f('uq_official_identities_unit_id_official_id'))
    )


def downgrade() -> None:
    """Take the table away; officials sign in by password again."""
    op.drop_table('official_identities')
