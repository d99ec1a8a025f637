"""The names that the server answers to.

A page of another site can have its own name point at this machine (DNS rebinding) and then passes for a page of
this server. Only the name that the browser asked for tells them apart.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

from aiohttp import hdrs, web
from yarl import URL

Address = IPv4Address | IPv6Address
_AUTHORITY = re.compile(r"(?:\[([0-9A-Fa-f:.]{2,45})\]|([^\s\[\]:/@?#]{1,255}))(?::[0-9]{0,5})?")
NAMELESS = frozenset({"/healthz", "/readyz", "/metrics"})
"""What is answered to a request that names no host at all, as old probes send and no browser does."""


class Hosts:
    """Knows loopback names, the address that a connection came in on, what `listen` names, and `public_url`'s host.

    Ports don't matter: it is the name that a browser takes for a page's owner.
    """

    def __init__(self, listen: str, public_url: str | None) -> None:
        public = URL(public_url).raw_host if public_url else None
        written = [name for name in ("localhost", _plain(listen), _plain(public or "")) if name]
        self._names = frozenset(written)
        self._addresses = frozenset(address_of(name) for name in written) - {None}

    def knows(self, request: web.BaseRequest) -> bool:
        """Whether a request was meant for this server."""
        named = request.headers.getall(hdrs.HOST, []) if request.headers else []
        if not named:
            return request.path in NAMELESS
        local = _local(request)
        # A request line may name a host, too; aiohttp gives it as the request's, without an address' brackets.
        return all(self._is_ours(name, local) for name in (*named, request.host))

    def _is_ours(self, authority: str, local: Address | None) -> bool:
        name = _name_in(authority)
        address = address_of(name)
        if address is None:
            return name in self._names
        return address.is_loopback or address == local or (address in self._addresses and not address.is_unspecified)


def is_loopback(authority: str) -> bool:
    """Whether a host, with or without a port, can be no other machine than this one."""
    name = _name_in(authority)
    address = address_of(name)
    return name == "localhost" if address is None else address.is_loopback


def address_of(text: str) -> Address | None:
    """An address as text, None for a name; an IPv4 address that is wrapped in an IPv6 one is itself."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _name_in(authority: str) -> str:
    """The host without its port; empty for what is no host."""
    if address_of(authority) is not None:
        return authority
    found = _AUTHORITY.fullmatch(authority)
    return _plain(found[1] or found[2]) if found is not None else ""


def _plain(name: str) -> str:
    return name.lower().removesuffix(".")


def _local(request: web.BaseRequest) -> Address | None:
    """The address of this machine that the request came to."""
    name = request.transport.get_extra_info("sockname") if request.transport is not None else None
    return address_of(str(name[0])) if isinstance(name, tuple) else None
