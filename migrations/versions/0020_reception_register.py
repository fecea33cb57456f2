"""The register of citizen reception, its papers, and the chair's tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('reception_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('idempotency_key', sa.String(length=64), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('day_id', sa.Integer(), nullable=True),
    sa.Column('booking_id', sa.Integer(), nullable=True),
    sa.Column('by_kind', sa.String(length=12), nullable=False),
    sa.Column('received_by', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('field_id', sa.Integer(), nullable=True),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('competent', sa.Boolean(), nullable=False),
    sa.Column('handling', sa.String(length=12), nullable=False),
    sa.Column('ground', sa.String(length=12), nullable=False),
    sa.Column('notice_due_on', sa.Date(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(handling = 'refused') = (ground <> '')", name=op.f('ck_reception_entries_a_refusal_has_its_ground')),
    sa.CheckConstraint('number >= 1', name=op.f('ck_reception_entries_number_counts_from_one')),
    sa.CheckConstraint('people >= 1', name=op.f('ck_reception_entries_somebody_came')),
    sa.ForeignKeyConstraint(['booking_id'], ['reception_bookings.id'], name=op.f('fk_reception_entries_booking_id_reception_bookings')),
    sa.ForeignKeyConstraint(['day_id'], ['reception_days.id'], name=op.f('fk_reception_entries_day_id_reception_days')),
    sa.ForeignKeyConstraint(['field_id'], ['fields.id'], name=op.f('fk_reception_entries_field_id_fields')),
    sa.ForeignKeyConstraint(['received_by'], ['officials.id'], name=op.f('fk_reception_entries_received_by_officials')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_reception_entries_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reception_entries')),
    sa.UniqueConstraint('booking_id', name=op.f('uq_reception_entries_booking_id')),
    sa.UniqueConstraint('idempotency_key', name=op.f('uq_reception_entries_idempotency_key')),
    sa.UniqueConstraint('unit_id', 'year', 'number', name=op.f('uq_reception_entries_unit_id_year_number'))
    )
    with op.batch_alter_table('reception_entries', schema=None) as batch_op:
        batch_op.create_index('ix_reception_entries_day', ['unit_id', 'received_on', 'id'], unique=False)

    op.create_table('reception_matters',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('person_key', sa.String(length=64), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('identity', sa.Text(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('representatives', sa.Text(), nullable=False),
    sa.Column('settled_by', sa.String(length=200), nullable=False),
    sa.Column('guided_to', sa.String(length=200), nullable=False),
    sa.Column('accepted_ref', sa.String(length=200), nullable=False),
    sa.Column('follow_up', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_reception_matters_case_id_cases')),
    sa.ForeignKeyConstraint(['entry_id'], ['reception_entries.id'], name=op.f('fk_reception_matters_entry_id_reception_entries')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_reception_matters_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reception_matters')),
    sa.UniqueConstraint('case_id', name=op.f('uq_reception_matters_case_id')),
    sa.UniqueConstraint('entry_id', name=op.f('uq_reception_matters_entry_id'))
    )
    with op.batch_alter_table('reception_matters', schema=None) as batch_op:
        batch_op.create_index('ix_reception_matters_person', ['unit_id', 'person_key'], unique=False)

    op.create_table('reception_papers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=True),
    sa.Column('day_id', sa.Integer(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('(entry_id is null) <> (day_id is null)', name=op.f('ck_reception_papers_a_paper_belongs_to_one_reception_or_one_day')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_reception_papers_case_id_cases')),
    sa.ForeignKeyConstraint(['day_id'], ['reception_days.id'], name=op.f('fk_reception_papers_day_id_reception_days')),
    sa.ForeignKeyConstraint(['document_id'], ['issued_documents.id'], name=op.f('fk_reception_papers_document_id_issued_documents')),
    sa.ForeignKeyConstraint(['entry_id'], ['reception_entries.id'], name=op.f('fk_reception_papers_entry_id_reception_entries')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_reception_papers_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reception_papers')),
    sa.UniqueConstraint('day_id', name=op.f('uq_reception_papers_day_id')),
    sa.UniqueConstraint('document_id', name=op.f('uq_reception_papers_document_id'))
    )
    with op.batch_alter_table('reception_papers', schema=None) as batch_op:
        batch_op.create_index('ix_reception_papers_entry', ['entry_id'], unique=False)

    op.create_table('reception_tasks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('day_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('direction', sa.Text(), nullable=False),
    sa.Column('department_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_reception_tasks_case_id_cases')),
    sa.ForeignKeyConstraint(['day_id'], ['reception_days.id'], name=op.f('fk_reception_tasks_day_id_reception_days')),
    sa.ForeignKeyConstraint(['department_id'], ['departments.id'], name=op.f('fk_reception_tasks_department_id_departments')),
    sa.ForeignKeyConstraint(['entry_id'], ['reception_entries.id'], name=op.f('fk_reception_tasks_entry_id_reception_entries')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_reception_tasks_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reception_tasks')),
    sa.UniqueConstraint('entry_id', name=op.f('uq_reception_tasks_entry_id'))
    )
    with op.batch_alter_table('reception_tasks', schema=None) as batch_op:
        batch_op.create_index('ix_reception_tasks_day', ['day_id'], unique=False)


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table('reception_tasks', schema=None) as batch_op:
        batch_op.drop_index('ix_reception_tasks_day')

    op.drop_table('reception_tasks')
    with op.batch_alter_table('reception_papers', schema=None) as batch_op:
        batch_op.drop_index('ix_reception_papers_entry')

    op.drop_table('reception_papers')
    with op.batch_alter_table('reception_matters', schema=None) as batch_op:
        batch_op.drop_index('ix_reception_matters_person')

    op.drop_table('reception_matters')
    with op.batch_alter_table('reception_entries', schema=None) as batch_op:
        batch_op.drop_index('ix_reception_entries_day')

    op.drop_table('reception_entries')
