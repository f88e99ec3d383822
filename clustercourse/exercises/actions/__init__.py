"""What learners do with exercises: begin an attempt, keep a draft, choose between two texts, and send their answers."""

from clustercourse.exercises.actions.attempts import Incomplete, Receipt, start_attempt, submit_attempt
from clustercourse.exercises.actions.drafts import Saved, save_draft, settle_draft
from clustercourse.exercises.actions.keeping import Sending

__all__ = ["Incomplete", "Receipt", "Saved", "Sending", "save_draft", "settle_draft", "start_attempt", "submit_attempt"]
