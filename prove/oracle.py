"""Whether what must hold held. Nothing of the bot is imported here: it reads files and servers, and knows the rules by
their text in docs/rules.md."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from prove.books import agreement_of_books, what_is_left_behind
from prove.filed import Debate, Finding, Post, debates_of, options_of
from prove.places import DISCORD, LOCAL, OPTIONS, SLACK, Deed, Said
from prove.plan import APART
from prove.troubles import Trouble
from prove.year import GRACE, TITLE, WITHIN, Year, occurrences

_MARGIN = 2.0
"""Seconds around closing time within which a deed may fall on either side: it is on its way."""
_RESULT = re.compile("골랐어요|표를 얻었어요|동률이에요|아무도 투표하지|집계된 표 없이")
_LATE = 150.0
"""Seconds after `closes_at` and the grace time by which a result is said where nothing is in the way."""


def judge(year: Year) -> list[Finding]:
    """Everything that did not hold."""
    debates = debates_of(year)
    said = [*year.places.said(), *year.places.taken_away]
    return [
        *(finding for debate in debates for finding in _votes(year, debate)),
        *(finding for debate in debates for finding in _certificate(debate)),
        *(finding for debate in debates for finding in _quiet(year, debate)),
        *(finding for debate in debates for finding in _closing(year, debate, said)),
        *(finding for debate in debates for finding in _failed(debate, said)),
        *_once(said),
        *_occurrences(year, debates, said),
        *_alerts(said),
        *agreement_of_books(year, debates),
        *what_is_left_behind(year),
    ]


# Votes


def _votes(year: Year, debate: Debate) -> Iterator[Finding]:
    """No vote lost or doubled: each person's ballot is what they really held at closing time, or in honest doubt."""
    if debate.state != "closed":
        return
    deeds = _deeds_of(year, debate)
    found = debate.certificate or {}
    people = {(deed.platform, deed.person) for deed in deeds} | set(debate.ballots)
    late_ones = undecided = 0
    margin = _margin(year)
    for voter in sorted(people):
        counted = options_of(debate.ballots.get(voter, 0))
        if voter[1] in (str(year.places.discord_bot.id), "U0OTHERBOT", str(year.places.discord.world.me.id), "U0AGORA"):
            if counted:
                yield Finding("bots never vote", f"{debate.id}: {voter} counts for {counted}")
            continue
        mine = [deed for deed in deeds if (deed.platform, deed.person) == voter]
        if year.setting.is_pair:
            # The chat's times are by the clocks of two processes, and it is by its times that marks are ordered.
            mine.sort(key=lambda deed: (deed.at, not deed.on))
        held = _held(mine, debate)
        if _is_right(counted, held, debate):
            continue
        if any(abs(_time_of(deed) - debate.closes_at) <= margin for deed in mine):
            continue
        if _may_be_in_doubt(year, debate, mine):
            continue
        if not counted and _held_several(mine, debate, margin):
            undecided += 1
            continue
        if _fits_later(counted, mine, debate, margin):
            late_ones += 1
            continue
        yield Finding(
            "no vote is lost or counted twice",
            f"{debate.id} ({debate.number}): {voter} held {sorted(held)} and counts for {sorted(counted)}; "
            f"did {[_told(deed, debate) for deed in mine]}; certificate {found.get('recounted')}",
        )
    if undecided > found.get("undecided", 0):
        yield Finding("who is undecided is told", f"{debate.id}: {undecided}, told {found.get('undecided')}")
    if late_ones > found.get("undatable", 0):
        yield Finding(
            "a certificate claims no more than is known",
            f"{debate.id}: {late_ones} ballots hang on what came after closing, undatable {found.get('undatable')}",
        )


def _margin(year: Year) -> float:
    """Processes whose clocks differ do not agree when a debate closes."""
    return _MARGIN + (APART if year.setting.is_pair else 0.0)


def _told(deed: Deed, debate: Debate) -> str:
    return f"{deed.emoji}{'+' if deed.on else '-'} at {_time_of(deed) - debate.closes_at:.1f} on {deed.message}"


def _time_of(deed: Deed) -> float:
    """By which closing time is measured: the platform's time of the event, on Discord the bot's at its receipt."""
    return deed.bots_time if deed.platform == DISCORD else deed.at


def _deeds_of(year: Year, debate: Debate) -> list[Deed]:
    mine = {(post.platform, post.message) for post in debate.posts if post.message is not None}
    return [deed for deed in year.places.deeds if (deed.platform, deed.message) in mine and deed.emoji[0] in OPTIONS]


def _held(deeds: Iterable[Deed], debate: Debate, until: float | None = None) -> dict[str, float]:
    """The options that somebody held, and since when each was the latest pressed; variants are one option."""
    until = debate.closes_at if until is None else until
    variants: dict[tuple[str, str], float] = {}
    for deed in deeds:
        if _time_of(deed) < until:
            if deed.on:
                variants.setdefault((deed.message, deed.emoji), deed.at)
            else:
                variants.pop((deed.message, deed.emoji), None)
    held: dict[str, float] = {}
    for (_, emoji), at in variants.items():
        held[emoji[0]] = max(at, held.get(emoji[0], 0.0))
    return held


def _is_right(counted: set[str], held: dict[str, float], debate: Debate) -> bool:
    if debate.choice == "multiple":
        return counted == set(held)
    latest = max(held, key=lambda emoji: held[emoji], default=None)
    return counted == ({latest} if latest is not None else set())


def _fits_later(counted: set[str], deeds: list[Deed], debate: Debate, margin: float) -> bool:
    """Whether a ballot is what somebody held some time after closing: it was seen only then, and can't be dated."""
    return any(
        _is_right(counted, _held(deeds, debate, moment), debate) for moment in _moments_after(deeds, debate, margin)
    )


def _held_several(deeds: list[Deed], debate: Debate, margin: float) -> bool:
    """Whether somebody held several options at closing or later: who sees them only then can't tell their order."""
    moments = [debate.closes_at, *_moments_after(deeds, debate, margin)]
    return any(len(_held(deeds, debate, moment)) > 1 for moment in moments)


def _moments_after(deeds: list[Deed], debate: Debate, margin: float) -> list[float]:
    return [deed.at + 0.001 for deed in deeds if deed.at >= debate.closes_at - margin]


def _may_be_in_doubt(year: Year, debate: Debate, deeds: list[Deed]) -> bool:
    """Whether the rules leave a ballot open: an order that nobody told, or what nobody could read at closing."""
    held = _held(deeds, debate)
    shaken = any(_is_shaken(year, deed) for deed in deeds)
    if shaken and len(held) > 1:
        return True
    posts = {post.message: post for post in debate.posts}
    if shaken and any(posts[deed.message].state != "said" for deed in deeds):
        return True
    # Votes on a message that the bot did not yet know, where the process was killed amid the sending.
    recounted = (debate.certificate or {}).get("recounted")
    return recounted != "exact" and shaken


def _is_shaken(year: Year, deed: Deed) -> bool:
    """Whether news of a deed could be lost, late, or in another order."""
    near = [trouble for trouble in year.troubles.noted if trouble.platform == deed.platform]
    if any(_within(deed.at, trouble, 5.0) for trouble in near):
        return True
    if any(since - 5 <= deed.at <= until + 90 for since, until in year.troubles.away):
        return True
    return any(abs(since - deed.at) < 30 for since, _ in year.troubles.clocks)


def _within(at: float, trouble: Trouble, margin: float) -> bool:
    return trouble.since - margin <= at <= trouble.until + margin


# Certificates, closing


def _certificate(debate: Debate) -> Iterator[Finding]:
    found = debate.certificate
    if debate.state == "closed" and found is None:
        yield Finding("a closed debate has a certificate", debate.id)
    if debate.state != "closed" or found is None:
        return
    counted = sum(bool(options_of(mask)) for mask in debate.ballots.values())
    if found["recount"] != counted:
        yield Finding(
            "a certificate tells what was counted", f"{debate.id}: {found['recount']} said, {counted} counted"
        )


def _quiet(year: Year, debate: Debate) -> Iterator[Finding]:
    """Where nothing went wrong nothing is mended, and nothing is in doubt."""
    found = debate.certificate
    if debate.state != "closed" or found is None:
        return
    since, until = debate.opened_at - 60, debate.closes_at + GRACE + 30
    if any(_troubled(year, post.platform, since, until) for post in debate.posts) or year.restarts_within(since, until):
        return
    seen = {key: found[key] for key in ("differences", "undatable", "unsettled", "undecided") if found[key]}
    if found["recounted"] != "exact" or seen:
        yield Finding("nothing is mended where nothing went wrong", f"{debate.id}: {found}")


def _failed(debate: Debate, said: list[Said]) -> Iterator[Finding]:
    """The admins are told of each channel that a debate could not be posted to."""
    for post in debate.posts:
        told = [one for one in said if one.channel.startswith("C00STAFF") and one.at >= debate.opened_at - 700]
        if post.state == "failed" and not any("올리지 못했어요" in one.text for one in told):
            yield Finding("a channel that failed is told of", f"{debate.id} in {post.platform} {post.channel}")


def _closing(year: Year, debate: Debate, said: list[Said]) -> Iterator[Finding]:
    if debate.state not in ("closed", "void"):
        yield Finding("a debate closes", f"{debate.id} is {debate.state}")
        return
    if debate.state == "void":
        for post in debate.posts:
            if any(
                _is_card(one, debate) for one in said if (one.platform, one.channel) == (post.platform, post.channel)
            ):
                yield Finding("a debate that was said is not void", f"{debate.id} in {post.platform}")
        return
    for post in debate.posts:
        if post.state != "said":
            continue
        results = [one for one in said if _is_result(one, debate) and _same_place(year, one, post)]
        if not results and not _is_shut(year, post, debate):
            yield Finding("a result is told in each channel", f"{debate.id} in {post.platform} {post.channel}")
        troubled = _troubled(year, post.platform, debate.closes_at - 120, debate.closes_at + GRACE + _LATE)
        due = debate.closes_at + GRACE + _LATE
        if results and not troubled and min(one.at for one in results) > due:
            yield Finding("a debate closes on time", f"{debate.id}: {min(one.at for one in results) - due:.0f} s late")


def _troubled(year: Year, platform: str, since: float, until: float) -> bool:
    troubles = year.troubles
    spans = [(one.since, one.until) for one in troubles.noted if one.platform == platform]
    spans += [*troubles.away, *troubles.alone, *((at, at + 1800) for at, _ in troubles.clocks)]
    spans += [(begin, end) for where, _, begin, end in troubles.channels if where == platform]
    return any(begin - 60 <= until and since <= end + 180 for begin, end in spans)


def _is_shut(year: Year, post: Post, debate: Debate) -> bool:
    """Whether a channel took no result: gone for good, or closed until the debate's deliveries were given up."""
    if any(platform == post.platform and channel[:8] == post.channel[:8] for platform, channel in year.places.gone):
        return True
    return any(
        platform == post.platform and begin <= debate.closes_at + 600 and debate.closes_at <= end + 600
        for platform, _, begin, end in year.troubles.channels
    )


def _same_place(year: Year, one: Said, post: Post) -> bool:
    if one.platform != post.platform:
        return False
    if post.platform == SLACK:
        now = year.places.slack.world.now
        return now(one.channel) == now(post.channel)
    return one.channel == post.channel


def _is_result(one: Said, debate: Debate) -> bool:
    title = TITLE.search(one.text)
    if one.platform == LOCAL or (one.platform == SLACK and one.key is not None):
        return one.key is not None and one.key.startswith(f"{debate.id}:") and one.key.endswith(":result")
    return one.thread is None and title is not None and title.group(1) == debate.number and _kind(one) == "result"


def _is_card(one: Said, debate: Debate) -> bool:
    title = TITLE.search(one.text)
    return one.thread is None and title is not None and title.group(1) == debate.number and _kind(one) == "card"


def _kind(one: Said) -> str:
    if _RESULT.search(one.text):
        return "result"
    return "card" if "물음" in one.text or "어느 쪽이" in one.text or (one.key or "").endswith(":post") else "other"


# What is said once


def _once(said: list[Said]) -> Iterator[Finding]:
    """Nothing is said twice in one place: neither under one key, nor with one meaning."""
    keys = Counter((one.platform, one.channel, one.thread, one.key) for one in said if one.key)
    for place, times in keys.items():
        if times > 1:
            yield Finding("nothing is said twice", f"{place} {times} times")
    meant = Counter(
        (one.platform, one.channel, title.group(1), kind)
        for one in said
        if one.thread is None and (title := TITLE.search(one.text)) and (kind := _kind(one)) != "other"
    )
    for what, times in meant.items():
        if times > 1:
            yield Finding("nothing is said twice", f"{what} {times} times")
    lines = Counter((one.platform, one.channel, one.thread, one.text) for one in said if one.thread is not None)
    for line, times in lines.items():
        if times > 1:
            yield Finding("nothing is said twice", f"{line} {times} times")


def _occurrences(year: Year, debates: list[Debate], said: list[Said]) -> Iterator[Finding]:
    """Each occurrence is one debate, or the admins are told why not."""
    mine: defaultdict[tuple[str | None, int], list[Debate]] = defaultdict(list)
    for debate in debates:
        if debate.occurrence is not None:
            mine[debate.schedule, round(debate.occurrence)].append(debate)
    told = [one for one in said if one.platform == SLACK and one.channel.startswith("C00STAFF")]
    known = {
        (schedule, round(at / 1e6)): outcome
        for schedule, at, outcome in year.rows("select schedule, at, outcome from occurrences")
    }
    expected = {(schedule, round(at)) for at, schedule in occurrences(year.setting)}
    for schedule, at in sorted(expected):
        found = mine[schedule, at]
        if len(found) > 1:
            yield Finding("an occurrence is one debate", f"{schedule} at {at}: {[debate.id for debate in found]}")
        if not found:
            later = [one for one in told if one.at >= at - 700 and f"일정 {schedule}" in one.text]
            was_away = any(since - 60 <= at and at + WITHIN <= until + 60 for since, until in year.troubles.away)
            if not later or not was_away:
                yield Finding(
                    "no occurrence is missed without a word", f"{schedule} at {at}: {known.get((schedule, at))}"
                )
        for debate in found:
            late = debate.opened_at - at
            if not -700 <= late <= WITHIN + 700:
                yield Finding("an occurrence is in time", f"{schedule} at {at}: {late:.0f} s")
    for schedule, at in mine.keys() - expected:
        yield Finding(
            "no debate without an occurrence", f"{schedule} at {at}: {[one.id for one in mine[schedule, at]]}"
        )


def _alerts(said: list[Said]) -> Iterator[Finding]:
    """Every alert is told once."""
    texts = Counter(
        (one.text, int(one.at // 60)) for one in said if one.platform == SLACK and one.channel.startswith("C00STAFF")
    )
    for (text, _), times in texts.items():
        if times > 1:
            yield Finding("every alert is told once", f"{times} times: {text}")
