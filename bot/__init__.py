"""Agora (열린 광장): a debate bot that posts an article a day and counts every vote."""

__version__ = "0.1.0"
