"""What no single key can tell: how the keys of a configuration fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from bot.config.models import RuleKeys, Settings
from bot.config.problems import KeyPath, Problem, Severity, dotted, doubt_about, quoted, suggestion
from bot.config.secrets import Secret
from bot.config.tokens import token_faults
from bot.config.values import is_loopback
from bot.config.yaml_documents import Document
from bot.core.debates import BallotKind, ResultsShown
from bot.core.visible_text import looks

_IDS = {
    "discord": (
        re.compile(r"\d{15,20}"),
        "a Discord id",
        "switch on Developer Mode in Discord, right-click it and copy the id (15 to 20 digits)",
    ),
    "slack": (re.compile(r"[CGD][A-Z0-9]{7,}"), "a Slack channel's id", "it is at the foot of the channel's details"),
    "local": (re.compile(r"[\w-]{1,64}"), "an id", "use one word: letters, digits, '-' and '_'"),
}
_PEOPLE = _IDS | {
    "slack": (re.compile(r"[UW][A-Z0-9]{7,}"), "a Slack member's id", "copy it from the three dots of the profile")
}
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

    def _problem(self, path: KeyPath, what: str, hint: str, severity: Severity = Severity.ERROR) -> Problem:
        return Problem(self._file, self._document.line(path), dotted(path), what, hint, severity)

    def _channel_names(self) -> set[str]:
        channels = self._written.get("channels")
        return {str(name) for name in channels} if isinstance(channels, dict) else set()

    def _channels(self) -> Iterator[Problem]:
        places: dict[tuple[str, str], str] = {}
        for name, entry in self._settings.channels.items():
            path: KeyPath = ("channels", name)
            form, noun, hint = _IDS[entry.platform]
            if not form.fullmatch(entry.id):
                yield self._problem((*path, "id"), f"{quoted(entry.id)} is not {noun}", hint)
            first = places.setdefault((entry.platform, entry.id), name)
            if first != name:
                yield self._problem(
                    (*path, "id"), f"is the same place as channels.{first}", "give a place one name, and use that"
                )
            yield from self._platform_of((*path, "platform"), entry.platform)

    def _platform_of(self, path: KeyPath, platform: str) -> Iterator[Problem]:
        if platform == "local":
            web = self._settings.web
            if "web" not in self._written:
                yield self._problem(path, "the local chat needs a web server", "add web: {listen: …, chat: true}")
            elif web is not None and not web.chat:
                yield self._problem(path, "the local chat is switched off", "set web.chat: true")
        elif self._written.get(platform) is None:
            yield self._problem(path, f"{platform} is not configured", f"add a section {platform}: to this file")

    def _chat(self) -> Iterator[Problem]:
        """The local chat has no log-in: whoever reaches it can be anybody."""
        web = self._settings.web
        if web is None or web.chat is not True:
            return
        if not is_loopback(web.listen.rpartition(":")[0]):
            yield self._problem(
                ("web", "chat"),
                f"the local chat has no log-in, and others than this machine can reach {quoted(web.listen)}: whoever "
                "does can be anybody there, admins too",
                "listen on 127.0.0.1, or say so in words: chat: {open_to: everyone}",
            )
        elif web.public_url is not None and not is_loopback(urlsplit(web.public_url).hostname or ""):
            yield self._problem(
                ("web", "chat"),
                "the local chat is for this machine alone, so under public_url it is refused",
                "leave it so, or say chat: {open_to: everyone}: it has no log-in, so anybody can be anybody there",
                Severity.WARNING,
            )

    def _admins(self) -> Iterator[Problem]:
        for platform, (form, noun, hint) in _PEOPLE.items():
            people: Sequence[str] = getattr(self._settings.admins, platform)
            for i, person in enumerate(people):
                if not form.fullmatch(person):
                    yield self._problem(("admins", platform, i), f"{quoted(person)} is not {noun}", hint)

    def _platforms(self) -> Iterator[Problem]:
        slack, discord = self._settings.slack, self._settings.discord
        if slack is not None:
            needed = "app_token" if slack.transport == "socket" else "signing_secret"
            if getattr(slack, needed) is None:
                yield self._problem(
                    ("slack", needed), f"is missing, but transport: {slack.transport} needs it", "add it"
                )
            if slack.transport == "http" and "web" not in self._written:
                yield self._problem(
                    ("slack", "transport"), "http needs a web server", "add web: {listen: …}, or use transport: socket"
                )
            elif slack.transport == "http" and self._settings.web is not None and self._settings.web.public_url is None:
                yield self._problem(
                    ("slack", "transport"),
                    "http without web.public_url: what Slack sends to a name that the server doesn't know is refused",
                    "set web.public_url to the address that Slack is given",
                    Severity.WARNING,
                )
        if discord is not None and discord.shards.count is not None:
            for i, shard in enumerate(discord.shards.run):
                if shard >= discord.shards.count:
                    yield self._problem(
                        ("discord", "shards", "run", i),
                        f"there is no shard {shard}",
                        f"of {discord.shards.count} shards the last one is {discord.shards.count - 1}",
                    )
                elif shard in discord.shards.run[:i]:
                    yield self._problem(
                        ("discord", "shards", "run", i), f"the shard {shard} is there twice", "name it once"
                    )

    def _rules(self) -> Iterator[Problem]:
        yield from self._rule_keys(("debates",), self._settings.debates)
        for path, schedule in self._schedules:
            yield from self._rule_keys(path, schedule)

    def _rule_keys(self, path: KeyPath, keys: RuleKeys) -> Iterator[Problem]:
        ballot = keys.ballot or self._settings.debates.ballot
        if keys.results is ResultsShown.AFTER_CLOSE and ballot is not BallotKind.BUTTONS:
            yield self._problem(
                (*path, "results"),
                "the bot hides the tally until closing, but the reactions stay visible on the platforms",
                "only ballot: buttons is secret",
                Severity.WARNING,
            )

    def _named_schedules(self) -> Iterator[Problem]:
        first: dict[str, tuple[KeyPath, str]] = {}
        for path, schedule in self._schedules:
            earlier, name = first.setdefault(looks(schedule.name), (path, schedule.name))
            if earlier != path:
                same = "is also the name of" if name == schedule.name else f"looks like {quoted(name)}, the name of"
                yield self._problem(
                    (*path, "name"),
                    f"{quoted(schedule.name)} {same} {dotted(earlier)}",
                    "give each schedule a name of its own",
                )
            yield from self._doubtful_zone((*path, "timezone"), schedule.timezone)
            if schedule.timezone is None and "timezone" not in self._written:
                yield self._problem(
                    (*path, "timezone"),
                    "is missing, and the file names no time zone either",
                    "add timezone: Asia/Seoul",
                )
            yield from self._channels_of(path, schedule.channels)

    def _doubtful_zone(self, path: KeyPath, zone: str | None) -> Iterator[Problem]:
        if zone is not None and (doubt := doubt_about(zone)) is not None:
            yield self._problem(path, *doubt, Severity.WARNING)

    def _channels_of(self, path: KeyPath, names: Sequence[str]) -> Iterator[Problem]:
        known = self._channel_names()
        if not names:
            yield self._problem((*path, "channels"), "names no channel", "name at least one")
        for i, name in enumerate(names):
            place = (*path, "channels", i)
            if name not in known:
                yield self._unknown_channel(place, name, known)
            elif name in names[:i]:
                yield self._problem(place, f"{quoted(name)} is there twice", "name it once")

    def _unknown_channel(self, path: KeyPath, name: str, known: set[str]) -> Problem:
        return self._problem(
            path, f"there is no channel {quoted(name)}", suggestion(name, known) or "add it under channels:"
        )

    def _alerts(self) -> Iterator[Problem]:
        alerts = self._settings.alerts
        if alerts is not None and alerts.channel not in (known := self._channel_names()):
            yield self._unknown_channel(("alerts", "channel"), alerts.channel, known)

    def _summaries(self) -> Iterator[Problem]:
        summaries = self._settings.summaries
        if summaries.endpoint is not None and summaries.model is None:
            yield self._problem(
                ("summaries", "model"),
                "is missing, so the endpoint is not asked",
                "name the model that it is to use",
                Severity.WARNING,
            )

    def _retention(self) -> Iterator[Problem]:
        retention = self._settings.retention
        if retention.ballots == "keep":
            if retention.after is not None:
                yield self._problem(
                    ("retention", "after"), "has no meaning with ballots: keep", "remove it, or choose another policy"
                )
            return
        if retention.after is None:
            yield self._problem(
                ("retention", "after"), f"is missing with ballots: {retention.ballots}", "add after: 30d"
            )

    def _pseudonym_key(self) -> Iterator[Problem]:
        key = self._settings.pseudonym_key
        if key and len(key.reveal()) < SHORTEST_KEY:
            yield self._problem(
                ("pseudonym_key",),
                f"is shorter than {SHORTEST_KEY} characters, so it could be guessed",
                f"make one with  {MAKE_A_KEY}  and keep it in the environment",
            )

    def _secrets_written_out(self) -> Iterator[Problem]:
        for path, secret in platform_secrets(self._settings):
            if secret and secret.variable is None:
                yield self._problem(
                    path,
                    "the secret is written out in the file",
                    f"put it in an environment variable and write ${{{'_'.join(map(str, path)).upper()}}}",
                    Severity.WARNING,
                )


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
