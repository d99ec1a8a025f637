"""Summaries where the author gave none: three lines proposed, written into the file, read before they are posted."""

from bot.library.summaries.asking import NoAnswer, Service, ask
from bot.library.summaries.proposing import propose
from bot.library.summaries.writing import PROPOSALS, without_summary, write_summary

__all__ = ["PROPOSALS", "NoAnswer", "Service", "ask", "propose", "without_summary", "write_summary"]
