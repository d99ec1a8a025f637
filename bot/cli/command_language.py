"""The language of a command: that of the configuration it is for, found before that is read, and where it is broken.

Most commands say nothing but an id or JSON, so nothing is looked up before something is said.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.core.words import DEFAULT_LOCALE, DEFAULT_TIMEZONE, LOCALES
from bot.files import as_named

if TYPE_CHECKING:
    from bot.core.words import Words

DEFAULT_CONFIG = Path("config.yaml")
_KEY = r"^(?:\ufeff)?([\"']?){}\1[ \t]*:[ \t]+([\"']?)([^\s\"'#]+)\2[ \t]*(?:#.*)?$"
_LOCALE = re.compile(_KEY.format("locale"), re.MULTILINE)
_TIMEZONE = re.compile(_KEY.format("timezone"), re.MULTILINE)
_SHORT = re.compile(r"-y*c(.*)", re.DOTALL)
"""`-c`, also behind `-y`, with its value behind it or as the next argument."""
_MOST = 1_000_000
"""Bytes of a file that are looked through."""


@dataclass(slots=True)
class _Command:
    arguments: Sequence[str] = ()
    spoken: tuple[str, str] | None = None


_COMMAND = _Command()


def listen_to(arguments: Sequence[str]) -> None:
    """A command begins: what is said from now on depends on its arguments."""
    _COMMAND.arguments, _COMMAND.spoken = tuple(arguments), None


def arguments() -> Sequence[str]:
    """What this command was given."""
    return _COMMAND.arguments


def settle(locale: str, timezone: str) -> None:
    """The configuration was read: it tells the language and the time zone better than a look at its file."""
    _COMMAND.spoken = (locale, timezone)


def words() -> Words:
    """The words of this command."""
    # Babel and Fluent take a third of a short command's time, and many say nothing (docs/decisions/0025).
    from bot.locales import words_for

    if _COMMAND.spoken is None:
        _COMMAND.spoken = language_of(_COMMAND.arguments, os.environ)
    return words_for(*_COMMAND.spoken)


def language_of(arguments: Sequence[str], env: Mapping[str, str]) -> tuple[str, str]:
    """The language and the time zone of a command by its arguments, its configuration and its environment."""
    text = _beginning(_config_in(arguments))
    if text is None:
        locale, zone = _of_environment(env), DEFAULT_TIMEZONE
    else:
        locale, zone = _value(_LOCALE, text, DEFAULT_LOCALE), _zone(_value(_TIMEZONE, text, DEFAULT_TIMEZONE))
    if next((argument for argument in arguments if not argument.startswith("-")), "") == "demo":
        wanted = _option(arguments, "--locale")
        locale = wanted if wanted in LOCALES else locale
    return locale, zone


def _config_in(arguments: Sequence[str]) -> Path:
    """The file that a command line names as its configuration; the last one counts, as for what parses it."""
    named = _option(arguments, "--config", _SHORT)
    return DEFAULT_CONFIG if named is None else as_named(Path(named))


def _option(arguments: Sequence[str], name: str, short: re.Pattern[str] | None = None) -> str | None:
    found = None
    for number, argument in enumerate(arguments):
        if argument == "--":
            break
        after = arguments[number + 1] if number + 1 < len(arguments) else None
        if argument == name:
            found = after
        elif argument.startswith(f"{name}="):
            found = argument.partition("=")[2]
        elif short is not None and (written := short.fullmatch(argument)) is not None:
            found = written[1] or after
    return found


def _beginning(path: Path) -> str | None:
    """What a file begins with; None where there is none to read."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(_MOST).decode("utf-8", "replace").replace("\r", "\n")
    except (OSError, ValueError):
        return None


def _value(key: re.Pattern[str], text: str, otherwise: str) -> str:
    found = key.search(text)
    return otherwise if found is None else os.path.expandvars(found[3])


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (LookupError, OSError, ValueError):
        return DEFAULT_TIMEZONE


def _of_environment(env: Mapping[str, str]) -> str:
    told = next((env[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if env.get(name)), "")
    return "en" if told.lower().startswith("en") else DEFAULT_LOCALE
