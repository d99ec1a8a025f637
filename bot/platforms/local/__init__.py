"""The local chat: a platform of our own in the browser, with its own message store."""
