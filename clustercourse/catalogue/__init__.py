"""Organisations (clusters, networks, agencies, regions …) and who belongs to them. Not their workbooks, not people's accounts."""
