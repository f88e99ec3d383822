"""The pages of people: coming in, and looking after what is one's own. One noun a file."""

from clustercourse.accounts.views import (
    activities,
    address_answers,
    addresses,
    confirmations,
    endings,
    erasures,
    exports,
    fetches,
    invitations,
    passwords,
    people,
    photos,
    preferences,
    resets,
    settings,
    sign_ins,
)

NOUNS = (
    people,
    confirmations,
    sign_ins,
    endings,
    resets,
    passwords,
    settings,
    preferences,
    photos,
    addresses,
    address_answers,
    activities,
    exports,
    fetches,
    erasures,
    invitations,
)
