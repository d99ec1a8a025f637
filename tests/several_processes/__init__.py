"""Several bots on one PostgreSQL, each with a shard of its own.

`town.py` is where it happens, and `record.py` tells which bot sent what.
"""
