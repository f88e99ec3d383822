"""The journeys use the same site and the same browser as tests/browser."""

from tests.browser.conftest import chromium, desktop, own_site, phone, playwright, prepared, site, windows

__all__ = ["chromium", "desktop", "own_site", "phone", "playwright", "prepared", "site", "windows"]
