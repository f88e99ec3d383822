"""Notifications, the five choices of letters, and what a letter's reader stops."""

import sqlalchemy as sa
from alembic import op

from clustercourse.db import UTCDateTime

revision = "notifications"
down_revision = "cohorts"
branch_labels = None
depends_on = None

FOLDED = {"session_reminder": "learning", "missed_you": "learning", "out_of_reach": "learning", "cohort_news": "announcements"}
"""Kinds of letters that could be declined one by one → the choice they belong to now."""


def upgrade() -> None:
    op.create_table('notification',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('group', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('thing', sa.Text(), nullable=False),
    sa.Column('thing_id', sa.Integer(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('excerpt', sa.Text(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('due_at', UTCDateTime(), nullable=True),
    sa.Column('told_at', UTCDateTime(), nullable=True),
    sa.Column('read_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_notification_by_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_notification_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notification')),
    sa.UniqueConstraint('key', 'person_id', name=op.f('uq_notification_key_person_id'))
    )
    unread, due = sa.text('read_at IS NULL'), sa.text('due_at IS NOT NULL')
    untold = sa.text('read_at IS NULL AND told_at IS NULL')
    with op.batch_alter_table('notification', schema=None) as batch_op:
        batch_op.create_index('ix_notification_unread', ['person_id', 'group'], unique=False, sqlite_where=unread, postgresql_where=unread)
        batch_op.create_index('ix_notification_due', ['person_id', 'due_at'], unique=False, sqlite_where=due, postgresql_where=due)
        batch_op.create_index('ix_notification_untold', ['created_at'], unique=False, sqlite_where=untold, postgresql_where=untold)
        batch_op.create_index('ix_notification_by_id', ['by_id'], unique=False)
        batch_op.create_index('ix_notification_thing_thing_id', ['thing', 'thing_id'], unique=False)
        batch_op.create_index('ix_notification_person_id', ['person_id'], unique=False)

    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.add_column(sa.Column('stop', sa.Text(), server_default='', nullable=False))

    _fold_choices()


def _fold_choices() -> None:
    """Who declined news declined announcements. Who declined every letter about their learning declines them all; who declined some
    of them gets the others in the daily letter. Whether word of the next one of a series was declined says nothing about all announcements."""
    connection = op.get_bind()
    said = connection.execute(sa.text('SELECT person_id, kind, is_wanted, at FROM letter_choice ORDER BY id')).all()
    op.drop_table('letter_choice')
    _create_choices()
    declined = {}
    for person_id, kind, is_wanted, at in said:
        if kind in FOLDED and not is_wanted:
            choices, latest = declined.setdefault(person_id, ({}, at))
            choices.setdefault(FOLDED[kind], set()).add(kind)
            declined[person_id] = (choices, max(latest, at))
    rows = []
    for person_id, (choices, at) in declined.items():
        learning = choices.get('learning', set())
        rows.append({
            'person_id': person_id,
            'announcements': 'off' if 'announcements' in choices else None,
            'learning': ('off' if len(learning) == 3 else 'daily') if learning else None,
            'at': at,
        })
    if rows:
        written = sa.text('INSERT INTO letter_choice (person_id, announcements, learning, at) VALUES (:person_id, :announcements, :learning, :at)')
        connection.execute(written, rows)


def _create_choices() -> None:
    op.create_table('letter_choice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('direct', sa.Text(), nullable=True),
    sa.Column('announcements', sa.Text(), nullable=True),
    sa.Column('discussion', sa.Text(), nullable=True),
    sa.Column('learning', sa.Text(), nullable=True),
    sa.Column('duties', sa.Text(), nullable=True),
    sa.Column('quiet_from', sa.Time(), nullable=True),
    sa.Column('quiet_until', sa.Time(), nullable=True),
    sa.Column('digest_hour', sa.Integer(), nullable=True),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_letter_choice_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_choice')),
    sa.UniqueConstraint('person_id', name=op.f('uq_letter_choice_person_id'))
    )


def downgrade() -> None:
    connection = op.get_bind()
    said = connection.execute(sa.text('SELECT person_id, announcements, learning, at FROM letter_choice ORDER BY id')).all()
    op.drop_table('letter_choice')
    op.create_table('letter_choice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('is_wanted', sa.Boolean(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_letter_choice_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_choice')),
    sa.UniqueConstraint('person_id', 'kind', name=op.f('uq_letter_choice_person_id_kind'))
    )
    rows = [
        {'person_id': person_id, 'kind': kind, 'is_wanted': False, 'at': at}
        for person_id, announcements, learning, at in said
        for kind, choice in FOLDED.items()
        if {'announcements': announcements, 'learning': learning}[choice] == 'off'
    ]
    if rows:
        connection.execute(sa.text('INSERT INTO letter_choice (person_id, kind, is_wanted, at) VALUES (:person_id, :kind, :is_wanted, :at)'), rows)
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.drop_column('stop')

    with op.batch_alter_table('notification', schema=None) as batch_op:
        batch_op.drop_index('ix_notification_person_id')
        batch_op.drop_index('ix_notification_thing_thing_id')
        batch_op.drop_index('ix_notification_by_id')
        batch_op.drop_index('ix_notification_untold')
        batch_op.drop_index('ix_notification_due')
        batch_op.drop_index('ix_notification_unread')

    op.drop_table('notification')
