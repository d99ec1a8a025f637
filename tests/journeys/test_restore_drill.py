"""The machine is lost and the copy restored: the tally is right, nothing is said twice, the unknown is named."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.discord_place import ARTICLE, OPTIONS, DiscordPlace, one_complete_post
from tests.journeys.ledger import audit, wait_for_ballots
from tests.journeys.processes import until
from tests.wire.discord import Threaded

pytestmark = pytest.mark.heavy


@pytest.fixture
def place(tmp_path: Path) -> Iterator[DiscordPlace]:
    with Threaded() as discord:
        made = DiscordPlace(tmp_path, discord)
        yield made
        made.clear()


def wreck(place: DiscordPlace) -> None:
    """The disk of the bot is gone, but for the backup, the configuration and the articles."""
    for path in place.folder.iterdir():
        if path.name.startswith("agora."):
            path.unlink()


class Crowd:
    """People who vote and change their minds on and on."""

    def __init__(self, place: DiscordPlace, people: int) -> None:
        self._place = place
        self._people = place.discord.do(lambda fake: fake.voters(people))
        self._stop = threading.Event()
        self.cast = 0
        self._thread = threading.Thread(target=self._vote)
        self._thread.start()

    def _vote(self) -> None:
        card = self._place.card()
        while not self._stop.is_set():
            person, emoji = self._people[self.cast % len(self._people)], OPTIONS[self.cast // len(self._people) % 2]
            other = OPTIONS[1 - OPTIONS.index(emoji)]
            self._place.discord.do(lambda fake, p=person, e=emoji: fake.react(p, card, e))
            if self.cast >= len(self._people):
                self._place.discord.do(lambda fake, p=person, e=other: fake.unreact(p, card, e))
            self.cast += 1

    def until(self, count: int) -> None:
        until(lambda: self.cast >= count)

    def end(self) -> None:
        self._stop.set()
        self._thread.join()

    def counts(self) -> list[int]:
        """Who holds what, as the platform has it."""
        card, me = self._place.said()[0], self._place.fake.world.me.id
        return [len([voter for voter in card.voters(emoji) if voter != me]) for emoji in OPTIONS]


def test_votes_go_on_while_a_copy_is_made_and_after_the_loss_all_are_counted(place: DiscordPlace) -> None:
    bot = place.run()
    debate = place.post("--channel", "square")
    crowd = Crowd(place, 40)
    crowd.until(20)
    backing_up = place.begin("backup", "copy.zip")
    done = backing_up.wait()
    assert done.code == 0, done
    voted_by_then = crowd.cast
    crowd.until(voted_by_then + 30)
    # Opened after the copy: no ledger knows of it once the machine is lost.
    article = ARTICLE.format(user=place.fake.world.owner.id).replace("열린 광장", "나중 광장")
    (place.folder / "content" / "articles" / "later.md").write_text(article, encoding="utf-8")
    assert place.agora("post", "later", "--channel", "square").code == 0
    bot.kill()
    wreck(place)
    crowd.until(crowd.cast + 30)
    crowd.end()

    done = place.agora("restore", "copy.zip")
    assert done.code == 0, done
    assert debate in done.out
    bot = place.run()
    wait_for_ballots(place, crowd.counts(), debate, why=lambda: bot.err)
    audit(place, debate)
    until(lambda: bot.events("looked back"), why=lambda: bot.err)
    cards = place.said()
    assert len(cards) == 2, "the post of the copy, and the one that is named"
    told = [entry["text"] for entry in bot.events("alert")]
    assert any(str(cards[1].id) in text and str(cards[0].id) not in text for text in told), told

    assert place.agora("close", debate).code == 0
    until(lambda: len(place.said()) == 3)
    final = place.results(debate)
    assert [option["ballots"] for option in final["options"]] == crowd.counts()
    assert final["certificate"]["recounted"] == "exact"
    bot.stop()


def test_a_post_and_a_result_that_were_said_after_the_copy_are_found_and_not_said_again(place: DiscordPlace) -> None:
    bot = place.run()
    debate = place.post("--channel", "square")
    assert place.agora("backup", "copy.zip").code == 0
    haru = place.discord.do(lambda fake: fake.user())
    place.discord.do(lambda fake: fake.react(haru, place.card(), OPTIONS[0]))
    wait_for_ballots(place, [1, 0, 0], debate, why=lambda: bot.err)
    assert place.agora("close", debate).code == 0
    until(lambda: len(place.said()) == 2)
    bot.kill()
    wreck(place)
    assert place.agora("restore", "copy.zip").code == 0
    bot = place.run()
    wait_for_ballots(place, [1, 0, 0], debate, why=lambda: bot.err)
    assert place.agora("close", debate).code == 0
    bot.stop()
    assert len(place.said()) == 2, [one.text for one in place.said()]
    one_complete_post_with_result(place)
    told = audit(place, debate)
    assert (told["state"], told["voters"]) == ("closed", 1)
    # The digits in the chat are those of the first count, and the certificate of the second says so.
    assert told["certificate"]["head"][:8] not in place.said()[1].text
    assert any("복사본으로 되돌리고 다시 셌어요" in note for note in told["certificate"]["notes"])


def one_complete_post_with_result(place: DiscordPlace) -> None:
    card, result = place.said()
    assert card.thread is not None
    assert result.id != card.id
    one_complete_post(place)
