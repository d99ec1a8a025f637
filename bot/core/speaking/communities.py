"""One debate on several platforms: how the communities differed."""

from __future__ import annotations

from collections.abc import Collection

from bot.core.debates import Debate, Post, PostState
from bot.core.speaking.bars import only
from bot.core.speaking.percents import percents
from bot.core.tally import Tally
from bot.core.words import Words

_NAMES = {"discord": "Discord", "slack": "Slack"}
_MOST_NAMED = 3
"""How many options a tie names before it is only called one."""


def platform_name(platform: str, words: Words) -> str:
    """What members call a platform."""
    return _NAMES.get(platform) or words.say("page-platform-local")


def several(platforms: Collection[str]) -> bool:
    """Whether a debate on these platforms is one between communities."""
    return len(set(platforms)) > 1


def platforms_of(posts: Collection[Post], tally: Tally) -> tuple[str, ...]:
    """The platforms that a debate is held on, sorted: where it is said or still to be said, or was voted on."""
    posted = {post.platform for post in posts if post.state is not PostState.FAILED}
    return tuple(sorted(posted.union(tally.platforms)))


def channels_of(posts: Collection[Post]) -> int:
    """In how many channels a debate is held: where it is said or still to be said, or was deleted."""
    return sum(post.state is not PostState.FAILED for post in posts)


def communities(debate: Debate, tally: Tally, platforms: Collection[str], words: Words) -> tuple[str, ...]:
    """How the platforms differed, and that an account on each is a voter of its own; nothing with one platform."""
    if not several(platforms) or not tally.voters:
        return ()
    leads, silent = [], []
    for platform in sorted(set(platforms)):
        here, place = only(tally, platform), platform_name(platform, words)
        if here.voters and here.leaders:
            leads.append(_lead(debate, here, place, words))
        else:
            silent.append(words.say("community-silent", place=place))
    told = [words.say("communities", leads=words.listing(leads, plain=True))] if leads else []
    return (*told, *silent, words.say("communities-accounts"))


def _lead(debate: Debate, here: Tally, place: str, words: Words) -> str:
    leaders = here.leaders
    votes = here.of(leaders[0])
    if len(leaders) > _MOST_NAMED:
        return words.say("community-lead-many", place=place, options=len(leaders), votes=votes)
    named = words.listing([words.say("quoted", text=debate.article.options[number].label) for number in leaders])
    if len(leaders) > 1:
        return words.say("community-tie", place=place, options=named, votes=votes)
    return words.say("community-lead", place=place, option=named, share=percents(here, words)[leaders[0]])
