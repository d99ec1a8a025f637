"""Asking Slack's Web API: in its turn, page by page, with every refusal translated, and never twice where twice is two;
and whether it answers at all.

slack_sdk takes any proxy that the environment names, also to where the environment says to go directly.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.backoff import OUT_OF_REACH, Pauses
from bot.log import get_logger
from bot.platforms.slack.api_errors import AGAIN, SlowDown, slow_down, translated
from bot.platforms.slack.rate_limits import Budget, Priority
from bot.sentences import Sentence, sentence
from bot.services.platform_errors import Impossible, PlatformError, TokenRefused, TryLater, Unclear


def proxy_to(address: str) -> str | None:
    """The proxy for requests to `address`; None for one on this machine, or one that NO_PROXY names."""
    url = urlsplit(address)
    host = url.hostname or ""
    if _is_here(host) or proxy_bypass(host):
        return None
    named = getproxies()
    return named.get(url.scheme) or named.get("all")


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


_LOOKS_EVERY = 60.0
_log = get_logger("slack")


class Reachability:
    """Asks Slack now and then whether all is well, at once when a call gave reason to doubt it.

    `trouble` is None while Slack answers, else the sentence that says what is wrong.
    """

    def __init__(self) -> None:
        self.trouble: Sentence | None = None
        self._doubted = asyncio.Event()

    def doubt(self) -> None:
        """A call failed as it does where Slack can't be reached or refuses the token: look at once."""
        self._doubted.set()

    async def watch(self, ask: Callable[[], Awaitable[object]], is_back: Callable[[], None]) -> None:
        """Look until cancelled; `is_back` is called when Slack answers again after trouble."""
        pauses = Pauses(OUT_OF_REACH)
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOKS_EVERY):
                    await self._doubted.wait()
            self._doubted.clear()
            while (failure := await self._look(ask)) is not None:
                if self.trouble is None:
                    _log.warning("slack is out of reach", reason=str(failure))
                self.trouble = failure.sentence
                await asyncio.sleep(pauses.next())
            pauses.reset()
            self._doubted.clear()
            if self.trouble is not None:
                self.trouble = None
                _log.info("slack answers again")
                is_back()

    async def _look(self, ask: Callable[[], Awaitable[object]]) -> PlatformError | None:
        try:
            await ask()
        except PlatformError as failure:
            return failure
        return None


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
        self.standing = Reachability()

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
            raise PlatformError(sentence("slack-bot-unnamed"))
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

    async def read(self, method: str, ask: Ask, *, channel: str = "", rank: Priority = Priority.READ) -> Answer:
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

    async def say(self, method: str, ask: Ask, *, channel: str, rank: Priority = Priority.SAY) -> Answer:
        """Call what must not be done twice, once. Raises PlatformError, Unclear where it may have been done."""
        paused = self.budget.paused(method, place=channel)
        if paused > _WORTH_WAITING:
            raise slow_down(paused)
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
            raise PlatformError(sentence("slack-picture-unnamed"))
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
        raise Impossible(sentence("slack-answer-not-understood"))
    return data


PAGE = 100
"""Messages that are asked for at once; Slack may give fewer."""
_MOST_PAGES = 200
Page = Mapping[str, Any]


async def pages(read: Callable[[str | None], Awaitable[Page]]) -> AsyncIterator[Page]:
    """Every page that `read` gives, from the first cursor (None) to the last. Raises PlatformError."""
    cursor: str | None = None
    seen: set[str | None] = {None}
    for _ in range(_MOST_PAGES):
        page = await read(cursor)
        yield page
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "") or None
        if cursor in seen:
            if page.get("has_more") and cursor is None:
                raise PlatformError(sentence("slack-more-nowhere"), AGAIN)
            return
        seen.add(cursor)
    raise PlatformError(sentence("slack-too-much-to-read"), AGAIN)


def messages_of(page: Page) -> Sequence[Mapping[str, Any]]:
    """A page's messages. Raises PlatformError where it has none to give, not even an empty list."""
    messages = page.get("messages")
    if not isinstance(messages, list):
        raise PlatformError(sentence("slack-history-not-understood"), AGAIN)
    return [message for message in messages if isinstance(message, dict)]
