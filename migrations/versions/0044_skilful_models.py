"""Skilful models: what is registered, year by year, who recognised it, how it goes, the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('skilful_models',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=11), nullable=False),
    sa.Column('idempotency_key', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('carrier', sa.String(length=200), nullable=False),
    sa.Column('named', sa.Boolean(), nullable=False),
    sa.Column('sphere', sa.String(length=40), nullable=False),
    sa.Column('village_id', sa.Integer(), nullable=True),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('organisation', sa.String(length=160), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('goal', sa.Text(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('learned_from_id', sa.Integer(), nullable=True),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('registered_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.Column('closing_reason', sa.Text(), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.Column('taken_back_on', sa.Date(), nullable=True),
    sa.Column('take_back_reason', sa.Text(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'ended') = (ended_on is not null)", name=op.f('ck_skilful_models_ended_on_if_ended')),
    sa.CheckConstraint("(state = 'withdrawn') = (withdrawn_on is not null)", name=op.f('ck_skilful_models_withdrawn_on_if_withdrawn')),
    sa.CheckConstraint("(state in ('ended', 'withdrawn')) = (closing_reason <> '')", name=op.f('ck_skilful_models_closing_has_its_reason')),
    sa.CheckConstraint("(taken_back_on is not null) = (take_back_reason <> '')", name=op.f('ck_skilful_models_taking_back_has_its_reason')),
    sa.CheckConstraint("department_id is not null or organisation <> ''", name=op.f('ck_skilful_models_somebody_looks_after_it')),
    sa.CheckConstraint("kind in ('collective', 'individual')", name=op.f('ck_skilful_models_kind_is_known')),
    sa.CheckConstraint("not named or kind = 'individual'", name=op.f('ck_skilful_models_only_a_person_agrees_to_be_named')),
    sa.CheckConstraint("state <> 'withdrawn' or published_on is null", name=op.f('ck_skilful_models_withdrawn_before_it_was_public')),
    sa.CheckConstraint("state in ('registered', 'assessed', 'ended', 'withdrawn')", name=op.f('ck_skilful_models_state_is_known')),
    sa.CheckConstraint('learned_from_id is null or learned_from_id <> id', name=op.f('ck_skilful_models_learned_from_another')),
    sa.CheckConstraint('starts_on is null or ends_on is null or starts_on <= ends_on', name=op.f('ck_skilful_models_ends_after_it_starts')),
    sa.CheckConstraint('taken_back_on is null or published_on is not null', name=op.f('ck_skilful_models_taken_back_after_it_was_public')),
    sa.CheckConstraint('version >= 1', name=op.f('ck_skilful_models_version_counts_from_one')),
    sa.ForeignKeyConstraint(['created_by'], ['officials.id'], name=op.f('fk_skilful_models_created_by_officials')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_skilful_models_department_id_departments')),
    sa.ForeignKeyConstraint(['learned_from_id'], ['skilful_models.id'], name=op.f('fk_skilful_models_learned_from_id_skilful_models')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_skilful_models_unit_id_units')),
    sa.ForeignKeyConstraint(['village_id'], ['villages.id'], name=op.f('fk_skilful_models_village_id_villages')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_skilful_models')),
    sa.UniqueConstraint('code', name=op.f('uq_skilful_models_code')),
    sa.UniqueConstraint('idempotency_key', name=op.f('uq_skilful_models_idempotency_key'))
    )
    op.create_index('ix_skilful_models_learned', 'skilful_models', ['learned_from_id'], unique=False)
    op.create_index('ix_skilful_models_public', 'skilful_models', ['unit_id', 'published_on'], unique=False)
    op.create_index('ix_skilful_models_state', 'skilful_models', ['unit_id', 'state', 'year'], unique=False)

    op.create_table('skilful_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('model_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(length=10), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('facts', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['officials.id'], name=op.f('fk_skilful_entries_actor_id_officials')),
    sa.ForeignKeyConstraint(['model_id'], ['skilful_models.id'], name=op.f('fk_skilful_entries_model_id_skilful_models')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_skilful_entries_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_skilful_entries'))
    )
    op.create_index('ix_skilful_entries_model', 'skilful_entries', ['model_id', 'id'], unique=False)

    op.create_table('skilful_notes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('model_id', sa.Integer(), nullable=False),
    sa.Column('noted_on', sa.Date(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('public', sa.Boolean(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['model_id'], ['skilful_models.id'], name=op.f('fk_skilful_notes_model_id_skilful_models')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_skilful_notes_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_skilful_notes'))
    )
    op.create_index('ix_skilful_notes_model', 'skilful_notes', ['model_id', 'noted_on'], unique=False)

    op.create_table('skilful_recognitions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('model_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=40), nullable=False),
    sa.Column('document', sa.String(length=80), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("document <> ''", name=op.f('ck_skilful_recognitions_a_decision_has_its_number')),
    sa.ForeignKeyConstraint(['model_id'], ['skilful_models.id'], name=op.f('fk_skilful_recognitions_model_id_skilful_models')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_skilful_recognitions_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_skilful_recognitions')),
    sa.UniqueConstraint('model_id', 'level', 'document', name=op.f('uq_skilful_recognitions_model_id_level_document'))
    )
    op.create_index('ix_skilful_recognitions_day', 'skilful_recognitions', ['unit_id', 'decided_on'], unique=False)

    op.create_table('skilful_years',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('model_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('registered_on', sa.Date(), nullable=False),
    sa.Column('result', sa.String(length=12), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=True),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('assessed_on', sa.Date(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(amount is null) = (unit = '')", name=op.f('ck_skilful_years_a_number_has_its_unit')),
    sa.CheckConstraint("(result = '') = (assessed_on is null)", name=op.f('ck_skilful_years_assessed_on_if_assessed')),
    sa.CheckConstraint("(result = '') = (outcome = '')", name=op.f('ck_skilful_years_an_assessment_says_what_came_of_it')),
    sa.CheckConstraint("amount is null or (amount >= 0 and result <> '')", name=op.f('ck_skilful_years_a_number_belongs_to_a_result')),
    sa.CheckConstraint("result in ('', 'achieved', 'partly', 'not_achieved')", name=op.f('ck_skilful_years_result_is_known')),
    sa.ForeignKeyConstraint(['model_id'], ['skilful_models.id'], name=op.f('fk_skilful_years_model_id_skilful_models')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_skilful_years_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_skilful_years')),
    sa.UniqueConstraint('model_id', 'year', name=op.f('uq_skilful_years_model_id_year'))
    )
    op.create_index('ix_skilful_years_year', 'skilful_years', ['unit_id', 'year'], unique=False)


def downgrade() -> None:
    """Take the tables away, with the models in them."""
    op.drop_table('skilful_years')
    op.drop_table('skilful_recognitions')
    op.drop_table('skilful_notes')
    op.drop_table('skilful_entries')
    op.drop_table('skilful_models')
