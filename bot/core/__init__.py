"""What a debate is: pure and synchronous; no I/O, no asyncio, no clock (time is an argument)."""
