"""Search finds people, organisations, exercises and posts: entries know their thing, their author and whom they are for.

The entries are a product of other rows. They are made again by a job, so this migration only empties them.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from clustercourse.db import UTCDateTime

revision = "search"
down_revision = "notifications"
branch_labels = None
depends_on = None

SQLITE = (
    """CREATE VIRTUAL TABLE search_index USING fts5(title_folded, body_folded, marks, content='search_entry', content_rowid='id',
    tokenize="ascii tokenchars '_'", prefix='3 4 5 6 7 8')""",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
    INSERT INTO search_index(rowid, title_folded, body_folded, marks)
    VALUES (new.id, new.title_folded, new.body_folded, new.marks); END""",
    """CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
    INSERT INTO search_index(search_index, rowid, title_folded, body_folded, marks)
    VALUES ('delete', old.id, old.title_folded, old.body_folded, old.marks); END""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE OF title_folded, body_folded, marks ON search_entry BEGIN
    INSERT INTO search_index(search_index, rowid, title_folded, body_folded, marks)
    VALUES ('delete', old.id, old.title_folded, old.body_folded, old.marks);
    INSERT INTO search_index(rowid, title_folded, body_folded, marks)
    VALUES (new.id, new.title_folded, new.body_folded, new.marks); END""",
    "INSERT INTO search_index(search_index) VALUES ('rebuild')",
)
SQLITE_AWAY = (
    "DROP TRIGGER search_entry_changed",
    "DROP TRIGGER search_entry_removed",
    "DROP TRIGGER search_entry_added",
    "DROP TABLE search_index",
)
POSTGRESQL = (
    "CREATE TABLE search_index (entry_id integer PRIMARY KEY REFERENCES search_entry(id) ON DELETE CASCADE, words tsvector NOT NULL)",
    "CREATE INDEX search_index_words ON search_index USING gin (words)",
    """CREATE FUNCTION search_index_part(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(string_agg('''' || word || ''':' || least(place + 1, 16383), ' '), '')::tsvector
    FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS found(word, place) WHERE word <> '' $$""",
    """CREATE FUNCTION search_index_words_of(title text, body text, marks text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT search_index_part(title) || search_index_part(body) || search_index_part(marks) $$""",
    """CREATE FUNCTION search_index_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO search_index (entry_id, words) VALUES (NEW.id, search_index_words_of(NEW.title_folded, NEW.body_folded, NEW.marks))
    ON CONFLICT (entry_id) DO UPDATE SET words = excluded.words; RETURN NULL; END $$""",
    """CREATE TRIGGER search_entry_kept AFTER INSERT OR UPDATE OF title_folded, body_folded, marks ON search_entry
    FOR EACH ROW EXECUTE FUNCTION search_index_keep()""",
    "INSERT INTO search_index (entry_id, words) SELECT id, search_index_words_of(title_folded, body_folded, marks) FROM search_entry",
)
POSTGRESQL_AWAY = (
    "DROP TRIGGER search_entry_kept ON search_entry",
    "DROP FUNCTION search_index_keep()",
    "DROP FUNCTION search_index_words_of(text, text, text)",
    "DROP FUNCTION search_index_part(text)",
    "DROP TABLE search_index",
)
OLD_SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(title_folded, body_folded, content='search_entry', content_rowid='id',\n    tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN\n    INSERT INTO search_index(rowid, title_folded, body_folded) VALUES (new.id, new.title_folded, new.body_folded); END",
    "CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN\n    INSERT INTO search_index(search_index, rowid, title_folded, body_folded)\n    VALUES ('delete', old.id, old.title_folded, old.body_folded); END",
    "CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN\n    INSERT INTO search_index(search_index, rowid, title_folded, body_folded)\n    VALUES ('delete', old.id, old.title_folded, old.body_folded);\n    INSERT INTO search_index(rowid, title_folded, body_folded) VALUES (new.id, new.title_folded, new.body_folded); END",
    "INSERT INTO search_index(search_index) VALUES ('rebuild')",
)
OLD_SQLITE_AWAY = (
    "DROP TRIGGER search_entry_changed",
    "DROP TRIGGER search_entry_removed",
    "DROP TRIGGER search_entry_added",
    "DROP TABLE search_index",
)
OLD_POSTGRESQL = (
    "CREATE TABLE search_index (entry_id integer PRIMARY KEY REFERENCES search_entry(id) ON DELETE CASCADE, words tsvector NOT NULL)",
    "CREATE INDEX search_index_words ON search_index USING gin (words)",
    "CREATE FUNCTION search_index_words_of(title text, body text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$\n    SELECT setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', body), 'C') $$",
    "CREATE FUNCTION search_index_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n    INSERT INTO search_index (entry_id, words) VALUES (NEW.id, search_index_words_of(NEW.title_folded, NEW.body_folded))\n    ON CONFLICT (entry_id) DO UPDATE SET words = excluded.words; RETURN NULL; END $$",
    "CREATE TRIGGER search_entry_kept AFTER INSERT OR UPDATE ON search_entry\n    FOR EACH ROW EXECUTE FUNCTION search_index_keep()",
    "INSERT INTO search_index (entry_id, words) SELECT id, search_index_words_of(title_folded, body_folded) FROM search_entry",
)
OLD_POSTGRESQL_AWAY = (
    "DROP TRIGGER search_entry_kept ON search_entry",
    "DROP FUNCTION search_index_keep()",
    "DROP FUNCTION search_index_words_of(text, text)",
    "DROP TABLE search_index",
)


def upgrade() -> None:
    _run(OLD_SQLITE_AWAY, OLD_POSTGRESQL_AWAY)
    op.drop_table("search_entry")
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("title_folded", sa.Text(), nullable=False),
        sa.Column("body_folded", sa.Text(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_search_entry_cohort_id_cohort")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_search_entry_course_id_course")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_search_entry_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("kind", "thing_id", "language", name=op.f("uq_search_entry_kind_thing_id_language")),
    )
    op.create_index("ix_search_entry_person_id", "search_entry", ["person_id"], unique=False)
    _run(SQLITE, POSTGRESQL)
    _fill_later()


def downgrade() -> None:
    _run(SQLITE_AWAY, POSTGRESQL_AWAY)
    op.drop_table("search_entry")
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("title_folded", sa.Text(), nullable=False),
        sa.Column("body_folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_search_entry_course_id_course")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
    )
    op.create_index("ix_search_entry_course_id", "search_entry", ["course_id"], unique=False)
    _run(OLD_SQLITE, OLD_POSTGRESQL)


def _run(sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> None:
    connection = op.get_bind()
    for statement in sqlite if connection.dialect.name == "sqlite" else postgresql:
        connection.exec_driver_sql(statement)


def _fill_later() -> None:
    """A job for the worker, where there is anything to find."""
    connection = op.get_bind()
    job = sa.table(
        "job",
        sa.column("kind"),
        sa.column("key"),
        sa.column("values", sa.JSON()),
        sa.column("state"),
        sa.column("tries"),
        sa.column("due_at", UTCDateTime()),
        sa.column("created_at", UTCDateTime()),
    )
    holds = [connection.exec_driver_sql(f"SELECT 1 FROM {table} LIMIT 1").first() for table in ("person", "course", "organisation")]
    if any(holds):
        moment = datetime.now(UTC)
        values = {"kind": "search.rebuild", "key": f"search.rebuild:{moment.isoformat()}", "values": {}, "state": "waiting", "tries": 0}
        connection.execute(job.insert(), values | {"due_at": moment, "created_at": moment})
