"""Cluster Labs: a question that clusters test together, from the proposal to the published result, and the catalogue of methods.

The people and workshops of a lab are a cohort's (`cohorts`); the sheets of the course about labs are practice (`workbook`).
"""
