"""PostgreSQL's search looks once through everything for words that are rare, with marks and without, and steps closer elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

WORDS = "array_to_tsvector(array_remove(string_to_array((search_text || ' ') || search_marks, ' '), ''))"
NARROWED = """c.unit_id = of_unit
              AND (of_field IS NULL OR c.field_id = of_field) AND (of_village IS NULL OR c.village_id = of_village)
              AND (of_states IS NULL OR c.state = ANY (of_states)) AND (due_before IS NULL OR c.due_on < due_before)
              AND (only_reopened IS NULL OR c.reopened = only_reopened)
              AND (only_published IS NULL OR c.published = only_published)"""
NONE_IN = """(SELECT count(*) = 0 FROM public_cases AS c WHERE {words} @@ plain
              AND ARRAY[c.id / 512] && (SELECT array_agg(s) FROM generate_series({spans}) AS s) AND {narrowed})"""
# What has the marks also has the words. Where the first step finds no row with the marks, the words without them are asked for among
# the newest: when none has these either, all rows with the words are few, and one look through everything finds them and tells which
# of them have the marks. Otherwise it would be two, each as long as the shortest list of a word that is common enough alone. A page
# far behind the first one asks for more rows than are cheap to look into.
RARE = f"""
      IF tier = exact AND held = 0 AND low = newest - 7 AND most <= 100 THEN
        IF {NONE_IN.format(words=WORDS, spans="low, newest", narrowed=NARROWED)} THEN
          IF {NONE_IN.format(words=WORDS, spans="low - 64, low - 1", narrowed=NARROWED)} THEN
            ids := ARRAY(SELECT c.id FROM public_cases AS c WHERE {WORDS} @@ plain AND {NARROWED}
              ORDER BY c.id + 0 DESC LIMIT most + 1);
            IF cardinality(ids) <= most THEN
              RETURN QUERY SELECT c.id, row_number() OVER (ORDER BY {WORDS} @@ exact DESC, c.id DESC)::integer
                FROM public_cases AS c WHERE c.id = ANY (ids);
              RETURN;
            END IF;
          END IF;
        END IF;
      END IF;"""
# Looking into many spans at once costs more than looking through everything, from about 150 on. The rate at which rows are found is
# hardly known after one or two of them: a step is at most twice as long as all before it.
CHANGES = (
    ("  taken integer;\n", "  taken integer;\n  ids integer[];\n"),
    ("    width := 6;\n", "    width := 8;\n"),
    ("    WHILE had < most AND low > 0 LOOP\n", f"    WHILE had < most AND low > 0 LOOP{RARE}\n"),
    ("IF width > 300 THEN", "IF width > 150 THEN"),
    (
        "CASE WHEN held = 0 THEN width * 8 ELSE 1 + (most - had) * (newest + 1 - low) * 5 / (held * 4) END",
        "CASE WHEN held = 0 THEN width * 6"
        " ELSE LEAST(1 + (most - had) * (newest + 1 - low) * 5 / (held * 4), 2 * (newest + 1 - low)) END",
    ),
)


def upgrade() -> None:
    """Teach the function."""
    if op.get_bind().dialect.name == "postgresql":
        _function(CHANGES)


def downgrade() -> None:
    """Put back what was."""
    if op.get_bind().dialect.name == "postgresql":
        _function([(new, old) for old, new in CHANGES])


def _function(changes: Iterable[tuple[str, str]]) -> None:
    definition = op.get_bind().exec_driver_sql("SELECT pg_get_functiondef('public_cases_found'::regproc)").scalar_one()
    for old, new in changes:
        if definition.count(old) != 1:
            raise RuntimeError(f"public_cases_found is not as the migrations left it: {old}")
        definition = definition.replace(old, new)
    op.get_bind().exec_driver_sql(definition)
