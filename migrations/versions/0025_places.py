"""Boundaries of communes and villages, other names of villages, and the square in which a published case is shown."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

SHAPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables and columns. No published case is given a square: its sender was told that the place is not shown."""
    op.create_table(
        "unit_boundaries",
        *_boundary("unit_boundaries"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_boundaries_unit_id_units")),
        sa.UniqueConstraint("unit_id", "valid_from", name=op.f("uq_unit_boundaries_unit_id_valid_from")),
    )
    op.create_index("ix_unit_boundaries_box", "unit_boundaries", ["west", "east"])
    op.create_table(
        "village_boundaries",
        sa.Column("village_id", sa.Integer(), nullable=False),
        *_boundary("village_boundaries"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_village_boundaries_unit_id_units")),
        sa.ForeignKeyConstraint(
            ["unit_id", "village_id"], ["villages.unit_id", "villages.id"], name="village_id_in_same_unit"
        ),
        sa.UniqueConstraint("village_id", "valid_from", name=op.f("uq_village_boundaries_village_id_valid_from")),
    )
    op.create_table(
        "village_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=120), nullable=False),
        sa.Column("former", sa.Boolean(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_names")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_village_names_unit_id_units")),
        sa.ForeignKeyConstraint(
            ["unit_id", "village_id"], ["villages.unit_id", "villages.id"], name="village_id_in_same_unit"
        ),
        sa.UniqueConstraint("village_id", "name_key", name=op.f("uq_village_names_village_id_name_key")),
    )
    op.add_column("cases", sa.Column("accuracy", sa.Integer(), nullable=True))
    op.add_column("publications", sa.Column("place_shown", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("public_cases", sa.Column("square_lat", sa.Float(), nullable=True))
    op.add_column("public_cases", sa.Column("square_lon", sa.Float(), nullable=True))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("public_cases", "square_lon")
    op.drop_column("public_cases", "square_lat")
    op.drop_column("publications", "place_shown")
    op.drop_column("cases", "accuracy")
    op.drop_table("village_names")
    op.drop_table("village_boundaries")
    op.drop_index("ix_unit_boundaries_box", "unit_boundaries")
    op.drop_table("unit_boundaries")


def _boundary(table: str) -> list[sa.schema.SchemaItem]:
    """Return what both tables of boundaries have."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shape", SHAPE, nullable=False),
        sa.Column("west", sa.Float(), nullable=False),
        sa.Column("south", sa.Float(), nullable=False),
        sa.Column("east", sa.Float(), nullable=False),
        sa.Column("north", sa.Float(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("licence", sa.String(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.CheckConstraint("valid_to is null or valid_to >= valid_from", name=op.f(f"ck_{table}_ends_after_it_starts")),
        sa.CheckConstraint("west <= east and south <= north", name=op.f(f"ck_{table}_has_a_box")),
    ]
