"""Chat commands: one answer for every platform, in the right language, seen by the right people."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands_square import Square, a_square, article, items_of, text_of

from bot.core.chat_commands import COMMANDS, Command
from bot.core.debates import ResultsShown, Rules
from bot.core.messages import Card, Listing, Result, Text, WholeArticle
from bot.locales import words_for
from bot.services.publishing.composer import NO_PAGES
from tests.wire.slack.broken import unreadable


async def test_today_shows_this_channels_latest_debate_with_its_tally(square: Square) -> None:
    await square.open("open-square")
    debate = await square.open("cheap-ai")
    await square.open("open-weights", "team")
    await square.react("minji", debate, "🌳")
    for text in ("today", "오늘", "/debate today", "/토론 오늘", "  TODAY "):
        reply = await square.ask(text)
        (card,) = reply.parts
        assert isinstance(card, Card)
        assert (card.title, card.voters, card.bars[1].text) == ("값싼 AI가 바꾸는 것", 1, "1표 · 100%")
        assert card.link == f"https://chat.example/{debate}-square"
        assert reply.private
        assert not reply.is_error


async def test_today_says_when_the_next_debate_comes_where_none_is_open(square: Square) -> None:
    comes = "다음 토론은 7월 2일(목) 오전 9:00에 열려요."
    nothing = await square.ask("today")
    assert text_of(nothing).splitlines()[1:] == [comes]
    assert (await square.ask("today", locale="en")).parts[-1] == Text("Next debate: Thu, Jul 2, 9:00 AM")
    assert (await square.ask("today", channel="c-team")).parts[-1] == Text("Next debate: Wed, Jul 1, 6:00 PM")
    assert "다음 토론" not in text_of(await square.ask("today", channel="c-nowhere"))
    debate = await square.open("open-square")
    assert "다음 토론" not in text_of(await square.ask("today"))
    assert (await square.ask("today", channel="c-team")).parts[-1] == Text("Next debate: Wed, Jul 1, 6:00 PM")
    await square.finish(debate)
    result, after = (await square.ask("today")).parts
    assert isinstance(result, Result)
    assert after == Text(comes)
    assert not any(isinstance(part, Text) and "다음 토론" in part.text for part in (await square.ask("results")).parts)


async def test_without_any_debate_the_answers_still_help(square: Square) -> None:
    for text in ("today", "results", "summary"):
        for channel in ("c-square", "c-nowhere"):
            reply = await square.ask(text, channel=channel)
            assert "아직 토론이 열리지 않았어요" in text_of(reply)
            assert not reply.is_error
    assert "아직 저장한 기사가 없어요" in text_of(await square.ask("saved"))


async def test_summary_of_today_or_of_a_named_article(square: Square) -> None:
    await square.open("open-square")
    today = await square.ask("요약")
    assert text_of(today).splitlines() == [
        "비밀의 문과 열린 광장",
        "open-square 첫째 줄",
        "둘째 줄",
        "셋째 줄",
        "질문: 비밀의 문과 열린 광장?",
    ]
    for name in ("cheap-ai", "CHEAP-AI", "값싼 AI가 바꾸는 것", "값싼", '"값싼 AI"', "ㄱㅆ", "바꾸는"):
        assert text_of(await square.ask(f"summary {name}")).startswith("값싼 AI가 바꾸는 것\n"), name


async def test_a_summary_leads_to_the_whole_article(square: Square) -> None:
    page = "https://pages.example/articles/cheap-ai"
    assert (await square.ask("summary cheap-ai")).parts[-1] == WholeArticle("기사 읽기", page, None)
    debate = await square.open("cheap-ai")
    for text in ("summary", "summary cheap-ai"):
        assert (await square.ask(text)).parts[-1] == WholeArticle("기사 읽기", page, debate)
    assert (await square.ask("summary", locale="en")).parts[-1] == WholeArticle("Read the article", page, debate)


async def test_without_pages_a_summary_leads_to_the_article_of_a_debate_if_there_is_one(tmp_path: Path) -> None:
    async with a_square(tmp_path, links=NO_PAGES) as square:
        assert isinstance((await square.ask("summary cheap-ai")).parts[-1], Text)
        debate = await square.open("cheap-ai")
        assert (await square.ask("summary cheap-ai")).parts[-1] == WholeArticle("기사 읽기", None, debate)


async def test_a_name_that_fits_several_articles_lists_them(square: Square) -> None:
    reply = await square.ask("summary open")
    assert reply.is_error
    assert text_of(reply).splitlines() == [
        "어느 것인가요? 이름을 조금 더 적어 주세요.",
        "가중치를 공개해야 할까 | 정책 · 2025년 2월 2일 · open-weights",
        "비밀의 문과 열린 광장 | 기술 · 2025년 1월 2일 · open-square",
    ]


async def test_a_slip_is_asked_back_and_nonsense_is_explained(square: Square) -> None:
    assert "혹시 ‘비밀의 문과 열린 광장’을 찾으셨나요?" in text_of(await square.ask("summary open-sqaure"))
    reply = await square.ask("summary zzzz")
    assert text_of(reply).startswith("‘zzzz’라는 기사를 찾지 못했어요.")
    assert "초안" not in text_of(await square.ask("summary unfinished"))


async def test_latest_newest_first_and_by_category(square: Square) -> None:
    assert [item.title for item in items_of(await square.ask("latest"))] == [
        "값싼 AI가 바꾸는 것",
        "가중치를 공개해야 할까",
        "비밀의 문과 열린 광장",
    ]
    assert [item.title for item in items_of(await square.ask("최신 정책"))] == ["가중치를 공개해야 할까"]
    unknown = await square.ask("latest 요리")
    assert text_of(unknown) == "‘요리’ 분야의 기사는 없어요. 있는 분야: 기술, 정책"
    assert unknown.is_error


async def test_search_weighs_titles_most_and_takes_phrases(square: Square) -> None:
    found = await square.ask("search 열린")
    assert text_of(found).splitlines()[0] == "‘열린’으로 찾은 기사"
    assert items_of(found)[0].title == "비밀의 문과 열린 광장"
    assert len(items_of(found)) == 3
    assert [item.title for item in items_of(await square.ask('검색 "열린 연구" weights'))] == ["가중치를 공개해야 할까"]
    assert items_of(await square.ask('search "연구 열린"')) == []
    assert "검색어를 함께" in text_of(await square.ask("search"))


async def test_articles_that_are_listed_lead_to_their_pages(square: Square) -> None:
    page = "https://pages.example/articles/cheap-ai"
    assert items_of(await square.ask("latest"))[0].link == page
    assert items_of(await square.ask("search 값싼"))[0].link == page


async def test_long_lists_are_cut_and_say_so(square: Square) -> None:
    for number in range(12):
        text = article(f"more-{number}", f"더 있는 글 {number}", "기술", f"2024-01-{number + 1:02}")
        (square.content / "articles" / f"more-{number}.md").write_text(text, encoding="utf-8")
    square.library.load()
    reply = await square.ask("latest")
    assert len(items_of(reply)) == 10
    assert text_of(reply).splitlines()[-1] == "이 밖에 5개가 더 있어요."
    assert text_of(await square.ask("latest", locale="en")).splitlines()[-1] == "And 5 more."


async def test_results_by_id_slug_or_title_open_and_closed(square: Square) -> None:
    debate = await square.open("open-square")
    await square.react("minji", debate, "🌳")
    await square.react("jisu", debate, "🚪")
    await square.react("jisu", debate, "🌳")
    for name in ("", debate, "open-square", "열린 광장"):
        (shown,) = (await square.ask(f"results {name}")).parts
        assert isinstance(shown, Card)
        assert [bar.ballots for bar in shown.bars] == [0, 2]
    await square.finish(debate)
    (ended,) = (await square.ask("결과")).parts
    assert isinstance(ended, Result)
    assert ended.headline == "투표한 2명 모두 ‘광장’을 골랐어요."
    assert ended.shift == ("한 명이 마음을 바꿨어요: 🚪→🌳 1명",)
    assert ended.certificate
    assert ended.link == f"https://pages.example/debates/{debate}"
    assert "토론을 찾지 못했어요" in text_of(await square.ask("results cheap-ai"))


async def test_results_stay_hidden_until_closing_where_the_rules_say_so(tmp_path: Path) -> None:
    async with a_square(tmp_path, Rules(results=ResultsShown.AFTER_CLOSE)) as square:
        debate = await square.open("open-square")
        await square.react("minji", debate, "🌳")
        for text in ("today", "results", f"results {debate}", "results share"):
            (shown,) = (await square.ask(text)).parts
            assert isinstance(shown, Card)
            assert [(bar.ballots, bar.share, bar.text) for bar in shown.bars] == [(None, None, "")] * 2
            assert shown.turnout == "한 명이 투표했어요. 결과는 마감 뒤에 공개돼요"
        await square.finish(debate)
        (ended,) = (await square.ask("results")).parts
        assert [bar.ballots for bar in ended.bars] == [0, 1]


async def test_saved_is_what_the_asker_holds_a_bookmark_on(square: Square) -> None:
    first = await square.open("open-square")
    second = await square.open("cheap-ai")
    for debate in (first, second):
        await square.react("minji", debate, "🔖")
    await square.react("jisu", first, "🔖")
    assert [item.title for item in items_of(await square.ask("저장"))] == [
        "값싼 AI가 바꾸는 것",
        "비밀의 문과 열린 광장",
    ]
    assert items_of(await square.ask("저장"))[0].link == f"https://chat.example/{second}-square"
    elsewhere = items_of(await square.ask("저장", channel="c-team"))[0]
    assert elsewhere.link == f"https://pages.example/debates/{second}"
    await square.react("minji", second, "🔖", added=False)
    assert [item.text for item in items_of(await square.ask("saved"))] == ["투표 중 · 2026년 7월 1일 · open-square"]


async def test_help_lists_what_the_asker_may_use(square: Square) -> None:
    member = text_of(await square.ask(""))
    assert "결과 [토론] | 투표 결과" in member
    assert "올리기" not in member
    assert text_of(await square.ask("help")) == member
    alone = await square.ask("공유")
    assert (text_of(alone), alone.private) == (member, True), "what says how to share is no command to share"
    assert "올리기 기사 | 이 채널에 토론 열기" in text_of(await square.ask("도움말", "editor"))
    assert "post article | open a debate" in text_of(await square.ask("help", "editor", locale="en"))


async def test_help_says_how_it_is_done_on_the_askers_platform(square: Square) -> None:
    for platform, locale, heading, share in (
        ("local", "ko", "/토론 뒤에", "끝에 ‘공유’를"),
        ("local", "en", "After /debate,", "End with “share”"),
        ("discord", "ko", "/토론 뒤에", "‘공유’ 옵션을"),
        ("discord", "en", "After /debate,", "the option “share”"),
        ("slack", "ko", "/debate 뒤에", "끝에 ‘공유’를"),
    ):
        said = text_of(await square.ask("help", platform=platform, locale=locale))
        assert said.startswith(heading)
        assert share in said.splitlines()[-1]


@pytest.mark.parametrize(
    ("platform", "locale", "heading"),
    [
        ("discord", "ko", "운영자는 /토론관리 뒤에"),
        ("discord", "en", "After /debate-admin,"),
        ("slack", "ko", "운영자는 /debate 뒤에"),
        ("slack", "en", "After /debate,"),
    ],
)
async def test_admins_are_told_the_name_that_their_commands_have_there(
    square: Square, platform: str, locale: str, heading: str
) -> None:
    said = await square.ask("help", "admin", "77", platform=platform, locale=locale, manages=True, reach=("77",))
    assert [part.heading for part in said.parts if isinstance(part, Listing)][1].startswith(heading)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("/토론도움말", "‘/토론도움말’이라는 명령은 없어요. 혹시 ‘/토론 도움말’을 찾으셨나요?"),
        ("/도움말", "혹시 ‘/토론 도움말’을"),
        ("/help", "혹시 ‘/토론 도움말’을"),
        ("/debat results", "혹시 ‘/토론 도움말’을"),
        ("/debateresults", "혹시 ‘/토론 결과’를"),
        ("/결괴", "혹시 ‘/토론 결과’를"),
        ("/nonsense", "‘/nonsense’라는 명령은 없어요. 이런 것을 할 수 있어요."),
        ("/post open-square", "‘/post’라는 명령은 없어요."),
    ],
)
async def test_a_line_that_was_meant_as_a_command_is_answered_in_private(square: Square, text: str, says: str) -> None:
    reply = await square.ask(text)
    assert says in text_of(reply)
    assert (reply.is_error, reply.private) == (True, True)


async def test_other_words_for_a_command_are_understood(square: Square) -> None:
    assert (await square.ask("통계")).parts == (await square.ask("결과")).parts
    assert (await square.ask("피드백")).parts == (await square.ask("의견")).parts


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("resluts", "혹시 ‘results’를 찾으셨나요?"),
        ("결괴", "혹시 ‘결과’를 찾으셨나요?"),
        ("안녕하세요 여러분", "‘안녕하세요’는 모르는 말이에요. 아래에서 골라 주세요."),
        ("/debate 🤷", "모르는 말이에요"),
        ("backup", "모르는 말이에요"),
    ],
)
async def test_an_unknown_word_is_answered_with_a_way_on(square: Square, text: str, says: str) -> None:
    reply = await square.ask(text + " share")
    assert says in text_of(reply)
    assert reply.is_error
    assert reply.private


async def test_private_answers_follow_the_asker_shared_ones_the_channel(square: Square) -> None:
    assert text_of(await square.ask("latest", locale="en-US")).startswith("Newest articles")
    assert text_of(await square.ask("latest", locale="fr")).startswith("새로 나온 기사")
    assert text_of(await square.ask("latest", channel="c-team")).startswith("Newest articles")
    assert text_of(await square.ask("latest", channel="c-team", locale="ko")).startswith("새로 나온 기사")
    for last in ("share", "공유", "SHARE"):
        shared = await square.ask(f"latest {last}", channel="c-team", locale="ko")
        assert text_of(shared).startswith("Newest articles")
        assert not shared.private
    assert items_of(await square.ask('search "share"')) == []


async def test_an_endless_or_odd_text_is_answered_in_a_sentence(square: Square) -> None:
    for text in (
        "x" * 100_000,
        'summary "',
        "search ' \" “",
        "latest \x00",
        "결과 @everyone <!channel>",
        "/debate\n\n",
    ):
        reply = await square.ask(text)
        assert reply.parts
        assert len(text_of(reply)) < 1_500


async def test_a_ledger_that_cannot_be_read_is_a_sentence_too(square: Square) -> None:
    async with unreadable(square.content.parent / "agora.db", "debates"):
        reply = await square.ask("today share")
    assert text_of(reply).startswith("데이터를 읽지 못했어요.")
    assert reply.is_error
    assert reply.private
    assert await square.type("results ") == []


@pytest.mark.parametrize("command", Command)
async def test_each_command_has_words_and_an_answer(square: Square, command: Command) -> None:
    for locale in ("ko", "en"):
        reply = await square.ask(COMMANDS[command].on(locale), "editor", locale=locale)
        assert reply.parts
        assert words_for(locale).say("error-unexpected") not in text_of(reply)


async def test_an_open_debate_comes_before_a_newer_closed_one(square: Square) -> None:
    still_open = await square.open("open-square")
    closed = await square.open("cheap-ai")
    await square.finish(closed)
    for text in ("today", "results", "오늘"):
        (card,) = (await square.ask(text)).parts
        assert isinstance(card, Card)
        assert card.debate == still_open
    await square.finish(still_open)
    result, *_ = (await square.ask("today")).parts
    assert isinstance(result, Result)
    assert result.debate == closed, "else the latest"
