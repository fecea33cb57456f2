"""Official papers: yearly series of numbers, issued papers, a commune's own forms."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "document_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=10), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("last_number >= 0", name=op.f("ck_document_series_last_number_counts_from_nothing")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_document_series_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_series")),
        sa.UniqueConstraint("unit_id", "series", "year", name=op.f("uq_document_series_unit_id_series_year")),
    )
    op.create_index(op.f("ix_document_series_unit_id"), "document_series", ["unit_id"])
    op.create_table(
        "issued_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("form_number", sa.String(length=20), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=10), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_issued_documents_number_counts_from_one")),
        sa.CheckConstraint("(case_id is null) = (content is null)", name=op.f("ck_issued_documents_content_belongs_to_a_case")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_issued_documents_case_id_cases")),
        sa.ForeignKeyConstraint(["issued_by"], ["officials.id"], name=op.f("fk_issued_documents_issued_by_officials")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_issued_documents_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_documents")),
        sa.UniqueConstraint("unit_id", "series", "year", "number", name=op.f("uq_issued_documents_unit_id_series_year_number")),
    )
    op.create_index("ix_issued_documents_case", "issued_documents", ["case_id", "id"])
    op.create_index(op.f("ix_issued_documents_unit_id"), "issued_documents", ["unit_id"])
    op.create_table(
        "document_form_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("form_number", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("authority", sa.String(length=200), nullable=False),
        sa.Column("addressees", sa.Text(), nullable=False),
        sa.Column("bases", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("signing", sa.String(length=20), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_document_form_rows_version_counts_from_one")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_document_form_rows_unit_id_units")),
        sa.ForeignKeyConstraint(["written_by"], ["officials.id"], name=op.f("fk_document_form_rows_written_by_officials")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_form_rows")),
        sa.UniqueConstraint("unit_id", "kind", "version", name=op.f("uq_document_form_rows_unit_id_kind_version")),
    )
    op.create_index(op.f("ix_document_form_rows_unit_id"), "document_form_rows", ["unit_id"])


def downgrade() -> None:
    """Remove the tables."""
    for table in ("document_form_rows", "issued_documents", "document_series"):
        op.drop_table(table)
