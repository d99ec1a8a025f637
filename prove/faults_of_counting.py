"""Planted faults in what the bot hears, reads and counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.core.recounts import Scan
from bot.platforms.slack.accounts import Accounts
from bot.platforms.slack.adapter import SlackPlatform
from bot.platforms.slack.channel_directory import ChannelIds
from bot.platforms.slack.identifiers import EmojiNames
from bot.services.platform_errors import MessageGone
from bot.services.publishing.announcements import Alerts
from bot.services.publishing.closing import ClosingService
from bot.services.voting.attendance import Attendance
from bot.services.voting.recount import Recounter
from bot.services.voting.writer import VoteWriter
from bot.storage.recount_store import Recounts
from prove.planting import never, nothing, plant

# What is heard and read


@plant("events_lost", "the recount mends nothing")
def _() -> Iterator[tuple[Any, str, Any]]:
    mend = Recounts.mend

    async def look(self: Recounts, debate: str, _: Any, **more: Any) -> Any:
        return await mend(self, debate, {}, **more)

    yield Recounts, "mend", look


@plant("events_doubled", "on Discord each mark that comes twice is taken back by the second")
def _() -> Iterator[tuple[Any, str, Any]]:
    record, accept = VoteWriter.record, VoteWriter.accept
    seen: set[Any] = set()

    def turned(event: Any) -> Any:
        key = (event.platform, event.message, event.voter, event.reaction, event.added)
        again = event.at is None and key in seen
        seen.add(key)
        return event._replace(added=not event.added) if again else event

    async def record_turned(self: VoteWriter, event: Any) -> None:
        await record(self, turned(event))

    async def accept_turned(self: VoteWriter, events: Any) -> None:
        await accept(self, [turned(event) for event in events])

    yield VoteWriter, "record", record_turned
    yield VoteWriter, "accept", accept_turned


@plant("events_reordered", "Slack's events count in the order in which they come")
def _() -> Iterator[tuple[Any, str, Any]]:
    record = VoteWriter.record

    async def by_arrival(self: VoteWriter, event: Any) -> None:
        await record(self, event._replace(at=event.received_at) if event.platform == "slack" else event)

    yield VoteWriter, "record", by_arrival


@plant("events_late", "Slack's late news is not waited for at closing")
def _() -> Iterator[tuple[Any, str, Any]]:
    async def wait_for_none(*_: object) -> bool:
        return False

    yield ClosingService, "_waited_for_news", wait_for_none


@plant("connection_cut", "a connection that is away counts as listened to")
def _() -> Iterator[tuple[Any, str, Any]]:
    yield Attendance, "deaf", never


@plant("session_ended", "what was missed between two sessions is not recounted, and the certificate does not know")
def _() -> Iterator[tuple[Any, str, Any]]:
    async def no_gaps(*_: object) -> dict[int, Any]:
        return {}

    yield ClosingService, "_gaps", no_gaps


@plant("paused", "a process that stood still does not notice it")
def _() -> Iterator[tuple[Any, str, Any]]:
    yield Attendance, "_stood_still", never
    yield Attendance, "_was_slow", never


@plant("scans_cut_short", "a list that is shorter than its count takes people out")
def _() -> Iterator[tuple[Any, str, Any]]:
    mend = Recounts.mend

    async def whole(self: Recounts, debate: str, scans: Any, **more: Any) -> Any:
        taken = {post: (replace(scan, short=frozenset()), mark) for post, (scan, mark) in scans.items()}
        return await mend(self, debate, taken, **more)

    yield Recounts, "mend", whole


@plant("message_deleted", "a deleted post is read as one that nobody reacted to")
def _() -> Iterator[tuple[Any, str, Any]]:
    read = Recounter._read_post

    async def nobody(self: Recounter, debate: Any, post: Any) -> Any:
        found = await read(self, debate, post)
        if not isinstance(found, MessageGone):
            return found
        from bot.services.voting.recount import _Reading

        empty = Scan(holders={}, own=frozenset())
        return _Reading(empty, await self._recounts.watermark(debate.id), settled=True)

    yield Recounter, "_read_post", nobody


@plant("reactions_cleared", "a recount takes nothing away")
def _() -> Iterator[tuple[Any, str, Any]]:
    from bot.storage import recount_store

    compared = recount_store._compare

    def only_more(*args: Any) -> Any:
        found = {voter: [one for one in changes if one[1] is not None] for voter, changes in compared(*args).items()}
        return {voter: changes for voter, changes in found.items() if changes}

    yield recount_store, "_compare", only_more


@plant("alias_made", "the workspace's other names for an emoji are not learnt")
def _() -> Iterator[tuple[Any, str, Any]]:
    learn = EmojiNames.learn

    def none(self: EmojiNames, custom: Mapping[str, Any]) -> None:
        learn(self, dict.fromkeys(custom, "https://emoji.example/x.png"))

    yield EmojiNames, "learn", none


@plant("bot_votes", "Slack's other bots vote")
def _() -> Iterator[tuple[Any, str, Any]]:
    def person(_: Accounts, user: str) -> bool:
        return user == "U0AGORA"

    yield Accounts, "is_bot", person


@plant("channel_renamed", "another id of a channel is not learnt")
def _() -> Iterator[tuple[Any, str, Any]]:
    yield ChannelIds, "learn", never


@plant("channel_locked", "the admins are not told of a channel that could not be posted to")
def _() -> Iterator[tuple[Any, str, Any]]:
    yield Alerts, "failed", nothing


@plant("person_leaves", "who is not in the directory any more does not count")
def _() -> Iterator[tuple[Any, str, Any]]:
    scan = SlackPlatform.scan

    async def present(self: SlackPlatform, *args: Any, **more: Any) -> Scan:
        found = await scan(self, *args, **more)
        listed = (await self._api.client.users_list())["members"]
        gone = {one["id"] for one in listed if one["deleted"]}
        holders = {
            raw: frozenset(voter for voter in voters if voter.native not in gone)
            for raw, voters in found.holders.items()
        }
        return replace(found, holders=holders)

    yield SlackPlatform, "scan", present
