"""Village heads and Front members write a neighbour's letter down, with the consent that was given."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('helper_posts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('official_id', sa.Integer(), nullable=False),
    sa.Column('village_id', sa.Integer(), nullable=False),
    sa.Column('office', sa.String(length=16), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("office in ('village_head', 'village_front')", name=op.f('ck_helper_posts_office_is_known')),
    sa.CheckConstraint('valid_to is null or valid_to >= valid_from', name=op.f('ck_helper_posts_ends_after_it_starts')),
    sa.ForeignKeyConstraint(['unit_id', 'official_id'], ['officials.unit_id', 'officials.id'], name='official_id_in_same_unit'),
    sa.ForeignKeyConstraint(['unit_id', 'village_id'], ['villages.unit_id', 'villages.id'], name='village_id_in_same_unit'),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_helper_posts_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_helper_posts')),
    sa.UniqueConstraint('public_id', name=op.f('uq_helper_posts_public_id'))
    )
    op.create_index('ix_helper_posts_official_id', 'helper_posts', ['official_id'], unique=False)
    op.create_table('case_assistances',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('helper_id', sa.Integer(), nullable=False),
    sa.Column('office', sa.String(length=16), nullable=False),
    sa.Column('village_id', sa.Integer(), nullable=False),
    sa.Column('consent_way', sa.String(length=12), nullable=False),
    sa.Column('consent_by', sa.String(length=16), nullable=False),
    sa.Column('consent_name', sa.Text(), nullable=True),
    sa.Column('consented_on', sa.Date(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sentence_version', sa.String(length=20), nullable=False),
    sa.Column('sentence', sa.Text(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("consent_by in ('sender', 'representative')", name=op.f('ck_case_assistances_consent_by_is_known')),
    sa.CheckConstraint("(consent_by = 'representative') = (consent_name is not null)", name=op.f('ck_case_assistances_representative_has_a_name')),
    sa.CheckConstraint("consent_way in ('oral', 'signed', 'fingerprint')", name=op.f('ck_case_assistances_consent_way_is_known')),
    sa.CheckConstraint("office in ('village_head', 'village_front')", name=op.f('ck_case_assistances_office_is_known')),
    sa.CheckConstraint("sentence <> '' and sentence_version <> ''", name=op.f('ck_case_assistances_says_what_was_read')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_assistances_case_id_cases')),
    sa.ForeignKeyConstraint(['helper_id'], ['officials.id'], name=op.f('fk_case_assistances_helper_id_officials')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_case_assistances_unit_id_units')),
    sa.ForeignKeyConstraint(['village_id'], ['villages.id'], name=op.f('fk_case_assistances_village_id_villages')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_assistances')),
    sa.UniqueConstraint('case_id', name=op.f('uq_case_assistances_case_id'))
    )
    op.create_table('helped_codes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('helper_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=11), nullable=False),
    sa.Column('words', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['helper_id'], ['officials.id'], name=op.f('fk_helped_codes_helper_id_officials')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_helped_codes_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_helped_codes'))
    )
    op.create_index('ix_helped_codes_helper', 'helped_codes', ['unit_id', 'helper_id', 'at'], unique=False)


def downgrade() -> None:
    """Take the tables away; letters stay, without the record of who wrote them down."""
    op.drop_index('ix_helped_codes_helper', table_name='helped_codes')
    op.drop_table('helped_codes')
    op.drop_table('case_assistances')
    op.drop_index('ix_helper_posts_official_id', table_name='helper_posts')
    op.drop_table('helper_posts')
