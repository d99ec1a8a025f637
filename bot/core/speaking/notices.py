"""Plain words from the bot."""

from __future__ import annotations

from bot.core.debates import Debate
from bot.core.messages import Notice
from bot.core.words import Words


def erratum(debate: Debate, words: Words) -> Notice:
    """That the article changed under the debate, and that the votes go on about what was posted."""
    return Notice(words.say("erratum-title"), words.say("erratum-text", title=debate.article.title))
