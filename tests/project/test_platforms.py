"""A platform that is forgotten somewhere is found: what each place knows of platforms, it knows of all."""

from __future__ import annotations

import ast
from typing import get_args

import pytest

from bot.app.registry import payload_of
from bot.config.checks import _IDS, _PEOPLE
from bot.config.models import Admins, ChannelEntry
from bot.core.messages import Notice
from bot.core.platforms import PLATFORMS, PlatformName
from bot.core.speaking import platform_name
from bot.locales import LOCALES, words_for
from tests.project.code_facts import modules

ALL = {name.value for name in PlatformName}


def test_every_name_has_its_facts() -> None:
    assert set(PLATFORMS) == ALL


def test_configurations_know_all_of_them() -> None:
    assert set(get_args(ChannelEntry.model_fields["platform"].annotation)) == ALL
    assert set(_IDS) == set(_PEOPLE) == set(Admins.model_fields) == ALL


@pytest.mark.parametrize("locale", LOCALES)
def test_members_call_each_by_a_name_of_its_own(locale: str) -> None:
    names = {platform_name(platform, words_for(locale, strict=True)) for platform in ALL}
    assert len(names) == len(ALL)


@pytest.mark.parametrize("platform", sorted(ALL))
def test_a_preview_is_of_the_platform_that_is_asked_for(platform: str) -> None:
    said = [payload_of(other, Notice("A title", "Some words."), words_for("en")) for other in ALL]
    mine = payload_of(platform, Notice("A title", "Some words."), words_for("en"))
    assert said.count(mine) == 1


def test_a_platform_that_there_is_not_is_none_of_them() -> None:
    with pytest.raises(ValueError, match="no platform"):
        payload_of("pigeons", Notice("A title", "Some words."), words_for("en"))


def test_rules_and_services_name_no_platform() -> None:
    """What is otherwise on one than on another is a fact of `bot/core/platforms.py`, which a further one has too."""
    named = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        if path.startswith(("bot/core/", "bot/services/")) and path != "bot/core/platforms.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in ALL
    ]
    assert named == []
