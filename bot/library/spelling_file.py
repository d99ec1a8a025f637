"""The spellings: names for one thing, those that are built in and those of `spellings.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.config.problems import Problem
from bot.config.yaml_documents import read_text, read_yaml
from bot.core.spellings import Spellings, gapless
from bot.core.visible_text import shortened
from bot.library.validation import Form
from bot.sentences import sentence

_BUILT_IN = Path(__file__).with_name("spellings.yaml")
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class SpellingFile:
    """What was read: all spellings (None where the file is wrong), and what is wrong with it."""

    spellings: Spellings | None
    problems: tuple[Problem, ...] = ()


def read_spellings(path: Path) -> SpellingFile:
    """The built-in spellings with those of `spellings.yaml`, if there is one. Never raises."""
    if not path.exists() and not path.is_symlink():
        return _built_in_alone()
    groups, problems = _groups_in(path)
    sound = not any(problem.is_error for problem in problems)
    return SpellingFile(Spellings((*built_in(), *groups)) if sound else None, problems)


@lru_cache(maxsize=1)
def built_in() -> tuple[tuple[str, ...], ...]:
    """The groups that are known without any file."""
    groups, problems = _groups_in(_BUILT_IN)
    assert not problems, problems
    return groups


@lru_cache(maxsize=1)
def _built_in_alone() -> SpellingFile:
    return SpellingFile(Spellings(built_in()))


def _groups_in(path: Path) -> tuple[tuple[tuple[str, ...], ...], tuple[Problem, ...]]:
    file = str(path)
    text = read_text(path, file)
    if isinstance(text, Problem):
        return (), (text,)
    document = read_yaml(text, file)
    form = Form(document, file)
    groups = tuple(_group(form, number, names) for number, names in enumerate(form.items(document.value, ())))
    form.warn_of_lost_text(())
    return groups, tuple(form.problems)


def _group(form: Form, number: int, value: object) -> tuple[str, ...]:
    """The names of one thing, each of which is told from the others by more than case and spaces."""
    found: dict[str, str] = {}
    for place, entry in enumerate(form.items(value, (number,))):
        name = form.one_line(entry, (number, place), _LONGEST_NAME)
        if name is None:
            continue
        if gapless(name) in found:
            again = sentence("content-spelling-twice", name=shortened(name), other=shortened(found[gapless(name)]))
            form.report((number, place), again)
        found[gapless(name)] = name
    if form.is_sound and len(found) < 2:
        form.report((number,), sentence("content-spelling-alone"))
    return tuple(found.values())
