"""Papers that belong to no case but to another subject of the commune: the minutes and conclusions of a dialogue."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

NAME = "ck_issued_documents_content_belongs_to_a_case"


def upgrade() -> None:
    """Add the subject and let it keep a paper's content as a case does."""
    with op.batch_alter_table("issued_documents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("subject", sa.String(length=40), nullable=False, server_default=""))
        batch_op.drop_constraint(op.f(NAME), type_="check")
        batch_op.create_check_constraint(op.f(NAME), "(case_id is null and subject = '') = (content is null)")


def downgrade() -> None:
    """Take it away; the papers of no case lose their content with it."""
    op.execute("update issued_documents set content = null where case_id is null")
    with op.batch_alter_table("issued_documents", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(NAME), type_="check")
        batch_op.drop_column("subject")
        batch_op.create_check_constraint(op.f(NAME), "(case_id is null) = (content is null)")
