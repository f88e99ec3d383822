"""What a browser tells about itself, shortened to what a person recognises in a list."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Browser:
    """Where a sign-in happens: a device in words and a shortened network address."""

    device: str
    network: str


def browser_of(user_agent: str, address: str | None) -> Browser:
    names = [_first(_BROWSERS, user_agent, "/"), _first(_SYSTEMS, user_agent, "")]
    return Browser(", ".join(name for name in names if name), shortened(address or ""))


def shortened(address: str) -> str:
    """The network of an address: enough to recognise, too little to find a person."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{found}/{24 if found.version == 4 else 48}", strict=False))


def _first(signs: tuple[tuple[str, str], ...], text: str, after: str) -> str:
    for sign, name in signs:
        if re.search(rf"\b{sign}{after}", text):
            return name
    return ""
