"""The tests, as a package: one that may be installed ships a top-level `tests` too, and would be found first."""
