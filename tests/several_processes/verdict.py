"""What a story came to, held against what people did: each check says what it found and what it looked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select

from bot.storage.tables import debates
from tests.journeys.place import LINES
from tests.several_processes.crowd import Poll
from tests.several_processes.story import Story
from tests.several_processes.town import HALL, Town
from tests.storage.storage_audit import books
from tests.wire.discord import Channel

_BEGINS_CLOSING_WITHIN = 20.0
"""Seconds: as long as all bots that are awake may be cut off at once, and a little."""
_LINES = tuple(f"line{number}" for number in range(len(LINES)))
_SOMEBODY_HEARD_NOTHING = {"note-not-heard", "note-was-down", "note-withdrawn"}
_NOT_ALL_READ = {"note-unread", "note-short"}
"""A machine may be slower than a bot's deadlines: then a certificate is partial and says so, and all is counted."""
_NOT_ALL_HEARD = {"note-sparks-cut", "note-saves-cut", "note-replies-cut"}


def differences(story: Story) -> list[str]:
    """Everything that is not as it must be, a sentence each; empty for a good story."""
    found = [*_said_in_discord(story), *_said_in_slack(story), *_ended(story)]
    for poll in story.polls:
        found += [f"{poll.debate}: {one}" for one in (*_counted(story.town, poll), *_closed(story.town, poll))]
    return found


def said_twice(town: Town) -> list[str]:
    """What stands more than once on the platforms, and who sent it; also of a story that came to no end."""
    record = town.record()
    found = []
    for name, channel in zip(town.places, town.channels, strict=False):
        for place in (channel, *channel.threads):
            keys = {key for key, count in record.said(place).items() if count > 1}
            found += [f"twice in {name}:\n{record.story(keys)}"] if keys else []
    found += [f"twice in Slack: {key}" for key, count in Counter(town.said_in_slack()).items() if count > 1]
    return found


def _differs(what: str, found: object, wanted: object) -> Iterator[str]:
    if found != wanted:
        yield f"{what}: {found!r} and not {wanted!r}"


def _said_in_discord(story: Story) -> Iterator[str]:
    town, record = story.town, story.town.record()

    def wrong(name: str, place: Channel, keys: set[str]) -> Iterator[str]:
        found = record.wrong(place, keys)
        if found:
            yield f"messages in {name}: {found}"

    for name, channel in zip(town.places, town.channels, strict=False):
        keys = {town.key_of(poll.debate, name, part) for poll in story.polls for part in ("post", "result")}
        yield from wrong(name, channel, {*keys, f"welcome:discord:{channel.id}"})
        for poll in story.polls:
            thread = poll.cards[name].thread
            lines = {town.key_of(poll.debate, name, part) for part in _LINES}
            yield from [f"no thread in {name}"] if thread is None else wrong(f"a thread in {name}", thread, lines)
        yield from _differs(f"threads in {name}", len(channel.threads), len(story.polls))
    yield from _differs("requests that could ping", [one.route for one in town.discord.fake.could_ping], [])


def _said_in_slack(story: Story) -> Iterator[str]:
    parts = ("post", "result", *_LINES)
    wanted = Counter(story.town.key_of(poll.debate, HALL, part) for poll in story.polls for part in parts)
    said = Counter(str(key) for key in story.town.said_in_slack())
    welcomes = {key: count for key, count in said.items() if key.startswith("welcome:")}
    yield from _differs("welcomes in Slack", list(welcomes.values()), [1])
    yield from _differs("messages in Slack", {**(said - wanted - Counter(welcomes)), **(wanted - said)}, {})


def _counted(town: Town, poll: Poll) -> Iterator[str]:
    told = town.window.told(poll.debate)
    certificate = told["certificate"] or {}
    found, wanted = dict(town.votes(poll.debate)), poll.people.votes()
    late = [voter.person for voter in poll.late if found.pop(voter.person, None) is not None]
    if len(late) > certificate.get("undatable", 0):
        yield f"votes after closing: {late} with {certificate}"
    for person in sorted(found.keys() | wanted.keys()):
        yield from _differs(f"the vote of {person}", found.get(person), wanted.get(person))
    if not late:
        yield from _differs("ballots", [option["ballots"] for option in told["options"]], poll.people.ballots())
        yield from _differs("shift", told["shift"], poll.people.shift())
    voters = len(wanted) + len(late)
    yield from _differs("voters and undecided", (told["voters"], told["undecided"]), (voters, 0))
    yield from _differs("posts", {post["state"] for post in told["posts"]}, {"said"})
    exact = not town.window.notes(poll.debate) & _NOT_ALL_READ
    yield from _differs("reading", certificate.get("recounted"), "exact" if exact else "partial")
    yield from _differs("recount", certificate.get("recount"), voters)
    try:
        town.window.ask(lambda database: books(database, poll.debate))
    except AssertionError as failure:
        yield f"not as counted from scratch: {failure}"


def _closed(town: Town, poll: Poll) -> Iterator[str]:
    """On time, and with a certificate that says no less than what is not known."""
    query = select(debates.c.state, debates.c.closes_at, debates.c.began_closing_at).where(debates.c.id == poll.debate)
    state, closes_at, began = town.window.read(lambda db: db.execute(query).one())
    yield from _differs("state", state, "closed")
    if began is None or (began - closes_at) / 1e6 > _BEGINS_CLOSING_WITHIN:
        yield f"closing began at {began} and was due at {closes_at}"
    certificate = town.window.told(poll.debate)["certificate"] or {}
    notes = town.window.notes(poll.debate)
    yield from _differs("notes", notes - _SOMEBODY_HEARD_NOTHING - _NOT_ALL_READ - _NOT_ALL_HEARD, set())
    if certificate.get("undatable") and not notes:
        yield f"{certificate['undatable']} that can't be dated, and not why"


def _ended(story: Story) -> Iterator[str]:
    yield from _differs("codes with which the bots ended", story.codes, [0] * story.town.count)
    yield from _differs("left behind", story.town.window.left_behind(), {})
    yield from _differs("tracebacks", [line for line in story.town.logs().splitlines() if "Traceback" in line], [])
