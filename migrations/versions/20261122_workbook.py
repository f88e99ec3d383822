"""Workbooks: sheets with their values, versions and submissions, the strategy document, contacts, mirrors and commitments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

from clustercourse.db import UTCDateTime

revision = 'workbook'
down_revision = 'discussions'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('workbook',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('currency', sa.Text(), nullable=False),
    sa.Column('keeper_id', sa.Integer(), nullable=True),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.CheckConstraint('(organisation_id IS NULL) <> (person_id IS NULL)', name=op.f('ck_workbook_owner')),
    sa.ForeignKeyConstraint(['keeper_id'], ['person.id'], name=op.f('fk_workbook_keeper_id_person')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_workbook_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_workbook_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workbook')),
    sa.UniqueConstraint('organisation_id', name=op.f('uq_workbook_organisation_id')),
    sa.UniqueConstraint('person_id', name=op.f('uq_workbook_person_id'))
    )
    op.create_table('contact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workbook_id', sa.Integer(), nullable=False),
    sa.Column('stakeholder', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('phone', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_contact_author_id_person')),
    sa.ForeignKeyConstraint(['workbook_id'], ['workbook.id'], name=op.f('fk_contact_workbook_id_workbook')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact'))
    )
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.create_index('ix_contact_workbook_id', ['workbook_id'], unique=False)

    op.create_table('handover',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workbook_id', sa.Integer(), nullable=False),
    sa.Column('from_id', sa.Integer(), nullable=True),
    sa.Column('to_id', sa.Integer(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['from_id'], ['person.id'], name=op.f('fk_handover_from_id_person')),
    sa.ForeignKeyConstraint(['to_id'], ['person.id'], name=op.f('fk_handover_to_id_person')),
    sa.ForeignKeyConstraint(['workbook_id'], ['workbook.id'], name=op.f('fk_handover_workbook_id_workbook')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover'))
    )
    with op.batch_alter_table('handover', schema=None) as batch_op:
        batch_op.create_index('ix_handover_workbook_id', ['workbook_id'], unique=False)

    op.create_table('mirror_consent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('figure', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('withdrawn_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_mirror_consent_by_id_person')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_mirror_consent_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_mirror_consent_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mirror_consent'))
    )
    with op.batch_alter_table('mirror_consent', schema=None) as batch_op:
        batch_op.create_index('uq_mirror_consent_open', ['cohort_id', 'organisation_id', 'figure'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))

    op.create_table('mirror_figure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('figure', sa.Text(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('median', sa.Text(), nullable=True),
    sa.Column('low', sa.Text(), nullable=True),
    sa.Column('high', sa.Text(), nullable=True),
    sa.Column('basis', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('published_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_mirror_figure_cohort_id_cohort')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mirror_figure')),
    sa.UniqueConstraint('cohort_id', 'figure', name=op.f('uq_mirror_figure_cohort_id_figure'))
    )
    op.create_table('sheet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workbook_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('edition', sa.Text(), nullable=False),
    sa.Column('last_number', sa.Integer(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('changed_at', UTCDateTime(), nullable=False),
    sa.Column('is_brought', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_sheet_item_id_item')),
    sa.ForeignKeyConstraint(['workbook_id'], ['workbook.id'], name=op.f('fk_sheet_workbook_id_workbook')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet')),
    sa.UniqueConstraint('workbook_id', 'item_id', 'edition', name=op.f('uq_sheet_workbook_id_item_id_edition'))
    )
    with op.batch_alter_table('sheet', schema=None) as batch_op:
        batch_op.create_index('ix_sheet_item_id', ['item_id'], unique=False)

    op.create_table('strategy_section',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workbook_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('own_text', sa.Text(), nullable=False),
    sa.Column('is_hidden', sa.Boolean(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('changed_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_strategy_section_author_id_person')),
    sa.ForeignKeyConstraint(['workbook_id'], ['workbook.id'], name=op.f('fk_strategy_section_workbook_id_workbook')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_strategy_section')),
    sa.UniqueConstraint('workbook_id', 'key', name=op.f('uq_strategy_section_workbook_id_key'))
    )
    op.create_table('commitment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('with_whom', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('outcome_note', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('reminded_at', UTCDateTime(), nullable=True),
    sa.Column('decided_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_commitment_enrolment_id_enrolment')),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], name=op.f('fk_commitment_item_id_item')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment')),
    sa.UniqueConstraint('enrolment_id', 'item_id', name=op.f('uq_commitment_enrolment_id_item_id'))
    )
    with op.batch_alter_table('commitment', schema=None) as batch_op:
        batch_op.create_index('ix_commitment_due_on', ['due_on'], unique=False)

    op.create_table('sheet_submission',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('value_ids', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('shared_with', sa.Text(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=True),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('submitted_at', UTCDateTime(), nullable=False),
    sa.Column('decided_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_sheet_submission_author_id_person')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_sheet_submission_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheet.id'], name=op.f('fk_sheet_submission_sheet_id_sheet')),
    sa.ForeignKeyConstraint(['version_id'], ['version.id'], name=op.f('fk_sheet_submission_version_id_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_submission')),
    sa.UniqueConstraint('sheet_id', 'number', name=op.f('uq_sheet_submission_sheet_id_number'))
    )
    with op.batch_alter_table('sheet_submission', schema=None) as batch_op:
        batch_op.create_index('ix_sheet_submission_cohort_id', ['cohort_id'], unique=False)
        batch_op.create_index('ix_sheet_submission_state', ['state'], unique=False)

    op.create_table('sheet_value',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('field', sa.Text(), nullable=False),
    sa.Column('row', sa.Text(), nullable=True),
    sa.Column('value', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=True),
    sa.Column('typed', sa.Text(), nullable=False),
    sa.Column('currency', sa.Text(), nullable=True),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('as_of', sa.Text(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.Column('is_beside', sa.Boolean(), nullable=False),
    sa.Column('settled_at', UTCDateTime(), nullable=True),
    sa.Column('copied_from_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_sheet_value_author_id_person')),
    sa.ForeignKeyConstraint(['copied_from_id'], ['sheet_value.id'], name=op.f('fk_sheet_value_copied_from_id_sheet_value')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheet.id'], name=op.f('fk_sheet_value_sheet_id_sheet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_value')),
    sa.UniqueConstraint('sheet_id', 'number', name=op.f('uq_sheet_value_sheet_id_number'))
    )
    with op.batch_alter_table('sheet_value', schema=None) as batch_op:
        batch_op.create_index('ix_sheet_value_copied_from_id', ['copied_from_id'], unique=False)
        batch_op.create_index('ix_sheet_value_sheet_id_field_row', ['sheet_id', 'field', 'row'], unique=False)

    op.create_table('sheet_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('value_ids', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_sheet_version_author_id_person')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheet.id'], name=op.f('fk_sheet_version_sheet_id_sheet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_version')),
    sa.UniqueConstraint('sheet_id', 'name', name=op.f('uq_sheet_version_sheet_id_name'))
    )
    op.create_table('sheet_comment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=True),
    sa.Column('field', sa.Text(), nullable=False),
    sa.Column('row', sa.Text(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('settled_at', UTCDateTime(), nullable=True),
    sa.Column('settled_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_sheet_comment_author_id_person')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['person.id'], name=op.f('fk_sheet_comment_settled_by_id_person')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheet.id'], name=op.f('fk_sheet_comment_sheet_id_sheet')),
    sa.ForeignKeyConstraint(['submission_id'], ['sheet_submission.id'], name=op.f('fk_sheet_comment_submission_id_sheet_submission')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_comment'))
    )
    with op.batch_alter_table('sheet_comment', schema=None) as batch_op:
        batch_op.create_index('ix_sheet_comment_sheet_id', ['sheet_id'], unique=False)

    op.create_table('sheet_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=True),
    sa.Column('token_digest', sa.Text(), nullable=False),
    sa.Column('for_whom', sa.Text(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('created_at', UTCDateTime(), nullable=False),
    sa.Column('ends_at', UTCDateTime(), nullable=False),
    sa.Column('withdrawn_at', UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_sheet_link_author_id_person')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheet.id'], name=op.f('fk_sheet_link_sheet_id_sheet')),
    sa.ForeignKeyConstraint(['version_id'], ['sheet_version.id'], name=op.f('fk_sheet_link_version_id_sheet_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_link')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_sheet_link_token_digest'))
    )
    with op.batch_alter_table('sheet_link', schema=None) as batch_op:
        batch_op.create_index('ix_sheet_link_sheet_id', ['sheet_id'], unique=False)

    op.create_table('sheet_submission_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=False),
    sa.Column('from_state', sa.Text(), nullable=False),
    sa.Column('to_state', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('at', UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_sheet_submission_step_author_id_person')),
    sa.ForeignKeyConstraint(['submission_id'], ['sheet_submission.id'], name=op.f('fk_sheet_submission_step_submission_id_sheet_submission')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_submission_step'))
    )
    with op.batch_alter_table('sheet_submission_step', schema=None) as batch_op:
        batch_op.create_index('ix_sheet_submission_step_submission_id', ['submission_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('sheet_submission_step', schema=None) as batch_op:
        batch_op.drop_index('ix_sheet_submission_step_submission_id')

    op.drop_table('sheet_submission_step')
    with op.batch_alter_table('sheet_link', schema=None) as batch_op:
        batch_op.drop_index('ix_sheet_link_sheet_id')

    op.drop_table('sheet_link')
    with op.batch_alter_table('sheet_comment', schema=None) as batch_op:
        batch_op.drop_index('ix_sheet_comment_sheet_id')

    op.drop_table('sheet_comment')
    op.drop_table('sheet_version')
    with op.batch_alter_table('sheet_value', schema=None) as batch_op:
        batch_op.drop_index('ix_sheet_value_sheet_id_field_row')
        batch_op.drop_index('ix_sheet_value_copied_from_id')

    op.drop_table('sheet_value')
    with op.batch_alter_table('sheet_submission', schema=None) as batch_op:
        batch_op.drop_index('ix_sheet_submission_state')
        batch_op.drop_index('ix_sheet_submission_cohort_id')

    op.drop_table('sheet_submission')
    with op.batch_alter_table('commitment', schema=None) as batch_op:
        batch_op.drop_index('ix_commitment_due_on')

    op.drop_table('commitment')
    op.drop_table('strategy_section')
    with op.batch_alter_table('sheet', schema=None) as batch_op:
        batch_op.drop_index('ix_sheet_item_id')

    op.drop_table('sheet')
    op.drop_table('mirror_figure')
    with op.batch_alter_table('mirror_consent', schema=None) as batch_op:
        batch_op.drop_index('uq_mirror_consent_open', sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))

    op.drop_table('mirror_consent')
    with op.batch_alter_table('handover', schema=None) as batch_op:
        batch_op.drop_index('ix_handover_workbook_id')

    op.drop_table('handover')
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.drop_index('ix_contact_workbook_id')

    op.drop_table('contact')
    op.drop_table('workbook')
