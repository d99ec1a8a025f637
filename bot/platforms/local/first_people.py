"""Who is in a new chat, and the faces that people get."""

from __future__ import annotations

from bot.platforms.local.chat_records import Person

FACES = tuple("🐣🐧🦊🐼🐨🐯🦁🐮🐷🐸🐵🐔🦄🐝🐢🐙🦋🐳🦀🐞🦉🦔🦦🦩🌵🌻🍀🍄🌸🍉🍋🍑🍒🥑🥕🌽🍞🧀🍙🧁")
_FIRST = {
    "ko": (
        ("haru", "하루", "🐣", 1),
        ("noeul", "노을", "🌇", 4),
        ("dambi", "담비", "🦊", 7),
        ("gureum", "구름", "☁️", 9),
        ("sanho", "산호", "🐠", 2),
        ("editor", "편집자", "🖋️", 11),
    ),
    "en": (
        ("haru", "Haru", "🐣", 1),
        ("noeul", "Juniper", "🌇", 4),
        ("dambi", "Marten", "🦊", 7),
        ("gureum", "Cloud", "☁️", 9),
        ("sanho", "Coral", "🐠", 2),
        ("editor", "Editor", "🖋️", 11),
    ),
}


def first_people(locale: str) -> tuple[Person, ...]:
    """The people of a new chat, the editor last."""
    return tuple(Person(*row) for row in _FIRST.get(locale, _FIRST["en"]))


def editors() -> tuple[str, ...]:
    """What the editor is called, in each language."""
    return tuple(name for people in _FIRST.values() for id, name, _, _ in people if id == "editor")
