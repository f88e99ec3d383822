"""What changes about people. One file a noun; everything other areas call is named here."""

from clustercourse.accounts.actions.addresses import answer_address_change, ask_address_change, confirm_address, drop_address_change
from clustercourse.accounts.actions.data import ask_export, erase, note_fetch
from clustercourse.accounts.actions.invitations import accept_invitation, invite, register_invited, withdraw_invitation
from clustercourse.accounts.actions.passwords import ask_reset, change_password, rehash, reset_password
from clustercourse.accounts.actions.people import NewPerson, add_person, change_profile, register, set_photo
from clustercourse.accounts.actions.roles import close_account, give_role, make_password_link, open_account, person_with_address, take_role
from clustercourse.accounts.actions.sign_ins import end_sign_in, end_sign_ins, open_sign_in, sign_out
from clustercourse.accounts.addressing import clean_email, clean_name, key_of
from clustercourse.accounts.passwords import hashed
from clustercourse.accounts.throttle import count_answer, count_code, count_letter, forgive

__all__ = [
    "NewPerson",
    "accept_invitation",
    "add_person",
    "answer_address_change",
    "ask_address_change",
    "ask_export",
    "ask_reset",
    "change_password",
    "change_profile",
    "clean_email",
    "clean_name",
    "close_account",
    "confirm_address",
    "count_answer",
    "count_code",
    "count_letter",
    "drop_address_change",
    "end_sign_in",
    "end_sign_ins",
    "erase",
    "forgive",
    "give_role",
    "hashed",
    "invite",
    "key_of",
    "make_password_link",
    "note_fetch",
    "open_account",
    "open_sign_in",
    "person_with_address",
    "register",
    "register_invited",
    "rehash",
    "reset_password",
    "set_photo",
    "sign_out",
    "take_role",
    "withdraw_invitation",
]
