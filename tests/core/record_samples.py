"""Records of debates that were made up, and the ways to tamper with one."""

from __future__ import annotations

import copy
import importlib.util
import json
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from hypothesis import strategies as st

from bot.core.public_record import Filed, Record, head_of, record

SCRIPT = Path(__file__).parents[2] / "docs" / "verify.py"


def the_script() -> ModuleType:
    """docs/verify.py, which shares nothing with the bot."""
    spec = importlib.util.spec_from_file_location("verify", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sealed(choice: str, options: int, cast: list[tuple[Any, Any]], *, buttons: bool = False, seed: int = 0) -> Record:
    """A record of these ballots (first, last), as a bot would have made it."""
    chance = random.Random(seed)
    codes = sorted({f"{chance.getrandbits(64):016x}" for _ in cast})
    filed = [Filed(code, *ballot) for code, ballot in zip(codes, cast, strict=True)]
    tally, moves, voters = [0] * options, Counter[tuple[int, int]](), 0
    for _, first, last in filed:
        chosen = last if isinstance(last, list) else [] if last is None else [last]
        for option in chosen:
            tally[option] += 1
        voters += bool(chosen)
        moves[options if first is None else first, chosen[0] if chosen else options] += 1
    size = range(options + 1)
    told: Record = {
        "debate": "d1",
        "article": "open-square",
        "edition": "0123",
        "question": "열린 광장? \u2028 \ud83d\ude00",
        "options": [f"답 {number}" for number in range(options)],
        "choice": choice,
        "ballot": "buttons" if buttons else "reactions",
        "opened_at": "2026-03-01T09:00:00Z",
        "closes_at": "2026-03-02T09:00:00.000001Z",
        "tally": tally,
        "shift": [[moves[row, column] for column in size] for row in size] if choice == "single" else None,
        "events": len(cast) * 2,
        "certificate": {
            "recounted": "exact",
            "ledger": voters,
            "recount": voters,
            "differences": chance.randrange(3),
            "undecided": 0,
            "undatable": 0,
            "unsettled": 0,
            "notes": ["말 한마디"],
        },
    }
    history = f"{chance.getrandbits(256):064x}"
    head = head_of(bytes.fromhex(history), told, () if buttons else filed).hex()
    made = record(told, None if buttons else filed, history, head)
    again: Record = json.loads(json.dumps(made))
    return again


def _ballots(choice: str, options: int) -> st.SearchStrategy[list[tuple[Any, Any]]]:
    one = st.integers(0, options - 1)
    several = st.sets(one, min_size=1).map(sorted)
    last = st.none() | (several if choice == "multiple" else one)
    return st.lists(st.tuples(st.none() | one, last), max_size=12)


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Any record."""
    choice, options = draw(st.sampled_from(["single", "multiple"])), draw(st.integers(2, 4))
    buttons = draw(st.booleans())
    return sealed(choice, options, draw(_ballots(choice, options)), buttons=buttons, seed=draw(st.integers(0, 999)))


Tampering = Callable[[Record], object]


def _swapped(told: Record) -> None:
    """Two people's ballots change hands: every count stays what it was."""
    first, second = told["ballots"][0], told["ballots"][1]
    first["code"], second["code"] = second["code"], first["code"]
    told["ballots"][:2] = [second, first]


def _moved_with_all_counts(told: Record) -> None:
    """One vote moves from an option to another, and whoever did it has thought of tally and shift."""
    ballot = told["ballots"][0]
    told["tally"][ballot["last"]] -= 1
    told["shift"][ballot["first"]][ballot["last"]] -= 1
    ballot["last"] = 1 - ballot["last"]
    told["tally"][ballot["last"]] += 1
    told["shift"][ballot["first"]][ballot["last"]] += 1


def _without_a_vote(told: Record) -> None:
    """One ballot is gone everywhere."""
    ballot = told["ballots"].pop(0)
    told["tally"][ballot["last"]] -= 1
    told["shift"][ballot["first"]][ballot["last"]] -= 1
    told["certificate"]["recount"] -= 1


def _set(*path: str | int, to: Any) -> Tampering:
    def change(told: Any) -> None:
        *way, last = path
        for step in way:
            told = told[step]
        told[last] = to

    return change


def _without(*path: str) -> Tampering:
    def change(told: Any) -> None:
        *way, last = path
        for step in way:
            told = told[step]
        del told[last]

    return change


KEYS = ("debate", "article", "edition", "question", "options", "choice", "ballot", "opened_at", "closes_at", "ballots")
FIGURES = ("recounted", "ledger", "recount", "differences", "undecided", "undatable", "unsettled", "head")

TAMPERINGS: dict[str, Tampering] = {
    "a ballot's last": _set("ballots", 0, "last", to=1),
    "a ballot's first": _set("ballots", 0, "first", to=1),
    "a ballot undone": _set("ballots", 0, "last", to=None),
    "a ballot's first undone": _set("ballots", 0, "first", to=None),
    "a ballot for no option": _set("ballots", 0, "last", to=2),
    "a ballot below any option": _set("ballots", 0, "last", to=-1),
    "a ballot for several": _set("ballots", 0, "last", to=[0]),
    "a ballot that is true": _set("ballots", 1, "last", to=True),
    "a ballot's code": _set("ballots", 0, "code", to="0000000000000000"),
    "a ballot without a code": _set("ballots", 0, "code", to=""),
    "a ballot with more": _set("ballots", 0, "name", to="somebody"),
    "a ballot dropped": lambda told: told["ballots"].pop(1),
    "a ballot doubled": lambda told: told["ballots"].insert(0, dict(told["ballots"][0])),
    "a ballot added": lambda told: told["ballots"].append({"code": "f" * 16, "first": None, "last": None}),
    "ballots in another order": lambda told: told["ballots"].reverse(),
    "ballots in each other's hands": _swapped,
    "a vote moved with all counts": _moved_with_all_counts,
    "a vote gone with all counts": _without_a_vote,
    "the tally": _set("tally", 0, to=9),
    "the tally's sides": lambda told: told["tally"].reverse(),
    "the tally longer": lambda told: told["tally"].append(0),
    "the shift": _set("shift", 0, 0, to=9),
    "the shift's sides": lambda told: told["shift"].reverse(),
    "the shift gone": _set("shift", to=None),
    "the question": _set("question", to="다른 질문?"),
    "the labels": lambda told: told["options"].reverse(),
    "an option more": lambda told: told["options"].append("또"),
    "the choice": _set("choice", to="multiple"),
    "the ballot": _set("ballot", to="buttons"),
    "the edition": _set("edition", to="9999"),
    "the opening": _set("opened_at", to="2026-03-01T09:00:01Z"),
    "the closing": _set("closes_at", to="2026-03-02T10:00:00Z"),
    "the events": _set("events", to=9),
    "the history": lambda told: told.update(history=told["head"]),
    "the head": lambda told: told.update(head=told["history"]),
    "both heads": lambda told: (told.update(head="a" * 64), told["certificate"].update(head="a" * 64)),
    "the certificate's head": _set("certificate", "head", to="a" * 64),
    "what was recounted": _set("certificate", "recounted", to="partial"),
    "the certificate's ledger": _set("certificate", "ledger", to=77),
    "the certificate's recount": _set("certificate", "recount", to=77),
    "the certificate's differences": _set("certificate", "differences", to=77),
    "the certificate's undecided": _set("certificate", "undecided", to=77),
    "the certificate's undatable": _set("certificate", "undatable", to=77),
    "the certificate's unsettled": _set("certificate", "unsettled", to=77),
    "a figure of the certificate more": _set("certificate", "joined", to=3),
    "an empty record": lambda told: told.clear(),
    **{f"no {key}": _without(key) for key in (*KEYS, "tally", "shift", "events", "history", "head", "certificate")},
    **{f"no {key} in the certificate": _without("certificate", key) for key in FIGURES},
}
"""By what is tampered with, for a record of one choice between two options with at least two different ballots."""


def tampered(told: Record, what: str) -> Record:
    """A copy of a record in which something was changed."""
    changed = copy.deepcopy(told)
    TAMPERINGS[what](changed)
    return changed
