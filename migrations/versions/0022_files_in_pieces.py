"""Files that follow their letter in pieces."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "files_coming",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number between 1 and 6", name=op.f("ck_files_coming_a_letter_has_six_files")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_files_coming_case_id_cases")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_files_coming_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files_coming")),
        sa.UniqueConstraint("case_id", name=op.f("uq_files_coming_case_id")),
    )
    op.create_table(
        "piece_uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(length=20), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number between 0 and 5", name=op.f("ck_piece_uploads_number_counts_from_zero")),
        sa.CheckConstraint("kind in ('photo', 'voice')", name=op.f("ck_piece_uploads_kind_is_known")),
        sa.CheckConstraint("length > 0", name=op.f("ck_piece_uploads_a_file_has_bytes")),
        sa.CheckConstraint("stored between 0 and length", name=op.f("ck_piece_uploads_stored_is_a_part")),
        sa.CheckConstraint(
            "done_at is null or stored = length", name=op.f("ck_piece_uploads_done_when_all_is_stored")
        ),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_piece_uploads_expires_after_it_began")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_piece_uploads_case_id_cases")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_piece_uploads_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece_uploads")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_piece_uploads_case_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_piece_uploads_public_id")),
    )
    op.create_index("ix_piece_uploads_unfinished", "piece_uploads", ["done_at", "created_at"])


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_piece_uploads_unfinished", table_name="piece_uploads")
    op.drop_table("piece_uploads")
    op.drop_table("files_coming")
