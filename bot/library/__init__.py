"""The library: articles and mascots, read from files, checked, and watched for changes."""

from bot.library.checking import check, check_loaded
from bot.library.drafting import create_draft
from bot.library.library import Library
from bot.library.markdown import to_html
from bot.library.mascots import read_mascots

__all__ = ["Library", "check", "check_loaded", "create_draft", "read_mascots", "to_html"]
