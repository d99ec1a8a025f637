"""Which files Agora itself works with: no command writes over them, by whatever name they are called."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.app.registry import chat_store
from bot.config import Config
from bot.errors import UsageError
from bot.files import all_files_in, beside_database, is_inside, is_of_database, is_one_of, is_open_here
from bot.sentences import sentence
from bot.storage.coordination import lock_of


def refuse_own_files(
    output: Path, config: Config, *, article: bool = False, env: Mapping[str, str] | None = None
) -> None:
    """Raise UsageError where writing `output` would do away with a file that Agora or SQLite uses.

    An `article` may be written where articles are.
    """
    articles = config.content / "articles"
    if not article and (is_inside(output, articles) or is_one_of(output, all_files_in(articles))):
        raise UsageError(sentence("own-file-of-articles", file=str(output)))
    if is_open_here(output):
        raise UsageError(sentence("own-file-of-command", file=str(output)))
    if is_one_of(output, _own_files(config, os.environ if env is None else env)):
        raise UsageError(sentence("own-file-of-bot", file=str(output)))
    if is_of_database(output):
        raise UsageError(sentence("own-file-of-database", file=str(output)))


def _own_files(config: Config, env: Mapping[str, str]) -> Iterator[Path]:
    yield config.path
    yield config.path.with_name(".env")
    yield config.content / "mascots.yaml"
    yield config.content / "spellings.yaml"
    yield from (Path(value) for name, value in env.items() if name.endswith("_FILE") and value)
    url = config.database_url()
    ledger = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None
    chat = chat_store(config, ledger)
    for database in (ledger, chat):
        if database is not None:
            yield database
            yield from beside_database(database)
            yield lock_of(database)
