"""Around the plan of dialogues: why one was called off, the checklist, calls for a dialogue, records of past ones."""

import sqlalchemy as sa
from alembic import op
revision = '0013'
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and the column."""
    with op.batch_alter_table('dialogues', schema=None) as batch_op:
        batch_op.add_column(sa.Column('cancel_reason', sa.Text(), nullable=False, server_default=''))
    with op.batch_alter_table('dialogues', schema=None) as batch_op:
        batch_op.alter_column('cancel_reason', existing_type=sa.Text(), existing_nullable=False, server_default=None)
    op.create_table('dialogue_checks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dialogue_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(length=20), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=False),
    sa.Column('done_by', sa.Integer(), nullable=False),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogues.id'], name=op.f('fk_dialogue_checks_dialogue_id_dialogues')),
    sa.ForeignKeyConstraint(['done_by'], ['officials.id'], name=op.f('fk_dialogue_checks_done_by_officials')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_dialogue_checks_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dialogue_checks')),
    sa.UniqueConstraint('dialogue_id', 'step', name=op.f('uq_dialogue_checks_dialogue_id_step'))
    )
    op.create_table('dialogue_calls',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=12), nullable=False),
    sa.Column('topic', sa.String(length=24), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('called_on', sa.Date(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.String(length=4), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('answered_by', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('number is null or number >= 1', name=op.f('ck_dialogue_calls_number_is_some_or_unknown')),
    sa.CheckConstraint('(answer is null) = (answered_at is null)', name=op.f('ck_dialogue_calls_answered_at_if_answered')),
    sa.CheckConstraint("answer is null or answer in ('plan', 'no')", name=op.f('ck_dialogue_calls_answer_is_plan_or_no')),
    sa.CheckConstraint("answer is null or answer = 'plan' or reason <> ''", name=op.f('ck_dialogue_calls_no_has_its_reason')),
    sa.ForeignKeyConstraint(['answered_by'], ['officials.id'], name=op.f('fk_dialogue_calls_answered_by_officials')),
    sa.ForeignKeyConstraint(['recorded_by'], ['officials.id'], name=op.f('fk_dialogue_calls_recorded_by_officials')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_dialogue_calls_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dialogue_calls'))
    )
    with op.batch_alter_table('dialogue_calls', schema=None) as batch_op:
        batch_op.create_index('ix_dialogue_calls_waiting', ['unit_id', 'answered_at'], unique=False)

    op.create_table('dialogue_records',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dialogue_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('attended', sa.Integer(), nullable=True),
    sa.Column('conclusion', sa.Text(), nullable=False),
    sa.Column('imported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('attended is null or attended >= 0', name=op.f('ck_dialogue_records_attended_is_a_count')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogues.id'], name=op.f('fk_dialogue_records_dialogue_id_dialogues')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_dialogue_records_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dialogue_records')),
    sa.UniqueConstraint('dialogue_id', name=op.f('uq_dialogue_records_dialogue_id')),
    sa.UniqueConstraint('unit_id', 'key', name=op.f('uq_dialogue_records_unit_id_key'))
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table('dialogue_records')
    with op.batch_alter_table('dialogue_calls', schema=None) as batch_op:
        batch_op.drop_index('ix_dialogue_calls_waiting')

    op.drop_table('dialogue_calls')
    op.drop_table('dialogue_checks')
    with op.batch_alter_table('dialogues', schema=None) as batch_op:
        batch_op.drop_column('cancel_reason')
