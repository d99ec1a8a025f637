"""The adapter's ports, one call at a time, against a Slack over real sockets; nothing else of the bot runs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.core.articles import DEFAULT_OPTIONS, Article
from bot.core.debates import DebateState, Post, PostState, Rules, open_debate
from bot.core.messages import Card, Line, Notice, Picture, Result
from bot.core.speaking import card
from bot.core.tally import Tally
from bot.locales import words_for
from bot.platforms.slack.adapter import SlackPlatform
from bot.platforms.slack.identifiers import micros_of
from bot.services.platform_errors import (
    Impossible,
    MessageGone,
    PlatformError,
    TokenRefused,
    TryLater,
    Unclear,
)
from tests.platforms.slack.slack_platforms import HELLO, SQUARE, only, platform_on, voter
from tests.wire.slack import FakeSlack

LINE = Line("부기", "🦉", "찬성", "닫아야 지켜요.")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
A, B = "U00000001", "U00000002"


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.world.add_channel(SQUARE)
        fake.people.newcomers(300)
        yield fake


@pytest_asyncio.fixture
async def platform(slack: FakeSlack) -> AsyncIterator[SlackPlatform]:
    made = platform_on(slack)
    yield made
    await made.close()


# Sending and finding


async def test_what_is_sent_is_found_by_its_key_and_nothing_else_is(platform: SlackPlatform, slack: FakeSlack) -> None:
    sent = await platform.send(SQUARE, HELLO, "debate:square:post")
    assert sent == only(slack).ts
    assert await platform.find(SQUARE, "debate:square:post", LONG_AGO) == sent
    assert await platform.find(SQUARE, "debate:square:result", LONG_AGO) is None
    in_a_year = datetime.now(UTC) + timedelta(days=365)
    assert await platform.find(SQUARE, "debate:square:post", in_a_year) == sent, "whatever the clocks say"


async def test_what_was_said_under_a_key_is_told_back_to_an_instant(platform: SlackPlatform, slack: FakeSlack) -> None:
    post = await platform.send(SQUARE, HELLO, "d1:square:post")
    slack.people.write(A, SQUARE, "a message of somebody's")
    result = await platform.send(SQUARE, HELLO, "d1:square:result")
    told = {one.message: one.key for one in await platform.own_since(SQUARE, LONG_AGO)}
    assert told == {post: "d1:square:post", result: "d1:square:result"}
    in_a_year = datetime.now(UTC) + timedelta(days=365)
    assert await platform.own_since(SQUARE, in_a_year) == []


async def test_it_is_found_behind_many_newer_messages(platform: SlackPlatform, slack: FakeSlack) -> None:
    sent = await platform.send(SQUARE, HELLO, "key")
    for number in range(250):
        slack.people.write(A, SQUARE, f"message {number}")
    assert await platform.find(SQUARE, "key", LONG_AGO) == sent
    assert len(slack.called("conversations.history")) == 3
    assert await platform.find(SQUARE, "another key", datetime.now(UTC)) is None
    assert len(slack.called("conversations.history")) == 5, "history older than that is left alone"


async def test_it_is_looked_for_in_the_thread_where_it_belongs(platform: SlackPlatform, slack: FakeSlack) -> None:
    post = await platform.send(SQUARE, HELLO, "post")
    thread = await platform.open_thread(SQUARE, post, "title")
    line = await platform.send(SQUARE, LINE, "line0", thread)
    assert slack.world.find(SQUARE, line).thread_ts == post
    assert await platform.find(SQUARE, "line0", LONG_AGO, thread) == line
    assert await platform.find(SQUARE, "line0", LONG_AGO) is None


async def test_a_history_that_cannot_be_read_is_never_nothing(platform: SlackPlatform, slack: FakeSlack) -> None:
    slack.scopes -= {"channels:history"}
    with pytest.raises(Impossible, match="channels:history"):
        await platform.find(SQUARE, "key", LONG_AGO)
    slack.scopes |= {"channels:history"}
    slack.faults.drop_before("conversations.history", 20)
    with pytest.raises(PlatformError):
        await platform.find(SQUARE, "key", LONG_AGO)
    slack.faults.clear()
    with pytest.raises(Impossible):
        await platform.find("C0NOWHERE", "key", LONG_AGO)


async def test_nothing_sent_is_sent_again_by_itself(platform: SlackPlatform, slack: FakeSlack) -> None:
    slack.faults.drop_after("chat.postMessage")
    with pytest.raises(Unclear):
        await platform.send(SQUARE, HELLO, "key")
    assert len(slack.called("chat.postMessage")) == 1
    assert await platform.find(SQUARE, "key", LONG_AGO) == only(slack).ts


async def test_a_refusal_for_speed_is_kept_to_by_the_next_send_too(platform: SlackPlatform, slack: FakeSlack) -> None:
    slack.faults.limit("chat.postMessage", 7)
    with pytest.raises(TryLater) as first:
        await platform.send(SQUARE, HELLO, "key")
    assert first.value.after is not None
    assert 7 <= first.value.after <= 8
    with pytest.raises(TryLater) as second:
        await platform.send(SQUARE, HELLO, "key")
    assert second.value.after is not None
    assert 6 < second.value.after <= first.value.after
    assert len(slack.called("chat.postMessage")) == 1


async def test_a_slack_that_is_not_there_has_done_nothing(slack: FakeSlack, platform: SlackPlatform) -> None:
    await slack.go_away()
    with pytest.raises(TryLater, match="can’t be reached"):
        await platform.send(SQUARE, HELLO, "key")
    await slack.come_back()
    assert await platform.send(SQUARE, HELLO, "key")


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive", "invalid_auth"])
async def test_a_token_that_is_refused_says_so(slack: FakeSlack, platform: SlackPlatform, error: str) -> None:
    slack.faults.token_error = error
    with pytest.raises(TokenRefused) as refused:
        await platform.send(SQUARE, HELLO, "key")
    assert "SLACK_BOT_TOKEN" in refused.value.hint


# Voices and pictures


async def test_a_line_has_its_own_voice_or_names_its_speaker(platform: SlackPlatform, slack: FakeSlack) -> None:
    await platform.send(SQUARE, LINE, "line0")
    assert only(slack).username == "부기 · 찬성"
    slack.scopes -= {"chat:write.customize"}
    unscoped = platform_on(slack)
    await unscoped.send(SQUARE, LINE, "line1")
    named = slack.messages(SQUARE)[-1]
    assert named.username is None
    assert "부기" in named.text
    await unscoped.close()


async def test_a_scope_lost_while_running_only_costs_the_voice(platform: SlackPlatform, slack: FakeSlack) -> None:
    await platform.send(SQUARE, LINE, "line0")
    slack.scopes -= {"chat:write.customize"}
    await platform.send(SQUARE, LINE, "line1")
    assert [message.username for message in slack.messages(SQUARE)] == ["부기 · 찬성", None]


RESULT = Result(
    "d1", "제목", "물음", "찬성이 이겼어요", (), "3명", (), "", (), picture=Picture(b"\x89PNG...", "막대 그림")
)


async def test_a_result_shows_its_chart_with_words_for_it(platform: SlackPlatform, slack: FakeSlack) -> None:
    await platform.send(SQUARE, RESULT, "result")
    (image,) = (block for block in only(slack).blocks or [] if block["type"] == "image")
    assert image["alt_text"] == "막대 그림"
    assert image["slack_file"]["id"]


async def test_a_chart_that_slack_will_not_show_is_left_out(platform: SlackPlatform, slack: FakeSlack) -> None:
    slack.faults.error("chat.postMessage", "invalid_blocks", times=3)
    await platform.send(SQUARE, RESULT, "result")
    assert not [block for block in only(slack).blocks or [] if block["type"] == "image"]


async def test_the_chart_is_uploaded_once_however_often_the_result_is_tried(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    slack.faults.limit("chat.postMessage", 0)
    with pytest.raises(TryLater):
        await platform.send(SQUARE, RESULT, "result")
    await platform.send(SQUARE, RESULT, "result")
    assert len(slack.called("files.completeUploadExternal")) == 1


async def test_charts_of_results_that_are_never_said_are_forgotten(platform: SlackPlatform, slack: FakeSlack) -> None:
    slack.faults.error("chat.postMessage", "is_archived", times=99)
    for number in range(60):
        with pytest.raises(Impossible):
            await platform.send(f"C{number:08}", RESULT, f"result {number}")
    assert len(platform._sender._pictures) <= 50
    slack.faults.clear()
    await platform.send(SQUARE, RESULT, "result 59")
    assert len(slack.called("files.completeUploadExternal")) == 60


# Editing and reacting


async def test_an_edit_is_repeated_after_a_lost_answer_and_a_pause(platform: SlackPlatform, slack: FakeSlack) -> None:
    sent = await platform.send(SQUARE, HELLO, "key")
    slack.faults.drop_after("chat.update")
    slack.faults.limit("chat.update", 0)
    await platform.edit(SQUARE, sent, Notice("다시", "썼어요"))
    assert "다시" in only(slack).text
    assert only(slack).metadata is not None
    with pytest.raises(MessageGone):
        await platform.edit(SQUARE, "1.000001", HELLO)


async def test_reacting_twice_is_reacting_once(platform: SlackPlatform, slack: FakeSlack) -> None:
    sent = await platform.send(SQUARE, HELLO, "key")
    for _ in range(2):
        await platform.react(SQUARE, sent, "👍")
    assert only(slack).reactions == {"+1": [slack.world.bot.id]}
    with pytest.raises(Impossible, match="no emoji"):
        await platform.react(SQUARE, sent, "ㅋ")
    with pytest.raises(Impossible, match="no emoji of this name"):
        await platform.react(SQUARE, sent, "not_there")


# Reading back


async def test_a_scan_tells_variants_apart_and_leaves_bots_out(platform: SlackPlatform, slack: FakeSlack) -> None:
    sent = await platform.send(SQUARE, HELLO, "key")
    await platform.react(SQUARE, sent, "👍")
    slack.world.add_user("U0ROBOT", bot=True)
    post = only(slack)
    for user, name in ((A, "+1"), (A, "+1::skin-tone-3"), (B, "thumbsup"), ("U0ROBOT", "+1"), (B, "tada")):
        slack.people.react(user, post, name)
    scan = await platform.scan(SQUARE, sent, ("👍", "🔖"))
    assert scan.holders == {
        "👍": {voter(slack, A)},
        "👍🏼": {voter(slack, A)},
        "👍#thumbsup": {voter(slack, B)},
    }
    assert scan.own == {"👍"}
    assert not scan.short


async def test_a_list_cut_short_is_named_and_the_seed_behind_it_is_known(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    sent = await platform.send(SQUARE, HELLO, "key")
    post = only(slack)
    for user in slack.people.newcomers(20):
        slack.people.react(user, post, "+1")
    await platform.react(SQUARE, sent, "👍")
    slack.faults.most_people = 10
    scan = await platform.scan(SQUARE, sent, ("👍",))
    assert len(scan.holders["👍"]) == 10
    assert scan.short == {"👍"}
    assert scan.own == {"👍"}
    assert post.reactions["+1"][-1] == slack.world.bot.id


async def test_a_scan_of_what_is_gone_or_unreadable_says_so(platform: SlackPlatform, slack: FakeSlack) -> None:
    with pytest.raises(MessageGone):
        await platform.scan(SQUARE, "1.000001", ("👍",))
    sent = await platform.send(SQUARE, HELLO, "key")
    slack.scopes -= {"reactions:read"}
    with pytest.raises(Impossible, match="reactions:read"):
        await platform.scan(SQUARE, sent, ("👍",))


async def test_many_unknown_accounts_are_learnt_from_one_list(platform: SlackPlatform, slack: FakeSlack) -> None:
    slack.world.add_user("U0ROBOT", bot=True)
    sent = await platform.send(SQUARE, HELLO, "key")
    people = slack.people.newcomers(200)
    for user in (*people, "U0ROBOT"):
        slack.people.react(user, only(slack), "+1")
    scan = await platform.scan(SQUARE, sent, ("👍",))
    assert scan.holders["👍"] == {voter(slack, user) for user in people}
    assert not slack.called("users.info")


async def test_without_the_scope_for_accounts_nothing_can_be_counted(platform: SlackPlatform, slack: FakeSlack) -> None:
    slack.scopes -= {"users:read"}
    slack.world.add_user("U0ROBOT", bot=True)
    sent = await platform.send(SQUARE, HELLO, "key")
    for user in (A, "U0ROBOT"):
        slack.people.react(user, only(slack), "+1")
    with pytest.raises(Impossible, match="users:read"):
        await platform.scan(SQUARE, sent, ("👍",))
    slack.scopes |= {"users:read"}
    scan = await platform.scan(SQUARE, sent, ("👍",))
    assert scan.holders["👍"] == {voter(slack, A)}


async def test_replies_are_read_to_the_last_page(platform: SlackPlatform, slack: FakeSlack) -> None:
    sent = await platform.send(SQUARE, HELLO, "key")
    await platform.send(SQUARE, LINE, "line0", sent)
    said = [slack.people.reply(A if number % 2 else B, only(slack), f"reply {number}") for number in range(130)]
    assert await platform.replies(SQUARE, sent) == {reply.ts: voter(slack, reply.user) for reply in said}
    slack.people.delete(said[0])
    found = await platform.replies(SQUARE, sent)
    assert found is not None
    assert said[0].ts not in found
    with pytest.raises(MessageGone):
        await platform.replies(SQUARE, "1.000001")


async def test_replies_are_told_of_page_by_page_and_those_after_an_instant_are_left_out(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    sent = await platform.send(SQUARE, HELLO, "key")
    said = [slack.people.reply(A, only(slack), f"reply {number}") for number in range(130)]
    pages: list[Mapping[str, object]] = []
    last = micros_of(said[-1].ts)
    assert await platform.replies(SQUARE, sent, pages.append, last) == {one.ts: voter(slack, A) for one in said[:-1]}
    assert [len(page) for page in pages] == [100, 29]


async def test_comments_are_what_people_wrote_in_plain_words(platform: SlackPlatform, slack: FakeSlack) -> None:
    sent = await platform.send(SQUARE, HELLO, "key")
    slack.world.add_user("U0ANN", "ann")
    for text in ("첫째", "둘째 &amp; <@U0ANN>", "셋째 :+1:"):
        slack.people.reply("U0ANN", only(slack), text)
    post = Post(1, "d1", "square", "slack", SQUARE, "ko", PostState.SAID, message=sent, thread=sent)
    comments = await platform.comments(post, 2, 0)
    assert [(comment.author, comment.text) for comment in comments] == [("ann", "둘째 & @ann"), ("ann", "셋째 👍")]
    assert comments[0].at < comments[1].at


# Around


async def test_a_link_leads_to_the_message_once_the_workspace_is_known(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    assert platform.link(SQUARE, "1700000000.000100") is None
    sent = await platform.send(SQUARE, LINE, "line0")
    assert platform.link(SQUARE, sent) == slack.permalink(SQUARE, sent)
    in_thread = platform.link(SQUARE, "1700000000.000100", sent)
    assert in_thread == f"{slack.permalink(SQUARE, '1700000000.000100')}?thread_ts={sent}&cid={SQUARE}"


def a_card(state: DebateState) -> Card:
    article = Article("open-square", "열린 광장", "시험", LONG_AGO, ("하나", "둘", "셋"), "물음", DEFAULT_OPTIONS, "")
    opened = open_debate(debate_id="d1", article=article, rules=Rules(), at=LONG_AGO)
    words = words_for("ko", timezone="Asia/Seoul")
    return card(replace(opened, state=state), Tally(2), words, "slack")


async def test_live_posts_share_the_edits_that_slack_allows(platform: SlackPlatform) -> None:
    assert platform.refresh_every(timedelta()) == timedelta(seconds=2)
    assert platform.refresh_every(timedelta(hours=2)) == timedelta(seconds=20)
    posts = [await platform.send(SQUARE, HELLO, f"post{number}") for number in range(4)]
    for post in posts:
        await platform.edit(SQUARE, post, a_card(DebateState.OPEN))
    shared = platform.refresh_every(timedelta())
    assert len(posts) * 60 / shared.total_seconds() < 50, "more than Slack allows"
    for post in posts[1:]:
        await platform.edit(SQUARE, post, a_card(DebateState.CLOSED))
    assert platform.refresh_every(timedelta()) == timedelta(seconds=2)


async def test_it_is_not_ready_before_it_runs_and_opens_nothing_by_itself(
    platform: SlackPlatform, slack: FakeSlack
) -> None:
    assert platform.ready() is not None
    assert not slack.calls
