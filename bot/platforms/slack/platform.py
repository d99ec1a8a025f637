"""What Agora calls this platform."""

PLATFORM = "slack"
