"""Sentences made short by rules: what may go is taken out, and only the last word's ending is changed.

Whatever comes out is a part of the sentence in its order. Conditions, negations, quoted views and hedges stay, since
the sentence would say something else without them.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator

from bot.core.korean import hangul_in
from bot.editor.conjugation import final
from bot.editor.endings import certain_stem, past_or_present, polite
from bot.editor.word_lists import (
    ADVERBIAL_ENDS,
    AFTER_GO,
    AFTER_INFINITIVES,
    ASKING,
    BUT_ENDS,
    EMPTY_ADVERBS,
    EMPTY_NOUNS,
    INFINITIVE_ENDS,
    LEADING_ENDS,
    LISTENERS,
    NO_INFINITIVES,
    NO_NOUN_ENDS,
    OPENERS,
    RELATIVE_ENDS,
    WHILE_ENDS,
    WHILE_ENDS_AT_A_COMMA,
)
from bot.editor.word_roles import (
    bare,
    has_frame,
    has_subject,
    is_adnominal,
    is_also,
    is_object,
    is_subject,
    is_topic,
    may_lack_a_subject,
    topics_of,
)
from bot.library.style import MOST_HANGUL, MOST_IN_LINE

MOST_SIGNS_AT_ALL = 46
"""The most characters of a Korean line, of which `agora check` wants fewer (MOST_IN_LINE)."""
_WIDE = 8
"""What it costs a line to have more than it should: dates and amounts may take that room."""
_NUMBER_LOST = 2
"""What it costs more when a date or another number goes."""
_MOST_TRIED = 120
"""How many forms of one sentence are looked at."""
_BRACKETED = re.compile(r"\s?(?:\([^()]{1,80}\)|\[[^\[\]]{1,80}\])")
_END = " .!…。！"
_TOLD = ("밝혔", "발표했", "말했", "설명했", "전했", "알렸", "공지했")
_OWN_PLANS = ("계획이라고", "예정이라고", "방침이라고", "계획이라고도")
_QUOTED = ("라고", "다고", "자고", "냐고", "라며", "다며")
_LONGEST_LEAD = 6
_BY_RULE = ("따라,", "따라", "맞춰", "맞춰,", "맞추어")
_DATE = re.compile(r"\d{1,4}(?:년|월|일|년대)[에,]{0,2}")
_DAY, _MONTH = re.compile(r"\d{1,2}일,?"), re.compile(r"\d{1,2}월")
_CONDITIONS = ("면", "야", "수록", "때")
"""Ends of what must be so for the rest to hold."""
_REPORTED = ("다는", "라는", "냐는", "자는")
_LONGEST_RELATIVE = 7
_SCOPED = re.compile(r"(?:수 (?:있|없)|야 (?:하|한|해|했)|기로 |려고 |지 (?:않|못)|(?:것|거) ?같)")
"""What holds for both of two clauses, so that the first can't stand without it."""


def is_short(line: str, most: int = MOST_IN_LINE) -> bool:
    """Whether a Korean line is short enough."""
    return hangul_in(line) <= MOST_HANGUL and len(line) <= most


def forms_of(sentence: str) -> list[tuple[str, int]]:
    """A Korean sentence as lines that are short enough, each with how much it lost; none where no rule makes it so.

    Each is a finished statement, in 해요 where its stem is known.
    """
    whole = tuple(without_openers(_BRACKETED.sub("", sentence).strip(_END)).split())
    found: dict[str, int] = {}
    waiting = [(0, 0, whole)]
    seen = {whole}
    while waiting and len(seen) < _MOST_TRIED:
        cost, _, words = heapq.heappop(waiting)
        line = finished(" ".join(words))
        if line is not None and is_short(line, MOST_SIGNS_AT_ALL) and line not in found:
            found[line] = cost if is_short(line) else cost + _WIDE
        for more, shorter in _cuts(words):
            more += _NUMBER_LOST * (_numbers_in(words) - _numbers_in(shorter))
            kept = tuple(without_openers(" ".join(shorter).strip(",")).split())
            if len(kept) > 1 and kept not in seen and not holds_half_a_quote(" ".join(kept)):
                seen.add(kept)
                heapq.heappush(waiting, (cost + more, len(seen), kept))
    return sorted(found.items(), key=lambda form: form[1])


def _numbers_in(words: tuple[str, ...]) -> int:
    return sum(any(c.isdigit() for c in word) for word in words)


def holds_half_a_quote(text: str) -> bool:
    """Whether a quote or bracket is opened or closed in a text, and not both."""
    pairs = any(text.count(opened) != text.count(closed) for opened, closed in ("“”", "「」", "『』", "«»", "()"))
    return pairs or text.count('"') % 2 == 1 or text.count("‘") > text.count("’")


def finished(text: str) -> str | None:
    """Text without end sign as a statement with one, in 해요 or, where its stem isn't known, as it is in 다."""
    made = polite(text)
    if made is None and text.endswith("다") and not text.endswith(("니다", "라다")):
        made = text
    return None if made is None else f"{made}."


def without_openers(text: str) -> str:
    """Text without the words at its head that only tie it to what was said before."""
    while True:
        head = next((o for o in OPENERS if text.startswith((f"{o} ", f"{o},"))), None)
        if head is None:
            return text
        text = text[len(head) :].lstrip(", ")


def _cuts(words: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """What is left when one thing is taken out, with how much is lost by it."""
    for i, word in enumerate(words[:-1]):
        if bare(word) in EMPTY_ADVERBS or bare(word) in LISTENERS:
            yield 1, words[:i] + words[i + 1 :]
    yield from _own_words(words)
    yield from _leads(words)
    yield from _not_only(words)
    yield from _days(words)
    yield from _frames(words)
    for i in range(1, len(words) - 2):
        yield from _relatives(words, i)
        yield from _clauses(words, i)
        yield from _manner(words, i)


def _own_words(words: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Who tells what they themselves decided has decided it: …기로 했다고 밝혔다."""
    if len(words) < 4 or not words[-1].startswith(_TOLD):
        return
    if words[-2] == "했다고" and words[-3].endswith("기로"):
        yield 1, (*words[:-2], "했다")
    elif words[-2] in _OWN_PLANS:
        yield 1, (*words[:-2], words[-2].removesuffix("라고") + "다")


def _leads(words: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """A phrase before the first comma that says where or how; one with a date or a number stays."""
    comma = next((i for i, word in enumerate(words[:_LONGEST_LEAD]) if word.endswith(",")), None)
    if comma is None or any(c.isdigit() for word in words[: comma + 1] for c in word):
        return
    lead = words[: comma + 1]
    rest = words[comma + 1 :]
    if words[comma].rstrip(",").endswith(LEADING_ENDS) and has_subject(rest) and not has_subject(lead):
        yield 2, rest


def _not_only(words: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """What something is not, or not alone: 프로그램은 [무엇을 말했는지뿐 아니라] 말투와 표정까지 …."""
    for i in range(2, len(words) - 2):
        if words[i].rstrip(",") != "아니라":
            continue
        topic = next(iter(topics_of(words[:i])), None)
        if words[i - 1].endswith(("뿐", "뿐만")) and topic is not None and topic < i - 1:
            yield 2, words[: topic + 1] + words[i + 1 :]
        elif is_subject(words[i - 1]) and words[i - 2].endswith(("를", "을", "는", "은", ",")):
            yield 2, words[: i - 1] + words[i + 1 :]


def _days(words: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The day of a date, whose month stays: 2025년 8월 [4일]."""
    for i in range(1, len(words) - 1):
        if _DAY.fullmatch(words[i]) and _MONTH.fullmatch(words[i - 1]):
            comma = "," if words[i].endswith(",") else ""
            yield 0, (*words[: i - 1], words[i - 1] + comma, *words[i + 1 :])


def _frames(words: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where it was, or by which rule, in bare nouns (미국 애리조나에서; 보호법에 따라,); never the head of a clause."""
    for i in range(len(words) - 2):
        end = i + 1
        if words[i].endswith("에") and words[end] in _BY_RULE:
            end += 1
        elif not words[i].endswith("에서"):
            continue
        start = i
        while start > 0 and i - start < 3 and _is_bare_noun(words[start - 1]):
            start -= 1
        before = words[start - 1] if start else ","
        free = before.endswith((*ADVERBIAL_ENDS, "월", "년", "일")) or is_subject(before)
        free = free or is_topic(before, words[start - 2] if start > 1 else "")
        rest = words[:start] + words[end:]
        if free and has_subject(rest) and not _numbers_in(words[start:end]):
            yield 2, rest


def _is_bare_noun(word: str) -> bool:
    """Whether a word has no particle and is no verb that goes with a noun, as far as its last letter tells."""
    said = bare(word)
    return (
        said == word
        and final(said) not in ("ㄴ", "ㄹ", None)
        and not said.endswith(NO_NOUN_ENDS)
        and not said[-1:].isdigit()
    )


def _clauses(words: tuple[str, ...], i: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """One of two clauses, where the first ends with word `i`; the second one takes the first one's topic along."""
    kind = _link(words, i)
    if kind is None:
        return
    rest = words[i + 1 :]
    if kind != "but" and any(bare(word).endswith(_CONDITIONS) for word in words[: i + 1]):
        return
    if kind != "how" and (has_subject(rest) or has_frame(rest)):
        if not _takes_the_speaker(words[: i + 1], rest):
            yield 3, rest
    elif kind != "how" or not has_subject(rest):
        shared = _shared(words[: i + 1], kind)
        if shared is not None and shared < i - 1:
            yield 3, words[: _with_date(words, shared)] + rest
        elif kind == "how" and any(bare(word).endswith(_QUOTED) for word in rest):
            yield from _within_a_quote(words, i)
    first = _first_alone(words, i) if kind == "and" else None
    if first is not None:
        yield 3, first


def _takes_the_speaker(clause: tuple[str, ...], rest: tuple[str, ...]) -> bool:
    """Whether what `rest` says would seem to be said by another: 교수는 값이 내리면서, [손님이 늘었다고 말했다]."""
    if not any(bare(word).endswith(_QUOTED) for word in rest):
        return False
    return bool(topics_of(clause)) or not topics_of(rest)


def _within_a_quote(words: tuple[str, ...], i: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Who speaks of whom, and what these did in the end: 로이터는 2018년, 아마존이 [… 알고] 개발을 접었다고 …."""
    topics = topics_of(words[: i + 1])
    at = _with_date(words, topics[0]) if len(topics) == 1 else i
    if at < i - 1 and is_subject(words[at]):
        yield 4, words[: at + 1] + words[i + 1 :]


def _shared(clause: tuple[str, ...], kind: str) -> int | None:
    """The place of what both clauses speak of, if the first speaks of one thing alone."""
    topics = topics_of(clause)
    subjects = [i for i, word in enumerate(clause[:-1]) if is_subject(word)]
    if any(is_also(word) for word in clause[:-1]) or len(topics) > 1 or (kind == "how" and subjects):
        return None
    if topics:
        return topics[0]
    alone = kind == "and" and len(subjects) == 1 and not may_lack_a_subject(clause)
    return subjects[0] if alone else None


def _with_date(words: tuple[str, ...], topic: int) -> int:
    """Where what follows a topic begins, a date that holds for the whole passed over: 회사는 2019년 3월, …."""
    at = topic + 1
    while at < len(words) and _DATE.fullmatch(words[at]):
        at += 1
    return at if words[at - 1].endswith(",") else topic + 1


def _relatives(words: tuple[str, ...], i: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """What goes with a noun, from the topic or a comma before it to its verb `i`: 회사는 [전기를 만드는] 배터리를 …."""
    word, noun = words[i], bare(words[i + 1])
    ends = is_adnominal(word, words[i - 1]) or (len(word) > 1 and word.endswith(RELATIVE_ENDS))
    before = words[i - 1]
    tied = is_object(before) or is_subject(before) or before.endswith((*ADVERBIAL_ENDS, "지"))
    named = noun.endswith("의") or _is_bare_noun(words[i + 1])
    if not (ends and tied and named) or noun.startswith(EMPTY_NOUNS) or word.endswith(_REPORTED):
        return
    for start in range(i - 1, max(i - _LONGEST_RELATIVE, -1), -1):
        before = words[start - 1] if start else ","
        if is_topic(before, words[start - 2] if start > 1 else "") or before.endswith(","):
            said, rest = words[start:i], words[:start] + words[i + 1 :]
            own = sum(map(is_object, said)) <= 1 and sum(map(is_subject, said)) <= 1
            if own and has_subject(rest) and any(is_object(w) or is_subject(w) for w in said):
                yield 4, rest
            return


def _link(words: tuple[str, ...], i: int) -> str | None:
    """How a clause that ends with word `i` is tied to the next one: and, but, while or how; None where none ends."""
    word, following = bare(words[i]), words[i + 1]
    comma = words[i].endswith(",")
    if word.endswith(BUT_ENDS) and len(word) > 2:
        return "but"
    if word.endswith(WHILE_ENDS) and i > 1 and (comma or word.endswith(("면서", "므로", "때문에", "데다"))):
        return "while"
    if word == "두고":
        return None
    if comma and word.endswith(WHILE_ENDS_AT_A_COMMA) and len(word) > 1:
        return "while"
    if word.endswith("자") and comma and is_subject(words[i - 1]):
        return "while"
    if word.endswith(("고", "며")) and len(word) > 1 and not word.endswith(_QUOTED):
        next_speaks = is_topic(following, words[i]) or is_subject(following) or is_also(following)
        if comma or (next_speaks and not following.startswith(AFTER_GO)):
            return "and"
        return _how(word, following)
    if word.endswith(("다며", "라며")):
        return "how"
    if word.endswith(INFINITIVE_ENDS) and len(word) > 1 and not word.endswith(NO_INFINITIVES):
        return _how(word, following)
    return None


def _how(word: str, following: str) -> str | None:
    helps = AFTER_GO if word.endswith(("고", "며")) else AFTER_INFINITIVES
    return None if following.startswith(helps) else "how"


def _is_past(words: tuple[str, ...]) -> bool:
    """Whether a sentence tells what has been."""
    ended = polite(" ".join(words)) or ""
    return ended.endswith("어요") and final(ended[:-2]) == "ㅆ" and ended[-3] not in "있겠"


def _first_alone(words: tuple[str, ...], i: int) -> tuple[str, ...] | None:
    """The first of two clauses as a sentence in the time of the whole; None where the second's end holds for it too."""
    word = bare(words[i])
    stem = certain_stem(word[:-1].removesuffix("으") if word.endswith("며") else word[:-1], words[i - 1] if i else "")
    if stem is None or i < 2 or any(bare(word).endswith(_QUOTED) for word in words[i + 1 :]):
        return None
    own_time = final(stem) == "ㅆ" and not stem.endswith(("있", "겠"))
    if not own_time and _SCOPED.search(" ".join(words[i + 1 :])):
        return None
    return (*words[:i], past_or_present(stem, _is_past(words)))


def _manner(words: tuple[str, ...], i: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """A clause inside another one that says how, from its object to its verb: 임금은 그대로 두고."""
    word = words[i]
    ends = word.endswith(("고", "며", "면서", "아서", "어서", "해서")) and not word.endswith(_QUOTED)
    if not ends or words[i + 1].startswith(AFTER_GO):
        return
    for start in range(i - 1, max(i - 4, 0), -1):
        if bare(words[start]) in ASKING:
            return
        if is_object(words[start]) or is_topic(words[start], words[start - 1]):
            before = words[start - 1]
            if is_topic(words[start], before) and before.endswith(","):
                return
            stands = is_subject(before) or is_topic(before, words[start - 2]) or before.endswith(ADVERBIAL_ENDS)
            if start > 0 and stands and has_subject((*words[:start], "")):
                yield 3, words[:start] + words[i + 1 :]
            return
