"""One object in the place of everybody who takes what a platform tells, for tests that note what is told."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from bot.services.ports import Inbound


def told_to(taker: Any) -> Inbound:
    """`taker` has those methods of the ports that the test needs."""
    return Inbound(**dict.fromkeys((field.name for field in fields(Inbound)), taker))
