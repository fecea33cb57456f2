"""Supervision recommendations: papers of supervising bodies, their rounds of question and answer, the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('recommendations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=11), nullable=False),
    sa.Column('idempotency_key', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('body', sa.String(length=22), nullable=False),
    sa.Column('organisation', sa.String(length=160), nullable=False),
    sa.Column('document', sa.String(length=80), nullable=False),
    sa.Column('document_on', sa.Date(), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('asked', sa.Text(), nullable=False),
    sa.Column('about', sa.String(length=200), nullable=False),
    sa.Column('official_id', sa.Integer(), nullable=True),
    sa.Column('department_id', sa.Integer(), nullable=True),
    sa.Column('round_number', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('withdraw_reason', sa.Text(), nullable=False),
    sa.Column('body_agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('leader_agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.Column('taken_back_on', sa.Date(), nullable=True),
    sa.Column('take_back_reason', sa.Text(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'closed') = (closed_on is not null)", name=op.f('ck_recommendations_closed_on_if_closed')),
    sa.CheckConstraint("(state = 'withdrawn') = (withdraw_reason <> '')", name=op.f('ck_recommendations_withdrawing_has_its_reason')),
    sa.CheckConstraint("(state in ('answered', 'closed')) = (answered_on is not null)", name=op.f('ck_recommendations_answered_on_if_answered')),
    sa.CheckConstraint("(taken_back_on is not null) = (take_back_reason <> '')", name=op.f('ck_recommendations_taking_back_has_its_reason')),
    sa.CheckConstraint("body <> 'member_organisation' or organisation <> ''", name=op.f('ck_recommendations_member_organisation_is_named')),
    sa.CheckConstraint("body in ('fatherland_front', 'member_organisation', 'peoples_inspection', 'community_supervision')", name=op.f('ck_recommendations_body_is_known')),
    sa.CheckConstraint("state in ('received', 'assigned', 'drafted', 'answered', 'closed', 'withdrawn')", name=op.f('ck_recommendations_state_is_known')),
    sa.CheckConstraint("state in ('received', 'withdrawn') or official_id is not null or department_id is not null", name=op.f('ck_recommendations_somebody_has_it_if_assigned')),
    sa.CheckConstraint('(published_on is not null) = (body_agreed_at is not null and leader_agreed_at is not null)', name=op.f('ck_recommendations_published_when_both_agreed')),
    sa.CheckConstraint('document_on is null or document_on <= received_on', name=op.f('ck_recommendations_written_before_it_came')),
    sa.CheckConstraint('round_number in (1, 2)', name=op.f('ck_recommendations_asked_at_most_twice')),
    sa.CheckConstraint('taken_back_on is null or published_on is not null', name=op.f('ck_recommendations_taken_back_after_it_was_public')),
    sa.CheckConstraint('version >= 1', name=op.f('ck_recommendations_version_counts_from_one')),
    sa.ForeignKeyConstraint(['created_by'], ['officials.id'], name=op.f('fk_recommendations_created_by_officials')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_recommendations_department_id_departments')),
    sa.ForeignKeyConstraint(['official_id'], ['officials.id'], name=op.f('fk_recommendations_official_id_officials')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_recommendations_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recommendations')),
    sa.UniqueConstraint('code', name=op.f('uq_recommendations_code')),
    sa.UniqueConstraint('idempotency_key', name=op.f('uq_recommendations_idempotency_key'))
    )
    op.create_index('ix_recommendations_due', 'recommendations', ['unit_id', 'state', 'due_on'], unique=False)
    op.create_index('ix_recommendations_public', 'recommendations', ['unit_id', 'published_on'], unique=False)

    op.create_table('supervision_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(length=10), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('facts', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['officials.id'], name=op.f('fk_supervision_entries_actor_id_officials')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendations.id'], name=op.f('fk_supervision_entries_recommendation_id_recommendations')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_supervision_entries_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_supervision_entries'))
    )
    op.create_index('ix_supervision_entries_recommendation', 'supervision_entries', ['recommendation_id', 'id'], unique=False)

    op.create_table('supervision_rounds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recommendation_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('proof', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('again_reason', sa.Text(), nullable=False),
    sa.Column('accepted', sa.Text(), nullable=False),
    sa.Column('refused', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('promised', sa.Text(), nullable=False),
    sa.Column('promise_on', sa.Date(), nullable=True),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('answered_by', sa.Integer(), nullable=True),
    sa.Column('verdict', sa.String(length=13), nullable=False),
    sa.Column('verdict_words', sa.Text(), nullable=False),
    sa.Column('promise_state', sa.String(length=8), nullable=False),
    sa.Column('promise_words', sa.Text(), nullable=False),
    sa.Column('settled_on', sa.Date(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(number = 1) = (again_reason = '')", name=op.f('ck_supervision_rounds_asking_again_has_its_reason')),
    sa.CheckConstraint("(promise_state = '') = (settled_on is null)", name=op.f('ck_supervision_rounds_settled_on_if_settled')),
    sa.CheckConstraint("(promised = '') = (promise_on is null)", name=op.f('ck_supervision_rounds_a_promise_has_its_day')),
    sa.CheckConstraint("(refused = '') = (why = '')", name=op.f('ck_supervision_rounds_refusing_has_its_reason')),
    sa.CheckConstraint("answered_on is null or accepted <> '' or refused <> ''", name=op.f('ck_supervision_rounds_an_answer_says_something')),
    sa.CheckConstraint("promise_state <> 'not_done' or promise_words <> ''", name=op.f('ck_supervision_rounds_a_broken_promise_says_why')),
    sa.CheckConstraint("promise_state = '' or (promise_on is not null and answered_on is not null)", name=op.f('ck_supervision_rounds_only_a_promise_ends')),
    sa.CheckConstraint("promise_state in ('', 'done', 'not_done')", name=op.f('ck_supervision_rounds_promise_state_is_known')),
    sa.CheckConstraint("verdict = '' or answered_on is not null", name=op.f('ck_supervision_rounds_judged_after_the_answer')),
    sa.CheckConstraint("verdict in ('', 'satisfied', 'not_satisfied')", name=op.f('ck_supervision_rounds_verdict_is_known')),
    sa.CheckConstraint('(answered_on is null) = (answered_by is null)', name=op.f('ck_supervision_rounds_somebody_answered')),
    sa.CheckConstraint('number in (1, 2)', name=op.f('ck_supervision_rounds_at_most_two')),
    sa.ForeignKeyConstraint(['answered_by'], ['officials.id'], name=op.f('fk_supervision_rounds_answered_by_officials')),
    sa.ForeignKeyConstraint(['recommendation_id'], ['recommendations.id'], name=op.f('fk_supervision_rounds_recommendation_id_recommendations')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_supervision_rounds_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_supervision_rounds')),
    sa.UniqueConstraint('recommendation_id', 'number', name=op.f('uq_supervision_rounds_recommendation_id_number'))
    )
    op.create_index('ix_supervision_rounds_promises', 'supervision_rounds', ['unit_id', 'promise_state', 'promise_on'], unique=False)


def downgrade() -> None:
    """Take the tables away, with the recommendations in them."""
    op.drop_table('supervision_rounds')
    op.drop_table('supervision_entries')
    op.drop_table('recommendations')
