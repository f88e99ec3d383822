"""Search finds people, organisations, exercises and posts: entries know their thing, their author and whom they are for.

Entries are a product of other rows. Those that are here stay findable as before, with a number below 0 in place of their thing;
the worker makes all of them again (`search.fill`).
"""

import sqlalchemy as sa
from alembic import op

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
    with op.batch_alter_table("search_entry") as batch:
        batch.drop_index("ix_search_entry_course_id")
        batch.add_column(sa.Column("thing_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("cohort_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("marks", sa.Text(), nullable=True))
    op.execute("UPDATE search_entry SET thing_id = -id, marks = '_everybody _' || kind || ' _' || language")
    with op.batch_alter_table("search_entry") as batch:
        batch.alter_column("thing_id", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("marks", existing_type=sa.Text(), nullable=False)
        batch.create_foreign_key(op.f("fk_search_entry_cohort_id_cohort"), "cohort", ["cohort_id"], ["id"])
        batch.create_foreign_key(op.f("fk_search_entry_person_id_person"), "person", ["person_id"], ["id"])
        batch.create_unique_constraint(op.f("uq_search_entry_kind_thing_id_language"), ["kind", "thing_id", "language"])
        batch.create_index("ix_search_entry_person_id", ["person_id"], unique=False)
    _run(SQLITE, POSTGRESQL)


def downgrade() -> None:
    _run(SQLITE_AWAY, POSTGRESQL_AWAY)
    op.execute("DELETE FROM search_entry WHERE kind NOT IN ('course', 'lesson', 'term')")
    with op.batch_alter_table("search_entry") as batch:
        batch.drop_index("ix_search_entry_person_id")
        batch.drop_constraint(op.f("uq_search_entry_kind_thing_id_language"), type_="unique")
        batch.drop_constraint(op.f("fk_search_entry_person_id_person"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_search_entry_cohort_id_cohort"), type_="foreignkey")
        for name in ("thing_id", "cohort_id", "person_id", "marks"):
            batch.drop_column(name)
        batch.create_index("ix_search_entry_course_id", ["course_id"], unique=False)
    _run(OLD_SQLITE, OLD_POSTGRESQL)


def _run(sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> None:
    connection = op.get_bind()
    for statement in sqlite if connection.dialect.name == "sqlite" else postgresql:
        connection.exec_driver_sql(statement)
