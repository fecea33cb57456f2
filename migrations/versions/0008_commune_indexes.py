"""No index of the commune alone: SQLite took it for as good as that of the case and read every row of the commune."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = (
    "absences", "answer_templates", "answers", "attachments", "case_clocks", "case_entries", "case_links", "case_marks",
    "case_questions", "case_supports", "case_transfers", "cases", "complaint_dialogues", "complaint_stops",
    "complaint_tasks", "complaints", "departments", "document_form_rows", "document_series", "draft_copies",
    "extension_requests", "fields", "issued_documents", "lookup_locks", "officials", "outbox_messages", "paper_requests",
    "postings", "public_cases", "publications", "published_plans", "ratings", "register_clocks", "register_entries",
    "register_files", "register_steps", "register_trail", "register_values", "responsibilities", "saved_views", "senders",
    "sign_in_throttles", "stand_ins", "unit_settings", "villages",
)


def upgrade() -> None:
    """Drop the indexes."""
    for table in TABLES:
        op.drop_index(op.f(f"ix_{table}_unit_id"), table_name=table)
    op.create_index("ix_cases_newest", "cases", ["unit_id", "id"])
    for who in ("officer", "department"):
        op.drop_index(f"ix_cases_{who}", table_name="cases")
        op.create_index(f"ix_cases_{who}", "cases", ["unit_id", f"{who}_id", "state", "due_on"])


def downgrade() -> None:
    """Make them again."""
    for who in ("officer", "department"):
        op.drop_index(f"ix_cases_{who}", table_name="cases")
        op.create_index(f"ix_cases_{who}", "cases", [f"{who}_id", "state", "due_on"])
    op.drop_index("ix_cases_newest", table_name="cases")
    for table in TABLES:
        op.create_index(op.f(f"ix_{table}_unit_id"), table, ["unit_id"])
