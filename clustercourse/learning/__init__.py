"""A person in a course: enrolment, what they did, what is done, notes and bookmarks, and questions asked again later.

Not here: the course itself (content) and answers to exercises (exercises), which report here through `note_evidence`.
"""
