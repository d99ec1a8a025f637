"""What Discord is told of the commands, and what is read from an interaction, however little of it is there."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.chat_commands import COMMAND_WORDS, Command, CommandWord, Takes
from bot.core.marks import Voter
from bot.core.messages import Form
from bot.locales import words_for
from bot.platforms.discord.interaction_protocol import Call, Kind, read_call
from bot.platforms.discord.reply_rendering import FEEDBACK, Turn, modal, read_form, read_turn
from bot.platforms.discord.slash_commands import all_commands, argument_of, asked_of, command_of, same_commands, shared
from bot.services.asked import Asked, Asker

NAME = re.compile(r"[-_'\w]{1,32}")


def words(locale: str):
    return words_for(locale, strict=True)


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every command, subcommand and option."""
    for each in value:
        yield each
        yield from nodes(each.get("options") or [])


def command(name: str, word: str, **filled: Any) -> Call:
    """A command as it comes from the gateway."""
    options = [{"name": key, "type": 3, "value": value} for key, value in filled.items()]
    call = read_call(
        {
            "id": "1",
            "token": "t",
            "type": 2,
            "channel_id": "5",
            "guild_id": "7",
            "member": {"user": {"id": "9"}},
            "data": {"name": name, "type": 1, "options": [{"name": word, "type": 1, "options": options}]},
        }
    )
    assert call is not None
    return call


def asked_by(call: Call, known: CommandWord) -> Asked:
    asker = Asker(Voter("discord", "", call.user), call.channel)
    return asked_of(known, argument_of(call, known), asker, share=shared(call, known))


def test_every_name_and_description_is_one_that_discord_takes() -> None:
    for node in nodes(all_commands(words)):
        is_menu = node["type"] == 3 and "contexts" in node
        for name in (node["name"], *node["name_localizations"].values()):
            assert 1 <= len(name) <= 32
            assert is_menu or (NAME.fullmatch(name) and name == name.lower()), name
        if is_menu:
            assert "description" not in node
            continue
        for text in (node["description"], *node["description_localizations"].values()):
            assert 1 <= len(text) <= 100, text
        required = [option.get("required", False) for option in node.get("options") or []]
        assert required == sorted(required, reverse=True), "what is needed stands first"
        assert len(node.get("options") or []) <= 25


def test_each_word_of_the_interface_is_there_in_both_languages() -> None:
    debate, admin, menu = all_commands(words)
    assert (debate["name"], debate["name_localizations"]["ko"]) == ("debate", "토론")
    assert (admin["name"], admin["name_localizations"]["ko"]) == ("debate-admin", "토론관리")
    assert admin["default_member_permissions"] == str(1 << 5), "Manage Server"
    assert "default_member_permissions" not in debate
    assert (menu["name"], menu["name_localizations"]["ko"]) == ("Debate's results", "토론 결과")
    told = {option["name"]: option["name_localizations"]["ko"] for option in debate["options"] + admin["options"]}
    assert told == {known.command.value: known.korean for known in COMMAND_WORDS}


@pytest.mark.parametrize("known", COMMAND_WORDS, ids=lambda known: known.command.value)
def test_each_command_is_known_again(known) -> None:
    call = command("debate-admin" if known.admin else "debate", known.command.value)
    assert command_of(call) == known
    assert command_of(command("debate" if known.admin else "debate-admin", known.command.value)) is None


@given(st.text(max_size=300), st.sampled_from(COMMAND_WORDS), st.booleans())
@example('"', COMMAND_WORDS[3], True)
@example('a "share', COMMAND_WORDS[3], False)
@example("“a ”b‘ share", COMMAND_WORDS[1], False)
def test_nothing_that_is_filled_in_is_read_as_a_word_of_the_bots(text, known, share) -> None:
    name = {Takes.ARTICLE: "article", Takes.CATEGORY: "category", Takes.WORDS: "words"}.get(known.takes, "debate")
    call = command("debate-admin" if known.admin else "debate", known.command.value, **{name: text, "share": share})
    asked = asked_by(call, known)
    assert asked.command is known.command
    assert asked.share is (share and known.shared and not known.admin)
    if known.takes is Takes.NOTHING:
        assert asked.arguments == ()


def test_an_argument_stays_what_it_was() -> None:
    known = next(each for each in COMMAND_WORDS if each.takes is Takes.ARTICLE)
    for filled in ("비밀의 문과  열린 광장", '"비밀의 문과 열린 광장"', "“비밀의 문과 열린 광장”"):
        assert asked_by(command("debate", "summary", article=filled), known).arguments == ("비밀의 문과 열린 광장",)
    assert asked_by(command("debate", "summary", article="open share"), known).arguments == ("open share",)
    search = next(each for each in COMMAND_WORDS if each.takes is Takes.WORDS)
    assert asked_by(command("debate", "search", words='"열린 연구" AI share'), search).arguments == (
        "열린 연구",
        "AI",
        "share",
    )
    form = next(each for each in COMMAND_WORDS if each.command.value == "feedback")
    assert asked_by(command("debate", "feedback"), form).arguments == ()


SMALLEST = {"id": "1", "token": "t", "type": 3, "channel_id": "5", "user": {"id": "9"}, "data": {"custom_id": "x"}}


def test_an_interaction_may_lack_what_discord_calls_optional() -> None:
    call = read_call(SMALLEST)
    assert call is not None
    assert (call.kind, call.channel, call.user, call.guild, call.manages, call.locale, call.message) == (
        Kind.COMPONENT,
        "5",
        "9",
        None,
        False,
        None,
        None,
    )
    for key in ("id", "token", "channel_id", "user"):
        assert read_call({name: value for name, value in SMALLEST.items() if name != key}) is None
    for extra in ({"data": None}, {"message": None}, {"member": None}, {"channel": None}):
        assert read_call({**SMALLEST, **extra}) is not None


@pytest.mark.parametrize(
    ("permissions", "manages"),
    [("0", False), (str(1 << 5), True), (str(1 << 3), True), (str(1 << 13), False), (None, False)],
)
def test_who_manages_the_place(permissions, manages) -> None:
    call = read_call({**SMALLEST, "member": {"user": {"id": "9"}, "permissions": permissions}})
    assert call is not None
    assert call.manages is manages


@pytest.mark.parametrize("kind", [10, 11, 12])
def test_in_a_thread_its_parent_is_the_channel(kind) -> None:
    told = read_call({**SMALLEST, "channel": {"id": "5", "type": kind, "parent_id": "4"}})
    known = read_call(SMALLEST, parent="4")
    for call in (told, known):
        assert call is not None
        assert (call.channel, call.place) == ("4", "5")
    elsewhere = read_call({**SMALLEST, "channel": {"id": "5", "type": 0, "parent_id": "2"}})
    assert elsewhere is not None
    assert elsewhere.channel == "5", "a category is no parent of that kind"


def test_a_filled_form_in_each_shape_that_discord_has_known() -> None:
    in_rows = [
        {"type": 1, "components": [{"type": 4, "custom_id": "agora:rating", "value": " 4 "}]},
        {"type": 1, "components": [{"type": 4, "custom_id": "agora:line", "value": "좋아요"}]},
    ]
    in_labels = [
        {"type": 18, "component": {"type": 3, "custom_id": "agora:rating", "values": ["4"]}},
        {"type": 18, "component": {"type": 4, "custom_id": "agora:line", "value": "좋아요"}},
    ]
    for components in (in_rows, in_labels):
        call = read_call({**SMALLEST, "data": {"custom_id": FEEDBACK, "components": components}})
        assert call is not None
        assert read_form(call.filled) == (4, "좋아요")
    empty = read_call({**SMALLEST, "data": {"custom_id": FEEDBACK, "components": []}})
    assert empty is not None
    assert read_form(empty.filled) == (0, "")


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_the_form_is_within_a_modals_limits(locale) -> None:
    say = words(locale).say
    rates = (say("feedback-rate-1"), say("feedback-rate-5"))
    form = Form(
        say("feedback-title"),
        say("feedback-rating"),
        rates,
        say("feedback-line"),
        500,
        say("feedback-note"),
        "",
        "…" * 900,
    )
    made = modal(form)
    assert made["title"] == form.title, "not cut"
    rating, line = made["components"]
    assert (rating["label"], line["label"], line["description"]) == (form.rating, form.line, form.note), "not cut"
    assert len(line["component"]["value"]) == 500
    assert [option["value"] for option in rating["component"]["options"]] == ["2", "1"]


@given(
    st.from_regex(r"\d{17,20}", fullmatch=True),
    st.integers(0, 99_999),
    st.sampled_from(Command),
    st.text(max_size=80),
    st.booleans(),
)
def test_a_turn_is_read_again_from_its_button(user, page, command, argument, share) -> None:
    turn = Turn(user, page, command, argument, share)
    assert read_turn(turn.custom_id) == turn


@pytest.mark.parametrize(
    "custom_id",
    [
        "",
        "agora:vote:1",
        "agora:page:here",
        "agora:page:1:x:latest",
        "agora:page:1:²:latest",
        "agora:page:1:0:nonsense::",
    ],
)
def test_what_is_no_turn(custom_id) -> None:
    assert read_turn(custom_id) is None


def as_discord_tells(commands: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same commands as they come back: with ids, versions, defaults, and what is unset as null."""
    told = copy.deepcopy(commands)
    for number, each in enumerate(told):
        each |= {"id": str(number), "version": "1", "application_id": "2", "dm_permission": True, "nsfw": False}
        each.setdefault("default_member_permissions", None)
        each.setdefault("description", "")
        for node in nodes(each.get("options") or []):
            if not node.get("options"):
                node.pop("options", None)
    return told[::-1]


def test_the_same_commands_are_known_for_the_same() -> None:
    ours = all_commands(words)
    assert same_commands(ours, as_discord_tells(ours))
    bare = as_discord_tells(ours)
    for each in bare:
        del each["contexts"], each["integration_types"]
    assert same_commands(ours, bare), "a server may not tell what it does not know"


def change_a_hint(told: list[dict[str, Any]]) -> None:
    told[-1]["options"][1]["options"][0]["description_localizations"]["ko"] = "다른 말"


def drop_an_option(told: list[dict[str, Any]]) -> None:
    told[-1]["options"][1]["options"].pop()


def lose_a_translation(told: list[dict[str, Any]]) -> None:
    told[-1]["name_localizations"] = None


def show_it_to_all(told: list[dict[str, Any]]) -> None:
    told[1]["default_member_permissions"] = None


def add_one(told: list[dict[str, Any]]) -> None:
    told.append({"name": "old", "type": 1, "description": "x"})


@pytest.mark.parametrize(
    "change", [change_a_hint, drop_an_option, lose_a_translation, show_it_to_all, add_one, list.clear]
)
def test_a_difference_is_seen(change) -> None:
    ours = all_commands(words)
    told = as_discord_tells(ours)
    change(told)
    assert not same_commands(ours, told)
