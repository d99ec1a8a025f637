"""Posting to Slack: said exactly once under every fault of a send, and each refusal with its outcome."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import pytest_asyncio

from bot.core.debates import PostState
from bot.core.recounts import Recounted
from bot.sentences import english
from tests.wire.slack import FakeSlack
from tests.wire.slack.faults import Faults
from tests.wire.slack.whole import DOOR, GARDEN, SEEDS, SQUARE, STAFF, running_bot

A = "U00000001"
SEND = "chat.postMessage"


@pytest_asyncio.fixture
async def bot(slack, tmp_path, monkeypatch):
    monkeypatch.setattr("bot.platforms.slack.sending._BETWEEN_LOOKS", 0.1)
    async with running_bot(slack, tmp_path) as running:
        yield running


def said(slack: FakeSlack, channel: str = SQUARE) -> list[str]:
    """What stands in a channel and its threads, by the last part of each key."""
    found = []
    for message in slack.messages(channel):
        found.append((message.key or "?").rpartition(":")[2])
        found += [(reply.key or "?").rpartition(":")[2] for reply in slack.thread(message)]
    return found


OPENING = ["post", "line0", "line1"]
Fault = Callable[[Faults], object]
SEND_FAULTS: dict[str, tuple[Fault, Fault]] = {
    "dropped after, 503 before": (
        lambda faults: faults.drop_after(SEND, 2),
        lambda faults: faults.status(SEND, 503),
    ),
    "dropped before, 502 after": (
        lambda faults: faults.drop_before(SEND),
        lambda faults: faults.status(SEND, 502, 2, after=True),
    ),
    "too fast, an error that says nothing": (
        lambda faults: faults.limit(SEND, 1),
        lambda faults: faults.error(SEND, "internal_error"),
    ),
    "seeds dropped, history dropped too": (
        lambda faults: faults.drop_after("reactions.add", 2),
        lambda faults: (faults.drop_after(SEND), faults.drop_before("conversations.*", 4)),
    ),
}


@pytest.mark.parametrize(("opening", "closing"), SEND_FAULTS.values(), ids=SEND_FAULTS)
async def test_a_debate_is_posted_once_under_every_fault(bot, slack, opening, closing) -> None:
    opening(slack.faults)
    debate = await bot.open()
    assert said(slack) == OPENING
    assert set(bot.card().reactions) == set(SEEDS)
    slack.people.react(A, bot.card(), DOOR)
    closing(slack.faults)
    final = await bot.close(debate)
    assert final.tally.ballots == (1, 0, 0)
    assert sorted(said(slack)) == sorted([*OPENING, "result"])


async def test_nothing_that_an_article_says_mentions_anybody(bot, slack) -> None:
    debate = await bot.open()
    await bot.close(debate)
    assert len(slack.called(SEND, "ok")) >= 4
    assert slack.mentions == []
    assert not any(message.unfurled for message in slack.messages(SQUARE))


async def test_the_squabble_has_two_voices_or_names_them(bot, slack) -> None:
    await bot.open("square")
    lines = slack.thread(bot.card())
    assert len({line.username for line in lines}) == 2
    slack.scopes.discard("chat:write.customize")
    await bot.open("garden")
    named = slack.thread(bot.card(GARDEN))
    assert len(named) == 2
    for line, before in zip(named, lines, strict=True):
        assert line.username is None
        speaker = (before.username or "").split()[0]
        assert speaker in line.text


async def test_the_result_is_a_new_message_with_its_chart(bot, slack) -> None:
    debate = await bot.open()
    slack.people.react(A, bot.card(), DOOR)
    await bot.close(debate)
    (result,) = bot.results()
    (file,) = [file for file in slack.world.files.values() if file.complete]
    assert file.data is not None
    assert file.data.startswith(b"\x89PNG")
    assert file.alt
    images = [block for block in result.blocks or () if block["type"] == "image"]
    assert [image["slack_file"] for image in images] == [{"id": file.id}]
    assert images[0]["alt_text"]
    assert bot.card().blocks
    assert bot.card().edited is not None


@pytest.mark.parametrize(
    "fault",
    [
        lambda faults: faults.error("files.getUploadURLExternal", "missing_scope", 9, needed="files:write"),
        lambda faults: faults.drop_after("upload", 9),
        lambda faults: faults.error("files.completeUploadExternal", "internal_error", 9),
    ],
    ids=["not allowed", "the upload breaks", "never complete"],
)
async def test_a_result_is_said_without_its_chart_where_that_cannot_be_uploaded(bot, slack, fault) -> None:
    debate = await bot.open()
    fault(slack.faults)
    await bot.close(debate)
    (result,) = bot.results()
    assert not [block for block in result.blocks or () if block["type"] == "image"]


REFUSALS = ("channel_not_found", "restricted_action", "msg_blocks_too_long", "an_error_of_tomorrow")


@pytest.mark.parametrize("error", REFUSALS)
async def test_a_channel_that_refuses_is_told_of_and_the_others_go_on(bot, slack, error) -> None:
    slack.faults.error(SEND, error)
    debate = await bot.open("square")
    (post,) = (await bot.snapshot(debate)).posts
    assert post.state is PostState.FAILED
    reasons = await bot.reasons(debate)
    assert reasons["post"].count(". ") == 1, "what is wrong, and what to do about it"
    assert "Traceback" not in reasons["post"]
    await slack.until(lambda: slack.messages(STAFF), why="the word to the admins")
    other = await bot.open("garden")
    assert other != debate
    assert said(slack, GARDEN) == OPENING


async def test_a_channel_of_two_that_is_archived_does_not_hold_the_other_up(bot, slack) -> None:
    slack.world.channels[SQUARE].archived = True
    slack.world.channels[GARDEN].members.discard(slack.world.bot.id)
    debate = await bot.open("square", "garden", "staff")
    states = {post.channel: post.state for post in (await bot.snapshot(debate)).posts}
    assert states == {"square": PostState.FAILED, "garden": PostState.FAILED, "staff": PostState.SAID}
    failed = [d for d in await bot.deliveries(debate) if d.part == "post"]
    reasons = {d.channel: d.reason.in_full(english()) for d in failed if d.reason}
    assert "archived" in reasons["square"]
    assert "/invite" in reasons["garden"]


async def test_a_missing_scope_is_named(bot, slack) -> None:
    slack.scopes.discard("chat:write")
    debate = await bot.open()
    assert "chat:write" in (await bot.reasons(debate))["post"]


@pytest.mark.parametrize("error", ["edit_window_closed", "cant_update_message", "msg_blocks_too_long"])
async def test_a_card_that_cannot_be_edited_never_hides_the_result(bot, slack, error) -> None:
    debate = await bot.open()
    slack.faults.error("chat.update", error, 99)
    slack.people.react(A, bot.card(), DOOR)
    final = await bot.close(debate)
    assert final.tally.ballots == (1, 0, 0)
    assert len(bot.results()) == 1
    assert set(await bot.reasons(debate)) <= {"closed"}


async def test_a_deleted_post_stays_deleted_and_the_debate_goes_on(bot, slack) -> None:
    debate = await bot.open("square", "garden")
    slack.people.react(A, bot.card(SQUARE), DOOR)
    await bot.until_ballots(debate, 1, 0, 0)
    slack.people.delete(bot.card(SQUARE))

    async def noticed() -> bool:
        return [post.state for post in (await bot.snapshot(debate)).posts] == [PostState.DELETED, PostState.SAID]

    await bot.until(noticed)
    final = await bot.close(debate)
    assert final.tally.ballots == (1, 0, 0)
    assert final.certificate.recounted is Recounted.EXACT
    assert len(bot.results(GARDEN)) == 1
    assert "post" not in said(slack, SQUARE)


async def test_a_refused_edit_waits_as_long_as_slack_says(bot, slack) -> None:
    debate = await bot.open()
    slack.faults.limit("chat.update", 2, 1)
    slack.people.react(A, bot.card(), DOOR)
    (refused,) = await slack.until(lambda: slack.called("chat.update", "ratelimited"))
    for person in ("U00000002", "U00000003"):
        slack.people.react(person, bot.card(), DOOR)
    later = await slack.until(lambda: [call for call in slack.called("chat.update") if call.at > refused.at])
    assert later[0].at - refused.at >= 2.0
    assert await bot.ballots(debate) == (3, 0, 0)


async def test_a_live_tally_is_edited_seldom_and_shows_the_latest(bot, slack) -> None:
    debate = await bot.open()
    for person in slack.people.newcomers(40, start=10):
        slack.people.react(person, bot.card(), DOOR)
    await bot.until_ballots(debate, 40, 0, 0)
    await slack.until(lambda: "40" in str(bot.card().blocks), why="the latest state")
    assert len(slack.called("chat.update")) <= 6


async def test_a_seed_that_was_taken_away_is_put_back_before_anything_is_read(bot, slack) -> None:
    debate = await bot.open()
    slack.people.react(A, bot.card(), DOOR)
    await bot.until_ballots(debate, 1, 0, 0)
    slack.world.unreact(SQUARE, bot.card().ts, slack.world.bot.id, SEEDS[1])
    final = await bot.close(debate)
    assert final.certificate.recounted is Recounted.EXACT
    assert slack.world.bot.id in bot.card().people(SEEDS[1])
