"""Discussions: what people of a cohort or a course write to each other, how far each has read, who looks after it. Not news or letters."""
