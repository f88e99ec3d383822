"""Pages of workbooks."""

from clustercourse.workbook.views import (
    comments,
    comparisons,
    copies,
    editions,
    fields,
    settlements,
    sheets,
    submissions,
    versions,
    workbooks,
)

NOUNS = (
    comments,
    comparisons,
    copies,
    editions,
    fields,
    settlements,
    sheets,
    submissions,
    versions,
    workbooks,
)
