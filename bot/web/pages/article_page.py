"""The article page: everything that stands around one article, and what was said about its debate."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from bot.bounded import BoundedDict
from bot.core.articles import Article, Mascot, mascot_called
from bot.core.chat_commands import COMMANDS, Command, slash_name
from bot.core.debates import Post, PostState
from bot.core.sparks import Talk
from bot.core.speaking import moved, platform_name, sparks_shown, stance_line
from bot.core.words import Words
from bot.log import get_logger
from bot.services.comment_visibility import NOTHING
from bot.services.platform_errors import PlatformError
from bot.services.records import Comment, Snapshot
from bot.services.reports import as_told
from bot.web.pages.renderer import Sparing
from bot.web.pages.sources import Sources

LATEST = 5
COMMENTS = 30
_BODIES = 128
_log = get_logger("pages")


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the squabble; `voice` is 0 for who speaks first, `option` the number of the side's option."""

    name: str
    emoji: str
    voice: int
    side: str
    option: int
    text: str


@dataclass(frozen=True, slots=True)
class Squabble:
    """The mascots' exchange under its title."""

    title: str
    lines: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """Other articles: the one before, the one after (by date), related and latest ones."""

    previous: Article | None
    following: Article | None
    related: tuple[Article, ...]
    latest: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The latest comments that may be shown, oldest first.

    `kept_back`: some may be under posts whose words are not shown. `complete`: all posts could be read.
    `cut`: there are earlier ones.
    """

    comments: tuple[Comment, ...] = ()
    kept_back: bool = False
    complete: bool = True
    cut: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether these are all the comments that there are now."""
        return self.complete and not self.kept_back and not self.cut

    def number(self, counted: int) -> int:
        """How many comments there are, where the ledger `counted` so many, for a closed debate those at closing."""
        return len(self.comments) if self.is_whole else counted

    def remark(self, counted: int, words: Words, *, ended: bool) -> str:
        """Why the list is not what was `counted`; empty where there is nothing to say."""
        listed = len(self.comments)
        if self.is_whole:
            differs = ended and listed != counted
            return words.say("page-comments-at-closing", comments=counted) if differs else ""
        if not listed or (listed >= counted and not self.cut):
            return ""
        if self.kept_back:
            return words.say("page-comments-some")
        return words.say("page-comments-latest" if self.cut else "page-comments-unread")


class Bodies:
    """Articles' bodies as HTML, made off the event loop and kept for the most recent ones."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._kept: BoundedDict[str, Markup] = BoundedDict(_BODIES)

    async def of(self, article: Article) -> Markup:
        """The body as safe HTML."""
        body = article.body
        html = self._kept.used(body)
        if html is None:
            html = self._kept[body] = Markup(await asyncio.to_thread(self._sources.to_html, body))
        return html


def squabble_of(article: Article, mascots: Mapping[str, Mascot], words: Words) -> Squabble | None:
    """The squabble as two voices; None where the article has none."""
    if not article.squabble:
        return None
    sides = {option.label: number for number, option in enumerate(article.options)}
    voices: dict[str, Mascot] = {}
    lines = []
    for line in article.squabble:
        mascot = voices.setdefault(line.speaker, mascot_called(line.speaker, mascots))
        lines.append(
            Said(
                name=mascot.name(words.locale),
                emoji=mascot.emoji,
                voice=list(voices).index(line.speaker) % 2,
                side=line.side,
                option=sides.get(line.side, 0),
                text=line.says,
            )
        )
    known = list(mascots)
    cast = sorted(voices, key=lambda key: known.index(key) if key in known else len(known))
    names = words.listing([voices[key].name(words.locale) for key in cast])
    return Squabble(words.say("page-squabble", names=names), tuple(lines))


def feedback_of(platforms: Sequence[str], words: Words) -> str | None:
    """How readers reach the editors from the channels of these platforms; None where there are none."""
    word = COMMANDS[Command.FEEDBACK].on(words.locale)
    named: dict[str, list[str]] = {}
    for platform in platforms:
        named.setdefault(f"{slash_name(platform, words.locale)} {word}", []).append(platform_name(platform, words))
    if not named:
        return None
    if len(named) == 1:
        return words.say("page-feedback", command=next(iter(named)))
    told = [
        words.say("page-feedback-command", command=command, platforms=words.listing(titles, plain=True))
        for command, titles in named.items()
    ]
    return words.say("page-feedback-several", commands=words.listing(told, plain=True))


async def around(article: Article, sources: Sources, sparing: Sparing) -> Around:
    """The article's neighbours in the library."""
    library = sources.articles.all()
    place = next((i for i, other in enumerate(library) if other.slug == article.slug), None)
    previous = sources.articles.shown(article.previous) if article.previous is not None else None
    if previous is None:
        previous = library[place + 1] if place is not None and place + 1 < len(library) else None
    following = library[place - 1] if place else None
    near: Sequence[Article] = await sparing.asked(article, sources.related(article.slug), ())
    related = [other for other in near if other.slug != article.slug]
    latest = [other for other in library[: LATEST + 1] if other.slug != article.slug]
    return Around(previous, following, tuple(related), tuple(latest[:LATEST]))


async def comments_of(snapshot: Snapshot, retold: int, sources: Sources) -> Written:
    """What people wrote under all posts of a debate, as far as it may be shown and since it was last `retold`."""
    under = await asyncio.gather(*(_under(post, retold, sources) for post in snapshot.posts))
    found = sorted((comment for comments in under for comment in comments or ()), key=lambda comment: comment.at)
    said = [post for post in snapshot.posts if post.state is PostState.SAID]
    kept_back = any(post.platform not in sources.comments or sources.audiences.of(post) == NOTHING for post in said)
    complete = all(comments is not None for comments in under)
    return Written(tuple(found[-COMMENTS:]), kept_back, complete, cut=len(found) > COMMENTS)


async def _under(post: Post, retold: int, sources: Sources) -> Sequence[Comment] | None:
    """One more than is shown, to know whether there are more; without names where these are not shown.

    None where they could not be read.
    """
    platform, shown = sources.comments.get(post.platform), sources.audiences.of(post)
    if platform is None or post.state is not PostState.SAID or shown == NOTHING:
        return ()
    try:
        comments = await platform.comments(post, COMMENTS + 1, retold)
    except PlatformError as failure:
        _log.warning("comments could not be read", channel=post.channel, reason=str(failure))
        return None
    return comments if shown == "names" else [replace(comment, author="", called={}) for comment in comments]


@dataclass(frozen=True, slots=True)
class Told:
    """`sparks` has a word for each line of the squabble, empty without one; `lines` are those with sparks, most first.

    All of it is empty while results are hidden.
    """

    moved: str = ""
    stances: str = ""
    sparks: tuple[str, ...] = ()
    lines: tuple[tuple[Said, str], ...] = ()


def told_of(snapshot: Snapshot, talk: Talk, mascots: Mapping[str, Mascot], words: Words) -> Told:
    """The talk as members are told of it."""
    debate = as_told(snapshot)
    counts = sparks_shown(debate, talk)
    shown = tuple(words.say("page-sparks", people=people) if people else "" for people in counts)
    squabble = squabble_of(debate.article, mascots, words)
    said = squabble.lines if squabble is not None else ()
    most_first = sorted((number for number, people in enumerate(counts) if people), key=lambda n: (-counts[n], n))
    return Told(
        moved=moved(debate, talk, mascots, words),
        stances=stance_line(debate, talk.stances, words),
        sparks=shown,
        lines=tuple((said[number], shown[number]) for number in most_first),
    )


def sparks_beside(article: Article, snapshot: Snapshot | None, told: Told) -> tuple[str, ...]:
    """The words beside the lines of an article as it is now; none where its squabble is not the debated one."""
    same = snapshot is not None and snapshot.debate.article.squabble == article.squabble
    return told.sparks if same else ()
