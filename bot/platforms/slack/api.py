"""Asking Slack's Web API: in its turn, with every refusal translated, and never twice where twice is two."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.platforms.slack.budget import Budget, Rank
from bot.platforms.slack.failures import SlowDown, translated
from bot.platforms.slack.proxies import proxy_to
from bot.platforms.slack.standing import Standing
from bot.services.outcomes import Impossible, PlatformError, TokenRefused, TryLater, Unclear

Answer = Mapping[str, Any]
Ask = Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]]

_TIMEOUT = aiohttp.ClientTimeout(total=30.0, connect=10.0)
_TRIES = 3
_LONGEST_WAIT = 60.0
"""Seconds that a call which may be repeated waits for its turn after a refusal, rather than fail."""
_WORTH_WAITING = 1.0
_BEFORE_REPEATING = 0.3


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is: its user, its workspace and that one's address (with a slash at the end, if known).

    `scopes` are those of its token; None where Slack didn't name them.
    """

    user: str
    bot: str
    team: str
    url: str | None
    scopes: frozenset[str] | None


class Api:
    """The Web API with one token. Nothing is opened before it is used."""

    def __init__(self, token: Callable[[], str], base_url: str) -> None:
        self._token = token
        self._base_url = base_url
        self._client: AsyncWebClient | None = None
        self._identity: Identity | None = None
        self._asking_who = asyncio.Lock()
        self.app = ""
        """The id of the app whose the token is; empty until it was learnt."""
        self.called: Callable[[str, str], None] = lambda _asked, _called: None
        """Told what Slack calls a channel that it was asked about, with the id that was asked with."""
        self.budget = Budget()
        self.standing = Standing()

    @property
    def client(self) -> AsyncWebClient:
        """The client, whose requests are never repeated by itself. Raises UsageError for an unset token."""
        if self._client is None or self._client.session is None or self._client.session.closed:
            session = aiohttp.ClientSession(timeout=_TIMEOUT)
            self._client = AsyncWebClient(
                token=self._token(), base_url=self._base_url, session=session, retry_handlers=[]
            )
            self._client.proxy = proxy_to(self._base_url)
        return self._client

    @property
    def known(self) -> Identity | None:
        """Who the bot is, if that was asked."""
        return self._identity

    async def identity(self) -> Identity:
        """Who the bot is, asked once. Raises PlatformError."""
        async with self._asking_who:
            if self._identity is None:
                self._identity = await self.ask_identity()
            return self._identity

    async def ask_identity(self) -> Identity:
        """Ask now who the bot is. Raises PlatformError, TokenRefused where the token is no good."""
        response = await self._asked("auth.test", lambda client: client.auth_test(), "")
        data = _data(response)
        scopes = next((value for name, value in response.headers.items() if name.lower() == "x-oauth-scopes"), None)
        if not data.get("user_id"):
            raise PlatformError("Slack did not say who the bot is.", "Check slack.api_url.")
        url = str(data.get("url") or "")
        return Identity(
            user=str(data["user_id"]),
            bot=str(data.get("bot_id") or ""),
            team=str(data.get("team_id") or ""),
            url=url.rstrip("/") + "/" if url else None,
            scopes=None if scopes is None else frozenset(word.strip() for word in scopes.split(",") if word.strip()),
        )

    async def learn_app(self) -> None:
        """Learn which app's the token is. Raises PlatformError."""
        bot = (await self.identity()).bot
        if bot and not self.app:
            answer = await self.read("bots.info", lambda client: client.bots_info(bot=bot))
            found = answer.get("bot")
            self.app = str(found.get("app_id") or "") if isinstance(found, Mapping) else ""

    async def read(self, method: str, ask: Ask, *, channel: str = "", rank: Rank = Rank.READ) -> Answer:
        """Call what may be called again: waits for its turn, and repeats after a lost answer or a short pause.

        Raises PlatformError.
        """
        for tries_left in reversed(range(_TRIES)):
            await self.budget.turn(method, rank)
            try:
                return _data(await self._asked(method, ask, channel))
            except SlowDown as failure:
                after = failure.after or 0.0
                self.budget.pause(method, after)
                if not tries_left or after > _LONGEST_WAIT:
                    raise
            except (TryLater, Unclear):
                if not tries_left:
                    raise
                await asyncio.sleep(_BEFORE_REPEATING)
        raise AssertionError("the last try returns or raises")

    async def say(self, method: str, ask: Ask, *, channel: str, rank: Rank = Rank.SAY) -> Answer:
        """Call what must not be done twice, once. Raises PlatformError, Unclear where it may have been done."""
        paused = self.budget.paused(method, place=channel)
        if paused > _WORTH_WAITING:
            raise SlowDown("Slack asks the bot to slow down.", "It is tried again.", after=paused)
        await self.budget.turn(method, rank, place=channel)
        try:
            return _data(await self._asked(method, ask, channel))
        except SlowDown as failure:
            self.budget.pause(method, failure.after or 0.0, place=channel)
            raise

    async def upload(self, name: str, content: bytes, title: str, alternative: str) -> str:
        """Upload a picture that no channel shows yet; gives its file's id. Raises PlatformError."""
        response = await self._asked(
            "files.completeUploadExternal",
            lambda client: client.files_upload_v2(filename=name, content=content, title=title, alt_txt=alternative),
            "",
        )
        files = _data(response).get("files") or []
        found = files[0].get("id") if files and isinstance(files[0], Mapping) else None
        if not found:
            raise PlatformError("Slack did not say what it calls the picture.")
        return str(found)

    async def close(self) -> None:
        """Let go of the connections."""
        self.budget.close()
        client, self._client = self._client, None
        if client is not None and client.session is not None:
            await client.session.close()

    async def _asked(self, method: str, ask: Ask, channel: str) -> AsyncSlackResponse:
        client = self.client
        try:
            answer = await ask(client)
        except Exception as error:
            failure = translated(error, method=method, channel=channel)
            if isinstance(failure, TokenRefused | Unclear) or isinstance(error, aiohttp.ClientError):
                self.standing.doubt()
            raise failure from error
        if channel and (called := _channel_in(answer.data)):
            self.called(channel, called)
        return answer


def _channel_in(data: object) -> str:
    """The id under which an answer speaks of its channel; empty where it has none."""
    found = data.get("channel") if isinstance(data, Mapping) else None
    found = found.get("id") if isinstance(found, Mapping) else found
    return found if isinstance(found, str) else ""


def _data(response: AsyncSlackResponse) -> Answer:
    data = response.data
    if not isinstance(data, Mapping):
        raise Impossible("Slack's answer is not understood.", "Check slack.api_url.")
    return data
