"""Names that pass for a mascot's, the editor's, the bot's or another member's."""

from __future__ import annotations

import asyncio
import unicodedata
from pathlib import Path

import pytest
import pytest_asyncio
from chat_helpers import CHANNEL, Browser
from hypothesis import given
from hypothesis import strategies as st

from bot.core.articles import Mascot
from bot.core.debates import Channel
from bot.locales import words_for
from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.first_people import FACES, editors
from bot.platforms.local.lookalikes import ReservedNames, alike, looks
from bot.platforms.local.refusals import Refusal
from bot.services.clock import SystemClock

MASCOTS = {
    "booki": Mascot("booki", {"ko": "부키", "en": "Booki"}, "🦉"),
    "moki": Mascot("moki", {"ko": "모키", "en": "Moki"}, "🐿️"),
    "nuri": Mascot("nuri", {"ko": "누리 곰", "en": "Nuri"}, "🐻"),
}
NAMES = ReservedNames(
    [*(n for m in MASCOTS.values() for n in (m.key, *m.names.values())), "아고라", "Agora", *editors()]
)

IMITATIONS = [
    *("부키", "모키", "누리 곰", "누리곰", "편집자", "아고라", "Booki", "Moki", "Nuri", "Editor", "Agora"),
    *("BOOKI", "moki", "eDiToR", "Ｂｏｏｋｉ", "ｅｄｉｔｏｒ", "𝐁𝐨𝐨𝐤𝐢", "Ⓜⓞⓚⓘ", "𝓔𝓭𝓲𝓽𝓸𝓻"),
    *("Bооki", "Моki", "Mоkі", "Воокі", "Βοοki", "Εditοr", "Еdіtоr", "ΒΟΟΚΙ", "МОКІ", "Аgоrа", "Мокi"),
    *("B00ki", "Mok1", "BOOK1", "BOOKl", "M0ki", "Ed1tor", "EDlTOR", "rnoki", "Edit0r", "Bøøki", "Edıtor"),
    *(
        "Bo\u200bo\u200dki",
        "B\u0336o\u0336o\u0336k\u0336i\u0336",
        "Bóókí",
        "부\u200b키",
        "부\u3164키",
        "모\u2060키",
        "E\u00addi\u202etor",
    ),
    *(
        "B o o k i",
        "부 키",
        "편 집 자",
        "E-d-i-t-o-r",
        "M.o.k.i",
        "부_키",
        "부·키",
        "🦉부키",
        "부키🦉",
        "|부키|",
        "«Editor»",
        "@editor",
    ),
    *(
        "ㅂㅜㅋㅣ",
        "\uffb2\uffd3\uffbb\uffdc",
        "ㅍㅕㄴㅈㅣㅂㅈㅏ",
        "부ㅋㅣ",
        "부ㅋl",
        "모ㅋ丨",
        unicodedata.normalize("NFD", "부키"),
    ),
    *(
        "진짜 부키",
        "부키 (공식)",
        "The Editor",
        "편집자 님",
        "booki.official",
        "부키님",
        "편집자2",
        "Editor 77",
        "booki_2",
        "모키 씨",
        "모키✓",
    ),
    *("🅱ooki", "🅱️🅾️🅾️ki", "🅑🅞🅞🅚🅘", "🇦🇬🇴🇷🇦", "🅰gora", "ᗩgora", "Λgora", "∆gora", "ᛒooki", "ßooki", "Ъooki"),
    *("8ooki", "A9ora", "4gora", "@gora", "3ditor", "€ditor", "Booki²", "②Booki", "1Booki", "7 부키"),
    *("Booki봇", "부키봇", "Booki bot", "BookiBot2", "EditorBot"),
]
OTHERS = [
    *(
        "하늘",
        "보람",
        "부기",
        "모기",
        "편지",
        "편집부",
        "아고",
        "김부식",
        "Bookworm",
        "Mocha",
        "Edith",
        "Auditor",
        "Agatha",
        "Robot",
        "로봇",
        "봇",
        "8",
        "🇰🇷",
        "🅰형",
    ),
    *("토끼", "李白", "ゆき", "Нина", "José", "Zoë", "김철수 2", "김철수님", "님", "7", "a", "가", "Ed", "Nurse"),
]


@pytest.mark.parametrize("name", IMITATIONS)
def test_what_looks_like_a_name_of_theirs_is_seen(name: str) -> None:
    assert NAMES.imitated_by(name), [ascii(look) for look in looks(name)]


@pytest.mark.parametrize("name", OTHERS)
def test_what_does_not_is_let_be(name: str) -> None:
    assert not NAMES.imitated_by(name), [ascii(look) for look in looks(name)]


@given(st.sampled_from([*editors(), "부키", "Booki"]), st.data())
def test_what_does_not_show_changes_nothing(name: str, data: st.DataObject) -> None:
    unseen = st.text(st.sampled_from("\u200b\u200c\u200d\u2060\ufe0f\u0301\u0336\u3164 \u00a0-._'"), max_size=3)
    assert NAMES.imitated_by("".join(c + data.draw(unseen) for c in name))


@given(st.text(max_size=24))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert alike(text, text) is bool(looks(text))
    NAMES.imitated_by(text)


ADMIN = "p9"
"""The third who joins: six people are there before."""


def platform_at(folder: Path) -> LocalPlatform:
    channels = [Channel("square", "local", CHANNEL, "ko")]
    return LocalPlatform(
        folder / "chat.db",
        channels,
        SystemClock(),
        words_for,
        admins=frozenset({ADMIN}),
        locale="ko",
        mascots=lambda: MASCOTS,
    )


@pytest_asyncio.fixture
async def platform(tmp_path: Path):  # type: ignore[no-untyped-def]
    made = platform_at(tmp_path)
    yield made
    await made.close()


@pytest.mark.parametrize("name", ["부키", "Ｍｏｋｉ", "Edit0r", "아고라", "nuri"])
async def test_nobody_can_join_under_a_name_of_theirs(platform: LocalPlatform, name: str) -> None:
    before = await platform.store.people()
    with pytest.raises(Refusal) as refused:
        await platform.members.join(name)
    assert refused.value.status == 409
    for locale in ("ko", "en"):
        assert name in refused.value.sentence.said(words_for(locale))
    assert await platform.store.people() == before


async def test_nobody_can_join_under_a_name_that_looks_like_another_members(platform: LocalPlatform) -> None:
    await platform.members.join("Anna")
    for name in ("Аnnа", "ANNA", "a n n a", "하\u200b루", "하.루"):
        with pytest.raises(Refusal) as refused:
            await platform.members.join(name)
        assert name.replace("\u200b", "") in refused.value.sentence.said(words_for("en"))
    assert (await platform.members.join("Hanna")).name == "Hanna"


async def test_of_those_who_come_at_once_with_names_that_look_alike_one_joins(platform: LocalPlatform) -> None:
    names = ("Kim", "Kіm", "KIM", "K im", "Kım", "🅺im")
    came = await asyncio.gather(*map(platform.members.join, names), return_exceptions=True)
    joined = [one for one in came if not isinstance(one, BaseException)]
    assert len(joined) == 1
    assert {one.status for one in came if isinstance(one, Refusal)} == {409}
    assert [person.name for person in await platform.store.people()].count(joined[0].name) == 1
    with pytest.raises(Refusal):
        await platform.members.join("🇰im")
    for name in ("🇰🇷 하루", "하루 🅰"):
        with pytest.raises(Refusal):
            await platform.members.join(name)


@pytest.mark.parametrize("name", ["\u3164", "\u2800\u2800", "...", "🦉", "\ufe0f"])
async def test_a_name_of_which_no_letter_shows_is_none(platform: LocalPlatform, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        await platform.members.join(name)
    assert refused.value.status == 400


async def test_a_member_who_had_such_a_name_keeps_everything_but_is_told_apart_by_the_id(tmp_path: Path) -> None:
    before = platform_at(tmp_path)
    old = await before.store.add_person("부키", FACES)
    others = [await before.store.add_person(name, FACES) for name in ("보람", "모키")]
    said = await before.members.say(old.id, CHANNEL, "저예요")
    await before.store.react(said.number, old.id, "👍", on=True)
    await before.close()
    platform = platform_at(tmp_path)
    for _ in range(2):
        await platform.members.set_apart()
        renamed = await platform.members.person(old.id)
        assert renamed.name == f"부키 ({old.id})"
    assert [(await platform.members.person(each.id)).name for each in others] == ["보람", "모키"]
    assert {person.name for person in await platform.store.people()} >= {"편집자", "하루"}
    seen = await platform.members.message(said.number)
    assert seen.person == renamed
    assert [person.id for reaction in seen.reactions for person in reaction.people] == [old.id]
    await platform.close()


async def test_the_page_shows_the_sentence(site: object, browser: Browser) -> None:
    del site
    status, answer = await browser.send("people", name="Ｅｄｉｔｏｒ")
    assert status == 409
    assert "Ｅｄｉｔｏｒ" in answer["error"]
