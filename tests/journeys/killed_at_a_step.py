"""A bot that is killed at a chosen step of a post or a closing: the app itself, its calls counted from outside."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bot.app.app import App
from bot.app.run import run
from bot.app.wiring import build_app
from bot.config import load_config
from bot.core.debates import DebateState
from bot.log import configure
from bot.platforms.local.adapter import LocalPlatform
from tests.patience import until
from tests.quiet import greets_no_channel

_STORES = {
    "openings": ("open", "open_alone"),
    "closings": ("close_early", "claim", "finish"),
    "votes": ("cast",),
    "parking": ("park", "settle"),
    "recounts": ("mend",),
    "deliveries": ("claim", "said", "again", "failed"),
}
_ADAPTER = ("send", "find", "edit", "react", "open_thread", "scan")
EARLY_VOTER, EARLY_VOTE = "haru", "🌳"


class Steps:
    """Counts the calls before and after, and names each in a file; at number `fatal` the process is gone."""

    def __init__(self, fatal: int | None, told: str) -> None:
        self._fatal = fatal
        self._count = 0
        self._told = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def pass_by(self, name: str) -> None:
        """One more step."""
        self._count += 1
        os.write(self._told, f"{name}\n".encode())
        if self._count == self._fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, what: object, name: str, method: str) -> None:
        """Count a method's calls; claims that find nothing are no steps."""
        real: Callable[..., Awaitable[Any]] = getattr(what, method)

        async def watched(*args: Any, **named: Any) -> Any:
            if method != "claim":
                self.pass_by(f"before {name}.{method}")
            found = await real(*args, **named)
            if method != "claim" or found:
                self.pass_by(f"after {name}.{method}")
            return found

        setattr(what, method, watched)


def post_until(fatal: int | None, config: str, slug: str, told: str, *, early_vote: bool) -> None:
    """Post an article and die at step `fatal`, if there is one; the steps' names go to the file `told`.

    With `early_vote` somebody votes on the post before its send has returned.
    """

    async def work(app: App) -> None:
        debate = await app.debate_admin.post(slug, ["square"])

        async def all_said() -> bool:
            return all(d.state == "said" for d in await app.database.ledger.outcomes.of_debate(debate))

        await until(all_said)

    asyncio.run(_live(fatal, config, told, work, early_vote=early_vote))


def close_until(fatal: int | None, config: str, told: str) -> None:
    """Close the open debate and die at step `fatal`, if there is one; the steps' names go to the file `told`."""

    async def work(app: App) -> None:
        debate = await app.debate_admin.close()

        async def all_said() -> bool:
            found = await app.database.ledger.debates.get(debate)
            deliveries = await app.database.ledger.outcomes.of_debate(debate)
            return (
                found is not None and found.state is DebateState.CLOSED and all(d.state == "said" for d in deliveries)
            )

        await until(all_said)

    asyncio.run(_live(fatal, config, told, work, early_vote=False))


async def _live(
    fatal: int | None, config: str, told: str, work: Callable[[App], Awaitable[None]], *, early_vote: bool
) -> None:
    configure()
    loaded = load_config(Path(config))
    assert loaded.config is not None
    app = await build_app(loaded.config)
    greets_no_channel(app)
    chat = app.adapters["local"]
    assert isinstance(chat, LocalPlatform)
    if early_vote:
        _vote_early(chat)
    running = asyncio.create_task(run(app))
    await app.up.wait()

    async def nothing_due() -> bool:
        return not await app.database.ledger.recounts.due(app.clock.now())

    await until(nothing_due)
    steps = Steps(fatal, told)
    for store, methods in _STORES.items():
        for method in methods:
            steps.watch(getattr(app.database.ledger, store), store, method)
    for method in _ADAPTER:
        steps.watch(chat, "chat", method)
    await work(app)
    app.stop.set()
    await running


def _vote_early(chat: LocalPlatform) -> None:
    send = chat.send

    async def send_and_be_answered(channel: str, message: Any, key: str, thread: str | None = None) -> str:
        native = await send(channel, message, key, thread)
        if key.endswith(":post"):
            await chat.store.react(int(native[1:]), EARLY_VOTER, EARLY_VOTE, on=True)
        return native

    chat.send = send_and_be_answered  # type: ignore[method-assign]
