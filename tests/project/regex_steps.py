"""Counting what a regular expression does, step by step: a small backtracking matcher, as Python's own works.

It reads the pattern that `re` parsed and tries what `re` would try, in the same order. Steps are counted, not seconds,
so that the count is the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

Then = Callable[[int], int]
"""What follows: given a place, the place at which all of it ends, or NOWHERE."""
NOWHERE = -1


class TooMany(Exception):
    """More steps were taken than the matcher may take."""


def parsed(pattern: re.Pattern[str] | re.Pattern[bytes]) -> Any:
    """The tree that `re` makes of a pattern."""
    return _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)


class Matcher:
    """One pattern on one text; `steps` is what it took so far, `most` what it may take."""

    def __init__(self, tree: Any, flags: int, most: int) -> None:
        self.tree, self.flags, self.most = tree, flags, most
        self.steps = 0
        self.text = ""
        self.groups: dict[int, tuple[int, int]] = {}

    def everywhere(self, text: str) -> int:
        """Look for every match, as `sub` and `findall` do; gives the steps."""
        self.text, at = text, 0
        while at <= len(text):
            end = self._from(at, lambda i: i)
            at = end if end > at else at + 1
        return self.steps

    def whole(self, text: str) -> int:
        """Match all of a text, as `fullmatch` does (and `match`, at worst); gives the steps."""
        self.text = text
        self._from(0, lambda i: i if i == len(text) else NOWHERE)
        return self.steps

    def _from(self, at: int, then: Then) -> int:
        self.groups = {}
        return self._sequence(self.tree, 0, at, then, self.flags)

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self.most:
            raise TooMany

    def _sequence(self, nodes: Any, number: int, at: int, then: Then, flags: int) -> int:
        while number < len(nodes):
            op, argument = nodes[number]
            if _is_single(op):
                self._step()
                if at >= len(self.text) or not fits(op, argument, self.text[at], flags):
                    return NOWHERE
                at += 1
                number += 1
                continue
            return self._node(op, argument, at, self._after(nodes, number + 1, then, flags), flags)
        return then(at)

    def _after(self, nodes: Any, number: int, then: Then, flags: int) -> Then:
        return lambda at: self._sequence(nodes, number, at, then, flags)

    def _node(self, op: Any, argument: Any, at: int, then: Then, flags: int) -> int:
        self._step()
        if op is c.BRANCH:
            for branch in argument[1]:
                end = self._sequence(branch, 0, at, then, flags)
                if end != NOWHERE:
                    return end
            return NOWHERE
        if op is c.SUBPATTERN:
            group, added, removed, inner = argument

            def noted(i: int) -> int:
                if group is not None:
                    self.groups[group] = (at, i)
                return then(i)

            return self._sequence(inner, 0, at, noted, (flags | added) & ~removed)
        if op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            return self._repeat(op, argument, at, then, flags)
        if op is c.ATOMIC_GROUP:
            end = self._sequence(argument, 0, at, lambda i: i, flags)
            return NOWHERE if end == NOWHERE else then(end)
        if op is c.AT:
            return then(at) if self._stands(argument, at, flags) else NOWHERE
        if op in (c.ASSERT, c.ASSERT_NOT):
            return then(at) if self._looks(argument, at, flags) == (op is c.ASSERT) else NOWHERE
        if op is c.GROUPREF:
            begin, end = self.groups.get(argument, (0, 0))
            word = self.text[begin:end]
            return then(at + len(word)) if self.text.startswith(word, at) else NOWHERE
        raise AssertionError(f"this matcher does not know {op}")

    def _looks(self, argument: Any, at: int, flags: int) -> bool:
        direction, inner = argument
        if direction > 0:
            return self._sequence(inner, 0, at, lambda i: i, flags) != NOWHERE
        width = inner.getwidth()[0]
        return at >= width and self._sequence(inner, 0, at - width, lambda i: i, flags) == at

    def _stands(self, where: Any, at: int, flags: int) -> bool:
        text = self.text
        if where in (c.AT_BEGINNING, c.AT_BEGINNING_STRING):
            lines = where is c.AT_BEGINNING and flags & re.MULTILINE
            return at == 0 or bool(lines and text[at - 1] == "\n")
        if where is c.AT_END:
            return at == len(text) or (text[at] == "\n" and (at + 1 == len(text) or bool(flags & re.MULTILINE)))
        if where is c.AT_END_STRING:
            return at == len(text)
        before, after = text[at - 1 : at] if at else "", text[at : at + 1]
        is_edge = _is_word(before) != _is_word(after)
        return is_edge == (where is c.AT_BOUNDARY)

    def _repeat(self, op: Any, argument: Any, at: int, then: Then, flags: int) -> int:
        least, most, inner = argument
        most = len(self.text) + 1 if most is c.MAXREPEAT else most
        if len(inner) == 1 and _is_single(inner[0][0]):
            return self._run(op, inner[0], least, most, at, then, flags)
        if op is c.POSSESSIVE_REPEAT:
            count = 0
            while count < most and (end := self._sequence(inner, 0, at, lambda i: i, flags)) not in (NOWHERE, at):
                at, count = end, count + 1
            return then(at) if count >= least else NOWHERE

        def again(count: int, i: int) -> int:
            def once_more() -> int:
                if count >= most:
                    return NOWHERE
                return self._sequence(
                    inner, 0, i, lambda j: again(count + 1, j) if j > i or count < least else NOWHERE, flags
                )

            self._step()
            if count < least:
                return once_more()
            ways = (once_more, lambda: then(i))
            for way in ways if op is c.MAX_REPEAT else reversed(ways):
                end = way()
                if end != NOWHERE:
                    return end
            return NOWHERE

        return again(0, at)

    def _run(self, op: Any, single: Any, least: int, most: int, at: int, then: Then, flags: int) -> int:
        """A repeat of one character, which needs no stack."""
        end = at
        limit = min(len(self.text), at + most)
        lazy = op is c.MIN_REPEAT
        while end < limit and not (lazy and end - at >= least):
            self._step()
            if not fits(*single, self.text[end], flags):
                break
            end += 1
        if end - at < least:
            return NOWHERE
        if op is c.POSSESSIVE_REPEAT:
            return then(end)
        while lazy or end - at >= least:
            self._step()
            found = then(end)
            if found != NOWHERE:
                return found
            if not lazy:
                end -= 1
            elif end < limit and fits(*single, self.text[end], flags):
                end += 1
            else:
                return NOWHERE
        return NOWHERE


def _is_single(op: Any) -> bool:
    return op in (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN)


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def fits(op: Any, argument: Any, char: str, flags: int) -> bool:
    """Whether a character is one that a node of one character takes."""
    if op is c.ANY:
        return bool(flags & re.DOTALL) or char != "\n"
    if flags & re.IGNORECASE:
        return any(_fits(op, argument, form) for form in {char, char.lower(), char.upper()} if len(form) == 1)
    return _fits(op, argument, char)


def _fits(op: Any, argument: Any, char: str) -> bool:
    if op is c.LITERAL:
        return ord(char) == argument
    if op is c.NOT_LITERAL:
        return ord(char) != argument
    negated = bool(argument) and argument[0][0] is c.NEGATE
    return any(_holds(item, char) for item in (argument[1:] if negated else argument)) != negated


def _holds(item: tuple[Any, Any], char: str) -> bool:
    op, argument = item
    if op is c.LITERAL:
        return ord(char) == argument
    if op is c.RANGE:
        return bool(argument[0] <= ord(char) <= argument[1])
    kinds = {
        c.CATEGORY_DIGIT: char.isdecimal(),
        c.CATEGORY_SPACE: char.isspace(),
        c.CATEGORY_WORD: _is_word(char),
        c.CATEGORY_NOT_DIGIT: not char.isdecimal(),
        c.CATEGORY_NOT_SPACE: not char.isspace(),
        c.CATEGORY_NOT_WORD: not _is_word(char),
    }
    return kinds[argument]


def takes(body: Any, letter: str, flags: int) -> bool:
    """Whether a repeat's body can be one letter."""
    matcher = Matcher(body, flags, 10_000)
    matcher.text = letter
    return matcher._from(0, lambda i: i if i == 1 else NOWHERE) == 1


def alphabet(tree: Any) -> list[str]:
    """Characters for all that the pattern tells apart: its own, the edges of its ranges, and some of each kind."""
    found = dict.fromkeys("a1 _!\n가")
    for op, argument in _nodes(tree):
        if op in (c.LITERAL, c.NOT_LITERAL):
            found[chr(argument)] = None
        elif op is c.RANGE:
            found.update(dict.fromkeys((chr(argument[0]), chr(argument[1]))))
    return list(found)


def repeats(tree: Any) -> list[tuple[Any, str]]:
    """The body of each repeat that can go on for long, with a text that leads to it."""
    found: list[tuple[Any, str]] = []

    def walk(nodes: Any, before: str) -> str:
        for op, argument in nodes:
            if op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
                if argument[1] is c.MAXREPEAT or argument[1] > 8:
                    found.append((argument[2], before))
                walk(argument[2], before)
                before += sample(argument[2]) * argument[0]
            elif op is c.BRANCH:
                for branch in argument[1]:
                    walk(branch, before)
                before += sample(argument[1][0])
            elif op is c.SUBPATTERN:
                before = walk(argument[3], before)
            elif op is c.ATOMIC_GROUP:
                before = walk(argument, before)
            elif op in (c.ASSERT, c.ASSERT_NOT):
                walk(argument[1], before)
            else:
                before += sample([(op, argument)])
        return before

    walk(tree, "")
    return found


def sample(nodes: Iterable[tuple[Any, Any]], *, most: bool = False) -> str:
    """A text that the nodes match; with `most`, one in which what may be left out is there."""
    text = ""
    for op, argument in nodes:
        if _is_single(op):
            known = (char for char in _CANDIDATES if fits(op, argument, char, re.DOTALL))
            text += next(known, None) or _first(argument)
        elif op is c.BRANCH:
            text += sample(argument[1][-1 if most else 0], most=most)
        elif op is c.SUBPATTERN:
            text += sample(argument[3], most=most)
        elif op is c.ATOMIC_GROUP:
            text += sample(argument, most=most)
        elif op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            text += sample(argument[2], most=most) * max(argument[0], int(most))
    return text


_CANDIDATES = "a1 ._!\n가-\"'"


def _first(argument: Any) -> str:
    if isinstance(argument, int):
        return chr(argument)
    for op, value in argument:
        if op is c.LITERAL:
            return chr(value)
        if op is c.RANGE:
            return chr(value[0])
    return "\x01"


def _nodes(tree: Any) -> Iterable[tuple[Any, Any]]:
    for op, argument in tree:
        yield op, argument
        for part in argument if isinstance(argument, Sequence | tuple) else (argument,):
            parts = part if isinstance(part, list) else [part]
            for one in parts:
                if isinstance(one, _parser.SubPattern):
                    yield from _nodes(one)
                elif op is c.IN and isinstance(one, tuple):
                    yield one
