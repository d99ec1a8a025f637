"""Where the server listens, and how it takes who comes."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable, Sequence

from bot.errors import AgoraError, UsageError
from bot.log.seldom import Seldom
from bot.web.connection import peer_of_name
from bot.web.connections import Connections

_BACKLOG = 128
_PAUSE_SECONDS = 0.02

_WRITE_LIKE = "write host:port, as in 127.0.0.1:8080, [::1]:8080 or 0.0.0.0:8080"


def parse_listen(text: str) -> tuple[str, int]:
    """Host and port of `host:port`; IPv6 addresses stand in brackets. Raises UsageError."""
    host, colon, port = text.strip().rpartition(":")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        raise UsageError(f"web.listen: '{text}' has an IPv6 address without brackets", _WRITE_LIKE)
    if not (colon and host and port.isascii() and port.isdigit() and int(port) <= 65_535):
        raise UsageError(f"web.listen: '{text}' is no address to listen on", _WRITE_LIKE)
    return host, int(port)


def cannot_listen(host: str, port: int, error: OSError) -> AgoraError:
    """The sentence for a socket that could not be opened."""
    where = f"port {port} on {host}"
    if error.errno == errno.EADDRINUSE:
        return AgoraError(
            f"{where} is busy: another program listens there",
            "stop it, or choose another port (web.listen in the configuration, --port for the demo)",
        )
    if error.errno == errno.EACCES:
        return AgoraError(f"{where} may not be opened by this user", "choose a port above 1023 (web.listen)")
    if error.errno == errno.EADDRNOTAVAIL:
        return AgoraError(f"{host} is no address of this machine", "listen on 127.0.0.1 or 0.0.0.0 (web.listen)")
    return AgoraError(f"{where} can't be opened: {error.strerror or error}", "check web.listen in the configuration")


async def open_sockets(host: str, port: int) -> Sequence[socket.socket]:
    """Listening sockets, one for each address of `host`; all on one port. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    opened: list[socket.socket] = []
    try:
        for family, address in dict.fromkeys((family, address) for family, _, _, _, address in found):
            place = (address[0], port or opened[0].getsockname()[1] if opened else port)
            opened.append(socket.create_server(place, family=family, backlog=_BACKLOG))
            opened[-1].setblocking(False)
    except OSError:
        for one in opened:
            one.close()
        raise
    return opened


async def accept(
    listener: socket.socket, connections: Connections, protocol: Callable[[], asyncio.Protocol], complain: Seldom
) -> None:
    """Take connections one by one, each only when there is room for it, until cancelled.

    asyncio's own server takes a hundred at once before anybody can look at them, and repeats its complaint for
    each where descriptors run out.
    """
    loop = asyncio.get_running_loop()
    while True:
        try:
            taken, name = await loop.sock_accept(listener)
        except OSError as error:
            complain.warning("connections can't be accepted", reason=error.strerror or str(error))
            connections.end_one()
            await asyncio.sleep(_PAUSE_SECONDS)
            continue
        if not connections.make_room(peer_of_name(name)):
            taken.close()
            await asyncio.sleep(0)
            continue
        try:
            if hasattr(socket, "TCP_USER_TIMEOUT"):
                taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(connections.limits.unread * 1000))
            await loop.connect_accepted_socket(protocol, taken)
        except Exception as error:
            taken.close()
            # Who has gone meanwhile is none of our business; anything else must not end the accepting.
            if not isinstance(error, OSError):
                complain.exception("a connection could not be begun", error)
