"""Numbered steps from an empty database to the present tables; a step that was released never changes."""
