"""Sparks: which line of an argument moved a voter, said with 💡.

A spark is held like a mark (`bot.core.marks`): once for each voter and line, whatever the order of its events.
"""

from __future__ import annotations

SPARK_EMOJI = "💡"
