"""The sealed register of denunciations, what stands in for a moved letter, and what is to be shredded."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0003'
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('shred_tasks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('facts', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('wiped', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shred_tasks'))
    )
    op.create_table('register_entries',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('received_by', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.Column('accepted_on', sa.Date(), nullable=True),
    sa.Column('concluded_on', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('extensions', sa.Integer(), nullable=False),
    sa.Column('content_key', sa.Text(), nullable=False),
    sa.Column('identity_key', sa.Text(), nullable=True),
    sa.Column('origin', sa.String(length=64), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("state <> 'closed' or closed_on is not null", name=op.f('ck_register_entries_closed_on_if_closed')),
    sa.CheckConstraint("state in ('received', 'accepted', 'suspended', 'concluded', 'closed', 'transferred', 'not_accepted', 'discontinued')", name=op.f('ck_register_entries_state_is_known')),
    sa.CheckConstraint('version >= 1', name=op.f('ck_register_entries_version_counts_from_one')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_register_entries_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_entries')),
    sa.UniqueConstraint('unit_id', 'year', 'number', name=op.f('uq_register_entries_unit_id_year_number'))
    )
    with op.batch_alter_table('register_entries', schema=None) as batch_op:
        batch_op.create_index('ix_register_entries_origin', ['origin'], unique=False)
        batch_op.create_index(batch_op.f('ix_register_entries_unit_id'), ['unit_id'], unique=False)

    op.create_table('register_heads',
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_register_heads_unit_id_units')),
    sa.PrimaryKeyConstraint('unit_id', name=op.f('pk_register_heads'))
    )
    op.create_table('register_trail',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('action', sa.String(length=40), nullable=False),
    sa.Column('entry_id', sa.String(length=32), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_register_trail_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_trail')),
    sa.UniqueConstraint('unit_id', 'seq', name=op.f('uq_register_trail_unit_id_seq'))
    )
    with op.batch_alter_table('register_trail', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_register_trail_entry_id'), ['entry_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_register_trail_unit_id'), ['unit_id'], unique=False)

    op.create_table('stand_ins',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('code', sa.String(length=11), nullable=False),
    sa.Column('idempotency_key', sa.String(length=64), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('field_id', sa.Integer(), nullable=True),
    sa.Column('village_id', sa.Integer(), nullable=True),
    sa.Column('anonymous', sa.Boolean(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('accepted_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('on_time', sa.Boolean(), nullable=True),
    sa.Column('extended', sa.Boolean(), nullable=False),
    sa.Column('secret_hash', sa.String(length=160), nullable=False),
    sa.Column('phone_fingerprint', sa.String(length=64), nullable=True),
    sa.Column('clocks', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('round in (1, 2)', name=op.f('ck_stand_ins_a_case_is_reopened_once')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_stand_ins_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stand_ins')),
    sa.UniqueConstraint('code', name=op.f('uq_stand_ins_code')),
    sa.UniqueConstraint('idempotency_key', name=op.f('uq_stand_ins_idempotency_key'))
    )
    with op.batch_alter_table('stand_ins', schema=None) as batch_op:
        batch_op.create_index('ix_stand_ins_state', ['state', 'ends_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_stand_ins_unit_id'), ['unit_id'], unique=False)

    op.create_table('register_clocks',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('entry_id', sa.String(length=32), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('term_code', sa.String(length=40), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('stopped', sa.Boolean(), nullable=False),
    sa.Column('proof', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['register_entries.id'], name=op.f('fk_register_clocks_entry_id_register_entries')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_register_clocks_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_clocks'))
    )
    with op.batch_alter_table('register_clocks', schema=None) as batch_op:
        batch_op.create_index('ix_register_clocks_entry_id', ['entry_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_register_clocks_unit_id'), ['unit_id'], unique=False)

    op.create_table('register_files',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('entry_id', sa.String(length=32), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('media_type', sa.String(length=40), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['register_entries.id'], name=op.f('fk_register_files_entry_id_register_entries')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_register_files_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_files'))
    )
    with op.batch_alter_table('register_files', schema=None) as batch_op:
        batch_op.create_index('ix_register_files_entry_id', ['entry_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_register_files_unit_id'), ['unit_id'], unique=False)

    op.create_table('register_readers',
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('official_id', sa.Integer(), nullable=False),
    sa.Column('named_by', sa.Integer(), nullable=False),
    sa.Column('named_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['official_id'], ['officials.id'], name=op.f('fk_register_readers_official_id_officials')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_register_readers_unit_id_units')),
    sa.PrimaryKeyConstraint('unit_id', 'official_id', name=op.f('pk_register_readers'))
    )
    op.create_table('register_steps',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('entry_id', sa.String(length=32), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=16), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['register_entries.id'], name=op.f('fk_register_steps_entry_id_register_entries')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_register_steps_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_steps')),
    sa.UniqueConstraint('entry_id', 'place', name=op.f('uq_register_steps_entry_id_place'))
    )
    with op.batch_alter_table('register_steps', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_register_steps_unit_id'), ['unit_id'], unique=False)

    op.create_table('register_values',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('entry_id', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['register_entries.id'], name=op.f('fk_register_values_entry_id_register_entries')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_register_values_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_values')),
    sa.UniqueConstraint('entry_id', 'name', name=op.f('uq_register_values_entry_id_name'))
    )
    with op.batch_alter_table('register_values', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_register_values_unit_id'), ['unit_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('register_values', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_register_values_unit_id'))

    op.drop_table('register_values')
    with op.batch_alter_table('register_steps', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_register_steps_unit_id'))

    op.drop_table('register_steps')
    op.drop_table('register_readers')
    with op.batch_alter_table('register_files', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_register_files_unit_id'))
        batch_op.drop_index('ix_register_files_entry_id')

    op.drop_table('register_files')
    with op.batch_alter_table('register_clocks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_register_clocks_unit_id'))
        batch_op.drop_index('ix_register_clocks_entry_id')

    op.drop_table('register_clocks')
    with op.batch_alter_table('stand_ins', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stand_ins_unit_id'))
        batch_op.drop_index('ix_stand_ins_state')

    op.drop_table('stand_ins')
    with op.batch_alter_table('register_trail', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_register_trail_unit_id'))
        batch_op.drop_index(batch_op.f('ix_register_trail_entry_id'))

    op.drop_table('register_trail')
    op.drop_table('register_heads')
    with op.batch_alter_table('register_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_register_entries_unit_id'))
        batch_op.drop_index('ix_register_entries_origin')

    op.drop_table('register_entries')
    op.drop_table('shred_tasks')
