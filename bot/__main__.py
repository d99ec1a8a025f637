"""`python -m bot` is `agora`."""

from bot.cli import main

main()
