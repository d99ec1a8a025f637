"""The composer: what each delivery says, made from the debate as it is when it is said."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import quote

from bot.core.debates import Channel, Debate, Post, from_unnamed
from bot.core.messages import Card, Line, Message, Notice, Picture, Result
from bot.core.platforms import PLATFORMS
from bot.core.sparks import REPLY, Talk
from bot.core.speaking import card, channels_of, erratum, line, moved, platforms_of, result, stance_line, thread_title
from bot.core.words import LOCALES, Words
from bot.sentences import sentence
from bot.services.debate_stores import DebateStore
from bot.services.platform_errors import Impossible
from bot.services.ports import Articles, Messenger
from bot.services.publishing.snapshots import Snapshots
from bot.services.records import Delivery, Part, Snapshot
from bot.services.reports import as_told
from bot.services.stores import OutcomeStore
from bot.services.vote_stores import TalkStore

T = TypeVar("T")
M = TypeVar("M", Card, Line, Result, Notice)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a delivery goes, in native ids; `thread` is set for what is said in a thread."""

    platform: str
    channel_id: str
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """Where members find the public pages: under `base`, or, on platforms that our own server shows, right there.

    Without pages `near` is empty and `base` None, and nothing has a link.
    """

    base: str | None = None
    near: frozenset[str] = frozenset()

    def article(self, slug: str, platform: str) -> str | None:
        """The article's page, as a link in a message on `platform`."""
        return self._to(f"/articles/{quote(slug, safe='')}", platform)

    def debate(self, debate: str, platform: str) -> str | None:
        """The debate's results page, as a link in a message on `platform`."""
        return self._to(f"/debates/{debate}", platform)

    def record(self, debate: str, platform: str) -> str | None:
        """The debate's public record, as a link in a message on `platform`."""
        return self._to(f"/debates/{debate}/record.json", platform)

    def _to(self, path: str, platform: str) -> str | None:
        if platform in self.near:
            return path
        return f"{self.base}{path}" if self.base is not None else None


NO_PAGES = Links()


class Composer:
    """Puts deliveries into messages."""

    def __init__(
        self,
        *,
        debates: DebateStore,
        outcomes: OutcomeStore,
        talk: TalkStore,
        articles: Articles,
        channels: Mapping[str, Channel],
        messengers: Mapping[str, Messenger],
        words: Callable[[str], Words],
        links: Links = NO_PAGES,
        picture: Callable[[Snapshot, Words], Awaitable[Picture | None]] | None = None,
        pictured: Collection[str] = (),
    ) -> None:
        """`picture` paints a result's chart for the platforms in `pictured`."""
        self._debates = debates
        self.snapshots = Snapshots(debates)
        """What debates are like now, for whoever makes cards of them."""
        self._outcomes = outcomes
        self._talk = talk
        self._articles = articles
        self._channels = channels
        self._messengers = messengers
        self._words = words
        self._links = links
        self._picture = picture
        self._pictured = pictured

    def destination(self, delivery: Delivery) -> Destination:
        """Where a delivery goes. Raises Impossible for a channel or platform that is not configured any more."""
        post = delivery.post
        if post is not None:
            if post.platform not in self._messengers:
                raise Impossible(sentence("delivery-no-platform", platform=post.platform))
            in_thread = delivery.part in (Part.LINE, Part.ERRATUM)
            return Destination(post.platform, post.channel_id, post.thread if in_thread else None)
        channel = self._channels.get(delivery.channel) or from_unnamed(delivery.channel)
        if channel is None or channel.platform not in self._messengers:
            raise Impossible(sentence("delivery-no-channel", channel=delivery.channel))
        return Destination(channel.platform, channel.id)

    async def message(self, delivery: Delivery) -> Message:
        """What a delivery says now. Raises Impossible where its debate or line is gone."""
        post = delivery.post
        if post is None:
            return Notice(delivery.title, delivery.text)
        words = self._words(post.locale)
        match delivery.part:
            case Part.POST:
                return self.post_card(await self._snapshot(post.debate), post.platform, post.locale)
            case Part.LINE:
                debate, mascots = await self._debate(post.debate), self._articles.mascots()
                return self._to_readers(post, lambda words: line(debate, delivery.number, mascots, words))
            case Part.ERRATUM:
                debate = await self._debate(post.debate)
                return self._to_readers(post, lambda words: erratum(debate, words))
            case Part.RESULT:
                snapshot = await self._snapshot(post.debate)
                told = await self._talk.told(snapshot.debate.id)
                link = self._link(post, post.message)
                said = self._to_readers(
                    post, lambda words: self._result_of(snapshot, told, post.platform, words, link=link)
                )
                if self._picture is None or post.platform not in self._pictured:
                    return said
                return replace(said, picture=await self._picture(replace(snapshot, debate=as_told(snapshot)), words))
            case _:
                raise Impossible(sentence("delivery-no-message", part=delivery.part.value))

    async def result_of(self, snapshot: Snapshot, platform: str, words: Words, *, link: str | None = None) -> Result:
        """How a debate ended, and what was said about it; it leads to its page, or to `link` where there are no pages.

        A line that leads alone is linked where it is a reply on this platform.
        """
        told = await self._talk.told(snapshot.debate.id)
        return self._result_of(snapshot, told, platform, words, link=link)

    def _result_of(
        self, snapshot: Snapshot, talk: Talk | None, platform: str, words: Words, *, link: str | None
    ) -> Result:
        debate = as_told(snapshot)
        said = result(
            debate,
            snapshot.tally,
            snapshot.shift,
            snapshot.certificate,
            words,
            platform,
            link=self._links.debate(debate.id, platform) or link,
            platforms=platforms_of(snapshot.posts, snapshot.tally),
        )
        if talk is None:
            return said
        spoken = [one.line for one in talk.leading if one.line.number == REPLY and not one.gone]
        here = next((other for other in snapshot.posts for line in spoken if other.id == line.post), None)
        reply = None
        if len(talk.leading) == 1 and here is not None and here.platform == platform and platform in self._messengers:
            reply = self._messengers[platform].link(here.channel_id, spoken[0].message or "", here.thread)
        return replace(
            said,
            moved=moved(debate, talk, self._articles.mascots(), words),
            moved_link=reply,
            replies=stance_line(debate, talk.stances, words),
        )

    async def told(self, snapshot: Snapshot, words: Words) -> tuple[str, ...]:
        """What may be told of the talk so far: the line that moved most, and on which side who replied stands."""
        debate = as_told(snapshot)
        talk = await self._talk.told(debate.id)
        if talk is None:
            return ()
        told = (moved(debate, talk, self._articles.mascots(), words), stance_line(debate, talk.stances, words))
        return tuple(line for line in told if line)

    async def card(self, post: Post) -> Card:
        """A post's card as it is now, leading to its result once that is said."""
        snapshot = await self._snapshot(post.debate)
        link = self._link(post, await self._outcomes.said_as(Part.RESULT, post.debate, post.channel))
        return self.post_card(snapshot, post.platform, post.locale, result_link=link)

    def post_card(self, snapshot: Snapshot, platform: str, locale: str, *, result_link: str | None = None) -> Card:
        """The card of a debate for a channel of `locale`, in other languages too where its readers see their own."""
        return self._in_languages(
            platform, locale, lambda words: self.card_of(snapshot, platform, words.locale, result_link=result_link)
        )

    def _to_readers(self, post: Post, made: Callable[[Words], M]) -> M:
        return self._in_languages(post.platform, post.locale, made)

    def _in_languages(self, platform: str, locale: str, made: Callable[[Words], M]) -> M:
        words = self._words(locale)
        said = made(words)
        if not PLATFORMS[platform].own_language:
            return said
        return replace(said, others={other: made(self._words(other)) for other in LOCALES if other != words.locale})

    def card_of(self, snapshot: Snapshot, platform: str, locale: str, *, result_link: str | None = None) -> Card:
        """The card of a debate as `snapshot` has it."""
        return card(
            as_told(snapshot),
            snapshot.tally,
            self._words(locale),
            platform,
            link=self._links.article(snapshot.debate.slug, platform),
            result_link=result_link,
            platforms=platforms_of(snapshot.posts, snapshot.tally),
            channels=channels_of(snapshot.posts),
        )

    async def seeds(self, post: Post) -> tuple[str, ...]:
        """The reactions that the bot adds first, in option order."""
        debate = await self._debate(post.debate)
        return tuple(form for option in debate.article.options if (form := option.emoji.on(post.platform)))

    async def thread_title(self, post: Post) -> str:
        debate = await self._debate(post.debate)
        return thread_title(debate, self._words(post.locale))

    def _link(self, post: Post, message: str | None) -> str | None:
        return self._messengers[post.platform].link(post.channel_id, message) if message else None

    async def _snapshot(self, debate: str) -> Snapshot:
        return _found(debate, await self.snapshots.of(debate))

    async def _debate(self, debate: str) -> Debate:
        return _found(debate, await self._debates.get(debate))


def _found(debate: str, what: T | None) -> T:
    if what is None:
        raise Impossible(sentence("delivery-no-debate", debate=debate))
    return what
