"""Several bots on one PostgreSQL, each with a shard of its own, and mishaps of one of them at a time or of two at once.

A seed decides which bot is killed, stopped for a minute and a half, or cut off from the database, in which order; many
people vote all the while. What stands on the platforms and in the ledger in the end is held against what they did.

    make several                                        2 processes, then 4
    make several ARGS="--processes 4 --seed 17"

`town.py` is where it happens, `crowd.py` votes and keeps what it did, `story.py` is what happens, `verdict.py`
compares, `record.py` tells which bot sent what, and `planted.py` breaks the bots on purpose, so that it is known what
this finds.
"""
