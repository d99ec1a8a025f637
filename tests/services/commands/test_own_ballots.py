"""`mine`: one's own vote, whether it changed, the code, and where else one voted; for the asker alone."""

from __future__ import annotations

import re
from pathlib import Path

from commands_square import Square, a_square, items_of, text_of

from bot.core.buttons import Press
from bot.core.debates import BallotKind, Rules
from bot.core.marks import Voter
from bot.core.messages import Item, Listing
from bot.core.times import micros
from bot.services.publishing.composer import NO_PAGES


async def test_who_has_not_voted_is_told_so(square: Square) -> None:
    assert text_of(await square.ask("mine")) == "내 이름으로 남아 있는 표가 없어요."
    await square.open("open-square")
    assert text_of(await square.ask("내표")) == "‘비밀의 문과 열린 광장’에는 아직 투표하지 않았어요."


async def test_the_vote_the_change_and_the_code(square: Square) -> None:
    debate = await square.open("open-square")
    await square.react("minji", debate, "🚪")
    reply = await square.ask("mine")
    assert reply.private
    told = reply.parts[0]
    assert isinstance(told, Listing)
    assert told.heading == "‘비밀의 문과 열린 광장’에 던진 내 표"
    vote, receipt = told.items
    assert (vote.title, vote.text) == ("‘문’", "처음 고른 답 그대로예요.")
    code = re.fullmatch(r"내 코드: ([0-9a-f]{16})", receipt.title)
    assert code is not None
    assert "마감하면" in receipt.text
    await square.react("minji", debate, "🌳")
    vote, _ = await first_items(square)
    assert (vote.title, vote.text) == ("‘광장’", "처음에 고른 답: ‘문’")
    await square.react("minji", debate, "🌳", added=False)
    await square.react("minji", debate, "🚪", added=False)
    vote, receipt = await first_items(square)
    assert vote.title == "취소해서 표가 없어요"
    assert code[1] in receipt.title, "it is the same through all of the debate"
    filed = await square.database.ledger.proofs.mine(debate, Voter("local", "local", "minji"))
    assert filed is not None
    assert filed.code == code[1]


async def test_after_closing_the_code_leads_to_the_record(square: Square) -> None:
    debate = await ended(square, "minji")
    _, receipt, record = await first_items(square)
    assert (record.title, record.link) == ("공개 기록 열기", f"https://pages.example/debates/{debate}/record.json")
    assert receipt.link is None
    assert "공개 기록에서 이 코드를 찾아보세요" in receipt.text
    filing = await square.database.ledger.proofs.filing(debate)
    assert filing is not None
    assert [ballot.code for ballot in filing.ballots or ()] == [receipt.title.removeprefix("내 코드: ")]


async def test_when_votes_have_no_accounts_any_more_it_says_so_and_where_the_code_is_found(square: Square) -> None:
    debate = await ended(square, "minji")
    assert await square.database.ledger.retention.pseudonymise(debate, square.clock.now())
    for who in ("minji", "haru"):
        (told,) = (await square.ask("mine", who=who)).parts
        assert isinstance(told, Listing)
        assert told.heading == "‘비밀의 문과 열린 광장’에 던진 표"
        left, record = told.items
        assert left.title == "누구의 표인지 이제 알 수 없어요"
        assert "공개 기록에서 찾아보세요" in left.text
        assert (record.title, record.link) == ("공개 기록 열기", f"https://pages.example/debates/{debate}/record.json")
    assert await square.database.ledger.retention.delete(debate, square.clock.now())
    (told,) = (await square.ask("mine", locale="en")).parts
    assert isinstance(told, Listing)
    assert [(item.title, item.link) for item in told.items] == [("The votes were deleted", None)]


async def ended(square: Square, *people: str) -> str:
    """A closed debate in which these people voted."""
    debate = await square.open("open-square")
    for who in people:
        await square.react(who, debate, "🚪")
    await square.finish(debate)
    await square.give_up(debate)
    return debate


async def first_items(square: Square) -> tuple[Item, ...]:
    told = (await square.ask("mine")).parts[0]
    assert isinstance(told, Listing)
    return told.items


async def test_nobody_else_sees_it_and_nobody_elses_is_shown(square: Square) -> None:
    debate = await square.open("open-square")
    await square.react("minji", debate, "🚪")
    shared = await square.ask("mine share")
    assert shared.private
    assert "투표하지 않았어요" in text_of(await square.ask("mine", who="haru"))


async def test_where_else_one_has_voted_and_a_debate_by_its_id(square: Square) -> None:
    first = await square.open("open-square")
    second = await square.open("cheap-ai")
    await square.react("minji", first, "🌳")
    await square.react("minji", second, "🚪")
    everywhere = [item for item in items_of(await square.ask("mine")) if "·" in item.text]
    assert [item.title for item in everywhere] == ["값싼 AI가 바꾸는 것", "비밀의 문과 열린 광장"]
    assert first in everywhere[1].text
    assert everywhere[1].link == f"https://pages.example/debates/{first}"
    named = await square.ask(f"mine {first}")
    assert text_of(named).startswith("‘비밀의 문과 열린 광장’에 던진 내 표")
    english = await square.ask("mine open-square", locale="en")
    assert text_of(english).startswith("Your vote in “비밀의 문과 열린 광장”")
    assert (await square.ask("mine zzzz")).is_error


async def test_a_secret_ballot_has_no_code_and_without_pages_there_is_no_link(tmp_path: Path) -> None:
    async with a_square(tmp_path / "a", links=NO_PAGES) as square:
        debate = await square.open("open-square")
        await square.react("minji", debate, "🚪")
        _, receipt = await first_items(square)
        assert receipt.link is None
        assert "운영자에게" in receipt.text
    async with a_square(tmp_path / "b", Rules(ballot=BallotKind.BUTTONS)) as square:
        await square.open("open-square")
        _, posts, _ = await square.database.ledger.posts.index()
        me = Voter("local", "local", "minji")
        press = Press("local", posts[0].channel_id, posts[0].message, me, 1, micros(square.clock.now()))
        await square.database.ledger.votes.press([(posts[0], press)], {})
        vote, receipt = await first_items(square)
        assert (vote.title, receipt.title) == ("‘광장’", "비밀 투표예요")
        await square.finish(posts[0].debate)
        await square.give_up(posts[0].debate)
        assert await square.database.ledger.retention.pseudonymise(posts[0].debate, square.clock.now())
        (left,) = await first_items(square)
        assert (left.link, "코드" in left.text) == (None, False), "its record has no ballots"
