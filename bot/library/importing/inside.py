"""Which addresses may be read: the public ones, and those of the place that the editor named."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from ipaddress import IPv4Address, IPv6Address
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_PATIENCE = 10.0
_LOCAL_NAMES = ("localhost", "local", "internal", "localdomain", "home.arpa")


class Inside(OSError):
    """An address on this machine or in its network, which nobody but the editor may lead to."""


class Guard:
    """Says of each connection whether it may be made, by the very address that it is made to.

    A name is resolved once, and what is connected to is what was looked at; so a name that changes its address
    between two questions leads nowhere.
    """

    def __init__(self, resolver: AbstractResolver | None = None) -> None:
        self._resolver = OneSided(resolver)
        self._named: set[IPv4Address | IPv6Address] = set()
        self._known: dict[str, list[IPv4Address | IPv6Address]] = {}
        self._is_named = False
        self.refused = False

    def connector(self) -> aiohttp.TCPConnector:
        """A connector that makes only connections that may be made."""
        return aiohttp.TCPConnector(resolver=self._resolver, socket_factory=self._socket)

    def begin(self, *, named: bool) -> None:
        """Note whether the next connection is to the place that the editor named, wherever that is."""
        self._is_named = named
        self.refused = False

    async def leads_inside(self, address: str) -> bool:
        """Whether a link leads to where it may not be followed. A name that nobody knows leads nowhere."""
        host = (URL(address).raw_host or "").rstrip(".").lower()
        literal = _literal(host)
        if literal is not None:
            return not self._may_be(literal)
        if host not in self._known:
            self._known[host] = await self._places(host)
        places = self._known[host]
        if not places:
            return any(host == name or host.endswith(f".{name}") for name in _LOCAL_NAMES)
        return any(not self._may_be(one) for one in places)

    async def _places(self, host: str) -> list[IPv4Address | IPv6Address]:
        try:
            async with asyncio.timeout(_PATIENCE):
                return [ipaddress.ip_address(one) for one in await self._addresses(host)]
        except (OSError, ValueError, TimeoutError):
            return []

    async def _addresses(self, host: str) -> list[str]:
        return [str(one["host"]) for one in await self._resolver.all_of(host, 0, socket.AF_UNSPEC)]

    def _socket(self, found: Any) -> socket.socket:
        family, kind, protocol, _, address = found
        place = ipaddress.ip_address(address[0])
        if self._is_named:
            self._named.add(_meant(place))
        elif not self._may_be(place):
            self.refused = True
            raise Inside(f"{place} is inside")
        return socket.socket(family, kind, protocol)

    def _may_be(self, place: IPv4Address | IPv6Address) -> bool:
        return is_public(place) or _meant(place) in self._named


class OneSided(AbstractResolver):
    """Of a name that stands for places outside and inside at once, only those outside.

    Whoever has such a name leads the connection inside by not answering, and so what the editor named would be there.
    """

    def __init__(self, inner: AbstractResolver | None = None) -> None:
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name to connect to."""
        found = await self.all_of(host, port, family)
        return [one for one in found if is_public(ipaddress.ip_address(one["host"]))] or found

    async def all_of(self, host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
        """All addresses of a name."""
        if self._inner is None:
            self._inner = aiohttp.ThreadedResolver()
        return await self._inner.resolve(host, port, family)

    async def close(self) -> None:
        """Let go of what finds addresses."""
        if self._inner is not None:
            await self._inner.close()


def is_public(place: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the whole internet's, and not this machine's, its network's or a special one."""
    meant = _meant(place)
    if isinstance(meant, IPv6Address) and (
        meant.is_site_local or meant.sixtofour is not None or meant.teredo is not None
    ):
        return False
    return meant.is_global and not (meant.is_multicast or meant.is_reserved or meant.is_unspecified)


def _meant(place: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 one stands for, else itself."""
    if isinstance(place, IPv6Address):
        if place.ipv4_mapped is not None:
            return place.ipv4_mapped
        if place in _NAT64:
            return IPv4Address(int(place) & 0xFFFFFFFF)
    return place


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is written as, also the old ways: 2130706433, 0x7f.1, 0177.0.0.1."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host)) if host[:1].isdigit() and " " not in host else None
    except OSError:
        return None
