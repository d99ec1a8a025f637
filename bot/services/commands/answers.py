"""Answers: what each chat command shows, once it is known who asked, where and in which language."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from bot.core.articles import Article, can_be_posted
from bot.core.chat_commands import COMMAND_WORDS, COMMANDS, Command, CommandWord, Takes, slash_name
from bot.core.debates import Channel, Debate, DebateState, Post, PostState
from bot.core.korean import folded
from bot.core.messages import Item, Listing, ReplyPart, Text, WholeArticle
from bot.core.name_matching import fits
from bot.core.schedule import Schedule
from bot.core.search_words import SearchWord
from bot.core.speaking import card, channels_of, platforms_of
from bot.core.words import Words
from bot.services.asked import Asked
from bot.services.commands.article_index import ArticleIndex
from bot.services.commands.article_search import name_article, search
from bot.services.commands.feedback_form import FeedbackBox
from bot.services.commands.own_ballots import OwnBallots
from bot.services.commands.own_data import OwnData
from bot.services.commands.place import Place, Sorry, echo
from bot.services.commands.search_hits import hit_in
from bot.services.debate_admin import DebateAdmin
from bot.services.debate_stores import DebateFinder, DebateStore, OpeningStore
from bot.services.ports import Articles, Clock
from bot.services.publishing.composer import Composer, Links
from bot.services.publishing.next_debates import NextDebates
from bot.services.publishing.opening import AlreadyOpen
from bot.services.publishing.scheduler import forecast, still_waiting
from bot.services.slices import in_slices
from bot.services.vote_stores import HoldingStore

_MOST_NAMED = 10
"""How many categories an answer names."""
_AHEAD = timedelta(days=14)


Answer = Callable[[Place, Asked], Awaitable[tuple[ReplyPart, ...]]]


class Answers:
    """One method for each command, of the command's own name; it gives the parts of the answer or raises AgoraError."""

    def __init__(
        self,
        *,
        debates: DebateStore,
        finder: DebateFinder,
        openings: OpeningStore,
        holdings: HoldingStore,
        own_ballots: OwnBallots,
        own_data: OwnData,
        articles: Articles,
        article_index: ArticleIndex,
        schedules: Sequence[Schedule],
        channels: Sequence[Channel],
        next_debates: NextDebates,
        debate_admin: DebateAdmin,
        feedback_box: FeedbackBox,
        clock: Clock,
        composer: Composer,
        link: Callable[[Post], str | None],
        links: Links,
    ) -> None:
        self._debates = debates
        self._finder = finder
        self._openings = openings
        self._holdings = holdings
        self._own_ballots = own_ballots
        self._own_data = own_data
        self._articles = articles
        self._article_index = article_index
        self._schedules = schedules
        self._channels = channels
        self._next_debates = next_debates
        self._debate_admin = debate_admin
        self._feedback_box = feedback_box
        self._clock = clock
        self._composer = composer
        self._link = link
        self._links = links

    def to(self, command: Command) -> Answer:
        """What answers a command."""
        answer: Answer = getattr(self, command.value)
        return answer

    async def today(self, place: Place, _asked: Asked) -> tuple[ReplyPart, ...]:
        """The debate that is open in this channel, else its latest and when the next one comes."""
        return *await self._shown_here(place), *await self._next_here(place)

    async def summary(self, place: Place, asked: Asked) -> tuple[ReplyPart, ...]:
        """An article's three lines, its question and the way to the rest; without a name, of this channel's latest."""
        debate: Debate | None
        if asked.arguments:
            article = await self._article(place, asked.text, await self._known_here(place))
            debate = await self._finder.find(article.slug)
        else:
            debate = await self._latest_here(place)
            if debate is None:
                return (Text(place.words.say("error-no-debate-here")),)
            article = debate.article
        lines = tuple(Item(line) for line in article.summary)
        question = Text(place.words.say("summary-question", question=article.question))
        link = self._links.article(article.slug, place.asker.voter.platform)
        if link is None and debate is None:
            return Listing(article.title, lines), question
        whole = WholeArticle(place.words.say("summary-read"), link, debate.id if debate is not None else None)
        return Listing(article.title, lines), question, whole

    async def latest(self, place: Place, asked: Asked) -> tuple[ReplyPart, ...]:
        """The newest articles, of one category if it is named."""
        words, articles = place.words, self._articles.all()
        if not articles:
            return (Text(words.say("latest-none")),)
        if not asked.arguments:
            return self._articles_listed(place, words.say("latest-heading"), articles)
        categories = list(dict.fromkeys(article.category for article in articles))
        named = [c for c in categories if folded(c) == folded(asked.text)]
        named = named or [c for c in categories if fits(asked.text, c) is not None]
        if not named:
            shown = ", ".join(categories[:_MOST_NAMED])
            raise Sorry(words.say("error-no-category", name=echo(asked.text), categories=shown))
        heading = words.say("latest-category-heading", category=", ".join(named))
        return self._articles_listed(place, heading, [a for a in articles if a.category in named])

    async def search(self, place: Place, asked: Asked) -> tuple[ReplyPart, ...]:
        """Articles that hold every word, each with the words around what was found."""
        words = place.words
        if not asked.arguments:
            raise Sorry(words.say("error-search-empty"))
        found = await in_slices(search(asked.arguments, self._articles.all(), self._article_index))
        if not found.articles:
            return (Text(words.say("search-none", text=echo(asked.text))),)
        heading = words.say("search-heading", text=echo(asked.text))
        if found.mended is not None:
            heading = words.say("search-heading-mended", text=echo(asked.text), mended=found.mended)
        return self._articles_listed(place, heading, found.articles, found.words)

    async def results(self, place: Place, asked: Asked) -> tuple[ReplyPart, ...]:
        """The tally of a debate, or how it ended; without a name, of the one open in this channel, else its latest."""
        if asked.arguments:
            return await self._shown(place, await self._debate(place, asked.text))
        return await self._shown_here(place)

    async def saved(self, place: Place, _asked: Asked) -> tuple[ReplyPart, ...]:
        """What the asker holds 🔖 on."""
        words = place.words
        debates, in_all = await self._holdings.saved(place.asker.voter, place.asker.most)
        if not debates:
            return (Text(words.say("saved-none")),)
        items = [Item(d.article.title, _debate_line(words, d), await self._link_to(place, d)) for d in debates]
        return self._listed(place, words.say("saved-heading"), items, in_all)

    async def mine(self, place: Place, asked: Asked) -> tuple[ReplyPart, ...]:
        """The asker's own vote in a debate, without a name in this channel's latest, and where else they have voted."""
        debate = await self._own_ballots.named(place, asked.text) if asked.arguments else await self._latest_here(place)
        if debate is None and asked.arguments:
            debate = await self._debate(place, asked.text)
        items, in_all = await self._own_ballots.everywhere(place)
        told = await self._own_ballots.told(place, debate) if debate is not None else ()
        if not items:
            return told or (Text(place.words.say("mine-never")),)
        return *told, *self._listed(place, place.words.say("mine-everywhere-heading"), items, in_all)

    async def feedback(self, place: Place, asked: Asked) -> tuple[ReplyPart, ...]:
        """The form to the editors."""
        return (self._feedback_box.form(place.words, asked.text),)

    async def export(self, place: Place, _asked: Asked) -> tuple[ReplyPart, ...]:
        """All that is known of the asker, as a file."""
        return await self._own_data.exported(place)

    async def forget(self, place: Place, asked: Asked) -> tuple[ReplyPart, ...]:
        """The asker is forgotten, if they say it a second time."""
        return await self._own_data.forgotten(place, asked.arguments)

    async def help(self, place: Place, _asked: Asked) -> tuple[ReplyPart, ...]:
        """Every command that the asker may use."""
        words, platform = place.words, place.asker.voter.platform
        heading = words.say("help-heading", command=slash_name(platform, words.locale))
        parts: list[ReplyPart] = [Listing(heading, _help_items(words, admin=False))]
        if place.conducts:
            heading = words.say("help-admin-heading", command=slash_name(platform, words.locale, admin=True))
            parts.append(Listing(heading, _help_items(words, admin=True)))
        return *parts, Text(words.say("help-share", platform=platform))

    async def post(self, place: Place, asked: Asked) -> tuple[ReplyPart, ...]:
        """Open a debate in this channel."""
        words, articles = place.words, [*self._articles.all(), *self._articles.waiting()]
        if not asked.arguments:
            raise Sorry(words.say("error-post-empty", example=articles[0].slug if articles else "open-square"))
        if place.channel is None:
            raise Sorry(words.say("error-post-no-channel"))
        article = self._articles.get(asked.text) or await self._article(place, asked.text, articles, by_text=False)
        if article.draft:
            raise Sorry(words.say("error-post-draft", title=article.title))
        if not can_be_posted(article):
            raise Sorry(words.say("error-post-unfinished", title=article.title))
        try:
            await self._debate_admin.post(article.slug, [place.channel.name])
        except AlreadyOpen as standing:
            slash = slash_name(place.asker.voter.platform, words.locale, admin=True)
            close = f"{slash} {COMMANDS[Command.CLOSE].on(words.locale)} {standing.debate}"
            raise Sorry(words.say("error-post-open", title=article.title, close=close)) from None
        return (Text(words.say("post-done", title=article.title)),)

    async def close(self, place: Place, asked: Asked) -> tuple[ReplyPart, ...]:
        """Close a debate; without a name, the one open in this channel."""
        words = place.words
        debate: Debate | None
        if asked.arguments:
            debate = await self._debate(place, asked.text)
        else:
            debate = await self._latest_here(place, open_only=True)
            if debate is None:
                raise Sorry(words.say("error-no-open-debate-here"))
        posts = await self._debates.posts(debate.id)
        if not all(place.reaches(post.platform, post.channel_id) for post in posts):
            raise Sorry(words.say("error-close-elsewhere", title=debate.article.title))
        if debate.state is not DebateState.OPEN:
            raise Sorry(words.say("error-close-over", title=debate.article.title))
        await self._debate_admin.close(debate.id)
        return (Text(words.say("close-done", title=debate.article.title)),)

    async def schedule(self, place: Place, _asked: Asked) -> tuple[ReplyPart, ...]:
        """What falls due in the next two weeks in the channels that the asker's word reaches."""
        words, now = place.words, self._clock.now()
        reached = {channel.name for channel in self._channels if place.reaches(channel.platform, channel.id)}
        schedules = [schedule for schedule in self._schedules if reached.intersection(schedule.channels)]
        items = []
        upcoming = await forecast(schedules, self._articles, self._openings, now, now + _AHEAD, most=100)
        for coming in upcoming:
            title = coming.article.title if coming.article else words.say("upcoming-none")
            names = ", ".join(name for name in coming.schedule.channels if name in reached)
            items.append(Item(title, words.say("item-upcoming", at=words.moment(coming.at), channels=names)))
        if not items:
            return (Text(words.say("schedule-none")),)
        waiting = still_waiting(schedules, self._articles, upcoming)[:_MOST_NAMED]
        titles = [f"{article.title} ({words.date(article.published)})" for article in waiting]
        later = (Text(words.say("schedule-waiting", articles=words.listing(titles, plain=True))),) if titles else ()
        return *self._listed(place, words.say("schedule-heading"), items), *later

    async def _latest_here(self, place: Place, *, open_only: bool = False) -> Debate | None:
        if place.channel is None:
            return None
        return await self._finder.latest(channel=place.channel.name, open_only=open_only)

    async def _shown_here(self, place: Place) -> tuple[ReplyPart, ...]:
        debate = await self._latest_here(place)
        if debate is None:
            return (Text(place.words.say("error-no-debate-here")),)
        return await self._shown(place, debate)

    async def _next_here(self, place: Place) -> tuple[ReplyPart, ...]:
        """When this channel's next debate comes, by the schedules; nothing while one is open."""
        if place.channel is None or await self._latest_here(place, open_only=True) is not None:
            return ()
        coming = await self._next_debates.among([place.channel.name])
        return () if coming is None else (Text(place.words.say("next-debate", at=place.words.moment(coming.at))),)

    async def _shown(self, place: Place, debate: Debate) -> tuple[ReplyPart, ...]:
        """A debate's card while it runs; once it is known its result, which leads to its page where there are pages."""
        snapshot = await self._debates.snapshot(debate.id)
        if snapshot is None or debate.state is DebateState.VOID:
            return (Text(place.words.say("results-void", title=debate.article.title)),)
        words, tally = place.words, snapshot.tally
        platform, link = place.asker.voter.platform, self._link_among(place, snapshot.posts)
        if snapshot.certificate is not None:
            return (await self._composer.result_of(snapshot, platform, words, link=link),)
        held_on = platforms_of(snapshot.posts, tally)
        shown = card(
            snapshot.debate, tally, words, platform, link=link, platforms=held_on, channels=channels_of(snapshot.posts)
        )
        told = await self._composer.told(snapshot, words)
        return (shown, Text("\n".join(told))) if told else (shown,)

    def _link_among(self, place: Place, posts: Sequence[Post]) -> str | None:
        for post in posts:
            if post.state is PostState.SAID and post.channel_id == place.asker.channel_id:
                return self._link(post)
        return None

    async def _link_to(self, place: Place, debate: Debate) -> str | None:
        """To the debate's post in the asker's channel, else to its page."""
        post = self._link_among(place, await self._debates.posts(debate.id))
        return post or self._links.debate(debate.id, place.asker.voter.platform)

    async def _known_here(self, place: Place) -> Sequence[Article]:
        """What may be named here: articles that readers may see, and those of the future that were debated here."""
        shown, ahead = self._articles.all(), self._articles.waiting()
        if not ahead or place.channel is None:
            return shown
        debated = await self._openings.debated_slugs([place.channel.name])
        return [*(article for article in ahead if article.slug in debated), *shown]

    async def _article(self, place: Place, name: str, articles: Sequence[Article], *, by_text: bool = True) -> Article:
        """The one article that is meant; raises Sorry with those that may be."""
        words = place.words
        named = await in_slices(name_article(name, articles, self._article_index, by_text=by_text))
        if named.article is not None:
            return named.article
        if named.candidates:
            raise Sorry(*self._articles_listed(place, words.say("candidates-heading"), named.candidates))
        if named.likely is not None:
            nearest = words.say("quoted", text=named.likely.title)
            raise Sorry(words.say("error-no-article-nearest", name=echo(name), nearest=nearest))
        raise Sorry(words.say("error-no-article", name=echo(name)))

    async def _debate(self, place: Place, name: str) -> Debate:
        """The debate with this id, else the latest over the article that is meant, among those the asker may see."""
        words = place.words
        found = await self._finder.find(name, place.sight)
        if found is not None:
            return found
        named = await in_slices(name_article(name, await self._known_here(place), self._article_index))
        candidates = (named.article,) if named.article else named.candidates[: 3 * place.asker.most]
        debates = [d for a in candidates if (d := await self._finder.find(a.slug, place.sight)) is not None]
        if not debates:
            raise Sorry(words.say("error-no-debate", name=echo(name)))
        if len(debates) > 1:
            items = [Item(d.article.title, _debate_line(words, d), await self._link_to(place, d)) for d in debates]
            raise Sorry(*self._listed(place, words.say("candidates-heading"), items))
        return debates[0]

    def _item(self, place: Place, article: Article, searched: Sequence[SearchWord]) -> Item:
        words = place.words
        line = words.say(
            "item-article", category=article.category, date=words.date(article.published), slug=article.slug
        )
        hit = hit_in(article, searched)
        if hit is not None:
            hit_place = words.say("search-place", place=hit.place.value)
            line += "\n" + words.say("search-hit", place=hit_place, text=hit.text)
        return Item(article.title, line, self._links.article(article.slug, place.asker.voter.platform))

    def _articles_listed(
        self, place: Place, heading: str, articles: Sequence[Article], searched: Sequence[SearchWord] = ()
    ) -> tuple[ReplyPart, ...]:
        items = [self._item(place, article, searched) for article in articles[: place.asker.most]]
        return self._listed(place, heading, items, len(articles))

    @staticmethod
    def _listed(place: Place, heading: str, items: Sequence[Item], in_all: int | None = None) -> tuple[ReplyPart, ...]:
        """A listing of as many entries as the asker's platform shows, and how many more of `in_all` there are."""
        shown = Listing(heading, tuple(items[: place.asker.most]))
        rest = (len(items) if in_all is None else in_all) - len(shown.items)
        return (shown, Text(place.words.say("more", n=rest))) if rest > 0 else (shown,)


def usage(words: Words, known: CommandWord) -> str:
    """A command's word with what it takes."""
    if known.takes is Takes.NOTHING:
        return known.on(words.locale)
    return f"{known.on(words.locale)} {words.say(f'usage-{known.command.value}')}"


def _help_items(words: Words, *, admin: bool) -> tuple[Item, ...]:
    listed = [known for known in COMMAND_WORDS if known.admin is admin]
    return tuple(Item(usage(words, known), words.say(f"help-{known.command.value}")) for known in listed)


def _debate_line(words: Words, debate: Debate) -> str:
    state = words.say(f"state-{debate.state.value}")
    return words.say("item-debate", state=state, date=words.date(debate.opened_at), slug=debate.slug)
