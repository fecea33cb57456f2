"""Search as people type: words by one key for every way of writing them, and one for exactly their marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from core.search_words import exact_text, plain_text

revision = "0024"
down_revision = "0022"
branch_labels = None
depends_on = None

BATCH = 2000
INSERT = "INSERT INTO public_cases_search (rowid, search_text, search_marks) VALUES (new.id, new.search_text, new.search_marks);"
DELETE = """INSERT INTO public_cases_search (public_cases_search, rowid, search_text, search_marks)
      VALUES ('delete', old.id, old.search_text, old.search_marks);"""
OLD_INSERT = "INSERT INTO public_cases_search (rowid, search_text) VALUES (new.id, new.search_text);"
OLD_DELETE = """INSERT INTO public_cases_search (public_cases_search, rowid, search_text)
      VALUES ('delete', old.id, old.search_text);"""
SQLITE_DROP = (
    "DROP TRIGGER public_cases_search_update", "DROP TRIGGER public_cases_search_delete",
    "DROP TRIGGER public_cases_search_insert", "DROP TABLE public_cases_search",
)  # fmt: skip
VECTOR = "array_to_tsvector(array_remove(string_to_array((search_text || ' ') || search_marks, ' '), ''))"
STEP = f"""RETURN QUERY SELECT f.id, had + f.place FROM (
          SELECT c.id, row_number() OVER (ORDER BY c.id + 0 DESC)::integer AS place FROM public_cases AS c
          WHERE {VECTOR} @@ tier AND %s AND c.unit_id = of_unit
            AND (of_field IS NULL OR c.field_id = of_field) AND (of_village IS NULL OR c.village_id = of_village)
            AND (of_states IS NULL OR c.state = ANY (of_states)) AND (due_before IS NULL OR c.due_on < due_before)
            AND (only_reopened IS NULL OR c.reopened = only_reopened)
            AND (only_published IS NULL OR c.published = only_published)
          ORDER BY c.id + 0 DESC LIMIT most - had) AS f;"""  # noqa: S608 - our own words
# Sums keep the planner from the index of the numbers. A step asks some spans of 512 numbers, the newest first: two, then as many
# as would hold what is missing at the rate found so far and a quarter more, eight times as many where nothing was found; from 64
# spans on all that are left, because what is so rare is cheap to look for in all.
FOUND = f"""CREATE FUNCTION public_cases_found(
  plain tsquery, exact tsquery, most integer, of_unit integer, of_field integer, of_village integer, of_states text[],
  due_before date, only_reopened boolean, only_published boolean
) RETURNS TABLE (id integer, place integer) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  newest CONSTANT integer := (SELECT max(c.id) / 512 FROM public_cases AS c);
  tier tsquery;
  had integer := 0;
  low integer;
  width integer;
  held integer;
  taken integer;
BEGIN
  FOREACH tier IN ARRAY CASE WHEN exact IS NULL THEN ARRAY[plain] ELSE ARRAY[exact, plain && !!exact] END LOOP
    low := newest + 1;
    width := 2;
    held := 0;
    WHILE had < most AND low > 0 LOOP
      IF width > 64 THEN
        {STEP % "c.id + 0 < low * 512"}
        GET DIAGNOSTICS taken = ROW_COUNT;
        low := 0;
      ELSE
        {STEP % "ARRAY[c.id / 512] && (SELECT array_agg(s) FROM generate_series(low - width, low - 1) AS s)"}
        GET DIAGNOSTICS taken = ROW_COUNT;
        low := low - width;
      END IF;
      had := had + taken;
      held := held + taken;
      width := CASE WHEN held = 0 THEN width * 8 ELSE 1 + (most - had) * (newest + 1 - low) * 5 / (held * 4) END;
    END LOOP;
  END LOOP;
END $$"""
POSTGRESQL = (
    f"CREATE INDEX ix_public_cases_search ON public_cases USING gin ({VECTOR}, (ARRAY[id / 512]))",
    FOUND,
)
POSTGRESQL_DROP = (
    "DROP FUNCTION public_cases_found(tsquery, tsquery, integer, integer, integer, integer, text[], date, boolean, boolean)",
    "DROP INDEX ix_public_cases_search",
)
POSTGRESQL_BACK = (
    """ALTER TABLE public_cases ADD COLUMN search_vector tsvector GENERATED ALWAYS AS
    (to_tsvector('simple', regexp_replace(search_text, '[^0-9a-z]+', ' ', 'g'))) STORED""",
    "ALTER TABLE public_cases ALTER COLUMN search_vector SET STATISTICS 1000",
    "CREATE INDEX ix_public_cases_search ON public_cases USING gin (search_vector)",
)


def upgrade() -> None:
    """Take the old index away, write the keys of what is there anew, and make the index over them."""
    bind = op.get_bind()
    sqlite = bind.dialect.name == "sqlite"
    run(SQLITE_DROP if sqlite else ("DROP INDEX ix_public_cases_search", "ALTER TABLE public_cases DROP COLUMN search_vector"))
    op.add_column("public_cases", sa.Column("search_marks", sa.Text(), nullable=False, server_default=""))
    rewrite_public(bind)
    rewrite(
        bind, "cases", select_of="SELECT id, subject, story, place FROM cases",
        values=lambda row: {"text": plain_text(f"{row.subject} {row.story} {row.place}")},
    )  # fmt: skip
    run(fts5("search_text, search_marks", insert=INSERT, delete=DELETE) if sqlite else POSTGRESQL)


def downgrade() -> None:
    """Put the index over the words alone back; the keys remain, they are words without marks as before."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    run(SQLITE_DROP if sqlite else POSTGRESQL_DROP)
    op.drop_column("public_cases", "search_marks")
    run(fts5("search_text", insert=OLD_INSERT, delete=OLD_DELETE) if sqlite else POSTGRESQL_BACK)


def rewrite_public(bind: sa.Connection) -> None:
    """Write both keys of every public case from the words that the public sees."""
    names = {
        name: dict(bind.execute(sa.text(f"SELECT id, name FROM {name}")).tuples().all())  # noqa: S608 - our own names
        for name in ("fields", "villages")
    }

    def values(row: Any) -> dict[str, str]:
        parts = (names["fields"].get(row.field_id), names["villages"].get(row.village_id), row.title, row.story, row.answer)
        whole = " ".join(part for part in parts if part)
        return {"text": plain_text(whole), "marks": exact_text(whole)}

    read = "SELECT id, field_id, village_id, title, story, answer FROM public_cases"
    rewrite(bind, "public_cases", select_of=read, values=values)


def rewrite(bind: sa.Connection, table: str, *, select_of: str, values: Any) -> None:
    """Set the keys of every row of a table, some thousand at a time."""
    marks = ", search_marks = :marks" if table == "public_cases" else ""
    change = sa.text(f"UPDATE {table} SET search_text = :text{marks} WHERE id = :id")  # noqa: S608 - our own names
    for rows in batches(bind, select_of):
        bind.execute(change, [{"id": row.id, **values(row)} for row in rows])


def batches(bind: sa.Connection, select_of: str) -> Iterator[list[Any]]:
    """Return the rows of a table in portions, by their number."""
    last = 0
    query = sa.text(f"{select_of} WHERE id > :last ORDER BY id LIMIT {BATCH}")
    while rows := list(bind.execute(query, {"last": last})):
        yield rows
        last = rows[-1].id


def fts5(columns: str, *, insert: str, delete: str) -> Iterable[str]:
    """Return what makes SQLite's index over some columns and keeps it equal to the table."""
    changed = " OR ".join(f"old.{name} <> new.{name}" for name in columns.split(", "))
    return (
        f"""CREATE VIRTUAL TABLE public_cases_search USING fts5(
      {columns}, content='public_cases', content_rowid='id', detail='none', tokenize="unicode61 remove_diacritics 0")""",
        f"CREATE TRIGGER public_cases_search_insert AFTER INSERT ON public_cases BEGIN {insert} END",
        f"CREATE TRIGGER public_cases_search_delete AFTER DELETE ON public_cases BEGIN {delete} END",
        f"""CREATE TRIGGER public_cases_search_update AFTER UPDATE OF {columns} ON public_cases
    WHEN {changed} BEGIN {delete} {insert} END""",
        "INSERT INTO public_cases_search (public_cases_search) VALUES ('rebuild')",
    )


def run(statements: Iterable[str]) -> None:
    """Execute each statement as it stands (a colon in it is not a parameter)."""
    for statement in statements:
        op.get_bind().exec_driver_sql(statement)
