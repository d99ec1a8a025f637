"""The configuration as the rest of the program sees it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.config.checks import platform_secrets, without_use
from bot.config.models import (
    AWAY_AFTER,
    Admins,
    Alerts,
    Discord,
    Retention,
    RuleKeys,
    Settings,
    Slack,
    Summaries,
    Web,
)
from bot.config.problems import KeyPath, Problem, Severity, dotted
from bot.config.secrets import Secret, variable_unset
from bot.config.values import anchored_database, password_of
from bot.config.yaml_documents import Document
from bot.core.debates import Channel, Rules
from bot.core.schedule import Missed, Picks, Schedule
from bot.core.words import DEFAULT_TIMEZONE
from bot.files import as_named
from bot.sentences import Sentence


class Config:
    """A sound configuration. Paths are absolute or relative to the working directory, ready to use."""

    def __init__(self, path: Path, settings: Settings, document: Document) -> None:
        self.path = path
        self._settings = settings
        self._document = document

    @property
    def timezone(self) -> str:
        """The name of the time zone that members see times in."""
        return self._settings.timezone or DEFAULT_TIMEZONE

    @property
    def locale(self) -> str:
        """The bot's language where a channel sets none: ko or en."""
        return self._settings.locale

    @property
    def content(self) -> Path:
        """The folder of articles and mascots."""
        return as_named(self.path.parent / self._settings.content)

    def database_url(self) -> str:
        """`sqlite:///` with an absolute path, or a `postgresql://` URL, password included.

        Raises UsageError if it names an unset environment variable.
        """
        return anchored_database(self._settings.database.reveal(), self.path.parent.resolve())

    @property
    def pseudonym_key(self) -> Secret | None:
        """The key of voters' pseudonyms."""
        return self._settings.pseudonym_key

    @property
    def web(self) -> Web | None:
        """The web server; None opens no port."""
        return self._settings.web

    @property
    def discord(self) -> Discord | None:
        """How to reach Discord, if the bot is there."""
        return self._settings.discord

    @property
    def slack(self) -> Slack | None:
        """How to reach Slack, if the bot is there."""
        return self._settings.slack

    @property
    def admins(self) -> Admins:
        """Who may give admin commands."""
        return self._settings.admins

    @property
    def alerts(self) -> Alerts | None:
        """Where admins are told what needs them."""
        return self._settings.alerts

    @property
    def away_after(self) -> timedelta:
        """How long a connection may be lost before it counts as trouble."""
        return self._settings.alerts.away_after if self._settings.alerts is not None else AWAY_AFTER

    @property
    def summaries(self) -> Summaries:
        """The service that proposes summaries."""
        return self._settings.summaries

    @property
    def retention(self) -> Retention:
        """How long ballots keep their voters."""
        return self._settings.retention

    def channels(self) -> dict[str, Channel]:
        """Every channel by its name, in the order of the file."""
        return {
            name: Channel(name, entry.platform, entry.id, entry.locale or self.locale, entry.comments)
            for name, entry in self._settings.channels.items()
        }

    def rules(self) -> Rules:
        """The rules of a debate that is opened by hand."""
        return _rules(self._settings.debates)

    def schedules(self) -> tuple[Schedule, ...]:
        """The schedules, in the order of the file."""
        return tuple(
            Schedule(
                name=entry.name,
                cron=entry.cron,
                timezone=entry.timezone or self.timezone,
                channels=entry.channels,
                picks=Picks(
                    entry.articles.category, entry.articles.tags, entry.articles.order, entry.articles.when_empty
                ),
                missed=Missed(entry.missed.policy, entry.missed.within),
                rules=_rules(self._settings.debates, entry),
            )
            for entry in self._settings.schedules
        )

    def missing_secrets(self) -> list[Problem]:
        """The unset secrets that `run` can't do without: the database's, and those of platforms with a channel."""
        used = {channel.platform for channel in self.channels().values()}
        unused = without_use(self._settings)
        needed = [
            (path, secret)
            for path, secret in platform_secrets(self._settings)
            if path[0] in used and path not in unused
        ]
        return [
            self.problem(path, variable_unset(secret.variable or ""))
            for path, secret in [(("database",), self._settings.database), *needed]
            if not secret
        ]

    def secret_values(self) -> frozenset[str]:
        """Every secret in the clear, for whoever must keep them out of logs."""
        settings = self._settings
        secrets = [secret for _, secret in platform_secrets(settings)]
        secrets += [secret for secret in (settings.pseudonym_key, settings.summaries.key) if secret is not None]
        values = {secret.reveal() for secret in secrets if secret}
        if settings.database and (password := password_of(settings.database.reveal())):
            values.add(password)
        return frozenset(value for value in values if value)

    def problem(self, path: KeyPath, what: Sentence, severity: Severity = Severity.ERROR) -> Problem:
        """A problem at one of the file's keys."""
        return Problem(str(self.path), self._document.line(path), dotted(path), what, severity)


def _rules(*layers: RuleKeys) -> Rules:
    """The default rules with each layer's keys laid over them, the last one on top."""
    keys = {
        key: value for layer in layers for key in RuleKeys.model_fields if (value := getattr(layer, key)) is not None
    }
    return Rules(**keys)
