"""Seats of a dialogue with their wait list, and the taps at the door."""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('dialogue_registrations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dialogue_id', sa.Integer(), nullable=False),
    sa.Column('place_id', sa.Integer(), nullable=True),
    sa.Column('code', sa.String(length=11), nullable=False),
    sa.Column('idempotency_key', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('village_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('wishes', sa.Text(), nullable=True),
    sa.Column('secret_hash', sa.String(length=200), nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('registered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('promoted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'cancelled') = (cancelled_at is not null)", name=op.f('ck_dialogue_registrations_cancelled_at_if_cancelled')),
    sa.CheckConstraint("state in ('confirmed', 'waiting', 'cancelled')", name=op.f('ck_dialogue_registrations_state_is_known')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogues.id'], name=op.f('fk_dialogue_registrations_dialogue_id_dialogues')),
    sa.ForeignKeyConstraint(['place_id'], ['dialogue_places.id'], name=op.f('fk_dialogue_registrations_place_id_dialogue_places')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_dialogue_registrations_unit_id_units')),
    sa.ForeignKeyConstraint(['village_id'], ['villages.id'], name=op.f('fk_dialogue_registrations_village_id_villages')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dialogue_registrations')),
    sa.UniqueConstraint('code', name=op.f('uq_dialogue_registrations_code')),
    sa.UniqueConstraint('idempotency_key', name=op.f('uq_dialogue_registrations_idempotency_key'))
    )
    with op.batch_alter_table('dialogue_registrations', schema=None) as batch_op:
        batch_op.create_index('ix_dialogue_registrations_dialogue', ['dialogue_id', 'state', 'place_id'], unique=False)

    op.create_table('dialogue_taps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dialogue_id', sa.Integer(), nullable=False),
    sa.Column('place_id', sa.Integer(), nullable=True),
    sa.Column('client_id', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=True),
    sa.Column('village_id', sa.Integer(), nullable=True),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('voids', sa.String(length=36), nullable=False),
    sa.Column('tapped_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('marked_by', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(kind = 'present') = (registration_id is not null)", name=op.f('ck_dialogue_taps_present_names_the_registration')),
    sa.CheckConstraint("(kind = 'void') = (voids <> '')", name=op.f('ck_dialogue_taps_void_names_a_tap')),
    sa.CheckConstraint("kind in ('present', 'walk_in', 'void')", name=op.f('ck_dialogue_taps_kind_is_known')),
    sa.CheckConstraint('people between 1 and 200', name=op.f('ck_dialogue_taps_people_are_some')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogues.id'], name=op.f('fk_dialogue_taps_dialogue_id_dialogues')),
    sa.ForeignKeyConstraint(['marked_by'], ['officials.id'], name=op.f('fk_dialogue_taps_marked_by_officials')),
    sa.ForeignKeyConstraint(['place_id'], ['dialogue_places.id'], name=op.f('fk_dialogue_taps_place_id_dialogue_places')),
    sa.ForeignKeyConstraint(['registration_id'], ['dialogue_registrations.id'], name=op.f('fk_dialogue_taps_registration_id_dialogue_registrations')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_dialogue_taps_unit_id_units')),
    sa.ForeignKeyConstraint(['village_id'], ['villages.id'], name=op.f('fk_dialogue_taps_village_id_villages')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dialogue_taps')),
    sa.UniqueConstraint('unit_id', 'client_id', name=op.f('uq_dialogue_taps_unit_id_client_id'))
    )
    with op.batch_alter_table('dialogue_taps', schema=None) as batch_op:
        batch_op.create_index('ix_dialogue_taps_dialogue', ['dialogue_id', 'place_id'], unique=False)



def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table('dialogue_taps', schema=None) as batch_op:
        batch_op.drop_index('ix_dialogue_taps_dialogue')

    op.drop_table('dialogue_taps')
    with op.batch_alter_table('dialogue_registrations', schema=None) as batch_op:
        batch_op.drop_index('ix_dialogue_registrations_dialogue')

    op.drop_table('dialogue_registrations')
