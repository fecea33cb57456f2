"""PostgreSQL's search looks at the span of numbers before the words, and has fewer steps for words that are rare."""

from __future__ import annotations

from collections.abc import Iterable

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

VECTOR = "array_to_tsvector(array_remove(string_to_array((search_text || ' ') || search_marks, ' '), ''))"
SPAN = "(ARRAY[id / 512])"
# A scan of a GIN index looks for the first row that meets its first column, then asks the others whether they agree. With the
# words in front, a step that asks for the newest rows alone had to walk through all that is older to find its first row.
INDEX = "CREATE INDEX ix_public_cases_search ON public_cases USING gin ({}, {})"
# Where nothing has the exact marks, nothing need be left out of the words without them. A page is asked for, not the thousand rows
# that PostgreSQL expects of a function: for so many it read a whole table of ten thousand cases to join them. Six spans cost hardly
# more than two now and fill most pages at once; looking through everything left is dear where something is found now and then.
CHANGES = (
    (" STABLE\n", " STABLE ROWS 30\n"),
    ("ELSE ARRAY[exact, plain && !!exact] END LOOP", "ELSE ARRAY[exact, plain] END LOOP"),
    (
        "    low := newest + 1;\n",
        "    IF tier = plain AND had > 0 THEN tier := plain && !!exact; END IF;\n    low := newest + 1;\n",
    ),
    ("    width := 2;\n", "    width := 6;\n"),
    ("IF width > 64 THEN", "IF width > 300 THEN"),
)


def upgrade() -> None:
    """Make the index anew and teach the function."""
    if op.get_bind().dialect.name == "postgresql":
        _index(SPAN, VECTOR)
        _function(CHANGES)


def downgrade() -> None:
    """Put back what was."""
    if op.get_bind().dialect.name == "postgresql":
        _index(VECTOR, SPAN)
        _function([(new, old) for old, new in CHANGES])


def _index(first: str, second: str) -> None:
    op.get_bind().exec_driver_sql("DROP INDEX ix_public_cases_search")
    op.get_bind().exec_driver_sql(INDEX.format(first, second))


def _function(changes: Iterable[tuple[str, str]]) -> None:
    definition = op.get_bind().exec_driver_sql("SELECT pg_get_functiondef('public_cases_found'::regproc)").scalar_one()
    for old, new in changes:
        if definition.count(old) != 1:
            raise RuntimeError(f"public_cases_found is not as the migrations left it: {old}")
        definition = definition.replace(old, new)
    op.get_bind().exec_driver_sql(definition)
