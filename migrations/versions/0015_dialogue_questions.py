"""Questions before a dialogue, the versions of their draft answers, and who else asks."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('dialogue_questions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dialogue_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=11), nullable=False),
    sa.Column('idempotency_key', sa.String(length=64), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('public_text', sa.Text(), nullable=False),
    sa.Column('field_id', sa.Integer(), nullable=True),
    sa.Column('village_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('hide_name', sa.Boolean(), nullable=False),
    sa.Column('secret_hash', sa.String(length=200), nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('leading_id', sa.Integer(), nullable=True),
    sa.Column('state_before', sa.String(length=16), nullable=False),
    sa.Column('reason_code', sa.String(length=24), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('officer_id', sa.Integer(), nullable=True),
    sa.Column('draft_due_on', sa.Date(), nullable=True),
    sa.Column('outcome', sa.String(length=12), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('keyed_by', sa.Integer(), nullable=True),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'merged') = (leading_id is not null)", name=op.f('ck_dialogue_questions_merged_names_its_leading_question')),
    sa.CheckConstraint("outcome = 'open' or state = 'accepted'", name=op.f('ck_dialogue_questions_only_accepted_has_an_outcome')),
    sa.CheckConstraint("state <> 'accepted' or public_text <> ''", name=op.f('ck_dialogue_questions_accepted_has_public_words')),
    sa.CheckConstraint("state <> 'led_elsewhere' or (text = '' and name is null)", name=op.f('ck_dialogue_questions_led_elsewhere_keeps_nothing')),
    sa.CheckConstraint("state <> 'refused' or (reason_code <> '' and reason <> '')", name=op.f('ck_dialogue_questions_refused_says_why')),
    sa.CheckConstraint('leading_id is null or leading_id <> id', name=op.f('ck_dialogue_questions_nobody_follows_himself')),
    sa.CheckConstraint('version >= 1', name=op.f('ck_dialogue_questions_version_counts_from_one')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_dialogue_questions_case_id_cases')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_dialogue_questions_department_id_departments')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogues.id'], name=op.f('fk_dialogue_questions_dialogue_id_dialogues')),
    sa.ForeignKeyConstraint(['field_id'], ['fields.id'], name=op.f('fk_dialogue_questions_field_id_fields')),
    sa.ForeignKeyConstraint(['keyed_by'], ['officials.id'], name=op.f('fk_dialogue_questions_keyed_by_officials')),
    sa.ForeignKeyConstraint(['leading_id'], ['dialogue_questions.id'], name=op.f('fk_dialogue_questions_leading_id_dialogue_questions')),
    sa.ForeignKeyConstraint(['officer_id'], ['officials.id'], name=op.f('fk_dialogue_questions_officer_id_officials')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_dialogue_questions_unit_id_units')),
    sa.ForeignKeyConstraint(['village_id'], ['villages.id'], name=op.f('fk_dialogue_questions_village_id_villages')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dialogue_questions')),
    sa.UniqueConstraint('code', name=op.f('uq_dialogue_questions_code')),
    sa.UniqueConstraint('idempotency_key', name=op.f('uq_dialogue_questions_idempotency_key'))
    )
    with op.batch_alter_table('dialogue_questions', schema=None) as batch_op:
        batch_op.create_index('ix_dialogue_questions_case', ['case_id'], unique=False)
        batch_op.create_index('ix_dialogue_questions_dialogue', ['dialogue_id', 'state'], unique=False)
        batch_op.create_index('ix_dialogue_questions_leading', ['leading_id'], unique=False)

    op.create_table('dialogue_question_drafts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('number >= 1', name=op.f('ck_dialogue_question_drafts_drafts_count_from_one')),
    sa.ForeignKeyConstraint(['made_by'], ['officials.id'], name=op.f('fk_dialogue_question_drafts_made_by_officials')),
    sa.ForeignKeyConstraint(['question_id'], ['dialogue_questions.id'], name=op.f('fk_dialogue_question_drafts_question_id_dialogue_questions')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_dialogue_question_drafts_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dialogue_question_drafts')),
    sa.UniqueConstraint('question_id', 'number', name=op.f('uq_dialogue_question_drafts_question_id_number'))
    )
    op.create_table('dialogue_question_supports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('browser', sa.String(length=64), nullable=False),
    sa.Column('supported_on', sa.Date(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['dialogue_questions.id'], name=op.f('fk_dialogue_question_supports_question_id_dialogue_questions')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_dialogue_question_supports_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dialogue_question_supports')),
    sa.UniqueConstraint('question_id', 'browser', name=op.f('uq_dialogue_question_supports_question_id_browser'))
    )
    with op.batch_alter_table('dialogue_question_supports', schema=None) as batch_op:
        batch_op.create_index('ix_dialogue_question_supports_browser', ['unit_id', 'browser', 'supported_on'], unique=False)



def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table('dialogue_question_supports', schema=None) as batch_op:
        batch_op.drop_index('ix_dialogue_question_supports_browser')

    op.drop_table('dialogue_question_supports')
    op.drop_table('dialogue_question_drafts')
    with op.batch_alter_table('dialogue_questions', schema=None) as batch_op:
        batch_op.drop_index('ix_dialogue_questions_leading')
        batch_op.drop_index('ix_dialogue_questions_dialogue')
        batch_op.drop_index('ix_dialogue_questions_case')

    op.drop_table('dialogue_questions')
