"""Servers of our own that speak a platform's wire, for the real client libraries to talk to."""
