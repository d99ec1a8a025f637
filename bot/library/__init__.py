"""The library: articles and mascots, read from files, checked, and watched for changes."""
