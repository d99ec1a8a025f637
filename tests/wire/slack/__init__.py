"""A Slack of our own over real sockets, as docs.slack.dev describes the wire.

    async with FakeSlack() as slack:                      # a workspace, its app, everything allowed
        slack.world.add_channel("C1", "square")           # the app is in it
        slack.world.add_user("U1")
        slack.api_url, slack.bot_token, slack.app_token   # for the configuration
        slack.app_url = "http://127.0.0.1:8080"           # events over HTTP, signed; None: Socket Mode

        card = slack.messages("C1")[0]                    # what the app has posted; card.blocks, card.versions …
        slack.people.react("U1", card, "+1")              # the event follows
        asked = slack.people.command("U1", "C1", "today")
        (await asked.answer())["blocks"]
        await slack.until(lambda: slack.called("chat.update"))

        slack.faults.drop_after("chat.postMessage")       # faults of the Web API
        slack.deliveries.copies = 2                       # of what is handed to the app
        await slack.sockets.disconnect()                  # of Socket Mode
        await slack.go_away()                             # of the network

`slack.calls`, `slack.deliveries.all`, `slack.whispers` (ephemeral messages) and `slack.mentions` tell what happened.
Blocks are held to the documented limits. `SlackApart` is the same in a thread, for tests of processes; `crowd.burst`
lets thousands vote. Where the documents leave something open (what a stale ticket answers, how many people
reactions.get lists without `full`) the server picks what a client must bear.
"""

from tests.wire.slack.apart import SlackApart
from tests.wire.slack.crowd import Crowd, burst
from tests.wire.slack.deliveries import Delivery, sign
from tests.wire.slack.people import Asked, verify_url
from tests.wire.slack.records import Message, SlackError
from tests.wire.slack.server import FakeSlack

__all__ = [
    "Asked",
    "Crowd",
    "Delivery",
    "FakeSlack",
    "Message",
    "SlackApart",
    "SlackError",
    "burst",
    "sign",
    "verify_url",
]
