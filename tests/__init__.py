"""The tests, as a package: a package that may be installed ships a top-level `tests` too, which would be found first."""
