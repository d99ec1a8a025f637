"""What happens to a town: debates are opened, people vote all the while, and one bot after the other meets a mishap."""

from __future__ import annotations

import asyncio
import random
import signal
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import select

from bot.services.publishing.opening import new_debate_id
from bot.services.records import CloseRequest
from bot.storage.tables import debates
from tests.patience import PATIENCE
from tests.several_processes.crowd import Crowd, Poll, Voter
from tests.several_processes.town import HALL, Town
from tests.wire.discord import faults
from tests.wire.discord.faults import Asked

KILLED, STOPPED, CUT, SWALLOWED = MISHAPS = ("killed", "stopped", "cut", "swallowed")
"""Of one bot: SIGKILL, and it is started again; SIGSTOP; its connections to the database break and none is to be had;
what it sends there vanishes without a word."""
SLUGS = ("lasting", "timed", *MISHAPS)
_STOPPED_FOR = 90.0
_CUT_FOR = 15.0
_REGULARS = 8
"""How many people vote in each place before anything goes wrong."""


def in_order(chance: random.Random) -> list[str]:
    """All mishaps; a bot is stopped at first or second, since others come while it is."""
    others = [mishap for mishap in MISHAPS if mishap != STOPPED]
    chance.shuffle(others)
    others.insert(chance.randrange(2), STOPPED)
    return others


class Story:
    """A seed decides what happens in which order, and whom it meets. `told` hears of each mishap and its recovery.

    `mishaps` are those that happen, where not all do; what must come is waited for so many seconds (`patience`).
    """

    def __init__(
        self,
        town: Town,
        seed: int,
        *,
        mishaps: Sequence[str] = (),
        votes_a_second: float = 40.0,
        stopped_for: float = _STOPPED_FOR,
        patience: float = PATIENCE,
        told: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.town = town
        self._chance = random.Random(seed)
        self._mishaps = list(mishaps) or in_order(self._chance)
        self._stopped_for = stopped_for
        self._patience = patience
        self._told = told
        self._asleep: int | None = None
        self._wakes = 0.0
        self.crowd = Crowd(town, random.Random(seed + 1), votes_a_second)
        self.codes: list[int] = []
        """With which codes the bots ended that were told to end."""

    @property
    def polls(self) -> list[Poll]:
        """Every debate of the story."""
        return self.crowd.polls

    def play(self) -> None:
        """From the first start to the last stop."""
        self.town.start()
        self._until(lambda: self._are_welcomed() and not self.town.unsaid(), "the welcomes")
        self._lasting = self._open("lasting")
        timed = self._open("timed", closes_after=timedelta(seconds=self._chance.uniform(50, 90)))
        for poll in (self._lasting, timed):
            self._until(lambda poll=poll: self.town.is_said(poll.debate), "the first two debates to be said")
            self.crowd.gather(poll, _REGULARS)
        timed.closes = self._closes_at(timed)
        for poll in (self._lasting, timed):
            self._until_counted(poll)
            for voter in poll.regulars:
                voter.settled = True
        with self.crowd:
            for mishap in self._mishaps:
                getattr(self, f"_one_is_{mishap}")()
            self._wake()
            for poll in self.polls:
                if poll is not timed:
                    self.crowd.leave(poll)
            self._until(lambda: timed.is_over, "the time of a debate to be up")
        self._close([poll for poll in self.polls if poll is not timed])
        began = time.monotonic()
        self.town.until_none(self._unfinished, "the end of everything", self._patience)
        self._told(f"all results were said {time.monotonic() - began:.1f} s after closing began")
        for bot in self.town.bots:
            bot.signal(signal.SIGTERM)
        self.codes = [bot.wait(self._patience).code for bot in self.town.bots]

    # Mishaps

    def _one_is_killed(self) -> None:
        shard = self._awake()
        self._open_amid(KILLED)
        began = time.monotonic()
        self.town.bots[shard].kill()
        probes = self._probe(shard)
        self.town.start_again(shard)
        self._tell(f"bot {shard} was killed and started again", probes, "after its end", began)

    def _one_is_cut(self) -> None:
        shard = self._awake()
        self._lose_the_database(CUT, shard, self.town.ways[shard].reset)

    def _one_is_swallowed(self) -> None:
        shard = self._awake()
        self._lose_the_database(SWALLOWED, shard, self.town.ways[shard].stall)

    def _lose_the_database(self, mishap: str, shard: int, lose: Callable[[], None]) -> None:
        self._open_amid(mishap)
        lose()
        probes = self._probe(shard)
        time.sleep(_CUT_FOR)
        began = time.monotonic()
        self.town.ways[shard].mend()
        how = "was cut off from the database" if mishap == CUT else "sent to the database and heard nothing"
        self._tell(f"bot {shard} {how} for {_CUT_FOR:.0f} s", probes, "after it was back", began)

    def _one_is_stopped(self) -> None:
        """Amid a post: it has asked Discord to say it, which Discord does or does not."""
        debate = new_debate_id()
        posts = {self.town.sign_of(debate, place) for place in self.town.places if place != HALL}
        release = asyncio.Event()
        is_lost = self._chance.random() < 0.5

        def is_a_post(asked: Asked) -> bool:
            return str(asked.body.get("nonce")) in posts

        then = faults.drop_before() if is_lost else None
        comes = self.town.hold_one("POST /channels/*/messages", release, then=then, when=is_a_post)
        poll = self._open(STOPPED, debate)
        self._asleep = self.town.who_asks(comes())
        self.town.signal(self._asleep, signal.SIGSTOP)
        self._wakes = time.monotonic() + self._stopped_for
        self.town.discord.do(lambda _: release.set())
        seconds = self._until(lambda: self.town.is_said(poll.debate, "post"), "another to say a post")
        how = "was not carried out" if is_lost else "was carried out"
        self._told(
            f"bot {self._asleep} was stopped amid a post (its request {how}): said by another after {seconds:.1f} s"
        )

    def _wake(self) -> None:
        """Wake who was stopped, when its time has come."""
        if self._asleep is None:
            return
        time.sleep(max(0.0, self._wakes - time.monotonic()))
        probes = self._probe(self._asleep)
        began = time.monotonic()
        self.town.signal(self._asleep, signal.SIGCONT)
        self._tell(f"bot {self._asleep} woke after {self._stopped_for:.0f} s", probes, "after waking", began)
        self._asleep = None

    # How it is done

    def _open(self, slug: str, debate: str = "", closes_after: timedelta | None = None) -> Poll:
        poll = Poll(self.town.open(slug, debate, closes_after))
        self.polls.append(poll)
        return poll

    def _open_amid(self, slug: str) -> None:
        """Have a debate opened, and go on when some of it is said."""
        poll = self._open(slug)
        some = self._chance.randrange(2 * len(self.town.places))
        self._until(lambda: self.town.states(poll.debate).count("said") >= some, "some of an opening to be said")

    def _awake(self) -> int:
        """A bot that is not stopped."""
        return self._chance.choice([shard for shard in range(self.town.count) if shard != self._asleep])

    def _probe(self, shard: int) -> dict[str, Voter]:
        """Somebody votes in a bot's own guild, and somebody in Slack."""
        return {place: self.crowd.vote(self._lasting, place) for place in (self.town.places[shard], HALL)}

    def _tell(self, what: str, probes: dict[str, Voter], since: str, began: float) -> None:
        """Wait until the probes are counted, and tell how long it took."""
        seconds = {}
        for place, voter in probes.items():
            self._until(
                lambda voter=voter: self.town.has_ballot(self._lasting.debate, voter.account),
                f"a vote in {place} to be counted: {what}",
            )
            seconds[place] = time.monotonic() - began
        guild, _ = seconds
        self._told(f"{what}: a vote cast in its guild meanwhile was counted {seconds[guild]:.1f} s {since}")

    def _until(self, condition: Callable[[], object], what: str) -> float:
        return self.town.until(condition, what, self._patience)

    def _are_welcomed(self) -> bool:
        return all(map(self.town.discord.fake.messages, self.town.channels)) and bool(self.town.said_in_slack())

    def _closes_at(self, poll: Poll) -> float:
        query = select(debates.c.closes_at).where(debates.c.id == poll.debate)
        return int(self.town.window.read(lambda db: db.execute(query).scalar_one())) / 1e6

    def _until_counted(self, poll: Poll) -> None:
        """Wait until the ledger has what people did, less what Slack has given up telling: that is read at the end."""

        def wrong() -> list[str]:
            given_up = self.town.given_up()
            found, wanted = self.town.votes(poll.debate), poll.people.votes()
            return [
                f"{person}: {found.get(person)} and not {wanted.get(person)}"
                for person in sorted(found.keys() | wanted.keys())
                if found.get(person) != wanted.get(person) and person[1] not in given_up
            ]

        self.town.until_none(wrong, f"votes in {poll.debate}", self._patience)

    def _close(self, polls: Sequence[Poll]) -> None:
        began = time.monotonic()
        for poll in polls:
            self._until(lambda poll=poll: self.town.is_said(poll.debate), f"all of {poll.debate} to be said")
            self._until_counted(poll)
        self._told(f"all was said and counted {time.monotonic() - began:.1f} s after the last vote")
        for poll in polls:
            self.town.leave(CloseRequest(poll.debate))
        for poll in polls:
            self._until(lambda poll=poll: self.town.state(poll.debate) != "open", "a debate to be closed")
            self.crowd.vote_late(poll)

    def _unfinished(self) -> list[str]:
        """What has still to come before the bots may end."""
        left = self.town.window.left_behind()
        signs_of_life = left.pop("processes", [])
        dead = len(signs_of_life) > self.town.count
        states = [poll.debate for poll in self.polls if self.town.state(poll.debate) != "closed"]
        return [*left, *states, *(["a sign of life of a dead process"] if dead else [])]
