"""The app's manifest asks for what the code uses: every scope, event, command and shortcut, and none in vain."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import bot.platforms.slack
from bot.platforms.slack.dispatch import _EVENTS as FOR_BOLT
from bot.platforms.slack.interactions import SHORTCUT, SLASHES
from bot.platforms.slack.permissions import (
    APP_METHODS,
    ASKED_FOR,
    EVENTS_WITHOUT_SCOPE,
    SCOPES,
    SUBSCRIBED,
    WITHOUT_SCOPE,
)

SOURCES = Path(bot.platforms.slack.__file__).parent
MANIFEST = Path(__file__).parents[3] / "deploy" / "slack-manifest.yaml"
_CALL = re.compile(r"(api|apps|auth|bots|chat|conversations|emoji|files|reactions|team|users|views)_[a-zA-Z0-9_]+")
UPLOAD = {"files.getUploadURLExternal", "files.completeUploadExternal"}
"""What slack_sdk calls for `files_upload_v2`."""


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))


def methods_called() -> set[str]:
    """Every method of the Web API that the code calls on a client."""
    found = set()
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                name = node.func.attr
                if name == "files_upload_v2":
                    found |= UPLOAD
                elif _CALL.fullmatch(name):
                    found.add(name.replace("_", "."))
    return found


def test_every_method_has_its_scope_and_no_scope_is_asked_for_in_vain() -> None:
    scoped = {method for need in SCOPES for method in need.methods}
    assert methods_called() == scoped | WITHOUT_SCOPE | APP_METHODS
    assert all(need.methods or need.events or need.features for need in SCOPES)
    assert len({need.scope for need in SCOPES}) == len(SCOPES)


def test_the_scan_sees_what_it_should() -> None:
    assert {"chat.postMessage", "reactions.get", "auth.test", "views.publish", *UPLOAD} <= methods_called()


def test_the_manifest_asks_for_exactly_these_scopes(manifest: dict[str, Any]) -> None:
    asked = manifest["oauth_config"]["scopes"]["bot"]
    assert sorted(asked) == sorted(ASKED_FOR)
    assert "user" not in manifest["oauth_config"]["scopes"]


def test_every_event_subscribed_to_is_handled_and_every_handled_one_is_subscribed_to(manifest: dict[str, Any]) -> None:
    subscribed = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert sorted(subscribed) == sorted(SUBSCRIBED)
    assert {event.partition(".")[0] for event in subscribed} == handled_events() | FOR_BOLT


def handled_events() -> set[str]:
    """The events that `Events` has a handler for, as its source names them."""
    tree = ast.parse((SOURCES / "events.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        target = getattr(node, "target", None)
        if isinstance(node, ast.AnnAssign) and isinstance(target, ast.Attribute) and target.attr == "_handlers":
            assert isinstance(node.value, ast.Dict)
            return {str(key.value) for key in node.value.keys if isinstance(key, ast.Constant)}
    raise AssertionError("there is no table of handlers")


def test_commands_and_shortcuts_are_those_that_are_answered(manifest: dict[str, Any]) -> None:
    features = manifest["features"]
    (command,) = features["slash_commands"]
    assert SLASHES.match(command["command"])
    assert command["command"].isascii()
    assert len(command["command"]) <= 32
    (shortcut,) = features["shortcuts"]
    assert (shortcut["callback_id"], shortcut["type"]) == (SHORTCUT, "message")
    assert len(shortcut["name"]) <= 24
    assert features["app_home"]["home_tab_enabled"] is True
    assert manifest["settings"]["interactivity"]["is_enabled"] is True
    assert len(manifest["display_information"]["name"]) <= 35
    assert len(manifest["display_information"]["description"]) <= 140


def test_it_is_for_socket_mode_and_with_the_comments_taken_away_for_http(manifest: dict[str, Any]) -> None:
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["settings"]["token_rotation_enabled"] is False
    assert "url" not in manifest["features"]["slash_commands"][0]
    text = MANIFEST.read_text(encoding="utf-8")
    uncommented = re.sub(r"^(\s+)# ((?:request_)?url: )", r"\1\2", text, flags=re.MULTILINE)
    http = yaml.safe_load(uncommented.replace("socket_mode_enabled: true", "socket_mode_enabled: false"))
    assert http["features"]["slash_commands"][0]["url"].endswith("/slack/commands")
    assert http["settings"]["event_subscriptions"]["request_url"].endswith("/slack/events")
    assert http["settings"]["interactivity"]["request_url"].endswith("/slack/interactions")
    assert {"url", "request_url"} & set(re.findall(r"# (\w+): https", text)) == {"url", "request_url"}


def test_what_may_be_left_out_says_at_what_price() -> None:
    text = MANIFEST.read_text(encoding="utf-8")
    for need in SCOPES:
        (line,) = re.findall(rf"^ +- {re.escape(need.scope)}(?: +# .+)?$", text, flags=re.MULTILINE)
        assert ("#" in line) is not need.essential, line
        assert str(need.why).startswith("Without it ")
    assert EVENTS_WITHOUT_SCOPE <= SUBSCRIBED
