"""The outbox's memory: who says what, in which order, and what becomes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from sqlalchemy import update
from storage_builders import ALL, HALL, HOUR, LEASE, MINUTE, SQUARE, T0, TEAM, debate, opened, opening

from bot.core.debates import Channel, DebateState, PostState
from bot.core.recounts import Certificate, Recounted
from bot.locales import words_for
from bot.sentences import sentence, verbatim
from bot.services.records import Delivery, DeliveryState, Part, Urgency
from bot.storage import Database
from bot.storage.tables import posts

STAFF = Channel("staff", "slack", "C9", "ko")
DONE = Certificate(Recounted.NO, 0, 0)


async def one_post(database: Database) -> Delivery:
    await database.ledger.openings.open(opening(debate(), (SQUARE,)))
    (post,) = await database.ledger.deliveries.claim(T0, "me", LEASE, 10)
    return post


async def states(database: Database) -> dict[str, DeliveryState]:
    return {
        delivery.key.removeprefix("d1:"): delivery.state for delivery in await database.ledger.outcomes.of_debate("d1")
    }


def parts(deliveries: Sequence[Delivery]) -> list[Part]:
    return [delivery.part for delivery in deliveries]


async def test_the_intent_is_committed_before_the_claim_returns(database: Database) -> None:
    post = await one_post(database)
    assert (post.state, post.attempts, post.unclear, post.tried_at) == (DeliveryState.SENDING, 1, False, T0)
    assert post.post is not None
    assert (post.post.channel_id, post.post.state) == ("100", PostState.PLANNED)
    (stored,) = [d for d in await database.ledger.outcomes.of_debate("d1") if d.part is Part.POST]
    assert stored == post


async def test_each_part_waits_for_the_one_before(database: Database) -> None:
    deliveries = database.ledger.deliveries
    post = await one_post(database)
    assert await deliveries.claim(T0, "me", LEASE, 10) == []
    await deliveries.said(post.id, "m1", T0)
    (seeds,) = await deliveries.claim(T0, "me", LEASE, 10)
    assert seeds.part is Part.SEEDS
    assert seeds.post is not None
    assert (seeds.post.message, seeds.post.said_at) == ("m1", T0)
    await deliveries.failed(seeds.id, "me", verbatim("no permission"), T0)
    (thread,) = await deliveries.claim(T0, "me", LEASE, 10)
    await deliveries.said(thread.id, "t1", T0)
    (line,) = await deliveries.claim(T0, "me", LEASE, 10)
    assert line.post is not None
    assert (line.part, line.post.thread) == (Part.LINE, "t1")
    await deliveries.said(line.id, "m2", T0)
    await deliveries.said(line.id, "m3", T0)
    stored = {d.part: d for d in await database.ledger.outcomes.of_debate("d1")}
    assert stored[Part.LINE].message == "m2"
    assert stored[Part.SEEDS].reason == verbatim("no permission")
    assert await deliveries.claim(T0 + HOUR, "me", LEASE, 10) == []


async def test_a_claim_is_a_lease(database: Database) -> None:
    deliveries = database.ledger.deliveries
    post = await one_post(database)
    assert await deliveries.claim(T0 + LEASE / 2, "other", LEASE, 10) == []
    await deliveries.renew([post.id], "me", T0 + 2 * LEASE)
    await deliveries.renew([post.id], "somebody else", T0)
    assert await deliveries.claim(T0 + LEASE, "other", LEASE, 10) == []
    (taken,) = await deliveries.claim(T0 + 2 * LEASE, "other", LEASE, 10)
    assert (taken.id, taken.unclear, taken.attempts, taken.tried_at) == (post.id, True, 2, T0)


async def test_two_processes_never_claim_the_same(database: Database) -> None:
    deliveries = database.ledger.deliveries
    for number in range(12):
        await database.ledger.openings.open(opening(debate(f"d{number}"), (SQUARE,)))
    claims = await asyncio.gather(*(deliveries.claim(T0, f"p{n}", LEASE, 5) for n in range(4)))
    ids = [delivery.id for claim in claims for delivery in claim]
    assert len(ids) == len(set(ids)) == 12
    assert max(len(claim) for claim in claims) <= 5


async def test_each_platform_has_a_lane(database: Database) -> None:
    deliveries = database.ledger.deliveries
    await database.ledger.openings.open(opening(debate(), ALL))
    slack = await deliveries.claim(T0, "me", LEASE, 10, platform="slack")
    assert [delivery.channel for delivery in slack] == ["team", "hall"]
    assert await deliveries.claim(T0, "me", LEASE, 10, platform="local") == []
    assert await deliveries.claim(T0, "me", LEASE, 10, besides=("slack", "discord")) == []
    (other,) = await deliveries.claim(T0, "me", LEASE, 10, besides=("slack",))
    assert other.channel == "square"


async def test_posts_and_results_are_first_and_seeds_last_and_among_equals_the_oldest(database: Database) -> None:
    ledger, deliveries = database.ledger, database.ledger.deliveries
    await opened(database, "d2", (TEAM,))
    await opened(database, "d1", (TEAM, HALL))
    await ledger.closings.finish("d2", DONE, T0 + HOUR)
    seeds = await deliveries.claim(T0, "me", LEASE, 10, platform="slack")
    assert [one.key for one in seeds] == ["d1:team:seeds", "d1:hall:seeds"]
    await deliveries.again(seeds[0].id, "me", T0, unclear=False, reason=verbatim("slow down"))
    await deliveries.said(seeds[1].id, None, T0)
    await database.ledger.plans.plan_alert("alert:x", STAFF, "Agora", "…", T0)
    await ledger.openings.open(opening(debate("d3", at=T0 + MINUTE), (HALL,)))
    now = T0 + 2 * HOUR
    first = await deliveries.claim(now, "me", LEASE, 2, platform="slack")
    assert [one.key for one in first] == ["d3:hall:post", "d2:team:result"]
    assert await deliveries.claim(now, "me", LEASE, 10, platform="slack", least=Urgency.DECISIVE) == []
    rest = await deliveries.claim(now, "me", LEASE, 10, platform="slack")
    assert [one.key for one in rest] == ["alert:x", "d1:hall:thread", "d1:team:seeds"]


async def test_trying_again_at_a_time_and_after_an_unclear_outcome(database: Database) -> None:
    deliveries = database.ledger.deliveries
    post = await one_post(database)
    await deliveries.again(post.id, "me", T0 + MINUTE, unclear=False, reason=verbatim("slow down"))
    assert await deliveries.claim(T0 + MINUTE / 2, "me", LEASE, 10) == []
    (second,) = await deliveries.claim(T0 + MINUTE, "me", LEASE, 10)
    assert (second.unclear, second.tried_at, second.reason) == (False, T0 + MINUTE, verbatim("slow down"))
    await deliveries.again(post.id, "me", T0 + 2 * MINUTE, unclear=True, reason=verbatim("timeout"))
    (third,) = await deliveries.claim(T0 + 2 * MINUTE, "me", LEASE, 10)
    assert (third.unclear, third.tried_at) == (True, T0 + MINUTE)
    await deliveries.again(post.id, "me", T0 + 3 * MINUTE, unclear=False, reason=verbatim("certainly not there"))
    (fourth,) = await deliveries.claim(T0 + 3 * MINUTE, "me", LEASE, 10)
    assert (fourth.unclear, fourth.tried_at, fourth.attempts) == (False, T0 + 3 * MINUTE, 4)


async def test_the_claims_of_a_dead_process_are_free_and_unclear(database: Database) -> None:
    deliveries = database.ledger.deliveries
    post = await one_post(database)
    await database.ledger.processes.gone("somebody else")
    assert await deliveries.claim(T0, "other", LEASE, 10) == []
    await database.ledger.processes.gone("me")
    _, _, sending = await database.ledger.posts.index()
    assert sending == {("discord", "100")}
    (taken,) = await deliveries.claim(T0 + MINUTE, "other", LEASE, 10)
    assert (taken.id, taken.unclear, taken.tried_at) == (post.id, True, T0)


async def test_a_post_whose_send_was_unclear_is_due_for_a_recount(database: Database) -> None:
    ledger = database.ledger
    post = await one_post(database)
    await ledger.processes.all_gone()
    (again,) = await ledger.deliveries.claim(T0, "p2", LEASE, 10)
    assert (again.id, again.unclear) == (post.id, True)
    await ledger.deliveries.said(post.id, "m1", T0)
    assert [one.debate for one in await ledger.recounts.due(T0)] == [post.debate]


async def test_a_post_that_went_well_is_not_due(database: Database) -> None:
    post = await one_post(database)
    await database.ledger.deliveries.said(post.id, "m1", T0)
    assert await database.ledger.recounts.due(T0) == []


async def test_a_post_given_up_takes_its_parts_with_it(database: Database) -> None:
    post = await one_post(database)
    await database.ledger.deliveries.failed(post.id, "me", verbatim("The channel is gone."), T0)
    await database.ledger.deliveries.failed(post.id, "me", verbatim("Again."), T0)
    assert set((await states(database)).values()) == {DeliveryState.FAILED}
    (given_up,) = await database.ledger.debates.posts("d1")
    assert (given_up.state, given_up.reason) == (PostState.FAILED, verbatim("The channel is gone."))


async def test_a_reason_is_told_in_the_language_of_whoever_reads_it(database: Database) -> None:
    post = await one_post(database)
    await database.ledger.deliveries.failed(post.id, "me", sentence("discord-token-refused"), T0)
    (given_up,) = await database.ledger.debates.posts("d1")
    assert given_up.reason is not None
    assert str(given_up.reason) == "Discord refuses the bot’s token."
    assert given_up.reason.said(words_for("ko")) == "디스코드가 봇의 토큰을 거절했어요."


async def test_a_reason_of_an_earlier_version_is_told_as_it_is(database: Database) -> None:
    await one_post(database)
    old = update(posts).values(reason="The channel is gone. — Make another.")
    await database.connections.write(lambda db: db.execute(old) and None)
    (post,) = await database.ledger.debates.posts("d1")
    assert post.reason == verbatim("The channel is gone. — Make another.")


async def test_without_a_thread_there_are_no_lines(database: Database) -> None:
    deliveries = database.ledger.deliveries
    post = await one_post(database)
    await deliveries.said(post.id, "m1", T0)
    (seeds,) = await deliveries.claim(T0, "me", LEASE, 10)
    await deliveries.said(seeds.id, None, T0)
    (thread,) = await deliveries.claim(T0, "me", LEASE, 10)
    await deliveries.failed(thread.id, "me", verbatim("no permission"), T0)
    assert (await states(database))["square:line"] is DeliveryState.FAILED


async def test_the_parts_of_a_deleted_post_fail(database: Database) -> None:
    ledger = database.ledger
    post = await one_post(database)
    await ledger.deliveries.said(post.id, "m1", T0)
    (said,) = await ledger.debates.posts("d1")
    await ledger.posts.deleted(said.id)
    assert await ledger.deliveries.claim(T0, "me", LEASE, 10) == []
    assert set((await states(database)).values()) == {DeliveryState.SAID, DeliveryState.FAILED}


async def test_one_past_its_limit_is_handed_out_to_be_given_up(database: Database) -> None:
    deliveries = database.ledger.deliveries
    post = await one_post(database)
    await deliveries.again(post.id, "me", T0 + 6 * HOUR, unclear=False, reason=verbatim("the platform is away"))
    (late,) = await deliveries.claim(T0 + 7 * HOUR, "me", LEASE, 10)
    assert late.not_after == T0 + 6 * HOUR
    assert (late.unclear, late.reason) == (False, verbatim("the platform is away"))


async def test_a_debate_is_closed_when_every_result_is_said_or_failed(database: Database) -> None:
    ledger = database.ledger
    await opened(database)
    await ledger.closings.finish("d1", DONE, T0)
    results = await ledger.deliveries.claim(T0, "me", LEASE, 100)
    assert parts(results) == [Part.RESULT, Part.RESULT]
    assert {d.not_after for d in results} == {T0 + 24 * HOUR}
    await ledger.deliveries.said(results[0].id, "r1", T0)
    found = await ledger.debates.get("d1")
    assert found is not None
    assert found.state is DebateState.CLOSING
    await ledger.deliveries.failed(results[1].id, "me", verbatim("no permission"), T0)
    found = await ledger.debates.get("d1")
    assert found is not None
    assert found.state is DebateState.CLOSED
    assert (await ledger.posts.index())[1] == []
    assert parts(await ledger.deliveries.claim(T0, "me", LEASE, 100)) == [Part.CLOSED_CARD, Part.CLOSED_CARD]


async def test_a_result_for_a_post_deleted_meanwhile_fails_and_the_debate_closes(database: Database) -> None:
    ledger = database.ledger
    posts = await opened(database, channels=(SQUARE,))
    await ledger.closings.finish("d1", DONE, T0)
    await ledger.posts.deleted(posts["square"].post)
    assert await ledger.deliveries.claim(T0, "me", LEASE, 100) == []
    found = await ledger.debates.get("d1")
    assert found is not None
    assert found.state is DebateState.CLOSED


async def test_an_alert_is_planned_once_for_each_key(database: Database) -> None:
    deliveries = database.ledger.deliveries
    for text in ("first", "second"):
        await database.ledger.plans.plan_alert("alert:x", STAFF, "Agora", text, T0)
    (alert,) = await deliveries.claim(T0, "me", LEASE, 10)
    assert (alert.part, alert.channel, alert.title, alert.text) == (Part.ALERT, "staff", "Agora", "first")
    assert (alert.debate, alert.post) == (None, None)
    await deliveries.said(alert.id, "m1", T0)
    await database.ledger.plans.plan_alert("alert:x", STAFF, "Agora", "third", T0)
    assert await deliveries.claim(T0 + HOUR, "me", LEASE, 10) == []


async def taken_over(database: Database) -> Delivery:
    """A post that `me` had claimed, let its lease run out, and that is another's now."""
    await one_post(database)
    (taken,) = await database.ledger.deliveries.claim(T0 + LEASE, "other", LEASE, 10)
    return taken


async def test_who_has_lost_a_claim_does_not_put_it_up_again(database: Database) -> None:
    """Another is saying it: it would be due at once, and said by both."""
    deliveries = database.ledger.deliveries
    taken = await taken_over(database)
    version = await database.ledger.posts.index_version()
    await deliveries.again(taken.id, "me", T0, unclear=False, reason=verbatim("slow down"))
    assert await database.ledger.posts.index_version() == version
    assert await deliveries.claim(T0 + LEASE, "third", LEASE, 10) == []
    (kept,) = [one for one in await database.ledger.outcomes.of_debate("d1") if one.id == taken.id]
    assert (kept.state, kept.unclear, kept.reason) == (DeliveryState.SENDING, True, None)
    assert await deliveries.renew([taken.id], "other", T0 + 2 * LEASE) == {taken.id}
    await deliveries.again(taken.id, "other", T0 + HOUR, unclear=True, reason=verbatim("timeout"))
    assert (await states(database))["square:post"] is DeliveryState.PLANNED


async def test_who_has_lost_a_claim_does_not_give_it_up(database: Database) -> None:
    deliveries = database.ledger.deliveries
    taken = await taken_over(database)
    await deliveries.failed(taken.id, "me", verbatim("The channel is gone."), T0)
    assert set((await states(database)).values()) == {DeliveryState.SENDING, DeliveryState.PLANNED}
    assert [post.state for post in await database.ledger.debates.posts("d1")] == [PostState.PLANNED]
    await deliveries.failed(taken.id, "other", verbatim("The channel is gone."), T0)
    assert set((await states(database)).values()) == {DeliveryState.FAILED}


async def test_who_was_taken_for_dead_neither_puts_it_up_again_nor_gives_it_up(database: Database) -> None:
    """Its claims were freed; what it was at may have been said, and is looked for."""
    deliveries = database.ledger.deliveries
    post = await one_post(database)
    await database.ledger.processes.gone("me")
    await deliveries.again(post.id, "me", T0 + HOUR, unclear=False, reason=verbatim("slow down"))
    await deliveries.failed(post.id, "me", verbatim("The channel is gone."), T0)
    (taken,) = await deliveries.claim(T0, "other", LEASE, 10)
    assert (taken.id, taken.unclear) == (post.id, True)


async def test_who_has_lost_a_claim_may_tell_that_it_is_said(database: Database) -> None:
    """What stands on the platform stands there, and whoever looks for it finds it."""
    deliveries = database.ledger.deliveries
    taken = await taken_over(database)
    await deliveries.said(taken.id, "m1", T0)
    await deliveries.again(taken.id, "other", T0, unclear=False, reason=verbatim("slow down"))
    await deliveries.said(taken.id, "m1", T0)
    assert (await states(database))["square:post"] is DeliveryState.SAID
    assert [post.message for post in await database.ledger.debates.posts("d1")] == ["m1"]


async def test_a_message_found_after_its_post_was_given_up_is_a_post_after_all(database: Database) -> None:
    post = await one_post(database)
    await database.ledger.deliveries.failed(post.id, "me", verbatim("given up"), T0)
    await database.ledger.deliveries.said(post.id, "m1", T0)
    (found,) = await database.ledger.debates.posts("d1")
    assert (found.state, found.message, found.reason) == (PostState.SAID, "m1", None)


async def test_outcomes_of_a_delivery_that_nobody_knows_change_nothing(database: Database) -> None:
    deliveries = database.ledger.deliveries
    await deliveries.said(99, "m1", T0)
    await deliveries.failed(99, "me", verbatim("…"), T0)
    await deliveries.again(99, "me", T0, unclear=True, reason=verbatim("…"))
    assert await deliveries.claim(T0, "me", LEASE, 10) == []


async def test_the_oldest_that_is_still_to_be_made_is_told_for_each_platform(database: Database) -> None:
    deliveries, outcomes = database.ledger.deliveries, database.ledger.outcomes
    platforms = ["discord", "slack", "local"]
    assert await outcomes.oldest(platforms) == {}
    await database.ledger.openings.open(opening(debate("d1"), (SQUARE,)))
    await database.ledger.openings.open(opening(debate("d2", at=T0 + HOUR), (SQUARE, TEAM)))
    assert await outcomes.oldest(platforms) == {"discord": T0, "slack": T0 + HOUR}
    assert await outcomes.oldest(["slack"]) == {"slack": T0 + HOUR}
    # Being tried again, or under way, is not made: it is as old as before.
    (post,) = await deliveries.claim(T0, "me", LEASE, 1)
    await deliveries.again(post.id, "me", T0 + 2 * HOUR, unclear=False, reason=verbatim("…"))
    assert (await outcomes.oldest(["discord"])) == {"discord": T0}
    assert post.id in {one.id for one in await deliveries.claim(T0 + 2 * HOUR, "me", LEASE, 10)}
    await deliveries.failed(post.id, "me", verbatim("no permission"), T0)
    assert await outcomes.oldest(platforms) == {"discord": T0 + HOUR, "slack": T0 + HOUR}


async def test_what_is_decided_on_later_is_no_older_than_that(database: Database) -> None:
    ledger = database.ledger
    square = (await opened(database))["square"]
    while claimed := await ledger.deliveries.claim(T0, "me", LEASE, 100):
        for delivery in claimed:
            await ledger.deliveries.said(delivery.id, f"m{delivery.id}", T0)
    assert await ledger.outcomes.oldest(["discord"]) == {}
    await ledger.plans.seed_again({square.post: True}, T0 + 2 * MINUTE)
    assert await ledger.outcomes.oldest(["discord"]) == {"discord": T0 + 2 * MINUTE}
    await ledger.openings.note_edition("d1", "abc", T0 + MINUTE)
    assert await ledger.outcomes.oldest(["discord"]) == {"discord": T0 + MINUTE}
