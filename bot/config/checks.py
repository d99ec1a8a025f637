"""What no single key can tell: how the keys of a configuration fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from bot.config.models import RuleKeys, Settings
from bot.config.problems import KeyPath, Problem, Severity, dotted, doubt_about, suggestion
from bot.config.secrets import Secret
from bot.config.tokens import token_faults
from bot.config.values import is_loopback
from bot.config.yaml_documents import Document
from bot.core.debates import BallotKind, ResultsShown
from bot.core.visible_text import looks, shortened
from bot.sentences import Sentence, sentence

_IDS = {
    "discord": (re.compile(r"\d{15,20}"), sentence("config-no-discord-id")),
    "slack": (re.compile(r"[CGD][A-Z0-9]{7,}"), sentence("config-no-slack-channel")),
    "local": (re.compile(r"[\w-]{1,64}"), sentence("config-no-local-id")),
}
"""How each platform's ids look, and what to say of what looks otherwise, once it is given the `value`."""
_PEOPLE = _IDS | {"slack": (re.compile(r"[UW][A-Z0-9]{7,}"), sentence("config-no-slack-member"))}
SHORTEST_KEY = 16
"""How many characters a `pseudonym_key` needs, so that nobody can try them all."""
MAKE_A_KEY = "python3 -c 'import secrets; print(secrets.token_hex(32))'"


class Checker:
    """Checks the sections that are sound; `written` is the whole file, broken sections included.

    `numbers` are the places in the file of the schedules that are sound.
    """

    def __init__(
        self,
        settings: Settings,
        numbers: Sequence[int],
        written: Mapping[str, object],
        document: Document,
        file: str,
    ) -> None:
        self._settings = settings
        self._schedules = [(("schedules", n), entry) for n, entry in zip(numbers, settings.schedules, strict=True)]
        self._written = written
        self._document = document
        self._file = file

    def problems(self) -> list[Problem]:
        """Everything found, in no particular order."""
        return [
            *self._channels(),
            *self._admins(),
            *self._chat(),
            *self._platforms(),
            *self._rules(),
            *self._named_schedules(),
            *self._doubtful_zone(("timezone",), self._settings.timezone),
            *self._alerts(),
            *self._retention(),
            *self._summaries(),
            *self._secrets_written_out(),
            *(self._problem(*fault) for fault in token_faults(self._settings)),
            *self._pseudonym_key(),
        ]

    def _problem(self, path: KeyPath, what: Sentence, severity: Severity = Severity.ERROR) -> Problem:
        return Problem(self._file, self._document.line(path), dotted(path), what, severity)

    def _channel_names(self) -> set[str]:
        channels = self._written.get("channels")
        return {str(name) for name in channels} if isinstance(channels, dict) else set()

    def _channels(self) -> Iterator[Problem]:
        places: dict[tuple[str, str], str] = {}
        for name, entry in self._settings.channels.items():
            path: KeyPath = ("channels", name)
            form, wrong = _IDS[entry.platform]
            if not form.fullmatch(entry.id):
                yield self._problem((*path, "id"), wrong.given(value=shortened(entry.id)))
            first = places.setdefault((entry.platform, entry.id), name)
            if first != name:
                yield self._problem((*path, "id"), sentence("config-channel-same-place", other=first))
            yield from self._platform_of((*path, "platform"), entry.platform)

    def _platform_of(self, path: KeyPath, platform: str) -> Iterator[Problem]:
        if platform == "local":
            web = self._settings.web
            if "web" not in self._written:
                yield self._problem(path, sentence("config-chat-without-web"))
            elif web is not None and not web.chat:
                yield self._problem(path, sentence("config-chat-off"))
        elif self._written.get(platform) is None:
            yield self._problem(path, sentence("config-platform-missing", platform=platform))

    def _chat(self) -> Iterator[Problem]:
        """The local chat has no log-in: whoever reaches it can be anybody."""
        web = self._settings.web
        if web is None or web.chat is not True:
            return
        if not is_loopback(web.listen.rpartition(":")[0]):
            yield self._problem(("web", "chat"), sentence("config-chat-for-others", listen=shortened(web.listen)))
        elif web.public_url is not None and not is_loopback(urlsplit(web.public_url).hostname or ""):
            yield self._problem(("web", "chat"), sentence("config-chat-not-public"), Severity.WARNING)

    def _admins(self) -> Iterator[Problem]:
        for platform, (form, wrong) in _PEOPLE.items():
            people: Sequence[str] = getattr(self._settings.admins, platform)
            for i, person in enumerate(people):
                if not form.fullmatch(person):
                    yield self._problem(("admins", platform, i), wrong.given(value=shortened(person)))

    def _platforms(self) -> Iterator[Problem]:
        slack, discord = self._settings.slack, self._settings.discord
        if slack is not None:
            needed = "app_token" if slack.transport == "socket" else "signing_secret"
            if getattr(slack, needed) is None:
                yield self._problem(("slack", needed), sentence("config-transport-needs", transport=slack.transport))
            if slack.transport == "http" and "web" not in self._written:
                yield self._problem(("slack", "transport"), sentence("config-slack-without-web"))
            elif slack.transport == "http" and self._settings.web is not None and self._settings.web.public_url is None:
                yield self._problem(
                    ("slack", "transport"), sentence("config-slack-without-public-url"), Severity.WARNING
                )
        if discord is not None and discord.shards.count is not None:
            count = discord.shards.count
            for i, shard in enumerate(discord.shards.run):
                path = ("discord", "shards", "run", i)
                if shard >= count:
                    wrong = sentence("config-no-shard", shard=str(shard), count=count, last=str(count - 1))
                    yield self._problem(path, wrong)
                elif shard in discord.shards.run[:i]:
                    yield self._problem(path, sentence("config-shard-twice", shard=str(shard)))

    def _rules(self) -> Iterator[Problem]:
        yield from self._rule_keys(("debates",), self._settings.debates)
        for path, schedule in self._schedules:
            yield from self._rule_keys(path, schedule)

    def _rule_keys(self, path: KeyPath, keys: RuleKeys) -> Iterator[Problem]:
        ballot = keys.ballot or self._settings.debates.ballot
        if keys.results is ResultsShown.AFTER_CLOSE and ballot is not BallotKind.BUTTONS:
            yield self._problem((*path, "results"), sentence("config-reactions-visible"), Severity.WARNING)

    def _named_schedules(self) -> Iterator[Problem]:
        first: dict[str, tuple[KeyPath, str]] = {}
        for path, schedule in self._schedules:
            earlier, name = first.setdefault(looks(schedule.name), (path, schedule.name))
            if earlier != path:
                yield self._problem((*path, "name"), _same_name(schedule.name, name, dotted(earlier)))
            yield from self._doubtful_zone((*path, "timezone"), schedule.timezone)
            if schedule.timezone is None and "timezone" not in self._written:
                yield self._problem((*path, "timezone"), sentence("config-schedule-without-zone"))
            yield from self._channels_of(path, schedule.channels)

    def _doubtful_zone(self, path: KeyPath, zone: str | None) -> Iterator[Problem]:
        if zone is not None and (doubt := doubt_about(zone)) is not None:
            yield self._problem(path, doubt, Severity.WARNING)

    def _channels_of(self, path: KeyPath, names: Sequence[str]) -> Iterator[Problem]:
        known = self._channel_names()
        if not names:
            yield self._problem((*path, "channels"), sentence("config-schedule-without-channel"))
        for i, name in enumerate(names):
            place = (*path, "channels", i)
            if name not in known:
                yield self._unknown_channel(place, name, known)
            elif name in names[:i]:
                yield self._problem(place, sentence("config-channel-twice", name=shortened(name)))

    def _unknown_channel(self, path: KeyPath, name: str, known: set[str]) -> Problem:
        return self._problem(
            path, sentence("config-no-channel", name=shortened(name)).mended_by(suggestion(name, known))
        )

    def _alerts(self) -> Iterator[Problem]:
        alerts = self._settings.alerts
        if alerts is not None and alerts.channel not in (known := self._channel_names()):
            yield self._unknown_channel(("alerts", "channel"), alerts.channel, known)

    def _summaries(self) -> Iterator[Problem]:
        summaries = self._settings.summaries
        if summaries.endpoint is not None and summaries.model is None:
            yield self._problem(("summaries", "model"), sentence("config-no-model"), Severity.WARNING)

    def _retention(self) -> Iterator[Problem]:
        retention = self._settings.retention
        if retention.ballots == "keep":
            if retention.after is not None:
                yield self._problem(("retention", "after"), sentence("config-retention-not-used"))
            return
        if retention.after is None:
            yield self._problem(("retention", "after"), sentence("config-retention-missing", policy=retention.ballots))

    def _pseudonym_key(self) -> Iterator[Problem]:
        key = self._settings.pseudonym_key
        if key and len(key.reveal()) < SHORTEST_KEY:
            yield self._problem(
                ("pseudonym_key",), sentence("config-key-too-short", least=SHORTEST_KEY, command=MAKE_A_KEY)
            )

    def _secrets_written_out(self) -> Iterator[Problem]:
        for path, secret in platform_secrets(self._settings):
            if secret and secret.variable is None:
                variable = "_".join(map(str, path)).upper()
                yield self._problem(path, sentence("config-secret-in-file", variable=variable), Severity.WARNING)


def _same_name(name: str, other: str, place: str) -> Sentence:
    """That the schedule at `place` has a name that is, or looks, the same."""
    if name == other:
        return sentence("config-schedule-twice", name=shortened(name), place=place)
    return sentence("config-schedule-looks-like", name=shortened(name), other=shortened(other), place=place)


def platform_secrets(settings: Settings) -> Iterator[tuple[KeyPath, Secret]]:
    """Every platform's secret that the file names, with its key."""
    if settings.discord is not None:
        yield ("discord", "token"), settings.discord.token
    if settings.slack is not None:
        for name in ("bot_token", "app_token", "signing_secret"):
            secret: Secret | None = getattr(settings.slack, name)
            if secret is not None:
                yield ("slack", name), secret


def without_use(settings: Settings) -> set[KeyPath]:
    """Keys of secrets that nothing asks for as the file stands."""
    unused: set[KeyPath] = set()
    if settings.summaries.endpoint is None:
        unused.add(("summaries", "key"))
    if settings.slack is not None:
        unused.add(("slack", "signing_secret" if settings.slack.transport == "socket" else "app_token"))
    return unused
