"""Drafts from elsewhere: pages, files and feeds, read with care and written as articles that are not posted yet."""

from bot.library.importing.drafts import Drafts
from bot.library.importing.importing import Imported, import_from

__all__ = ["Drafts", "Imported", "import_from"]
