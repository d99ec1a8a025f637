"""Readers of several languages in one chat."""

from __future__ import annotations

from dataclasses import replace

from chat_helpers import CHANNEL, Browser, card, soon

from bot.core.messages import Line
from bot.platforms.local.crowd_voices import phrasebook_of
from tests.platforms.local.conftest import Site


async def test_each_reader_reads_what_the_bot_says_in_their_own_language(browser: Browser, site: Site) -> None:
    """The article stays as it was written; the bot's words and the names of those who came with the chat change."""
    korean = card(soon(), voters=2)
    english = replace(korean, badge="Editors’ pick", published="April 28, 2025", turnout="2 people", invitation="Press")
    post = await site.platform.send(CHANNEL, replace(korean, others={"en": english}), "post")
    thread = await site.platform.open_thread(CHANNEL, post, "티격태격 · 공개해야 할까요?")
    line = Line("부키", "🦉", "찬성", "열어야죠", others={"en": Line("Booky", "🦉", "찬성", "열어야죠")})
    await site.platform.send(CHANNEL, line, "line", thread)
    await site.platform.members.react("noeul", post, "👍", on=True)
    crowd = phrasebook_of("ko").people(2)
    await site.platform.store.join_crowd(crowd)
    await site.platform.members.react(crowd[0].id, post, "👍", on=True)
    read = {}
    for locale in ("ko", "en"):
        await browser.open(lang=locale)
        inside = await browser.get(f"threads/{thread}")
        read[locale] = (await browser.get(f"channels/{CHANNEL}/messages"))["messages"], inside
    (shown,), inside = read["ko"]
    assert (shown["content"]["turnout"], shown["content"]["badge"]) == ("2명", "AI PICK")
    assert (shown["author"]["name"], inside["messages"][0]["author"]["name"]) == ("아고라", "부키")
    assert shown["reactions"][0]["names"] == ["노을", "김서연"]
    (shown,), inside = read["en"]
    assert (shown["content"]["turnout"], shown["content"]["badge"]) == ("2 people", "Editors’ pick")
    assert (shown["content"]["title"], shown["content"]["bars"][0]["label"]) == (korean.title, "찬성")
    assert "others" not in shown["content"]
    assert (shown["author"]["name"], inside["messages"][0]["author"]["name"]) == ("Agora", "Booky")
    assert shown["reactions"][0]["names"] == ["Juniper", "Ada A."]
    assert inside["thread"]["title"] == shown["opens"]["title"] == "The squabble · 공개해야 할까요?"
    article = await browser.get(f"article/{post}")
    assert (article["badge"], article["published"], article["title"]) == (
        "Editors’ pick",
        "April 28, 2025",
        korean.title,
    )
    state = await browser.get("state")
    assert [person["name"] for person in state["people"]][:2] == ["Haru", "Juniper"]


async def test_a_name_of_ones_own_is_the_same_in_every_language(browser: Browser) -> None:
    person = await browser.do("people", name="하늘")
    await browser.open(lang="en")
    assert person["id"] in {known["id"] for known in (await browser.get("state"))["people"] if known["name"] == "하늘"}
