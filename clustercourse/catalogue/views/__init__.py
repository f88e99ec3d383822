"""Pages about organisations."""

from clustercourse.catalogue.views import closures, invitations, join_requests, memberships, organisations

NOUNS = (organisations, memberships, join_requests, invitations, closures)
