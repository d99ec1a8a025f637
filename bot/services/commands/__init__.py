"""Commands: what people ask of the bot in a chat, and what it answers."""
