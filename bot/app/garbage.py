"""The garbage collector, told what a bot that runs for months is like."""

from __future__ import annotations

import gc


def spare_collector() -> None:
    """Leave what start-up made alone, and look for garbage seldom, for the whole process.

    A burst of votes makes thousands of short-lived objects at once; looking through them, and through every module,
    again and again took up to a third of the processor time of a vote.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
