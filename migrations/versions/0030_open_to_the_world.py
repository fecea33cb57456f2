"""Traces of what was published once, and who follows what by email."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

STANDING = sa.text("gone_at is null")
INDEXES = {
    "ix_public_traces_newest": ["unit_id", "changed_at", "case_id"],
    "ix_public_traces_field": ["unit_id", "field_id", "changed_at"],
    "ix_public_traces_village": ["unit_id", "village_id", "changed_at"],
    "ix_public_traces_map": ["unit_id", "case_id", "changed_at"],
}


def upgrade() -> None:
    """Make the tables; what is published now gets its trace, since the moment it was approved."""
    op.create_table('public_traces',
    sa.Column('case_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('code', sa.String(length=11), nullable=False),
    sa.Column('field_id', sa.Integer(), nullable=True),
    sa.Column('village_id', sa.Integer(), nullable=True),
    sa.Column('shown_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('look', sa.String(length=64), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('changed_at >= shown_at', name=op.f('ck_public_traces_changes_after_it_is_shown')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_public_traces_unit_id_units')),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_public_traces')),
    sa.UniqueConstraint('code', name=op.f('uq_public_traces_code'))
    )
    for name, columns in INDEXES.items():
        op.create_index(name, 'public_traces', columns, unique=False, sqlite_where=STANDING, postgresql_where=STANDING)
    op.execute(
        "INSERT INTO public_traces (case_id, unit_id, code, field_id, village_id, shown_at, changed_at, look) "
        "SELECT c.id, c.unit_id, c.code, c.field_id, c.village_id, p.approved_at, p.approved_at, '' "
        "FROM public_cases c JOIN publications p ON p.case_id = c.id WHERE c.published"
    )
    op.create_table('followers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('locale', sa.String(length=2), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('digest_on', sa.Date(), nullable=True),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_followers_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_followers')),
    sa.UniqueConstraint('public_id', name=op.f('uq_followers_public_id')),
    sa.UniqueConstraint('unit_id', 'fingerprint', name=op.f('uq_followers_unit_id_fingerprint'))
    )
    op.create_table('follows',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('follower_id', sa.Integer(), nullable=False),
    sa.Column('topic', sa.String(length=8), nullable=False),
    sa.Column('target', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("topic in ('case', 'field', 'village', 'all')", name=op.f('ck_follows_topic_is_known')),
    sa.CheckConstraint("(topic = 'all') = (target = 0)", name=op.f('ck_follows_all_has_no_target')),
    sa.ForeignKeyConstraint(['follower_id'], ['followers.id'], name=op.f('fk_follows_follower_id_followers')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_follows_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_follows')),
    sa.UniqueConstraint('follower_id', 'topic', 'target', name=op.f('uq_follows_follower_id_topic_target')),
    sa.UniqueConstraint('public_id', name=op.f('uq_follows_public_id'))
    )
    op.create_index('ix_follows_target', 'follows', ['unit_id', 'topic', 'target'], unique=False)
    op.create_table('public_news',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('path', sa.String(length=80), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_public_news_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_public_news'))
    )
    op.create_index('ix_public_news_at', 'public_news', ['unit_id', 'at'], unique=False)


def downgrade() -> None:
    """Take the tables away: addresses are erased, and what was taken back is like what never was published."""
    op.drop_table('public_news')
    op.drop_table('follows')
    op.drop_table('followers')
    for name in INDEXES:
        op.drop_index(name, table_name='public_traces')
    op.drop_table('public_traces')
