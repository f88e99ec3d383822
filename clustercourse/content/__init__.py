"""Courses as folders of text files: reading, checking and compiling them, publishing versions, and the pages made of them.

Not here: who is in a course and how far they are (learning), and what people answer (exercises).
"""
