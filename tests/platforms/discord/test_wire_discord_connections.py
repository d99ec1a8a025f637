"""Staying connected to Discord: whatever happens to the connection, no vote is lost and nothing is said twice."""

from __future__ import annotations

import asyncio
import gc
import warnings

import pytest

from bot.app.run import run
from bot.app.wiring import build_app
from bot.config import load_config
from bot.core.recounts import Recounted
from bot.errors import AgoraError
from bot.services.platform_errors import TokenRefused
from tests.patience import PATIENCE
from tests.wire.discord import faults
from tests.wire.discord.rendering import lean
from tests.wire.discord.whole import OPTIONS, DiscordBot, make_places, running_bot, write_place

DOOR, TREE, THUMB = OPTIONS
REACTIONS = "GET /channels/*/messages/*/reactions/*"


@pytest.fixture(autouse=True)
def _no_pauses_between_sessions(monkeypatch) -> None:
    monkeypatch.setattr("bot.platforms.discord.shards.IDENTIFY_EVERY", 0.1)
    monkeypatch.setattr("bot.platforms.discord.shards._AFTER_REFUSED_SESSION", (0.0, 0.1))


async def voted(bot: DiscordBot) -> str:
    """An open debate with one vote for the door."""
    debate = await bot.open()
    bot.fake.react(bot.fake.user(), bot.card(), DOOR)
    await bot.until_ballots(debate, 1, 0, 0)
    return debate


async def test_starting_before_the_network(fake, tmp_path) -> None:
    await fake.fall_off()
    async with running_bot(fake, tmp_path, connected=False) as bot:
        assert "Discord" in str(bot.app.adapters["discord"].ready() or "")
        await fake.come_back()
        await bot.until_ready()
        await voted(bot)


async def test_starting_before_the_gateway(fake, tmp_path) -> None:
    """REST answers while the gateway does not yet: discord.py's own client dies of this."""
    fake.gateway.close_identify, fake.gateway.close_times = 4000, 2
    async with running_bot(fake, tmp_path) as bot:
        assert len(fake.gateway.identifies) == 3
        await voted(bot)


async def test_a_token_that_is_refused_at_the_start_ends_the_run(fake, tmp_path) -> None:
    loaded = load_config(write_place(fake, make_places(fake), tmp_path, token="wrong"))
    assert loaded.config is not None
    with pytest.raises(TokenRefused) as refused:
        async with asyncio.timeout(PATIENCE):
            await run(await build_app(loaded.config))
    assert "token" in refused.value.message.lower()
    assert refused.value.hint
    assert len(fake.asked("GET /users/@me")) == 1


@pytest.mark.parametrize("code", [4004, 4014])
async def test_a_gateway_that_refuses_at_the_start_ends_the_run(fake, tmp_path, code) -> None:
    fake.gateway.close_identify, fake.gateway.close_times = code, -1
    loaded = load_config(write_place(fake, make_places(fake), tmp_path))
    assert loaded.config is not None
    with pytest.raises(AgoraError) as refused:
        async with asyncio.timeout(PATIENCE):
            await run(await build_app(loaded.config))
    assert refused.value.hint
    assert len(fake.gateway.identifies) == 1


async def test_a_token_that_is_refused_later_leaves_the_bot_up(bot, fake) -> None:
    debate = await voted(bot)
    good, fake.world.token = fake.world.token, "another"
    fake.gateway.forget_sessions()
    fake.gateway.close_all()
    await bot.until_ready(ready=False)
    fake.world.token = good
    fake.react(fake.user(), bot.card(), TREE)
    await bot.until_ready()
    await bot.until_ballots(debate, 1, 1, 0)


@pytest.mark.parametrize("how", ["closed", "cut", "asked to reconnect", "session invalid for a moment"])
async def test_a_resumed_session_misses_nothing_and_recounts_nothing(bot, fake, how) -> None:
    debate = await voted(bot)
    asked = len(fake.asked(REACTIONS))
    {
        "closed": fake.gateway.close_all,
        "cut": fake.gateway.cut_all,
        "asked to reconnect": fake.gateway.ask_to_reconnect,
        "session invalid for a moment": lambda: fake.gateway.invalidate(resumable=True),
    }[how]()
    fake.react(fake.user(), bot.card(), TREE)
    await bot.until_ballots(debate, 1, 1, 0)
    await bot.until_ready()
    assert len(fake.gateway.resumes) == 1
    assert len(fake.gateway.identifies) == 1
    assert len(fake.asked(REACTIONS)) == asked


@pytest.mark.parametrize("how", ["refused", "invalid", "forgotten", "over"])
async def test_what_happened_between_two_sessions_is_recounted(bot, fake, how) -> None:
    debate = await voted(bot)
    haru, noeul = fake.voters(2)
    fake.gateway.pass_on = lambda *_: 0
    fake.react(haru, bot.card(), TREE)
    fake.react(noeul, bot.card(), THUMB)
    fake.unreact(noeul, bot.card(), THUMB)
    fake.gateway.pass_on = None
    if how == "refused":
        fake.gateway.refuse_resumes = 1
        fake.gateway.close_all()
    elif how == "invalid":
        fake.gateway.invalidate()
    elif how == "forgotten":
        fake.gateway.forget_sessions()
        fake.gateway.close_all()
    else:
        fake.gateway.close_all(4009)
    await bot.until_ballots(debate, 1, 1, 0)
    await fake.until(lambda: len(fake.gateway.identifies) >= 2)
    assert len(fake.gateway.identifies) == 2
    final = await bot.close(debate)
    assert (final.certificate.recounted, final.certificate.differences) == (Recounted.EXACT, 0)


async def test_every_start_recounts(fake, tmp_path) -> None:
    places = make_places(fake)
    async with running_bot(fake, tmp_path, places=places) as bot:
        debate = await voted(bot)
        card = bot.card()
    fake.react(fake.user(), card, TREE)
    fake.clear(card, DOOR)
    async with running_bot(fake, tmp_path, places=places) as bot:
        await bot.until_ballots(debate, 0, 1, 0)
        assert fake.world.me.id in await fake.until(lambda: card.voters(DOOR))
    async with running_bot(fake, tmp_path, places=places) as bot:
        fake.react(fake.user(), card, THUMB)
        await bot.until_ballots(debate, 0, 1, 1)
        assert (await bot.close(debate)).certificate.recounted is Recounted.EXACT


async def test_a_silent_connection_is_noticed_and_resumed(fake, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("bot.platforms.discord.gateway._HEARTBEAT_TIMEOUT", 0.5)
    fake.gateway.heartbeat_interval = 100
    async with running_bot(fake, tmp_path) as bot:
        debate = await voted(bot)
        fake.gateway.silence()
        fake.react(fake.user(), bot.card(), TREE)
        await bot.until_ballots(debate, 1, 1, 0)
        assert fake.gateway.resumes


async def test_a_network_that_goes_and_comes_back(bot, fake) -> None:
    debate = await voted(bot)
    await fake.fall_off()
    await bot.until_ready(ready=False)
    fake.react(fake.user(), bot.card(), TREE)
    await fake.come_back()
    await bot.until_ready()
    await bot.until_ballots(debate, 1, 1, 0)


async def test_a_debate_opened_while_the_network_is_down_is_said_once_it_is_up(bot, fake) -> None:
    await fake.fall_off()
    opening = asyncio.create_task(bot.open())
    await bot.until_ready(ready=False)
    await fake.come_back()
    debate = await opening
    assert await bot.reasons(debate) == {}
    assert len(fake.messages(bot.places.square)) == 1


async def test_a_storm_of_5xx_passes(bot, fake) -> None:
    fault = fake.fault("** **", faults.answer(503), times=3)
    debate = await bot.open()
    assert fault.hits == 3
    assert await bot.reasons(debate) == {}
    assert len(fake.messages(bot.places.square)) == 1
    assert len(fake.messages(bot.card().thread)) == 3


@pytest.mark.parametrize("via", [True, False], ids=["waited for", "refused at once"])
async def test_edits_of_old_messages_wait_and_the_result_does_not(bot, fake, via) -> None:
    debate = await voted(bot)
    card = str(bot.card().id)
    fake.world.grow_old(bot.card())
    limit = fake.fault("PATCH /channels/*/messages/*", too_old(via), times=2, when=lambda asked: card in asked.path)
    fake.react(fake.user(), bot.card(), TREE)
    await bot.until_ballots(debate, 1, 1, 0)
    await limit.hit.wait()
    await bot.app.debate_admin.close(debate)
    await fake.until(bot.results)
    assert await bot.ballots(debate) == (1, 1, 0)


def too_old(via: bool) -> faults.Happening:
    """429 with the code for messages of more than an hour."""
    if via:
        return faults.too_many(0.5, code=30046)
    return faults.answer(429, {"code": 30046, "message": "Too many edits.", "retry_after": 1.0, "global": False})


async def test_a_recount_does_not_starve_a_result(bot, fake) -> None:
    """While one debate with many voters is read, slowly, another is closed."""
    slow = await bot.open("garden")
    quick = await voted(bot)
    fake.gather(bot.card(bot.places.garden), DOOR, fake.voters(3_000))
    garden = str(bot.card(bot.places.garden).id)
    fake.fault(REACTIONS, faults.slow(0.3), when=lambda asked: garden in asked.path)
    await bot.app.inbound.connectivity.missed_events("discord")
    await fake.until(lambda: [one for one in fake.asked(REACTIONS) if garden in one.path])
    await bot.app.debate_admin.close(quick)
    await fake.until(lambda: bot.results(bot.places.square))
    assert await bot.ballots(slow) == (0, 0, 0), "the recount ended first"
    fake.faults.clear()
    await bot.until_ballots(slow, 3_000, 0, 0)


async def test_events_that_found_no_room_are_recounted(fake, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("bot.platforms.discord.events.Events.__init__.__defaults__", (5, 5))
    monkeypatch.setattr("bot.platforms.discord.spool.Spool.__init__.__defaults__", (None, 0, 1))
    async with running_bot(fake, tmp_path) as bot:
        debate = await bot.open()
        for person in fake.voters(300):
            fake.react(person, bot.card(), DOOR)
        await bot.until_ballots(debate, 300, 0, 0)


async def test_it_ends_though_discord_answers_nothing_and_leaves_nothing_open(fake, tmp_path) -> None:
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always", ResourceWarning)
        async with running_bot(fake, tmp_path) as bot:
            await voted(bot)
            fake.fault("** **", faults.slow(10 * PATIENCE))
            await bot.app.inbound.connectivity.missed_events("discord")
        await fake.until(lambda: not fake.gateway.connections)
        gc.collect()
    assert [str(one.message) for one in warned if "nclosed" in str(one.message)] == []


async def test_shards_share_the_guilds(fake, tmp_path) -> None:
    places = make_places(fake)
    fake.gateway.shards, fake.gateway.max_concurrency = 2, 2
    async with running_bot(fake, tmp_path, places=places) as bot:
        assert sorted(session.shard for session in fake.gateway.connected) == [(0, 2), (1, 2)]
        debate = await voted(bot)
        fake.gateway.connections[0].close(4000)
        fake.react(fake.user(), bot.card(), TREE)
        await bot.until_ballots(debate, 1, 1, 0)


async def test_shards_identify_one_after_the_other(fake, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("bot.platforms.discord.shards.IDENTIFY_EVERY", 0.4)
    fake.gateway.shards, fake.gateway.identify_window = 3, 0.3
    async with running_bot(fake, tmp_path) as bot:
        assert len(fake.gateway.connected) == len(fake.gateway.identifies) == 3
        assert bot.ready()


async def test_no_session_is_begun_where_none_is_left(fake, tmp_path) -> None:
    fake.gateway.remaining = 0
    async with running_bot(fake, tmp_path, connected=False) as bot:

        async def waits() -> bool:
            return "session" in str(bot.app.adapters["discord"].ready() or "")

        await bot.until(waits)
        assert fake.gateway.identifies == []
        debate = await bot.open()
        assert await bot.reasons(debate) == {}


async def test_a_process_runs_the_shards_it_is_told(fake, tmp_path) -> None:
    async with running_bot(fake, tmp_path, shards="{count: 4, run: [1, 3]}") as bot:
        assert sorted(session.shard for session in fake.gateway.connected) == [(1, 4), (3, 4)]
        assert bot.ready()


async def test_a_server_that_tells_nothing_more_than_it_must(fake, tmp_path) -> None:
    """Without /gateway/bot, commands, applications and the address to resume at."""
    for route in ("GET /gateway/bot", "** /applications/**", "** /oauth2/**", "GET /guilds/**", "GET /channels/*"):
        fake.fault(route, faults.answer(404, {"code": 0, "message": "404: Not Found"}))
    async with running_bot(fake, tmp_path) as bot:
        debate = await voted(bot)
        final = await bot.close(debate)
        assert (final.certificate.recounted, final.tally.ballots) == (Recounted.EXACT, (1, 0, 0))
        assert len(bot.results()) == 1


async def test_a_small_server_without_compression_limits_and_most_fields(fake, tmp_path) -> None:
    fake.http.trim = fake.gateway.trim = lean
    fake.http.headers = fake.gateway.compresses = False
    fake.http.content_type = "application/json; charset=utf-8"
    places = make_places(fake)
    async with running_bot(fake, tmp_path, places=places) as bot:
        debate = await voted(bot)
        haru = fake.user("Haru", places.guild)
        fake.react(haru, bot.card(), TREE)
        fake.react(fake.user(), bot.card(), "👍🏽")
        fake.unreact(haru, bot.card(), TREE)
        fake.write(haru, bot.card().thread, "한마디")
        await bot.until_ballots(debate, 1, 0, 1)
        fake.gateway.close_all()
        await fake.until(lambda: fake.gateway.resumes)
        fake.react(fake.user(), bot.card(), DOOR)
        await bot.until_ballots(debate, 2, 0, 1)
        answer = await fake.answer(fake.slash(haru, places.square, "debate results"))
        assert answer.ephemeral
        assert answer.text.strip()
    fake.gather(bot.card(), TREE, fake.voters(150))
    async with running_bot(fake, tmp_path, places=places) as bot:
        await bot.until_ballots(debate, 2, 150, 1)
        final = await bot.close(debate)
        assert (final.certificate.recounted, final.tally.ballots) == (Recounted.EXACT, (2, 150, 1))
        assert final.tally.comments == 1
        assert len(bot.results()) == 1


async def test_the_intents_are_the_ones_without_privilege(bot, fake) -> None:
    (session,) = fake.gateway.connected
    assert session.intents == 1 << 0 | 1 << 9 | 1 << 10
    debate = await voted(bot)
    assert await bot.ballots(debate) == (1, 0, 0)


async def two_are_told(bot, debate, seen) -> None:
    """Wait until the history has two events more than when `seen` was its watermark."""

    async def told() -> bool:
        return await bot.app.database.ledger.recounts.watermark(debate) >= seen + 2

    await bot.until(told)


async def two_can_not_be_dated(bot, fake, debate) -> None:
    """Let Discord be read: two votes more than one are counted, and named as undatable."""
    fake.faults.clear()
    await fake.until(bot.results)
    final = await bot.app.database.ledger.debates.snapshot(debate)
    assert final.tally.ballots == (1, 2, 0)
    assert (final.certificate.recounted, final.certificate.undatable) == (Recounted.EXACT, 2)
    assert [note.key for note in final.certificate.notes] == ["note-not-heard"]


async def test_what_a_resumed_session_tells_after_closing_time_can_not_be_dated(bot, fake, monkeypatch) -> None:
    """Discord dates nothing: what it tells again late may have been in time, and is neither undone nor vouched for."""
    debate = await voted(bot)
    connects = asyncio.Event()

    async def waits(*_: object) -> None:
        await connects.wait()

    monkeypatch.setattr("bot.platforms.discord.shards.Shard._pause", waits)
    fake.gateway.close_all()
    await bot.until_ready(ready=False)
    seen = await bot.app.database.ledger.recounts.watermark(debate)
    unreadable = fake.fault(REACTIONS, faults.answer(503), times=10_000)
    for person in fake.voters(2):
        fake.react(person, bot.card(), TREE)
    await bot.app.debate_admin.close(debate)
    await unreadable.hit.wait()
    connects.set()
    await two_are_told(bot, debate, seen)
    await two_can_not_be_dated(bot, fake, debate)


async def test_each_shard_has_a_record_of_its_own(fake, tmp_path) -> None:
    places = make_places(fake)
    fake.gateway.shards, fake.gateway.max_concurrency = 2, 2
    async with running_bot(fake, tmp_path, places=places) as bot:
        debate = await voted(bot)
        mine = (places.guild.id >> 22) % 2
        (other,) = (one for one in fake.gateway.connections if one.session.shard[0] != mine)
        other.close(4000)
        await fake.until(lambda: fake.gateway.resumes)
        final = await bot.close(debate)
        assert final.certificate.notes == ()
        assert final.certificate.undatable == 0


async def test_a_connection_that_is_silently_dead_at_closing_time_is_found_out(bot, fake, monkeypatch) -> None:
    monkeypatch.setattr("bot.platforms.discord.shards.ANSWERS_WITHIN", 0.5)
    debate = await voted(bot)
    fake.gateway.silence()
    fake.react(fake.user(), bot.card(), TREE)
    final = await bot.close(debate)
    assert final.tally.ballots == (1, 1, 0)
    assert (final.certificate.recounted, final.certificate.undatable) == (Recounted.EXACT, 1)
    assert [note.key for note in final.certificate.notes] == ["note-not-heard"]


async def test_what_a_process_reads_late_over_closing_time_is_neither_undone_nor_vouched_for(bot, fake) -> None:
    """It stood still for some seconds, and Discord does not say when what it then reads was pressed."""
    debate = await voted(bot)
    seen = await bot.app.database.ledger.recounts.watermark(debate)
    unreadable = fake.fault(REACTIONS, faults.answer(503), times=10_000)
    await bot.app.debate_admin.close(debate)
    await unreadable.hit.wait()
    for person in fake.voters(2):
        fake.react(person, bot.card(), TREE)
    await two_are_told(bot, debate, seen)
    bot.app.attendance._was_slow(PATIENCE, {"discord"})
    await two_can_not_be_dated(bot, fake, debate)


async def test_a_process_that_was_slow_and_read_nothing_late_says_nothing_of_it(bot) -> None:
    debate = await voted(bot)
    bot.app.attendance._was_slow(3.0, {"discord"})
    final = await bot.close(debate)
    assert final.tally.ballots == (1, 0, 0)
    assert (final.certificate.recounted, final.certificate.undatable) == (Recounted.EXACT, 0)
    assert final.certificate.notes == ()


async def test_what_the_network_held_up_over_closing_time_is_neither_undone_nor_vouched_for(
    fake, tmp_path, monkeypatch
) -> None:
    """The connection stands and answers in the end; what it brings then may have been pressed in time."""
    monkeypatch.setattr("bot.services.voting.attendance._SLOW", 0.0)

    def no_beat(app) -> None:
        monkeypatch.setattr(app.attendance, "_beat", 3600.0)

    async with running_bot(fake, tmp_path, prepare=no_beat) as bot:
        debate = await voted(bot)
        seen = await bot.app.database.ledger.recounts.watermark(debate)
        unreadable = fake.fault(REACTIONS, faults.answer(503), times=10_000)
        fake.gateway.hold()
        for person in fake.voters(2):
            fake.react(person, bot.card(), TREE)
        await bot.app.debate_admin.close(debate)
        await unreadable.hit.wait()
        fake.gateway.release()
        await two_are_told(bot, debate, seen)
        await two_can_not_be_dated(bot, fake, debate)
