"""Land-recovery projects: the project, its draft compensation plans, and the letters about it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

VALUES = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    _projects()
    _plans()
    _letters()


def _projects() -> None:
    op.create_table(
        "land_projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=11), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("village_ids", VALUES, nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("withdraw_reason", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_land_projects_version_counts_from_one")),
        sa.CheckConstraint("state in ('draft', 'open', 'finished', 'withdrawn')", name=op.f("ck_land_projects_state_is_known")),
        sa.CheckConstraint(
            "state not in ('open', 'finished') or published_on is not null",
            name=op.f("ck_land_projects_published_on_if_everybody_reads_it"),
        ),
        sa.CheckConstraint("state <> 'draft' or published_on is null", name=op.f("ck_land_projects_nobody_reads_a_draft")),
        sa.CheckConstraint(
            "(state in ('finished', 'withdrawn')) = (ended_on is not null)", name=op.f("ck_land_projects_ended_on_if_it_ended")
        ),
        sa.CheckConstraint("state <> 'withdrawn' or withdraw_reason <> ''", name=op.f("ck_land_projects_withdrawing_has_its_reason")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_land_projects_unit_id_units")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_land_projects_department_id_departments")),
        sa.ForeignKeyConstraint(["official_id"], ["officials.id"], name=op.f("fk_land_projects_official_id_officials")),
        sa.ForeignKeyConstraint(["created_by"], ["officials.id"], name=op.f("fk_land_projects_created_by_officials")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_land_projects")),
        sa.UniqueConstraint("code", name=op.f("uq_land_projects_code")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_land_projects_idempotency_key")),
    )
    op.create_index("ix_land_projects_newest", "land_projects", ["unit_id", "state", "id"])


def _plans() -> None:
    op.create_table(
        "land_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("agree", sa.Integer(), nullable=True),
        sa.Column("disagree", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.String(length=80), nullable=False),
        sa.Column("minutes_on", sa.Date(), nullable=True),
        sa.Column("dialogue_due_on", sa.Date(), nullable=True),
        sa.Column("proof", VALUES, nullable=True),
        sa.Column("dialogue_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(agree is null) = (disagree is null)", name=op.f("ck_land_plans_both_sides_are_counted")),
        sa.CheckConstraint("(agree is null) = (minutes_on is null)", name=op.f("ck_land_plans_counted_by_minutes")),
        sa.CheckConstraint(
            "agree is null or (agree >= 0 and disagree >= 0)", name=op.f("ck_land_plans_nobody_is_less_than_none")
        ),
        sa.CheckConstraint(
            "dialogue_due_on is null or disagree > 0", name=op.f("ck_land_plans_a_dialogue_is_owed_to_who_disagrees")
        ),
        sa.CheckConstraint(
            "dialogue_id is null or dialogue_due_on is not null", name=op.f("ck_land_plans_a_dialogue_answers_a_duty")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_land_plans_unit_id_units")),
        sa.ForeignKeyConstraint(["project_id"], ["land_projects.id"], name=op.f("fk_land_plans_project_id_land_projects")),
        sa.ForeignKeyConstraint(["item_id"], ["disclosures.id"], name=op.f("fk_land_plans_item_id_disclosures")),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogues.id"], name=op.f("fk_land_plans_dialogue_id_dialogues")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_land_plans")),
        sa.UniqueConstraint("item_id", name=op.f("uq_land_plans_item_id")),
    )
    op.create_index("ix_land_plans_project", "land_plans", ["project_id"])


def _letters() -> None:
    op.create_table(
        "land_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("linked_by", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_land_letters_unit_id_units")),
        sa.ForeignKeyConstraint(["project_id"], ["land_projects.id"], name=op.f("fk_land_letters_project_id_land_projects")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_land_letters_case_id_cases")),
        sa.ForeignKeyConstraint(["linked_by"], ["officials.id"], name=op.f("fk_land_letters_linked_by_officials")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_land_letters")),
        sa.UniqueConstraint("project_id", "case_id", name=op.f("uq_land_letters_project_id_case_id")),
    )
    op.create_index("ix_land_letters_case", "land_letters", ["case_id"])


def downgrade() -> None:
    """Take the tables away; the items of disclosure stay."""
    for table in ("land_letters", "land_plans", "land_projects"):
        op.drop_table(table)
