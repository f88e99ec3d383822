"""Pages about organisations."""

from clustercourse.catalogue.views import closures, contacts, invitations, join_requests, memberships, organisations

NOUNS = (organisations, memberships, join_requests, invitations, closures, contacts)
