"""Every message that the bot says exists in each language, takes what it is given, and is said somewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from fluent.runtime import FluentResource
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

import bot
from bot.catalogue import texts
from bot.core.chat_commands import COMMAND_WORDS, Takes
from bot.core.debates import DebateState
from bot.locales import LOCALES

BOT = Path(bot.__file__).parent

FAMILIES = {
    "discord-option-": [
        f"{name}{hint}"
        for name in ("article", "category", "words", "debate", "code", "share")
        for hint in ("", "-hint")
    ],
    "duration-": ["day", "hour", "minute"],
    "state-": [state.value for state in DebateState],
    "help-": [known.command.value for known in COMMAND_WORDS],
    "usage-": [known.command.value for known in COMMAND_WORDS if known.takes is not Takes.NOTHING],
}
"""Messages whose key is put together when it is said: the beginning of the key, and how it may go on."""

PASSED_ON = {"announcements.py", "fluent.py", "codec.py", "sentences.py"}
"""Files that say a key which they were given; those who give it name it (`Note(…)`, `Alerts.say(…)`)."""

NOT_ARGUMENTS = frozenset({"err"})
"""Keywords of `tell` that are not the message's."""

COMPLETED = frozenset(
    {
        "config-no-discord-id",
        "config-no-local-id",
        "config-no-slack-channel",
        "config-no-slack-member",
        "slack-access-denied",
        "slack-channel-archived",
        "slack-channel-unseen",
        "slack-may-not-write",
        "slack-message-deleted",
        "slack-message-inactive",
        "slack-message-of-another",
        "slack-method-not-understood",
        "slack-method-unknown",
        "slack-no-more-edits",
        "slack-no-reactions",
        "slack-no-replies",
        "slack-no-such-message",
        "slack-not-a-member",
        "slack-permission-missing",
        "slack-read-only",
        "slack-thread-deleted",
        "slack-thread-locked",
        "slack-threads-only",
        "slack-too-many-kinds-of-reactions",
        "slack-too-many-reactions",
        *("misuse-missing-argument", "misuse-missing-choice", "misuse-missing-option", "misuse-needs-value"),
        *("misuse-no-choice", "misuse-takes-no-value", "misuse-too-large", "misuse-too-many", "misuse-too-small"),
        *("misuse-unknown-command", "misuse-unknown-command-near", "misuse-unknown-option"),
        *("misuse-unknown-option-near", "misuse-value"),
        *("terminal-demo-port-busy", "terminal-demo-port-denied", "terminal-demo-port-unusable"),
    }
)
"""Messages of tables, which are given the rest of their arguments later (`Sentence.given`)."""

_TEMPLATE_CALL = re.compile(r"\bt\(\s*'([a-z0-9-]+)'((?:\s*,\s*\w+=(?:'[^']*'|[\w.]+))*)\s*\)")
_SCRIPT_CALL = re.compile(r"""\bt\(\s*["']([a-z0-9-]+)["']""")


@dataclass(frozen=True)
class Said:
    """One place that says a message; `args` is None where they are only known when it is said."""

    key: str
    args: frozenset[str] | None
    place: str


class Arguments(Visitor):  # type: ignore[misc]
    """The variables that a message names."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.names.add(node.id.name)


def entries(locale: str) -> Iterator[tuple[str, ftl.Entry]]:
    """Everything in the files of a language, with the file's name."""
    for name, text in texts(locale).items():
        for entry in FluentResource(text).body:
            yield name, entry


@cache
def messages(locale: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name, entry in entries(locale):
        assert not isinstance(entry, ftl.Junk), f"{locale}/{name}.ftl: not Fluent: {entry.content}"
        if isinstance(entry, ftl.Message):
            assert entry.id.name not in found, f"{locale}/{name}.ftl: {entry.id.name} is there twice"
            arguments = Arguments()
            arguments.visit(entry)
            found[entry.id.name] = frozenset(arguments.names)
    return found


@cache
def everything_said() -> tuple[Said, ...]:
    said = [found for path in sorted(BOT.rglob("*.py")) for found in in_python(path)]
    for path in sorted(BOT.rglob("*.html")):
        for key, args in _TEMPLATE_CALL.findall(path.read_text(encoding="utf-8")):
            said.append(Said(key, frozenset(re.findall(r"(\w+)=", args)), path.name))
    return tuple(said)


def in_python(path: Path) -> Iterator[Said]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        place = f"{path.relative_to(BOT)}:{node.lineno}"
        for keyword in node.keywords:
            if keyword.arg == "help" and path.parent.name == "cli":
                assert isinstance(keyword.value, ast.Constant), f"{place}: which help is this?"
                yield Said(str(keyword.value.value), frozenset(), place)
        if isinstance(node.func, ast.Name) and node.func.id == "Note":
            match node.args[0]:
                case ast.Constant(value=key):
                    yield Said(str(key), names_of_note(node), place)
                case ast.Name(id=name) if name in constants:
                    yield Said(str(constants[name]), names_of_note(node), place)
                case _:
                    assert path.name in PASSED_ON, f"{place}: which note is this?"
        elif isinstance(node.func, ast.Name) and node.func.id in telling(path) and node.args:
            known = frozenset(k.arg or "" for k in node.keywords) - NOT_ARGUMENTS
            for key in keys_in(node.args[0], path):
                yield Said(key, None if None in {k.arg for k in node.keywords} or key in COMPLETED else known, place)
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "say" and node.args:
            given = None if any(k.arg is None for k in node.keywords) else frozenset(k.arg or "" for k in node.keywords)
            for argument in node.args:
                for key in keys_in(argument, path):
                    yield Said(key, given, place)


def telling(path: Path) -> set[str]:
    """The functions that are given a message's key in this file."""
    ours = path.name == "sentences.py" or re.search(
        r"^from bot\.sentences import .*\bsentence\b", path.read_text(encoding="utf-8"), re.MULTILINE
    )
    return ({"sentence"} if ours else set()) | ({"tell"} if path.parent.name == "cli" else set())


def names_of_note(node: ast.Call) -> frozenset[str]:
    """The argument names in `Note("key", (("name", value), …))`."""
    pairs = node.args[1].elts if len(node.args) > 1 and isinstance(node.args[1], ast.Tuple) else []
    return frozenset(
        str(pair.elts[0].value)
        for pair in pairs
        if isinstance(pair, ast.Tuple) and isinstance(pair.elts[0], ast.Constant)
    )


def keys_in(argument: ast.expr, path: Path) -> Iterator[str]:
    match argument:
        case ast.Constant(value=str(key)) if "-" in key or key.islower():
            yield key
        case ast.IfExp(body=one, orelse=other):
            yield from keys_in(one, path)
            yield from keys_in(other, path)
        case (
            ast.JoinedStr(values=[ast.Constant(value=str(family)), *_])
            | ast.BinOp(left=ast.Constant(value=str(family)))
        ):
            for rest in FAMILIES.get(family, ["…"]):
                yield family + rest
        case ast.JoinedStr() | ast.Constant():
            return
        case ast.Attribute(value=ast.Name(id="note"), attr="key"):
            return
        case _:
            assert path.name in PASSED_ON or not is_words(path), f"{path}:{argument.lineno}: which message is this?"


def is_words(path: Path) -> bool:
    """Whether `.say(…)` in this file is said by words: the chat's members say things too."""
    return "words.say(" in path.read_text(encoding="utf-8") and path.name != "chat_routes.py"


def test_both_languages_have_the_same_messages_and_arguments() -> None:
    first, *others = LOCALES
    for other in others:
        assert messages(other) == messages(first)


def test_both_languages_have_the_same_hints() -> None:
    with_hint = [
        {entry.id.name for _, entry in entries(locale) if isinstance(entry, ftl.Message) and entry.attributes}
        for locale in LOCALES
    ]
    assert with_hint[1:] == with_hint[:-1]


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_said_exists_and_gets_its_arguments(locale: str) -> None:
    known = messages(locale)
    missing = [said for said in everything_said() if said.key not in known]
    assert not missing
    wrong = [
        (said, sorted(known[said.key]))
        for said in everything_said()
        if said.args is not None and said.args != known[said.key]
    ]
    assert not wrong


LITERAL = {"fault_injection.py"}
"""Files whose errors nobody reads in earnest: what is wrong there is wrong on purpose."""


def test_no_error_is_made_of_words_that_have_a_language() -> None:
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(BOT.rglob("*.py"))}
    errors = family({"AgoraError", "Unfit"}, trees.values()) | {"Problem", "Finding", "RequestRefused"}
    assert {"UsageError", "TryLater", "BlocksRefused", "Refusal"} <= errors
    literal = [
        f"{path.relative_to(BOT)}:{node.lineno}"
        for path, tree in trees.items()
        if path.name not in LITERAL
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in errors
        for told in node.args
        if isinstance(told, ast.JoinedStr | ast.Constant) and " " in ast.unparse(told)
    ]
    assert literal == []


def family(roots: set[str], trees: Collection[ast.Module]) -> set[str]:
    """These classes and all that are derived from them."""
    below = {
        node.name
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and {ast.unparse(base) for base in node.bases} & roots
    }
    return roots if below <= roots else family(roots | below, trees)


def test_every_message_is_said_somewhere() -> None:
    said = {found.key for found in everything_said()}
    assert sorted(set(messages(LOCALES[0])) - said) == []


def test_scripts_use_only_words_that_the_page_brings() -> None:
    brought = {
        key
        for path in BOT.rglob("words.html")
        for key in re.findall(r'<data value="([a-z0-9-]+)">', path.read_text(encoding="utf-8"))
    }
    for path in sorted(BOT.rglob("static/**/*.js")):
        used = set(_SCRIPT_CALL.findall(path.read_text(encoding="utf-8")))
        assert used <= brought, f"{path.name}: the page does not bring {sorted(used - brought)}"


def test_the_scan_sees_what_it_should() -> None:
    said = {found.key: found.args for found in everything_said()}
    assert said["bar-text"] == {"votes", "share"}
    assert said["note-unread"] == {"posts"}
    assert said["alert-failed"] == {"channel", "reason"}
    assert said["certificate-partial"] == {"ledger", "recount", "differences"}
    assert said["chat-title"] == frozenset()
    assert said["agora-check-style"] == frozenset()
    assert said["terminal-config-unusable"] == {"path", "problems"}


def test_the_public_record_has_one_name() -> None:
    """Members are told to look into it, so the page's link and every sentence call it the same.

    메시지 기록 보기 is a permission's name in Discord.
    """
    korean = "".join(texts("ko").values())
    assert "공개 기록(JSON)" in korean
    other = re.compile(r"(?<!공개 )(?<!투표 )(?<!메시지 )기록(?! 지문|된 | \{)")
    assert [line for line in korean.splitlines() if other.search(line)] == []
    english = "".join(texts("en").values())
    elsewhere = re.compile(r"= .*(?<!public )(?<!Public )\brecord\b(?!’s fingerprint)")
    assert [line for line in english.splitlines() if elsewhere.search(line)] == []
