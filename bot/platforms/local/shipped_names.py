"""What the people who come with the chat are called in each language: the first ones, and the demo's crowd."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.core.words import LOCALES
from bot.platforms.local.chat_records import Person
from bot.platforms.local.crowd_voices import phrasebook_of
from bot.platforms.local.first_people import NAMES

_OF_THE_CROWD = re.compile(r"crowd(\d{1,6})")


def name_for(person: Person, locale: str) -> str:
    """What a reader of `locale` reads as somebody's name: people who chose their name have it in every language."""
    names = names_of(person)
    return names.get(locale, person.name)


def names_of(person: Person) -> Mapping[str, str]:
    """The names that somebody came with, by language; empty where they chose one, or did not come with the chat."""
    names = NAMES.get(person.id, {})
    if person.simulated and (found := _OF_THE_CROWD.fullmatch(person.id)) is not None:
        names = {locale: phrasebook_of(locale).name(int(found[1])) for locale in LOCALES}
    return names if person.name in names.values() else {}
