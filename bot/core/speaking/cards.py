"""The summary card: a debate's post, with its bars, its shares and the names of its platforms."""

from __future__ import annotations

from collections.abc import Collection

from bot.core.debates import BallotKind, Choice, Debate, DebateState, Post, PostState, ResultsShown
from bot.core.messages import Bar, Card
from bot.core.platforms import PLATFORMS
from bot.core.tally import Tally
from bot.core.words import Words

_A_LITTLE, _NEARLY_ALL = 0.001, 0.999


def whole_percents(tally: Tally) -> tuple[int, ...]:
    """Each option's share in whole percent, by largest remainders: together they are 100.

    At equal remainders more ballots come first, then the earlier option. Where ballots hold several options the
    shares are parts of the voters, which add up to nothing; each is then rounded by itself, halves upwards.
    """
    ballots, voters = tally.ballots, tally.voters
    if not voters:
        return (0,) * tally.options
    if sum(ballots) != voters:
        return tuple((200 * n + voters) // (2 * voters) for n in ballots)
    whole = [100 * n // voters for n in ballots]
    by_remainder = sorted(range(len(ballots)), key=lambda option: (-(100 * ballots[option] % voters), -ballots[option]))
    for option in by_remainder[: 100 - sum(whole)]:
        whole[option] += 1
    return tuple(whole)


def percents(tally: Tally, words: Words) -> tuple[str, ...]:
    """`whole_percents` in words; what rounds to nothing or to all, and is neither, says so: 1% 미만, >99%."""
    told = []
    for whole, ballots in zip(whole_percents(tally), tally.ballots, strict=True):
        share = whole / 100
        if whole == 0 and ballots:
            share = _A_LITTLE
        elif whole == 100 and ballots != tally.voters:
            share = _NEARLY_ALL
        told.append(words.percent(share))
    return tuple(told)


def filled_cells(share: float, cells: int) -> int:
    """How many of the cells of a bar a share fills: any ballot shows as one, and only all of them fill it."""
    if share <= 0:
        return 0
    if share >= 1:
        return cells
    return min(max(int(share * cells + 0.5), 1), cells - 1)


def only(tally: Tally, platform: str) -> Tally:
    """What was counted on one platform."""
    return Tally(tally.options, {cell: n for cell, n in tally.cells.items() if cell[0] == platform})


def hidden(debate: Debate) -> bool:
    """Whether members may not yet see what each option has."""
    running = debate.state in (DebateState.OPEN, DebateState.CLOSING)
    return running and debate.rules.results is ResultsShown.AFTER_CLOSE


def bars(debate: Debate, tally: Tally, words: Words, platform: str) -> tuple[Bar, ...]:
    """One bar for each option, with its emoji on `platform`; without figures while these are hidden."""
    hide = hidden(debate)
    leaders = () if hide else tally.leaders
    told = percents(tally, words)
    shown = []
    for number, option in enumerate(debate.article.options):
        ballots = tally.of(number)
        shown.append(
            Bar(
                label=option.label,
                emoji=option.emoji.on(platform) or option.emoji.shown(option.label),
                ballots=None if hide else ballots,
                share=None if hide else tally.share(number),
                percent="" if hide else told[number],
                text="" if hide else words.say("bar-text", votes=ballots, share=told[number]),
                leading=number in leaders,
            )
        )
    return tuple(shown)


def platform_name(platform: str, words: Words) -> str:
    """What members call a platform."""
    return PLATFORMS[platform].title or words.say("page-platform-local")


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


def card(
    debate: Debate,
    tally: Tally,
    words: Words,
    platform: str,
    *,
    link: str | None = None,
    result_link: str | None = None,
    platforms: Collection[str] = (),
    channels: int = 1,
) -> Card:
    """The debate's post as it should look now; `link` leads to the article, `result_link` to the result.

    `platforms` are those that the debate was opened on: with several, the card shows the bars of its own
    and says how it stands over all. `channels` says in how many it was opened, all platforms together.
    """
    article = debate.article
    shared = several(platforms) and platform in platforms
    return Card(
        debate=debate.id,
        article=article,
        state=debate.state,
        category=article.category,
        badge=words.say("card-pick") if article.pick else None,
        title=article.title,
        link=link,
        published=words.date(article.published),
        summary=article.summary,
        question=article.question,
        invitation=invitation(debate, words),
        bars=bars(debate, only(tally, platform) if shared else tally, words, platform),
        turnout=_turnout_here(debate, tally, words, platform) if shared else turnout(debate, tally, words),
        voters=tally.voters,
        comments=tally.comments,
        saves=tally.saves,
        counts=_counts(tally, words, channels),
        opened_at=debate.opened_at,
        closes_at=debate.closes_at,
        closing=closing(debate, words),
        result_link=result_link,
        choice=debate.rules.choice,
        buttons=debate.rules.ballot is BallotKind.BUTTONS,
        total=_total(debate, tally, words) if shared else "",
        note=_note(debate, words, platform),
    )


def thread_title(debate: Debate, words: Words) -> str:
    """The title of the thread under a post."""
    return words.say("thread-title", question=debate.article.question)


def invitation(debate: Debate, words: Words) -> str:
    """How to vote; empty when voting is over."""
    if debate.state is not DebateState.OPEN:
        return ""
    if debate.rules.ballot is BallotKind.BUTTONS:
        multiple = debate.rules.choice is Choice.MULTIPLE
        return words.say("card-invitation-buttons-multiple" if multiple else "card-invitation-buttons")
    if debate.rules.choice is Choice.MULTIPLE:
        return words.say("card-invitation-multiple")
    return words.say("card-invitation")


def turnout(debate: Debate, tally: Tally, words: Words) -> str:
    """How many have voted, and why figures are missing while they are hidden."""
    if hidden(debate):
        return words.say("turnout-hidden", voters=tally.voters)
    said = words.say("turnout-open" if debate.state is DebateState.OPEN else "turnout-closed", voters=tally.voters)
    return _of_several_answers(debate, said, words) if tally.voters else said


def _turnout_here(debate: Debate, tally: Tally, words: Words, platform: str) -> str:
    """How many have voted on the card's own platform."""
    if not tally.voters:
        return turnout(debate, tally, words)
    here = only(tally, platform).voters
    said = words.say("turnout-here", place=platform_name(platform, words), voters=here)
    return _of_several_answers(debate, said, words) if here and not hidden(debate) else said


def _of_several_answers(debate: Debate, turnout: str, words: Words) -> str:
    """The turnout with the reason why shares beside it may add up to more than all."""
    if debate.rules.choice is not Choice.MULTIPLE:
        return turnout
    return words.say(
        "turnout-multiple" if debate.state is DebateState.OPEN else "turnout-multiple-over", turnout=turnout
    )


def _counts(tally: Tally, words: Words, channels: int) -> str:
    """Comments and saves: of members, over all channels, where a platform's own figures are those of one post."""
    return words.say("card-counts-all" if channels > 1 else "card-counts", comments=tally.comments, saves=tally.saves)


def _note(debate: Debate, words: Words, platform: str) -> str:
    """What the figures beside a post's emoji are, where some stand there: no votes. Pages have none."""
    if platform not in PLATFORMS or debate.rules.ballot is BallotKind.BUTTONS or debate.state is DebateState.VOID:
        return ""
    return words.say("card-reactions" if PLATFORMS[platform].counts_seeds else "card-reactions-own")


def _total(debate: Debate, tally: Tally, words: Words) -> str:
    """How the debate stands over all platforms; empty while nobody has voted."""
    if not tally.voters:
        return ""
    if hidden(debate):
        return words.say("total-hidden", voters=tally.voters)
    shares = zip(debate.article.options, percents(tally, words), strict=True)
    told = " · ".join(f"{option.label} {percent}" for option, percent in shares)
    return words.say("total", voters=tally.voters, shares=told)


def closing(debate: Debate, words: Words) -> str:
    """When voting ends, or that it has ended."""
    match debate.state:
        case DebateState.OPEN:
            return words.say("card-closes", at=words.moment(debate.closes_at))
        case DebateState.CLOSING:
            return words.say("card-closing")
        case DebateState.CLOSED:
            return words.say("card-closed", at=words.moment(debate.closes_at))
        case DebateState.VOID:
            return words.say("card-void")
