"""Requests of people about the personal data that a case holds of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

TABLE = "data_requests"
WAITING = sa.text("state in ('asked', 'taken')")
CHECKS = {
    "kind_is_a_right": "kind in ('see', 'correct', 'delete', 'withdraw', 'restrict', 'object')",
    "state_is_known": "state in ('asked', 'taken', 'done', 'refused')",
    "ended_on_if_ended": "(state in ('done', 'refused')) = (ended_on is not null)",
    "a_refusal_has_a_ground": "(state = 'refused') = (ground <> '')",
    "what_goes_on_was_acknowledged": "state = 'asked' or taken_on is not null",
    "an_extension_has_a_reason": "extension_days = 0 or extension_reason <> ''",
}


def upgrade() -> None:
    """Make the table; requests of before were not written down here."""
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    officials = ("written_by", "taken_by", "extended_by", "ended_by")
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("take_by", sa.Date(), nullable=True),
        sa.Column("take_proof", json, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_proof", json, nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("extension_days", sa.Integer(), nullable=False),
        sa.Column("extension_reason", sa.Text(), nullable=False),
        sa.Column("extended_by", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ground", sa.String(length=12), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("erased", sa.Boolean(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *(sa.CheckConstraint(words, name=op.f(f"ck_{TABLE}_{name}")) for name, words in CHECKS.items()),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f(f"fk_{TABLE}_case_id_cases")),
        *(sa.ForeignKeyConstraint([name], ["officials.id"], name=op.f(f"fk_{TABLE}_{name}_officials")) for name in officials),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f(f"fk_{TABLE}_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{TABLE}_public_id")),
    )
    op.create_index("ix_data_requests_case", TABLE, ["case_id", "id"])
    op.create_index("ix_data_requests_state", TABLE, ["unit_id", "state", "due_on"])
    op.create_index(
        "one_request_of_a_kind_waits", TABLE, ["case_id", "kind"], unique=True, sqlite_where=WAITING, postgresql_where=WAITING
    )


def downgrade() -> None:
    """Take the table away with the requests in it; what was erased or stopped because of them stays so."""
    op.drop_table(TABLE)
