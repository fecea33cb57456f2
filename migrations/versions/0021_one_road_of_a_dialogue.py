"""Questions of a dialogue are tied to minutes, turns and commitments by keys; who asked says whether a promise was kept."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NUMBERS = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
COMMITMENTS = sa.table("commitments", sa.column("id"), sa.column("unit_id"), sa.column("dialogue_id"),
                       sa.column("question_ids", NUMBERS))
QUESTIONS = sa.table("dialogue_questions", sa.column("id"), sa.column("dialogue_id"))
LINKS = sa.table("commitment_questions", sa.column("unit_id"), sa.column("commitment_id"), sa.column("question_id"))


def upgrade() -> None:
    """Turn numbers into keys, without those that name no question of the same dialogue."""
    for table in ("minute_items", "speaking_turns"):
        _into_key(table)
    op.add_column("minute_items", sa.Column("outcome", sa.String(length=12), nullable=False, server_default=""))
    op.create_table('commitment_questions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commitment_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitments.id'], name=op.f('fk_commitment_questions_commitment_id_commitments')),
    sa.ForeignKeyConstraint(['question_id'], ['dialogue_questions.id'], name=op.f('fk_commitment_questions_question_id_dialogue_questions')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_commitment_questions_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment_questions')),
    sa.UniqueConstraint('commitment_id', 'question_id', name=op.f('uq_commitment_questions_commitment_id_question_id'))
    )
    op.create_index('ix_commitment_questions_question', 'commitment_questions', ['question_id'], unique=False)
    _link()
    op.drop_column("commitments", "question_ids")
    op.create_table('commitment_voices',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commitment_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('verdict', sa.String(length=8), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('public_text', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'waiting') = (decided_at is null)", name=op.f('ck_commitment_voices_decided_if_not_waiting')),
    sa.CheckConstraint("state = 'waiting' or text = ''", name=op.f('ck_commitment_voices_typed_words_go_when_decided')),
    sa.CheckConstraint("state = 'shown' or public_text = ''", name=op.f('ck_commitment_voices_only_shown_words_are_public')),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitments.id'], name=op.f('fk_commitment_voices_commitment_id_commitments')),
    sa.ForeignKeyConstraint(['decided_by'], ['officials.id'], name=op.f('fk_commitment_voices_decided_by_officials')),
    sa.ForeignKeyConstraint(['question_id'], ['dialogue_questions.id'], name=op.f('fk_commitment_voices_question_id_dialogue_questions')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_commitment_voices_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment_voices'))
    )
    op.create_index('ix_commitment_voices_commitment', 'commitment_voices', ['commitment_id', 'id'], unique=False)
    op.create_table('dialogue_amendments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dialogue_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=False),
    sa.Column('changed', NUMBERS, nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_dialogue_amendments_says_why')),
    sa.ForeignKeyConstraint(['actor_id'], ['officials.id'], name=op.f('fk_dialogue_amendments_actor_id_officials')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogues.id'], name=op.f('fk_dialogue_amendments_dialogue_id_dialogues')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_dialogue_amendments_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dialogue_amendments'))
    )
    op.create_index('ix_dialogue_amendments_dialogue', 'dialogue_amendments', ['dialogue_id'], unique=False)


def downgrade() -> None:
    """Turn the keys back into numbers; what those who asked have said is lost."""
    op.drop_table("dialogue_amendments")
    op.drop_table("commitment_voices")
    op.add_column("commitments", sa.Column("question_ids", NUMBERS, nullable=False, server_default=sa.text("'[]'")))
    _unlink()
    op.drop_table("commitment_questions")
    op.drop_column("minute_items", "outcome")
    for table in ("minute_items", "speaking_turns"):
        op.execute(f"alter table {table} add column question_number integer")
        op.execute(f"update {table} set question_number = question_id")
        op.execute(f"alter table {table} drop column question_id")
        op.execute(f"alter table {table} rename column question_number to question_id")


def _into_key(table: str) -> None:
    """Exchange the column in place: rebuilding the table, SQLite would have to drop it from under those that name it."""
    key = f"fk_{table}_question_id_dialogue_questions"
    op.execute(f"alter table {table} add column question_key integer constraint {key} references dialogue_questions (id)")
    op.execute(
        f"update {table} set question_key = question_id where exists (select 1 from dialogue_questions q"  # noqa: S608
        f" where q.id = {table}.question_id and q.dialogue_id = {table}.dialogue_id)"
    )
    op.execute(f"alter table {table} drop column question_id")
    op.execute(f"alter table {table} rename column question_key to question_id")


def _link() -> None:
    connection = op.get_bind()
    belongs = dict(connection.execute(sa.select(QUESTIONS.c.id, QUESTIONS.c.dialogue_id)).tuples().all())
    rows = connection.execute(sa.select(COMMITMENTS)).all()
    links = [
        {"unit_id": row.unit_id, "commitment_id": row.id, "question_id": number}
        for row in rows
        for number in sorted(set(row.question_ids or ()))
        if belongs.get(number) == row.dialogue_id
    ]
    if links:
        connection.execute(sa.insert(LINKS), links)


def _unlink() -> None:
    connection = op.get_bind()
    known: dict[int, list[int]] = {}
    for row in connection.execute(sa.select(LINKS.c.commitment_id, LINKS.c.question_id).order_by(LINKS.c.question_id)):
        known.setdefault(row.commitment_id, []).append(row.question_id)
    for number, questions in known.items():
        connection.execute(sa.update(COMMITMENTS).where(COMMITMENTS.c.id == number).values(question_ids=questions))
