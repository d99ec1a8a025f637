"""Every word the bot says: `ko.ftl` and `en.ftl` (Project Fluent)."""
