"""One folder a platform; adapters know nothing of each other."""
