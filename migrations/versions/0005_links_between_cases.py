"""Merged and split cases, transfers, marks and support; what finds similar letters; the decision behind a field's answer time."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0005'
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('case_links',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('leading_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state_before', sa.String(length=12), nullable=False),
    sa.Column('clocks', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(kind = 'part') = (number > 0)", name=op.f('ck_case_links_parts_are_numbered')),
    sa.CheckConstraint("kind in ('merged', 'part')", name=op.f('ck_case_links_kind_is_known')),
    sa.CheckConstraint('case_id <> leading_id', name=op.f('ck_case_links_nobody_follows_himself')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_links_case_id_cases')),
    sa.ForeignKeyConstraint(['leading_id'], ['cases.id'], name=op.f('fk_case_links_leading_id_cases')),
    sa.ForeignKeyConstraint(['made_by'], ['officials.id'], name=op.f('fk_case_links_made_by_officials')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_case_links_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_links')),
    sa.UniqueConstraint('case_id', 'kind', name=op.f('uq_case_links_case_id_kind'))
    )
    with op.batch_alter_table('case_links', schema=None) as batch_op:
        batch_op.create_index('ix_case_links_leading', ['leading_id', 'kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_links_unit_id'), ['unit_id'], unique=False)

    op.create_table('case_marks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('urgent_on', sa.Date(), nullable=True),
    sa.Column('urgent_reason', sa.String(length=500), nullable=False),
    sa.Column('portal_number', sa.String(length=40), nullable=False),
    sa.Column('portal_updated_on', sa.Date(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("urgent_on is null or urgent_reason <> ''", name=op.f('ck_case_marks_urgency_has_a_reason')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_marks_case_id_cases')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_case_marks_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_marks')),
    sa.UniqueConstraint('case_id', name=op.f('uq_case_marks_case_id'))
    )
    with op.batch_alter_table('case_marks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_marks_unit_id'), ['unit_id'], unique=False)

    op.create_table('case_supports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('browser', sa.String(length=64), nullable=False),
    sa.Column('supported_on', sa.Date(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_supports_case_id_cases')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_case_supports_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_supports')),
    sa.UniqueConstraint('case_id', 'browser', name=op.f('uq_case_supports_case_id_browser'))
    )
    with op.batch_alter_table('case_supports', schema=None) as batch_op:
        batch_op.create_index('ix_case_supports_browser', ['unit_id', 'browser', 'supported_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_supports_unit_id'), ['unit_id'], unique=False)

    op.create_table('case_transfers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('receiver', sa.String(length=200), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=False),
    sa.Column('reply_due_on', sa.Date(), nullable=False),
    sa.Column('urged_times', sa.Integer(), nullable=False),
    sa.Column('urged_on', sa.Date(), nullable=True),
    sa.Column('replied_on', sa.Date(), nullable=True),
    sa.Column('reply_number', sa.String(length=60), nullable=False),
    sa.Column('reply_text', sa.Text(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("replied_on is null or reply_text <> ''", name=op.f('ck_case_transfers_a_reply_has_words')),
    sa.CheckConstraint('(urged_times = 0) = (urged_on is null)', name=op.f('ck_case_transfers_urged_on_if_urged')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_transfers_case_id_cases')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_case_transfers_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_transfers')),
    sa.UniqueConstraint('case_id', name=op.f('uq_case_transfers_case_id'))
    )
    with op.batch_alter_table('case_transfers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_transfers_unit_id'), ['unit_id'], unique=False)
        batch_op.create_index('ix_case_transfers_waiting', ['unit_id', 'replied_on', 'reply_due_on'], unique=False)

    op.create_index('ix_cases_near_field', 'cases', ['unit_id', 'field_id', 'received_on'])
    op.create_index('ix_cases_near_village', 'cases', ['unit_id', 'village_id', 'received_on'])

    with op.batch_alter_table('fields', schema=None) as batch_op:
        batch_op.add_column(sa.Column('answer_basis', sa.String(length=200), nullable=False, server_default=''))

    op.create_index(
        'ix_public_cases_published', 'public_cases', ['unit_id', 'id'], sqlite_where=sa.text('published = 1'),
        postgresql_where=sa.text('published'),
    )



def downgrade() -> None:
    op.drop_index('ix_public_cases_published', 'public_cases')

    with op.batch_alter_table('fields', schema=None) as batch_op:
        batch_op.drop_column('answer_basis')

    op.drop_index('ix_cases_near_village', 'cases')
    op.drop_index('ix_cases_near_field', 'cases')

    with op.batch_alter_table('case_transfers', schema=None) as batch_op:
        batch_op.drop_index('ix_case_transfers_waiting')
        batch_op.drop_index(batch_op.f('ix_case_transfers_unit_id'))

    op.drop_table('case_transfers')
    with op.batch_alter_table('case_supports', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_supports_unit_id'))
        batch_op.drop_index('ix_case_supports_browser')

    op.drop_table('case_supports')
    with op.batch_alter_table('case_marks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_marks_unit_id'))

    op.drop_table('case_marks')
    with op.batch_alter_table('case_links', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_links_unit_id'))
        batch_op.drop_index('ix_case_links_leading')

    op.drop_table('case_links')
