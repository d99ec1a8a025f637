"""Crash points: a bot in a process of its own is killed at every commit and every send of a debate's life.

One undisturbed life names the points. Then each point has a life of its own, in which SIGKILL ends the bot there; it
is started again as it is, and what the platforms and the ledger show in the end is held against what people did.

    make crashpoints                                    the whole table, both databases
    make crashpoints ARGS="--database sqlite --every 5 --offset 2"

`dying.py` kills, `life.py` is the life, `verdict.py` compares it with what people did, `runs.py` has each
point lived through, and `planted.py` breaks the bot on purpose, so that it is known what this finds.
"""
