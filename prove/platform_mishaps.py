"""What goes wrong on the platforms and on the way to them: with what is said and heard, with channels and people."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from prove.places import DISCORD, DISCORD_PORT, GARDEN, LOCAL, OPTIONS, SLACK, SLACK_PORT, TERRACE
from tests.wire.discord import faults
from tests.wire.slack.sockets import Sockets

if TYPE_CHECKING:
    from prove.year import Year

_SENDS = ("POST /channels/*/messages", "PATCH /channels/*/messages/*", "PUT /channels/*/messages/*/reactions/*/@me")
_SLACK_SENDS = ("chat.postMessage", "chat.update", "reactions.add")
_READS = ("GET /channels/*/messages/*", "GET /channels/*/messages/*/reactions/*", "GET /channels/*/messages")
_SLACK_READS = ("reactions.get", "conversations.history", "conversations.replies")
_ARMED = 120.0
"""Seconds after which a fault that nobody met is lifted."""


def _discord(year: Year, route: str, what: faults.Happening, times: int) -> None:
    fault = year.places.discord.fault(route, what, times=times)

    def lift() -> None:
        fault.times = fault.hits

    year.later(_ARMED, lift)
    year.troubles.note(DISCORD, year.now, _ARMED)


def _slack(year: Year, method: str, kind: str, *args: object, **how: object) -> None:
    fault = getattr(year.places.slack.faults, kind)(method, *args, **how)
    year.later(_ARMED, fault.lift)
    year.troubles.note(SLACK, year.now, _ARMED)


def answer_lost(year: Year, dice: random.Random) -> None:
    """What was asked is done, and the answer is lost."""
    times, which = dice.randint(1, 3), dice.randrange(3)
    match dice.choice((DISCORD, SLACK, LOCAL)):
        case "discord":
            _discord(year, dice.choice((*_SENDS, "POST /channels/*/messages")), faults.drop_after(), times)
        case "slack":
            _slack(year, dice.choice((*_SLACK_SENDS, "chat.postMessage")), "drop_after", times=times)
        case _:
            chat = year.machine.chat_faults
            chat.lose_answers, chat.lose_edits = (times, 0) if which else (0, times)


def timed_out(year: Year, dice: random.Random) -> None:
    """An answer takes longer than anybody waits."""
    if dice.random() < 0.5:
        _discord(year, dice.choice(_SENDS + _READS), faults.slow(dice.choice((12.0, 70.0))), 1)
    else:
        _slack(year, dice.choice(_SLACK_SENDS + _SLACK_READS), "slow", dice.choice((12.0, 70.0)), times=1)


def refused_429(year: Year, dice: random.Random) -> None:
    """Too many requests, with every header that there is, or none."""
    times = dice.randint(1, 4)
    if dice.random() < 0.5:
        what = faults.too_many(
            dice.choice((None, 0.3, 2.0, 20.0)), via=dice.random() < 0.7, everywhere=dice.random() < 0.3
        )
        _discord(year, dice.choice((*_SENDS, *_READS, "* **")), what, times)
    else:
        _slack(
            year, dice.choice((*_SLACK_SENDS, *_SLACK_READS, "*")), "limit", dice.choice((None, 1, 5, 30)), times=times
        )


def refused_5xx(year: Year, dice: random.Random) -> None:
    """The platform's own trouble: done or not, the status says that it wasn't."""
    times, status = dice.randint(1, 5), dice.choice((500, 502, 503, 504))
    if dice.random() < 0.5:
        _discord(year, dice.choice(_SENDS + _READS), faults.answer(status, done=dice.random() < 0.5), times)
    else:
        method, after = dice.choice(_SLACK_SENDS + _SLACK_READS), dice.random() < 0.5
        _slack(year, method, "status", status, times=times, after=after)


def html_for_json(year: Year, dice: random.Random) -> None:
    """A page where JSON belongs, with a status that says that all is well."""
    if dice.random() < 0.5:
        _discord(year, dice.choice(_SENDS + _READS), faults.answer(200, done=dice.random() < 0.5), dice.randint(1, 3))
    else:
        _slack(year, dice.choice(_SLACK_SENDS + _SLACK_READS), "status", 200, times=dice.randint(1, 3))


def done_late(year: Year, dice: random.Random) -> None:
    """The connection breaks, and what was asked is done some time later."""
    _discord(year, "POST /channels/*/messages", faults.late(dice.uniform(1, 25)), 1)


def scans_cut_short(year: Year, dice: random.Random) -> None:
    """Who reacted is told in part only."""
    match dice.choice((DISCORD, SLACK, LOCAL)):
        case "discord":
            _discord(year, "GET /channels/*/messages/*/reactions/*", faults.cut_to(1), dice.randint(1, 3))
        case "slack":
            year.places.slack.faults.most_people = 1
            seconds = dice.uniform(5, 60)

            def whole() -> None:
                year.places.slack.faults.most_people = None

            year.later(seconds, whole)
            year.troubles.note(SLACK, year.now, seconds)
        case _:
            year.machine.chat_faults.short_scans = 1
            year.troubles.note(LOCAL, year.now, 600)


def seeds_hidden(year: Year, dice: random.Random) -> None:
    """The bot's own reactions are taken away, or not shown."""
    if dice.random() < 0.3:
        year.machine.chat_faults.hide_seeds = 1
        year.troubles.note(LOCAL, year.now, 600)
        return
    discord = year.places.discord
    for card in year.cards(DISCORD):
        found = year.places._discord_message(card.message)
        emoji = dice.choice(OPTIONS)
        if found is not None and emoji in found.reactions:
            discord.world.remove_reaction(discord.world.me, found, found.reactions[emoji].emoji)


def token_refused(year: Year, dice: random.Random) -> None:
    """The token is refused for an hour."""
    seconds = dice.choice((90.0, 3600.0))
    if dice.random() < 0.5:
        discord = year.places.discord
        right, discord.world.token = discord.world.token, "another"
        discord.gateway.cut_all()

        def back() -> None:
            discord.world.token = right

        year.later(seconds, back)
        year.troubles.note(DISCORD, year.now, seconds)
    else:
        faults_of = year.places.slack.faults
        faults_of.token_error = dice.choice(("invalid_auth", "account_inactive", "token_revoked"))

        def right_again() -> None:
            faults_of.token_error = None

        year.later(seconds, right_again)
        year.troubles.note(SLACK, year.now, seconds)


def events_lost(year: Year, dice: random.Random) -> None:
    """Events are lost and nobody is told. Near a closing nobody could date them: there this does not happen."""
    if year.closes_within(150):
        return
    seconds = dice.uniform(3, 30)
    match dice.choice((DISCORD, SLACK, LOCAL)):
        case "discord":
            gateway = year.places.discord.gateway
            gateway.pass_on = lambda name, _: 0 if name.startswith("MESSAGE_REACTION") else 1
            year.later(seconds, lambda: setattr(gateway, "pass_on", None))
            year.troubles.note(DISCORD, year.now, seconds)
        case "slack":
            deliveries = year.places.slack.deliveries
            deliveries.swallow = dice.randint(1, 5)
            year.later(seconds, lambda: setattr(deliveries, "swallow", 0))
            year.troubles.note(SLACK, year.now, seconds)
        case _:
            chat = year.machine.chat_faults
            chat.drop = 1.0
            year.later(seconds, lambda: setattr(chat, "drop", 0.0))
            year.troubles.note(LOCAL, year.now, seconds + 5)


def events_doubled(year: Year, dice: random.Random) -> None:
    """Events come twice."""
    seconds = dice.uniform(5, 60)
    match dice.choice((DISCORD, SLACK, LOCAL)):
        case "discord":
            gateway = year.places.discord.gateway
            gateway.pass_on = lambda *_: 2
            year.later(seconds, lambda: setattr(gateway, "pass_on", None))
        case "slack":
            deliveries = year.places.slack.deliveries
            deliveries.copies = 2
            year.later(seconds, lambda: setattr(deliveries, "copies", 1))
        case _:
            chat = year.machine.chat_faults
            chat.double = 1.0
            year.later(seconds, lambda: setattr(chat, "double", 0.0))


def events_reordered(year: Year, dice: random.Random) -> None:
    """Events come in another order."""
    seconds = dice.uniform(2, 10)
    match dice.choice((DISCORD, SLACK)):
        case "discord":
            year.places.discord.gateway.hold_back.add(
                dice.choice(("MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE", "MESSAGE_CREATE"))
            )
            year.troubles.note(DISCORD, year.now, 3600)
        case _:
            deliveries = year.places.slack.deliveries
            deliveries.hold()
            year.later(seconds, lambda: deliveries.release(lambda held: held[::-1]))


def events_late(year: Year, dice: random.Random) -> None:
    """The network holds events up."""
    seconds = dice.choice((0.5, 3.0, 15.0))
    if dice.random() < 0.5:
        gateway = year.places.discord.gateway
        gateway.hold()
        year.later(seconds, gateway.release)
        year.troubles.note(DISCORD, year.now, seconds)
    else:
        deliveries = year.places.slack.deliveries
        deliveries.latency = seconds
        year.later(60, lambda: setattr(deliveries, "latency", 0.0))
        year.troubles.note(SLACK, year.now, 60 + seconds)


def connection_cut(year: Year, dice: random.Random) -> None:
    """The connection that brings the events breaks."""
    if dice.random() < 0.5:
        year.places.discord.gateway.cut_all()
        year.troubles.note(DISCORD, year.now, 30)
    else:
        year.places.slack.sockets.break_off()
        year.troubles.note(SLACK, year.now, 30)


def session_ended(year: Year, dice: random.Random) -> None:
    """The platform ends a session: to be resumed, or for good."""
    gateway, sockets = year.places.discord.gateway, year.places.slack.sockets
    how = dice.randrange(6)
    if how == 0:
        gateway.close_all(dice.choice((4000, 4007, 4009, 1001)))
    elif how == 1:
        gateway.invalidate(resumable=dice.random() < 0.5)
    elif how == 2:
        gateway.ask_to_reconnect()
    elif how == 3:
        gateway.forget_sessions()
        gateway.cut_all()
    elif how == 4:
        gateway.refuse_resumes = 1
        gateway.cut_all()
    else:
        year.does(sockets.disconnect(dice.choice(("warning", "refresh_requested"))))
        return
    year.troubles.note(DISCORD, year.now, 60)


def silent(year: Year, dice: random.Random) -> None:
    """A connection stands and nothing comes over it any more."""
    if dice.random() < 0.5:
        year.places.discord.gateway.silence()
        year.troubles.note(DISCORD, year.now, 120)
    else:
        sockets: Sockets = year.places.slack.sockets
        for connection in sockets.connections:
            connection.silent = True
        year.troubles.note(SLACK, year.now, 120)


def network_away(year: Year, dice: random.Random) -> None:
    """A platform can't be reached at all."""
    seconds = dice.choice((2.0, 20.0, 90.0, 900.0))
    port, platform = dice.choice(((DISCORD_PORT, DISCORD), (SLACK_PORT, SLACK)))
    year.network.cut(port)
    year.later(seconds, lambda: year.network.mend(port))
    year.troubles.note(platform, year.now, seconds + 90)


def channel_locked(year: Year, dice: random.Random) -> None:
    """The bot may not write in a channel for a while."""
    seconds, places = dice.uniform(60, 1800), year.places
    if dice.random() < 0.5:
        channel = dice.choice((places.square, places.plaza))
        if str(channel.id) not in {native for _, native in places.gone}:
            places.discord.world.deny(channel, "Send Messages", "Send Messages in Threads")
            year.later(
                seconds, lambda: places.discord.world.allow(channel, "Send Messages", "Send Messages in Threads")
            )
            year.troubles.closed(DISCORD, str(channel.id), year.now, seconds)
    else:
        channel_id = dice.choice((GARDEN, TERRACE))
        place = places.slack.world.channels[places.slack.world.now(channel_id)]
        if (SLACK, channel_id) not in places.gone:
            place.archived = True
            year.later(seconds, lambda: setattr(place, "archived", False))
            year.troubles.closed(SLACK, channel_id, year.now, seconds)
            year.troubles.note(SLACK, year.now, seconds + 30)


def channel_hidden(year: Year, dice: random.Random) -> None:
    """The bot can't see a channel for a while."""
    seconds, places = dice.uniform(20, 900), year.places
    if dice.random() < 0.5:
        channel = dice.choice((places.square, places.plaza))
        if (DISCORD, str(channel.id)) not in places.gone:
            places.discord.world.deny(channel, "View Channel")
            year.later(seconds, lambda: places.discord.world.allow(channel, "View Channel"))
            year.troubles.closed(DISCORD, str(channel.id), year.now, seconds)
            year.troubles.note(DISCORD, year.now, seconds + 60)
    else:
        channel_id = dice.choice((GARDEN, TERRACE))
        now = places.slack.world.now(channel_id)
        if (SLACK, channel_id) not in places.gone:
            places.slack.people.remove(now)
            year.later(seconds, lambda: places.slack.people.invite("U0FOUNDER", places.slack.world.now(channel_id)))
            year.troubles.closed(SLACK, channel_id, year.now, seconds)
            year.troubles.note(SLACK, year.now, seconds + 60)


def channel_gone(year: Year, dice: random.Random) -> None:
    """A channel is deleted or archived for good; one of the two of a platform always stays."""
    places = year.places
    if dice.random() < 0.5:
        native = str(places.plaza.id)
        if (DISCORD, native) not in places.gone:
            places.gone[DISCORD, native] = year.now
            places.discord.world.remove_channel(places.plaza)
    elif (SLACK, TERRACE) not in places.gone:
        places.gone[SLACK, TERRACE] = year.now
        places.slack.world.channels[places.slack.world.now(TERRACE)].archived = True


def channel_renamed(year: Year, dice: random.Random) -> None:
    """Slack gives a channel another id."""
    world = year.places.slack.world
    old = world.now(GARDEN)
    world.rename(old, f"{GARDEN}{len(world.renamed) + 2}", told=dice.random() < 0.7)


def message_deleted(year: Year, dice: random.Random) -> None:
    """A moderator deletes a post."""
    cards = [card for card in year.cards() if card.platform != LOCAL]
    if cards:
        card = dice.choice(cards)
        year.places.delete(card.platform, card.message)
        year.troubles.note(card.platform, year.now, 5)


def reactions_cleared(year: Year, dice: random.Random) -> None:
    """A moderator removes all reactions of a post, or all of one emoji."""
    cards = year.cards(DISCORD)
    if cards:
        year.places.clear(DISCORD, dice.choice(cards).message, dice.choice((None, *OPTIONS)))


def alias_made(year: Year, dice: random.Random) -> None:
    """The workspace gets another name for an emoji, and somebody votes with it."""
    world, places = year.places.slack.world, year.places
    emoji = dice.choice(OPTIONS)
    name = f"our_{len(world.emoji)}"
    world.add_emoji(name, f"alias:{places.slack_name(emoji)}")
    places.aliases[name] = emoji
    cards = year.cards(SLACK)
    if cards:
        places.press_alias(dice.choice(cards).message, dice.choice(places.slack_people), name)


def person_leaves(year: Year, dice: random.Random) -> None:
    """Somebody leaves; what they voted stays."""
    places = year.places
    if dice.random() < 0.5:
        person = dice.choice(places.discord_people)
        places.square.guild.members.pop(person.id, None)
    else:
        places.slack.world.users[dice.choice(places.slack_people)].deleted = True
