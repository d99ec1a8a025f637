"""The wiring of what looks after the data while the bot runs."""

from __future__ import annotations

from bot.app.app import Ground, Traffic
from bot.log import get_logger
from bot.services.publishing.look_back import LookBack


def build_look_back(ground: Ground, traffic: Traffic) -> LookBack:
    """Who names what a restored database knows nothing of."""
    return LookBack(
        restored=ground.ledger.restored,
        messengers=ground.adapters,
        channels=ground.channels.values(),
        alerts=traffic.alerts,
        clock=ground.clock,
        log=get_logger("look_back"),
    )
