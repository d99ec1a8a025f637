"""The asker's own ballots: what they voted, whether they changed it, and how to find it in the public record."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.ballots import UNDECIDED, options_of
from bot.core.debates import BallotKind, Debate, DebateState, Kept
from bot.core.messages import Item, Listing, ReplyPart, Text
from bot.core.words import Words
from bot.services.commands.place import Place
from bot.services.proof_stores import Mine, ProofStore
from bot.services.publishing.composer import Links


class OwnBallots:
    """Tells somebody of their own votes, and nobody else's."""

    def __init__(self, proofs: ProofStore, links: Links) -> None:
        self._proofs = proofs
        self._links = links

    async def named(self, place: Place, debate: str) -> Debate | None:
        """A debate by its id, wherever it was held, if the asker voted in it."""
        mine = await self._proofs.mine(debate, place.asker.voter)
        return mine.debate if mine is not None else None

    async def told(self, place: Place, debate: Debate) -> tuple[ReplyPart, ...]:
        """The vote in one debate, and the code with what it is good for."""
        words = place.words
        mine = await self._proofs.mine(debate.id, place.asker.voter)
        if mine is None and debate.kept is not None:
            return (self._left(place, debate, debate.kept),)
        if mine is None:
            return (Text(words.say("mine-none", title=debate.article.title)),)
        vote = Item(_chosen(mine.debate, mine.last, words), _changed(mine, words))
        heading = words.say("mine-heading", title=debate.article.title)
        return (Listing(heading, (vote, *self._receipt(place, mine))),)

    async def everywhere(self, place: Place) -> tuple[Sequence[Item], int]:
        """The debates that the asker voted in, opened last first, and how many there are."""
        words, platform = place.words, place.asker.voter.platform
        voted, in_all = await self._proofs.voted_in(place.asker.voter, place.asker.most)
        items = []
        for mine in voted:
            debate = mine.debate
            state, date = words.say(f"state-{debate.state.value}"), words.date(debate.opened_at)
            line = words.say("item-mine", vote=_chosen(debate, mine.last, words), state=state, date=date, id=debate.id)
            items.append(Item(debate.article.title, line, self._links.debate(debate.id, platform)))
        return items, in_all

    def _left(self, place: Place, debate: Debate, kept: Kept) -> Listing:
        """What can be said where retention has cut accounts off, or deleted the ballots: not whether there was one."""
        words = place.words
        record: tuple[Item, ...] = ()
        if kept is Kept.COUNTS:
            what, how = words.say("mine-deleted"), words.say("mine-deleted-how")
        elif debate.rules.ballot is BallotKind.BUTTONS:
            what, how = words.say("mine-cut-off"), words.say("mine-cut-off-secret")
        else:
            what, how = words.say("mine-cut-off"), words.say("mine-cut-off-how")
            record = self._record(place, debate)
        return Listing(words.say("mine-left-heading", title=debate.article.title), (Item(what, how), *record))

    def _receipt(self, place: Place, mine: Mine) -> tuple[Item, ...]:
        words, debate = place.words, mine.debate
        if debate.rules.ballot is BallotKind.BUTTONS:
            return (Item(words.say("mine-secret"), words.say("mine-secret-how")),)
        title, record = words.say("mine-code", code=mine.code or "–"), self._record(place, debate)
        if not record:
            return (Item(title, words.say("mine-code-unlisted")),)
        if debate.state is not DebateState.CLOSED:
            return (Item(title, words.say("mine-code-later")),)
        return Item(title, words.say("mine-code-how")), *record

    def _record(self, place: Place, debate: Debate) -> tuple[Item, ...]:
        """The way to a debate's public record; nothing where there are no pages."""
        link = self._links.record(debate.id, place.asker.voter.platform)
        return (Item(place.words.say("mine-record"), link=link),) if link is not None else ()


def _chosen(debate: Debate, ballot: int, words: Words) -> str:
    """The options of a ballot, or that it counts for none and why."""
    if ballot == UNDECIDED:
        return words.say("mine-undecided")
    labels = [debate.article.options[number].label for number in options_of(ballot)]
    if not labels:
        return words.say("mine-withdrawn")
    return words.listing([words.say("quoted", text=label) for label in labels])


def _changed(mine: Mine, words: Words) -> str:
    if mine.first == mine.last:
        return words.say("mine-unchanged")
    if mine.first == UNDECIDED:
        return words.say("mine-changed")
    return words.say("mine-changed-from", before=_chosen(mine.debate, mine.first, words))
