"""Spaces, topics and posts, how far each person has read, flags, and drafts of posts."""

from alembic import op
import sqlalchemy as sa
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql
from clustercourse.db import UTCDateTime
from sqlalchemy.dialects import postgresql

revision = 'discussions'
down_revision = 'search'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('post_draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('fields', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('other', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=True),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('saved_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_post_draft_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post_draft')),
    sa.UniqueConstraint('person_id', 'place', name=op.f('uq_post_draft_person_id_place'))
    )
    op.create_table('space',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=True),
    sa.Column('course_id', sa.Integer(), nullable=True),
    sa.Column('is_chatham', sa.Boolean(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.CheckConstraint('(cohort_id IS NULL) <> (course_id IS NULL)', name=op.f('ck_space_owner')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_space_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_space_course_id_course')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_space')),
    sa.UniqueConstraint('cohort_id', name=op.f('uq_space_cohort_id')),
    sa.UniqueConstraint('course_id', name=op.f('uq_space_course_id'))
    )
    op.create_table('topic',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('space_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=True),
    sa.Column('session_id', sa.Integer(), nullable=True),
    sa.Column('step', sa.Text(), nullable=False),
    sa.Column('ask_back_at', UTCDateTime(), nullable=True),
    sa.Column('last_number', sa.Integer(), nullable=False),
    sa.Column('last_post_at', UTCDateTime(), nullable=False),
    sa.Column('last_person_id', sa.Integer(), nullable=True),
    sa.Column('accepted_number', sa.Integer(), nullable=True),
    sa.Column('pinned_at', UTCDateTime(), nullable=True),
    sa.Column('closed_at', UTCDateTime(), nullable=True),
    sa.Column('deleted_at', UTCDateTime(), nullable=True),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_topic_item_id_item')),
    sa.ForeignKeyConstraint(['last_person_id'], ['person.id'], name=op.f('fk_topic_last_person_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_topic_person_id_person')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_topic_session_id_training_session')),
    sa.ForeignKeyConstraint(['space_id'], ['space.id'], name=op.f('fk_topic_space_id_space')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_topic'))
    )
    with op.batch_alter_table('topic', schema=None) as batch_op:
        batch_op.create_index('ix_topic_ask_back_at', ['ask_back_at'], unique=False)
        batch_op.create_index('ix_topic_item_id', ['item_id'], unique=False)
        batch_op.create_index('ix_topic_person_id', ['person_id'], unique=False)
        batch_op.create_index('ix_topic_session_id', ['session_id'], unique=False)
        batch_op.create_index('ix_topic_space_id_last_post_at', ['space_id', 'last_post_at'], unique=False)

    op.create_table('post',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('answers_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('step', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('helpful_count', sa.Integer(), nullable=False),
    sa.Column('file_count', sa.Integer(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('edited_at', UTCDateTime(), nullable=True),
    sa.Column('deleted_at', UTCDateTime(), nullable=True),
    sa.Column('deleted_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['answers_id'], ['post.id'], name=op.f('fk_post_answers_id_post')),
    sa.ForeignKeyConstraint(['deleted_by_id'], ['person.id'], name=op.f('fk_post_deleted_by_id_person')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_post_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_post_person_id_person')),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_post_topic_id_topic')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post')),
    sa.UniqueConstraint('topic_id', 'number', name=op.f('uq_post_topic_id_number'))
    )
    with op.batch_alter_table('post', schema=None) as batch_op:
        batch_op.create_index('ix_post_answers_id', ['answers_id'], unique=False)
        batch_op.create_index('ix_post_person_id_created_at', ['person_id', 'created_at'], unique=False)

    op.create_table('topic_reader',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.Column('read_number', sa.Integer(), nullable=False),
    sa.Column('level', sa.Text(), nullable=True),
    sa.Column('is_chosen', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('read_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_topic_reader_person_id_person')),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_topic_reader_topic_id_topic')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_topic_reader')),
    sa.UniqueConstraint('person_id', 'topic_id', name=op.f('uq_topic_reader_person_id_topic_id'))
    )
    with op.batch_alter_table('topic_reader', schema=None) as batch_op:
        batch_op.create_index('ix_topic_reader_topic_id', ['topic_id'], unique=False)

    op.create_table('topic_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('topic_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('from_state', sa.Text(), nullable=False),
    sa.Column('to_state', sa.Text(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_topic_step_by_id_person')),
    sa.ForeignKeyConstraint(['topic_id'], ['topic.id'], name=op.f('fk_topic_step_topic_id_topic')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_topic_step'))
    )
    with op.batch_alter_table('topic_step', schema=None) as batch_op:
        batch_op.create_index('ix_topic_step_topic_id', ['topic_id'], unique=False)

    op.create_table('flag',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('decided_at', UTCDateTime(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_flag_decided_by_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_flag_person_id_person')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_flag_post_id_post')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_flag'))
    )
    with op.batch_alter_table('flag', schema=None) as batch_op:
        batch_op.create_index('ix_flag_person_id', ['person_id'], unique=False)
        batch_op.create_index('ix_flag_state', ['state'], unique=False)
        batch_op.create_index('uq_flag_pending', ['post_id', 'person_id'], unique=True, sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))

    op.create_table('helpful',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_helpful_person_id_person')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_helpful_post_id_post')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_helpful')),
    sa.UniqueConstraint('post_id', 'person_id', name=op.f('uq_helpful_post_id_person_id'))
    )
    with op.batch_alter_table('helpful', schema=None) as batch_op:
        batch_op.create_index('ix_helpful_person_id', ['person_id'], unique=False)

    op.create_table('mention',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_mention_person_id_person')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_mention_post_id_post')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mention')),
    sa.UniqueConstraint('post_id', 'person_id', name=op.f('uq_mention_post_id_person_id'))
    )
    with op.batch_alter_table('mention', schema=None) as batch_op:
        batch_op.create_index('ix_mention_person_id', ['person_id'], unique=False)

    op.create_table('post_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('media_type', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_post_file_post_id_post')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post_file'))
    )
    with op.batch_alter_table('post_file', schema=None) as batch_op:
        batch_op.create_index('ix_post_file_digest', ['digest'], unique=False)
        batch_op.create_index('ix_post_file_post_id', ['post_id'], unique=False)

    op.create_table('post_revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_post_revision_by_id_person')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_post_revision_post_id_post')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post_revision'))
    )
    with op.batch_alter_table('post_revision', schema=None) as batch_op:
        batch_op.create_index('ix_post_revision_post_id', ['post_id'], unique=False)

    with op.batch_alter_table('erasure', schema=None) as batch_op:
        batch_op.add_column(sa.Column('leaves_posts', sa.Boolean(), server_default=sa.false(), nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('erasure', schema=None) as batch_op:
        batch_op.drop_column('leaves_posts')

    with op.batch_alter_table('post_revision', schema=None) as batch_op:
        batch_op.drop_index('ix_post_revision_post_id')

    op.drop_table('post_revision')
    with op.batch_alter_table('post_file', schema=None) as batch_op:
        batch_op.drop_index('ix_post_file_post_id')
        batch_op.drop_index('ix_post_file_digest')

    op.drop_table('post_file')
    with op.batch_alter_table('mention', schema=None) as batch_op:
        batch_op.drop_index('ix_mention_person_id')

    op.drop_table('mention')
    with op.batch_alter_table('helpful', schema=None) as batch_op:
        batch_op.drop_index('ix_helpful_person_id')

    op.drop_table('helpful')
    with op.batch_alter_table('flag', schema=None) as batch_op:
        batch_op.drop_index('uq_flag_pending', sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))
        batch_op.drop_index('ix_flag_state')
        batch_op.drop_index('ix_flag_person_id')

    op.drop_table('flag')
    with op.batch_alter_table('topic_step', schema=None) as batch_op:
        batch_op.drop_index('ix_topic_step_topic_id')

    op.drop_table('topic_step')
    with op.batch_alter_table('topic_reader', schema=None) as batch_op:
        batch_op.drop_index('ix_topic_reader_topic_id')

    op.drop_table('topic_reader')
    with op.batch_alter_table('post', schema=None) as batch_op:
        batch_op.drop_index('ix_post_person_id_created_at')
        batch_op.drop_index('ix_post_answers_id')

    op.drop_table('post')
    with op.batch_alter_table('topic', schema=None) as batch_op:
        batch_op.drop_index('ix_topic_space_id_last_post_at')
        batch_op.drop_index('ix_topic_session_id')
        batch_op.drop_index('ix_topic_person_id')
        batch_op.drop_index('ix_topic_item_id')
        batch_op.drop_index('ix_topic_ask_back_at')

    op.drop_table('topic')
    op.drop_table('space')
    op.drop_table('post_draft')
