"""Articles, rules, certificates, talks and requests as JSON text, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.core.articles import Article, Option, SquabbleLine
from bot.core.debates import BallotKind, Choice, ResultsShown, Rules
from bot.core.emoji import Emoji
from bot.core.recounts import Certificate, Note, Recounted
from bot.core.sparks import Sparked, Spoken, Stances, Talk
from bot.core.times import format_duration, parse_duration
from bot.sentences import as_sentence, english, read_back
from bot.services.records import (
    CloseRequest,
    OpenRequest,
    Request,
    RequestDone,
    RequestOutcome,
    RequestRefused,
    UnknownRequest,
)

_OPEN, _CLOSE = "post", "close"


def dump(value: Mapping[str, object]) -> str:
    """`value` as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def load(value: str) -> dict[str, Any]:
    """What `dump` wrote."""
    loaded: dict[str, Any] = json.loads(value)
    return loaded


def dump_article(article: Article) -> str:
    """The whole article, body and squabble included."""
    return dump(
        {
            "slug": article.slug,
            "title": article.title,
            "category": article.category,
            "published": article.published.isoformat(),
            "summary": list(article.summary),
            "question": article.question,
            "options": [
                {"label": option.label, "unicode": option.emoji.unicode, "custom": dict(option.emoji.custom)}
                for option in article.options
            ],
            "body": article.body,
            "source": article.source,
            "author": article.author,
            "draft": article.draft,
            "pick": article.pick,
            "tags": list(article.tags),
            "previous": article.previous,
            "squabble": [[line.speaker, line.side, line.says] for line in article.squabble],
        }
    )


def load_article(text: str) -> Article:
    """The article that `dump_article` wrote."""
    said = load(text)
    return Article(
        slug=said["slug"],
        title=said["title"],
        category=said["category"],
        published=datetime.fromisoformat(said["published"]),
        summary=tuple(said["summary"]),
        question=said["question"],
        options=tuple(
            Option(option["label"], Emoji(option["unicode"], option["custom"])) for option in said["options"]
        ),
        body=said["body"],
        source=said["source"],
        author=said["author"],
        draft=said["draft"],
        pick=said["pick"],
        tags=tuple(said["tags"]),
        previous=said["previous"],
        squabble=tuple(SquabbleLine(*line) for line in said["squabble"]),
    )


def dump_rules(rules: Rules) -> str:
    """The rules, durations in seconds."""
    return dump(
        {
            "closes_after": rules.closes_after.total_seconds(),
            "closing_grace": rules.closing_grace.total_seconds(),
            "results": rules.results.value,
            "choice": rules.choice.value,
            "ballot": rules.ballot.value,
        }
    )


def load_rules(text: str) -> Rules:
    """The rules that `dump_rules` wrote."""
    said = load(text)
    return Rules(
        closes_after=timedelta(seconds=said["closes_after"]),
        closing_grace=timedelta(seconds=said["closing_grace"]),
        results=ResultsShown(said["results"]),
        choice=Choice(said["choice"]),
        ballot=BallotKind(said["ballot"]),
    )


def dump_certificate(certificate: Certificate) -> str:
    """The certificate with its notes."""
    return dump(
        {
            "recounted": certificate.recounted.value,
            "ledger": certificate.ledger,
            "recount": certificate.recount,
            "differences": certificate.differences,
            "undecided": certificate.undecided,
            "undatable": certificate.undatable,
            "unsettled": certificate.unsettled,
            "notes": _notes(certificate),
        }
    )


def dump_notes(certificate: Certificate) -> str:
    """A certificate's notes alone."""
    return json.dumps(_notes(certificate), separators=(",", ":"))


def _notes(certificate: Certificate) -> list[object]:
    return [[note.key, [list(arg) for arg in note.args]] for note in certificate.notes]


def load_certificate(text: str | None) -> Certificate | None:
    """The certificate that `dump_certificate` wrote, if any."""
    if text is None:
        return None
    said = load(text)
    notes = tuple(Note(key, tuple((name, value) for name, value in args)) for key, args in said.pop("notes"))
    return Certificate(recounted=Recounted(said.pop("recounted")), notes=notes, **said)


def dump_talk(talk: Talk) -> str:
    """What was said about a debate, in numbers."""
    stances = talk.stances
    return dump(
        {
            "sparked": [
                {
                    "line": list(one.line),
                    "voters": one.voters,
                    "moves": [[*cell, people] for cell, people in sorted(one.moves.items())],
                    "gone": one.gone,
                }
                for one in talk.sparked
            ],
            "stances": [list(stances.by_option), stances.unknown, stances.replies],
        }
    )


def load_talk(text: str) -> Talk:
    """The talk that `dump_talk` wrote."""
    said = load(text)
    by_option, unknown, replies = said["stances"]
    return Talk(
        tuple(
            Sparked(Spoken(*one["line"]), one["voters"], {(a, b): n for a, b, n in one["moves"]}, one["gone"])
            for one in said["sparked"]
        ),
        Stances(tuple(by_option), unknown, replies),
    )


def dump_request(request: Request) -> tuple[str, str]:
    """The request's kind, and its text."""
    match request:
        case OpenRequest(debate, slug, channels, span, again):
            closes_after = None if span is None else format_duration(span)
            said = {"debate": debate, "slug": slug, "channels": list(channels), "closes_after": closes_after}
            return _OPEN, dump(said | {"again": again})
        case CloseRequest(debate):
            return _CLOSE, dump({"debate": debate})
        case UnknownRequest(kind):
            return kind, dump({})


def load_request(kind: str, text: str) -> Request:
    """The request that `dump_request` wrote, here or in another version of Agora."""
    said = load(text)
    if kind == _CLOSE:
        return CloseRequest(said.get("debate"))
    if kind != _OPEN:
        return UnknownRequest(kind)
    try:
        span = said.get("closes_after")
        return OpenRequest(
            debate=said.get("debate"),
            slug=said["slug"],
            channels=tuple(said.get("channels") or ()),
            closes_after=None if span is None else parse_duration(span),
            again=bool(said.get("again", True)),
        )
    except (KeyError, ValueError):
        return UnknownRequest(kind)


def dump_outcome(outcome: RequestOutcome) -> str:
    """What became of a request; why it was refused in English, too, for versions that read no sentence."""
    match outcome:
        case RequestDone(debate):
            return dump({"debate": debate})
        case RequestRefused(told):
            return dump({"error": str(told), "hint": told.hint(english()), "told": told.kept()})


def load_outcome(text: str) -> RequestOutcome:
    """The outcome that `dump_outcome` wrote."""
    said = load(text)
    if "debate" in said:
        return RequestDone(said["debate"])
    if "told" in said:
        return RequestRefused(read_back(said["told"]))
    return RequestRefused(as_sentence(said["error"], said.get("hint") or ""))
