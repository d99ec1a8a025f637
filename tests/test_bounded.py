"""What is remembered while there is room: the oldest goes first, and what was used is not the oldest."""

from __future__ import annotations

from bot.bounded import BoundedDict


def filled(most: int, *keys: str) -> BoundedDict[str, int]:
    kept: BoundedDict[str, int] = BoundedDict(most)
    for place, key in enumerate(keys):
        kept[key] = place
    return kept


def test_what_was_put_in_longest_ago_is_forgotten() -> None:
    assert dict(filled(3, "a", "b", "c", "d")) == {"b": 1, "c": 2, "d": 3}
    assert dict(filled(0, "a")) == {}


def test_what_is_put_in_again_is_the_latest() -> None:
    assert dict(filled(2, "a", "b", "a", "c")) == {"a": 2, "c": 3}


def test_what_is_used_is_the_latest_and_what_is_looked_at_is_not() -> None:
    kept = filled(2, "a", "b")
    assert kept.used("a") == 0
    assert kept.used("nobody") is None
    kept["c"] = 2
    assert set(kept) == {"a", "c"}
    assert kept.get("a") == 0
    assert "a" in kept
    kept["d"] = 3
    assert set(kept) == {"c", "d"}


def test_however_it_is_filled_it_keeps_its_bounds() -> None:
    kept = filled(2)
    kept.update(a=1, b=2, c=3)
    assert kept.setdefault("d", 4) == 4
    assert dict(kept) == {"c": 3, "d": 4}


def test_whoever_wants_to_know_is_told_what_was_forgotten() -> None:
    told: list[str] = []
    kept: BoundedDict[str, int] = BoundedDict(1, told.append)
    for key in "aabc":
        kept[key] = 0
    kept.pop("c")
    assert told == ["a", "b"]
