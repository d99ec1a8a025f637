"""Markdown: read by one parser, walked once, and given as HTML or as blocks of text runs."""

from bot.markdown.blocks import Block, Kind, Run, blocks_of
from bot.markdown.html import to_html
from bot.markdown.parser import new_parser, without_comments, words_in_brackets_kept

__all__ = [
    "Block",
    "Kind",
    "Run",
    "blocks_of",
    "new_parser",
    "to_html",
    "without_comments",
    "words_in_brackets_kept",
]
