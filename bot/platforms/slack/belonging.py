"""Whose a request is: what Slack sends names the workspace that it is for, and the app."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Payload = Mapping[str, Any]


def is_for(payload: Payload, team: str, app: str) -> bool:
    """Whether this is for the app `app` in the workspace `team`; what a payload, or we, don't know is not compared."""
    named = payload.get("api_app_id")
    if app and isinstance(named, str) and named and named != app:
        return False
    teams = _installed_in(payload)
    return not team or not teams or team in teams


def _installed_in(payload: Payload) -> frozenset[str]:
    """The workspaces in which the app is meant; empty where none is named.

    People of a shared channel come from other workspaces, so the most telling field decides (as in Bolt's
    `extract_team_id`): who did it counts only where nothing else says where.
    """
    view = _mapping(payload.get("view"))
    team = payload.get("team")
    for told in (
        [view.get("app_installed_team_id")],
        [team if isinstance(team, str) else _mapping(team).get("id")],
        [authorization.get("team_id") for authorization in _authorizations(payload)],
        [payload.get("context_team_id")],
        [payload.get("team_id")],
        [_mapping(payload.get("user")).get("team_id")],
    ):
        # An organisation's id (E…) stands where no single workspace is meant [doc].
        named = frozenset(each for each in told if isinstance(each, str) and each and not each.startswith("E"))
        if named:
            return named
    return frozenset()


def _authorizations(payload: Payload) -> Iterator[Payload]:
    found = payload.get("authorizations")
    yield from (each for each in (found if isinstance(found, list) else ()) if isinstance(each, Mapping))


def _mapping(value: object) -> Payload:
    return value if isinstance(value, Mapping) else {}
