"""What people do in Slack, and what they get back from the app."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.patience import PATIENCE
from tests.wire.slack.deliveries import COMMANDS, INTERACTIVE, Delivery
from tests.wire.slack.records import Message

if TYPE_CHECKING:
    from tests.wire.slack.server import FakeSlack, ResponseUrl


@dataclass
class Asked:
    """A command, a press, a form: how it was acknowledged, and what was answered."""

    slack: FakeSlack
    delivery: Delivery
    url: ResponseUrl | None

    @property
    def answers(self) -> list[dict[str, Any]]:
        """Every answer so far, the one in the acknowledgement first."""
        said = self.delivery.answer
        direct = [said] if isinstance(said, dict) and ("text" in said or "blocks" in said) else []
        return direct + (self.url.answers if self.url is not None else [])

    async def acked(self) -> Delivery:
        """Return when it was acknowledged, which must be in time."""
        await self.delivery.done.wait()
        assert self.delivery.acked, self.delivery.attempts
        return self.delivery

    async def answer(self, number: int = 1, seconds: float = PATIENCE) -> dict[str, Any]:
        """The answer, as soon as it is there."""
        await self.acked()
        await self.slack.until(lambda: len(self.answers) >= number, seconds, "an answer")
        return self.answers[number - 1]


class People:
    """Everybody in the workspace but the app."""

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack

    def newcomers(self, count: int, start: int = 0) -> list[str]:
        """So many new accounts; gives their ids."""
        names = [f"U{number:08d}" for number in range(start + 1, start + count + 1)]
        for name in names:
            self._slack.world.add_user(name)
        return names

    def react(self, user: str, message: Message, name: str, *, at: str | None = None) -> None:
        """Add a reaction."""
        self._slack.world.react(message.channel, message.ts, user, name, at=at)

    def unreact(self, user: str, message: Message, name: str, *, at: str | None = None) -> None:
        """Take a reaction back."""
        self._slack.world.unreact(message.channel, message.ts, user, name, at=at)

    def reply(self, user: str, message: Message, text: str, **content: Any) -> Message:
        """Write in a message's thread."""
        return self._slack.world.write(message.channel, user, text, thread=message.ts, **content)

    def write(self, user: str, channel: str, text: str) -> Message:
        """Write in a channel."""
        return self._slack.world.write(channel, user, text)

    def delete(self, message: Message) -> None:
        """Delete a message."""
        self._slack.world.delete(message.channel, message.ts)

    def invite(self, user: str, channel: str) -> None:
        """Invite the app to a channel."""
        self._slack.world.join(channel, self._slack.world.bot.id, inviter=user)

    def remove(self, channel: str) -> None:
        """Remove the app from a channel."""
        self._slack.world.leave(channel, self._slack.world.bot.id)

    def open_home(self, user: str, tab: str = "home") -> Delivery:
        """Open the app's home."""
        world = self._slack.world
        event: dict[str, Any] = {"type": "app_home_opened", "user": user, "channel": f"D{user[1:]}", "tab": tab}
        if user in world.homes:
            event["view"] = world.homes[user]
        return self._slack.send_event({**event, "event_ts": world.stamp()})

    def command(self, user: str, channel: str, text: str, command: str = "/debate") -> Asked:
        """Give a slash command."""
        world = self._slack.world
        address, url = self._slack.new_response_url()
        place = world.channels.get(channel)
        form = {
            "token": "local",
            "team_id": world.team,
            "team_domain": world.team_name.lower(),
            "channel_id": channel,
            "channel_name": "directmessage" if place is None else "privategroup" if place.private else place.name,
            "user_id": user,
            "user_name": world.users[user].name,
            "command": command,
            "text": text,
            "api_app_id": world.app,
            "is_enterprise_install": "false",
            "response_url": address,
            "trigger_id": self._slack.new_trigger(),
        }
        return Asked(self._slack, self._slack.deliveries.send(COMMANDS, form), url)

    def press(self, user: str, message: Message, action: str, *, later: float = 0) -> Asked:
        """Press a button under a message, so many seconds `later` than now."""
        address, url = self._slack.new_response_url()
        shown = self._slack.shown(message)
        container = {"type": "message", "message_ts": message.ts, "channel_id": message.channel, "is_ephemeral": False}
        place = {"id": message.channel, "name": self._slack.world.channels[message.channel].name}
        where = {"container": container, "channel": place, "message": shown, "response_url": address}
        return self._act(user, find_element(message.blocks, action), where, url, later)

    def press_answer(self, user: str, channel: str, answer: Mapping[str, Any], action: str) -> Asked:
        """Press a button under an answer that only this person sees."""
        address, url = self._slack.new_response_url()
        ts = self._slack.world.stamp()
        container = {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": True}
        place = {"id": channel, "name": self._slack.world.channels[channel].name}
        where = {"container": container, "channel": place, "response_url": address}
        return self._act(user, find_element(answer.get("blocks"), action), where, url)

    def press_in_view(self, user: str, view: Mapping[str, Any], action: str) -> Asked:
        """Press a button in the home or in a modal."""
        where = {"container": {"type": "view", "view_id": view["id"]}, "view": dict(view)}
        return self._act(user, find_element(view["blocks"], action), where, None)

    def submit(self, user: str, view: Mapping[str, Any], values: Mapping[str, Mapping[str, Any]]) -> Asked:
        """Send a modal: values by block id and action id, each as Slack gives an element's state."""
        filled = {**view, "state": {"values": {block: dict(state) for block, state in values.items()}}}
        payload = self._interaction("view_submission", user) | {"view": filled, "response_urls": []}
        return Asked(self._slack, self._slack.deliveries.send(INTERACTIVE, payload), None)

    def shortcut(self, user: str, message: Message, callback: str) -> Asked:
        """Choose a message shortcut."""
        address, url = self._slack.new_response_url()
        payload = self._interaction("message_action", user) | {
            "callback_id": callback,
            "action_ts": self._slack.world.stamp(),
            "message_ts": message.ts,
            "channel": {"id": message.channel, "name": self._slack.world.channels[message.channel].name},
            "message": self._slack.shown(message),
            "response_url": address,
        }
        return Asked(self._slack, self._slack.deliveries.send(INTERACTIVE, payload), url)

    def rate_limited(self) -> Delivery:
        """Slack has stopped sending events for a minute."""
        world = self._slack.world
        payload = {"token": "local", "type": "app_rate_limited", "team_id": world.team, "api_app_id": world.app}
        return self._slack.deliveries.send(
            "events_api", {**payload, "minute_rate_limited": int(time.time()) // 60 * 60}
        )

    def _act(
        self, user: str, element: Mapping[str, Any], where: Mapping[str, Any], url: ResponseUrl | None, later: float = 0
    ) -> Asked:
        action = {name: element[name] for name in ("type", "action_id", "value", "text", "url") if name in element}
        action |= {"block_id": element["block_id"], "action_ts": f"{float(self._slack.world.stamp()) + later:.6f}"}
        payload = self._interaction("block_actions", user) | {**where, "actions": [action], "state": {"values": {}}}
        return Asked(self._slack, self._slack.deliveries.send(INTERACTIVE, payload), url)

    def _interaction(self, kind: str, user: str) -> dict[str, Any]:
        world = self._slack.world
        name = world.users[user].name
        return {
            "type": kind,
            "user": {"id": user, "username": name, "name": name, "team_id": world.team},
            "api_app_id": world.app,
            "token": "local",
            "team": {"id": world.team, "domain": world.team_name.lower()},
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": self._slack.new_trigger(),
        }


def find_element(blocks: Any, action: str) -> dict[str, Any]:
    """The interactive element with this action id, and the id of its block."""
    for number, block in enumerate(blocks or ()):
        elements = [*block.get("elements", ()), block.get("accessory"), block.get("element")]
        for element in elements:
            if isinstance(element, dict) and element.get("action_id") == action:
                return {**element, "block_id": block.get("block_id", f"b{number}")}
    known = [e.get("action_id") for b in blocks or () for e in [*b.get("elements", ()), b.get("accessory") or {}]]
    raise AssertionError(f"there is no element '{action}'; there are {known}")


async def verify_url(slack: FakeSlack) -> str:
    """Ask the app's address whether it is the app's, as Slack does when it is entered; gives what it answered."""
    challenge = uuid4().hex
    payload = {"token": "local", "challenge": challenge, "type": "url_verification"}
    delivery = slack.deliveries.send("events_api", payload)
    await asyncio.wait_for(delivery.done.wait(), PATIENCE)
    answer = delivery.answer
    found = answer.get("challenge") if isinstance(answer, dict) else answer
    assert found == challenge, (answer, delivery.attempts)
    return challenge
