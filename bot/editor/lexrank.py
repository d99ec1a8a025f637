"""Which sentences stand for a text: LexRank over character n-grams, the beginning and the title's words preferred."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

_RUNS = re.compile(r"[가-힣]+|[^\W\d_가-힣]+|\d+(?:[.,]\d+)*")
_RESTART = 0.25
_STEPS = 60
_SETTLED = 1e-6
_HEAD_START = 3.0
"""How much oftener than the last sentence the first one is where the walk starts anew."""
_TITLE_START = 6.0
"""How much oftener the walk starts anew at a sentence that says just what the title says."""
Weights = Mapping[str, float]


def features_of(sentence: str) -> Counter[str]:
    """What a sentence is compared by, with how often each occurs."""
    found: Counter[str] = Counter()
    for run in _RUNS.findall(unicodedata.normalize("NFC", sentence).casefold()):
        if "가" <= run[0] <= "힣" and len(run) > 1:
            found.update(run[i : i + 2] for i in range(len(run) - 1))
        else:
            found[run] += 1
    return found


def weigh(sentences: Sequence[str]) -> list[Weights]:
    """Each sentence as tf-idf weights of length 1; empty for one without a letter or digit."""
    counted = [features_of(sentence) for sentence in sentences]
    holding = Counter(feature for features in counted for feature in features)
    weighed: list[Weights] = []
    for features in counted:
        raw = {f: n * math.log((len(sentences) + 1.0) / (holding[f] + 0.5)) for f, n in features.items()}
        length = math.sqrt(sum(value * value for value in raw.values()))
        weighed.append({f: value / length for f, value in raw.items()})
    return weighed


def likeness(a: Weights, b: Weights) -> float:
    """How alike two sentences are, from 0 to 1."""
    if len(a) > len(b):
        a, b = b, a
    return min(sum(value * b[feature] for feature, value in a.items() if feature in b), 1.0)


def centrality(weighed: Sequence[Weights], title: Weights) -> list[float]:
    """How much of the whole each sentence stands for; the values sum to 1. `title` may be empty."""
    count = len(weighed)
    if count == 0:
        return []
    alike = [[0.0] * count for _ in range(count)]
    for i in range(count):
        for j in range(i):
            alike[i][j] = alike[j][i] = likeness(weighed[i], weighed[j])
    sums = [sum(row) for row in alike]
    starts = [
        1.0 + (_HEAD_START - 1.0) * (1.0 - i / max(count - 1, 1)) + _TITLE_START * likeness(weights, title)
        for i, weights in enumerate(weighed)
    ]
    total = sum(starts)
    starts = [start / total for start in starts]
    ranks = starts
    for _ in range(_STEPS):
        lonely = sum(rank for rank, strength in zip(ranks, sums, strict=True) if strength == 0)
        flows = [rank / strength if strength else 0.0 for rank, strength in zip(ranks, sums, strict=True)]
        following = [
            starts[i] * (_RESTART + (1 - _RESTART) * lonely)
            + (1 - _RESTART) * sum(flow * edge for flow, edge in zip(flows, alike[i], strict=True))
            for i in range(count)
        ]
        moved = sum(abs(a - b) for a, b in zip(ranks, following, strict=True))
        ranks = following
        if moved < _SETTLED:
            break
    return ranks
