"""The day of a dialogue and what comes of it: minutes, speaking turns, conclusions, commitments and remarks on them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0018'
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('minute_items',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dialogue_id', sa.Integer(), nullable=False),
    sa.Column('client_id', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('speaker_number', sa.Integer(), nullable=True),
    sa.Column('village_id', sa.Integer(), nullable=True),
    sa.Column('question_id', sa.Integer(), nullable=True),
    sa.Column('opinion', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_by', sa.String(length=120), nullable=False),
    sa.Column('promised', sa.Boolean(), nullable=False),
    sa.Column('promise', sa.Text(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('promise_due_on', sa.Date(), nullable=True),
    sa.Column('dropped', sa.Boolean(), nullable=False),
    sa.Column('written_by', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('version >= 1', name=op.f('ck_minute_items_version_counts_from_one')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_minute_items_department_id_departments')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogues.id'], name=op.f('fk_minute_items_dialogue_id_dialogues')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_minute_items_unit_id_units')),
    sa.ForeignKeyConstraint(['village_id'], ['villages.id'], name=op.f('fk_minute_items_village_id_villages')),
    sa.ForeignKeyConstraint(['written_by'], ['officials.id'], name=op.f('fk_minute_items_written_by_officials')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minute_items')),
    sa.UniqueConstraint('dialogue_id', 'client_id', name=op.f('uq_minute_items_dialogue_id_client_id'))
    )
    op.create_table('speaking_turns',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dialogue_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('topic', sa.String(length=300), nullable=False),
    sa.Column('village_id', sa.Integer(), nullable=True),
    sa.Column('question_id', sa.Integer(), nullable=True),
    sa.Column('minutes_allowed', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('minutes_allowed between 1 and 60', name=op.f('ck_speaking_turns_minutes_allowed_are_some')),
    sa.CheckConstraint('version >= 1', name=op.f('ck_speaking_turns_version_counts_from_one')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogues.id'], name=op.f('fk_speaking_turns_dialogue_id_dialogues')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_speaking_turns_unit_id_units')),
    sa.ForeignKeyConstraint(['village_id'], ['villages.id'], name=op.f('fk_speaking_turns_village_id_villages')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_speaking_turns')),
    sa.UniqueConstraint('dialogue_id', 'number', name=op.f('uq_speaking_turns_dialogue_id_number'))
    )
    op.create_table('commitments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=11), nullable=False),
    sa.Column('dialogue_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('official_id', sa.Integer(), nullable=True),
    sa.Column('rule', sa.String(length=12), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('first_due_on', sa.Date(), nullable=True),
    sa.Column('proof', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
    sa.Column('evidence_required', sa.Text(), nullable=False),
    sa.Column('budget_note', sa.String(length=300), nullable=False),
    sa.Column('question_ids', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('case_ids', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('done_text', sa.Text(), nullable=False),
    sa.Column('evidence', sa.String(length=12), nullable=False),
    sa.Column('document', sa.String(length=200), nullable=False),
    sa.Column('no_evidence_reason', sa.Text(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("state = 'draft' or (due_on is not null and department_id is not null and official_id is not null)", name=op.f('ck_commitments_owner_and_date_if_promised')),
    sa.CheckConstraint("state not in ('done', 'confirmed') or done_on is not null", name=op.f('ck_commitments_done_on_if_done')),
    sa.CheckConstraint('version >= 1', name=op.f('ck_commitments_version_counts_from_one')),
    sa.ForeignKeyConstraint(['created_by'], ['officials.id'], name=op.f('fk_commitments_created_by_officials')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_commitments_department_id_departments')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogues.id'], name=op.f('fk_commitments_dialogue_id_dialogues')),
    sa.ForeignKeyConstraint(['item_id'], ['minute_items.id'], name=op.f('fk_commitments_item_id_minute_items')),
    sa.ForeignKeyConstraint(['official_id'], ['officials.id'], name=op.f('fk_commitments_official_id_officials')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_commitments_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitments')),
    sa.UniqueConstraint('code', name=op.f('uq_commitments_code'))
    )
    with op.batch_alter_table('commitments', schema=None) as batch_op:
        batch_op.create_index('ix_commitments_dialogue', ['dialogue_id', 'id'], unique=False)
        batch_op.create_index('ix_commitments_state', ['unit_id', 'state', 'due_on'], unique=False)

    op.create_table('conclusions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dialogue_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('channels', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('proofs', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.Column('written_by', sa.Integer(), nullable=False),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('published_on is null or (document_id is not null and due_on is not null)', name=op.f('ck_conclusions_paper_and_last_day_if_published')),
    sa.CheckConstraint('version >= 1', name=op.f('ck_conclusions_version_counts_from_one')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogues.id'], name=op.f('fk_conclusions_dialogue_id_dialogues')),
    sa.ForeignKeyConstraint(['document_id'], ['issued_documents.id'], name=op.f('fk_conclusions_document_id_issued_documents')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_conclusions_unit_id_units')),
    sa.ForeignKeyConstraint(['written_by'], ['officials.id'], name=op.f('fk_conclusions_written_by_officials')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conclusions')),
    sa.UniqueConstraint('dialogue_id', name=op.f('uq_conclusions_dialogue_id'))
    )
    op.create_table('minutes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dialogue_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('chairs', sa.String(length=300), nullable=False),
    sa.Column('secretary', sa.String(length=120), nullable=False),
    sa.Column('attended', sa.Integer(), nullable=True),
    sa.Column('women', sa.Integer(), nullable=True),
    sa.Column('minority', sa.Integer(), nullable=True),
    sa.Column('bodies', sa.Text(), nullable=False),
    sa.Column('by_village', sa.Text(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_by', sa.Integer(), nullable=True),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('(finished_at is null) = (finished_by is null)', name=op.f('ck_minutes_finished_by_somebody')),
    sa.CheckConstraint('attended is null or attended >= 0', name=op.f('ck_minutes_attendance_is_a_number')),
    sa.CheckConstraint('version >= 1', name=op.f('ck_minutes_version_counts_from_one')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogues.id'], name=op.f('fk_minutes_dialogue_id_dialogues')),
    sa.ForeignKeyConstraint(['document_id'], ['issued_documents.id'], name=op.f('fk_minutes_document_id_issued_documents')),
    sa.ForeignKeyConstraint(['finished_by'], ['officials.id'], name=op.f('fk_minutes_finished_by_officials')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_minutes_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_minutes')),
    sa.UniqueConstraint('dialogue_id', name=op.f('uq_minutes_dialogue_id'))
    )
    op.create_table('commitment_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commitment_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('facts', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['officials.id'], name=op.f('fk_commitment_entries_actor_id_officials')),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitments.id'], name=op.f('fk_commitment_entries_commitment_id_commitments')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_commitment_entries_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment_entries'))
    )
    with op.batch_alter_table('commitment_entries', schema=None) as batch_op:
        batch_op.create_index('ix_commitment_entries_commitment', ['commitment_id', 'id'], unique=False)

    op.create_table('supervision_remarks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commitment_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('(answered_at is null) = (answered_by is null)', name=op.f('ck_supervision_remarks_answered_by_somebody')),
    sa.ForeignKeyConstraint(['answered_by'], ['officials.id'], name=op.f('fk_supervision_remarks_answered_by_officials')),
    sa.ForeignKeyConstraint(['by_id'], ['officials.id'], name=op.f('fk_supervision_remarks_by_id_officials')),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitments.id'], name=op.f('fk_supervision_remarks_commitment_id_commitments')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_supervision_remarks_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_supervision_remarks'))
    )
    with op.batch_alter_table('supervision_remarks', schema=None) as batch_op:
        batch_op.create_index('ix_supervision_remarks_commitment', ['commitment_id', 'id'], unique=False)



def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table('supervision_remarks', schema=None) as batch_op:
        batch_op.drop_index('ix_supervision_remarks_commitment')

    op.drop_table('supervision_remarks')
    with op.batch_alter_table('commitment_entries', schema=None) as batch_op:
        batch_op.drop_index('ix_commitment_entries_commitment')

    op.drop_table('commitment_entries')
    op.drop_table('minutes')
    op.drop_table('conclusions')
    with op.batch_alter_table('commitments', schema=None) as batch_op:
        batch_op.drop_index('ix_commitments_state')
        batch_op.drop_index('ix_commitments_dialogue')

    op.drop_table('commitments')
    op.drop_table('speaking_turns')
    op.drop_table('minute_items')
