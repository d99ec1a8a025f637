"""What people do on the fake Discord: react, write, delete, give commands, press buttons, fill forms."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.wire.discord import permissions
from tests.wire.discord.checking import pings_of
from tests.wire.discord.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, SUBMIT, Interaction, Interactions
from tests.wire.discord.model import CHANNEL_REPLY, Channel, Emoji, Message, User, snowflake
from tests.wire.discord.rendering import message_json
from tests.wire.discord.routes_places import Places
from tests.wire.discord.world import World

SUB_COMMAND, GROUP, STRING, INTEGER, BOOLEAN = 1, 2, 3, 4, 5


class Hidden(AssertionError):
    """A member was to give a command that their client does not show."""


class People:
    """Members at their clients. Nothing here waits for the bot, except `crowd` for its own pace."""

    world: World
    interactions: Interactions
    places: Places

    # Reactions

    def react(self, user: User, message: Message, emoji: str | Emoji, *, burst: bool = False) -> None:
        """Add a reaction; skin tones are part of the emoji (`👍🏽`)."""
        self.world.add_reaction(user, message, _emoji(emoji), burst=burst)

    def unreact(self, user: User, message: Message, emoji: str | Emoji, *, burst: bool = False) -> None:
        """Take a reaction back."""
        self.world.remove_reaction(user, message, _emoji(emoji), burst=burst)

    def clear(self, message: Message, emoji: str | Emoji | None = None) -> None:
        """A moderator removes all reactions, or all of one emoji."""
        self.world.clear_reactions(message, None if emoji is None else _emoji(emoji))

    def voters(self, count: int, name: str = "Voter") -> list[User]:
        """So many new accounts."""
        return [self.world.add_user(f"{name} {number}") for number in range(count)]

    async def crowd(self, votes: Sequence[tuple[User, Message, str]], seconds: float = 2.0) -> None:
        """Many reactions, spread evenly over so many seconds."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        for number, (user, message, emoji) in enumerate(votes):
            due = began + seconds * number / len(votes)
            if number % 20 == 0 and due > loop.time():
                await asyncio.sleep(due - loop.time())
            self.react(user, message, emoji)

    def gather(self, message: Message, emoji: str | Emoji, users: Sequence[User], *, burst: bool = False) -> None:
        """Many reactions at once of which the bot is told nothing: they were made while it was away."""
        found = _emoji(emoji)
        reaction = message.reactions.get(found.key)
        if reaction is None:
            self.world.add_reaction(users[0], message, found, burst=burst)
            reaction = message.reactions[found.key]
        reaction.lists[burst].extend([user.id for user in users])

    # Messages

    def write(self, user: User, channel: Channel, text: str, *, to: Message | None = None) -> Message:
        """Write a message in a channel or a thread, or an answer to one."""
        message = Message(snowflake(), channel, user, text)
        may_ping_all = permissions.may(channel, user.id, "Mention Everyone")
        message.pings = pings_of({}, text, may_ping_all=may_ping_all)
        if to is not None:
            message.type, message.reference = CHANNEL_REPLY, to.id
        self.world.add_message(message)
        return message

    def delete(self, *messages: Message) -> None:
        """Delete messages of one channel, several in bulk."""
        self.world.remove_messages(messages)

    # Commands

    def slash(self, user: User, channel: Channel, path: str, locale: str = "ko", **options: Any) -> Interaction:
        """Give a command: `slash(user, channel, "debate results", share=True)`. Hidden ones raise."""
        command, leaf, way = self._leaf(user, channel, path)
        known = {option["name"]: option for option in leaf.get("options") or []}
        given = [{"name": name, "type": known[name]["type"], "value": value} for name, value in options.items()]
        missing = [name for name, option in known.items() if option.get("required") and name not in options]
        assert not missing, f"/{path} needs {missing}"
        data = _command_data(command, _nested(way, given), channel)
        return self.interactions.start(COMMAND, user, channel, data, locale, None)

    def complete(
        self, user: User, channel: Channel, path: str, option: str, typed: str, locale: str = "ko", **others: Any
    ) -> Interaction:
        """Type into an option that has autocomplete."""
        command, leaf, way = self._leaf(user, channel, path)
        known = {one["name"]: one for one in leaf.get("options") or []}
        assert known[option].get("autocomplete"), f"{option} completes nothing"
        given = [{"name": name, "type": known[name]["type"], "value": value} for name, value in others.items()]
        given.append({"name": option, "type": known[option]["type"], "value": typed, "focused": True})
        data = _command_data(command, _nested(way, given), channel)
        return self.interactions.start(AUTOCOMPLETE, user, channel, data, locale, None)

    def menu(self, user: User, message: Message, name: str, locale: str = "ko") -> Interaction:
        """Choose an entry of a message's context menu, by its name or a localised one."""
        command = next(one for one in self._commands(message.channel) if one["type"] == 3 and name in _names(one))
        data = _command_data(command, [], message.channel) | {
            "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): message_json(message, self.world.me.id)}},
        }
        return self.interactions.start(COMMAND, user, message.channel, data, locale, None)

    def press(self, user: User, message: Message, button: str, locale: str = "ko", *, later: float = 0) -> Interaction:
        """Press a button, by its custom id or a part of its label or its emoji, so many seconds `later` than now."""
        found = next((one for one in _parts(message.components) if one.get("type") == 2 and _is(one, button)), None)
        assert found is not None, f"no button {button!r} in {message.components}"
        assert not found.get("disabled"), f"{button!r} is disabled"
        data = {"component_type": 2, "custom_id": found["custom_id"], "id": found.get("id", 1)}
        return self.interactions.start(COMPONENT, user, message.channel, data, locale, message, later)

    def choose(self, user: User, message: Message, custom_id: str, *values: str, locale: str = "ko") -> Interaction:
        """Choose in a list."""
        found = next(one for one in _parts(message.components) if one.get("custom_id") == custom_id)
        data = {"component_type": found["type"], "custom_id": custom_id, "values": list(values), "id": 1}
        return self.interactions.start(COMPONENT, user, message.channel, data, locale, message)

    def submit(self, interaction: Interaction, values: Mapping[str, Any], locale: str = "ko") -> Interaction:
        """Fill in the form that an interaction has shown; a list of values is for a list to choose from."""
        modal = interaction.modal
        assert modal is not None, "no form was shown"
        filled = [_filled(row, values) for row in modal["components"]]
        data = {"custom_id": modal["custom_id"], "components": filled}
        return self.interactions.start(SUBMIT, interaction.user, interaction.channel, data, locale, interaction.source)

    def _commands(self, channel: Channel) -> list[dict[str, Any]]:
        commands = self.places.commands
        return [*commands[None].values(), *commands.get(channel.guild.id, {}).values()]

    def _leaf(
        self, user: User, channel: Channel, path: str
    ) -> tuple[dict[str, Any], dict[str, Any], list[tuple[str, int]]]:
        """The command, its innermost part, and the way to it. Words may be localised ones."""
        first, *rest = path.lstrip("/").split()
        command = next((one for one in self._commands(channel) if one["type"] == 1 and first in _names(one)), None)
        assert command is not None, f"there is no command {first!r}"
        needed = command.get("default_member_permissions")
        held = permissions.permissions_in(channel, user.id)
        if needed is not None and not held & permissions.BITS["Administrator"] and held & int(needed) != int(needed):
            raise Hidden(f"/{first} is hidden from {user.name}")
        if not held & permissions.BITS["Use Application Commands"]:
            raise Hidden(f"{user.name} may use no commands here")
        leaf, way = command, []
        for word in rest:
            leaf = next(one for one in leaf["options"] if one["type"] in (SUB_COMMAND, GROUP) and word in _names(one))
            way.append((leaf["name"], leaf["type"]))
        return command, leaf, way


def _emoji(emoji: str | Emoji) -> Emoji:
    return emoji if isinstance(emoji, Emoji) else Emoji(emoji)


def _names(command: Mapping[str, Any]) -> set[str]:
    return {command["name"], *(command.get("name_localizations") or {}).values()}


def _nested(way: list[tuple[str, int]], given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for name, kind in reversed(way):
        given = [{"name": name, "type": kind, "options": given}]
    return given


def _command_data(command: Mapping[str, Any], options: list[dict[str, Any]], channel: Channel) -> dict[str, Any]:
    data: dict[str, Any] = {"id": command["id"], "name": command["name"], "type": command["type"]}
    if options:
        data["options"] = options
    if command.get("guild_id"):
        data["guild_id"] = str(channel.guild.id)
    return data


def _parts(node: Any) -> Iterator[dict[str, Any]]:
    for one in node or []:
        yield one
        yield from _parts(one.get("components"))
        if one.get("accessory"):
            yield one["accessory"]


def _is(button: Mapping[str, Any], asked: str) -> bool:
    emoji = button.get("emoji") or {}
    return (
        button.get("custom_id") == asked
        or asked in (button.get("label") or "")
        or asked in (emoji.get("name"), emoji.get("id"))
    )


def _filled(row: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    if row["type"] == 18:
        return {"type": 18, "id": row.get("id", 1), "component": _value(row["component"], values)}
    if row["type"] == 1:
        return {"type": 1, "id": row.get("id", 1), "components": [_value(one, values) for one in row["components"]]}
    return {"type": row["type"], "id": row.get("id", 1)}


def _value(component: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    custom_id = component["custom_id"]
    value = values.get(custom_id, "")
    told: dict[str, Any] = {"type": component["type"], "custom_id": custom_id, "id": component.get("id", 2)}
    if component["type"] in (3, 22):
        return told | {"values": list(value) if isinstance(value, list | tuple) else [value] if value else []}
    if component["type"] == 4:
        assert len(value) >= component.get("min_length", 0 if not component.get("required", True) else 1)
        assert len(value) <= component.get("max_length", 4000)
    return told | {"value": value}
