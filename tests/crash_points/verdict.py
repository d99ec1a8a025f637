"""What a life came to, held against what people did: each check says what it found and what it looked for."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from bot.storage.tables import debates
from tests.crash_points.life import LINES, OPTIONS, Life

_OF_A_KILL, _OF_A_SLOW_MACHINE = "note-was-down", "note-not-heard"
_ONE_BY_ONE = {"square": 2, "hall": 2}


def differences(life: Life) -> list[str]:
    """Everything that is not as it must be, a sentence each; empty for a good life."""
    return [*_said_on_discord(life), *_said_in_the_chat(life), *_counted(life), *_left_behind(life), *_logged(life)]


def _differs(what: str, found: object, wanted: object) -> Iterator[str]:
    if found != wanted:
        yield f"{what}: {found!r} and not {wanted!r}"


def _said_on_discord(life: Life) -> Iterator[str]:
    fake, place = life.discord.fake, life.place
    said = life.said()
    yield from _differs("messages in square", len(said), _ONE_BY_ONE["square"])
    yield from _differs("welcomes in square", len(fake.messages(place.square)) - len(said), 1)
    yield from _differs("requests that could ping", [one.route for one in fake.could_ping], [])
    if not said:
        return
    card, me = said[0], fake.world.me.id
    yield from _differs("seeds under the card", {one for one in card.reactions if me in card.voters(one)}, {*OPTIONS})
    lines = [] if card.thread is None else [one.text for one in fake.messages(card.thread) if one.type == 0]
    yield from _differs("lines in the thread on Discord", [_line(text) for text in lines], list(LINES))
    yield from _differs("threads on Discord", len(place.square.threads), 1)


def _said_in_the_chat(life: Life) -> Iterator[str]:
    chat = life.chat
    if chat is None:
        yield "nobody looked into the chat"
        return
    yield from _differs("messages in hall", [one["kind"] for one in chat.hall], ["card", "result"])
    yield from _differs(
        "lines in the thread in the chat", [_line(one["content"]["text"]) for one in chat.thread], [*LINES]
    )
    yield from _differs("welcomes in the chat", chat.welcomes, 2)
    yield from _differs("alerts", [one["content"] for one in chat.alerts], [])
    for one in chat.hall:
        content = one["content"]
        wanted = life.people.ballots("local" if one["kind"] == "card" else None)
        yield from _differs(f"bars of the {one['kind']}", [bar["ballots"] for bar in content["bars"]], wanted)
        if one["kind"] == "card":
            seeds = {reaction["emoji"] for reaction in one["reactions"] if reaction["seed"]}
            yield from _differs("seeds in the chat", seeds, {*OPTIONS})
            yield from _differs("state of the card", content["state"], "closed")
        else:
            yield from _differs("certificate in the result", bool(content["certificate"]), True)


def _line(text: str) -> str:
    return next((line for line in LINES if line in text), text)


def _counted(life: Life) -> Iterator[str]:
    told, people = life.window.told(life.debate), life.people
    voters = sum(people.ballots())
    yield from _differs("state", told["state"], "closed")
    for platform in ("discord", "local"):
        ballots = [option["by_platform"][platform] for option in told["options"]]
        yield from _differs(f"ballots on {platform}", ballots, people.ballots(platform))
    yield from _differs("voters and undecided", (told["voters"], told["undecided"]), (voters, 0))
    yield from _differs("shift", told["shift"], people.shift())
    yield from _differs("saves and comments", (told["saves"], told["comments"]), (people.saves, people.replies))
    yield from _differs("posts", [post["state"] for post in told["posts"]], ["said", "said"])
    certificate = told["certificate"] or {}
    wanted = {
        "recounted": "exact",
        "ledger": voters,
        "recount": voters,
        "differences": 0,
        "undecided": 0,
        "undatable": 0,
    }
    yield from _differs("certificate", {key: certificate.get(key) for key in wanted}, wanted)
    allowed = {_OF_A_SLOW_MACHINE, *([_OF_A_KILL] if life.disturbed else [])}
    yield from _differs("notes of the certificate", life.window.notes(life.debate) - allowed, set())
    verified = life.place.agora("verify", life.debate)
    yield from _differs("agora verify", (verified.code, verified.err), (0, ""))


def _left_behind(life: Life) -> Iterator[str]:
    count = select(func.count()).select_from(debates)
    yield from _differs("debates", life.window.read(lambda db: db.execute(count).scalar()), 1)
    yield from _differs("left behind", life.window.left_behind(), {})


def _logged(life: Life) -> Iterator[str]:
    yield from _differs("errors in the log", life.errors, [])
