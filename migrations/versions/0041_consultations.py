"""Public consultations: drafts with questions, opinions from the portal, counts from paper, points of the summary."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('consultations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=11), nullable=False),
    sa.Column('idempotency_key', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('matter', sa.String(length=24), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('ways', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('village_ids', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=False),
    sa.Column('earliest_on', sa.Date(), nullable=False),
    sa.Column('proof', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('official_id', sa.Integer(), nullable=False),
    sa.Column('cancel_reason', sa.Text(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('result', sa.Text(), nullable=False),
    sa.Column('document', sa.String(length=120), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'cancelled') = (cancel_reason <> '')", name=op.f('ck_consultations_cancelled_says_why')),
    sa.CheckConstraint("(state = 'published') = (published_at is not null)", name=op.f('ck_consultations_published_at_if_published')),
    sa.CheckConstraint("state <> 'published' or result <> ''", name=op.f('ck_consultations_published_says_what_was_decided')),
    sa.CheckConstraint("state in ('draft', 'cancelled') or opened_at is not null", name=op.f('ck_consultations_opened_at_if_opened')),
    sa.CheckConstraint("state in ('draft', 'open', 'cancelled', 'published')", name=op.f('ck_consultations_state_is_known')),
    sa.CheckConstraint('opens_on <= closes_on', name=op.f('ck_consultations_closes_after_it_opens')),
    sa.CheckConstraint('version >= 1', name=op.f('ck_consultations_version_counts_from_one')),
    sa.ForeignKeyConstraint(['created_by'], ['officials.id'], name=op.f('fk_consultations_created_by_officials')),
    sa.ForeignKeyConstraint(['official_id'], ['officials.id'], name=op.f('fk_consultations_official_id_officials')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_consultations_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultations')),
    sa.UniqueConstraint('code', name=op.f('uq_consultations_code')),
    sa.UniqueConstraint('unit_id', 'idempotency_key', name=op.f('uq_consultations_unit_id_idempotency_key'))
    )
    op.create_index('ix_consultations_state', 'consultations', ['unit_id', 'state', 'closes_on'], unique=False)

    op.create_table('consultation_moves',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('consultation_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_consultation_moves_says_why')),
    sa.CheckConstraint('to_on > from_on', name=op.f('ck_consultation_moves_only_to_a_later_day')),
    sa.ForeignKeyConstraint(['actor_id'], ['officials.id'], name=op.f('fk_consultation_moves_actor_id_officials')),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultations.id'], name=op.f('fk_consultation_moves_consultation_id_consultations')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_consultation_moves_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation_moves'))
    )
    op.create_index('ix_consultation_moves_consultation', 'consultation_moves', ['consultation_id'], unique=False)

    op.create_table('consultation_opinions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('consultation_id', sa.Integer(), nullable=False),
    sa.Column('idempotency_key', sa.String(length=64), nullable=False),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('village_id', sa.Integer(), nullable=True),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('emptied_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('emptied_at is null or name is null', name=op.f('ck_consultation_opinions_emptied_keeps_no_name')),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultations.id'], name=op.f('fk_consultation_opinions_consultation_id_consultations')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_consultation_opinions_unit_id_units')),
    sa.ForeignKeyConstraint(['village_id'], ['villages.id'], name=op.f('fk_consultation_opinions_village_id_villages')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation_opinions')),
    sa.UniqueConstraint('idempotency_key', name=op.f('uq_consultation_opinions_idempotency_key'))
    )
    op.create_index('ix_consultation_opinions_consultation', 'consultation_opinions', ['consultation_id', 'given_at'], unique=False)

    op.create_table('consultation_points',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('consultation_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.String(length=12), nullable=False),
    sa.Column('explanation', sa.Text(), nullable=False),
    sa.Column('written_by', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("verdict = 'accepted' or explanation <> ''", name=op.f('ck_consultation_points_not_accepted_says_why')),
    sa.CheckConstraint("verdict in ('accepted', 'partly', 'not_accepted')", name=op.f('ck_consultation_points_verdict_is_known')),
    sa.CheckConstraint('people >= 1', name=op.f('ck_consultation_points_somebody_said_it')),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultations.id'], name=op.f('fk_consultation_points_consultation_id_consultations')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_consultation_points_unit_id_units')),
    sa.ForeignKeyConstraint(['written_by'], ['officials.id'], name=op.f('fk_consultation_points_written_by_officials')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation_points'))
    )
    op.create_index('ix_consultation_points_consultation', 'consultation_points', ['consultation_id'], unique=False)

    op.create_table('consultation_questions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('consultation_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('number between 1 and 5', name=op.f('ck_consultation_questions_at_most_five')),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultations.id'], name=op.f('fk_consultation_questions_consultation_id_consultations')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_consultation_questions_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation_questions')),
    sa.UniqueConstraint('consultation_id', 'number', name=op.f('uq_consultation_questions_consultation_id_number'))
    )
    op.create_table('consultation_sheets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('consultation_id', sa.Integer(), nullable=False),
    sa.Column('idempotency_key', sa.String(length=64), nullable=False),
    sa.Column('way', sa.String(length=12), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('village_id', sa.Integer(), nullable=True),
    sa.Column('minutes', sa.String(length=80), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('replaced_by_id', sa.Integer(), nullable=True),
    sa.Column('recorded_by', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("way in ('meeting', 'household', 'box', 'front', 'conference')", name=op.f('ck_consultation_sheets_way_is_on_paper')),
    sa.CheckConstraint('replaced_by_id is null or replaced_by_id <> id', name=op.f('ck_consultation_sheets_nothing_replaces_itself')),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultations.id'], name=op.f('fk_consultation_sheets_consultation_id_consultations')),
    sa.ForeignKeyConstraint(['recorded_by'], ['officials.id'], name=op.f('fk_consultation_sheets_recorded_by_officials')),
    sa.ForeignKeyConstraint(['replaced_by_id'], ['consultation_sheets.id'], name=op.f('fk_consultation_sheets_replaced_by_id_consultation_sheets')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_consultation_sheets_unit_id_units')),
    sa.ForeignKeyConstraint(['village_id'], ['villages.id'], name=op.f('fk_consultation_sheets_village_id_villages')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation_sheets')),
    sa.UniqueConstraint('unit_id', 'idempotency_key', name=op.f('uq_consultation_sheets_unit_id_idempotency_key'))
    )
    op.create_index('ix_consultation_sheets_consultation', 'consultation_sheets', ['consultation_id', 'replaced_by_id'], unique=False)

    op.create_table('consultation_answers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('opinion_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('choice', sa.String(length=8), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("choice in ('agree', 'disagree', 'other')", name=op.f('ck_consultation_answers_choice_is_known')),
    sa.ForeignKeyConstraint(['opinion_id'], ['consultation_opinions.id'], name=op.f('fk_consultation_answers_opinion_id_consultation_opinions')),
    sa.ForeignKeyConstraint(['question_id'], ['consultation_questions.id'], name=op.f('fk_consultation_answers_question_id_consultation_questions')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_consultation_answers_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation_answers')),
    sa.UniqueConstraint('opinion_id', 'question_id', name=op.f('uq_consultation_answers_opinion_id_question_id'))
    )
    op.create_index('ix_consultation_answers_question', 'consultation_answers', ['question_id', 'choice'], unique=False)

    op.create_table('consultation_counts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('agree', sa.Integer(), nullable=False),
    sa.Column('disagree', sa.Integer(), nullable=False),
    sa.Column('other', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('agree >= 0 and disagree >= 0 and other >= 0', name=op.f('ck_consultation_counts_counts_are_not_negative')),
    sa.ForeignKeyConstraint(['question_id'], ['consultation_questions.id'], name=op.f('fk_consultation_counts_question_id_consultation_questions')),
    sa.ForeignKeyConstraint(['sheet_id'], ['consultation_sheets.id'], name=op.f('fk_consultation_counts_sheet_id_consultation_sheets')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_consultation_counts_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation_counts')),
    sa.UniqueConstraint('sheet_id', 'question_id', name=op.f('uq_consultation_counts_sheet_id_question_id'))
    )


def downgrade() -> None:
    """Take the tables away, with the opinions in them."""
    op.drop_table('consultation_counts')
    op.drop_table('consultation_answers')
    op.drop_table('consultation_sheets')
    op.drop_table('consultation_questions')
    op.drop_table('consultation_points')
    op.drop_table('consultation_opinions')
    op.drop_table('consultation_moves')
    op.drop_table('consultations')
