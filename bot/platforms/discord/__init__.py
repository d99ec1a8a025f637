"""The platform named `discord`: the only code that imports discord.py.

It relies on parts of discord.py that are not its public face (`HTTPClient`, `ConnectionState`, `DiscordWebSocket`);
pyproject.toml pins the minor version and tests/platforms/discord drives the real library.
"""
