"""What programs may ask this server for, as an OpenAPI 3.1 document; docs/http.md tells the same to people."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any

from bot import __version__
from bot.core.debates import BallotKind, Choice, DebateState, PostState
from bot.core.recounts import Recounted


def document(served: Container[str], public_url: str | None) -> dict[str, Any]:
    """The document for those of PATHS that are served; without `public_url` they are where the document is."""
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Agora",
            "summary": "Debates, their results, and whether the bot is well.",
            "description": (
                "Keys may come beside these. Sentences are in the reader's language: that of `Accept-Language`, or of "
                "`lang` in the address, `ko` or `en`. Instants are UTC."
            ),
            "version": __version__,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": public_url.rstrip("/") if public_url is not None else "/"}],
        "tags": [
            {"name": "debates", "description": "What a debate came to."},
            {"name": "health", "description": "What a monitor asks."},
            {"name": "about", "description": "This document."},
        ],
        "paths": {path: answers for path, answers in PATHS.items() if path in served},
        "components": {"schemas": _SCHEMAS, "responses": _RESPONSES, "parameters": _PARAMETERS},
    }


def _ref(kind: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def _object(description: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """An object of which every key is always there."""
    return {
        "type": "object",
        "description": description,
        "properties": dict(properties),
        "required": list(properties),
    }


def _one(kind: str | Sequence[str], description: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "description": description} | more


def _many(of: Mapping[str, Any], description: str) -> dict[str, Any]:
    return {"type": "array", "description": description, "items": dict(of)}


def _number(description: str, *, or_null: bool = False) -> dict[str, Any]:
    return _one(["integer", "null"] if or_null else "integer", description, minimum=0)


def _instant(description: str) -> dict[str, Any]:
    return _one("string", description, format="date-time")


_HASH = "^[0-9a-f]{64}$"
_SHIFT = {
    "type": ["array", "null"],
    "description": (
        "How many had the row's option first and the column's last. The last row: whose first ballot was undecided; "
        "the last column: who withdrew or is undecided. null with several choices, and while results are hidden."
    ),
    "items": {"type": "array", "items": {"type": "integer", "minimum": 0}},
}
_ABOUT = {
    "debate": _one("string", "The debate's id.", pattern="^[a-z0-9]+$"),
    "article": _one("string", "The article's slug."),
    "edition": _one("string", "Which edition of the article was voted on."),
    "question": _one("string", "As it was at opening."),
}
_TIMES = {"opened_at": _instant("When voting began."), "closes_at": _instant("When voting ends or ended.")}

_SCHEMAS: Mapping[str, Any] = {
    "Error": _object("Why there is no other answer.", {"error": _one("string", "A sentence for a person.")}),
    "Debate": _object(
        "A debate's result, or how it stands.",
        {
            **_ABOUT,
            "state": {"enum": [state.value for state in DebateState]},
            **_TIMES,
            "options": _many(_ref("schemas", "Option"), "The options in the article's order."),
            "voters": _number("How many have a ballot that counts."),
            "undecided": _number("Ballots of which nobody knows the last choice."),
            "comments": _number("Replies in the threads."),
            "saves": _number("Members who keep it for later."),
            "posts": _many(_ref("schemas", "Post"), "Where it was posted."),
            "shift": _SHIFT,
            "certificate": {
                "description": "null until there is one.",
                "anyOf": [_ref("schemas", "Certificate"), {"type": "null"}],
            },
        },
    ),
    "Option": _object(
        "One option; its figures are null while results are hidden.",
        {
            "label": _one("string", "What it is called."),
            "emoji": _one("string", "Its emoji; the label where that is no Unicode character."),
            "ballots": _number("How many ballots count for it.", or_null=True),
            "share": _one(["number", "null"], "These, divided by the voters.", minimum=0, maximum=1),
            "by_platform": _one(
                "object",
                "Its ballots by the platform's name.",
                additionalProperties={"type": ["integer", "null"], "minimum": 0},
            ),
        },
    ),
    "Post": _object(
        "One post of a debate.",
        {
            "channel": _one("string", "The channel's name in the configuration."),
            "platform": _one("string", "The platform's name."),
            "message": _one(["string", "null"], "The native id; null until it is said."),
            "state": {"enum": [state.value for state in PostState]},
        },
    ),
    "Certificate": _object(
        "What the closing recount found.",
        {
            "recounted": {"enum": [recounted.value for recounted in Recounted]},
            "ledger": _number("Ballots before the recount."),
            "recount": _number("Ballots after it."),
            "differences": _number("Reactions that it added or removed."),
            "undecided": _number("Ballots of which nobody knows the last choice."),
            "undatable": _number("Ballots that hang on reactions of which nobody knows whether they came in time."),
            "unsettled": _number("Posts of which no two readings agreed."),
            "head": _one(
                ["string", "null"],
                "The last hash of the debate's history; null where an earlier version closed it.",
                pattern=_HASH,
            ),
            "notes": _many({"type": "string"}, "What else must be known, in sentences."),
        },
    ),
    "Record": _object(
        "The public record of a closed debate.",
        {
            **_ABOUT,
            "options": _many({"type": "string"}, "Their labels; everywhere else they are numbered from 0."),
            "choice": {"enum": [choice.value for choice in Choice]},
            "ballot": {"enum": [ballot.value for ballot in BallotKind]},
            **_TIMES,
            "tally": _many({"type": "integer", "minimum": 0}, "The ballots of each option."),
            "shift": _SHIFT,
            "events": _number("How many events led to the result."),
            "certificate": _ref("schemas", "Certificate"),
            "ballots": {
                "type": ["array", "null"],
                "description": "In the order of their codes; null where votes were cast by button.",
                "items": _ref("schemas", "Ballot"),
            },
            "history": _one("string", "The hash that the history ends with.", pattern=_HASH),
            "head": _one("string", "The hash of the closing, over all of this.", pattern=_HASH),
        },
    ),
    "Ballot": _object(
        "One ballot.",
        {
            "code": _one("string", "Stands for the voter, in this debate alone.", pattern="^[0-9a-f]{16}$"),
            "first": _number("The first option; null: undecided.", or_null=True),
            "last": {
                "type": ["integer", "array", "null"],
                "description": "The last option, a list with several choices; null: withdrawn or undecided.",
                "minimum": 0,
                "items": {"type": "integer", "minimum": 0},
            },
        },
    ),
    "Up": _object("The process answers.", {"up": {"const": True}}),
    "Readiness": _object(
        "Whether all that the bot needs is connected.",
        {
            "ready": _one("boolean", "Whether nothing is missing."),
            "missing": _one(
                "object", "What is missing, each with a sentence.", additionalProperties={"type": "string"}
            ),
        },
    ),
}


def _json(schema: Mapping[str, Any], description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": dict(schema)}}}


def _failed(description: str) -> dict[str, Any]:
    failed = _json(_ref("schemas", "Error"), description)
    failed["content"]["text/html"] = {"schema": {"type": "string"}}
    return failed


_RESPONSES: Mapping[str, Any] = {
    "Missing": _failed("There is no such debate, or not yet. A page for whoever accepts HTML, as for all failures."),
    "Gone": _failed("Its ballots were deleted, and the record with them."),
    "Failure": _failed("What can't be answered, with a sentence that says why."),
    "Known": {"description": "The asker has it already, as `If-None-Match` says."},
}
_PARAMETERS: Mapping[str, Any] = {
    "debate": {
        "name": "debate",
        "in": "path",
        "required": True,
        "description": "The debate's id, as in the address of its page.",
        "schema": {"type": "string", "pattern": "^[a-z0-9]+$"},
    },
}


def _get(name: str, tag: str, summary: str, answers: Mapping[str, Any], *parameters: str) -> dict[str, Any]:
    """What a GET of an address answers, beside failures that any address has."""
    return {
        "get": {
            "operationId": name,
            "tags": [tag],
            "summary": summary,
            "parameters": [_ref("parameters", parameter) for parameter in parameters],
            "responses": {**answers, "default": _ref("responses", "Failure")},
        }
    }


_OF_KEPT = {"304": _ref("responses", "Known")}
PATHS: Mapping[str, Any] = {
    "/healthz": _get(
        "healthz", "health", "Whether the process is up.", {"200": _json(_ref("schemas", "Up"), "It is.")}
    ),
    "/readyz": _get(
        "readyz",
        "health",
        "Whether the bot can do its work.",
        {
            "200": _json(_ref("schemas", "Readiness"), "It can."),
            "503": _json(_ref("schemas", "Readiness"), "It can't: something is missing."),
        },
    ),
    "/openapi.json": _get(
        "openapi",
        "about",
        "This document.",
        {"200": _json({"type": "object"}, "An OpenAPI document."), **_OF_KEPT},
    ),
    "/debates/{debate}.json": _get(
        "debate",
        "debates",
        "A debate's result, or how it stands.",
        {
            "200": _json(_ref("schemas", "Debate"), "The debate as members may see it."),
            **_OF_KEPT,
            "404": _ref("responses", "Missing"),
        },
        "debate",
    ),
    "/debates/{debate}/record.json": _get(
        "record",
        "debates",
        "The public record of a closed debate.",
        {
            "200": _json(_ref("schemas", "Record"), "The record, which anyone can check."),
            **_OF_KEPT,
            "404": _ref("responses", "Missing"),
            "410": _ref("responses", "Gone"),
        },
        "debate",
    ),
}
"""Addresses with what each answers, as OpenAPI has them."""
