"""Days of citizen reception and their bookings."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('reception_days',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('slot_minutes', sa.Integer(), nullable=False),
    sa.Column('receiver', sa.String(length=160), nullable=False),
    sa.Column('place', sa.String(length=160), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.Column('ad_hoc_reason', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('attendees', sa.Text(), nullable=False),
    sa.Column('moved_to_id', sa.Integer(), nullable=True),
    sa.Column('online_ref', sa.String(length=80), nullable=False),
    sa.Column('online_notified_on', sa.Date(), nullable=True),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("state <> 'postponed' or moved_to_id is not null", name=op.f('ck_reception_days_a_postponed_day_names_the_new_one')),
    sa.CheckConstraint("state in ('scheduled', 'cancelled') or published_on is not null", name=op.f('ck_reception_days_published_on_if_published')),
    sa.CheckConstraint("state not in ('postponed', 'not_held') or reason <> ''", name=op.f('ck_reception_days_what_did_not_happen_has_its_reason')),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_reception_days_ends_after_it_starts')),
    sa.CheckConstraint('slot_minutes >= 5', name=op.f('ck_reception_days_a_slot_is_some_minutes_long')),
    sa.CheckConstraint('version >= 1', name=op.f('ck_reception_days_version_counts_from_one')),
    sa.ForeignKeyConstraint(['created_by'], ['officials.id'], name=op.f('fk_reception_days_created_by_officials')),
    sa.ForeignKeyConstraint(['moved_to_id'], ['reception_days.id'], name=op.f('fk_reception_days_moved_to_id_reception_days')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_reception_days_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reception_days'))
    )
    with op.batch_alter_table('reception_days', schema=None) as batch_op:
        batch_op.create_index('ix_reception_days_day', ['unit_id', 'held_on'], unique=False)

    op.create_table('reception_bookings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('day_id', sa.Integer(), nullable=False),
    sa.Column('slot_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('code', sa.String(length=11), nullable=False),
    sa.Column('idempotency_key', sa.String(length=64), nullable=False),
    sa.Column('secret_hash', sa.String(length=120), nullable=False),
    sa.Column('failed_tries', sa.Integer(), nullable=False),
    sa.Column('locked_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('phone_key', sa.String(length=64), nullable=False),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('matter', sa.Text(), nullable=True),
    sa.Column('field_id', sa.Integer(), nullable=True),
    sa.Column('locale', sa.String(length=5), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'cancelled') = (taken_at is null)", name=op.f('ck_reception_bookings_a_slot_is_held_until_given_back')),
    sa.ForeignKeyConstraint(['day_id'], ['reception_days.id'], name=op.f('fk_reception_bookings_day_id_reception_days')),
    sa.ForeignKeyConstraint(['field_id'], ['fields.id'], name=op.f('fk_reception_bookings_field_id_fields')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_reception_bookings_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reception_bookings')),
    sa.UniqueConstraint('code', name=op.f('uq_reception_bookings_code')),
    sa.UniqueConstraint('day_id', 'taken_at', name='uq_reception_bookings_a_slot_is_given_once'),
    sa.UniqueConstraint('idempotency_key', name=op.f('uq_reception_bookings_idempotency_key'))
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table('reception_bookings')
    with op.batch_alter_table('reception_days', schema=None) as batch_op:
        batch_op.drop_index('ix_reception_days_day')

    op.drop_table('reception_days')
