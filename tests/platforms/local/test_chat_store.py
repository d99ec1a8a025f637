"""The chat's own file: what becomes of a write that SQLite does not confirm."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.platforms.local.chat_store import Database
from bot.services.platform_errors import Unclear


async def test_a_write_that_was_not_confirmed_holds_up_neither_the_next_nor_another_process(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    store = Database(path, lambda _: None)
    # A COMMIT that a constraint stops leaves the transaction open, as one for which the disk has no room does.
    for table in ("here (id PRIMARY KEY)", "there (id REFERENCES here DEFERRABLE INITIALLY DEFERRED)"):
        await store.write(lambda db, table=table: db.exec_driver_sql(f"CREATE TABLE {table}").close())
    with pytest.raises(Unclear, match=r"chat\.db did not confirm a write"):
        await store.write(lambda db: db.exec_driver_sql("INSERT INTO there VALUES (1)").close())
    with closing(sqlite3.connect(path, timeout=0)) as another:
        another.execute("INSERT INTO here VALUES (2)")
        another.commit()
    await store.write(lambda db: db.exec_driver_sql("INSERT INTO there VALUES (2)").close())
    assert await store.read(lambda db: db.exec_driver_sql("SELECT id FROM there").scalars().all()) == [2]
    await store.close()
