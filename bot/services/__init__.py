"""What the bot does: async, and speaking to the world only through the ports."""
