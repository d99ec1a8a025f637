"""Where the server listens."""

from __future__ import annotations

import errno

from bot.errors import AgoraError, UsageError

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
