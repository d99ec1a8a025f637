"""Importing: from an address, a file or a feed to drafts that are not posted yet."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bot.editor.drafts import Drafts
from bot.editor.extraction import Entry, Found, find
from bot.editor.feed_reader import entries_of, is_feed
from bot.editor.fetcher import Page, Web, is_address, read_file, shown
from bot.editor.parser_process import apart
from bot.errors import AgoraError, Refused
from bot.sentences import Sentence, sentence

MOST_ENTRIES = 200
"""How many of a feed's entries are looked at, the newest first."""
LONGEST = 1200.0
"""Seconds after which a feed's further entries are left for the next import."""
_LONGEST_TITLE = 100
Progress = Callable[[int, int], None]
"""Told how many of how many entries are done."""


@dataclass(slots=True)
class Imported:
    """What became of an import: the drafts written, what failed and why, how many were there already."""

    drafts: list[Path]
    failed: list[Sentence]
    known: int = 0


async def import_from(
    place: str, drafts: Drafts, progress: Progress = lambda _done, _all: None, web: Web | None = None
) -> Imported:
    """Make drafts of what is at an address or in a file: one, or one for each new entry of a feed.

    Raises AgoraError when nothing can be imported at all; a feed's entry that fails does not keep the others.
    """
    async with web or Web() as world:
        if is_address(place):
            _refuse_known(place, drafts)
            page = await world.fetch(place, named=True)
        else:
            page = read_file(Path(place))
        if is_feed(page):
            return await _from_feed(world, page, drafts, progress)
        found = await apart(find, page)
        if found.source is not None and found.source != page.address:
            found = await _without_link_inside(world, found)
        return Imported([drafts.write(found)], [])


async def _without_link_inside(web: Web, found: Found) -> Found:
    """What was found, without a source on this machine or in its network that was not the editor's word."""
    if found.source is None or not await web.guard.leads_inside(found.source):
        return found
    return replace(found, source=None, is_from_inside=True)


def _refuse_known(place: str, drafts: Drafts) -> None:
    if held := drafts.holding(place):
        raise Refused(sentence("import-known", place=place, file=str(held)))


async def _from_feed(web: Web, page: Page, drafts: Drafts, progress: Progress) -> Imported:
    entries = (await apart(entries_of, page))[:MOST_ENTRIES]
    done = Imported([], [])
    clock = asyncio.get_running_loop().time
    until = clock() + LONGEST
    for number, entry in enumerate(entries):
        progress(number, len(entries))
        if clock() > until:
            done.failed.append(sentence("import-entries-later", entries=len(entries) - number, minutes=LONGEST / 60))
            break
        if drafts.holding_entry(entry.found):
            done.known += 1
            continue
        try:
            known = await _without_link_inside(web, entry.found)
            done.drafts.append(drafts.write(await _whole(web, replace(entry, found=known))))
        except Refused:
            done.known += 1
        except AgoraError as error:
            done.failed.append(error.sentence)
    progress(len(entries), len(entries))
    return done


async def _whole(web: Web, entry: Entry) -> Found:
    """An entry's article: what the feed carries, or what its page says where that is only a teaser."""
    known = entry.found
    if known.is_from_inside and not entry.is_whole:
        raise AgoraError(sentence("import-entry-inside", title=shown(known.title[:_LONGEST_TITLE])))
    if entry.is_whole or known.source is None:
        if not known.body.strip():
            raise AgoraError(sentence("import-entry-empty", title=shown(known.title[:_LONGEST_TITLE])))
        return known
    page = await web.fetch(known.source)
    found = await apart(find, page)
    return replace(
        found,
        title=known.title or found.title,
        # The feed's address, so that the entry is known again however often its page moves.
        source=known.source,
        author=known.author or found.author,
        published=known.published or found.published,
        written_time=known.written_time or found.written_time,
        entry=known.entry,
        shares_source=known.shares_source,
    )
