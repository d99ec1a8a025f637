"""How long a test waits for what must come: long enough for a busy machine, since waiting ends when it comes."""

from __future__ import annotations

PATIENCE = 90.0
"""Seconds. Below what a whole test has (`timeout` in pyproject.toml), so that the wait says what was missing."""
