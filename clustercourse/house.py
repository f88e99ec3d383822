"""The settings of this installation, for everything that must not ask the web for them."""

from __future__ import annotations

from config import Settings

_house: list[Settings] = []


def use_house(settings: Settings) -> None:
    """Called once by `create_app`."""
    _house[:] = [settings]


def house() -> Settings:
    return _house[0]


def address_of(path: str) -> str:
    """A full address for a letter. Only the configured base address is ever used."""
    return house().base_url + path
