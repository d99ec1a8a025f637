"""Bots that share a PostgreSQL, and what goes wrong: `python -m tests.several_processes [--processes 4] [--seed N]`."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time

from tests.postgres_server import PostgresServer, started
from tests.several_processes.planted import PLANTED
from tests.several_processes.story import MISHAPS, SLUGS, Story
from tests.several_processes.town import a_town
from tests.several_processes.verdict import differences, said_twice


def main() -> int:
    """Tell each mishap and its recovery as it comes, then what was not as it must be; 1 if anything was."""
    parser = argparse.ArgumentParser(prog="python -m tests.several_processes", description=__doc__)
    parser.add_argument("--processes", type=int, action="append", help="how many bots; 2 and then 4, unless said")
    parser.add_argument("--seed", type=int, default=1, help="decides what happens in which order, and to whom")
    parser.add_argument("--seeds", type=int, default=1, help="so many seeds, beginning at that one")
    parser.add_argument("--only", choices=MISHAPS, action="append", help="this mishap; all, unless one is named")
    parser.add_argument("--votes", type=float, default=40.0, help="how many votes are cast or taken back a second")
    parser.add_argument("--planted", choices=PLANTED, help="a fault that is put into each bot")
    given = parser.parse_args()
    bad = 0
    with started() as server:
        asyncio.run(server.prepare())
        for seed in range(given.seed, given.seed + given.seeds):
            for count in given.processes or (2, 4):
                bad += bool(_play(server, count, seed, given))
    print(f"\n{bad} bad." if bad else "\nAll good.")
    return 1 if bad else 0


def _play(server: PostgresServer, count: int, seed: int, given: argparse.Namespace) -> list[str]:
    print(f"\n{count} processes, seed {seed}", flush=True)
    began = time.monotonic()

    def tell(said: str) -> None:
        print(f"  {time.monotonic() - began:6.1f} s  {said}", flush=True)

    with a_town(server, count, SLUGS, given.planted) as town:
        story = Story(town, seed, mishaps=given.only or (), votes_a_second=given.votes, told=tell)
        try:
            story.play()
            wrong = differences(story)
        except AssertionError as failure:
            wrong = [str(failure), *said_twice(town)]
        if wrong:
            wrong.append(town.logs())
        voters = sum(len(poll.people.votes()) for poll in story.polls)
        tell(f"{len(story.polls)} debates, {story.crowd.cast} votes cast or taken back, {voters} that count in the end")
    for one in wrong:
        print(f"  not as it must be: {one}", flush=True)
    return wrong


if __name__ == "__main__":
    sys.exit(main())
