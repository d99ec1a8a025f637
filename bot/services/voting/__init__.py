"""Voting: from a reaction or a pressed button to the ledger, and the recounts that mend it."""
