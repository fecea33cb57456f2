"""Dialogues, their chairs and places, and how their dates moved."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0012'
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('dialogues',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=11), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('satisfies', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('form', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('how_to_join', sa.Text(), nullable=False),
    sa.Column('chairs', sa.String(length=300), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=True),
    sa.Column('questions_from', sa.Date(), nullable=True),
    sa.Column('questions_to', sa.Date(), nullable=True),
    sa.Column('ad_hoc_reason', sa.Text(), nullable=False),
    sa.Column('announced_on', sa.Date(), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('concluded_on', sa.Date(), nullable=True),
    sa.Column('created_by', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("state in ('planned', 'cancelled') or announced_on is not null", name=op.f('ck_dialogues_announced_on_if_announced')),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_dialogues_ends_after_it_starts')),
    sa.CheckConstraint('questions_to is null or questions_from <= questions_to', name=op.f('ck_dialogues_questions_end_after_they_begin')),
    sa.CheckConstraint('seats is null or seats >= 1', name=op.f('ck_dialogues_seats_are_some_or_unlimited')),
    sa.CheckConstraint('version >= 1', name=op.f('ck_dialogues_version_counts_from_one')),
    sa.ForeignKeyConstraint(['created_by'], ['officials.id'], name=op.f('fk_dialogues_created_by_officials')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_dialogues_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dialogues')),
    sa.UniqueConstraint('code', name=op.f('uq_dialogues_code'))
    )
    with op.batch_alter_table('dialogues', schema=None) as batch_op:
        batch_op.create_index('ix_dialogues_day', ['unit_id', 'held_on'], unique=False)

    op.create_table('dialogue_chairs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dialogue_id', sa.Integer(), nullable=False),
    sa.Column('official_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogues.id'], name=op.f('fk_dialogue_chairs_dialogue_id_dialogues')),
    sa.ForeignKeyConstraint(['official_id'], ['officials.id'], name=op.f('fk_dialogue_chairs_official_id_officials')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_dialogue_chairs_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dialogue_chairs')),
    sa.UniqueConstraint('dialogue_id', 'official_id', name=op.f('uq_dialogue_chairs_dialogue_id_official_id'))
    )
    op.create_table('dialogue_moves',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dialogue_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=False),
    sa.Column('from_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('to_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['officials.id'], name=op.f('fk_dialogue_moves_actor_id_officials')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogues.id'], name=op.f('fk_dialogue_moves_dialogue_id_dialogues')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_dialogue_moves_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dialogue_moves'))
    )
    with op.batch_alter_table('dialogue_moves', schema=None) as batch_op:
        batch_op.create_index('ix_dialogue_moves_dialogue', ['dialogue_id'], unique=False)

    op.create_table('dialogue_places',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dialogue_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('name_key', sa.String(length=160), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('village_ids', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogues.id'], name=op.f('fk_dialogue_places_dialogue_id_dialogues')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_dialogue_places_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dialogue_places'))
    )
    with op.batch_alter_table('dialogue_places', schema=None) as batch_op:
        batch_op.create_index('ix_dialogue_places_dialogue', ['dialogue_id'], unique=False)
        batch_op.create_index('ix_dialogue_places_key', ['unit_id', 'name_key'], unique=False)



def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table('dialogue_places', schema=None) as batch_op:
        batch_op.drop_index('ix_dialogue_places_key')
        batch_op.drop_index('ix_dialogue_places_dialogue')

    op.drop_table('dialogue_places')
    with op.batch_alter_table('dialogue_moves', schema=None) as batch_op:
        batch_op.drop_index('ix_dialogue_moves_dialogue')

    op.drop_table('dialogue_moves')
    op.drop_table('dialogue_chairs')
    with op.batch_alter_table('dialogues', schema=None) as batch_op:
        batch_op.drop_index('ix_dialogues_day')

    op.drop_table('dialogues')
