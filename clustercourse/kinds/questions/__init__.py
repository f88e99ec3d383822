"""The types of quiz question, by the word that stands in the file."""

from typing import Annotated, Any

from pydantic import Field

from clustercourse.kinds.questions.gaps import Gaps, GapsSource
from clustercourse.kinds.questions.matching import Matching, MatchingSource
from clustercourse.kinds.questions.multiple import Multiple, MultipleSource
from clustercourse.kinds.questions.numeric import Numeric, NumericSource
from clustercourse.kinds.questions.ordering import Ordering, OrderingSource
from clustercourse.kinds.questions.question import QuestionKind
from clustercourse.kinds.questions.short import Short, ShortSource
from clustercourse.kinds.questions.single import Single, SingleSource
from clustercourse.kinds.questions.true_false import TrueFalse, TrueFalseSource

Question = Annotated[
    SingleSource | MultipleSource | TrueFalseSource | NumericSource | ShortSource | MatchingSource | OrderingSource | GapsSource,
    Field(discriminator="kind"),
]

QUESTIONS: dict[str, QuestionKind[Any]] = {
    "single": Single(),
    "multiple": Multiple(),
    "true-false": TrueFalse(),
    "numeric": Numeric(),
    "short": Short(),
    "matching": Matching(),
    "ordering": Ordering(),
    "gaps": Gaps(),
}
