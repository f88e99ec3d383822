"""Cohorts, seats, sessions, attendance and calendars."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from clustercourse.db import UTCDateTime

revision = "cohorts"
down_revision = "foundation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('series',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_series')),
    sa.UniqueConstraint('title', name=op.f('uq_series_title'))
    )
    op.create_table('cohort',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('blueprint', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('about_html', sa.Text(), nullable=False),
    sa.Column('practical', sa.Text(), nullable=False),
    sa.Column('practical_html', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('time_zone', sa.Text(), nullable=False),
    sa.Column('dates_in_words', sa.Text(), nullable=False),
    sa.Column('admission', sa.Text(), nullable=False),
    sa.Column('partner_places', sa.Integer(), nullable=False),
    sa.Column('external_places', sa.Integer(), nullable=False),
    sa.Column('one_per_organisation_first', sa.Boolean(), nullable=False),
    sa.Column('offer_days', sa.Integer(), nullable=False),
    sa.Column('apply_until_on', sa.Date(), nullable=True),
    sa.Column('withdraw_until_on', sa.Date(), nullable=True),
    sa.Column('attendance_percent', sa.Integer(), nullable=False),
    sa.Column('project_acronym', sa.Text(), nullable=False),
    sa.Column('project_title', sa.Text(), nullable=False),
    sa.Column('work_package', sa.Text(), nullable=False),
    sa.Column('funder', sa.Text(), nullable=False),
    sa.Column('series_id', sa.Integer(), nullable=True),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('published_at', UTCDateTime(), nullable=True),
    sa.Column('closed_at', UTCDateTime(), nullable=True),
    sa.CheckConstraint('partner_places >= 0 AND external_places >= 0', name=op.f('ck_cohort_places')),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_cohort_series_id_series')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort')),
    sa.UniqueConstraint('slug', name=op.f('uq_cohort_slug'))
    )
    with op.batch_alter_table('cohort', schema=None) as batch_op:
        batch_op.create_index('ix_cohort_series_id', ['series_id'], unique=False)
        batch_op.create_index('ix_cohort_state', ['state'], unique=False)

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
    op.create_table('calendar_feed',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=True),
    sa.Column('token_digest', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('revoked_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_calendar_feed_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_calendar_feed_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_calendar_feed_token_digest'))
    )
    with op.batch_alter_table('calendar_feed', schema=None) as batch_op:
        batch_op.create_index('ix_calendar_feed_person_id', ['person_id'], unique=False)

    op.create_table('cohort_contact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('organisation', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('phone', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_contact_cohort_id_cohort')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_contact')),
    sa.UniqueConstraint('cohort_id', 'purpose', name=op.f('uq_cohort_contact_cohort_id_purpose'))
    )
    op.create_table('cohort_course',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('pinned_version_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_course_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_cohort_course_course_id_course')),
    sa.ForeignKeyConstraint(['pinned_version_id'], ['version.id'], name=op.f('fk_cohort_course_pinned_version_id_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_course')),
    sa.UniqueConstraint('cohort_id', 'course_id', name=op.f('uq_cohort_course_cohort_id_course_id'))
    )
    with op.batch_alter_table('cohort_course', schema=None) as batch_op:
        batch_op.create_index('ix_cohort_course_course_id', ['course_id'], unique=False)

    op.create_table('cohort_deadline',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('at_time', sa.Time(), nullable=False),
    sa.Column('zone', sa.Text(), nullable=False),
    sa.Column('fold', sa.Integer(), nullable=False),
    sa.Column('due_at', UTCDateTime(), nullable=False),
    sa.Column('uid', sa.Text(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('cancelled_at', UTCDateTime(), nullable=True),
    sa.Column('changed_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_deadline_cohort_id_cohort')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_deadline')),
    sa.UniqueConstraint('uid', name=op.f('uq_cohort_deadline_uid'))
    )
    with op.batch_alter_table('cohort_deadline', schema=None) as batch_op:
        batch_op.create_index('ix_cohort_deadline_cohort_id', ['cohort_id'], unique=False)

    op.create_table('cohort_news',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('is_public', sa.Boolean(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_cohort_news_by_id_person')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_news_cohort_id_cohort')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_news'))
    )
    with op.batch_alter_table('cohort_news', schema=None) as batch_op:
        batch_op.create_index('ix_cohort_news_cohort_id', ['cohort_id'], unique=False)

    op.create_table('cohort_organisation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_organisation_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_cohort_organisation_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_organisation')),
    sa.UniqueConstraint('cohort_id', 'organisation_id', name=op.f('uq_cohort_organisation_cohort_id_organisation_id'))
    )
    op.create_table('cohort_part',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('country', sa.Text(), nullable=False),
    sa.Column('venue', sa.Text(), nullable=False),
    sa.Column('dates_in_words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_part_cohort_id_cohort')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_part')),
    sa.UniqueConstraint('cohort_id', 'number', name=op.f('uq_cohort_part_cohort_id_number'))
    )
    op.create_table('cohort_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('video_address', sa.Text(), nullable=False),
    sa.Column('published_at', UTCDateTime(), nullable=True),
    sa.Column('changed_at', UTCDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_cohort_report_by_id_person')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_report_cohort_id_cohort')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_report')),
    sa.UniqueConstraint('cohort_id', name=op.f('uq_cohort_report_cohort_id'))
    )
    op.create_table('cohort_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('from_state', sa.Text(), nullable=False),
    sa.Column('to_state', sa.Text(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_cohort_step_by_id_person')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_step_cohort_id_cohort')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_step'))
    )
    with op.batch_alter_table('cohort_step', schema=None) as batch_op:
        batch_op.create_index('ix_cohort_step_cohort_id', ['cohort_id'], unique=False)

    op.create_table('cohort_team',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_team_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_cohort_team_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_team')),
    sa.UniqueConstraint('cohort_id', 'person_id', 'role', name=op.f('uq_cohort_team_cohort_id_person_id_role'))
    )
    with op.batch_alter_table('cohort_team', schema=None) as batch_op:
        batch_op.create_index('ix_cohort_team_person_id', ['person_id'], unique=False)

    op.create_table('interest',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_interest_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_interest_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interest')),
    sa.UniqueConstraint('cohort_id', 'person_id', name=op.f('uq_interest_cohort_id_person_id'))
    )
    with op.batch_alter_table('interest', schema=None) as batch_op:
        batch_op.create_index('ix_interest_person_id', ['person_id'], unique=False)

    op.create_table('seat',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('queue_number', sa.Integer(), nullable=True),
    sa.Column('offered_until', UTCDateTime(), nullable=True),
    sa.Column('joined_on', sa.Date(), nullable=True),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('moved_to_id', sa.Integer(), nullable=True),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('diet', sa.Text(), nullable=False),
    sa.Column('access_needs', sa.Text(), nullable=False),
    sa.Column('listed', sa.Text(), nullable=False),
    sa.Column('sheet_code', sa.Text(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_seat_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['moved_to_id'], ['seat.id'], name=op.f('fk_seat_moved_to_id_seat')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_seat_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_seat_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seat')),
    sa.UniqueConstraint('cohort_id', 'person_id', name=op.f('uq_seat_cohort_id_person_id'))
    )
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.create_index('ix_seat_cohort_id_state', ['cohort_id', 'state'], unique=False)
        batch_op.create_index('ix_seat_offered_until', ['offered_until'], unique=False)
        batch_op.create_index('ix_seat_person_id', ['person_id'], unique=False)

    op.create_table('item_exception',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('until', UTCDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('ended_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_item_exception_by_id_person')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_item_exception_enrolment_id_enrolment')),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_item_exception_item_id_item')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_item_exception'))
    )
    with op.batch_alter_table('item_exception', schema=None) as batch_op:
        batch_op.create_index('ix_item_exception_enrolment_id', ['enrolment_id'], unique=False)

    op.create_table('seat_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('seat_id', sa.Integer(), nullable=False),
    sa.Column('from_state', sa.Text(), nullable=False),
    sa.Column('to_state', sa.Text(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_seat_step_by_id_person')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_seat_step_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seat_step'))
    )
    with op.batch_alter_table('seat_step', schema=None) as batch_op:
        batch_op.create_index('ix_seat_step_seat_id', ['seat_id'], unique=False)

    op.create_table('training_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('part_id', sa.Integer(), nullable=True),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('about_html', sa.Text(), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('at_time', sa.Time(), nullable=False),
    sa.Column('zone', sa.Text(), nullable=False),
    sa.Column('fold', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('starts_at', UTCDateTime(), nullable=False),
    sa.Column('ends_at', UTCDateTime(), nullable=False),
    sa.Column('venue', sa.Text(), nullable=False),
    sa.Column('link', sa.Text(), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('counts', sa.Boolean(), nullable=False),
    sa.Column('cancelled_at', UTCDateTime(), nullable=True),
    sa.Column('cancel_reason', sa.Text(), nullable=False),
    sa.Column('uid', sa.Text(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('secret', sa.Text(), nullable=False),
    sa.Column('locked_at', UTCDateTime(), nullable=True),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('changed_at', UTCDateTime(), nullable=False),
    sa.CheckConstraint('minutes > 0', name=op.f('ck_training_session_minutes')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_training_session_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['part_id'], ['cohort_part.id'], name=op.f('fk_training_session_part_id_cohort_part')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_training_session')),
    sa.UniqueConstraint('cohort_id', 'key', name=op.f('uq_training_session_cohort_id_key')),
    sa.UniqueConstraint('uid', name=op.f('uq_training_session_uid'))
    )
    with op.batch_alter_table('training_session', schema=None) as batch_op:
        batch_op.create_index('ix_training_session_part_id', ['part_id'], unique=False)
        batch_op.create_index('ix_training_session_starts_at', ['starts_at'], unique=False)

    op.create_table('apology',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('seat_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('decision', sa.Text(), nullable=True),
    sa.Column('decided_at', UTCDateTime(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_apology_by_id_person')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_apology_seat_id_seat')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_apology_session_id_training_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_apology')),
    sa.UniqueConstraint('session_id', 'seat_id', name=op.f('uq_apology_session_id_seat_id'))
    )
    with op.batch_alter_table('apology', schema=None) as batch_op:
        batch_op.create_index('ix_apology_seat_id', ['seat_id'], unique=False)

    op.create_table('attendance_mark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('seat_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('arrived', sa.Integer(), nullable=True),
    sa.Column('left', sa.Integer(), nullable=True),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_attendance_mark_by_id_person')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_attendance_mark_seat_id_seat')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_attendance_mark_session_id_training_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance_mark')),
    sa.UniqueConstraint('session_id', 'seat_id', name=op.f('uq_attendance_mark_session_id_seat_id'))
    )
    with op.batch_alter_table('attendance_mark', schema=None) as batch_op:
        batch_op.create_index('ix_attendance_mark_seat_id', ['seat_id'], unique=False)

    op.create_table('check_in',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('seat_id', sa.Integer(), nullable=False),
    sa.Column('device_digest', sa.Text(), nullable=False),
    sa.Column('network', sa.Text(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_check_in_seat_id_seat')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_check_in_session_id_training_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_in')),
    sa.UniqueConstraint('session_id', 'seat_id', name=op.f('uq_check_in_session_id_seat_id'))
    )
    with op.batch_alter_table('check_in', schema=None) as batch_op:
        batch_op.create_index('ix_check_in_seat_id', ['seat_id'], unique=False)

    op.create_table('check_in_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('decision', sa.Text(), nullable=True),
    sa.Column('decided_at', UTCDateTime(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_check_in_request_by_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_check_in_request_person_id_person')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_check_in_request_session_id_training_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_in_request'))
    )
    with op.batch_alter_table('check_in_request', schema=None) as batch_op:
        batch_op.create_index('ix_check_in_request_person_id', ['person_id'], unique=False)
        batch_op.create_index('uq_check_in_request_open', ['session_id', 'person_id'], unique=True, sqlite_where=sa.text('decided_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL'))

    op.create_table('cohort_material',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=True),
    sa.Column('file_name', sa.Text(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_cohort_material_by_id_person')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_material_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_cohort_material_session_id_training_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_material'))
    )
    with op.batch_alter_table('cohort_material', schema=None) as batch_op:
        batch_op.create_index('ix_cohort_material_cohort_id', ['cohort_id'], unique=False)

    op.create_table('register_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('to_state', sa.Text(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_register_step_by_id_person')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_register_step_session_id_training_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_step'))
    )
    with op.batch_alter_table('register_step', schema=None) as batch_op:
        batch_op.create_index('ix_register_step_session_id', ['session_id'], unique=False)

    op.create_table('session_trainer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_session_trainer_person_id_person')),
    sa.ForeignKeyConstraint(['session_id'], ['training_session.id'], name=op.f('fk_session_trainer_session_id_training_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session_trainer')),
    sa.UniqueConstraint('session_id', 'person_id', name=op.f('uq_session_trainer_session_id_person_id'))
    )
    with op.batch_alter_table('session_trainer', schema=None) as batch_op:
        batch_op.create_index('ix_session_trainer_person_id', ['person_id'], unique=False)

    op.create_table('attendance_revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('mark_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('was', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('became', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_attendance_revision_by_id_person')),
    sa.ForeignKeyConstraint(['mark_id'], ['attendance_mark.id'], name=op.f('fk_attendance_revision_mark_id_attendance_mark')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance_revision'))
    )
    with op.batch_alter_table('attendance_revision', schema=None) as batch_op:
        batch_op.create_index('ix_attendance_revision_mark_id', ['mark_id'], unique=False)

    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('cohort_id', sa.Integer(), nullable=True))
        batch_op.create_index('ix_enrolment_cohort_id', ['cohort_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_enrolment_cohort_id_cohort'), 'cohort', ['cohort_id'], ['id'])

    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('cohort_id', sa.Integer(), nullable=True))
        batch_op.create_index('ix_invitation_cohort_id', ['cohort_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_invitation_cohort_id_cohort'), 'cohort', ['cohort_id'], ['id'])

    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.add_column(sa.Column('calendar', sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.drop_column('calendar')

    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_invitation_cohort_id_cohort'), type_='foreignkey')
        batch_op.drop_index('ix_invitation_cohort_id')
        batch_op.drop_column('cohort_id')

    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_enrolment_cohort_id_cohort'), type_='foreignkey')
        batch_op.drop_index('ix_enrolment_cohort_id')
        batch_op.drop_column('cohort_id')

    with op.batch_alter_table('attendance_revision', schema=None) as batch_op:
        batch_op.drop_index('ix_attendance_revision_mark_id')

    op.drop_table('attendance_revision')
    with op.batch_alter_table('session_trainer', schema=None) as batch_op:
        batch_op.drop_index('ix_session_trainer_person_id')

    op.drop_table('session_trainer')
    with op.batch_alter_table('register_step', schema=None) as batch_op:
        batch_op.drop_index('ix_register_step_session_id')

    op.drop_table('register_step')
    with op.batch_alter_table('cohort_material', schema=None) as batch_op:
        batch_op.drop_index('ix_cohort_material_cohort_id')

    op.drop_table('cohort_material')
    with op.batch_alter_table('check_in_request', schema=None) as batch_op:
        batch_op.drop_index('uq_check_in_request_open', sqlite_where=sa.text('decided_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL'))
        batch_op.drop_index('ix_check_in_request_person_id')

    op.drop_table('check_in_request')
    with op.batch_alter_table('check_in', schema=None) as batch_op:
        batch_op.drop_index('ix_check_in_seat_id')

    op.drop_table('check_in')
    with op.batch_alter_table('attendance_mark', schema=None) as batch_op:
        batch_op.drop_index('ix_attendance_mark_seat_id')

    op.drop_table('attendance_mark')
    with op.batch_alter_table('apology', schema=None) as batch_op:
        batch_op.drop_index('ix_apology_seat_id')

    op.drop_table('apology')
    with op.batch_alter_table('training_session', schema=None) as batch_op:
        batch_op.drop_index('ix_training_session_starts_at')
        batch_op.drop_index('ix_training_session_part_id')

    op.drop_table('training_session')
    with op.batch_alter_table('seat_step', schema=None) as batch_op:
        batch_op.drop_index('ix_seat_step_seat_id')

    op.drop_table('seat_step')
    with op.batch_alter_table('item_exception', schema=None) as batch_op:
        batch_op.drop_index('ix_item_exception_enrolment_id')

    op.drop_table('item_exception')
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.drop_index('ix_seat_person_id')
        batch_op.drop_index('ix_seat_offered_until')
        batch_op.drop_index('ix_seat_cohort_id_state')

    op.drop_table('seat')
    with op.batch_alter_table('interest', schema=None) as batch_op:
        batch_op.drop_index('ix_interest_person_id')

    op.drop_table('interest')
    with op.batch_alter_table('cohort_team', schema=None) as batch_op:
        batch_op.drop_index('ix_cohort_team_person_id')

    op.drop_table('cohort_team')
    with op.batch_alter_table('cohort_step', schema=None) as batch_op:
        batch_op.drop_index('ix_cohort_step_cohort_id')

    op.drop_table('cohort_step')
    op.drop_table('cohort_report')
    op.drop_table('cohort_part')
    op.drop_table('cohort_organisation')
    with op.batch_alter_table('cohort_news', schema=None) as batch_op:
        batch_op.drop_index('ix_cohort_news_cohort_id')

    op.drop_table('cohort_news')
    with op.batch_alter_table('cohort_deadline', schema=None) as batch_op:
        batch_op.drop_index('ix_cohort_deadline_cohort_id')

    op.drop_table('cohort_deadline')
    with op.batch_alter_table('cohort_course', schema=None) as batch_op:
        batch_op.drop_index('ix_cohort_course_course_id')

    op.drop_table('cohort_course')
    op.drop_table('cohort_contact')
    with op.batch_alter_table('calendar_feed', schema=None) as batch_op:
        batch_op.drop_index('ix_calendar_feed_person_id')

    op.drop_table('calendar_feed')
    op.drop_table('letter_choice')
    with op.batch_alter_table('cohort', schema=None) as batch_op:
        batch_op.drop_index('ix_cohort_state')
        batch_op.drop_index('ix_cohort_series_id')

    op.drop_table('cohort')
    op.drop_table('series')
