"""Which proxy leads to Slack.

slack_sdk takes any proxy that the environment names, also to where the environment says to go directly.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass


def proxy_to(address: str) -> str | None:
    """The proxy for requests to `address`; None for one on this machine, or one that NO_PROXY names."""
    url = urlsplit(address)
    host = url.hostname or ""
    if _is_here(host) or proxy_bypass(host):
        return None
    named = getproxies()
    return named.get(url.scheme) or named.get("all")


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
