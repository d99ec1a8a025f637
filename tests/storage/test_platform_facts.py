"""What platforms have told: accounts, second names of emoji, channels under another id."""

from __future__ import annotations

import asyncio

from storage_builders import article, opened

from bot.core.articles import Option
from bot.core.ballots import choices
from bot.core.emoji import Emoji
from bot.core.marks import SAVE
from bot.storage import Database


async def test_accounts_are_known_by_workspace_and_may_turn_out_otherwise(database: Database) -> None:
    learnt = database.ledger.learnt
    await learnt.note_accounts("slack", "T1", {"U1": False, "U2": True})
    await learnt.note_accounts("slack", "T2", {"U1": True})
    await learnt.note_accounts("slack", "T1", {"U3": False, "U1": False})
    await learnt.note_accounts("slack", "T1", {})
    assert await learnt.accounts("slack", "T1", ["U1", "U2", "U3", "U4"]) == {"U1": False, "U2": True, "U3": False}
    assert await learnt.accounts("slack", "T1", []) == {}
    assert await learnt.bots("slack", "T1") == {"U2"}
    await learnt.note_accounts("slack", "T1", {"U3": True})
    assert await learnt.bots("slack", "T1") == {"U2", "U3"}
    many = [f"U{number}" for number in range(1_200)]
    await learnt.note_accounts("slack", "T3", dict.fromkeys(many, False))
    assert len(await learnt.accounts("slack", "T3", many)) == 1_200


async def test_second_names_replace_those_before_and_move_the_index_only_when_they_differ(database: Database) -> None:
    learnt, posts = database.ledger.learnt, database.ledger.posts
    assert await learnt.aliases("slack") == {}
    before = await posts.index_version()
    await asyncio.gather(*(learnt.note_aliases("slack", {"agree": "👍", "gate": "door"}) for _ in range(4)))
    assert await posts.index_version() == before + 1
    assert await learnt.aliases("slack") == {"agree": "👍", "gate": "door"}
    await learnt.note_aliases("slack", {"agree": "👎"})
    assert await learnt.aliases("slack") == {"agree": "👎"}
    assert await learnt.aliases("discord") == {}


async def test_posts_are_found_under_the_id_that_is_used(database: Database) -> None:
    learnt = database.ledger.learnt
    square = (await opened(database))["square"]
    await learnt.note_moved(square.platform, {"G1": "C1"}, {square.channel_id: "C1"})
    _, posts, _ = await database.ledger.posts.index()
    assert {post.channel_id for post in posts if post.post == square.post} == {"C1"}
    await learnt.note_moved(square.platform, {"G1": "C2"}, {})
    assert await learnt.moved(square.platform) == {"G1": "C2"}


def test_an_option_written_with_a_second_name_is_what_it_stands_for() -> None:
    options = [
        Option("owl", Emoji(None, {"slack": "our_owl"})),
        Option("door", Emoji("🚪")),
        Option("gate", Emoji(None, {"slack": "gate"})),
        Option("kept", Emoji(None, {"slack": "keep"})),
    ]
    changed = article(options=options)
    aliases = {"our_owl": "🦉", "gate": "🚪", "keep": "🔖", "other": "🦉"}
    assert choices(changed, "slack", aliases=aliases) == {
        "our_owl": 0,
        "🦉": 0,
        "🚪": 1,
        "gate": 2,
        "keep": 3,
        "🔖": 3,
    }
    assert choices(changed, "slack")["🔖"] == SAVE
