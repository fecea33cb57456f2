"""Short messages to senders who allow them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and room for what a sender chose: nobody has allowed anything yet."""
    op.create_table('short_messages',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.Column('reference', sa.String(length=32), nullable=False),
    sa.Column('dedup_key', sa.String(length=160), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('fault', sa.String(length=12), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("state = 'waiting' or phone is null", name=op.f('ck_short_messages_number_only_while_waiting')),
    sa.CheckConstraint("state in ('waiting', 'sent', 'failed', 'joined')", name=op.f('ck_short_messages_state_is_known')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_short_messages_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_short_messages')),
    sa.UniqueConstraint('dedup_key', name=op.f('uq_short_messages_dedup_key'))
    )
    op.create_index('ix_short_messages_subject', 'short_messages', ['subject', 'state'])
    op.create_index('ix_short_messages_waiting', 'short_messages', ['state', 'next_try_at'])
    op.add_column('senders', sa.Column('messages_allowed_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('senders', sa.Column('messages_stopped_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take the table and the choices away; letters wait on their pages and in mailboxes as before."""
    with op.batch_alter_table('senders') as table:
        table.drop_column('messages_stopped_at')
        table.drop_column('messages_allowed_at')
    op.drop_table('short_messages')
