"""Who is in a new chat, and the faces that people get."""

from __future__ import annotations

from collections.abc import Mapping

from bot.platforms.local.chat_records import Person

FACES = tuple("🐣🐧🦊🐼🐨🐯🦁🐮🐷🐸🐵🐔🦄🐝🐢🐙🦋🐳🦀🐞🦉🦔🦦🦩🌵🌻🍀🍄🌸🍉🍋🍑🍒🥑🥕🌽🍞🧀🍙🧁")
_FIRST: tuple[tuple[str, Mapping[str, str], str, int], ...] = (
    ("haru", {"ko": "하루", "en": "Haru"}, "🐣", 1),
    ("noeul", {"ko": "노을", "en": "Juniper"}, "🌇", 4),
    ("dambi", {"ko": "담비", "en": "Marten"}, "🦊", 7),
    ("gureum", {"ko": "구름", "en": "Cloud"}, "☁️", 9),
    ("sanho", {"ko": "산호", "en": "Coral"}, "🐠", 2),
    ("editor", {"ko": "편집자", "en": "Editor"}, "🖋️", 11),
)
NAMES: Mapping[str, Mapping[str, str]] = {id: names for id, names, _, _ in _FIRST}
"""What each of the first people is called, by id and language."""


def first_people(locale: str) -> tuple[Person, ...]:
    """The people of a new chat, the editor last."""
    return tuple(Person(id, names.get(locale, names["en"]), face, colour) for id, names, face, colour in _FIRST)


def editors() -> tuple[str, ...]:
    """What the editor is called, in each language."""
    return tuple(NAMES["editor"].values())
