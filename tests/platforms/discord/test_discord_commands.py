"""What members do on Discord: commands, completion, buttons, forms, the menu on a message. simcord plays Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from discord.http import Route

from bot.backoff import COMMANDS
from bot.platforms.discord import slash_commands
from bot.platforms.discord.channel_directory import Guilds
from bot.platforms.discord.interactions import Interactions
from bot.platforms.discord.message_rendering import body
from bot.services.clock import SystemClock
from tests.platforms.discord.square import Square, square, words
from tests.reading import as_read

ARTICLES = [("open-square", "열린 광장", "기술"), ("weights", "가중치 공개", "정책")]
MANY = [(f"article-{n}", f"글 {n}번", "기술") for n in range(23)]


@dataclass
class Scene:
    """A guild with a channel, people in it, and the bot."""

    env: simcord.Env
    guild: Any
    channel: Any
    alice: Any
    boss: Any
    square: Square
    interactions: Interactions
    client: discord.Client
    locale: str
    powerless: bool = False
    """Whether Discord tells that nobody has any permission."""

    def install(self) -> None:
        """Let the bot take the client's interactions, as it does at its start."""
        self.interactions.install(self.client)
        parsers = self.client._connection.parsers
        take: Callable[[Mapping[str, Any]], None] = parsers["INTERACTION_CREATE"]
        parsers["INTERACTION_CREATE"] = lambda payload: take(
            {**payload, "locale": self.locale, **self.overlay(payload)}
        )

    def overlay(self, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        """What this scene changes in a payload."""
        if self.powerless:
            return {"member": {**payload["member"], "permissions": "0"}}
        return {}

    async def say(self, text: str) -> Any:
        """A message that the bot has sent to the channel."""
        channel = self.client.get_channel(self.channel.id)
        assert isinstance(channel, discord.TextChannel)
        return await channel.send(text)

    async def post_with_buttons(self, slug: str) -> Any:
        """The bot's post of a debate with a button for each option."""
        sent = await self.say("…")
        debate = await self.square.open(slug, message=str(sent.id))
        card = await self.square.card(debate)
        await self.client.http.request(
            Route(
                "PATCH", "/channels/{channel_id}/messages/{message_id}", channel_id=sent.channel.id, message_id=sent.id
            ),
            json=body(card, words("ko")),
        )
        return sent

    async def thread_under(self, post: Any) -> Any:
        """The thread under a message, as an actor's place."""
        thread = await post.create_thread(name="티격태격")
        return next(each for each in self.channel.threads if each.id == thread.id)

    def puts(self) -> int:
        """How often the bot has told Discord of its commands."""
        return sum(request.method == "PUT" for request in self.env.http_requests)


@asynccontextmanager
async def scene(
    folder: Path, *, articles=ARTICLES, ballot: str = "reactions", locale: str = "ko"
) -> AsyncIterator[Scene]:
    """A scene; without articles the two usual ones."""
    intents = discord.Intents(guilds=True, guild_reactions=True, guild_messages=True)
    client = discord.Client(intents=intents, max_messages=None, chunk_guilds_at_startup=False)
    async with simcord.run(client) as env:
        guild = env.create_guild()
        channel = guild.create_text_channel("square")
        chiefs = guild.create_role("chiefs", permissions=discord.Permissions(manage_guild=True))
        alice = guild.add_member(env.create_user("alice"))
        boss = guild.add_member(env.create_user("boss"), roles=[chiefs])
        async with square(folder, {"square": str(channel.id)}, articles=articles, ballot=ballot) as parts:
            guilds = Guilds(parts.channels)
            guilds.learn(str(channel.id), str(guild.id))
            interactions = Interactions(parts.app.inbound, words, parts.channels, guilds, parts.app.clock, locale="ko")
            made = Scene(env, guild, channel, alice, boss, parts, interactions, client, locale)
            made.install()
            await interactions.sync(client)
            await parts.met(alice.id, boss.id)
            yield made


def told(result: Any) -> str:
    """Everything that the first answer says."""
    message = result.response
    lines = [message.content]
    for embed in message.embeds:
        lines += [embed.author.name or "", embed.title or "", embed.description or "", embed.footer.text or ""]
    return as_read("\n".join(lines))


@pytest.mark.parametrize(
    ("command", "options", "says"),
    [
        ("debate help", {}, "/토론"),
        ("debate latest", {}, "가중치 공개"),
        ("debate latest", {"category": "기술"}, "열린 광장"),
        ("debate search", {"words": "weights"}, "가중치 공개"),
        ("debate summary", {"article": "open-square"}, "open-square 첫째 줄이에요"),
        ("debate summary", {}, "아직 토론이 열리지 않았어요"),
        ("debate today", {}, "아직 토론이 열리지 않았어요"),
        ("debate results", {"debate": "nothing"}, "‘nothing’"),
        ("debate saved", {}, "아직 저장한 기사가 없어요"),
    ],
)
async def test_every_command_answers_in_private(tmp_path, command, options, says) -> None:
    async with scene(tmp_path) as here:
        result = await here.alice.slash(here.channel, command, **options)
        assert says in told(result)
        assert result.ephemeral
        assert not result.deferred


async def test_an_open_debate_is_todays_and_its_results_are_shown(tmp_path) -> None:
    async with scene(tmp_path) as here:
        debate = await here.square.open("open-square", message="9000")
        for command, options in (("debate today", {}), ("debate results", {}), ("debate results", {"debate": debate})):
            result = await here.alice.slash(here.channel, command, **options)
            assert "열린 광장?" in told(result)
            assert "🌳 **광장**" in told(result)
            assert result.response.components == [], "a copy takes no votes"


async def test_what_is_shared_all_can_see(tmp_path) -> None:
    async with scene(tmp_path) as here:
        assert not (await here.alice.slash(here.channel, "debate latest", share=True)).ephemeral
        assert (await here.alice.slash(here.channel, "debate latest", share=False)).ephemeral
        failed = await here.alice.slash(here.channel, "debate results", debate="nothing", share=True)
        assert failed.ephemeral, "what went wrong is nobody else's business"


@pytest.mark.parametrize("text", ["share", "공유", 'a "b" share', '"share', "weights share", '"', "“share”", "/debate"])
async def test_what_is_typed_is_never_a_word_of_ours(tmp_path, text) -> None:
    async with scene(tmp_path) as here:
        for command, option in (
            ("debate search", "words"),
            ("debate summary", "article"),
            ("debate latest", "category"),
        ):
            result = await here.alice.slash(here.channel, command, **{option: text})
            assert result.ephemeral
            assert result.acknowledged


async def test_completion_by_titles_initials_and_categories(tmp_path) -> None:
    async with scene(tmp_path) as here:
        by_title = await here.alice.autocomplete(here.channel, "debate summary", "article", "열린")
        assert by_title == [{"name": "열린 광장 · 기술", "value": "open-square"}]
        assert await here.alice.autocomplete(here.channel, "debate summary", "article", "ㅇㄹㄱ") == by_title
        everything = await here.alice.autocomplete(here.channel, "debate summary", "article", "")
        assert [choice["value"] for choice in everything] == ["weights", "open-square"]
        categories = await here.alice.autocomplete(here.channel, "debate latest", "category", "정")
        assert categories == [{"name": "정책", "value": "정책"}]
        assert await here.alice.autocomplete(here.channel, "debate summary", "article", "zzz") == []
        assert await here.alice.autocomplete(here.channel, "debate results", "debate", "") == []
        await here.square.open("weights")
        debates = await here.alice.autocomplete(here.channel, "debate results", "debate", "")
        assert [choice["value"] for choice in debates] == ["weights"]


async def test_no_more_choices_than_discord_takes(tmp_path) -> None:
    many = [(f"article-{n}", f"글 {n}번 {'아주 긴 제목 ' * 12}끝", "기술") for n in range(40)]
    async with scene(tmp_path, articles=many) as here:
        choices = await here.alice.autocomplete(here.channel, "debate summary", "article", "")
        assert len(choices) == 25
        assert all(0 < len(choice["name"]) <= 100 for choice in choices)


async def test_long_listings_turn_their_pages_also_after_a_restart(tmp_path) -> None:
    async with scene(tmp_path, articles=MANY) as here:
        result = await here.alice.slash(here.channel, "debate latest")
        assert "1 / 3" in str(result.response.components)
        first = told(result)
        here.install()
        forth = await here.alice.click(result.response.message, custom_id=button(result, "▶️"))
        assert forth.acknowledged
        second = told(result)
        assert "2 / 3" in str(result.response.components)
        assert not set(titles(first)) & set(titles(second))
        await here.alice.click(result.response.message, custom_id=button(result, "▶️"))
        assert len(titles(first) + titles(second) + titles(told(result))) == len(MANY)
        await here.alice.click(result.response.message, custom_id=button(result, "◀️"))
        assert told(result) == second


async def test_only_who_asked_turns_the_pages(tmp_path) -> None:
    async with scene(tmp_path, articles=MANY) as here:
        result = await here.alice.slash(here.channel, "debate latest", share=True)
        before = told(result)
        refused = await here.boss.click(result.response.message, custom_id=button(result, "▶️"))
        assert "물어본 분만" in told(refused)
        assert refused.ephemeral
        assert told(result) == before


async def test_feedback_opens_a_form_and_is_kept(tmp_path) -> None:
    async with scene(tmp_path) as here:
        form = await here.alice.slash(here.channel, "debate feedback")
        assert form.modal is not None
        assert not form.deferred
        thanks = await here.alice.submit_modal(form, {"agora:rating": ["4"], "agora:line": "<@1> 좋아요"})
        assert "고마워요" in told(thanks)
        assert thanks.ephemeral
        kept = await here.square.app.database.ledger.feedback.latest(10)
        assert [(each.rating, each.line) for each in kept] == [(4, "<@1> 좋아요")]


async def test_a_first_command_is_greeted_once(tmp_path) -> None:
    async with scene(tmp_path) as here:
        carol = here.guild.add_member(here.env.create_user("carol"))
        assert "처음 뵙네요" in told(await carol.slash(here.channel, "debate latest"))
        assert "처음 뵙네요" not in told(await carol.slash(here.channel, "debate latest"))
        dave = here.guild.add_member(here.env.create_user("dave"))
        form = await dave.slash(here.channel, "debate feedback")
        assert form.modal is not None
        assert "처음 뵙네요" in form.followups[0].content
        assert form.followups[0].ephemeral


async def test_admin_commands_open_and_close_a_debate(tmp_path) -> None:
    async with scene(tmp_path) as here:
        opened = await here.boss.slash(here.channel, "debate-admin post", article="open-square")
        assert "토론을 열었어요" in told(opened)
        assert opened.ephemeral
        assert "열린 광장" in told(await here.boss.slash(here.channel, "debate-admin close"))
        assert "정해진 일정이 없어요" in told(await here.boss.slash(here.channel, "debate-admin schedule"))
        articles = await here.boss.autocomplete(here.channel, "debate-admin post", "article", "가중")
        assert [choice["value"] for choice in articles] == ["weights"]


async def test_admin_commands_are_hidden_from_members_and_checked_again(tmp_path) -> None:
    async with scene(tmp_path) as here:
        with pytest.raises(simcord.SetupError):
            await here.alice.slash(here.channel, "debate-admin close")
        opened = await here.boss.slash(here.channel, "debate-admin post", article="open-square")
        assert opened.ephemeral
        # A server's owner may show admin commands to everybody: the bot asks again.
        here.powerless = True
        refused = await here.boss.slash(here.channel, "debate-admin close")
        assert "운영자만" in told(refused)
        assert await here.boss.autocomplete(here.channel, "debate-admin close", "debate", "") == []


async def test_presses_are_confirmed_in_private(tmp_path) -> None:
    async with scene(tmp_path, ballot="buttons") as here:
        card = await here.post_with_buttons("open-square")
        voted = await here.alice.click(card, custom_id="agora:vote:0")
        assert voted.ephemeral
        assert "‘문’에 투표했어요" in told(voted)
        here.install()
        changed = await here.alice.click(card, custom_id="agora:vote:1")
        assert "‘광장’으로 바꿨어요" in told(changed)
        twice = await here.alice.click(card, custom_id="agora:vote:1")
        assert "그대로 있어요" in told(twice)


async def test_the_menu_on_a_message_shows_its_debates_results(tmp_path) -> None:
    async with scene(tmp_path) as here:
        post = await here.say("토론 글이라고 해요")
        await here.square.open("open-square", message=str(post.id))
        result = await here.alice.context_menu(here.channel, "Debate's results", post)
        assert "열린 광장?" in told(result)
        assert result.ephemeral
        other = await here.say("다른 글")
        assert "토론 글이 아니에요" in told(await here.alice.context_menu(here.channel, "Debate's results", other))


async def test_a_thread_of_a_post_asks_about_its_channel(tmp_path) -> None:
    async with scene(tmp_path) as here:
        post = await here.say("토론 글이라고 해요")
        await here.square.open("open-square", message=str(post.id))
        thread = await here.thread_under(post)
        assert "열린 광장?" in told(await here.alice.slash(thread, "debate today"))
        reply = await here.alice.send(thread, "내 생각은요")
        result = await here.alice.context_menu(thread, "Debate's results", reply)
        assert "열린 광장?" in told(result), "a reply in its thread belongs to it"


async def test_a_client_in_another_language_is_answered_in_it(tmp_path) -> None:
    async with scene(tmp_path, locale="en-GB") as here:
        assert "Newest articles" in told(await here.alice.slash(here.channel, "debate latest"))
        shared = await here.alice.slash(here.channel, "debate latest", share=True)
        assert "새로 나온 기사" in told(shared), "what all see is in the channel's language"
        here.locale = "fr"
        assert "새로 나온 기사" in told(await here.alice.slash(here.channel, "debate latest"))


async def test_commands_are_told_only_when_they_changed(tmp_path) -> None:
    async with scene(tmp_path) as here:
        assert here.puts() == 1
        await here.interactions.sync(here.client)
        assert here.puts() == 1
        await here.client.http.bulk_upsert_global_commands(here.client.application_id or 0, [])
        await here.interactions.sync(here.client)
        assert here.puts() == 3


@pytest.mark.parametrize("method", ["GET", "PUT"])
async def test_a_refused_synchronisation_is_only_logged(tmp_path, method) -> None:
    async with scene(tmp_path) as here:
        await here.client.http.bulk_upsert_global_commands(here.client.application_id or 0, [])
        here.env.inject_error(method, "/applications/*/commands", status=403)
        await here.interactions.sync(here.client)
        assert here.puts() == (2 if method == "GET" else 3)


async def test_a_server_that_tells_of_no_commands_is_told_of_them(tmp_path) -> None:
    async with scene(tmp_path) as here:
        here.env.inject_error("GET", "/applications/*/commands", status=404)
        await here.interactions.sync(here.client)
        assert here.puts() == 2


async def test_a_synchronisation_without_answer_is_tried_again(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(slash_commands, "COMMANDS", replace(COMMANDS, jitter=0.0))
    async with scene(tmp_path) as here:
        await here.client.http.bulk_upsert_global_commands(here.client.application_id or 0, [])
        here.env.inject_error("GET", "/applications/*/commands", status=500, times=2)
        clock = Hurried()
        parts = here.square
        await Interactions(parts.app.inbound, words, parts.channels, Guilds(parts.channels), clock, locale="ko").sync(
            here.client
        )
        assert clock.slept == [30, 120]
        assert (await here.alice.slash(here.channel, "debate help")).acknowledged


class Hurried(SystemClock):
    """A clock that notes how long it was to wait, and does not."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        """Note it."""
        self.slept.append(seconds)


async def test_nothing_that_goes_wrong_shows_a_traceback(tmp_path) -> None:
    async with scene(tmp_path) as here:
        await here.square.app.database.close()
        for command in ("debate today", "debate saved"):
            result = await here.alice.slash(here.channel, command)
            assert result.ephemeral
            assert "Traceback" not in told(result)
            assert "다시 시도" in told(result)


def button(result: Any, emoji: str) -> str:
    """The custom_id of the button with this emoji."""
    for row in result.response.components:
        for each in row["components"]:
            if (each.get("emoji") or {}).get("name") == emoji:
                return str(each["custom_id"])
    raise AssertionError(f"there is no {emoji}")


def titles(text: str) -> list[str]:
    """The articles that an answer lists."""
    return [line for line in text.splitlines() if line.startswith("**글 ")]
