"""What an earlier demo left in the folder: brought along where it fits, closed where it doesn't, or kept aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from bot.app.app import App
from bot.app.registry import chat_store
from bot.config import Config
from bot.core.debates import Debate, DebateState
from bot.core.times import parse_duration
from bot.errors import StorageBusy, StorageError
from bot.files import beside_database, make_private_folder, write_private
from bot.platforms.local.chat_store import is_usable
from bot.sentences import Sentence, sentence
from bot.storage import Database, open_ledger
from bot.storage.integrity import make_sure_that_it_is_sound

_CLOSES_AFTER = re.compile(r"^  closes_after: (\S+)$", re.MULTILINE)
_EARLIER = "earlier-"


@dataclass(frozen=True, slots=True)
class KeptAside:
    """Where data went that this version can't go on from, and why."""

    folder: Path
    why: Sentence


def closes_after_in(config: Path) -> timedelta | None:
    """How long debates are open by the configuration of an earlier demo, if there is one."""
    try:
        found = _CLOSES_AFTER.search(config.read_text(encoding="utf-8"))
        return parse_duration(found[1]) if found is not None else None
    except (OSError, ValueError):
        return None


async def keep_aside_unusable(config: Config) -> KeptAside | None:
    """Move ledger and chat, which belong together, out of the way where one of them can't be brought up to date.

    Raises StorageBusy.
    """
    try:
        database = await open_ledger(config.database_url())
        try:
            path = database.path
            assert path is not None
            name = sentence("storage-database", file=path.name)
            await database.connections.read(lambda db: make_sure_that_it_is_sound(db, name))
            if is_usable(chat_store(config, path)):
                return None
        finally:
            await database.close()
        return KeptAside(_move_aside(config), sentence("terminal-demo-chat-unusable"))
    except StorageBusy:
        raise
    except StorageError as error:
        return KeptAside(_move_aside(config), error.sentence)


def _move_aside(config: Config) -> Path:
    folder = config.path.parent
    ledger = folder / "agora.db"
    chat = chat_store(config, ledger)
    aside = _free(folder / f"before-{datetime.now(UTC):%Y%m%d-%H%M%S}")
    make_private_folder(aside)
    for file in (ledger, *beside_database(ledger), chat, *beside_database(chat)):
        if file.exists():
            file.rename(aside / file.name)
    return aside


def _free(place: Path) -> Path:
    """A name beside others of the same second."""
    return next(free for n in count(1) if not (free := place.with_name(place.name + f"-{n}" * (n > 1))).exists())


async def let_rooms_in(config: Config) -> bool:
    """Add the rooms to the configuration's file in which an unfinished debate stands and which are not there any more.

    The demo's rooms are called otherwise in another language; the results of those debates are said where they were
    held. True where there are any: the file is to be read anew.
    """
    database = await open_ledger(config.database_url())
    try:
        gone = await _rooms_gone(config, database)
    finally:
        await database.close()
    if gone:
        rooms = "".join(f"  {_EARLIER}{n}: {{platform: local, id: {room}}}\n" for n, room in enumerate(gone, 1))
        text = config.path.read_text(encoding="utf-8")
        write_private(config.path, text.replace("\ndebates:\n", f"\n{rooms}debates:\n", 1))
    return bool(gone)


async def _rooms_gone(config: Config, database: Database) -> Sequence[str]:
    here = {channel.id for channel in config.channels().values()}
    store = database.ledger.debates
    posts = [post for debate in await store.open_debates() for post in await store.posts(debate.id)]
    rooms = dict.fromkeys(post.channel_id for post in posts if post.platform == "local")
    return [room for room in rooms if room not in here]


async def sort_open_debates(app: App, closed_after: timedelta | None) -> tuple[list[Debate], list[Debate]]:
    """The open debates that this demo goes on with, and those that its new settings left behind.

    `closed_after` is how long the demo before this one kept its debates open.
    """
    store, rules = app.database.ledger.debates, app.config.rules()
    rooms = {channel.id for name, channel in app.config.channels().items() if not name.startswith(_EARLIER)}
    fitting: list[Debate] = []
    left: list[Debate] = []
    for debate in await store.open_debates():
        if debate.state is not DebateState.OPEN or debate.closes_at <= app.clock.now():
            continue
        otherwise = closed_after not in (None, rules.closes_after) and debate.rules.closes_after == closed_after
        elsewhere = any(post.channel_id not in rooms for post in await store.posts(debate.id))
        (left if otherwise or elsewhere else fitting).append(debate)
    return fitting, left
