"""Reads about people, their addresses, and how they are signed in."""

from clustercourse.accounts.queries.activity import Entry, activity_of
from clustercourse.accounts.queries.people import (
    FoundInvitation,
    FoundLink,
    OwnAddress,
    OwnExport,
    Profile,
    find_invitation,
    find_link,
    find_profile,
    own_addresses,
    own_export,
    own_exports,
    photo_of,
)
from clustercourse.accounts.queries.signing_in import (
    FoundAccount,
    FoundSignIn,
    OpenSignIn,
    OwnAccount,
    find_account,
    find_sign_in,
    open_sign_ins,
    own_account,
)

__all__ = [
    "Entry",
    "FoundAccount",
    "FoundInvitation",
    "FoundLink",
    "FoundSignIn",
    "OpenSignIn",
    "OwnAccount",
    "OwnAddress",
    "OwnExport",
    "Profile",
    "activity_of",
    "find_account",
    "find_invitation",
    "find_link",
    "find_profile",
    "find_sign_in",
    "open_sign_ins",
    "own_account",
    "own_addresses",
    "own_export",
    "own_exports",
    "photo_of",
]
