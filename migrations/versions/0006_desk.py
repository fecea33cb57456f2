"""The officials' desk: saved views, answer templates, drafts kept while somebody writes, and who stands in on days away."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import core.database

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def own_unit(column: str, target: str) -> sa.ForeignKeyConstraint:
    """Return the key that keeps a row from naming a row of another commune."""
    return sa.ForeignKeyConstraint(["unit_id", column], [f"{target}.unit_id", f"{target}.id"], name=f"{column}_in_same_unit")


def begin(table: str) -> list:
    """Return what every table of a commune begins with."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f(f"fk_{table}_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    """Make the tables and the column."""
    op.create_table(
        "saved_views",
        *begin("saved_views"),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("filters", sa.String(length=500), nullable=False),
        sa.Column("opens_first", sa.Boolean(), nullable=False),
        sa.Column("changed", core.database.UtcDateTime(timezone=True), nullable=False),
        own_unit("official_id", "officials"),
        sa.UniqueConstraint("official_id", "name", name=op.f("uq_saved_views_official_id_name")),
    )
    op.create_index(op.f("ix_saved_views_unit_id"), "saved_views", ["unit_id"])
    op.create_index(
        "one_view_opens_first", "saved_views", ["official_id"], unique=True,
        sqlite_where=sa.text("opens_first = 1"), postgresql_where=sa.text("opens_first"),
    )
    op.create_table(
        "answer_templates",
        *begin("answer_templates"),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("what_was_done", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_answer_templates_version_counts_from_one")),
        own_unit("field_id", "fields"),
        own_unit("changed_by", "officials"),
        sa.UniqueConstraint("public_id", name=op.f("uq_answer_templates_public_id")),
        sa.UniqueConstraint("unit_id", "name", name=op.f("uq_answer_templates_unit_id_name")),
    )
    op.create_index(op.f("ix_answer_templates_unit_id"), "answer_templates", ["unit_id"])
    op.create_table(
        "draft_copies",
        *begin("draft_copies"),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", JSON, nullable=False),
        sa.Column("saved_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_draft_copies_case_id_cases")),
        own_unit("official_id", "officials"),
        sa.UniqueConstraint("case_id", "official_id", name=op.f("uq_draft_copies_case_id_official_id")),
    )
    op.create_index(op.f("ix_draft_copies_unit_id"), "draft_copies", ["unit_id"])
    op.create_index("ix_draft_copies_saved_at", "draft_copies", ["saved_at"])
    op.drop_index("ix_case_clocks_case", "case_clocks")
    op.create_index("ix_case_clocks_case", "case_clocks", ["case_id", "unit_id"])
    op.create_index("ix_answers_state", "answers", ["unit_id", "state"])
    op.create_index(
        "ix_extension_requests_open", "extension_requests", ["unit_id", "case_id"],
        sqlite_where=sa.text("approved is null"), postgresql_where=sa.text("approved is null"),
    )
    with op.batch_alter_table("absences") as batch_op:
        batch_op.add_column(sa.Column("substitute_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            "substitute_id_in_same_unit", "officials", ["unit_id", "substitute_id"], ["unit_id", "id"]
        )
        batch_op.create_check_constraint(
            op.f("ck_absences_substitute_is_somebody_else"), "substitute_id is null or substitute_id <> official_id"
        )


def downgrade() -> None:
    """Remove them."""
    with op.batch_alter_table("absences") as batch_op:
        batch_op.drop_constraint(op.f("ck_absences_substitute_is_somebody_else"), type_="check")
        batch_op.drop_constraint("substitute_id_in_same_unit", type_="foreignkey")
        batch_op.drop_column("substitute_id")
    op.drop_index("ix_extension_requests_open", "extension_requests")
    op.drop_index("ix_answers_state", "answers")
    op.drop_index("ix_case_clocks_case", "case_clocks")
    op.create_index("ix_case_clocks_case", "case_clocks", ["case_id"])
    for table in ("draft_copies", "answer_templates", "saved_views"):
        op.drop_table(table)
