"""Somebody at the chat's page, over HTTP as a browser does it."""

from __future__ import annotations

import http.client
import json
import select
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from tests.patience import PATIENCE

PEOPLE = ("haru", "noeul", "dambi", "gureum", "sanho", "editor")


class Visitor:
    """One browser; it acts as any of the people. Raises OSError or HTTPException while nobody answers."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)
        _, headers, html = self.raw("GET", "/chat", headers={"Accept": "text/html"})
        self.cookie = str(headers["Set-Cookie"]).split(";", 1)[0]
        self.token = html.decode().split('name="agora-token" content="', 1)[1].split('"', 1)[0]

    def raw(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Mapping[str, str], bytes]:
        """One exchange: status, headers, body."""
        self._leave_a_closed_connection()
        try:
            self._connection.request(method, path, body, dict(headers or {}))
            answer = self._connection.getresponse()
            return answer.status, answer.headers, answer.read()
        except BaseException:
            self._connection.close()
            raise

    def _leave_a_closed_connection(self) -> None:
        """As browsers do: what the server has ended while nothing was asked is not asked again."""
        if self._connection.sock is not None and select.select([self._connection.sock], [], [], 0)[0]:
            self._connection.close()

    def own_headers(self) -> dict[str, str]:
        """What the page sends with each write."""
        return {
            "Content-Type": "application/json",
            "Cookie": self.cookie,
            "X-Agora-Token": self.token,
            "Origin": self.url,
            "Accept-Language": "ko",
        }

    def get(self, path: str, person: str = "haru") -> dict[str, Any]:
        """Read under /chat/api/ as a person."""
        status, _, body = self.raw("GET", f"/chat/api/{path}?person={quote(person)}")
        assert status == 200, (status, body)
        found: dict[str, Any] = json.loads(body)
        return found

    def try_write(self, path: str, body: object) -> tuple[int, dict[str, Any]]:
        """Write under /chat/api/: status and answer."""
        status, _, answer = self.raw("POST", f"/chat/api/{path}", json.dumps(body).encode(), self.own_headers())
        return status, json.loads(answer)

    def write(self, path: str, **body: object) -> dict[str, Any]:
        """Write under /chat/api/; it must be taken."""
        status, answer = self.try_write(path, body)
        assert status == 200, (status, answer)
        return answer

    def react(self, person: str, message: str, emoji: str, *, on: bool = True) -> None:
        """Add a reaction, or take it back."""
        self.write("reactions", person=person, message=message, emoji=emoji, on=on)

    def command(self, person: str, channel: str, text: str) -> dict[str, Any]:
        """Give a chat command; gives the reply."""
        reply: dict[str, Any] = self.write("messages", person=person, channel=channel, text=text)["reply"]
        return reply

    def join(self, name: str) -> str:
        """A new person's id."""
        return str(self.write("people", name=name)["id"])

    def messages(self, channel: str, kind: str | None = None, person: str = "haru") -> list[dict[str, Any]]:
        """The channel's latest messages; without a kind all but notices, such as the welcome."""
        found = self.get(f"channels/{quote(channel)}/messages", person)["messages"]
        return [one for one in found if (one["kind"] == kind if kind else one["kind"] != "notice")]

    def alerts(self, channel: str) -> list[dict[str, Any]]:
        """What the admins were told in a channel: its notices without the owl's welcome."""
        return [one for one in self.messages(channel, "notice") if "🦉" not in one["content"]["title"]]

    def thread(self, message: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What is said in the thread under a message."""
        if message["opens"] is None:
            return []
        found: list[dict[str, Any]] = self.get(f"threads/{message['opens']['id']}")["messages"]
        return found

    def held(self, person: str, channel: str, message: str) -> set[str]:
        """The emoji that a person holds on a message."""
        found = next(m for m in self.messages(channel, person=person) if m["id"] == message)
        return {reaction["emoji"] for reaction in found["reactions"] if reaction["mine"]}

    def ballots(self, channel: str, message: str) -> list[int]:
        """What the card shows, option by option."""
        found = next(m for m in self.messages(channel) if m["id"] == message)
        return [bar["ballots"] for bar in found["content"]["bars"]]
