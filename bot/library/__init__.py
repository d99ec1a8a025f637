"""The library: articles and mascots, read from files, checked, and watched for changes."""

from bot.library.article_html import to_html
from bot.library.content_check import check, check_loaded
from bot.library.library import Library
from bot.library.mascots import read_mascots
from bot.library.new_article import create_draft

__all__ = ["Library", "check", "check_loaded", "create_draft", "read_mascots", "to_html"]
