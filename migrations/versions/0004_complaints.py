"""Complaints: what is on file of each, their tasks, requests for papers, dialogues and suspensions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0004'
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('complaint_dialogues',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('invited_on', sa.Date(), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=False),
    sa.Column('hour', sa.String(length=5), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.Column('presence', sa.String(length=14), nullable=False),
    sa.Column('minutes', sa.Text(), nullable=False),
    sa.Column('agreed', sa.Text(), nullable=False),
    sa.Column('disputed', sa.Text(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("held_on is null or presence <> ''", name=op.f('ck_complaint_dialogues_minutes_say_who_came')),
    sa.CheckConstraint('planned_on > invited_on', name=op.f('ck_complaint_dialogues_invited_before_the_day')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_complaint_dialogues_case_id_cases')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_complaint_dialogues_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_dialogues'))
    )
    with op.batch_alter_table('complaint_dialogues', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_complaint_dialogues_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_complaint_dialogues_unit_id'), ['unit_id'], unique=False)

    op.create_table('complaint_stops',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('ground', sa.String(length=14), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('stopped_on', sa.Date(), nullable=False),
    sa.Column('resumed_on', sa.Date(), nullable=True),
    sa.Column('resumed_reason', sa.Text(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('resumed_on is null or resumed_on >= stopped_on', name=op.f('ck_complaint_stops_resumed_after_the_stop')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_complaint_stops_case_id_cases')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_complaint_stops_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_stops'))
    )
    with op.batch_alter_table('complaint_stops', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_complaint_stops_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_complaint_stops_unit_id'), ['unit_id'], unique=False)

    op.create_table('complaint_tasks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('found', sa.Text(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_complaint_tasks_case_id_cases')),
    sa.ForeignKeyConstraint(['created_by'], ['officials.id'], name=op.f('fk_complaint_tasks_created_by_officials')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_complaint_tasks_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_tasks'))
    )
    with op.batch_alter_table('complaint_tasks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_complaint_tasks_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_complaint_tasks_unit_id'), ['unit_id'], unique=False)

    op.create_table('complaints',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('target', sa.Text(), nullable=False),
    sa.Column('learned_on', sa.Date(), nullable=True),
    sa.Column('excused_days', sa.Integer(), nullable=False),
    sa.Column('excused_reason', sa.Text(), nullable=False),
    sa.Column('time_limit_on', sa.Date(), nullable=True),
    sa.Column('signature', sa.String(length=12), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('representatives', sa.Text(), nullable=True),
    sa.Column('appointment_paper', sa.String(length=200), nullable=False),
    sa.Column('all_signed', sa.Boolean(), nullable=False),
    sa.Column('attorney', sa.Text(), nullable=True),
    sa.Column('attorney_paper', sa.String(length=200), nullable=False),
    sa.Column('remote', sa.Boolean(), nullable=False),
    sa.Column('is_complex', sa.Boolean(), nullable=False),
    sa.Column('criteria', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('complex_reason', sa.Text(), nullable=False),
    sa.Column('refusal_ground', sa.String(length=2), nullable=False),
    sa.Column('state_before', sa.String(length=12), nullable=False),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.Column('withdrawn_part', sa.Text(), nullable=False),
    sa.Column('end_ground', sa.String(length=12), nullable=False),
    sa.Column('reported_on', sa.Date(), nullable=True),
    sa.Column('report', sa.Text(), nullable=False),
    sa.Column('differs', sa.Boolean(), nullable=False),
    sa.Column('result', sa.String(length=8), nullable=False),
    sa.Column('decision_number', sa.String(length=60), nullable=False),
    sa.Column('decision', sa.Text(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('sent_on', sa.Date(), nullable=True),
    sa.Column('appealed_on', sa.Date(), nullable=True),
    sa.Column('appeal_late', sa.Boolean(), nullable=False),
    sa.Column('court_on', sa.Date(), nullable=True),
    sa.Column('higher_outcome', sa.String(length=10), nullable=False),
    sa.Column('in_force_on', sa.Date(), nullable=True),
    sa.Column('enforced_on', sa.Date(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("excused_days = 0 or excused_reason <> ''", name=op.f('ck_complaints_excused_time_has_a_reason')),
    sa.CheckConstraint("not is_complex or complex_reason <> ''", name=op.f('ck_complaints_complex_with_a_recorded_reason')),
    sa.CheckConstraint("result = '' or decided_on is not null", name=op.f('ck_complaints_decided_on_if_decided')),
    sa.CheckConstraint('excused_days >= 0', name=op.f('ck_complaints_excused_days_are_counted')),
    sa.CheckConstraint('people >= 0', name=op.f('ck_complaints_people_are_counted')),
    sa.CheckConstraint('sent_on is null or decided_on is not null', name=op.f('ck_complaints_sent_after_decision')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_complaints_case_id_cases')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_complaints_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaints')),
    sa.UniqueConstraint('case_id', name=op.f('uq_complaints_case_id'))
    )
    with op.batch_alter_table('complaints', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_complaints_unit_id'), ['unit_id'], unique=False)

    op.create_table('paper_requests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('clock_id', sa.Integer(), nullable=True),
    sa.Column('asked_of', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_paper_requests_case_id_cases')),
    sa.ForeignKeyConstraint(['clock_id'], ['case_clocks.id'], name=op.f('fk_paper_requests_clock_id_case_clocks')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_paper_requests_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_requests'))
    )
    with op.batch_alter_table('paper_requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_requests_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_paper_requests_unit_id'), ['unit_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('paper_requests', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_requests_unit_id'))
        batch_op.drop_index(batch_op.f('ix_paper_requests_case_id'))

    op.drop_table('paper_requests')
    with op.batch_alter_table('complaints', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_complaints_unit_id'))

    op.drop_table('complaints')
    with op.batch_alter_table('complaint_tasks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_complaint_tasks_unit_id'))
        batch_op.drop_index(batch_op.f('ix_complaint_tasks_case_id'))

    op.drop_table('complaint_tasks')
    with op.batch_alter_table('complaint_stops', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_complaint_stops_unit_id'))
        batch_op.drop_index(batch_op.f('ix_complaint_stops_case_id'))

    op.drop_table('complaint_stops')
    with op.batch_alter_table('complaint_dialogues', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_complaint_dialogues_unit_id'))
        batch_op.drop_index(batch_op.f('ix_complaint_dialogues_case_id'))

    op.drop_table('complaint_dialogues')
