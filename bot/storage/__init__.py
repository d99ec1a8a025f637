"""The ledger's memory: tables and queries for SQLite and PostgreSQL, and the lock of a running bot."""

from __future__ import annotations

from bot.storage.coordination import RunLock
from bot.storage.database import Database, open_ledger

__all__ = ["Database", "RunLock", "open_ledger"]
