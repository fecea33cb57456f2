"""Full-text search over what is public: FTS5 on SQLite, a generated vector on PostgreSQL."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE = (
    """CREATE VIRTUAL TABLE public_cases_search USING fts5(
      search_text, content='public_cases', content_rowid='id', detail='none', tokenize="unicode61 remove_diacritics 0")""",
    """CREATE TRIGGER public_cases_search_insert AFTER INSERT ON public_cases BEGIN
      INSERT INTO public_cases_search (rowid, search_text) VALUES (new.id, new.search_text);
    END""",
    """CREATE TRIGGER public_cases_search_delete AFTER DELETE ON public_cases BEGIN
      INSERT INTO public_cases_search (public_cases_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
    END""",
    """CREATE TRIGGER public_cases_search_update AFTER UPDATE OF search_text ON public_cases
    WHEN old.search_text <> new.search_text BEGIN
      INSERT INTO public_cases_search (public_cases_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
      INSERT INTO public_cases_search (rowid, search_text) VALUES (new.id, new.search_text);
    END""",
    "INSERT INTO public_cases_search (public_cases_search) VALUES ('rebuild')",
)
SQLITE_BACK = (
    "DROP TRIGGER public_cases_search_update",
    "DROP TRIGGER public_cases_search_delete",
    "DROP TRIGGER public_cases_search_insert",
    "DROP TABLE public_cases_search",
)
POSTGRESQL = (
    """ALTER TABLE public_cases ADD COLUMN search_vector tsvector GENERATED ALWAYS AS
    (to_tsvector('simple', regexp_replace(search_text, '[^0-9a-z]+', ' ', 'g'))) STORED""",
    "ALTER TABLE public_cases ALTER COLUMN search_vector SET STATISTICS 1000",
    "CREATE INDEX ix_public_cases_search ON public_cases USING gin (search_vector)",
)
POSTGRESQL_BACK = (
    "DROP INDEX ix_public_cases_search",
    "ALTER TABLE public_cases DROP COLUMN search_vector",
)


def upgrade() -> None:
    """Make the index and what keeps it equal to the table."""
    run(SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL)


def downgrade() -> None:
    """Remove the index."""
    run(SQLITE_BACK if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_BACK)


def run(statements: tuple[str, ...]) -> None:
    """Execute each statement as it stands (a colon in it is not a parameter)."""
    for statement in statements:
        op.get_bind().exec_driver_sql(statement)
