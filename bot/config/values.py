"""Values of the configuration that have a form of their own; each check says what is accepted.

A ValueError's message is `what is wrong — what to do`.
"""

from __future__ import annotations

import re
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator, InstanceOf

from bot.config.problems import is_no_place, quoted, suggestion, zone_meant
from bot.config.secrets import FromEnvironment, Secret, Unset
from bot.core.schedule import validate_cron
from bot.core.times import parse_duration
from bot.core.visible_text import composed, has_unseen
from bot.files import as_named

_WORD = re.compile(r"[\w][\w.-]{0,63}")
_NUMBERS = re.compile(r"[0-9.]+")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")
_LONGEST_PATH, _LONGEST_NAME = 2_000, 255
"""Of a path in characters, and of a name in it in bytes: what the systems take that we run on."""
_POSTGRES = "postgresql://user@host/name"
_POSTGRES_NUMBERS = frozenset({"port", "prepared_statement_cache_size"})
_POSTGRES_OPTIONS = _POSTGRES_NUMBERS | {
    *("host", "user", "password", "passfile", "service", "servicefile", "krbsrvname", "gsslib"),
    *("ssl", "sslmode", "target_session_attrs"),
}
"""What may stand behind `?`, as its driver takes it."""
_SQLITE = "sqlite:///./agora.db"


def _as_written(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be text")
    return value


def _text(value: object) -> str:
    """A text without what nobody sees in it, in composed form: Hangul may come in pieces (macOS)."""
    text = _as_written(value)
    if has_unseen(text):
        raise ValueError(f"{quoted(text)} has a character in it that nobody sees — type it again")
    return composed(text)


def _path(value: object, example: str = "./content") -> str:
    """The path of a file or folder, as it was written: names on a disk are what they are."""
    text = _as_written(value)
    if not text:
        raise ValueError("is empty — write a path")
    if (
        "\x00" in text
        or len(text) > _LONGEST_PATH
        or any(len(part.encode()) > _LONGEST_NAME for part in text.split("/"))
    ):
        raise ValueError(f"{quoted(text)} is no path — write one such as {example}")
    return text


def _duration(value: object) -> timedelta:
    text = _text(value)
    try:
        return parse_duration(text)
    except ValueError as error:
        what, _, hint = str(error).partition(": ")
        raise ValueError(f"{what} — {hint}" if hint else what) from None


def _zone(value: object) -> str:
    name = _text(value)
    try:
        known = bool(ZoneInfo(name)) and not is_no_place(name)
    except (OSError, ValueError, LookupError):
        known = False
    if not known:
        hint = zone_meant(name) or suggestion(name, available_timezones()) or "write one such as Asia/Seoul"
        raise ValueError(f"{quoted(name)} is not a time zone — {hint}")
    return name


def _cron(value: object) -> str:
    text = _text(value)
    try:
        validate_cron(text)
    except ValueError as error:
        what, _, hint = str(error).partition(": ")
        raise ValueError(f"{what} — {hint}" if hint else what) from None
    return text


def _word(value: object) -> str:
    text = _text(value)
    if not _WORD.fullmatch(text):
        raise ValueError(f"{quoted(text)} is not a name — use letters, digits, '-' and '_', without spaces")
    return text


def _secret(value: object) -> Secret:
    if isinstance(value, Unset):
        return Secret(None, value.variable)
    text = _as_written(value)
    return Secret(text, text.variable if isinstance(text, FromEnvironment) else None)


def _address(value: object) -> str:
    text = _text(value)
    host, colon, port = text.rpartition(":")
    hint = "write host:port, as in 127.0.0.1:8080, or 0.0.0.0:8080 for every interface"
    if "://" in text or "/" in text:
        raise ValueError(f"{quoted(text)} is a URL, not an address — {hint}")
    if not colon or not _is_host(host):
        raise ValueError(f"{quoted(text)} is not an address to listen on — {hint}")
    if not port.isascii() or not port.isdigit() or len(port) > 5 or int(port) > 65535:
        raise ValueError(f"{quoted(port)} is not a port — use a number up to 65535")
    return text


def _is_host(text: str) -> bool:
    """Whether a text is a name or an address that a machine may have."""
    try:
        if text.startswith("["):
            IPv6Address(text.removeprefix("[").removesuffix("]"))
            return text.endswith("]")
        if _NUMBERS.fullmatch(text):
            IPv4Address(text)
            return True
    except ValueError:
        return False
    return len(text) <= 253 and all(_LABEL.fullmatch(label) for label in text.removesuffix(".").split("."))


def _is_reachable(parts: SplitResult) -> bool:
    """Whether an address names a host that there may be, and no port that there can't be. ValueError likewise."""
    labels = (parts.hostname or "").removesuffix(".").split(".")
    return all(0 < len(label) < 64 for label in labels) and len(labels) < 128 and (parts.port is None or parts.port > 0)


def _url(value: object, schemes: tuple[str, ...]) -> str:
    text = _text(value)
    example = f"{schemes[-1]}://"
    try:
        parts = urlsplit(text)
        whole = parts.scheme in schemes and _is_reachable(parts)
    except ValueError:
        whole = False
    if not whole or any(c.isspace() for c in text):
        raise ValueError(f"{quoted(text)} is not an address of the web — write it in full, beginning with {example}")
    if parts.username or parts.password:
        raise ValueError("the address has a user or password in it — leave them out")
    return text


def _web_url(value: object) -> str:
    return _url(value, ("http", "https"))


def _socket_url(value: object) -> str:
    return _url(value, ("ws", "wss"))


def _public_url(value: object) -> str:
    text = _web_url(value)
    parts = urlsplit(text)
    if parts.query or parts.fragment or parts.path not in ("", "/"):
        raise ValueError(
            f"{quoted(text)} goes on after the host — write scheme and host alone, as in https://agora.example.org"
        )
    return text.rstrip("/")


def _database(value: object) -> Secret:
    if isinstance(value, Unset):
        return Secret(None, value.variable)
    text = _as_written(value)
    scheme, _, rest = text.partition("://")
    if scheme == "sqlite":
        name = rest.removeprefix("/")
        if not rest.startswith("/") or name in ("", ":memory:"):
            raise ValueError(f"the address names no database file — write {_SQLITE}")
        if "?" in name or "#" in name:
            raise ValueError(f"the address of a SQLite file takes no options — write {_SQLITE}")
        _path(name, _SQLITE)
    elif scheme == "postgresql":
        try:
            parts = urlsplit(text)
            whole = bool(parts.path.strip("/")) and (parts.port is None or parts.port > 0)
        except ValueError:
            whole = False
        if not whole:
            raise ValueError(f"the address names no database — write {_POSTGRES}")
        _check_options(parts.query)
    else:
        spoken = quoted(scheme) if "://" in text else "the address"
        raise ValueError(f"{spoken} is not a kind of database here — write {_SQLITE} or {_POSTGRES}")
    return Secret(text)


def _check_options(query: str) -> None:
    """Refuse what the driver doesn't take. It is not repeated: a password with '?' in it goes on as options."""
    try:
        options = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError:
        options = [("", "")]
    if any(name not in _POSTGRES_OPTIONS for name, _ in options):
        known = ", ".join(sorted(_POSTGRES_OPTIONS))
        raise ValueError(
            f"the address has an option after '?' that is not known — known are {known}; in a password write ? as %3F"
        )
    if any(name in _POSTGRES_NUMBERS and not value.replace(",", "").isdecimal() for name, value in options):
        raise ValueError("the address has an option after '?' that must be a number and is none — correct it")


def anchored_database(url: str, folder: Path) -> str:
    """A database URL whose SQLite file is absolute, taken relative to `folder`."""
    if not url.startswith("sqlite:///"):
        return url
    return f"sqlite:///{as_named(folder / url.removeprefix('sqlite:///')).resolve()}"


def password_of(url: str) -> str | None:
    """The password in a database URL, as it was meant."""
    password = urlsplit(url).password
    return unquote(password) if password else None


FolderPath = Annotated[str, BeforeValidator(_path)]
Text = Annotated[str, BeforeValidator(_text)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
Zone = Annotated[str, BeforeValidator(_zone)]
Cron = Annotated[str, BeforeValidator(_cron)]
Word = Annotated[str, BeforeValidator(_word)]
Address = Annotated[str, BeforeValidator(_address)]
WebUrl = Annotated[str, BeforeValidator(_web_url)]
SocketUrl = Annotated[str, BeforeValidator(_socket_url)]
PublicUrl = Annotated[str, BeforeValidator(_public_url)]
SecretText = Annotated[InstanceOf[Secret], BeforeValidator(_secret)]
DatabaseUrl = Annotated[InstanceOf[Secret], BeforeValidator(_database)]


def is_loopback(host: str) -> bool:
    """Whether a host can be reached from this machine alone: `localhost`, or an address, of IPv6 also in brackets."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower().removesuffix(".") == "localhost"
