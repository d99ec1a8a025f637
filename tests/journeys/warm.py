"""What the process that bots are forked from has done beforehand, so that no bot does it again at its start.

It holds nothing of a bot that runs: only modules, the parsed words, and a collector that leaves both alone, since
looking through them would copy every page of them into each new process.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil

import bot
from bot.locales.fluent import LOCALES, words_for


def warm_up() -> None:
    """Import all of the bot and what it imports only when it runs, and read its words."""
    for found in pkgutil.walk_packages(bot.__path__, "bot."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    importlib.import_module("anyio._backends._asyncio")
    for locale in LOCALES:
        words_for(locale).say("card-pick")
    gc.collect()
    gc.freeze()


warm_up()
