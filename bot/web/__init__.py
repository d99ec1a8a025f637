"""The one HTTP server: what every answer has in common, health and metrics; adapters bring their routes."""
