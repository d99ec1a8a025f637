"""Publishing: from a schedule that falls due to everything that is said about a debate, its result the last."""
