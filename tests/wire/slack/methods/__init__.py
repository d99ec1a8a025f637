"""The Web API's methods over the world: what each needs, what it does, how it fails."""

from tests.wire.slack.methods import files, messages, places, views, workspace
from tests.wire.slack.methods.messages import content_of
from tests.wire.slack.methods.registry import METHODS

__all__ = ["METHODS", "content_of", "files", "messages", "places", "views", "workspace"]
