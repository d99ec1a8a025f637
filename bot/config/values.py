"""Values of the configuration that have a form of their own; each check raises Unfit, which says what is accepted."""

from __future__ import annotations

import re
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator, InstanceOf

from bot.config.problems import is_no_place, suggestion, zone_meant
from bot.config.secrets import FromEnvironment, Secret, Unset
from bot.core.schedule import validate_cron
from bot.core.times import parse_duration
from bot.core.visible_text import composed, has_unseen, shortened
from bot.errors import Unfit
from bot.files import as_named
from bot.sentences import sentence

_WORD = re.compile(r"[\w][\w.-]{0,63}")
_NUMBERS = re.compile(r"[0-9.]+")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")
_LONGEST_PATH, _LONGEST_NAME = 2_000, 255
"""Of a path in characters, and of a name in it in bytes: what the systems take that we run on."""
_POSTGRES_NUMBERS = frozenset({"port", "prepared_statement_cache_size"})
_POSTGRES_OPTIONS = _POSTGRES_NUMBERS | {
    *("host", "user", "password", "passfile", "service", "servicefile", "krbsrvname", "gsslib"),
    *("ssl", "sslmode", "target_session_attrs"),
}
"""What may stand behind `?`, as its driver takes it."""
_SQLITE = "sqlite:///./agora.db"
_LISTEN = sentence("config-listen-write")
_DATABASES = sentence("config-database-write")


def _as_written(value: object) -> str:
    if not isinstance(value, str):
        raise Unfit(sentence("config-no-text"))
    return value


def _text(value: object) -> str:
    """A text without what nobody sees in it, in composed form: Hangul may come in pieces (macOS)."""
    text = _as_written(value)
    if has_unseen(text):
        raise Unfit(sentence("config-unseen", value=shortened(text)))
    return composed(text)


def _path(value: object, example: str = "./content") -> str:
    """The path of a file or folder, as it was written: names on a disk are what they are."""
    text = _as_written(value)
    if not text:
        raise Unfit(sentence("config-path-empty"))
    if not _is_path(text):
        raise Unfit(sentence("config-no-path", value=shortened(text), example=example))
    return text


def _is_path(text: str) -> bool:
    """Whether a file may be called so; what is not Unicode in a value of the environment is half a character here."""
    try:
        longest = max(len(part.encode()) for part in text.split("/"))
    except UnicodeEncodeError:
        return False
    return "\x00" not in text and len(text) <= _LONGEST_PATH and longest <= _LONGEST_NAME


def _duration(value: object) -> timedelta:
    return parse_duration(_text(value))


def _zone(value: object) -> str:
    name = _text(value)
    try:
        known = bool(ZoneInfo(name)) and not is_no_place(name)
    except (OSError, ValueError, LookupError):
        known = False
    if not known:
        meant = zone_meant(name) or suggestion(name, available_timezones())
        raise Unfit(sentence("zone-none", value=shortened(name)).mended_by(meant or sentence("zone-write")))
    return name


def _cron(value: object) -> str:
    text = _text(value)
    validate_cron(text)
    return text


def _word(value: object) -> str:
    text = _text(value)
    if not _WORD.fullmatch(text):
        raise Unfit(sentence("config-no-name", value=shortened(text)))
    return text


def _secret(value: object) -> Secret:
    if isinstance(value, Unset):
        return Secret(None, value.variable)
    text = _as_written(value)
    return Secret(text, text.variable if isinstance(text, FromEnvironment) else None)


def _address(value: object) -> str:
    text = _text(value)
    host, colon, port = text.rpartition(":")
    if "://" in text or "/" in text:
        raise Unfit(sentence("config-listen-url", value=shortened(text)).mended_by(_LISTEN))
    if not colon or not _is_host(host):
        raise Unfit(sentence("config-no-listen", value=shortened(text)).mended_by(_LISTEN))
    if not port.isascii() or not port.isdigit() or len(port) > 5 or int(port) > 65535:
        raise Unfit(sentence("config-no-port", value=shortened(port)))
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
    try:
        parts = urlsplit(text)
        whole = parts.scheme in schemes and _is_reachable(parts)
    except ValueError:
        whole = False
    if not whole or any(c.isspace() for c in text):
        raise Unfit(sentence("config-no-web-address", value=shortened(text), begin=f"{schemes[-1]}://"))
    if parts.username or parts.password:
        raise Unfit(sentence("config-address-with-password"))
    return text


def _web_url(value: object) -> str:
    return _url(value, ("http", "https"))


def _socket_url(value: object) -> str:
    return _url(value, ("ws", "wss"))


def _public_url(value: object) -> str:
    text = _web_url(value)
    parts = urlsplit(text)
    if parts.query or parts.fragment or parts.path not in ("", "/"):
        raise Unfit(sentence("config-public-url-goes-on", value=shortened(text)))
    return text.rstrip("/")


def _database(value: object) -> Secret:
    if isinstance(value, Unset):
        return Secret(None, value.variable)
    text = _as_written(value)
    scheme, _, rest = text.partition("://")
    if scheme == "sqlite":
        name = rest.removeprefix("/")
        if not rest.startswith("/") or name in ("", ":memory:"):
            raise Unfit(sentence("config-database-no-file"))
        if "?" in name or "#" in name:
            raise Unfit(sentence("config-database-file-options"))
        _path(name, _SQLITE)
    elif scheme == "postgresql":
        try:
            parts = urlsplit(text)
            whole = bool(parts.path.strip("/")) and (parts.port is None or parts.port > 0)
        except ValueError:
            whole = False
        if not whole:
            raise Unfit(sentence("config-database-no-name"))
        _check_options(parts.query)
    else:
        if "://" in text:
            raise Unfit(sentence("config-database-kind", kind=shortened(scheme)).mended_by(_DATABASES))
        raise Unfit(sentence("config-no-database").mended_by(_DATABASES))
    return Secret(text)


def _check_options(query: str) -> None:
    """Refuse what the driver doesn't take. It is not repeated: a password with '?' in it goes on as options."""
    try:
        options = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError:
        options = [("", "")]
    if any(name not in _POSTGRES_OPTIONS for name, _ in options):
        raise Unfit(sentence("config-database-option", known=tuple(sorted(_POSTGRES_OPTIONS))))
    if any(name in _POSTGRES_NUMBERS and not value.replace(",", "").isdecimal() for name, value in options):
        raise Unfit(sentence("config-database-option-number"))


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
