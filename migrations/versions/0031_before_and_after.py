"""What was done, with photos before and after: the day and the photos of each side in the public model, and their index."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
FIXED = sa.text("fixed_on is not null")
COLUMNS = ["unit_id", "fixed_on", "id", "field_id", "village_id"]
public = sa.table(
    "public_cases", sa.column("id", sa.Integer), sa.column("kind", sa.String), sa.column("state", sa.String),
    sa.column("outcome", sa.String), sa.column("published", sa.Boolean), sa.column("photos", JSON), sa.column("reopened", sa.Boolean),
    sa.column("settled_on", sa.Date), sa.column("fixed_on", sa.Date), sa.column("fixed_photos", JSON),
)  # fmt: skip
files = sa.table(
    "attachments", sa.column("public_id", sa.String), sa.column("subject", sa.String), sa.column("purpose", sa.String),
    sa.column("created_at", sa.DateTime(timezone=True)),
)  # fmt: skip


def upgrade() -> None:
    """Add both columns and the index; published cases that were done before get theirs from the photos that are public now."""
    op.add_column("public_cases", sa.Column("fixed_on", sa.Date(), nullable=True))
    op.add_column("public_cases", sa.Column("fixed_photos", JSON, nullable=False, server_default="{}"))
    fill(op.get_bind())
    op.create_index("ix_public_cases_fixed", "public_cases", COLUMNS, sqlite_where=FIXED, postgresql_where=FIXED)


def downgrade() -> None:
    """Take them away; the photos stay as public as they were."""
    op.drop_index("ix_public_cases_fixed", table_name="public_cases")
    op.drop_column("public_cases", "fixed_photos")
    op.drop_column("public_cases", "fixed_on")


def fill(connection: sa.Connection) -> None:
    """Write the columns of the cases that were done, as feedback.before_after does."""
    done = sa.select(public).where(
        public.c.published, public.c.settled_on.is_not(None), public.c.kind != "KHIEU_NAI",
        public.c.state.in_(("answered", "closed")), public.c.outcome.in_(("done", "partly")),
        sa.cast(public.c.photos, sa.Text) != "[]",
    )  # fmt: skip
    for row in connection.execute(done).all():
        sides = _sides(connection, row)
        if sides["after"]:
            known = public.c.id == row.id
            connection.execute(sa.update(public).where(known).values(fixed_on=row.settled_on, fixed_photos=sides))


def _sides(connection: sa.Connection, row: Any) -> dict[str, list[str]]:
    found = sa.select(files).where(files.c.subject == f"case:{row.id}", files.c.public_id.in_(row.photos))
    origins = {item.public_id: item for item in connection.execute(found)}
    shown = [origins[public_id] for public_id in row.photos if public_id in origins]
    after = "answer2" if row.reopened else "answer1"
    return {
        "before": [item.public_id for item in shown if _is_before(item.purpose, item.created_at, row)],
        "after": [item.public_id for item in shown if item.purpose == after],
    }


def _is_before(purpose: str, came_at: datetime, row: Any) -> bool:
    return purpose == "story" or (purpose == "added" and (came_at + timedelta(hours=7)).date() < row.settled_on)
