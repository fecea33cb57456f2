"""The days of what happened to a case in the public model, by which every published number is counted, and stored boards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
DAYS = (
    "notice_due_on", "due_before", "extended_on", "settled_on", "rated_on", "reopened_on", "first_due_on", "first_due_before",
    "first_extended_on", "first_settled_on", "last_on",
)  # fmt: skip
FLAGS = ("in_time", "first_in_time")
OLD_BOARD = [
    "unit_id", "field_id", "village_id", "received_on", "state", "due_on", "on_time", "reopened", "evidence", "satisfied",
]  # fmt: skip
BOARD = [
    "unit_id", "last_on", "received_on", "settled_on", "field_id", "village_id", "department_id", "state", "accepted_on",
    "notice_due_on", "due_on", "due_before", "extended_on", "in_time", "evidence", "rated_on", "satisfied", "reopened_on",
]  # fmt: skip
OPEN = "('received', 'classified', 'in_progress', 'reopened', 'accepted', 'verifying', 'suspended', 'decided')"
LOCAL = {"sqlite": "date({}, '+7 hours')", "postgresql": "(({}) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"}
FACT = {"sqlite": "json_extract({}.facts, '$.due_before')", "postgresql": "({}.facts ->> 'due_before')::date"}
LATER = {"sqlite": "max", "postgresql": "greatest"}


def upgrade() -> None:
    """Add the days, write them for every case from what its clocks, answers, ratings and timeline say, and make the indexes."""
    op.add_column("public_cases", sa.Column("department_id", sa.Integer(), nullable=True))
    for name in DAYS:
        op.add_column("public_cases", sa.Column(name, sa.Date(), nullable=True))
    for name in FLAGS:
        op.add_column("public_cases", sa.Column(name, sa.Boolean(), nullable=True))
    op.add_column("public_cases", sa.Column("first_evidence", sa.String(length=10), nullable=False, server_default=""))
    for statement in statements(op.get_bind().dialect.name):
        op.execute(statement)
    _search_knows_its_own_names()
    op.drop_index("ix_public_cases_board", "public_cases")
    op.create_index("ix_public_cases_board", "public_cases", BOARD)
    again = sa.text("reopened_on is not null")
    op.create_index(
        "ix_public_cases_first_round", "public_cases", ["unit_id", "reopened_on"], sqlite_where=again, postgresql_where=again,
    )  # fmt: skip
    op.create_table(
        "board_snapshots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("numbers", JSON, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_snapshots")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_board_snapshots_unit_id_units")),
        sa.UniqueConstraint("unit_id", "first_on", "last_on", name=op.f("uq_board_snapshots_unit_id_first_on_last_on")),
    )


def downgrade() -> None:
    """Drop them; the old index of the board comes back."""
    op.drop_table("board_snapshots")
    op.drop_index("ix_public_cases_first_round", "public_cases")
    op.drop_index("ix_public_cases_board", "public_cases")
    op.create_index("ix_public_cases_board", "public_cases", OLD_BOARD)
    for name in ("first_evidence", *FLAGS, *DAYS, "department_id"):
        op.drop_column("public_cases", name)


def _search_knows_its_own_names() -> None:
    """Let the names of the search function's parameters stand for these: one of them, due_before, is now a column's too."""
    if op.get_bind().dialect.name == "postgresql":
        definition = op.get_bind().exec_driver_sql("SELECT pg_get_functiondef('public_cases_found'::regproc)").scalar_one()
        op.get_bind().exec_driver_sql(definition.replace("\nDECLARE", "\n#variable_conflict use_variable\nDECLARE", 1))


def statements(database: str) -> list[str]:
    """Return what fills the new columns, in order; each statement writes all cases at once."""
    mine = "case_id = public_cases.id"
    entry = "FROM case_entries e WHERE e.case_id = public_cases.id AND e.kind = '{}'"
    opened = "(SELECT min(r.id) FROM case_entries r WHERE r.case_id = e.case_id AND r.kind = 'reopened')"
    extended, first = entry.format("extended"), f" AND e.id < {opened} ORDER BY e.id DESC LIMIT 1"
    last = f" AND ({opened} IS NULL OR e.id > {opened}) ORDER BY e.id DESC LIMIT 1"
    day, before = LOCAL[database].format("e.at"), FACT[database].format("e")
    owed = f"FROM case_clocks k WHERE k.{mine} AND k.round = 1"
    noticed = f"{owed} AND k.state NOT IN ('planned', 'tracked') AND k.term_code NOT IN ('KNPA.URGENT', 'KNPA.PORTAL')"
    answer = f"FROM answers a WHERE a.{mine} AND a.round = 1 AND a.state = 'issued'"
    rated = "SELECT {} FROM ratings r WHERE r.case_id = public_cases.id AND r.round = {}"
    again = "WHERE reopened AND reopened_on IS NOT NULL"
    moment = LOCAL[database].format("r.rated_at")
    return [
        f"""UPDATE public_cases SET
        department_id = (SELECT c.department_id FROM cases c WHERE c.id = public_cases.id),
        notice_due_on = CASE WHEN accepted_on IS NULL AND due_on IS NOT NULL THEN due_on ELSE coalesce(
            (SELECT k.due_on {noticed} AND k.ended_on = public_cases.accepted_on ORDER BY k.id LIMIT 1),
            (SELECT k.due_on {noticed} ORDER BY k.id LIMIT 1)) END,
        settled_on = CASE WHEN state IN {OPEN} THEN NULL ELSE coalesce(answered_on, closed_on, received_on) END,
        in_time = CASE WHEN state IN {OPEN} THEN NULL ELSE on_time END,
        rated_on = ({rated.format(moment, "CASE WHEN public_cases.reopened THEN 2 ELSE 1 END")}),
        reopened_on = CASE WHEN reopened THEN ({rated.format(moment, 1)}) END""",
        f"""UPDATE public_cases SET extended_on = (SELECT {day} {extended}{last}), due_before = (SELECT {before} {extended}{last})
        WHERE extended""",
        f"""UPDATE public_cases SET first_extended_on = (SELECT {day} {extended}{first}),
        first_due_before = (SELECT {before} {extended}{first}) {again} AND extended""",
        f"""UPDATE public_cases SET first_settled_on = (SELECT a.issued_on {answer}),
        first_evidence = coalesce((SELECT a.evidence {answer}), '') {again}""",
        f"""UPDATE public_cases SET first_due_on = (SELECT min(k.due_on) {owed} AND k.state = 'ended'
        AND k.ended_on = public_cases.first_settled_on) {again}""",
        f"""UPDATE public_cases SET reopened_on = NULL {again} AND first_settled_on IS NULL""",
        f"""UPDATE public_cases SET first_in_time = first_settled_on <= first_due_on,
        in_time = CASE WHEN settled_on IS NULL OR on_time IS NULL OR due_on IS NULL THEN in_time ELSE settled_on <= due_on END
        {again}""",
        f"""UPDATE public_cases SET last_on = {LATER[database]}(settled_on, coalesce(rated_on, settled_on))
        WHERE settled_on IS NOT NULL""",
    ]  # noqa: S608 - our own names
