"""Copies of the whole house: the database and every kept file in one zip that proves itself, and the way back.

Not in a backup: the settings and the secret key. They belong to the installation and are kept by whoever runs it.
"""

from clustercourse.backup.archive import BackupRefused, Manifest, verified
from clustercourse.backup.making import back_up
from clustercourse.backup.restoring import restore

__all__ = ["BackupRefused", "Manifest", "back_up", "restore", "verified"]
