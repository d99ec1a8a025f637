"""Places for commands."""

from tests.journeys.conftest import place, places

__all__ = ["place", "places"]
