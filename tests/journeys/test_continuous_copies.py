"""Litestream follows a running bot, and its replica is restored after the machine is lost (docs/operating.md)."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.journeys.ledger import audit, wait_for_ballots
from tests.journeys.place import OPTIONS
from tests.journeys.processes import until
from tests.patience import PATIENCE

pytestmark = pytest.mark.heavy

LITESTREAM = Path(sys.executable).with_name("litestream")
CONFIG = """dbs:
  - path: {database}
    replica: {{type: file, path: {replica}, sync-interval: 100ms}}
"""


@pytest.mark.skipif(not LITESTREAM.exists(), reason="there is no Litestream for this machine")
def test_a_replica_of_a_running_bot_is_restored(place) -> None:
    bot = place.run()
    debate = place.post()
    visitor = bot.visitor()
    card = visitor.messages("square", "card")[0]["id"]
    visitor.react("haru", card, OPTIONS[0])
    config = place.folder / "litestream.yml"
    config.write_text(CONFIG.format(database=place.file, replica=place.folder / "replica"))
    following = subprocess.Popen([LITESTREAM, "replicate", "-config", config], stderr=subprocess.DEVNULL)
    try:
        for person, option in (("noeul", 1), ("dambi", 1)):
            visitor.react(person, card, OPTIONS[option])
        wait_for_ballots(place, [1, 2, 0], debate, why=lambda: bot.err)
        copy = place.folder / "copy.db"
        until(lambda: voters(restored(config, place.file, copy), debate) == 3, PATIENCE)
    finally:
        bot.kill()
        following.terminate()
        following.wait(PATIENCE)
    for path in place.folder.glob("agora.db*"):
        path.unlink()
    restored(config, place.file, copy)

    done = place.agora("restore", "copy.db")
    assert done.code == 0, done
    assert "토론 1개, 3표" in done.out
    bot = place.run()
    bot.visitor().react("gureum", card, OPTIONS[2])
    wait_for_ballots(place, [1, 2, 1], debate, why=lambda: bot.err)
    assert len(bot.visitor().messages("square", "card")) == 1
    bot.stop()
    audit(place, debate)


def restored(config: Path, database: Path, copy: Path) -> Path:
    """What the replica has now, as a file."""
    copy.unlink(missing_ok=True)
    command = [LITESTREAM, "restore", "-config", config, "-o", copy, database]
    subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE)
    return copy


def voters(path: Path, debate: str) -> int | None:
    """How many voted, by a copy; None while there is none."""
    query = "SELECT sum(count) FROM tally WHERE debate = ? AND key = -1"
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        count: int | None = db.execute(query, (debate,)).fetchone()[0]
        return count
    return None
