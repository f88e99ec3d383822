"""Bytes that the site keeps, by digest. The bytes themselves are in the file store."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base


class StoredFile(Base):
    """That bytes with this SHA-256 are in the store.

    `purpose` is `media` (public), or `source`, `photo`, `export`, `material` or `post` (a view checks who asks).
    """

    __tablename__ = "stored_file"

    digest: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str]
    created_at: Mapped[datetime]
