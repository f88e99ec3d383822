"""Cluster Labs: proposals, hypotheses, trials, products and the catalogue of methods."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from clustercourse.db import UTCDateTime

revision = "labs"
down_revision = "workbook"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('method',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('theme', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_method')),
    sa.UniqueConstraint('name', name=op.f('uq_method_name')),
    sa.UniqueConstraint('slug', name=op.f('uq_method_slug'))
    )
    op.create_table('adoption',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('method_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('context', sa.Text(), nullable=False),
    sa.Column('result', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('decided_at', UTCDateTime(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_adoption_decided_by_id_person')),
    sa.ForeignKeyConstraint(['method_id'], ['method.id'], name=op.f('fk_adoption_method_id_method')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_adoption_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_adoption_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_adoption'))
    )
    with op.batch_alter_table('adoption', schema=None) as batch_op:
        batch_op.create_index('ix_adoption_method_id', ['method_id'], unique=False)
        batch_op.create_index('ix_adoption_organisation_id', ['organisation_id'], unique=False)
        batch_op.create_index('ix_adoption_person_id', ['person_id'], unique=False)
        batch_op.create_index('ix_adoption_state', ['state'], unique=False)
        batch_op.create_index('uq_adoption_waiting', ['method_id', 'organisation_id'], unique=True, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))

    op.create_table('lab',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('asker', sa.Text(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('proposer_id', sa.Integer(), nullable=True),
    sa.Column('theme', sa.Text(), nullable=False),
    sa.Column('need', sa.Text(), nullable=False),
    sa.Column('target', sa.Text(), nullable=False),
    sa.Column('audience', sa.Text(), nullable=False),
    sa.Column('scale', sa.Integer(), nullable=True),
    sa.Column('timing', sa.Text(), nullable=False),
    sa.Column('development_group', sa.Text(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=True),
    sa.Column('cohort_id', sa.Integer(), nullable=True),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('changed_at', UTCDateTime(), nullable=False),
    sa.CheckConstraint('scale IS NULL OR scale > 0', name=op.f('ck_lab_scale')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_lab_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_lab_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['proposer_id'], ['person.id'], name=op.f('fk_lab_proposer_id_person')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheet.id'], name=op.f('fk_lab_sheet_id_sheet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lab')),
    sa.UniqueConstraint('sheet_id', name=op.f('uq_lab_sheet_id')),
    sa.UniqueConstraint('slug', name=op.f('uq_lab_slug'))
    )
    with op.batch_alter_table('lab', schema=None) as batch_op:
        batch_op.create_index('ix_lab_organisation_id', ['organisation_id'], unique=False)
        batch_op.create_index('ix_lab_proposer_id', ['proposer_id'], unique=False)
        batch_op.create_index('ix_lab_state', ['state'], unique=False)

    op.create_table('amendment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.Text(), nullable=False),
    sa.Column('before', sa.Text(), nullable=False),
    sa.Column('after', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_amendment_by_id_person')),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_amendment_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_amendment'))
    )
    with op.batch_alter_table('amendment', schema=None) as batch_op:
        batch_op.create_index('ix_amendment_lab_id', ['lab_id'], unique=False)

    op.create_table('dissemination',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('audience', sa.Text(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_dissemination_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dissemination'))
    )
    with op.batch_alter_table('dissemination', schema=None) as batch_op:
        batch_op.create_index('ix_dissemination_lab_id', ['lab_id'], unique=False)

    op.create_table('dissent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_dissent_lab_id_lab')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_dissent_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dissent'))
    )
    with op.batch_alter_table('dissent', schema=None) as batch_op:
        batch_op.create_index('ix_dissent_lab_id', ['lab_id'], unique=False)
        batch_op.create_index('ix_dissent_person_id', ['person_id'], unique=False)

    op.create_table('finding',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('shared_with', sa.Text(), nullable=False),
    sa.Column('side', sa.Text(), nullable=False),
    sa.Column('corrects_id', sa.Integer(), nullable=True),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('removed_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_finding_author_id_person')),
    sa.ForeignKeyConstraint(['corrects_id'], ['finding.id'], name=op.f('fk_finding_corrects_id_finding')),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_finding_lab_id_lab')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_finding_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finding'))
    )
    with op.batch_alter_table('finding', schema=None) as batch_op:
        batch_op.create_index('ix_finding_corrects_id', ['corrects_id'], unique=False)
        batch_op.create_index('ix_finding_lab_id', ['lab_id'], unique=False)

    op.create_table('frame_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('frame', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_frame_check_by_id_person')),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_frame_check_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_frame_check')),
    sa.UniqueConstraint('lab_id', 'frame', name=op.f('uq_frame_check_lab_id_frame'))
    )
    op.create_table('homework',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('changed_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_homework_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_homework')),
    sa.UniqueConstraint('lab_id', 'number', name=op.f('uq_homework_lab_id_number'))
    )
    op.create_table('hypothesis',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('belief', sa.Text(), nullable=False),
    sa.Column('test', sa.Text(), nullable=False),
    sa.Column('metric', sa.Text(), nullable=False),
    sa.Column('baseline', sa.Text(), nullable=False),
    sa.Column('threshold', sa.Integer(), nullable=True),
    sa.Column('counts', sa.Text(), nullable=False),
    sa.Column('missing_rule', sa.Text(), nullable=False),
    sa.Column('product_kind', sa.Text(), nullable=False),
    sa.Column('product_about', sa.Text(), nullable=False),
    sa.Column('product_owner', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('locked_at', UTCDateTime(), nullable=True),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('changed_at', UTCDateTime(), nullable=False),
    sa.CheckConstraint('threshold IS NULL OR (threshold > 0 AND threshold <= 100)', name=op.f('ck_hypothesis_threshold')),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_hypothesis_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hypothesis')),
    sa.UniqueConstraint('lab_id', name=op.f('uq_hypothesis_lab_id'))
    )
    op.create_table('lab_criterion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.CheckConstraint('place BETWEEN 1 AND 6', name=op.f('ck_lab_criterion_place')),
    sa.CheckConstraint('weight BETWEEN 1 AND 100', name=op.f('ck_lab_criterion_weight')),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_lab_criterion_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lab_criterion')),
    sa.UniqueConstraint('lab_id', 'place', name=op.f('uq_lab_criterion_lab_id_place'))
    )
    op.create_table('lab_invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('key', sa.Text(), nullable=True),
    sa.Column('token_digest', sa.Text(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('sent_at', UTCDateTime(), nullable=True),
    sa.Column('ends_at', UTCDateTime(), nullable=True),
    sa.Column('withdrawn_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_lab_invitation_by_id_person')),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_lab_invitation_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lab_invitation')),
    sa.UniqueConstraint('lab_id', 'key', name=op.f('uq_lab_invitation_lab_id_key')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_lab_invitation_token_digest'))
    )
    with op.batch_alter_table('lab_invitation', schema=None) as batch_op:
        batch_op.create_index('ix_lab_invitation_key', ['key'], unique=False)

    op.create_table('lab_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('relation', sa.Text(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_lab_link_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_lab_link_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lab_link')),
    sa.UniqueConstraint('lab_id', 'cohort_id', 'relation', name=op.f('uq_lab_link_lab_id_cohort_id_relation'))
    )
    with op.batch_alter_table('lab_link', schema=None) as batch_op:
        batch_op.create_index('ix_lab_link_cohort_id', ['cohort_id'], unique=False)

    op.create_table('lab_mark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=True),
    sa.Column('cohort_id', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.CheckConstraint('(course_id IS NULL) <> (cohort_id IS NULL)', name=op.f('ck_lab_mark_marked')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_lab_mark_by_id_person')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_lab_mark_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_lab_mark_course_id_course')),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_lab_mark_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lab_mark')),
    sa.UniqueConstraint('lab_id', 'cohort_id', name=op.f('uq_lab_mark_lab_id_cohort_id')),
    sa.UniqueConstraint('lab_id', 'course_id', name=op.f('uq_lab_mark_lab_id_course_id'))
    )
    with op.batch_alter_table('lab_mark', schema=None) as batch_op:
        batch_op.create_index('ix_lab_mark_cohort_id', ['cohort_id'], unique=False)
        batch_op.create_index('ix_lab_mark_course_id', ['course_id'], unique=False)

    op.create_table('lab_participant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('override', sa.Text(), nullable=False),
    sa.Column('is_named', sa.Boolean(), nullable=False),
    sa.Column('joined_at', UTCDateTime(), nullable=False),
    sa.Column('joined_by_id', sa.Integer(), nullable=True),
    sa.Column('started_on', sa.Date(), nullable=True),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['joined_by_id'], ['person.id'], name=op.f('fk_lab_participant_joined_by_id_person')),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_lab_participant_lab_id_lab')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_lab_participant_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lab_participant')),
    sa.UniqueConstraint('lab_id', 'organisation_id', name=op.f('uq_lab_participant_lab_id_organisation_id'))
    )
    with op.batch_alter_table('lab_participant', schema=None) as batch_op:
        batch_op.create_index('ix_lab_participant_organisation_id', ['organisation_id'], unique=False)

    op.create_table('lab_signature',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.Text(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_lab_signature_lab_id_lab')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_lab_signature_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_lab_signature_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lab_signature')),
    sa.UniqueConstraint('lab_id', 'person_id', 'digest', name=op.f('uq_lab_signature_lab_id_person_id_digest'))
    )
    with op.batch_alter_table('lab_signature', schema=None) as batch_op:
        batch_op.create_index('ix_lab_signature_person_id', ['person_id'], unique=False)

    op.create_table('lab_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('from_state', sa.Text(), nullable=False),
    sa.Column('to_state', sa.Text(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_lab_step_by_id_person')),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_lab_step_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lab_step'))
    )
    with op.batch_alter_table('lab_step', schema=None) as batch_op:
        batch_op.create_index('ix_lab_step_lab_id', ['lab_id'], unique=False)

    op.create_table('lab_competence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_lab_competence_course_id_course')),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_lab_competence_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lab_competence')),
    sa.UniqueConstraint('lab_id', 'course_id', 'outcome', name=op.f('uq_lab_competence_lab_id_course_id_outcome'))
    )
    with op.batch_alter_table('lab_competence', schema=None) as batch_op:
        batch_op.create_index('ix_lab_competence_course_id', ['course_id'], unique=False)

    op.create_table('lab_team',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_lab_team_lab_id_lab')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_lab_team_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lab_team')),
    sa.UniqueConstraint('lab_id', 'person_id', name=op.f('uq_lab_team_lab_id_person_id'))
    )
    with op.batch_alter_table('lab_team', schema=None) as batch_op:
        batch_op.create_index('ix_lab_team_person_id', ['person_id'], unique=False)

    op.create_table('lab_tool',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.CheckConstraint('place BETWEEN 1 AND 8', name=op.f('ck_lab_tool_place')),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_lab_tool_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lab_tool')),
    sa.UniqueConstraint('lab_id', 'place', name=op.f('uq_lab_tool_lab_id_place'))
    )
    op.create_table('lab_verdict',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.Text(), nullable=False),
    sa.Column('started', sa.Integer(), nullable=False),
    sa.Column('reported', sa.Integer(), nullable=False),
    sa.Column('succeeded', sa.Integer(), nullable=False),
    sa.Column('threshold', sa.Integer(), nullable=False),
    sa.Column('worked', sa.Text(), nullable=False),
    sa.Column('did_not', sa.Text(), nullable=False),
    sa.Column('conditions', sa.Text(), nullable=False),
    sa.Column('counts_note', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.CheckConstraint('started >= reported AND reported >= succeeded AND succeeded >= 0', name=op.f('ck_lab_verdict_counts')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_lab_verdict_by_id_person')),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_lab_verdict_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lab_verdict')),
    sa.UniqueConstraint('lab_id', name=op.f('uq_lab_verdict_lab_id'))
    )
    op.create_table('method_result',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('method_id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('result', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('conditions', sa.Text(), nullable=False),
    sa.Column('is_tried', sa.Boolean(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_method_result_by_id_person')),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_method_result_lab_id_lab')),
    sa.ForeignKeyConstraint(['method_id'], ['method.id'], name=op.f('fk_method_result_method_id_method')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_method_result')),
    sa.UniqueConstraint('method_id', 'lab_id', name=op.f('uq_method_result_method_id_lab_id'))
    )
    with op.batch_alter_table('method_result', schema=None) as batch_op:
        batch_op.create_index('ix_method_result_lab_id', ['lab_id'], unique=False)

    op.create_table('product',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('licence', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('edits', sa.Integer(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('blocks', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('changed_at', UTCDateTime(), nullable=False),
    sa.Column('published_at', UTCDateTime(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_product_by_id_person')),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_product_lab_id_lab')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product')),
    sa.UniqueConstraint('lab_id', 'number', name=op.f('uq_product_lab_id_number'))
    )
    op.create_table('homework_chase',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('homework_id', sa.Integer(), nullable=False),
    sa.Column('participant_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('for_day', sa.Date(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_homework_chase_by_id_person')),
    sa.ForeignKeyConstraint(['homework_id'], ['homework.id'], name=op.f('fk_homework_chase_homework_id_homework')),
    sa.ForeignKeyConstraint(['participant_id'], ['lab_participant.id'], name=op.f('fk_homework_chase_participant_id_lab_participant')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_homework_chase')),
    sa.UniqueConstraint('homework_id', 'participant_id', 'reason', 'for_day', name=op.f('uq_homework_chase_homework_id_participant_id_reason_for_day'))
    )
    with op.batch_alter_table('homework_chase', schema=None) as batch_op:
        batch_op.create_index('ix_homework_chase_participant_id', ['participant_id'], unique=False)

    op.create_table('homework_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('homework_id', sa.Integer(), nullable=False),
    sa.Column('participant_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('figure', sa.Text(), nullable=False),
    sa.Column('quotation', sa.Text(), nullable=False),
    sa.Column('has_consent', sa.Boolean(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=True),
    sa.Column('file_name', sa.Text(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('shared_with', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('reported_at', UTCDateTime(), nullable=False),
    sa.Column('changed_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_homework_report_author_id_person')),
    sa.ForeignKeyConstraint(['homework_id'], ['homework.id'], name=op.f('fk_homework_report_homework_id_homework')),
    sa.ForeignKeyConstraint(['participant_id'], ['lab_participant.id'], name=op.f('fk_homework_report_participant_id_lab_participant')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_homework_report')),
    sa.UniqueConstraint('homework_id', 'participant_id', name=op.f('uq_homework_report_homework_id_participant_id'))
    )
    with op.batch_alter_table('homework_report', schema=None) as batch_op:
        batch_op.create_index('ix_homework_report_participant_id', ['participant_id'], unique=False)

    op.create_table('lab_voice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lab_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('invitation_id', sa.Integer(), nullable=True),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('vote', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.CheckConstraint('(person_id IS NULL) <> (invitation_id IS NULL)', name=op.f('ck_lab_voice_speaker')),
    sa.ForeignKeyConstraint(['invitation_id'], ['lab_invitation.id'], name=op.f('fk_lab_voice_invitation_id_lab_invitation')),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_lab_voice_lab_id_lab')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_lab_voice_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_lab_voice_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lab_voice'))
    )
    with op.batch_alter_table('lab_voice', schema=None) as batch_op:
        batch_op.create_index('ix_lab_voice_invitation_id', ['invitation_id'], unique=False)
        batch_op.create_index('ix_lab_voice_lab_id', ['lab_id'], unique=False)
        batch_op.create_index('ix_lab_voice_person_id', ['person_id'], unique=False)

    op.create_table('product_author',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('consented_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_product_author_person_id_person')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_product_author_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product_author')),
    sa.UniqueConstraint('product_id', 'person_id', name=op.f('uq_product_author_product_id_person_id'))
    )
    with op.batch_alter_table('product_author', schema=None) as batch_op:
        batch_op.create_index('ix_product_author_person_id', ['person_id'], unique=False)

    op.create_table('tool_score',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tool_id', sa.Integer(), nullable=False),
    sa.Column('criterion_id', sa.Integer(), nullable=False),
    sa.Column('participant_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('changed_at', UTCDateTime(), nullable=False),
    sa.CheckConstraint('score BETWEEN 1 AND 5', name=op.f('ck_tool_score_score')),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_tool_score_author_id_person')),
    sa.ForeignKeyConstraint(['criterion_id'], ['lab_criterion.id'], name=op.f('fk_tool_score_criterion_id_lab_criterion')),
    sa.ForeignKeyConstraint(['participant_id'], ['lab_participant.id'], name=op.f('fk_tool_score_participant_id_lab_participant')),
    sa.ForeignKeyConstraint(['tool_id'], ['lab_tool.id'], name=op.f('fk_tool_score_tool_id_lab_tool')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tool_score')),
    sa.UniqueConstraint('tool_id', 'criterion_id', 'participant_id', name=op.f('uq_tool_score_tool_id_criterion_id_participant_id'))
    )
    with op.batch_alter_table('tool_score', schema=None) as batch_op:
        batch_op.create_index('ix_tool_score_criterion_id', ['criterion_id'], unique=False)
        batch_op.create_index('ix_tool_score_participant_id', ['participant_id'], unique=False)

    op.create_table('trial',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('participant_id', sa.Integer(), nullable=False),
    sa.Column('done', sa.Text(), nullable=False),
    sa.Column('deviations', sa.Text(), nullable=False),
    sa.Column('verdict', sa.Text(), nullable=False),
    sa.Column('has_met', sa.Boolean(), nullable=True),
    sa.Column('worked', sa.Text(), nullable=False),
    sa.Column('did_not', sa.Text(), nullable=False),
    sa.Column('conditions', sa.Text(), nullable=False),
    sa.Column('changed', sa.Text(), nullable=False),
    sa.Column('hours', sa.Integer(), nullable=True),
    sa.Column('shared_with', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('reported_at', UTCDateTime(), nullable=False),
    sa.Column('changed_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_trial_author_id_person')),
    sa.ForeignKeyConstraint(['participant_id'], ['lab_participant.id'], name=op.f('fk_trial_participant_id_lab_participant')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trial')),
    sa.UniqueConstraint('participant_id', name=op.f('uq_trial_participant_id'))
    )


def downgrade() -> None:
    op.drop_table('trial')
    with op.batch_alter_table('tool_score', schema=None) as batch_op:
        batch_op.drop_index('ix_tool_score_participant_id')
        batch_op.drop_index('ix_tool_score_criterion_id')

    op.drop_table('tool_score')
    with op.batch_alter_table('product_author', schema=None) as batch_op:
        batch_op.drop_index('ix_product_author_person_id')

    op.drop_table('product_author')
    with op.batch_alter_table('lab_voice', schema=None) as batch_op:
        batch_op.drop_index('ix_lab_voice_person_id')
        batch_op.drop_index('ix_lab_voice_lab_id')
        batch_op.drop_index('ix_lab_voice_invitation_id')

    op.drop_table('lab_voice')
    with op.batch_alter_table('homework_report', schema=None) as batch_op:
        batch_op.drop_index('ix_homework_report_participant_id')

    op.drop_table('homework_report')
    with op.batch_alter_table('homework_chase', schema=None) as batch_op:
        batch_op.drop_index('ix_homework_chase_participant_id')

    op.drop_table('homework_chase')
    op.drop_table('product')
    with op.batch_alter_table('method_result', schema=None) as batch_op:
        batch_op.drop_index('ix_method_result_lab_id')

    op.drop_table('method_result')
    op.drop_table('lab_verdict')
    op.drop_table('lab_tool')
    with op.batch_alter_table('lab_competence', schema=None) as batch_op:
        batch_op.drop_index('ix_lab_competence_course_id')

    op.drop_table('lab_competence')
    with op.batch_alter_table('lab_team', schema=None) as batch_op:
        batch_op.drop_index('ix_lab_team_person_id')

    op.drop_table('lab_team')
    with op.batch_alter_table('lab_step', schema=None) as batch_op:
        batch_op.drop_index('ix_lab_step_lab_id')

    op.drop_table('lab_step')
    with op.batch_alter_table('lab_signature', schema=None) as batch_op:
        batch_op.drop_index('ix_lab_signature_person_id')

    op.drop_table('lab_signature')
    with op.batch_alter_table('lab_participant', schema=None) as batch_op:
        batch_op.drop_index('ix_lab_participant_organisation_id')

    op.drop_table('lab_participant')
    with op.batch_alter_table('lab_mark', schema=None) as batch_op:
        batch_op.drop_index('ix_lab_mark_course_id')
        batch_op.drop_index('ix_lab_mark_cohort_id')

    op.drop_table('lab_mark')
    with op.batch_alter_table('lab_link', schema=None) as batch_op:
        batch_op.drop_index('ix_lab_link_cohort_id')

    op.drop_table('lab_link')
    with op.batch_alter_table('lab_invitation', schema=None) as batch_op:
        batch_op.drop_index('ix_lab_invitation_key')

    op.drop_table('lab_invitation')
    op.drop_table('lab_criterion')
    op.drop_table('hypothesis')
    op.drop_table('homework')
    op.drop_table('frame_check')
    with op.batch_alter_table('finding', schema=None) as batch_op:
        batch_op.drop_index('ix_finding_lab_id')
        batch_op.drop_index('ix_finding_corrects_id')

    op.drop_table('finding')
    with op.batch_alter_table('dissent', schema=None) as batch_op:
        batch_op.drop_index('ix_dissent_person_id')
        batch_op.drop_index('ix_dissent_lab_id')

    op.drop_table('dissent')
    with op.batch_alter_table('dissemination', schema=None) as batch_op:
        batch_op.drop_index('ix_dissemination_lab_id')

    op.drop_table('dissemination')
    with op.batch_alter_table('amendment', schema=None) as batch_op:
        batch_op.drop_index('ix_amendment_lab_id')

    op.drop_table('amendment')
    with op.batch_alter_table('lab', schema=None) as batch_op:
        batch_op.drop_index('ix_lab_state')
        batch_op.drop_index('ix_lab_proposer_id')
        batch_op.drop_index('ix_lab_organisation_id')

    op.drop_table('lab')
    with op.batch_alter_table('adoption', schema=None) as batch_op:
        batch_op.drop_index('uq_adoption_waiting', sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
        batch_op.drop_index('ix_adoption_state')
        batch_op.drop_index('ix_adoption_person_id')
        batch_op.drop_index('ix_adoption_organisation_id')
        batch_op.drop_index('ix_adoption_method_id')

    op.drop_table('adoption')
    op.drop_table('method')
