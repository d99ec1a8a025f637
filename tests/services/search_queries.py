"""The list of queries that people would type: who asks them of a bot, and whether it finds what they should find.

`python -m tests.services.search_queries` asks all of them and prints how many were answered as expected.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.core.chat_commands import Command
from bot.core.marks import Voter
from bot.core.messages import Reply, WholeArticle
from bot.services.asked import Asked, Asker
from bot.services.commands.grammar import read
from tests.services.commands_square import Square, a_square, items_of

_LIST = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
_SHIPPED = Path(__file__).parents[2] / "content"


@dataclass(frozen=True)
class Query:
    """A line that is asked, and what is expected of the answer (the list says how)."""

    kind: str
    ask: str
    first: str | None = None
    among: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    like: str | None = None
    command: str | None = None
    misses: bool = False

    @classmethod
    def of(cls, kind: str, entry: dict[str, Any]) -> Query:
        """A line of the list."""
        lists = {key: tuple(entry.get(key, ())) for key in ("among", "never")}
        return cls(
            kind,
            entry["ask"],
            entry.get("first"),
            like=entry.get("as"),
            command=entry.get("command"),
            misses=entry.get("misses", False),
            **lists,
        )


QUERIES, AFTERWARDS = (
    [Query.of(kind, entry) for kind, entries in _LIST[part].items() for entry in entries]
    for part in ("queries", "afterwards")
)


@asynccontextmanager
async def a_library(folder: Path) -> AsyncIterator[Square]:
    """A bot with the shipped articles and those of the list."""
    async with a_square(folder) as square:
        articles = square.content / "articles"
        for path in articles.iterdir():
            path.unlink()
        for shipped in sorted(_SHIPPED.glob("articles/*.md")):
            (articles / shipped.name).write_bytes(shipped.read_bytes())
        for extra in _SHIPPED.glob("*.yaml"):
            (square.content / extra.name).write_bytes(extra.read_bytes())
        for slug, made_up in _LIST["articles"].items():
            head = {"published": "2025-01-06T09:00:00+09:00", **made_up}
            body = head.pop("body")
            front = yaml.safe_dump(head, allow_unicode=True, sort_keys=False)
            (articles / f"{slug}.md").write_text(f"---\n{front}---\n{body}\n", encoding="utf-8")
        square.library.load()
        assert not [problem for problem in square.library.problems if problem.is_error], square.library.problems
        yield square


async def complaint(square: Square, query: Query) -> str | None:
    """What the bot's answer lacks; None where it is as expected."""
    if query.command is not None:
        asked = read(query.ask, Asker(Voter("local", "local", "editor"), "c-square"))
        understood = isinstance(asked, Asked) and asked.command is Command(query.command)
        return None if understood else f"{query.ask}: not understood as {query.command}"
    found = slugs_of(await square.ask(query.ask))
    if query.like is not None:
        other = slugs_of(await square.ask(query.like))
        return None if found and set(found) == set(other) else f"{query.ask}: {found}, but {query.like}: {other}"
    wrong = [slug for slug in query.never if slug in found]
    missing = [slug for slug in query.among if slug not in found]
    if wrong or missing or (query.first is not None and found[:1] != [query.first]):
        return f"{query.ask}: {found}; first {query.first}, missing {missing}, wrong {wrong}"
    return None


def slugs_of(reply: Reply) -> list[str]:
    """The articles that an answer leads to."""
    links = [item.link for item in items_of(reply)]
    links += [part.link for part in reply.parts if isinstance(part, WholeArticle)]
    return [link.rpartition("/")[2] for link in links if link is not None]


async def _measure() -> None:
    asked_of = (*QUERIES, *AFTERWARDS)
    wrong: dict[str, list[str]] = {query.kind: [] for query in asked_of}
    with tempfile.TemporaryDirectory() as name:
        async with a_library(Path(name)) as square:
            for query in asked_of:
                told = await complaint(square, query)
                wrong[query.kind] += [told] if told is not None else []
    for kind, complaints in wrong.items():
        asked = sum(query.kind == kind for query in asked_of)
        sys.stdout.write(f"{kind}: {asked - len(complaints)} of {asked}\n")
        sys.stdout.writelines(f"    {told}\n" for told in complaints)
    sys.stdout.write(f"in all: {len(asked_of) - sum(map(len, wrong.values()))} of {len(asked_of)}\n")


if __name__ == "__main__":
    asyncio.run(_measure())
