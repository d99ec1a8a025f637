"""The home page: what a person's own page on a platform shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.core.debates import Channel, Post, PostState
from bot.core.marks import Voter
from bot.core.messages import Item
from bot.core.words import Words
from bot.services.commands.welcome import Welcomer
from bot.services.debate_stores import DebateFinder, DebateStore
from bot.services.ports import Articles
from bot.services.publishing.composer import Composer, Links
from bot.services.records import HomeDebate, HomeView, Sight
from bot.services.vote_stores import HoldingStore

MOST_OPEN = 8
"""How many debates a page shows."""
MOST_LISTED = 5
"""How many saved debates and how many articles a page lists."""


class HomePage:
    """Puts personal pages together; `link` finds a post's message, `locale` is for people who tell no language."""

    def __init__(
        self,
        *,
        debates: DebateStore,
        finder: DebateFinder,
        holdings: HoldingStore,
        articles: Articles,
        composer: Composer,
        welcomer: Welcomer,
        channels: Iterable[Channel],
        words: Callable[[str], Words],
        locale: str,
        links: Links,
        link: Callable[[Post], str | None],
    ) -> None:
        self._debates = debates
        self._finder = finder
        self._holdings = holdings
        self._articles = articles
        self._composer = composer
        self._welcomer = welcomer
        self._channels = tuple(channels)
        self._words = words
        self._locale = locale
        self._links = links
        self._link = link

    async def view(self, voter: Voter, locale: str | None, sight: Sight) -> HomeView:
        """The page of one person, who is greeted on it the first time. Raises StorageError.

        It shows the debates in `sight`, and those that the person votes in.
        """
        words = self._words(locale or self._locale)
        shown = await self._shown(voter, words, sight)
        today = shown[0] if shown else await self._last_one(voter, words, sight)
        return HomeView(
            greeting=await self._welcomer.person(voter, words),
            today=today,
            others=tuple(shown[1:]),
            saved=await self._saved(voter, words),
            latest=self._latest(voter, words),
            locale=words.locale,
        )

    async def _shown(self, voter: Voter, words: Words, sight: Sight) -> list[HomeDebate]:
        """The debates that take votes on the person's platform, opened last first."""
        shown: list[HomeDebate] = []
        for debate in await self._finder.open_to(voter, sight):
            if (found := await self._about(debate, voter, words, sight)) is not None:
                shown.append(found)
            if len(shown) == MOST_OPEN:
                break
        return shown

    async def _last_one(self, voter: Voter, words: Words, sight: Sight) -> HomeDebate | None:
        """The debate opened last on the person's platform, where none takes votes."""
        seen = [channel for channel in self._channels if channel.platform == voter.platform]
        names = [channel.name for channel in seen if channel.id in sight.channels]
        found = [debate for name in names if (debate := await self._finder.latest(channel=name)) is not None]
        latest = max(found, key=lambda debate: debate.opened_at, default=None)
        return await self._about(latest.id, voter, words, sight) if latest is not None else None

    async def _about(self, debate: str, voter: Voter, words: Words, sight: Sight) -> HomeDebate | None:
        """A debate as the person sees it; None where it has no post that the person sees."""
        snapshot = await self._debates.snapshot(debate)
        if snapshot is None:
            return None
        here = [post for post in snapshot.posts if post.platform == voter.platform and post.state is PostState.SAID]
        post = next((post for post in here if post.channel_id in sight.channels), here[0] if here else None)
        if post is None or post.message is None:
            return None
        options = snapshot.debate.article.options
        held = await self._holdings.held(post.platform, post.channel_id, post.message, voter)
        if not held and post.channel_id not in sight.channels:
            return None
        return HomeDebate(
            card=self._composer.card_of(snapshot, voter.platform, words.locale),
            held=tuple(options[number].label for number in held),
            link=self._link(post),
        )

    async def _saved(self, voter: Voter, words: Words) -> tuple[Item, ...]:
        items = []
        debates, _ = await self._holdings.saved(voter, MOST_LISTED)
        for debate in debates:
            post = next(
                (post for post in await self._debates.posts(debate.id) if post.platform == voter.platform), None
            )
            state = words.say(f"state-{debate.state.value}")
            line = words.say("item-debate", state=state, date=words.date(debate.opened_at), slug=debate.slug)
            items.append(Item(debate.article.title, line, self._link(post) if post is not None else None))
        return tuple(items)

    def _latest(self, voter: Voter, words: Words) -> tuple[Item, ...]:
        return tuple(
            Item(
                article.title,
                words.say(
                    "item-article", category=article.category, date=words.date(article.published), slug=article.slug
                ),
                self._links.article(article.slug, voter.platform),
            )
            for article in self._articles.all()[:MOST_LISTED]
        )
